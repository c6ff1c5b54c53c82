"""Which problems are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from briefgen.problems import Problem


def without(some: Iterable[Problem], others: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems that are not among others, wherever in their file they stand; by file and line."""
    left = Counter(map(_mark, others))
    found = []
    for one in sorted(some, key=lambda p: (p.where, p.code, p.message)):
        if left[_mark(one)]:
            left[_mark(one)] -= 1
        else:
            found.append(one)
    return tuple(found)


def _mark(one: Problem) -> tuple[str, str, str]:
    return one.code, one.where.file, one.message
