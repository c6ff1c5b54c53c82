"""The sample site in a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support_web import page_kinds, published, samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1280, 1920)
PICTURE = re.compile(r"\.(svg|png|jpe?g|webp|avif|ico)(\?|$)")

#: Milliseconds in which a script has asked for what it asks for at once.
SOON = 50


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The sample site, served on a free port."""
    with published(site) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without JavaScript, as a reader may have it."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def briefs(site: Path) -> list[str]:
    """The addresses of all briefs."""
    return [path.relative_to(site).as_posix().removesuffix("index.html") for path in page_kinds(site)["/*/*/*/*/"]]


@pytest.mark.parametrize("share", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_nothing_is_wider_than_the_screen(page: Page, address: str, site: Path, share: int) -> None:
    wide = []
    widths = dict.fromkeys(briefs(site)[::share], WIDTHS[:1]) | dict.fromkeys(samples(site), WIDTHS[::share])
    for path, tried in widths.items():
        page.goto(address + path)
        for width in tried:
            page.set_viewport_size({"width": width, "height": 800})
            if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
                wide.append(f"{path} at {width}: {found}")
    assert not wide


def test_every_page_works_without_scripts_and_is_two_requests(page: Page, address: str, site: Path) -> None:
    """Two at most, to its own site, but for pictures; no file is missing; heading and text are there."""
    requests: list[str] = []
    faults: list[str] = []
    page.on("request", lambda r: requests.append(r.url))
    page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    for path in samples(site):
        requests.clear()
        page.goto(address + path)
        assert all(r.startswith((address, "data:")) for r in requests), (path, requests)
        most = 3 if path == "search/" else 2  # it has a style of its own
        assert 1 <= len([r for r in requests if not PICTURE.search(r)]) <= most, (path, requests)
        assert not faults, (path, faults)
        assert page.locator("h1").first.inner_text().strip(), path
        assert len(page.locator("main").inner_text().strip()) > 20, path


#: Gathers what the policy of a page forbids, from the first moment on.
WATCH = """window.forbidden = [];
document.addEventListener("securitypolicyviolation", e => forbidden.push(`${e.effectiveDirective}: ${e.blockedURI} ${e.sample}`));
"""


def test_no_page_needs_what_its_policy_forbids(browser: Browser, address: str, site: Path) -> None:
    """No page asks another origin for anything, breaks its policy, or complains, however far a reader scrolls."""
    with browser.new_context(java_script_enabled=True, reduced_motion="reduce") as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda r: asked.append(r.url))
        page.on("websocket", lambda w: asked.append(w.url))
        page.on("response", lambda r: said.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        page.on("console", lambda m: said.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: said.append(str(e)))
        for path in samples(site):
            page.goto(address + path)
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.wait_for_timeout(SOON)
            said += [f"{path}: {text}" for text in page.evaluate("window.forbidden")]
        assert not said
        assert len(asked) > len(samples(site))
        assert [url for url in asked if not url.startswith((address, "data:"))] == []
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('img'), {src: 'https://a.example/b.png'}))"
        )
        page.wait_for_function("() => window.forbidden.length")  # the policy is heeded, and so would have been told
        assert page.evaluate("window.forbidden") == ["img-src: https://a.example/b.png "]


def test_both_colour_schemes_are_readable(page: Page, address: str) -> None:
    """The page and its text trade places, light for dark; body text keeps a contrast of at least 7 to 1 (WCAG 2.2, 1.4.6)."""
    grounds = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        colours = page.evaluate(
            """() => {
                const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
                const rgb = colour => {
                    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
                    return Array.from(canvas.getImageData(0, 0, 1, 1).data).slice(0, 3);
                };
                const ground = [document.body, document.documentElement].map(e => getComputedStyle(e).backgroundColor)
                    .find(c => c !== "rgba(0, 0, 0, 0)");
                return [rgb(ground), rgb(getComputedStyle(document.body).color)];
            }"""
        )
        ground, text = (luminance(c) for c in colours)
        contrast = (max(ground, text) + 0.05) / (min(ground, text) + 0.05)
        assert contrast >= 7, (scheme, colours)
        grounds[scheme] = ground
    assert grounds["light"] > 0.7
    assert grounds["dark"] < 0.1


def luminance(rgb: list[int]) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_three_sections_stand_in_order_under_their_labels(page: Page, address: str, site: Path) -> None:
    for path in briefs(site)[::4]:
        page.goto(address + path)
        tops = [page.locator(f"#{kind}").bounding_box() for kind in ("happening", "important", "next")]
        assert all(tops), path
        assert [t["y"] for t in tops if t] == sorted(t["y"] for t in tops if t)
        assert page.locator("main h2").count() >= 3


def test_a_keyboard_reaches_the_content_first(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert str(focused).startswith("#")
    assert page.locator(str(focused)).evaluate("e => e.tagName") == "MAIN"


def test_print_leaves_out_navigation(page: Page, address: str, site: Path) -> None:
    page.emulate_media(media="print")
    page.goto(address + briefs(site)[0])
    assert page.locator("nav:visible").count() == 0
    assert page.locator("#happening").is_visible()


def test_what_came_stands_beside_what_was_to_come_where_there_is_room(page: Page, address: str) -> None:
    for width, beside in ((1280, True), (360, False)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + "stories/india-on-the-moon/")
        turn = page.locator(".turn").first
        said, then = (turn.locator(f".{part}").bounding_box() for part in ("said", "then"))
        assert said
        assert then
        assert (then["y"] < said["y"] + said["height"]) == beside
        assert (then["x"] > said["x"] + 100) == beside


def test_nothing_is_lost_with_wide_spacing(page: Page, address: str, site: Path) -> None:
    """WCAG 2.2, 1.4.12: no text is cut off or hidden, and nothing needs scrolling in two directions."""
    spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } "
    spacing += "p { margin-block-end: 2em !important }"
    page.set_viewport_size({"width": 360, "height": 800})
    for path in samples(site):
        page.goto(address + path)
        page.evaluate(
            "css => { document.head.append(Object.assign(document.createElement('style'), {textContent: css})) }",
            spacing,
        )
        found = page.evaluate(
            """() => [document.documentElement.scrollWidth, ...Array.from(document.querySelectorAll("main *"))
                .filter(e => !e.closest(".table, pre, svg") && getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1)
                .map(e => e.outerHTML.slice(0, 100))]"""
        )
        assert found == [360], path


def test_what_is_pressed_is_large_enough(page: Page, address: str, site: Path) -> None:
    """WCAG 2.2, 2.5.8: a target is 24 px high and wide, or as far from the next; links within a sentence are exempt."""
    page.set_viewport_size({"width": 360, "height": 800})
    for path in samples(site):
        page.goto(address + path)
        close = page.evaluate(
            """() => {
                const inText = a => /[^\\s·›,]/.test(a.parentElement.textContent.replace(a.textContent, "")) && a.closest(".prose, .lede, p");
                const links = Array.from(document.querySelectorAll("a")).filter(a => !inText(a) && !a.matches(".skip"));
                const boxes = links.map(a => [a, a.getBoundingClientRect()]);
                const middle = b => [b.x + b.width / 2, b.y + b.height / 2];
                const far = (one, b) => {
                    const [x, y] = middle(b);
                    const dx = Math.max(one.x - x, 0, x - one.right), dy = Math.max(one.y - y, 0, y - one.bottom);
                    return Math.hypot(dx, dy) >= 12;
                };
                return boxes.filter(([a, b]) => (b.height < 24 || b.width < 24)
                    && !boxes.every(([other, c]) => other === a || far(c, b))).map(([a]) => a.outerHTML);
            }"""
        )
        assert not close, path


def test_forced_colours_leave_nothing_out(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, forced_colors="active") as context:
        page = context.new_page()
        page.goto(address + "actors/nasa/")
        stroke = page.locator(".spark path").evaluate("e => getComputedStyle(e).stroke")
        ground = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
        assert stroke != ground
        page.goto(address + "2023/08/23/chandrayaan-3-lands/")
        dots = page.locator(".thread li").evaluate_all(
            "found => found.map(e => getComputedStyle(e, '::before').backgroundColor)"
        )
        assert dots[-1] not in dots[:-1]
