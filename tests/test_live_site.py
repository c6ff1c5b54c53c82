"""The law of the preview: after whatever was done to the files, it shows what a build with drafts of the same files writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from support_newsroom import NOW, Newsroom, quick_templates
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

    def __init__(self, base: Path) -> None:
        self.room = Newsroom(base)
        self.site = Preview(self.room.root, now=moment(NOW), mapper=serial_map)
        self.first = self.site.start()

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
    return Watched(tmp_path_factory.mktemp("newsroom"))


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
