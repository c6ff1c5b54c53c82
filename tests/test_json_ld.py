"""What pages tell machines: JSON-LD and Open Graph, read by a client that others wrote."""

from __future__ import annotations

import datetime as dt
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import extruct
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_site import CONFIG as WIRE
from support_site import brief, build_site, write_site
from support_views import BRIEF, CARD, CONFIG, PAGES, SITE
from support_web import Document, pages

from briefgen.pages.views import ActorLink, BriefPage, ImageView, ShareImage, SiteView
from briefgen.render.dates import Dates, territorial
from briefgen.render.json_ld import JsonLd
from briefgen.render.renderer import Renderer
from briefgen.render.theme import Theme

LOGO = "https://example.org/news/assets/logo.png"
FULL_SITE = msgspec.structs.replace(SITE, logo=LOGO, has=(*SITE.has, "search"))
RENDERER = Renderer(Theme(), FULL_SITE, CONFIG)
ACTORS = (
    ActorLink(
        "Mara Lindqvist",
        "/news/actors/mara/",
        "person",
        "harbour master",
        same_as=("https://www.wikidata.org/wiki/Q1",),
    ),
    ActorLink("Northern Ferries", "/news/actors/ferries/", "organization"),
    ActorLink("Osthaven", "/news/actors/osthaven/", "place", same_as=("https://osthaven.example/",)),
    ActorLink("The ministry", "/news/actors/ministry/", "government"),
    ActorLink("Pilots", "/news/actors/pilots/", "group"),
    ActorLink("Nobody knows", "/news/actors/x/"),
)
#: A brief that has all that a brief can have.
FULL = msgspec.structs.replace(BRIEF, actors=ACTORS, listed=2, follows=CARD, expires=BRIEF.modified)
URL = "https://example.org/news/2025/10/18/lock/"


def graph(view: Any, name: str = "brief", site: SiteView = FULL_SITE, **meta: Any) -> dict[str, dict[str, Any]]:
    """The nodes of a page by their type."""
    page = msgspec.structs.replace(PAGES[name][1], **meta)
    made = JsonLd(site, Dates("en", "Europe/Berlin"), lambda phrase: phrase.capitalize())(view, page)
    document = json.loads(made)
    assert document["@context"] == "https://schema.org"
    return {node["@type"]: node for node in document["@graph"]}


def of(name: str) -> dict[str, dict[str, Any]]:
    return graph(PAGES[name][2], name)


def test_an_article_has_all_that_is_recommended() -> None:
    """Google's guide to articles (headline, image, datePublished, dateModified, author with name and url), to publishers, and the
    properties of schema.org's NewsArticle, CreativeWork and CorrectionComment of which a brief knows anything."""
    image = ShareImage("https://example.org/news/media/lock.png", "The lock", "image/png")
    article = graph(BriefPage(FULL), image=image)["NewsArticle"]
    assert article == {
        "@type": "NewsArticle",
        "@id": f"{URL}#brief",
        "identifier": "tag:example.org,2025:lock",
        "url": URL,
        "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
        "headline": "Lock shut after divers find <cracks>",
        "datePublished": "2025-10-18T14:00:00+02:00",
        "dateModified": "2025-10-18T18:00:00+02:00",
        "expires": "2025-10-18T18:00:00+02:00",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "author": {"@type": "Person", "name": "Jon Ames"},
        "publisher": {
            "@type": "Organization",
            "@id": "https://example.org/news/#publisher",
            "name": "The Harbour Desk",
            "url": "https://example.org/news/",
            "logo": {"@type": "ImageObject", "url": LOGO},
        },
        "description": "Freighters wait.",
        "articleSection": ["Shipping", "Energy & Heat"],
        "keywords": ["Shipping", "Energy & Heat", *(actor.title for actor in ACTORS)],
        "about": [
            {
                "@type": "DefinedTerm",
                "@id": f"https://example.org/news/topics/{slug}/#topic",
                "name": name,
                "url": f"https://example.org/news/topics/{slug}/",
                "inDefinedTermSet": "https://example.org/news/topics/",
            }
            for name, slug in (("Shipping", "shipping"), ("Energy & Heat", "energy"))
        ]
        + [
            node(
                "Person",
                "mara",
                "Mara Lindqvist",
                jobTitle="harbour master",
                sameAs=["https://www.wikidata.org/wiki/Q1"],
            ),
            node("Organization", "ferries", "Northern Ferries"),
        ],
        "mentions": [
            node("Place", "osthaven", "Osthaven", sameAs=["https://osthaven.example/"]),
            node("GovernmentOrganization", "ministry", "The ministry"),
            node("Organization", "pilots", "Pilots"),
            node("Thing", "x", "Nobody knows"),
        ],
        "image": {
            "@type": "ImageObject",
            "url": "https://example.org/news/media/lock.png",
            "encodingFormat": "image/png",
            "caption": "On Friday",
            "creditText": "Harbour archive",
        },
        "citation": [
            {
                "@type": "CreativeWork",
                "name": "Notice 214",
                "url": "https://example.com/214",
                "publisher": {"@type": "Organization", "name": "Port"},
            },
            {"@type": "CreativeWork", "name": "https://www.example.net/x", "url": "https://www.example.net/x"},
            {"@type": "CreativeWork", "name": "Log"},
        ],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "Ferries aren't affected.",
                "datePublished": "2025-10-18T18:00:00+02:00",
            }
        ],
        "isPartOf": {
            "@type": "CreativeWorkSeries",
            "@id": "https://example.org/news/stories/lock/#story",
            "name": "The eastern lock",
            "url": "https://example.org/news/stories/lock/",
        },
        "isBasedOn": {"@type": "NewsArticle", "@id": f"{URL}#brief", "headline": CARD.title, "url": URL},
        "hasPart": [
            {"@type": "WebPageElement", "name": "What's Happening", "cssSelector": "#happening"},
            {"@type": "WebPageElement", "name": "Why It's Important", "cssSelector": "#important"},
            {"@type": "WebPageElement", "name": "What's Next", "cssSelector": "#next"},
        ],
    }


def node(kind: str, slug: str, name: str, **more: Any) -> dict[str, Any]:
    """What has a page of an actor."""
    url = f"https://example.org/news/actors/{slug}/"
    return {"@type": kind, "name": name, "@id": f"{url}#actor", "url": url, **more}


def test_the_least_brief_tells_nothing_that_it_does_not_know() -> None:
    article = of("bare brief")["NewsArticle"]
    assert article["datePublished"] == article["dateModified"] == "2025-10-17"  # a day stays a day
    assert article["author"] == article["publisher"]
    assert article["author"]["@type"] == "Organization"
    absent = {
        "description",
        "image",
        "about",
        "mentions",
        "keywords",
        "articleSection",
        "citation",
        "correction",
        "isPartOf",
    }
    assert not absent & article.keys()
    assert all(value not in ("", [], None) for value in article.values())


@pytest.mark.parametrize("byline", ["The Lock Desk", "THE LOCK DESK", "The Lock"])
def test_who_signs_as_the_publisher_is_no_person(byline: str) -> None:
    site = msgspec.structs.replace(SITE, title="The Lock", publisher="The Lock Desk")
    article = graph(BriefPage(msgspec.structs.replace(FULL, byline=byline)), site=site)["NewsArticle"]
    assert article["author"] == article["publisher"]


def test_a_card_stands_for_a_brief_without_a_picture() -> None:
    card = ShareImage(f"{URL}card.png", "Title", "image/png", 1200, 630)
    bare = msgspec.structs.replace(BRIEF, image=None)
    image = graph(BriefPage(bare), image=card)["NewsArticle"]["image"]
    assert image == {
        "@type": "ImageObject",
        "url": f"{URL}card.png",
        "width": 1200,
        "height": 630,
        "encodingFormat": "image/png",
    }


def test_a_page_knows_its_place() -> None:
    def trail(name: str) -> list[tuple[int, str, str]]:
        items = of(name)["BreadcrumbList"]["itemListElement"]
        return [(item["position"], item["name"], urlsplit(item["item"]).path) for item in items]

    home = (1, "The Harbour Brief", "/news/")
    assert trail("brief") == [home, (2, "Shipping", "/news/topics/shipping/"), (3, BRIEF.title, BRIEF.url)]
    assert trail("bare brief")[1:] == [(2, "A second teacher", "/news/2025/10/17/teacher/")]
    assert trail("topic")[1:] == [
        (2, "Topics", "/news/topics/"),
        (3, "Economy", "/news/topics/e/"),
        (4, "Shipping", "/news/topics/shipping/"),
    ]
    assert trail("actor")[1:] == [(2, "Actors", "/news/actors/"), (3, "Mara Lindqvist", "/news/actors/mara/")]
    assert trail("story")[1:] == [(2, "Stories", "/news/stories/"), (3, "The eastern lock", "/news/stories/lock/")]
    assert trail("day")[1:] == [
        (2, "2025", "/news/2025/"),
        (3, "October 2025", "/news/2025/10/"),
        (4, "October 18, 2025", "/news/2025/10/18/"),
    ]
    assert trail("topic year")[1:] == [
        (2, "Shipping", "/news/topics/shipping/"),
        (3, "Shipping: 2025", "/news/topics/shipping/2025/"),
    ]
    assert "BreadcrumbList" not in of("home")


def test_a_list_names_what_it_lists() -> None:
    for name in ("home", "topic", "actor", "story", "day", "month", "next", "corrections"):
        items = of(name)["CollectionPage"]["mainEntity"]["itemListElement"]
        assert [item["position"] for item in items] == [*range(1, len(items) + 1)]
        urls = [item["url"] for item in items]
        assert urls
        assert len(urls) == len(set(urls))
        assert all(url.startswith("https://example.org/news/2025/") for url in urls)
    for name in ("empty home", "topics", "actors", "stories", "empty next"):
        assert "mainEntity" not in of(name)["CollectionPage"]


def test_pages_of_actors_topics_and_stories_say_what_these_are() -> None:
    actor = of("actor")["CollectionPage"]["about"]
    assert actor["@type"] == "Person"
    assert actor["sameAs"] == ["https://www.wikidata.org/wiki/Q4115189", "https://www.example.com/mara"]
    assert actor["jobTitle"] == "Harbour master"
    assert actor["alternateName"] == ["Lindqvist"]
    assert [body["name"] for body in actor["memberOf"]] == ["Port", "Guild of Pilots"]
    assert "url" not in actor["memberOf"][1]
    assert of("topic")["CollectionPage"]["about"]["@type"] == "DefinedTerm"
    assert of("story")["CollectionPage"]["about"]["@id"] == "https://example.org/news/stories/lock/#story"


def test_the_home_page_describes_the_site() -> None:
    site_node = of("home")["WebSite"]
    assert site_node["name"] == "The Harbour Brief"
    assert site_node["potentialAction"]["target"]["urlTemplate"] == "https://example.org/news/search/?q={query}"
    assert "potentialAction" not in graph(PAGES["home"][2], "home", SITE)["WebSite"]


def test_a_site_without_an_address_tells_paths() -> None:
    local = msgspec.structs.replace(SITE, url="", base="/", logo="")
    article = graph(BriefPage(BRIEF), site=local, canonical="/2025/10/18/lock/")["NewsArticle"]
    assert article["url"] == "/2025/10/18/lock/"
    assert article["publisher"]["@id"] == "/#publisher"


class Scripts(HTMLParser):
    """The script elements of a page, as browsers find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "script":
            self.inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "</script>",
                    "<!--",
                    "<script",
                    "-->",
                    "]]>",
                    "&lt;",
                    "\u2028",
                    "\u2029",
                    '"',
                    "\\",
                    "{{ x }}",
                    "\uffff",
                ]
            )
        ).map("".join),
    )
)
def test_any_headline_is_read_back_and_ends_nothing(title: str) -> None:
    page, meta, _ = PAGES["brief"]
    changed = msgspec.structs.replace(BRIEF, title=title)
    html = RENDERER.render(page, meta, BriefPage(changed)).decode()
    (script,) = Scripts(html).texts
    article = json.loads(script)["@graph"][0]
    assert article["headline"] == title
    assert not any(sign in script for sign in ("<", ">", "&", "\u2028", "\u2029"))


def test_half_a_character_breaks_nothing() -> None:
    changed = msgspec.structs.replace(BRIEF, title="a\ud800b")
    assert graph(BriefPage(changed))["NewsArticle"]["headline"].startswith("a")


# ---------------------------------------------------------------- Open Graph, and whole sites


def test_a_client_reads_all_of_open_graph() -> None:
    picture = ShareImage("https://example.org/news/media/lock.png", "The lock", "image/png", 1200, 630)
    page, meta, _ = PAGES["brief"]
    html = RENDERER.render(
        page, msgspec.structs.replace(meta, image=picture, language="pt-BR"), BriefPage(FULL)
    ).decode()
    (found,) = extruct.extract(html, URL, syntaxes=["opengraph"])["opengraph"]
    assert found["properties"] == [
        ("og:type", "article"),
        ("article:published_time", "2025-10-18T14:00:00+02:00"),
        ("article:modified_time", "2025-10-18T18:00:00+02:00"),
        ("article:author", "Jon Ames"),
        ("article:section", "Shipping"),
        ("article:tag", "Shipping"),
        ("article:tag", "Energy & Heat"),
        ("og:site_name", "The Harbour Brief"),
        ("og:title", BRIEF.title),
        ("og:description", f"On {BRIEF.title}"),
        ("og:url", URL),
        ("og:locale", "pt_BR"),
        ("og:image", picture.url),
        ("og:image:alt", "The lock"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
    ]
    names = {a["name"]: a["content"] for t, a in Document(html).tags if t == "meta" and a.get("name")}
    assert names["twitter:card"] == "summary_large_image"
    assert names["robots"] == "max-image-preview:large"


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("de", "de_DE"),
        ("zh-Hant", "zh_TW"),
        ("ar", "ar_EG"),
        ("eo", "eo_001"),
        ("xx", "en_US"),
    ],
)
def test_a_language_becomes_a_locale(language: str, locale: str) -> None:
    assert territorial(language) == (locale if locale != "eo_001" else "eo")


def test_a_site_can_leave_it_out(tmp_path: Path) -> None:
    off = msgspec.structs.replace(WIRE, outputs=msgspec.structs.replace(WIRE.outputs, json_ld=False))
    build_site(write_site(tmp_path, {"briefs/a.md": brief()}), off)
    assert all("ld+json" not in path.read_text("utf-8") for path in pages(tmp_path / "site"))


def test_actors_that_an_editor_lists_are_what_a_brief_is_about(tmp_path: Path) -> None:
    files = {
        "briefs/actors.yml": "ada:\n  name: Ada Berg\n  kind: person\n  wikidata: Q42\n  url: https://ada.example/\nbo:\n  name: Bo Lund\n",
        "briefs/a.md": brief(text="Bo Lund spoke.", extra="actors: Ada Berg\n"),
    }
    build_site(write_site(tmp_path, files))
    html = (tmp_path / "site/2025/10/18/a-bridge-opens/index.html").read_text("utf-8")
    article = json.loads(Scripts(html).texts[0])["@graph"][0]
    assert [(a["name"], a.get("sameAs")) for a in article["about"]] == [
        ("Ada Berg", ["https://www.wikidata.org/wiki/Q42", "https://ada.example/"])
    ]
    assert [a["name"] for a in article["mentions"]] == ["Bo Lund"]


def test_open_graph_has_whole_addresses_or_none(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "briefs/a.md": brief("Own", extra="image:\n  path: x.png\n  alt: A lock\n"),
        "briefs/b.md": brief("Other", extra="image:\n  path: https://elsewhere.example/x.png\n  alt: A lock\n"),
        "briefs/x.png": b"\x89PNG",
    }
    build_site(write_site(tmp_path, files), msgspec.structs.replace(WIRE, url=""))
    own, other = [(tmp_path / f"site/2025/10/18/{slug}/index.html").read_text() for slug in ("own", "other")]
    assert "og:url" not in own + other
    assert "og:image" not in own
    assert '<meta property="og:image" content="https://elsewhere.example/x.png">' in other


def test_pictures_of_briefs_are_known_by_their_type() -> None:
    from briefgen.edition.model import Edition
    from briefgen.pages.book import Book
    from briefgen.pages.pictures import media_type, share_image

    book = Book(Edition(CONFIG, dt.datetime(2026, 6, 1, tzinfo=dt.UTC)))
    for url, kind in (
        ("/news/media/a.JPG", "image/jpeg"),
        ("https://x.example/a.webp?b=c", "image/webp"),
        ("/news/media/a", ""),
    ):
        found = share_image(book, msgspec.structs.replace(BRIEF, image=ImageView(url, "A", type=media_type(url))))
        assert found
        assert found.type == kind
        assert found.url.startswith("https://")
