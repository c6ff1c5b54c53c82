"""Writing into the output folder: whole files, nothing touched in vain, nothing removed that is not ours."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from support_site import folders, tree, write_site

from briefgen.briefs.scan import stamps_of
from briefgen.output import STAGE, Output, OutputError, output_folder


def put(output: Output, path: str, data: bytes) -> bool:
    """Write one file and put it in place; whether it changed."""
    done = output.write(path, data)
    output.commit({path: 0} if done.changed else {})
    return done.changed


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_files_wait_until_they_are_put_in_place_and_nothing_else_stays(site: Path) -> None:
    output = Output(site)
    done = [output.write("a/b/index.html", b"one"), output.write("a/c/index.html", b"two"), output.write("x.xml", b"3")]
    assert all(one.changed for one in done)
    assert all(name.startswith(f"{STAGE}/") for name in tree(site))
    output.commit({one.path: 0 for one in done})
    assert tree(site) == {"a/b/index.html": b"one", "a/c/index.html": b"two", "x.xml": b"3"}
    assert not (site / STAGE).exists()


def test_stamps_tell_whether_somebody_touched_a_file_since(site: Path) -> None:
    output = Output(site)
    files = {"a/b/index.html": b"one", "x.xml": b"3"}
    stamps = {path: output.write(path, data).stamp for path, data in files.items()}
    stamps |= output.commit(dict.fromkeys(files, 0))
    assert list(stamps_of(str(site), files)) == [stamps[path] for path in files]
    os.utime(site / "x.xml", (1, 1))
    assert list(stamps_of(str(site), files)) != [stamps[path] for path in files]


def test_what_comes_first_is_put_in_place_first(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranks = {
        "index.html": 2,
        "topics/a/index.html": 1,
        "topics/index.html": 1,
        "2025/a/index.html": 0,
        "2025/index.html": 1,
    }
    write_site(site, {"topics/old.html": "", "index.html": "old"})
    output = Output(site)
    for path in ranks:
        output.write(path, b"new")
    order: list[str] = []
    really = os.replace

    def replace(source: str, target: str) -> None:
        order.append(os.path.relpath(target, site))
        really(source, target)

    monkeypatch.setattr(os, "replace", replace)
    output.commit(ranks)
    assert order == ["2025", "topics/a", "topics/index.html", "index.html"]


def test_a_file_with_the_same_bytes_is_not_touched(site: Path) -> None:
    output = Output(site)
    put(output, "index.html", b"one")
    os.utime(site / "index.html", (1, 1))
    before = (site / "index.html").stat()
    assert not put(output, "index.html", b"one")
    after = (site / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_that_is_known_to_be_sound_is_not_even_read(site: Path) -> None:
    digest = Output(site).write("index.html", b"one").digest
    done = Output(site, ["index.html"], {"index.html": digest}).write("index.html", b"one")
    assert (done.changed, done.stamp) == (False, 0)


def test_other_bytes_of_the_same_length_replace_it(site: Path) -> None:
    output = Output(site)
    put(output, "index.html", b"one")
    assert put(output, "index.html", b"two")
    assert tree(site) == {"index.html": b"two"}


@pytest.mark.parametrize("path", ["", "/etc/x", "../x", "a/../../x", "x\0"])
def test_nothing_is_written_outside(site: Path, path: str) -> None:
    with pytest.raises(ValueError, match="output folder"):
        Output(site).write(path, b"")


def test_a_link_is_replaced_and_its_target_left_alone(site: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"one")
    site.mkdir()
    (site / "index.html").symlink_to(tmp_path / "precious")
    assert put(Output(site), "index.html", b"one")
    assert not (site / "index.html").is_symlink()
    put(Output(site), "index.html", b"two")
    assert (tmp_path / "precious").read_bytes() == b"one"


def test_a_pipe_in_the_way_does_not_hang(site: Path) -> None:
    site.mkdir()
    os.mkfifo(site / "index.html")
    assert put(Output(site), "index.html", b"")
    assert stat.S_ISREG((site / "index.html").stat().st_mode)


def test_own_files_give_way_to_folders_and_own_folders_to_files(site: Path) -> None:
    write_site(site, {"about": "old", "x/y/z.html": "old", "x/w.html": "old"})
    output = Output(site, frozenset({"about", "x/y/z.html", "x/w.html"}))
    output.write("about/index.html", b"new")
    output.write("x", b"new")
    output.commit({"about/index.html": 0, "x": 0})
    assert tree(site) == {"about/index.html": b"new", "x": b"new"}


def test_foreign_files_do_not_give_way(site: Path) -> None:
    write_site(site, {"about": "mine", "x/y.html": "ours", "x/z.html": "mine"})
    output = Output(site, frozenset({"x/y.html"}))
    before = tree(site)
    with pytest.raises(OutputError, match=r"about is a file that briefgen did not write.*move it away"):
        put(output, "about/deep/index.html", b"new")
    with pytest.raises(OutputError, match=r"x/z\.html in it, which briefgen did not write"):
        put(output, "x", b"new")
    output.sweep()
    assert tree(site) == before


def test_removing_takes_emptied_folders_along_and_no_others(site: Path) -> None:
    write_site(site, {"a/b/c/index.html": "", "a/keep.txt": "", "d/index.html": ""})
    output = Output(site)
    assert output.prune(["a/b/c/index.html", "d/index.html", "gone/index.html"], ()) == [
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


def test_sweeping_removes_what_was_not_put_in_place(site: Path) -> None:
    write_site(site, {f"{STAGE}/a/index.html": "", "a/index.html": "", ".nojekyll": ""})
    Output(site).sweep()
    assert set(tree(site)) == {"a/index.html", ".nojekyll"}


@pytest.mark.parametrize("call", ["write", "replace"])
def test_a_failed_write_leaves_the_old_file(site: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    output = Output(site)
    put(output, "index.html", b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OutputError, match=r"cannot write .*index\.html: No space left on device"):
        put(output, "index.html", b"new")
    output.sweep()
    assert tree(site) == {"index.html": b"old"}


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
