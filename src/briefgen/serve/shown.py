"""Problems as the overlay and the desk show them: with the line that each is about, and a link that opens it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from briefgen.editors import editor_url
from briefgen.placing import Lines, place_problems, source_lines
from briefgen.problems import Problem, Severity
from briefgen.render.folders import default_theme
from briefgen.report import count, excerpt, in_order, printable

_ORDER = list(Severity)
#: So many problems the overlay shows; of more it says how many.
MOST = 50


class Shown(msgspec.Struct, frozen=True):
    """A problem, flat. `text` is the line that it is about and `mark` what stands below that (both may be empty); `editor` is the
    address that opens the file there, or empty."""

    severity: str
    code: str
    message: str
    file: str
    line: int
    column: int
    hint: str = ""
    text: str = ""
    mark: str = ""
    editor: str = ""


class Told(msgspec.Struct, frozen=True):
    """What the overlay is told: how many problems there are, and the first of those that are more than notes."""

    errors: int
    warnings: int
    notes: int
    problems: tuple[Shown, ...]


def shown(problems: Iterable[Problem], root: Path, editor: str = "", most: int | None = None) -> tuple[Shown, ...]:
    """The first of the problems: errors, then warnings, then notes, each by file and place, none twice. Reads the files that they are about."""
    lines = source_lines(root)
    return tuple(_shown(p, lines, root, editor) for p in place_problems(_gravest_first(problems)[:most], lines))


def problems_event(problems: Iterable[Problem], root: Path, editor: str = "") -> bytes:
    """What the overlay is told, as JSON on one line."""
    ordered = _gravest_first(problems)
    counts = count(ordered)
    grave = shown(ordered, root, editor, min(counts.errors + counts.warnings, MOST))
    return msgspec.json.encode(Told(counts.errors, counts.warnings, counts.notes, grave))


def _gravest_first(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(in_order(dict.fromkeys(problems)), key=lambda p: _ORDER.index(p.severity))


def editor_link(editor: str, root: Path, file: str, line: int = 0, column: int = 0) -> str:
    """The address that opens a file of the site in the editor that the settings name; empty where they name none."""
    return editor_url(editor, _whereabouts(root, file), line, column) if editor else ""


def _shown(p: Problem, lines: Lines, root: Path, editor: str) -> Shown:
    where = p.where
    there = lines(where.file)[where.line - 1 : where.line] if where.line else ()
    text, mark = excerpt(there[0], where.column, where.end) if there else ("", "")
    return Shown(
        severity=p.severity.value,
        code=p.code,
        message=printable(p.message),
        file=printable(where.file),
        line=where.line,
        column=where.column,
        hint=printable(p.hint),
        text=text.rstrip(),
        mark=mark,
        editor=editor_link(editor, root, where.file, where.line, where.column),
    )


def _whereabouts(root: Path, file: str) -> Path:
    """Where a file is: a template that the site does not have is the default theme's."""
    own = root.absolute() / file
    if file.startswith("templates/") and not own.exists():
        return default_theme() / file.removeprefix("templates/")
    return own
