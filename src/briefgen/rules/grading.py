"""How grave the settings say that what was found is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from briefgen.config import Config
from briefgen.problems import Problem, Severity


def graded(problems: Iterable[Problem], config: Config) -> tuple[Problem, ...]:
    """Problems as grave as the settings say; an error stays one."""
    grades = dict(config.check.rules)
    if not grades:
        return tuple(problems)
    return tuple(filter(None, (_graded(p, grades) for p in problems)))


def _graded(found: Problem, grades: Mapping[str, str]) -> Problem | None:
    grade = grades.get(found.code)
    if grade is None or found.severity is Severity.ERROR:
        return found
    return None if grade == "off" else msgspec.structs.replace(found, severity=Severity(grade))
