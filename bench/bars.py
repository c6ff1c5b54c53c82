"""The bars: what briefgen sets out to reach, beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.results import Results, ratio

PROFILES = {"briefgen-equal": "equal work", "briefgen": "defaults"}
#: The time of a cold build must grow no faster than the archive, between these two sizes.
SMALLER, LARGER = 10_000, 100_000


@dataclass(frozen=True)
class Bar:
    """One thing to reach: a value that may be `most`. `unit` stands behind numbers; `stretch` may be 0."""

    what: str
    size: int
    most: float
    measured: float | None
    unit: str = ""
    stretch: float = 0

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return "not measured"
        if self.measured > self.most:
            return "missed"
        return "stretch met" if self.stretch and self.measured <= self.stretch else "met"


def bars(results: Results) -> Iterator[Bar]:
    """All bars at all sizes that were measured; those that one run cannot answer say so."""
    for size in results.sizes:
        yield from _at(results, size)
    small = results.median(SMALLER, "briefgen", "cold", "wall")
    large = results.median(LARGER, "briefgen", "cold", "wall")
    per_brief = ratio(large and large / LARGER, small and small / SMALLER)
    yield Bar(f"cost of a brief, against {SMALLER:,} briefs", LARGER, 1.2, per_brief, "×")
    yield Bar("edit body, defaults", LARGER, 2, results.median(LARGER, "briefgen", "edit body", "wall"), " s")
    yield Bar("no-op, defaults", LARGER, 1, results.median(LARGER, "briefgen", "no-op", "wall"), " s")


def _at(results: Results, size: int) -> Iterator[Bar]:
    def against(tool: str, peer: str, scenario: str, what: str = "wall") -> float | None:
        return ratio(results.median(size, tool, scenario, what), results.median(size, peer, scenario, what))

    yield Bar("cold / Hugo, equal work", size, 0.5, against("briefgen-equal", "hugo", "cold"), "", 0.35)
    yield Bar("cold / Hugo, defaults", size, 0.75, against("briefgen", "hugo", "cold"))
    yield Bar("cold / Pelican, equal work", size, 0.12, against("briefgen-equal", "pelican", "cold"))
    for tool, profile in PROFILES.items():
        cold = results.median(size, tool, "cold", "wall")
        yield Bar(f"cold / limit, {profile}", size, 3.5, ratio(cold, results.limit(size, tool)))
    for scenario, most in (("edit body", 0.04), ("no-op", 0.02)):
        for tool, profile in PROFILES.items():
            yield Bar(f"{scenario} / Hugo, {profile}", size, most, against(tool, "hugo", scenario))
    for tool, profile in PROFILES.items():
        yield Bar(f"peak memory / Hugo, {profile}", size, 0.25, against(tool, "hugo", "cold", "tree"))
    for tool, profile in PROFILES.items():
        written = results.median(size, tool, "add", "written")
        yield Bar(f"files written for a new brief, {profile}", size, 40, written, " files")
    for tool, profile in PROFILES.items():
        site = results.site(size, tool)
        share = ratio(site.rendered, site.mentions) if site else None
        yield Bar(f"pages made for an alias / files that link to the actor, {profile}", size, 1, share)
