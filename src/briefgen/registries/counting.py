"""How often actors and topics occur, which are not used, and which are not registered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from briefgen.briefs.files import scan_briefs
from briefgen.briefs.loader import load
from briefgen.briefs.model import ActorEntry, Registry, TopicEntry
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.model import Actor, Edition, Topic
from briefgen.edition.suggest import Suggester
from briefgen.recall import recall
from briefgen.workers import Mapper

_FEW = 3


class Counted(msgspec.Struct, frozen=True):
    """An actor or a topic. `count` is the number of its published briefs, `briefs` are files of the latest of them; `near` is the
    registered name that one which is not registered may mean."""

    slug: str
    name: str
    count: int
    registered: bool
    aliases: tuple[str, ...] = ()
    near: str = ""
    briefs: tuple[str, ...] = ()


def count_entries(
    root: Path, config: Config, now: dt.datetime, mapper: Mapper, kind: str, which: str
) -> tuple[Counted, ...]:
    """The actors or topics of the site in the folder `root`, as `counted` tells them. What the last build left is not read again."""
    memory = recall(root, config)
    library = load(root, config, mapper, now, scan_briefs(root), memory).library
    edition = assemble_edition(library, config, now, mapper=mapper, recall=memory.readings)
    return counted(edition, library.registry, kind, which)


def counted(edition: Edition, registry: Registry, kind: str, which: str) -> tuple[Counted, ...]:
    """The actors or topics of an edition and its registry, those with most briefs first. `which` is "list" (all), "unused" or
    "unregistered"."""
    entries: Sequence[ActorEntry | TopicEntry] = registry.actors if kind == "actor" else registry.topics
    shown: Mapping[str, Actor | Topic] = edition.actors if kind == "actor" else edition.topics
    rows = []
    for entry in entries:
        one = shown.get(entry.slug)
        items = one.items if one else ()
        rows.append(Counted(entry.slug, entry.name, len(items), True, entry.aliases, "", _files(items)))
    suggester = Suggester(name for entry in entries for name in (entry.name, *entry.aliases))
    rows += [
        Counted(one.slug, one.name, len(one.items), False, (), suggester.nearest(one.name), _files(one.items))
        for one in shown.values()
        if not one.registered
    ]
    wanted = {
        "list": lambda _: True,
        "unused": lambda row: not row.count,
        "unregistered": lambda row: not row.registered,
    }
    return tuple(sorted(filter(wanted[which], rows), key=lambda row: (-row.count, row.slug)))


def _files(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"briefs/{path}" for path in items[:_FEW])
