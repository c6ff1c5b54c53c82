"""What templates draw or lay out, from plain values: the bars of a sparkline, the weeks of a month, lists by letter."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from briefgen.pages.views import PeriodLink

#: The height of the highest bar, in the units of a drawing in which each bar is one unit wide.
HIGH = 24
#: A list of fewer names needs no letters.
LONG = 40
#: With more letters than this, as in Chinese, letters help nobody.
LETTERS = 40


def bars(counts: Sequence[int]) -> str:
    """The data of an SVG path (SVG 2, section 9.3): a line below, and from it one stroke up for each count, in the middle
    of a unit. What is not 0 can be seen."""
    most = max(counts, default=0)
    path, gap = f"M0 {HIGH}h{len(counts)}M.5 {HIGH}", 0
    for count in counts:
        if count:
            height = max(2, round(HIGH * count / most))
            path += (f"m{gap} 0" if gap else "") + f"v-{height}m0 {height}"
            gap = 0
        gap += 1
    return path


class Cell(NamedTuple):
    """A day of a month's calendar, and the link to its page if it has one."""

    day: dt.date
    link: PeriodLink | None


def weeks(start: dt.date, links: Iterable[PeriodLink], first: int) -> list[list[Cell | None]]:
    """The month that begins on `start`, by weeks; None for days of its neighbours. `first` is the day that weeks begin
    with, 0 for Monday."""
    found = {link.start: link for link in links}
    days = [start + dt.timedelta(n) for n in range(31) if (start + dt.timedelta(n)).month == start.month]
    cells: list[Cell | None] = [None] * ((start.weekday() - first) % 7)
    cells += [Cell(day, found.get(day)) for day in days]
    cells += [None] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


class Letter(NamedTuple):
    """The entries of a list whose titles begin with a letter; it is empty for what begins with none."""

    letter: str
    entries: list[Any]


def by_letter(entries: Sequence[Any]) -> list[Letter]:
    """What has a title, by its first letter without accents. All under one empty letter where the list is short, or where
    letters do not divide it."""
    if len(entries) < LONG:
        return [Letter("", list(entries))]
    groups: dict[str, list[Any]] = {}
    for entry in entries:
        groups.setdefault(_initial(entry.title), []).append(entry)
    if len(groups) > LETTERS or len(groups) < 2:
        return [Letter("", list(entries))]
    return [Letter(letter, groups[letter]) for letter in sorted(groups, key=lambda letter: (not letter, letter))]


def _initial(title: str) -> str:
    """The first letter, in capitals; empty for figures and for characters that stand for words (UAX 44, Lo in CJK)."""
    for character in unicodedata.normalize("NFKD", title):
        if character.isalnum():
            word = unicodedata.name(character, "").startswith("CJK")
            return "" if word or not character.isalpha() else character.upper()[:1]
    return ""
