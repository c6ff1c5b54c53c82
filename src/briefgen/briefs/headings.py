"""Lines → headings: which lines of a brief name one of its sections, in any form that editors write."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_letters
from typing import Protocol

import msgspec

from briefgen.briefs.labels import Label, Labels, is_number, label_key
from briefgen.text.blocks import fence_end, fence_of, is_rule
from briefgen.text.prose import plain_text

_BULLETS = frozenset("-+*•–—▪●◦·‣")
_LETTERS = frozenset(ascii_letters)
_UNMARKED = _LETTERS - {"i", "I"} | {"#"}  # no list marker or numbering begins with these
_COLONS = (":", "：")
_QUESTIONS = ("?", "？", "؟")
_SEPARATORS = ":：—–-.?？!！ \t"
_PUNCTUATION = ":：?？!！.。…—–-"
_SENTENCE_ENDS = tuple('.!?:…。！？؟"”’»)')
_LONGEST_LINE = 120  # a plain or bold line above it is prose
_LONGEST_BARE = 70  # the same for a plain line that says more than its label


_is_run_in = re.compile("[：？؟]| [–—] ").search


class Heading(msgspec.Struct, frozen=True):
    """A line that names a section.

    `line` is its index and `end` that of the first line below it. `form` is "atx", "setext", "bold", "html", "list",
    "line", "run-in" or "question" (a run-in label that is a question, which prose may also ask); `level` that of an ATX or setext heading (CommonMark 4.2, 4.3), else 0. `text` is as written,
    without markup; `rest` what follows a run-in label in its line. `column` counts from 1. `indent` is the width of
    the list marker before it: the lines below are set in by so much.
    """

    label: Label
    line: int
    end: int
    form: str
    text: str
    level: int = 0
    rest: str = ""
    column: int = 1
    indent: int = 0

    @property
    def explicit(self) -> bool:
        """Whether it is marked up as a heading, so that it can hardly be prose."""
        return self.form in ("atx", "setext", "bold", "html")


class Vocabulary(Protocol):
    """What the scanner asks about words: `Labels`, or its look-alikes."""

    def opens(self, word: str, /) -> bool: ...

    def exact(self, text: str, /) -> Label | None: ...

    def with_suffix(self, text: str, longest: int = 8, /) -> Label | None: ...


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
    if len(text) > _LONGEST_LINE and text[0] not in "iI":  # "I" and "iv." may be numbering
        head = text[:_LONGEST_LINE]
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
    if first == "#" and len(line) < _LONGEST_LINE and isinstance(labels, Labels):
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
        heading = _atx(body, at, labels)
    elif first == "<":
        label = labels.exact(plain_text(body)) if body[-1] == ">" and len(body) < _LONGEST_LINE else None
        heading = Heading(label, at, at + 1, "html", plain_text(body)) if label else None
    elif first in ("*", "_") and (bold := _bold(lines, at, body, fresh or listed, labels)):
        heading = bold
    elif first in ("[", "【"):
        heading = _bracketed(body, at, labels)
    elif first in ("", ">", "|", "!", "`", "~"):
        return None
    else:
        heading = _plain(lines, at, body, fresh, listed, labels)
    return _shown_at(heading, line, marker, listed) if heading else None


@lru_cache(maxsize=2048)
def _kept_atx(line: str, labels: Labels) -> Heading | None:
    """The ATX heading that a line is, as if it were the first: every brief has the same."""
    heading = _atx(line.strip(), 0, labels)
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


def _atx(body: str, at: int, labels: Vocabulary) -> Heading | None:
    if len(body) > 4 * _LONGEST_LINE + 7:
        return None
    level, content = _atx_content(body)
    if level > 6 or len(body) - level > 4 * _LONGEST_LINE:
        return None
    label = labels.exact(content) or labels.with_suffix(content)
    if label:
        return Heading(label, at, at + 1, "atx", content, level)
    head, rest = _at_colon(content)
    label = labels.exact(head) if rest else None
    return Heading(label, at, at + 1, "atx", head, level, rest) if label else None


@lru_cache(maxsize=2048)
def _atx_content(body: str) -> tuple[int, str]:
    """The level and the text of an ATX heading, without closing signs, attributes and links."""
    content = body.lstrip("#")
    level = len(body) - len(content)
    content = content.strip().rstrip("#").rstrip()
    if content.endswith("}") and "{" in content:
        content = content[: content.rfind("{")].rstrip()
    return level, plain_text(content) if "](" in content else content


def _bold(lines: list[str], at: int, body: str, fresh: bool, labels: Vocabulary) -> Heading | None:
    """A wholly bold line, or a bold label with text after it. `*…*` will do where the label is exact."""
    sign = body[0]
    size = len(body) - len(body.lstrip(sign))
    close = body.find(sign * size, size, size + _LONGEST_LINE + 20)
    if size > 3 or close < 0:
        return None
    inside = body[size:close].strip()
    tail = body[close + size :].strip(sign + " \t").removesuffix("\\")
    level, end = _underline(lines, at)
    if not tail.strip(_SEPARATORS) or (tail[0] == "(" and tail[-1] == ")"):
        label = labels.exact(inside) or (labels.with_suffix(inside) if size > 1 else None)
        text = inside + tail if tail[:1] in ("?", "!", "？", "！") else inside
        return Heading(label, at, end, "bold", text, level) if label else None
    ended = inside[-1:] in _PUNCTUATION
    parted = (ended and inside[-1:] not in "-.") or tail[0] in ":：—–-"
    label = labels.exact(inside) or (labels.with_suffix(inside) if parted else None)
    if not label or not (parted or ended or tail[0] in ".?!？！" or (fresh and not tail[0].islower())):
        return None
    rest = tail if ended else tail.lstrip(_SEPARATORS) or tail
    return Heading(label, at, at + 1, "run-in", inside, 0, rest)


def _plain(lines: list[str], at: int, body: str, fresh: bool, listed: bool, labels: Vocabulary) -> Heading | None:
    """A line that is a label and nothing else, a label with more words as a paragraph of its own, or `label: text`."""
    starts_low = (body[0] if body[0].isalpha() else next((c for c in body if c.isalpha()), "")).islower()
    level, end = _underline(lines, at)
    if len(body) <= _LONGEST_LINE and (label := labels.exact(body)):
        if level:
            return Heading(label, at, end, "setext", body, level)
        if fresh or listed or not (starts_low or body.endswith(".")):
            return Heading(label, at, end, "list" if listed else "line", body) if body[-1] not in ",;" else None
        return None
    inside_paragraph = starts_low or not lines[at - 1].rstrip().endswith(_SENTENCE_ENDS)
    head, rest = _at_colon(body)
    if rest and (fresh or listed or not inside_paragraph) and (label := labels.exact(head)):
        return Heading(label, at, at + 1, "run-in", head, 0, rest)
    for sign in _QUESTIONS:
        head, found, rest = body[:_LONGEST_LINE].partition(sign)
        if found and rest.strip() and (fresh or listed or not inside_paragraph) and (label := labels.exact(head)):
            return Heading(label, at, at + 1, "question", head + sign, 0, body[len(head) + 1 :].strip())
    alone = fresh and (at + 1 == len(lines) or not lines[at + 1].strip())
    if (level and fresh) or (alone and not listed and len(body) <= _LONGEST_BARE and body[-1] not in ".,;:"):
        label = labels.with_suffix(body) if len(body) <= _LONGEST_LINE else None
        if label:
            return Heading(label, at, end, "setext" if level else "line", body, level)
    return None


def _bracketed(body: str, at: int, labels: Vocabulary) -> Heading | None:
    """A label in brackets, on a line of its own or before its text; no link."""
    inside, close, rest = body[1:_LONGEST_LINE].partition("]" if body[0] == "[" else "】")
    rest = body[len(inside) + 2 :].strip()
    label = labels.exact(inside) if close and not (rest.startswith(("(", "[", "{")) or inside.startswith("^")) else None
    if not label:
        return None
    rest = rest.lstrip(_SEPARATORS)
    return Heading(label, at, at + 1, "run-in" if rest else "line", inside, 0, rest)


def _at_colon(text: str) -> tuple[str, str]:
    """A text parted at its first colon, or at a dash that a new sentence follows; the second part may be empty."""
    head = text[:90]
    colon = head.find(":")
    if not head.isascii():
        colon = min((at for sign in _COLONS if (at := head.find(sign)) >= 0), default=-1)
    if colon > 0:
        return text[:colon], text[colon + 1 :].strip()
    for dash in (" — ", " – ", " - "):
        before, found, rest = head.partition(dash)
        if found and not rest.lstrip()[:1].islower():
            return before, text[len(before) + len(dash) :].strip()
    return text, ""


def _underline(lines: list[str], at: int) -> tuple[int, int]:
    """The level of the setext heading whose text is the line at an index, 0 if it is none; where the text below starts."""
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    if len(below) < 2 or below[0] not in "=-" or below.strip(below[0]):
        return 0, at + 1
    return (1 if below[0] == "=" else 2), at + 2


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
