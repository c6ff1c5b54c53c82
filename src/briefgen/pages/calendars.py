"""Views of calendars: what is expected, of the site, of a topic, of an actor (iCalendar, RFC 5545).

The UID of an event is made of the permanent id of its brief, of the last day of the expectation, and, where the brief expects
more than one thing of that day, of a number in the file's order. So other words leave it alone, and so do an outcome, another
first day, and any expectation of another day that is put before it or taken away. Another last day makes another event: the old
one goes from the calendar and a new one comes.

SEQUENCE is made of what only grows when a brief is revised: its last change, its corrections, its outcome. No clock is in it,
and nothing here says whether a day has passed: a calendar changes with its briefs alone.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from briefgen.pages.book import Book
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.urls import folder_of, permanent_id, tag_uri
from briefgen.pages.views import Alternate, CalendarPage, EventView, FeedLink, Link, PageView

#: So many expectations whose last day is before the latest brief's does a calendar hold, the latest ones; and all others. That is
#: decided by the latest brief and not by the clock.
PAST = 200

_MINUTE = dt.timedelta(minutes=1)


def pages(book: Book) -> Iterator[Page]:
    """The calendars of the site, of topics and of actors; these also at the addresses that they had under former slugs, since a
    file cannot send on who subscribed to it. The site's is always there, so that nobody who subscribed is told that it is gone;
    a topic or an actor of which nothing is expected has none."""
    if _is_on(book, "site"):
        yield page_at(PageKind.CALENDAR, _url("site"), (_url("site"), "site"), "the site's calendar")
    for of, entities in (("topic", book.edition.topics), ("actor", book.edition.actors)):
        for slug, entity in entities.items() if _is_on(book, of) else ():
            for place in (slug, *entity.moved) if _expects(book, of, slug) else ():
                origin = f"the calendar of the {of} “{entity.name}”"
                yield page_at(PageKind.CALENDAR, _url(of, place), (_url(of, slug), of, slug), origin)


def subscriptions(book: Book, of: str, slug: str = "") -> Iterator[FeedLink]:
    """The calendar of the "site", or of one "topic" or "actor", if there is one."""
    url = calendar_of(book, *filter(None, (of, slug))) if of != "story" else ""
    if url:
        yield FeedLink("calendar", url, "text/calendar")


def calendar_of(book: Book, *subject: str) -> str:
    """Where the calendar of ("site",), ("topic", slug) or ("actor", slug) is, as a page links to it; empty if there is none."""
    return book.href(_url(*subject)) if _is_on(book, subject[0]) and _expects(book, *subject) else ""


def offering(book: Book, meta: PageView, *subject: str) -> PageView:
    """What is said of a page, and that it has a calendar."""
    url = calendar_of(book, *subject)
    if not url:
        return meta
    return msgspec.structs.replace(meta, calendar=url, alternates=(*meta.alternates, Alternate("text/calendar", url)))


def calendar_page(book: Book, url: str, *subject: str) -> tuple[PageView, CalendarPage]:
    """A calendar."""
    items = book.edition.items if subject[0] == "site" else book.shelf(*subject).items
    paths = [item.path for item in items if item.path in book.due]
    found = sorted((due.expectation.last, path, n) for path in paths for n, due in enumerate(book.due[path]))
    past = sum(last < items[0].day for last, _, _ in found)
    name = _title(book, *subject)
    title = f"{name} – {book.config.title}" if subject[0] != "site" else name
    view = CalendarPage(
        uid=str(uuid5(NAMESPACE_URL, tag_uri(url.strip("/"), book.config))),
        title=title,
        self_url=book.absolute(url),
        alternate=book.absolute("/next/" if subject[0] == "site" else book.shelf(*subject).root),
        events=tuple([_events(book, path)[n] for _, path, n in found[max(0, past - PAST) :]]),
    )
    return book.page("calendar", title, url), view


def _is_on(book: Book, kind: str) -> bool:
    outputs = book.config.outputs
    return {"site": outputs.calendar, "topic": outputs.topic_calendars, "actor": outputs.actor_calendars}[kind]


def _expects(book: Book, kind: str, *slug: str) -> bool:
    return kind == "site" or not book.due.keys().isdisjoint(book.shelf(kind, *slug).paths)


def _url(kind: str, slug: str = "") -> str:
    return folder_of(kind, slug) + "next.ics"


def _title(book: Book, kind: str, slug: str = "") -> str:
    if kind == "site":
        return book.config.title
    return book.topic_link(slug).title if kind == "topic" else book.actor_link(slug).title


def _events(book: Book, path: str) -> tuple[EventView, ...]:
    """What a brief expects, in the order of `Book.due`."""
    book.uses.heads.add(path)
    found = book.events.get(path)
    if found is None:
        found = book.events[path] = tuple(_made(book, path))
    return found


def _made(book: Book, path: str) -> Iterator[EventView]:
    item = book.items[path]
    head, modified = item.head, book.modified(item).instant
    created = head.date.instant
    id_ = permanent_id(head.id, path, item.day, book.config)
    revised = max(modified - created, dt.timedelta()) // _MINUTE + head.revisions
    link = Link(head.title, book.absolute(book.brief_url(path)))
    topics = tuple([book.topic_link(slug).title for slug in item.topics])
    seen: Counter[dt.date] = Counter()
    for due in book.due[path]:
        expected = due.expectation
        seen[expected.last] += 1
        yield EventView(
            uid=_uid(id_, expected.last, seen[expected.last]),
            what=expected.what,
            first=expected.first,
            last=expected.last,
            outcome=expected.outcome,
            brief=link,
            language=head.language or book.config.language,
            topics=topics,
            created=created,
            modified=modified,
            sequence=revised + bool(expected.outcome),
        )


def _uid(id_: str, day: dt.date, number: int) -> str:
    """A name-based UUID (RFC 9562, version 5), as RFC 7986, section 5.3 wants it: it tells nothing of anybody's machine."""
    return str(uuid5(NAMESPACE_URL, f"{id_}#{day.isoformat()}{f'.{number}' if number > 1 else ''}"))


VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {PageKind.CALENDAR: calendar_page}
