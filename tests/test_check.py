"""`check` answers from what is kept, and never otherwise than a check that looks at everything."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support_site import CONFIG, NOW, brief, build_site, tree, write_site

from briefgen import check as checking
from briefgen.briefs.model import ParsedBrief
from briefgen.briefs.parser import parse_brief
from briefgen.check import check, check_site
from briefgen.checked import Checkup
from briefgen.config import Config
from briefgen.workers import serial_map

DAY = dt.timedelta(days=1)
FILES: dict[str, str] = {
    "briefs/actors.yml": "ada:\n  name: Ada Lovelace\n",
    "briefs/a.md": brief("One", extra="actors: Ada Lovelace\nfollows: nowhere\n"),
    "briefs/b.md": brief("Two", "2025-10-20", "topics: [Trade, Trde]\n", "See [it](c.md), and ![a](a.png)."),
    "briefs/c.md": brief("Three", "2025-12-01"),
    "briefs/d.md": brief("Four", "2025-02-30"),
    "briefs/_pages/about.md": "# About\n\nSee [nothing](nothing.md).\n",
}


def cold(root: Path, now: dt.datetime = NOW, config: Config = CONFIG) -> Checkup:
    survey, problems = check_site(root, config, now, serial_map)
    return Checkup(len(survey.edition.items), len(survey.held), problems)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default theme has no problem, and to try it takes long."""
    monkeypatch.setattr("briefgen.trial.try_templates", lambda *_: ())
    monkeypatch.setattr("briefgen.render.renderer.Renderer.check", lambda _: ())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that has been built and checked."""
    write_site(tmp_path, FILES)
    build_site(tmp_path, keep_going=True)
    check(tmp_path, CONFIG, NOW, serial_map)
    return tmp_path


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("something was looked at again")


def test_an_unchanged_site_is_not_looked_at_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = cold(site)
    monkeypatch.setattr(checking, "check_site", refuse)
    assert check(site, CONFIG, NOW, serial_map) == expected
    assert len(expected.problems) > 3


def test_a_file_with_another_time_and_the_same_text_is_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(site / "briefs/a.md", (1, 1))
    monkeypatch.setattr(checking, "check_site", refuse)
    check(site, CONFIG, NOW, serial_map)


def test_only_what_changed_is_parsed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def note(path: str, data: bytes, config: Config) -> ParsedBrief:
        parsed.append(path)
        return parse_brief(path, data, config)

    monkeypatch.setattr("briefgen.briefs.loader.parse_brief", note)
    (site / "briefs/c.md").write_text(brief("Three, again"))
    found = check(site, CONFIG, NOW, serial_map)
    assert parsed == ["c.md"]
    assert found == cold(site)


EDITS = st.one_of(
    st.tuples(st.sampled_from(sorted(FILES)), st.sampled_from([*FILES.values(), None])),
    st.tuples(st.just("templates/brief.html"), st.sampled_from(["{{ site.title }}", None])),
    st.tuples(st.just("briefs/a.png"), st.sampled_from(["a", None])),
    st.tuples(st.just("now"), st.integers(-20, 60)),
    st.tuples(st.just("title"), st.sampled_from(["A", "B"])),
    st.tuples(st.just("timezone"), st.sampled_from(["UTC", "Asia/Tokyo"])),
    st.tuples(st.just("build"), st.none()),
    st.tuples(st.just("damage"), st.sampled_from(["checked", "state.db"])),
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDITS, min_size=1, max_size=6))
def test_whatever_happened_the_answer_is_that_of_a_cold_check(
    edits: list[tuple[str, str | int | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root, now, config = write_site(tmp_path_factory.mktemp("site"), FILES), NOW, CONFIG
    build_site(root, keep_going=True)
    for name, what in edits:
        if name == "now":
            assert isinstance(what, int)
            now = NOW + what * DAY
        elif name in ("title", "timezone"):
            config = msgspec.structs.replace(config, **{name: what})
        elif name == "build":
            build_site(root, config, keep_going=True, now=now)
        elif name == "damage":
            file = root / ".briefgen" / str(what)
            if file.exists():
                data = bytearray(file.read_bytes())
                data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
                file.write_bytes(data)
        elif what is None:
            (root / name).unlink(missing_ok=True)
        else:
            write_site(root, {name: str(what)})
        assert check(root, config, now, serial_map) == cold(root, now, config)


def test_the_clock_is_heeded(site: Path) -> None:
    later = dt.datetime(2025, 12, 2, tzinfo=dt.UTC)
    assert check(site, CONFIG, later, serial_map) == cold(site, later)
    assert check(site, CONFIG, later, serial_map).held == 0


def test_it_writes_nothing_where_no_build_has_been(tmp_path: Path) -> None:
    before = tree(write_site(tmp_path, FILES))
    check(tmp_path, CONFIG, NOW, serial_map)
    assert tree(tmp_path) == before


def test_it_leaves_the_site_and_the_state_alone(site: Path) -> None:
    def bare() -> dict[str, bytes]:
        return {path: data for path, data in tree(site).items() if path != ".briefgen/checked"}

    (site / "briefs/a.md").write_text(brief("Another"))
    before = bare()
    check(site, CONFIG, NOW, serial_map)
    assert bare() == before
