"""Bar charts as SVG, legible on light and on dark ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from bench.report import seconds
from bench.results import Results
from bench.scenarios import SCENARIOS

#: For each tool the colour on light ground and on dark.
COLOURS = {
    "briefgen": ("#0b5cad", "#6cb2ff"),
    "briefgen-equal": ("#5a9bd5", "#3576b5"),
    "hugo": ("#c2410c", "#fb923c"),
    "pelican": ("#4d7c0f", "#a3c94a"),
}
ROW, GAP, LEFT, BAR, WIDTH = 20, 18, 210, 400, 720

#: Name of a group of bars → name of a tool → value.
Groups = Mapping[str, Mapping[str, float]]


def charts(results: Results) -> dict[str, str]:
    """File name → SVG."""
    sizes = results.sizes
    largest = max((n for n in sizes if results.median(n, "hugo", "cold", "wall")), default=max(sizes))
    cold = {f"{n:,} briefs": _values(results, n, "cold") for n in sizes}
    scenarios = {s: _values(results, largest, s) for s in SCENARIOS}
    cost = {f"{n:,} briefs": {t: v / n for t, v in _values(results, n, "cold").items()} for n in sizes}
    return {
        "bench-cold.svg": chart("A cold build", "each size has a scale of its own", cold, seconds, False),
        "bench-scenarios.svg": chart(
            f"Builds of {largest:,} briefs", "each scenario has a scale of its own", scenarios, seconds, False
        ),
        "bench-cost.svg": chart(
            "A cold build, time for each brief", "one scale", cost, lambda v: f"{v * 1000:.2f} ms", True
        ),
    }


def _values(results: Results, size: int, scenario: str) -> dict[str, float]:
    found = {tool: results.median(size, tool, scenario, "wall") for tool in results.tools}
    return {tool: value for tool, value in found.items() if value is not None}


def chart(title: str, note: str, groups: Groups, label: Callable[[float], str], one_scale: bool) -> str:
    """Horizontal bars in groups, each bar with its value; the longest of a group, or of all, fills the width."""
    longest = max((v for values in groups.values() for v in values.values()), default=1.0)
    y, body, spoken = 58, list[str](), list[str]()
    for name, values in groups.items():
        scale = longest if one_scale else max(values.values(), default=1.0)
        body.append(f'<text class="group" x="12" y="{y + 15}">{escape(name)}</text>')
        for tool, value in values.items():
            width = max(BAR * value / scale, 1.5)
            body.append(f'<text class="tool" x="{LEFT - 8}" y="{y + 15}">{escape(tool)}</text>')
            body.append(f'<rect class="{tool}" x="{LEFT}" y="{y + 3}" width="{width:.1f}" height="{ROW - 5}" rx="2"/>')
            body.append(f'<text x="{LEFT + width + 7:.1f}" y="{y + 15}">{label(value)}</text>')
            y += ROW
        spoken.append(f"{name}: " + ", ".join(f"{tool} {label(value)}" for tool, value in values.items()))
        y += GAP
    size = f'viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape("; ".join(spoken))}</desc>',
            f"<style>{_style()}</style>",
            f'<rect class="ground" width="{WIDTH}" height="{y}" rx="6"/>',
            f'<text class="head" x="12" y="27">{escape(title)}</text>',
            f'<text class="note" x="12" y="46">{escape(note)}</text>',
            *body,
            "</svg>\n",
        ]
    )


def _style() -> str:
    def colours(which: int, ground: str, ink: str, soft: str) -> str:
        fills = "".join(f".{tool}{{fill:{pair[which]}}}" for tool, pair in COLOURS.items())
        return f".ground{{fill:{ground}}}text{{fill:{ink}}}.note,.tool{{fill:{soft}}}{fills}"

    fonts = "text{font:13px system-ui,sans-serif}.head{font-size:17px;font-weight:600}.group{font-weight:600}"
    light, dark = colours(0, "#ffffff", "#1c1c1c", "#5a5a5a"), colours(1, "#17191c", "#ececec", "#a8a8a8")
    return f"{fonts}.tool{{text-anchor:end}}{light}@media (prefers-color-scheme:dark){{{dark}}}"
