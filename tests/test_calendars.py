"""Calendars, read by a client that others wrote (icalendar), and what their events keep when briefs are edited."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import icalendar
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_site import CONFIG, brief, build_site, tree, write_site
from support_views import CALENDAR, EVENT, PAGES, SITE
from support_views import CONFIG as VIEW_CONFIG

from briefgen.config import Config, OutputsConfig
from briefgen.edition.edition import assemble_edition
from briefgen.pages import calendars
from briefgen.pages.book import Book
from briefgen.pages.views import CalendarPage
from briefgen.render.calendars import fold
from briefgen.render.renderer import Renderer
from briefgen.render.theme import Theme

RENDERER = Renderer(Theme(), SITE, VIEW_CONFIG)
REGISTRY = {
    "briefs/topics.yml": "trade:\n  name: Trade\ntariffs:\n  name: Tariffs\n  parent: Trade\nart:\n  name: Art\n",
    "briefs/actors.yml": "ada:\n  name: Ada Novik\n  kind: person\n",
}
EXPECT = """\
topics: [Tariffs]
actors: [Ada Novik]
expect:
  - on: 2025-11-20
    what: The council votes
  - from: 2025-12-30
    to: 2026-01-02
    what: The harbour closes
  - by: 2026-03-31
    what: A report
"""


def read(data: bytes) -> Any:
    """A calendar as a client sees it. What its values can be is told in full, and is too much for a type checker."""
    return icalendar.Calendar.from_ical(data)


def checked(data: bytes) -> Any:
    """A calendar after all that RFC 5545 and RFC 7986 ask of one of its kind."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
    calendar = read(data)
    assert calendar.errors == []
    assert (str(calendar["VERSION"]), str(calendar["CALSCALE"])) == ("2.0", "GREGORIAN")
    assert "METHOD" not in calendar
    for name in ("PRODID", "UID", "NAME", "X-WR-CALNAME", "LAST-MODIFIED", "REFRESH-INTERVAL", "DESCRIPTION"):
        assert calendar[name], name
    assert calendar["REFRESH-INTERVAL"].dt > dt.timedelta()
    events = calendar.events
    assert events
    assert len(calendar.walk()) == len(events) + 1
    assert len({str(event["UID"]) for event in events}) == len(events)
    for event in events:
        assert event.errors == []
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(event["UID"]))
        for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
            assert event[name].dt.utcoffset() == dt.timedelta()
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt >= event["CREATED"].dt
        assert type(event["DTSTART"].dt) is dt.date
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event.end > event.start
        assert 0 <= event["SEQUENCE"] < 2**31
        assert event["STATUS"] in ("TENTATIVE", "CONFIRMED")
        assert event["TRANSP"] == "TRANSPARENT"
        assert str(event["SUMMARY"])
        assert str(event["URL"]).startswith("https://")
        assert str(event["URL"]) in str(event["DESCRIPTION"])
    return calendar


def events(data: bytes) -> dict[str, Any]:
    """The events of a calendar, by what they say."""
    return {str(event["SUMMARY"]): event for event in checked(data).events}


def calendar(files: dict[str, str], url: str = "/next.ics", config: Config = CONFIG, now: str = "2025-11-01") -> bytes:
    """A calendar of a site, made without a build."""
    from briefgen.briefs.model import Library
    from briefgen.briefs.parser import parse_brief
    from briefgen.briefs.registry import parse_registry

    registry, _ = parse_registry(REGISTRY["briefs/actors.yml"].encode(), REGISTRY["briefs/topics.yml"].encode())
    parsed = [parse_brief(name, text.encode(), config).brief for name, text in files.items()]
    library = Library(tuple(b for b in parsed if b), registry=registry)
    assert len(library.briefs) == len(files)
    clock = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    book = Book(assemble_edition(library, config, clock))
    (page,) = [page for page in calendars.pages(book) if page.url == url]
    return Renderer(Theme(), book.site, config).render(page, *calendars.calendar_page(book, *page.subject))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("calendars")
    write_site(
        root,
        {
            **REGISTRY,
            "briefs/a.md": brief(extra=EXPECT),
            "briefs/b.md": brief("Nothing to come", extra="topics: [Art]\n"),
            "briefs/draft.md": brief("A draft", extra="status: draft\nexpect:\n  - on: 2025-11-20\n    what: Secret\n"),
            "briefs/later.md": brief("Later", "2025-12-01", "expect:\n  - on: 2025-12-20\n    what: Secret\n"),
            "briefs/gone.md": brief(
                "Gone", extra="expires: 2025-10-20\nexpect:\n  - on: 2025-11-20\n    what: Secret\n"
            ),
        },
    )
    assert build_site(root).published
    return tree(root / "site")


def test_days_ranges_and_last_days(site: dict[str, bytes]) -> None:
    found = events(site["next.ics"])
    days = {what: (event.start.isoformat(), event.end.isoformat()) for what, event in found.items()}
    assert days == {
        "The council votes": ("2025-11-20", "2025-11-21"),
        "The harbour closes": ("2025-12-30", "2026-01-03"),
        "By Mar 31, 2026: A report": ("2026-03-31", "2026-04-01"),
    }
    (vote, *_) = found.values()
    assert str(vote["URL"]) == "https://example.org/2025/10/18/a-bridge-opens/"
    assert vote.categories == ["Tariffs"]
    assert (vote["STATUS"], vote["SEQUENCE"]) == ("TENTATIVE", 0)


def test_who_has_a_calendar_and_who_says_so(site: dict[str, bytes]) -> None:
    assert {name for name in site if name.endswith(".ics")} == {
        "next.ics",
        "topics/tariffs/next.ics",
        "topics/trade/next.ics",
        "actors/ada/next.ics",
    }
    assert not any(b"Secret" in data for name, data in site.items() if name.endswith((".ics", ".json")))
    for page in ("next", "topics/tariffs", "topics/trade", "actors/ada"):
        address = "/next.ics" if page == "next" else f"/{page}/next.ics"
        text = site[f"{page}/index.html"].decode()
        assert f'<link rel="alternate" type="text/calendar" href="{address}">' in text
        assert f'<a href="{address}">Calendar</a>' in text
        assert str(checked(site[address.strip("/")])["SOURCE"]) == f"https://example.org{address}"
    assert b".ics" not in site["topics/art/index.html"]
    assert str(checked(site["topics/trade/next.ics"])["X-WR-CALNAME"]) == "Trade – The Test Wire"


def test_there_is_none_where_none_is_wanted_and_an_empty_one_where_nothing_is_expected(tmp_path: Path) -> None:
    write_site(tmp_path, {**REGISTRY, "briefs/a.md": brief(extra=EXPECT)})
    outputs = OutputsConfig(calendar=False, topic_calendars=False)
    build_site(tmp_path, msgspec.structs.replace(CONFIG, outputs=outputs))
    assert [n for n in tree(tmp_path / "site") if n.endswith(".ics")] == ["actors/ada/next.ics"]
    (tmp_path / "briefs/a.md").write_text(brief())
    build_site(tmp_path)
    (data,) = (data for name, data in tree(tmp_path / "site").items() if name.endswith(".ics"))
    empty = read(data)
    assert empty.errors == []
    assert [part.name for part in empty.subcomponents] == ["VTIMEZONE"]
    assert empty["X-WR-CALNAME"] == CONFIG.title


def test_the_page_of_feeds_names_them(site: dict[str, bytes]) -> None:
    text = site["feeds/index.html"].decode()
    links = re.findall(r'<a href="(/[^"]*\.ics)" type="text/calendar">Calendar</a>', text)
    assert sorted(links) == sorted(f"/{name}" for name in site if name.endswith(".ics"))


def test_who_subscribed_under_a_former_slug_still_gets_it(tmp_path: Path) -> None:
    moved = {"briefs/actors.yml": "ada:\n  name: Ada Novik\n  redirect_from: [novik]\n"}
    write_site(tmp_path, {**REGISTRY, **moved, "briefs/a.md": brief(extra=EXPECT)})
    build_site(tmp_path)
    found = tree(tmp_path / "site")
    assert found["actors/novik/next.ics"] == found["actors/ada/next.ics"]


# ---------------------------------------------------------------- what events keep


def uids(data: bytes) -> dict[str, str]:
    return {what: str(event["UID"]) for what, event in events(data).items()}


def expecting(*entries: str, more: str = "") -> dict[str, str]:
    lines = "".join(f"  - {entry}\n" for entry in entries)
    return {"2025/a.md": brief(extra=f"{more}expect:\n{lines}")}


VOTE, REPORT = "{on: 2025-11-20, what: The council votes}", "{by: 2026-03-31, what: A report}"


def test_an_event_stays_the_same_whatever_is_written_about_it_or_beside_it() -> None:
    vote, report = uids(calendar(expecting(VOTE, REPORT))).values()
    assert vote != report
    reworded = expecting("{on: 2025-11-20, what: They vote, outcome: Yes}", "{by: 2026-03-31, what: A paper}")
    assert list(uids(calendar(reworded)).values()) == [vote, report]
    before = expecting("{on: 2025-11-03, what: Talks}", REPORT, VOTE)
    found = uids(calendar(before))
    assert (found["The council votes"], found["By Mar 31, 2026: A report"]) == (vote, report)
    ranged = expecting(
        "{from: 2025-11-18, to: 2025-11-20, what: The council votes}", "{on: 2026-03-31, what: A report}"
    )
    assert list(uids(calendar(ranged)).values()) == [vote, report]
    renamed = {"2025/a.md": brief("Another title", "2025-10-17", f"slug: x\nexpect:\n  - {VOTE}\n")}
    assert list(uids(calendar(renamed)).values()) == [vote]
    assert list(uids(calendar(expecting(VOTE), now="2026-05-01")).values()) == [vote]
    moved = uids(calendar(expecting("{on: 2025-11-21, what: The council votes}")))
    assert list(moved.values()) != [vote]


def test_two_events_of_one_day_are_two() -> None:
    found = uids(calendar(expecting(VOTE, "{on: 2025-11-20, what: The mayor speaks}")))
    assert len(set(found.values())) == 2
    assert found["The council votes"] == uids(calendar(expecting(VOTE)))["The council votes"]
    other = {"2025/b.md": brief(extra=f"expect:\n  - {VOTE}\n")}
    assert uids(calendar(other))["The council votes"] not in found.values()


REVISIONS = [
    ("", VOTE),
    ("", "{on: 2025-11-20, what: The council votes, outcome: Yes}"),
    ("corrections: [{date: 2025-10-18, text: Two bridges}]\n", "{on: 2025-11-20, what: V, outcome: Yes}"),
    (
        "corrections: [{date: 2025-10-18, text: Two bridges}, {date: 2025-10-18, text: No, three}]\n",
        "{on: 2025-11-20, what: V, outcome: Yes}",
    ),
    ("updated: 2025-10-19\n", "{on: 2025-11-20, what: V, outcome: Yes}"),
    ("updated: 2025-10-19 09:00\n", "{on: 2025-11-20, what: V, outcome: Yes}"),
    (
        "updated: 2025-10-19 09:00\ncorrections: [{date: 2025-10-20, text: Two}]\n",
        "{on: 2025-11-20, what: V, outcome: Yes}",
    ),
]


def test_every_revision_is_told_and_never_by_the_clock() -> None:
    told: list[tuple[int, dt.datetime]] = []
    for more, entry in REVISIONS:
        data = calendar(expecting(entry, more=more.replace("No, three", "No three")))
        assert data == calendar(expecting(entry, more=more.replace("No, three", "No three")), now="2027-01-01")
        (event,) = checked(data).events
        told.append((event["SEQUENCE"], event["LAST-MODIFIED"].dt))
    assert told[0] == (0, dt.datetime(2025, 10, 18, tzinfo=dt.UTC))
    assert [sequence for sequence, _ in told] == sorted({sequence for sequence, _ in told})
    assert [modified for _, modified in told] == sorted(modified for _, modified in told)
    assert told[-1][1] == dt.datetime(2025, 10, 20, tzinfo=dt.UTC)


def test_an_outcome_is_told() -> None:
    (event,) = events(calendar(expecting("{on: 2025-10-20, what: Vote, outcome: 'Yes, by far; really'}"))).values()
    assert event["STATUS"] == "CONFIRMED"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Outcome: Yes, by far; really",
        "A bridge opens",
        "https://example.org/2025/10/18/a-bridge-opens/",
    ]


def test_a_calendar_does_not_grow_for_ever() -> None:
    first = dt.date(2025, 10, 18) - dt.timedelta(days=calendars.PAST + 3)
    days = [first + dt.timedelta(days=n) for n in range(2 * calendars.PAST + 9)]
    data = calendar(expecting(*[f"{{on: {day}, what: Day {day}}}" for day in reversed(days)]))
    assert [event.start for event in checked(data).events] == days[3:]


def test_the_last_day_of_all_has_an_end() -> None:
    data = calendar(expecting("{from: 9999-12-30, to: 9999-12-31, what: The end}"))
    (event,) = read(data).events
    assert event["DURATION"].dt == dt.timedelta(days=2)
    assert "DTEND" not in event


def test_a_site_without_an_address_has_no_false_ones() -> None:
    data = calendar(expecting(VOTE), config=Config(title="W"))
    (event,) = read(data).events
    assert "URL" not in event
    assert b"SOURCE" not in data


# ---------------------------------------------------------------- any text

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def kept(value: str) -> str:
    """What a file can hold of a text."""
    return re.sub("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", BREAKS.sub("\n", value))


TEXTS = st.text(st.characters(codec=None) | st.sampled_from('\\,;:"\n\r\té漢😀\u2028'), min_size=1, max_size=200)


@given(TEXTS, TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
def test_any_text_is_read_back_as_it_was(what: str, outcome: str, topics: list[str]) -> None:
    event = msgspec.structs.replace(
        EVENT, what=f"x{what}", outcome=f"{outcome}x", topics=tuple(f"{t}x" for t in topics)
    )
    data = rendered(msgspec.structs.replace(CALENDAR, events=(event,), title=f"x{what}"))
    (found,) = checked(data).events
    assert str(found["SUMMARY"]) == kept(event.what)
    assert str(found["DESCRIPTION"]) == kept(f"Outcome: {event.outcome}\n{event.brief.title}\n{event.brief.url}")
    assert found.categories == [kept(topic) for topic in event.topics]


def rendered(view: CalendarPage) -> bytes:
    page, meta, _ = PAGES["calendar"]
    made: Any = RENDERER.render(page, meta, view)
    assert isinstance(made, bytes)
    return made


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_folding_is_by_octets_and_can_be_undone(line: str) -> None:
    folded = fold(line)
    assert folded.endswith(b"\r\n")
    assert all(len(part) <= 75 for part in folded.split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"").removesuffix(b"\r\n") == line.encode()
    for part in folded.split(b"\r\n"):
        part.decode()
