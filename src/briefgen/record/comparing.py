"""Two versions of a text, word by word: what is in both, what is gone, what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from briefgen.edition.model import Piece
from briefgen.text.prose import plain_text

#: A word with the white space after it, or one character of a script that is written without spaces.
_WORDS = re.compile(
    r"\s+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]\s*"
    r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+\s*"
)
#: Of what is in both, so many words are kept beside a change.
BESIDE = 20
#: Fewer words than this between two changes belong to them.
FEW = 2
#: Fewer words of what is in both are not left out.
LEAST = 10
#: Texts of more words are not compared word by word.
MOST = 4_000


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """What became of a text, as readers see it, without its marks. A line is a block."""
    before, after = (_WORDS.findall(plain_text(text)) for text in (old, new))
    if max(len(before), len(after)) > MOST:
        return tuple(Piece(sign, "".join(words)) for sign, words in (("-", before), ("+", after)) if words)
    return tuple(_shortened(_joined(before, after)))


def _joined(before: list[str], after: list[str]) -> list[tuple[str, list[str]]]:
    """Runs of words, each with its sign."""
    one, other = ([word.strip() or "\n" for word in words] for words in (before, after))
    runs: list[tuple[str, list[str]]] = []
    gone: list[str] = []
    come: list[str] = []

    def settle() -> None:
        runs.extend((sign, words.copy()) for sign, words in (("-", gone), ("+", come)) if words)
        gone.clear()
        come.clear()

    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for number, (step, a, b, c, d) in enumerate(steps):
        if step == "equal" and (d - c > FEW or number in (0, len(steps) - 1) or "\n" in "".join(after[c:d])):
            settle()
            runs.append(("=", after[c:d]))
        else:
            gone += before[a:b]
            come += after[c:d]
    settle()
    return runs


def _shortened(runs: list[tuple[str, list[str]]]) -> Iterator[Piece]:
    """The same, with no more of what is in both than helps to find the place."""
    last = len(runs) - 1
    for number, (sign, words) in enumerate(runs):
        first = BESIDE if number else 0
        rest = BESIDE if number < last else 0
        if sign != "=" or len(words) < first + rest + LEAST:
            yield Piece(sign, "".join(words))
            continue
        if first:
            yield Piece("=", "".join(words[:first]))
        yield Piece("…", "")
        if rest:
            yield Piece("=", "".join(words[-rest:]))
