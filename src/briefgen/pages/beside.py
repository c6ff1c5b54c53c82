"""What lies beside the page of a brief and holds the same: as JSON, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from briefgen.edition.model import Item, State
from briefgen.pages.book import Book
from briefgen.pages.model import PageKind
from briefgen.pages.views import Alternate, PageView

#: The name of each file, its media type, and the key of `outputs:` that asks for it.
_FORMS = {
    PageKind.BRIEF_JSON: ("index.json", "application/json", "brief_json"),
    PageKind.BRIEF_MARKDOWN: ("index.md", "text/markdown", "brief_markdown"),
}


def forms(book: Book) -> tuple[PageKind, ...]:
    """The kinds of files that the site has beside each brief."""
    return tuple([kind for kind, (_, _, key) in _FORMS.items() if getattr(book.config.outputs, key)])


def beside(book: Book, item: Item) -> Iterator[tuple[PageKind, str, str]]:
    """The kind of each file beside a brief, its path on the site, its media type. What has expired keeps no more than its
    page."""
    if item.state is not State.EXPIRED:
        for kind in forms(book):
            name, type_, _ = _FORMS[kind]
            yield kind, book.brief_url(item.path) + name, type_


def offering(book: Book, meta: PageView, path: str) -> PageView:
    """What is said of the page of a brief, and which files lie beside it."""
    found = tuple([Alternate(type_, book.href(url)) for _, url, type_ in beside(book, book.items[path])])
    return msgspec.structs.replace(meta, alternates=(*meta.alternates, *found)) if found else meta
