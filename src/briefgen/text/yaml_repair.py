"""YAML as people write it → YAML: line by line, only where the meaning is certain, and each repair is told.

Lines stay lines, so that every place in the result can be found in the original; `Repaired.column` translates columns.
What is right YAML already is left alone, unless YAML would take a text for something else (`title: [EXCLUSIVE] …`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefgen.text.yaml_line import Line, Repaired, with_fixes
from briefgen.text.yaml_scan import SPACES, Shape, is_pair, is_whole
from briefgen.text.yaml_values import ValueMender

_INDENTS = frozenset(SPACES)

# A line in which nothing can be wrong: a key, a value that begins with a letter or digit and has no ": " and no " #".
_CLEAN = re.compile(
    r" *+(?:(?:- ++)?+([A-Za-z_]++):(?: ++([^\W_](?:[^:#\s]| (?!#)|:(?=\S))*+))?+|- ++[^\W_](?:[^:：#\s]| (?!#))*+)?+ *+"
).fullmatch


def repair(text: str, file: str, first_line: int, shapes: Mapping[str, Shape]) -> Repaired:
    """Repair YAML text. `shapes` tells what the known keys are, by `key_name`, at whatever depth they stand;
    `first_line` is the line of `file` at which the text begins."""
    lines = text.split("\n")
    mender = _Mender(lines, file, first_line, shapes)
    at, count = 0, len(lines)
    while at < count:
        line = lines[at]
        clean = _CLEAN(line)
        if clean and (clean[2] is None or at + 1 == count or lines[at + 1][:1] not in _INDENTS):
            if clean[1] and line[0] not in " -":
                mender.top = mender.shape(clean[1])
            at += 1
        else:
            at = mender.line(at)
    if not mender.problems and not mender.moves and not mender.changed:
        return Repaired(text)
    return Repaired(
        "\n".join(lines),
        tuple(with_fixes(mender.problems, text, lines, first_line)),
        mender.moves,
        frozenset(mender.quoted),
    )


class _Mender(ValueMender):
    """Repairs what is before a value: indentation, dashes, keys and colons."""

    def line(self, at: int) -> int:
        """Repair a line, and the lines that its value goes on over; the number of the next line to look at."""
        raw = self.lines[at]
        line = Line(raw, self.top is Shape.NAMES)
        if not line.rest or line.rest[0] == "#":
            if not line.rest and line.dash < 0:
                self.put(at, "")
            elif line.rest[:1] != "#" or line.dash < 0 or self.top is not Shape.NAMES:
                self._lead(at, raw, line)
            if line.dash < 0 or self.top is not Shape.NAMES or line.rest[1:2] in ("", " "):
                return at + 1
        is_item = line.dash >= 0 and self.top is Shape.NAMES
        if not is_item:
            missing = line.find_key(self.shapes, self.top is Shape.FREE)
            if missing:
                colon = line.start + len(line.written)
                hint = f"Write `{line.key}: {line.value[:40]}`"
                self.note(at, colon, colon + 1, f"{line.key}: {missing}", hint)
        elif line.rest.startswith(('"', "'")) and is_whole(line.rest):
            self._lead(at, raw, line)
            return at + 1
        if line.key and line.dash < 0 and not line.lead:
            self.top = self.shape(line.key)
        if is_item and is_pair(line.rest):
            self._lead(at, raw, line)
            return at + 1
        shape = Shape.TEXT if is_item else Shape.ANY
        if line.key:
            shape = self.shape(line.key) if self.top is not Shape.FREE else Shape.ANY
        self._lead(at, raw, line)
        if not line.value or (not line.key and not is_item):
            return at + 1
        return self.value(at, line, shape)

    def _lead(self, at: int, raw: str, line: Line) -> None:
        """Write the line back if its indentation, dashes, colon or key have changed; tell of tabs."""
        now = line.lead + line.rest
        if now == raw.rstrip(SPACES):
            if now != raw and raw.rstrip() != raw.rstrip(" "):
                self.put(at, now)
            return
        before = raw[: line.start]
        if "\t" in before:
            if not self.tabs:
                tab = before.index("\t")
                self.note(at, tab, tab + 1, "A tab in the indentation was read as spaces", "Use spaces")
            self.tabs = True
        elif before.strip(SPACES + "-"):
            column = len(before) - len(before.lstrip(SPACES))
            self.note(at, column, column + 1, f"{before.strip(SPACES)} was read as the dash of a list", "Write `- `")
        self.put(at, now)
        value_now = len(now) - len(line.value)
        self.moves[at] = (len(line.lead), line.start, value_now, line.value_at, len(raw.rstrip(SPACES)))
