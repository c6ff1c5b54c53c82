"""Which problems a branch answers for: those of the files that it changed, and of all others those that were not there where it began."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence

import msgspec

from briefgen.briefs.loader import load
from briefgen.check import ID, house
from briefgen.config import Config
from briefgen.diff.problems import without
from briefgen.diff.sides import Shared, load_then
from briefgen.judging import judge
from briefgen.problems import Problem
from briefgen.recall import recall
from briefgen.record.compared import Compared
from briefgen.render.theme import Theme
from briefgen.survey import survey_loaded
from briefgen.workers import Mapper


def concerned(
    problems: Sequence[Problem],
    compared: Compared,
    config: Config,
    known: Sequence[Problem],
    now: dt.datetime,
    mapper: Mapper,
    *,
    drafts: bool = False,
) -> list[Problem]:
    """Those among the problems of a site, `known` (of its settings) included, that what differs from a commit has brought about or may put
    right. A problem of a file that is as it was stays out only if the commit had it, too. What it had is not looked for unless there are such problems.
    Raises `CompareError`."""
    changed = {os.fsencode(path).decode("utf-8", "backslashreplace") for path in compared.differing}
    others = [found for found in problems if found.where.file not in changed]
    if others:
        others = list(without(others, _before(compared, config, known, now, mapper, drafts)))
    new = set(others)
    return [found for found in problems if found.where.file in changed or found in new]


def _before(
    compared: Compared, config: Config, known: Sequence[Problem], now: dt.datetime, mapper: Mapper, drafts: bool
) -> list[Problem]:
    """All that was wrong with the site of the commit at the present clock, but for mistakes in templates: they stop every build, whoever made them."""
    root = compared.root
    memory = recall(root, config)
    loaded = load(root, config, mapper, now, compared.listed, memory)
    then = load_then(compared, config, tuple(known), loaded, memory, now, mapper)
    readings = Shared(memory, then.shared)
    survey = survey_loaded(then.loaded, then.config, now, mapper, drafts=drafts, recall=readings)
    site = house(root, then.config, now, survey.plan, Theme([root / "templates"]))
    theme = compared.before(path for path in compared.differing if path.startswith("templates/"))
    anchors = site.anchors.union(*(ID.findall(text.decode("utf-8", "replace")) for text in theme.values()))
    judged = judge(msgspec.structs.replace(site, anchors=anchors), {})
    return [*then.told, *survey.findings.all(), *judged.all()]
