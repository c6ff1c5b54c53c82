"""Who appears in a brief: the actors that it lists, those that its text names, and where it names them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property
from typing import Protocol

import msgspec

from briefgen.briefs.model import ActorEntry, Brief, Registry
from briefgen.edition.directory import ACTORS_FILE, Directory, build_directory, either
from briefgen.edition.finder import Finder, Found, searchable
from briefgen.edition.model import Mention
from briefgen.edition.naming import Named, spelling
from briefgen.edition.roster import Roster, place
from briefgen.problems import Problem, Where, problem
from briefgen.text.keys import entity_key


class Appearances(msgspec.Struct, frozen=True, array_like=True):
    """`actors` are slugs: those listed, in order, then those detected, in the order in which title and text name them.
    `mentions` are as in `Item`."""

    actors: tuple[str, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    problems: tuple[Problem, ...] = ()


_ENCODE = msgspec.msgpack.Encoder().encode
#: What `read_all` encoded.
decode_seen = msgspec.msgpack.Decoder(Appearances).decode

#: Briefs are read in runs of this many.
CHUNK = 64

#: Any `briefgen.workers.Mapper` is one.
ReadMap = Callable[[Callable[[Sequence[Brief]], list[bytes]], Sequence[Sequence[Brief]]], Iterable[list[bytes]]]


class Recall(Protocol):
    """What was read in the texts of briefs at an earlier time. Who implements it sees to it that nothing is known of a brief whose
    file has changed."""

    def get(self, path: str, key: bytes) -> Appearances | None:
        """What was read in a brief with this key (`Reader.key`)."""

    def put(self, path: str, key: bytes, reading: bytes, seen: Appearances) -> None:
        """Remember it, encoded and as it is."""


def read_all(reader: Reader, briefs: Sequence[Brief], mapper: ReadMap, recall: Recall | None) -> dict[str, Appearances]:
    """Who appears in each of the briefs, by `Brief.path`: recalled, or read."""
    found: dict[str, Appearances] = {}
    keys: dict[str, bytes] = {}
    todo = briefs
    if recall is not None:
        todo = []
        for brief in briefs:
            key = keys[brief.path] = reader.key(brief)
            known = recall.get(brief.path, key)
            if known is None:
                todo.append(brief)
            else:
                found[brief.path] = known
    runs = [todo[at : at + CHUNK] for at in range(0, len(todo), CHUNK)]
    for run, readings in zip(
        runs, mapper(lambda run: [_ENCODE(reader.read(brief)) for brief in run], runs), strict=True
    ):
        for brief, reading in zip(run, readings, strict=True):
            seen = found[brief.path] = decode_seen(reading)
            if recall is not None:
                recall.put(brief.path, keys[brief.path], reading, seen)
    return found


def reader_of(registry: Registry, strangers: dict[str, Named], detect: bool) -> Reader:
    """The reader that an edition with this registry and these strangers has."""
    return Reader(Roster(build_directory(registry.actors, ACTORS_FILE), strangers), detect)


class Reader:
    """Reads briefs for their actors. Without `detect`, only listed actors appear, and only their names are mentions."""

    def __init__(self, roster: Roster[ActorEntry], detect: bool) -> None:
        self._roster = roster
        self._detect = detect
        self._names = names_in_text(roster.directory)
        self._own: dict[str, dict[str, str]] = {}
        self._marks: dict[str, bytes] = {}

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._names)

    @cached_property
    def _digest(self) -> bytes:
        entries = [(e.slug, e.name, e.aliases, e.redirect_from) for e in self._roster.directory.entries.values()]
        return hashlib.blake2b(_ENCODE((entries, self._detect)), digest_size=16).digest()

    def prepare(self) -> None:
        """Make ready what the first text would have to wait for."""
        _ = self._finder, self._digest

    def key(self, brief: Brief) -> bytes:
        """A digest (16 bytes) of all that the reading of a brief depends on, but for the brief itself."""
        marks = [self._digest, *[self._marks.get(ref.text) or self._mark(ref.text) for ref in brief.actors]]
        if brief.not_actors:
            marks.append(_ENCODE([self._roster.slug(ref.text) for ref in brief.not_actors]))
        return hashlib.blake2b(b"".join(marks), digest_size=16).digest()

    def _mark(self, name: str) -> bytes:
        """Who an actor is that a brief lists: a pair, encoded."""
        who = self._roster.slug(name), self._roster.strangers.get(entity_key(name))
        mark = self._marks[name] = _ENCODE(who)
        return mark

    def read(self, brief: Brief) -> Appearances:
        """Who appears in a brief. Problems: ambiguous names in the text, and `not_actors` that cannot be right."""
        listed = self._roster.slugs(brief.actors)
        denied, problems = self._denied(brief, listed) if brief.not_actors else (frozenset[str](), [])
        parts = (brief.title, brief.lede, *(section.text for section in brief.sections))
        actors = dict.fromkeys(listed)
        mentions: list[dict[tuple[str, str], None]] = [{} for _ in parts]
        unclear: dict[str, Found] = {}
        unlinked: dict[tuple[int, str], None] = {}
        for found in self._finder.find(parts, self._own_names(brief)):
            slugs = found.slugs
            if len(slugs) > 1:
                slugs = tuple(slug for slug in slugs if slug not in denied)
                if self._detect and len(slugs) > 1 and not any(slug in listed for slug in slugs):
                    unclear.setdefault(found.text, found)
            if len(slugs) == 1 and slugs[0] not in denied and (self._detect or slugs[0] in listed):
                actors[slugs[0]] = None
                mentions[found.part][found.text, slugs[0]] = None
            else:
                unlinked[found.part, found.text] = None
        for part, text in unlinked:
            if any(name in text for name, _ in mentions[part]):
                mentions[part][text, ""] = None
        problems += [self._unclear(brief, found) for found in unclear.values()]
        told = tuple([tuple([Mention(name, slug) for name, slug in part]) for part in mentions[1:]])
        return Appearances(tuple(actors), told, tuple(problems))

    def _own_names(self, brief: Brief) -> dict[str, str]:
        """The names of the listed actors as this brief and others spell them, each with its slug."""
        own: dict[str, str] = {}
        for ref in brief.actors:
            names = self._own.get(ref.text)
            if names is None:
                names = self._own[ref.text] = self._spelt(ref.text)
            own |= names
        return own

    def _spelt(self, name: str) -> dict[str, str]:
        stranger = self._roster.strangers.get(entity_key(name))
        slug = self._roster.slug(name)
        known = slug in self._roster.directory.entries
        names = [spelling(name)] if known or stranger is None else [spelling(name), stranger.name]
        return {name: slug for name in names if slug and name != slug and searchable(name, is_name=not known)}

    def _denied(self, brief: Brief, listed: Sequence[str]) -> tuple[Set[str], list[Problem]]:
        denied: set[str] = set()
        problems: list[Problem] = []
        for ref in brief.not_actors:
            slugs = self._roster.directory.find(ref.text) or tuple(filter(None, [self._roster.slug(ref.text)]))
            denied.update(slugs)
            if not slugs:
                told = f"“{ref.text}” under `not_actors` is no known actor, so nothing changes"
                meant = self._roster.directory.suggester.nearest(ref.text)
                hint = f"Did you mean “{meant}”?" if meant else "Write the name as in actors.yml, or remove it"
                problems.append(problem("not-actor-unknown", place(brief, ref), told, hint))
            elif set(slugs) <= set(listed):
                told = f"“{ref.text}” is under `actors` and under `not_actors`; it stays an actor of this brief"
                problems.append(problem("not-actor-listed", place(brief, ref), told, "Remove it from one of the two"))
        return denied - set(listed), problems

    def _unclear(self, brief: Brief, found: Found) -> Problem:
        text, first = brief.lede, brief.lede_line
        if found.part > 1:
            text, first = brief.sections[found.part - 2].text, brief.sections[found.part - 2].line
        line = first + text.count("\n", 0, found.place) if found.part else 1
        options = either([self._roster.directory.entries[slug] for slug in found.slugs])
        return problem(
            "mention-ambiguous",
            Where(f"briefs/{brief.path}", line, words=found.text),
            f"“{found.text}” may mean {options}, so it is not linked",
            "List the one that is meant under `actors:`, or the others under `not_actors:`",
        )


def names_in_text(directory: Directory[ActorEntry]) -> Mapping[str, tuple[str, ...]]:
    """Every name and alias that is looked for in text, and the slugs that it may mean: a name is stronger than an alias."""
    names: dict[str, list[str]] = {}
    aliases: dict[str, list[str]] = {}
    for slug, entry in directory.entries.items():
        if searchable(entry.name, is_name=True):
            names.setdefault(entry.name, []).append(slug)
        for alias in entry.aliases:
            if alias != entry.name and searchable(alias, is_name=False):
                aliases.setdefault(alias, []).append(slug)
    return {form: tuple(slugs) for form, slugs in (aliases | names).items()}
