"""Shelves: the briefs of the site, a topic or an actor, and how they divide into years, months and days.

URLs do not drift: an index shows its latest briefs and links to periods whose address never changes. A year or a month
that holds more than `config.split` briefs lists its months or days instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from briefgen.config import Config
from briefgen.edition.model import Item

#: A period is written "2025", "2025-10" or "2025-10-18", as its days begin; "" is the whole shelf.
_UNITS = {4: "year", 7: "month", 10: "day"}


def unit_of(period: str) -> str:
    """ "year", "month" or "day"."""
    return _UNITS[len(period)]


@lru_cache(maxsize=8192)
def iso_day(day: dt.date) -> str:
    """ "2025-10-18"."""
    return day.isoformat()


def first_day(period: str) -> dt.date:
    """The first day of a period: "2025-10" → 2025-10-01."""
    return dt.date.fromisoformat(period + "-01-01"[len(period) - 4 :])


def span_of(items: Iterable[Item]) -> tuple[dt.date | None, dt.date | None]:
    """The first and the latest day of briefs."""
    days = [i.day for i in items]
    return (min(days), max(days)) if days else (None, None)


class Stacks(NamedTuple):
    """All briefs of a site, by `Brief.path`, and the day of each ("2025-10-18"), newest first."""

    items: Mapping[str, Item]
    days: Mapping[str, str]


class Shelf:
    """Briefs, newest first, below one root URL ("/", "/topics/trade/").

    `units` are the kinds of periods that may have pages of their own. The site's shelf has all of them; another
    (`sparse`) has a year only when its index cannot show all briefs, and a month only when the year's page cannot; without
    any units, its index shows all briefs. `paths` are their files; the briefs themselves are taken from the stacks when they are asked for.
    """

    def __init__(
        self, root: str, paths: Sequence[str], stacks: Stacks, units: tuple[str, ...], config: Config, sparse: bool
    ):
        self.root = root
        self.paths = paths
        self.sparse = sparse
        self._stacks = stacks
        self._latest = config.latest
        self._split = config.split
        self._units = units

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Its briefs."""
        return self._taken(self.paths)

    @property
    def latest(self) -> tuple[Item, ...]:
        """The latest briefs, as many as an index shows."""
        return self._taken(self.paths[: self._latest])

    @property
    def periods(self) -> list[str]:
        """All periods that have a page, newest first within a unit."""
        return list(self._within)

    def url(self, period: str) -> str:
        """The address of a period on the site."""
        return f"{self.root}{period.replace('-', '/')}/" if period else self.root

    def within(self, period: str) -> tuple[Item, ...]:
        """All briefs of a period that has a page."""
        return self._taken(self._within[period]) if period else self.items

    def count(self, period: str) -> int:
        """How many briefs a period has that has a page."""
        return len(self._within[period])

    def parts(self, period: str) -> list[str]:
        """The periods that the page of a period refers to, newest first."""
        return self._parts.get(period, [])

    def parents(self, period: str) -> list[str]:
        """The periods with pages that a period lies in, the longest first."""
        return [p for p in (period[:4], period[:7]) if p in self._within and p != period]

    def neighbours(self, period: str) -> tuple[str, str]:
        """The periods of the same unit before and after one that have pages; empty where there are none."""
        return self._neighbours[period]

    def shown(self, period: str) -> tuple[Item, ...]:
        """The briefs that the page of a period lists itself."""
        items = self.within(period)
        if not period:
            return items if self.sparse and not self._units else self.latest
        return () if len(items) > self._split and self.parts(period) else items

    @cached_property
    def _neighbours(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for length in _UNITS:
            row = ["", *(p for p in self._within if len(p) == length), ""]
            found.update((p, (row[n + 1], row[n - 1])) for n, p in enumerate(row[1:-1], 1))
        return found

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        parts: dict[str, list[str]] = {}
        for period in self._within:
            parts.setdefault(self._parent(period), []).append(period)
        return parts

    def _taken(self, paths: Iterable[str]) -> tuple[Item, ...]:
        return tuple(map(self._stacks.items.__getitem__, paths))

    @cached_property
    def _within(self) -> dict[str, list[str]]:
        if not self._units or (self.sparse and len(self.paths) <= self._latest):
            return {}
        if self.sparse:
            years = self._divided(self.paths, 4)
            return years | self._divided(chain(*(year for year in years.values() if len(year) > self._split)), 7)
        lengths = (length for length, unit in _UNITS.items() if unit in self._units)
        return dict(chain(*(self._divided(self.paths, length).items() for length in lengths)))

    def _divided(self, paths: Iterable[str], length: int) -> dict[str, list[str]]:
        """Briefs by the periods that they lie in, which are written with so many characters."""
        days = self._stacks.days
        groups: dict[str, list[str]] = {}
        for path in paths:
            groups.setdefault(days[path][:length], []).append(path)
        return groups

    def _parent(self, period: str) -> str:
        return next((p for p in (period[:7], period[:4]) if p in self._within and p != period), "")
