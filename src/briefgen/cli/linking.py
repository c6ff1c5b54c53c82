"""`briefgen check --links`: what is said of it beside the problems."""

from __future__ import annotations

import sys

from briefgen.cli.progress import counted
from briefgen.cli.show import complain, number, say
from briefgen.cli.site import Site
from briefgen.links.looking import look
from briefgen.problems import Problem
from briefgen.rules.grading import graded
from briefgen.workers import Mapper


def look_at_links(here: Site, mapper: Mapper, only: frozenset[str] | None) -> tuple[tuple[Problem, ...], bool]:
    """What is wrong with links to other sites, and whether there was a network to learn it by."""
    with counted("Asking other sites", sys.stderr.isatty()) as tell:
        looked = look(here.root, here.config, mapper, only=only, tell=tell)
    if looked.offline:
        complain(
            f"no server was heard, so {number(looked.left, 'link')} could not be looked at; is this machine on the network?"
        )
    else:
        rest = f"; no time was left for {looked.left:,}, which come first next time" if looked.left else ""
        say(f"{number(looked.addresses, 'link')} to other sites, {looked.asked:,} asked for now{rest}.", err=True)
    return graded(looked.problems, here.config), not looked.offline
