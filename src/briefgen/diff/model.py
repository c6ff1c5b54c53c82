"""What a working tree does to a site, as values."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from briefgen.problems import Problem


class Kind(StrEnum):
    """What becomes of a brief, as its readers see it. `HELD`: it is new, or changed, and not published (yet); `UNSEEN`: its file
    differs, and nothing that readers see does."""

    PUBLISHED = "published"
    EDITED = "edited"
    MOVED = "moved"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"
    BROKEN = "broken"
    HELD = "held"
    UNSEEN = "unseen"


class BriefChange(msgspec.Struct, frozen=True):
    """A brief that differs. `what` are the parts that do, in words ("title", "text"); `url` is its path on the site and `was` the one
    that it had, where it moves; `redirected`: its old address leads on. `file` is relative to the site; `file_was` where it was renamed. `state` is its
    state now ("published", "draft", "scheduled", "expired", or empty where there is none), `until` when the clock ends that.
    `warnings` say what readers will notice and may not have been meant."""

    kind: Kind
    file: str
    title: str
    what: tuple[str, ...] = ()
    url: str = ""
    was: str = ""
    redirected: bool = True
    file_was: str = ""
    state: str = ""
    until: dt.datetime | None = None
    warnings: tuple[str, ...] = ()


class PageChange(msgspec.Struct, frozen=True):
    """A page that appears, changes or disappears: its path on the site, its kind (`PageKind`), and where it comes from, in words."""

    url: str
    kind: str
    origin: str = ""


class Move(msgspec.Struct, frozen=True):
    """An address that now leads to another, as a redirect."""

    before: str
    after: str
    kind: str


class Diff(msgspec.Struct, frozen=True):
    """All that a working tree does to a site. `reference` says in words what it is compared with. `everywhere` are the reasons for which all
    pages may look different ("the setting title"). `missing` are addresses that disappear and of which no redirect stays; pages are in the order of their
    addresses, briefs in that of their files."""

    commit: str
    reference: str
    now: dt.datetime
    briefs: tuple[BriefChange, ...] = ()
    appear: tuple[PageChange, ...] = ()
    change: tuple[PageChange, ...] = ()
    moves: tuple[Move, ...] = ()
    disappear: tuple[PageChange, ...] = ()
    missing: tuple[PageChange, ...] = ()
    everywhere: tuple[str, ...] = ()
    pages: int = 0
    new_problems: tuple[Problem, ...] = ()
    gone_problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs, neither on the site nor in what is held back or wrong."""
        lists = (self.briefs, self.appear, self.change, self.moves, self.disappear, self.everywhere)
        return not any((*lists, self.new_problems, self.gone_problems))
