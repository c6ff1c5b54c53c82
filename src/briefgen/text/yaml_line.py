"""A line of YAML taken apart (indentation and dashes, key, value), and where its columns went when it was repaired."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import msgspec

from briefgen.problems import Edit, Problem
from briefgen.text.yaml_scan import SPACES, is_word, key_name

_BULLETS = "•*–—·"


class Line:
    """A line taken apart: `lead` is indentation and dashes as YAML wants them, `start` its length in the original."""

    __slots__ = ("dash", "key", "lead", "rest", "start", "value", "value_at", "written")

    def __init__(self, raw: str, names: bool) -> None:
        bare = raw.lstrip(SPACES)
        at = len(raw) - len(bare)
        lead = raw[:at]
        if lead.strip(" "):
            lead = "".join("  " if c == "\t" else "" if c in "\u200b\ufeff" else " " for c in lead)
        self.dash = -1
        while True:
            marker = bare[:1]
            if marker and (marker == "-" or (names and marker in _BULLETS)) and bare[1:2] in SPACES:
                after = bare[1:].lstrip(SPACES)
                width = len(bare) - len(after)
            elif names and self.dash < 0 and marker == "-" and bare[1:2].isalpha():
                after, width = bare[1:], 1
            else:
                break
            self.dash = len(lead)
            lead += "-" + " " * max(width - 1, 1) if after else "-"
            at += width
            bare = after
            if not after:
                break
        self.lead, self.start, self.rest = lead, at, bare.rstrip(SPACES)
        self.key, self.written, self.value, self.value_at = "", "", self.rest, at

    def find_key(self, shapes: Container[str], free: bool) -> str:
        """Part the rest at its colon, if there is a key before it: a known one, or any word before a colon and a
        space. `free`: below the user's own YAML no key is known. Says what is wrong with the colon, else empty."""
        rest = self.rest
        colon = min((i for i in (rest.find(":"), rest.find("：")) if i >= 0), default=-1)
        if colon <= 0:
            return ""
        written, after = rest[:colon], rest[colon + 1 :]
        name = written.strip(SPACES)
        if name[:1] in ("'", '"', "“") and len(name) > 2 and name[-1] in "'\"”":
            name = name[1:-1]
        known = key_name(name) in shapes and (not free or (self.dash < 0 and not self.lead))
        spaced = rest[colon] == ":" and after[:1] in ("", " ", "\t")
        if not known and not (spaced and is_word(name)):
            return ""
        self.key, self.written, self.value = name, written, after.lstrip(SPACES)
        blank = after[: len(after) - len(self.value)]
        self.value_at = self.start + colon + 1 + len(blank)
        if not spaced or written[:1] == "“" or "\xa0" in written:
            self.rest = f"{name}: {self.value}"
            if rest[colon] == "：":
                return "the colon is a full-width one"
            return "a space is missing after the colon" if not spaced else ""
        if blank.strip(" \t"):
            self.rest = f"{written}: {self.value}"
        return ""


class Repaired(msgspec.Struct, frozen=True):
    """The text, as many lines as before; what was done; and for changed lines how columns (from 0) have moved."""

    text: str
    problems: tuple[Problem, ...] = ()
    moves: dict[int, tuple[int, int, int, int, int]] = {}
    quoted: frozenset[int] = frozenset()  #: lines (from 0) whose value got its quotes here

    def column(self, line: int, column: int) -> int:
        """The column in the original (both from 0) of a column in the repaired line."""
        move = self.moves.get(line)
        if move is None:
            return column
        key_now, key_then, value_now, value_then, end = move
        if column >= value_now:
            return min(value_then + column - value_now, end)
        return min(key_then + column - key_now, end) if column >= key_now else min(column, key_then)


def with_fixes(problems: Sequence[Problem], before: str, lines: Sequence[str], first_line: int) -> Iterator[Problem]:
    """The notes, each with the lines that were written for it: its own, and those below that go on with it."""
    old = before.split("\n")
    told = {found.where.line - first_line for found in problems}
    for found in problems:
        at = found.where.line - first_line
        edits: list[Edit] = []
        while at < len(lines) and lines[at] != old[at] and (not edits or at not in told):
            edits.append(Edit(first_line + at, 1, len(old[at]) + 1, lines[at]))
            at += 1
        yield msgspec.structs.replace(found, fix=tuple(edits))
