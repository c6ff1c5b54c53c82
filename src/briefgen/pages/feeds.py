"""Views of feeds: Atom (RFC 4287), JSON Feed 1.1, RSS 2.0. A feed is the same in every format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from briefgen.edition.model import Actor, Item, Story, Topic
from briefgen.pages.book import Book
from briefgen.pages.briefs import shared_view
from briefgen.pages.formats import ATOM, formats
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.urls import FOLDERS, folder_of, tag_uri
from briefgen.pages.views import FeedLink, FeedPage, PageView

#: When a feed without entries was updated: a fixed instant, for there is no other truth that stays the same.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def pages(book: Book) -> Iterator[Page]:
    """The feeds of the site, of topics, actors and stories. A feed stays also at the address that it had under a former slug of
    its topic or actor: a file cannot send those on who follow it."""
    for format_ in formats(book.config, "site"):
        url = f"/{format_.file}"
        yield page_at(format_.kind, url, (url, "site"), "the site's feed")
    for of in FOLDERS:
        chosen = formats(book.config, of)
        for slug, entity in _entities(book, of).items() if chosen else ():
            former = () if isinstance(entity, Story) else entity.moved
            for format_ in chosen:
                url = folder_of(of, slug) + format_.file
                for place in (slug, *former):
                    origin = f"the feed of the {of} “{entity.name}”"
                    yield page_at(format_.kind, folder_of(of, place) + format_.file, (url, of, slug), origin)


def subscriptions(book: Book, of: str, slug: str = "") -> Iterator[FeedLink]:
    """The feeds of the "site", or of one "topic", "actor" or "story"."""
    for format_ in formats(book.config, of):
        yield FeedLink(format_.name, book.href(folder_of(of, slug) + format_.file), format_.type)


def feed_page(book: Book, url: str, of: str, *slug: str) -> tuple[PageView, FeedPage]:
    """The feed of the site, a topic, an actor or a story: its latest briefs, whole.

    Its id is made of the slug in the registry, and so outlasts every change of its name; another slug is another feed."""
    entity = _entities(book, of)[slug[0]] if slug else None
    folder = url[: url.rindex("/") + 1]
    items = _latest(book, of, *slug)
    title = f"{entity.name} – {book.config.title}" if entity else book.config.title
    view = FeedPage(
        id=tag_uri(f"{folder}{ATOM.file}".strip("/"), book.config),
        title=title,
        self_url=book.absolute(url),
        alternate=book.absolute(folder),
        updated=max((book.modified(i).instant for i in items), default=NEVER),
        briefs=tuple(shared_view(book, i.path) for i in items),
        description=getattr(entity, "description", "") or book.config.description,
        hubs=book.config.websub,
    )
    return book.page("feed", title, url), view


def _entities(book: Book, of: str) -> dict[str, Topic] | dict[str, Actor] | dict[str, Story]:
    if of == "story":
        return book.edition.stories
    return book.edition.topics if of == "topic" else book.edition.actors


def _latest(book: Book, of: str, *slug: str) -> tuple[Item, ...]:
    """The briefs of a feed, newest first."""
    if of == "story":
        paths = book.edition.stories[slug[0]].items[-book.config.latest :]
        return tuple(book.items[path] for path in reversed(paths))
    return book.shelf(of, *slug).latest


VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = dict.fromkeys(
    (PageKind.FEED, PageKind.JSON_FEED, PageKind.RSS), feed_page
)
