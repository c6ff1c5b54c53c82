"""When pages last changed in a way that readers should know of, as sitemaps tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from operator import attrgetter
from zoneinfo import ZoneInfo

from briefgen.edition.model import Item
from briefgen.pages.book import Book
from briefgen.pages.model import Page, PageKind
from briefgen.text.moment import Moment


def last_change(book: Book, page: Page) -> Moment | None:
    """When what a page is about last changed; None where nobody can tell, as of a page of the site's own."""
    kind, edition = page.kind, book.edition
    if kind in (PageKind.TOPIC, PageKind.ACTOR):
        return latest(book, book.shelf(kind.value, *page.subject).items)
    if kind is PageKind.STORY:
        return latest(book, map(book.items.__getitem__, edition.stories[page.subject[0]].items))
    if kind is PageKind.PERIOD:
        *owner, period = page.subject
        return latest(book, book.shelf(*owner).within(period))
    if kind is PageKind.HOME:
        return latest(book, edition.items)
    if kind is PageKind.TOPICS:
        return latest(book, (item for item in edition.items if item.topics))
    if kind is PageKind.ACTORS:
        return latest(book, (item for item in edition.items if item.actors))
    if kind is PageKind.STORIES:
        return latest(book, (book.items[path] for story in edition.stories.values() for path in story.items))
    if kind is PageKind.NEXT:
        return _last_expected(book)
    if kind is PageKind.CORRECTIONS:
        return max((c.correction.date for c in edition.corrections), key=_instant, default=None)
    return None


def latest(book: Book, items: Iterable[Item]) -> Moment | None:
    """The last change among briefs."""
    known = book.modifications
    return max([known[item.path] for item in items], key=_instant, default=None)


def _last_expected(book: Book) -> Moment | None:
    """When a brief with expectations last changed, or the last of these fell due."""
    changes = [latest(book, map(book.items.__getitem__, dict.fromkeys(d.path for d in book.edition.expectations)))]
    for due in book.edition.expectations:
        e = due.expectation
        if not e.outcome and e.last < book.today:
            day = e.last + dt.timedelta(days=1)
            start = dt.datetime.combine(day, dt.time(), ZoneInfo(book.config.timezone))
            changes.append(Moment(start.astimezone(dt.UTC), day, is_day=True))
    return max(filter(None, changes), key=_instant, default=None)


_instant = attrgetter("instant")
