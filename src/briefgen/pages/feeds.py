"""Views of feeds: Atom (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from briefgen.pages.book import Book
from briefgen.pages.briefs import shared_view
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.urls import tag_uri
from briefgen.pages.views import FeedPage, PageView

#: When a feed without entries was updated: a fixed instant, for there is no other truth that stays the same.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def pages(book: Book) -> Iterator[Page]:
    """The feeds of the site, of topics and of actors."""
    outputs = book.config.outputs
    if outputs.feed:
        yield page_at(PageKind.FEED, "/feed.xml", ("/feed.xml", "site"), "the site's feed")
    for kind, entities, on in (
        ("topic", book.edition.topics, outputs.topic_feeds),
        ("actor", book.edition.actors, outputs.actor_feeds),
    ):
        for slug, entity in entities.items() if on else ():
            url = f"/{kind}s/{slug}/feed.xml"
            yield page_at(PageKind.FEED, url, (url, kind, slug), f"the feed of the {kind} “{entity.name}”")


def feed_page(book: Book, url: str, kind: str, *slug: str) -> tuple[PageView, FeedPage]:
    """The feed of the site, a topic or an actor: its latest briefs, whole."""
    shelf = book.shelf(kind, *slug)
    items = shelf.latest
    name = {"topic": book.topic_link, "actor": book.actor_link}[kind](*slug).title if slug else ""
    title = f"{name} – {book.config.title}" if name else book.config.title
    view = FeedPage(
        id=tag_uri(url.strip("/"), book.config),
        title=title,
        self_url=book.absolute(url),
        alternate=book.absolute(shelf.root),
        updated=max((i.modified.instant for i in items), default=NEVER),
        briefs=tuple(shared_view(book, i.path) for i in items),
    )
    return book.page("feed", title, url), view


VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {PageKind.FEED: feed_page}
