"""A site up to its plan: load, assemble, plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from briefgen.briefs.files import scan_briefs
from briefgen.briefs.loader import Loaded, Memory, load
from briefgen.briefs.scan import Scan
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.mentions import Recall
from briefgen.edition.model import Edition, Held
from briefgen.memory import Findings
from briefgen.pages.plan import Plan, plan_pages
from briefgen.record.reading import Recorded, read_records
from briefgen.workers import Mapper


class Recollection(Memory, Protocol):
    """What is known from an earlier time."""

    @property
    def readings(self) -> Recall:
        """What was read in texts. To be asked for when everything is loaded."""


class Survey(msgspec.Struct, frozen=True):
    """A site up to its plan: what was read, what is published of it, and on which pages. `held` are the briefs that it leaves out
    for now; `findings` are the problems of all stages; `recorded` is what git knows of its briefs, where that was asked for."""

    loaded: Loaded
    edition: Edition
    held: tuple[Held, ...]
    plan: Plan
    findings: Findings
    recorded: Recorded = Recorded()


def survey_site(
    root: Path,
    config: Config,
    now: dt.datetime,
    mapper: Mapper,
    *,
    drafts: bool = False,
    listed: Scan | None = None,
    memory: Recollection | None = None,
    mend: Callable[[Loaded], Loaded] = lambda loaded: loaded,
    records: bool = False,
) -> Survey:
    """Load, assemble and plan the site in the folder `root`; with `records`, as git knows its past. What was loaded may be mended."""
    loaded = mend(load(root, config, mapper, now, listed or scan_briefs(root), memory))
    recall = memory.readings if memory else None
    record = partial(read_records, root, config, mapper) if records else None
    return survey_loaded(loaded, config, now, mapper, drafts=drafts, recall=recall, record=record)


def survey_loaded(
    loaded: Loaded,
    config: Config,
    now: dt.datetime,
    mapper: Mapper,
    *,
    drafts: bool = False,
    recall: Recall | None = None,
    record: Callable[[Iterable[str]], Recorded] | None = None,
) -> Survey:
    """Assemble and plan what was loaded. Who keeps a `record` of briefs is asked for those that are published."""
    edition = assemble_edition(loaded.library, config, now, drafts=drafts, mapper=mapper, recall=recall)
    recorded = record([item.path for item in (*edition.items, *edition.expired)]) if record else Recorded()
    edition = msgspec.structs.replace(edition, records=recorded.records)
    plan = plan_pages(edition)
    rest = (*loaded.problems, *edition.problems, *plan.problems, *recorded.problems)
    findings = Findings(loaded.parse_problems, edition.text_problems, plan.link_problems, rest)
    return Survey(loaded, edition, () if drafts else edition.held, plan, findings, recorded)
