"""`check` answers from what is kept, and never otherwise than a check that looks at everything."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import cast

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
from briefgen.config import CheckConfig, Config
from briefgen.pages.model import PageKind
from briefgen.placing import place_problems, source_lines
from briefgen.workers import serial_map

#: A template that fails with one title.
TEMPLATE = "{% if page.title == 'Boom' %}{{ page.nothing.at.all }}{% endif %}{{ page.title }}"
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
    placed = tuple(place_problems(problems, source_lines(root)))
    return Checkup(len(survey.edition.items), len(survey.held), placed)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """To try the whole default theme takes long."""
    monkeypatch.setattr("briefgen.trial.samples", lambda plan: [p for p in plan.pages if p.kind is PageKind.BRIEF][:1])
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
    monkeypatch.setattr(checking, "_look", refuse)
    assert check(site, CONFIG, NOW, serial_map) == expected
    assert len(expected.problems) > 3


def test_a_file_with_another_time_and_the_same_text_is_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(site / "briefs/a.md", (1, 1))
    monkeypatch.setattr(checking, "_look", refuse)
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


#: Briefs by their front matter and their text. Their slugs are their own, so that a title may change alone.
BRIEFS = {
    "a.md": ("One", "2025-10-18", "actors: Ada Lovelace", "It is."),
    "b.md": ("Two", "2025-10-20", "topics: [Trade, Trde]", "See [it](c.md#next), and ![a](a.png)."),
    "c.md": ("Three", "2025-10-21", "expect:\n  - on: 2025-10-25\n    what: Rain", "Charles Babbage came."),
    "e.md": ("Two", "2025-10-22", "follows: a", "See [that](/a/#importance)."),
}
CHOICES = (
    ("One", "Two", "Boom"),
    ("2025-10-18", "2025-10-19", "2025-12-01", "2025-02-30"),
    (
        *(extra for _, _, extra, _ in BRIEFS.values()),
        "actors: [Ada, Charles Babbag]",
        "status: draft",
        "aliases: [/old/]",
    ),
    (
        *(text for _, _, _, text in BRIEFS.values()),
        "We meet tomorrow, with Ada.",
        "See [a](a.md#importance), [b](/b/), [d](/d/) and [e](e.md#nothing).\n\n## Why It's Important\n\nIt is not.",
        "Ada Lovelace.\n\nSee [nothing](nothing.md), ![](a.png).\n\n## What's Hapening\n\nIt.",
        "<<<<<<< HEAD\nIt is.",
    ),
)
WORDS_AT = (0, 3)


def text_of(path: str, fields: Sequence[str]) -> str:
    title, date, extra, text = fields
    return brief(title, date, f"slug: {path[:-3]}\n{extra}\n", text)


def edits_of(fields: Sequence[int]) -> st.SearchStrategy[tuple[str, object]]:
    some = [st.tuples(st.just(at), st.sampled_from(CHOICES[at])) for at in fields]
    return st.tuples(st.sampled_from(sorted(BRIEFS)), st.one_of(*some))


REGISTRIES = ("ada:\n  name: Ada Lovelace\n  aliases: [Ada]\n", "babbage:\n  name: Charles Babbage\n", None)
OTHER = st.one_of(
    st.tuples(st.sampled_from(sorted(BRIEFS)), st.none()),
    st.tuples(st.just("actors.yml"), st.sampled_from(REGISTRIES)),
    st.tuples(st.just("_pages/about.md"), st.sampled_from(["# About\n\nSee [nothing](nothing.md).\n", None])),
    st.tuples(st.just("a.png"), st.sampled_from(["a", None])),
    st.tuples(st.just("../templates/brief.html"), st.sampled_from(["{{ site.title }}", TEMPLATE, None])),
    st.tuples(st.just("now"), st.integers(-20, 60)),
    st.tuples(st.just("title"), st.sampled_from(["A", "B"])),
    st.tuples(st.just("timezone"), st.sampled_from(["UTC", "Asia/Tokyo"])),
    st.tuples(st.just("check"), st.sampled_from([{"alias-used": "warning"}, {"title-duplicate": "off"}, {}])),
    st.tuples(st.just("build"), st.none()),
    st.tuples(st.just("damage"), st.sampled_from(["checked", "state.db"])),
)
EDITS = st.lists(st.one_of(edits_of(WORDS_AT), edits_of(range(4)), edits_of(range(4)), OTHER), min_size=1, max_size=8)


def try_them(root: Path, edits: Sequence[tuple[str, object]], words: bool = False) -> None:
    """After each of these edits, a warm check and one of everything say the same. `words` are never looked at in the long way."""
    now, config, fields = NOW, CONFIG, {path: list(known) for path, known in BRIEFS.items()}
    write_site(root, {f"briefs/{path}": text_of(path, known) for path, known in fields.items()})
    write_site(root, {"briefs/actors.yml": str(REGISTRIES[0]), "templates/brief.html": TEMPLATE})
    build_site(root, keep_going=True)
    check(root, config, now, serial_map)
    for name, what in edits:
        if isinstance(what, tuple):
            fields[name][what[0]] = what[1]
            write_site(root, {f"briefs/{name}": text_of(name, fields[name])})
        elif name == "now" and isinstance(what, int):
            now = NOW + what * DAY
        elif name == "check":
            config = msgspec.structs.replace(
                config, check=CheckConfig(rules=tuple(cast("dict[str, str]", what).items()))
            )
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
            (root / "briefs" / name).unlink(missing_ok=True)
        else:
            write_site(root, {f"briefs/{name}": str(what)})
        with pytest.MonkeyPatch.context() as patch:
            if words:
                patch.setattr(checking, "_look", refuse)
            found = check(root, config, now, serial_map)
        assert found == cold(root, now, config)


QUICK = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LONG = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(edits=EDITS)
def test_whatever_happened_the_answer_is_that_of_a_cold_check(
    edits: list[tuple[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    try_them(tmp_path_factory.mktemp("site"), edits)


@pytest.mark.slow
@LONG
@given(edits=EDITS)
def test_the_same_many_times(edits: list[tuple[str, object]], tmp_path_factory: pytest.TempPathFactory) -> None:
    try_them(tmp_path_factory.mktemp("site"), edits)


#: Words that name nobody and show nothing else than those before.
PLAIN = ("We meet tomorrow.", "See [c](#next) and [d](/d/).", "Short.\n\n## What's Hapening\n\nIt.")


@QUICK
@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(["a.md", "e.md"]),
            st.one_of(
                st.tuples(st.just(0), st.sampled_from(CHOICES[0])), st.tuples(st.just(3), st.sampled_from(PLAIN))
            ),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_words_go_the_short_way_with_the_same_answer(
    edits: list[tuple[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    try_them(tmp_path_factory.mktemp("site"), edits, words=True)


def test_a_brief_is_looked_at_again_when_the_text_changes_that_its_link_leads_into(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def next_of(heading: str) -> str:
        return brief("Three").replace("## What's Next\n", heading)

    write_site(
        site, {"briefs/a.md": brief("One", text="See [it](c.md#next)."), "briefs/c.md": next_of("## What's Next\n")}
    )
    assert "anchor-broken" not in {p.code for p in check(site, CONFIG, NOW, serial_map).problems}
    monkeypatch.setattr(checking, "_look", refuse)
    write_site(site, {"briefs/c.md": next_of("")})
    found = check(site, CONFIG, NOW, serial_map)
    assert ("anchor-broken", "briefs/a.md") in {(p.code, p.where.file) for p in found.problems}


def test_a_template_is_tried_again_with_the_words_that_it_shows(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(site, {"templates/brief.html": TEMPLATE, "briefs/a.md": brief("One", extra="slug: one\n")})
    assert "template-undefined" not in {p.code for p in check(site, CONFIG, NOW, serial_map).problems}
    monkeypatch.setattr(checking, "_look", refuse)
    for title in ("Boom", "One"):
        write_site(site, {"briefs/a.md": brief(title, extra="slug: one\n")})
        codes = {p.code for p in check(site, CONFIG, NOW, serial_map).problems}
        assert ("template-undefined" in codes) == (title == "Boom")


def test_the_clock_is_heeded(site: Path) -> None:
    later = dt.datetime(2025, 12, 2, tzinfo=dt.UTC)
    assert check(site, CONFIG, later, serial_map) == cold(site, later)
    assert check(site, CONFIG, later, serial_map).held == 0


def test_it_writes_nothing_where_no_build_has_been(tmp_path: Path) -> None:
    before = tree(write_site(tmp_path, FILES))
    check(tmp_path, CONFIG, NOW, serial_map)
    assert tree(tmp_path) == before


def test_a_file_whose_name_is_no_text_is_told_each_time(site: Path) -> None:
    with open(os.fsencode(site / "briefs") + b"/\xff.md", "w") as file:
        file.write(brief("Unsaid"))
    for title in ("One", "Two"):
        (site / "briefs/a.md").write_text(brief(title))
        assert check(site, CONFIG, NOW, serial_map) == cold(site)


def test_it_leaves_the_site_and_the_state_alone(site: Path) -> None:
    def bare() -> dict[str, bytes]:
        return {path: data for path, data in tree(site).items() if path != ".briefgen/checked"}

    (site / "briefs/a.md").write_text(brief("Another"))
    before = bare()
    check(site, CONFIG, NOW, serial_map)
    assert bare() == before
