"""The plainest markup inside a paragraph without the Markdown parser: **bold**, *emphasis*, [links](https://…).

Only where each mark can be nothing else, none lies in another, and no other is there; a test holds it to the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefgen.pages.views import Prose
from briefgen.render.dress import Dresser, escaped
from briefgen.render.leads import OUTWARD, Leads

#: An address in which there is nothing to normalise.
NORMAL = r"https?://[a-z0-9]{1,40}(?:[.-][a-z0-9]{1,20}){1,5}(?:/[A-Za-z0-9/._~-]*)?"

# A link: its text, its address. An emphasis: its second star, its text; the first stars can only open, the last close.
# What it begins with stands first in each: that lets Python look for it quickly.
_PLAIN = re.compile(
    rf"\[([^\[\]*_`<~]+)\]\(({NORMAL})\)"
    r"|\*(\*?)(?<![^ \n(\"'*]\*)(?<![^ \n(\"']\*\*)(?=[^\W_])"
    r"([^\[\]*_`<~]*(?:[^\W_]|[.,:;!?)%](?=\*+(?:[ \n]|\Z))))\*\3(?!\*)"
)
_ATTRIBUTES = "".join([f' {name}="{value}"' for name, value in OUTWARD.items()])
_PAIRS = {"": ("<em>", "</em>"), "*": ("<strong>", "</strong>")}


class Inline:
    """Renders the text of paragraphs; `leads` are those of the site."""

    def __init__(self, leads: Leads) -> None:
        self._leads = leads
        self._opening = lru_cache(maxsize=4096)(self._link)

    def html(self, text: str, prose: Prose, dresser: Dresser) -> str | None:
        """The text as HTML; None: it needs the parser."""
        parts = _PLAIN.split(text)
        if len(parts) == 1:
            return None
        rest = "".join(parts[::5])
        if "*" in rest or "[" in rest or "_" in rest or "`" in rest or "<" in rest or "~" in rest:
            return None
        targets = tuple([(link.title, link.url) for link in prose.targets])
        if not dresser.is_dressing(text):
            return self._bare(parts, targets)
        flat = "".join([part for n, part in enumerate(parts) if part and n % 5 not in (2, 3)])
        quotes = dresser.quotes(flat)[::-1]
        made: list[str] = []
        at = 0
        for n in range(0, len(parts), 5):
            plain = parts[n]
            if plain:
                made.append(dresser.part(flat, at, at + len(plain), quotes))
                at += len(plain)
            if n + 1 == len(parts):
                break
            label, address, second, stressed = parts[n + 1 : n + 5]
            inner = label or stressed
            opening, closing = (self._opening(address, targets), "</a>") if label else _PAIRS[second]
            made += (opening, dresser.part(flat, at, at + len(inner), quotes, not label), closing)
            at += len(inner)
        return "".join(made)

    def _bare(self, parts: list[str], targets: tuple[tuple[str, str], ...]) -> str:
        """The same where nothing is to be dressed."""
        made = [escaped(parts[0])]
        for n in range(1, len(parts), 5):
            label, address, second, stressed, plain = parts[n : n + 5]
            if label:
                made += (self._opening(address, targets), escaped(label), "</a>", escaped(plain))
            else:
                opening, closing = _PAIRS[second]
                made += (opening, escaped(stressed), closing, escaped(plain))
        return "".join(made)

    def _link(self, address: str, targets: tuple[tuple[str, str], ...]) -> str:
        href = self._leads.target(address, dict(targets))
        attributes = _ATTRIBUTES if self._leads.outward(href) else ""
        quoted = escaped(href).replace('"', "&quot;")
        return f'<a href="{quoted}"{attributes}>'
