"""How often something was in the news over its life: what a sparkline is drawn from."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from briefgen.pages.views import Activity

#: Fewer briefs are told better by their number.
FEWEST = 3
#: A life of up to so many months is told by month, a longer one by year.
MONTHS = 120


def activity_of(days: Sequence[dt.date]) -> Activity | None:
    """The activity of briefs on these days; None where there are too few of them, or all in one month.

    It begins and ends with the first and the last of them, and so does not depend on the clock.
    """
    if len(days) < FEWEST:
        return None
    counts = Counter([12 * day.year + day.month - 1 for day in days])
    first, last = min(counts), max(counts)
    if first == last:
        return None
    unit, months = "month", 1
    if last - first >= MONTHS:
        unit, months = "year", 12
        counts = Counter([day.year for day in days])
        first, last = min(counts), max(counts)
    told = tuple([counts[n] for n in range(first, last + 1)])
    peak = first + told.index(max(told))
    return Activity(unit, _start(first * months), _start(last * months), _start(peak * months), told)


def _start(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)
