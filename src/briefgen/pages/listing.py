"""What an index lists: the briefs of a shelf by day or by month, and where the others are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from briefgen.edition.model import Item
from briefgen.pages.book import Book
from briefgen.pages.shelf import Shelf
from briefgen.pages.views import BriefCard, DayGroup, Listing, MonthGroup


def listing(book: Book, shelf: Shelf, period: str = "") -> Listing:
    """What the page of a shelf or of one of its periods shows: those of the site by day, those of a topic or an actor, which
    come more seldom, by month."""
    shown = shelf.shown(period)
    parts = tuple(book.period_link(shelf, p) for p in shelf.parts(period))
    complete = len(shown) == (shelf.count(period) if period else len(shelf.paths))
    if shelf.sparse:
        months = _grouped(book, shown, lambda day: day.replace(day=1))
        return Listing((), parts, complete, tuple([MonthGroup(*group) for group in months.items()]))
    days = _grouped(book, shown, lambda day: day)
    return Listing(tuple([DayGroup(day, book.day_url(day), cards) for day, cards in days.items()]), parts, complete)


def _grouped(
    book: Book, items: Iterable[Item], start: Callable[[dt.date], dt.date]
) -> dict[dt.date, tuple[BriefCard, ...]]:
    """Briefs, newest first, grouped by what their days belong to."""
    groups: dict[dt.date, list[BriefCard]] = {}
    for item in items:
        groups.setdefault(start(item.day), []).append(book.card(item.path))
    return {day: tuple(cards) for day, cards in groups.items()}
