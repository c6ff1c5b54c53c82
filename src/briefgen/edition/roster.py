"""The names in front matter, resolved: to an entry of the registry, or to an entity of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic

import msgspec

from briefgen.briefs.model import Brief, Ref
from briefgen.edition.directory import Directory, E, either
from briefgen.edition.naming import Named, settle_names, spelling
from briefgen.edition.suggest import Suggester
from briefgen.problems import Problem, Where, problem
from briefgen.text.keys import entity_key

RefsOf = Callable[[Brief], Iterable[Ref]]


class Roster(msgspec.Struct, Generic[E], frozen=True):
    """Who is who in an edition: the registry's directory, and `strangers`, by key, whom no registry knows."""

    directory: Directory[E]
    strangers: dict[str, Named]
    problems: tuple[Problem, ...] = ()
    asked: dict[str, str] = {}  #: the slugs of names that were asked for: they are asked for again

    def slug(self, name: str) -> str:
        """The slug that a name means, or empty: nobody knows it, or it is ambiguous."""
        slug = self.asked.get(name)
        if slug is None:
            slug = self.asked[name] = self._slug(name)
        return slug

    def _slug(self, name: str) -> str:
        found = self.directory.find(name)
        if not found:
            stranger = self.strangers.get(entity_key(name))
            return stranger.slug if stranger else ""
        return found[0] if len(found) == 1 else ""

    def slugs(self, refs: Iterable[Ref]) -> tuple[str, ...]:
        """The slugs that names mean, each once, in order; names that mean nobody are left out."""
        found = dict.fromkeys([self.slug(ref.text) for ref in refs])
        found.pop("", None)
        return tuple(found)


def place(brief: Brief, ref: Ref) -> Where:
    """Where a name stands."""
    return Where(f"briefs/{brief.path}", ref.line, ref.column, ref.end)


def ambiguous_names(briefs: Iterable[Brief], refs_of: RefsOf, directory: Directory[E], kind: str) -> list[Problem]:
    """An error for each name in front matter that may mean several entries. `kind` is "actor" or "topic"."""
    if not any(len(slugs) > 1 for slugs in directory.keys.values()):
        return []
    problems: list[Problem] = []
    for brief in briefs:
        for ref in refs_of(brief):
            if len(slugs := directory.find(ref.text)) > 1:
                options = either([directory.entries[slug] for slug in slugs])
                told = f"“{ref.text}” may mean {options}"
                problems.append(problem(f"{kind}-ambiguous", place(brief, ref), told, f"Write which one: {options}"))
    return problems


def call_roster(briefs: Sequence[Brief], refs_of: RefsOf, directory: Directory[E], kind: str, file: str) -> Roster[E]:
    """Settle who the names of `briefs` (oldest first) are. One note for each name that the registry lacks, at its first
    use in the order of paths; a warning where two names would share a slug. `kind` is "actor" or "topic"."""
    uses: list[tuple[str, str]] = []
    earliest: dict[str, tuple[str, int, Brief, Ref]] = {}
    known: dict[str, tuple[str, str]] = {}  # text → key of a stranger, empty for an entry of the registry; spelling
    for brief in briefs:
        path = brief.path
        for number, ref in enumerate(refs_of(brief)):
            named = known.get(ref.text)
            if named is None:
                key = "" if directory.find(ref.text) else entity_key(ref.text)
                named = known[ref.text] = key, spelling(ref.text)
            key = named[0]
            if key:
                uses.append(named)
                use = earliest.get(key)
                if use is None or path < use[0] or (path == use[0] and number < use[1]):
                    earliest[key] = path, number, brief, ref
    first = {key: place(brief, ref) for key, (_, _, brief, ref) in earliest.items()}
    strangers = settle_names(uses, directory.entries.keys())
    problems = [_unregistered(kind, file, named, directory.suggester, first[key]) for key, named in strangers.items()]
    problems += [
        problem(
            "entity-slug-taken",
            first[key],
            f"The {kind} “{named.name}” would have the same page as another {kind}, “{named.wanted}”;"
            f" its page is “{named.slug}”",
            f"If both are one {kind}, make this name an alias in {file}; if not, give it an entry with a slug there",
        )
        for key, named in strangers.items()
        if named.slug != named.wanted
    ]
    return Roster(directory, strangers, tuple(problems))


def _unregistered(kind: str, file: str, named: Named, suggester: Suggester, where: Where) -> Problem:
    meant = suggester.nearest(named.name)
    hint = f"Did you mean “{meant}”? If not, add it to {file}" if meant else f"Add it to {file} to say more about it"
    return problem(f"{kind}-unregistered", where, f"The {kind} “{named.name}” is not in {file}", hint)
