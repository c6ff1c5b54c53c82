"""Did you mean …? The nearest of many thousand names, without comparing with each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from briefgen.text.keys import entity_key, nearest

_PIECES = 3  # two edits leave at least one of three pieces whole
_EDITS = _PIECES - 1
_COMPARED = 10


class Suggester:
    """Finds the name nearest to a misspelt one: at most two edits away, or with the same words in another order.

    Every name is filed under its length and each third of its key; a name within two edits has one of these thirds in
    about the same place, so a look-up touches only the few names that can be meant. Filing waits for the first look-up.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(names))
        self._pieces: dict[tuple[int, int, str], list[int]] = {}
        self._words: dict[frozenset[str], str] = {}

    def nearest(self, name: str, but: str = "") -> str:
        """The name that is most likely meant, or empty; never `but`."""
        if not self._names:
            return ""
        if not self._words:
            self._file()
        twin = self._words.get(_words(name), but)
        if twin != but:
            return twin
        candidates = self._candidates(entity_key(name))
        return nearest(name, [other for other in candidates if other != but] if but else candidates)

    def _file(self) -> None:
        for number, name in enumerate(self._names):
            self._words.setdefault(_words(name), name)
            key = entity_key(name)
            if len(key) >= _PIECES:
                for index, (start, end) in enumerate(_cuts(len(key))):
                    self._pieces.setdefault((len(key), index, key[start:end]), []).append(number)

    def _candidates(self, key: str) -> list[str]:
        hits: Counter[int] = Counter()
        for length in range(max(_PIECES, len(key) - _EDITS), len(key) + _EDITS + 1):
            for index, (start, end) in enumerate(_cuts(length)):
                pieces = {key[at : at + end - start] for at in range(max(0, start - _EDITS), start + _EDITS + 1)}
                for piece in pieces:
                    hits.update(self._pieces.get((length, index, piece), ()))
        best = sorted(sorted(hits), key=hits.__getitem__, reverse=True)  # of equals the first in the file
        return [self._names[number] for number in best[:_COMPARED]]


def _cuts(length: int) -> list[tuple[int, int]]:
    return [(length * i // _PIECES, length * (i + 1) // _PIECES) for i in range(_PIECES)]


def _words(name: str) -> frozenset[str]:
    return frozenset(entity_key(word) for word in name.replace(",", " ").split())
