"""Views of the pages that gather briefs: home, periods, what is next, corrections; and the site's own few pages."""

from __future__ import annotations

from itertools import islice

from briefgen.pages.book import FREQUENT, Book
from briefgen.pages.briefs import local_targets
from briefgen.pages.calendars import offering
from briefgen.pages.listing import listing
from briefgen.pages.standing import by_standing, standing
from briefgen.pages.views import (
    CorrectionsPage,
    CorrectionView,
    HomePage,
    Link,
    NextPage,
    NotFoundPage,
    OwnPageView,
    PageView,
    PeriodPage,
    Prose,
    RedirectPage,
)

#: How many expectations the home page shows, and how many briefs the page for lost readers.
UPCOMING = 5
LATEST = 5
#: How many expectations that are past the calendar shows of each kind, the latest; their briefs show them all.
PAST = 60


def home_page(book: Book) -> tuple[PageView, HomePage]:
    """The home page: the latest briefs by day, who and what they are about, what is expected."""
    shelf = book.shelf("site")
    shown = shelf.shown("")
    upcoming = (due for due in book.edition.expectations if standing(due, book.today) == "upcoming")
    view = HomePage(
        listing=listing(book, shelf),
        actors=book.frequent_actors(shown, FREQUENT),
        topics=book.frequent_topics(shown, FREQUENT),
        upcoming=tuple(map(book.expectation, islice(upcoming, UPCOMING))),
    )
    return book.page("home", "", "/", book.config.description, follow="site"), view


def period_page(book: Book, kind: str, *subject: str) -> tuple[PageView, PeriodPage]:
    """A year, a month or a day of ("site", period), ("topic", slug, period) or ("actor", slug, period)."""
    *owner, period = subject
    shelf = book.shelf(kind, *owner)
    before, after = shelf.neighbours(period)
    view = PeriodPage(
        period=book.period_link(shelf, period),
        listing=listing(book, shelf, period),
        of=_owner(book, kind, *owner),
        parents=tuple(book.period(shelf, p) for p in shelf.parents(period)),
        previous=book.period(shelf, before) if before else None,
        following=book.period(shelf, after) if after else None,
    )
    title = f"{view.of.title} {period}".strip()
    return book.page("period", title, shelf.url(period)), view


def next_page(book: Book) -> tuple[PageView, NextPage]:
    """The calendar of what was announced: what is to come, what is overdue, what came of it."""
    upcoming, due, settled = by_standing(book.edition.expectations, book.today)
    view = NextPage(
        upcoming=tuple(map(book.expectation, upcoming)),
        due=tuple(map(book.expectation, due[:PAST])),
        settled=tuple(map(book.expectation, settled[:PAST])),
        more_due=max(0, len(due) - PAST),
        more_settled=max(0, len(settled) - PAST),
    )
    return offering(book, book.page("next", "", "/next/"), "site"), view


def corrections_page(book: Book) -> tuple[PageView, CorrectionsPage]:
    """All corrections, newest first."""
    languages = {c.path: book.items[c.path].head.language or book.config.language for c in book.edition.corrections}
    view = CorrectionsPage(
        tuple(
            CorrectionView(c.correction.date, c.correction.text, book.link(c.path), languages[c.path])
            for c in book.edition.corrections
        )
    )
    return book.page("corrections", "", "/corrections/"), view


def own_page(book: Book, path: str) -> tuple[PageView, OwnPageView]:
    """A page of the site's own."""
    page = next(p for p in book.edition.pages if p.path == path)
    language = page.language or book.config.language
    meta = book.page("page", page.title, page.url, page.summary)
    body = Prose(page.text, language, targets=local_targets(book, path, (page.text,)))
    return meta, OwnPageView(page.title, body, page.extra)


def not_found_page(book: Book) -> tuple[PageView, NotFoundPage]:
    """The page for addresses that lead nowhere."""
    latest = tuple(book.card(i.path) for i in book.edition.items[:LATEST])
    return book.page("404", "", "/404.html", noindex=True), NotFoundPage(latest)


def redirect_page(book: Book, url: str, target: str, title: str) -> tuple[PageView, RedirectPage]:
    """The page at an old address, which leads to the new one."""
    view = RedirectPage(book.href(target), book.absolute(target), title)
    return book.page("redirect", title, url, noindex=True), view


def _owner(book: Book, kind: str, slug: str = "") -> Link:
    if kind == "site":
        return Link("")
    return book.topic_link(slug) if kind == "topic" else book.actor_link(slug)
