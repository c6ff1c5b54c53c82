"""The figures in docs/performance.md, and the plots beside it."""

from __future__ import annotations

from pathlib import Path

from bench import plots, report
from bench.results import Results

FOLDER = Path(__file__).parent.parent / "docs"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"


def write(results: Results, folder: Path = FOLDER) -> None:
    """Replace the figures between the two marks, and write the plots."""
    page = folder / "performance.md"
    page.write_text(placed(page.read_text("utf-8"), results), "utf-8", newline="\n")
    for name, svg in plots.charts(results).items():
        (folder / "images" / name).write_text(svg, "utf-8", newline="\n")


def placed(page: str, results: Results) -> str:
    """The page with these figures."""
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    images = "\n\n".join(f"![{_alt(name)}](images/{name})" for name in plots.charts(results))
    return f"{before}{BEGIN}\n{images}\n\n{report.text(results)}{END}{after}"


def _alt(name: str) -> str:
    return {
        "bench-cold.svg": "Time of a cold build with each tool, at each size",
        "bench-scenarios.svg": "Time of each scenario with each tool",
        "bench-cost.svg": "Time of a cold build for each brief, at each size",
    }[name]
