"""The view of llms.txt: what there is on the site, for language models (llmstxt.org).

It holds what lasts: no brief is in it, so that publishing one leaves it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from briefgen.briefs.model import SectionKind
from briefgen.pages import feeds
from briefgen.pages.book import Book
from briefgen.pages.calendars import calendar_of
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.urls import folder_of
from briefgen.pages.views import Link, LlmsPage, PageView


def pages(book: Book) -> Iterator[Page]:
    """llms.txt."""
    if book.config.outputs.llms:
        yield page_at(PageKind.LLMS, "/llms.txt", (), "llms.txt")


def llms_page(book: Book) -> tuple[PageView, LlmsPage]:
    """What there is."""
    config, outputs = book.config, book.config.outputs
    named = [("home", "/"), *((name, f"/{name}/") for name in book.site.has)]
    roots = [t for t in book.edition.topics.values() if t.registered and not t.parent]
    calendar = calendar_of(book, "site")
    data = "api-briefs" if outputs.api_briefs else "api"
    view = LlmsPage(
        sections=tuple([book.section_label(kind, config.language) for kind in SectionKind]),
        pages=tuple([Link(name, book.absolute(url)) for name, url in named]),
        topics=tuple([Link(t.name, book.absolute(folder_of("topic", t.slug))) for t in roots]),
        feeds=tuple([Link(feed.format, book.origin + feed.url) for feed in feeds.subscriptions(book, "site")]),
        data=(
            *((Link("calendar", book.origin + calendar),) if calendar else ()),
            *((Link(data, book.absolute("/api/index.json")),) if outputs.api else ()),
        ),
        markdown=outputs.brief_markdown,
    )
    return book.page("llms", "", "/llms.txt"), view


VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {PageKind.LLMS: llms_page}
