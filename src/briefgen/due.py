"""When the site changes by itself: for people, for programs, for a shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from briefgen.briefs.files import scan_briefs
from briefgen.briefs.loader import load
from briefgen.config import Config
from briefgen.edition.turns import Change, Coming, coming
from briefgen.recall import recall
from briefgen.report import printable
from briefgen.workers import Mapper

FORMATS = ("text", "json", "rfc3339")

_TOLD = {
    Change.APPEARS: "comes out",
    Change.EXPIRES: "expires",
    Change.FALLS_DUE: "falls due",
    Change.LEAVES_NEWS: "leaves the news sitemap",
}


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change in the JSON report; its form is documented in `docs/cli.md`."""

    instant: str
    change: str
    file: str = ""
    title: str = ""
    expected: str = ""


def find_due(root: Path, config: Config, now: dt.datetime, mapper: Mapper) -> list[Coming]:
    """What the clock will change of the site in a folder after `now`, the soonest first."""
    library = load(root, config, mapper, now, scan_briefs(root), recall(root, config)).library
    return coming(library.briefs, now, config.timezone, news=config.has_news)


def choose(found: Iterable[Coming], until: dt.datetime | None, limit: int) -> list[Coming]:
    """Those up to an instant, itself included, and of the first `limit` instants (0: of all)."""
    chosen: list[Coming] = []
    for number, (instant, some) in enumerate(groupby(found, key=lambda one: one.instant)):
        if (until and instant > until) or (limit and number == limit):
            break
        chosen += some
    return chosen


def as_json(found: Sequence[Coming], titles: bool) -> str:
    """A JSON list, empty when nothing is due."""
    entries = [
        Entry(stamp(one.instant), one.change.value, f"briefs/{one.path}", one.title, one.what)
        if titles
        else Entry(stamp(one.instant), one.change.value)
        for one in found
    ]
    return msgspec.json.format(msgspec.json.encode(entries).decode(), indent=2)


def as_rfc3339(found: Sequence[Coming]) -> str:
    """Each instant on a line of its own (RFC 3339, in UTC); empty when nothing is due."""
    return "\n".join(dict.fromkeys(stamp(one.instant) for one in found))


def as_text(found: Sequence[Coming], timezone: str, titles: bool) -> str:
    """Each instant, in the time zone of the site, and what changes then."""
    zone = ZoneInfo(timezone)
    lines: list[str] = []
    for instant, some in groupby(found, key=lambda one: one.instant):
        local = instant.astimezone(zone)
        lines.append(f"{local.replace(tzinfo=None).isoformat(' ', 'minutes')} {local.tzname()}")
        lines += [_line(one, titles) for one in some]
    return "\n".join(lines) or "Nothing is due."


def _line(one: Coming, titles: bool) -> str:
    if not titles:
        return f"  a brief {_TOLD[one.change]}" if one.change is not Change.FALLS_DUE else "  an expectation falls due"
    what = f": {one.what}" if one.what else ""
    return printable(f"  briefs/{one.path} {_TOLD[one.change]} (“{one.title}”){what}")


def stamp(instant: dt.datetime) -> str:
    """An instant as programs read it (RFC 3339, in UTC): never earlier than it is, so that who builds then finds it past."""
    whole = instant.astimezone(dt.UTC)
    if whole.microsecond and whole < dt.datetime.max.replace(microsecond=0, tzinfo=dt.UTC):
        whole = whole.replace(microsecond=0) + dt.timedelta(seconds=1)
    return whole.strftime("%Y-%m-%dT%H:%M:%SZ") if whole.year > 999 else whole.isoformat().replace("+00:00", "Z")
