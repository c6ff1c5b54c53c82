"""HTML, as clipboards, Word and mail programs write it → Markdown with the same words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

_BLOCKS = frozenset(
    (
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "body",
        "html",
        "pre",
        "dl",
        "dt",
        "dd",
        "hr",
        "figure",
        "figcaption",
        "address",
    )
)
_SKIPPED = frozenset(("script", "style", "head", "title", "template", "xml", "noscript"))
_STRONG, _EMPHASIS = frozenset(("b", "strong")), frozenset(("i", "em"))
_HTML = re.compile(
    r"\A\s*(?:<!doctype html|<(?:html|body|meta|p|div|h[1-6]|span|ul|ol|table|b|strong|font|article|section)\b[^<>]*>)"
    r"|class=\"?'?Mso|<!--StartFragment-->",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"<(?:p|div|h[1-6]|li|br|td)\b[^<>]*>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\u00a0]+")
_SIGNS = re.compile(r"[\\`*\[\]<]")
_WORD_BULLET = re.compile(r"^(?:[·•§o▪\uf0b7\uf0a7-]|\d{1,3}[.)])\s+")
_NUMBER = re.compile(r"^(?:[#>+-]|\d{1,9}[.)])(?=\s|$)|^#{2,6}(?=\s)")


def is_html(text: str) -> bool:
    """Whether a text is HTML: it begins with a tag, or with what the clipboard of Windows or Word puts there."""
    return bool(_HTML.search(text[:5000])) and bool(_BLOCK_TAG.search(text))


def text_of_html(html: str) -> str:
    """The text of HTML as Markdown: headings, paragraphs, lists, links and emphasis; nothing else of it stays."""
    start, end = html.find("<!--StartFragment-->"), html.find("<!--EndFragment-->")
    if 0 <= start < end:
        html = html[start + len("<!--StartFragment-->") : end]
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    text = ""
    for before, block in pairwise(["", *reader.blocks]):
        together = before.startswith("- ") and block.startswith("- ")
        text += ("\n" if together else "\n\n") + block
    return text.strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._line: list[str] = []
        self._prefix = ""
        self._skipping: list[str] = []
        self._marks: list[tuple[str, str]] = []
        self._links: list[str] = []
        self._is_item = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping or tag in _SKIPPED:
            if tag in _SKIPPED:
                self._skipping.append(tag)
            return
        values = dict(attrs)
        if tag in _BLOCKS:
            self.end_block()
            self._is_item = "listparagraph" in (values.get("class") or "").lower()
            if tag[0] == "h" and tag[1:].isdigit():
                self._prefix = "## " if tag < "h3" else "### "
            elif tag == "li":
                self._prefix = "- "
        elif tag == "br":
            self._line.append("\x01")
        elif tag == "td":
            self._line.append(" ")
        elif tag == "a":
            url = values.get("href") or ""
            self._links.append(url if url.startswith(("http://", "https://")) else "")
            self._line.append("\x02" if self._links[-1] else "")
        elif tag in _STRONG or tag in _EMPHASIS:
            weight = (values.get("style") or "").replace(" ", "").lower()
            plain = "font-weight:normal" in weight or self._prefix.startswith("#")
            sign = "" if plain else ("\x03" if tag in _STRONG else "\x04")
            self._marks.append((tag, sign))
            self._line.append(sign)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
            return
        if tag in _BLOCKS:
            self.end_block()
        elif tag == "a" and self._links:
            url = self._links.pop()
            self._line.append(f"\x05{url}\x06" if url else "")
        elif self._marks and self._marks[-1][0] == tag:
            self._line.append(self._marks.pop()[1])

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._line.append(_SIGNS.sub(r"\\\g<0>", data))

    def end_block(self) -> None:
        """Put the block that was read to the others."""
        for _, sign in reversed(self._marks):  # a mark that goes on over the end of a block
            self._line.append(sign)
        text = _spaced("".join(self._line))
        if self._is_item and (bullet := _WORD_BULLET.match(text)):
            text, self._prefix = text[bullet.end() :], "- "
        shown = _marked(text)
        if shown:
            if not self._prefix and (marker := _NUMBER.match(shown)):
                shown = shown[: marker.end() - 1] + "\\" + shown[marker.end() - 1 :]
            self.blocks.append(self._prefix + shown)
        self._line = [sign for _, sign in self._marks]
        self._prefix, self._is_item = "", False


def _spaced(text: str) -> str:
    """White space as HTML has it. A no-break space that stands alone stays: in French it belongs to the text."""
    text = _SPACE.sub(lambda run: run[0] if run[0] == "\u00a0" else " ", text)
    return re.sub(" ?\x01 ?", "\n", text).strip(" \n\u00a0")


def _marked(text: str) -> str:
    """The signs for emphasis and links as Markdown; emphasis touches its words, and what holds no words is none."""
    for sign, mark in (("\x03", "**"), ("\x04", "*")):
        parts = text.split(sign)
        out = parts[0]
        for at, part in enumerate(parts[1:], 1):
            if at % 2 and at + 1 < len(parts):
                inner = part.strip(" \u00a0\n")
                lead, tail = part[: len(part) - len(part.lstrip(" \u00a0\n"))], part[len(part.rstrip(" \u00a0\n")) :]
                out += f"{lead}{mark}{inner}{mark}{tail}" if inner else part
            else:
                out += part
        text = out
    text = re.sub("\x02([^\x02\x05\x06]*)\x05([^\x06]*)\x06", _link, text)
    text = text.translate({2: None, 5: None, 6: None})
    return text.strip()


def _link(match: re.Match[str]) -> str:
    words, url = match[1].strip(), match[2].replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return "" if not words else f"<{url}>" if words == match[2] else f"[{words}]({url})"
