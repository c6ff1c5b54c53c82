"""How what can be found is divided into files, so that a reader need not fetch the whole archive.

Briefs lie in shards, one for each period. A period is what its days begin with: "20", "202", "2025", "2025-10", "2025-10-1" (the
days from 10 to 19); one that holds more than `SPLIT` briefs is divided. Each brief is in one, so a new one rewrites that. Topics and actors lie in one file, or when
there are many in drawers, by the first letters of their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, groupby

from briefgen.edition.model import Actor, Edition, Item, Topic
from briefgen.pages.shelf import iso_day
from briefgen.text.folding import drawer, search_words

#: A period with more briefs is divided.
SPLIT = 500
#: How many characters periods have, the longest periods first.
UNITS = (2, 3, 4, 7, 9)
#: More topics and actors than this are filed in drawers.
MANY = 4000


class Division:
    """How the briefs and names of an edition are divided."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    @cached_property
    def shards(self) -> dict[str, tuple[str, ...]]:
        """The files of the briefs in each shard, newest first, by period; the latest period first."""
        return sharded(self._edition.items)

    @cached_property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The shards, oldest first, of which there is a list of words, by year.

        The latest shard, which is looked through in any case, is in no list: so neither a new brief nor a better title of
        one changes a list. One shard alone needs none."""
        years: dict[str, tuple[str, ...]] = {}
        for period in list(self.shards)[1:]:
            years[period[:4]] = (period, *years.get(period[:4], ()))
        return {year: periods for year, periods in years.items() if len(periods) > 1}

    @cached_property
    def drawers(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """The topics and the actors in each drawer, by their slugs; empty where one file holds them all."""
        topics, actors = self._edition.topics, self._edition.actors
        if len(topics) + len(actors) <= MANY:
            return {}
        left, right = _filed(topics), _filed(actors)
        return {name: (tuple(left.get(name, ())), tuple(right.get(name, ()))) for name in sorted({**left, **right})}


def sharded(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    """The files of the briefs in each shard, newest first, by period; the latest period first."""
    smallest: dict[str, list[str]] = {}
    for item in items:
        smallest.setdefault(iso_day(item.day)[: UNITS[-1]], []).append(item.path)
    latest_first = sorted(smallest, reverse=True)
    return {
        period: tuple(chain.from_iterable([smallest[part] for part in parts]))
        for period, parts in _divided(latest_first, {part: len(smallest[part]) for part in latest_first}, UNITS)
    }


def _divided(
    parts: Iterable[str], counts: Mapping[str, int], units: tuple[int, ...]
) -> Iterator[tuple[str, list[str]]]:
    """Periods that are no larger than they may be, with the smallest periods in each."""
    unit, *smaller = units
    for period, group in groupby(parts, key=lambda part: part[:unit]):
        within = list(group)
        if smaller and sum(counts[part] for part in within) > SPLIT:
            yield from _divided(within, counts, tuple(smaller))
        else:
            yield period, within


def _filed(entities: Mapping[str, Topic] | Mapping[str, Actor]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slug, entity in entities.items():
        words = chain.from_iterable(map(search_words, (entity.name, *entity.aliases)))
        for name in sorted({drawer(word) for word in words}):
            found.setdefault(name, []).append(slug)
    return found
