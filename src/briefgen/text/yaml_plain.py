"""YAML in its plainest form, read line by line: keys with a value in the same line, or with a list or a mapping of such
values below. What is not certainly of this form is left to `yaml_repair` and the YAML parser, which give the same nodes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefgen.text.yaml_nodes import Items, Node, Table, Text
from briefgen.text.yaml_scan import Shape, key_name

_KEY = r"([A-Za-z_][A-Za-z0-9_-]{0,39}+):"
# A value to the end of its line: in quotes without escapes, or words with one space or colon between them.
_VALUE = r"""(?:"([^"\\]*+)"|'([^']*+)'|((?:[^\W_]|/)(?:[ :]?[^:：#\s]++)*+))"""
_top_line = re.compile(rf"{_KEY}(?: ++(?:{_VALUE}|(\[.*\])))?+").fullmatch
_item_line = re.compile(rf"( *+)- (?:{_KEY} ++)?+{_VALUE}").fullmatch
_pair_line = re.compile(rf"( ++){_KEY} ++{_VALUE}").fullmatch

_PART = r"[^\W_][\w.'’/-]*+(?: [^\W_][\w.'’/-]*+)*+"
_is_flow = re.compile(rf"""\[(?:(?:{_PART}|"{_PART}")(?:, ?+(?:{_PART}|"{_PART}"))*+)?+\]""").fullmatch
_parts = re.compile(rf'"({_PART})"|({_PART})').finditer

# Characters that YAML refuses or takes for line ends, that only quotes may hold, or that count as white space at an end.
_odd = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]").search


def read_plain(text: str, first_line: int, shapes: Mapping[str, Shape]) -> Table | None:
    """The root of a YAML text in the plain form, which has no problems; None for any other text."""
    bare = text.replace("\n", "")
    if not bare.isprintable() and _odd(bare):
        return None
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    pairs: list[tuple[Text, Node]] = []
    at, count = 0, len(lines)
    while at < count:
        line, number = lines[at], first_line + at
        match = _top_line(line)
        if not match:
            return None
        key = match[1]
        at += 1
        node: Node | None
        if match.lastindex == 1:
            if line[-1] != ":":
                return None
            node, at = _below(lines, at, first_line, shapes.get(key_name(key)) is Shape.NAMES)
            if at < 0:
                return None
            if node is None:
                end = len(line) + 1
                node = Text("", number, end, end)
        elif match.lastindex == 5:
            node = _flow(match, number) if shapes.get(key_name(key)) is not Shape.TEXT else None
            if node is None:
                return None
        else:
            node = _scalar(match, line, number, 4)
        pairs.append((Text(key, number, 1, len(key) + 1), node))
    return Table(tuple(pairs), first_line, 1) if pairs and _unique(pairs) else None


def _scalar(match: re.Match[str], line: str, number: int, plain: int) -> Text:
    """The value with which a line ends; `plain` is the number of the group that has it if it is not in quotes."""
    index = match.lastindex or 0
    text, size = match[index], len(line)
    if index == plain:
        return Text(text, number, size - len(text) + 1, size + 1)
    return Text(text, number, size - len(text) - 1, size + 1, True)


def _unique(pairs: list[tuple[Text, Node]]) -> bool:
    return len({key.text for key, _ in pairs}) == len(pairs)


def _below(lines: list[str], at: int, first_line: int, names: bool) -> tuple[Node | None, int]:
    """The list or mapping below a key, None if there is none, and the line after it, -1 if it is not plain."""
    if at == len(lines) or lines[at][:1] not in (" ", "-"):
        return None, at
    bare = lines[at].lstrip(" ")
    indent = lines[at][: len(lines[at]) - len(bare)]
    if bare[:2] == "- ":
        return _items(lines, at, first_line, indent, names)
    return _pairs(lines, at, first_line, indent, [])


def _items(lines: list[str], at: int, first_line: int, indent: str, names: bool) -> tuple[Node | None, int]:
    items: list[Node] = []
    begin, count = at, len(lines)
    while at < count:
        line = lines[at]
        match = _item_line(line)
        if not match:
            if line[:1] in (" ", "-"):
                return None, -1
            break
        lead, key = match.group(1, 2)
        if lead != indent:
            return None, -1
        node: Node = _scalar(match, line, first_line + at, 5)
        at += 1
        if key:
            start = len(indent) + 3
            first = (Text(key, first_line + at - 1, start, start + len(key)), node)
            table, at = _pairs(lines, at, first_line, indent + "  ", [first])
            if names or table is None:
                return None, -1
            node = table
        elif not (names and match.lastindex != 5) and (":" in line or "：" in line):
            return None, -1
        items.append(node)
    return Items(tuple(items), first_line + begin, len(indent) + 1), at


def _pairs(
    lines: list[str], at: int, first_line: int, indent: str, pairs: list[tuple[Text, Node]]
) -> tuple[Table | None, int]:
    """A mapping whose lines begin with `indent`; `pairs` has what stands after the dash of its item."""
    column, count = len(indent) + 1, len(lines)
    begin = at - len(pairs)
    while at < count:
        line = lines[at]
        if line[:1] != " ":
            break
        match = _pair_line(line)
        if not match or match[1] != indent:
            if not match and begin < at and _item_line(line):
                break
            return None, -1
        key, number = match[2], first_line + at
        pairs.append((Text(key, number, column, column + len(key)), _scalar(match, line, number, 5)))
        at += 1
    return (Table(tuple(pairs), first_line + begin, column), at) if _unique(pairs) else (None, -1)


def _flow(match: re.Match[str], number: int) -> Items | None:
    """A list in brackets, of words."""
    written, start = match[5], match.start(5)
    if not _is_flow(written):
        return None
    items = tuple(
        Text(part[part.lastindex or 0], number, start + part.start() + 1, start + part.end() + 1, part.lastindex == 1)
        for part in _parts(written)
    )
    return Items(items, number, start + 1)
