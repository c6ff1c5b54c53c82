"""What may change in a brief so that nothing else does: its words. Whoever edits no more than these needs no new edition."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from briefgen.briefs.model import Brief
from briefgen.pages.briefs import pictures

#: The fields of a brief that no other page depends on but those that show it, without what is in them. `title` is one more.
_BARE: dict[str, Any] = {
    "sections": (),
    "lede": "",
    "summary": "",
    "byline": "",
    "sources": (),
    "extra": {},
    "lede_line": 0,
}
#: The words that a card or a link shows.
HEAD = ("title", "summary")
_ENCODE = msgspec.msgpack.Encoder().encode
#: When more briefs changed, the whole way is not longer.
FEW = 100


def same_bones(one: Brief, other: Brief) -> bool:
    """Whether two versions of a brief differ in nothing but words, as far as the brief itself tells. Who appears in it must be
    the same, too."""
    return _bones(one) == _bones(other)


def bones_digest(brief: Brief) -> bytes:
    """A digest (8 bytes) that two versions of a brief share if they have the same bones."""
    return hashlib.blake2b(_ENCODE(_bones(brief)), digest_size=8).digest()


def _bones(brief: Brief) -> tuple[Brief, tuple[str, ...]]:
    """A brief without its words, and the local files that it shows or links to. Its former addresses tell its title."""
    title = brief.title if brief.aliases else ""
    return msgspec.structs.replace(brief, **_BARE, title=title), pictures(brief)


def changes_head(one: Brief, other: Brief) -> bool:
    """Whether a card or a link shows something else."""
    return any(getattr(one, name) != getattr(other, name) for name in HEAD)
