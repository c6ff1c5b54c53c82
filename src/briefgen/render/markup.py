"""What needs the Markdown parser: it is set up here, told where links lead, and its tokens made HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import escape
from mdit_py_plugins.footnote import footnote_plugin

from briefgen.pages.views import Prose
from briefgen.render.dress import Dresser
from briefgen.render.inline import NORMAL
from briefgen.render.leads import OUTWARD, Leads, Pictures, host
from briefgen.render.typography import OBJECT

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_REFUSED = re.compile(r"(?:javascript|vbscript|data|file):", re.IGNORECASE)
_NORMAL = re.compile(NORMAL)
# What an inline rule can begin with; the text rule goes on to the next of them.
_STOPS = re.compile(r"[\n\\`~*_\[\]!<&]")
# A bracket or a backtick may send the parser over all the rest of its paragraph: so many steps at the most for a prose,
# and as many more for each of its characters.
_PATIENCE = 4_000_000
_PATIENCE_PER_CHARACTER = 100

_TAGS = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
    "link_close": "</a>",
    "hardbreak": "<br>\n",
}


class Parser:
    """The Markdown parser of a site; `leads` and `pictures` are the site's."""

    def __init__(self, leads: Leads, pictures: Pictures = Pictures()) -> None:  # noqa: B008
        self._pictures = pictures
        self._leads = leads
        self._markdown = _markdown()
        self._renderer = cast(RendererHTML, self._markdown.renderer)
        self.normalize = self._markdown.normalizeLink

    def html(self, prose: Prose, dresser: Dresser, prefix: str, top: int) -> str:
        """A whole prose as HTML."""
        markdown = self._markdown
        env: dict[str, Any] = {"docId": prefix} if prefix else {}
        tokens = markdown.parse(prose.text, env)
        _demote(tokens, top)
        _empty_corners(tokens)
        for token in tokens:
            _align(token)
            if token.children:
                html = self._html(token.children, prose, dresser, env)
                token.children = [Token("html_inline", "", 0, content=html)]
        return self._renderer.render(tokens, markdown.options, env)

    def inline(self, text: str, prose: Prose, dresser: Dresser) -> str:
        """The text of one paragraph as HTML: no pictures, nothing defined elsewhere."""
        env: dict[str, Any] = {}
        children = self._markdown.inline.parse(text, self._markdown, env, [])
        return self._html(children, prose, dresser, env)

    def _html(self, children: list[Token], prose: Prose, dresser: Dresser, env: dict[str, Any]) -> str:
        """The children of an inline token as HTML: runs of text dressed, the rest as the renderer has it."""
        renderer, options = self._renderer, self._markdown.options
        targets = {link.title: link.url for link in prose.targets}
        flat = "".join([_flat(token) for token in children])
        quotes = dresser.quotes(flat)[::-1]
        parts: list[str] = []
        apart: list[str] = []  # pictures elsewhere that stand in a link, which no other link can be in
        start = at = depth = 0
        leads = True  # whether the link that began last leads anywhere: no link lies in another
        for token in children:
            kind = token.type
            if kind == "text":
                at += len(token.content)
                continue
            if kind == "softbreak":
                at += 1
                continue
            if start < at:
                parts.append(dresser.part(flat, start, at, quotes, not depth))
            if kind == "link_open":
                leads = self._lead(token, targets)
                depth += leads
            elif kind == "link_close":
                depth -= leads
            elif kind == "image":
                self._find(token, targets)
                if self._pictures.linked(str(token.attrs["src"]), self._leads):
                    words = renderer.renderInlineAsText(token.children, options, env)
                    parts.append(str(escape(words)) if depth else self._link(token, words))
                    apart += [f" {self._link(token)}"] if depth else []
                    start = at = at + len(_flat(token))
                    continue
            if leads or kind not in ("link_open", "link_close"):
                parts.append(_TAGS.get(kind) or renderer.renderInline([token], options, env))
            if kind == "link_close" and not depth:
                parts += apart
                apart = []
            start = at = at + len(_flat(token))
        if start < at:
            parts.append(dresser.part(flat, start, at, quotes, not depth))
        return "".join(parts)

    def _lead(self, token: Token, targets: dict[str, str]) -> bool:
        """Settle where a link leads. False: nowhere, and so it is none."""
        written = str(token.attrs["href"])
        href = token.attrs["href"] = self._leads.target(written, targets)
        if self._leads.outward(href):
            token.attrs |= OUTWARD
        return bool(href) or not written

    def _find(self, token: Token, targets: dict[str, str]) -> None:
        """Settle where a picture is: nowhere, when it is a local path that leads nowhere."""
        source = str(token.attrs["src"])
        target = self._leads.target(source, targets)
        token.attrs["src"] = target if target != source or _SCHEME.match(target) or target[:1] == "/" else ""

    def _link(self, token: Token, words: str = "") -> str:
        """A link in the place of a picture that lies on another site."""
        source = str(token.attrs["src"])
        told = self._pictures.told(host(source))
        text = f"{words} ({told})" if words.strip() else told
        return f'<a class="external picture" rel="external noopener" href="{escape(source)}">{escape(text)}</a>'


def _flat(token: Token) -> str:
    if token.type == "text":
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return OBJECT if token.type in ("code_inline", "image") else ""


def _align(token: Token) -> None:
    """Align the cell of a table by a class: our policy allows no styles in attributes."""
    if token.type in ("th_open", "td_open") and "style" in token.attrs:
        side = str(token.attrs.pop("style")).removeprefix("text-align:")
        if side != "left":  # where text begins: so it does without
            token.attrs["class"] = "end" if side == "right" else side


def _empty_corners(tokens: list[Token]) -> None:
    """A header without words, such as the corner of a table, is a plain cell (HTML, 4.9.10: it heads nothing)."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open" and not inline.content:
            opening.tag = closing.tag = "td"


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
    markdown.inline.terminator_re = _STOPS
    normalize = markdown.normalizeLink
    markdown.normalizeLink = lambda url: url if _NORMAL.fullmatch(url) else normalize(url)  # type: ignore[method-assign]
    markdown.validateLink = lambda url: not _REFUSED.match(url.strip())  # type: ignore[method-assign]
    for name, rule in _RULES.items():
        markdown.add_render_rule(name, rule)
    return markdown


@cache
def _as_written() -> MarkdownIt:
    """A parser that leaves addresses as they are."""
    markdown = _markdown()
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return markdown


def written_addresses(text: str) -> list[str]:
    """Where the links and pictures of a prose lead, as written."""
    inside = [child for token in _as_written().parse(text) for child in token.children or ()]
    return [
        str(child.attrs["href" if child.type == "link_open" else "src"])
        for child in inside
        if child.type in ("link_open", "image")
    ]


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
