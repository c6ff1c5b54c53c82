"""What reading YAML gives: texts, lists and mappings that know their place."""

from __future__ import annotations

from typing import Any

import msgspec


class Text(msgspec.Struct, frozen=True, gc=False):
    """A scalar. Line and column count from 1; `end` is the column after the last, 0 if it goes on over lines. `quoted`
    tells that the editor put it in quotes or wrote it as a block."""

    text: str
    line: int = 0
    column: int = 0
    end: int = 0
    quoted: bool = False


class Items(msgspec.Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    line: int = 0
    column: int = 0
    end: int = 0


class Table(msgspec.Struct, frozen=True):
    """A mapping: pairs in the order of the file, no key twice."""

    pairs: tuple[tuple[Text, Node], ...]
    line: int = 0
    column: int = 0
    end: int = 0


Node = Text | Items | Table


def plain(node: Node) -> Any:
    """A node as plain texts, lists and dicts."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.pairs}
