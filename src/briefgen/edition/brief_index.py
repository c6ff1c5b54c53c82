"""An index of briefs: found by whatever an editor calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from briefgen.briefs.model import Brief
from briefgen.edition.suggest import Suggester

_DATE_PREFIX = re.compile(r"\d{4}-?\d\d-?\d\d[-_ ]+")
_ENDINGS = (".md", ".markdown", ".txt", ".html", ".htm")


class BriefIndex:
    """Looks up briefs by path, id, slug, file name (with or without folder, ending and date) or URL."""

    def __init__(self, briefs: Sequence[Brief], sought: Iterable[str]) -> None:
        """`sought` are the texts that will be looked up: other names are not filed."""
        wanted = {name for text in sought for name in _wanted(text) if name}
        self._places: dict[str, dict[str, tuple[int, Brief]]] = {}
        for brief in briefs:
            for rank, name in enumerate(_names(brief)):
                if name in wanted:
                    self._places.setdefault(name, {}).setdefault(brief.path, (rank, brief))
        self._suggester = Suggester(brief.slug for brief in briefs)

    def find(self, text: str) -> list[Brief]:
        """The briefs that a text may mean, by path: none, the one, or several."""
        whole, _ = names = _wanted(text)
        for name in names:
            if found := self._places.get(name):
                best = min(rank for rank, _ in found.values())
                briefs = [brief for _, (rank, brief) in sorted(found.items()) if rank == best]
                dated = [brief for brief in briefs if f"{brief.date.day:%Y/%m/%d}" in whole]
                return dated if len(dated) == 1 else briefs
        return []

    def nearest(self, text: str) -> str:
        """The slug that is nearest to a text, or empty."""
        return self._suggester.nearest(_DATE_PREFIX.sub("", _plain(text).rpartition("/")[2], count=1))


def _wanted(text: str) -> tuple[str, str]:
    """The names that a text may be, the whole first."""
    whole = _plain(text)
    return whole, whole.rpartition("/")[2]


def _names(brief: Brief) -> Iterator[str]:
    """What a brief is called, the surest name first."""
    whole = _plain(brief.path)
    stem = whole.rpartition("/")[2]
    yield whole
    yield brief.id.casefold()
    yield brief.slug.casefold()
    yield stem
    yield _DATE_PREFIX.sub("", stem, count=1)
    for alias in brief.aliases:
        yield _plain(alias)
        yield _plain(alias).rpartition("/")[2]


def _plain(text: str) -> str:
    """A path, file name or URL without what may be left out."""
    host, is_url, path = text.strip().casefold().partition("://")
    path = path.partition("/")[2].partition("?")[0].partition("#")[0] if is_url else host
    path = (unquote(path) if "%" in path else path).strip("/").removeprefix("./").removesuffix("/index.html")
    for ending in _ENDINGS:
        path = path.removesuffix(ending)
    return path.removeprefix("briefs/").rstrip("/")
