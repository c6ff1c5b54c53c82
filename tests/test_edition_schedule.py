"""What is published at an instant, what waits, and what is told about it."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from support_edition import NOW, brief, day

from briefgen.briefs.model import Brief, Correction, Expectation, Library, OwnPage, Status
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.model import Edition, State
from briefgen.problems import Severity
from briefgen.text.moment import Moment


def edition(*briefs: Brief, now: dt.datetime = NOW, drafts: bool = False, timezone: str = "UTC") -> Edition:
    return assemble_edition(Library(briefs), Config(timezone=timezone), now, drafts=drafts)


def paths(result: Edition) -> list[str]:
    return [item.brief.path for item in result.items]


def test_items_are_newest_first_and_then_by_path() -> None:
    briefs = brief("b.md"), brief("c.md", date="2025-10-02"), brief("a.md"), brief("d.md", date="2025-10-01 00:01")
    assert paths(edition(*briefs)) == ["c.md", "d.md", "a.md", "b.md"]


def test_a_draft_is_held_whatever_its_dates_say() -> None:
    draft = brief("a.md", status=Status.DRAFT, expires=day("2025-10-02"))
    result = edition(draft)
    assert (result.items, result.expired) == ((), ())
    assert [(h.path, h.title, h.state, h.reason, h.until) for h in result.held] == [
        ("a.md", "a", State.DRAFT, "draft", None)
    ]


@pytest.mark.parametrize(("minute", "published"), [(59, False), (0, True)])
def test_a_brief_is_published_from_its_instant_on(minute: int, published: bool) -> None:
    at = dt.datetime(2025, 10, 18, 12 if published else 11, minute, tzinfo=dt.UTC)
    assert bool(edition(brief("a.md", date="2025-10-18 12:00"), now=at).items) is published


def test_a_scheduled_brief_is_told_with_its_time_in_the_zone_of_the_site() -> None:
    (held,) = edition(brief("a.md", date="2025-10-18 14:00"), timezone="Asia/Kolkata").held
    assert (held.state, held.reason) == (State.SCHEDULED, "scheduled for 2025-10-18 19:30 IST")
    assert held.until == day("2025-10-18 14:00")


def test_a_day_begins_in_the_zone_of_the_site() -> None:
    day_there = Moment(dt.datetime(2025, 10, 18, 15, tzinfo=dt.UTC), dt.date(2025, 10, 19), is_day=True)
    there = msgspec.structs.replace(brief("a.md"), date=day_there)
    (held,) = edition(there, timezone="Asia/Tokyo").held
    assert held.reason == "scheduled for 2025-10-19"
    assert edition(there, now=day_there.instant).held == ()


def test_an_expired_brief_is_only_in_expired() -> None:
    gone = brief("a.md", "Ada.", expires=day("2025-10-18 12:00"), topics=["T"], actors=["A"], story="S", follows="b")
    result = edition(gone, brief("b.md", topics=["t"]))
    assert paths(result) == ["b.md"]
    (item,) = result.expired
    assert (item.brief, item.state, item.topics, item.actors, item.story, item.follows) == (
        gone, State.EXPIRED, ("t",), (), "", "",
    )  # fmt: skip
    assert (result.actors, result.stories, list(result.topics), result.held) == ({}, {}, ["t"], ())
    assert result.topics["t"].items == ("b.md",)


def test_a_brief_is_listed_until_it_expires() -> None:
    assert edition(brief("a.md", expires=day("2025-10-18 12:01"))).expired == ()


def test_drafts_and_scheduled_briefs_are_listed_on_request_and_told_all_the_same() -> None:
    briefs = (
        brief("draft.md", status=Status.DRAFT, topics=["T"]),
        brief("later.md", date="2026-01-01"),
        brief("old.md", expires=day("2025-10-02")),
        brief("now.md"),
    )
    result = edition(*briefs, drafts=True)
    assert [(item.brief.path, item.state.value) for item in result.items] == [
        ("later.md", "scheduled"),
        ("draft.md", "draft"),
        ("now.md", "published"),
    ]
    assert [held.path for held in result.held] == ["draft.md", "later.md"]
    assert [item.brief.path for item in result.expired] == ["old.md"]
    assert list(result.topics) == ["t"]


def test_own_pages_are_by_path_and_drafts_among_them_are_held() -> None:
    pages = tuple(OwnPage(f"_pages/{n}.md", n, f"/{n}/", "", status=s) for n, s in _PAGES)
    library = Library(pages=pages, files=frozenset({"a.jpg"}))
    result = assemble_edition(library, Config(), NOW)
    assert [page.title for page in result.pages] == ["about", "terms"]
    assert [(held.path, held.reason) for held in result.held] == [("_pages/new.md", "draft")]
    assert result.files == {"a.jpg"}
    shown = assemble_edition(library, Config(), NOW, drafts=True)
    assert [page.title for page in shown.pages] == ["about", "new", "terms"]
    assert shown.held == result.held


_PAGES = [("terms", Status.PUBLISHED), ("new", Status.DRAFT), ("about", Status.PUBLISHED)]


# ---------------------------------------------------------------- ids


def test_two_briefs_with_one_id_are_an_error_at_the_newer() -> None:
    result = edition(brief("a.md", id="x", date="2025-10-02"), brief("b.md", id="x"), brief("c.md", id="y"))
    assert paths(result) == ["b.md", "c.md"]
    (problem,) = result.problems
    assert (problem.code, problem.severity, problem.where.file) == ("duplicate-id", Severity.ERROR, "briefs/a.md")
    assert "briefs/b.md" in problem.message


def test_an_id_belongs_to_what_is_published_and_a_scheduled_brief_hears_of_it_in_time() -> None:
    result = edition(
        brief("a.md", id="x", expires=day("2025-10-02"), date="2025-01-01"),
        brief("b.md", id="x"),
        brief("c.md", id="x", date="2026-01-01"),
        brief("d.md", id="x", status=Status.DRAFT),
    )
    assert paths(result) == ["b.md"]
    assert [problem.where.file for problem in result.problems] == ["briefs/a.md", "briefs/c.md"]


# ---------------------------------------------------------------- expectations and corrections


def test_expectations_are_by_last_day_then_path_then_order() -> None:
    def due(what: str, last: int) -> Expectation:
        return Expectation(what, None, dt.date(2025, 11, last))

    result = edition(
        brief("b.md", expect=(due("b2", 2), due("b1", 1), due("b1 too", 1))),
        brief("a.md", expect=(due("a1", 1),)),
        brief("c.md", expect=(due("held", 1),), status=Status.DRAFT),
    )
    assert [due.expectation.what for due in result.expectations] == ["a1", "b1", "b1 too", "b2"]
    assert [due.path for due in result.expectations] == ["a.md", "b.md", "b.md", "b.md"]


def test_corrections_are_newest_first() -> None:
    result = edition(
        brief("b.md", corrections=(Correction(day("2025-10-03"), "b3"), Correction(day("2025-10-05"), "b5"))),
        brief("a.md", corrections=(Correction(day("2025-10-03"), "a3"),)),
    )
    assert [c.correction.text for c in result.corrections] == ["b5", "a3", "b3"]
