"""Front matter in its plainest form, read straight to its values: keys by their own names, with words, a date, or a list of
names or sources that need no repair. All else is left to `frontmatter`, which gives the same values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

from briefgen.briefs.model import Ref, Source
from briefgen.text.fields import url_fault
from briefgen.text.keys import entity_key
from briefgen.text.moment import parse_moment
from briefgen.text.yaml_plain import Row, flow, plain_rows

_parts_names = re.compile("[,;:，、：]").search
_NAMES = ("topics", "actors", "not_actors")
_SOURCE = frozenset(("title", "url", "publisher"))


class _NotPlainError(Exception):
    """Something that only `frontmatter` can read."""


def read_plain_meta(text: str, first_line: int, zone: dt.tzinfo) -> dict[str, Any] | None:
    """The values of front matter by the keys' names, where all of it is plain and right, else None."""
    rows = plain_rows(text)
    values: dict[str, Any] = {}
    at, count = 0, len(rows)
    try:
        while at < count:
            line, lead, dash, key, value = rows[at]
            if lead or dash or key in values:
                return None
            begin = at = at + 1
            if value:
                values[key] = _VALUES[key](value, first_line + begin - 1, len(line), zone)
            else:
                while at < count and (rows[at][1] or rows[at][2]):
                    at += 1
                values[key] = _LISTS[key](rows[begin:at], first_line + begin)
    except (_NotPlainError, KeyError):
        return None
    return values or None


def _words(value: str) -> str:
    """A value as a text on one line."""
    if value[0] in "\"'":
        words = value[1:-1]
        if not words or words[0] == " " or words[-1] == " " or "  " in words or not words.isprintable():
            raise _NotPlainError
        return words
    if value[0] == "[" or value == "null" or not value.isprintable():
        raise _NotPlainError
    return value


def _name(value: str) -> str:
    """A value as one name."""
    name = _words(value)
    if value[0] not in "\"'" and _parts_names(name):
        raise _NotPlainError
    return name


def _line(value: str, _number: int, _end: int, _zone: dt.tzinfo) -> str:
    return _words(value)


def _ref(value: str, number: int, end: int, _zone: dt.tzinfo) -> Ref:
    return Ref(_words(value), number, end - len(value), end)


def _moment(value: str, _number: int, _end: int, zone: dt.tzinfo) -> Any:
    found = parse_moment(_words(value), zone)
    if found.note:
        raise _NotPlainError
    return found.moment


def _names(rows: Sequence[Row], number: int) -> tuple[Ref, ...]:
    found: dict[str, Ref] = {}
    indent = rows[0][1] if rows else ""
    for line, lead, dash, key, value in rows:
        if not dash or lead != indent or key or not value:
            raise _NotPlainError
        name, end = _name(value), len(line)
        found.setdefault(entity_key(name), Ref(name, number, end - len(value), end))
        number += 1
    return tuple(found.values())


def _sources(rows: Sequence[Row], _number: int) -> tuple[Source, ...]:
    entries: list[dict[str, str]] = []
    for _, lead, dash, key, value in rows:
        if dash:
            entries.append({})
        if lead != (rows[0][1] if dash else rows[0][1] + "  ") or key not in _SOURCE or not value or key in entries[-1]:
            raise _NotPlainError
        entries[-1][key] = words = _words(value)
        if key == "url" and url_fault(words)[0]:
            raise _NotPlainError
    found = tuple([Source(e.get("title", ""), e.get("url", ""), e.get("publisher", "")) for e in entries])
    if not found or not all(source.title or source.url for source in found):
        raise _NotPlainError
    return found


def _names_in_line(value: str, number: int, end: int, _zone: dt.tzinfo) -> tuple[Ref, ...]:
    column = end - len(value)
    if value[0] != "[":
        return (Ref(_name(value), number, column, end),)
    items = flow(value, number, column)
    if not items or not all(text.text.isprintable() and (text.quoted or text.text != "null") for text in items):
        raise _NotPlainError
    found: dict[str, Ref] = {}
    for text in items:
        found.setdefault(entity_key(text.text), Ref(text.text, number, text.column, text.end))
    return tuple(found.values())


#: How the value of a key is read that stands in its line, and the list that stands below it.
_VALUES: dict[str, Callable[[str, int, int, dt.tzinfo], Any]] = {
    **dict.fromkeys(("title", "story", "follows"), _ref),
    **dict.fromkeys(("summary", "byline", "id"), _line),
    **dict.fromkeys(_NAMES, _names_in_line),
    "date": _moment,
}
_LISTS: dict[str, Callable[[Sequence[Row], int], Any]] = {
    **dict.fromkeys(_NAMES, _names),
    "sources": _sources,
}
