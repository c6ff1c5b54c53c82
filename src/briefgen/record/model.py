"""The history of `briefs/` as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

#: The last second that a `datetime` can name.
LAST = 253_402_300_799


class Change(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a commit did to a file: `kind` is A (added), M (changed), R (renamed, from `old`) or D (deleted). `path` is posix,
    relative to `briefs/`; `blob` is the id of what is in the file since then, empty for none."""

    kind: str
    path: str
    blob: str
    old: str = ""


class Commit(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A commit: when it was written (seconds since 1970, in UTC), by whom, and the first line of its message.

    `date` and `depth` put commits in order: `date` is when it was committed, but never before a parent; `depth` is the length of
    the longest way to a commit without parents. `cut` tells that its parents are not here (a shallow clone), so that it only
    seems to add what it has.
    """

    hash: str
    at: int
    author: str
    subject: str
    date: int
    depth: int
    cut: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def instant(self) -> dt.datetime:
        """When it was written, in UTC."""
        return dt.datetime.fromtimestamp(min(max(self.at, 0), LAST), dt.UTC)

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorts commits, parents first, in a way that depends on nothing but the commits themselves."""
        return self.date, self.depth, self.hash


class Revision(msgspec.Struct, frozen=True, gc=False):
    """A commit that changed a brief, and what it did to it."""

    commit: Commit
    change: Change


class Trail(msgspec.Struct, frozen=True):
    """The history of a file, its former names included, oldest first; never empty. `complete` tells that the first revision is that
    in which it came into being; otherwise the history is cut off there."""

    revisions: tuple[Revision, ...]

    @property
    def first(self) -> Revision:
        """Its first commit, as far as it is known."""
        return self.revisions[0]

    @property
    def last(self) -> Revision:
        """The commit that changed it last."""
        return self.revisions[-1]

    @property
    def complete(self) -> bool:
        """Whether its beginning is known."""
        return not self.first.commit.cut


class History(msgspec.Struct, frozen=True):
    """The history of all files in `briefs/`. `tip` is the commit that it tells of. `reason` says in words why nothing is known; else it is empty.
    `places` are, by path, the commits and changes (two numbers each) that it went through."""

    commits: tuple[Commit, ...] = ()
    tip: str = ""
    reason: str = ""
    places: dict[str, list[tuple[int, int]]] = {}

    def of(self, path: str) -> Trail | None:
        """The history of the file that has, or had last, this path; None where no commit knows it."""
        places = self.places.get(path)
        if not places:
            return None
        return Trail(tuple([Revision(self.commits[i], self.commits[i].changes[j]) for i, j in places]))

    @property
    def note(self) -> str:
        """What is not known, in one line for people; empty where the history is whole."""
        if self.reason:
            return f"The history of the briefs is not known: {self.reason}"
        cut = [commit.instant for commit in self.commits if commit.cut]
        if not cut:
            return ""
        day = min(cut).date().isoformat()
        return (
            f"The git history is cut off at {day} (a shallow clone); what was before is not known. "
            "Fetch all of it with git fetch --unshallow, or in a workflow with fetch-depth: 0"
        )


def trace(commits: Iterable[Commit]) -> dict[str, list[tuple[int, int]]]:
    """Where each path changed, from commits in their order. A renamed file goes on under its new name, and a change that another branch
    meanwhile made under the old one belongs to it; a file that comes back after it was deleted goes on, too."""
    places: dict[str, list[tuple[int, int]]] = {}
    moved: set[str] = set()
    for i, commit in enumerate(commits):
        # Two files may swap their names.
        before = {change.old: places.get(change.old, []) for change in commit.changes if change.old}
        for j, change in enumerate(commit.changes):
            if change.kind == "R":
                own = places[change.path] = before[change.old]
                moved.add(change.old)
                moved.discard(change.path)
            elif change.kind == "A" and change.path in moved:  # another file, at an address that became free
                moved.discard(change.path)
                own = places[change.path] = []
            else:
                own = places.setdefault(change.path, [])
            own.append((i, j))
    return places
