"""The text of one prose dressed for the page: typographic quotation marks, and links on the first mention of each actor."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from briefgen.pages.views import Link
from briefgen.render.names import places_of, plain_name
from briefgen.render.typography import Edit, apply_edits, quote_edits


class Dresser:
    """Dresses the paragraphs of one prose, which it must be given in their order."""

    def __init__(self, language: str, names: Sequence[Link]) -> None:
        self._language = language
        self._names = [(plain_name(name.title), name.url) for name in names] if names else []
        self._unlinked = {name.url for name in names if name.url} if names else set()

    def is_dressing(self, text: str) -> bool:
        """Whether there may be anything to do but to escape it in a text that is next."""
        return bool(self._unlinked) or '"' in text or "'" in text

    def quotes(self, flat: str) -> list[Edit]:
        """The quotation marks of a paragraph."""
        return quote_edits(flat, self._language) if '"' in flat or "'" in flat else []

    def text(self, text: str) -> str:
        """A paragraph that is nothing but text, as HTML."""
        return self._run(text, self.quotes(text), " ", " ", True) if self.is_dressing(text) else escaped(text)

    def part(self, flat: str, start: int, end: int, quotes: list[Edit], linked: bool = True) -> str:
        """One run of the text of a paragraph, as HTML. `quotes` are those from here on, the last one first; its own are
        taken off. `linked`: names are links."""
        own: list[Edit] = []
        while quotes and quotes[-1].start < end:
            edit = quotes.pop()
            own.append(Edit(edit.start - start, edit.end - start, edit.html))
        before = flat[start - 1] if start else " "
        after = flat[end] if end < len(flat) else " "
        return self._run(flat[start:end], own, before, after, linked)

    def _run(self, text: str, quotes: list[Edit], before: str, after: str, linked: bool) -> str:
        """A run of text between two characters. `quotes` are its quotation marks."""
        links = self._links(text, before, after) if linked and self._unlinked else None
        edits = sorted([*links, *quotes], key=lambda e: e[:2]) if links else quotes
        return apply_edits(text, edits, escaped) if edits else escaped(text)

    def _links(self, text: str, before: str, after: str) -> list[Edit]:
        edits: list[Edit] = []
        for start, end, url in places_of(text, self._names, before, after):
            if url in self._unlinked:
                self._unlinked.remove(url)
                edits.append(Edit(start, start, f'<a class="actor" href="{escape(url)}">'))
                edits.append(Edit(end, end, "</a>"))
        return edits


def escaped(text: str) -> str:
    """Text as HTML; quotation marks stay."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
