"""What the preview has read of briefs, in memory, so that nothing that is unchanged is read or parsed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from briefgen.briefs.loader import Sources
from briefgen.briefs.model import ParsedBrief
from briefgen.edition.mentions import Appearances


class Stock:
    """What was parsed from briefs and read in their texts. `sources` are all files in `briefs/`, as the loader notes them."""

    def __init__(self) -> None:
        self.sources: Sources = {}
        self.briefs: dict[str, ParsedBrief] = {}
        self.seen: dict[str, tuple[bytes, Appearances]] = {}

    # ------------------------------------------------------------ for the loader, and for who reads texts

    def known(self, path: str) -> tuple[int, bytes]:
        """The stamp and the digest that a file had."""
        return self.sources.get(path, (0, b""))

    def parsed(self, known: Set[str]) -> Iterable[tuple[str, ParsedBrief]]:
        """What was parsed from these briefs."""
        briefs = self.briefs
        return [(path, briefs[path]) for path in known if path in briefs]

    def keep_parsed(self, parsed: Sequence[tuple[str, bytes, ParsedBrief]]) -> None:
        """Remember what was parsed anew."""
        for path, _, one in parsed:
            self.keep(path, one)

    def keep(self, path: str, parsed: ParsedBrief) -> None:
        """Remember what was parsed; what was read in the text before no longer counts."""
        self.briefs[path] = parsed
        self.seen.pop(path, None)

    @property
    def readings(self) -> Stock:
        """What was read in texts."""
        return self

    def get(self, path: str, key: bytes) -> Appearances | None:
        """What was read in a brief with this key."""
        found = self.seen.get(path)
        return found[1] if found and found[0] == key else None

    def put(self, path: str, key: bytes, _: bytes, seen: Appearances) -> None:
        """Remember what was read."""
        self.seen[path] = (key, seen)

    # ------------------------------------------------------------

    def keep_sources(self, sources: Sources) -> None:
        """These are all files that there are."""
        self.sources = sources
        for path in [path for path in self.briefs if path not in sources]:
            del self.briefs[path]
            self.seen.pop(path, None)

    def forget(self) -> None:
        """Nothing that was read counts any longer."""
        self.sources, self.briefs, self.seen = {}, {}, {}
