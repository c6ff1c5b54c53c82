"""What a build is told, and what it tells."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from briefgen.problems import FATAL, Problem, Severity

if TYPE_CHECKING:
    from briefgen.edition.model import Held


class BuildOptions(msgspec.Struct, frozen=True):
    """How to build. `now` is the clock; `out` is relative to the site's folder or absolute; `wait` are the seconds that
    another build is waited for; `clean` ignores what earlier builds left, `explain` asks for the reason of each page."""

    now: dt.datetime
    out: str = "site"
    drafts: bool = False
    keep_going: bool = False
    strict: bool = False
    wait: float = 60
    clean: bool = False
    explain: bool = False


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did. `briefs` are those published, `pages` what was planned of all kinds, `rendered` how many of them had to
    be made; `written` and `unchanged` count files, the theme's included. `published` is False when problems kept everything back: then nothing
    in the output folder was touched. `explained` are the pages that were made, each with the reason."""

    folder: Path
    briefs: int = 0
    pages: int = 0
    published: bool = False
    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    held: tuple[Held, ...] = ()
    problems: tuple[Problem, ...] = ()
    explained: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0


def may_publish(problems: tuple[Problem, ...], options: BuildOptions) -> bool:
    """Whether anything may be written in spite of these problems."""
    bad = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    return not any(p.code in FATAL or (p.severity in bad and not options.keep_going) for p in problems)
