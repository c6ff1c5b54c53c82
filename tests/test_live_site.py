"""The law of the preview: after whatever was done to the files, it shows what a build with drafts of the same files writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from support_newsroom import Newsroom, quick_templates
from test_incremental import EDITS

from briefgen.problems import Severity
from briefgen.serve.model import Refresh
from briefgen.serve.site import Preview
from briefgen.workers import serial_map


@pytest.fixture(scope="module", autouse=True)
def _quickly() -> Iterator[None]:
    with quick_templates():
        yield


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


@pytest.mark.parametrize("edit", [edit for edit in EDITS if not edit.startswith("the clock")])
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
    for module in ("wording", "stock"):
        monkeypatch.setattr(f"briefgen.serve.{module}.parse_brief", None)
    monkeypatch.setattr("briefgen.briefs.loader.parse_brief", None)
    monkeypatch.setattr("briefgen.serve.site.draw", None)
    assert watched.restart().problems == problems
    monkeypatch.undo()
    assert watched.shows_what_a_build_writes()


@pytest.mark.parametrize("edit", [edit for edit in EDITS if not edit.startswith("the clock")])
@pytest.mark.parametrize("built", [False, True])
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
    room.check(flags=("--keep-going", "--drafts"))
