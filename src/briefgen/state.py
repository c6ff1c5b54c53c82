"""What briefgen remembers between two builds, in `.briefgen/`: the files that it wrote, and who is building now.

The laws of the state:

1. A path stands in the state before its file stands on the disk (`claim` is committed first), so that also a build that
   was killed leaves no file that nobody answers for.
2. Only what stands in the state may be removed. A state that is missing, damaged or of another version is begun anew,
   silently, and then nothing is removed: what was written before is only overwritten.
3. Digests describe the disk only when the last build ended well (`interrupted` is empty of that folder).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO

from briefgen.output import OutputError

FOLDER = ".briefgen"

#: Says that an SQLite file is our state ("brfg"), and which schema it has. A change of the schema needs a new number.
APPLICATION = 0x62726667
VERSION = 1

SCHEMA = f"""
BEGIN;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE outputs (out TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (out, path)) WITHOUT ROWID;
CREATE TABLE interrupted (out TEXT PRIMARY KEY) WITHOUT ROWID;
COMMIT;
"""


class State:
    """The files that were written, by output folder. To be opened only while the build lock is held (`building`).

    Output folders are named by `out_name`.
    """

    def __init__(self, root: Path) -> None:
        self._file = root / FOLDER / "state.db"
        try:
            self._base = _open(self._file)
        except (sqlite3.Error, OSError) as error:
            raise OutputError(f"cannot write {self._file}: {error}") from error

    def __enter__(self) -> State:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def outputs(self, out: str) -> dict[str, str]:
        """The files that briefgen wrote there: path → digest of the bytes (empty: written by a build that was killed)."""
        return dict(self._base.execute("SELECT path, digest FROM outputs WHERE out = ?", (out,)))

    def interrupted(self, out: str) -> bool:
        """Whether the last build into this folder was killed, or nothing is known about it."""
        killed = self._base.execute("SELECT 1 FROM interrupted WHERE out = ?", (out,)).fetchone()
        known = self._base.execute("SELECT 1 FROM outputs WHERE out = ? LIMIT 1", (out,)).fetchone()
        return bool(killed) or not known

    def claim(self, out: str, paths: Iterable[str]) -> None:
        """From here on these files are ours, and the build into this folder is under way. Committed on return."""
        with self._writing():
            self._base.execute("INSERT OR IGNORE INTO interrupted VALUES (?)", (out,))
            self._base.executemany("INSERT OR IGNORE INTO outputs VALUES (?, ?, '')", ((out, path) for path in paths))

    def finish(self, out: str, written: Iterable[tuple[str, str]], gone: Iterable[str]) -> None:
        """The build ended well: (path, digest) of what was written, and the paths that are no longer there."""
        with self._writing():
            self._base.executemany(
                "UPDATE outputs SET digest = ? WHERE out = ? AND path = ?",
                ((digest, out, path) for path, digest in written),
            )
            self._base.executemany("DELETE FROM outputs WHERE out = ? AND path = ?", ((out, path) for path in gone))
            self._base.execute("DELETE FROM interrupted WHERE out = ?", (out,))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._base:
                yield
        except sqlite3.Error as error:
            raise OutputError(f"cannot write {self._file}: {error}") from error


def out_name(root: Path, folder: Path) -> str:
    """How the state calls an output folder: relative to the site where it lies within, so that both may move."""
    root = root.resolve()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()


def _open(file: Path) -> sqlite3.Connection:
    """The state, begun anew where there is none that can be used."""
    base = sqlite3.connect(file)
    if not _is_sound(base):
        base.close()
        for name in (file.name, f"{file.name}-journal"):
            file.with_name(name).unlink(missing_ok=True)
        base = sqlite3.connect(file)
        base.executescript(SCHEMA)
    base.text_factory = lambda data: data.decode("utf-8", "replace")  # damage makes odd paths, which are never there
    base.execute("PRAGMA synchronous = NORMAL")
    return base


def _is_sound(base: sqlite3.Connection) -> bool:
    try:
        found = [
            base.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version", "quick_check(1)")
        ]
        tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
    except (sqlite3.DatabaseError, UnicodeError):  # the second from a message that quotes the damage
        return False
    return found == [(APPLICATION,), (VERSION,), ("ok",)] and tables >= {"outputs", "interrupted"}


# ---------------------------------------------------------------- the build lock


@contextmanager
def building(root: Path, wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the build lock of a site. While somebody else holds it, wait up to `wait` seconds, and say who it is.

    The lock is the system's own on `.briefgen/lock`, which ends with its holder however that dies; forked workers
    inherit it, so that it also lasts until the last of them has stopped writing. The file tells who holds it.
    """
    folder = root / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}") from error
    with closing(os.fdopen(descriptor, "r+", encoding="utf-8")) as file:
        _acquire(file, wait, say)
        since = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": since}, file)
        file.flush()
        yield


def _acquire(file: IO[str], wait: float, say: Callable[[str], None]) -> None:
    deadline = time.monotonic() + wait
    told = False
    while not _lock(file.fileno()):
        if time.monotonic() >= deadline:
            raise OutputError(f"another build of this site is running ({_holder(file)}); waited {wait:g} s for it")
        if not told:
            told = True
            say(f"waiting for another build of this site ({_holder(file)})")
        time.sleep(0.05)


def _holder(file: IO[str]) -> str:
    """Who holds the lock, in words."""
    try:
        file.seek(0)
        held = json.loads(file.read())
        return f"process {held['pid']} on {held['host']}, since {held['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has only just begun"


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        """Lock one byte far beyond the text, which others must be able to read."""
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
