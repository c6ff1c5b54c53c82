"""The whole comparison."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from briefgen.config import Config
from briefgen.diff.briefs import changed_briefs
from briefgen.diff.model import Diff
from briefgen.diff.pages import compare_pages, everywhere
from briefgen.diff.problems import moved, without
from briefgen.diff.short import compare_words
from briefgen.diff.sides import both_sides
from briefgen.problems import Problem
from briefgen.record.compared import compare_with
from briefgen.workers import Mapper


def compare_site(
    root: Path, config: Config, known: tuple[Problem, ...], name: str | None, now: dt.datetime, mapper: Mapper
) -> Diff:
    """What the working tree of the site in the folder `root` does to what is published of it, compared with a commit (see `compare_with`),
    both at the clock `now`. `known` are the problems of the settings. Raises `CompareError`."""
    compared = compare_with(root, name)
    found = compare_words(compared, config, now)
    if found:
        return found
    before, after = both_sides(compared, config, known, now, mapper)
    briefs = tuple(changed_briefs(before, after, compared.differing))
    then = moved(before.problems, {brief.file_was: brief.file for brief in briefs if brief.file_was})
    pages = compare_pages(before, after, compared.differing, mapper)
    return Diff(
        compared.reference.commit,
        compared.reference.told,
        now,
        briefs=briefs,
        appear=pages.appear,
        change=pages.change,
        moves=pages.moves,
        disappear=pages.disappear,
        missing=pages.missing,
        everywhere=tuple(everywhere(before, after, compared.differing)),
        pages=len(after.plan.pages),
        new_problems=without(after.problems, then),
        gone_problems=without(then, after.problems),
    )
