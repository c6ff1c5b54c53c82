"""Related briefs: older ones only, the same as by their definition, and as they were when newer ones come."""

from __future__ import annotations

import datetime as dt
from math import log
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support_edition import NOW, brief, day
from support_site import brief as file_of
from support_site import build_site, write_site

from briefgen.briefs.model import ActorEntry, Brief, Library, Registry
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.model import Edition
from briefgen.pages.book import Book
from briefgen.pages.plan import plan_pages
from briefgen.pages.related import LATEST, LEAST, MOST, Kin
from briefgen.pages.views import BriefPage

NAMES = ("Ada", "Ben", "Cleo", "Dov", "Erlen")
KINDS = {"Ada": "person", "Erlen": "place"}
WHEN = st.integers(0, 12).map(lambda n: (dt.date(2025, 9, 1) + dt.timedelta(n)).isoformat())
NAMED = st.lists(st.sampled_from(NAMES), unique=True, max_size=3).map(tuple)
Made = list[tuple[str, tuple[str, ...], tuple[str, ...]]]
BRIEFS: st.SearchStrategy[Made] = st.lists(st.tuples(WHEN, NAMED, NAMED), max_size=40)


def edition_of(made: Made, *more: Brief) -> Edition:
    """An edition of briefs with these dates, topics and actors, in their order."""
    briefs = [
        brief(f"{n:02}.md", date=date, topics=topics, actors=actors) for n, (date, topics, actors) in enumerate(made)
    ]
    registry = Registry(tuple(ActorEntry(name.lower(), name, kind=kind) for name, kind in KINDS.items()))
    return assemble_edition(Library((*briefs, *more), registry=registry), Config(), NOW)


def kin_of(edition: Edition) -> dict[str, list[str]]:
    kin = Kin([item.path for item in edition.items], edition.topics, edition.actors)
    return {item.path: kin.of(item.path, item.topics, item.actors) for item in edition.items}


def by_definition(edition: Edition, number: int) -> list[str]:
    """What is related to one of the items, counted the long way."""
    item, older = edition.items[number], edition.items[number + 1 :]
    scores = dict.fromkeys([other.path for other in older], 0)
    for kind in ("topics", "actors"):
        for name in getattr(item, kind):
            having = [other.path for other in older if name in getattr(other, kind)]
            for path in having[:LATEST]:
                weight = round(1000 * (log(len(older)) - log(len(having))))
                place = kind == "actors" and edition.actors[name].kind == "place"
                scores[path] += weight // 2 if place else weight
    enough = 1000 * max(LEAST, log(len(older)) / 2) if older else 0
    found = [other.path for other in older if scores[other.path] >= enough]
    return sorted(found, key=lambda path: -scores[path])[:MOST]


@settings(max_examples=30)
@given(BRIEFS)
def test_it_is_what_its_definition_says(made: Made) -> None:
    edition = edition_of(made)
    assert kin_of(edition) == {item.path: by_definition(edition, n) for n, item in enumerate(edition.items)}


@settings(max_examples=30)
@given(BRIEFS)
def test_only_older_briefs_are_related(made: Made) -> None:
    edition = edition_of(made)
    places = {item.path: n for n, item in enumerate(edition.items)}
    for path, found in kin_of(edition).items():
        assert all(places[other] > places[path] for other in found)
        assert len(found) == len(set(found)) <= MOST


@settings(max_examples=30)
@given(BRIEFS, st.lists(st.tuples(NAMED, NAMED), min_size=1, max_size=5))
def test_what_comes_later_changes_nothing(made: Made, later: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
    before = kin_of(edition_of(made))
    newer = [
        brief(f"new-{n}.md", date="2025-10-02", topics=topics, actors=actors)
        for n, (topics, actors) in enumerate(later)
    ]
    after = kin_of(edition_of(made, *newer))
    assert {path: after[path] for path in before} == before


def archive(*more: Brief) -> Edition:
    """Forty briefs of one day each, every second with Ada, and others."""
    days = [(dt.date(2025, 8, 1) + dt.timedelta(n)).isoformat() for n in range(40)]
    return edition_of([(day, (), ("Ada",) if n % 2 else ()) for n, day in enumerate(days)], *more)


def test_the_rarer_name_counts_more() -> None:
    rare = brief("rare.md", date="2025-07-01", actors=("Ben",))
    both = brief("both.md", date="2025-09-20", actors=("Ada", "Ben"))
    newest = brief("newest.md", date="2025-09-30", actors=("Ada", "Ben"))
    assert kin_of(archive(rare, newest))["newest.md"] == ["rare.md"]
    assert kin_of(archive(rare, both, newest))["newest.md"] == ["both.md"]  # two of forty: one name is not enough


def test_a_name_that_many_briefs_have_relates_nothing() -> None:
    assert set(map(tuple, kin_of(archive()).values())) == {()}


def test_a_place_alone_relates_nothing() -> None:
    old = brief("old.md", date="2025-07-01", actors=("Erlen",))
    newest = brief("newest.md", date="2025-09-30", actors=("Erlen",))
    assert kin_of(archive(old, newest))["newest.md"] == []


def test_what_is_held_or_expired_is_never_related() -> None:
    old = brief("old.md", date="2025-07-01", actors=("Ben",))
    gone = brief("gone.md", date="2025-09-22", actors=("Ben",), expires=day("2025-09-23"))
    held = brief("held.md", date="2025-12-01", actors=("Ben",))
    newest = brief("newest.md", date="2025-09-30", actors=("Ben",))
    edition = archive(old, gone, held, newest)
    assert kin_of(edition)["newest.md"] == ["old.md"]
    (expired,) = edition.expired
    assert Book(edition).kin.of("gone.md", expired.topics, expired.actors) == []


def test_a_thread_is_not_told_twice() -> None:
    first = brief("first.md", date="2025-09-21", actors=("Ben",), topics=("Cleo",))
    second = brief("second.md", date="2025-09-22", actors=("Ben",), topics=("Cleo",), follows="first")
    aside = brief("aside.md", date="2025-09-23", actors=("Ben",), topics=("Cleo",))
    third = brief("third.md", date="2025-09-24", actors=("Ben",), topics=("Cleo",), follows="second")
    plan = plan_pages(archive(first, second, aside, third))
    _, view, uses = next(plan.watched(page) for page in plan.pages if page.subject == ("third.md",))
    assert isinstance(view, BriefPage)
    assert [card.title for card in view.related] == ["aside"]
    assert view.brief.story
    assert [card.title for card in view.brief.story.earlier] == ["first", "second"]
    assert "aside.md" in uses.heads


def test_the_short_way_shows_the_same(tmp_path: Path) -> None:
    files = {f"briefs/{n}.md": file_of(f"Brief {n}", f"2025-09-{n:02}") for n in range(1, 30)}
    names = "actors: [Ada Novik, Port of Nova]\n"
    files["briefs/old.md"] = file_of("A bridge opens", "2025-08-01", names)
    files["briefs/new.md"] = file_of("A bridge shuts", "2025-10-01", names)
    build_site(write_site(tmp_path, files))
    page = tmp_path / "site/2025/10/01/a-bridge-shuts/index.html"
    assert "A bridge opens" in page.read_text("utf-8")
    title = "A tunnel opens beside the old one"
    files["briefs/old.md"] = files["briefs/old.md"].replace("title: A bridge opens", f"title: {title}")
    report = build_site(write_site(tmp_path, files), explain=True)
    assert "2025/10/01/a-bridge-shuts/index.html" in dict(report.explained)
    assert title in page.read_text("utf-8")
    build_site(tmp_path, out="clean")
    assert (tmp_path / "clean/2025/10/01/a-bridge-shuts/index.html").read_bytes() == page.read_bytes()
