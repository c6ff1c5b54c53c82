"""Markdown that can leave the site: its local paths have become absolute URLs."""

from __future__ import annotations

import re

from briefgen.edition.flatten import blank_code
from briefgen.pages.views import Prose
from briefgen.render.leads import Leads
from briefgen.render.tools import Tools

# Where links and pictures lead (CommonMark 0.31, sections 6.3, 6.4) and definitions of references (4.7), as far as that may
# be a path: no attempt reads past the place where the next begins.
_DESTINATION = re.compile(
    r"(\]\([ \n]{0,3}|^ {0,3}\[[^\]\[^\n]+\]: *(?=\S+[ \t]*(?:$|[\"'(])|<))(<[^<>\n]+>|[^\s<>()]+)", re.MULTILINE
)
#: The destination of a link whose path leads nowhere.
_NOWHERE = "#"


def portable(tools: Tools, prose: Prose) -> str:
    """The Markdown of a prose, as written but for where it leads: as the page has it, absolute where the site's `url` is known."""
    text = prose.text
    if "](" not in text and "]:" not in text:
        return text
    leads = Leads(tools.site.base, tools.site.url)
    targets = {link.title: link.url for link in prose.targets}
    absolute = tools.filters["absolute_url"]
    parts, at = [], 0
    for found in _DESTINATION.finditer(blank_code(text)):
        written = found[2].strip("<>")
        whole = absolute(leads.target(written, targets))
        parts += [text[at : found.start(2)], found[2] if whole == written else whole or _NOWHERE]
        at = found.end()
    return "".join([*parts, text[at:]])
