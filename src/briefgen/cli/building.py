"""`briefgen build`, and how it is asked for when it is asked for plainly: with no options but switches. Then click, which
takes longer to import than a site needs to be found unchanged, has nothing to do."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from briefgen.cli.codes import FINE, PROBLEMS
from briefgen.cli.show import complain, show_build, show_problems
from briefgen.cli.site import open_site


class Wishes(NamedTuple):
    """The options of `briefgen build`."""

    drafts: bool = False
    strict: bool = False
    keep_going: bool = False
    clean: bool = False
    explain: bool = False
    verbose: bool = False
    quiet: bool = False
    out: str = "site"
    jobs: int = 0
    wait: float = 60


SWITCHES = {f"--{name.replace('_', '-')}": name for name, value in Wishes._field_defaults.items() if value is False}
SWITCHES |= {"-v": "verbose", "-q": "quiet"}


def plain_wishes(arguments: Sequence[str]) -> Wishes | None:
    """What a command line asks for that is `build` and switches; None for any other, which click must read."""
    if not arguments or arguments[0] != "build" or not SWITCHES.keys() >= set(arguments[1:]):
        return None
    return Wishes(**{SWITCHES[argument]: True for argument in arguments[1:]})  # type: ignore[arg-type]


def build_site(folder: Path | None, now: str | None, wishes: Wishes) -> int:
    """Build the site in a folder, else the nearest one upwards; the exit code."""
    from briefgen.build import build
    from briefgen.cli.progress import watched
    from briefgen.config_cache import keep_settings
    from briefgen.outcome import BuildOptions, may_publish
    from briefgen.workers import mapper_for

    here = open_site(folder, now)
    options = BuildOptions(
        here.now,
        wishes.out,
        wishes.drafts,
        wishes.keep_going,
        wishes.strict,
        wishes.wait,
        wishes.clean,
        wishes.explain,
    )
    with watched(mapper_for(wishes.jobs), sys.stderr.isatty() and not wishes.quiet) as mapper:
        report = build(here.root, here.config, options, mapper, say=complain, known=here.problems)
    keep_settings(here.root, here.settings)
    show_problems(report.problems, here.root, notes=wishes.verbose, err=True)
    if not wishes.quiet:
        show_build(report, wishes.verbose)
    fine = report.published and may_publish(report.problems, BuildOptions(here.now, strict=wishes.strict))
    return FINE if fine else PROBLEMS
