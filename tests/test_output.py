"""Writing into the output folder: whole files, nothing touched in vain, nothing removed that is not ours."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from support_site import folders, tree, write_site

from briefgen.output import TEMPORARY, Output, OutputError, output_folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_a_file_is_written_with_its_folders_and_no_temporary_stays(site: Path) -> None:
    done = Output(site).write("a/b/index.html", b"one")
    assert done.changed
    assert tree(site) == {"a/b/index.html": b"one"}


def test_a_file_with_the_same_bytes_is_not_touched(site: Path) -> None:
    output = Output(site)
    first = output.write("index.html", b"one")
    os.utime(site / "index.html", (1, 1))
    before = (site / "index.html").stat()
    again = output.write("index.html", b"one")
    assert not again.changed
    assert again.digest == first.digest
    after = (site / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_other_bytes_of_the_same_length_replace_it(site: Path) -> None:
    output = Output(site)
    output.write("index.html", b"one")
    assert output.write("index.html", b"two").changed
    assert tree(site) == {"index.html": b"two"}


@pytest.mark.parametrize("path", ["", "/etc/x", "../x", "a/../../x", "x\0"])
def test_nothing_is_written_outside(site: Path, path: str) -> None:
    with pytest.raises(ValueError, match="output folder"):
        Output(site).write(path, b"")


def test_a_link_is_replaced_and_its_target_left_alone(site: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"one")
    site.mkdir()
    (site / "index.html").symlink_to(tmp_path / "precious")
    assert Output(site).write("index.html", b"one").changed
    assert not (site / "index.html").is_symlink()
    Output(site).write("index.html", b"two")
    assert (tmp_path / "precious").read_bytes() == b"one"


def test_a_pipe_in_the_way_does_not_hang(site: Path) -> None:
    site.mkdir()
    os.mkfifo(site / "index.html")
    assert Output(site).write("index.html", b"").changed
    assert stat.S_ISREG((site / "index.html").stat().st_mode)


def test_own_files_give_way_to_folders_and_own_folders_to_files(site: Path) -> None:
    write_site(site, {"about": "old", "x/y/z.html": "old", "x/w.html": "old"})
    output = Output(site, frozenset({"about", "x/y/z.html", "x/w.html"}))
    output.write("about/index.html", b"new")
    output.write("x", b"new")
    assert tree(site) == {"about/index.html": b"new", "x": b"new"}


def test_foreign_files_do_not_give_way(site: Path) -> None:
    write_site(site, {"about": "mine", "x/y.html": "ours", "x/z.html": "mine"})
    output = Output(site, frozenset({"x/y.html"}))
    before = tree(site)
    with pytest.raises(OutputError, match=r"about is a file that briefgen did not write.*move it away"):
        output.write("about/deep/index.html", b"new")
    with pytest.raises(OutputError, match=r"x/z\.html in it, which briefgen did not write"):
        output.write("x", b"new")
    assert tree(site) == before


def test_removing_takes_emptied_folders_along_and_no_others(site: Path) -> None:
    write_site(site, {"a/b/c/index.html": "", "a/keep.txt": "", "d/index.html": ""})
    output = Output(site)
    assert output.prune({"a/b/c/index.html", "d/index.html", "gone/index.html"}, ()) == [
        "a/b/c/index.html",
        "d/index.html",
    ]
    assert tree(site) == {"a/keep.txt": b""}
    assert folders(site) == {"a"}


def test_nothing_is_removed_outside(site: Path, tmp_path: Path) -> None:
    write_site(tmp_path, {"precious": "", "site/x": ""})
    assert Output(site).prune({"../precious", str(tmp_path / "precious"), "", "x\0", "a/../../precious"}, ()) == []
    assert set(tree(tmp_path)) == {"precious", "site/x"}


def test_the_folder_of_a_file_that_was_never_written_goes_too(site: Path) -> None:
    (site / "a" / "b").mkdir(parents=True)
    assert Output(site).prune({"a/b/index.html"}, ()) == []
    assert folders(site) == set()
    assert site.is_dir()


def test_a_folder_where_a_stale_file_was_stays(site: Path) -> None:
    write_site(site, {"about/index.html": "new"})
    assert Output(site).prune({"about"}, {"about/index.html"}) == []
    assert tree(site) == {"about/index.html": b"new"}


def test_on_a_disk_that_ignores_case_the_renamed_page_stays(site: Path) -> None:
    write_site(site, {"kim/index.html": "new"})
    (site / "Kim").symlink_to("kim")  # as such a disk answers to both names
    assert Output(site).prune({"Kim/index.html"}, {"kim/index.html"}) == []
    assert tree(site / "kim") == {"index.html": b"new"}


def test_sweeping_removes_temporary_files_only(site: Path) -> None:
    write_site(site, {f"a/{TEMPORARY}12": "", f"{TEMPORARY}7": "", "a/index.html": "", ".nojekyll": ""})
    Output(site).sweep()
    assert set(tree(site)) == {"a/index.html", ".nojekyll"}


def test_a_failed_write_leaves_the_old_file_and_no_temporary(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = Output(site)
    output.write("index.html", b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match=r"cannot write .*index\.html: No space left on device"):
        output.write("index.html", b"new")
    assert tree(site) == {"index.html": b"old"}


def test_a_full_disk_is_one_clear_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    output = Output(Path("/dev"))
    with pytest.raises(OutputError):
        output.write("full/index.html", b"new")


@pytest.mark.parametrize(
    "out", [".", "..", "/", "~", "briefs", "briefs/site", "templates/x", ".git", ".briefgen", "file"]
)
def test_folders_that_hold_something_else_are_refused(
    tmp_path: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    root = write_site(tmp_path / "news", {"file": "", "briefs/x.md": ""})
    with pytest.raises(OutputError, match=r"cannot be written to|is a file"):
        output_folder(root, out)


def test_sources_that_are_links_are_protected_where_they_lead(tmp_path: Path) -> None:
    write_site(tmp_path, {"elsewhere/briefs/x.md": "", "news/briefgen.yml": ""})
    (tmp_path / "news/briefs").symlink_to(tmp_path / "elsewhere/briefs")
    with pytest.raises(OutputError, match="contains the folder briefs/"):
        output_folder(tmp_path / "news", "../elsewhere")


def test_the_folder_may_lie_anywhere_else(tmp_path: Path) -> None:
    root = write_site(tmp_path / "news", {"briefs/x.md": ""})
    assert output_folder(root, "site") == root / "site"
    assert output_folder(root, str(tmp_path / "www")) == tmp_path / "www"
    assert output_folder(root, "../www") == tmp_path / "www"
