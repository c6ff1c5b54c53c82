"""YAML → light nodes that know their place. Every scalar is a text: nothing like `NO`, `010` or `12:30` is converted.

Anchors, aliases, tags and further documents are refused, depth and size are limited, and what one key breaks costs only
that key. `yaml` is imported on first use: a build with nothing to do must not pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from briefgen.problems import Problem, Where, problem
from briefgen.text.conflicts import settle_conflicts
from briefgen.text.yaml_complaints import COMPLAINTS
from briefgen.text.yaml_line import Repaired
from briefgen.text.yaml_nodes import Items, Node, Table, Text, plain
from briefgen.text.yaml_plain import read_plain
from briefgen.text.yaml_repair import repair
from briefgen.text.yaml_scan import SPACES, Shape

__all__ = ["MAX_CHARACTERS", "MAX_DEPTH", "Items", "Node", "Table", "Text", "plain", "read_any", "read_yaml", "shown"]

MAX_DEPTH = 24
MAX_CHARACTERS = 50_000_000


def read_yaml(
    text: str, file: str, first_line: int = 1, shapes: Mapping[str, Shape] | None = None, conflicts: bool = True
) -> tuple[Node | None, tuple[Problem, ...]]:
    """The root of a YAML text (None: nothing there) and everything that is wrong with it.

    `first_line` is the line of `file` at which the text begins. `shapes` are the known keys (see `yaml_repair`).
    `conflicts`: whether to look for lines that a merge left behind.
    """
    problems: tuple[Problem, ...] = ()
    if conflicts:
        text, problems = settle_conflicts(text, file, first_line)
    if len(text) > MAX_CHARACTERS:
        message = f"This file is larger than {MAX_CHARACTERS:,} characters"
        return None, (*problems, problem("yaml-limit", Where(file, first_line), message, "Split it"))
    quick = read_plain(text, first_line, shapes or {})
    if quick is not None:
        return quick, problems
    return read_any(text, file, first_line, shapes or {}, problems)


def read_any(
    text: str, file: str, first_line: int, shapes: Mapping[str, Shape], problems: tuple[Problem, ...] = ()
) -> tuple[Node | None, tuple[Problem, ...]]:
    """The same by repair and the YAML parser, for texts in any form; `problems` are those found before."""
    repaired = repair(text, file, first_line, shapes)
    reader = _Reader(repaired, file, first_line)
    root = reader.read()
    return root, (*problems, *repaired.problems, *reader.problems)


class _Refused(Exception):  # noqa: N818
    """Something that ends the reading of one YAML text."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found


class _Reader:
    """Reads one text, whole if it can, else key by key."""

    def __init__(self, source: Repaired, file: str, first_line: int) -> None:
        self.source, self.file, self.first_line = source, file, first_line
        self.problems: list[Problem] = []

    def read(self) -> Node | None:
        try:
            return self._compose(self.source.text, 0)
        except _Refused as refused:
            chunks = list(_chunks(self.source.text))
            if len(chunks) < 2:
                self.problems.append(refused.problem)
                return None
        self.problems.clear()
        return self._read_chunks(chunks)

    def _read_chunks(self, chunks: list[tuple[int, str]]) -> Node | None:
        pairs: list[tuple[Text, Node]] = []
        items: list[Node] = []
        for offset, chunk in chunks:
            try:
                node = self._compose(chunk, offset)
            except _Refused as refused:
                self.problems.append(refused.problem)
                continue
            if isinstance(node, Table):
                pairs.extend(node.pairs)
            elif isinstance(node, Items):
                items.extend(node.items)
            elif node is not None and node.text:
                self.problems.append(self._stray(node))
        line = self.first_line
        if items and not pairs:
            return Items(tuple(items), line, 1)
        return Table(self._unique(pairs), line, 1) if pairs else None

    def _stray(self, node: Text) -> Problem:
        where = Where(self.file, node.line, node.column, node.end)
        return problem("yaml-syntax", where, f"“{shown(node.text)}” stands alone, without a key", "Write `key: value`")

    # -- one text

    def _compose(self, text: str, offset: int) -> Node | None:
        """The root node of a text that begins `offset` lines below the first. Raises `_Refused`."""
        import yaml

        loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        try:
            return self._build(yaml.parse(text, Loader=loader), yaml, offset)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            if mark and "nesting" in (error.problem or ""):  # PyYAML's own limit, which may be met before ours
                raise _Refused(self._too_deep(mark.line + offset, mark.column)) from None
            raise _Refused(self._explain(error, text, offset)) from None
        except (yaml.YAMLError, UnicodeError, ValueError):
            raise _Refused(self._unreadable(text, offset)) from None

    def _build(self, events: Iterator[Any], yaml: Any, offset: int) -> Node | None:
        scalar, sequence, mapping = yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent
        ends = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
        first_line, moves, quotes = self.first_line + offset, self.source.moves, self.source.quoted
        stack: list[tuple[bool, int, int, list[Node]]] = []
        children: list[Node] = []
        documents = 0
        for event in events:
            kind = type(event)
            if kind is scalar:
                start, end = event.start_mark, event.end_mark
                line, column = start.line, start.column
                stop = end.column if end.line == line else -1
                if moves:
                    column = self.source.column(line + offset, column)
                    stop = self.source.column(line + offset, stop) if stop >= 0 else -1
                node: Node = Text(
                    event.value,
                    first_line + line,
                    column + 1,
                    stop + 1,
                    bool(event.style) and line + offset not in quotes,
                )
                if event.anchor is not None or (event.tag is not None):
                    self._refuse(event, node)
                children.append(node)
            elif kind is sequence or kind is mapping:
                start = event.start_mark
                line, column = start.line, start.column
                if moves:
                    column = self.source.column(line + offset, column)
                if event.anchor is not None or event.tag is not None:
                    self._refuse(event, Text("", first_line + line, column + 1))
                if len(stack) >= MAX_DEPTH:
                    raise _Refused(self._too_deep(line + offset, column))
                stack.append((kind is mapping, first_line + line, column + 1, children))
                children = []
            elif kind in ends:
                is_table, line, column, outer = stack.pop()
                outer.append(self._table(children, line, column) if is_table else Items(tuple(children), line, column))
                children = outer
            elif kind is yaml.AliasEvent:
                start = event.start_mark
                place = Text("", first_line + start.line, self.source.column(start.line + offset, start.column) + 1)
                self._refuse(event, place)
                children.append(place)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    where = Where(self.file, first_line + event.start_mark.line, 1)
                    message = "What stands below this line is not read: the file is in two parts"
                    self.problems.append(problem("yaml-documents", where, message, "Remove the line `---`"))
                    break
        return children[0] if children else None

    def _refuse(self, event: Any, node: Node) -> None:
        where = Where(self.file, node.line, node.column, node.end)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            sign = "&" if hasattr(event, "implicit") or hasattr(event, "tag") else "*"
            message = f"{sign}{anchor} is a YAML reference, which is not supported"
            self.problems.append(problem("yaml-anchor", where, message, "Write the value out, or put it in quotes"))
        if tag is not None:
            message = f"{tag} is a YAML tag, which is not supported"
            self.problems.append(problem("yaml-tag", where, message, "Leave it out, or put the value in quotes"))

    def _table(self, children: list[Node], line: int, column: int) -> Table:
        pairs: list[tuple[Text, Node]] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if isinstance(key, Text):
                pairs.append((key, value))
            else:
                where = Where(self.file, key.line, key.column)
                message = "A list cannot be a key"
                self.problems.append(problem("yaml-syntax", where, message, "Put the text in quotes"))
        return Table(self._unique(pairs), line, column)

    def _unique(self, pairs: list[tuple[Text, Node]]) -> tuple[tuple[Text, Node], ...]:
        """The pairs without repeated keys: the first stays, and the same value again is only worth a note."""
        if len({key.text for key, _ in pairs}) == len(pairs):
            return tuple(pairs)
        first: dict[str, tuple[Text, Node]] = {}
        for key, value in pairs:
            known = first.get(key.text)
            if known is None:
                first[key.text] = (key, value)
                continue
            where = Where(self.file, key.line, key.column, key.end)
            if plain(value) == plain(known[1]):
                message = f"“{shown(key.text)}” stands here again with the same value as in line {known[0].line}"
                self.problems.append(problem("yaml-repaired", where, message, "Remove one of the two"))
            else:
                message = f"“{shown(key.text)}” stands here again; it is already in line {known[0].line}"
                self.problems.append(problem("yaml-duplicate", where, message, "Keep one of the two lines"))
        return tuple(first.values())

    # -- YAML's complaints in plain words

    def _too_deep(self, line: int, column: int) -> Problem:
        where = Where(self.file, self.first_line + line, column + 1)
        message = f"Lists stand within lists here, more than {MAX_DEPTH} deep"
        return problem("yaml-limit", where, message, "Put the text in quotes if no list is meant")

    def _explain(self, error: Any, text: str, offset: int) -> Problem:
        said = f"{error.context or ''} {error.problem or ''}"
        message, hint, at_context = next((m, h, c) for words, m, h, c in COMPLAINTS if words in said)
        mark = (error.context_mark if at_context else None) or error.problem_mark or error.context_mark
        lines = text.split("\n")
        line = min(mark.line, len(lines) - 1) if mark else 0
        while line > 0 and not lines[line].strip():
            line -= 1
        column = min(mark.column, len(lines[line])) if mark and mark.line == line else 0
        column = self.source.column(line + offset, column)
        if "{char}" in message:
            rest = lines[line][mark.column : mark.column + 1] if mark else ""
            message = message.format(char="A tab" if rest == "\t" else f"“{rest}”" if rest else "This character")
        where = Where(self.file, self.first_line + offset + line, column + 1)
        return problem("yaml-syntax", where, message, hint)

    def _unreadable(self, text: str, offset: int) -> Problem:
        bad = next((i for i, c in enumerate(text) if not c.isprintable() and c not in "\n\t"), 0)
        line = text.count("\n", 0, bad)
        where = Where(self.file, self.first_line + offset + line, bad - text.rfind("\n", 0, bad))
        return problem("yaml-syntax", where, "There is a character here that no text may contain", "Delete it")


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """(lines above, text) of each top-level key or item with what is indented below it."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip() and line[0] != "#"), "")
    is_list = first[:2] == "- "
    start: Callable[[str], bool] = (
        (lambda line: line[:1] == "-") if is_list else lambda line: bool(line) and line[0] not in SPACES + "-#]}"
    )
    begin = 0
    for at, line in enumerate(lines):
        if at > begin and start(line):
            yield begin, "\n".join(lines[begin:at])
            begin = at
    yield begin, "\n".join(lines[begin:])


def shown(text: str, longest: int = 60) -> str:
    """A text as a message can show it: on one line, and not too long."""
    line = " ".join(text[: 2 * longest].split()) if len(text) > longest or "\n" in text else text
    return line if len(line) <= longest else line[: longest - 1] + "…"
