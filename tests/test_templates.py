"""The default theme, page kind by page kind, with views made by hand."""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import feedparser
import msgspec
import pytest
from support_views import BRIEF, CONFIG, PAGES, SITE, made
from support_web import nu_messages

from briefgen.pages.model import TEMPLATES, PageKind
from briefgen.pages.views import BriefPage
from briefgen.render.encode import ENCODERS
from briefgen.render.folders import default_theme
from briefgen.render.renderer import Renderer
from briefgen.render.theme import Theme

RENDERER = Renderer(Theme(), SITE, CONFIG)
HTML = [name for name, (page, _, _) in PAGES.items() if page.template.endswith(".html")]
FULL = [name for name in HTML if name != "redirect"]
VOID = {"meta", "link", "img", "br", "hr", "input"}


def rendered(name: str) -> str:
    return RENDERER.render(*PAGES[name]).decode()


class Outline(HTMLParser):
    """What a page is made of; fails where elements are not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.elements if tag in tags]


def test_every_kind_of_page_is_here() -> None:
    made = {*TEMPLATES, *ENCODERS}
    assert {page.kind for page, _, _ in PAGES.values()} == made == set(PageKind) - {PageKind.ASSET}
    assert not TEMPLATES.keys() & ENCODERS.keys()


@pytest.mark.parametrize("name", HTML)
def test_a_page_is_sound(name: str) -> None:
    html = rendered(name)
    outline = Outline(html)
    assert html.startswith("<!DOCTYPE html>\n<html lang=")
    assert html.endswith("</html>\n")
    assert "&amp;lt;" not in html
    assert "&amp;#" not in html
    assert not outline.all("style", "iframe")
    scripts = [attrs for attrs in outline.all("script") if attrs != {"type": "application/ld+json"}]
    assert not scripts or name == "search"
    assert all(attrs["type"] == "application/json" or attrs.get("src") for attrs in scripts)
    assert not [attrs for _, attrs in outline.elements if any(name == "style" or name[:2] == "on" for name in attrs)]
    ids = [i for _, attrs in outline.elements if (i := attrs.get("id"))]
    assert len(ids) == len(set(ids))
    for attrs in outline.all("a", "link", "img"):
        target = attrs.get("href") or attrs.get("src") or ""
        assert target.startswith(("/news/", "https://", "#")), target
        assert not target.startswith("#") or target[1:] in ids
    assert all(attrs.get("alt") for attrs in outline.all("img"))


@pytest.mark.parametrize("name", FULL)
def test_a_page_has_landmarks_and_an_outline(name: str) -> None:
    outline = Outline(rendered(name))
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(outline.all("main")) == 1
    assert outline.all("header")
    assert outline.all("nav")
    assert outline.all("footer")
    assert outline.all("a")[0] == {"class": "skip", "href": "#main"}
    assert all(attrs.get("datetime") for attrs in outline.all("time"))


@pytest.mark.parametrize("name", FULL)
def test_the_head_says_what_the_page_is(name: str) -> None:
    page, meta, _ = PAGES[name]
    html = rendered(name)
    outline = Outline(html)
    links = {(a.get("rel"), a.get("href")) for a in outline.all("link")}
    title = re.search("<title>(.*?)</title>", html)
    assert title
    assert title[1].endswith("The Harbour Brief")
    assert ("alternate", "/news/feed.xml") in links
    assert not meta.feed or ("alternate", meta.feed) in links
    assert (("canonical", meta.canonical) in links) == (page.kind is not PageKind.NOT_FOUND)
    properties = {a["property"]: a["content"] for a in outline.all("meta") if a.get("property")}
    assert properties["og:url"] == meta.canonical
    assert properties["og:site_name"] == "The Harbour Brief"


@pytest.mark.parametrize("name", ["year", "month", "day", "topic year"])
def test_a_period_has_its_name_in_the_title(name: str) -> None:
    title = {"year": "2025", "month": "October 2025", "day": "October 18, 2025", "topic year": "Shipping: 2025"}[name]
    assert f"<title>{title} · The Harbour Brief</title>" in rendered(name)


def test_the_brief_shows_all_that_it_has() -> None:
    html = rendered("brief")
    order = ["Energy &amp; Heat", "<h1>Lock shut", "Jon Ames", "The larger lock", "Ferries aren’t", "lock.png"]
    order += ['id="happening"', "What’s Happening", "Mara Lindqvist</a>, who’s", 'id="important"', "Why It’s Important"]
    order += ['id="next"', "What’s Next", "Sonar inspection", "By Jan 15, 2026", "The eastern lock", "A second teacher"]
    order += ['aria-current="page"', "إغلاق", "harbour master", "Notice 214", "example.net", "Log"]
    at = html.index("<main")
    for part in order:
        at = html.index(part, at)
    assert '<time datetime="2025-10-18T14:00:00+02:00">October 18, 2025, 2:00\u00a0PM\u00a0CEST</time>' in html
    assert '<meta property="article:published_time" content="2025-10-18T14:00:00+02:00">' in html
    assert '<meta property="article:modified_time" content="2025-10-18T18:00:00+02:00">' in html
    assert 'alt="The &#34;eastern&#34; lock"' in html


def test_the_least_brief_has_nothing_empty() -> None:
    html = rendered("bare brief")
    main = html[html.index("<main") : html.index("</main>")]
    assert "This brief is a draft" in main
    assert '<time datetime="2025-10-17">October 17, 2025</time>' in main
    assert "First ship" in main  # expectations have a place of their own where there is no section for them
    assert not re.search(r"<(ul|ol|p|div|section|h\d)[^>]*>\s*</\1>", main)
    assert "modified_time" not in html


@pytest.mark.parametrize("state", ["draft", "scheduled", "expired"])
def test_a_brief_that_is_not_published_says_so(state: str) -> None:
    page = made(PageKind.BRIEF, BRIEF.url, BRIEF.title, BriefPage(msgspec.structs.replace(BRIEF, state=state)))
    assert f'<p class="notice {state}">' in RENDERER.render(*page).decode()
    assert 'class="notice' not in rendered("brief")


def test_a_brief_in_another_language_says_so_and_its_frame_does_not() -> None:
    html = rendered("arabic brief")
    assert '<html lang="en">' in html
    assert '<article class="brief" lang="ar" dir="rtl">' in html
    assert '<div class="rail meta" lang="en">' in html
    assert '<article class="card" lang="ar" dir="rtl">' in rendered("home")
    assert '<p lang="de" dir="ltr">Der „Rat“ stimmt ab</p>' in rendered("german next")
    assert '<h2 class="title" lang="de" dir="ltr">' in rendered("german corrections")
    assert set(re.findall(' lang="[^"]*"', rendered("brief").partition("<main")[2])) == {' lang="ar"'}


def test_a_site_from_right_to_left() -> None:
    renderer = Renderer(Theme(), msgspec.structs.replace(SITE, language="ar"), CONFIG)
    assert '<html lang="ar" dir="rtl">' in renderer.render(*PAGES["home"]).decode()


def test_home_leads_with_the_newest_day() -> None:
    html = rendered("home")
    assert html.count('class="card lead"') == 1
    order = ["Saturday", "card lead", "In the news", "Upcoming", "Friday", "Archive", "1,312"]
    at = html.index("<main")
    for part in order:
        at = html.index(part, at)
    assert "Nothing is published here yet" in rendered("empty home")


def test_the_actor_page_says_who_and_since_when() -> None:
    html = rendered("actor")
    for part in ("Person", "Harbour master", "Runs the port.", "4 briefs", "Jan 2, 2024", "Oct 18, 2025", "Lindqvist"):
        assert part in html
    for part in ("Guild of Pilots", ">example.com</a>", ">Q4115189</a>", 'href="/news/actors/port/"', "Osthaven"):
        assert part in html
    assert html.index("Council votes") < html.index("Freighters wait") < html.index("A day late.")


def test_the_brief_leads_to_related_ones_last() -> None:
    html = rendered("brief")
    related = html[html.index('<section class="row related">') : html.index("</article>")]
    assert html.index("Sources") < html.index("Related")
    assert (
        'href="/news/2025/10/17/teacher/"><time datetime="2025-10-17">Oct 17, 2025</time> A second teacher</a>'
        in related
    )
    assert '<span lang="ar" dir="rtl">إغلاق الهويس</span>' in related
    assert "Related" not in rendered("bare brief")


def test_both_dates_are_told_when_there_are_two() -> None:
    assert "Published <time" in rendered("brief")
    assert "Updated <time" in rendered("brief")
    assert "Published <time" not in rendered("bare brief")


def test_briefs_of_a_topic_or_an_actor_are_by_month() -> None:
    for name in ("topic", "actor", "topic year"):
        html = rendered(name)
        assert '<h2 class="rail"><time datetime="2025-10">October 2025</time></h2>' in html
        assert '<time datetime="2025-10-18T14:00:00+02:00">October 18, 2:00\u00a0PM</time>' in html


def test_what_was_to_come_stands_beside_what_came() -> None:
    html = rendered("story")
    first, second, last = html.split('<div class="turn">')[1:]
    for part in ("Engineers will look", "First ship", "A day late.", "What then happened", "Lock shut after"):
        assert part in first
    assert "Winter timetable" in second
    assert "Awaiting an outcome" in second
    assert "إغلاق" in second
    assert "Nothing has followed yet" in last
    assert html.count("<h2>") == 3  # each brief once


def test_a_day_leads_to_those_before_and_after() -> None:
    html = rendered("day")
    assert '<a class="previous" rel="prev" href="/news/2025/10/16/">October 16, 2025</a>' in html
    assert '<a class="following" rel="next" href="/news/2025/10/20/">October 20, 2025</a>' in html
    assert 'rel="next"' not in rendered("month")


def test_a_month_has_a_calendar_instead_of_a_list_of_its_days() -> None:
    html = rendered("month")
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count("<time") == 31
    assert '<time datetime="2025-10-18"><a href="/news/2025/10/18/" title="1 brief">18</a></time>' in table
    assert re.findall("<a ", table) == ["<a "]
    assert 'id="archive"' not in html
    assert "<table" not in rendered("year")


def test_the_calendar_of_what_is_expected_counts_what_it_leaves_out() -> None:
    html = rendered("next")
    assert "1 more stands with its brief." in html
    assert "20 more stand with their briefs." in html
    assert "more stand" not in rendered("empty next")


def test_topics_are_a_tree() -> None:
    html = rendered("topics")
    assert re.search(
        r'Economy</a>.*?<ul>\s*<li><a href="/news/topics/s/">Ships</a>.*?</li>\s*</ul>\s*</li>', html, re.DOTALL
    )


def test_where_one_is_is_marked() -> None:
    assert '<a href="/news/topics/" aria-current="page">Topics</a>' in rendered("topics")
    assert 'aria-current="page">Topics' not in rendered("topic")


def test_the_navigation_can_be_ones_own() -> None:
    from briefgen.pages.views import Link

    renderer = Renderer(Theme(), msgspec.structs.replace(SITE, nav=(Link("About us", "/news/about/"),)), CONFIG)
    html = renderer.render(*PAGES["own"]).decode()
    nav = html[html.index("<nav") : html.index("</nav>")]
    assert re.findall(r">([^<]+)</a>", nav) == ["About us"]
    assert 'aria-current="page"' in nav


def test_optional_pages_are_not_linked_where_they_are_not() -> None:
    renderer = Renderer(Theme(), msgspec.structs.replace(SITE, has=(), feed=""), CONFIG)
    html = renderer.render(*PAGES["home"]).decode()
    assert not re.search(r'href="/news/(next|corrections|stories|feed\.xml)', html)


def test_the_agenda_is_by_month() -> None:
    html = rendered("next")
    assert re.findall(r'<h2 class="rail">(?:<time[^>]*>)?([^<]+)<', html) == [
        "October 2025",
        "January 2026",
        "Awaiting an outcome",
        "What became of it",
    ]


def test_the_redirect_leads_on() -> None:
    html = rendered("redirect")
    assert '<meta http-equiv="refresh" content="0; url=/news/new/?a=1&amp;b=2">' in html
    assert '<link rel="canonical" href="https://example.org/news/new/?a=1&amp;b=2">' in html


# ---------------------------------------------------------------- for machines


def test_the_feed_is_atom() -> None:
    text = rendered("feed")
    ET.fromstring(text)
    feed = feedparser.parse(text)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id == "tag:example.org,2025:feed"
    assert feed.feed.updated == "2025-10-18T18:00:00+02:00"
    assert {(link.rel, link.href) for link in feed.feed.links} == {
        ("self", "https://example.org/news/feed.xml"),
        ("alternate", "https://example.org/news/"),
        ("hub", "https://hub.example/"),
    }
    entry, bare, arabic = feed.entries
    assert entry.id == "tag:example.org,2025:lock"
    assert entry.title == "Lock shut after divers find <cracks>"
    assert entry.link == "https://example.org/news/2025/10/18/lock/"
    assert (entry.published, entry.updated) == ("2025-10-18T14:00:00+02:00", "2025-10-18T18:00:00+02:00")
    assert [(tag.term, tag.scheme, tag.label) for tag in entry.tags] == [
        ("shipping", "https://example.org/news/topics/", "Shipping"),
        ("energy", "https://example.org/news/topics/", "Energy & Heat"),
        ("mara", "https://example.org/news/actors/", "Mara Lindqvist"),
        ("osthaven", "https://example.org/news/actors/", "Osthaven"),
    ]
    assert [(e.href, e.type) for e in entry.enclosures] == [("https://example.org/news/media/lock.png", "image/png")]
    assert entry.author == "Jon Ames"
    assert entry.summary == "Freighters wait."
    assert "author" not in bare  # the feed's own stands for it (RFC 4287, 4.1.2)
    assert feed.feed.author == "The Harbour Desk"
    assert arabic.content[0].language == "ar"


def test_the_feed_holds_the_whole_brief_with_absolute_urls() -> None:
    content = re.findall(r'<content type="html">(.*?)</content>', rendered("feed"), re.DOTALL)[0]
    html = ET.fromstring(f"<x>{content}</x>").text or ""
    assert re.findall("<h2>(.*?)</h2>", html) == [
        *("Correction", "Update", "What’s Happening", "Why It’s Important", "What’s Next", "Sources")
    ]
    targets = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert "https://example.org/news/actors/mara/" in targets
    assert "https://example.org/news/media/lock.png" in targets
    assert all(t.startswith(("https://", "#")) for t in targets)
    assert "Ferries aren’t affected." in html


def test_a_feed_without_a_site_url_keeps_paths() -> None:
    renderer = Renderer(Theme(), msgspec.structs.replace(SITE, url=""), CONFIG)
    assert (
        '<link rel="alternate" type="text/html" hreflang="en" href="/news/2025/10/18/lock/"/>'
        in renderer.render(*PAGES["feed"]).decode()
    )


def test_sitemaps() -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = ET.fromstring(rendered("sitemap"))
    assert urls.tag == f"{space}urlset"
    assert urls.findtext(f"{space}url/{space}loc") == "https://example.org/news/?a=1&b=2"
    assert [u.findtext(f"{space}lastmod") for u in urls] == ["2025-10-18T14:00:00+02:00", "2025-10-17", None]
    index = ET.fromstring(rendered("sitemap index"))
    assert index.tag == f"{space}sitemapindex"
    assert [s.tag for s in index] == [f"{space}sitemap"]


def test_robots() -> None:
    assert rendered("robots") == "User-agent: *\nAllow: /\n\nSitemap: https://example.org/news/sitemap.xml\n"
    assert rendered("bare robots") == "User-agent: *\nAllow: /\n"


# ---------------------------------------------------------------- weight, speed, standards


def test_a_brief_with_its_style_fits_one_round_trip() -> None:
    style = (default_theme() / "static" / "style.css").read_bytes()
    assert len(gzip.compress(RENDERER.render(*PAGES["brief"]))) + len(gzip.compress(style)) < 14 * 1024


def test_a_page_comes_out_the_same_every_time() -> None:
    other = Renderer(Theme(), SITE, CONFIG)
    for page in PAGES.values():
        assert RENDERER.render(*page) == RENDERER.render(*page) == other.render(*page)


@pytest.mark.java
def test_the_nu_html_checker_has_nothing_to_say(tmp_path: Path) -> None:
    files = []
    for name in HTML:
        files.append(tmp_path / f"{name.replace(' ', '-')}.html")
        files[-1].write_bytes(RENDERER.render(*PAGES[name]))
    assert nu_messages(files) == []
