"""Days and instants, as editors write them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.text.moment import Moment, parse_day, parse_moment, time_zone

NEW_YORK = ZoneInfo("America/New_York")
ZONES = (dt.UTC, NEW_YORK, ZoneInfo("Pacific/Apia"), ZoneInfo("Asia/Kathmandu"))
DAY = dt.date(2025, 10, 18)


def utc(hour: int, minute: int = 0, second: int = 0, day: int = 18) -> dt.datetime:
    return dt.datetime(2025, 10, day, hour, minute, second, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text", ["2025-10-18", " 2025-10-18 ", '"2025-10-18"', "20251018", "2025/10/18", "2025-10-18\u00a0"]
)
def test_a_day_is_a_day_and_begins_in_the_zone_of_the_site(text: str) -> None:
    read = parse_moment(text, NEW_YORK)
    assert read.moment == Moment(utc(4), DAY, is_day=True)
    assert (read.note, read.hint) == ("", "")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-10-18 14:00", utc(18)),
        ("2025-10-18T14:00", utc(18)),
        ("2025-10-18  14:00:05", utc(18, 0, 5)),
        ("2025-10-18T14:00:05Z", utc(14, 0, 5)),
        ("2025-10-18t14:00z", utc(14)),
        ("2025-10-18 14:00 UTC", utc(14)),
        ("2025-10-18 14:00 GMT", utc(14)),
        ("2025-10-18T14:00:00+01:00", utc(13)),
        ("2025-10-18 14:00 +0100", utc(13)),
        ("2025-10-18 14:00 +01", utc(13)),
        ("2025-10-18 14:00-0400", utc(18)),
        ("2025-10-18 14:00 +05:30", utc(8, 30)),
        ("2025-10-18 9:05", utc(13, 5)),
        ("20251018T140000Z", utc(14)),
    ],
)
def test_an_instant_is_read_silently(text: str, instant: dt.datetime) -> None:
    read = parse_moment(text, NEW_YORK)
    assert read.moment == Moment(instant, DAY)
    assert not read.note


def test_fractions_are_kept_to_the_microsecond() -> None:
    read = parse_moment("2025-10-18T14:00:05.1234567Z", dt.UTC)
    assert read.moment
    assert read.moment.instant == utc(14, 0, 5).replace(microsecond=123456)


def test_the_day_of_an_instant_is_that_of_the_site() -> None:
    for zone, day in ((dt.UTC, 18), (NEW_YORK, 17), (ZoneInfo("Asia/Tokyo"), 18)):
        read = parse_moment("2025-10-18T02:00Z", zone)
        assert read.moment
        assert read.moment.day == dt.date(2025, 10, day)
        assert read.moment.instant == utc(2)


@pytest.mark.parametrize(
    "text",
    [
        "18.10.2025", "18/10/2025", "10/18/2025", "18-10-2025", "18 October 2025", "October 18, 2025", "18-Oct-2025",
        "Saturday, 18th of October 2025", "Sat, 18 Oct 2025", "Oct. 18th, 2025", "2025 Oct 18", "18. Oktober 2025",
        "Samstag, den 18. Oktober 2025", "18 octobre 2025", "samedi 18 octobre 2025", "18 de octubre de 2025",
        "sábado 18 de octubre de 2025", "18 de outubro de 2025", "18 ottobre 2025", "2025年10月18日", "2025 年 10 月 18 日",
        "2025년 10월 18일",
    ],
)  # fmt: skip
def test_a_day_in_another_form_gets_a_note(text: str) -> None:
    read = parse_moment(text, NEW_YORK)
    assert read.moment == Moment(utc(4), DAY, is_day=True)
    assert text in read.note
    assert read.hint == "Write 2025-10-18"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Oct. 18 2025, 2:00 p.m.", utc(18)),
        ("October 18, 2025 at 2pm", utc(18)),
        ("18 octobre 2025 à 14h30", utc(18, 30)),
        ("18. Oktober 2025, 14.00 Uhr", utc(18)),
        ("18 de outubro de 2025 às 14h", utc(18)),
        ("2025年10月18日 14:30", utc(18, 30)),
        ("Sat, 18 Oct 2025 14:00:00 -0400", utc(18)),
        ("Sat, 18 Oct 2025 14:00:00 GMT", utc(14)),
        ("2025-10-18 2:00 PM", utc(18)),
        ("18.10.2025 14:00", utc(18)),
    ],
)
def test_an_instant_in_another_form_gets_a_note(text: str, instant: dt.datetime) -> None:
    read = parse_moment(text, NEW_YORK)
    assert read.moment == Moment(instant, DAY)
    assert read.note
    again = parse_moment(read.hint.removeprefix("Write "), NEW_YORK)
    assert again.moment == read.moment
    assert not again.note


@pytest.mark.parametrize(
    "months", ["1 mars 2025", "1. März 2025", "1 de marzo de 2025", "1 de março de 2025", "March 1, 2025"]
)
def test_march_in_five_languages(months: str) -> None:
    assert parse_day(months).day == dt.date(2025, 3, 1)


@pytest.mark.parametrize(
    ("text", "note", "hint"),
    [
        ("03/04/2025", "two days", "2025-04-03 or 2025-03-04"),
        ("2026-02-30", "no day 2026-02-30", "2026-02-28"),
        ("2025-04-31", "no day", "2025-04-30"),
        ("2025-13-01", "no month 13", "2025-10-18"),
        ("2025-10-18 25:00", "no hour 25", "00 to 23"),
        ("2025-10-18 24:00", "no hour 24", "next day"),
        ("2025-10-18 14:60", "no minute 60", "14:00"),
        ("2025-10-18 14:00 +25:00", "no time zone", "+01:00"),
        ("18.10.25", "two digits", "2025"),
        ("Oct 18 25", "two digits", "2025"),
        ("2025-10-18 14:00 EST", "EST", "-05:00"),
        ("2025-10-18 2:00 PM CEST", "CEST", "+02:00"),
        ("2025-10-18 14:00 Europe/Berlin", "Europe/Berlin", "+01:00"),
        ("October 2025", "day", "2025-10-18"),
        ("18 October", "year", "2025-10-18"),
        ("2025-10", "cannot be read", "2025-10-18"),
        ("today", "every day", "2025-10-18"),
        ("1760000000", "a number", "2025-10-18"),
        ("soon", "cannot be read", "2025-10-18"),
        ("0001-01-01", "too early", "2025-10-18"),
        ("", "missing", "2025-10-18"),
        ("x" * 500, "too long", "2025-10-18"),
    ],
)
def test_what_is_no_date_is_explained(text: str, note: str, hint: str) -> None:
    for read in (parse_moment(text, NEW_YORK), parse_day(text)):
        assert (read.moment if hasattr(read, "moment") else read.day) is None
        assert note in read.note
        assert hint in read.hint


def test_a_day_leaves_out_the_time_that_is_written_with_it() -> None:
    read = parse_day("2025-10-18 14:00")
    assert read.day == DAY
    assert read.note
    assert parse_day("2025-10-18").note == ""


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-03-09 02:30", dt.datetime(2025, 3, 9, 7, 30, tzinfo=dt.UTC)),  # the clocks skip this half hour
        ("2025-11-02 01:30", dt.datetime(2025, 11, 2, 5, 30, tzinfo=dt.UTC)),  # it comes twice: the first counts
    ],
)
def test_a_local_time_that_does_not_exist_or_is_double_is_settled(text: str, instant: dt.datetime) -> None:
    read = parse_moment(text, NEW_YORK)
    assert read.moment
    assert read.moment.instant == instant


def test_the_end_of_time_does_not_overflow() -> None:
    for zone in ZONES:
        for text in ("9999-12-31", "9999-12-31 23:59", "9999-12-31T23:59-14:00", "1000-01-01T00:00+14:00"):
            read = parse_moment(text, zone)
            assert read.moment is not None or "range" in read.note


def test_time_zones_have_names() -> None:
    assert time_zone("UTC") is dt.UTC
    assert time_zone("America/New_York") is not None
    for wrong in ("Berlin", "../etc/passwd", "", "a" * 5000, "Europe/", "\0"):
        assert time_zone(wrong) is None or wrong == ""


dates = st.datetimes(dt.datetime(1000, 1, 3), dt.datetime(9999, 12, 28))


@given(dates, st.sampled_from(ZONES), st.sampled_from(["T", " "]), st.integers(-14 * 60, 14 * 60))
def test_iso_comes_back(moment: dt.datetime, zone: dt.tzinfo, sep: str, offset: int) -> None:
    aware = moment.replace(tzinfo=dt.timezone(dt.timedelta(minutes=offset)))
    read = parse_moment(aware.isoformat(sep), zone)
    assert read.moment
    assert not read.note
    assert read.moment.instant == aware
    assert read.moment.instant.tzinfo is dt.UTC
    assert read.moment.day == aware.astimezone(zone).date()
    day = parse_moment(moment.date().isoformat(), zone)
    assert day.moment
    assert day.moment.day == moment.date()
    assert day.moment.is_day


@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from(["18", "10", "2025", "31", "0", "99", "Oct", "October", "oktober", ".", ",", "/", "-", ":", "14", "14:00", "2pm", "am", "z", "+01:00", "EST", "年", "月", "日", "T", "sat", "of", "th", "h", "uhr", "1er"]),
            max_size=9,
        ).map(" ".join),
        st.text("0123456789-/.:T +Zz", max_size=30),
    ),
    st.sampled_from(ZONES),
)  # fmt: skip
def test_nothing_raises(text: str, zone: dt.tzinfo) -> None:
    read = parse_moment(text, zone)
    assert read.moment or (read.note and read.hint)
    if read.moment and read.note:
        assert parse_moment(read.hint.removeprefix("Write "), zone).moment == read.moment
    parse_day(text)
