"""Where problems stand: the words that a problem is about, found in the file as it lies there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from briefgen.problems import Problem, Where

#: A file of the site → its lines, none where it cannot be read.
Lines = Callable[[str], Sequence[str]]


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where words stand that are told to be at about a `line` of a file: the line, 0 for nowhere, the columns."""

    line: int
    words: str
    at: int = 0
    column: int = 0
    end: int = 0


#: The places of words, by file.
Places = dict[str, tuple[Place, ...]]


class Placer:
    """Places problems. What is `known` of some files is not looked up again."""

    def __init__(self, lines: Lines, known: Places) -> None:
        self._lines = lines
        self._known = known
        self._found: dict[str, dict[tuple[int, str], Place]] = {}

    def place(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The same as `place_problems`."""
        return tuple([self._placed(p) if p.where.words else p for p in problems])

    @property
    def places(self) -> Places:
        """All that is known now of files in `briefs/`: of no other is it noted how it was."""
        return {file: tuple(found.values()) for file, found in self._found.items() if file.startswith("briefs/")}

    def _placed(self, found: Problem) -> Problem:
        where = found.where
        here = self._found.get(where.file)
        if here is None:
            here = {(place.line, place.words): place for place in self._known.get(where.file, ())}
            self._found[where.file] = here
        place = here.get((where.line, where.words))
        if place is None:
            at = _find(where, self._lines(where.file))
            place = Place(where.line, where.words, *((at.line, at.column, at.end) if at else ()))
            here[where.line, where.words] = place
        if not place.at:
            return found
        return msgspec.structs.replace(found, where=Where(where.file, place.at, place.column, place.end))


def place_problems(problems: Iterable[Problem], lines: Lines) -> list[Problem]:
    """The problems, each with line and column where its words stand. One whose words are not in the file stays as it is."""
    return list(Placer(lines, {}).place(problems))


def _find(where: Where, lines: Sequence[str]) -> Where | None:
    """The words on the line nearest to the one that is told, rather whole words than a part of others."""
    first = where.words.strip().split("\n")[0]
    if not first:
        return None
    there = [at for at in _outward(min(max(where.line - 1, 0), len(lines)), len(lines)) if first in lines[at]]
    found = next(((at, start) for at in there if (start := _whole(lines[at], first)) >= 0), None)
    if found is None and there:
        found = there[0], lines[there[0]].find(first)
    return Where(where.file, found[0] + 1, found[1] + 1, found[1] + len(first) + 1) if found else None


def _whole(line: str, words: str) -> int:
    """Where words stand in a line with no letter or digit before or after them; -1 for nowhere."""
    at = line.find(words)
    while at >= 0 and (_is_word(line[at - 1 : at]) or _is_word(line[at + len(words) :][:1])):
        at = line.find(words, at + 1)
    return at


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


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
