"""The state remembers what was written, survives any damage, and its lock outlives no process."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.output import OutputError
from briefgen.state import State, building, out_name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with building(tmp_path, 0, print):
        pass
    return tmp_path


def filled(root: Path) -> Path:
    with State(root) as state:
        state.claim("site", ["a", "b"])
        state.finish("site", [("a", "1"), ("b", "2")], [])
    return root / ".briefgen" / "state.db"


def test_what_was_claimed_is_known_before_it_is_finished(root: Path) -> None:
    with State(root) as state:
        state.claim("site", ["a"])
    with State(root) as state:
        assert state.outputs("site") == {"a": ""}
        assert state.interrupted("site")


def test_a_finished_build_is_remembered_for_each_folder(root: Path) -> None:
    filled(root)
    with State(root) as state:
        assert state.outputs("site") == {"a": "1", "b": "2"}
        assert not state.interrupted("site")
        assert state.outputs("/srv/www") == {}
        assert state.interrupted("/srv/www")


def test_claiming_again_keeps_digests_and_finishing_forgets_what_is_gone(root: Path) -> None:
    filled(root)
    with State(root) as state:
        state.claim("site", ["a", "c"])
        assert state.outputs("site") == {"a": "1", "b": "2", "c": ""}
        state.finish("site", [("c", "3")], ["b"])
        assert state.outputs("site") == {"a": "1", "c": "3"}


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
    with State(root) as state:
        assert state.outputs("site") == {}
        assert state.interrupted("site")
    filled(root)
    with State(root) as state:
        assert state.outputs("site") == {"a": "1", "b": "2"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 12287), junk=st.binary(min_size=1, max_size=600))
def test_no_damage_stops_a_build(root: Path, at: int, junk: bytes) -> None:
    file = filled(root)
    data = bytearray(file.read_bytes())
    data[at : at + len(junk)] = junk
    file.write_bytes(data)
    with State(root) as state:
        state.outputs("site")
        state.claim("site", ["c"])
        state.finish("site", [("c", "3")], ["a"])
    with State(root) as state:
        assert state.outputs("site")["c"] == "3"


def test_a_folder_inside_the_site_is_named_so_that_both_may_move(tmp_path: Path) -> None:
    assert out_name(tmp_path, tmp_path / "public" / "site") == "public/site"
    assert out_name(tmp_path / "news", tmp_path / "www") == (tmp_path / "www").as_posix()


# ---------------------------------------------------------------- the lock

HOLD = """
import sys, time, pathlib
from briefgen.state import building
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
