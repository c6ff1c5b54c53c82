"""An edition as the state keeps it: what is light is read at once, a brief only when it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any, cast

import msgspec

from briefgen.briefs.model import Brief, Registry
from briefgen.edition.mentions import Appearances
from briefgen.edition.model import Edition, Head, Held, Item, Mention, Record, State, head_of
from briefgen.memory import Findings
from briefgen.pages.model import Page
from briefgen.text.moment import Moment

#: The brief with a path, and who is in it.
Fetch = Callable[[str], tuple[Brief, Appearances]]

#: Briefs that are kept after they were fetched: a page asks more than once for its own.
KEPT = 64


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is light of an item. `day` is an ordinal, topics and actors are numbers in the edition's order of them; `dated` is the date of
    a brief whose file has none."""

    path: str
    slug: str
    state: State
    day: int
    modified: Moment
    topics: tuple[int, ...]
    actors: tuple[int, ...]
    story: str = ""
    follows: str = ""
    dated: Moment | None = None


class Snapshot(msgspec.Struct, frozen=True):
    """An edition without its items; the first `listed` of the entries are its items, the others have expired."""

    edition: Edition
    registry: Registry
    entries: tuple[Entry, ...]
    listed: int


class Drawn(msgspec.Struct, frozen=True):
    """What is left of a survey when the state holds the edition and its briefs. `heads` are as in `decode_edition`; `git` is
    and `record` are as in `memory.Built`, `ahead` as in `loader.Loaded`."""

    briefs: int
    held: tuple[Held, ...]
    pages: tuple[Page, ...]
    heads: tuple[Head, ...]
    findings: Findings
    git: str | None
    ahead: bool
    record: str = ""


_DECODER = msgspec.msgpack.Decoder(Snapshot)


class StoredItem:
    """An `Item` whose brief and mentions are fetched when they are asked for, its head too where it is not given."""

    __slots__ = ("_entry", "_fetch", "_head", "_names")

    def __init__(self, entry: Entry, names: tuple[list[str], list[str]], fetch: Fetch, head: Head | None) -> None:
        self._entry = entry
        self._names = names
        self._fetch = fetch
        self._head = head

    @property
    def path(self) -> str:
        return self._entry.path

    @property
    def slug(self) -> str:
        return self._entry.slug

    @property
    def state(self) -> State:
        return self._entry.state

    @property
    def day(self) -> dt.date:
        return dt.date.fromordinal(self._entry.day)

    @property
    def modified(self) -> Moment:
        return self._entry.modified

    @property
    def story(self) -> str:
        return self._entry.story

    @property
    def follows(self) -> str:
        return self._entry.follows

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple([self._names[0][n] for n in self._entry.topics])

    @property
    def actors(self) -> tuple[str, ...]:
        return tuple([self._names[1][n] for n in self._entry.actors])

    @property
    def head(self) -> Head:
        return self._head or head_of(self.brief)

    @property
    def brief(self) -> Brief:
        brief = self._fetch(self.path)[0]
        dated = self._entry.dated
        return msgspec.structs.replace(brief, date=dated) if dated else brief

    @property
    def mentions(self) -> tuple[tuple[Mention, ...], ...]:
        found = self._fetch(self.path)[1].mentions
        if self.state is not State.EXPIRED:
            return found
        known = set(self._names[1])
        return tuple(tuple(m for m in part if not m.actor or m.actor in known) for part in found)


def encode_edition(edition: Edition, registry: Registry, undated: frozenset[str]) -> bytes:
    """An edition as the state keeps it. `undated` are the paths of briefs whose files have no date."""
    topics = {slug: number for number, slug in enumerate(edition.topics)}
    actors = {slug: number for number, slug in enumerate(edition.actors)}

    def entry(item: Item) -> Entry:
        return Entry(
            item.path,
            item.slug,
            item.state,
            item.day.toordinal(),
            item.modified,
            tuple([topics[slug] for slug in item.topics]),
            tuple([actors[slug] for slug in item.actors]),
            item.story,
            item.follows,
            item.brief.date if item.path in undated else None,
        )

    bare = msgspec.structs.replace(
        edition,
        items=(),
        expired=(),
        topics={slug: msgspec.structs.replace(topic, items=()) for slug, topic in edition.topics.items()},
        actors={slug: msgspec.structs.replace(actor, items=()) for slug, actor in edition.actors.items()},
        problems=(),
        text_problems={},
    )
    entries = tuple([entry(item) for item in (*edition.items, *edition.expired)])
    return msgspec.msgpack.encode(Snapshot(bare, registry, entries, len(edition.items)))


def decode_edition(data: bytes, now: dt.datetime, fetch: Fetch, heads: Sequence[Head] = ()) -> tuple[Edition, Registry]:
    """The edition that was kept, at the clock `now`, and the registry that it was made with; ValueError for anything else.
    Its problems are not kept. `heads` are those of its items and expired items, in order, where they are known."""
    kept = _DECODER.decode(data)
    edition = kept.edition
    names = (list(edition.topics), list(edition.actors))
    fetch = lru_cache(maxsize=KEPT)(fetch)
    items = [StoredItem(entry, names, fetch, head) for entry, head in zip_longest(kept.entries, heads)]
    topics: list[list[str]] = [[] for _ in names[0]]
    actors: list[list[str]] = [[] for _ in names[1]]
    for entry in kept.entries[: kept.listed]:
        for number in entry.topics:
            topics[number].append(entry.path)
        for number in entry.actors:
            actors[number].append(entry.path)
    whole: dict[str, Any] = {
        "topics": _filled(edition.topics, topics),
        "actors": _filled(edition.actors, actors),
        "items": tuple(items[: kept.listed]),
        "expired": tuple(items[kept.listed :]),
    }
    return msgspec.structs.replace(edition, now=now, **cast(Any, whole)), kept.registry


def peek(data: bytes) -> tuple[list[str], dict[str, Record]]:
    """The paths of the briefs in the edition that was kept, and what git knew of them."""
    kept = _DECODER.decode(data)
    return [entry.path for entry in kept.entries], kept.edition.records


def with_records(data: bytes, records: dict[str, Record]) -> bytes:
    """The edition that was kept, with what git knows of its briefs now."""
    kept = _DECODER.decode(data)
    edition = msgspec.structs.replace(kept.edition, records=records)
    return msgspec.msgpack.encode(msgspec.structs.replace(kept, edition=edition))


def _filled(entities: dict[str, Any], items: list[list[str]]) -> dict[str, Any]:
    return {
        slug: msgspec.structs.replace(entity, items=tuple(paths))
        for (slug, entity), paths in zip(entities.items(), items, strict=True)
    }
