"""Links of which each thing has at most one: a topic's parent, the brief that a brief takes further."""

from __future__ import annotations

from collections.abc import Mapping


def find_circles(links: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The circles that links make, each in the order of its links; the result does not depend on the mapping's order."""
    seen: set[str] = set()
    circles: list[tuple[str, ...]] = []
    for start in sorted(links):
        trail: dict[str, int] = {}
        node = start
        while node in links and node not in seen:
            seen.add(node)
            trail[node] = len(trail)
            node = links[node]
        if node in trail:
            circles.append(tuple(trail)[trail[node] :])
    return circles


def chain(links: Mapping[str, str], start: str) -> list[str]:
    """All that a thing leads to, the nearest first, without itself. `links` are free of circles."""
    found: list[str] = []
    while start in links:
        start = links[start]
        found.append(start)
    return found


def depths(links: Mapping[str, str]) -> dict[str, int]:
    """How many links each thing is away from the end of its chain (0: it has no link). `links` are free of circles."""
    found: dict[str, int] = {}
    for start in links:
        trail = []
        node = start
        while node in links and node not in found:
            trail.append(node)
            node = links[node]
        depth = found.setdefault(node, 0)
        for number, passed in enumerate(reversed(trail), 1):
            found[passed] = depth + number
    return found
