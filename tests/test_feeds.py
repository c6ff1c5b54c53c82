"""Feeds in every format, read by the libraries that feed readers are made with."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader import Entry, make_reader
from support_site import brief, briefgen, build_site, tree, write_site
from support_views import BRIEF, CONFIG, PAGES, SITE, feed_of

from briefgen.config import Config, OutputsConfig
from briefgen.pages.model import Page
from briefgen.pages.pictures import media_type
from briefgen.render.renderer import Renderer, TemplateError
from briefgen.render.theme import Theme

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "tests" / "fixtures" / "jsonfeed-1.1.schema.json").read_text("utf-8"))
NOW = "2026-06-01T12:00Z"
ATOM, DC, CONTENT = (
    "{http://www.w3.org/2005/Atom}",
    "{http://purl.org/dc/elements/1.1/}",
    "{http://purl.org/rss/1.0/modules/content/}",
)
PARTS = ["brief-happening", "brief-important", "brief-next"]
RENDERER = Renderer(Theme(), SITE, CONFIG)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site with every feed in every format."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "briefs", folder / "briefs")
    settings = (ROOT / "briefgen.yml").read_text("utf-8")
    settings = re.sub(r"json_feed: site|rss: none", lambda m: f"{m[0].partition(':')[0]}: all", settings)
    settings = settings.replace("websub: []", "websub: https://hub.example/")
    (folder / "briefgen.yml").write_text(settings, "utf-8")
    done = briefgen(folder, "build", "--now", NOW, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def folders(site: Path) -> list[Path]:
    """Folders with a feed: that of the site, and every second of those of topics, actors and stories."""
    found = sorted(path.parent for path in site.rglob("feed.xml"))
    assert {f.parent.name for f in found if f != site} == {"topics", "actors", "stories"}
    assert len(found) > 50
    return found[::2] if site in found[::2] else [site, *found[::2]]


@pytest.fixture(scope="module")
def atoms(folders: list[Path]) -> dict[Path, Any]:
    """The Atom feeds as feedparser reads them."""
    return {folder: feedparser.parse((folder / "feed.xml").read_bytes()) for folder in folders}


def is_former(folder: Path) -> bool:
    """Whether a topic or an actor had its page there once."""
    return b'http-equiv="refresh"' in (folder / "index.html").read_bytes()


def parts_of(html: str) -> list[str]:
    return [name for name in re.findall(r'<section class="([\w-]+)"', html) if name in PARTS]


# ---------------------------------------------------------------- the sample site, by clients


def test_feedparser_reads_every_atom_feed(site: Path, atoms: dict[Path, Any]) -> None:
    for folder, feed in atoms.items():
        url = f"https://briefs.example/{folder.relative_to(site).as_posix()}/".replace("/./", "/")
        if is_former(folder):
            url = feed.feed.links[0].href.removesuffix("feed.xml")
            assert (folder.parent / url.split("/")[-2] / "feed.xml").read_bytes() == (folder / "feed.xml").read_bytes()
        assert not feed.bozo, (folder, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.feed.id == f"tag:briefs.example,2025:{url.removeprefix('https://briefs.example/')}feed.xml"
        links = {link.rel: link.href for link in feed.feed.links}
        assert links == {"self": f"{url}feed.xml", "alternate": url, "hub": "https://hub.example/"}
        assert (feed.feed.author, feed.feed.author_detail.href) == (
            "The briefgen sample desk",
            "https://briefs.example/",
        )
        assert feed.feed.updated == max(entry.updated for entry in feed.entries)
        for entry in feed.entries:
            assert parts_of(entry.content[0].value) == PARTS, entry.id
            assert not re.findall(r'(?:href|src)="/', entry.content[0].value)
            assert entry.content[0].language
            for tag in entry.get("tags", ()):
                assert (site / tag.scheme.removeprefix("https://briefs.example/") / tag.term / "index.html").exists()
                assert tag.label
        assert feed.entries
    assert sum(len(entry.get("tags", ())) for entry in atoms[site].entries) > 50


def test_a_feed_is_the_same_in_every_format(atoms: dict[Path, Any]) -> None:
    for folder, atom in atoms.items():
        told = json.loads((folder / "feed.json").read_bytes())
        jsonschema.validate(told, SCHEMA)
        rss = feedparser.parse((folder / "rss.xml").read_bytes())
        assert not rss.bozo, (folder, rss.get("bozo_exception"))
        assert rss.version == "rss20"
        assert told["feed_url"] == atom.feed.links[0].href.replace("feed.xml", "feed.json")
        assert told["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
        assert {link.rel for link in rss.feed.links} == {"alternate", "self", "hub"}
        assert atom.feed.title == told["title"] == rss.feed.title
        assert len(atom.entries) == len(told["items"]) == len(rss.entries) > 0
        for one, item, other in zip(atom.entries, told["items"], rss.entries, strict=True):
            assert one.id == item["id"] == other.id
            assert one.title == item["title"] == other.title
            assert one.link == item["url"] == other.link
            assert one.updated == item["date_modified"] == other.updated
            assert one.published == item["date_published"]
            assert one.published_parsed == other.published_parsed
            assert one.content[0].value == other.content[0].value
            assert parts_of(item["content_html"]) == PARTS
            assert list(item["_sections"]) == ["happening", "important", "next"]
            assert all(part["content_html"].strip() in item["content_html"] for part in item["_sections"].values())
            tags = [t.label for t in one.get("tags", ()) if t.scheme.endswith("/topics/")]
            assert item.get("tags", []) == tags
            assert not other.guidislink
            assert one.get("summary") == item.get("summary")


def test_the_reader_library_reads_every_feed(site: Path, folders: list[Path]) -> None:
    files = [folder / name for folder in folders for name in ("feed.xml", "feed.json", "rss.xml")]
    with closing(make_reader(":memory:", feed_root=str(site))) as reader:
        for file in files:
            reader.add_feed(file.relative_to(site).as_posix())
        for result in reader.update_feeds_iter():
            assert not isinstance(result.value, Exception), result
        entries: dict[str, list[Entry]] = {}
        for entry in reader.get_entries():
            assert entry.feed_url, entry.id
            entries.setdefault(entry.feed_url, []).append(entry)
        assert len(entries) == len(files)
        for folder in folders:
            one, other, third = [
                {entry.id: entry for entry in entries[(folder / name).relative_to(site).as_posix()]}
                for name in ("feed.xml", "feed.json", "rss.xml")
            ]
            assert one.keys() == other.keys() == third.keys()
            for name, entry in one.items():
                assert name.startswith("tag:briefs.example,2025:")
                assert entry.title == other[name].title == third[name].title
                assert entry.link == other[name].link == third[name].link
                assert entry.updated_not_none == other[name].updated_not_none == third[name].updated_not_none
                assert entry.published == other[name].published == third[name].published
                assert all(parts_of(e[name].content[0].value) == PARTS for e in (one, other, third))


def test_a_page_tells_where_its_feeds_are(site: Path) -> None:
    def told(page: str) -> list[tuple[str, str]]:
        text = (site / page).read_text("utf-8")
        return re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', text)

    types = ("application/atom+xml", "application/feed+json", "application/rss+xml")
    whole = [*zip(types, ("/feed.xml", "/feed.json", "/rss.xml"), strict=True)]
    folder = f"/stories/{min(p.parent.name for p in site.glob('stories/*/index.html'))}/"
    beside = [*zip(types, (f"{folder}feed.xml", f"{folder}feed.json", f"{folder}rss.xml"), strict=True)]
    assert told("index.html") == whole
    assert told(folder.strip("/") + "/index.html") == [*beside, *whole]
    assert told("about/index.html") == whole


def test_the_page_of_feeds_leads_to_feeds(site: Path) -> None:
    text = (site / "feeds/index.html").read_text("utf-8")
    links = re.findall(r'<a href="([^"]+)" type="[^"]+">(Atom|JSON Feed|RSS)</a>', text)
    assert {name for _, name in links} == {"Atom", "JSON Feed", "RSS"}
    assert all((site / url.lstrip("/")).is_file() for url, _ in links)
    topics = {path.parent.name for path in site.glob("topics/*/feed.xml") if not is_former(path.parent)}
    assert {url.split("/")[2] for url, _ in links if url.startswith("/topics/")} == topics
    assert sum(url.startswith("/actors/") for url, _ in links) == 3 * 24
    assert 'href="/feeds/"' in (site / "index.html").read_text("utf-8")


# ---------------------------------------------------------------- what they hold


def read_json() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(RENDERER.render(*PAGES["json feed"]))
    return told


def test_a_json_feed_follows_the_standard() -> None:
    told = read_json()
    jsonschema.validate(told, SCHEMA)
    assert told["home_page_url"] == "https://example.org/news/"
    assert told["authors"] == [{"name": "The Harbour Desk", "url": "https://example.org/news/"}]
    assert told["favicon"].startswith("https://example.org/news/assets/favicon.svg")
    lock, bare, arabic = told["items"]
    assert lock["image"] == "https://example.org/news/media/lock.png"
    assert lock["authors"] == [{"name": "Jon Ames"}]
    assert lock["_sections"]["important"]["title"] == "Why It's Important"
    assert "https://example.org/news/actors/ferries/" in lock["_sections"]["important"]["content_html"]
    assert bare.keys().isdisjoint({"summary", "tags", "image", "authors"})
    assert arabic["language"] == "ar"


def test_an_rss_feed_without_items_was_built_at_no_time() -> None:
    page, meta, view = PAGES["rss"]
    channel = ET.fromstring(RENDERER.render(page, meta, msgspec.structs.replace(view, briefs=()))).find("channel")
    assert channel is not None
    assert channel.find("lastBuildDate") is None


def test_rss_follows_the_standard() -> None:
    text = RENDERER.render(*PAGES["rss"])
    channel = ET.fromstring(text).find("channel")
    assert channel is not None
    # rssboard.org: required elements of a channel; content in the namespaces of its modules
    assert [channel.findtext(tag) for tag in ("title", "link", "description", "language")] == [
        *("The Harbour Brief", "https://example.org/news/", "News of a town that isn't there.", "en")
    ]
    assert channel.findtext("lastBuildDate") == "Sat, 18 Oct 2025 18:00:00 +0200"
    links = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    assert links == {"self": "https://example.org/news/rss.xml", "hub": "https://hub.example/"}
    first, bare, _ = channel.findall("item")
    guid = first.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == ("tag:example.org,2025:lock", "false")
    assert first.findtext("pubDate") == "Sat, 18 Oct 2025 14:00:00 +0200"
    assert (first.findtext(f"{DC}creator"), bare.findtext(f"{DC}creator")) == ("Jon Ames", "The Harbour Desk")
    assert [(c.get("domain"), c.text) for c in first.findall("category")][1:3] == [
        ("https://example.org/news/topics/", "Energy & Heat"),
        ("https://example.org/news/actors/", "Mara Lindqvist"),
    ]
    assert parts_of(first.findtext(f"{CONTENT}encoded") or "") == PARTS
    media = first.find("{http://search.yahoo.com/mrss/}content")
    assert media is not None
    assert media.get("type") == "image/png"


def test_an_entry_holds_all_that_the_page_has() -> None:
    html = read_json()["items"][0]["content_html"]
    order = [html.index(f'class="{name}"') for name in ("brief-lede", "brief-corrections", *PARTS, "brief-sources")]
    assert order == sorted(order)
    expected = html[html.index('class="brief-next"') : html.index('class="brief-sources"')]
    assert re.findall(r'<time datetime="([\d-]+)">(.+?)</time>: (.+?)</li>', expected) == [
        ("2025-10-20", "Oct 20, 2025", "Sonar inspection"),
        ("2025-10-27", "Oct 27\u2009–\u200929, 2025", "Council votes"),
        ("2026-01-15", "By Jan 15, 2026", "Lock reopens"),
    ]
    assert "<figcaption>On Friday <small>Harbour archive</small></figcaption>" in html
    assert '<a href="https://example.com/214">Notice 214</a> (Port)' in html
    bare = read_json()["items"][1]["content_html"]
    assert "A day late." in bare
    assert bare.count("<h2>") == 2


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("a/b.PNG", "image/png"),
        ("https://x.example/a.jpg?w=1.5", "image/jpeg"),
        ("https://x.example/picture", ""),
        ("a.b/c", ""),
        ("https://x.example", ""),
    ],
)
def test_the_type_of_a_picture(path: str, told: str) -> None:
    assert media_type(path) == told


ALLOWED = re.compile("[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@given(st.text(st.characters(), min_size=1))
def test_any_title_comes_through(title: str) -> None:
    named = msgspec.structs.replace(BRIEF, title=title, byline=title, sources=())
    view = msgspec.structs.replace(feed_of("feed.xml"), briefs=(named,), title=title)
    kept = "".join(ALLOWED.findall(title))

    def render(name: str) -> bytes:
        return RENDERER.render(*PAGES[name][:2], view)

    def same(found: str | None) -> bool:  # XML 1.0, 2.11: a parser makes of every line end a line feed
        return (found or "") == kept.replace("\r\n", "\n").replace("\r", "\n")

    assert same(ET.fromstring(render("feed")).findtext(f"{ATOM}entry/{ATOM}title"))
    assert same(ET.fromstring(render("rss")).findtext("channel/item/title"))
    item = json.loads(render("json feed"))["items"][0]
    whole = "".join(c for c in title if not "\ud800" <= c <= "\udfff")
    assert (item["title"], item["authors"][0]["name"]) == (whole, whole)


# ---------------------------------------------------------------- what lasts

TOPICS = "trade:\n  name: Trade\n"
OUT = OutputsConfig(json_feed="all", rss="all")
SITE_CONFIG = Config(title="The Test Wire", url="https://example.org", outputs=OUT)


def ids(site: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    for path, data in sorted(site.items()):
        if path.endswith("feed.xml"):
            feed = feedparser.parse(data)
            yield path, feed.feed.id
            yield from ((path, entry.id) for entry in feed.entries)
        elif path.endswith("feed.json"):
            yield from ((path, item["id"]) for item in json.loads(data)["items"])
        elif path.endswith("rss.xml"):
            yield from ((path, entry.id) for entry in feedparser.parse(data).entries)


def test_ids_stay_whatever_is_renamed(tmp_path: Path) -> None:
    text = brief("A bridge opens", extra="topics: [Trade]\nstory: The bridge\n")
    write_site(tmp_path, {"briefs/a.md": text, "briefs/topics.yml": TOPICS})
    build_site(tmp_path, SITE_CONFIG)
    before = list(ids(tree(tmp_path / "site")))
    assert len(before) == 4 + 2 * 3 + 2  # the site, a topic, a story; no actor
    text = text.replace("title: A bridge opens", "title: A bridge falls").replace("slug: a-bridge-opens", "slug: x")
    text = text.replace("---\n## What", "aliases: [/2025/10/18/a-bridge-opens/]\nupdated: 2025-10-20\n---\n## What")
    topics = "trade:\n  name: Commerce\n  aliases: [Trade]\n"
    write_site(tmp_path, {"briefs/a.md": text, "briefs/topics.yml": topics})
    build_site(tmp_path, SITE_CONFIG)
    after = tree(tmp_path / "site")
    assert list(ids(after)) == before
    told = json.loads(after["topics/trade/feed.json"])
    assert told["title"] == "Commerce – The Test Wire"
    assert [(i["title"], i["url"]) for i in told["items"]] == [("A bridge falls", "https://example.org/2025/10/18/x/")]
    assert told["items"][0]["date_modified"] == "2025-10-20T00:00:00Z"


def test_a_feed_stays_at_its_former_address(tmp_path: Path) -> None:
    topics = "commerce:\n  name: Commerce\n  aliases: [Trade, Exchange]\n  redirect_from: [trade]\n"
    write_site(tmp_path, {"briefs/a.md": brief(extra="topics: [Trade]\n"), "briefs/topics.yml": topics})
    build_site(tmp_path, SITE_CONFIG)
    site = tree(tmp_path / "site")
    for name in ("feed.xml", "feed.json", "rss.xml"):
        assert site[f"topics/trade/{name}"] == site[f"topics/commerce/{name}"]
        assert f"https://example.org/topics/commerce/{name}".encode() in site[f"topics/trade/{name}"]
        assert f"topics/exchange/{name}" not in site  # an alias that never was a slug: only its page is sent on
    assert "topics/exchange/index.html" in site


def test_what_is_held_or_gone_leaves_no_trace(tmp_path: Path) -> None:
    def named(word: str, extra: str, date: str = "2025-10-31 20:00") -> str:
        return brief(f"The {word} title", date, f"topics: [Trade]\nstory: The bridge\n{extra}")

    files = {
        "briefs/shown.md": named("shown", ""),
        "briefs/draft.md": named("draft", "status: draft\n"),
        "briefs/later.md": named("later", "", "2025-11-01 18:00"),
        "briefs/gone.md": named("gone", "expires: 2025-11-01 06:00\n"),
    }
    build_site(write_site(tmp_path, files), SITE_CONFIG)
    machines = {p: d for p, d in tree(tmp_path / "site").items() if p.endswith((".xml", ".json", ".txt"))}
    assert {"stories/the-bridge/feed.json", "sitemaps/news.xml", "topics/trade/rss.xml"} <= machines.keys()
    for path, data in machines.items():
        assert not re.search(rb"(draft|later|gone)[ -]title", data), path
    # the feeds, its sitemap, that of news, the stories of the API, and what the search reads
    assert sum(b"the-shown-title" in data for data in machines.values()) == 3 * 3 + 4
    on_feeds = (tmp_path / "site/feeds/index.html").read_bytes()
    assert b"/topics/trade/feed.xml" in on_feeds


def test_a_new_brief_leaves_the_page_of_feeds_alone(tmp_path: Path) -> None:
    folder = write_site(tmp_path, {"briefs/a.md": brief(extra="topics: [Trade]\nactors: [Ada Novik]\n")})
    build_site(folder, SITE_CONFIG)
    write_site(folder, {"briefs/b.md": brief("Another", "2025-10-19", "topics: [Trade]\nactors: [Ada Novik]\n")})
    explained = {path for path, _ in build_site(folder, SITE_CONFIG, explain=True).explained}
    assert "topics/trade/feed.xml" in explained
    assert "feeds/index.html" not in explained


@pytest.mark.parametrize(
    ("outputs", "found"),
    [
        (OutputsConfig(), {"feed.xml", "feed.json", "topics/trade/feed.xml", "stories/s/feed.xml"}),
        (OutputsConfig(feed=False, topic_feeds=False, stories=False), {"feed.json"}),
        (OutputsConfig(json_feed="all", topic_feeds=False, story_feeds=False), {"feed.xml", "feed.json"}),
        (
            OutputsConfig(json_feed="none", rss="all", feed=False),
            {"rss.xml", *(f"{f}/{n}" for f in ("topics/trade", "stories/s") for n in ("feed.xml", "rss.xml"))},
        ),
    ],
)
def test_outputs_choose_formats(tmp_path: Path, outputs: OutputsConfig, found: set[str]) -> None:
    write_site(tmp_path, {"briefs/a.md": brief(extra="topics: [Trade]\nstory: S\n")})
    build_site(tmp_path, msgspec.structs.replace(SITE_CONFIG, outputs=outputs))
    site = tree(tmp_path / "site")
    assert {path for path in site if path.endswith(("feed.xml", "feed.json", "rss.xml"))} == found
    home = site["index.html"].decode()
    assert {url.lstrip("/") for url in re.findall(r'<link rel="alternate"[^>]+href="([^"]+)"', home)} == {
        path for path in found if "/" not in path
    }


# ---------------------------------------------------------------- themes


def test_a_theme_without_the_macro_is_told_so(tmp_path: Path) -> None:
    renderer = Renderer(
        Theme([write_site(tmp_path, {"entry.xml": "{% macro entry(b) %}x{% endmacro %}"})]), SITE, CONFIG
    )
    with pytest.raises(TemplateError) as caught:
        renderer.render(*PAGES["json feed"])
    assert "There is no macro “content”" in caught.value.problem.message
    assert caught.value.problem.where.file == "templates/entry.xml"


@pytest.mark.parametrize(
    ("macro", "told"),
    [
        ("<p>{{ brief.extra.map | default('none') }}</p>", "<p>none</p>"),
        ("<p>{{ brief.topics.title is defined }}</p>", "<p>False</p>"),
    ],
)
def test_a_macro_of_ones_own_is_called(tmp_path: Path, macro: str, told: str) -> None:
    own = "{% macro content(brief) %}" + macro + "{% endmacro %}"
    renderer = Renderer(Theme([write_site(tmp_path, {"entry.xml": own})]), SITE, CONFIG)
    items = json.loads(renderer.render(*PAGES["json feed"]))["items"]
    assert {item["content_html"] for item in items} == {told}


def test_a_mistake_in_a_macro_names_its_line(tmp_path: Path) -> None:
    own = "\n{% macro content(brief) %}\n{{ brief.titel }}{% endmacro %}"
    renderer = Renderer(Theme([write_site(tmp_path, {"entry.xml": own})]), SITE, CONFIG)
    with pytest.raises(TemplateError) as caught:
        renderer.render(*PAGES["json feed"])
    found = caught.value.problem
    assert (found.code, found.where.file, found.where.line) == ("template-undefined", "templates/entry.xml", 3)


def test_content_is_made_once_for_all_formats() -> None:
    renderer = Renderer(Theme(), SITE, CONFIG)
    made: list[str] = []
    html = renderer.environment.filters["absolute"]

    def noted(text: str) -> str:
        made.append(text)
        return str(html(text))

    renderer.environment.filters["absolute"] = noted
    for name in ("json feed", "feed", "rss"):
        renderer.render(*PAGES[name])
    assert sum("brief-happening" in text for text in made) == 3  # as many as there are briefs


def test_pages_name_their_file() -> None:
    page: Page = PAGES["json feed"][0]
    assert page.template == ""
    assert dt.datetime.fromisoformat(read_json()["items"][0]["date_published"]) == BRIEF.date.instant
