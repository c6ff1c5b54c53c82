"""Markdown to HTML: CommonMark with tables, strikethrough and footnotes, raw HTML off, in linear time.

Most prose is paragraphs and short lists of bullets, with little markup in them. Such blocks are told apart here, where
nothing else can begin or go on; those that are only text never reach the Markdown parser, of the others only the text
that holds more than the plainest markup does. All other prose the parser gets whole. Both ways give the same HTML: a
test holds them to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from briefgen.pages.views import Prose
from briefgen.render.dress import Dresser
from briefgen.render.inline import Inline
from briefgen.render.leads import Leads, Pictures
from briefgen.render.typography import lines_joined

if TYPE_CHECKING:
    from briefgen.render.markup import Parser

# What may be more than a paragraph, a bullet or a mark in them: escapes, tables, controls, pictures, definitions of
# references and footnotes, entities. The signs are looked for first: that is faster.
_HARD = re.compile(r"[\\|\x00-\x09\x0b-\x1f\x7f\x85]|!\[|\]:|&#?[a-zA-Z0-9]+;")
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x0A})
# A line that opens with one of these may be something else than the text of a paragraph.
_OPENS = re.compile(r"[ #=+>-]|\d{1,9}[.)](?:\s|\Z)|[*_]+(?:\s|\Z)|`{3}|~{3}")
_BULLETS = frozenset({"- ", "* ", "+ "})
# The parser has patience with every prose that is no longer, or has no more marks; longer ones it gets whole.
_SHORT = 2_000
_FEW = 100
# What it begins with stands first: that lets Python look for it quickly.
_LOCAL = re.compile(r'="/(?:(?<=\shref="/)|(?<=\ssrc="/))(?!/)')


class Proser:
    """Renders `Prose`. `base` is the site's sub-path with a final slash; `url` its absolute URL, or empty."""

    def __init__(
        self,
        base: str = "/",
        url: str = "",
        remembered: int = 256,
        pictures: Pictures = Pictures(),  # noqa: B008
    ) -> None:
        self._pictures = pictures
        self._leads = Leads(base, url)
        self._inline = Inline(self._leads)
        self._made: Parser | None = None
        self._quick = lru_cache(maxsize=remembered)(self._render)
        self._whole = lru_cache(maxsize=4096)(self._parse)

    def html(self, prose: Prose, prefix: str = "", top: int = 3) -> Markup:
        """The prose as HTML. `prefix` keeps the ids of its footnotes apart from those of other prose on the page; `top`
        is the level of its highest heading (3: it stands below an h2)."""
        # What needs no parser has neither headings nor footnotes.
        made = self._quick(prose)
        return self._whole(prose, prefix, top) if made is None else made

    @property
    def _parser(self) -> Parser:
        """The parser, loaded when a prose needs it."""
        if self._made is None:
            from briefgen.render.markup import Parser

            self._made = Parser(self._leads, self._pictures)
        return self._made

    def _parse(self, prose: Prose, prefix: str, top: int) -> Markup:
        made = self._parser.html(prose, Dresser(prose.language, prose.names), prefix, top)
        return Markup(lines_joined(made, prose.language))

    def _render(self, prose: Prose) -> Markup | None:
        blocks = _blocks(prose.text)
        if blocks is None:
            return None
        dresser = Dresser(prose.language, prose.names)
        marked = _is_marked(prose.text)
        parts: list[str] = []
        for items, text in blocks:
            if items:
                parts.append("<ul>\n")
                for item in items:
                    made = self._text(item, prose, dresser) if marked else dresser.text(item)
                    parts += ("<li>", made, "</li>\n")
                parts.append("</ul>\n")
            else:
                made = self._text(text, prose, dresser) if marked else dresser.text(text)
                parts += ("<p>", made, "</p>\n")
        return Markup(lines_joined("".join(parts), prose.language))

    def _text(self, text: str, prose: Prose, dresser: Dresser) -> str:
        if _is_marked(text):
            made = self._inline.html(text, prose, dresser)
            return self._parser.inline(text, prose, dresser) if made is None else made
        return dresser.text(text)


def absolute(html: str, origin: str) -> Markup:
    """HTML whose root-relative links and pictures have become absolute: "/x/" → "https://example.org/x/".

    `origin` is scheme and host without a final slash; empty: nothing changes."""
    return Markup(_LOCAL.sub(f'="{escape(origin)}/'.replace("\\", r"\\"), str(html)) if origin else html)


def _blocks(text: str) -> list[tuple[list[str], str]] | None:
    """The blocks of a prose: (the items of a list, the text of a paragraph), one of them empty. None: something in it
    may be more than paragraphs of text and tight lists of bullets with one line each."""
    if _is_suspect(text) and _HARD.search(text):
        return None
    if len(text) > _SHORT and sum(map(text.count, "[`<*_~")) > _FEW:
        return None
    blocks: list[tuple[list[str], str]] = []
    after_list = False
    lines: list[str] = []
    for line in (*text.split("\n"), ""):
        if line:
            if line[-1] == " ":  # it may break the line
                return None
            lines.append(line)
            continue
        if not lines:
            continue
        bullet = lines[0][:2]
        if bullet in _BULLETS:
            # Two lists that only a blank line parts may be one.
            if after_list or not all(line[:2] == bullet and _is_text(line[2:]) for line in lines):
                return None
            blocks.append(([line[2:].strip() for line in lines], ""))
            after_list = True
        elif all(map(_is_text, lines)):
            blocks.append(([], "\n".join(lines).strip()))
            after_list = False
        else:
            return None
        lines = []
    return blocks


def _is_text(line: str) -> bool:
    """Whether a line can only be a line of a paragraph."""
    return line[:1].isalpha() or not _OPENS.match(line)


def _is_suspect(text: str) -> bool:
    """Whether `_HARD` may find something. Much quicker than looking for it; and one sign is found much quicker than two."""
    if "&" in text or "\\" in text or "|" in text or ("!" in text and "![" in text) or ("]" in text and "]:" in text):
        return True
    data = text.encode(errors="surrogatepass")
    return len(data.translate(None, _CONTROLS)) < len(data) or "\x85" in text


def _is_marked(text: str) -> bool:
    """Whether there may be marks in a text."""
    return "[" in text or "*" in text or "_" in text or "`" in text or "<" in text or "~" in text
