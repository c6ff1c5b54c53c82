"""What the state knows of the texts of briefs."""

from __future__ import annotations

from briefgen.edition.mentions import Appearances, decode_seen
from briefgen.state import State
from briefgen.state_file import seal, unseal


class Readings:
    """What was read in texts, for `assemble_edition`."""

    def __init__(self, state: State) -> None:
        self._known = state.readings()
        self.anew: list[tuple[str, bytes, bytes]] = []

    def get(self, path: str, key: bytes) -> Appearances | None:
        """What was read in a brief with this key."""
        found = self._known.get(path)
        return decode_seen(unseal(found[1])) if found and found[0] == key else None

    def put(self, path: str, key: bytes, reading: bytes, _: Appearances) -> None:
        """Remember what was read."""
        self.anew.append((path, key, seal(reading)))
