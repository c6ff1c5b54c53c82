"""Moments: a day or an instant, as editors write them (RFC 3339 and ISO 8601, RFC 2822, and dates in words)."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import msgspec

from briefgen.text.dates import EXAMPLE, ISO, Parts, UnusableError, from_iso, iso_text

# The form that programs write.
_is_utc = re.compile("[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z").fullmatch


class Moment(msgspec.Struct, frozen=True, gc=False):
    """A day or an instant.

    `instant` is timezone-aware and what sorting and comparing with the clock use: for a day, its first instant in the
    site's time zone. `day` is the calendar day in the site's time zone. `is_day` tells that no time was written, and
    none must be shown.
    """

    instant: dt.datetime
    day: dt.date
    is_day: bool = False


class ParsedMoment(msgspec.Struct, frozen=True):
    """The outcome of reading a date. With a moment, `note` (often empty) says how an unusual form was understood;
    without, `note` says what is wrong. `hint` says what to write instead."""

    moment: Moment | None
    note: str = ""
    hint: str = ""


class ParsedDay(msgspec.Struct, frozen=True):
    """The same for a calendar day."""

    day: dt.date | None
    note: str = ""
    hint: str = ""


def parse_moment(text: str, zone: dt.tzinfo) -> ParsedMoment:
    """Read a day or an instant; a time without a zone is in `zone`. Never raises.

    Of two instants that a local time can mean when the clocks go back, the first is taken; a local time that the
    clocks skip is read with the offset from before the change.
    """
    try:
        if _is_utc(text):
            instant = dt.datetime.fromisoformat(text)
            return ParsedMoment(Moment(instant, instant.astimezone(zone).date()))
    except (ValueError, OverflowError):
        pass
    try:
        parts = _read(text)
        moment = _moment(parts, zone)
    except UnusableError as wrong:
        return ParsedMoment(None, wrong.note, wrong.hint)
    except OverflowError:
        return ParsedMoment(None, f"“{text.strip()}” is out of the range of dates", EXAMPLE)
    return ParsedMoment(moment, parts.note, f"Write {iso_text(parts)}" if parts.note else "")


def parse_day(text: str) -> ParsedDay:
    """Read a calendar day; a time that is written with it is left out, with a note. Never raises."""
    try:
        parts = _read(text)
    except UnusableError as wrong:
        return ParsedDay(None, wrong.note, wrong.hint)
    if parts.time is not None:
        return ParsedDay(
            parts.day, f"only the day counts here; read as {parts.day.isoformat()}", f"Write {parts.day.isoformat()}"
        )
    return ParsedDay(parts.day, parts.note, f"Write {iso_text(parts)}" if parts.note else "")


@lru_cache(maxsize=64)
def time_zone(name: str) -> dt.tzinfo | None:
    """The time zone of an IANA name, None if there is none of that name."""
    if name in ("UTC", "Etc/UTC", ""):
        return dt.UTC
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


def _moment(parts: Parts, zone: dt.tzinfo) -> Moment:
    if parts.time is None:
        start = dt.datetime.combine(parts.day, dt.time(), zone).astimezone(dt.UTC)
        return Moment(start, parts.day, True)
    local = dt.datetime.combine(parts.day, parts.time, parts.offset or zone)
    instant = local.astimezone(dt.UTC)
    return Moment(instant, instant.astimezone(zone).date())


def _read(text: str) -> Parts:
    iso = ISO(text)
    if iso:
        return from_iso(iso)
    clean = " ".join(text.split()).strip("\"'“”‘’ ")
    iso = ISO(clean)
    if iso:
        return from_iso(iso)
    if not clean:
        raise UnusableError("a date is missing")
    if len(clean) > 80:
        raise UnusableError("this is too long for a date")
    from briefgen.text.dates_in_words import from_words

    return from_words(clean)
