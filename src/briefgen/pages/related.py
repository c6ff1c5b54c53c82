"""Related briefs: older ones that share actors and topics with a brief, the rarer the better.

A function of the brief and of those older than it, and of nothing else: a page once written stays as it is, whatever is
published after it. How much a shared name weighs is its inverse document frequency (K. Spärck Jones, 1972), counted
among the older briefs.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Mapping, Sequence
from math import log
from typing import NamedTuple

from briefgen.edition.model import Actor, Topic

#: How many related briefs are told.
MOST = 4
#: Of an actor or a topic only so many older briefs are looked at, the latest of them: what was long ago says little.
LATEST = 10
#: The least score. In a small archive one shared name is no relation yet: it takes two, or more.
LEAST = 3.5
#: Weights are whole thousandths, so that sums do not depend on their order, nor ties on how a machine rounds.
_UNIT = 1000


class _Names(NamedTuple):
    """The topics or the actors, by slug: themselves, the ranks of the briefs of each, and which are places."""

    entities: Mapping[str, Topic | Actor]
    ranks: dict[str, list[int]]
    places: frozenset[str] = frozenset()


class Kin:
    """What is related among `paths`, the listed briefs, newest first. It only remembers, and may be asked in any order."""

    def __init__(self, paths: Sequence[str], topics: Mapping[str, Topic], actors: Mapping[str, Actor]) -> None:
        self._paths = paths
        self._rank = dict(zip(paths, range(len(paths)), strict=True))
        places = frozenset([slug for slug, actor in actors.items() if actor.kind == "place"])
        self._names = (_Names(topics, {}), _Names(actors, {}, places))

    def of(self, path: str, topics: Sequence[str], actors: Sequence[str], without: Collection[str] = ()) -> list[str]:
        """The briefs related to that with this file and these topics and actors (slugs), the most closely first, at most
        `MOST`; never those in `without`.

        An older brief scores, for each name that it shares, log(N / n): N briefs are older, and n of them have that name;
        only the `LATEST` of those get it, and for a place half of it, since much happens in one place. It must score
        `LEAST`, or in a large archive half of what a name would that only one has. Among equals the newer comes first,
        and by path those of one instant.
        """
        size = len(self._paths)
        rank = self._rank.get(path, size)
        if size - rank < 3:
            return []
        all_older = log(size - rank - 1)
        scores: dict[int, int] = {}
        before = scores.get
        for (entities, known, places), slugs in zip(self._names, (topics, actors), strict=True):
            for slug in slugs:
                ranks = known.get(slug)
                if ranks is None:
                    entity = entities.get(slug)
                    ranks = known[slug] = [self._rank[other] for other in entity.items] if entity else []
                begin = bisect(ranks, rank)
                if begin == len(ranks):
                    continue
                weight = round(_UNIT * (all_older - log(len(ranks) - begin)))
                if slug in places:
                    weight //= 2
                for other in ranks[begin : begin + LATEST]:
                    scores[other] = before(other, 0) + weight
        enough = _UNIT * max(LEAST, all_older / 2)
        near = sorted([other - score * size for other, score in scores.items() if score >= enough])
        found = [self._paths[number % size] for number in near]
        return [other for other in found if other not in without][:MOST]
