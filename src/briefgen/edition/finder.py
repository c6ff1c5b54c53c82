"""Names found in prose: all of them at once, the longest that stands at word boundaries."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from briefgen.edition.flatten import BLANK, blank_markup, flatten, has_markup
from briefgen.edition.naming import spelling

#: Scripts that do not put spaces between words: there, a name may begin and end anywhere.
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # 々〆〇
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),  # Katakana of half width
    (0x20000, 0x3FFFF),
)
_HANGUL = ((0xAC00, 0xD7A3),)  # particles are written onto a name: it may end anywhere
_PART_BREAK = f"\n\n{BLANK}\n\n"


class Found(msgspec.Struct, frozen=True, gc=False):
    """A name in a text: as it stands there (white space runs made one space), whom it may mean (slugs), the number of
    the part that it is in, and its place there (both from 0)."""

    text: str
    slugs: tuple[str, ...]
    part: int
    place: int


Search = Callable[[str], Iterable[tuple[int, int, int]]]


class Finder:
    """Finds names. `forms` maps each name, spelt as in the text, to the slugs that it may mean."""

    def __init__(self, forms: Mapping[str, tuple[str, ...]]) -> None:
        flat: dict[str, tuple[str, ...]] = {}
        for form, slugs in forms.items():
            key = _form(form)
            flat[key] = tuple(dict.fromkeys(flat.get(key, ()) + slugs))
        self._slugs = flat
        self._meanings = list(flat.values())
        self._search = _automaton(list(flat))

    def find(self, parts: Sequence[str], own: Mapping[str, str]) -> list[Found]:
        """The names in the parts of a text, in order. `own` are further names, each with its slug, for this text only.

        Where names overlap, the leftmost counts, and of those that begin together the longest.
        """
        whole = _PART_BREAK.join(parts)
        flat = flatten(_PART_BREAK.join(map(blank_markup, parts)) if has_markup(whole) else whole)
        text, meanings = flat.text, self._meanings
        hits = [(start, -end, meanings[n]) for n, start, end in self._search(text) if stands(text, start, end)]
        for own_name, slug in own.items():
            form = _form(own_name)
            start = text.find(form) if form not in self._slugs else -1
            while start >= 0:
                if stands(text, start, start + len(form)):
                    hits.append((start, -start - len(form), (slug,)))
                start = text.find(form, start + 1)
        if not hits:
            return []
        found: list[Found] = []
        reached = part = part_start = 0
        for start, minus_end, slugs in sorted(hits):
            if start < reached:
                continue
            reached = -minus_end
            begin, end = (flat.origin(start), flat.origin(reached)) if flat.layers else (start, reached)
            name = whole[begin:end]
            if name != text[start:reached]:
                name = spelling(name)
            while begin >= part_start + len(parts[part]) + len(_PART_BREAK):
                part_start += len(parts[part]) + len(_PART_BREAK)
                part += 1
            found.append(Found(name, slugs, part, begin - part_start))
        return found


def stands(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] stands at word boundaries: no letter, digit or mark before or behind it belongs to it.

    Underscores that are emphasis ("_Name_") are looked past; scripts without spaces need no boundary.
    """
    before = start - 1
    while before >= 0 and text[before] == "_":
        before -= 1
    if before >= 0 and _binds(text[before]) and not _free_start(text[start]):
        return False
    length = len(text)
    behind = end
    while behind < length and text[behind] == "_":
        behind += 1
    if behind == length:
        return True
    char = text[behind]
    return not (_binds(char) and not _free_end(text[end - 1])) and not (behind == end and _is_mark(char))


def searchable(form: str, is_name: bool) -> bool:
    """Whether a name can be told from other words: not a single letter (Han apart), not without letters, and an alias
    not one lower-case word, which would be found in every other sentence."""
    if len(form) < 2:
        return bool(form) and _unspaced(form)
    if not any(c.isalpha() for c in form):
        return False
    return is_name or not (form.islower() and form.isalnum())


@lru_cache(maxsize=16384)
def _form(name: str) -> str:
    return flatten(spelling(name)).text


def _automaton(names: list[str]) -> Search:
    if not names:
        return lambda _text: ()
    from ahocorasick_rs import AhoCorasick

    automaton = AhoCorasick(names)
    return lambda text: automaton.find_matches_as_indexes(text, overlapping=True)


@lru_cache(maxsize=4096)
def _binds(char: str) -> bool:
    return (char.isalnum() or char == "@" or _is_mark(char)) and not _unspaced(char)


@lru_cache(maxsize=4096)
def _free_start(char: str) -> bool:
    return _unspaced(char)


@lru_cache(maxsize=4096)
def _free_end(char: str) -> bool:
    return _unspaced(char) or _within(char, _HANGUL)


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _unspaced(char: str) -> bool:
    return _within(char, _UNSPACED)


def _within(char: str, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)
