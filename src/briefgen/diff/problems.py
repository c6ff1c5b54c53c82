"""Which problems are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

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


def moved(some: Iterable[Problem], renamed: Mapping[str, str]) -> list[Problem]:
    """Problems of files that were renamed as those of what they are called now: old name → new."""
    replace = msgspec.structs.replace
    return [
        replace(one, where=replace(one.where, file=renamed[one.where.file])) if one.where.file in renamed else one
        for one in some
    ]


def _mark(one: Problem) -> tuple[str, str, str]:
    return one.code, one.where.file, one.message
