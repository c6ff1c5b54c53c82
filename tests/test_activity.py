"""How often something was in the news: the counts, the drawing, and other things that templates lay out."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_views import CONFIG, PAGES, SITE

from briefgen.pages.activity import activity_of
from briefgen.pages.views import Activity, Link, PeriodLink
from briefgen.render.dates import Dates
from briefgen.render.drawing import HIGH, bars, by_letter, weeks
from briefgen.render.renderer import Renderer
from briefgen.render.theme import Theme

D = dt.date
DAYS = st.lists(st.dates(D(1999, 1, 1), D(2026, 12, 31)), min_size=3, max_size=40)


def test_a_life_of_a_few_years_is_told_by_month() -> None:
    assert activity_of([D(2025, 2, 3), D(2024, 11, 30), D(2024, 11, 2)]) == Activity(
        "month", D(2024, 11, 1), D(2025, 2, 1), D(2024, 11, 1), (2, 0, 0, 1)
    )


def test_a_long_life_is_told_by_year() -> None:
    activity = activity_of([D(2025, 1, 1), D(2020, 5, 5), D(2020, 1, 1), D(2015, 1, 1)])
    assert activity == Activity("year", D(2015, 1, 1), D(2025, 1, 1), D(2020, 1, 1), (1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1))
    ten = activity_of([D(2024, 12, 31), D(2020, 5, 5), D(2015, 1, 1)])
    assert ten
    assert (ten.unit, len(ten.counts)) == ("month", 120)


@pytest.mark.parametrize("days", [[], [D(2025, 1, 1), D(2020, 1, 1)], [D(2025, 1, 1), D(2025, 1, 31), D(2025, 1, 7)]])
def test_too_little_is_not_drawn(days: list[dt.date]) -> None:
    assert activity_of(days) is None


@settings(max_examples=50)
@given(DAYS)
def test_the_counts_are_of_all_days_in_any_order(days: list[dt.date]) -> None:
    activity = activity_of(days)
    assert activity == activity_of(sorted(days))
    if activity:
        assert sum(activity.counts) == len(days)
        assert activity.counts[0]
        assert activity.counts[-1]
        assert activity.start <= min(days)
        assert activity.end <= max(days)
        assert activity.start <= activity.peak <= activity.end


def heights(path: str, n: int) -> list[int]:
    """What a reader of the path sees: the height of the bar in each unit."""
    assert path.startswith(f"M0 {HIGH}h{n}M.5 {HIGH}")
    found = [0] * n
    at = 0
    for skip, bar, back in re.findall(r"m(\d+) 0|v-(\d+)|m0 (\d+)", path):
        at += int(skip or 0)
        if bar:
            found[at] = int(bar)
        assert not back or int(back) == found[at]
    return found


@settings(max_examples=50)
@given(st.lists(st.integers(0, 500), min_size=2, max_size=120).filter(any))
def test_each_bar_is_as_high_as_its_count(counts: list[int]) -> None:
    drawn = heights(bars(counts), len(counts))
    assert max(drawn) == HIGH
    assert [h == 0 for h in drawn] == [c == 0 for c in counts]
    assert all(abs(h - HIGH * c / max(counts)) <= 2 for h, c in zip(drawn, counts, strict=True))
    assert len(bars(counts)) < 1500


def test_a_sparkline_says_in_words_what_it_shows() -> None:
    renderer = Renderer(Theme(), SITE, CONFIG)
    for name, words in (
        ("actor", "Briefs by month, January 2025 to October 2025, most in March 2025: 12"),
        ("topic", "Briefs by year, 2004 to 2025, most in 2025: 1,312"),
    ):
        html = renderer.render(*PAGES[name]).decode()
        svg = ET.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])
        title = svg.find("title")
        assert title is not None
        assert title.text == words
        assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", title.get("id"))
        assert "style" not in svg.attrib


# ---------------------------------------------------------------- calendars and letters


@pytest.mark.parametrize(("language", "first"), [("en-US", 6), ("en-GB", 0), ("de", 0), ("ar-SA", 6)])
def test_weeks_begin_as_is_usual(language: str, first: int) -> None:
    assert Dates(language, "UTC").first_weekday() == first


@settings(max_examples=50)
@given(st.dates(D(1990, 1, 1), D(2090, 1, 1)).map(lambda day: day.replace(day=1)), st.integers(0, 6))
def test_a_calendar_has_each_day_once_under_its_weekday(start: dt.date, first: int) -> None:
    link = PeriodLink("day", start, "/x/", 2)
    rows = weeks(start, [link], first)
    days = [cell.day for row in rows for cell in row if cell]
    assert days == [start + dt.timedelta(n) for n in range(len(days))]
    assert days[-1].month == start.month != (days[-1] + dt.timedelta(1)).month
    assert {len(row) for row in rows} == {7}
    for row in rows:
        for n, cell in enumerate(row):
            assert not cell or (cell.day.weekday() - first) % 7 == n
    assert [cell.link for row in rows for cell in row if cell and cell.link] == [link]


def test_a_long_list_has_letters() -> None:
    names = ["Ada", "Élan", "elk", "Ørsted", "Zoë", "3M", "王丽", "Ёлка", *(f"Ada {n}" for n in range(40))]
    parts = {part.letter: [link.title for link in part.entries] for part in by_letter([Link(name) for name in names])}
    assert list(parts)[:4] == ["A", "E", "Z", "Ø"]
    assert parts["E"] == ["Élan", "elk"]
    assert parts[""] == ["3M", "王丽"]
    assert list(parts)[-1] == ""


def test_a_short_list_or_one_without_letters_is_one_part() -> None:
    short = [Link("Ada"), Link("Ben")]
    chinese = [Link("王丽")] * 50
    assert [(part.letter, part.entries) for part in by_letter(short)] == [("", short)]
    assert [(part.letter, len(part.entries)) for part in by_letter(chinese)] == [("", 50)]
