"""A build with nothing to do imports little and writes nothing; a build with one thing to do writes little."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from support_newsroom import Newsroom, built_newsroom

HEAVY = ["jinja2", "markdown_it", "yaml", "babel", "rich", "watchdog", "markupsafe", "ahocorasick_rs", "anyascii"]
HEAVY += ["click", "multiprocessing", "asyncio", "email", "http", "urllib.request", "subprocess", "shutil"]

#: briefgen's own modules that a build with nothing to do may import, by folder ("" is the folder itself). To add one is to make every build slower.
OWN = {
    "": [
        "build",
        "config",
        "config_cache",
        "lock",
        "memory",
        "outcome",
        "output",
        "placing",
        "problems",
        "report",
        "state",
    ],
    "cli": ["", "building", "codes", "progress", "show", "site"],
    "briefs": ["", "files", "git", "model", "scan", "sorting"],
    "edition": ["", "model", "naming"],
    "render": ["", "folders"],
    "text": ["", "dates", "decode", "keys", "moment"],
}
OWN[""] += ["placing", "state_file", "workers", "world"]  # it tells notes here, with their places

#: Seconds after which a file would get another time if it were changed again.
SETTLED = 0.1

BUILD = """
import sys
bare = set(sys.modules)
from briefgen.cli import run
code = run(sys.argv[1:])
import json
print(json.dumps([code, sorted(set(sys.modules) - bare)]))
"""


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return built_newsroom(tmp_path)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that a build with nothing to do imports, in a process of its own."""
    room = Newsroom(tmp_path_factory.mktemp("newsroom"))
    for _ in range(2):  # the first leaves what the second may rely on
        done = subprocess.run(
            [sys.executable, "-c", BUILD, "build", "--verbose"],
            cwd=room.root,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    assert ": 0 files written, " in done.stdout
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    return set(modules)


@pytest.mark.parametrize("module", HEAVY)
def test_a_build_with_nothing_to_do_does_not_import(imported: set[str], module: str) -> None:
    assert not {name for name in imported if name == module or name.startswith(f"{module}.")}


def test_a_build_with_nothing_to_do_imports_few_of_our_modules(imported: set[str]) -> None:
    own = {name.removeprefix("briefgen.") for name in imported if name.startswith("briefgen.")}
    assert own <= {f"{folder}.{name}".strip(".") for folder, names in OWN.items() for name in names}


# ---------------------------------------------------------------- what is written

Traces = dict[str, tuple[int, int, int]]
Rows = dict[str, set[tuple[object, ...]]]


def traces(folder: Path) -> Traces:
    """What tells that a file or folder was written."""
    found = {path.relative_to(folder).as_posix(): path.stat() for path in sorted(folder.rglob("*"))}
    return {name: (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns) for name, stat in found.items()}


def rows(room: Newsroom) -> Rows:
    """All that the state holds."""
    with closing(sqlite3.connect(room.root / ".briefgen/state.db")) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: set(base.execute(f"SELECT * FROM {table}")) for table in tables}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_with_nothing_to_do_writes_nothing(room: Newsroom, jobs: int) -> None:
    for file in (room.root / "briefs").rglob("*.*"):
        os.utime(file, ns=(10**18, 10**18 + 1))
    time.sleep(SETTLED)
    room.build()  # what was written just before the first build is trusted only now
    state = room.root / ".briefgen/state.db"
    site, kept, data = traces(room.folder()), traces(room.root / ".briefgen"), state.read_bytes()
    told = room.build(jobs=jobs)
    assert ": 0 files written, " in told.counts
    assert traces(room.folder()) == site
    assert state.read_bytes() == data
    after = traces(room.root / ".briefgen")
    assert {name for name in kept | after if kept.get(name) != after.get(name)} <= {"lock"}  # it tells who builds


def test_an_edit_writes_only_what_changed(room: Newsroom) -> None:
    time.sleep(SETTLED)
    room.build()
    before, site = rows(room), traces(room.folder())
    room.change("briefs/f.md", "Something happened", "Much happened")
    room.change("briefs/f.md", "Cid Ray sells.", "Cid Ray buys.")
    told = room.check()
    after = rows(room)
    written = {name for name, trace in traces(room.folder()).items() if site.get(name) != trace and "." in name}
    changed = {
        table: {row[1] if table == "outputs" else row[0] for row in after[table] - before[table]} for table in after
    }
    assert changed["outputs"] == written
    assert f": {len(written)} files written, " in told.counts
    assert changed["briefs"] == {"f.md"} == changed["sources"] >= changed["readings"]
    assert changed["claims"] == set()
    assert changed["facts"] <= {"built:site", "serial", "findings"}
    assert all(len(before[table]) == len(after[table]) for table in after)
