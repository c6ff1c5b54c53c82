"""When the site changes by itself: the law that it holds until then, and what is told of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_edition import brief as brief_of
from support_site import brief, build_site, tree, write_site

from briefgen.briefs.model import Brief, Expectation, Library, Status
from briefgen.cli import run
from briefgen.config import Config
from briefgen.due import stamp
from briefgen.edition.edition import assemble_edition
from briefgen.edition.turns import coming
from briefgen.pages.plan import plan_pages
from briefgen.text.moment import Moment

START = dt.datetime(2025, 10, 1, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)
NOW = "2025-11-01T12:00Z"

SITE = {
    "briefgen.yml": "title: The Wire\nurl: https://example.org\ntimezone: Europe/Berlin\n",
    "briefs/talks.md": brief("Secret talks", "2025-11-03 09:00", "expires: 2025-11-20 08:00\n"),
    "briefs/bridge.md": brief("A bridge", "2025-10-30", "expect:\n  - by: 2025-11-03\n    what: Ministers meet\n"),
    "briefs/draft.md": brief("A draft", "2025-11-02", "status: draft\n"),
    "briefs/old.md": brief("Old news", "2025-01-01"),
}


def moment(hour: int) -> Moment:
    instant = START + dt.timedelta(hours=hour)
    return Moment(instant, instant.date())


@st.composite
def libraries(draw: st.DrawFn) -> list[Brief]:
    hours = st.integers(0, 200)
    briefs = []
    for n in range(draw(st.integers(1, 4))):
        fields: dict[str, Any] = {"slug": f"b{n}", "date": moment(draw(hours))}
        if draw(st.booleans()):
            fields["expires"] = moment(draw(hours))
        if draw(st.booleans()):
            day = moment(draw(hours)).day
            fields["expect"] = (Expectation("It opens", day, day, draw(st.sampled_from(["", "It did"]))),)
        if draw(st.integers(0, 3)) == 0:
            fields["status"] = Status.DRAFT
        briefs.append(msgspec.structs.replace(brief_of(f"{n}.md"), **fields))
    return briefs


def shown(briefs: list[Brief], config: Config, now: dt.datetime) -> list[object]:
    """All that is shown of briefs at a moment."""
    plan = plan_pages(assemble_edition(Library(tuple(briefs)), config, now))
    return [(page, plan.view(page)) for page in plan.pages]


@settings(max_examples=60)
@given(libraries(), st.integers(-10, 260), st.sampled_from(["UTC", "Asia/Tokyo"]))
def test_what_is_due_first_is_when_the_edition_ends_and_changes_what_is_shown(
    briefs: list[Brief], hour: int, zone: str
) -> None:
    now = START + dt.timedelta(hours=hour)
    config = Config(url="https://example.org", timezone=zone)
    found = coming(briefs, now, zone, news=config.has_news)
    until = assemble_edition(Library(tuple(briefs)), config, now).span[1]
    assert (found[0].instant if found else None) == until
    before = shown(briefs, config, now)
    if until:
        assert shown(briefs, config, until - TICK) == before != shown(briefs, config, until)
    else:
        assert shown(briefs, config, now + dt.timedelta(days=100)) == before


@settings(max_examples=60)
@given(libraries(), st.integers(-10, 260))
def test_with_drafts_an_edition_holds_as_long_as_it_says(briefs: list[Brief], hour: int) -> None:
    now = START + dt.timedelta(hours=hour)

    def pages(at: dt.datetime) -> list[object]:
        plan = plan_pages(assemble_edition(Library(tuple(briefs)), Config(url="https://example.org"), at, drafts=True))
        return [(page, plan.view(page)) for page in plan.pages]

    until = assemble_edition(Library(tuple(briefs)), Config(url="https://example.org"), now, drafts=True).span[1]
    assert pages(until - TICK if until else now + dt.timedelta(days=100)) == pages(now)


# ---------------------------------------------------------------- the command


def due(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str, now: str = NOW) -> str:
    assert run(["due", "-C", str(root), "--now", now, "--jobs", "1", *arguments]) == 0
    return capsys.readouterr().out


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, SITE)


def test_text_tells_what_changes_when_in_the_zone_of_the_site(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due(site, capsys) == (
        "2025-11-03 09:00 CET\n"
        "  briefs/talks.md comes out (“Secret talks”)\n"
        "2025-11-04 00:00 CET\n"
        "  briefs/bridge.md falls due (“A bridge”): Ministers meet\n"
        "2025-11-05 09:00 CET\n"
        "  briefs/talks.md leaves the news sitemap (“Secret talks”)\n"
        "2025-11-20 08:00 CET\n"
        "  briefs/talks.md expires (“Secret talks”)\n"
    )


def test_json_is_a_list_of_changes(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(due(site, capsys, "--format", "json", "--limit", "2")) == [
        {
            "instant": "2025-11-03T08:00:00Z",
            "change": "appears",
            "file": "briefs/talks.md",
            "title": "Secret talks",
        },
        {
            "instant": "2025-11-03T23:00:00Z",
            "change": "falls-due",
            "file": "briefs/bridge.md",
            "title": "A bridge",
            "expected": "Ministers meet",
        },
    ]


def test_a_shell_gets_the_next_instant_alone(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due(site, capsys, "--next") == "2025-11-03T08:00:00Z\n"
    assert due(site, capsys, "--next", now="2026-11-01T12:00Z") == ""


def test_instants_up_to_a_moment_one_on_a_line(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = due(site, capsys, "--format", "rfc3339", "--until", "2025-11-05 09:00")
    assert told == "2025-11-03T08:00:00Z\n2025-11-03T23:00:00Z\n2025-11-05T08:00:00Z\n"


def test_nothing_is_due(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due(site, capsys, now="2026-11-01T12:00Z") == "Nothing is due.\n"
    assert json.loads(due(site, capsys, "--format", "json", now="2026-11-01T12:00Z")) == []


@pytest.mark.parametrize("form", ["text", "json", "rfc3339"])
def test_a_public_log_learns_nothing_of_the_briefs(site: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    told = due(site, capsys, "--no-titles", "--format", form)
    assert "talks" not in told.lower()
    assert "Ministers" not in told
    assert "2025-11-03" in told


def test_a_time_that_cannot_be_read_is_wrong_usage(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["due", "-C", str(site), "--until", "soon"]) == 2
    assert "--until" in capsys.readouterr().err


def test_what_the_state_knows_is_believed_only_while_it_holds(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fresh = due(site, capsys)
    build_site(site, Config(title="The Wire", url="https://example.org", timezone="Europe/Berlin"))
    state = tree(site / ".briefgen")["state.db"]
    assert due(site, capsys) == fresh
    (site / "briefs" / "talks.md").write_text(brief("Later talks", "2025-12-03 09:00"))
    assert due(site, capsys, "--next") == "2025-11-03T23:00:00Z\n"
    assert "“Later talks”" in due(site, capsys)
    assert tree(site / ".briefgen")["state.db"] == state
    (site / ".briefgen" / "state.db").write_bytes(state[:20_000] + bytes(len(state) - 20_000))
    assert "“Later talks”" in due(site, capsys)


def test_a_build_at_the_instant_that_is_told_finds_it_past() -> None:
    assert stamp(START + TICK) == "2025-10-01T00:00:01Z"
    assert stamp(START) == "2025-10-01T00:00:00Z"
