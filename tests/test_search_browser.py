"""The search in a real browser: what readers type, and what they find."""

from __future__ import annotations

import gzip
import json
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from support_corpus import corpus
from support_search import WIRE, searchable
from support_site import brief, build_site, write_site
from support_web import published

from briefgen.config import OutputsConfig
from briefgen.pages import shards
from briefgen.text.folding import drawer, fold, search_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Response

pytestmark = pytest.mark.browser


#: Where the site lies below the folder that is served: on a sub-path, as its settings say.
OUT = "web/news"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with more briefs than are shown at once, divided into small shards."""
    root = searchable(tmp_path_factory.mktemp("search"))
    many = {f"briefs/m{n}.md": brief(f"Harbour note {n}", f"20{n // 12:02}-{n % 12 + 1:02}-03") for n in range(12, 48)}
    write_site(root, many)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SPLIT", 4)
        assert build_site(root, WIRE, out=OUT).published
    return root


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with published(root / "web") as url:
        yield f"{url}news/search/"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        context.set_default_timeout(15_000)
        yield context


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    yield page
    page.close()
    assert not faults


def results(page: Page, part: str = "briefs") -> list[str]:
    found: list[str] = page.locator(f"#search-results .{part} li a").all_text_contents()
    return found


def ask(page: Page, query: str) -> list[str]:
    """Type a query, wait for what is said of it, and read the titles that are found."""
    page.evaluate("document.getElementById('search-status').textContent = ''")
    page.fill("#q", query)
    told(page)
    return results(page)


def told(page: Page) -> str:
    """What is said when all is looked through."""
    status = page.locator("#search-status").filter(has_text=re.compile(r"\.$"))
    status.wait_for()
    return status.inner_text()


#: What readers type, and the one title that it finds.
QUERIES = {
    "CAFE zurich": "Café prices rise in Zürich",
    "pri zür": "Café prices rise in Zürich",
    "o'brien offer": "O’Brien’s “final” offer",
    "brien": "O’Brien’s “final” offer",
    "莫斯科": "北京与莫斯科会谈",
    "اغلاق القناه": "إغلاقُ القَنـــاة",
    "commerce": "Café prices rise in Zürich",
    "chairman": "Café prices rise in Zürich",
    "energy countess": "O’Brien’s “final” offer",
    "lit": "A lighthouse, <b>lit</b>",
}


def test_a_brief_is_found(page: Page) -> None:
    assert {query: ask(page, query) for query in QUERIES} == {query: [title] for query, title in QUERIES.items()}


def test_what_was_found_leads_there_on_a_sub_path(page: Page, address: str) -> None:
    ask(page, "lighthouse")
    page.click("#search-results a")
    assert page.url == address.replace("search/", "2024/03/01/a-lighthouse-b-lit-b/")
    assert page.inner_text("h1") == "A lighthouse, <b>lit</b>"
    page.go_back()
    page.wait_for_selector("#search-results a")
    assert page.input_value("#q") == "lighthouse"
    assert page.url == f"{address}?q=lighthouse"


def test_actors_and_topics_come_first_by_name_and_alias(page: Page) -> None:
    ask(page, "countess")
    assert results(page, "actors") == ["Ada Lovelace"]
    assert page.inner_text("#search-results .actors li") == "Ada Lovelace (The Countess)"
    ask(page, "energy")
    assert results(page, "topics") == ["Energy & Heat"]
    headings = page.locator("#search-results h2").all_text_contents()
    assert headings == ["Topics", "Briefs"]
    assert page.inner_text("#search-status") == "1 topic or actor. 1 brief in all."


def test_what_was_looked_for_is_marked(page: Page) -> None:
    marks = {"zur PRICE": ["price", "Zür"], "科会": ["科会"], "القنا": ["القَنـــا"], "fin": ["fin"]}
    for query, expected in marks.items():
        ask(page, query)
        assert page.locator("#search-results .briefs li:first-child a mark").all_text_contents() == expected


def test_what_nobody_published_is_not_found(page: Page) -> None:
    assert ask(page, "secret") == []
    assert page.inner_text("#search-status") == "No brief has these words."


def test_the_archive_is_looked_through_from_the_latest_on(page: Page) -> None:
    """Until there is enough to show, or enough was fetched; then as far as one asks."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    first = ask(page, "harbour")
    assert first[0] == "Harbour note 47"
    assert len([f for f in fetched if f.startswith("20")]) <= 5
    assert "since" in page.inner_text("#search-status")
    seen = len(first)
    while page.is_visible("#search-more"):
        page.evaluate("document.getElementById('search-status').textContent = ''")
        page.click("#search-more")
        told(page)
        assert page.evaluate("document.activeElement.matches('#search-results a, #search-more, #q')")
        assert len(results(page)) >= seen
        seen = len(results(page))
    assert results(page) == [f"Harbour note {n}" for n in range(47, 11, -1)]
    assert page.inner_text("#search-status") == "36 briefs in all."


def test_what_is_rare_is_found_without_looking_through_everything(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    assert ask(page, "note 40") == ["Harbour note 40"]
    shards = [name for name in fetched if name.startswith("20")]
    assert "words-2003.json" in fetched
    assert "2003-05.json" in shards
    assert len(shards) < 5


def test_a_keyboard_is_enough(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.input_value("#q") == ""
    page.keyboard.type("a/b", delay=5)
    assert page.input_value("#q") == "a/b"
    told(page)
    ask(page, "cafe")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Café prices rise in Zürich"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    assert page.input_value("#q") == ""
    page.wait_for_selector("#search-results a", state="detached")
    assert page.url.endswith("/search/")
    assert page.is_visible("#search-browse")


def test_the_form_and_the_results_say_what_they_are(page: Page) -> None:
    assert page.get_by_role("searchbox", name="Words of a title, an actor or a topic").count() == 1
    assert page.get_by_role("search").count() == 1
    ask(page, "energy")
    assert page.get_by_role("status").inner_text() == "1 topic or actor. 1 brief in all."
    assert page.get_by_role("region", name="Briefs").get_by_role("list").count() == 1
    assert page.locator("#search-results a[lang]").count() == 0
    ask(page, "北京")
    assert page.locator("#search-results .briefs a").get_attribute("lang") == "zh"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_small_screen_is_wide_enough(page: Page, colours: Any) -> None:
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": 320, "height": 640})
    ask(page, "harbour")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_no_request_leaves_the_origin_and_no_script_is_inline(page: Page, address: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "script-src 'self';" in str(policy)
    page.goto(address)
    ask(page, "harbour")
    origin = address.partition("/news/")[0] + "/"
    assert len(requests) > 5
    assert all(url.startswith(origin) for url in requests)


def test_a_lost_connection_is_told_and_the_search_goes_on(page: Page) -> None:
    page.route("**/names.json", lambda route: route.abort())
    page.fill("#q", "cafe")
    page.wait_for_selector("#search-more:visible")
    assert "could not be loaded" in page.inner_text("#search-status")
    page.unroute("**/names.json")
    page.click("#search-more")
    page.wait_for_selector("#search-results a")
    assert results(page) == ["Café prices rise in Zürich"]


def test_a_page_opened_as_a_file_says_why_it_finds_nothing(browser: Browser, root: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        script = next((root / "web/news/assets").glob("search.*.js"))
        html = (root / "web/news/search/index.html").read_text("utf-8")
        page.route("file:///**/index.html", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.route("file:///**/*.js", lambda route: route.fulfill(path=script, content_type="text/javascript"))
        page.goto((root / "web/news/search/index.html").as_uri())
        page.wait_for_function("document.getElementById('search-status').textContent != ''")
        assert "web server" in page.inner_text("#search-status")


def test_without_javascript_the_page_leads_elsewhere(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        assert "needs JavaScript" in page.inner_text("main")
        links = page.locator("#search-browse a").evaluate_all("e => e.map(a => a.getAttribute('href'))")
        assert links[:3] == ["/news/topics/", "/news/actors/", "/news/2025/"]
        assert not page.is_visible("#search-more")
        for link in links[:3]:
            assert page.goto(address.replace("/news/search/", link)).ok  # type: ignore[union-attr]


@pytest.mark.slow
def test_the_first_question_is_light_at_10_000_briefs(tmp_path: Path, browser: Browser) -> None:
    """All that is fetched for it, compressed: page, style, script and files."""
    root = write_site(tmp_path, corpus(10_000))
    flags = [f.name for f in msgspec.structs.fields(OutputsConfig) if f.type is bool]
    off = msgspec.structs.replace(OutputsConfig(json_feed="none"), **dict.fromkeys(flags, False))
    few = msgspec.structs.replace(off, search=True)
    assert build_site(root, msgspec.structs.replace(WIRE, outputs=few), out=OUT).published
    with published(root / "web") as url, browser.new_context() as context:
        page = context.new_page()
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))
        for query in ("harbour", "zzzz", "ada lindqvist"):
            answers.clear()
            page.goto(f"{url}news/search/")
            page.locator("#q").press_sequentially(query, delay=20)
            told(page)
            weights = {answer.url: len(gzip.compress(answer.body())) for answer in answers if answer.ok}
            assert len(weights) >= 7, weights
            assert sum(weights.values()) <= 150_000, weights


def test_python_and_the_browser_fold_alike(page: Page) -> None:
    """The lists of words and the drawers are made by one, and read by the other."""
    dice = random.Random(5)
    kept = [c for c in map(chr, range(32, 0x2FFFF)) if unicodedata.category(c)[0] in "LMNPSZ"]
    texts = [
        "O’Brien's l'Iran",
        "北京iPhone手机",
        "ΟΔΟΣ ς",
        "İıẞß",
        *map("".join, (dice.choices(kept, k=12) for _ in range(3000))),
    ]
    texts += ["".join(dice.choices(kept[:3000], k=20)) for _ in range(500)]
    script = page.locator("script[src*='search.']").get_attribute("src")
    found = page.evaluate(
        "async ([src, texts]) => { const m = await import(src); return texts.map(t => [m.fold(t), m.hay(t)]); }",
        [script, texts],
    )
    some = dice.choices(kept, k=3000)
    letters = page.evaluate("t => t.map(c => /\\p{L}|\\p{M}|\\p{N}/u.test(c))", some)
    assert letters == [unicodedata.category(c)[0] in "LMN" for c in some]
    for text, (folded, hay) in zip(texts, found, strict=True):
        assert folded == fold(text), json.dumps(text)
        words = {piece for word in hay.split() for piece in search_words(word)}
        assert words == search_words(text), json.dumps(text)
    filed = sorted({word for text in texts for word in search_words(text)})
    drawers = page.evaluate(
        "async ([src, w]) => { const m = await import(src); return w.map(m.drawer); }", [script, filed]
    )
    assert drawers == [drawer(word) for word in filed]
