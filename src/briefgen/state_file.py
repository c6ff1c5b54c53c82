"""The file of the state: its schema, whether it can be used, and the checksums in it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from zlib import crc32

from briefgen.lock import FOLDER

#: Says that an SQLite file is our state ("brfg"), and which schema it has. A change of the schema needs a new number.
APPLICATION = 0x62726667
VERSION = 7

SCHEMA = f"""
PRAGMA page_size = 16384;
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


def open_file(file: Path, root: str) -> sqlite3.Connection:
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
    return sqlite3.connect(file)


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


def discard(root: Path) -> None:
    """Away with the state of a site."""
    _remove(root / FOLDER / "state.db")


def seal(data: bytes) -> bytes:
    """Data with a checksum before it: CRC-32, since what it is there for is a damaged disk, and all briefs are read by it again and again."""
    return crc32(data).to_bytes(4) + data


def unseal(data: bytes) -> bytes:
    """The data behind a checksum; `DamagedError` where they do not belong together."""
    body = data[4:] if isinstance(data, bytes) else None
    if body is None or crc32(body).to_bytes(4) != data[:4]:
        raise DamagedError("a value does not match its checksum")
    return body
