"""The directory of names: which entry of a registry a name means, whatever way it is spelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Generic, TypeVar

import msgspec

from briefgen.briefs.model import ActorEntry, TopicEntry
from briefgen.edition.naming import slug_for
from briefgen.edition.suggest import Suggester
from briefgen.problems import Problem, Where, problem
from briefgen.text.keys import entity_key

E = TypeVar("E", ActorEntry, TopicEntry)

ACTORS_FILE, TOPICS_FILE = "briefs/actors.yml", "briefs/topics.yml"

# What an entry calls itself, the strongest claim first.
_NAME, _SLUG, _ALIAS, _FORMER = range(4)


class Directory(msgspec.Struct, Generic[E], frozen=True):
    """The entries of a registry by slug, and what every name may mean.

    `keys` maps an entity key to the slugs of the entries that claim it with equal right: one, as a rule. `suggester`
    knows all names and aliases.
    """

    entries: dict[str, E]
    keys: dict[str, tuple[str, ...]]
    suggester: Suggester
    problems: tuple[Problem, ...] = ()

    def find(self, name: str) -> tuple[str, ...]:
        """The slugs that a name, slug, alias or former slug may mean: none, the one, or several if it is ambiguous."""
        return (name,) if name in self.entries else self.keys.get(entity_key(name), ())


def build_directory(entries: Sequence[E], file: str) -> Directory[E]:
    """File the entries of a registry under all that they are called. `file` is the registry's, as problems show it."""
    by_slug = {entry.slug: entry for entry in entries}
    claims: dict[str, dict[str, tuple[int, str]]] = {}
    for entry in by_slug.values():
        for rank, name in _claims(entry):
            claims.setdefault(entity_key(name), {}).setdefault(entry.slug, (rank, name))
    keys: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for key, claimants in claims.items():
        best = min(rank for rank, _ in claimants.values())
        keys[key] = tuple(slug for slug, (rank, _) in claimants.items() if rank == best)
        if len(claimants) > 1:
            problems += _contest(claimants, [by_slug[slug] for slug in keys[key]], by_slug, file)
    return Directory(by_slug, keys, Suggester(chain.from_iterable(map(_names, by_slug.values()))), tuple(problems))


def former_slugs(directory: Directory[E], living: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each of the slugs `living`, the slugs that redirect to it: its `redirect_from`, and those that its name and
    aliases have while they are not registered. A slug that has a page, or that two entries claim, is nobody's."""
    living = set(living)
    moved: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for entry in directory.entries.values():
        for former in entry.redirect_from:
            moved.setdefault(slug_for(former), set()).add(entry.slug)
        for name in _names(entry):
            named.setdefault(slug_for(name), set()).update(directory.find(name))
    former_of: dict[str, list[str]] = {}
    for former, owners_of in sorted((named | moved).items()):
        if len(owners_of) == 1 and former not in living and former not in directory.entries:
            former_of.setdefault(next(iter(owners_of)), []).append(former)
    return {slug: tuple(former) for slug, former in former_of.items() if slug in living}


def moved_slugs(entry: ActorEntry | TopicEntry, former: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the slugs that redirect to an entry under which it was published: its `redirect_from`."""
    moved = {slug_for(slug) for slug in entry.redirect_from} if former else ()
    return tuple(slug for slug in former if slug in moved)


def _names(entry: ActorEntry | TopicEntry) -> tuple[str, ...]:
    return (entry.name, *entry.aliases)


def _claims(entry: ActorEntry | TopicEntry) -> Iterator[tuple[int, str]]:
    yield _NAME, entry.name
    yield _SLUG, entry.slug
    for alias in entry.aliases:
        yield _ALIAS, alias
    for former in entry.redirect_from:
        yield _FORMER, former


def _contest(
    claimants: dict[str, tuple[int, str]], winners: list[E], by_slug: dict[str, E], file: str
) -> Iterator[Problem]:
    """Say that a name is claimed more than once: each loser hears of it, and equal winners once, at the last of them."""
    if len(winners) > 1:
        _, name = claimants[winners[-1].slug]
        yield problem(
            "name-ambiguous",
            Where(file, winners[-1].line),
            f"“{name}” may mean {either(winners)}: nobody can tell which",
            "Leave it to one of them; text and briefs that use it are not linked to either",
        )
    for slug, (_, name) in claimants.items():
        if all(slug != winner.slug for winner in winners):
            yield problem(
                "name-taken",
                Where(file, by_slug[slug].line),
                f"“{name}”, which {by_slug[slug].name} claims, is already what {either(winners)} is called",
                f"Remove it from {by_slug[slug].name}: the name or slug of an entry is stronger than an alias",
            )


def either(entries: Sequence[ActorEntry | TopicEntry]) -> str:
    """Entries in words: “Kim Jong Un” or “Kim Philby”; by slug where a name is that of two."""
    names = [entry.name for entry in entries]
    told = [f"“{entry.slug if names.count(entry.name) > 1 else entry.name}”" for entry in entries]
    return f"{', '.join(told[:-1])} or {told[-1]}" if len(told) > 1 else told[0]
