"""Views of what search engines read: sitemaps (sitemaps.org 0.9), robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from briefgen.edition.model import Item
from briefgen.pages.book import Book
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.views import PageView, RobotsPage, SitemapEntry, SitemapPage
from briefgen.text.moment import Moment


def pages(book: Book) -> Iterator[Page]:
    """The sitemaps and robots.txt."""
    outputs = book.config.outputs
    if outputs.sitemap and book.origin:
        yield page_at(PageKind.SITEMAP_INDEX, "/sitemap.xml", (), "the sitemap")
        for part in (*book.months, "pages"):
            url = f"/sitemaps/{part}.xml"
            yield page_at(PageKind.SITEMAP, url, (url, part), f"the sitemap of {part}")
    if outputs.robots:
        yield page_at(PageKind.ROBOTS, "/robots.txt", (), "robots.txt")


def sitemap_page(book: Book, pages: Iterable[Page], url: str, part: str) -> tuple[PageView, SitemapPage]:
    """The sitemap of one month's briefs ("2025-10"), or of all other pages ("pages")."""
    if part == "pages":
        entries = [SitemapEntry(book.absolute(p.url), _last_change(book, p)) for p in pages if p.kind in _MAPPED]
    else:
        entries = [SitemapEntry(book.absolute(book.brief_url(i.path)), book.modified(i)) for i in book.months[part]]
    return book.page("sitemap", part, url), SitemapPage(tuple(entries))


def sitemap_index_page(book: Book, pages: Iterable[Page]) -> tuple[PageView, SitemapPage]:
    """The index of all sitemaps."""
    entries = tuple(
        SitemapEntry(book.absolute(page.url), _latest(book, book.months.get(page.subject[1], book.edition.items)))
        for page in pages
        if page.kind is PageKind.SITEMAP
    )
    return book.page("sitemapindex", "", "/sitemap.xml"), SitemapPage(entries)


def robots_page(book: Book) -> tuple[PageView, RobotsPage]:
    """robots.txt, which tells where the sitemap is."""
    sitemap = book.absolute("/sitemap.xml") if book.origin and book.config.outputs.sitemap else ""
    return book.page("robots", "", "/robots.txt"), RobotsPage(sitemap)


_MAPPED = {
    PageKind.HOME,
    PageKind.TOPICS,
    PageKind.TOPIC,
    PageKind.ACTORS,
    PageKind.ACTOR,
    PageKind.STORIES,
    PageKind.STORY,
    PageKind.PERIOD,
    PageKind.NEXT,
    PageKind.CORRECTIONS,
    PageKind.OWN,
}


def _last_change(book: Book, page: Page) -> Moment | None:
    """When a page's briefs last changed; None where that is not what the page depends on."""
    if page.kind in (PageKind.TOPIC, PageKind.ACTOR):
        return _latest(book, book.shelf(page.kind.value, *page.subject).items)
    if page.kind is PageKind.STORY:
        return _latest(book, (book.items[p] for p in book.edition.stories[page.subject[0]].items))
    if page.kind is PageKind.PERIOD:
        *owner, period = page.subject
        return _latest(book, book.shelf(*owner).within(period))
    return _latest(book, book.edition.items) if page.kind is PageKind.HOME else None


def _latest(book: Book, items: Iterable[Item]) -> Moment | None:
    return max(map(book.modified, items), key=_instant, default=None)


_instant = attrgetter("instant")

VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {PageKind.ROBOTS: robots_page}
#: Views that are given all pages.
LISTS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {
    PageKind.SITEMAP: sitemap_page,
    PageKind.SITEMAP_INDEX: sitemap_index_page,
}
