"""Views of social cards: pictures that stand for briefs without one of their own where they are shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from briefgen.pages.book import Book
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.pictures import card_url, has_card
from briefgen.pages.views import CardPage, PageView


def pages(book: Book) -> Iterator[Page]:
    """A card for each brief that has no picture."""
    if not book.config.outputs.cards:
        return
    for path, item in book.items.items():
        if has_card(book, item.brief):
            yield page_at(PageKind.CARD, card_url(book, path), (path,), f"the card of briefs/{path}")


def card_page(book: Book, path: str) -> tuple[PageView, CardPage]:
    """The card of a brief. It shows little, so that it is drawn anew for little."""
    item = book.items[path]
    head = item.head
    book.uses.heads.add(path)
    config = book.config
    view = CardPage(
        title=head.title,
        label=next((book.topic_link(t).title for t in item.topics if t in book.edition.topics), ""),
        day=head.date.day,
        site=config.title,
        languages=(head.language or config.language, config.language),
        fonts=config.cards.fonts,
    )
    return book.page("card", "", card_url(book, path)), view


VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {PageKind.CARD: card_page}
