"""Prose made searchable: what is not prose is blanked, and what writers and their programs vary is made equal."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import msgspec

BLANK = "\0"

_EQUAL = {"'": "’‘ʼ′＇´", "-": "‐‑‒–−", " ": "\t\r\u00a0\u2007\u2009\u202f\u3000"}
_GAP = re.compile(r"[ \n]{2,}")
_PARAGRAPH_END = re.compile(r"(\n[ \t]*+\n)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")

# What must occur for a pattern to be tried, first a character, and the pattern. All are linear: an attempt that fails has not read past the
# place where the next one begins.
_NOT_PROSE = (
    ("]", "](", re.compile(r"\]\([^()\[\]]*+(?:\([^()\[\]]*+\)[^()\[\]]*+)*+\)")),
    ("]", "][", re.compile(r"\]\[[^\[\]]*+\]")),
    ("]", "[^", re.compile(r"\[\^[^\[\]]*+\]")),
    ("]", "]:", re.compile(r"^ {0,3}\[[^\[\]]++\]:.*+", re.MULTILINE)),
    ("<", "<", re.compile(r"<[A-Za-z/!][^<>]*+>")),
    ("/", "://", re.compile(r"\b(?:https?|ftp)://[!-~]++")),
    ("w", "www.", re.compile(r"\bwww\.[!-~]++")),
)


class Layer(msgspec.Struct, frozen=True):
    """Where a changed text comes from: from `cuts[i]` on, places are `shifts[i]` further in the text before the change."""

    cuts: tuple[int, ...]
    shifts: tuple[int, ...]


class Flat(msgspec.Struct, frozen=True):
    """A text in which equal names are equal characters. `layers` lead back to the original: none, as a rule, for then
    places are the same."""

    text: str
    layers: tuple[Layer, ...] = ()

    def origin(self, place: int) -> int:
        """The place in the original text."""
        for layer in self.layers:
            place += layer.shifts[bisect_right(layer.cuts, place) - 1]
        return place


def flatten(text: str) -> Flat:
    """Make apostrophes, hyphens, white space and composed characters equal; the end of a paragraph becomes `BLANK`."""
    layers: list[Layer] = []
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text, layer = _join(_composed(text))
        layers.append(layer)
    for plain, variants in _EQUAL.items():
        for variant in variants:
            if variant in text:
                text = text.replace(variant, plain)
    flat = text.replace("\n\n", "\n" + BLANK).replace("\n", " ")
    if "  " in flat:
        flat, layer = _join(_squeezed(text))
        flat = flat.replace("\n", " ")
        layers.insert(0, layer)
    return Flat(flat, tuple(layers))


def has_markup(text: str) -> bool:
    """Whether there is perhaps something to blank."""
    return (
        "[" in text
        or "`" in text
        or "<" in text
        or ("/" in text and "://" in text)
        or ("~" in text and "~~~" in text)
        or "www." in text
    )


def blank_markup(text: str) -> str:
    """Blank what a reader does not read as prose: code, URLs, link destinations, HTML tags, labels of references and
    footnotes. The length stays."""
    if "`" in text or ("~" in text and "~~~" in text):
        text = blank_code(text)
    for character, sign, pattern in _NOT_PROSE:
        if character in text and sign in text:
            text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return BLANK * len(match[0])


def _join(pieces: Iterable[tuple[int, str]]) -> tuple[str, Layer]:
    """Put pieces, (place in the source, text), together. The last one is empty and stands at the source's end."""
    texts, cuts, shifts, length = [], [], [], 0
    for place, text in pieces:
        texts.append(text)
        cuts.append(length)
        shifts.append(place - length)
        length += len(text)
    return "".join(texts), Layer(tuple(cuts), tuple(shifts))


def _squeezed(text: str) -> Iterator[tuple[int, str]]:
    """Every run of spaces and a line break as one space; a blank line stays the end of a paragraph."""
    start = 0
    for gap in _GAP.finditer(text):
        yield start, text[start : gap.start()]
        yield gap.start(), BLANK if gap[0].count("\n") > 1 else " "
        start = gap.end()
    yield start, text[start:]
    yield len(text), ""


def _composed(text: str) -> Iterator[tuple[int, str]]:
    """Every character with the marks that follow it, composed (NFC)."""
    start = 0
    for place, char in enumerate(text):
        if not continues(char):
            yield start, unicodedata.normalize("NFC", text[start:place])
            start = place
    yield start, unicodedata.normalize("NFC", text[start:])
    yield len(text), ""


def continues(char: str) -> bool:
    """Whether a character belongs to the one before it: a combining mark, or a later part of a Korean syllable."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


def blank_code(text: str) -> str:
    """Blank code, in blocks and in spans. The length stays."""
    lines, fence = text.splitlines(keepends=True), ""
    if "```" in text or "~~~" in text:
        for number, line in enumerate(lines):
            mark = _FENCE.match(line)
            opens = not fence and mark is not None and "`" not in line[mark.end() :]
            closes = fence and mark is not None and mark[1].startswith(fence) and not line[mark.end() :].strip()
            if fence or opens:
                lines[number] = _blank_line(line)
            if closes:
                fence = ""
            elif opens and mark is not None:
                fence = mark[1]
    return "".join(_blank_spans(paragraph) for paragraph in _PARAGRAPH_END.split("".join(lines)))


def _blank_line(line: str) -> str:
    return "\n".join(BLANK * len(part) for part in line.split("\n"))


def _blank_spans(paragraph: str) -> str:
    """Blank code spans: from a run of backticks to the next of the same length."""
    if "`" not in paragraph:
        return paragraph
    runs = list(_TICKS.finditer(paragraph))
    next_equal: list[int | None] = []
    latest: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        next_equal.append(latest.get(len(runs[number][0])))
        latest[len(runs[number][0])] = number
    next_equal.reverse()
    kept, start, number = [], 0, 0
    while number < len(runs):
        closer = next_equal[number]
        if closer is not None:
            kept += [paragraph[start : runs[number].start()], BLANK * (runs[closer].end() - runs[number].start())]
            start, number = runs[closer].end(), closer
        number += 1
    return "".join([*kept, paragraph[start:]])
