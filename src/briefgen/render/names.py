"""Names of actors found in flat text, so that their first mention can be linked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from briefgen.edition.finder import stands
from briefgen.pages.views import Link

# Every variant is one character for one, so that positions stay what they are.
_VARIANTS = str.maketrans(
    dict.fromkeys("’‘ʼ′＇`´", "'")
    | dict.fromkeys("\u00a0\u202f\u2007\u2009\n\t", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
)
_VARIES = re.compile(f"[{''.join(map(chr, _VARIANTS))}]|  ")


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    """A name as it is looked for: every variant of a character made one."""
    return " ".join(name.translate(_VARIANTS).split())


def find_names(text: str, names: Sequence[Link], before: str = " ", after: str = " ") -> list[tuple[int, int, str]]:
    """Where names stand in a text: (start, end, url), leftmost first and the longest at each place, none overlapping.

    A name stands only at word boundaries (of `before + text + after`); apostrophes, hyphens and spaces match all their
    variants, a space also a line break or several spaces. A name without `url` is reported too: it shields its text
    from shorter names.
    """
    return places_of(text, [(plain_name(name.title), name.url) for name in names], before, after)


def places_of(
    text: str, names: Sequence[tuple[str, str]], before: str = " ", after: str = " "
) -> list[tuple[int, int, str]]:
    """The same for names that are plain already: (plain name, url)."""
    plain, places = _squeezed(text.translate(_VARIANTS)) if _varies(text) else (text, [])
    whole = ""
    found: list[tuple[int, int, str]] = []
    for wanted, url in names:
        at = plain.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            whole = whole or f"{before}{plain}{after}"
            if stands(whole, at + 1, end + 1):
                found.append((at, -end, url))
            at = plain.find(wanted, end)
    if not found:
        return []
    found.sort()
    chosen: list[tuple[int, int, str]] = []
    reached = 0
    for start, minus_end, url in found:
        if start >= reached:
            reached = -minus_end
            chosen.append((places[start], places[reached - 1] + 1, url) if places else (start, reached, url))
    return chosen


def _varies(text: str) -> bool:
    if text.isascii():
        return "\n" in text or "  " in text or "\t" in text or "`" in text
    return bool(_VARIES.search(text))


def _squeezed(plain: str) -> tuple[str, list[int]]:
    """The text with each run of spaces made one, and the place of each character before that (empty: unchanged)."""
    if "  " not in plain:
        return plain, []
    places = [i for i, char in enumerate(plain) if char != " " or not i or plain[i - 1] != " "]
    return "".join([plain[i] for i in places]), places
