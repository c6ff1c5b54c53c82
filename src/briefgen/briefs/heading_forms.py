"""The forms that a heading may have: `## Label`, a wholly bold line, a line of its own, `Label: text`, `[Label]`."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import msgspec

from briefgen.briefs.labels import Label
from briefgen.text.prose import plain_text

_COLONS = (":", "：")
_QUESTIONS = ("?", "？", "؟")
_SEPARATORS = ":：—–-.?？!！ \t"
_PUNCTUATION = ":：?？!！.。…—–-"
_SENTENCE_ENDS = tuple('.!?:…。！？؟"”’»)')
LONGEST_LINE = 120  # a plain or bold line above it is prose
_LONGEST_BARE = 70  # the same for a plain line that says more than its label


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


def read_atx(body: str, at: int, labels: Vocabulary) -> Heading | None:
    """`## Label`, a label with more words, or `## Label: text`."""
    if len(body) > 4 * LONGEST_LINE + 7:
        return None
    level, content = _atx_content(body)
    if level > 6 or len(body) - level > 4 * LONGEST_LINE:
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


def read_bold(lines: list[str], at: int, body: str, fresh: bool, labels: Vocabulary) -> Heading | None:
    """A wholly bold line, or a bold label with text after it. `*…*` will do where the label is exact."""
    sign = body[0]
    size = len(body) - len(body.lstrip(sign))
    close = body.find(sign * size, size, size + LONGEST_LINE + 20)
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


def read_plain(lines: list[str], at: int, body: str, fresh: bool, listed: bool, labels: Vocabulary) -> Heading | None:
    """A line that is a label and nothing else, a label with more words as a paragraph of its own, or `label: text`."""
    starts_low = (body[0] if body[0].isalpha() else next((c for c in body if c.isalpha()), "")).islower()
    level, end = _underline(lines, at)
    if len(body) <= LONGEST_LINE and (label := labels.exact(body)):
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
        head, found, rest = body[:LONGEST_LINE].partition(sign)
        if found and rest.strip() and (fresh or listed or not inside_paragraph) and (label := labels.exact(head)):
            return Heading(label, at, at + 1, "question", head + sign, 0, body[len(head) + 1 :].strip())
    alone = fresh and (at + 1 == len(lines) or not lines[at + 1].strip())
    if (level and fresh) or (alone and not listed and len(body) <= _LONGEST_BARE and body[-1] not in ".,;:"):
        label = labels.with_suffix(body) if len(body) <= LONGEST_LINE else None
        if label:
            return Heading(label, at, end, "setext" if level else "line", body, level)
    return None


def read_bracketed(body: str, at: int, labels: Vocabulary) -> Heading | None:
    """A label in brackets, on a line of its own or before its text; no link."""
    inside, close, rest = body[1:LONGEST_LINE].partition("]" if body[0] == "[" else "】")
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
