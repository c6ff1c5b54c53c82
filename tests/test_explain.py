"""`build --explain` says of each page that had to be made, why; and only what must be made is made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support_newsroom import ACTORS, Newsroom, brief, built_newsroom

NEW, SHOWS, TEMPLATES = "it is new", "what it shows changed", "its templates changed"
SETTINGS, FILE, NOTHING = "settings of the site changed", "its file was changed or removed", "nothing is known of it"

BRIDGE, RISE, SHUTS = (
    "2025/10/18/a-bridge-opens/index.html",
    "2025/10/19/tariffs-rise/index.html",
    "2025/10/20/the-bridge-shuts/index.html",
)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return built_newsroom(tmp_path)


def explained(room: Newsroom, *flags: str) -> dict[str, str]:
    """Every page that a build has to make, with the reason; the site is then as a clean build makes it."""
    return room.check(flags=("--explain", *flags)).explained


def test_everything_is_new_at_first(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    found = explained(room)
    assert found.keys() == set(room.built())
    assert {why for name, why in found.items() if not name.startswith("assets/")} <= {NEW, "it is a file of the theme"}


def test_nothing_is_explained_when_nothing_is_done(room: Newsroom) -> None:
    assert explained(room) == {}
    room.write("briefs/a.md", room.text("briefs/a.md"))
    assert explained(room) == {}


def test_nothing_is_explained_unless_asked_for(room: Newsroom) -> None:
    room.change("briefs/a.md", "It is.", "It was.")
    assert room.build().explained == {}


def test_an_edited_body_touches_its_page_and_what_else_holds_it(room: Newsroom) -> None:
    room.change("briefs/a.md", "It is.", "It was.")
    found = explained(room)
    assert set(found.values()) == {SHOWS}
    pages = {name for name in found if name.endswith(".html")}
    feeds = {name for name in found if name.endswith("feed.xml")}
    assert pages == {BRIDGE}
    assert feeds == {name for name in room.built() if name.endswith("feed.xml") and b"It was." in data(room, name)}
    assert found.keys() == pages | feeds | {"api/briefs/2025-10.json"}


def data(room: Newsroom, name: str) -> bytes:
    return (room.folder() / name).read_bytes()


def test_a_new_brief_is_new_and_the_pages_that_list_it_show_something_else(room: Newsroom) -> None:
    room.write("briefs/new.md", brief("Novelty", "2025-10-23", "topics: [Energy]\n"))
    found = explained(room)
    assert found["2025/10/23/new/index.html"] == NEW
    assert {found[name] for name in ("index.html", "feed.xml", "topics/energy/index.html")} == {SHOWS}
    assert not found.keys() & {BRIDGE, RISE, "topics/tariffs/index.html", "2024/12/31/an-old-one/index.html"}


def test_a_template_explains_the_pages_that_it_makes(room: Newsroom) -> None:
    room.write("templates/brief.html", '{% extends "default/brief.html" %}')
    found = explained(room)
    assert {BRIDGE, RISE, SHUTS} <= found.keys()
    assert set(found.values()) == {TEMPLATES}


def test_a_setting_explains_every_page(room: Newsroom) -> None:
    room.change("briefgen.yml", "The Test Wire", "The Best Wire")
    found = explained(room)
    assert set(found.values()) == {SETTINGS}
    assert {BRIDGE, "index.html", "topics/trade/index.html"} <= found.keys()


def test_a_file_that_was_changed_or_removed_is_made_again(room: Newsroom) -> None:
    (room.folder() / BRIDGE).unlink()
    (room.folder() / "index.html").write_text("other")
    assert explained(room) == {BRIDGE: FILE, "index.html": FILE}


def test_a_clean_build_knows_nothing(room: Newsroom) -> None:
    found = explained(room, "--clean")
    assert {why for name, why in found.items() if not name.startswith("assets/")} == {NOTHING}
    assert {name for name in room.built() if not name.startswith("assets/")} <= found.keys()


def test_an_alias_touches_only_the_briefs_that_mention_it_and_the_pages_that_show_it(room: Newsroom) -> None:
    room.change("briefs/2025/c.md", "More.", "The Harbour Boss waits.")
    room.build()
    room.write("briefs/actors.yml", ACTORS.replace("[Mayor Novik]", "[Mayor Novik, Harbour Boss]"))
    found = explained(room)
    assert found.pop("actors/harbour-boss/index.html") == NEW  # it leads to the actor
    assert set(found.values()) == {SHOWS}
    assert {name for name in found if re.match(r"20\d\d/\d\d/\d\d/.", name)} <= {SHUTS, BRIDGE}
    shows = {name for name in found if b"Harbour Boss" in data(room, name)}
    assert {SHUTS, "actors/ada-novik/index.html"} <= shows


def test_an_alias_that_nobody_uses_touches_only_its_actor(room: Newsroom) -> None:
    room.write("briefs/actors.yml", ACTORS.replace("name: Bo Lind\n", "name: Bo Lind\n  aliases: [Captain Lind]\n"))
    leads_there = "actors/captain-lind/index.html"
    search = dict.fromkeys(("search/names.json", "search/20.json"), SHOWS)  # it can be found by that name
    assert explained(room) == {"actors/bo-lind/index.html": SHOWS, "api/actors.json": SHOWS, leads_there: NEW, **search}
