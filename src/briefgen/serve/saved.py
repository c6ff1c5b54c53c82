"""Which briefs were saved last, by the clock of their disk."""

from __future__ import annotations

import datetime as dt
import heapq
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG

import msgspec


class Saved(msgspec.Struct, frozen=True, order=True):
    """A file of the site (posix, relative to its folder) and when it was saved; `seconds` are since 1970."""

    seconds: float
    file: str

    @property
    def instant(self) -> dt.datetime:
        """When that was, in UTC."""
        return dt.datetime.fromtimestamp(self.seconds, dt.UTC)


def recently_saved(root: Path, changed: Iterable[str], limit: int) -> tuple[Saved, ...]:
    """The files that were saved last, the latest first: those among `changed` that are still there, and briefs from before the
    preview began."""
    files = dict.fromkeys((*changed, *_before(root, limit)))
    saved = (found for file in files if (found := _stamp(root, file)))
    return tuple(heapq.nlargest(limit, saved))


@lru_cache(maxsize=4)
def _before(root: Path, limit: int) -> tuple[str, ...]:
    """The briefs that were saved last, looked up once: what changes later is told by whoever watches the files."""
    return tuple(saved.file for saved in heapq.nlargest(limit, _briefs(root)))


def _briefs(root: Path) -> Iterator[Saved]:
    for folder, folders, names in os.walk(root / "briefs"):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        place = Path(folder).relative_to(root).as_posix()
        for name in names:
            if name.endswith((".md", ".txt", ".markdown")) and (saved := _stamp(root, f"{place}/{name}")):
                yield saved


def _stamp(root: Path, file: str) -> Saved | None:
    try:
        status = (root / file).stat()
    except (OSError, ValueError):
        return None
    return Saved(status.st_mtime, file) if S_ISREG(status.st_mode) else None
