"""Views of the search: its page, and the files that its script fetches as the reader types."""

from __future__ import annotations

from briefgen.pages.views.base import View
from briefgen.pages.views.parts import Link


class SearchPage(View, frozen=True):
    """search.html. `files` is where the finder's files are, `full_text` where Pagefind's are, or empty: both are folders with
    a final slash. `years` are the archive's, latest first."""

    files: str
    years: tuple[Link, ...] = ()
    full_text: str = ""


class FinderName(View, frozen=True):
    """A topic or an actor that can be found: `path` is its page, below the site's base; `aliases` are its other names."""

    title: str
    path: str
    aliases: tuple[str, ...] = ()


class FinderBrief(View, frozen=True):
    """A brief that can be found: `path` is its page, below the site's base; `day` is written "2025-10-18"; `language` is empty
    where it is the site's; `names` are numbers in the shard's list."""

    title: str
    path: str
    day: str
    names: tuple[int, ...] = ()
    language: str = ""


class FinderShard(View, frozen=True):
    """search/2025-10.json: the briefs of one period, newest first, and the topics and actors that they name."""

    names: tuple[FinderName, ...]
    briefs: tuple[FinderBrief, ...]


class FinderNames(View, frozen=True):
    """search/names.json, or one of its drawers (search/names-k.json): topics and actors."""

    topics: tuple[FinderName, ...]
    actors: tuple[FinderName, ...]


class FinderWords(View, frozen=True):
    """search/words-2025.json: what can be found in which shards of a year. `texts` holds, for each of `shards`, the titles and
    names in it."""

    shards: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]


class FinderIndex(View, frozen=True):
    """search/index.json: the finder's other files. `shards` are periods, newest first; `words` are years; `drawers` are empty
    where all names are in one file."""

    shards: tuple[str, ...]
    words: tuple[str, ...] = ()
    drawers: tuple[str, ...] = ()
