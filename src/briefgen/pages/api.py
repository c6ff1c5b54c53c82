"""Views of the site as data: JSON files of the briefs by month, of topics, actors and stories.

A file holds what belongs together when something is published: a brief rewrites that of its month, those of all topics, actors
and (if it is part of one) stories; the index only where its month is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

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
        shelf = book.shelf("topic", slug)
        first, latest = span_of(shelf.items)
        topics.append(
            ApiTopic(
                slug=slug,
                name=topic.name,
                url=book.absolute(shelf.root),
                description=topic.description,
                aliases=topic.aliases,
                parent=topic.parent,
                children=topic.children,
                iptc=topic.iptc,
                former=topic.former,
                count=len(shelf.items),
                first=first,
                latest=latest,
                feed=_first(book, feeds.subscriptions(book, "topic", slug)),
                calendar=_first(book, calendars.subscriptions(book, "topic", slug)),
            )
        )
    url = "/api/topics.json"
    return book.page("api-topics", "", url), ApiTopicsPage(book.absolute(url), tuple(topics))


def actors_page(book: Book) -> tuple[PageView, ApiActorsPage]:
    """All actors."""
    actors = []
    for slug, actor in book.edition.actors.items():
        card, root = book.actor_card(slug), folder_of("actor", slug)
        actors.append(
            ApiActor(
                slug=slug,
                name=actor.name,
                url=book.absolute(root),
                kind=actor.kind,
                role=actor.role,
                description=actor.description,
                aliases=actor.aliases,
                member_of=tuple([_absolute(book, link) for link in book.member_of(actor)]),
                wikidata=actor.wikidata,
                website=actor.url,
                former=actor.former,
                count=card.count,
                first=card.first,
                latest=card.latest,
                feed=_first(book, feeds.subscriptions(book, "actor", slug)),
                calendar=_first(book, calendars.subscriptions(book, "actor", slug)),
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
