"""Problems for people and for machines: as text in the manner of a good compiler, as JSON, as GitHub annotations."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from briefgen.problems import Problem, Severity

if TYPE_CHECKING:
    from briefgen.placing import Lines

#: The most columns of a source line that are shown.
WIDTH = 100
TAB = "    "
#: Invisible characters that Persian, Hindi and emoji need.
JOINERS = "\u200c\u200d"

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class Counts(msgspec.Struct, frozen=True):
    """How many problems of each severity."""

    errors: int
    warnings: int
    notes: int


class _Edit(msgspec.Struct, frozen=True):
    """An edit in the JSON report."""

    line: int
    column: int
    end: int
    text: str


class _Entry(msgspec.Struct, frozen=True):
    """A problem in the JSON report, flat."""

    severity: str
    code: str
    message: str
    file: str
    line: int
    column: int
    end: int
    hint: str
    fix: tuple[_Edit, ...] = ()


class _Json(msgspec.Struct, frozen=True):
    """The JSON report; its form is documented in `docs/cli.md`, and `version` changes with it."""

    version: int
    counts: Counts
    problems: tuple[_Entry, ...]


def count(problems: Iterable[Problem]) -> Counts:
    """How many there are of each severity."""
    severities = [p.severity for p in problems]
    return Counts(*(severities.count(s) for s in (Severity.ERROR, Severity.WARNING, Severity.NOTE)))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file, then by place, then by code."""
    return sorted(problems, key=lambda p: (p.where, p.code, p.message))


def as_json(problems: Iterable[Problem]) -> str:
    """One JSON object."""
    ordered = in_order(problems)
    entries = tuple(
        _Entry(
            p.severity.value,
            p.code,
            p.message,
            p.where.file,
            p.where.line,
            p.where.column,
            p.where.end,
            p.hint,
            tuple([_Edit(e.line, e.column, e.end, e.text) for e in p.fix]),
        )
        for p in ordered
    )
    return msgspec.json.format(msgspec.json.encode(_Json(1, count(ordered), entries)).decode(), indent=2)


def as_github(problems: Iterable[Problem], prefix: str = "") -> str:
    """Workflow commands for GitHub Actions, which show the problems in the diff. `prefix` leads from the repository to
    the site ("news/" or empty)."""
    return "\n".join(_github(p, prefix) for p in in_order(problems))


def _github(p: Problem, prefix: str) -> str:
    places = {"line": p.where.line, "col": p.where.column, "endColumn": p.where.end}
    parts = [f"file={_property(prefix + p.where.file)}", *(f"{k}={v}" for k, v in places.items() if v)]
    text = f"{p.message}\n{p.hint}" if p.hint else p.message
    return f"::{_GITHUB[p.severity]} {','.join(parts)},title={_property(p.code)}::{_escape(text)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


# ---------------------------------------------------------------- text


def as_text(problems: Iterable[Problem], lines: Lines, colour: bool = False) -> str:
    """Each problem with its place, the line there, a mark below it, and the hint; in the order of the files."""
    from briefgen.placing import place_problems

    return "\n\n".join("\n".join(_text(p, lines, colour)) for p in in_order(place_problems(problems, lines)))


def summary(counts: Counts) -> str:
    """ "1 error, 2 warnings"; empty when there is nothing to tell."""
    named = ((counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note"))
    return ", ".join(f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in named if n)


def _text(p: Problem, lines: Lines, colour: bool) -> list[str]:
    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    where = p.where
    place = ":".join([printable(where.file), *(str(n) for n in (where.line, where.column) if n)])
    margin = " " * len(str(where.line))
    shown = [
        f"{paint(f'{p.severity.value}[{p.code}]', _COLOURS[p.severity])}: {paint(printable(p.message), '1')}",
        f"{margin}{paint('-->', '34')} {place}",
    ]
    if 0 < where.line <= len(there := lines(where.file)):
        text, mark = excerpt(there[where.line - 1], where.column, where.end)
        bar = paint("|", "34")
        shown.append(f"{paint(str(where.line), '34')} {bar} {text}".rstrip())
        if mark:
            shown.append(f"{margin} {bar} {paint(mark, _COLOURS[p.severity])}")
    if p.hint:
        shown.append(f"{margin} {paint('hint:', '1;32')} {printable(p.hint)}")
    return shown


def excerpt(line: str, column: int, end: int) -> tuple[str, str]:
    """The part of a line round a column that fits into `WIDTH`, and the mark that stands below it (empty for column 0).

    Tabs become four spaces, characters that cannot be seen become U+FFFD, wide ones (Unicode Annex 11) count twice.
    """
    cells = line if _is_plain(line) else [_cell(c) for c in line]
    first = min(max(column - 1, 0), len(cells))
    last = min(max(end - 1, first + 1), len(cells)) if column else first
    start = 0
    if _width(cells[:last]) > WIDTH:
        start = _back(cells, first, min(WIDTH // 2, max(WIDTH - _width(cells[first:last]), 0)))
    stop = _forth(cells, start, WIDTH)
    last = min(last, stop)
    before, marked = cells[start:first], cells[first:last]
    lead, tail = "…" if start else "", "…" if stop < len(cells) else ""
    text = lead + "".join(cells[start:stop]) + tail
    if not column:
        return text, ""
    return text, " " * (len(lead) + _width(before)) + "^" * max(_width(marked), 1)


def _is_plain(cells: Sequence[str]) -> bool:
    """Whether each character is shown as it is, in one column."""
    return isinstance(cells, str) and cells.isascii() and cells.isprintable()


def _cell(character: str) -> str:
    return TAB if character == "\t" else character if character.isprintable() or character in JOINERS else "\ufffd"


def _is_mark(character: str) -> bool:
    return character in JOINERS or unicodedata.combining(character) != 0


def _width(cells: Sequence[str]) -> int:
    if _is_plain(cells):
        return len(cells)
    return sum(
        len(c) if c == TAB else 0 if _is_mark(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in cells
    )


def _back(cells: Sequence[str], index: int, room: int) -> int:
    """The first index from which it takes at most `room` columns to reach `index`."""
    while index and (room := room - _width([cells[index - 1]])) >= 0:
        index -= 1
    return index


def _forth(cells: Sequence[str], index: int, room: int) -> int:
    """The index that is reached with at most `room` columns."""
    if _is_plain(cells):
        return min(index + room, len(cells))
    while index < len(cells) and (room := room - _width([cells[index]])) >= 0:
        index += 1
    return index


def printable(text: str) -> str:
    """A text of any origin on one line of a terminal: what cannot be seen or would steer the terminal is replaced."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in JOINERS else " " if c in "\n\t" else "\ufffd" for c in text)
