"""Views of the site as data: JSON files of the briefs by month, of topics, actors and stories.

A file holds what belongs together when something is published: a brief rewrites that of its month, those of all topics, actors
and (if it is part of one) stories; the index only where its month is new.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from briefgen.edition.model import Actor, Topic
from briefgen.pages import calendars, feeds
from briefgen.pages.book import Book
from briefgen.pages.briefs import single_view
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.shelf import span_of
from briefgen.pages.urls import folder_of
from briefgen.pages.views import (
    ApiActor,
    ApiActorsPage,
    ApiBriefsPage,
    ApiIndexPage,
    ApiStoriesPage,
    ApiStory,
    ApiTopic,
    ApiTopicsPage,
    FeedLink,
    Link,
    PageView,
)

K = PageKind
_FILES = {"topics": K.API_TOPICS, "actors": K.API_ACTORS, "stories": K.API_STORIES}


def pages(book: Book) -> Iterator[Page]:
    """The files of the API."""
    if not book.config.outputs.api:
        return
    yield page_at(K.API_INDEX, "/api/index.json", (), "the index of the API")
    for month in _months(book):
        yield page_at(K.API_BRIEFS, _month_url(month), (month,), f"the briefs of {month} in the API")
    for name in _names(book):
        yield page_at(_FILES[name], f"/api/{name}.json", (), f"the {name} in the API")


def index_page(book: Book) -> tuple[PageView, ApiIndexPage]:
    """What files there are."""
    months = tuple(Link(month, book.absolute(_month_url(month))) for month in _months(book))
    files = tuple(Link(name, book.absolute(f"/api/{name}.json")) for name in _names(book))
    return book.page("api", "", "/api/index.json"), ApiIndexPage(months, files)


def briefs_page(book: Book, month: str) -> tuple[PageView, ApiBriefsPage]:
    """The briefs of a month, whole."""
    url = _month_url(month)
    briefs = tuple([single_view(book, item.path) for item in book.months[month]])
    return book.page("api-briefs", month, url), ApiBriefsPage(month, book.absolute(url), briefs)


def topics_page(book: Book) -> tuple[PageView, ApiTopicsPage]:
    """All topics."""
    topics = []
    for slug, topic in book.edition.topics.items():
        items = book.shelf("topic", slug).items
        shared = _shared(book, "topic", topic, len(items), *span_of(items))
        topics.append(ApiTopic(**shared, parent=topic.parent, children=topic.children, iptc=topic.iptc))
    url = "/api/topics.json"
    return book.page("api-topics", "", url), ApiTopicsPage(book.absolute(url), tuple(topics))


def actors_page(book: Book) -> tuple[PageView, ApiActorsPage]:
    """All actors."""
    actors = []
    for slug, actor in book.edition.actors.items():
        card = book.actor_card(slug)
        actors.append(
            ApiActor(
                **_shared(book, "actor", actor, card.count, card.first, card.latest),
                kind=actor.kind,
                role=actor.role,
                member_of=tuple([_absolute(book, link) for link in book.member_of(actor)]),
                wikidata=actor.wikidata,
                website=actor.url,
            )
        )
    url = "/api/actors.json"
    return book.page("api-actors", "", url), ApiActorsPage(book.absolute(url), tuple(actors))


def stories_page(book: Book) -> tuple[PageView, ApiStoriesPage]:
    """All stories, with the addresses of their briefs: no more of them, so that a new headline leaves the file alone."""
    stories = []
    for slug, story in book.edition.stories.items():
        days = [book.items[path].day for path in story.items]
        briefs = tuple([book.absolute(book.brief_url(path)) for path in story.items])
        url = book.absolute(folder_of("story", slug))
        stories.append(ApiStory(slug, story.name, url, min(days), max(days), briefs))
    url = "/api/stories.json"
    return book.page("api-stories", "", url), ApiStoriesPage(book.absolute(url), tuple(stories))


def _shared(
    book: Book, kind: str, entity: Topic | Actor, count: int, first: dt.date | None, latest: dt.date | None
) -> dict[str, Any]:
    """What an `ApiEntity` has."""
    return {
        "slug": entity.slug,
        "name": entity.name,
        "url": book.absolute(folder_of(kind, entity.slug)),
        "description": entity.description,
        "aliases": entity.aliases,
        "former": entity.former,
        "count": count,
        "first": first,
        "latest": latest,
        "feed": _first(book, feeds.subscriptions(book, kind, entity.slug)),
        "calendar": _first(book, calendars.subscriptions(book, kind, entity.slug)),
    }


def _names(book: Book) -> tuple[str, ...]:
    """The files beside those of briefs. Stories that have no pages are no stories to readers."""
    return tuple(name for name in _FILES if name != "stories" or book.config.outputs.stories)


def _months(book: Book) -> tuple[str, ...]:
    """The months whose briefs are there."""
    return tuple(book.months) if book.config.outputs.api_briefs else ()


def _month_url(month: str) -> str:
    return f"/api/briefs/{month}.json"


def _first(book: Book, links: Iterable[FeedLink]) -> str:
    """Where the first of these is; empty if there is none."""
    return next((book.origin + link.url for link in links), "")


def _absolute(book: Book, link: Link) -> Link:
    return Link(link.title, book.origin + link.url) if link.url else link


VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {
    K.API_INDEX: index_page,
    K.API_BRIEFS: briefs_page,
    K.API_TOPICS: topics_page,
    K.API_ACTORS: actors_page,
    K.API_STORIES: stories_page,
}
