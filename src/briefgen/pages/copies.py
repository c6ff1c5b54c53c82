"""Views of the files beside the page of a brief that hold the same: as JSON, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from briefgen.briefs.labels import standard_label
from briefgen.briefs.model import SectionKind
from briefgen.pages.beside import beside, forms
from briefgen.pages.book import Book
from briefgen.pages.briefs import single_view
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.views import BriefPage, MarkdownPage, PageView


def pages(book: Book) -> Iterator[Page]:
    """The files beside all briefs that are listed."""
    for item in book.edition.items if forms(book) else ():
        for kind, url, _ in beside(book, item):
            yield page_at(kind, url, (item.path,), f"briefs/{item.path}")


def json_page(book: Book, path: str) -> tuple[PageView, BriefPage]:
    """A brief as JSON."""
    brief = single_view(book, path)
    return book.page("brief-json", brief.title, f"{book.brief_url(path)}index.json"), BriefPage(brief)


def markdown_page(book: Book, path: str) -> tuple[PageView, MarkdownPage]:
    """A brief as Markdown."""
    brief = single_view(book, path)
    labels = tuple([standard_label(SectionKind(section.kind), brief.language) for section in brief.sections])
    return book.page("brief-markdown", brief.title, f"{book.brief_url(path)}index.md"), MarkdownPage(brief, labels)


VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {
    PageKind.BRIEF_JSON: json_page,
    PageKind.BRIEF_MARKDOWN: markdown_page,
}
