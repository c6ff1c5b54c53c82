"""The sample site of this repository, built whole and given to the clients that readers and machines use."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import extruct
import feedparser
import pytest
from support_site import ROOT, SAMPLE_NOW, briefgen, lay_out
from support_web import Document, nu_messages, pages

from briefgen.policy import default_policy

#: One address of every kind of page that the sample site has.
KINDS = {
    "home": "index.html",
    "topics": "topics/index.html",
    "actors": "actors/index.html",
    "stories": "stories/index.html",
    "next": "next/index.html",
    "corrections": "corrections/index.html",
    "own": "about/index.html",
    "search": "search/index.html",
    "404": "404.html",
}


def test_every_kind_of_page_is_there(site: Path) -> None:
    for path in (*KINDS.values(), "robots.txt", "sitemap.xml", "feed.xml"):
        assert (site / path).is_file(), path
    for kind in ("topics", "actors", "stories"):
        assert any((site / kind).glob("*/index.html")), kind
    assert any(site.glob("20[0-9][0-9]/[0-9][0-9]/[0-9][0-9]/index.html"))


def test_ids_are_unique_and_every_page_is_well_made(site: Path) -> None:
    for path in pages(site):
        text = path.read_text("utf-8")
        document = Document(text)
        assert len(document.ids) == len(set(document.ids)), path
        assert text.lower().startswith("<!doctype html>"), path
        tags = [t for t, _ in document.tags]
        assert tags.count("title") == 1 + tags.count("svg"), path
        scripts = [attrs for tag, attrs in document.tags if tag == "script"]
        assert path == site / "search/index.html" or all(
            attrs == {"type": "application/ld+json"} for attrs in scripts
        ), f"{path}: JavaScript"
        if 'http-equiv="refresh"' not in text:
            assert tags.count("h1") == 1, path
            assert tags.count("main") == 1, path
            levels = [int(t[1]) for t in tags if re.fullmatch("h[1-6]", t)]
            for before, after in zip([0, *levels], levels, strict=False):
                assert after <= before + 1, f"{path}: h{before} → h{after}"


def test_no_page_asks_another_site_for_anything(site: Path) -> None:
    for path in pages(site):
        for tag, attrs in Document(path.read_text("utf-8")).tags:
            loads = attrs.get("src") or (
                attrs.get("href") if tag == "link" and attrs.get("rel") == "stylesheet" else ""
            )
            assert not urlsplit(loads or "").netloc, (path, loads)


def test_a_reader_understands_every_feed(site: Path) -> None:
    feeds = list(site.rglob("feed.xml"))
    assert len(feeds) > 10
    ids: dict[str, str] = {}
    for path in feeds:
        feed = feedparser.parse(path.read_bytes())
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.feed.id.startswith("tag:briefs.example,")
        assert feed.feed.updated_parsed
        assert {link.rel for link in feed.feed.links} >= {"self", "alternate"}
        assert feed.entries
        for entry in feed.entries:
            assert entry.id.startswith("tag:")
            assert entry.link.startswith("https://briefs.example/")
            assert ids.setdefault(entry.id, entry.link) == entry.link
            assert entry.content[0].value.count("<h2") >= 3, entry.id
            assert 'href="/' not in entry.content[0].value
            assert entry.published_parsed
            assert entry.updated_parsed >= entry.published_parsed
    newest = feedparser.parse((site / "feed.xml").read_bytes()).entries
    assert [e.published_parsed for e in newest] == sorted((e.published_parsed for e in newest), reverse=True)


def test_sitemaps_list_exactly_the_pages_that_search_engines_should_know(site: Path) -> None:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ElementTree.parse(site / "sitemap.xml").getroot()
    assert index.tag == f"{name}sitemapindex"
    listed: list[str] = []
    for loc in index.iter(f"{name}loc"):
        part = ElementTree.parse(site / urlsplit(str(loc.text)).path.lstrip("/")).getroot()
        assert part.tag == f"{name}urlset"
        listed += [str(url.text) for url in part.iter(f"{name}loc")]
    expected = set()
    for path in pages(site):
        text = path.read_text("utf-8")
        if 'content="noindex' not in text:
            address = path.relative_to(site).as_posix().removesuffix("index.html")
            expected.add(f"https://briefs.example/{address}")
    assert set(listed) == expected
    assert len(listed) == len(set(listed))


def test_every_page_names_its_canonical_address(site: Path) -> None:
    for path in pages(site):
        text = path.read_text("utf-8")
        links = [a.get("href") for t, a in Document(text).tags if t == "link" and a.get("rel") == "canonical"]
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        if 'http-equiv="refresh"' in text:
            assert len(links) == 1, path
        else:
            assert links == ([] if path.name == "404.html" else [f"https://briefs.example/{address}"])


def test_nothing_of_a_draft_is_published(site: Path) -> None:
    drafts = [
        p for p in (ROOT / "briefs").rglob("*.md") if re.search(r"^status: draft", p.read_text("utf-8"), re.MULTILINE)
    ]
    assert drafts
    for draft in drafts:
        title = re.search(r"^title: *(.+)$", draft.read_text("utf-8"), re.MULTILINE)
        assert title
        for path in (p for p in site.rglob("*") if p.is_file()):
            assert title[1].strip("\"'").encode() not in path.read_bytes(), path


def test_the_same_bytes_everywhere(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "somewhere" / "else"
    other.mkdir(parents=True)
    lay_out(other)
    done = briefgen(other, "build", "--now", SAMPLE_NOW, PYTHONHASHSEED="4711", TZ="Pacific/Auckland", LC_ALL="C")
    assert done.returncode == 0, done.stdout + done.stderr

    def contents(folder: Path) -> dict[str, bytes]:
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    assert contents(site) == contents(other / "site")


def test_a_second_build_writes_nothing(site: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in site.rglob("*") if p.is_file()}
    assert briefgen(site.parent, "build", "--now", SAMPLE_NOW).returncode == 0
    assert before == {p: p.stat().st_mtime_ns for p in site.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "seed", sorted((ROOT.parent / "shared" / "seeds").glob("*.txt")) or [None], ids=lambda p: p.name if p else "none"
)
def test_a_real_brief_alone_makes_a_site(seed: Path | None, tmp_path: Path) -> None:
    """The plainest file: no title, no date, no metadata; only the registry of this site beside it."""
    if seed is None:
        pytest.skip("needs the real briefs in ../shared/seeds/")
    (tmp_path / "briefs").mkdir()
    shutil.copy(seed, tmp_path / "briefs")
    shutil.copy(ROOT / "briefs" / "actors.yml", tmp_path / "briefs")
    done = briefgen(tmp_path, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    (page,) = (tmp_path / "site").glob("20??/??/??/*/index.html")
    text = page.read_text("utf-8")
    assert [i for i in Document(text).ids if i in ("happening", "important", "next")] == [
        "happening",
        "important",
        "next",
    ]
    title = re.search(r"<h1>(.+?)</h1>", text)
    assert title
    assert 20 <= len(title[1]) <= 100
    for actor in ("donald-trump", "kim-jong-un", "xi-jinping", "north-korea"):
        assert page.parent.name in (tmp_path / "site" / "actors" / actor / "index.html").read_text("utf-8")
        assert f'href="/actors/{actor}/"' in text
    assert page.parent.name in (tmp_path / "site" / "index.html").read_text("utf-8")
    feed = feedparser.parse((tmp_path / "site" / "feed.xml").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == 1


@pytest.mark.java
@pytest.mark.slow
def test_the_nu_html_checker_has_nothing_to_say(site: Path) -> None:
    assert nu_messages(pages(site)) == []
    styles = pages(site, ".css")
    assert styles
    assert [m for m in nu_messages(styles, "--css") if ": error:" in m] == []


def test_a_client_finds_both_on_every_page(site: Path) -> None:
    listed = {"home": 0, "NewsArticle": 0}
    for path in pages(site):
        text = path.read_text("utf-8")
        if 'http-equiv="refresh"' in text or path.name == "404.html":
            continue
        address = "https://briefs.example/" + path.relative_to(site).as_posix().removesuffix("index.html")
        (found,) = extruct.extract(text, address, syntaxes=["json-ld"])["json-ld"]
        kinds = [part["@type"] for part in found["@graph"]]
        main = found["@graph"][0] if kinds[0] != "WebSite" else found["@graph"][1]
        assert main["url"] == address
        listed["home"] += "WebSite" in kinds
        listed["NewsArticle"] += "NewsArticle" in kinds
        assert ("WebSite" in kinds) != ("BreadcrumbList" in kinds)
        for part in found["@graph"]:
            assert_links_lead_somewhere(part, site)
        tags = {a["property"]: a["content"] for t, a in Document(text).tags if t == "meta" and a.get("property")}
        assert tags["og:url"] == address
        assert tags["og:title"]
        assert tags["og:title"] == (main.get("headline") or main["name"])
        assert tags["og:type"] == ("article" if "NewsArticle" in kinds else "website")
    assert listed["home"] == 1
    assert listed["NewsArticle"] >= 20


def assert_links_lead_somewhere(value: Any, site: Path) -> None:
    """All addresses of the site in a node are those of pages and files that there are."""
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        assert_links_lead_somewhere(part, site)
        if isinstance(part, str) and part.startswith("https://briefs.example/") and "{" not in part:
            path = urlsplit(part).path
            assert (site / f".{path}" / ("index.html" if path.endswith("/") else "")).exists(), part


def test_every_page_carries_the_policy_and_needs_no_more(site: Path) -> None:
    for path in pages(site):
        document = Document(path.read_text("utf-8"))
        policies = [
            a["content"] for t, a in document.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policies == [default_policy()], path
        assert [t for t, _ in document.tags][2:4] == [
            "meta",
            "meta",
        ]  # beside the encoding, before anything that it is about
        for tag, attrs in document.tags:
            assert tag != "style", path
            assert not any(name == "style" or name.startswith("on") for name in attrs), (path, tag)
