"""What becomes of two entries that are one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from briefgen.briefs.model import ActorEntry, Ref, TopicEntry
from briefgen.edition.directory import Directory
from briefgen.registries.lines import Lines
from briefgen.text.keys import entity_key

Entry = ActorEntry | TopicEntry
_TEXTS = ("kind", "role", "description", "wikidata", "url")


def merged(entry: Entry, into: Entry, directory: Directory[Any]) -> Entry:
    """`into` with what `entry` was called, and of an actor what `into` lacks. Whoever belonged to `entry` belongs to `into`, since its
    names lead there."""
    known = {entity_key(name) for name in into.aliases} | {into.name}
    names = {entity_key(name): name for name in (*reversed(entry.aliases), entry.name)}
    aliases = [name for key, name in reversed(names.items()) if key not in known and name != into.name]
    former = [
        s for s in dict.fromkeys((entry.slug, *entry.redirect_from)) if s not in into.redirect_from and s != into.slug
    ]
    one = msgspec.structs.replace(into, aliases=(*into.aliases, *aliases), redirect_from=(*into.redirect_from, *former))
    both = {entry.slug, into.slug}

    def is_other(ref: Ref) -> bool:
        return not both & set(directory.find(ref.text))

    if isinstance(one, ActorEntry) and isinstance(entry, ActorEntry):
        known = {slug for ref in one.member_of for slug in directory.find(ref.text)}
        more = [ref for ref in entry.member_of if not known & set(directory.find(ref.text))]
        lacking = {field: getattr(entry, field) for field in _TEXTS if not getattr(one, field)}
        return msgspec.structs.replace(one, member_of=tuple(filter(is_other, (*one.member_of, *more))), **lacking)
    if isinstance(one, TopicEntry) and isinstance(entry, TopicEntry):
        parents = [ref for ref in (one.parent, entry.parent) if ref and is_other(ref)]
        keywords = tuple(dict.fromkeys((*one.keywords, *entry.keywords)))
        return msgspec.structs.replace(one, parent=parents[0] if parents else None, keywords=keywords)
    raise TypeError(type(entry))


def merging(entry: Entry, into: Entry, one: Entry) -> Callable[[Lines], None]:
    """The change to the file that makes `one` of two entries."""

    def change(lines: Lines) -> None:
        lines.expand(into.slug)
        for field in ("member_of", "keywords", "redirect_from", "aliases"):
            before, after = (_texts(getattr(e, field, ())) for e in (into, one))
            more, less = [t for t in after if t not in before], [t for t in before if t not in after]
            if more or less:
                lines.change_names(into.slug, field, more, less)
        for field in (*_TEXTS, "parent"):
            before, after = (_texts((getattr(e, field, None),)) for e in (into, one))
            if before != after and after:
                lines.set_text(into.slug, field, after[0])
            elif before != after:
                lines.drop_field(into.slug, field)
        lines.delete(entry.slug)

    return change


def _texts(values: tuple[object, ...]) -> list[str]:
    return [value.text if isinstance(value, Ref) else str(value) for value in values if value]
