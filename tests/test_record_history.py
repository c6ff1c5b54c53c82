"""The history of briefs: renames, merges, shallow clones, what is kept, and what there is without git."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from support_record import START, Repository, git

from briefgen.briefs.git import run_git
from briefgen.record import history as reading
from briefgen.record.history import read_history
from briefgen.record.model import History

LONG = "A text that is long enough to be known again when its file moves.\n" * 8


def told(history: History, path: str) -> list[str]:
    """What the commits of a file say, oldest first."""
    trail = history.of(path)
    assert trail is not None, path
    return [f"{r.change.kind} {r.commit.subject}" for r in trail.revisions]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository", "news")


def whole(history: History) -> object:
    return msgspec.to_builtins(history)


def test_a_brief_has_its_commits_with_author_instant_and_blobs(repository: Repository) -> None:
    first = repository.commit({"briefs/2025/a.md": LONG, "outside.md": "x"}, "Publish", at=START + 5)
    repository.commit({"outside.md": "y"}, "Elsewhere")
    last = repository.commit({"briefs/2025/a.md": LONG + "More.\n"}, "Ändere «a»", at=START + 9000)
    trail = read_history(repository.root).of("2025/a.md")
    assert trail is not None
    assert (trail.first.commit.hash, trail.last.commit.hash) == (first, last)
    assert trail.first.commit.instant.timestamp() == START + 5
    assert (trail.last.commit.author, trail.last.commit.subject) == ("Ada", "Ändere «a»")
    assert trail.last.change.blob == repository.git("rev-parse", "HEAD:news/briefs/2025/a.md")
    assert len(trail.revisions) == 2
    assert trail.complete


def test_renames_are_followed_also_in_circles_and_with_odd_names(repository: Repository) -> None:
    repository.commit({"briefs/a.md": LONG + "a", "briefs/b.md": LONG.upper() + "b"}, "Both")
    repository.git("mv", "news/briefs/a.md", "news/briefs/x")
    repository.git("mv", "news/briefs/b.md", "news/briefs/a.md")
    repository.git("mv", "news/briefs/x", "news/briefs/b.md")
    repository.commit(subject="Swap")
    repository.commit({"briefs/a.md": LONG.upper() + "changed"}, "Edit a")
    repository.git("mv", "news/briefs/b.md", 'news/briefs/"é"\n\x01:b.md')
    repository.commit(subject="Odd")
    history = read_history(repository.root)
    first = history.of("a.md")
    assert first is not None
    assert first.first.change.path == "a.md" if told(history, "a.md")[1].startswith("M") else "b.md"
    assert told(history, "a.md")[-1] == "M Edit a"
    assert told(history, '"é"\n\x01:b.md')[0] == "A Both"
    assert told(history, '"é"\n\x01:b.md')[-1] == "R Odd"


def test_a_new_file_at_a_former_address_has_a_history_of_its_own(repository: Repository) -> None:
    repository.commit({"briefs/a.md": LONG}, "Publish")
    repository.git("mv", "news/briefs/a.md", "news/briefs/b.md")
    repository.commit(subject="Move")
    repository.commit({"briefs/a.md": "quite another"}, "Another")
    history = read_history(repository.root)
    assert told(history, "a.md") == ["A Another"]
    assert told(history, "b.md") == ["A Publish", "R Move"]


def test_a_deleted_brief_that_comes_back_goes_on(repository: Repository) -> None:
    repository.commit({"briefs/a.md": LONG}, "Publish")
    (repository.root / "briefs/a.md").unlink()
    repository.commit(subject="Delete")
    repository.commit({"briefs/a.md": LONG}, "Restore")
    assert told(read_history(repository.root), "a.md") == ["A Publish", "D Delete", "A Restore"]


def test_a_merge_counts_only_where_it_is_unlike_all_its_parents(repository: Repository) -> None:
    repository.commit({"briefs/a.md": LONG, "briefs/b.md": "b\n"}, "Publish")
    repository.git("checkout", "-qb", "side")
    repository.commit({"briefs/a.md": LONG + "side\n"}, "Side")
    repository.git("checkout", "-q", "main")
    repository.commit({"briefs/b.md": "main\n"}, "Main")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "side")
    repository.commit({"briefs/b.md": "by the merge\n"}, "Merge")
    history = read_history(repository.root)
    assert told(history, "a.md") == ["A Publish", "M Side"]
    assert told(history, "b.md") == ["A Publish", "M Main", "M Merge"]


def test_an_edit_of_the_old_name_on_another_branch_belongs_to_the_brief(repository: Repository) -> None:
    repository.commit({"briefs/a.md": LONG}, "Publish")
    repository.git("checkout", "-qb", "side")
    repository.commit({"briefs/a.md": LONG + "side\n"}, "Side")
    repository.git("checkout", "-q", "main")
    repository.git("mv", "news/briefs/a.md", "news/briefs/b.md")
    repository.commit(subject="Move")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "side")
    assert told(read_history(repository.root), "b.md")[:3] == ["A Publish", "M Side", "R Move"]


def test_the_mode_of_a_file_is_no_change(repository: Repository) -> None:
    repository.commit({"briefs/a.md": LONG}, "Publish")
    (repository.root / "briefs/a.md").chmod(0o755)
    repository.commit(subject="Mode")
    assert told(read_history(repository.root), "a.md") == ["A Publish"]


def test_what_is_not_committed_has_no_history(repository: Repository) -> None:
    repository.commit({"briefs/a.md": LONG}, "Publish")
    (repository.root / "briefs/new.md").write_text("new")
    history = read_history(repository.root)
    assert history.of("new.md") is None
    assert history.note == ""


def test_a_kept_history_is_gone_on_from_and_is_what_a_first_reading_gives(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, ...]] = []

    def noted(folder: Path, *arguments: str) -> object:
        calls.append(arguments)
        return run_git(folder, *arguments)

    monkeypatch.setattr(reading, "run_git", noted)
    (repository.root / ".briefgen").mkdir()
    (repository.folder / ".gitignore").write_text(".briefgen/\n")
    repository.commit({"briefs/a.md": LONG}, "Publish")
    repository.git("checkout", "-qb", "side")
    repository.commit({"briefs/b.md": "b"}, "Side", at=START + 100)
    repository.git("checkout", "-q", "main")
    repository.commit({"briefs/a.md": LONG + "x"}, "Edit", at=START + 9000)
    before = read_history(repository.root)
    calls.clear()
    assert read_history(repository.root) == before
    assert [a[0] for a in calls] == ["rev-parse"]
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "side")  # brings a commit that is older than what is kept
    repository.git("mv", "news/briefs/a.md", "news/briefs/c.md")
    repository.commit(subject="Move")
    calls.clear()
    went_on = read_history(repository.root)
    assert any(f"{before.tip}..{went_on.tip}" in a for a in calls)
    (repository.root / ".briefgen/history").unlink()
    assert whole(read_history(repository.root)) == whole(went_on)
    assert told(went_on, "c.md") == ["A Publish", "M Edit", "R Move"]


def test_a_kept_history_that_is_damaged_or_of_another_branch_is_read_anew(repository: Repository) -> None:
    (repository.root / ".briefgen").mkdir()
    (repository.folder / ".gitignore").write_text(".briefgen/\n")
    repository.commit({"briefs/a.md": LONG}, "Publish")
    repository.commit({"briefs/a.md": LONG + "x"}, "Edit")
    right = read_history(repository.root)
    file = repository.root / ".briefgen/history"
    for damage in (b"", b"rubbish", file.read_bytes()[:-3]):
        file.write_bytes(damage)
        assert read_history(repository.root) == right
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.commit({"briefs/a.md": LONG + "y"}, "Otherwise")
    assert told(read_history(repository.root), "a.md") == ["A Publish", "M Otherwise"]


def test_nothing_is_kept_where_nothing_was_built(repository: Repository) -> None:
    repository.commit({"briefs/a.md": LONG}, "Publish")
    read_history(repository.root)
    assert not (repository.root / ".briefgen").exists()


def test_a_shallow_clone_says_where_it_is_cut_until_it_is_whole(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"briefs/old.md": LONG}, "Publish", at=START)
    repository.commit({"briefs/b.md": "b"}, "Second", at=START + 86400)
    repository.commit({"briefs/c.md": "c"}, "Third", at=START + 2 * 86400)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "2", repository.folder.as_uri(), str(clone))
    (clone / "news/.briefgen").mkdir()
    shallow = read_history(clone / "news")
    old, new = shallow.of("old.md"), shallow.of("c.md")
    assert old is not None
    assert new is not None
    assert not old.complete
    assert new.complete
    assert shallow.note.startswith("The git history is cut off at 2025-10-10 (a shallow clone)")
    git(clone, "fetch", "-q", "--unshallow")
    full = read_history(clone / "news")
    assert told(full, "old.md") == ["A Publish"]
    assert full.note == ""


def test_without_a_repository_commits_or_git_the_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_history(tmp_path).reason == "there is no folder briefs/"
    (tmp_path / "plain/briefs").mkdir(parents=True)
    assert read_history(tmp_path / "plain").note.endswith("this is not a git repository")
    empty = Repository(tmp_path / "empty")
    assert read_history(empty.root).reason == "nothing has been committed yet"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_history(empty.root).reason == "git is not installed"


def test_a_worktree_and_a_detached_head_have_the_history_too(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit({"briefs/a.md": LONG}, "Publish")
    repository.commit({"briefs/a.md": LONG + "x"}, "Edit")
    repository.git("worktree", "add", "-q", "--detach", str(tmp_path / "other"), first)
    assert told(read_history(tmp_path / "other" / "news"), "a.md") == ["A Publish"]
    repository.git("checkout", "-q", "--detach")
    assert told(read_history(repository.root), "a.md") == ["A Publish", "M Edit"]
