"""What the rules look at, and how they say where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import msgspec

from briefgen.briefs.model import Brief, Ref
from briefgen.edition.flatten import blank_code
from briefgen.pages.plan import Plan
from briefgen.problems import Where


class Site(msgspec.Struct, frozen=True):
    """A planned site. `today` is the day in its time zone; `sizes` are the bytes of the pictures that it shows, by their paths below
    `briefs/`; `anchors` are the ids that its templates have written out."""

    plan: Plan
    today: dt.date
    sizes: Mapping[str, int] = {}
    anchors: frozenset[str] = frozenset()


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
