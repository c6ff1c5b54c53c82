"""The state remembers what was written, survives any damage, and its lock outlives no process."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from briefgen.lock import building
from briefgen.output import OutputError
from briefgen.state import Product, Source, State, out_name
from briefgen.state_file import DamagedError, discard, seal, unseal


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with building(tmp_path, 0, print):
        pass
    return tmp_path


A, B, C = Product(b"1", 11, b"k"), Product(b"2", 22, b"k"), Product(b"3", 33, b"k")


def filled(root: Path) -> Path:
    with State(root) as state:
        state.claim("site", ["a", "b"])
        state.keep_sources([("x.md", Source(1, b"d"))])
        state.keep_briefs([("x.md", seal(b"parsed"))])
        state.keep_readings([("x.md", b"key", seal(b"read"))])
        state.keep_fact("name", b"value")
        state.finish("site", [("a", A), ("b", B)], [])
        state.commit()
    return root / ".briefgen" / "state.db"


def test_what_was_claimed_is_known_before_it_is_finished(root: Path) -> None:
    with State(root) as state:
        state.claim("site", ["a"])
    with State(root) as state:
        assert state.outputs("site") == {"a": Product()}
        assert state.has_claims("site")


def test_a_finished_build_is_remembered_for_each_folder(root: Path) -> None:
    filled(root)
    with State(root) as state:
        assert state.outputs("site") == {"a": A, "b": B}
        assert not state.has_claims("site")
        assert state.outputs("/srv/www") == {}


def test_what_was_not_committed_is_forgotten(root: Path) -> None:
    filled(root)
    with State(root) as state:
        state.keep_fact("name", b"other")
    with State(root) as state:
        assert state.fact("name") == b"value"


def test_claiming_again_loses_the_digests_and_finishing_forgets_what_is_gone(root: Path) -> None:
    filled(root)
    with State(root) as state:
        state.claim("site", ["c"])
        assert state.outputs("site") == {"a": A, "b": B, "c": Product()}
        state.finish("site", [("c", C)], ["b"])
        assert state.outputs("site") == {"a": A, "c": C}


def test_what_was_read_is_remembered_until_the_file_changes_or_goes(root: Path) -> None:
    filled(root)
    with State(root) as state:
        assert state.sources() == {"x.md": Source(1, b"d")}
        assert (state.brief("x.md"), list(state.briefs())) == ((b"parsed", b"read"), [("x.md", b"parsed")])
        assert unseal(state.readings()["x.md"][1]) == b"read"
        state.keep_briefs([("x.md", seal(b"anew"))])
        assert (state.brief("x.md"), state.readings()) == ((b"anew", None), {})
        state.keep_sources([], state.sources())
        assert (state.sources(), state.brief("x.md")) == ({}, None)


def test_a_value_that_was_damaged_is_not_given_out(root: Path) -> None:
    file = filled(root)
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("UPDATE briefs SET parsed = ?", (seal(b"parsed")[:-1] + b"!",))
        base.execute("UPDATE facts SET value = 'text' WHERE name = 'name'")
    with State(root) as state:
        with pytest.raises(DamagedError):
            state.brief("x.md")
        with pytest.raises(DamagedError):
            state.fact("name")


def test_a_state_from_another_folder_is_not_used(root: Path, tmp_path: Path) -> None:
    file = filled(root)
    other = tmp_path / "other"
    with building(other, 0, print):
        shutil.copy(file, other / ".briefgen" / "state.db")
    with State(other) as state:
        assert (state.outputs("site"), state.sources()) == ({}, {})


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "foreign", "other version", "no tables", "journal"])
def test_a_state_that_cannot_be_used_is_begun_anew(root: Path, damage: str) -> None:
    file = filled(root)
    data = file.read_bytes()
    if damage == "empty":
        file.write_bytes(b"")
    elif damage == "text":
        file.write_bytes(b"not a data base at all\n" * 100)
    elif damage == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "journal":
        file.with_name("state.db-journal").write_bytes(os.urandom(999))
        file.write_bytes(data[:100] + os.urandom(len(data) - 100))
    else:
        file.unlink()
        base = sqlite3.connect(file)
        statements = {"foreign": "CREATE TABLE outputs (x)", "other version": "PRAGMA user_version = 999"}
        base.executescript(statements.get(damage, "PRAGMA application_id = 1651664487"))
        base.commit()
        base.close()
    try:
        with State(root) as state:
            assert state.outputs("site") == {}
            assert state.sources() == {}
    except DamagedError:
        assert damage == "cut"
        discard(root)
    filled(root)
    with State(root) as state:
        assert state.outputs("site") == {"a": A, "b": B}


def test_a_folder_inside_the_site_is_named_so_that_both_may_move(tmp_path: Path) -> None:
    assert out_name(tmp_path, tmp_path / "public" / "site") == "public/site"
    assert out_name(tmp_path / "news", tmp_path / "www") == (tmp_path / "www").as_posix()


# ---------------------------------------------------------------- the lock

HOLD = """
import sys, time, pathlib
from briefgen.lock import building
with building(pathlib.Path(sys.argv[1]), 0, print):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(root: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, root, str(seconds)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_build_says_who_builds_and_gives_up(tmp_path: Path) -> None:
    with hold(tmp_path, 60) as other:
        said: list[str] = []
        with (
            pytest.raises(OutputError, match=rf"process {other.pid} on .* since 20.*waited 0\.2 s"),
            building(tmp_path, 0.2, said.append),
        ):
            raise AssertionError("both build")
        assert len(said) == 1
        assert f"waiting for another build of this site (process {other.pid} on " in said[0]
        other.kill()


def test_a_second_build_waits_and_then_builds(tmp_path: Path) -> None:
    with hold(tmp_path, 0.3) as other, building(tmp_path, 30, print):
        assert other.wait() == 0


def test_a_killed_build_holds_nothing(tmp_path: Path) -> None:
    with hold(tmp_path, 60) as other:
        other.kill()
        other.wait()
        with building(tmp_path, 0, print):
            pass


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / ".briefgen").write_text("a file")
    with pytest.raises(OutputError, match=r"cannot write .*\.briefgen"), building(tmp_path, 0, print):
        pass


def test_the_folder_is_kept_out_of_git(root: Path) -> None:
    assert (root / ".briefgen" / ".gitignore").read_text() == "*\n"


def test_a_full_disk_does_not_keep_anybody_from_holding_it(root: Path) -> None:
    limits = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
    done = subprocess.run(
        [sys.executable, "-c", limits + HOLD, root, "0"], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("held\n", "")
