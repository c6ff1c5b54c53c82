"""The view of the news sitemap (Google News): what was published in the last 48 hours, by the edition's clock."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, takewhile

from briefgen.edition.model import Item, State
from briefgen.edition.schedule import is_fresh
from briefgen.pages.book import Book
from briefgen.pages.views import NewsEntry, NewsSitemapPage, PageView
from briefgen.text.languages import is_traditional, prefixes

#: Where it is.
URL = "/sitemaps/news.xml"
#: How many briefs it may list at most.
LIMIT = 1000


def news_sitemap_page(book: Book) -> tuple[PageView, NewsSitemapPage]:
    """The news sitemap: the latest briefs that are news, newest first."""
    entries = []
    for item in fresh(book):
        card = book.card(item.path)
        url = book.absolute(book.brief_url(item.path))
        entries.append(NewsEntry(url, card.title, card.date, news_language(card.language)))
    return book.page("newssitemap", "", URL), NewsSitemapPage(book.config.title, tuple(entries))


def fresh(book: Book) -> Iterator[Item]:
    """The briefs that the news sitemap lists. Those that a preview shows beyond what is published are not among them."""
    now = book.edition.now
    recent = takewhile(lambda item: is_fresh(item.head.date, now), book.edition.items)
    return islice((item for item in recent if item.state is State.PUBLISHED), LIMIT)


def news_language(tag: str) -> str:
    """A language (BCP 47) as news sitemaps name it: its ISO 639 code; Chinese is "zh-cn" or "zh-tw", by its script."""
    *_, language = prefixes(tag)
    if language != "zh":
        return language
    return "zh-tw" if is_traditional(tag) else "zh-cn"
