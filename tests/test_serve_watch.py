"""Watching files: what means a change, what does not, and that many changes are one. With the system's real events."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support_live import until
from support_record import git
from support_site import brief, write_site
from watchdog import observers

from briefgen.serve.burst import MANY, Burst
from briefgen.serve.watch import Watch, is_passing

FILES = {
    "briefgen.yml": "title: A\n",
    "briefs/2025/a.md": brief("One"),
    "briefs/2025/b.md": brief("Two"),
    "templates/base.html": "x",
}
#: Seconds of silence after which all is told of what was moved away.
MOVED = 1.0


class Watched:
    """A site that is watched, and what was told of it. After each step of a test: `took`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.burst = Burst()
        self.watch = Watch(root, self.burst)
        assert self.watch.start() == ""
        self.settle()

    def took(self, silence: float = 0.3) -> set[str] | None:
        """All that is told from now on until there is silence: files, or None for everything. Of what was moved away
        watchdog tells after half a second, when it is certain that it does not come again."""
        told: set[str] = set()
        everything = False
        waiting = 30.0
        while (found := self.burst.take(waiting)) is None or found:
            assert self.watch.renew() == ""
            everything = everything or found is None
            told |= found or set()
            waiting = silence
        assert everything or told, "nothing was told"
        return None if everything else told

    def settle(self) -> None:
        """Wait until all is told that happened so far."""
        mark = self.root / "briefs" / f"mark-{os.urandom(4).hex()}.md"
        mark.parent.mkdir(exist_ok=True)
        mark.write_text("x")
        mark.unlink()
        self.took()

    def is_silent(self) -> bool:
        """Whether nothing is told but of a mark that is set now."""
        mark = self.root / "briefs/2025/mark.md"
        mark.write_text("x")
        return self.took() == {"briefs/2025/mark.md"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(write_site(tmp_path / "site", FILES))
    yield watched
    watched.watch.stop()


# ---------------------------------------------------------------- a change


def test_a_save_is_told(site: Watched) -> None:
    (site.root / "briefs/2025/a.md").write_text(brief("Changed"))
    assert site.took() == {"briefs/2025/a.md"}


@pytest.mark.parametrize("name", ["briefgen.yml", "templates/base.html", "briefs/actors.yml", "briefs/2025/wall.jpg"])
def test_every_kind_of_source_is_told(site: Watched, name: str) -> None:
    write_site(site.root, {name: "new"})
    assert site.took() == {name}


def test_an_atomic_save_is_told_by_the_name_that_counts(site: Watched) -> None:
    file = site.root / "briefs/2025/a.md"
    fresh = file.with_name(".a.md.swp")
    fresh.write_text(brief("Changed"))
    fresh.replace(file)
    assert site.took() == {"briefs/2025/a.md"}


def test_a_save_as_vim_does_it_is_told(site: Watched) -> None:
    file = site.root / "briefs/2025/a.md"
    (file.parent / "4913").write_text("")
    (file.parent / "4913").unlink()
    file.rename(f"{file}~")
    file.write_text(brief("Changed"))
    Path(f"{file}~").unlink()
    assert site.took() == {"briefs/2025/a.md"}


def test_a_rename_is_told_by_both_names(site: Watched) -> None:
    (site.root / "briefs/2025/a.md").rename(site.root / "briefs/2025/c.md")
    assert site.took() == {"briefs/2025/a.md", "briefs/2025/c.md"}


def test_a_file_that_goes_is_told(site: Watched) -> None:
    (site.root / "briefs/2025/a.md").unlink()
    assert site.took() == {"briefs/2025/a.md"}


def test_a_file_that_becomes_unreadable_is_told(site: Watched) -> None:
    (site.root / "briefs/2025/a.md").chmod(0o200)
    assert site.took() == {"briefs/2025/a.md"}


@pytest.mark.slow
def test_a_file_that_is_moved_out_and_in_is_told(site: Watched, tmp_path: Path) -> None:
    file = site.root / "briefs/2025/a.md"
    file.rename(tmp_path / "a.md")
    assert site.took(MOVED) == {"briefs/2025/a.md"}
    (tmp_path / "a.md").rename(file)
    assert site.took() == {"briefs/2025/a.md"}


def test_what_is_written_in_pieces_is_told_to_the_last(site: Watched) -> None:
    with (site.root / "briefs/2025/a.md").open("w") as file:
        file.write("---\n")
        file.flush()
        assert site.took() == {"briefs/2025/a.md"}
        file.write(brief("The rest"))
    assert site.took() == {"briefs/2025/a.md"}


# ---------------------------------------------------------------- folders


def test_a_folder_that_is_moved_in_is_watched(site: Watched, tmp_path: Path) -> None:
    write_site(tmp_path / "elsewhere", {"deep/x.md": brief("X")})
    (tmp_path / "elsewhere").rename(site.root / "briefs/2026")
    assert site.took() is None
    (site.root / "briefs/2026/deep/x.md").write_text(brief("Changed"))
    assert site.took() == {"briefs/2026/deep/x.md"}


@pytest.mark.slow
def test_a_folder_that_is_moved_out_is_told_and_no_more_watched(site: Watched, tmp_path: Path) -> None:
    (site.root / "briefs/2025").rename(tmp_path / "2025")
    assert site.took(MOVED) is None
    (tmp_path / "2025/a.md").write_text("changed")
    (site.root / "briefs/mark.md").write_text("x")
    told = site.took(MOVED)
    assert told is None or "briefs/mark.md" in told  # at most a look too many


def test_a_folder_that_is_renamed_is_watched_by_its_new_name(site: Watched) -> None:
    (site.root / "briefs/2025").rename(site.root / "briefs/old")
    assert site.took() is None
    (site.root / "briefs/old/a.md").write_text(brief("Changed"))
    assert site.took() == {"briefs/old/a.md"}


def test_a_new_folder_is_watched_with_what_lies_in_it_at_once(site: Watched) -> None:
    write_site(site.root, {"briefs/a/b/c/d.md": brief("Deep")})
    assert site.took() is None
    (site.root / "briefs/a/b/c/d.md").write_text(brief("Changed"))
    assert site.took() == {"briefs/a/b/c/d.md"}


@pytest.mark.parametrize("name", ["briefs", "templates"])
def test_a_whole_folder_may_go_and_come(site: Watched, tmp_path: Path, name: str) -> None:
    (site.root / name).rename(tmp_path / "away")
    assert site.took(MOVED) is None
    write_site(site.root, {f"{name}/x.md": "new"})
    assert site.took() is None
    (site.root / name / "x.md").write_text("changed")
    assert site.took() == {f"{name}/x.md"}


def test_a_folder_that_is_replaced_by_another_is_watched(site: Watched, tmp_path: Path) -> None:
    write_site(tmp_path, {"fresh/x.md": "new"})
    (site.root / "briefs").rename(tmp_path / "away")
    (tmp_path / "fresh").rename(site.root / "briefs")
    assert site.took(MOVED) is None
    (site.root / "briefs/x.md").write_text("changed")
    assert site.took() == {"briefs/x.md"}


def test_templates_may_appear_later(tmp_path: Path) -> None:
    site = Watched(write_site(tmp_path, {"briefs/a.md": brief("One")}))
    write_site(tmp_path, {"templates/brief.html": "x"})
    assert site.took() is None
    (tmp_path / "templates/brief.html").write_text("changed")
    assert site.took() == {"templates/brief.html"}
    site.watch.stop()


# ---------------------------------------------------------------- links


def test_a_linked_folder_of_briefs_is_watched(tmp_path: Path) -> None:
    write_site(tmp_path / "elsewhere", {"a.md": brief("One")})
    (tmp_path / "site").mkdir()
    (tmp_path / "site/briefs").symlink_to(tmp_path / "elsewhere")
    site = Watched(tmp_path / "site")
    (tmp_path / "elsewhere/a.md").write_text(brief("Changed"))
    assert site.took() == {"briefs/a.md"}
    site.watch.stop()


def test_what_links_lead_to_is_watched(site: Watched, tmp_path: Path) -> None:
    write_site(site.root, {"shared/note.md": brief("Shared"), "shared/other.md": "x"})
    write_site(tmp_path, {"theme/part.html": "x"})
    (site.root / "briefs/note.md").symlink_to(site.root / "shared/note.md")
    (site.root / "templates/parts").symlink_to(tmp_path / "theme")
    assert site.took() is None
    (site.root / "shared/note.md").write_text(brief("Changed"))
    assert site.took() is None
    (tmp_path / "theme/part.html").write_text("changed")
    assert site.took() is None


def test_links_that_were_there_before_are_followed(tmp_path: Path) -> None:
    write_site(tmp_path / "site", {**FILES, "shared/note.md": brief("Shared")})
    (tmp_path / "site/briefs/note.md").symlink_to("../shared/note.md")
    site = Watched(tmp_path / "site")
    (tmp_path / "site/shared/note.md").write_text(brief("Changed"))
    assert site.took() is None
    site.watch.stop()


def test_links_in_a_circle_are_no_trouble(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    (tmp_path / "briefs/again").symlink_to(tmp_path / "briefs")
    (tmp_path / "briefs/nowhere.md").symlink_to(tmp_path / "nothing.md")
    site = Watched(tmp_path)
    (tmp_path / "briefs/2025/a.md").write_text("changed")
    assert site.took() is None
    site.watch.stop()


# ---------------------------------------------------------------- what is no change


def test_reading_tells_nothing(site: Watched) -> None:
    for file in site.root.rglob("*"):
        if file.is_file():
            file.read_bytes()
    list(os.walk(site.root))
    assert site.is_silent()


def test_what_we_write_ourselves_tells_nothing(site: Watched) -> None:
    write_site(site.root, {"site/index.html": "x", ".briefgen/state.db": "x", ".git/index": "x", "notes.txt": "x"})
    assert site.is_silent()


def test_passing_files_tell_nothing(site: Watched) -> None:
    names = [".a.md.swp", "a.md~", "#a.md#", "a.md.tmp", "4913", ".DS_Store", ".git/x", "a.md.swx", ".#a.md"]
    (site.root / "briefs/2025/.git").mkdir()
    for name in names:
        (site.root / "briefs/2025" / name).write_text("x")
    for name in names:
        (site.root / "briefs/2025" / name).unlink()
    assert site.is_silent()


@pytest.mark.parametrize("name", ["a.md", "2025/a.txt", "tmp/a.md", "a.swift.md", "#1.md", "a~b.md", "_pages/about.md"])
def test_what_might_be_a_source_is_not_passing(name: str) -> None:
    assert not is_passing(name)


# ---------------------------------------------------------------- many at once


def test_a_thousand_files_at_once_are_few_refreshes(site: Watched) -> None:
    write_site(site.root, {f"briefs/2025/{n}.md": brief(str(n)) for n in range(1000)})
    assert site.took() is None
    bursts = 0
    done = threading.Event()

    def change() -> None:
        write_site(site.root, {f"briefs/2025/{n}.md": brief(f"{n} again") for n in range(1000)})
        done.set()

    threading.Thread(target=change, daemon=True).start()
    while (found := site.burst.take(1 if done.is_set() else 30)) is None or found:
        bursts += 1
    assert 1 <= bursts <= 100  # three or four where nothing else runs; a machine that does more makes pauses


def test_a_burst_is_told_when_it_is_over() -> None:
    burst = Burst(quiet=0.05)
    burst.put(["a"])
    burst.put(["b", "a"])
    assert burst.take() == frozenset({"a", "b"})
    assert burst.take(0) == frozenset()


def test_a_burst_that_does_not_end_is_told_all_the_same() -> None:
    burst, stop = Burst(quiet=30, longest=0.3), threading.Event()

    def change() -> None:
        while not stop.wait(0.01):
            burst.put(["a"])

    threading.Thread(target=change, daemon=True).start()
    assert burst.take() == frozenset({"a"})
    stop.set()


def test_of_very_many_files_no_list_is_kept() -> None:
    burst = Burst(quiet=0)
    burst.put(str(n) for n in range(MANY))
    taken = burst.take()
    assert taken is not None
    assert len(taken) == MANY
    burst.put(str(n) for n in range(MANY + 1))
    assert burst.take() is None


def test_anything_is_more_than_some_files() -> None:
    burst = Burst(quiet=0)
    burst.put(["a"])
    burst.put(None)
    burst.put(["b"])
    assert burst.take() is None


def test_who_waits_is_let_go_at_the_end() -> None:
    burst = Burst()
    waiting = threading.Thread(target=burst.take, daemon=True)
    waiting.start()
    burst.end()
    waiting.join(30)
    assert not waiting.is_alive()


def test_what_comes_while_somebody_is_busy_waits_for_the_next_time() -> None:
    burst = Burst(quiet=0)
    burst.put(["a"])
    assert burst.take() == frozenset({"a"})
    burst.put(["b"])
    burst.put(["c"])
    assert burst.take(0) == frozenset({"b", "c"})


# ---------------------------------------------------------------- when the system does not want to


def test_a_system_that_watches_no_more_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(observers.Observer):  # type: ignore[misc, valid-type]
        def schedule(self, *_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(observers, "Observer", Full)
    before = threading.active_count()
    watch = Watch(write_site(tmp_path, FILES), Burst())
    assert "inotify watch limit reached" in watch.start()
    until(lambda: threading.active_count() <= before)


def test_a_system_without_events_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchdog.observers.polling import PollingObserver

    monkeypatch.setattr(observers, "Observer", PollingObserver)
    assert Watch(tmp_path, Burst()).start() == "this system does not tell of changes"


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_a_checkout_of_another_branch_is_told(site: Watched) -> None:
    git(site.root, "init")
    git(site.root, "add", ".")
    git(site.root, "commit", "-m", "One")
    git(site.root, "checkout", "-b", "other")
    write_site(site.root, {"briefs/2025/a.md": brief("Changed")})
    git(site.root, "commit", "-am", "Two")
    site.took()
    git(site.root, "checkout", "main")
    assert site.took() == {"briefs/2025/a.md"}
