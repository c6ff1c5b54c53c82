"""Sites in other languages than English: no word of English is left on any page, and each part says its language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support_languages import ARABIC, CHINESE
from support_site import NOW, brief, write_site

from briefgen.build import BuildOptions, build
from briefgen.config import Config
from briefgen.settings import parse_config
from briefgen.workers import serial_map

SITES = {"ar": ARABIC, "zh": CHINESE}
#: Attributes that people read or hear.
SPOKEN = ("alt", "aria-description", "aria-label", "placeholder", "title", "content", "value")
#: What is the same in every language: names of formats, zones of time, addresses.
COMMON = {"Atom", "RSS", "JSON", "Feed", "Markdown", "iCalendar", "UTC", "https", "example.org", "Wikidata"}


class Spoken(HTMLParser):
    """What a page says: the texts that people read or hear, and the languages and directions that it names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._silent = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag in ("script", "style", "code"):
            self._silent = tag
        machine = tag == "meta" and (given.get("name") or given.get("property")) not in ("description", "og:title")
        self.texts += [value for key in SPOKEN if not machine and (value := given.get(key))]

    def handle_endtag(self, tag: str) -> None:
        self._silent = "" if tag == self._silent else self._silent

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


@pytest.fixture(scope="module", params=sorted(SITES))
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The language of a built site, and its folder."""
    files = SITES[request.param]
    root = write_site(tmp_path_factory.mktemp(request.param), files)
    settings = files["briefgen.yml"]
    assert isinstance(settings, str)
    config, problems = parse_config(settings.encode())
    assert problems == ()
    report = build(root, config, BuildOptions(now=NOW), serial_map)
    assert [p for p in report.problems if p.severity.value != "note"] == []
    return request.param, root / "site"


def test_no_english_is_left(site: tuple[str, Path]) -> None:
    """Texts on all pages, in feeds, calendars and data. What is written with Latin letters here is no prose."""
    _, folder = site
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 20
    found = set()
    for page in pages:
        for text in Spoken(page.read_text("utf-8")).texts:
            words = re.findall(r"[A-Za-z][A-Za-z.]+", re.sub(r"https?://\S+", "", text))
            found |= {f"{page.relative_to(folder)}: {text.strip()}" for word in words if word not in COMMON}
    assert not found


def test_the_frame_says_its_language_and_direction(site: tuple[str, Path]) -> None:
    language, folder = site
    for page in folder.rglob("*.html"):
        attributes = next(a for t, a in Spoken(page.read_text("utf-8")).tags if t == "html")
        assert attributes.get("lang") == language, page
        assert attributes.get("dir") == ("rtl" if language == "ar" else None), page


def test_feeds_say_their_language(site: tuple[str, Path]) -> None:
    language, folder = site
    feeds = list(folder.rglob("feed.xml"))
    assert feeds
    for feed in feeds:
        assert f'xml:lang="{language}"' in feed.read_text("utf-8").partition("<id>")[0], feed


def test_a_brief_in_another_language_keeps_it_within_the_frame_of_the_site(tmp_path: Path) -> None:
    """German inside, English around: heading and sections are German, labels of the frame English."""
    german = brief(
        "Die Brücke ist offen", extra="language: de\nsources:\n  - title: Der Bote\n", text='Sie ist "offen".'
    )
    files: dict[str, str | bytes] = {
        "briefs/2025-10-18-a.md": german.replace("What's Happening", "Was passiert"),
        "briefs/2025-10-17-b.md": brief("A wall falls", "2025-10-17"),
    }
    root = write_site(tmp_path, files)
    build(root, Config(title="T", url="https://example.org"), BuildOptions(now=NOW), serial_map)
    page = next(root.glob("site/2025/10/18/*/index.html")).read_text("utf-8")
    assert '<html lang="en">' in page
    assert re.search(r'<article class="[^"]*brief[^"]*" lang="de"', page)
    assert "„offen“" in page
    assert re.search(r"<h2[^>]*>Was passiert</h2>", page)
    assert re.search(r'<h2[^>]* lang="en"[^>]*>Sources</h2>', page)
    home = (root / "site/index.html").read_text("utf-8")
    assert re.search(r'<article class="card[^"]*" lang="de"', home)
    feed = (root / "site/feed.xml").read_text("utf-8")
    assert re.findall(r'<entry xml:lang="(\w+)"', feed) == ["de", "en"]
