"""`briefgen diff`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.codes import FINE, PROBLEMS, USAGE
from briefgen.cli.options import common, jobs
from briefgen.cli.show import complain, say
from briefgen.cli.site import open_site


@click.command()
@common
@click.argument("ref", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="The form of the report.",
)
@click.option("--base-url", metavar="URL", default="", help="Where a preview of the site is, for links in Markdown.")
@click.option("--exit-code", is_flag=True, help="The exit code is 1 when anything differs.")
@jobs
@click.pass_obj
def diff(
    folder: Path | None,
    site: Path | None,
    now: str | None,
    ref: str | None,
    form: str,
    base_url: str,
    exit_code: bool,
    jobs: int,
) -> int:
    """Say what this working tree does to the published site, compared with where this branch left REF.

    Default: with where this branch left the trunk (origin/main, main, origin/master or master), else with the last commit.
    """
    from briefgen.diff.compare import compare_site
    from briefgen.record.compared import CompareError
    from briefgen.workers import mapper_for

    here = open_site(site or folder, now, there=True)
    try:
        found = compare_site(here.root, here.config, here.problems, ref, here.now, mapper_for(jobs))
    except CompareError as error:
        complain(f"{error}")
        return USAGE
    if form == "json":
        from briefgen.diff.report import as_json

        say(as_json(found))
    elif form == "markdown":
        from briefgen.diff.markdown import as_markdown

        say(as_markdown(found, here.config.timezone, base_url), end="")
    else:
        from briefgen.diff.report import as_text

        say(as_text(found, here.config.timezone))
    return PROBLEMS if exit_code and not found.is_empty else FINE
