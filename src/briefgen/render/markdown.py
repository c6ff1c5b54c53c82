"""Markdown to HTML: CommonMark with tables, strikethrough and footnotes, raw HTML off, in linear time.

Most prose is paragraphs and short lists of bullets, with little markup in them. Such blocks are told apart here, where
nothing else can begin or go on; those that are only text never reach the Markdown parser, of the others only the text
does. All other prose the parser gets whole. Both ways give the same HTML: a test holds them to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from briefgen.pages.views import Prose
from briefgen.render.dress import Dresser

if TYPE_CHECKING:
    from briefgen.render.markup import Parser

# What may be more than a paragraph, a bullet or a mark in them: escapes, tables, controls, pictures, definitions of
# references and footnotes, entities; and spaces that break a line. The signs are looked for first: that is faster.
_HARD = re.compile(r"[\\|\x00-\x09\x0b-\x1f\x7f\x85]|!\[|\]:|&#?[a-zA-Z0-9]+;| (?:\n|\Z)")
_SIGNS = re.compile(r"[\\|\x00-\x09\x0b-\x1f\x7f\x85!&]")
# A line that opens with one of these may be something else than the text of a paragraph.
_OPENS = re.compile(r"[ #=+>-]|\d{1,9}[.)](?:\s|\Z)|[*_]+(?:\s|\Z)|`{3}|~{3}")
_MARKS = re.compile(r"[`*_<\[~]")
_BLANK_LINES = re.compile(r"\n\n+")
_BULLETS = frozenset({"- ", "* ", "+ "})
# The parser has patience with every prose that is no longer, or has no more marks; longer ones it gets whole.
_SHORT = 2_000
_FEW = 100
_LOCAL = re.compile(r'(\s(?:href|src)=")/(?!/)')


class Proser:
    """Renders `Prose`. `base` is the site's sub-path with a final slash; `url` its absolute URL, or empty."""

    def __init__(self, base: str = "/", url: str = "", remembered: int = 4096) -> None:
        self._base = base
        self._url = url
        self._made: Parser | None = None
        self._cached = lru_cache(maxsize=remembered)(self._render)

    def html(self, prose: Prose, prefix: str = "", top: int = 3) -> Markup:
        """The prose as HTML. `prefix` keeps the ids of its footnotes apart from those of other prose on the page; `top`
        is the level of its highest heading (3: it stands below an h2)."""
        return self._cached(prose, prefix, top)

    @property
    def _parser(self) -> Parser:
        """The parser, loaded when a prose needs it."""
        if self._made is None:
            from briefgen.render.markup import Parser

            self._made = Parser(self._base, self._url)
        return self._made

    def _render(self, prose: Prose, prefix: str, top: int) -> Markup:
        blocks = _blocks(prose.text)
        dresser = Dresser(prose.language, prose.names)
        if blocks is None:
            return Markup(self._parser.html(prose, dresser, prefix, top))
        parts: list[str] = []
        for items, text in blocks:
            if items:
                lines = "".join([f"<li>{self._text(item, prose, dresser)}</li>\n" for item in items])
                parts.append(f"<ul>\n{lines}</ul>\n")
            else:
                parts.append(f"<p>{self._text(text, prose, dresser)}</p>\n")
        return Markup("".join(parts))

    def _text(self, text: str, prose: Prose, dresser: Dresser) -> str:
        if _MARKS.search(text):
            return self._parser.inline(text, prose, dresser)
        return dresser.text(text)


def absolute(html: str, origin: str) -> Markup:
    """HTML whose root-relative links and pictures have become absolute: "/x/" → "https://example.org/x/".

    `origin` is scheme and host without a final slash; empty: nothing changes."""
    return Markup(_LOCAL.sub(rf"\g<1>{escape(origin)}/", str(html)) if origin else html)


def _blocks(text: str) -> list[tuple[list[str], str]] | None:
    """The blocks of a prose: (the items of a list, the text of a paragraph), one of them empty. None: something in it
    may be more than paragraphs of text and tight lists of bullets with one line each."""
    if (_SIGNS.search(text) or "]:" in text or " \n" in text or text[-1:] == " ") and _HARD.search(text):
        return None
    if len(text) > _SHORT and sum(map(text.count, "[`<*_~")) > _FEW:
        return None
    blocks: list[tuple[list[str], str]] = []
    after_list = False
    for block in _BLANK_LINES.split(text.strip("\n")):
        bullet = block[:2]
        if bullet in _BULLETS:
            lines = block.split("\n")
            # Two lists that only a blank line parts may be one.
            if after_list or not all(line[:2] == bullet and _is_text(line[2:]) for line in lines):
                return None
            blocks.append(([line[2:].strip() for line in lines], ""))
            after_list = True
        elif all(map(_is_text, block.split("\n"))):
            if block:
                blocks.append(([], block.strip()))
            after_list = False
        else:
            return None
    return blocks


def _is_text(line: str) -> bool:
    """Whether a line can only be a line of a paragraph."""
    return line[:1].isalpha() or not _OPENS.match(line)
