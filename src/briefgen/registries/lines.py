"""A registry's YAML, edited in place: the places come from the YAML parser, everything between them stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from briefgen.intake.writing import yaml_text


class FormError(Exception):
    """The file is written in a form that is not understood here."""


class Lines:
    """The text of a registry, and changes to it. `text` has LF line ends and no byte order mark.

    Each change composes the text anew, so that places are always those of the text as it is. Raises `FormError`.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def append(self, slug: str, rows: Iterable[str]) -> None:
        """Put a new entry at the end."""
        self._check_appending()
        before = self.text.rstrip("\n")
        self.text = f"{before}{chr(10) * 2 if before else ''}{entry_text(slug, rows)}"

    def _check_appending(self) -> None:
        root = self._root()
        if root is not None and (root.flow_style or not root.value):
            raise FormError

    def rename_key(self, key: str, wanted: str) -> None:
        """Give an entry another slug."""
        self._replace(self._pair(key)[0], wanted)

    def set_text(self, key: str, field: str, value: str) -> None:
        """Set a field of an entry that is one text."""
        node = self._field(key, field)
        if node is None:
            self._insert(key, f"{field}: {yaml_text(value)}")
        else:
            self._replace(node, (" " if _is_empty(node) else "") + yaml_text(value))

    def drop_field(self, key: str, field: str) -> None:
        """Take a field away, which must be in one line."""
        node = self._field(key, field)
        if node is None or node.start_mark.line != node.end_mark.line:
            raise FormError
        lines = self.text.split("\n")
        del lines[node.start_mark.line]
        self.text = "\n".join(lines)

    def change_names(self, key: str, field: str, more: Sequence[str], less: Collection[str] = ()) -> None:
        """Add names to a field that is a list, and take others away."""
        node = self._field(key, field)
        if node is None:
            if more:
                self._insert(key, f"{field}: [{', '.join(map(yaml_text, more))}]")
            return
        if _is_block(node):
            self._change_block(node, more, less)
            return
        raw = self._raw(node)
        if "\n" in raw and "#" in raw:  # a comment may stand in there
            raise FormError
        items = node.value if _is_sequence(node) else [] if _is_empty(node) else [node]
        kept = [self._raw(item) for item in items if item.value not in less]
        self._replace(node, (" " if _is_empty(node) else "") + f"[{', '.join([*kept, *map(yaml_text, more)])}]")

    def delete(self, key: str) -> None:
        """Take an entry away, with the blank lines below it; a comment that stands above the next entry stays."""
        pairs = list(self._pairs())
        at = next(number for number, (name, _) in enumerate(pairs) if name.value == key)
        lines = self.text.split("\n")
        start = pairs[at][0].start_mark.line
        end = pairs[at + 1][0].start_mark.line if at + 1 < len(pairs) else len(lines)
        last = max(number for number in range(start, end) if lines[number][:1] not in ("", "#"))
        stop = last + 1
        while stop < end and not lines[stop].strip():
            stop += 1
        if stop == len(lines):  # the last entry: the blank lines above it would be left at the end
            while start and not lines[start - 1].strip():
                start -= 1
            lines = [*lines[:start], ""]
        else:
            del lines[start:stop]
        self.text = "\n".join(lines)

    def expand(self, key: str) -> None:
        """Write `slug: Name` as an entry with a `name`."""
        name, node = self._pair(key)
        if _is_scalar(node) and node.value:
            start = self._offset(name.end_mark)
            colon = self.text.index(":", start) + 1
            self.text = f"{self.text[:colon]}\n  name: {self._raw(node)}{self.text[self._offset(node.end_mark) :]}"

    # -- places

    def _root(self) -> Any:
        import yaml

        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            root = yaml.compose(self.text, Loader=loader)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise FormError from error
        if root is not None and not isinstance(root, yaml.MappingNode):
            raise FormError
        return root

    def _pairs(self) -> Iterator[tuple[Any, Any]]:
        root = self._root()
        if root is None or root.flow_style:
            raise FormError
        yield from root.value

    def _pair(self, key: str) -> tuple[Any, Any]:
        found = [pair for pair in self._pairs() if pair[0].value == key]
        if len(found) != 1:
            raise FormError
        return found[0]

    def _field(self, key: str, field: str) -> Any:
        node = self._pair(key)[1]
        if _is_scalar(node) and not node.value:  # a slug alone
            return None
        if not hasattr(node, "flow_style") or _is_sequence(node) or node.flow_style:
            raise FormError
        return next((value for name, value in node.value if name.value == field), None)

    def _insert(self, key: str, row: str) -> None:
        """Put a field behind the name of an entry, else at its top."""
        name, node = self._pair(key)
        lines = self.text.split("\n")
        fields = [] if _is_scalar(node) else node.value
        indent = " " * (fields[0][0].start_mark.column if fields else 2)
        after = name.end_mark.line
        behind = next((value for field, value in fields if field.value == "name"), None)
        if behind is not None:
            after = behind.end_mark.line if behind.end_mark.column else behind.end_mark.line - 1
        lines.insert(after + 1, indent + row)
        self.text = "\n".join(lines)

    def _change_block(self, node: Any, more: Sequence[str], less: Collection[str]) -> None:
        lines = self.text.split("\n")
        indent = lines[node.value[0].start_mark.line].partition("-")[0]
        last = node.value[-1].end_mark.line
        lines[last + 1 : last + 1] = [f"{indent}- {yaml_text(name)}" for name in more]
        for item in reversed(node.value):
            if item.value in less:
                del lines[item.start_mark.line]
        self.text = "\n".join(lines)

    def _offset(self, mark: Any) -> int:
        at = 0
        for _ in range(mark.line):
            at = self.text.index("\n", at) + 1
        return at + int(mark.column)

    def _raw(self, node: Any) -> str:
        return self.text[self._offset(node.start_mark) : self._offset(node.end_mark)]

    def _replace(self, node: Any, wanted: str) -> None:
        start, end = self._offset(node.start_mark), self._offset(node.end_mark)
        self.text = self.text[:start] + wanted + self.text[end:]


def entry_text(slug: str, rows: Iterable[str]) -> str:
    """An entry as it stands in the file."""
    return "".join([f"{slug}:\n", *(f"  {row}\n" for row in rows)])


def _is_scalar(node: Any) -> bool:
    return isinstance(node.value, str)


def _is_empty(node: Any) -> bool:
    return (
        _is_scalar(node)
        and node.start_mark.line == node.end_mark.line
        and node.start_mark.column == node.end_mark.column
    )


def _is_sequence(node: Any) -> bool:
    return bool(node.id == "sequence")


def _is_block(node: Any) -> bool:
    return _is_sequence(node) and not node.flow_style and bool(node.value)
