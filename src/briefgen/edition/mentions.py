"""Who appears in a brief: the actors that it lists, those that its text names, and where it names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import msgspec

from briefgen.briefs.model import ActorEntry, Brief
from briefgen.edition.directory import Directory, either
from briefgen.edition.finder import Finder, Found, searchable
from briefgen.edition.model import Mention
from briefgen.edition.naming import spelling
from briefgen.edition.roster import Roster, place
from briefgen.problems import Problem, Where, problem
from briefgen.text.keys import entity_key


class Appearances(msgspec.Struct, frozen=True):
    """`actors` are slugs: those listed, in order, then those detected, in the order in which title and text name them.
    `mentions` are as in `Item`."""

    actors: tuple[str, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    problems: tuple[Problem, ...] = ()


class Reader:
    """Reads briefs for their actors. Without `detect`, only listed actors appear, and only their names are mentions."""

    def __init__(self, roster: Roster[ActorEntry], detect: bool) -> None:
        self._roster = roster
        self._detect = detect
        self._finder = Finder(names_in_text(roster.directory))

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
            stranger = self._roster.strangers.get(entity_key(ref.text))
            slug = self._roster.slug(ref.text)
            known = slug in self._roster.directory.entries
            names = [spelling(ref.text)] if known or stranger is None else [spelling(ref.text), stranger.name]
            own |= {name: slug for name in names if slug and name != slug and searchable(name, is_name=not known)}
        return own

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
        section = brief.sections[found.part - 2] if found.part > 1 else None
        line = section.line + section.text.count("\n", 0, found.place) if section and section.line else 0
        options = either([self._roster.directory.entries[slug] for slug in found.slugs])
        return problem(
            "mention-ambiguous",
            Where(f"briefs/{brief.path}", line),
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
