"""Straight quotation marks made typographic, after the delimiters that CLDR gives for each language.

Works on the flat text of a paragraph and returns edits, in one pass and linear time. Only quotation marks and
apostrophes are touched: "501(c)" stays as it is, and so do dashes and dots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from briefgen.text.languages import prefixes

#: Stands in flat text for something that is not text (inline code, a picture): counts as part of a word.
OBJECT = "\ufffc"


class Edit(NamedTuple):
    """Replace the characters from `start` to `end` (exclusive) by `html`."""

    start: int
    end: int
    html: str


class Marks(NamedTuple):
    """Outer and inner quotation marks of a language."""

    open: str
    close: str
    inner_open: str
    inner_close: str


_ENGLISH = Marks("“", "”", "‘", "’")
_LOW = Marks("„", "“", "‚", "‘")
_ANGLED = Marks("«", "»", "“", "”")
_CORNER = Marks("「", "」", "『", "』")
_NORDIC = Marks("”", "”", "’", "’")
_EASTERN = Marks("«", "»", "„", "“")

_MARKS = {
    "ar": Marks("”", "“", "’", "‘"),
    "be": _EASTERN,
    "bg": _LOW,
    "ca": _ANGLED,
    "cs": _LOW,
    "de": _LOW,
    "de-ch": Marks("«", "»", "‹", "›"),
    "el": _ANGLED,
    "es": _ANGLED,
    "et": _LOW,
    "fa": Marks("«", "»", "‹", "›"),
    "fi": _NORDIC,
    "fr": Marks("«\u202f", "\u202f»", "“", "”"),
    "fr-ch": Marks("«\u202f", "\u202f»", "‹\u202f", "\u202f›"),
    "he": Marks("”", "”", "’", "’"),
    "hr": Marks("„", "”", "‚", "’"),
    "hu": Marks("„", "”", "»", "«"),
    "hy": Marks("«", "»", "«", "»"),
    "is": _LOW,
    "it": _ANGLED,
    "ja": _CORNER,
    "ka": Marks("„", "“", "«", "»"),
    "lt": _LOW,
    "mk": _LOW,
    "nb": Marks("«", "»", "‘", "’"),
    "nn": Marks("«", "»", "‘", "’"),
    "no": Marks("«", "»", "‘", "’"),
    "pl": Marks("„", "”", "«", "»"),
    "pt-pt": _ANGLED,
    "ro": Marks("„", "”", "«", "»"),
    "ru": _EASTERN,
    "sk": _LOW,
    "sl": _LOW,
    "sq": Marks("«", "»", "“", "”"),
    "sr": Marks("„", "“", "‘", "’"),
    "sv": _NORDIC,
    "uk": _EASTERN,
    "ur": Marks("”", "“", "’", "‘"),
    "zh-hant": _CORNER,
    "zh-hk": _CORNER,
    "zh-tw": _CORNER,
}

_SQUARE = "[\u2e80-\u30ff\u31f0-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
# Compiled when it is first needed, which is seldom.
_LINE_END = rf"({_SQUARE}(?:</(?:a|em|strong)>)*)\n(?=(?:<(?:a|em|strong)\b[^>]*>)*{_SQUARE})"
_CODE = re.compile("(<pre.*?</pre>)", re.DOTALL)

_APOSTROPHE = "’"
_QUOTE = re.compile("[\"']")


@cache
def marks(language: str) -> Marks:
    """The quotation marks of a BCP 47 language: those of its longest known prefix, else the English ones."""
    return next((_MARKS[tag] for tag in prefixes(language) if tag in _MARKS), _ENGLISH)


@lru_cache(maxsize=16384)
def quoted(text: str, language: str) -> str:
    """Plain text with typographic quotation marks."""
    return apply_edits(text, quote_edits(text, language))


def apply_edits(text: str, edits: Sequence[Edit], escape: Callable[[str], str] = str) -> str:
    """The text with all edits made; what lies between them goes through `escape`."""
    if not edits:
        return escape(text)
    parts: list[str] = []
    done = 0
    for start, end, html in edits:
        parts += (escape(text[done:start]), html)
        done = end
    parts.append(escape(text[done:]))
    return "".join(parts)


def spaceless(char: str) -> bool:
    """Whether a character belongs to a script that puts no spaces between words (Han, Kana, Thai, Khmer…)."""
    return (
        "\u0e00" <= char <= "\u0eff"  # Thai, Lao
        or "\u1000" <= char <= "\u109f"  # Myanmar
        or "\u1780" <= char <= "\u17ff"  # Khmer
        or "\u3005" <= char <= "\u30ff"  # 々 to Kana
        or "\u3400" <= char <= "\u9fff"  # Han
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
    )


def lines_joined(html: str, language: str) -> str:
    """The HTML of a prose without the ends of lines between Chinese or Japanese signs, which browsers show as spaces.
    Code stays as it is."""
    if "\n" not in html or not language.startswith(("zh", "ja")):
        return html
    return "".join(part if part.startswith("<pre") else re.sub(_LINE_END, r"\1", part) for part in _CODE.split(html))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == OBJECT


def quote_edits(flat: str, language: str) -> list[Edit]:
    """The edits that make the straight quotation marks of a paragraph typographic, in order of position.

    A mark opens after a space or punctuation and closes before one, as CommonMark's flanking rules have it; between two
    letters it is an apostrophe. A double mark that has no partner is left straight where it closes (an inch), and opens
    where it can only open (a quotation that goes on in the next paragraph).
    """
    if '"' not in flat and "'" not in flat:
        return []
    style = marks(language)
    edits: list[Edit] = []
    stack: list[tuple[int, str]] = []
    unclosed = {'"': 0, "'": 0}

    for match in _QUOTE.finditer(flat):
        at, mark = match.start(), match.group()
        before = flat[at - 1] if at else " "
        after = flat[at + 1] if at + 1 < len(flat) else " "
        opens, closes = _flanks(before, after, mark, unclosed[mark] > 0)
        if mark == "'" and opens and flat[at + 1 : at + 3].isdigit() and not flat[at + 3 : at + 4].isdigit():
            opens = closes = False  # '90s
        if closes and unclosed[mark]:
            partner = ""
            while partner != mark:
                start, partner = stack.pop()
                unclosed[partner] -= 1
                if partner != mark:
                    edits.extend(_lonely(start, partner, style))
            opening, closing = (style.open, style.close) if mark == '"' else (style.inner_open, style.inner_close)
            edits += (Edit(start, start + 1, opening), Edit(at, at + 1, closing))
        elif opens:
            stack.append((at, mark))
            unclosed[mark] += 1
        elif mark == "'" and not (before.isdigit() and (after.isdigit() or not closes)):
            edits.append(Edit(at, at + 1, _APOSTROPHE))
    for start, mark in stack:
        edits.extend(_lonely(start, mark, style))
    edits.sort()
    return edits


def _flanks(before: str, after: str, mark: str, is_open: bool) -> tuple[bool, bool]:
    """Whether a mark between two characters can open, and whether it can close, a quotation."""
    if mark == '"' and (spaceless(before) or spaceless(after)):
        return (False, True) if is_open else (True, False)
    opens = not after.isspace() and (_is_word(after) or not _is_word(before))
    closes = not before.isspace() and (_is_word(before) or not _is_word(after))
    if opens and closes:
        # Inside a word it is neither; in a run of punctuation the neighbours decide.
        opens, closes = not _is_word(before), not _is_word(after)
        if opens and closes:
            return (False, True) if is_open else (True, False)
    return opens, closes


def _lonely(start: int, mark: str, style: Marks) -> tuple[Edit, ...]:
    """What becomes of a mark that could open but was never closed."""
    return (Edit(start, start + 1, style.open if mark == '"' else _APOSTROPHE),)
