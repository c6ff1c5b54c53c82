"""`briefgen check`: what it is asked for, and what it says."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefgen import report
from briefgen.check import check
from briefgen.checked import Checkup
from briefgen.cli.codes import FINE, PROBLEMS, USAGE
from briefgen.cli.show import complain, number, say, show_problems
from briefgen.cli.site import Site, open_site
from briefgen.outcome import BuildOptions, may_publish
from briefgen.placing import place_problems, source_lines
from briefgen.problems import Problem
from briefgen.workers import mapper_for

if TYPE_CHECKING:
    from briefgen.record.compared import Compared


class Asked(NamedTuple):
    """The options of `briefgen check`."""

    strict: bool = False
    drafts: bool = False
    form: str = "text"
    jobs: int = 0
    fix: bool = False
    diff: bool = False
    since: str | None = None
    links: bool = False


def check_site(folder: Path | None, now: str | None, asked: Asked) -> int:
    """Check the site in a folder, else the nearest one upwards; the exit code."""
    from briefgen.record.compared import CompareError

    here = open_site(folder, now)
    try:
        return _check(here, asked)
    except CompareError as error:
        complain(f"{error}")
        return USAGE


def _check(here: Site, asked: Asked) -> int:
    compared = _compared(here, asked)
    found = _look(here, asked)
    only = compared.differing if compared else None
    if asked.diff:
        return _show_diff(here, found, only)
    if asked.fix and _fix(here, found, asked, only):
        found = _look(here, asked)
        compared = _compared(here, asked)
    problems = (*here.problems, *found.problems)
    if compared is not None:
        problems = _told_since(here, problems, asked, compared)
    asked_all = True
    if asked.links:
        from briefgen.cli.linking import look_at_links

        linked, asked_all = look_at_links(here, mapper_for(asked.jobs), only)
        problems = (*problems, *linked)
    rest = f"{number(found.briefs, 'brief')} would be published, {found.held:,} held back."
    tell(problems, here, asked.form, rest)
    return FINE if asked_all and may_publish(problems, BuildOptions(here.now, strict=asked.strict)) else PROBLEMS


def _look(here: Site, asked: Asked) -> Checkup:
    return check(here.root, here.config, here.now, mapper_for(asked.jobs), drafts=asked.drafts)


def _compared(here: Site, asked: Asked) -> Compared | None:
    """The site beside a commit, if one is asked for."""
    from briefgen.record.compared import compare_with

    return None if asked.since is None else compare_with(here.root, asked.since or None)


def _told_since(here: Site, problems: tuple[Problem, ...], asked: Asked, compared: Compared) -> tuple[Problem, ...]:
    """Of these problems, those that concern what changed; and what was published and changed since without saying so."""
    from briefgen.record.guard import guard
    from briefgen.rules.grading import graded
    from briefgen.since import concerned

    mapper = mapper_for(asked.jobs)
    some = concerned(problems, compared, here.config, here.problems, here.now, mapper, drafts=asked.drafts)
    told = graded(guard(compared, here.config, here.now), here.config)
    return (*some, *[found for found in told if found not in some])


def _show_diff(here: Site, found: Checkup, only: frozenset[str] | None) -> int:
    """Show what could be put right; whether there is anything is the exit code."""
    from briefgen.fixing import as_diff, mendable

    shown = False
    for mended in mendable(here.root, here.config, found.problems, only):
        shown = True
        say(as_diff(mended))
    return PROBLEMS if shown else FINE


def _fix(here: Site, found: Checkup, asked: Asked, only: frozenset[str] | None) -> bool:
    """Put right what is certain; whether anything was."""
    from briefgen.fixing import mendable, write

    done = False
    for mended in mendable(here.root, here.config, found.problems, only):
        if not write(here.root, mended):
            complain(f"briefs/{mended.path} was changed meanwhile, and is left as it is")
            continue
        done = True
        what = ", ".join(f"{code} ×{n}" if n > 1 else code for code, n in Counter(mended.codes).items())
        say(f"Mended briefs/{mended.path}: {what}", err=asked.form != "text")
    return done


def tell(problems: Sequence[Problem], here: Site, form: str, rest: str = "") -> None:
    """Print problems in a form: "text", "json", "github" or "sarif". `rest` is said after their number, in text."""
    if form != "text":
        problems = place_problems(problems, source_lines(here.root))
    if form == "json":
        say(report.as_json(problems))
    elif form in ("github", "sarif"):
        workspace = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
        prefix = os.path.relpath(here.root, workspace).replace(os.sep, "/")
        prefix = "" if prefix == "." else f"{prefix}/"
        if form == "sarif":
            from briefgen.sarif import as_sarif

            say(as_sarif(problems, prefix))
        else:
            say(report.as_github(problems, prefix), end="\n" if problems else "")
    else:
        show_problems(problems, here.root, notes=True)
        told = report.summary(report.count(problems))
        say(f"{told or 'No problems'}. {rest}".rstrip())
