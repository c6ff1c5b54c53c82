"""The instants at which the clock alone changes what is published: from them follow how long an edition holds (`Edition.span`) and
when the next build is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from briefgen.briefs.model import Brief, Expectation, Status

#: How long a brief is news to search engines (Google News: "published in the last two days").
FRESH = dt.timedelta(hours=48)
_END = dt.datetime.max.replace(tzinfo=dt.UTC) - FRESH  # there is no later instant to which it can be added


class Change(StrEnum):
    """What the clock does to a brief: it comes out, it expires, an expectation of it falls due (its last day has passed, and no
    outcome is known), it leaves the news sitemap. Of one instant, in this order."""

    APPEARS = "appears"
    EXPIRES = "expires"
    FALLS_DUE = "falls-due"
    LEAVES_NEWS = "leaves-news"


class Turn(NamedTuple):
    """An instant (UTC) at which a brief changes; with the expectation that falls due then."""

    instant: dt.datetime
    change: Change
    brief: Brief
    expectation: Expectation | None = None


class Coming(msgspec.Struct, frozen=True):
    """A change that is to come: at which instant (UTC), of which brief (`Brief.path`), with what title; `what` is expected where an
    expectation falls due."""

    instant: dt.datetime
    change: Change
    path: str
    title: str
    what: str = ""


def turns(briefs: Iterable[Brief], timezone: str, *, news: bool, drafts: bool = False) -> Iterator[Turn]:
    """All instants at which the clock changes what is shown of these briefs, in no order; with `news`, also when they cease to be fresh.
    A day ends in `timezone`. Drafts count only with `drafts`: then, as in an edition that shows them, a brief changes before it
    comes out, too."""
    zone = ZoneInfo(timezone)
    for brief in briefs:
        if brief.status is Status.DRAFT and not drafts:
            continue
        begin, end = brief.date.instant, brief.expires.instant if brief.expires else None
        yield Turn(begin, Change.APPEARS, brief)
        if end is not None and (end > begin or drafts):
            yield Turn(end, Change.EXPIRES, brief)
        for turn in _within(brief, zone, news):
            if drafts or (begin < turn.instant and (end is None or turn.instant < end)):
                yield turn


def coming(briefs: Iterable[Brief], now: dt.datetime, timezone: str, *, news: bool) -> list[Coming]:
    """What the clock will change after `now` (aware) of what is published, in order: by instant, kind of change, path and place in the
    file. The first is when `Edition.span` ends."""
    order = list(Change)
    found = [turn for turn in turns(briefs, timezone, news=news) if turn.instant > now]
    found.sort(key=lambda turn: (turn.instant, order.index(turn.change), turn.brief.path))
    return [
        Coming(turn.instant, turn.change, turn.brief.path, turn.brief.title, turn.expectation.what)
        if turn.expectation
        else Coming(turn.instant, turn.change, turn.brief.path, turn.brief.title)
        for turn in found
    ]


def _within(brief: Brief, zone: ZoneInfo, news: bool) -> Iterator[Turn]:
    """What happens to a brief while it is listed."""
    if news and brief.date.instant <= _END:
        yield Turn(brief.date.instant + FRESH, Change.LEAVES_NEWS, brief)
    for expectation in brief.expect:
        if not expectation.outcome and expectation.last.year < dt.MAXYEAR:
            yield Turn(_end_of(expectation.last, zone), Change.FALLS_DUE, brief, expectation)


@lru_cache(maxsize=4096)
def _end_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The instant (UTC) at which a day is over."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)
