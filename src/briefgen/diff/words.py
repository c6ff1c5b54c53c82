"""What people call what differs; shared by text and Markdown."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from briefgen.diff.model import BriefChange, Diff, Kind, PageChange
from briefgen.pages.model import PageKind as K
from briefgen.problems import Problem

#: What becomes of briefs, in the order in which it is told.
TOLD = {
    Kind.PUBLISHED: "New",
    Kind.MOVED: "Moved",
    Kind.EDITED: "Edited",
    Kind.EXPIRED: "Expired",
    Kind.WITHDRAWN: "Withdrawn",
    Kind.DELETED: "Deleted",
    Kind.BROKEN: "Cannot be read",
    Kind.HELD: "Held back",
    Kind.UNSEEN: "Nothing that readers see",
}

_ONE = {
    K.BRIEF: "brief",
    K.TOPIC: "topic",
    K.ACTOR: "actor",
    K.STORY: "story",
    K.PERIOD: "page of the archive",
    K.REDIRECT: "redirect",
    K.CALENDAR: "calendar",
    **dict.fromkeys((K.FEED, K.JSON_FEED, K.RSS), "feed"),
    **dict.fromkeys((K.HOME, K.TOPICS, K.ACTORS, K.STORIES, K.NEXT, K.CORRECTIONS, K.OWN), "other page"),
    **dict.fromkeys((K.REVISIONS, K.NOT_FOUND, K.FEEDS, K.SEARCH), "other page"),
    **dict.fromkeys((K.CARD, K.ASSET), "picture"),
}
_MANY = {
    "story": "stories",
    "page of the archive": "pages of the archive",
    "file for programs": "files for programs",
}
#: Kinds of pages, in the order in which they are counted.
GROUPS = (*dict.fromkeys(_ONE.values()), "file for programs")


def group_of(kind: str) -> str:
    """What a page of a kind is called among others."""
    return _ONE.get(K(kind), "file for programs")


def number(n: int, noun: str) -> str:
    """ "1 topic", "2 stories"."""
    return f"{n:,} {noun if n == 1 else _MANY.get(noun, noun + 's')}"


def counted(kinds: Iterable[str]) -> str:
    """ "1 brief, 3 feeds", of pages of these kinds."""
    counts = Counter(map(group_of, kinds))
    return ", ".join(number(counts[group], group) for group in GROUPS if counts[group])


def changes(diff: Diff) -> list[tuple[str, list[str]]]:
    """What becomes of pages, in words, each with the kinds of those pages."""
    some = (
        ("appear", [p.kind for p in diff.appear]),
        ("change", [p.kind for p in diff.change]),
        ("move", [m.kind for m in diff.moves]),
        ("disappear", [p.kind for p in diff.disappear]),
    )
    return [(told, kinds) for told, kinds in some if kinds]


def grouped(briefs: Iterable[BriefChange]) -> list[tuple[Kind, list[BriefChange]]]:
    """Briefs by what becomes of them."""
    found = list(briefs)
    return [(kind, some) for kind in TOLD if (some := [one for one in found if one.kind is kind])]


def said(one: BriefChange, timezone: str) -> str:
    """What else is to be said of a brief, in one phrase; often nothing."""
    if one.kind in (Kind.HELD, Kind.WITHDRAWN):
        return f"comes out {local(one.until, timezone)}" if one.until else one.state
    if one.kind is Kind.MOVED:
        return "; ".join(filter(None, (f"{one.was} → {one.url}", ", ".join(w for w in one.what if w != "address"))))
    return ", ".join(one.what) or (f"the file was {one.file_was}" if one.file_was else "")


def subscribed(diff: Diff, group: str) -> list[PageChange]:
    """The feeds, or the calendars, that appear, change or disappear."""
    return [page for page in (*diff.appear, *diff.change, *diff.disappear) if group_of(page.kind) == group]


def local(instant: dt.datetime, timezone: str) -> str:
    """An instant in the time zone of the site."""
    there = instant.astimezone(ZoneInfo(timezone))
    return f"{there.replace(tzinfo=None).isoformat(' ', 'minutes')} {there.tzname()}"


def reference(diff: Diff) -> str:
    """With what the site is compared."""
    return f"{diff.reference} ({diff.commit[:10]})"


def problem_line(one: Problem) -> str:
    """A problem on one line."""
    place = f"{one.where.file}:{one.where.line}" if one.where.line else one.where.file
    return f"{one.severity.value}[{one.code}] {place}: {one.message}"


def rest(found: Sequence[object], most: int) -> str:
    """ "and 3 more", or empty."""
    return f"and {len(found) - most:,} more" if len(found) > most else ""
