"""What the commands print."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.build import BuildReport
    from briefgen.edition.model import Held
    from briefgen.problems import Problem

#: So many held briefs are listed before `--verbose` is needed to see them all.
FEW = 10


def say(line: object, *, err: bool = False, end: str = "\n") -> None:
    """A line on standard output, or on standard error."""
    print(line, end=end, file=sys.stderr if err else sys.stdout, flush=True)


def complain(line: str) -> None:
    """A line that is not the result of the command."""
    say(f"briefgen: {line}", err=True)


def show_problems(problems: Sequence[Problem], root: Path, *, notes: bool, err: bool = False) -> None:
    """The problems, as text; with the notes among them or without."""
    from briefgen import report
    from briefgen.placing import source_lines
    from briefgen.problems import Severity

    chosen = [p for p in problems if notes or p.severity is not Severity.NOTE]
    if chosen:
        stream = sys.stderr if err else sys.stdout
        colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        say(report.as_text(chosen, source_lines(root), colour) + "\n", err=err)


def show_build(report: BuildReport, verbose: bool) -> None:
    """The summary of a build."""
    from briefgen.report import count, summary

    for path, why in report.explained:
        say(f"{path}: {why}")
    show_held(report.held, verbose)
    told = summary(count(report.problems))
    if told:
        say(f"{told}.")
    if not report.published:
        say("Nothing was published.")
    else:
        say(
            f"{number(report.briefs, 'brief')}, {number(report.pages, 'page')} in {shown(report.folder)}: "
            f"{number(report.written, 'file')} written, {report.unchanged:,} unchanged, {report.removed:,} removed; "
            f"{len(report.held):,} held back. {report.seconds:.1f} s"
        )


def show_held(held: Sequence[Held], verbose: bool) -> None:
    """The briefs that are kept back, each with its reason."""
    if held:
        say("Held back:")
    some = held if verbose else held[:FEW]
    for one in some:
        say(f"  briefs/{one.path}: {one.reason}")
    if len(held) > len(some):
        say(f"  and {number(len(held) - len(some), 'more brief')} (--verbose lists them)")


def number(n: int, noun: str) -> str:
    """ "1 brief", "2,000 briefs"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def shown(path: Path) -> str:
    """A path for people: relative to where they are, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
