"""Markdown to HTML: CommonMark with tables, strikethrough and footnotes, raw HTML off, in linear time.

Prose of plain paragraphs, as most is, never reaches the Markdown parser: there is nothing in it to parse, and both ways
give the same HTML (a test holds them to it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.footnote import footnote_plugin

from briefgen.pages.views import Link, Prose
from briefgen.render.names import find_names
from briefgen.render.typography import OBJECT, Edit, apply_edits, quote_edits

# Anything that Markdown might read as more than a paragraph: marks anywhere, or the start or end of a line.
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|\x00-\x09\x0b-\x1f\x7f]|^(?:[ #=+-]|\d{1,9}[.)])| $", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n\n+")
_LOCAL = re.compile(r'(\s(?:href|src)=")/(?!/)')
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_REFUSED = re.compile(r"(?:javascript|vbscript|data|file):", re.IGNORECASE)
# A bracket or a backtick may send the parser over all the rest of its paragraph: so many steps at the most for a prose,
# and as many more for each of its characters.
_PATIENCE = 4_000_000
_PATIENCE_PER_CHARACTER = 100


class Proser:
    """Renders `Prose`. `base` is the site's sub-path with a final slash; `url` its absolute URL, or empty."""

    def __init__(self, base: str = "/", url: str = "", remembered: int = 4096) -> None:
        self._base = base
        self._host = urlsplit(url).netloc.lower()
        self._markdown = _markdown()
        self._cached = lru_cache(maxsize=remembered)(self._render)

    def html(self, prose: Prose, prefix: str = "", top: int = 3) -> Markup:
        """The prose as HTML. `prefix` keeps the ids of its footnotes apart from those of other prose on the page; `top`
        is the level of its highest heading (3: it stands below an h2)."""
        return self._cached(prose, prefix, top)

    def _render(self, prose: Prose, prefix: str, top: int) -> Markup:
        text = prose.text
        dresser = _Dresser(prose.language, prose.names)
        if not _MARKUP.search(text):
            return Markup("".join([f"<p>{dresser.whole(p)}</p>\n" for p in _plain_paragraphs(text)]))
        env: dict[str, Any] = {"docId": prefix} if prefix else {}
        tokens = self._markdown.parse(text, env)
        _demote(tokens, top)
        targets = {link.title: link.url for link in prose.targets}
        for token in tokens:
            if token.children:
                self._direct(token.children, targets)
                token.children = dresser.tokens(token.children)
        return Markup(self._markdown.renderer.render(tokens, self._markdown.options, env))

    def _direct(self, children: list[Token], targets: dict[str, str]) -> None:
        """Settle where links and pictures lead."""
        for token in children:
            if token.type == "link_open":
                href = self._target(str(token.attrs["href"]), targets)
                token.attrs["href"] = href
                if href.startswith(("http:", "https:", "//")) and urlsplit(href).netloc.lower() != self._host:
                    token.attrs["class"] = "external"
                    token.attrs["rel"] = "external noopener"
            elif token.type == "image":
                source = str(token.attrs["src"])
                target = self._target(source, targets)
                token.attrs["src"] = target if target != source or _SCHEME.match(target) or target[:1] == "/" else ""

    def _target(self, href: str, targets: dict[str, str]) -> str:
        found = targets.get(href) or targets.get(unquote(href))
        if found:
            return found
        if href.startswith("/") and not href.startswith(("//", self._base)):
            return self._base + href[1:]
        return href


def absolute(html: str, origin: str) -> Markup:
    """HTML whose root-relative links and pictures have become absolute: "/x/" → "https://example.org/x/".

    `origin` is scheme and host without a final slash; empty: nothing changes."""
    return Markup(_LOCAL.sub(rf"\g<1>{escape(origin)}/", str(html)) if origin else html)


def _plain_paragraphs(text: str) -> Iterator[str]:
    for paragraph in _PARAGRAPHS.split(text.strip("\n")):
        stripped = paragraph.strip()
        if stripped or paragraph:
            yield stripped


class _Dresser:
    """Gives the text of one prose its quotation marks and the links of its names."""

    def __init__(self, language: str, names: Sequence[Link]) -> None:
        self._language = language
        self._names = names
        self._linked: set[str] = set()

    def whole(self, text: str) -> str:
        """A paragraph that is nothing but text."""
        edits = quote_edits(text, self._language)
        if self._names:
            edits = sorted([*self._links(text, " ", " ", 0), *edits], key=lambda e: e[:2])
        return apply_edits(text, edits, _escaped)

    def tokens(self, children: list[Token]) -> list[Token]:
        """The children of an inline token, runs of text made ready HTML."""
        parts = [_flat(token) for token in children]
        flat = "".join(parts)
        quotes = quote_edits(flat, self._language)
        dressed: list[Token] = []
        start = at = used = depth = 0
        for i, token in enumerate(children):
            depth += token.type == "link_open"
            depth -= token.type == "link_close"
            end = at + len(parts[i])
            if token.type not in _TEXT:
                dressed.append(token)
                start = end
            elif i + 1 == len(children) or children[i + 1].type not in _TEXT:
                first = used
                while used < len(quotes) and quotes[used].start < end:
                    used += 1
                dressed.append(self._run(flat, start, end, quotes[first:used], bool(depth)))
                start = end
            at = end
        return dressed

    def _run(self, flat: str, start: int, end: int, quotes: list[Edit], in_link: bool) -> Token:
        """One run of text as a token that is rendered as it is."""
        edits = [Edit(e.start - start, e.end - start, e.html) for e in quotes]
        text = flat[start:end]
        if self._names and not in_link:
            before = flat[start - 1] if start else " "
            after = flat[end] if end < len(flat) else " "
            edits = sorted([*self._links(text, before, after, 0), *edits], key=lambda e: e[:2])
        return Token("html_inline", "", 0, content=apply_edits(text, edits, _escaped))

    def _links(self, text: str, before: str, after: str, offset: int) -> Iterator[Edit]:
        for start, end, url in find_names(text, self._names, before, after):
            if url and url not in self._linked:
                self._linked.add(url)
                yield Edit(offset + start, offset + start, f'<a class="actor" href="{escape(url)}">')
                yield Edit(offset + end, offset + end, "</a>")


_TEXT = frozenset({"text", "softbreak"})


def _flat(token: Token) -> str:
    if token.type == "text":
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return OBJECT if token.type in ("code_inline", "image") else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _demote(tokens: Sequence[Token], top: int) -> None:
    """Give headings levels from `top` downwards, none skipped, h6 at the deepest."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, top + len(above) - 1)}"


# ---------------------------------------------------------------- the parser


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": 20})
    markdown.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
    markdown.use(footnote_plugin, inline=False)
    markdown.core.ruler.at("inline", _inline)
    markdown.validateLink = lambda url: not _REFUSED.match(url.strip())  # type: ignore[method-assign]
    for name, rule in _RULES.items():
        markdown.add_render_rule(name, rule)
    return markdown


def _inline(state: StateCore) -> None:
    """Parse the text of every block, unless that would take for ever: then it is nothing but text."""
    patience = _PATIENCE + _PATIENCE_PER_CHARACTER * len(state.src)
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        patience -= sum(map(token.content.count, "[`<*_~")) * len(token.content)
        if patience < 0:
            token.children = [Token("text", "", 0, content=token.content)]
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    alt = escape(self.renderInlineAsText(token.children, options, env))
    if not token.attrs["src"]:
        return str(alt)
    title = f' title="{escape(str(token.attrs["title"]))}"' if token.attrs.get("title") else ""
    return f'<img src="{escape(str(token.attrs["src"]))}" alt="{alt}"{title} loading="lazy" decoding="async">'


def _note_id(meta: dict[str, Any], env: Any) -> str:
    number = f"{meta['id'] + 1}"
    return f"-{env['docId']}-{number}" if "docId" in env else f"-{number}"


def _footnote_ref(_: RendererHTML, tokens: Sequence[Token], index: int, __: Any, env: Any) -> str:
    meta = tokens[index].meta
    note, again = _note_id(meta, env), meta.get("subId", 0)
    return f'<sup class="footnote"><a href="#fn{note}" id="fnref{note}{f"-{again + 1}" if again else ""}">{meta["id"] + 1}</a></sup>'


def _footnote_open(_: RendererHTML, tokens: Sequence[Token], index: int, __: Any, env: Any) -> str:
    return f'<li id="fn{_note_id(tokens[index].meta, env)}">'


def _footnote_anchor(_: RendererHTML, tokens: Sequence[Token], index: int, __: Any, env: Any) -> str:
    meta = tokens[index].meta
    again = meta.get("subId", 0)
    target = f"#fnref{_note_id(meta, env)}{f'-{again + 1}' if again else ''}"
    return f' <a href="{target}" class="back" role="doc-backlink">\u21a9\ufe0e</a>'


def _fixed(html: str) -> Any:
    return lambda *_: html


_RULES: dict[str, Any] = {
    "image": _image,
    "table_open": _fixed('<div class="table"><table>\n'),
    "table_close": _fixed("</table></div>\n"),
    "footnote_ref": _footnote_ref,
    "footnote_block_open": _fixed('<ol class="footnotes">\n'),
    "footnote_block_close": _fixed("</ol>\n"),
    "footnote_open": _footnote_open,
    "footnote_close": _fixed("</li>\n"),
    "footnote_anchor": _footnote_anchor,
}
