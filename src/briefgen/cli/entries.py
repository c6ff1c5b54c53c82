"""`briefgen actors` and `briefgen topics`: the registries, listed and changed."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.codes import FINE, PROBLEMS
from briefgen.cli.show import complain, number, say
from briefgen.cli.site import Site, open_site


def change(here: Site, kind: str, action: str, *arguments: object) -> int:
    """Add, rename or merge entries; the exit code."""
    from briefgen.registries import editing
    from briefgen.registries.telling import tell_changes

    path = here.root / "briefs" / f"{kind}s.yml"
    try:
        before = path.read_bytes() if path.exists() else b""
        book = editing.read_book(kind, before)
        data = getattr(editing, action)(book, *arguments)
        editing.write_book(path, before, data)
    except editing.Refused as refused:
        complain(f"nothing was written: {refused}")
        if refused.by_hand:
            say(refused.by_hand, err=True)
        return PROBLEMS
    for told in tell_changes(kind, book.entries, editing.read_book(kind, data).entries):
        say(told)
    if data == before:
        say(f"Nothing to change: briefs/{kind}s.yml says so already")
    else:
        say(f"briefs/{kind}s.yml was changed; `briefgen check` says whether all is well")
    return FINE


def show(here: Site, kind: str, which: str, form: str) -> int:
    """List entries: `which` is "list", "unused" or "unregistered"."""
    import msgspec

    from briefgen.registries.counting import count_entries
    from briefgen.workers import mapper_for

    rows = count_entries(here.root, here.config, here.now, mapper_for(0), kind, which)
    if form == "json":
        say(msgspec.json.format(msgspec.json.encode(rows).decode(), indent=2))
        return FINE
    width = max((len(row.slug) for row in rows), default=0)
    for row in rows:
        near = f"; did you mean “{row.near}”?" if row.near else ""
        where = f"  ({', '.join(row.briefs)})" if which == "unregistered" else ""
        say(f"{row.count:>7,}  {row.slug:<{width}}  {row.name}{near}{where}")
    say(f"{number(len(rows), kind)}", err=True)
    return FINE


def group_of(kind: str) -> click.Group:
    """The group of commands for one registry."""
    of = f"{kind}s"
    site = click.option(
        "-C", "--site", metavar="DIR", type=click.Path(path_type=Path), help="The site's folder, as for other commands."
    )
    now = click.option("--now", metavar="TIME", help='Work as if it were this moment: "2025-10-18T09:00Z".')
    form = click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="The form of the list.",
    )
    slug = click.option("--slug", metavar="SLUG", default="", help="The last part of the address of its page.")

    @click.group(of, help=f"List the {of} of the site, and add, rename and merge them in briefs/{of}.yml.")
    def group() -> None:
        pass

    def listing(which: str, text: str) -> None:
        @group.command(which, help=text)
        @site
        @now
        @form
        @click.pass_obj
        def command(folder: Path | None, site: Path | None, now: str | None, form: str) -> int:
            return show(open_site(site or folder, now, there=True), kind, which, form)

    listing("list", f"List all {of}, with the number of briefs of each.")
    listing("unused", f"List the registered {of} that no published brief has.")
    listing("unregistered", f"List the {of} that briefs name and the registry lacks, and what may be meant.")

    @group.command("add", help=f"Add the {kind} NAME to briefs/{of}.yml.")
    @site
    @click.argument("name")
    @click.option(
        "--alias", "aliases", metavar="NAME", multiple=True, help="Another name for it; may be given several times."
    )
    @slug
    @click.pass_obj
    def add(
        folder: Path | None, site: Path | None, name: str, aliases: tuple[str, ...], slug: str, sort: str = ""
    ) -> int:
        return change(open_site(site or folder, None, there=True), kind, "add_entry", name, sort or "", aliases, slug)

    if kind == "actor":
        kinds = click.Choice(["person", "organization", "government", "place", "group"])
        add.params.append(click.Option(["--kind", "sort"], type=kinds, help="What it is."))

    @group.command(
        "rename",
        help="Give OLD the name NEW. The old name becomes an alias; the address stays, unless --slug changes it.",
    )
    @site
    @click.argument("old")
    @click.argument("new")
    @slug
    @click.pass_obj
    def rename(folder: Path | None, site: Path | None, old: str, new: str, slug: str) -> int:
        return change(open_site(site or folder, None, there=True), kind, "rename_entry", old, new, slug)

    @group.command("merge", help="Make FROM a part of INTO: its names become aliases there, and its address redirects.")
    @site
    @click.argument("source", metavar="FROM")
    @click.argument("target", metavar="INTO")
    @click.pass_obj
    def merge(folder: Path | None, site: Path | None, source: str, target: str) -> int:
        return change(open_site(site or folder, None, there=True), kind, "merge_entries", source, target)

    return group
