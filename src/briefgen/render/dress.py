"""The text of one prose dressed for the page: typographic quotation marks, and links on the first mention of each actor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import escape

from briefgen.pages.views import Link
from briefgen.render.names import find_names
from briefgen.render.typography import Edit, apply_edits, quote_edits


class Dresser:
    """Dresses the paragraphs of one prose, which it must be given in their order."""

    def __init__(self, language: str, names: Sequence[Link]) -> None:
        self._language = language
        self._names = names
        self._unlinked = {name.url for name in names if name.url}

    def quotes(self, flat: str) -> list[Edit]:
        """The quotation marks of a paragraph."""
        return quote_edits(flat, self._language) if '"' in flat or "'" in flat else []

    def text(self, text: str) -> str:
        """A paragraph that is nothing but text, as HTML."""
        return self.run(text, self.quotes(text), " ", " ")

    def run(self, text: str, quotes: list[Edit], before: str, after: str, linked: bool = True) -> str:
        """A run of text between two characters, as HTML. `quotes` are its quotation marks; `linked`: names are links."""
        edits = [*self._links(text, before, after), *quotes] if linked and self._unlinked else quotes
        if not edits:
            return escaped(text)
        if len(edits) > len(quotes):
            edits.sort(key=lambda e: e[:2])
        return apply_edits(text, edits, escaped)

    def _links(self, text: str, before: str, after: str) -> Iterator[Edit]:
        for start, end, url in find_names(text, self._names, before, after):
            if url in self._unlinked:
                self._unlinked.remove(url)
                yield Edit(start, start, f'<a class="actor" href="{escape(url)}">')
                yield Edit(end, end, "</a>")


def escaped(text: str) -> str:
    """Text as HTML; quotation marks stay."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
