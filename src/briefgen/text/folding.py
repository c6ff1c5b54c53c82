"""Text as the finder compares it. `templates/static/search.js` does the same in the browser; a test holds both to it.

Letters without case and diacritics (Unicode NFKD, UAX 15), Arabic without vowel signs and tatweel, digits of all kinds as
they are. Scripts that put no space between words are compared letter by letter.
"""

from __future__ import annotations

import re
import unicodedata

#: What is left out: diacritics of European scripts, Hebrew points, Arabic signs and tatweel, marks that nobody sees.
DROPPED = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
#: Letters that Unicode does not take apart, and those that writers take for one another.
SAME = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ı": "i",
    "ς": "σ",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
}
#: Scripts without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han; and Hangul, for its particles.
UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\U00020000-\U000323af"
)

# Compiled when they are first needed: that takes longer than most builds have for them.
_DROPPED = f"[{DROPPED}]"
_SAME = f"[{''.join(SAME)}]"
_RUNS = f"[{UNSPACED}]+|[^{UNSPACED}]+"
_UNSPACED = f"[{UNSPACED}]"
_ASCII = re.compile(r"[a-z0-9']+")


def fold(text: str) -> str:
    """A text as it is compared: "Kím, Jong-un’s" → "kim, jong-un's"."""
    if text.isascii():
        return text.lower()
    bare = re.sub(_DROPPED, "", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", re.sub(_SAME, lambda found: SAME[found[0]], bare.lower()))


def search_words(text: str) -> set[str]:
    """The words by which a text is found, folded. A word with an apostrophe is found by its parts, too; where a script has no
    spaces, each letter is a word."""
    folded = fold(text)
    runs = set(_ASCII.findall(folded) if folded.isascii() else _runs(folded))
    quoted = {run for run in runs if "'" in run}
    if quoted:
        runs -= quoted
        for run in quoted:
            runs |= {*run.split("'"), run.replace("'", "")} - {""}
    if folded.isascii():
        return runs
    found: set[str] = set()
    for run in runs:
        if run.isascii():
            found.add(run)
        else:
            for piece in re.findall(_RUNS, run):
                found |= set(piece) if re.match(_UNSPACED, piece) else {piece}
    return found


def drawer(word: str) -> str:
    """Where a folded word is filed when there are many: by its first letter, in large scripts with its neighbours. A part of a file's
    name."""
    first = word[0]
    if first.isascii():
        return first
    return f"u{ord(first) >> 8:x}xx" if re.match(_UNSPACED, first) else f"u{ord(first):x}"


def _runs(text: str) -> list[str]:
    """The runs of letters, marks, numbers and apostrophes."""
    others = {c for c in set(text) if c != "'" and unicodedata.category(c)[0] not in "LNM"}
    runs = re.split(f"[{re.escape(''.join(sorted(others)))}]+", text) if others else [text]
    return [run for run in runs if run]
