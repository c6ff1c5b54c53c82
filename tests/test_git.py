"""First commits: renames keep the date, a shallow clone is doubted, and git may be missing."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from support_record import git

from briefgen.briefs.git import first_commits

FIRST, SECOND, THIRD = "2025-01-02T03:04:05+02:00", "2025-02-03T04:05:06+00:00", "2025-03-04T05:06:07-05:00"


def commit(folder: Path, date: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x", date=date, committed="2030-01-01T00:00:00Z")


@pytest.fixture
def briefs(tmp_path: Path) -> Path:
    """The folder of the briefs, in a repository whose root lies above the site."""
    folder = tmp_path / "repository" / "news" / "briefs"
    folder.mkdir(parents=True)
    git(tmp_path / "repository", "init", "-q", "-b", "main")
    return folder


def test_the_first_commit_dates_a_file_and_later_ones_do_not(briefs: Path) -> None:
    (briefs / "a.md").write_text("one")
    commit(briefs, FIRST)
    (briefs / "a.md").write_text("two")
    (briefs / "b.md").write_text("another")
    commit(briefs, SECOND)
    found = first_commits(briefs)
    assert found.dates == {"a.md": dt.datetime.fromisoformat(FIRST), "b.md": dt.datetime.fromisoformat(SECOND)}
    assert found.dates["a.md"].utcoffset() == dt.timedelta(hours=2)
    assert not found.doubtful
    assert not found.reason


def test_a_rename_keeps_the_date_also_with_odd_names(briefs: Path) -> None:
    (briefs / "a.md").write_text("a text that is long enough to be known again\n" * 5)
    commit(briefs, FIRST)
    (briefs / "2025").mkdir()
    names = ["2025/é ü.md", "2025/R100.md", '2025/"quoted"\nline.md', "2025/\x01odd.md"]
    for old, new in zip(["a.md", *names], names, strict=False):
        git(briefs, "mv", old, new)
        commit(briefs, SECOND)
    found = first_commits(briefs).dates
    assert {name: found[name] for name in names} == dict.fromkeys(names, dt.datetime.fromisoformat(FIRST))


def test_a_file_from_a_merged_branch_has_its_own_date(briefs: Path) -> None:
    (briefs / "a.md").write_text("a")
    commit(briefs, FIRST)
    git(briefs, "checkout", "-qb", "side")
    (briefs / "b.md").write_text("b")
    commit(briefs, SECOND)
    git(briefs, "checkout", "-q", "main")
    (briefs / "c.md").write_text("c")
    commit(briefs, THIRD)
    git(briefs, "merge", "-q", "--no-ff", "-m", "merge", "side", date="2026-01-01T00:00:00Z")
    assert first_commits(briefs).dates["b.md"] == dt.datetime.fromisoformat(SECOND)


def test_files_outside_the_folder_do_not_count(briefs: Path) -> None:
    (briefs.parent / "a.md").write_text("outside")
    commit(briefs.parent, FIRST)
    (briefs / "a.md").write_text("inside, and something else")
    commit(briefs, SECOND)
    assert first_commits(briefs).dates == {"a.md": dt.datetime.fromisoformat(SECOND)}


def test_a_file_that_came_back_keeps_its_first_date(briefs: Path) -> None:
    for text, date in (("one", FIRST), (None, SECOND), ("other words", THIRD)):
        (briefs / "b.md").write_text(f"{date}")
        if text is None:
            (briefs / "a.md").unlink()
        else:
            (briefs / "a.md").write_text(text)
        commit(briefs, date)
    assert first_commits(briefs).dates["a.md"] == dt.datetime.fromisoformat(FIRST)


def test_what_a_shallow_clone_cannot_know_is_doubted(briefs: Path, tmp_path: Path) -> None:
    for name, date in (("a.md", FIRST), ("b.md", SECOND), ("c.md", THIRD)):
        (briefs / name).write_text(name)
        commit(briefs, date)
    source = (tmp_path / "repository").as_uri()
    git(tmp_path, "clone", "-q", "--depth", "2", source, "shallow")
    found = first_commits(tmp_path / "shallow" / "news" / "briefs")
    assert found.doubtful == {"a.md", "b.md"}
    assert found.dates["c.md"] == dt.datetime.fromisoformat(THIRD)
    assert not first_commits(briefs).doubtful


def test_a_file_that_is_not_committed_has_no_date(briefs: Path) -> None:
    (briefs / "a.md").write_text("a")
    commit(briefs, FIRST)
    (briefs / "new.md").write_text("new")
    git(briefs, "add", "-A")
    assert "new.md" not in first_commits(briefs).dates


def test_a_repository_without_commits_says_so(briefs: Path) -> None:
    assert first_commits(briefs).reason == "nothing has been committed yet"


def test_no_repository_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert first_commits(tmp_path).reason == "this is not a git repository"


def test_a_hook_of_git_does_not_lead_us_astray(briefs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (briefs / "a.md").write_text("a")
    commit(briefs, FIRST)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.lock")
    assert set(first_commits(briefs).dates) == {"a.md"}


def test_no_git_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert first_commits(tmp_path).reason == "git is not installed"


def test_a_git_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "git"
    fake.write_text("#!/bin/sh\necho 'fatal: the moon is full' >&2\nexit 128\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert first_commits(tmp_path).reason == "git failed: fatal: the moon is full"
