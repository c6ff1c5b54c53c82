"""The finder's files, as its script reads them: short lists instead of names, since they are many."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.pages.views import FinderIndex, FinderName, FinderNames, FinderShard, FinderWords, PageView
from briefgen.render.tools import Tools, json_file
from briefgen.text.folding import search_words


def finder_index(_: object, __: PageView, view: FinderIndex) -> bytes:
    """`{"shards": […], "words": […], "drawers": […]}`"""
    return json_file({"shards": view.shards, "words": view.words, "drawers": view.drawers})


def finder_names(_: object, __: PageView, view: FinderNames) -> bytes:
    """`{"topics": [[title, path, alias, …], …], "actors": […]}`"""
    return json_file({"topics": _rows(view.topics), "actors": _rows(view.actors)})


def finder_shard(tools: Tools, __: PageView, view: FinderShard) -> bytes:
    """`{"names": [[title, path, alias, …], …], "briefs": [[title, path, day, [name, …], language?], …]}`"""
    quotes = tools.filters["quotes"]
    briefs = [
        (quotes(b.title, b.language), b.path, b.day, b.names, b.language)
        if b.language
        else (quotes(b.title), b.path, b.day, b.names)
        for b in view.briefs
    ]
    return json_file({"names": _rows(view.names), "briefs": briefs})


def finder_words(_: object, __: PageView, view: FinderWords) -> bytes:
    """`{"shards": […], "words": "\\nword bits\\n…"}`: the words in order, the bits of their shards as a hexadecimal number, that of the
    first shard the lowest."""
    bits: dict[str, int] = {}
    for number, texts in enumerate(view.texts):
        for word in search_words("\n".join(texts)):
            bits[word] = bits.get(word, 0) | 1 << number
    lines = [f"\n{word} {found:x}" for word, found in sorted(bits.items())]
    return json_file({"shards": view.shards, "words": "".join(lines) + "\n"})


def _rows(names: Iterable[FinderName]) -> list[tuple[str, ...]]:
    return [(name.title, name.path, *name.aliases) for name in names]
