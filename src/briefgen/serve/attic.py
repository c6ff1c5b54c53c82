"""Briefs as the state keeps them, read without the build lock: a build may write there at any time, so that nothing is taken that is not
of the very bytes that it is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from briefgen.briefs.model import ParsedBrief
from briefgen.edition.mentions import Appearances, decode_seen
from briefgen.lock import FOLDER
from briefgen.state_file import DamagedError, unseal

decode_parsed = msgspec.msgpack.Decoder(ParsedBrief).decode

_QUERY = (
    "SELECT path, digest, parsed, key, reading FROM sources JOIN briefs USING (path) LEFT JOIN readings USING (path)"
)
_FAULTS = (sqlite3.Error, DamagedError, msgspec.MsgspecError, TypeError, ValueError)


class Found(NamedTuple):
    """What was parsed from a brief, and what was read in its text, with the key of that."""

    parsed: ParsedBrief
    key: bytes = b""
    seen: Appearances | None = None


class Attic:
    """The briefs in the state of a site. For any threads."""

    def __init__(self, root: Path) -> None:
        self._address = f"file:{quote(str(root / FOLDER / 'state.db'))}?mode=ro"
        self._lock = Lock()
        self._base: sqlite3.Connection | None = None

    def find(self, path: str, digest: bytes) -> Found | None:
        """A brief, if it was parsed from bytes with this digest."""
        with self._lock, suppress(*_FAULTS):
            if self._base is None:
                self._base = self._open()
            row = self._base.execute(f"{_QUERY} WHERE path = ?", (path,)).fetchone()
            return _found(row) if row and row[1] == digest else None
        return None

    def all(self, digests: Mapping[str, bytes]) -> Iterator[tuple[str, Found]]:
        """All briefs of these digests, by path."""
        with suppress(*_FAULTS):
            base = self._open()
            try:
                for row in base.execute(_QUERY):
                    if row[1] and digests.get(row[0]) == row[1]:
                        yield row[0], _found(row)
            finally:
                base.close()

    def close(self) -> None:
        """Nobody will ask again."""
        with self._lock:
            if self._base is not None:
                self._base.close()
                self._base = None

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._address, uri=True, timeout=0.5, check_same_thread=False)


def _found(row: tuple[str, bytes, bytes, bytes | None, bytes | None]) -> Found:
    _, _, parsed, key, reading = row
    if key and reading:
        return Found(decode_parsed(unseal(parsed)), key, decode_seen(unseal(reading)))
    return Found(decode_parsed(unseal(parsed)))
