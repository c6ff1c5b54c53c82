"""`briefgen due`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from briefgen.cli.codes import FINE
from briefgen.cli.options import common, jobs
from briefgen.cli.show import say, show_problems
from briefgen.cli.site import open_site


@click.command()
@common
@click.option("--next", "soonest", is_flag=True, help="Only the next instant; alone on a line, for a shell.")
@click.option("--until", metavar="TIME", help="Only what changes up to this moment.")
@click.option("--limit", metavar="N", type=click.IntRange(1), help="Only the next N instants.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "rfc3339"]),
    help="The form of the answer. Default: text; with --next, rfc3339.",
)
@click.option("--no-titles", is_flag=True, help="Leave out which briefs change: for logs that others can read.")
@jobs
@click.pass_obj
def due(
    folder: Path | None,
    site: Path | None,
    now: str | None,
    soonest: bool,
    until: str | None,
    limit: int | None,
    form: str | None,
    no_titles: bool,
    jobs: int,
) -> int:
    """Say when the site will change by itself, so that a scheduler knows when to build."""
    from briefgen import due as work
    from briefgen.workers import mapper_for

    here = open_site(site or folder, now, there=True)
    show_problems(here.problems, here.root, notes=False, err=True)
    last = _moment(until, here.config.timezone) if until else None
    found = work.find_due(here.root, here.config, here.now, mapper_for(jobs))
    chosen = work.choose(found, last, 1 if soonest else limit or 0)
    form = form or ("rfc3339" if soonest else "text")
    if form == "json":
        say(work.as_json(chosen, not no_titles))
    elif form == "rfc3339":
        say(work.as_rfc3339(chosen), end="\n" if chosen else "")
    else:
        say(work.as_text(chosen, here.config.timezone, not no_titles))
    return FINE


def _moment(text: str, zone: str) -> dt.datetime:
    from briefgen.text.moment import parse_moment, time_zone

    read = parse_moment(text, time_zone(zone) or dt.UTC)
    if read.moment is None:
        raise click.BadParameter(f"{read.note}. {read.hint}", param_hint="--until")
    return read.moment.instant
