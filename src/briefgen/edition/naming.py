"""One name and one slug for everything that is called by many spellings: what no registry has settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set

import msgspec

from briefgen.text.keys import slugify


class Named(msgspec.Struct, frozen=True):
    """What the spellings of one key are called. `wanted` is the slug that it would have, were it not taken."""

    slug: str
    name: str
    wanted: str


def settle_names(uses: Iterable[tuple[str, str]], taken: Set[str]) -> dict[str, Named]:
    """Name each key from its uses, (key, spelling) pairs with the oldest first; no slug is one of `taken`.

    The name is the spelling used most often, of equals the oldest. The slug comes from the oldest spelling, and of two
    keys with one slug the older keeps it, so that a new brief does not move an old page.
    """
    spellings: dict[str, dict[str, int]] = {}
    for (key, spelling), count in Counter(uses).items():
        spellings.setdefault(key, {})[spelling] = count
    named: dict[str, Named] = {}
    used = set(taken)
    for key, counts in spellings.items():
        wanted = slug_for(next(iter(counts)))
        slug = _free(wanted, used)
        used.add(slug)
        named[key] = Named(slug, max(counts, key=counts.__getitem__), wanted)
    return named


def slug_for(name: str) -> str:
    """A slug that is never empty: a name without letters or digits ("!!!") is spelt by its code points."""
    return slugify(name) or "-".join(f"u{ord(c):x}" for c in name if not c.isspace())[:80].rstrip("-")


def spelling(text: str) -> str:
    """A name with its white space made regular."""
    return " ".join(text.split())


def _free(wanted: str, used: Set[str]) -> str:
    slug, number = wanted, 1
    while slug in used:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
