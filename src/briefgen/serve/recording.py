"""New commits while a site is looked at: nothing but what git knows of briefs changed."""

from __future__ import annotations

from pathlib import Path

import msgspec

from briefgen.briefs.git import record_mark
from briefgen.config import Config
from briefgen.pages.plan import Plan
from briefgen.serve.drawing import Drawing
from briefgen.workers import Mapper


class Recording(msgspec.Struct, frozen=True):
    """A drawing with what git knows now, and the briefs of which that is something else, by `Brief.path`."""

    drawing: Drawing
    paths: frozenset[str] = frozenset()


def record_anew(root: Path, config: Config, drawing: Drawing, mapper: Mapper) -> Recording | None:
    """What git knows now of the briefs in a drawing; None where everything must be drawn anew."""
    if record_mark(root / "briefs", config) == drawing.record:
        return Recording(drawing)
    from briefgen.record.reading import read_records  # much, and not needed to start

    edition, plan = drawing.edition, drawing.plan
    recorded = read_records(root, config, mapper, plan.book.items)
    told = tuple([found for found in drawing.findings.rest if found.code == "history-cut"])
    before, now = edition.records, recorded.records
    changed = frozenset(path for path in {*before, *now} if before.get(path) != now.get(path))
    if told != recorded.problems or (changed and config.revisions == "pages"):
        return None
    drawing = msgspec.structs.replace(drawing, record=recorded.mark)
    if not changed:
        return Recording(drawing)
    edition = msgspec.structs.replace(edition, records=now)
    book = plan.book.reworded(edition, {path: plan.book.items[path] for path in changed})
    plan = Plan(book, plan.pages, plan.problems, plan.link_problems)
    return Recording(msgspec.structs.replace(drawing, edition=edition, plan=plan), changed)
