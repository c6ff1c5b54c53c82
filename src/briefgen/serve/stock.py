"""What the preview has read of briefs, in memory, so that nothing that is unchanged is read or parsed again; and, after a start from the
state, what it may still fetch from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from briefgen.briefs.files import Sources, digest_of, parse_salt, read_file
from briefgen.briefs.model import Brief, ParsedBrief
from briefgen.briefs.registered import Registered
from briefgen.config import Config
from briefgen.edition.mentions import Appearances, Reader
from briefgen.kept import LostError
from briefgen.serve.attic import Attic, Found

#: What was read in the text of a brief, and the key of that.
Seen = tuple[bytes, Appearances]


class Taken(NamedTuple):
    """A stock at one moment."""

    sources: Sources
    briefs: dict[str, ParsedBrief]
    seen: dict[str, Seen]


class Stock:
    """What was parsed from briefs and read in their texts. `sources` are all files in `briefs/`, as the loader notes them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = Lock()
        self._attic: Attic | None = None
        self._keys: dict[str, bytes] = {}
        self.sources: Sources = {}
        self.briefs: dict[str, ParsedBrief] = {}
        self.seen: dict[str, Seen] = {}
        self._registered: Registered | None = None

    def lend(self, sources: Sources, keys: dict[str, bytes], attic: Attic) -> None:
        """Briefs of these sources may be fetched from the state; what was read in their texts counts if it has these keys."""
        self.sources, self._keys, self._attic = sources, keys, attic

    # ------------------------------------------------------------ for the loader, and for who reads texts

    def known(self, path: str) -> tuple[int, bytes]:
        """The stamp and the digest that a file had."""
        return self.sources.get(path, (0, b""))

    def parsed(self, known: Set[str]) -> Iterable[tuple[str, ParsedBrief]]:
        """What was parsed from these briefs, as far as it is still there."""
        self.fill()
        return [(path, found) for path in known if (found := self.briefs.get(path))]

    def keep_parsed(self, parsed: Sequence[tuple[str, bytes, ParsedBrief]]) -> None:
        """Remember what was parsed anew."""
        for path, _, one in parsed:
            self.keep(path, one)

    def keep(self, path: str, parsed: ParsedBrief, seen: Seen | None = None) -> None:
        """Remember what was parsed; what was read in the text before no longer counts."""
        with self._lock:
            self.briefs[path] = parsed
            if seen:
                self.seen[path] = seen
            else:
                self.seen.pop(path, None)

    def registered(self) -> Registered | None:
        """What was read in the registries."""
        return self._registered

    def keep_registered(self, registered: Registered) -> None:
        """Remember what was read in them."""
        self._registered = registered

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

    # ------------------------------------------------------------ for pages

    def fetch(self, path: str, config: Config, reader: Callable[[], Reader]) -> tuple[Brief, Appearances]:
        """A brief, and who is in it; `LostError` where nobody knows any longer."""
        with self._lock:
            parsed = self.briefs.get(path)
            if parsed is None:
                found = self._find(path, config)
                parsed = self.briefs[path] = found.parsed
                if found.seen and found.key == self._keys.get(path):
                    self.seen[path] = (found.key, found.seen)
            brief, seen = parsed.brief, self.seen.get(path)
            if brief is None:
                raise LostError(f"there is no brief {path}")
            if seen is None:
                seen = self.seen[path] = (reader().key(brief), reader().read(brief))
            return brief, seen[1]

    def _find(self, path: str, config: Config) -> Found:
        """What the state or the file itself has, if it is as it was."""
        digest = self.known(path)[1]
        found = self._attic.find(path, digest) if self._attic and digest else None
        if found:
            return found
        data, _ = read_file(self._root / "briefs", path)
        if data is None or digest_of(data, parse_salt(config)) != digest:
            raise LostError(f"{path} is no longer what it was")
        from briefgen.briefs.parser import parse_brief  # much, and hardly ever needed

        return Found(parse_brief(path, data, config))

    def fill(self) -> None:
        """Fetch all that is still in the state, and ask there no more."""
        attic = self._attic
        if attic is None:
            return
        missing = {path: digest for path, (_, digest) in self.sources.copy().items() if path not in self.briefs}
        for path, found in attic.all(missing):
            with self._lock:
                if path not in self.briefs and self.known(path)[1] == missing[path]:
                    self.briefs[path] = found.parsed
                    if found.seen and (not self._keys or found.key == self._keys.get(path)):
                        self.seen[path] = (found.key, found.seen)
        self._attic = None
        attic.close()

    @property
    def is_whole(self) -> bool:
        """Whether all that is known is in memory."""
        return self._attic is None

    def taken(self) -> Taken:
        """All that there is at this moment."""
        with self._lock:
            return Taken(self.sources.copy(), self.briefs.copy(), self.seen.copy())

    # ------------------------------------------------------------

    def keep_sources(self, sources: Sources) -> None:
        """These are all files that there are."""
        with self._lock:
            self.sources = sources
            for path in [path for path in self.briefs if path not in sources]:
                del self.briefs[path]
                self.seen.pop(path, None)

    def unlearn(self) -> None:
        """Every file must be read anew."""
        self.fill()
        self.keep_sources(dict.fromkeys(self.sources, (0, b"")))
