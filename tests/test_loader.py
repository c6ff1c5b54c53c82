"""What lies in `briefs/` is found, sorted, read and dated; nothing there can stop the loader."""

from __future__ import annotations

import datetime as dt
import os
import random
from pathlib import Path

import pytest
from support_record import git
from support_site import CONFIG, NOW, brief, write_site
from test_git import commit

from briefgen.briefs.files import LARGEST, scan_briefs
from briefgen.briefs.loader import load_library
from briefgen.briefs.model import Library
from briefgen.briefs.sorting import sort_out
from briefgen.config import Config
from briefgen.problems import Problem, Severity
from briefgen.workers import process_map, serial_map

RAW = "What's Happening\nThe bridge is open.\nWhy It's Important\nIt is.\nWhat's Next\nMore.\n"


def load(root: Path, config: Config = CONFIG) -> Library:
    return load_library(root, config, serial_map, NOW)


def only(library: Library, code: str) -> Problem:
    """The one problem with that code."""
    (found,) = (p for p in library.problems if p.code == code)
    return found


def test_files_are_found_by_their_suffix_and_sorted(tmp_path: Path) -> None:
    names = ["b.md", "a/z.MD", "a/y.markdown", "a-b/x.TXT", "A.md"]
    others = ["pic.jpg", "a/table.csv", "noSuffix"]
    hidden = ["_draft.md", ".x.md", "_old/x.md", ".git/x.md", "a/_pages/x.md"]
    write_site(
        tmp_path / "briefs",
        dict.fromkeys([*names, *others, *hidden, "actors.yml", "_pages/about.md", "_pages/_x.md"], ""),
    )
    found = sort_out(scan_briefs(tmp_path))
    assert found.briefs == tuple(sorted(names))
    assert found.files == set(others)
    assert found.pages == ("_pages/about.md",)
    assert not found.problems


def test_briefs_pages_and_registries_are_read(tmp_path: Path) -> None:
    files = {
        "2025/a.md": brief("One", extra="actors: [Ada Novik]\n"),
        "b.txt": brief("Two"),
        "_pages/about.md": "---\ntitle: About\n---\nWho we are.\n",
        "actors.yml": "ada-novik:\n  name: Ada Novik\n",
        "topics.yml": "trade:\n  name: Trade\n",
    }
    library = load(write_site(tmp_path, {f"briefs/{name}": text for name, text in files.items()}))
    assert [(b.path, b.title) for b in library.briefs] == [("2025/a.md", "One"), ("b.txt", "Two")]
    assert [p.title for p in library.pages] == ["About"]
    assert [a.name for a in library.registry.actors] == ["Ada Novik"]
    assert [t.name for t in library.registry.topics] == ["Trade"]
    assert not library.problems


def test_no_folder_is_an_error_that_tells_of_init(tmp_path: Path) -> None:
    found = only(load(tmp_path), "no-briefs")
    assert found.severity is Severity.ERROR
    assert "briefgen init" in found.hint


@pytest.mark.parametrize("name", ["README.md", "2025/readme.TXT", "Readme.markdown"])
def test_a_readme_is_not_a_brief(tmp_path: Path, name: str) -> None:
    library = load(write_site(tmp_path, {f"briefs/{name}": "How we write briefs"}))
    assert library.briefs == ()
    found = only(library, "not-read")
    assert (found.severity, found.where.file) == (Severity.NOTE, f"briefs/{name}")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("kim.docx", "kim.md"), ("x/kim.RTF", "kim.md"), ("actors.yaml", "actors.yml"), ("topics.yaml", "topics.yml")],
)
def test_a_file_that_looks_like_ours_and_is_not_is_told(tmp_path: Path, name: str, hint: str) -> None:
    found = only(load(write_site(tmp_path, {f"briefs/{name}": ""})), "not-read")
    assert found.severity is Severity.WARNING
    assert hint in found.hint


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/large.md": "", "briefs/fine.md": brief()})
    os.truncate(tmp_path / "briefs/large.md", LARGEST + 1)
    library = load(tmp_path)
    assert only(library, "too-large").where.file == "briefs/large.md"
    assert [b.path for b in library.briefs] == ["fine.md"]


def test_a_file_that_cannot_be_read_is_a_problem_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(
        tmp_path, {"briefs/shut.md": brief(), "briefs/fine.md": brief(), "briefs/actors.yml": "", "briefs/d/x.md": ""}
    )
    really_open, really_list = os.open, os.listdir

    def closed(file: str, *rest: int) -> int:
        if str(file).endswith(("shut.md", "actors.yml")):
            raise PermissionError(13, "Permission denied", str(file))
        return really_open(file, *rest)

    def shut(folder: str) -> list[str]:
        if folder.rstrip("/").endswith("/d"):
            raise PermissionError(13, "Permission denied", str(folder))
        return really_list(folder)

    monkeypatch.setattr(os, "open", closed)
    monkeypatch.setattr(os, "listdir", shut)
    library = load(tmp_path)
    found = {p.where.file for p in library.problems if p.code == "unreadable" and "Permission denied" in p.message}
    assert found == {"briefs/shut.md", "briefs/actors.yml", "briefs/d"}
    assert [b.path for b in library.briefs] == ["fine.md"]


def test_a_name_that_is_not_utf8_is_an_error_that_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / "briefs").mkdir()
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "briefs") + b"/caf\xe9.md")).touch()
    except OSError:
        pytest.skip("this disk refuses such names")
    found = only(load(tmp_path), "file-name")
    assert found.where.file == r"briefs/caf\xe9.md"
    assert found.where.file.encode()


def test_links_do_not_lead_out_or_in_circles(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {"news/briefs/a/real.md": brief(), "news/shared/pic.png": "", "secret.md": brief(), "outside/x.md": brief()},
    )
    briefs = tmp_path / "news" / "briefs"
    (briefs / "a" / "loop").symlink_to(briefs)
    (briefs / "out").symlink_to(tmp_path / "outside")
    (briefs / "secret.md").symlink_to(tmp_path / "secret.md")
    (briefs / "gone.md").symlink_to(tmp_path / "nothing")
    (briefs / "self.md").symlink_to(briefs / "self.md")
    (briefs / "again.md").symlink_to(briefs / "a" / "real.md")
    (briefs / "pic.png").symlink_to(tmp_path / "news" / "shared" / "pic.png")
    found = sort_out(scan_briefs(briefs.parent))
    assert found.briefs == ("a/real.md", "again.md")
    assert found.files == {"pic.png"}
    assert {p.where.file for p in found.problems} == {
        f"briefs/{n}" for n in ("a/loop", "out", "secret.md", "gone.md", "self.md")
    }
    assert {p.code for p in found.problems} == {"not-read"}


def test_the_order_of_the_disk_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(
        tmp_path,
        {f"briefs/{n % 7}/{n}.md": brief(f"Brief {n}") for n in range(80)}
        | {"briefs/README.md": "", "briefs/x.docx": ""},
    )
    first = load(tmp_path)
    really = os.scandir

    class Shuffled:
        def __init__(self, folder: Path) -> None:
            with really(folder) as scan:
                self.entries = list(scan)
            random.Random(4).shuffle(self.entries)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(os, "scandir", Shuffled)
    again = load(tmp_path)
    assert again.briefs == first.briefs
    assert set(again.problems) == set(first.problems)
    assert load_library(tmp_path, CONFIG, process_map(3), NOW).briefs == first.briefs


# ---------------------------------------------------------------- briefs without a date


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    write_site(tmp_path, {"briefs/bridge.txt": RAW})
    git(tmp_path, "init", "-q")
    return tmp_path


def test_an_undated_brief_has_the_date_of_its_first_commit_in_the_sites_zone(repository: Path) -> None:
    commit(repository, "2025-01-02T23:30:00+00:00")
    library = load(repository, Config(timezone="Asia/Tokyo"))
    moment = library.briefs[0].date
    assert (moment.day, moment.is_day) == (dt.date(2025, 1, 3), False)
    assert moment.instant == dt.datetime(2025, 1, 2, 23, 30, tzinfo=dt.UTC)
    found = only(library, "date-from-git")
    assert found.severity is Severity.NOTE
    assert found.hint == "Write `date: 2025-01-03`"


def test_an_uncommitted_brief_has_the_date_of_its_file_and_a_warning(repository: Path) -> None:
    commit(repository, "2025-01-02T00:00:00Z")
    write_site(repository, {"briefs/new.txt": RAW})
    os.utime(repository / "briefs/new.txt", (0, dt.datetime(2025, 10, 3, 12, tzinfo=dt.UTC).timestamp() + 0.75))
    library = load(repository)
    assert {b.path: b.date.instant for b in library.briefs}["new.txt"] == dt.datetime(2025, 10, 3, 12, tzinfo=dt.UTC)
    found = only(library, "date-from-file")
    assert (found.severity, found.where.file) == (Severity.WARNING, "briefs/new.txt")
    assert "git does not know this file yet" in found.message
    assert found.hint == "Write `date: 2025-10-03`"


def test_a_file_from_the_future_does_not_hold_its_brief_back(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/new.txt": RAW})
    assert load(tmp_path).briefs[0].date.instant == NOW


def test_without_git_the_warning_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in only(load(write_site(tmp_path, {"briefs/new.txt": RAW})), "date-from-file").message


def test_a_shallow_clone_is_warned_of(repository: Path) -> None:
    commit(repository, "2025-01-02T00:00:00Z")
    write_site(repository, {"briefs/other.txt": RAW})
    commit(repository, "2025-02-02T00:00:00Z")
    git(repository.parent, "clone", "-q", "--depth", "1", repository.as_uri(), str(repository / "clone"))
    found = [p for p in load(repository / "clone").problems if p.code == "date-from-git"]
    assert [p.severity for p in found] == [Severity.WARNING] * 2
    assert all("--unshallow" in p.hint for p in found)


def test_git_is_not_asked_when_every_brief_has_its_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise AssertionError("git was asked")

    monkeypatch.setattr("briefgen.briefs.loader.first_commits", fail)
    write_site(tmp_path, {"briefs/a.md": brief(), "briefs/2025-10-18-bridge.txt": RAW})
    assert [b.date.day for b in load(tmp_path).briefs] == [dt.date(2025, 10, 18)] * 2
