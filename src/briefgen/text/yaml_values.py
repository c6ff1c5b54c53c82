"""Values in YAML as people write it → values: in quotes, in brackets, plain, over one line or several; and each repair is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefgen.problems import Problem, Where, problem
from briefgen.text.yaml_line import Line
from briefgen.text.yaml_scan import (
    QUOTES,
    SPACES,
    Shape,
    closing,
    comment_start,
    flow_end,
    has_right_escapes,
    indentation,
    is_block,
    is_tail,
    key_name,
    mend_items,
    single_quoted,
    trouble,
)

#: The most lines that a value in quotes or brackets goes on over.
_MOST_LINES = 400


class ValueMender:
    """The state of one repair: the lines, the shape of the key at column 0 above, and what was done."""

    def __init__(self, lines: list[str], file: str, first_line: int, shapes: Mapping[str, Shape]) -> None:
        self.lines, self.file, self.first_line, self.shapes = lines, file, first_line, shapes
        self.problems: list[Problem] = []
        self.moves: dict[int, tuple[int, int, int, int, int]] = {}
        self.quoted: set[int] = set()
        self.top = Shape.ANY
        self.changed = self.tabs = False

    def shape(self, key: str) -> Shape:
        return self.shapes.get(key_name(key), Shape.ANY)

    def note(self, at: int, column: int, end: int, message: str, hint: str) -> None:
        where = Where(self.file, self.first_line + at, column + 1, end + 1)
        self.problems.append(problem("yaml-repaired", where, message, hint))

    def put(self, at: int, text: str) -> None:
        self.changed = True
        self.lines[at] = text

    def value(self, at: int, line: Line, shape: Shape) -> int:
        """Repair the value of a line; the number of the next line to look at."""
        value, column = line.value, len(line.lead)
        if not line.key:
            column = line.dash
        if value[0] == "#" and (shape not in (Shape.TEXT, Shape.NAMES) or value[1:2] in ("", " ")):
            return at + 1  # only a comment: what belongs to the key is below
        if is_block(value):
            return self._after_block(at + 1, column)
        if value[0] in "\"'":
            return self._quoted(at, line, shape, column)
        if value[0] in "[{":
            return self._flow(at, line, shape, column)
        return self._plain(at, line, shape, column)

    def _after_block(self, at: int, column: int) -> int:
        while at < len(self.lines) and (not self.lines[at].strip() or indentation(self.lines[at]) > column):
            at += 1
        return at

    def _quoted(self, at: int, line: Line, shape: Shape, column: int) -> int:
        value = line.value
        close = closing(value)
        if close < 0:
            end = self._until(at, column, lambda text: closing(text) + 1, value[0], value)
            if end:
                return end
            text = value[1:].strip(SPACES) if value[0] == '"' else value
            return self._quote(at, line, text, "the quotation mark at its beginning is never closed")
        if is_tail(value[close + 1 :]):
            if value[0] == '"' and not has_right_escapes(value[1:close]):
                return self._quote(
                    at, line, value[1:close], "a backslash means something else between double quotes", close + 1
                )
            return at + 1
        if shape is Shape.NAMES:
            return self._quote(at, line, value, "")
        wrapped = value[-1] == value[0] and (value[close - 1] in SPACES or value[close + 1].isalnum())
        text = value[1:-1] if wrapped else value
        return self._quote(at, line, text, "quotation marks are part of the text, not round it")

    def _flow(self, at: int, line: Line, shape: Shape, column: int) -> int:
        value = line.value
        end = flow_end(value)
        if shape is Shape.TEXT:
            return self._quote(at, line, value, "brackets are part of the text")
        if end < 0:
            after = self._until(at, column, flow_end, "]}", value)
            if after:
                return after
            if value[0] == "[" and shape is Shape.NAMES:
                self.note(
                    at, line.value_at, line.value_at + 1, f"{line.key}: the list is never closed", "Write `]` after it"
                )
                value = mend_items(value + "]")
                self._emit(at, line, value)
            return at + 1
        if not is_tail(value[end:]):
            return self._quote(at, line, value, "brackets are part of the text")
        if shape is Shape.NAMES and value[0] == "[":
            mended = mend_items(value[:end]) + value[end:]
            if mended != value:
                self.note(
                    at,
                    line.value_at,
                    line.value_at + len(value),
                    f"{line.key}: characters with a meaning in YAML were read as text",
                    "Put each name in quotes",
                )
                self._emit(at, line, mended)
        return at + 1

    def _plain(self, at: int, line: Line, shape: Shape, column: int) -> int:
        value = line.value
        if shape is Shape.TEXT and value[0] in QUOTES and len(value) > 2 and value[-1] in QUOTES[value[0]]:
            inner = value[1:-1].strip(SPACES)
            if not any(c in inner for c in value[0] + QUOTES[value[0]] if c != "’"):
                return self._quote(at, line, inner, "the typographic quotation marks round it were left out")
        last = self._continued(at, line, column)
        joined = [value, *(self.lines[i].strip(SPACES) for i in range(at + 1, last + 1))]
        reason = next((r for r in (trouble(v, shape, first=not i) for i, v in enumerate(joined)) if r), "")
        if not reason:
            return last + 1
        if last == at:
            cut = comment_start(value, shape)
            return self._quote(at, line, value[:cut].rstrip(SPACES), reason, cut)
        self._quote(at, line, value, reason, closed=False)
        for i in range(at + 1, last + 1):
            self.put(i, self.lines[i].rstrip(SPACES).replace("'", "''") + ("'" if i == last else ""))
        return last + 1

    def _continued(self, at: int, line: Line, column: int) -> int:
        """The last line of a plain value that goes on over lines. A known key that stands deeper than the key above is
        no continuation but wrongly indented: it is moved to where it belongs."""
        last, i = at, at + 1
        while i < len(self.lines):
            text = self.lines[i]
            if not text.strip(SPACES):
                i += 1
                continue
            indent = indentation(text)
            if indent <= max(line.dash, -1) or indent <= column == 0 or (line.dash < 0 and indent <= column):
                break
            key, colon, rest = text.strip(SPACES).partition(":")
            if (
                line.key
                and colon
                and rest[:1] in ("", " ")
                and key_name(key) in self.shapes
                and self.top is not Shape.FREE
            ):
                if indent != column:
                    self.note(
                        i,
                        0,
                        indent,
                        f"{key.strip()}: stood too far to the {'right' if indent > column else 'left'}",
                        f"Begin the line with {column} space{'s' * (column > 1)}"
                        if column
                        else "Begin the line without a space",
                    )
                    self.put(i, " " * column + text.strip(SPACES))
                    self.moves[i] = (column, indent, column, indent, len(text.rstrip(SPACES)))
                break
            if indent <= column:
                break
            last, i = i, i + 1
        return last

    def _until(self, at: int, column: int, end: Callable[[str], int], closers: str, text: str) -> int:
        """The line after the one at which a value that goes on over lines is complete, or 0. `end` gives the place
        after the value in a text, or less than 1; `closers` are the characters that may end it."""
        for i in range(at + 1, min(len(self.lines), at + _MOST_LINES)):
            line = self.lines[i]
            bare = line.strip(SPACES)
            if bare and indentation(line) <= column and bare[0] not in "]}":
                return 0
            text += "\n" + line
            if any(c in line for c in closers):
                stop = end(text)
                if stop > 0:
                    return i + 1 if is_tail(text[stop:]) else 0
        return 0

    def _quote(self, at: int, line: Line, text: str, reason: str, cut: int = -1, closed: bool = True) -> int:
        """Write a value between single quotes, which keep every character as it is."""
        tail = line.value[cut:] if 0 <= cut < len(line.value) else ""
        quoted = single_quoted(text) if closed else single_quoted(text)[:-1]
        self.quoted.add(at)
        if reason:
            name = f"{line.key}: " if line.key else ""
            end = line.value_at + len(line.value) - len(tail)
            self.note(
                at,
                line.value_at,
                end,
                name + reason if name else reason[0].upper() + reason[1:],
                f"Write `{name}{single_quoted(text)}`"
                if closed and len(text) <= 100
                else "Put the text in single quotes",
            )
        self._emit(at, line, quoted + (" " + tail.lstrip() if tail else ""))
        return at + 1

    def _emit(self, at: int, line: Line, value: str) -> None:
        raw_end = line.value_at + len(line.value)
        lead = self.lines[at][: len(self.lines[at].rstrip(SPACES)) - len(line.value)]
        key_now, key_then = self.moves.get(at, (len(line.lead), line.start))[:2]
        self.put(at, lead + value)
        self.moves[at] = (key_now, key_then, len(lead), line.value_at, raw_end)
