"""The law of the preview: after whatever was done to the files, it shows what a build with drafts of the same files writes."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from support_newsroom import FILES, MOMENTS, NOW, Newsroom, brief, run_machine, share
from support_site import write_site
from test_incremental import EDITS, A, B, C, G

from briefgen.briefs.scan import SETTLING
from briefgen.check import check_site
from briefgen.config_cache import site_settings
from briefgen.lock import building
from briefgen.problems import Severity
from briefgen.render.renderer import Renderer
from briefgen.rules.table import RULES
from briefgen.serve.model import Answer, LiveSite, Refresh
from briefgen.serve.site import Preview
from briefgen.workers import serial_map


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


class Watched:
    """A newsroom and its preview."""

    def __init__(self, room: Newsroom) -> None:
        self.room = room
        self.restart()

    def restart(self) -> Refresh:
        """Another preview of the same site."""
        self.site = Preview(self.room.root, now=moment(self.room.now), mapper=serial_map)
        return self.site.start()

    def refresh(self, hint: list[str] | None = None) -> Refresh:
        return self.site.refresh(hint)

    def shows_what_a_build_writes(self) -> bool:
        """Whether there was something to compare: with errors, a build publishes nothing."""
        if any(problem.severity is Severity.ERROR for problem in self.site.snapshot.problems):
            return False
        told, wanted = self.room.clean(("--drafts",))
        assert told.code == 0, told
        base = self.site.snapshot.plan.book.base
        planned = {page.path for page in self.site.snapshot.plan.pages}
        assert planned == {name for name in wanted if name in planned or not name.startswith("assets/")}
        for name, data in wanted.items():
            answer = self.site.get(base + name)
            assert (answer.status, answer.stale, answer.problems) == (200, False, ()), name
            assert answer.body == data, name
        return True


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(Newsroom(tmp_path_factory.mktemp("newsroom")))


@pytest.mark.parametrize("edit", share([edit for edit in EDITS if not edit.startswith("the clock")], 8))
def test_after_an_edit_it_shows_what_a_build_writes(watched: Watched, edit: str) -> None:
    watched.room.reset()
    watched.refresh()
    assert watched.shows_what_a_build_writes()
    serial = watched.site.snapshot.serial
    EDITS[edit](watched.room)
    told = watched.refresh()
    watched.shows_what_a_build_writes()
    assert (told.serial == serial) == (told.changed == ())
    assert watched.refresh().serial == told.serial


def test_a_start_from_what_an_earlier_preview_left_parses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(Newsroom(tmp_path))
    watched.site.settle()
    problems = watched.site.snapshot.problems
    parsing_nothing(monkeypatch)
    monkeypatch.setattr("briefgen.serve.site.draw", None)
    assert watched.restart().problems == problems
    monkeypatch.undo()
    assert watched.shows_what_a_build_writes()


#: Each edit, and whether the site was built before. Every eleventh is tried each time.
STARTS = [
    pytest.param(edit, number % 2 == 0, marks=[pytest.mark.slow] if number % 11 else [])
    for number, edit in enumerate(sorted(EDITS))
]


@pytest.mark.parametrize(("edit", "built"), STARTS)
def test_a_start_after_an_edit_shows_what_a_build_writes(tmp_path: Path, edit: str, built: bool) -> None:
    room = Newsroom(tmp_path)
    if built:
        assert room.build().code == 0
    watched = Watched(room)
    watched.site.settle()
    EDITS[edit](room)
    watched.restart()
    watched.shows_what_a_build_writes()
    room.check(flags=("--keep-going",))


# ---------------------------------------------------------------- errors


def test_a_brief_with_an_error_is_shown_as_it_was(watched: Watched) -> None:
    room, site = watched.room, watched.site
    room.reset()
    watched.refresh()
    before = site.get("/news/2025/10/18/a-bridge-opens/")
    room.change(A, "date: 2025-10-18 09:00", "date: 2025-02-30")
    for edit in ("nothing", "a slug", "the only brief of a year gone"):
        EDITS[edit](room)
        watched.refresh()
        assert site.get("/news/2025/10/18/a-bridge-opens/") == before
        assert ("date-unreadable", "briefs/a.md") in codes(site)
    room.change(A, "date: 2025-02-30", "date: 2025-10-18 09:00")
    watched.refresh()
    assert watched.shows_what_a_build_writes()
    room.write(A, b"")
    watched.refresh()
    assert site.get("/news/2025/10/18/a-bridge-opens/") == before
    room.remove(A)
    watched.refresh()
    assert site.get("/news/2025/10/18/a-bridge-opens/").status == 404
    assert watched.shows_what_a_build_writes()


def test_a_brief_that_had_an_error_before_the_start_is_shown_as_it_was_when_that_is_known(tmp_path: Path) -> None:
    watched = Watched(Newsroom(tmp_path))
    before = watched.site.get("/news/2025/10/18/a-bridge-opens/")
    watched.site.settle()
    watched.room.change(A, "date: 2025-10-18 09:00", "date: 2025-02-30")
    watched.room.remove(G)
    watched.restart()
    assert watched.site.get("/news/2025/10/18/a-bridge-opens/") == before
    watched.room.remove(A)
    watched.refresh()
    assert watched.shows_what_a_build_writes()


def test_a_registry_with_an_error_is_as_it_was(watched: Watched) -> None:
    watched.room.reset()
    watched.refresh()
    actors = watched.site.snapshot.edition.actors
    watched.room.write("briefs/actors.yml", "ada-novik: [\n")
    watched.refresh()
    assert watched.site.snapshot.edition.actors == actors
    assert ("yaml-syntax", "briefs/actors.yml") in codes(watched.site)


def test_a_registry_with_a_wrong_value_is_as_it_is(watched: Watched) -> None:
    watched.room.reset()
    watched.refresh()
    watched.room.change("briefs/actors.yml", "kind: person", "kind: persona")
    watched.room.change("briefs/actors.yml", "role: Mayor", "role: Baker")
    watched.refresh()
    assert ("registry-value", "briefs/actors.yml") in codes(watched.site)
    assert watched.site.snapshot.edition.actors["ada-novik"].role == "Baker"


def test_settings_with_an_error_are_as_they_were(watched: Watched) -> None:
    watched.room.reset()
    serial = watched.refresh().serial
    config = watched.site.snapshot.config
    watched.room.write("briefgen.yml", "title: [\nlatest: 0\n")
    told = watched.refresh(["briefgen.yml"])
    assert (told.serial, told.changed, watched.site.snapshot.config) == (serial + 1, ("briefgen.yml",), config)
    assert "briefgen.yml" in {file for _, file in codes(watched.site)}
    watched.room.write("briefgen.yml", "title: Other\nurl: https://example.org/news\n")
    watched.refresh()
    assert watched.shows_what_a_build_writes()


def test_a_page_whose_template_fails_is_shown_as_it_was(watched: Watched) -> None:
    watched.room.reset()
    watched.refresh()
    home, other = watched.site.get("/news/"), "/news/2025/10/19/tariffs-rise/"
    watched.room.write("templates/home.html", "{{ nothing }}")
    watched.room.write("templates/brief.html", "\n{{ nothing }}")
    watched.refresh()
    told = watched.site.get("/news/")
    assert (told.status, told.body, told.stale) == (200, home.body, True)
    assert [(p.code, p.where.file, p.where.line) for p in told.problems] == [
        ("template-undefined", "templates/home.html", 1)
    ]
    assert {("template-undefined", "templates/home.html"), ("template-undefined", "templates/brief.html")} <= codes(
        watched.site
    )
    fresh = Preview(watched.room.root, now=moment(NOW), mapper=serial_map)
    fresh.start()
    failed = fresh.get(other)
    assert (failed.status, failed.stale) == (500, False)
    assert b"templates/brief.html:2" in failed.body
    assert failed.body.endswith(b"</body></html>\n")


def codes(site: Preview) -> set[tuple[str, str]]:
    return {(problem.code, problem.where.file) for problem in site.snapshot.problems}


@pytest.mark.parametrize("edit", share(EDITS, 6))
def test_all_that_check_tells_is_told(watched: Watched, edit: str) -> None:
    """But for what has an error, of which a later version is told than shown; and for the rules of the house, which only `check` asks."""
    watched.room.reset()
    watched.refresh()
    EDITS[edit](watched.room)
    watched.room.now = NOW
    watched.refresh()
    read, known = site_settings(watched.room.root)
    checked = check_site(watched.room.root, read.config, moment(NOW), serial_map, drafts=True)[1]
    found = tuple(problem for problem in checked if problem.code not in RULES)
    told = watched.site.snapshot.problems
    if not any(problem.severity is Severity.ERROR for problem in (*known, *found)):
        assert told == (*known, *found)
    else:
        errors = {problem for problem in (*known, *found) if problem.severity is Severity.ERROR}
        assert errors <= set(told)


def test_problems_are_as_grave_as_the_settings_say(watched: Watched) -> None:
    watched.room.reset()
    watched.room.write(
        "briefs/odd.md", b"---\ntitle: Odd\ndate: 2025-10-01\nfolows: x\n---\n## What's Happening?\nA.\n"
    )
    watched.refresh()
    codes = [p.code for p in watched.site.snapshot.problems if p.where.file == "briefs/odd.md"]
    assert codes == ["unknown-key", "section-missing", "section-missing"]
    before = (watched.room.root / "briefgen.yml").read_bytes()
    watched.room.write("briefgen.yml", before + b"\ncheck:\n  section-missing: off\n  unknown-key: note\n")
    watched.refresh()
    (told,) = [p for p in watched.site.snapshot.problems if p.where.file == "briefs/odd.md"]
    assert (told.code, told.severity) == ("unknown-key", Severity.NOTE)


# ---------------------------------------------------------------- paths

WHERE = {
    "/": (308, "/news/"),
    "": (308, "/news/"),
    "/news": (308, "/news/"),
    "/news/": (200, "text/html; charset=utf-8"),
    "/news/index.html": (200, "text/html; charset=utf-8"),
    "/news/topics": (308, "/news/topics/"),
    "/news/topics/trade/": (200, "text/html; charset=utf-8"),
    "/news/old": (308, "/news/old/"),
    "/news/old/": (200, "text/html; charset=utf-8"),
    "/news/feed.xml": (200, "application/atom+xml"),
    "/news/feed.json": (200, "application/feed+json"),
    "/news/feeds/": (200, "text/html; charset=utf-8"),
    "/news/sitemap.xml": (200, "application/xml"),
    "/news/sitemaps/2025-10.xml": (200, "application/xml"),
    "/news/robots.txt": (200, "text/plain; charset=utf-8"),
    "/news/llms.txt": (200, "text/plain; charset=utf-8"),
    "/news/next.ics": (200, "text/calendar; charset=utf-8"),
    "/news/topics/trade/next.ics": (200, "text/calendar; charset=utf-8"),
    "/news/api/index.json": (200, "application/json"),
    "/news/api/briefs/2025-10.json": (200, "application/json"),
    "/news/media/pics/bridge.png": (200, "image/png"),
    "/news/media/pics/": (404, "text/html; charset=utf-8"),
    "/news/media/actors.yml": (404, "text/html; charset=utf-8"),
    "/news/nothing/": (404, "text/html; charset=utf-8"),
    "/news/../briefgen.yml": (404, "text/html; charset=utf-8"),
    "/news/media/../../briefgen.yml": (404, "text/html; charset=utf-8"),
    "/news/media/pics/bridge.png\0": (404, "text/html; charset=utf-8"),
    "/topics/": (404, "text/html; charset=utf-8"),
    "//news/": (404, "text/html; charset=utf-8"),
}


@pytest.mark.parametrize("path", WHERE)
def test_a_path_has_its_answer(watched: Watched, path: str) -> None:
    watched.room.reset()
    watched.refresh()
    answer = watched.site.get(path)
    status, told = WHERE[path]
    assert (answer.status, answer.location if status == 308 else answer.type) == (status, told)
    if status == 404:
        assert answer.body == watched.site.get("/news/404.html").body


def test_files_of_the_theme_have_their_types(watched: Watched) -> None:
    watched.room.reset()
    watched.room.write("templates/static/style.css", "p { color: red }")
    watched.room.write("templates/static/a.woff2", b"\0")
    watched.refresh()
    style = next(path for path in watched.site.get("/news/").body.decode().split('"') if "style." in path)
    assert watched.site.get(style) == Answer(200, b"p { color: red }", "text/css; charset=utf-8")
    assert watched.site.get("/news/assets/a.woff2") == Answer(200, b"\0", "font/woff2")


def test_a_style_needs_no_trial_of_templates(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.room.reset()
    watched.room.write("templates/static/style.css", "p { color: red }")
    watched.refresh()
    monkeypatch.setattr(Renderer, "check", None)
    watched.room.write("templates/static/style.css", "p { color: tan }")
    assert watched.refresh(["templates/static"]).changed == ("templates/static/style.css",)
    monkeypatch.undo()
    assert watched.shows_what_a_build_writes()
    watched.room.write("templates/home.html", '{{ asset("more.css") }}')
    watched.refresh()
    assert ("template-failed", "templates/home.html") in codes(watched.site)
    watched.room.write("templates/static/more.css", "p { color: tan }")
    watched.refresh()
    assert watched.shows_what_a_build_writes()
    watched.room.remove("templates/static/more.css")
    watched.refresh()
    assert ("template-failed", "templates/home.html") in codes(watched.site)


def test_no_link_leads_out_of_the_site(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/x.css").write_bytes(b"secret")
    (room.root / "templates/static").mkdir(parents=True)
    watched = Watched(room)
    assert watched.site.get("/news/media/pics/bridge.png").status == 200
    (room.root / "briefs/pics/bridge.png").unlink()
    (room.root / "briefs/pics/bridge.png").symlink_to(tmp_path / "secret.png")
    (room.root / "templates/static/x.css").symlink_to(tmp_path / "secret/x.css")
    assert watched.site.get("/news/media/pics/bridge.png").status == 404  # before anybody looked at what changed
    watched.refresh()
    paths = [f"/news/{path}" for path in (*watched.site._now_shown.shelves.press.static, "media/pics/bridge.png")]
    assert all(b"secret" not in watched.site.get(path).body for path in paths)


# ---------------------------------------------------------------- the clock


def test_the_clock_changes_what_is_shown(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    clock = [moment(NOW)]
    site = Preview(room.root, clock=lambda: clock[0], mapper=serial_map)
    site.start()
    watched = Watched(room)
    watched.site = site
    for turn in MOMENTS:
        clock[0] = moment(turn)
        room.now = turn
        due = site.until is not None and clock[0] >= site.until
        before = site.snapshot.serial
        serial = site.refresh([]).serial
        assert serial == before + 1 or not due
        assert watched.shows_what_a_build_writes()
    assert Preview(room.root, now=clock[0], mapper=serial_map).start().serial == 0


def test_a_clock_that_stands_still_has_no_turn(watched: Watched) -> None:
    assert watched.site.snapshot.edition.span[1] is not None
    assert watched.site.until is None


# ---------------------------------------------------------------- what a refresh tells


def test_new_briefs_are_told(watched: Watched) -> None:
    watched.room.reset()
    watched.refresh()
    watched.room.write("briefs/new.md", brief("A <new> one", "2025-10-23"))
    assert watched.refresh(["briefs/new.md"]).new == (("A <new> one", "/news/2025/10/23/new/"),)
    watched.room.change("briefs/new.md", "More.", "Less.")
    told = watched.refresh(["briefs/new.md"])
    assert (told.changed, told.new) == (("briefs/new.md",), ())


def test_only_what_was_named_is_looked_at(watched: Watched) -> None:
    room = watched.room
    room.reset()
    time.sleep(2 * SETTLING / 1e9)
    watched.refresh()
    room.change(A, "It is.", "It was.")
    room.change(B, "It is.", "It was.")
    room.write("briefs/x/y/z.md", brief("Z", "2025-10-23"))
    assert watched.refresh([]).changed == ()
    assert watched.refresh(["briefs/x"]).changed == ("briefs/x/y/z.md",)
    assert watched.refresh(["briefs/b.md", "briefs/_x", "elsewhere/a.md"]).changed == ()
    assert watched.refresh([A]).changed == (A,)
    room.rename("briefs/x", "briefs/w")
    assert watched.refresh(["briefs/x", "briefs/w"]).changed == ("briefs/w/y/z.md", "briefs/x/y/z.md")
    assert watched.refresh().changed == (B,)
    assert watched.shows_what_a_build_writes()


def test_it_keeps_the_contract(tmp_path: Path) -> None:
    site: LiveSite = Preview(Newsroom(tmp_path).root, now=moment(NOW), mapper=serial_map)
    assert site.start().serial == site.snapshot.serial == 0
    assert site.refresh().seconds > 0


def test_a_word_needs_no_new_plan(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.room.reset()
    watched.refresh()
    plan = watched.site.snapshot.plan
    monkeypatch.setattr("briefgen.serve.site.draw", None)
    watched.room.change(A, "It is.", "It is *not*.")
    watched.room.field(C, "summary", "A quieter summary")
    assert set(watched.refresh().changed) == {A, C}
    assert watched.site.snapshot.plan.pages is plan.pages
    assert b"A quieter summary" in watched.site.get("/news/2025/10/20/the-bridge-shuts/").body
    assert watched.shows_what_a_build_writes()


def test_a_page_is_made_once(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.room.reset()
    watched.refresh()
    bodies = [watched.site.get(path).body for path in ("/news/", "/news/2025/10/19/tariffs-rise/")]
    watched.room.change(A, "It is.", "It is *not*.")
    watched.refresh()
    monkeypatch.setattr(Renderer, "render", None)
    assert [watched.site.get(path).body for path in ("/news/", "/news/2025/10/19/tariffs-rise/")] == bodies


# ---------------------------------------------------------------- the state


def test_a_build_goes_the_way_it_would_have_gone(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.check()
    watched = Watched(room)
    room.change(A, "It is.", "It was.")
    room.write("briefs/new.md", brief("New", "2025-10-23"))
    watched.refresh()
    watched.site.settle()
    told = room.build(flags=("--explain",))
    assert "2025/10/18/a-bridge-opens/index.html" in told.explained
    assert "2025/10/21/brief-offer/index.html" not in told.explained
    room.check()
    watched.site.settle()
    assert room.build(flags=("--explain",)).explained == {}
    watched.restart()
    assert watched.shows_what_a_build_writes()


HARM = [f"{how} {spot}" for how in ("remove", "truncate", "overwrite", "bring back") for spot in (50, 400, 800)]


@pytest.mark.parametrize("harm", share(HARM, 5))
def test_a_state_that_is_damaged_does_no_harm(tmp_path: Path, harm: str) -> None:
    how, _, spot = harm.rpartition(" ")
    room = Newsroom(tmp_path)
    watched = Watched(room)
    room.damage_state("save")
    watched.site.settle()
    room.damage_state("save" if how != "bring back" else "nothing")
    room.change(A, "It is.", "It was.")
    watched.restart()
    room.damage_state(how, int(spot))
    assert watched.shows_what_a_build_writes()
    room.change(G, "It is.", "It was.")
    watched.restart()
    assert watched.shows_what_a_build_writes()
    watched.site.settle()
    room.check()


def test_a_state_that_somebody_builds_with_is_not_waited_for(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    with building(room.root, 1, print):
        watched = Watched(room)
        watched.site.settle()
    assert watched.shows_what_a_build_writes()


def test_a_build_after_the_start_takes_nothing_away(tmp_path: Path) -> None:
    """Pages are made from what the state held when the preview was started."""
    room = Newsroom(tmp_path)
    Watched(room).site.settle()
    watched = Watched(room)
    room.change(A, "It is.", "It was.")
    assert room.build().code == 0
    assert b"It is." in watched.site.get("/news/2025/10/19/tariffs-rise/").body
    watched.site.get("/news/2025/10/18/a-bridge-opens/")
    watched.refresh()
    assert watched.shows_what_a_build_writes()


def parsing_nothing(patch: pytest.MonkeyPatch) -> None:
    for module in ("parser", "loader"):
        patch.setattr(f"briefgen.briefs.{module}.parse_brief", None)


@pytest.mark.parametrize("built", [False, True])
def test_a_start_at_another_time_parses_nothing(tmp_path: Path, built: bool) -> None:
    watched = Watched(Newsroom(tmp_path))
    if built:
        watched.room.build()
    watched.room.change(A, "It is.", "It was.")
    watched.refresh()
    watched.site.settle()
    watched.room.now = MOMENTS[-1]
    with pytest.MonkeyPatch.context() as patch:
        parsing_nothing(patch)
        watched.restart()
    assert watched.shows_what_a_build_writes()


def test_a_damaged_state_is_begun_anew(tmp_path: Path) -> None:
    watched = Watched(Newsroom(tmp_path))
    (tmp_path / "root/.briefgen").mkdir(exist_ok=True)
    (tmp_path / "root/.briefgen/state.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    watched.restart()
    watched.site.settle()
    with pytest.MonkeyPatch.context() as patch:
        parsing_nothing(patch)
        watched.restart()
    assert watched.shows_what_a_build_writes()


def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path) -> None:
    site = Preview(tmp_path, now=moment(NOW), mapper=serial_map)
    assert [problem.code for problem in site.start().problems] == ["no-site-url", "no-briefs"]
    site.settle()
    assert site.get("/").status == 200
    assert list(tmp_path.iterdir()) == []
    assert site.refresh().serial == 0
    write_site(tmp_path, FILES)
    assert site.refresh().serial == 1
    assert site.get("/news/2025/10/18/a-bridge-opens/").status == 200


# ---------------------------------------------------------------- many threads


def test_a_brief_that_is_nowhere_any_more_is_read_anew(tmp_path: Path) -> None:
    watched = Watched(Newsroom(tmp_path))
    watched.site.settle()
    watched.restart()
    watched.room.damage_state("remove")
    watched.room.change(A, "It is.", "It was.")
    assert b"It was." in watched.site.get("/news/2025/10/18/a-bridge-opens/").body
    assert watched.site.snapshot.serial == 1
    assert (watched.refresh([]).changed, watched.refresh([]).changed) == ((A,), ())
    assert watched.shows_what_a_build_writes()
    watched.restart()
    watched.site.settle()
    watched.restart()
    watched.room.damage_state("remove")
    watched.room.remove(A)
    assert watched.site.get("/news/2025/10/18/a-bridge-opens/").status == 404


def test_a_theme_is_tried_out_on_a_brief_that_is_nowhere_any_more(tmp_path: Path) -> None:
    watched = Watched(Newsroom(tmp_path))
    watched.site.settle()
    watched.restart()
    watched.room.damage_state("remove")
    for name in watched.room.briefs():
        watched.room.change(name, "It is.", "It was.")
    EDITS["an own template"](watched.room)
    assert "templates/brief.html" in watched.refresh(["templates"]).changed
    assert watched.shows_what_a_build_writes()


@pytest.mark.parametrize("warm", [False, True])
def test_pages_are_had_while_files_change(tmp_path: Path, warm: bool) -> None:
    room = Newsroom(tmp_path)
    watched = Watched(room)
    if warm:
        watched.site.settle()
        watched.restart()
    paths = [f"/news/{page.url[1:]}" for page in watched.site.snapshot.plan.pages if "/2025/1" in page.url]
    done = Event()
    wrong: list[object] = []

    def read() -> None:
        while not done.is_set():
            for path in paths:
                try:
                    answer = watched.site.get(path)
                    if answer.status != 200:
                        wrong.append((path, answer))
                except BaseException as error:
                    wrong.append(error)

    readers = [Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(30):
            room.change(A, "\n\nIt is", f"\n\n{number} It is")
            if number % 5 == 0:
                room.field(C, "topics", f"[Trade {number}]")
            if number == 17:
                watched.site.settle()
            watched.refresh([A, C] if number % 2 else None)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert watched.shows_what_a_build_writes()


# ---------------------------------------------------------------- anything in any order


class LiveMachine(RuleBasedStateMachine):
    """Whatever happens, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="briefgen-"))
        self.watched = Watched(Newsroom(self.base))
        self.room = self.watched.room
        self.before = self.room.traces()

    def teardown(self) -> None:
        try:
            self.room.reset()
            self.room.now = NOW
            self.watched.refresh()
            assert self.watched.shows_what_a_build_writes()
        finally:
            shutil.rmtree(self.base, ignore_errors=True)

    @rule(name=st.sampled_from(sorted(EDITS)))
    def edit(self, name: str) -> None:
        try:
            EDITS[name](self.room)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, FileExistsError, UnicodeDecodeError):
            note("that is not there")
        self.room.now = NOW

    @rule(
        which=st.integers(0, 20),
        spot=st.sampled_from(["What's Happening\n\n", "It is.", "What's Next\n\n"]),
        words=st.sampled_from(["Ada Novik", "Di Moe", "a *b*", "[x](a.md)", "Port of Nova, Bo Lind", "`"]),
        keep=st.booleans(),
    )
    def write_words(self, which: int, spot: str, words: str, keep: bool) -> None:
        names = self.room.briefs()
        if names:
            try:
                self.room.change(names[which % len(names)], spot, f"{spot}{words} ", keep)
            except UnicodeDecodeError:
                note("that is no text")

    @rule(which=st.integers(0, 29), with_time=st.booleans())
    def restore(self, which: int, with_time: bool) -> None:
        self.room.restore(which, with_time)

    @rule()
    def reset(self) -> None:
        self.room.reset()

    @rule(flags=st.sampled_from([(), ("--keep-going",), ("--drafts",), ("--clean",)]))
    def build(self, flags: tuple[str, ...]) -> None:
        self.room.check(flags=flags)

    @rule()
    def settle(self) -> None:
        self.watched.site.settle()

    @rule()
    def restart(self) -> None:
        self.watched.restart()
        self.watched.shows_what_a_build_writes()

    @rule(how=st.sampled_from(["remove", "truncate", "overwrite", "save", "bring back"]), spot=st.integers(0, 999))
    def damage_state(self, how: str, spot: int) -> None:
        self.room.damage_state(how, int(spot))

    @rule()
    def refresh(self) -> None:
        self.watched.refresh()
        self.watched.shows_what_a_build_writes()

    @rule(whole=st.booleans())
    def refresh_what_was_seen(self, whole: bool) -> None:
        """As somebody does who watches the files."""
        before, self.before = self.before, self.room.traces()
        known, now = stamps(before), stamps(self.before)
        files = [file for file in {*known, *now} if known.get(file) != now.get(file)]
        self.watched.refresh(
            [(file.parent if whole else file).relative_to(self.room.root).as_posix() for file in files]
        )
        self.watched.shows_what_a_build_writes()


def stamps(traces: Any) -> dict[Path, object]:
    """The traces of files."""
    return dict(traces[1])


def test_anything_in_any_order() -> None:
    run_machine(LiveMachine, 5, 12)


@pytest.mark.slow
def test_anything_in_any_order_for_long() -> None:
    run_machine(LiveMachine, 60, 35)
