"""What became of a brief since it was published: the list on its page, and a page that compares its versions."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.briefs.model import Correction
from briefgen.edition.model import Kind, Revision
from briefgen.pages.book import Book
from briefgen.pages.views import RevisionView
from briefgen.text.moment import Moment, time_zone


def history(book: Book, path: str) -> tuple[RevisionView, ...]:
    """The revisions of a brief, oldest first, after its publication. What its file tells is told by the file, everything else by git; where that
    is nothing, there is no list, since the page says it all already."""
    record = book.record(path)
    if record is None:
        return ()
    brief = book.items[path].brief
    updates = [Correction(one.date, one.text) for one in brief.updates]
    own = [RevisionView(one.date, "correction", one.text, told=True) for one in brief.corrections]
    own += [RevisionView(one.date, "update", one.text, told=True) for one in updates]
    more = [row for one in record.revisions for row in _rows(book, one, {*brief.corrections, *updates})]
    if not more and book.config.revisions != "pages":
        return ()
    begin = min(record.date, brief.date, key=lambda moment: moment.instant)
    rows = sorted([*own, *more], key=lambda row: (row.date.instant, row.kind, row.text))
    return (RevisionView(begin, "published"), *rows)


def _rows(book: Book, one: Revision, told: set[Correction]) -> Iterator[RevisionView]:
    """What the list has of a revision beside what the file tells."""
    if one.kind in (Kind.CORRECTION, Kind.UPDATE) and one.entries:
        for entry in one.entries:
            if entry not in told:
                yield RevisionView(entry.date, one.kind.value, entry.text)
    else:
        yield RevisionView(moment(book, one), one.kind.value)


def moment(book: Book, one: Revision) -> Moment:
    """When a revision came out."""
    return Moment(one.instant, one.instant.astimezone(time_zone(book.config.timezone)).date())
