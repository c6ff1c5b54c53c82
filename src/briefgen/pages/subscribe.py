"""The page that tells people what they can subscribe to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from briefgen.edition.model import Actor, Topic
from briefgen.pages import calendars, feeds
from briefgen.pages.book import Book
from briefgen.pages.views import FeedGroup, FeedLink, FeedsPage, PageView

#: How many actors the page names: those with the most briefs, who are seldom others.
NAMED = 24

#: Who tells what can be followed of the "site", or of a "topic", an "actor" or a "story" with a slug.
_TELLERS: tuple[Callable[[Book, str, str], Iterator[FeedLink]], ...] = (feeds.subscriptions, calendars.subscriptions)


def feeds_page(book: Book) -> tuple[PageView, FeedsPage]:
    """What can be followed: of the site, of each topic, of the actors that are named most. A new brief of known topics and actors
    leaves the page alone: it has no counts, no dates and no latest briefs."""
    actors = sorted(book.edition.actors.values(), key=lambda a: (-len(a.items), a.slug))[:NAMED]
    view = FeedsPage(
        feeds=_told(book, "site"),
        topics=_groups(book, "topic", book.edition.topics.values()),
        actors=_groups(book, "actor", actors),
    )
    return book.page("feeds", "", "/feeds/"), view


def _groups(book: Book, of: str, entities: Iterable[Topic | Actor]) -> tuple[FeedGroup, ...]:
    link = book.topic_link if of == "topic" else book.actor_link
    by_name = sorted(entities, key=lambda e: (e.name.casefold(), e.slug))
    groups = (FeedGroup(e.name, link(e.slug).url, _told(book, of, e.slug)) for e in by_name)
    return tuple(group for group in groups if group.feeds)


def _told(book: Book, of: str, slug: str = "") -> tuple[FeedLink, ...]:
    return tuple(link for tell in _TELLERS for link in tell(book, of, slug))
