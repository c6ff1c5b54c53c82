"""Moments: a day or an instant, as editors write them."""

from __future__ import annotations

import datetime as dt

import msgspec


class Moment(msgspec.Struct, frozen=True):
    """A day or an instant.

    `instant` is timezone-aware and what sorting and comparing with the clock use: for a day, its first instant in the
    site's time zone. `day` is the calendar day in the site's time zone. `is_day` tells that no time was written, and
    none must be shown.
    """

    instant: dt.datetime
    day: dt.date
    is_day: bool = False
