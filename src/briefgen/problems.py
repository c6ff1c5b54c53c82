"""Problems are values: what an editor or a theme author should know, where it is, and what to write instead.

Parsing never raises for what somebody wrote in a file; it returns a value and its problems. Every code stands in
`CODES` with its severity and one line of explanation, and is described with an example in `docs/problems.md`.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How bad it is: an error keeps a brief out of the build, a warning deserves a look, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Where(msgspec.Struct, frozen=True, order=True):
    """A place in a file. Lines and columns count from 1 in characters; 0 means unknown; `end` is the column after the last."""

    file: str
    line: int = 0
    column: int = 0
    end: int = 0


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong, in words for the person who wrote it.

    `message` says what is wrong (one line, no full stop); `hint` says what to write instead (may be empty).
    """

    severity: Severity
    code: str
    message: str
    where: Where
    hint: str = ""


class Rule(msgspec.Struct, frozen=True):
    """An entry of the catalogue: the severity that a code has unless told otherwise, and its meaning in one line."""

    severity: Severity
    summary: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

#: Every problem code there is. Grouped by the stage that reports it; keep the groups in the order of the flow.
CODES: dict[str, Rule] = {
    # -- config: briefgen.yml
    # -- decode: bytes → characters
    # -- yaml: any YAML we read
    # -- front matter: keys and values of a brief
    # -- sections: headings and prose of a brief
    # -- loader: files and folders
    # -- registry: actors.yml, topics.yml
    # -- edition: what can only be seen with all briefs together
    # -- pages: URLs and links
    # -- render: templates
}


def problem(code: str, where: Where, message: str, hint: str = "", severity: Severity | None = None) -> Problem:
    """A `Problem` with the catalogue's severity for its code. `KeyError` for a code that the catalogue lacks."""
    return Problem(severity or CODES[code].severity, code, message, where, hint)


def has_errors(problems: tuple[Problem, ...]) -> bool:
    """Whether any of them is an error."""
    return any(p.severity is Severity.ERROR for p in problems)
