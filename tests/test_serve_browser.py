"""The preview in a real browser: what happens in an open tab while files are saved."""

from __future__ import annotations

import datetime as dt
import random
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support_preview import Preview, preview
from support_site import brief, lay_out, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

CONFIG = "title: The Test Wire\nurl: https://example.org\neditor: vscode\n"
BRIDGE = "briefs/2025/2025-10-18-bridge.md"
BRIDGE_URL = "/2025/10/18/a-bridge-opens/"
#: A page that can be typed into, opened and scrolled, with scripts and styles of its own, which it must allow.
FORM = """{% extends "default/brief.html" %}{% block policy %}{{ site.policy | replace("'self'", "'self' 'unsafe-inline'") }}{% endblock %}
{% block main %}
<form action="/search/">
<input name="q" value=""><input type="checkbox" name="c"><textarea name="t">given</textarea>
<select name="s"><option>one</option><option>two</option></select>
</form>
<details><summary>More</summary><p>Inside</p></details>
<details><summary>Less</summary><p>Within</p></details>
<p id="free" contenteditable="true">Free text</p>
{{ super() }}
<div style="height: 3000px"></div>
<p id="far">Far below</p>
<div style="height: 3000px"></div>
<script>window.runs = (window.runs || 0) + 1;</script>
{% endblock %}
"""

Open = Callable[..., "Page"]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Preview]:
    files = {
        "briefgen.yml": CONFIG,
        BRIDGE: brief(text="The bridge is open."),
        "briefs/2025/2025-10-17-harbour.md": brief("The harbour sleeps", "2025-10-17", text="Quiet water."),
    }
    with preview(tmp_path, files) as site:
        yield site


@pytest.fixture
def tab(browser: Browser, running: Preview) -> Iterator[Open]:
    """Opens a page of the preview in a tab whose stream of events is open, and marks the window: a reload takes the mark away."""
    contexts = []

    def open_tab(path: str, **options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(running.address + path)
        if options.get("java_script_enabled", True):
            page.evaluate("window.mark = 'the same window'")
            page.wait_for_selector("briefgen-preview", state="attached")
        return page

    yield open_tab
    for context in contexts:
        context.close()


def is_same(page: Page) -> bool:
    """Whether a tab was not loaded anew since it was opened."""
    return bool(page.evaluate("window.mark === 'the same window'"))


def see(page: Page, text: str) -> None:
    """Wait until a text stands in the page."""
    page.wait_for_function("text => document.body.innerText.includes(text)", arg=text)


def test_a_save_changes_the_page_in_place(running: Preview, tab: Open) -> None:
    page = tab(BRIDGE_URL)
    running.save({BRIDGE: brief(title="A bridge opens", extra="slug: a-bridge-opens\n", text="It fell down again.")})
    see(page, "It fell down again.")
    assert "The bridge is open." not in page.inner_text("body")
    running.save({BRIDGE: brief(title="A bridge falls", extra="slug: a-bridge-opens\n", text="It fell down again.")})
    see(page, "A bridge falls")
    page.wait_for_function("() => document.title.startsWith('A bridge falls')")
    assert is_same(page)


@pytest.mark.slow
def test_any_page_becomes_any_other_exactly(tmp_path: Path, browser: Browser) -> None:
    """Pages of all kinds are morphed one into the next, forth and back; each must be what the server sent."""
    with preview(lay_out(tmp_path), {}) as site, browser.new_context() as context:
        page = context.new_page()
        page.goto(site.address)
        page.wait_for_selector("briefgen-preview", state="attached")
        urls = [p.url for p in site.site.snapshot.plan.pages if p.template.endswith(".html") and p.kind != "redirect"]
        wrong = page.evaluate(
            """async urls => {
                const script = document.querySelector("script[data-digest]");
                const { morph } = await import(new URL("morph.js", script.src));
                const wrong = [];
                for (const url of [...urls, ...urls.toReversed()]) {
                    const text = await (await fetch(url)).text();
                    const wanted = new DOMParser().parseFromString(text, "text/html");
                    await morph(new DOMParser().parseFromString(text, "text/html"), script.src);
                    const [now, due] = [document, wanted].map(page => JSON.stringify([
                        page.title, Array.from(page.head.children, node => node.outerHTML),
                        Array.from(page.documentElement.attributes, a => [a.name, a.value]),
                    ]));
                    if (now !== due || !document.body.isEqualNode(wanted.body)) wrong.push([url, now, due]);
                }
                return wrong;
            }""",
            urls,
        )
        assert len(urls) > 50
        assert wrong == []


#: Whether a tab shows what a page of its own would show now: the body, and what is in the head.
UP_TO_DATE = """async () => {
    const text = await (await fetch(location.href)).text();
    const due = new DOMParser().parseFromString(text, "text/html");
    for (const page of [document, due]) page.querySelector("script[data-serial]").dataset.serial = "";
    const head = page => JSON.stringify(Array.from(page.head.children, node => node.outerHTML));
    return head(document) === head(due) && document.body.isEqualNode(due.body);
}"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_after_many_saves_every_tab_shows_what_there_is(tmp_path: Path, browser: Browser, seed: int) -> None:
    rng = random.Random(seed)
    with (
        preview(lay_out(tmp_path), {}, dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)) as site,
        browser.new_context() as context,
    ):
        names = [p.relative_to(tmp_path).as_posix() for p in sorted(tmp_path.glob("briefs/20*/*.md"))]
        names += ["templates/base.html", "templates/brief.html", "templates/static/style.css", "briefgen.yml"]
        given = {name: (tmp_path / name).read_text("utf-8") for name in names}
        tabs = []
        for path in ("/", "/2023/08/23/chandrayaan-3-lands/", "/actors/", "/_desk/"):
            tabs.append(context.new_page())
            tabs[-1].goto(site.address + path)
            tabs[-1].evaluate("window.mark = 'the same window'")
            tabs[-1].wait_for_selector("briefgen-preview", state="attached")
        for number in range(100):
            name = rng.choice(names[-4:] if rng.random() < 0.4 else names)
            text = given[name]
            changes = [
                text,
                text[: len(text) // 2],
                text.replace("title: ", f"title: {number} "),
                text.replace("<main", f"<p>{number}</p><main").replace("date: ", "date: x"),
                f"{text}\n/* {number} */\n",
            ]
            site.save({name: rng.choice(changes)})
            tabs[0].wait_for_timeout(rng.choice([0, 0, 5, 50]))
        for state in ({}, given):
            site.save(state)
            for page in tabs:
                page.wait_for_function(UP_TO_DATE, polling=200)
                assert is_same(page)
        assert not tabs[0].locator("briefgen-preview .panel").is_visible()


def test_what_the_reader_did_to_the_page_is_kept(running: Preview, tab: Open) -> None:
    running.save({"templates/brief.html": FORM})
    page = tab(BRIDGE_URL)
    page.check("[name=c]")
    page.fill("[name=t]", "my own words")
    page.select_option("[name=s]", "two")
    page.fill("#free", "Freely written")
    page.click("summary:has-text('More')")
    page.fill("[name=q]", "abcdef")
    page.evaluate("q => { q = document.querySelector('[name=q]'); q.setSelectionRange(2, 4); scrollTo(0, 3100); }")
    top = page.evaluate("document.getElementById('far').getBoundingClientRect().top")
    field = page.query_selector("[name=q]")

    changed = FORM.replace("<p>Inside</p>", "<p>Inside, and more</p>").replace("<form", "<p>Now first</p><form")
    changed = changed.replace(" name=", ' class="new" name=').replace(">two<", " class='new'>two<")
    running.save({"templates/brief.html": changed, BRIDGE: brief(text="Long.\n\n" * 60)})
    see(page, "Inside, and more")

    assert is_same(page)
    assert page.locator(".new").count() == 5
    assert page.input_value("[name=q]") == "abcdef"
    assert page.is_checked("[name=c]")
    assert page.input_value("[name=t]") == "my own words"
    assert page.input_value("[name=s]") == "two"
    assert page.inner_text("#free") == "Freely written"
    assert page.evaluate("Array.from(document.querySelectorAll('details'), d => d.open)") == [True, False]
    focused = page.evaluate(
        "(() => { const e = document.activeElement; return [e.name, e.selectionStart, e.selectionEnd] })()"
    )
    assert focused == ["q", 2, 4]
    assert field is not None
    assert field.evaluate("field => field.isConnected")
    now = page.evaluate("document.getElementById('far').getBoundingClientRect().top")
    assert abs(now - top) < 2, "what stood in the window does not stand there any more"
    assert not page.query_selector_all("[id^=briefgen-key]")


def test_an_open_part_stays_open_where_it_moves(running: Preview, tab: Open) -> None:
    running.save({"templates/brief.html": FORM})
    page = tab(BRIDGE_URL)
    page.click("summary:has-text('Less')")
    more, less = FORM.split("\n")[6:8]
    running.save({"templates/brief.html": FORM.replace(f"{more}\n{less}", f"{less}\n<hr>{more}")})
    page.wait_for_selector("hr", state="attached")
    opened = "Array.from(document.querySelectorAll('details'), d => [d.innerText.split('\\n')[0], d.open])"
    assert page.evaluate(opened) == [["Less", True], ["More", False]]


def test_focus_and_selection_stay_with_their_words(running: Preview, tab: Open) -> None:
    home, page = tab("/"), tab(BRIDGE_URL)
    home.focus("text=The harbour sleeps")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    text = brief("The ferry sails", "2025-10-20")
    running.save({"briefs/2025/2025-10-20-ferry.md": text, BRIDGE: brief(text="A.\n\nNew.\n\nThe bridge is open.")})
    see(home, "The ferry sails")
    see(page, "New.")
    assert home.evaluate("document.activeElement.textContent") == "The harbour sleeps"
    assert page.evaluate("getSelection().toString()") == "A bridge opens"


def test_a_page_at_its_top_stays_there(running: Preview, tab: Open) -> None:
    page = tab(BRIDGE_URL)
    page.set_viewport_size({"width": 800, "height": 200})
    first = '{% extends "default/base.html" %}{% block brand %}<h6 style="flex-basis: 100%">Now first</h6>{{ super() }}{% endblock %}'
    running.save({"templates/base.html": first})
    see(page, "Now first")
    assert page.evaluate("scrollY") == 0


def test_scripts_run_again_only_where_they_changed(running: Preview, tab: Open) -> None:
    running.save({"templates/brief.html": FORM})
    page = tab(BRIDGE_URL)
    assert page.evaluate("runs") == 1
    running.save({BRIDGE: brief(text="Words, words.")})
    see(page, "Words, words.")
    assert page.evaluate("runs") == 1
    moved = FORM.replace("<script>", "<section><script>").replace("</script>", "</script></section>")
    running.save({"templates/brief.html": moved})
    page.wait_for_selector("section > script", state="attached")
    assert page.evaluate("runs") == 1
    running.save({"templates/brief.html": FORM.replace("|| 0) + 1", "|| 0) + 10")})
    page.wait_for_function("() => runs === 11")
    assert is_same(page)


def test_a_style_sheet_is_swapped_without_a_reload(running: Preview, tab: Open) -> None:
    running.save({"templates/static/style.css": "body { color: rgb(1, 2, 3) }"})
    page = tab(BRIDGE_URL)
    colour = "getComputedStyle(document.body).color"
    assert page.evaluate(colour) == "rgb(1, 2, 3)"
    page.evaluate(
        """() => {
            window.colours = new Set();
            const look = () => { colours.add(getComputedStyle(document.body).color); requestAnimationFrame(look); };
            look();
        }"""
    )
    running.save({"templates/static/style.css": "body { color: rgb(4, 5, 6) }"})
    page.wait_for_function("() => colours.has('rgb(4, 5, 6)')")
    page.wait_for_function("() => document.querySelectorAll('link[rel=stylesheet]').length === 1")
    assert is_same(page)
    assert page.evaluate("[...colours].sort()") == ["rgb(1, 2, 3)", "rgb(4, 5, 6)"], "it was without style for a while"


def test_a_style_sheet_that_is_saved_twice_leaves_no_page_without_style(running: Preview, tab: Open) -> None:
    """What the page names in between is gone when the tab asks for it."""
    sheet = "templates/static/style.css"
    running.save({sheet: "body { color: rgb(1, 2, 3) }"})
    page = tab(BRIDGE_URL)
    colours = "window.colours = new Set(); setInterval(() => colours.add(getComputedStyle(document.body).color), 1)"
    page.evaluate(f"{{ {colours} }}")
    page.route("**/assets/*.css", lambda route: route.fulfill(status=404, body="", content_type="text/html"), times=1)
    running.save({sheet: "body { color: rgb(4, 5, 6) }"})
    page.wait_for_function("() => document.querySelectorAll('link[rel=stylesheet]').length === 2")
    running.save({sheet: "body { color: rgb(7, 8, 9) }"})
    page.wait_for_function("() => document.querySelectorAll('link[rel=stylesheet]').length === 1")
    page.wait_for_function("() => colours.has('rgb(7, 8, 9)')")
    assert page.evaluate("[...colours].sort()") == ["rgb(1, 2, 3)", "rgb(7, 8, 9)"]


def test_of_two_tabs_only_that_refreshes_whose_page_changed(running: Preview, tab: Open) -> None:
    bridge, harbour = tab(BRIDGE_URL), tab("/2025/10/17/the-harbour-sleeps/")
    asked: list[str] = []
    for page in (bridge, harbour):
        page.on("request", lambda request: asked.append(request.url.removeprefix(running.address)))
    running.save({BRIDGE: brief(text="It is wet.")})
    see(bridge, "It is wet.")
    running.save({"briefs/2025/2025-10-17-harbour.md": brief("The harbour sleeps", "2025-10-17", text="Waves.")})
    see(harbour, "Waves.")
    for _ in range(100):  # what a page asked for may be told later than what it shows
        found = sorted(url for url in asked if url.startswith("/2025/"))
        if len(found) >= 2:
            break
        bridge.wait_for_timeout(50)
    assert found == ["/2025/10/17/the-harbour-sleeps/", BRIDGE_URL]


def test_an_error_is_shown_over_the_last_good_page_until_it_is_fixed(running: Preview, tab: Open) -> None:
    page = tab(BRIDGE_URL)
    panel = page.locator("briefgen-preview .panel")
    assert not panel.is_visible()
    running.save(
        {BRIDGE: brief(date="03/04/2025", text="<img src=x onerror=alert(1)>", extra="statuz: <b>draft</b>\n")}
    )
    panel.wait_for()
    words = panel.inner_text()
    for part in ("1 error", "1 warning", f"{BRIDGE}:3", "date: 03/04/2025", "^^^^^^^^^^", "2025-04-03", "statuz"):
        assert part in words
    assert words.index("could be two days") < words.index("statuz"), "errors come first"
    assert panel.locator("img, b b").count() == 0, "what a brief says is text"
    assert panel.get_by_role("link", name="Open in editor").first.get_attribute("href") == (
        f"vscode://file{running.root / BRIDGE}:3:7"
    )
    assert page.evaluate("document.activeElement === document.body"), "the focus was taken away"
    running.save({BRIDGE: brief(text="All is well.")})
    see(page, "All is well.")
    panel.wait_for(state="hidden")
    assert not page.locator("briefgen-preview .badge").is_visible()
    assert is_same(page)


def test_the_overlay_can_be_folded_away_and_stays_so(running: Preview, tab: Open) -> None:
    page = tab(BRIDGE_URL)
    panel, badge = page.locator("briefgen-preview .panel"), page.locator("briefgen-preview .badge")
    running.save({BRIDGE: brief(date="03/04/2025")})
    panel.wait_for()
    panel.locator("ol").focus()
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert badge.inner_text() == "1 error"
    page.goto(f"{running.address}/2025/10/17/the-harbour-sleeps/")
    badge.wait_for()
    assert not panel.is_visible()
    page.keyboard.press("Tab")
    badge.focus()
    page.keyboard.press("Enter")
    panel.wait_for()
    page.keyboard.press("Enter")
    panel.wait_for(state="hidden")
    running.save({"briefs/other.md": brief("Another", "30/02/2025")})
    panel.wait_for()  # another error than those that were folded away
    assert "2 errors" in panel.inner_text()


def test_warnings_wait_in_a_badge(running: Preview, tab: Open) -> None:
    page = tab(BRIDGE_URL)
    running.save({BRIDGE: brief(extra="statuz: draft\n")})
    badge = page.locator("briefgen-preview .badge")
    badge.wait_for()
    assert badge.inner_text() == "1 warning"
    assert not page.locator("briefgen-preview .panel").is_visible()
    badge.click()
    assert "statuz" in page.locator("briefgen-preview .panel").inner_text()


def test_a_template_error_names_the_template_and_the_line(running: Preview, tab: Open) -> None:
    running.save({"templates/brief.html": FORM})
    page = tab(BRIDGE_URL)
    running.save({"templates/brief.html": FORM.replace("{{ super() }}", "{{ nobody.knows }}")})
    panel = page.locator("briefgen-preview .panel")
    panel.wait_for()
    assert "templates/brief.html:10" in panel.inner_text()
    assert "{{ nobody.knows }}" in panel.inner_text()
    assert "The bridge is open." in page.inner_text("body")
    running.save({"templates/brief.html": FORM})
    panel.wait_for(state="hidden")


def test_a_page_that_is_gone_comes_back(running: Preview, tab: Open) -> None:
    page = tab(BRIDGE_URL)
    text = (running.root / BRIDGE).read_text("utf-8")
    running.save({BRIDGE: None})
    page.wait_for_selector("text=Page not found")
    running.save({BRIDGE: text})
    see(page, "The bridge is open.")
    assert is_same(page)


def test_a_new_brief_is_offered_in_a_toast(running: Preview, tab: Open) -> None:
    page = tab(BRIDGE_URL)
    title = "<i>Ships</i> & sails"
    running.save({"briefs/2025/2025-10-19-ships.md": brief(f'"{title}"', "2025-10-19", extra="slug: ships\n")})
    toast = page.locator("briefgen-preview .toast")
    toast.wait_for()
    link = toast.get_by_role("link")
    assert link.inner_text() == title
    assert link.get_attribute("href") == f"{running.address}/2025/10/19/ships/"
    assert page.locator("briefgen-preview [role=status] .toast").count() == 1
    assert page.evaluate("document.activeElement === document.body")
    toast.get_by_role("button", name="Dismiss").click()
    toast.wait_for(state="detached")


def test_many_new_briefs_are_one_toast(running: Preview, tab: Open) -> None:
    page = tab(BRIDGE_URL)
    running.save({f"briefs/2025/n{n}.md": brief(f"News {n}", "2025-10-20") for n in range(7)})
    page.wait_for_selector("briefgen-preview .toast")
    assert page.locator("briefgen-preview .toast a").all_inner_texts() == ["7 new briefs"]


def test_a_draft_is_marked(running: Preview, tab: Open) -> None:
    running.save({BRIDGE: brief(extra="status: draft\n")})
    assert tab(BRIDGE_URL).locator(".notice.draft").is_visible()
    assert tab("/").locator(".flag").first.inner_text() == "Draft"


#: Makes a tab one that is not looked at, or that is.
HIDE = """hidden => {
    Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_tab_that_is_opened_behind_others_waits_until_it_is_looked_at(running: Preview, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(f"({HIDE})(true)")
        page.goto(running.address + BRIDGE_URL, wait_until="load")
        page.wait_for_timeout(300)
        assert len(running.app.hub) == 0
        running.save({BRIDGE: brief(text="Meanwhile.")})
        page.evaluate(HIDE, False)
        see(page, "Meanwhile.")


def test_a_tab_that_is_not_looked_at_holds_no_connection_and_catches_up(running: Preview, tab: Open) -> None:
    page = tab(BRIDGE_URL)
    assert len(running.app.hub) == 1
    page.evaluate(HIDE, True)
    running.save({BRIDGE: brief(text="Meanwhile.")})
    page.wait_for_timeout(200)
    assert "Meanwhile." not in page.inner_text("body")
    page.evaluate(HIDE, False)
    see(page, "Meanwhile.")
    assert is_same(page)


@contextmanager
def serving(root: Path, port: int) -> Iterator[None]:
    """The command itself, until the end of the block."""
    command = [sys.executable, "-m", "briefgen", "serve", "--port", str(port), "--now", "2025-11-01T12:00Z"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"http://127.0.0.1:{port}/\n"
            yield
        finally:
            process.terminate()
            process.communicate(timeout=20)


def test_a_tab_waits_for_the_server_and_catches_up(tmp_path: Path, browser: Browser) -> None:
    write_site(tmp_path, {"briefgen.yml": CONFIG, BRIDGE: brief(text="The bridge is open.")})
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with browser.new_context() as context:
        page = context.new_page()
        with serving(tmp_path, port):
            page.goto(f"http://127.0.0.1:{port}{BRIDGE_URL}")
            page.evaluate("window.mark = 'the same window'")
            page.wait_for_selector("briefgen-preview", state="attached")
            write_site(tmp_path, {BRIDGE: brief(text="It was seen to change.")})
            see(page, "It was seen to change.")
        mark = page.locator("briefgen-preview .mark")
        mark.wait_for()
        assert "Preview stopped" in mark.inner_text()
        write_site(tmp_path, {BRIDGE: brief(text="It changed meanwhile.")})
        with serving(tmp_path, port):
            see(page, "It changed meanwhile.")
            mark.wait_for(state="hidden")
        assert is_same(page)


def test_where_a_page_cannot_be_changed_in_place_it_is_loaded_anew(running: Preview, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        broken = "export const Idiomorph = { morph() { throw new Error('no') } };"
        page.route("**/idiomorph.js", lambda route: route.fulfill(body=broken, content_type="text/javascript"))
        page.goto(running.address + BRIDGE_URL)
        page.evaluate("window.mark = 'the same window'")
        page.wait_for_selector("briefgen-preview", state="attached")
        running.save({BRIDGE: brief(text="Anew.")})
        see(page, "Anew.")
        assert not is_same(page)


def test_the_preview_of_a_site_in_a_folder(running: Preview, tab: Open) -> None:
    running.save({"briefgen.yml": CONFIG.replace("example.org", "example.org/news")})
    page = tab(f"/news{BRIDGE_URL}")
    running.save({BRIDGE: brief(text="Below a path.")})
    see(page, "Below a path.")
    assert is_same(page)


def test_the_desk_keeps_itself_up_to_date(running: Preview, tab: Open) -> None:
    page = tab("/_desk/")
    assert "No errors and no warnings." in page.inner_text("#problems")
    running.save({BRIDGE: brief(date="03/04/2025")})
    see(page, "could be two days")
    assert is_same(page)
    assert not page.locator("briefgen-preview .panel").is_visible(), "the desk itself tells the problems"


def test_the_desk_works_without_javascript(running: Preview, tab: Open) -> None:
    running.save({BRIDGE: brief(extra="status: draft\nactors: [Nobody Known]\n")})
    page = tab("/_desk/", java_script_enabled=False)
    assert "Nobody Known" in page.inner_text("#strangers")
    page.click("#drafts a:text('A bridge opens')")
    assert page.url == running.address + BRIDGE_URL


#: The least contrast (WCAG 2.2) of all words below a root with what they stand on, and those words.
CONTRAST = """root => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const luminance = colour => {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = Array.from(canvas.getImageData(0, 0, 1, 1).data, c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = node => {
        const colour = getComputedStyle(node).backgroundColor;
        return colour !== "rgba(0, 0, 0, 0)" ? colour : ground(node.parentElement);
    };
    let least = [21, ""];
    for (const node of root.querySelectorAll("*")) {
        const words = Array.from(node.childNodes, n => n.nodeType === 3 ? n.nodeValue.trim() : "").join("");
        if (!words || !node.checkVisibility() || node.closest("style, .unseen")) continue;
        const [a, b] = [luminance(getComputedStyle(node).color), luminance(ground(node))];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < least[0]) least = [contrast, words];
    }
    return least;
}"""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_overlay_and_desk_are_readable_and_fit(running: Preview, tab: Open, scheme: str, width: int) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 700}}
    page, desk = tab(BRIDGE_URL, **options), tab("/_desk/", **options)
    long = "Supercalifragilisticexpialidocious" * 4
    extra = f"statuz: draft\nactors: [{long}]\nexpect:\n  - on: 2025-10-01\n    what: {long}\n"
    files = {BRIDGE: brief(date="03/04/2025"), f"briefs/{long}.md": brief(long, "2025-12-01", extra)}
    running.save(files)
    page.wait_for_selector("briefgen-preview .toast")
    page.locator("briefgen-preview .panel").wait_for()
    see(desk, "could be two days")
    least, words = page.evaluate(f"({CONTRAST})(document.querySelector('briefgen-preview').shadowRoot)")
    assert least >= 4.5, words
    least, words = desk.evaluate(f"({CONTRAST})(document.body)")
    assert least >= 4.5, words
    for one in (page, desk):
        assert one.evaluate("document.documentElement.scrollWidth") <= width
    for part in (".panel", ".toast", ".panel li"):
        box = page.locator(f"briefgen-preview {part}").first.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    panel = page.locator("briefgen-preview .panel").bounding_box()
    assert panel is not None
    assert panel["height"] < 350, "the page cannot be seen any more"


@pytest.mark.parametrize("path", [BRIDGE_URL, "/_desk/"])
def test_nothing_is_asked_of_another_origin_and_nothing_complains(
    running: Preview,
    browser: Browser,
    path: str,
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        told: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(running.address + path)
        page.wait_for_selector("briefgen-preview", state="attached")
        running.save({BRIDGE: brief(date="03/04/2025"), "briefs/new.md": brief("New", "2025-10-20")})
        page.wait_for_selector("briefgen-preview .toast")
        assert all(url.startswith((running.address, "data:")) for url in asked)
        assert told == []
