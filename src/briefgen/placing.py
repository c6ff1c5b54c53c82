"""Where problems stand: the words that a problem is about, found in the file as it lies there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from briefgen.problems import Problem, Where

#: A file of the site → its lines, none where it cannot be read.
Lines = Callable[[str], Sequence[str]]


def place_problems(problems: Iterable[Problem], lines: Lines) -> list[Problem]:
    """The problems, each with line and column where its words stand. One whose words are not in the file stays as it is."""
    return [_placed(p, lines) if p.where.words else p for p in problems]


def _placed(found: Problem, lines: Lines) -> Problem:
    where = found.where
    return msgspec.structs.replace(found, where=_find(where, lines(where.file)) or where)


def _find(where: Where, lines: Sequence[str]) -> Where | None:
    """The words on the line nearest to the one that is told, rather whole words than a part of others."""
    first = where.words.strip().split("\n")[0]
    if not first:
        return None
    for pattern in (rf"(?<!\w){re.escape(first)}(?!\w)", re.escape(first)):
        search = re.compile(pattern).search
        for at in _outward(min(max(where.line - 1, 0), len(lines)), len(lines)):
            if match := search(lines[at]):
                return Where(where.file, at + 1, match.start() + 1, match.end() + 1)
    return None


def _outward(start: int, end: int) -> Iterator[int]:
    """The numbers below `end`, those near `start` first."""
    for distance in range(end + 1):
        yield from (at for at in dict.fromkeys((start + distance, start - distance)) if 0 <= at < end)


def source_lines(root: Path) -> Lines:
    """The lines of the site's files, as the parsers saw them. Each file is read once."""
    from briefgen.text.decode import decode

    @cache
    def read(name: str) -> Sequence[str]:
        for file in (root / name, *_in_default_theme(name)):
            try:
                return decode(file.read_bytes(), name)[0].split("\n")
            except OSError:
                continue
        return ()

    return read


def _in_default_theme(name: str) -> tuple[Path, ...]:
    if not name.startswith("templates/"):
        return ()
    from briefgen.render.folders import default_theme

    return (default_theme() / name.removeprefix("templates/"),)
