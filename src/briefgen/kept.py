"""The edition that the state keeps, as far as somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from briefgen.briefs.model import Brief, ParsedBrief
from briefgen.edition.mentions import Appearances, decode_seen
from briefgen.edition.model import Head
from briefgen.memory import Memory
from briefgen.snapshot import decode_edition
from briefgen.state_file import DamagedError

_DECODE_BRIEF = msgspec.msgpack.Decoder(ParsedBrief).decode


class LostError(DamagedError):
    """The state does not hold what it should."""


class Kept:
    """The edition of the last survey; its briefs stay in the state until they are asked for, in whichever process. `heads` are as in
    `decode_edition`. Raises `LostError`, at any time, where the state lacks something."""

    def __init__(self, memory: Memory, heads: Sequence[Head] = ()) -> None:
        self._state = memory.state
        self._state.begin()
        data = self._state.fact("edition")
        if data is None:
            raise LostError("there is no edition")
        self.edition, self.registry = decode_edition(data, memory.options.now, self.fetch, heads)

    def brief(self, path: str) -> Brief:
        """A brief as it was parsed last."""
        return self._find(path)[0]

    def fetch(self, path: str) -> tuple[Brief, Appearances]:
        """A brief, and who is in it."""
        brief, seen = self._find(path)
        if seen is None:
            raise LostError(f"nobody has read {path}")
        return brief, decode_seen(seen)

    def _find(self, path: str) -> tuple[Brief, bytes | None]:
        found = self._state.here().brief(path)
        brief = _DECODE_BRIEF(found[0]).brief if found else None
        if not found or brief is None:
            raise LostError(f"there is no brief {path}")
        return brief, found[1]
