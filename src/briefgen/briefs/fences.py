"""Where the front matter of a brief begins and ends, also when its `---` lines are missing, changed or meant otherwise."""

from __future__ import annotations

import re
from collections.abc import Container

import msgspec

from briefgen.problems import Edit, Problem, Where, problem
from briefgen.text.yaml_scan import SPACES, key_name

_DASHES = frozenset("-—–―−")
_KEY_LINE = re.compile(r"([^\W\d][\w -]{0,40}?)[ \t\xa0]*[:：]").match
_SIMPLE_KEY = re.compile(r"[A-Za-z_][\w-]*:(?: |$)").match
_MULTIPLE = 2


class Split(msgspec.Struct, frozen=True):
    """A text parted at its fences. `head` is YAML (None: there is no front matter) that begins at line `head_line`;
    `body` begins at line `body_line`, both from 1."""

    head: str | None
    head_line: int
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def split_front_matter(text: str, file: str, known: Container[str]) -> Split:
    """Part a text into front matter and body. `known` are the `key_name`s that front matter may have."""
    if text.startswith("---\n"):
        end = text.find("\n---\n", 3)
        if end >= 0 and text.find("\n\n", 0, end) < 0 and _is_key(text[4 : text.find("\n", 4)], known):
            head = text[4 : end + 1]
            return Split(head, 2, text[end + 5 :], 3 + head.count("\n"))
    return _Splitter(text, file, known).split()


def _is_key(line: str, known: Container[str]) -> bool:
    match = _KEY_LINE(line)
    return bool(match and key_name(match[1]) in known)


def _is_fence(line: str) -> bool:
    """Dashes of any kind and number: `---`, `—`, `–––`, `-----`. A single hyphen is no fence, a single long dash is."""
    bare = line.strip(SPACES)
    return bool(bare) and set(bare) <= _DASHES and (len(bare) >= 3 or bare[0] not in "-−" or "—" in bare)


def _above(at: int) -> Edit:
    """A fence is to stand above a line (from 0)."""
    return Edit(at + 1, 1, 1, "---\n")


class _Splitter:
    def __init__(self, text: str, file: str, known: Container[str]) -> None:
        self.text, self.file, self.known = text, file, known
        self.lines = text.split("\n")
        self.problems: list[Problem] = []

    def tell(self, code: str, at: int, message: str, hint: str = "", fix: tuple[Edit, ...] = ()) -> None:
        at = min(at, len(self.lines) - 1)
        where = Where(self.file, at + 1, 1, len(self.lines[at].rstrip()) + 1)
        self.problems.append(problem(code, where, message, hint, fix=fix))

    def instead(self, at: int) -> tuple[Edit, ...]:
        """A line is to be a fence."""
        return (Edit(at + 1, 1, len(self.lines[at]) + 1, "---"),)

    def result(self, begin: int, end: int, body: int) -> Split:
        """Front matter in the lines from `begin` up to `end`, the body from line `body` on (all from 0)."""
        head = "\n".join(self.lines[begin:end])
        return Split(head, begin + 1, "\n".join(self.lines[body:]), body + 1, tuple(self.problems))

    def nothing(self) -> Split:
        return Split(None, 1, self.text, 1, tuple(self.problems))

    def split(self) -> Split:
        lines = self.lines
        start = next((at for at, line in enumerate(lines) if line.strip(SPACES)), -1)
        if start < 0:
            return self.nothing()
        first = lines[start].strip(SPACES)
        if first in ("+++", ";;;"):
            return self._foreign(start, first)
        if first == "{" or (first.startswith('{"') and (":" in first or first == '{"')):
            return self._foreign_json(start)
        if _is_fence(first) and not lines[start].startswith(("    ", "\t")):
            return self._fenced(start, first)
        if _is_key(first, self.known):
            return self._unopened(start)
        return self.nothing()

    # -- other formats

    def _foreign(self, start: int, fence: str) -> Split:
        name = "TOML" if fence == "+++" else "JSON"
        message = f"The front matter is in {name} (between {fence} lines), which is not supported"
        self.tell("front-matter-format", start, message, "Write YAML: lines such as `title: …` between two lines `---`")
        end = next((at for at in range(start + 1, len(self.lines)) if self.lines[at].strip(SPACES) == fence), start)
        return self.result(start, start, end + 1)

    def _foreign_json(self, start: int) -> Split:
        message = "The front matter is in JSON, which is not supported"
        self.tell("front-matter-format", start, message, "Write YAML: lines such as `title: …` between two lines `---`")
        ends = ("}", "};", "},")
        end = next((at for at in range(start, len(self.lines)) if self.lines[at].rstrip(SPACES) in ends), start)
        return self.result(start, start, end + 1)

    # -- an opening fence

    def _fenced(self, start: int, first: str) -> Split:
        inside = next((at for at in range(start + 1, len(self.lines)) if self.lines[at].strip(SPACES)), -1)
        if first != "---" and (inside < 0 or not _is_key(self.lines[inside], self.known)):
            return self.nothing()
        if inside < 0:
            return self.nothing()
        if not self._looks_like_yaml(inside) and not _is_fence(self.lines[inside]):
            return self._rule(start)
        if first != "---":
            self.tell(
                "fence-repaired",
                start,
                f"{first} at the beginning was read as the line ---",
                "Write ---",
                self.instead(start),
            )
        close = self._closing(start + 1)
        blank = self._unclosed_at(start + 1, close)
        if blank is None:
            return self._close(start, close)
        if blank < 0:
            return self._never_closed(start)
        if not any(_is_key(line, self.known) for line in self.lines[start + 1 : blank]):
            return self._rule(start)
        self.tell(
            "fence-repaired",
            blank,
            "The line --- after the front matter is missing; it was taken to end here",
            "Write --- on a line of its own here",
            (_above(blank),),
        )
        return self.result(start + 1, blank, blank)

    def _rule(self, start: int) -> Split:
        self.tell(
            "rule-not-fence",
            start,
            "--- at the beginning is a line across the page here, not front matter",
            "Leave it out if no line is meant",
        )
        return self.nothing()

    def _looks_like_yaml(self, at: int) -> bool:
        line = self.lines[at]
        return bool(
            _is_key(line, self.known)
            or _SIMPLE_KEY(line)
            or line.startswith(("# ", '"', "'", "..."))
            or _KEY_LINE(line.lstrip(SPACES + '"“'))
        ) or line.startswith(("<<<<<<<", "-"))

    def _closing(self, begin: int) -> int:
        """The line of the closing fence, or -1."""
        lines = self.lines
        for at in range(begin, len(lines)):
            line = lines[at]
            if line and (line[0] in _DASHES or line[0] in SPACES or line[0] == "."):
                bare = line.rstrip(SPACES)
                if bare in ("---", "...") or (_is_fence(line) and not line.startswith(("  ", "\t"))):
                    return at
        return -1

    def _close(self, start: int, close: int) -> Split:
        bare = self.lines[close].rstrip(SPACES)
        if bare not in ("---", "..."):
            self.tell(
                "fence-repaired",
                close,
                f"{bare.strip(SPACES)} was read as the line --- after the front matter",
                "Write ---",
                self.instead(close),
            )
        return self.result(start + 1, close, close + 1)

    def _unclosed_at(self, begin: int, close: int) -> int | None:
        """None when the front matter goes up to `close`; else the line where it ends although no fence says so, or -1
        when that cannot be told.

        A fence below prose is a line across the page: after a blank line, nothing that looks like metadata follows, but
        a heading or prose does."""
        lines = self.lines
        stop = close if close >= 0 else len(lines)
        inside = range(begin, stop)
        if close >= 0 and not any(not lines[at].strip(SPACES) for at in inside):
            return None
        last_key = max((at for at in inside if _is_key(lines[at], self.known)), default=-1)
        last_prose = max((at for at in inside if self._is_prose(lines[at])), default=-1)
        for at in inside:
            line = lines[at]
            ends = not line.strip(SPACES) or (line.startswith(("##", "# ")) and at > begin)
            if ends and last_key <= at and (close < 0 or last_prose >= at):
                return at
            if close < 0 and line.strip(SPACES) and not self._belongs(line):
                return -1
        return None if close >= 0 else (stop if begin < stop else -1)

    def _is_prose(self, line: str) -> bool:
        return bool(line.strip(SPACES)) and (line.startswith("##") or not self._belongs(line))

    def _belongs(self, line: str) -> bool:
        """Whether a line may be a part of YAML."""
        return bool(line[:1] in SPACES or line[0] in "-#]}•" or _is_key(line, self.known) or _SIMPLE_KEY(line))

    def _never_closed(self, start: int) -> Split:
        """Prose follows on the keys without anything between: read the keys for what they tell, and say so."""
        end = start + 1
        while end < len(self.lines) and (not self.lines[end].strip(SPACES) or self._belongs(self.lines[end])):
            end += 1
        message = "The front matter that begins here is never closed"
        self.tell("fence-missing", start, message, f"Write --- on a line of its own before line {end + 1}")
        return self.result(start + 1, end, end)

    # -- no opening fence

    def _unopened(self, start: int) -> Split:
        """Keys at the very beginning, then `---` or a blank line: front matter if at least two keys are known, or one
        that no sentence begins with, before a fence."""
        end = start
        keys: set[str] = set()
        while end < len(self.lines):
            line = self.lines[end]
            match = _KEY_LINE(line)
            if match and key_name(match[1]) in self.known:
                keys.add(key_name(match[1]))
            elif (
                not line.strip(SPACES)
                or _is_fence(line)
                or line.rstrip(SPACES) == "..."
                or not self._belongs(line)
                or line[0] == "#"
            ):
                break
            end += 1
        closed = end < len(self.lines) and (_is_fence(self.lines[end]) or self.lines[end].rstrip(SPACES) == "...")
        certain = len(keys) >= _MULTIPLE or (closed and keys <= {"title", "date"} and self.lines[start][:1].islower())
        ended = closed or end >= len(self.lines) or not self.lines[end].strip(SPACES) or self.lines[end].startswith("#")
        if not certain or not ended:
            return self.nothing()
        self.tell(
            "fence-repaired",
            start,
            "The line --- before the front matter is missing",
            "Write --- above this line" if closed else "Write --- above and below these lines",
            (_above(start),) if closed else (_above(start), _above(end)),
        )
        return self.result(start, end, end + 1 if closed else end)
