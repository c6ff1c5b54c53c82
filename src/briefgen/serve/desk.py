"""The desk: what is wrong, what waits, what is due, who is not registered, and what changed last. A page of the preview, not of the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from briefgen.edition.model import Actor, Due, Held, State, Topic
from briefgen.kept import LostError
from briefgen.pages.book import Book
from briefgen.pages.urls import folder_of
from briefgen.problems import Problem, Severity
from briefgen.report import count, printable
from briefgen.serve.model import Refresh, Snapshot
from briefgen.serve.saved import recently_saved
from briefgen.serve.shown import Shown, editor_link, shown
from briefgen.text.moment import Moment

#: So many of each are listed; of more it is said how many.
MANY, SOME, LATEST, FEW = 100, 20, 12, 3
#: What the desk tells in a section of its own.
STRANGERS = ("actor-unregistered", "topic-unregistered")


class Row(msgspec.Struct, frozen=True):
    """A line of the desk: what it is called, where its page is (may be empty), its file and what opens that. `when` and `told` are
    said beside it."""

    title: str
    url: str = ""
    file: str = ""
    editor: str = ""
    when: str = ""
    told: str = ""


class Expected(msgspec.Struct, frozen=True):
    """An expectation: `when` it is, how far that is `away`, and the brief that states it."""

    what: str
    when: str
    away: str
    brief: Row


class FileProblems(msgspec.Struct, frozen=True):
    """The problems of a file, the gravest first, and how many more there are."""

    row: Row
    problems: tuple[Shown, ...]
    more: int = 0


class Stranger(msgspec.Struct, frozen=True):
    """A name that no registry has, what may be meant, and the latest of the briefs that have it."""

    row: Row
    count: int
    briefs: tuple[Row, ...]


class Listed(msgspec.Struct, frozen=True):
    """The first of many, and how many more there are."""

    rows: tuple[Any, ...]
    more: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return len(self.rows) + self.more


def desk_page(snapshot: Snapshot, root: Path, changes: Iterable[Refresh] = ()) -> bytes:
    """The desk as HTML. `changes` are the refreshes of this preview, the latest last."""
    changes = tuple(changes)
    desk = _Desk(snapshot, root)
    told = [p for p in snapshot.problems if p.code not in STRANGERS]
    grave = [p for p in told if p.severity is not Severity.NOTE]
    open_ = [due for due in snapshot.edition.expectations if not due.expectation.outcome]
    strangers = [p for p in snapshot.problems if p.code in STRANGERS]
    page = _template().render(
        title=snapshot.config.title,
        home=desk.book.base,
        today=desk.today.isoformat(),
        zone=snapshot.config.timezone,
        counts=count(told),
        problems=desk.by_file(grave),
        notes=desk.by_file([p for p in told if p.severity is Severity.NOTE]),
        drafts=desk.waiting(State.DRAFT),
        scheduled=desk.waiting(State.SCHEDULED),
        overdue=desk.expected([due for due in reversed(open_) if due.expectation.last < desk.today]),
        upcoming=desk.expected([due for due in open_ if due.expectation.last >= desk.today]),
        actors=desk.strangers("actor", snapshot.edition.actors.values(), strangers),
        topics=desk.strangers("topic", snapshot.edition.topics.values(), strangers),
        recent=desk.recent(changes),
        gone=_gone(changes, root),
    )
    return page.encode()


class _Desk:
    """What the sections of one desk share."""

    def __init__(self, snapshot: Snapshot, root: Path) -> None:
        self.edition = snapshot.edition
        self.problems = snapshot.problems
        self.book: Book = snapshot.plan.book
        self.zone = ZoneInfo(snapshot.config.timezone)
        self.today = snapshot.now.astimezone(self.zone).date()
        self.root = root
        self.editor = snapshot.config.editor
        self.own = {page.path: page for page in snapshot.edition.pages}

    def row(self, path: str, *, title: str = "", when: str = "", told: str = "") -> Row:
        """The brief or own page with a path below `briefs/`; if there is none, the file."""
        named, url = "", ""
        if path in self.book.items:
            url = self.book.href(self.book.brief_url(path))
            with suppress(LostError):  # its file has changed, and the refresh that tells so is on its way
                named = title or self.book.items[path].head.title
        elif path in self.own:
            named, url = self.own[path].title, self.book.href(self.own[path].url)
        file = f"briefs/{path}"
        return Row(title or named or file, url, file, self.opens(file), when, told)

    def any_row(self, file: str, **said: str) -> Row:
        """A file of the site, which may be a brief."""
        if file.startswith("briefs/"):
            return self.row(file.removeprefix("briefs/"), **said)
        return Row(printable(file) or "The site", file=printable(file), editor=self.opens(file), **said)

    def opens(self, file: str, line: int = 0, column: int = 0) -> str:
        return editor_link(self.editor, self.root, file, line, column) if file else ""

    def by_file(self, problems: Iterable[Problem]) -> Listed:
        """Problems by file, the files with the gravest first."""
        ordered = sorted(dict.fromkeys(problems), key=lambda p: p.where.file)
        groups = [list(found) for _, found in groupby(ordered, key=lambda p: p.where.file)]
        groups.sort(key=lambda found: (all(p.severity is not Severity.ERROR for p in found), found[0].where.file))
        rows = []
        for found in groups[:MANY]:
            some = shown(found, self.root, self.editor, SOME)
            rows.append(FileProblems(self.any_row(found[0].where.file), some, len(found) - len(some)))
        return Listed(tuple(rows), len(groups) - len(rows))

    def waiting(self, state: State) -> Listed:
        """Drafts by path; scheduled briefs, the next first."""
        held = [h for h in self.edition.held if h.state is state]
        held.sort(key=lambda h: (h.until.instant.timestamp() if h.until else 0.0, h.path))
        rows = tuple(self.row(h.path, title=h.title, when=self.until(h), told=self.distance_to(h)) for h in held[:MANY])
        return Listed(rows, len(held) - len(rows))

    def until(self, held: Held) -> str:
        return self.clock(held.until) if held.until else ""

    def distance_to(self, held: Held) -> str:
        return _distance(held.until.day, self.today) if held.until else ""

    def clock(self, moment: Moment) -> str:
        """A day, or a time in the site's zone."""
        if moment.is_day:
            return moment.day.isoformat()
        local = moment.instant.astimezone(self.zone)
        return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"

    def expected(self, dues: Sequence[Due]) -> Listed:
        """Expectations, each with the brief that states it."""
        rows = []
        for due in dues[:SOME]:
            e = due.expectation
            rows.append(Expected(e.what, _span(e.first, e.last), _distance(e.last, self.today), self.row(due.path)))
        return Listed(tuple(rows), len(dues) - len(rows))

    def strangers(self, kind: str, entities: Iterable[Actor | Topic], problems: Sequence[Problem]) -> Listed:
        """Actors or topics that only briefs name, those with the most briefs first."""
        found = [e for e in entities if not e.registered]
        found.sort(key=lambda e: (-len(e.items), e.slug))
        hints = {p.message: p for p in problems if p.code == f"{kind}-unregistered"}
        rows = []
        for entity in found[:SOME]:
            told = next((p for message, p in hints.items() if f"“{entity.name}”" in message), None)
            url = self.book.href(folder_of(kind, entity.slug))
            where = self.opens(told.where.file, told.where.line, told.where.column) if told else ""
            row = Row(entity.name, url, editor=where, told=told.hint if told else "")
            rows.append(Stranger(row, len(entity.items), tuple(self.row(path) for path in entity.items[:FEW])))
        return Listed(tuple(rows), len(found) - len(rows))

    def recent(self, changes: Sequence[Refresh]) -> Listed:
        """The files that were saved last, with the time in the site's zone; those that this preview saw are marked."""
        new = {url for refresh in changes for _, url in refresh.new}
        rows = []
        for saved in recently_saved(self.root, _changed(changes), LATEST):
            local = saved.instant.astimezone(self.zone)
            when = f"{local:%H:%M:%S}" if local.date() == self.today else f"{local:%Y-%m-%d %H:%M}"
            row = self.any_row(saved.file, when=when)
            rows.append(msgspec.structs.replace(row, told="new" if row.url and row.url in new else ""))
        return Listed(tuple(rows))


def _changed(changes: Sequence[Refresh]) -> list[str]:
    return list(dict.fromkeys(file for refresh in reversed(changes) for file in refresh.changed))[:1000]


def _gone(changes: Sequence[Refresh], root: Path) -> tuple[str, ...]:
    """Files that changed in this preview and are no longer there, the latest first."""
    return tuple([printable(file) for file in _changed(changes) if not (root / file).exists()][:SOME])


def _span(first: dt.date | None, last: dt.date) -> str:
    if first is None:
        return f"by {last.isoformat()}"
    return last.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def _distance(day: dt.date, today: dt.date) -> str:
    """How far a day is away, in words."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("desk.html")
