"""What may change in a brief so that nothing else does: its words. Whoever edits no more than these needs no new edition."""

from __future__ import annotations

from briefgen.briefs.model import Brief
from briefgen.pages.briefs import pictures

#: The fields of a brief that no other page depends on but those that show it.
WORDS = frozenset({"title", "sections", "lede", "summary", "byline", "sources", "extra", "lede_line"})
#: The words that a card or a link shows.
HEAD = ("title", "summary")
#: When more briefs changed, the whole way is not longer.
FEW = 100


def same_bones(one: Brief, other: Brief) -> bool:
    """Whether two versions of a brief differ in nothing but words, as far as the brief itself tells. Who appears in it must be
    the same, too."""
    if any(getattr(one, name) != getattr(other, name) for name in one.__struct_fields__ if name not in WORDS):
        return False
    return pictures(one) == pictures(other) and (one.title == other.title or not one.aliases)


def changes_head(one: Brief, other: Brief) -> bool:
    """Whether a card or a link shows something else."""
    return any(getattr(one, name) != getattr(other, name) for name in HEAD)
