"""The short way: between a commit and the working tree nothing differs but the words of some briefs, and the state holds a build of the
site that differs from both in no more. Then only the pages that were noted as users of these briefs are made, on the light edition
that the state keeps. What it tells is what the whole way would tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property

import msgspec

from briefgen.briefs.files import read_file
from briefgen.briefs.model import Brief
from briefgen.briefs.parser import parse_brief
from briefgen.briefs.sorting import is_brief
from briefgen.config import Config
from briefgen.diff.briefs import differences
from briefgen.diff.model import BriefChange, Diff, Kind
from briefgen.diff.pages import told
from briefgen.diff.problems import without
from briefgen.edition.mentions import Appearances, Reader, reader_of
from briefgen.edition.model import State as Standing
from briefgen.kept import Kept
from briefgen.keys import brief_mark
from briefgen.lock import FOLDER, building
from briefgen.memory import Memory
from briefgen.outcome import BuildOptions
from briefgen.output import OutputError
from briefgen.pages.book import Book
from briefgen.pages.links import link_problems
from briefgen.pages.plan import Plan
from briefgen.problems import Problem
from briefgen.record.compared import Compared, Reference
from briefgen.state import State
from briefgen.state_file import DamagedError
from briefgen.words import FEW, changes_head, same_bones
from briefgen.world import code_digest

#: The seconds for which a build that is running is waited for.
PATIENCE = 5.0

#: The output folder whose build is looked for.
OUT = "site"


class Version(msgspec.Struct, frozen=True):
    """A brief on one side: as it is parsed, who is in it, and what is wrong with it."""

    brief: Brief
    seen: Appearances
    problems: tuple[Problem, ...]


class Worded(Kept):
    """The edition of the last build, with some briefs in other words."""

    def __init__(self, memory: Memory) -> None:
        self.versions: dict[str, Version] = {}
        super().__init__(memory)
        #: Who is in the briefs that are shown.
        self.actors = {item.path: item.actors for item in self.edition.items if item.state is Standing.PUBLISHED}

    @cached_property
    def reader(self) -> Reader:
        """Who reads texts for their actors."""
        return reader_of(self.registry, self.edition.strangers, self.edition.config.actors.detect)

    def fetch(self, path: str) -> tuple[Brief, Appearances]:
        """A brief in the words of this side, and who is in it."""
        found = self.versions.get(path)
        return (found.brief, found.seen) if found else super().fetch(path)

    def take(self, path: str, data: bytes) -> bool:
        """Let a brief have the words in these bytes; False where more than words differs from the build."""
        parsed = parse_brief(path, data, self.edition.config)
        brief = parsed.brief
        if brief is None or path not in self.actors or not same_bones(self.brief(path), brief):
            return False
        seen = self.reader.read(brief)
        self.versions[path] = Version(brief, seen, parsed.problems)
        return seen.actors == self.actors[path]


def compare_words(compared: Compared, config: Config, now: dt.datetime) -> Diff | None:
    """What differs, where that is words; None where the whole way must be gone."""
    root, differing = compared.root, compared.differing
    paths = [path.removeprefix("briefs/") for path in sorted(differing)]
    if len(paths) > FEW or not all(f.startswith("briefs/") for f in differing) or not all(map(is_brief, paths)):
        return None
    if not (root / FOLDER / "state.db").is_file():
        return None
    with (
        suppress(OutputError, DamagedError, msgspec.MsgspecError),
        building(root, PATIENCE, lambda _: None),
        State(root) as state,
    ):
        if state.fact("code") != code_digest():
            return None
        memory = Memory(root, config, BuildOptions(now), state, OUT)
        built = memory.built()
        changed = memory.changed if built else ()
        if not built or len(changed) > FEW or not all(map(is_brief, changed)):
            return None
        before, after = Worded(memory), Worded(memory)
        for path in {*changed, *paths}:
            data, _ = read_file(root / "briefs", path)
            if data is None or not after.take(path, data) or (path not in paths and not before.take(path, data)):
                return None
        content = compared.before(f"briefs/{path}" for path in paths)
        if not all(f"briefs/{path}" in content and before.take(path, content[f"briefs/{path}"]) for path in paths):
            return None
        return _compared(memory, before, after, paths, compared.reference, built.pages)
    return None


def _compared(
    memory: Memory, before: Worded, after: Worded, paths: Iterable[str], reference: Reference, pages: int
) -> Diff:
    one, other = Plan(Book(before.edition), ()), Plan(Book(after.edition), ())
    briefs: list[BriefChange] = []
    problems: tuple[list[Problem], list[Problem]] = ([], [])
    users = {}
    for path in paths:
        old, new = before.versions[path], after.versions[path]
        if old.brief == new.brief:
            continue
        what = differences(old.brief, new.brief)
        kind = Kind.EDITED if what else Kind.UNSEEN
        url = other.book.brief_url(path)
        briefs.append(BriefChange(kind, f"briefs/{path}", new.brief.title, what, url, state=Standing.PUBLISHED.value))
        for plan, version, found in ((one, old, problems[0]), (other, new, problems[1])):
            found += dict.fromkeys(
                (*version.problems, *version.seen.problems, *link_problems(plan.book, version.brief))
            )
        mark = brief_mark(path)
        for page in memory.users(mark if changes_head(old.brief, new.brief) else b"", mark):
            users[page.path] = page
    changed = [users[path] for path in sorted(users) if one.view(users[path]) != other.view(users[path])]
    return Diff(
        reference.commit,
        reference.told,
        memory.options.now,
        briefs=tuple(briefs),
        change=tuple(map(told, changed)),
        pages=pages,
        new_problems=without(problems[1], problems[0]),
        gone_problems=without(problems[0], problems[1]),
    )
