"""What the rules look at, and how they say where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

from briefgen.briefs.model import Brief, Ref
from briefgen.edition.flatten import blank_code
from briefgen.edition.model import Actor, Topic
from briefgen.pages.book import Book
from briefgen.problems import Where
from briefgen.text.keys import entity_key


class Titled(NamedTuple):
    """What a title belongs to. `path` is that of the brief."""

    day: dt.date
    path: str
    title: str


class Site(msgspec.Struct, frozen=True, dict=True):
    """An edition in its book. `addresses` tells of every page of the site, by its path there, whose brief it is (`Brief.path`; empty
    where it is none); it is asked for where that is needed. `today` is the day in its time zone; `sizes` are the bytes of the pictures
    that it shows, by their paths below `briefs/`; `anchors` are the ids that its templates have written out."""

    book: Book
    addresses: Callable[[], Mapping[str, str]]
    today: dt.date
    anchors: frozenset[str] = frozenset()
    sizes: Mapping[str, int] = {}

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """What `addresses` tells."""
        return self.addresses()

    @cached_property
    def aliases(self) -> tuple[dict[str, str], dict[str, str]]:
        """The names in the registries that stand for another, by key, of topics and of actors."""
        edition = self.book.edition
        return _aliases(edition.topics.values()), _aliases(edition.actors.values())


def _aliases(entities: Iterable[Topic] | Iterable[Actor]) -> dict[str, str]:
    named = [entity for entity in entities if entity.registered]
    own = {key for entity in named for key in (entity_key(entity.name), entity_key(entity.slug))}
    known = {entity_key(alias): entity.name for entity in named for alias in entity.aliases}
    return {key: name for key, name in known.items() if key not in own}


def parts(brief: Brief) -> Iterator[tuple[str, int]]:
    """The prose of a brief and about the line at which each part begins."""
    if brief.lede:
        yield brief.lede, brief.lede_line
    for section in brief.sections:
        yield section.text, section.line


def without_code(text: str) -> str:
    """A text with its code blanked, so that places stay."""
    return blank_code(text) if "`" in text or "~~~" in text else text


def where_in(brief: Brief, text: str, place: int, first_line: int, words: str) -> Where:
    """Where some words of a part of a brief stand, which are at a place in it."""
    return Where(f"briefs/{brief.path}", first_line + text.count("\n", 0, place), words=words)


def place_of(brief: Brief, ref: Ref) -> Where:
    """Where a name in the front matter stands."""
    return Where(f"briefs/{brief.path}", ref.line, ref.column, ref.end)
