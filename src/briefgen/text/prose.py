"""Markdown → plain text, its first sentence, a text cut at a word. Linear in time, for titles, summaries and feeds.

Not a Markdown parser: what a reader would see as prose is kept, what is markup goes. Where a text could be either, the
words are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from briefgen.text.blocks import fence_end, fence_of, is_rule, without_comments
from briefgen.text.sentences import beginning, first_sentence, shorten

__all__ = ["beginning", "first_sentence", "plain_start", "plain_text", "shorten"]

_BRACKET = re.compile(r"[\[\]]")
_STARS = re.compile(r"\*+")
_UNDERSCORES = re.compile("_+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = {0xE000 + n: chr(n) for n in range(0x21, 0x7F)}
_BULLETS = "-*+•–"
_WIDE = 0x2E80  # from here on, scripts that are written without spaces


def plain_text(markdown: str) -> str:
    """The prose of a Markdown text: no emphasis, link targets, pictures, code blocks, tags, notes and list markers.

    One line for each block (paragraph, heading, list item, table row); hard-wrapped lines are joined.
    """
    markdown = without_comments(markdown)
    return "\n".join(filter(None, (" ".join(_inline(b).split()) for b in _blocks(markdown.split("\n")))))


def plain_start(markdown: str, length: int) -> str:
    """The first blocks of `plain_text`, as many as it takes to have more than `length` characters."""
    found: list[str] = []
    for block in _blocks(without_comments(markdown).split("\n")):
        text = _inline(block)
        if "  " in text or not text.isprintable() or text[:1] == " " or text[-1:] == " ":
            text = " ".join(text.split())
        if text:
            found.append(text)
            length -= len(text)
            if length < 0:
                break
    return "\n".join(found)


def _blocks(lines: list[str]) -> Iterator[str]:
    """The blocks of prose, block markup taken off, inline markup still in."""
    block: list[str] = []
    open_fences = ""  # signs of fences that are never closed, and so are no fences
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        at += 1
        if line.startswith(">"):
            line = line.lstrip("> \t")
        sign = line[:1]
        if sign.isalpha():
            block.append(line)
            continue
        fence = fence_of(line) if sign in ("`", "~") else ""
        ends_block = not line or bool(fence) or is_rule(line)
        marker = "" if ends_block else _marker(line)
        if not ends_block and not marker and sign != "|" and not _is_definition(line):
            block.append(line)
            continue
        if block:
            yield _joined(block)
            block = []
        if fence and sign not in open_fences:
            end = fence_end(lines, at - 1, fence)
            at = end + 1 if end >= 0 else at
            open_fences += sign if end < 0 else ""
        elif marker:
            content = line[len(marker) :].lstrip()
            if marker[0] == "#":
                yield content.rstrip("#").rstrip() or content
            else:
                block.append(content[4:] if content[:4].lower() in ("[ ] ", "[x] ") else content)
        elif sign == "|" and line.strip("|-: \t"):
            yield line.replace("|", " ")
    if block:
        yield _joined(block)


def _marker(line: str) -> str:
    """The marker of a heading or list item with which a line begins, else empty."""
    sign = line[0]
    if sign == "#":
        signs = line[: len(line) - len(line.lstrip("#"))]
        return signs if len(signs) <= 6 and line[len(signs) : len(signs) + 1] in ("", " ", "\t") else ""
    if sign in _BULLETS:
        return sign if line[1:2] in ("", " ", "\t") else ""
    if sign.isascii() and sign.isdigit():
        end = 1
        while end < 4 and line[end : end + 1].isdigit():
            end += 1
        return line[: end + 1] if line[end : end + 1] in (".", ")") and line[end + 1 : end + 2] in ("", " ") else ""
    return ""


def _is_definition(line: str) -> bool:
    """Whether a line is a link's or a note's definition: `[name]: target`."""
    return line[0] == "[" and 1 < line.find("]:", 0, 200) == line.find("]")


def _joined(lines: list[str]) -> str:
    """Hard-wrapped lines as one; no space between two lines in a script that has none."""
    if len(lines) == 1:
        return lines[0]
    text: list[str] = []
    for line in lines:
        line = line.removesuffix("\\")
        if text and line and text[-1] and not (ord(text[-1][-1]) >= _WIDE and ord(line[0]) >= _WIDE):
            text.append(" ")
        text.append(line)
    return "".join(text)


def _inline(text: str) -> str:
    """A block without inline markup."""
    escaped = "\\" in text
    if escaped:
        text = _ESCAPED.sub(lambda m: chr(0xE000 + ord(m[1])), text)
    if "<" in text:
        text = _without_tags(text)
    if "]" in text:
        text = _without_links(text)
    if "`" in text:
        text = text.replace("`", "")
    if "~" in text and "~~" in text:
        text = text.replace("~~", "")
    if text.count("*") > 1:
        text = _STARS.sub(_star, text)
    if "_" in text:
        text = _UNDERSCORES.sub(_underscore, text)
    if "&" in text:
        text = unescape(text)
    return text.translate(_KEPT) if escaped else text


def _around(run: re.Match[str]) -> tuple[str, str]:
    start, end = run.span()
    return run.string[start - 1 : start] if start else "", run.string[end : end + 1]


def _star(run: re.Match[str]) -> str:
    """Emphasis touches a word; "2 * 3" does not."""
    before, after = _around(run)
    return run[0] if not before.strip() and not after.strip() and (before or after) else ""


def _underscore(run: re.Match[str]) -> str:
    """Emphasis stands at the edge of a word; "snake_case" is none, nor is a lone "_"."""
    before, after = _around(run)
    return (
        run[0] if before.isalnum() == after.isalnum() and (before.isalnum() or before.strip() == after.strip()) else ""
    )


def _without_tags(text: str) -> str:
    """Without HTML tags; the address of `<https://…>` stays, and so does "a < b"."""
    kept, at = [], 0
    while (start := text.find("<", at)) >= 0:
        end = text.find(">", start, start + 1000)
        inner = text[start + 1 : end] if end > 0 else ""
        first = inner[:1]
        if not inner or not (first in "/!?" or (first.isascii() and first.isalpha())) or "<" in inner:
            kept.append(text[at : start + 1])
            at = start + 1
            continue
        kept.append(text[at:start])
        if "://" in inner[:12] or ("@" in inner and " " not in inner):
            kept.append(inner)
        elif inner.lower().rstrip(" /") in ("br", "p", "/p", "/li", "/div"):
            kept.append(" ")
        at = end + 1
    kept.append(text[at:])
    return "".join(kept)


def _without_links(text: str) -> str:
    """Links become their text; pictures and references to notes vanish; other brackets stay."""
    cuts: list[tuple[int, int]] = []
    opened: list[int] = []
    past = 0  # brackets before it belong to a link target
    for match in _BRACKET.finditer(text):
        at = match.start()
        if at < past:
            continue
        if match[0] == "[":
            opened.append(at)
            continue
        if not opened:
            continue
        start = opened.pop()
        after = text[at + 1 : at + 2]
        end = at + 1
        if after == "(":
            end = _target_end(text, at + 1)
        elif after == "[" and text[start + 1 : start + 2] != "^":
            end = text.find("]", at + 2, at + 200) + 1 or at + 1
        if text[start + 1 : start + 2] == "^":
            cuts.append((start, at + 1))
        elif end > at + 1:
            picture = start > 0 and text[start - 1] == "!"
            cuts += [(start - 1, end)] if picture else [(start, start + 1), (at, end)]
            past = end
    kept, at = [], 0
    for start, end in sorted(cuts):
        if start >= at:
            kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at:])
    return "".join(kept)


def _target_end(text: str, start: int) -> int:
    """Where `(…)`, which may hold a few pairs of parentheses, ends; `start` itself if it is not closed."""
    end = start
    for pairs in range(8):
        end = text.find(")", end + 1, start + 2000)
        if end < 0:
            break
        if text.count("(", start + 1, end) == pairs:
            return end + 1
    return start
