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

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

import msgspec

from briefgen.briefs.scan import stamps_of
from briefgen.lock import FOLDER
from briefgen.output import OutputError
from briefgen.state_file import DamagedError, open_file, seal, unseal


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
        self._root = root
        self._file = root / FOLDER / "state.db"
        self._process = os.getpid()
        self._other: State | None = None
        try:
            self._base = open_file(self._file, str(root.resolve()))
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

    def here(self) -> State:
        """The state for this process: one that was forked needs a connection of its own, which sees what was committed."""
        if self._process == os.getpid():
            return self
        if self._other is None or self._other._process != os.getpid():
            self._other = State(self._root)
            self._other.begin()
        return self._other

    def begin(self) -> None:
        """What is read from here on, until `commit`, is of one moment: then nobody asks for the lock at each reading."""
        with self._reading():
            if not self._base.in_transaction:
                self._base.execute("BEGIN")

    # ------------------------------------------------------------ what was read

    def stamps(self) -> dict[str, int]:
        """The stamp of every file that was read, by its path."""
        with self._reading():
            return dict(self._base.execute("SELECT path, stamp FROM sources"))

    def sources(self) -> dict[str, Source]:
        """Every file that was read, by its path."""
        with self._reading():
            rows = self._base.execute("SELECT path, stamp, digest FROM sources").fetchall()
            return {path: Source(stamp, digest) for path, stamp, digest in rows}

    def digests(self) -> dict[str, bytes]:
        """The digest of every file that was read, by its path."""
        with self._reading():
            return dict(self._base.execute("SELECT path, digest FROM sources"))

    def source(self, path: str) -> Source | None:
        """What is known of one file."""
        with self._reading():
            row = self._base.execute("SELECT stamp, digest FROM sources WHERE path = ?", (path,)).fetchone()
            return Source(*row) if row else None

    def keep_sources(self, read: Iterable[tuple[str, Source]], gone: Iterable[str] = ()) -> None:
        """These files were read, and those are gone."""
        with self._writing():
            rows = ((path, *_fields(source)) for path, source in read)
            self._base.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", rows)
            paths = [(path,) for path in gone]
            for table in ("sources", "briefs", "readings"):
                self._base.executemany(f"DELETE FROM {table} WHERE path = ?", paths)

    def brief(self, path: str) -> tuple[bytes, bytes | None] | None:
        """What was parsed from a file, and what was read in its text, encoded."""
        with self._reading():
            query = "SELECT parsed, reading FROM briefs LEFT JOIN readings USING (path) WHERE path = ?"
            row = self._base.execute(query, (path,)).fetchone()
            return (unseal(row[0]), row[1] and unseal(row[1])) if row else None

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

    def product(self, out: str, path: str) -> Product | None:
        """What is known of one file."""
        with self._reading():
            query = "SELECT digest, stamp, key FROM outputs WHERE out = ? AND path = ?"
            row = self._base.execute(query, (out, path)).fetchone()
            return Product(*row) if row else None

    def touched(self, out: str, folder: Path) -> frozenset[str]:
        """The files that briefgen wrote there and that are not as they were."""
        with self._reading():
            rows = self._base.execute("SELECT path, stamp FROM outputs WHERE out = ?", (out,)).fetchall()
        now = stamps_of(str(folder), [path for path, _ in rows])
        return frozenset([row[0] for row, stamp in zip(rows, now, strict=True) if not stamp or stamp != row[1]])

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
                self._base.execute(
                    "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value "
                    "WHERE value IS NOT excluded.value",
                    (name, seal(value)),
                )

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


def out_name(root: Path, folder: Path) -> str:
    """How the state calls an output folder: relative to the site where it lies within."""
    root = root.resolve()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()


def _fields(row: Source | Product) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in row.__struct_fields__)
