"""What the preview says in the terminal: little, one line at a time."""

from __future__ import annotations

import datetime as dt
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

from briefgen.edition.model import State
from briefgen.problems import Problem, Severity
from briefgen.report import count, printable, summary
from briefgen.serve.model import Refresh, Snapshot

#: So many changed files are named.
FEW = 2


class Terminal:
    """The terminal. That nobody reads it any more is no reason to end."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet

    def say(self, line: str) -> None:
        """A line for those who want to know how it goes."""
        if not self._quiet:
            self._print(line, err=False)

    def begin(self, address: str, line: str) -> None:
        """Where the site is seen, which everybody wants to know, and a line about it."""
        self._print(address if self._quiet else f"{address}\n{line}", err=False)

    def complain(self, line: str) -> None:
        """A line about what does not go well."""
        self._print(f"briefgen: {line}", err=True)

    def bug(self, what: str, error: BaseException) -> None:
        """A line about a fault of our own."""
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        self.complain(printable(f"{what}: this is a bug in briefgen ({reason}); please report it"))
        if os.environ.get("BRIEFGEN_DEBUG"):
            self._print("".join(traceback.format_exception(error)), err=True)

    def _print(self, text: str, *, err: bool) -> None:
        with suppress(OSError, ValueError):
            print(text, file=sys.stderr if err else sys.stdout, flush=True)


def what_is_shown(snapshot: Snapshot) -> str:
    """ "12 briefs, of which 2 drafts and 1 scheduled; 1 error"."""
    states = [held.state for held in snapshot.edition.held]
    drafts, scheduled = states.count(State.DRAFT), states.count(State.SCHEDULED)
    waiting = [_number(drafts, "draft")] * (drafts > 0) + [f"{scheduled:,} scheduled"] * (scheduled > 0)
    briefs = _number(len(snapshot.edition.items), "brief")
    return briefs + (f", of which {' and '.join(waiting)}" if waiting else "") + _problems(snapshot.problems)


def what_changed(refresh: Refresh, told: int, seconds: float, had: Sequence[Problem]) -> str:
    """What a refresh was about, in one line: the files, how many open pages are others now, and what is wrong. `had` are the problems
    that there were before."""
    names, more = refresh.changed[:FEW], len(refresh.changed) - FEW
    if not names:
        files = "the clock went on"
    elif more > 0:
        files = f"{printable(names[0])} and {_number(more + FEW - 1, 'more file')}"
    else:
        files = " and ".join(printable(name) for name in names)
    problems = _problems(refresh.problems) or ("; no problems any more" if _problems(had) else "")
    time = dt.datetime.now().strftime("%H:%M:%S")
    return f"{time}  {files} → {_number(told, 'open page')}, {seconds * 1000:.0f} ms{problems}"


def _problems(problems: Sequence[Problem]) -> str:
    told = summary(count(p for p in problems if p.severity is not Severity.NOTE))
    return f"; {told}" if told else ""


def _number(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
