"""What the last build left in the state, for who only reads: without the build lock, and without a trace."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence, Set
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from briefgen.briefs.files import parse_salt
from briefgen.config import Config
from briefgen.lock import FOLDER
from briefgen.state_file import APPLICATION, VERSION, DamagedError, unseal
from briefgen.world import code_digest

if TYPE_CHECKING:
    from briefgen.briefs.model import ParsedBrief
    from briefgen.briefs.registered import Registered
    from briefgen.edition.mentions import Appearances

#: A build may write into the state at any time: it is waited for, but not for long.
PATIENCE = 0.5
_FAULTS = (sqlite3.Error, DamagedError, msgspec.MsgspecError, TypeError, ValueError)


class Recalled:
    """What was parsed from briefs and read in their texts, as `survey_site` asks for it. Nothing is ever written; what does not fit its
    checksum is not there. All of it is of one moment."""

    def __init__(self) -> None:
        self._sources: dict[str, tuple[int, bytes]] = {}
        self._briefs: dict[str, bytes] = {}
        self._seen: dict[str, tuple[bytes, bytes]] = {}
        self._registered: bytes | None = None

    def known(self, path: str) -> tuple[int, bytes]:
        """The stamp and the digest that a file had."""
        return self._sources.get(path, (0, b""))

    def parsed(self, known: Set[str]) -> Iterable[tuple[str, ParsedBrief]]:
        """What was parsed from these briefs, each told once: it takes much memory until then."""
        from briefgen.briefs.loader import decode_parsed

        for path in known & self._briefs.keys():
            try:
                yield path, decode_parsed(unseal(self._briefs.pop(path)))
            except _FAULTS:  # then the file is read
                continue

    def keep_parsed(self, parsed: Sequence[tuple[str, bytes, ParsedBrief]]) -> None:
        """What was read in the text of a brief that is another now does not count."""
        for path, _, _ in parsed:
            self._seen.pop(path, None)

    def registered(self) -> Registered | None:
        """What was read in the registries."""
        from briefgen.briefs.registered import decode_registered

        with suppress(*_FAULTS):
            return decode_registered(unseal(self._registered)) if self._registered else None
        return None

    def keep_registered(self, registered: Registered) -> None:
        """Nothing is kept."""

    @property
    def readings(self) -> Recalled:
        """What was read in texts."""
        return self

    def get(self, path: str, key: bytes) -> Appearances | None:
        """What was read in a brief with this key."""
        found = self._seen.get(path)
        if found is None or found[0] != key:
            return None
        try:
            return self._decode_seen(unseal(found[1]))
        except _FAULTS:
            return None

    @cached_property
    def _decode_seen(self) -> Callable[[bytes], Appearances]:
        from briefgen.edition.mentions import decode_seen

        return decode_seen

    def put(self, path: str, key: bytes, reading: bytes, seen: Appearances) -> None:
        """Nothing is kept."""


def recall(root: Path, config: Config) -> Recalled:
    """What the state of a site knows of briefs that were read by this program with these settings."""
    recalled = Recalled()
    file = root / FOLDER / "state.db"
    if not file.is_file():
        return recalled
    with suppress(*_FAULTS):
        address = f"file:{quote(str(file))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE)) as base:
            base.execute("BEGIN")
            marks = [base.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")]
            wanted = {"root": str(root.resolve()).encode("utf-8", "surrogateescape")}
            wanted |= {"code": code_digest(), "salt": parse_salt(config)}
            names = "'root', 'code', 'salt', 'registry'"
            there = dict(base.execute(f"SELECT name, value FROM facts WHERE name IN ({names})"))
            registered = there.pop("registry", None)
            if marks == [(APPLICATION,), (VERSION,)] and {n: unseal(v) for n, v in there.items()} == wanted:
                recalled._registered = registered
                rows = base.execute("SELECT path, stamp, digest FROM sources").fetchall()
                briefs = dict(base.execute("SELECT path, parsed FROM briefs"))
                seen = {
                    p: (key, reading) for p, key, reading in base.execute("SELECT path, key, reading FROM readings")
                }
                recalled._sources = {path: (stamp, digest) for path, stamp, digest in rows}
                recalled._briefs, recalled._seen = briefs, seen
    return recalled
