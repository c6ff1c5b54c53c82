"""The commands and their options, as click has them. What a command needs is imported when it runs, so that asking for help is quick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from briefgen import __version__
from briefgen.cli.building import Wishes, build_site
from briefgen.cli.codes import FINE, INTERRUPTED, PROBLEMS, USAGE
from briefgen.cli.completion import completion, prepare
from briefgen.cli.diff import diff
from briefgen.cli.due import due
from briefgen.cli.entries import group_of
from briefgen.cli.options import common
from briefgen.cli.schema import schema
from briefgen.cli.show import complain, say, shown
from briefgen.cli.site import clock, is_site, open_site


def command(arguments: Sequence[str]) -> int:
    """Run a command line; the exit code."""
    prepare(cli)
    try:
        return int(cli.main(list(arguments), prog_name="briefgen", standalone_mode=False) or FINE)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        complain("interrupted")
        return INTERRUPTED


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="briefgen")
@click.option("-C", "--site", metavar="DIR", type=click.Path(path_type=Path), help="Run as if in this folder.")
@click.pass_context
def cli(context: click.Context, site: Path | None) -> None:
    """Make a site from news briefs: What's Happening, Why It's Important, What's Next."""
    context.obj = site


@cli.command()
@common
@click.option("--out", metavar="DIR", default="site", show_default=True, help="The folder to write the site into.")
@click.option("--drafts", is_flag=True, help="Publish drafts and scheduled briefs too, marked as such.")
@click.option("--strict", is_flag=True, help="Let warnings fail the build, as errors do.")
@click.option("--keep-going", is_flag=True, help="Publish the rest when briefs have errors. The exit code is still 1.")
@click.option(
    "--jobs", metavar="N", type=click.IntRange(0), default=0, help="Processes. Default: what pays, at most 4."
)
@click.option(
    "--wait", metavar="SECONDS", type=click.FloatRange(0), default=60, show_default=True, help="Wait for another build."
)
@click.option("--clean", is_flag=True, help="Make every page anew, whatever earlier builds left.")
@click.option("--explain", is_flag=True, help="Say of each page that had to be made, why.")
@click.option("-v", "--verbose", is_flag=True, help="Show notes too, and every brief that is held back.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
@click.pass_obj
def build(
    folder: Path | None,
    site: Path | None,
    now: str | None,
    out: str,
    drafts: bool,
    strict: bool,
    keep_going: bool,
    jobs: int,
    wait: float,
    clean: bool,
    explain: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Build the site: read briefs/, and write what changed into site/."""
    return build_site(
        site or folder, now, Wishes(drafts, strict, keep_going, clean, explain, verbose, quiet, out, jobs, wait)
    )


@cli.command()
@common
@click.option("--strict", is_flag=True, help="Let warnings fail, as errors do.")
@click.option("--drafts", is_flag=True, help="Look at the site as it is with drafts and scheduled briefs.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="The form of the report.",
)
@click.option(
    "--since",
    metavar="[REF]",
    is_flag=False,
    flag_value="",
    help="Only what concerns the changes since this branch left REF. Default of REF: as of `diff`.",
)
@click.option("--links", is_flag=True, help="Ask other sites, too, whether what is linked to is there.")
@click.option(
    "--fix", is_flag=True, help="Put right in briefs what is certain, then say what is left. Prose is never touched."
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option(
    "--jobs", metavar="N", type=click.IntRange(0), default=0, help="Processes. Default: what pays, at most 4."
)
@click.pass_obj
def check(
    folder: Path | None,
    site: Path | None,
    now: str | None,
    strict: bool,
    drafts: bool,
    form: str,
    since: str | None,
    links: bool,
    fix: bool,
    diff: bool,
    jobs: int,
) -> int:
    """Say what is wrong with briefs, registries, settings and templates."""
    from briefgen.cli.checking import Asked, check_site

    return check_site(site or folder, now, Asked(strict, drafts, form, jobs, fix, diff, since, links))


@cli.command()
@common
@click.argument("ref", required=False)
@click.option("--strict", is_flag=True, help="Let warnings fail, as errors do.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="The form of the report.",
)
@click.pass_obj
def guard(folder: Path | None, site: Path | None, now: str | None, ref: str | None, strict: bool, form: str) -> int:
    """Say which published briefs changed without saying so, or moved without a redirect, since this branch left REF.

    Default: as of `diff`.
    """
    from briefgen.cli.checking import tell
    from briefgen.outcome import BuildOptions, may_publish
    from briefgen.record.compared import CompareError, compare_with
    from briefgen.record.guard import guard

    here = open_site(site or folder, now, there=True)
    try:
        problems = guard(compare_with(here.root, ref), here.config, here.now)
    except CompareError as error:
        complain(f"{error}")
        return USAGE
    tell(problems, here, form)
    return FINE if may_publish(problems, BuildOptions(here.now, strict=strict)) else PROBLEMS


@cli.command()
@common
@click.option("--host", metavar="NAME", default="", help="Be seen at this address. Default: by this machine alone.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), help="Default: 8000, or the next that is free.")
@click.option("--open", "open_", is_flag=True, help="Open the browser.")
@click.option(
    "--poll",
    metavar="SECONDS",
    type=click.FloatRange(0.1),
    is_flag=False,
    flag_value=1.0,
    help="Look at the files every so many seconds (1), for folders of which the system tells no changes.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say only where it is, and what is wrong.")
@click.pass_obj
def serve(
    folder: Path | None,
    site: Path | None,
    now: str | None,
    host: str,
    port: int | None,
    open_: bool,
    poll: float | None,
    quiet: bool,
) -> int:
    """Show the site in a browser, with drafts, and every change at once. Writes nothing into site/."""
    from briefgen.serve.desk import desk_page
    from briefgen.serve.server import Options, serve
    from briefgen.serve.shown import problems_event
    from briefgen.serve.site import Preview

    here = open_site(site or folder, now)
    fixed = here.now if now else None
    options = Options(host, port, open_, poll, quiet)
    return serve(lambda: Preview(here.root, now=fixed), here.root, options, problems_event, desk_page)


@cli.command()
@common
@click.argument("title", nargs=-1, required=True)
@click.option("--date", "day", metavar="DAY", help="The day of the brief. Default: today, in the site's time zone.")
@click.option("--edit", is_flag=True, help="Open it in your editor ($VISUAL or $EDITOR).")
@click.pass_obj
def new(
    folder: Path | None, site: Path | None, now: str | None, title: tuple[str, ...], day: str | None, edit: bool
) -> int:
    """Begin a brief: a file with the TITLE, today's date and the three headings."""
    from briefgen.scaffold import new_brief
    from briefgen.text.moment import parse_day, time_zone

    here = open_site(site or folder, now, there=True)
    zone = time_zone(here.config.timezone) or dt.UTC
    read = parse_day(day) if day else None
    if read and read.day is None:
        raise click.BadParameter(f"{read.note}. {read.hint}", param_hint="--date")
    if not " ".join(title).strip():
        raise click.BadParameter("a brief needs a title", param_hint="TITLE")
    file = new_brief(here.root, here.config, " ".join(title), (read and read.day) or here.now.astimezone(zone).date())
    say(shown(file))
    if edit:
        click.edit(filename=str(file))
    return FINE


@cli.command()
@common
@click.argument("files", metavar="FILE|-", nargs=-1, required=True)
@click.option("-y", "--yes", "everything", is_flag=True, help="Take all suggestions, without a question.")
@click.option("--dry-run", "dry", is_flag=True, help="Print the brief, and write nothing.")
@click.pass_obj
def add(
    folder: Path | None, site: Path | None, now: str | None, files: tuple[str, ...], everything: bool, dry: bool
) -> int:
    """Make briefs of raw texts: plain, HTML, or mails; "-" is what is pasted."""
    from briefgen.cli.adding import add_briefs

    return add_briefs(open_site(site or folder, now, there=True), files, everything, dry)


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--now", metavar="TIME", help='Work as if it were this moment: "2025-10-18T09:00Z".')
@click.option("--force", is_flag=True, help="Also into a folder that is not empty. Nothing is written over.")
@click.option("--github", is_flag=True, help="Add workflow files for GitHub; to a site that is there already, too.")
@click.option("--gitlab", is_flag=True, help="The same for GitLab.")
def init(folder: Path, now: str | None, force: bool, github: bool, gitlab: bool) -> int:
    """Make a small working site in the folder DIR."""
    from briefgen.scaffold import init_site, write_missing
    from briefgen.workflows import workflow_texts

    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"{folder} is a file")
    places = [place for place, wanted in (("github", github), ("gitlab", gitlab)) if wanted]
    known = bool(places) and not force and is_site(folder)
    if not force and not known and folder.exists() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; --force adds what is missing, and writes over nothing")
    written = [] if known else init_site(folder, clock(now).date())
    for place in places:
        files = workflow_texts(place)
        added = write_missing(folder, files)
        written += added
        for name in files:
            if folder / name not in added:
                complain(f"{shown(folder / name)} is there already and stays as it is")
    for file in written:
        say(shown(file))
    if not known:
        elsewhere = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
        say(f"Ready. Now: {elsewhere}briefgen build")
    return FINE


cli.add_command(schema)
cli.add_command(completion)
cli.add_command(diff)
cli.add_command(due)
cli.add_command(group_of("actor"))
cli.add_command(group_of("topic"))
