"""The measuring itself: every tool, every scenario, every repetition, at one size after the other."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.checks import Output, unequal
from bench.corpus import Corpus
from bench.measure import Aside, Tree, changes, limit, look, size, timed
from bench.results import Results, Run, Site
from bench.scenarios import SCENARIOS, Step
from bench.tools import Chosen, Tool, lay_out

#: A line of `briefgen build --explain` about a page that was made.
MADE = re.compile(r"^\S+\.\w+: ", re.MULTILINE)


@dataclass
class Place:
    """The site of one tool. `before` is its output after the last build, `template` what its base template was; a tool that
    failed is `broken`, and sits out."""

    tool: Tool
    folder: Path
    before: Tree
    template: str
    broken: bool = False

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")

    @property
    def out(self) -> Path:
        return self.folder / self.tool.out


class Session:
    """Measures at one size, into `results`."""

    def __init__(
        self,
        work: Path,
        aside: Aside,
        results: Results,
        tools: Sequence[Tool],
        timeout: float,
        scenarios: Sequence[str] = tuple(SCENARIOS),
    ) -> None:
        self.work = work
        self.aside = aside
        self.results = results
        self.tools = tools
        self.timeout = timeout
        self.scenarios = scenarios

    def measure(self, corpus: Corpus, repetitions: int) -> None:
        n = corpus.size
        folders = {tool.name: self.work / f"{n}-{tool.name}" for tool in self.tools}
        chosen = lay_out(corpus, folders, self.tools)
        places = []
        for tool in self.tools:
            template = folders[tool.name] / tool.template
            places.append(Place(tool, folders[tool.name], {}, template.read_text("utf-8") if template.exists() else ""))
            self.results.sites.append(Site(n, tool.name))
        for repetition in range(repetitions):
            for number, scenario in enumerate(self.scenarios):
                turn = (repetition + number) % len(places)  # nobody is always first
                for place in places[turn:] + places[:turn]:
                    if not place.broken and (scenario != "alias" or place.tool.layout == "briefgen"):
                        self.build(place, chosen, scenario, repetition)
            for place in places:
                Step(place.tool, place.folder, chosen, "").reset(place.template)

    def build(self, place: Place, chosen: Chosen, scenario: str, repetition: int) -> None:
        """One timed build, and what became of it."""
        tool, n = place.tool, chosen.corpus.size
        step = Step(tool, place.folder, chosen, f"Zq{repetition}{scenario.replace(' ', '').replace('-', '')}")
        if scenario == "cold":
            for name in (tool.out, *tool.caches):
                self.aside.take(place.folder / name)
            place.before = {}
        step.change(scenario)
        cost = timed(tool.command, place.folder, place.log, self.timeout)
        after = look(place.out)
        written, removed = changes(place.before, after)
        place.before = after
        output = Output(tool, place.folder)
        problems = [f"ended with {cost.code}"] if cost.code else step.problems(scenario, output)
        if cost.code == 0:
            problems += self.once(place, step, scenario, repetition == 0)
        costs = (cost.wall, cost.cpu, cost.process, cost.tree)
        self.results.runs.append(Run(n, tool.name, scenario, repetition, *costs, written, removed, cost.code, problems))
        print(
            f"{n:>7,} #{repetition + 1} {tool.name:<15}{scenario:<11}{cost.wall:9.3f} s {cost.tree / 1e6:7.0f} MB"
            f" {written:>7,} written {'; '.join(problems)}",
            file=sys.stderr,
            flush=True,
        )
        if cost.code:
            place.broken = True
            print(place.log.read_text("utf-8", "replace")[-2000:], file=sys.stderr)

    def once(self, place: Place, step: Step, scenario: str, first: bool) -> list[str]:
        """What is measured beside the builds, and what a site that is not complete lacks."""
        chosen, output = step.chosen, Output(place.tool, place.folder)
        site = self.results.site(chosen.corpus.size, place.tool.name)
        assert site is not None
        if scenario == "cold" and place.tool.layout == "briefgen":
            site.limits.append(limit(place.out, self.aside.fresh()))
        if scenario == "cold" and first:
            site.files, site.bytes = len(place.before), size(place.before)
            return unequal(output, chosen)
        if scenario == "alias" and first:
            site.mentions = output.mentions(chosen.nicknamed.slug)
            site.rendered = self.rendered(place, step)
        return []

    def rendered(self, place: Place, step: Step) -> int:
        """How many pages are made for a new alias: the build is done once more, and asked for its reasons."""
        explained = place.folder.with_suffix(".explained")
        step.alias(undo=True)
        timed(place.tool.command, place.folder, place.log, self.timeout)
        step.alias()
        timed([*place.tool.command, "--explain"], place.folder, explained, self.timeout)
        place.before = look(place.out)
        return len(MADE.findall(explained.read_text("utf-8")))
