"""What was measured, as values that go to a file and come back."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One timed build. With a `code` other than 0 it failed, and its figures count for nothing."""

    size: int
    tool: str
    scenario: str
    repetition: int
    wall: float
    cpu: float
    process: int
    tree: int
    written: int
    removed: int
    code: int
    problems: list[str] = field(default_factory=list)


@dataclass
class Site:
    """What a tool had made after its first cold build, and what is measured once. `rendered` and `mentions` are about the
    new alias: pages that were made for it, and files that link to the actor. `limits` are seconds."""

    size: int
    tool: str
    files: int = 0
    bytes: int = 0
    rendered: int | None = None
    mentions: int | None = None
    limits: list[float] = field(default_factory=list)


@dataclass
class Results:
    """All of it. `about` says what it was measured with."""

    about: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")

    @property
    def sizes(self) -> list[int]:
        return sorted({run.size for run in self.runs})

    @property
    def tools(self) -> list[str]:
        return list(dict.fromkeys(site.tool for site in self.sites))

    def median(self, size: int, tool: str, scenario: str, what: str) -> float | None:
        """The median over the repetitions; None where nothing was measured."""
        key = (size, tool, scenario)
        values = [getattr(r, what) for r in self.runs if (r.size, r.tool, r.scenario) == key and r.code == 0]
        return statistics.median(values) if values else None

    def site(self, size: int, tool: str) -> Site | None:
        return next((s for s in self.sites if (s.size, s.tool) == (size, tool)), None)

    def limit(self, size: int, tool: str) -> float | None:
        site = self.site(size, tool)
        return statistics.median(site.limits) if site and site.limits else None

    def problems(self) -> list[str]:
        told = (f"{r.size:,} {r.tool}, {r.scenario}: {problem}" for r in self.runs for problem in r.problems)
        return list(dict.fromkeys(told))


def load(files: Iterable[Path]) -> Results:
    """Several files as one. A size that is in two of them is taken from the later one."""
    all_of_them = Results()
    for file in files:
        told = json.loads(file.read_text("utf-8"))
        runs = [Run(**run) for run in told["runs"]]
        sizes = {run.size for run in runs}
        all_of_them.about |= told["about"]
        all_of_them.runs = [r for r in all_of_them.runs if r.size not in sizes] + runs
        all_of_them.sites = [s for s in all_of_them.sites if s.size not in sizes] + [Site(**s) for s in told["sites"]]
    return all_of_them


def ratio(a: float | None, b: float | None) -> float | None:
    return None if a is None or not b else a / b


def per_size(text: str, sizes: Sequence[int]) -> dict[int, int]:
    """ "3", or one number for each size: "5,3,1"."""
    numbers = [int(part) for part in text.split(",")]
    if len(numbers) == 1:
        numbers *= len(sizes)
    return dict(zip(sizes, numbers, strict=True))
