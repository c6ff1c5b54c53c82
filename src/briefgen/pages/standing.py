"""Where expectations stand on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from briefgen.edition.model import Due


def standing(due: Due, today: dt.date) -> str:
    """ "upcoming", "due" (its last day has passed and no outcome is known) or "settled"."""
    expected = due.expectation
    return "settled" if expected.outcome else "upcoming" if expected.last >= today else "due"


def by_standing(dues: Iterable[Due], today: dt.date) -> tuple[list[Due], list[Due], list[Due]]:
    """Those to come, those due and those settled: the soonest first, the others the latest first."""
    groups: dict[str, list[Due]] = {"upcoming": [], "due": [], "settled": []}
    for due in sorted(dues, key=lambda d: (d.expectation.last, d.path)):
        groups[standing(due, today)].append(due)
    return groups["upcoming"], groups["due"][::-1], groups["settled"][::-1]
