"""The search: its page, and the files in which its script finds titles, actors and topics (see `pages.shards`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from briefgen.edition.model import Item
from briefgen.pages.book import Book
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.shelf import iso_day
from briefgen.pages.urls import folder_of
from briefgen.pages.views import (
    FinderBrief,
    FinderIndex,
    FinderName,
    FinderNames,
    FinderShard,
    FinderWords,
    Link,
    PageView,
    SearchPage,
)

K = PageKind

#: Whether a name is an actor's (else a topic's), and its slug.
_Key = tuple[bool, str]


def pages(book: Book) -> Iterator[Page]:
    """The search page and its files."""
    if not book.config.outputs.search:
        return
    yield page_at(K.SEARCH, "/search/", (), "the search page")
    yield page_at(K.FINDER_INDEX, "/search/index.json", (), "the index of the search")
    for name in book.division.drawers or ("",):
        url = f"/search/names-{name}.json" if name else "/search/names.json"
        yield page_at(K.FINDER_NAMES, url, (url, name), "names for the search")
    for period in book.division.shards:
        url = f"/search/{period}.json"
        yield page_at(K.FINDER_SHARD, url, (url, period), f"the search in {period}")
    for year in book.division.lists:
        url = f"/search/words-{year}.json"
        yield page_at(K.FINDER_WORDS, url, (url, year), f"words for the search in {year}")


def search_page(book: Book) -> tuple[PageView, SearchPage]:
    """The page with the form."""
    shelf = book.shelf("site")
    years = tuple(Link(year, book.href(shelf.url(year))) for year in shelf.parts("") if len(year) == 4)
    full_text = book.href("/pagefind/") if book.config.outputs.texts else ""
    return book.page("search", "", "/search/", noindex=True), SearchPage(book.href("/search/"), years, full_text)


def index_page(book: Book) -> tuple[PageView, FinderIndex]:
    """What the finder consists of."""
    view = FinderIndex(tuple(book.division.shards), tuple(book.division.lists), tuple(book.division.drawers))
    return book.page("finder", "", "/search/index.json"), view


def names_page(book: Book, url: str, name: str) -> tuple[PageView, FinderNames]:
    """All topics and actors, or those in one drawer."""
    topics, actors = book.division.drawers[name] if name else (book.edition.topics, book.edition.actors)
    view = FinderNames(tuple([_topic(book, t) for t in topics]), tuple([_actor(book, a) for a in actors]))
    return book.page("finder", name, url), view


def shard_page(book: Book, url: str, period: str) -> tuple[PageView, FinderShard]:
    """The briefs of a period."""
    numbers: dict[_Key, int] = {}
    briefs = []
    site = book.config.language
    for path in book.division.shards[period]:
        item = book.items[path]
        head = item.head
        briefs.append(
            FinderBrief(
                head.title,
                book.brief_url(path)[1:],
                iso_day(item.day),
                tuple([numbers.setdefault(key, len(numbers)) for key in _names_of(book, item)]),
                "" if head.language == site else head.language,
            )
        )
    book.uses.heads.update(book.division.shards[period])
    return book.page("finder", period, url), FinderShard(tuple([_name(book, *key) for key in numbers]), tuple(briefs))


def words_page(book: Book, url: str, year: str) -> tuple[PageView, FinderWords]:
    """What can be found in a year."""
    periods = book.division.lists[year]
    book.uses.heads.update(*[book.division.shards[period] for period in periods])
    view = FinderWords(periods, tuple([_texts(book, book.division.shards[period]) for period in periods]))
    return book.page("finder", year, url), view


def _texts(book: Book, paths: Iterable[str]) -> tuple[str, ...]:
    """The titles in a shard, and the names in it, each once."""
    items = [book.items[path] for path in paths]
    keys = dict.fromkeys(chain.from_iterable([_names_of(book, item) for item in items]))
    names = [_name(book, *key) for key in keys]
    return (*[item.head.title for item in items], *chain.from_iterable([(n.title, *n.aliases) for n in names]))


def _names_of(book: Book, item: Item) -> list[_Key]:
    """The topics and actors of a brief."""
    topics, actors = book.edition.topics, book.edition.actors
    return [*[(False, t) for t in item.topics if t in topics], *[(True, a) for a in item.actors if a in actors]]


def _name(book: Book, is_actor: bool, slug: str) -> FinderName:
    return _actor(book, slug) if is_actor else _topic(book, slug)


def _topic(book: Book, slug: str) -> FinderName:
    topic = book.edition.topics[slug]
    return FinderName(topic.name, folder_of("topic", slug)[1:], topic.aliases)


def _actor(book: Book, slug: str) -> FinderName:
    actor = book.edition.actors[slug]
    return FinderName(actor.name, folder_of("actor", slug)[1:], actor.aliases)


VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {
    K.SEARCH: search_page,
    K.FINDER_INDEX: index_page,
    K.FINDER_NAMES: names_page,
    K.FINDER_SHARD: shard_page,
    K.FINDER_WORDS: words_page,
}
