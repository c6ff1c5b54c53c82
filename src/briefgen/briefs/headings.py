"""Lines → headings: which lines of a brief name one of its sections, in any form that editors write."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_letters

import msgspec

from briefgen.briefs.heading_forms import (
    LONGEST_LINE,
    Heading,
    Vocabulary,
    read_atx,
    read_bold,
    read_bracketed,
    read_plain,
)
from briefgen.briefs.labels import Labels, is_number, label_key
from briefgen.text.blocks import fence_end, fence_of, is_rule
from briefgen.text.prose import plain_text

_BULLETS = frozenset("-+*•–—▪●◦·‣")
_LETTERS = frozenset(ascii_letters)
_UNMARKED = _LETTERS - {"i", "I"} | {"#"}  # no list marker or numbering begins with these

_is_run_in = re.compile("[：？؟]| [–—] ").search


class Scan(msgspec.Struct, frozen=True):
    """The headings of a text, in order, and the indexes of lines that open code which nothing closes."""

    headings: tuple[Heading, ...]
    unclosed: tuple[int, ...] = ()


def scan(lines: list[str], labels: Vocabulary) -> Scan:
    """Find the headings in a text without comments. Code blocks and quotations are passed over; linear in the text's size."""
    found: list[Heading] = []
    unclosed: list[int] = []
    never_closed = ""  # the signs of code blocks that nothing closes: taken for text
    fresh = True  # whether a paragraph may begin here
    at, count = 0, len(lines)
    while at < count:
        text = lines[at].strip()
        at += 1
        if not text:
            fresh = True
            continue
        first = text[0]
        if first in "`~" and first not in never_closed and (fence := fence_of(text)):
            end = fence_end(lines, at - 1, fence)
            if end >= 0:
                at, fresh = end + 1, True
            else:
                unclosed.append(at - 1)
                never_closed += first
            continue
        if first in _LETTERS and _is_prose(text, labels):
            fresh = False
            continue
        heading = None if first == ">" else _heading(lines, at - 1, text, fresh, labels)
        if heading:
            found.append(heading)
            at, fresh = heading.end, True
        else:
            fresh = first == "#" or (first in "-*_=" and is_rule(text))
    return Scan(tuple(found), tuple(unclosed))


def _is_prose(text: str, labels: Vocabulary) -> bool:
    """Whether a line that begins with an ASCII letter is no heading for certain: by its first word, or because it is
    long and has no sign of a run-in label at its beginning."""
    if len(text) > LONGEST_LINE and text[0] not in "iI":  # "I" and "iv." may be numbering
        head = text[:LONGEST_LINE]
        if not (":" in head or "?" in head or " - " in head or (not head.isascii() and _is_run_in(head))):
            return True
    return not _may_open(text, labels)


def _may_open(text: str, labels: Vocabulary) -> bool:
    """Whether a heading may begin with the first word of a text that begins with a letter."""
    return labels.opens(text[:40].partition(" ")[0])


def _heading(lines: list[str], at: int, text: str, fresh: bool, labels: Vocabulary) -> Heading | None:
    """The heading in a stripped line, if it is one."""
    line = lines[at]
    if line[0] in " \t" and _indentation(line) > 3:
        return None
    first = text[0]
    if first == "#" and len(line) < LONGEST_LINE and isinstance(labels, Labels):
        kept = _kept_atx(line, labels)
        return kept and Heading(
            kept.label, at, at + 1, kept.form, kept.text, kept.level, kept.rest, kept.column, kept.indent
        )
    body, marker, listed = (text, 0, False) if first in _UNMARKED else _without_marker(text)
    if body is not text:
        first = body[:1]
        if first in _LETTERS and _is_prose(body, labels):
            return None
    if first in ("*", "_") and (bare := body.lstrip("*_"))[:1] in _LETTERS and not _may_open(bare, labels):
        return None
    if first == "#":
        heading = read_atx(body, at, labels)
    elif first == "<":
        label = labels.exact(plain_text(body)) if body[-1] == ">" and len(body) < LONGEST_LINE else None
        heading = Heading(label, at, at + 1, "html", plain_text(body)) if label else None
    elif first in ("*", "_") and (bold := read_bold(lines, at, body, fresh or listed, labels)):
        heading = bold
    elif first in ("[", "【"):
        heading = read_bracketed(body, at, labels)
    elif first in ("", ">", "|", "!", "`", "~"):
        return None
    else:
        heading = read_plain(lines, at, body, fresh, listed, labels)
    return _shown_at(heading, line, marker, listed) if heading else None


@lru_cache(maxsize=2048)
def _kept_atx(line: str, labels: Labels) -> Heading | None:
    """The ATX heading that a line is, as if it were the first: every brief has the same."""
    heading = read_atx(line.strip(), 0, labels)
    return _shown_at(heading, line, 0, False) if heading else None


def _shown_at(heading: Heading, line: str, marker: int, listed: bool) -> Heading:
    """A heading with its text as people read it, and where that begins."""
    shown = _shown(heading.text)
    column = line.find(shown) + 1 or len(line) - len(line.lstrip()) + 1
    indent = len(line) - len(line.lstrip()) + marker if listed else 0
    return Heading(
        heading.label, heading.line, heading.end, heading.form, shown, heading.level, heading.rest, column, indent
    )


def _indentation(line: str) -> int:
    """The columns of white space before a line, a tab reaching to the next multiple of four."""
    start = line[: len(line) - len(line.lstrip(" \t"))]
    return len(start.expandtabs(4))


def _without_marker(text: str) -> tuple[str, int, bool]:
    """A line without list marker, numbering and emoji before its words; the width of a list marker; whether it has one."""
    start, listed, width = text, False, 0
    for _ in range(4):
        token, space, _ = text[:20].partition(" ")
        if not space or token[0] in "#>|[<`~!" or (token[0] in "*_" and len(token) > 1):
            break
        key = label_key(token)
        if key and not (is_number(key) and len(token) < 8):
            break
        is_item = token in _BULLETS or (token[-1] in ".)" and token[:-1].isascii() and token[:-1].isdigit())
        text = text[len(token) :].lstrip()
        if is_item and not listed:
            listed, width = True, len(start) - len(text)
    return text, width, listed


@lru_cache(maxsize=4096)
def _shown(text: str) -> str:
    """A heading as people read it: no markup, numbering, emoji and colon."""
    words = text.strip().strip("*_= ").rstrip(":： ").split()
    while words and (not (key := label_key(words[0])) or (is_number(key) and len(words) > 1)):
        words.pop(0)
    while words and not label_key(words[-1]) and words[-1] not in ("?", "!", "？", "！", "؟"):
        words.pop()
    start = " ".join(words).strip("*_").rstrip(":：")
    for at, sign in enumerate(start):
        if sign.isalnum() or sign in '¿¡«“"':
            return start[at:]
    return start or text
