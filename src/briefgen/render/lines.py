"""A text in lines of a width: which font draws which of its letters, where a line may end, and how it is cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator

import msgspec

#: What no line begins with, and what none ends with (JIS X 4051, in its basics; and Western punctuation).
NOT_FIRST = frozenset(
    "、。，．・：；？！ー）〕］｝〉》」』】〙〗〟’”»›ヽヾゝゞ々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…‥—％℃"
    ",.:;?!)]}%"
)
NOT_LAST = frozenset("（〔［｛〈《「『【〘〖〝‘“«‹([{¥￥＄$")
_JOINERS = frozenset("\u200c\u200d")
#: Scripts whose letters change or move beside others: from, to.
_COMPLEX = ((0x0590, 0x08FF), (0x0900, 0x109F), (0x1780, 0x17FF), (0x1800, 0x18AF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))


class Run(msgspec.Struct, frozen=True):
    """Letters that one font draws, by its number."""

    text: str
    font: int


class MissingError(Exception):
    """No font has these letters."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


Line = tuple[Run, ...]
Measure = Callable[[Line], float]


def is_complex(text: str) -> bool:
    """Whether a text can only be drawn by who shapes it and orders it by direction."""
    return any(
        unicodedata.category(c) in ("Mn", "Mc") or any(low <= ord(c) <= high for low, high in _COMPLEX)
        for c in text
        if c > "\u02ff"
    )


def is_rtl(text: str) -> bool:
    """Whether a text runs from right to left: its first strong letter does (UAX #9, P2 and P3)."""
    return next((d in ("R", "AL") for c in text if (d := unicodedata.bidirectional(c)) in ("L", "R", "AL")), False)


def has_rtl(text: str) -> bool:
    """Whether any letter runs from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def runs(text: str, covers: Iterable[Callable[[str], bool]]) -> Line:
    """Which font draws what; `covers` tells of each whether it has a character. Signs and pictures that none has are left out.

    Raises `MissingError` for letters that none has."""
    fonts = list(covers)
    found: list[tuple[str, int]] = []
    lost: dict[str, None] = {}
    main = _main_font(text, fonts)
    for char in text:
        last = found[-1][1] if found else main
        if unicodedata.category(char)[0] in "MC" and found and (char in _JOINERS or fonts[last](char)):
            found[-1] = (found[-1][0] + char, last)
            continue
        order = (main, last) if not char.isalnum() else (last,) if unicodedata.category(char)[0] == "N" else ()
        number = next((n for n in (*order, *range(len(fonts))) if fonts[n](char)), None)
        if number is None:
            if unicodedata.category(char)[0] in "LMN":
                lost[char] = None
        elif found and found[-1][1] == number:
            found[-1] = (found[-1][0] + char, number)
        else:
            found.append((char, number))
    if lost:
        raise MissingError("".join(lost))
    return tuple(Run(part, number) for part, number in found)


def _main_font(text: str, fonts: list[Callable[[str], bool]]) -> int:
    """The font of the first letter."""
    letters = (c for c in text if c.isalpha())
    return next((n for c in letters for n, has in enumerate(fonts) if has(c)), 0)


def pieces(text: str) -> Iterator[str]:
    """A text in pieces after which a line may end: words with the space behind them; and where no spaces are written, letters, but
    for what must stay together."""
    piece = ""
    for at, char in enumerate(text):
        piece += char
        following = text[at + 1 : at + 2]
        if not following:
            break
        if char.isspace() and char != "\u00a0":
            if following.isspace():
                continue
        elif following.isspace() or not (_is_hyphen(char, following) or is_wide(char) or is_wide(following)):
            continue
        if following in NOT_FIRST or char in NOT_LAST or unicodedata.category(following)[0] == "M":
            continue
        yield piece
        piece = ""
    yield piece


def _is_hyphen(char: str, following: str) -> bool:
    return char in "-–—" and following.isalpha()


def is_wide(char: str) -> bool:
    """Whether lines may end beside a character anywhere: Chinese and Japanese, which write no spaces."""
    return (
        "\u2e80" <= char < "\ua000"
        or "\uf900" <= char <= "\ufaff"
        or "\uff00" <= char <= "\uffef"
        or char >= "\U00020000"
    )


class Wrapper:
    """Breaks texts into lines. `fit` says which fonts draw a text, `measure` how wide a line is, both without side effects."""

    def __init__(self, fit: Callable[[str], Line], measure: Measure) -> None:
        self._fit = fit
        self._measure = measure

    def width(self, text: str) -> float:
        """The width of a text in one line."""
        return self._measure(self._fit(text.strip()))

    def lines(self, text: str, width: float, *, broken: bool) -> list[str] | None:
        """The text in lines of this width at the most. None: a word is wider, and must not be `broken`."""
        found: list[str] = []
        line = ""
        for piece in pieces(text):
            if self.width(line + piece) <= width:
                line += piece
                continue
            if line.strip():
                found.append(line.strip())
            line = piece
            while self.width(line) > width:
                if not broken:
                    return None
                head = self._head(line, width)
                found.append(head.strip())
                line = line[len(head) :]
        return [*found, line.strip()] if line.strip() else found

    def cut(self, lines: list[str], most: int, width: float) -> list[str]:
        """So many lines at the most; the last tells that there is more."""
        if len(lines) <= most:
            return lines
        last = lines[most - 1]
        while last and self.width(f"{last}…") > width:
            last = last[:-1].rstrip()
        return [*lines[: most - 1], f"{last.rstrip(' ,;:、，')}…"]

    def _head(self, word: str, width: float) -> str:
        """As much of a word as fits, one letter at the least."""
        end = 1
        while end < len(word) and self.width(word[: end + 1]) <= width:
            end += 1
        while end < len(word) and unicodedata.category(word[end])[0] == "M" and end > 1:
            end -= 1
        return word[:end]
