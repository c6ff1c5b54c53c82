"""The parts of a date in the forms of ISO 8601 and RFC 3339, each checked, with words for what cannot be."""

from __future__ import annotations

import datetime as dt
import re

import msgspec

EXAMPLE = "Write 2025-10-18, or 2025-10-18 14:00"


class Parts(msgspec.Struct, frozen=True):
    """A date taken apart. `offset` is None when no zone was written."""

    day: dt.date
    time: dt.time | None = None
    offset: dt.tzinfo | None = None
    note: str = ""


class UnusableError(Exception):
    """A text that is no date: what is wrong, and what to write instead."""

    def __init__(self, note: str, hint: str = "") -> None:
        super().__init__(note)
        self.note, self.hint = note, hint or EXAMPLE


#: The forms of a day, and of a day or a moment.
DAY_FORM = r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|([0-9]{2})([0-9]{2}))"
ISO_FORM = (
    f"{DAY_FORM}"
    r"(?:(?:[Tt]| +)([0-9]{1,2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,]([0-9]{1,12}))?)?"
    r"(?: *([Zz]|UTC|GMT|utc|gmt|[+\-−][0-9]{1,2}(?::?[0-9]{2})?))?)?"
)
ISO = re.compile(ISO_FORM).fullmatch
OFFSET = re.compile(r"(?:utc|gmt)?([+\-−])([0-9]{1,2})(?::?([0-9]{2}))?").fullmatch


def iso_text(parts: Parts) -> str:
    if parts.time is None:
        return parts.day.isoformat()
    time = parts.time.isoformat("minutes" if not parts.time.second else "seconds")
    if parts.offset is None:
        return f"{parts.day.isoformat()} {time}"
    return dt.datetime.combine(parts.day, dt.time.fromisoformat(time), parts.offset).isoformat(" ")


def from_iso(match: re.Match[str]) -> Parts:
    year, m1, d1, m2, d2, m3, d3, hour, minute, second, fraction, zone = match.groups()
    day = make_day(int(year), int(m1 or m2 or m3), int(d1 or d2 or d3))
    if hour is None:
        return Parts(day)
    time = make_time(int(hour), int(minute), int(second or 0), int(fraction[:6].ljust(6, "0")) if fraction else 0)
    return Parts(day, time, make_offset(zone) if zone else None)


def make_day(year: int, month: int, day: int) -> dt.date:
    if year < 1000:
        raise UnusableError(f"the year {year} is too early", EXAMPLE)
    try:
        return dt.date(year, month, day)
    except ValueError:
        pass
    if not 1 <= month <= 12:
        raise UnusableError(f"there is no month {month}", "Write year, month and day: 2025-10-18")
    last = (dt.date(year, month + 1, 1) - dt.timedelta(1)).day if month < 12 else 31
    raise UnusableError(
        f"there is no day {year:04}-{month:02}-{day:02}",
        f"The last day of that month is {year:04}-{month:02}-{last:02}",
    )


def make_time(hour: int, minute: int, second: int = 0, micro: int = 0) -> dt.time:
    if hour > 23:
        raise UnusableError(f"there is no hour {hour}", "Write the hour as 00 to 23, midnight as 00:00 of the next day")
    if minute > 59:
        raise UnusableError(f"there is no minute {minute}", "Write the time as 14:00")
    if second > 59:
        raise UnusableError(f"there is no second {second}", "Write the time as 14:00")
    return dt.time(hour, minute, second, micro)


def make_offset(text: str) -> dt.tzinfo:
    if text.upper() in ("Z", "UTC", "GMT"):
        return dt.UTC
    match = OFFSET(text.lower())
    assert match is not None
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > 14 or minutes > 59:
        raise UnusableError(f"there is no time zone {text}", "Write it as +01:00 or -05:00, at most +14:00")
    delta = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-delta if match[1] != "+" else delta)
