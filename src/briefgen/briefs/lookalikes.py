"""Headings that miss a label by a letter or two: "Whats Hapening"."""

from __future__ import annotations

from difflib import get_close_matches

from briefgen.briefs.heading_forms import Heading
from briefgen.briefs.headings import scan
from briefgen.briefs.labels import Label, Labels, label_key
from briefgen.briefs.model import SectionKind

_GUESSES = 200  # lines that are compared with labels in one brief


class Lookalikes:
    """Answers as `Labels` does, for headings that are almost a label of a missing section."""

    def __init__(self, labels: Labels, kinds: list[SectionKind]) -> None:
        self._spellings = {key: Label(kind, text) for kind in kinds for key, text in labels.spellings(kind).items()}
        self._others = [key for kind in SectionKind if kind not in kinds for key in labels.spellings(kind)]
        self._longest = max(map(len, self._spellings), default=0) + 3
        self._left = _GUESSES

    def opens(self, _word: str, /) -> bool:
        return self._left > 0

    def exact(self, text: str) -> Label | None:
        if len(text) > 2 * self._longest or self._left <= 0:
            return None
        key = label_key(text)
        if not 8 <= len(key) <= self._longest:
            return None
        self._left -= 1
        near = [known for known in self._spellings if abs(len(known) - len(key)) < 4]
        found = get_close_matches(key, near, n=1, cutoff=0.86)
        if not found or get_close_matches(key, self._others, n=1, cutoff=0.95):
            return None
        if len(key.split()) > len(found[0].split()):
            return None  # a word more is no slip of the finger, and would be lost
        return self._spellings[found[0]]

    def with_suffix(self, _text: str, _longest: int = 8, /) -> Label | None:
        return None


def with_lookalikes(
    lines: list[str], headings: list[Heading], labels: Labels, missing: list[SectionKind]
) -> tuple[list[Heading], list[Heading]]:
    """The headings with those that miss a label by a letter or two, and these alone. Run-in labels must be exact."""
    taken = {h.line for h in headings}
    near: dict[SectionKind, Heading] = {}
    for heading in scan(lines, Lookalikes(labels, missing)).headings:
        if heading.line not in taken and heading.form not in ("run-in", "question"):
            near.setdefault(heading.label.kind, heading)
    return sorted([*headings, *near.values()], key=lambda h: h.line), list(near.values())
