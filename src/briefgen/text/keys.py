"""Names made comparable: keys for looking up, slugs for URLs, and the nearest name for a hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ALNUM_ONLY = {n: None for n in range(128) if not chr(n).isalnum()}
_ASCII_WORDS = {n: " " for n in range(128) if not chr(n).isalnum()}
_SLUG_WORDS = {**_ASCII_WORDS, ord("'"): None}


def words_in(text: str) -> list[str]:
    """The runs of letters and digits in a text."""
    if text.isascii():
        return text.translate(_ASCII_WORDS).split()
    return "".join(c if c.isalnum() else " " for c in text).split()


@lru_cache(maxsize=65536)
def entity_key(name: str) -> str:
    """What two spellings of one name have in common: no case, accents, punctuation or spaces.

    "Kim Jong-un", "KIM JONG UN" and "Kím Jong Un" share a key. Letters and digits of every script are kept; a name
    without any ("!!!") keeps its characters, so that it does not equal every other such name.
    """
    if name.isascii():
        name = name.lower()
        return name.translate(_ALNUM_ONLY) or name.strip()
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in folded if c.isalnum()) or folded.strip()


def _transliterated(text: str) -> str:
    from anyascii import anyascii

    return anyascii(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=65536)
def slugify(text: str) -> str:
    """A URL segment: ASCII letters, digits and hyphens, at most 80 characters, cut at a word. May be empty.

    Other scripts are transliterated ("习近平" → "xijinping"); apostrophes vanish ("What's" → "whats").
    """
    ascii_text = text if text.isascii() else _transliterated(text)
    slug = "-".join(ascii_text.lower().translate(_SLUG_WORDS).split())
    return slug if len(slug) <= 80 else slug[:81].rpartition("-")[0] or slug[:80]


def nearest(name: str, candidates: Iterable[str], cutoff: float = 0.75) -> str:
    """The candidate that is most like a name, for a "did you mean"; empty when none is like it."""
    from difflib import get_close_matches

    by_key = {entity_key(c): c for c in candidates}
    found = get_close_matches(entity_key(name), by_key, n=1, cutoff=cutoff)
    return by_key[found[0]] if found else ""
