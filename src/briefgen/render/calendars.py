"""Calendars: RFC 5545, with the properties of RFC 7986 and those older ones that programs still look for.

No METHOD is given: so DTSTAMP means the same as LAST-MODIFIED (RFC 5545, section 3.8.7.2), and nothing depends on when the file
was made.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from briefgen.pages.views import CalendarPage, EventView, PageView
from briefgen.render.tools import Tools

#: Octets of a line without its end.
_LINE = 75
#: How often programs should look for changes.
_REFRESH = "PT4H"
#: What a calendar holds where nothing is expected: RFC 5545, section 3.6, wants one component at least, and a time zone is no event.
_NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)

# All that some program may take for the end of a line, and what no line may contain (section 3.1).
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def encode_calendar(tools: Tools, _: PageView, view: CalendarPage) -> bytes:
    """A calendar as the bytes of a file, with the line ends and the folding of RFC 5545, section 3.1."""
    site = tools.site
    outcome = _label(tools, tools.functions["t"]("outcome"))
    events = [_event(event, _summary(tools, event), outcome, site.language, bool(site.url)) for event in view.events]
    return b"".join([*map(fold, _head(tools, view)), *(events or map(fold, _NOTHING)), fold("END:VCALENDAR")])


def fold(line: str) -> bytes:
    """A content line in lines of at most 75 octets, each with its end, none of which begins within a character."""
    data = line.encode()
    if len(data) <= _LINE:
        return data + b"\r\n"
    parts, start, room = [], 0, _LINE
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # the octet after the cut goes on with a character
            end -= 1
        parts.append(data[start:end])
        start, room = end, _LINE - 1
    return b"\r\n ".join([*parts, data[start:]]) + b"\r\n"


def text(value: str) -> str:
    """A value of the type TEXT (section 3.3.11)."""
    if not value.isprintable():
        value = _FORBIDDEN.sub("", _BREAKS.sub("\n", value))
    return value.translate(_ESCAPES)


def _head(tools: Tools, view: CalendarPage) -> Iterator[str]:
    site, t = tools.site, tools.functions["t"]
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//briefgen//briefgen//EN"
    yield "CALSCALE:GREGORIAN"
    yield f"UID:{view.uid}"
    if view.events:
        yield f"LAST-MODIFIED:{_instant(max(event.modified for event in view.events))}"
    for name in (f"NAME;LANGUAGE={site.language}", "X-WR-CALNAME"):
        yield f"{name}:{text(view.title)}"
    for name in (f"DESCRIPTION;LANGUAGE={site.language}", "X-WR-CALDESC"):
        yield f"{name}:{text(t('next-intro'))}"
    if site.url:
        yield f"URL:{view.alternate}"
        yield f"SOURCE;VALUE=URI:{view.self_url}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}"
    yield f"X-PUBLISHED-TTL:{_REFRESH}"


@lru_cache(maxsize=8192)
def _event(event: EventView, summary: str, outcome: str, language: str, is_whole: bool) -> bytes:
    """An all-day event; one stands in many calendars. `outcome` is the label of that, `language` the site's, and `is_whole`
    tells that URLs are absolute. Whether its day has passed is nothing that it says: it is certain once its outcome is known."""
    return b"".join(map(fold, _properties(event, summary, outcome, language, is_whole)))


def _properties(event: EventView, summary: str, outcome: str, language: str, is_whole: bool) -> Iterator[str]:
    spoken = "" if event.language == language else f";LANGUAGE={event.language}"
    modified = _instant(event.modified)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{modified}"
    yield f"CREATED:{_instant(event.created)}"
    yield f"LAST-MODIFIED:{modified}"
    yield f"SEQUENCE:{event.sequence}"
    yield from _days(event.first or event.last, event.last)
    yield f"SUMMARY{spoken}:{text(summary)}"
    told = (f"{outcome} {event.outcome}",) if event.outcome else ()
    yield f"DESCRIPTION{spoken}:{text(chr(10).join([*told, event.brief.title, event.brief.url]))}"
    if is_whole:
        yield f"URL:{event.brief.url}"
    if event.topics:
        yield f"CATEGORIES:{','.join(map(text, event.topics))}"
    yield f"STATUS:{'CONFIRMED' if event.outcome else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(tools: Tools, event: EventView) -> str:
    """What is expected; that it is a last day, an event has no other way to say."""
    if event.first is not None:
        return event.what
    by: str = tools.functions["t"]("by", date=tools.filters["shortdate"](event.last))
    return f"{_label(tools, by)} {event.what}"


def _label(tools: Tools, label: str) -> str:
    """What stands before a text, with the colon of the site's language."""
    found: str = tools.functions["t"]("labelled", label=label)
    return found


def _days(first: dt.date, last: dt.date) -> Iterator[str]:
    """Whole days: the end is the first day that is no longer part of it (section 3.6.1)."""
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    if last < dt.date.max:
        yield f"DTEND;VALUE=DATE:{_day(last + dt.timedelta(days=1))}"
    else:
        yield f"DURATION:P{(last - first).days + 1}D"


def _day(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _instant(instant: dt.datetime) -> str:
    utc = instant.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None)
    return f"{utc.isoformat().replace('-', '').replace(':', '')}Z"
