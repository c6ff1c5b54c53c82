"""Dates in *What's Next* → expectations that an editor may confirm: "on 12 March", "by the end of the month", "next week"."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator

from briefgen.briefs.model import Expectation
from briefgen.text.calendar_words import month_of
from briefgen.text.moment import parse_day
from briefgen.text.sentences import first_sentence, shorten

_LONGEST = 200
#: What is longer is no sentence; what it begins with is looked at.
_SENTENCE = 2000
_WEEKDAY_NAMES = (
    ("monday", "montag", "lundi", "lunes", "segunda-feira", "lunedì"),
    ("tuesday", "dienstag", "mardi", "martes", "terça-feira", "martedì"),
    ("wednesday", "mittwoch", "mercredi", "miércoles", "quarta-feira", "mercoledì"),
    ("thursday", "donnerstag", "jeudi", "jueves", "quinta-feira", "giovedì"),
    ("friday", "freitag", "vendredi", "viernes", "sexta-feira", "venerdì"),
    ("saturday", "samstag", "samedi", "sábado", "sabato"),
    ("sunday", "sonntag", "dimanche", "domingo", "domenica"),
)
_DAY_FIRST = re.compile(
    r"(?<![\w.])(\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?(?: of| de)? ([^\W\d_]{3,10})\.?(?:,? (?:de |of )?(\d{4}))?(?!\w)"
)
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?![\w:])")
_ISO = re.compile(r"(?<![\w-])(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?![\w-])")
_SPAN = re.compile(
    r"(?<![\w.])(\d{1,2})(?:st|nd|rd|th|\.)? ?(?:[-–]|to|and|or|bis|und|oder|au|et|al|y|e|ou|until) ?(\d{1,2})(?:st|nd|rd|th|\.)? (?:de )?([^\W\d_]{3,10})(?: (?:de )?(\d{4}))?"
)
_MONTH = re.compile(
    r"(?<!\w)(?:(end of|late|ende|fin de|fim de|fin|final de)|(in|next|this|im|nächsten|en|em|until|by|before|bis)) "
    r"([^\W\d_]{3,10})(?: (?:de |of )?(\d{4}))?(?!\w)(?! \d)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"(?<!\w)(?:(on|next|this|coming|by|before|until|am|nächsten|kommenden|le|el|bis) )([^\W\d_]{4,10}(?:-feira)?)(?!\w)",
    re.IGNORECASE,
)
# "by 1 March", "until": a last day and no day on which it is.
_BY = re.compile(
    r"\b(?:by|before|until|no later than|not later than|ahead of|bis|bis zum|vor dem|spätestens(?: am)?|avant(?: le)?|d'ici(?: au| le)?|"
    r"jusqu'au|antes del?|antes de|hasta(?: el)?|até(?: ao?| o)?)\s+(?:the |on )?$",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:since|seit|depuis|desde|ended on|was on|were on|died on)\s+(?:the )?$", re.IGNORECASE)

_RELATIVE: tuple[tuple[str, str], ...] = (
    ("tomorrow", r"tomorrow|amanhã|demain"),
    ("end of week", r"(?:the )?end of (?:the|this) week|ende der woche|la fin de la semaine|(?:el )?fin de semana|o fim da semana"),
    ("end of month", r"(?:the )?end of (?:the|this) month|ende des monats|(?:la )?fin du mois|(?:el )?fin(?:al)? de(?:l)? mes|(?:o )?fi(?:m|nal) do mês"),
    ("end of year", r"(?:the )?end of (?:the|this) year|(?:the )?year's end|year-end|ende des jahres|jahresende|(?:la )?fin de l'année|(?:el )?fin(?:al)? de(?:l)? año|(?:o )?fi(?:m|nal) do ano"),
    ("next week", r"next week|(?:in der )?(?:nächsten|kommenden|nächste|kommende) woche|la semaine prochaine|la (?:próxima semana|semana próxima|semana que viene)|n?a próxima semana"),
    ("next month", r"next month|(?:im )?nächsten monat|le mois prochain|el (?:próximo mes|mes próximo|mes que viene)|n?o próximo mês"),
    ("this week", r"later this week"),
    ("this month", r"later this month"),
    ("this year", r"later this year"),
    ("next year", r"next year|nächstes jahr|l'année prochaine|el (?:próximo año|año que viene)|n?o próximo ano"),
)  # fmt: skip
_RELATIVES = [(name, re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)) for name, form in _RELATIVE]


def find_expectations(text: str, day: dt.date) -> tuple[Expectation, ...]:
    """The dated expectations in a plain text (one paragraph a line) of a brief of that day: each day once, in the order of the
    text. What they say is the sentence. A day without a year is the next one of that name; what has passed is left out."""
    found: dict[tuple[dt.date | None, dt.date], Expectation] = {}
    for sentence in _sentences(text):
        for first, last in _days(sentence[:_SENTENCE].replace("’", "'").replace("\u00a0", " "), day):
            if last >= day and (first is None or first <= last):
                found.setdefault((first, last), Expectation(shorten(sentence, _LONGEST), first, last))
    return tuple(found.values())


def _sentences(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        rest = " ".join(line.split())
        while rest:
            sentence = first_sentence(rest)
            yield sentence
            rest = rest[max(len(sentence), 1) :].lstrip()


def _days(sentence: str, day: dt.date) -> Iterator[tuple[dt.date | None, dt.date]]:
    """(first, last) of all dates in a sentence; `first` is None where the last day is a term."""
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        start, end = match.span()
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            return False
        return not _PAST.search(sentence[:start])

    def on(match: re.Match[str], when: dt.date | None) -> Iterator[tuple[dt.date | None, dt.date]]:
        if when is not None and free(match):
            taken.append(match.span())
            yield (None if _BY.search(sentence[: match.start()]) else when), when

    for match in _SPAN.finditer(sentence):
        ends = [_named(number, match[3], match[4], day) for number in match.group(1, 2)]
        if ends[0] and ends[1] and free(match):
            taken.append(match.span())
            yield ends[0], ends[1]
    for match in _ISO.finditer(sentence):
        yield from on(match, parse_day(match[1]).day)
    for match in _DAY_FIRST.finditer(sentence):
        yield from on(match, _named(match[1], match[2], match[3], day))
    for match in _MONTH_FIRST.finditer(sentence):
        yield from on(match, _named(match[2], match[1], match[3], day))
    for name, form in _RELATIVES:
        for match in form.finditer(sentence):
            if free(match):
                taken.append(match.span())
                first, last = _relative(name, day)
                yield (None if _BY.search(sentence[: match.start()]) else first), last
    for match in _MONTH.finditer(sentence):
        if free(match) and (span := _month(match, day)):
            taken.append(match.span())
            yield span
    for match in _WEEKDAY.finditer(sentence):
        weekday = _weekday_of(match[2])
        if weekday is not None and free(match):
            taken.append(match.span())
            when = day + dt.timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)
            yield (None if match[1].casefold() in ("by", "before", "until", "bis") else when), when


def _named(number: str, month: str, year: str | None, day: dt.date) -> dt.date | None:
    """ "12", "March" and perhaps a year as a day; without a year, the next one on or after that of the brief."""
    if _month_number(month) is None:
        return None
    if year:
        return parse_day(f"{number} {month} {year}").day
    for near in (day.year, day.year + 1):
        when = parse_day(f"{number} {month} {near}").day
        if when and when >= day:
            return when
    return None


def _month(match: re.Match[str], day: dt.date) -> tuple[dt.date | None, dt.date] | None:
    """A whole month; its last day, where a text says "by" or "end of"."""
    month, sign = _month_number(match[3]), (match[2] or "").casefold()
    if month is None:
        return None
    year = int(match[4]) if match[4] else day.year + (month < day.month)
    if not 1900 <= year <= 2200:
        return None
    first, last = _whole_month(year, month)
    if sign == "before":
        return None, first - dt.timedelta(days=1)
    return (None if match[1] or sign in ("by", "until", "bis") else first), last


def _month_number(word: str) -> int | None:
    """The month that a word names for certain: "may", "march", "out" and "set" are other words, too."""
    if word.islower() and (len(word) < 4 or word == "march") and word != "mai":
        return None
    return month_of(word)


def _whole_month(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])


def _relative(name: str, day: dt.date) -> tuple[dt.date | None, dt.date]:
    sunday = day + dt.timedelta(days=6 - day.weekday())
    after = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    spans: dict[str, tuple[dt.date | None, dt.date]] = {
        "tomorrow": (day + dt.timedelta(days=1),) * 2,
        "end of week": (None, sunday),
        "end of month": (None, _whole_month(day.year, day.month)[1]),
        "end of year": (None, dt.date(day.year, 12, 31)),
        "next week": (sunday + dt.timedelta(days=1), sunday + dt.timedelta(days=7)),
        "next month": _whole_month(after.year, after.month),
        "this week": (day, sunday),
        "this month": (day, _whole_month(day.year, day.month)[1]),
        "this year": (day, dt.date(day.year, 12, 31)),
        "next year": (dt.date(day.year + 1, 1, 1), dt.date(day.year + 1, 12, 31)),
    }
    return spans[name]


def _weekday_of(word: str) -> int | None:
    """The number of the weekday that a word names in full, 0 for Monday."""
    folded = word.casefold()
    return next((number for number, names in enumerate(_WEEKDAY_NAMES) if folded in names), None)
