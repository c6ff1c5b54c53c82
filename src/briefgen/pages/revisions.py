"""What became of a brief since it was published: the list on its page, and a page that compares its versions."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from briefgen.briefs.model import Correction, SectionKind
from briefgen.edition.model import Kind, Piece, Record, Revision
from briefgen.pages.book import Book
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.views import ComparedView, PageView, PartView, PieceView, RevisionsPage, RevisionView
from briefgen.text.moment import Moment, time_zone

#: What became of the parts of a brief, by their names.
_DECODE = msgspec.msgpack.Decoder(tuple[tuple[str, tuple[Piece, ...]], ...]).decode


def pages(book: Book) -> Iterator[Page]:
    """The pages that compare the versions of briefs, if the site has any."""
    if book.config.revisions == "pages":
        for path in book.edition.records:
            if path in book.items and book.record(path):
                yield page_at(PageKind.REVISIONS, _url(book, path), (path,), f"the revisions of briefs/{path}")


def _url(book: Book, path: str) -> str:
    return f"{book.brief_url(path)}revisions/"


def revisions_url(book: Book, path: str) -> str:
    """Where the versions of a brief are compared, with the sub-path; empty where they are not."""
    return book.href(_url(book, path)) if book.config.revisions == "pages" and book.record(path) else ""


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
    rows = sorted([*own, *more], key=lambda row: (row.date.instant, row.kind, row.text))
    return (RevisionView(_begin(book, path, record), "published"), *rows)


def _rows(book: Book, one: Revision, told: set[Correction]) -> Iterator[RevisionView]:
    """What the list has of a revision beside what the file tells."""
    if one.kind in (Kind.CORRECTION, Kind.UPDATE) and one.entries:
        for entry in one.entries:
            if entry not in told:
                yield RevisionView(entry.date, one.kind.value, entry.text)
    else:
        yield RevisionView(moment(book, one), one.kind.value)


def _begin(book: Book, path: str, record: Record) -> Moment:
    """When a brief was published first: at its date, unless it had an earlier one."""
    return min(record.date, book.items[path].brief.date, key=lambda moment: moment.instant)


def revisions_page(book: Book, path: str) -> tuple[PageView, RevisionsPage]:
    """What changed in a brief since it was published. A version that was never published is not in its record."""
    book.uses.texts.add(path)
    record = book.record(path)
    brief = book.items[path].brief
    language = brief.language or book.config.language
    compared = (
        tuple(
            ComparedView(
                moment(book, one),
                one.kind.value,
                tuple([entry.text for entry in one.entries]),
                tuple(
                    [PartView(kind, _label(book, kind, language), _pieces(pieces)) for kind, pieces in _DECODE(text)]
                ),
            )
            for one, text in zip(record.revisions, record.texts, strict=True)
        )
        if record
        else ()
    )
    view = RevisionsPage(
        book.link(path), language, _begin(book, path, record) if record else brief.date, compared[::-1]
    )
    return book.page("revisions", brief.title, _url(book, path), language=language, noindex=True), view


def _label(book: Book, kind: str, language: str) -> str:
    return book.section_label(SectionKind(kind), language) if kind not in ("title", "lede") else ""


def _pieces(pieces: tuple[Piece, ...]) -> tuple[PieceView, ...]:
    """Runs of text, the white space behind them apart; what is gone and what came for it do not run into each other."""
    found = []
    for number, (sign, whole) in enumerate((piece.sign, piece.text) for piece in pieces):
        text = whole.rstrip()
        replaced = sign == "-" and number + 1 < len(pieces) and pieces[number + 1].sign == "+"
        found.append(PieceView(sign, text, whole[len(text) :] or (" " if replaced else "")))
    return tuple(found)


def moment(book: Book, one: Revision) -> Moment:
    """When a revision came out."""
    return Moment(one.instant, one.instant.astimezone(time_zone(book.config.timezone)).date())
