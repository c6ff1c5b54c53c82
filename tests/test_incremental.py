"""The law of incremental builds: whatever happened to sources, output and state, a build equals a clean build."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from support_newsroom import (
    ACTORS,
    CONFIG,
    FILES,
    MOMENTS,
    TOPICS,
    Newsroom,
    brief,
    run_machine,
    share,
)

from briefgen.briefs.scan import SETTLING

A, B, C, D, E, F, G = (
    "briefs/a.md",
    "briefs/2025/b.md",
    "briefs/2025/c.md",
    "briefs/d.md",
    "briefs/e.md",
    "briefs/f.md",
    "briefs/2024/g.md",
)
ACTORS_FILE, TOPICS_FILE, SETTINGS = "briefs/actors.yml", "briefs/topics.yml", "briefgen.yml"

Edit = Callable[[Newsroom], object]


def at(moment: str) -> Edit:
    def edit(room: Newsroom) -> None:
        room.now = moment

    return edit


def in_turn(*edits: Edit) -> Edit:
    def edit(room: Newsroom) -> None:
        for one in edits:
            one(room)

    return edit


UNDATED = "briefs/undated.md"


def dated_by_file(room: Newsroom, day: int) -> None:
    """A brief without a date, whose file is of that day in October."""
    room.write(UNDATED, brief("Undated", "").replace("date: \n", ""))
    time = dt.datetime(2025, 10, day, 12, tzinfo=dt.UTC).timestamp()
    os.utime(room.root / UNDATED, (time, time))


def remove_all(room: Newsroom) -> None:
    for name in room.briefs():
        room.remove(name)


#: What may happen to a site between two builds, one thing at a time.
EDITS: dict[str, Edit] = {
    "nothing": lambda _: None,
    "the start of a body": lambda room: room.change(A, "Ada Novik opened", "Yesterday Ada Novik opened"),
    "the middle of a body": lambda room: room.change(A, "It is.", "It is *not*."),
    "the end of a body": lambda room: room.change(A, "More.\n", "More.\n\n- And more.\n"),
    "a body, its size and time kept": lambda room: room.change(A, "opened", "closed", keep_time=True),
    "a name added to a body": lambda room: room.change(C, "More.", "Bo Lind waits."),
    "a name removed from a body": lambda room: room.change(A, "Ada Novik opened", "Somebody opened"),
    "a name of nobody added to a body": lambda room: room.change(C, "More.", "Di Moe waits."),
    "a title": lambda room: room.field(A, "title", "A bridge is open"),
    "a title, its size and time kept": lambda room: room.change(A, "A bridge opens", "A bridge falls", keep_time=True),
    "a title with a quotation mark": lambda room: room.field(C, "title", "'The \"bridge\" <shuts> & so on'"),
    "no title": lambda room: room.field(A, "title", ""),
    "a summary": lambda room: room.field(A, "summary", "In short."),
    "an earlier date": lambda room: room.field(A, "date", "2023-01-05"),
    "a later date": lambda room: room.field(G, "date", "2025-10-31 23:59"),
    "another hour of the same day": lambda room: room.field(A, "date", "2025-10-18 21:00"),
    "a date in the future": lambda room: room.field(B, "date", "2025-12-24"),
    "no date": lambda room: room.field(A, "date", ""),
    "an update": lambda room: room.field(A, "updated", "2025-10-30"),
    "a slug": lambda room: room.field(B, "slug", "tariffs"),
    "a slug that is taken": in_turn(lambda room: room.field(B, "slug", "x"), lambda room: room.field(C, "slug", "x")),
    "an old address": lambda room: room.field(A, "aliases", "[/bridge/, /old/bridge/]"),
    "an old address that goes": lambda room: room.field(G, "aliases", ""),
    "an id": lambda room: room.field(A, "id", "the-bridge"),
    "another topic": lambda room: room.field(A, "topics", "[Energy]"),
    "a new topic": lambda room: room.field(G, "topics", "[Gold, Trade]"),
    "no topics": lambda room: room.field(F, "topics", ""),
    "another actor": lambda room: room.field(A, "actors", "[Bo Lind, Di Moe]"),
    "no actors": lambda room: room.field(G, "actors", ""),
    "an actor ruled out": lambda room: room.field(A, "not_actors", "[Port of Nova]"),
    "a draft": lambda room: room.field(B, "status", "draft"),
    "a draft published": lambda room: room.field(D, "status", ""),
    "expired": lambda room: room.field(A, "expires", "2025-10-25"),
    "no longer expired": lambda room: room.field(F, "expires", ""),
    "another story": lambda room: room.field(A, "story", "The bridge"),
    "no story": in_turn(lambda room: room.field(B, "story", ""), lambda room: room.field(C, "story", "")),
    "following another": lambda room: room.field(C, "follows", "a"),
    "following nobody": lambda room: room.field(C, "follows", ""),
    "following what is not there": lambda room: room.field(A, "follows", "nothing-at-all"),
    "an expectation": lambda room: room.field(A, "expect", "\n  - by: 2025-12-31\n    what: A tower"),
    "an outcome": lambda room: room.change(B, "what: The council votes", "what: The council votes\n    outcome: Yes"),
    "a correction": lambda room: room.field(A, "corrections", "\n  - date: 2025-10-19\n    text: It was two"),
    "no corrections": lambda room: room.field(F, "corrections", ""),
    "an update that says what": lambda room: room.field(A, "updates", "\n  - date: 2025-10-20\n    text: It was three"),
    "a minor change": lambda room: room.field(A, "minor", "2025-10-21"),
    "a picture changed": lambda room: room.write("briefs/pics/bridge.png", b"\x89PNG other"),
    "a picture changed, its size and time kept": lambda room: room.write(
        "briefs/pics/bridge.png", b"\x89PNG BRIDGE", keep_time=True
    ),
    "a picture gone": lambda room: room.remove("briefs/pics/bridge.png"),
    "a picture gone and back": in_turn(
        lambda room: room.remove("briefs/pics/bridge.png"),
        lambda room: room.write("briefs/pics/bridge.png", b"\x89PNG bridge"),
    ),
    "another picture": in_turn(
        lambda room: room.write("briefs/pics/dam.png", b"\x89PNG dam"),
        lambda room: room.change(A, "pics/bridge.png", "pics/dam.png"),
    ),
    "a picture in the text": lambda room: room.change(C, "More.", "![dam](../pics/bridge.png)"),
    "a link in the text": lambda room: room.change(C, "More.", "See [that](b.md) and [this](../f.md)."),
    "a link to a heading": lambda room: room.change(C, "More.", "See [that](b.md#next)."),
    "a link that leads nowhere": lambda room: room.change(C, "More.", "See [that](z.md)."),
    "what a link leads to is gone": lambda room: room.remove(A),
    "what is followed is gone": lambda room: room.remove(B),
    "a new brief": lambda room: room.write(
        "briefs/new.md", brief("New", "2025-10-23", "topics: [Gold]\n", "Ada Novik.")
    ),
    "a brief dated by its file": lambda room: dated_by_file(room, 15),
    "a brief dated by its file, another day": lambda room: dated_by_file(room, 16),
    "a new brief in a new folder": lambda room: room.write("briefs/x/y/new.md", brief("New", "2025-10-23")),
    "the only brief of a year gone": lambda room: room.remove(G),
    "all briefs gone": remove_all,
    "a file renamed": lambda room: room.rename(A, "briefs/bridge.md"),
    "a file renamed in its letters' case": lambda room: room.rename(A, "briefs/A.md"),
    "a folder renamed": lambda room: room.rename("briefs/2025", "briefs/this-year"),
    "two files swapped": in_turn(
        lambda room: room.rename(A, "briefs/t.md"),
        lambda room: room.rename(F, A),
        lambda room: room.rename("briefs/t.md", F),
    ),
    "a file that becomes a folder": in_turn(
        lambda room: room.remove(A), lambda room: room.write("briefs/a.md/a.md", FILES["briefs/a.md"])
    ),
    "a file passed over": lambda room: room.rename(A, "briefs/_a.md"),
    "a touched file": lambda room: os.utime(room.root / A, ns=(1, 1_760_000_000_000_000_000)),
    "an own page changed": lambda room: room.change("briefs/_pages/about.md", "We report.", "We *report*."),
    "an own page gone": lambda room: room.remove("briefs/_pages/about.md"),
    "a new own page": lambda room: room.write("briefs/_pages/legal.md", "---\ntitle: Legal\n---\nBy [us](about.md).\n"),
    "an alias": lambda room: room.change(ACTORS_FILE, "[Mayor Novik]", "[Mayor Novik, Somebody, Something]"),
    "no aliases": lambda room: room.change(ACTORS_FILE, "  aliases: [Mayor Novik]\n", ""),
    "an actor renamed": lambda room: room.change(
        ACTORS_FILE, "name: Ada Novik\n  aliases: [", "name: Ada Moe\n  aliases: [Ada Novik, "
    ),
    "an actor with another slug": lambda room: room.change(
        ACTORS_FILE, "ada-novik:\n", "ada-moe:\n  redirect_from: [ada-novik]\n"
    ),
    "two actors merged": lambda room: room.write(
        ACTORS_FILE,
        ACTORS.replace("bo-lind:\n  name: Bo Lind\n  kind: person\n", "").replace(
            "[Mayor Novik]", "[Mayor Novik, Bo Lind]\n  redirect_from: [bo-lind]"
        ),
    ),
    "a role": lambda room: room.change(ACTORS_FILE, "role: Mayor", "role: Former mayor"),
    "a kind": lambda room: room.change(ACTORS_FILE, "kind: organization", "kind: government"),
    "no membership": lambda room: room.change(ACTORS_FILE, "  member_of: Port of Nova\n", ""),
    "a name that two share": lambda room: room.change(
        ACTORS_FILE, "  name: Bo Lind\n", "  name: Bo Lind\n  aliases: [Mayor Novik]\n"
    ),
    "a new actor": lambda room: room.write(ACTORS_FILE, ACTORS + "cid-ray:\n  name: Cid Ray\n  kind: person\n"),
    "no actors at all": lambda room: room.remove(ACTORS_FILE),
    "a broken list of actors": lambda room: room.write(ACTORS_FILE, "- [\n"),
    "a parent": lambda room: room.write(TOPICS_FILE, TOPICS + "  parent: Trade\n"),
    "no parent": lambda room: room.change(TOPICS_FILE, "  parent: Trade\n", ""),
    "a topic renamed": lambda room: room.change(TOPICS_FILE, "name: Trade\n", "name: Commerce\n  aliases: [Trade]\n"),
    "a topic described": lambda room: room.change(TOPICS_FILE, "name: Trade\n", "name: Trade\n  description: Goods.\n"),
    "no topics at all": lambda room: room.remove(TOPICS_FILE),
    "an own template": lambda room: room.write(
        "templates/brief.html", '{% extends "default/brief.html" %}{% block main %}{{ super() }}<p>x</p>{% endblock %}'
    ),
    "an own frame": lambda room: room.write(
        "templates/base.html",
        '{% extends "default/base.html" %}{% block head %}<meta name="a" content="b">{% endblock %}',
    ),
    "own macros": lambda room: room.write(
        "templates/macros.html", default_template("macros.html") + "{# mine #}\n<!-- -->"
    ),
    "an own style": lambda room: room.write("templates/static/style.css", "body { color: red }"),
    "an own picture of the theme": lambda room: room.write("templates/static/pics/logo.svg", "<svg/>"),
    "a template that fails": lambda room: room.write("templates/brief.html", "{{ nothing }}"),
    "a template that cannot be read": lambda room: room.write("templates/brief.html", "{% if %}"),
    "an unused template": lambda room: room.write("templates/unused.html", "nothing"),
    "another title of the site": lambda room: room.change(SETTINGS, "The Test Wire", "The Other Wire"),
    "another title of the site, size and time kept": lambda room: room.change(
        SETTINGS, "The Test Wire", "The Best Wire", keep_time=True
    ),
    "another latest": lambda room: room.change(SETTINGS, "latest: 3", "latest: 2"),
    "another split": lambda room: room.change(SETTINGS, "split: 2", "split: 50"),
    "another address of the site": lambda room: room.change(SETTINGS, "example.org/news", "example.com"),
    "no address of the site": lambda room: room.change(SETTINGS, "url: https://example.org/news\n", ""),
    "another permalink": lambda room: room.write(SETTINGS, CONFIG + "permalink: /b/{slug}/\n"),
    "every format of feeds": lambda room: room.write(
        SETTINGS,
        CONFIG + "  json_feed: all\n  rss: all\n  news_sitemap: false\nwebsub: https://hub.example/\n",
    ),
    "a former slug of a topic": lambda room: room.change(
        TOPICS_FILE, "name: Energy", "name: Energy\n  redirect_from: [power]"
    ),
    "no days, feeds and sitemap": lambda room: room.write(
        SETTINGS, CONFIG + "  days: false\n  feed: false\n  topic_feeds: false\n  sitemap: false\n"
    ),
    "no stories, no calendar": lambda room: room.write(SETTINGS, CONFIG + "  stories: false\n  next: false\n"),
    "no calendars, no data": lambda room: room.change(
        SETTINGS,
        "  api_briefs: true\n",
        "  calendar: false\n  topic_calendars: false\n  actor_calendars: false\n  api: false\n  llms: false\n",
    ),
    "cards": lambda room: room.write(SETTINGS, CONFIG + "  cards: true\n  json_ld: false\n"),
    "another policy, a logo": lambda room: room.write(
        SETTINGS, CONFIG + "content_security_policy: default-src 'self'\nlogo: /assets/logo.png\n"
    ),
    "briefs as JSON and as Markdown": lambda room: room.write(
        SETTINGS, CONFIG + "  brief_json: true\n  brief_markdown: true\n  calendar: false\n  llms: false\n"
    ),
    "an expectation of another day": lambda room: room.change(B, "2025-11-02", "2025-11-05"),
    "an expectation in other words": lambda room: room.change(B, "The council votes", "The council decides"),
    "no expectation": lambda room: room.field(B, "expect", ""),
    "no detection": lambda room: room.write(SETTINGS, CONFIG + "actors:\n  detect: false\n"),
    "another language": lambda room: room.write(SETTINGS, CONFIG + "language: de\n"),
    "another time zone": lambda room: room.write(SETTINGS, CONFIG + "timezone: Pacific/Auckland\n"),
    "another heading": lambda room: room.write(
        SETTINGS, CONFIG + "sections:\n  next:\n    label: To come\n    aliases: [Later on]\n"
    ),
    "navigation": lambda room: room.write(SETTINGS, CONFIG + "nav:\n  - title: About\n    url: /about/\n"),
    "extra": lambda room: room.write(SETTINGS, CONFIG + "extra:\n  a: b\n"),
    "no settings": lambda room: room.remove(SETTINGS),
    "a warning in the settings": lambda room: room.write(SETTINGS, CONFIG.replace("url:", "URL:")),
    "a broken brief": lambda room: room.field(A, "date", "2025-02-30"),
    "a brief that is no text": lambda room: room.write(A, b"\xff\xfe\x00\xd8\x00"),
    "an empty brief": lambda room: room.write(A, b""),
    "a brief in two files of one address": lambda room: room.write("briefs/x/a.md", FILES[A]),
    **{f"the clock at {moment}": at(moment) for moment in MOMENTS[1:]},
}


def default_template(name: str) -> str:
    from briefgen.render.folders import default_theme

    return (default_theme() / name).read_text()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """One site for many tests: each leaves other files behind, and the next starts from there."""
    room = Newsroom(tmp_path_factory.mktemp("newsroom"))
    yield room
    room.check()


@pytest.mark.parametrize("edit", share(EDITS, 8))
def test_after_an_edit_a_build_equals_a_clean_build(room: Newsroom, edit: str) -> None:
    room.reset()
    room.build()
    before = room.traces()
    EDITS[edit](room)
    assert (room.traces() == before) == (edit == "nothing")
    room.check(flags=("--keep-going",))


READ_ANEW = ["another language", "another time zone", "another heading", "another address of the site", "no settings"]


@pytest.mark.parametrize("edit", READ_ANEW)
def test_settings_that_briefs_are_read_with_count_for_briefs_that_rest(room: Newsroom, edit: str) -> None:
    room.reset()
    room.change(A, "date: 2025-10-18 09:00", "date: 2025-10-18 23:00")
    room.change(C, "What's Next", "Later on")
    time.sleep(2 * SETTLING / 1e9)
    room.check()
    EDITS[edit](room)
    room.check()


DAMAGE = ["remove", "truncate", "append", "same size", "same size and time", "touch", "folder", "link"]


@pytest.mark.parametrize("how", [*DAMAGE, "remove folder", "remove all"])
def test_damaged_output_is_mended(room: Newsroom, how: str) -> None:
    room.reset()
    room.check()
    room.add_foreign("2025/10/18/a/foreign.txt")
    for which in (0, 7, 20, 31):
        room.damage(how, which)
    room.check()


@pytest.mark.parametrize("how", ["remove", "truncate", "bring back"])
def test_a_state_that_is_lost_or_old_does_no_harm(room: Newsroom, how: str) -> None:
    room.reset()
    room.check()
    room.damage_state("save")
    room.change(A, "It is.", "It was.")
    room.remove(G)
    room.check()
    room.change(B, "It is.", "It was.")
    room.damage_state(how, 700)
    room.check()


def test_a_table_of_the_state_that_is_not_as_it_was_made_does_no_harm(room: Newsroom) -> None:
    room.reset()
    room.check()
    state = room.root / ".briefgen/state.db"
    data = state.read_bytes()
    assert data.count(b"TABLE briefs (path") == 1
    state.write_bytes(data.replace(b"TABLE briefs (path", b"TABLE briefs (poth"))
    room.forget()
    room.check()
    room.remove(G)
    assert room.check().code == 0


def state_damaged_somewhere(room: Newsroom, times: int) -> None:
    chance = random.Random(7)
    room.reset()
    for _ in range(times):
        room.field(A, "summary", f"In short: {chance.random()}.")
        room.check()
        room.damage_state("overwrite", chance.randrange(1000))
        if chance.random() < 0.5:
            room.field(F, "summary", f"In short: {chance.random()}.")
        room.check()


def test_a_state_with_any_bytes_overwritten_does_no_harm(room: Newsroom) -> None:
    state_damaged_somewhere(room, 5)


@pytest.mark.slow
def test_a_state_with_any_bytes_overwritten_never_does_harm(room: Newsroom) -> None:
    state_damaged_somewhere(room, 60)


def spots(most: int, step: int, first: int = 1) -> Iterator[int]:
    return iter(range(first, most, step))


def killed_everywhere(room: Newsroom, step: int) -> None:
    for spot in spots(400, step):
        room.reset()
        room.check()
        room.rename(A, "briefs/bridge.md")
        room.remove(G)
        room.field(B, "slug", f"tariffs-{spot}")
        room.write("briefs/new.md", brief("New", "2024-01-23", "topics: [Gold]\n", "Ada Novik."))
        if not room.kill(spot):
            assert spot > 60
            break
    room.check()


def test_a_build_may_be_killed_anywhere(room: Newsroom) -> None:
    killed_everywhere(room, 37)


@pytest.mark.slow
def test_a_build_may_be_killed_really_anywhere(room: Newsroom) -> None:
    killed_everywhere(room, 5)


def test_a_disk_may_be_full_anywhere(room: Newsroom) -> None:
    full_everywhere(room, 29)


@pytest.mark.slow
def test_a_disk_may_be_full_really_anywhere(room: Newsroom) -> None:
    full_everywhere(room, 3)


def full_everywhere(room: Newsroom, step: int) -> None:
    for spot in spots(400, step):
        room.reset()
        room.check()
        room.rename(A, "briefs/bridge.md")
        room.field(B, "slug", f"tariffs-{spot}")
        if room.fail(spot).code == 0:
            assert spot > 30
            break
        room.check()


#: What somebody may do while a build runs. Each keeps the size of a file, and its time of modification.
RACES: dict[str, tuple[str, str, str]] = {
    "a body": (A, "It is.", "It may"),
    "a title": (A, "A bridge opens", "A bridge falls"),
    "the actors": (ACTORS_FILE, "role: Mayor", "role: Baker"),
    "an own page": ("briefs/_pages/about.md", "We report.", "We review."),
    "a picture": ("briefs/pics/bridge.svg", "bridge", "BRIDGE"),
    "a template": ("templates/brief.html", "<p>x</p>", "<p>y</p>"),
    "a style": ("templates/static/style.css", "red", "tan"),
    "the settings": (SETTINGS, "The Test Wire", "The Best Wire"),
}


def raced(room: Newsroom, what: str, step: int, *flags: str) -> None:
    """With each step, another part of a build; each of what may be done has its own."""
    name, old, new = RACES[what]
    first = 1 + [*RACES].index(what) * step // len(RACES)
    for spot in spots(400, step, first):
        room.reset()
        room.write("briefs/pics/bridge.svg", "bridge")
        room.change(A, "bridge.png", "bridge.svg")
        EDITS["an own template"](room)
        EDITS["an own style"](room)
        room.field(B, "title", f"Tariffs rise {spot}")
        if not room.race(spot, lambda: room.change(name, old, new, keep_time=True), flags=flags):
            assert spot > 30
            break
        assert room.check().code == 0


@pytest.mark.parametrize("what", RACES)
def test_an_edit_while_a_build_runs_is_seen_by_the_next(room: Newsroom, what: str) -> None:
    raced(room, what, 109)


@pytest.mark.slow
@pytest.mark.parametrize("what", RACES)
@pytest.mark.parametrize("flags", [(), ("--clean",)])
def test_an_edit_while_a_build_runs_is_always_seen_by_the_next(
    room: Newsroom, what: str, flags: tuple[str, ...]
) -> None:
    raced(room, what, 23, *flags)


class IncrementalMachine(RuleBasedStateMachine):
    """Anything in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="briefgen-"))
        self.room = Newsroom(self.base)

    def teardown(self) -> None:
        try:
            self.room.check(flags=("--keep-going",))
        finally:
            shutil.rmtree(self.base, ignore_errors=True)

    # ------------------------------------------------------------ edits

    def some(self, which: int) -> str:
        """One of the briefs, a new one where there is none."""
        names = self.room.briefs()
        if not names:
            self.room.write(A, FILES[A])
            return A
        return names[which % len(names)]

    @rule(name=st.sampled_from(sorted(EDITS)))
    def edit_one(self, name: str) -> None:
        self.edit(name)

    def edit(self, name: str) -> None:
        try:
            EDITS[name](self.room)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, FileExistsError, UnicodeDecodeError):
            note("that is not there")

    @rule(
        which=st.integers(0, 20),
        spot=st.sampled_from(["What's Happening\n\n", "It is.", "What's Next\n\n"]),
        words=st.sampled_from(
            ["Ada Novik", "Mayor Novik", "Di Moe", "a *b*", "[x](a.md)", "Port of Nova, Bo Lind", "`"]
        ),
        keep=st.booleans(),
    )
    def write_words(self, which: int, spot: str, words: str, keep: bool) -> None:
        self.edit_text(which, lambda name: self.room.change(name, spot, f"{spot}{words} ", keep))

    @rule(
        which=st.integers(0, 20),
        name=st.sampled_from(["Ada Novik", "Bo Lind", "Port of Nova", "Mayor Novik", "More.", "\n## What's Next"]),
    )
    def take_words_away(self, which: int, name: str) -> None:
        self.edit_text(which, lambda file: self.room.change(file, name, ""))

    @rule(
        which=st.integers(0, 20),
        field=st.sampled_from(
            [
                ("title", ["One", "Two", "Three", ""]),
                ("date", ["2025-10-18", "2025-10-30", "2025-11-02 10:00", "2024-02-29", ""]),
                ("slug", ["one", "two", "three", ""]),
                ("topics", ["[Trade]", "[Tariffs, Energy]", "[Gold]", ""]),
                ("actors", ["[Ada Novik]", "[Cid Ray, Bo Lind]", "[ada-novik]", ""]),
                ("story", ["The bridge", "Gold", ""]),
                ("follows", ["a", "b", "c", "nobody", ""]),
                ("status", ["draft", "published", ""]),
                ("expires", ["2025-10-31", "2025-11-04", "2026-12-01", ""]),
                ("language", ["de", "en", ""]),
                ("image", ["\n  path: /pics/bridge.png\n  alt: A bridge", ""]),
                ("expect", ["\n  - on: 2025-11-02\n    what: It ends", "\n  - by: 2025-10-01\n    what: It is", ""]),
                ("corrections", ["\n  - date: 2025-10-30\n    text: Not so", ""]),
                ("updates", ["\n  - date: 2025-10-31\n    text: And more", ""]),
            ]
        ),
        value=st.integers(0, 5),
        keep=st.booleans(),
    )
    def set_field(self, which: int, field: tuple[str, list[str]], value: int, keep: bool) -> None:
        key, values = field
        self.edit_text(which, lambda name: self.room.field(name, key, values[value % len(values)], keep))

    def edit_text(self, which: int, edit: Callable[[str], None]) -> None:
        try:
            edit(self.some(which))
        except UnicodeDecodeError:
            note("that is no text")

    @rule(
        which=st.integers(0, 20),
        form=st.sampled_from(["briefs/{}.md", "briefs/x/{}.md", "briefs/{}.txt", "briefs/2025/{}.md"]),
        upper=st.booleans(),
    )
    def rename(self, which: int, form: str, upper: bool) -> None:
        name = self.some(which)
        stem = Path(name).stem
        self.room.rename(name, form.format(stem.upper() if upper else stem))

    @rule(which=st.integers(0, 20))
    def delete(self, which: int) -> None:
        self.room.remove(self.some(which))

    @rule(which=st.integers(0, 29), with_time=st.booleans())
    def restore(self, which: int, with_time: bool) -> None:
        self.room.restore(which, with_time)

    @rule()
    def reset(self) -> None:
        self.room.reset()

    @rule(moment=st.sampled_from(MOMENTS))
    def set_clock(self, moment: str) -> None:
        self.room.now = moment

    @rule()
    def drop_templates(self) -> None:
        shutil.rmtree(self.room.root / "templates", ignore_errors=True)

    # ------------------------------------------------------------ accidents

    @rule(how=st.sampled_from([*DAMAGE, "remove folder", "remove all"]), which=st.integers(0, 99))
    def damage(self, how: str, which: int) -> None:
        self.room.damage(how, which)

    @rule(name=st.sampled_from(["foreign.txt", "2025/10/18/a/foreign.txt", "topics/foreign/index.html"]))
    def add_foreign(self, name: str) -> None:
        self.room.add_foreign(name)

    @rule(how=st.sampled_from(["remove", "truncate", "overwrite", "save", "bring back"]), spot=st.integers(0, 999))
    def damage_state(self, how: str, spot: int) -> None:
        self.room.damage_state(how, spot)

    @rule(spot=st.integers(1, 150), name=st.sampled_from(sorted(EDITS)))
    def race(self, spot: int, name: str) -> None:
        self.room.race(spot, lambda: self.edit(name))

    @rule(spot=st.integers(1, 150), flags=st.sampled_from([(), (), ("--keep-going",), ("--clean",)]))
    def kill(self, spot: int, flags: tuple[str, ...]) -> None:
        self.room.kill(spot, flags=flags)

    @rule(spot=st.integers(1, 150))
    def fill_the_disk(self, spot: int) -> None:
        self.room.fail(spot, flags=("--keep-going",))

    # ------------------------------------------------------------ builds

    @initialize(first=st.booleans())
    def begin(self, first: bool) -> None:
        if first:
            self.room.check()

    @rule(
        flags=st.sampled_from(
            [(), (), ("--keep-going",), ("--keep-going",), ("--drafts",), ("--strict",), ("--clean",)]
        ),
        jobs=st.sampled_from([1, 1, 1, 2]),
        out=st.sampled_from(["site", "site", "site", "../www"]),
    )
    def build(self, flags: tuple[str, ...], jobs: int, out: str) -> None:
        self.room.check(out, flags, jobs)

    @rule()
    def build_again(self) -> None:
        self.room.check(flags=("--keep-going",))
        told = self.room.check(flags=("--keep-going", "--explain"))
        assert told.explained == {} or "Nothing was published" in told.counts


def test_anything_in_any_order() -> None:
    run_machine(IncrementalMachine, 4, 12)


@pytest.mark.slow
def test_anything_in_any_order_for_long() -> None:
    run_machine(IncrementalMachine, 50, 35)
