"""What briefgen remembers between two builds, in `.briefgen/state.db`: what it read, what it made of it, what it wrote.

The laws of the state:

1. Nothing in it is needed: a state that is missing, damaged, of another version or of another folder is begun anew,
   silently, and the build does everything again.
2. Nothing in it is believed without proof: a source counts as unchanged only while its stamp or its digest is the same, an output
   likewise, and what was parsed carries a checksum.
3. A path stands in the state before its file stands on the disk (`claim` is committed first), so that also a build that
   was killed leaves no file that nobody answers for; and only what stands in the state may be removed.
4. Only rows that changed are written.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

import msgspec

from briefgen.lock import FOLDER
from briefgen.output import OutputError

#: Says that an SQLite file is our state ("brfg"), and which schema it has. A change of the schema needs a new number.
APPLICATION = 0x62726667
VERSION = 2

SCHEMA = f"""
BEGIN;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (path TEXT PRIMARY KEY, stamp INTEGER NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE briefs (path TEXT PRIMARY KEY, parsed BLOB NOT NULL);
CREATE TABLE readings (path TEXT PRIMARY KEY, key BLOB NOT NULL, reading BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE outputs (out TEXT NOT NULL, path TEXT NOT NULL, digest BLOB NOT NULL, stamp INTEGER NOT NULL, key BLOB NOT NULL,
  PRIMARY KEY (out, path)) WITHOUT ROWID;
CREATE TABLE claims (out TEXT PRIMARY KEY, paths BLOB NOT NULL) WITHOUT ROWID;
COMMIT;
"""
_TABLES = {"facts", "sources", "briefs", "readings", "outputs", "claims"}


class DamagedError(Exception):
    """The state cannot be used. It must be discarded."""


class Source(msgspec.Struct, frozen=True, array_like=True):
    """A file that was read: its stamp then (0: not to be trusted), and the digest of its bytes (empty: not taken)."""

    stamp: int
    digest: bytes = b""


class Product(msgspec.Struct, frozen=True, array_like=True):
    """A file that was written: the digest of its bytes (empty: unknown), its stamp then, and the key of its page."""

    digest: bytes = b""
    stamp: int = 0
    key: bytes = b""


class State:
    """The state of the site in the folder `root`. To be opened only while the build lock is held (`lock.building`).

    Output folders are named by `out_name`. Reading and writing raise `DamagedError` where the file turns out to be no good, writing
    `OutputError` where the disk takes nothing more.
    """

    def __init__(self, root: Path) -> None:
        self._file = root / FOLDER / "state.db"
        try:
            self._base = _open(self._file, str(root.resolve()))
        except (sqlite3.Error, OSError) as error:
            raise OutputError(f"cannot write {self._file}: {error}") from error

    def __enter__(self) -> State:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(sqlite3.Error):
            self._base.rollback()
        self._base.close()

    # ------------------------------------------------------------ what was read

    def sources(self) -> dict[str, Source]:
        """Every file that was read, by its path."""
        with self._reading():
            rows = self._base.execute("SELECT path, stamp, digest FROM sources").fetchall()
            return {path: Source(stamp, digest) for path, stamp, digest in rows}

    def keep_sources(self, now: dict[str, Source], before: dict[str, Source]) -> None:
        """These files were read now; `before` is what the state holds."""
        changed = [(path, *_fields(source)) for path, source in now.items() if before.get(path) != source]
        with self._writing():
            self._base.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", changed)
            gone = [(path,) for path in before.keys() - now.keys()]
            for table in ("sources", "briefs", "readings"):
                self._base.executemany(f"DELETE FROM {table} WHERE path = ?", gone)

    def brief(self, path: str) -> bytes | None:
        """What was parsed from a file, encoded."""
        with self._reading():
            row = self._base.execute("SELECT parsed FROM briefs WHERE path = ?", (path,)).fetchone()
            return unseal(row[0]) if row else None

    def briefs(self) -> Iterator[tuple[str, bytes]]:
        """What was parsed from all files, encoded."""
        with self._reading():
            for path, parsed in self._base.execute("SELECT path, parsed FROM briefs"):
                yield path, unseal(parsed)

    def keep_briefs(self, parsed: Iterable[tuple[str, bytes]]) -> None:
        """Keep what was parsed, sealed by the caller; what was read in the text of these briefs no longer counts."""
        parsed = list(parsed)
        with self._writing():
            self._base.executemany("DELETE FROM readings WHERE path = ?", ((path,) for path, _ in parsed))
            self._base.executemany("INSERT OR REPLACE INTO briefs VALUES (?, ?)", parsed)

    def readings(self) -> dict[str, tuple[bytes, bytes]]:
        """What was read in the texts of briefs: its key, and the reading, encoded and sealed."""
        with self._reading():
            rows = self._base.execute("SELECT path, key, reading FROM readings").fetchall()
            return {path: (key, reading) for path, key, reading in rows}

    def keep_readings(self, readings: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Keep what was read in texts: path, key, and the reading, sealed by the caller."""
        with self._writing():
            self._base.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", readings)

    # ------------------------------------------------------------ what was written

    def outputs(self, out: str) -> dict[str, Product]:
        """The files that briefgen wrote there, by path, those of a build that was killed among them."""
        with self._reading():
            rows = self._base.execute("SELECT path, digest, stamp, key FROM outputs WHERE out = ?", (out,)).fetchall()
            found = {path: Product(digest, stamp, key) for path, digest, stamp, key in rows}
            claimed = self._base.execute("SELECT paths FROM claims WHERE out = ?", (out,)).fetchone()
        if claimed:
            try:
                found |= dict.fromkeys(msgspec.msgpack.decode(unseal(claimed[0]), type=list[str]), Product())
            except msgspec.MsgspecError as error:
                raise DamagedError(f"{self._file}: {error}") from error
        return found

    def has_claims(self, out: str) -> bool:
        """Whether the last build into this folder was killed while it wrote."""
        with self._reading():
            return self._base.execute("SELECT 1 FROM claims WHERE out = ?", (out,)).fetchone() is not None

    def claim(self, out: str, paths: Iterable[str]) -> None:
        """From here on these files are ours, whatever becomes of them. Committed on return, with all that was kept before."""
        with self._writing():
            self._base.execute(
                "INSERT OR REPLACE INTO claims VALUES (?, ?)", (out, seal(msgspec.msgpack.encode(list(paths))))
            )
        self.commit()

    def finish(self, out: str, written: Iterable[tuple[str, Product]], gone: Iterable[str]) -> None:
        """The build ended well: what was written, and the paths that are no longer there."""
        with self._writing():
            self._base.executemany(
                "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?)",
                ((out, path, *_fields(product)) for path, product in written),
            )
            self._base.executemany("DELETE FROM outputs WHERE out = ? AND path = ?", ((out, path) for path in gone))
            self._base.execute("DELETE FROM claims WHERE out = ?", (out,))

    # ------------------------------------------------------------ facts

    def fact(self, name: str) -> bytes | None:
        """A value that was kept under a name."""
        with self._reading():
            row = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
            return unseal(row[0]) if row else None

    def keep_fact(self, name: str, value: bytes | None) -> None:
        """Keep a value, or forget it."""
        with self._writing():
            if value is None:
                self._base.execute("DELETE FROM facts WHERE name = ?", (name,))
            else:
                self._base.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, seal(value)))

    def forget(self) -> None:
        """Forget all but which files are ours."""
        with self._writing():
            for table in ("sources", "briefs", "readings"):
                self._base.execute(f"DELETE FROM {table}")
            self._base.execute("DELETE FROM facts WHERE name != 'root'")
            self._base.execute("UPDATE outputs SET digest = x'', stamp = 0, key = x''")

    def commit(self) -> None:
        """Make what was kept lasting, all of it or nothing."""
        with self._writing():
            self._base.commit()

    # ------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, TypeError, ValueError) as error:
            raise DamagedError(f"{self._file}: {error}") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:  # a full disk, a read-only file
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:  # a table that is not as it was made
                raise DamagedError(f"{self._file}: {error}") from error
            raise OutputError(f"cannot write {self._file}: {error}") from error
        except sqlite3.Error as error:
            raise DamagedError(f"{self._file}: {error}") from error


def discard(root: Path) -> None:
    """Away with the state of a site."""
    _remove(root / FOLDER / "state.db")


def out_name(root: Path, folder: Path) -> str:
    """How the state calls an output folder: relative to the site where it lies within."""
    root = root.resolve()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()


def seal(data: bytes) -> bytes:
    """Data with a checksum before it."""
    return hashlib.blake2b(data, digest_size=8).digest() + data


def unseal(data: bytes) -> bytes:
    """The data behind a checksum; `DamagedError` where they do not belong together."""
    if not isinstance(data, bytes) or hashlib.blake2b(data[8:], digest_size=8).digest() != data[:8]:
        raise DamagedError("a value does not match its checksum")
    return data[8:]


def _fields(row: Source | Product) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in row.__struct_fields__)


def _open(file: Path, root: str) -> sqlite3.Connection:
    """The state, begun anew where there is none that can be used."""
    base = _connect(file)
    if not _is_sound(base, root):
        base.close()
        _remove(file)
        base = _connect(file)
        base.executescript(SCHEMA)
        base.execute("INSERT INTO facts VALUES ('root', ?)", (seal(root.encode("utf-8", "surrogateescape")),))
        base.commit()
    return base


def _connect(file: Path) -> sqlite3.Connection:
    base = sqlite3.connect(file)
    base.text_factory = lambda data: data.decode("utf-8", "replace")  # damage makes odd paths, which are never there
    return base


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-journal"):
        file.with_name(name).unlink(missing_ok=True)


def _is_sound(base: sqlite3.Connection, root: str) -> bool:
    try:
        base.execute("PRAGMA synchronous = NORMAL")
        found = [base.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")]
        if found != [(APPLICATION,), (VERSION,)]:
            return False
        tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        row = base.execute("SELECT value FROM facts WHERE name = 'root'").fetchone() if tables >= _TABLES else None
        return row is not None and unseal(row[0]) == root.encode("utf-8", "surrogateescape")
    except (sqlite3.DatabaseError, UnicodeError, DamagedError):  # the second from a message that quotes the damage
        return False
