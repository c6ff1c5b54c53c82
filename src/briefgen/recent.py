"""What lies in `briefs/`, loaded with the help of what the state keeps, by who only reads: nothing is written to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

import msgspec

from briefgen.briefs.files import parse_salt, scan_briefs
from briefgen.briefs.loader import Loaded, decode_parsed, load
from briefgen.briefs.model import ParsedBrief
from briefgen.config import Config
from briefgen.lock import FOLDER, building
from briefgen.memory import Readings
from briefgen.output import OutputError
from briefgen.state import State
from briefgen.state_file import DamagedError
from briefgen.workers import Mapper
from briefgen.world import code_digest

#: The seconds for which a build is waited for. Who waits in vain reads everything anew.
PATIENCE = 5.0


class Recent:
    """What a state knows of a site's briefs, for the loader and for who reads texts. As long as the build lock is held."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._sources = {path: (source.stamp, source.digest) for path, source in state.sources().items()}

    def known(self, path: str) -> tuple[int, bytes]:
        """The stamp and the digest that a file had."""
        return self._sources.get(path, (0, b""))

    def parsed(self, known: Set[str]) -> Iterable[tuple[str, ParsedBrief]]:
        """What was parsed from these briefs."""
        return ((path, decode_parsed(data)) for path, data in self._state.briefs() if path in known)

    def keep_parsed(self, parsed: Sequence[tuple[str, bytes, ParsedBrief]]) -> None:
        """The state stays as it is."""

    @cached_property
    def readings(self) -> Readings:
        """What was read in texts."""
        return Readings(self._state)


@contextmanager
def recent(root: Path, config: Config) -> Iterator[Recent | None]:
    """What the state of a site knows; None where that is nothing that holds. The build lock is held meanwhile. What turns out to be
    damaged later raises `DamagedError`."""
    if not (root / FOLDER / "state.db").is_file():
        yield None
        return
    with building(root, PATIENCE, lambda _: None), State(root) as state:
        holds = state.fact("code") == code_digest() and state.fact("salt") == parse_salt(config)
        yield Recent(state) if holds else None


def load_recent(root: Path, config: Config, now: dt.datetime, mapper: Mapper) -> Loaded:
    """Load a site's `briefs/`, and parse only what the state does not know."""
    with suppress(OutputError, DamagedError, msgspec.MsgspecError), recent(root, config) as memory:
        return load(root, config, mapper, now, scan_briefs(root), memory)
    return load(root, config, mapper, now, scan_briefs(root))
