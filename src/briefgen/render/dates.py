"""Dates in words, in a site's language and time zone (CLDR, through Babel). All pure; Babel is imported when needed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from briefgen.render.phrases import Phrases
from briefgen.strings.locales import digits, in_digits, locale_of
from briefgen.text.moment import Moment

if TYPE_CHECKING:
    from babel import Locale

#: What a language has for a zone is used if it is an abbreviation.
_is_short = re.compile("[A-Z]{2,5}")


def territorial(language: str) -> str:
    """A language with the territory that it is spoken in, if need be the likeliest (CLDR): "en_GB", "pt_BR", "ar_EG". That is how
    Open Graph names locales."""
    from babel.core import get_global

    locale = locale_of(language)
    if not locale.territory:
        script = f"_{locale.script}" if locale.script else ""
        likely: str = get_global("likely_subtags").get(f"{locale.language}{script}", "")
        territory = likely.rpartition("_")[2]
        return f"{locale.language}_{territory}" if len(territory) == 2 else locale.language
    return f"{locale.language}_{locale.territory}"


class Dates:
    """The date filters of one site. `phrases` are those of its language."""

    def __init__(self, language: str, timezone: str, phrases: Phrases | None = None) -> None:
        self._language = language
        self._phrases = phrases or Phrases(language)
        try:
            self._zone: dt.tzinfo = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError):
            self._zone = dt.UTC
        remember: Callable[..., Any] = lru_cache(maxsize=8192)
        self._date: Callable[[dt.date, str], str] = remember(self._format_date)
        self._time: Callable[[int, int], str] = remember(self._format_time)
        self._interval: Callable[[dt.date, dt.date], str] = remember(self._format_interval)
        self._rfc3339: Callable[[dt.datetime], str] = remember(self._format_rfc3339)
        self._clock: Callable[[dt.datetime, bool], str] = remember(self._format_clock)
        self._skeleton: Callable[[dt.date, str], str] = remember(self._format_skeleton)

    @cached_property
    def _locale(self) -> Locale:
        return locale_of(self._language)

    @cached_property
    def _digits(self) -> dict[int, str]:
        return in_digits(self._phrases.find("digits", lambda: digits(self._language)))

    @cached_property
    def _joined(self) -> str:
        """How a time, {0}, and a date, {1}, stand together."""

        def ask() -> str:
            from babel.dates import get_datetime_format

            return str(get_datetime_format("medium", locale=self._locale)).replace("'", "")

        return self._phrases.find("datetime", ask)

    def longdate(self, value: Moment | dt.date) -> str:
        """ "October 18, 2025"; for an instant also the time and the zone: "October 18, 2025, 2:00 PM CEST"."""
        text = self._date(_day(value), "long")
        return text if _is_day(value) else self._joined.format(self.clock(value), text)

    def shortdate(self, value: Moment | dt.date) -> str:
        """ "Oct 18, 2025", never with a time."""
        return self._skeleton(_day(value), "yMMMd")

    def fulldate(self, value: Moment | dt.date) -> str:
        """ "Saturday, October 18, 2025", never with a time; like all that stands alone, it begins with a capital."""
        return _capital(self._date(_day(value), "full"))

    def monthname(self, value: Moment | dt.date) -> str:
        """ "October 2025", beginning with a capital: "Octobre 2025"."""
        return _capital(self._skeleton(_day(value), "yMMMM"))

    def datestamp(self, value: Moment | dt.date) -> str:
        """ "October 18", for an instant with its time, "October 18, 2:00 PM": for where month and year stand above."""
        text = self.monthday(value)
        return text if _is_day(value) else self._joined.format(self.clock(value, zone=False), text)

    def yearname(self, value: Moment | dt.date) -> str:
        """ "2025"."""
        return _capital(self._skeleton(_day(value), "y"))

    def monthday(self, value: Moment | dt.date) -> str:
        """ "October 18", for where the year is known."""
        return self._skeleton(_day(value), "MMMMd")

    def weekday(self, value: Moment | dt.date, short: bool = False) -> str:
        """ "Saturday", or "Sat", beginning with a capital: "Samedi"."""
        return _capital(self._date(_day(value), "EEE" if short else "EEEE"))

    def first_weekday(self) -> int:
        """The day that weeks begin with where the language is spoken, 0 for Monday."""
        return int(self._phrases.find("first weekday", lambda: str(self._locale.first_week_day)))

    def clock(self, value: Moment | dt.date, zone: bool = True) -> str:
        """The time of an instant, "2:00 PM CEST", in one piece; without `zone` "2:00 PM"; empty for a day."""
        if _is_day(value) or not isinstance(value, Moment):
            return ""
        return self._clock(value.instant, zone)

    def daterange(self, first: dt.date, last: dt.date) -> str:
        """Two days, both included: "Oct 18 – 20, 2025"; the same day twice is one."""
        return self.shortdate(last) if first == last else self._interval(first, last)

    def iso(self, value: Moment | dt.date) -> str:
        """What `<time datetime>` wants: a day stays "2025-10-18", an instant has its offset."""
        if _is_day(value) or not isinstance(value, Moment):
            return _day(value).isoformat()
        return self.rfc3339(value)

    def rfc3339(self, value: Moment | dt.datetime) -> str:
        """An instant as RFC 3339 has it, in the site's time zone: "2025-10-18T14:00:00+02:00". A day is its first instant."""
        return self._rfc3339(value.instant if isinstance(value, Moment) else value)

    def rfc822(self, value: Moment | dt.datetime) -> str:
        """An instant as RSS has it (RFC 822, with four digits of the year), in the site's time zone: "Sat, 18 Oct 2025 14:00:00
        +0200"."""
        from email.utils import format_datetime

        instant = value.instant if isinstance(value, Moment) else value
        return format_datetime(instant.astimezone(self._zone))

    def period(self, unit: str, start: dt.date) -> str:
        """A year, a month or a day in words: "2025", "October 2025", "October 18, 2025"."""
        if unit == "year":
            return self.yearname(start)
        return self.monthname(start) if unit == "month" else self._date(start, "long")

    def _format_rfc3339(self, instant: dt.datetime) -> str:
        text = instant.astimezone(self._zone).replace(microsecond=0).isoformat()
        return f"{text[:-6]}Z" if text.endswith("+00:00") else text[:25]

    def _format_clock(self, instant: dt.datetime, zone: bool) -> str:
        local = instant.astimezone(self._zone)
        text = self._time(local.hour, local.minute)
        return f"{text}\u00a0{self._zone_name(local)}" if zone else text

    def _zone_name(self, local: dt.datetime) -> str:
        """ "CEST", or what the language has for it: "MESZ"; "UTC+3" where a zone has no letters."""
        name = local.tzname() or ""
        if name == "UTC":
            return name

        def ask() -> str:
            from babel.dates import get_timezone_name

            return str(get_timezone_name(local, "short", locale=self._locale))

        own = self._phrases.find(f"zone {self._zone} {name}", ask)
        return own if _is_short.fullmatch(own) else name if name.isalpha() else _offset(local)

    def _format_date(self, day: dt.date, width: Any) -> str:
        def ask() -> str:
            from babel.dates import format_date

            return format_date(day, width, locale=self._locale).translate(self._digits)

        return self._phrases.find(f"date {width} {day.isoformat()}", ask)

    def _format_time(self, hour: int, minute: int) -> str:
        """The short form, which has no seconds in any language."""

        def ask() -> str:
            from babel.dates import format_time

            return format_time(dt.time(hour, minute), "short", locale=self._locale).translate(self._digits)

        text = self._phrases.find(f"time {hour:02}:{minute:02}", ask)
        return text.replace("\u202f", "\u00a0").replace(" ", "\u00a0")

    def _format_interval(self, first: dt.date, last: dt.date) -> str:
        def ask() -> str:
            from babel.dates import format_interval

            return format_interval(first, last, "yMMMd", locale=self._locale).translate(self._digits)

        return self._phrases.find(f"interval {first.isoformat()} {last.isoformat()}", ask)

    def _format_skeleton(self, day: dt.date, skeleton: str) -> str:
        def ask() -> str:
            from babel.dates import format_skeleton

            return format_skeleton(skeleton, day, locale=self._locale).translate(self._digits)

        return self._phrases.find(f"skeleton {skeleton} {day.isoformat()}", ask)


def _day(value: Moment | dt.date) -> dt.date:
    return value.day if isinstance(value, Moment) else value


def _is_day(value: Moment | dt.date) -> bool:
    return value.is_day if isinstance(value, Moment) else True


def _capital(text: str) -> str:
    """A text that begins with a capital letter, where its script has such."""
    return text[:1].title() + text[1:]


def _offset(local: dt.datetime) -> str:
    minutes = int((local.utcoffset() or dt.timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
