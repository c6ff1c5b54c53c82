"""Who is on stage at an instant: what is listed, what has expired, what waits, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import msgspec

from briefgen.briefs.model import Brief, OwnPage, Status
from briefgen.edition.model import Held, State
from briefgen.edition.turns import FRESH, turns
from briefgen.problems import Problem, Where, problem
from briefgen.text.moment import Moment


class Schedule(msgspec.Struct, frozen=True):
    """The briefs divided at an instant, each group newest first; `waiting` are drafts and scheduled ones."""

    published: tuple[Brief, ...]
    expired: tuple[Brief, ...]
    waiting: tuple[Brief, ...]


def age(brief: Brief) -> tuple[float, str]:
    """Sorts briefs oldest first."""
    return brief.date.instant.timestamp(), brief.path


def newest_first(briefs: Iterable[Brief]) -> list[Brief]:
    """Briefs by instant, the latest first; those of one instant by path."""
    return sorted(briefs, key=lambda b: (-b.date.instant.timestamp(), b.path))


def state_of(brief: Brief, now: dt.datetime) -> State:
    """Where a brief stands at `now` (aware). A draft is a draft, whatever its dates say."""
    if brief.status is Status.DRAFT:
        return State.DRAFT
    if brief.date.instant > now:
        return State.SCHEDULED
    if brief.expires is not None and brief.expires.instant <= now:
        return State.EXPIRED
    return State.PUBLISHED


def divide(briefs: Iterable[Brief], now: dt.datetime) -> Schedule:
    """Divide briefs by their state at `now` (aware)."""
    groups: dict[State, list[Brief]] = {state: [] for state in State}
    for brief in newest_first(briefs):
        groups[state_of(brief, now)].append(brief)
    waiting = newest_first(groups[State.DRAFT] + groups[State.SCHEDULED])
    return Schedule(tuple(groups[State.PUBLISHED]), tuple(groups[State.EXPIRED]), tuple(waiting))


def explain_held(
    waiting: Iterable[Brief], pages: Iterable[OwnPage], now: dt.datetime, timezone: str
) -> tuple[Held, ...]:
    """Why each waiting brief and each draft among the own pages is kept back, by path. Times are told in `timezone`."""
    held = [Held(page.path, page.title, State.DRAFT, "draft") for page in pages if page.status is Status.DRAFT]
    for brief in waiting:
        if (state := state_of(brief, now)) is State.DRAFT:
            held.append(Held(brief.path, brief.title, state, "draft"))
        else:
            reason = f"scheduled for {_tell(brief.date, timezone)}"
            held.append(Held(brief.path, brief.title, state, reason, brief.date))
    return tuple(sorted(held, key=lambda h: h.path))


def is_fresh(date: Moment, now: dt.datetime) -> bool:
    """Whether a brief of that date is still news at `now` (aware); it is when it comes out, and no longer after `FRESH`."""
    return now - date.instant < FRESH


def span_around(
    now: dt.datetime, briefs: Iterable[Brief], timezone: str, news: bool = False, drafts: bool = False
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The instants around `now` (the first included, the second not) between which the clock alone changes nothing: no brief
    comes out or expires, and no expectation falls due; with `news`, none ceases to be fresh either. None: there is none."""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    for instant, *_ in turns(briefs, timezone, news=news, drafts=drafts):
        if instant <= now:
            since = instant if since is None else max(since, instant)
        else:
            until = instant if until is None else min(until, instant)
    return since, until


def repeated_ids(plan: Schedule, drafts: bool) -> list[Problem]:
    """An error for each brief whose `id` another has already: feed readers would show only one.

    The id belongs to what is published before what has expired or waits, and to the older. Drafts count if shown.
    """
    waiting = (brief for brief in plan.waiting if drafts or brief.status is not Status.DRAFT)
    holders: dict[str, Brief] = {}
    problems: list[Problem] = []
    for group in (plan.published, plan.expired, waiting):
        for brief in sorted((brief for brief in group if brief.id), key=age):
            holder = holders.setdefault(brief.id, brief)
            if holder is not brief:
                told = f"The id “{brief.id}” is already that of briefs/{holder.path}"
                hint = "Give this brief an id of its own, or remove the line: an id belongs to one brief for ever"
                problems.append(problem("duplicate-id", Where(f"briefs/{brief.path}"), told, hint))
    return problems


def _tell(moment: Moment, timezone: str) -> str:
    if moment.is_day:
        return moment.day.isoformat()
    local = moment.instant.astimezone(ZoneInfo(timezone))
    return f"{local.replace(tzinfo=None).isoformat(' ', 'minutes')} {local.tzname()}"
