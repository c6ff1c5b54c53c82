"""YAML in its plainest form, read line by line: keys with a value in the same line, or with a list or a mapping of such
values below. What is not certainly of this form is left to `yaml_repair` and the YAML parser, which give the same nodes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from briefgen.text.yaml_nodes import Items, Node, Table, Text
from briefgen.text.yaml_scan import Shape, key_name

# A whole line: indentation, dash, key, and a value to the end: in quotes without escapes, in brackets, or words with one
# space or colon between them.
_rows = re.compile(
    r"""^(( *+)(- )?+(?:([A-Za-z_][A-Za-z0-9_-]{0,39}+):(?: ++|(?=\n)))?+"""
    r"""("[^"\\\n]*+"|'[^'\n]*+'|\[[^\n]*\]|(?:[^\W_]|/)(?:[ :]?[^:：#\s]++)*+)?+\n)""",
    re.MULTILINE,
).findall
Row = tuple[str, str, str, str, str]

_PART = r"[^\W_][\w.'’/-]*+(?: [^\W_][\w.'’/-]*+)*+"
_is_flow = re.compile(rf"""\[(?:(?:{_PART}|"{_PART}")(?:, ?+(?:{_PART}|"{_PART}"))*+)?+\]""").fullmatch
_parts = re.compile(rf'"({_PART})"|({_PART})').finditer

# Characters that YAML refuses or takes for line ends, that only quotes may hold, or that count as white space at an end.
_odd = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]").search


def read_plain(text: str, first_line: int, shapes: Mapping[str, Shape]) -> Table | None:
    """The root of a YAML text in the plain form, which has no problems; None for any other text."""
    rows = plain_rows(text)
    count = len(rows)
    pairs: list[tuple[Text, Node]] = []
    at = 0
    while at < count:
        line, lead, dash, key, value = rows[at]
        if not key or lead or dash:
            return None
        number, end = first_line + at, len(line)
        at += 1
        node: Node | None
        if not value:
            if end != len(key) + 2:
                return None
            if at < count and (rows[at][1] or rows[at][2]):
                names = shapes.get(key_name(key)) is Shape.NAMES
                node, at = _items(rows, at, first_line, names) if rows[at][2] else _pairs(rows, at, first_line, [])
            else:
                node = Text("", number, end, end)
        elif value[0] == "[":
            if shapes.get(key_name(key)) is Shape.TEXT or (texts := flow(value, number, end - len(value))) is None:
                return None
            node = Items(texts, number, end - len(value))
        else:
            node = _scalar(value, number, end)
        if node is None:
            return None
        pairs.append((Text(key, number, 1, len(key) + 1), node))
    return Table(tuple(pairs), first_line, 1) if pairs and _unique(pairs) else None


@lru_cache(maxsize=1)
def plain_rows(text: str) -> list[Row]:
    """The lines of a text in which each is plain, taken apart, not to be changed; none of any other text."""
    bare = text.replace("\n", "")
    if not bare.isprintable() and _odd(bare):
        return []
    if text[-1:] != "\n":
        text += "\n"
    rows: list[Row] = _rows(text)
    return rows if len(rows) == text.count("\n") else []


def _scalar(value: str, number: int, end: int) -> Text:
    """A value, with its quotes, that ends before the column `end`."""
    if value[0] in "\"'":
        return Text(value[1:-1], number, end - len(value), end, True)
    return Text(value, number, end - len(value), end)


def _unique(pairs: list[tuple[Text, Node]]) -> bool:
    return len({key.text for key, _ in pairs}) == len(pairs)


def _items(rows: list[Row], at: int, first_line: int, names: bool) -> tuple[Node | None, int]:
    """The list that begins at a row, None if it is not plain, and the row after it."""
    items: list[Node] = []
    begin, count, indent = at, len(rows), rows[at][1]
    column = len(indent) + 1
    while at < count:
        line, lead, dash, key, value = rows[at]
        if not dash and not lead:
            break
        if not dash or lead != indent or not value or value[0] == "[":
            return None, at
        node: Node = _scalar(value, first_line + at, len(line))
        at += 1
        if key:
            first = (Text(key, first_line + at - 1, column + 2, column + 2 + len(key)), node)
            table, at = _pairs(rows, at, first_line, [first], indent)
            if names or table is None:
                return None, at
            node = table
        elif (":" in value or "：" in value) and not (names and value[0] in "\"'"):
            return None, at
        items.append(node)
    return Items(tuple(items), first_line + begin, column), at


def _pairs(
    rows: list[Row], at: int, first_line: int, pairs: list[tuple[Text, Node]], outer: str = ""
) -> tuple[Table | None, int]:
    """The mapping that begins at a row, None if it is not plain, and the row after it. `pairs` has what stands after the
    dash of an item that is indented by `outer`."""
    indent = outer + "  " if pairs else rows[at][1]
    begin, count, column = at - len(pairs), len(rows), len(indent) + 1
    while at < count:
        line, lead, dash, key, value = rows[at]
        if dash or not lead:
            break
        if lead != indent or not key or not value or value[0] == "[":
            return None, at
        pairs.append(
            (Text(key, first_line + at, column, column + len(key)), _scalar(value, first_line + at, len(line)))
        )
        at += 1
    return (Table(tuple(pairs), first_line + begin, column) if _unique(pairs) else None), at


def flow(value: str, number: int, column: int) -> tuple[Text, ...] | None:
    """What is in a list in brackets, if these are words; `column` is that of the bracket."""
    if not _is_flow(value):
        return None
    return tuple(
        Text(part[part.lastindex or 0], number, column + part.start(), column + part.end(), part.lastindex == 1)
        for part in _parts(value)
    )
