"""Names that were seen in a text in two ways → one list: what we are sure of, then what a trained model reads, then what we guess. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

import msgspec

from briefgen.text.keys import entity_key


class Seen(msgspec.Struct, frozen=True):
    """A name at one place of a text: where it begins and ends there. `kind` is one of `ACTOR_KINDS` or empty."""

    name: str
    kind: str
    start: int
    end: int
    acronym: str = ""

    @property
    def sure(self) -> bool:
        """Whether a title, an acronym or the word for a body stands beside it."""
        return bool(self.kind or self.acronym)


#: A plain text (one paragraph a line) → the names in it, in its order.
NameReader = Callable[[str], Sequence[Seen]]


def joined(own: Sequence[Seen], read: Sequence[Seen]) -> list[Seen]:
    """What we saw ourselves and what a model read, by place. Where both see different names in the same words, one stays; a part of a
    person's name that the text has whole goes."""
    if not read:
        return list(own)
    kept = [seen for seen in own if seen.sure or not _meets(seen, read)]
    kept += _apart(read, [seen for seen in own if seen.sure])
    people = {seen.name for seen in kept if seen.kind == "person"}
    parts = {word for name in people for word in name.split() if " " in name}
    return sorted((seen for seen in kept if seen.kind != "person" or seen.name not in parts), key=lambda s: s.start)


def _apart(some: Sequence[Seen], others: Sequence[Seen]) -> list[Seen]:
    return [seen for seen in some if not _meets(seen, others)]


def _meets(seen: Seen, others: Sequence[Seen]) -> bool:
    """Whether one of others, in the order of the text and none in another, is a different name in the same words."""
    at = max(bisect_left(others, seen.start, key=lambda other: other.start) - 1, 0)
    key = entity_key(seen.name)
    while at < len(others) and others[at].start < seen.end:
        if others[at].end > seen.start and entity_key(others[at].name) != key:
            return True
        at += 1
    return False
