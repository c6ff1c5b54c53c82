"""Tables of what was measured, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.bars import Bar, bars
from bench.results import Results
from bench.scenarios import SCENARIOS


def text(results: Results) -> str:
    """Everything."""
    parts = [_about(results), "### Bars", _bars(results)]
    for size in results.sizes:
        parts += [f"### {size:,} briefs", _times(results, size), _resources(results, size), _output(results, size)]
    problems = results.problems()
    parts += ["### Problems", "\n".join(f"- {p}" for p in problems) or "None: equal work, and every change showed."]
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column to the left, the others to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def seconds(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s" if value < 100 else f"{value:.0f} s"


def megabytes(value: float | None) -> str:
    return "–" if value is None else f"{value / 1e6:,.0f} MB"


def _about(results: Results) -> str:
    about = results.about
    tools = ", ".join(f"{name} {about[name]}" for name in results.tools if name in about)
    runs = {size: max(run.repetition for run in results.runs if run.size == size) + 1 for size in results.sizes}
    medians = ", ".join(f"{n} at {size:,}" for size, n in runs.items())
    return f"{about.get('system', '')}; Python {about.get('python', '')}; {tools}. Medians of repetitions: {medians}."


def _bars(results: Results) -> str:
    """A row for each bar, a column for each size."""

    def number(bar: Bar, value: float) -> str:
        digits = 0 if bar.unit == " files" else 3 if value < 0.1 else 2
        return f"{value:.{digits}f}{bar.unit}"

    def cell(bar: Bar) -> str:
        if bar.measured is None:
            return bar.verdict
        verdict = f"**{bar.verdict}**" if bar.verdict == "missed" else bar.verdict
        return f"{number(bar, bar.measured)}, {verdict}"

    cells: dict[tuple[str, str], dict[int, str]] = {}
    for bar in bars(results):
        stretch = f" (stretch {bar.stretch:g})" if bar.stretch else ""
        cells.setdefault((bar.what, f"≤ {bar.most:g}{bar.unit}{stretch}"), {})[bar.size] = cell(bar)
    sizes = sorted({size for row in cells.values() for size in row})
    rows = [[what, most, *(row.get(size, "") for size in sizes)] for (what, most), row in cells.items()]
    return table(["", "bar", *(f"{size:,} briefs" for size in sizes)], rows)


def _times(results: Results, size: int) -> str:
    rows = [
        [tool, *(seconds(results.median(size, tool, scenario, "wall")) for scenario in SCENARIOS)]
        for tool in results.tools
    ]
    rows += [
        [f"limit of {tool}", seconds(results.limit(size, tool)), *[""] * (len(SCENARIOS) - 1)]
        for tool in results.tools
        if results.limit(size, tool) is not None
    ]
    return table(["wall time", *SCENARIOS], rows)


def _resources(results: Results, size: int) -> str:
    """Processor time and memory of the builds that tell most."""
    shown = ("cold", "no-op", "edit body")
    head = ["", *(f"CPU, {s}" for s in shown), *(f"memory, {s}" for s in shown), "largest process, cold"]
    rows = [
        [
            tool,
            *(seconds(results.median(size, tool, s, "cpu")) for s in shown),
            *(megabytes(results.median(size, tool, s, "tree")) for s in shown),
            megabytes(results.median(size, tool, "cold", "process")),
        ]
        for tool in results.tools
    ]
    return table(head, rows)


def _output(results: Results, size: int) -> str:
    """Files: how many there are, and how many each change wrote."""
    rows = []
    for tool in results.tools:
        site = results.site(size, tool)
        written = [results.median(size, tool, scenario, "written") for scenario in SCENARIOS]
        alias = f"{site.rendered} / {site.mentions}" if site and site.rendered is not None else "–"
        told = [f"{site.files:,}", megabytes(site.bytes)] if site else ["–", "–"]
        equal = "**no**" if any(r.problems for r in results.runs if (r.size, r.tool) == (size, tool)) else "yes"
        rows.append([tool, *told, *("–" if n is None else f"{n:,.0f}" for n in written[1:]), alias, equal])
    scenarios = [f"written, {s}" for s in list(SCENARIOS)[1:]]
    return table(["", "files", "size", *scenarios, "alias: made / linking", "work complete"], rows)
