"""The whole comparison."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from briefgen.config import Config
from briefgen.diff.briefs import changed_briefs
from briefgen.diff.git import Repository
from briefgen.diff.model import Diff
from briefgen.diff.pages import compare_pages, everywhere
from briefgen.diff.problems import without
from briefgen.diff.short import compare_words
from briefgen.diff.sides import both_sides
from briefgen.problems import Problem
from briefgen.workers import Mapper


def compare_site(
    root: Path, config: Config, known: tuple[Problem, ...], name: str | None, now: dt.datetime, mapper: Mapper
) -> Diff:
    """What the working tree of the site in the folder `root` does to what is published of it, compared with the commit `name` (None: where
    this branch left the trunk), both at the clock `now`. `known` are the problems of the settings. Raises `GitError` where there is
    nothing to compare with."""
    repository = Repository(root)
    reference = repository.reference(name)
    committed, differing = repository.site(reference), repository.differing(reference)
    found = compare_words(root, config, repository, reference, committed, differing, now)
    if found:
        return found
    before, after = both_sides(root, config, known, repository, committed, differing, now, mapper)
    pages = compare_pages(before, after, mapper)
    return Diff(
        reference.commit,
        reference.told,
        now,
        briefs=tuple(changed_briefs(before, after)),
        appear=pages.appear,
        change=pages.change,
        moves=pages.moves,
        disappear=pages.disappear,
        missing=pages.missing,
        everywhere=tuple(everywhere(before, after)),
        pages=len(after.survey.plan.pages),
        new_problems=without(after.problems, before.problems),
        gone_problems=without(before.problems, after.problems),
    )
