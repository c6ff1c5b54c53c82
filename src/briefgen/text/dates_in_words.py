"""Dates in words and in the numbers of other countries: whatever is understood carries a note."""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from briefgen.text.calendar_words import FILLERS, MONTHS, WEEKDAYS, ZONES
from briefgen.text.dates import EXAMPLE, OFFSET, Parts, UnusableError, iso_text, make_day, make_offset, make_time

_TIME = re.compile(
    r"([0-9]{1,2})(?:(?::|h|\.)([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,12})?)?|h)?(am|pm|uhr|h)?"
).fullmatch
_NUMERIC = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})").fullmatch
_EAST_ASIAN = re.compile(r"([0-9]{4}) *[年년] *([0-9]{1,2}) *[月월] *([0-9]{1,2}) *[日号號일]? *").match


def from_words(text: str) -> Parts:
    """A date in any form but that of ISO 8601. Raises `UnusableError`."""
    day: dt.date | None = None
    match = _EAST_ASIAN(text)
    rest = text
    if match:
        day = make_day(int(match[1]), int(match[2]), int(match[3]))
        rest = text[match.end() :]
    tokens = _tokens(rest)
    offset, tokens = _take_offset(tokens, text)
    time, tokens = _take_time(tokens)
    if day is None:
        day = _take_day(tokens, text)
    elif tokens:
        raise UnusableError(f"“{text}” cannot be read as a date")
    parts = Parts(day, time, offset)
    if offset is not None and time is None:
        raise UnusableError(f"“{text}” has a time zone but no time")
    return msgspec.structs.replace(parts, note=f"“{text}” was read as {iso_text(parts)}")


def _tokens(text: str) -> list[str]:
    folded = (
        text.casefold()
        .replace(",", " ")
        .replace("a.m.", "am")
        .replace("p.m.", "pm")
        .replace("(", " ")
        .replace(")", " ")
    )
    words = [w for w in folded.split() if w not in FILLERS]
    return [w for w in words if w.strip(".") not in WEEKDAYS]


def _take_offset(tokens: list[str], text: str) -> tuple[dt.tzinfo | None, list[str]]:
    if not tokens:
        return None, tokens
    last = tokens[-1]
    if last in ("z", "utc", "gmt") or OFFSET(last):
        return make_offset(last), tokens[:-1]
    if last.endswith("z") and last[-2:-1].isdigit():
        return dt.UTC, [*tokens[:-1], last[:-1]]
    known = ZONES.get(last)
    if known:
        written = text.split()[-1]
        raise UnusableError(
            f"the time zone {written} is not the same everywhere", f"Write it as a number, such as {known}"
        )
    if "/" in last and last[:1].isalpha():
        raise UnusableError(
            f"the time zone {text.split()[-1]} cannot stand in a date", "Write it as a number, such as +01:00"
        )
    return None, tokens


def _take_time(tokens: list[str]) -> tuple[dt.time | None, list[str]]:
    """The time at the end (or the beginning) of a date, "2:00 pm", "14h30", "14.00 Uhr", and the other tokens."""
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        half = ""
        if token in ("am", "pm") and at > 0:
            half, at = token, at - 1
            token = tokens[at]
        match = _TIME(token)
        if not match or not (half or match[4] or match[2] or "h" in token):
            continue
        if "." in token and not half and not match[4] and token.count(".") != 1:
            continue
        return _clock(match, half or match[4] or ""), tokens[:at] + tokens[at + (2 if half else 1) :]
    return None, tokens


def _clock(match: re.Match[str], half: str) -> dt.time:
    hour = int(match[1])
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise UnusableError(f"there is no hour {hour} {half}", "Write the time as 14:00")
        hour = hour % 12 + (12 if half == "pm" else 0)
    return make_time(hour, int(match[2] or 0), int(match[3] or 0))


def _take_day(tokens: list[str], text: str) -> dt.date:
    if len(tokens) == 1:
        return _numeric_day(tokens[0], text)
    months = [MONTHS[t.strip(".")] for t in tokens if t.strip(".") in MONTHS]
    numbers = [n for t in tokens if t.strip(".") not in MONTHS for n in [_ordinal(t)]]
    if len(tokens) == 2 and len(months) == 1 and len(numbers) == 1 and numbers[0] is not None:
        what = "day" if numbers[0] > 31 else "year"
        raise UnusableError(f"“{text}” lacks its {what}", EXAMPLE)
    if len(tokens) != 3 or len(months) != 1 or len(numbers) != 2 or None in numbers:
        hyphened = tokens[0].replace("-", " ").split() if len(tokens) == 1 else []
        if len(hyphened) == 3:
            return _take_day(hyphened, text)
        raise UnusableError(f"“{text}” cannot be read as a date")
    first, second = (n for n in numbers if n is not None)
    day, year = (second, first) if first > 31 else (first, second)
    if year < 100:
        raise UnusableError(
            f"the year {year:02} has only two digits", f"Write the year in full, such as {_century(year)}"
        )
    return make_day(year, months[0], day)


def _ordinal(token: str) -> int | None:
    digits = token.rstrip(".")
    for ending in ("st", "nd", "rd", "th", "er", "º", "ª", "°"):
        digits = digits.removesuffix(ending)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None


def _century(year: int) -> int:
    return 2000 + year if year < 70 else 1900 + year


def _numeric_day(token: str, text: str) -> dt.date:
    match = _NUMERIC(token)
    if not match:
        parts = token.replace("-", " ").split()
        if len(parts) == 3 and any(p in MONTHS for p in parts):
            return _take_day(parts, text)
        if token in ("today", "tomorrow", "yesterday", "now", "tonight"):
            raise UnusableError(f"“{text}” is another day every day")
        if token.isdigit() and len(token) in (10, 13):
            raise UnusableError(f"“{text}” is a number, not a date")
        raise UnusableError(f"“{text}” cannot be read as a date")
    a, sign, b, c = match[1], match[2], int(match[3]), match[4]
    if len(a) == 4:
        return make_day(int(a), b, int(c)) if len(c) <= 2 else _no_day(text)
    if len(c) == 4 and len(a) <= 2:
        return _day_first(int(a), b, int(c), sign, text)
    if len(a) <= 2 and len(c) == 2:
        raise UnusableError(
            f"the year in “{text}” has only two digits", f"Write the year in full, such as {_century(int(c))}-10-18"
        )
    return _no_day(text)


def _no_day(text: str) -> dt.date:
    raise UnusableError(f"“{text}” cannot be read as a date")


def _day_first(a: int, b: int, year: int, sign: str, text: str) -> dt.date:
    """18.10.2025, 18/10/2025, 10/18/2025; dots always have the day first, else one of the numbers must be above 12."""
    if sign == "." or (a > 12 >= b) or a == b:
        return make_day(year, b, a)
    if b > 12 >= a:
        return make_day(year, a, b)
    if a > 12:
        return make_day(year, b, a)
    raise UnusableError(
        f"“{text}” could be two days", f"Write {year:04}-{b:02}-{a:02} or {year:04}-{a:02}-{b:02}, whichever you mean"
    )
