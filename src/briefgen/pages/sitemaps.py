"""Views of what search engines read: sitemaps (sitemaps.org 0.9), robots.txt (RFC 9309).

A month has a sitemap of its briefs; all other pages share one. What holds more than a sitemap may is divided: other pages by
what they are about, and then by a digest of their names, so that none ever moves because another came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from operator import attrgetter
from typing import Any
from zlib import crc32

from briefgen.edition.model import Item, State
from briefgen.pages import news
from briefgen.pages.book import Book
from briefgen.pages.lastmod import last_change, latest
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.views import PageView, RobotsPage, SitemapEntry, SitemapPage
from briefgen.text.moment import Moment

#: How many addresses, and how many bytes, a sitemap may hold at most.
LIMIT, SIZE = 50_000, 50 * 1024 * 1024
#: More bytes than an entry has besides its address.
_ENTRY = 120

#: Every kind of page that search engines should know, but for briefs, and the group that it belongs to. A period belongs to
#: its topic, its actor, or the archive.
_GROUPS = {
    PageKind.HOME: "pages",
    PageKind.TOPICS: "pages",
    PageKind.ACTORS: "pages",
    PageKind.STORIES: "pages",
    PageKind.NEXT: "pages",
    PageKind.CORRECTIONS: "pages",
    PageKind.FEEDS: "pages",
    PageKind.OWN: "pages",
    PageKind.TOPIC: "topics",
    PageKind.ACTOR: "actors",
    PageKind.STORY: "stories",
    PageKind.PERIOD: "",
}
_PERIODS = {"topic": "topics", "actor": "actors", "site": "archive"}


def pages(book: Book, planned: Sequence[Page]) -> Iterator[Page]:
    """The sitemaps of the pages that are planned, and robots.txt."""
    outputs = book.config.outputs
    if outputs.sitemap and book.origin:
        yield page_at(PageKind.SITEMAP_INDEX, "/sitemap.xml", (), "the sitemap")
        for group, bucket in (*_months(book), *_parts(book, planned)):
            url = f"/sitemaps/{group}-{bucket}.xml" if bucket else f"/sitemaps/{group}.xml"
            yield page_at(PageKind.SITEMAP, url, (url, group, bucket), f"the sitemap of {group}")
    if outputs.news_sitemap and book.origin:
        yield page_at(PageKind.NEWS_SITEMAP, news.URL, (), "the sitemap of news")
    if outputs.robots:
        yield page_at(PageKind.ROBOTS, "/robots.txt", (), "robots.txt")


def sitemap_page(book: Book, pages: Iterable[Page], url: str, group: str, bucket: str) -> tuple[PageView, SitemapPage]:
    """A part of the sitemap of one month's briefs ("2025-10"), or of a group of other pages ("pages")."""
    return book.page("sitemap", group, url), SitemapPage(_entries(book, pages, group, bucket))


def sitemap_index_page(book: Book, pages: Iterable[Page]) -> tuple[PageView, SitemapPage]:
    """The index of all sitemaps, each with the last change of what it lists."""
    entries = []
    for page in pages:
        if page.kind is PageKind.SITEMAP:
            changes = [e.lastmod for e in _entries(book, pages, *page.subject[1:]) if e.lastmod]
            entries.append(SitemapEntry(book.absolute(page.url), max(changes, key=_instant, default=None)))
        elif page.kind is PageKind.NEWS_SITEMAP:
            entries.append(SitemapEntry(book.absolute(page.url), latest(book, news.fresh(book))))
    return book.page("sitemapindex", "", "/sitemap.xml"), SitemapPage(tuple(entries))


def robots_page(book: Book) -> tuple[PageView, RobotsPage]:
    """robots.txt, which tells where the sitemap is."""
    outputs = book.config.outputs
    url = "/sitemap.xml" if outputs.sitemap else news.URL if outputs.news_sitemap else ""
    return book.page("robots", "", "/robots.txt"), RobotsPage(book.absolute(url) if url and book.origin else "")


# ---------------------------------------------------------------- which part lists what


def _months(book: Book) -> Iterator[tuple[str, str]]:
    """The parts of the months."""
    for month, items in book.months.items():
        yield from _divided(book, month, [(item.path, book.brief_url(item.path)) for item in items])


def _parts(book: Book, planned: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """The parts of all other pages: one, if it can hold them."""
    placed = [(*place, page.url) for page in planned if (place := _place(page))]
    if _fits(book, len(placed), sum(len(url) for _, _, url in placed)):
        yield "pages", ""
        return
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, name, url in placed:
        groups.setdefault(group, []).append((name, url))
    for group in sorted(groups):
        yield from _divided(book, group, groups[group])


def _divided(book: Book, group: str, named: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The parts of a group of (name, path on the site): itself, or as many as it must have. The second of each is what
    the digests of the names in it begin with."""
    if _fits(book, len(named), sum([len(url) for _, url in named])):
        yield group, ""
        return
    for digits in count(1):
        numbers: Counter[str] = Counter()
        sizes: Counter[str] = Counter()
        for name, url in named:
            bucket = _bucket(name, digits)
            numbers[bucket] += 1
            sizes[bucket] += len(url)
        if digits == 8 or all(_fits(book, numbers[bucket], sizes[bucket]) for bucket in numbers):
            yield from ((group, bucket) for bucket in sorted(numbers))
            return


def _fits(book: Book, number: int, size: int) -> bool:
    return number <= LIMIT and size + number * (len(book.origin) + len(book.base) + _ENTRY) <= SIZE


def _bucket(name: str, digits: int) -> str:
    return f"{crc32(name.encode('utf-8', 'surrogateescape')):08x}"[:digits] if digits else ""


def _place(page: Page) -> tuple[str, str] | None:
    """The group of a page, and the name by which it is found in it; pages of one topic or actor have one name, as have those of one
    month. None for a page that search engines need not know."""
    group = _GROUPS.get(page.kind)
    if group:
        return group, page.subject[0] if page.subject else page.url
    if group is None:
        return None
    of, name, *_ = page.subject
    return _PERIODS[of], name[:7] if of == "site" else name


# ---------------------------------------------------------------- what is said of each


def _entries(book: Book, pages: Iterable[Page], group: str, bucket: str) -> tuple[SitemapEntry, ...]:
    month = book.months.get(group)
    if month is not None:
        return tuple([_entry(book, i) for i in month if _bucket(i.path, len(bucket)) == bucket and _is_public(i)])
    if not book.mapped:
        book.mapped.update(_mapped(book, pages))
    return book.mapped.get((group, bucket), ())


def _entry(book: Book, item: Item) -> SitemapEntry:
    return SitemapEntry(book.absolute(book.brief_url(item.path)), book.modified(item))


def _is_public(item: Item) -> bool:
    """A preview shows more."""
    return item.state is State.PUBLISHED


def _mapped(book: Book, pages: Iterable[Page]) -> dict[tuple[str, str], tuple[SitemapEntry, ...]]:
    """What each part of the pages that are no briefs lists."""
    planned = [page for page in pages if page.kind is PageKind.SITEMAP]
    digits = {page.subject[1]: len(page.subject[2]) for page in planned}
    found: dict[tuple[str, str], list[SitemapEntry]] = {}
    for page in pages:
        place = _place(page)
        if place:
            group, name = place if place[0] in digits else ("pages", place[1])
            entry = SitemapEntry(book.absolute(page.url), last_change(book, page))
            found.setdefault((group, _bucket(name, digits.get(group, 0))), []).append(entry)
    return {part: tuple(entries) for part, entries in found.items()}


_instant: Callable[[Moment], Any] = attrgetter("instant")

VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {
    PageKind.ROBOTS: robots_page,
    PageKind.NEWS_SITEMAP: news.news_sitemap_page,
}
#: Views that are given all pages.
LISTS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {
    PageKind.SITEMAP: sitemap_page,
    PageKind.SITEMAP_INDEX: sitemap_index_page,
}
