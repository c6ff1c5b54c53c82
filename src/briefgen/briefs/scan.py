"""What lies in a folder, without opening a single file: every path with a stamp that changes when the file does."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

#: A folder that could not be listed, and a link that leads to no file within the site, have these stamps.
UNLISTED, ASTRAY = -1, -2

#: Nanoseconds within which a file may change twice and have the same times: a tick of the clock, and of the clock of disks that count
#: in seconds.
SETTLING, COARSE = 50_000_000, 2_000_000_000


class Scan(msgspec.Struct, frozen=True):
    """A folder's files, in no order: `stamps` by path (posix, relative to the folder; a folder that cannot be listed ends in a
    slash). `recent` are files that changed only just now. `faults` says why a folder could not be listed. Bytes of a name that are not UTF-8 are surrogates, as everywhere in Python."""

    stamps: dict[str, int]
    faults: dict[str, str] = {}
    recent: frozenset[str] = frozenset()

    def trusted(self, path: str) -> int:
        """The stamp of a file, or 0 where the file may change again without one: it changed only just now."""
        return 0 if path in self.recent else self.stamps[path]


def stamp(found: os.stat_result) -> int:
    """A number that changes with a file: with its size, its times of modification and of change, and its place on the disk."""
    return hash((found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino))


def scan(folder: Path, passed_over: tuple[str, ...] = (".",), but: Iterable[str] = ()) -> Scan:
    """List a folder and all below it. Names that start with one of `passed_over` are left out, but for the folders `but` right
    in it. Links to folders are not followed; links to files only within the folder and the one around it."""
    return _gather(os.fspath(folder), [], [""], passed_over, frozenset(but))


def rescan(
    folder: Path, before: Scan, paths: Iterable[str], passed_over: tuple[str, ...] = (".",), but: Iterable[str] = ()
) -> Scan:
    """List a folder that was listed before, where only what lies at some paths, or below them, may have changed."""
    top, kept = os.fspath(folder), frozenset(but)
    asked = {path.strip("/") for path in paths}
    if "" in asked:
        return scan(folder, passed_over, kept)
    seen = sorted(path for path in asked if _is_within(top, path, passed_over, kept))
    found = _gather(top, seen, [], passed_over, kept)
    below = tuple([f"{path}/" for path in seen if path not in before.stamps])
    gone = {*seen, *([path for path in before.stamps if path.startswith(below)] if below else ())}
    stamps, faults = before.stamps.copy(), before.faults.copy()
    for path in gone:
        stamps.pop(path, None)
        faults.pop(path, None)
    return Scan(stamps | found.stamps, faults | found.faults, (before.recent - gone) | found.recent)


def _is_within(top: str, path: str, passed_over: tuple[str, ...], kept: frozenset[str]) -> bool:
    """Whether a path would be listed, if there is something: no part of it is passed over, and no folder on the way is a link."""
    parts = path.split("/")
    above = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    named = all(
        not part.startswith(passed_over) or place in kept for part, place in zip(parts, above, strict=True) if part
    )
    return named and ".." not in parts and not any(os.path.islink(f"{top}/{place}") for place in above[:-1])


def _gather(top: str, paths: list[str], todo: list[str], passed_over: tuple[str, ...], kept: frozenset[str]) -> Scan:
    """What lies at these paths, and in all folders below them and below those to do."""
    stamps: dict[str, int] = {}
    faults: dict[str, str] = {}
    recent: set[str] = set()
    settled = time.time_ns() - SETTLING
    coarse = settled - COARSE
    home = (os.path.realpath(top), os.path.realpath(os.path.dirname(top)))
    while paths or todo:
        if not paths:
            inside = todo.pop()
            try:
                names = os.listdir(f"{top}/{inside}")
            except OSError as error:
                stamps[inside] = UNLISTED
                faults[inside] = error.strerror or str(error)
                continue
            paths = [inside + name for name in names if not name.startswith(passed_over) or inside + name in kept]
        for path, found in zip(paths, _look_at(top, paths), strict=True):
            if found is None:  # it went while we looked
                continue
            kind = found.st_mode & 0o170000
            if kind == stat.S_IFREG:
                changed, touched = found.st_mtime_ns, found.st_ctime_ns
                stamps[path] = hash((found.st_size, changed, touched, found.st_ino))
                if (touched > coarse or changed > coarse) and _is_recent(changed, touched, settled):
                    recent.add(path)
            elif kind == stat.S_IFDIR:
                todo.append(path + "/")
            elif kind == stat.S_IFLNK:
                stamps[path] = _linked(f"{top}/{path}", home)
                recent.add(path)
        paths = []
    return Scan(stamps, faults, frozenset(recent))


def _is_recent(changed: int, touched: int, settled: int) -> bool:
    """Whether a file with these times may change again without another time, being one of the last seconds."""
    return touched > settled or changed > settled or (changed > settled - COARSE and not changed % 1_000_000_000)


def _look_at(folder: str, paths: Iterable[str]) -> Iterator[os.stat_result | None]:
    """What lies at these paths in a folder. One at a time: what `lstat` gives is large. From the open folder on, where the system has
    such a thing: that is a shorter way for each."""
    look = os.lstat
    try:
        start = os.open(folder, os.O_RDONLY)
    except OSError:
        start = -1
    try:
        for path in paths:
            try:
                yield look(path, dir_fd=start) if start >= 0 else look(f"{folder}/{path}")
            except (OSError, ValueError):
                yield None
    finally:
        if start >= 0:
            os.close(start)


def _linked(path: str, home: tuple[str, ...]) -> int:
    target = os.path.realpath(path)
    if not os.path.isfile(target) or not any(target.startswith(place + os.sep) for place in home):
        return ASTRAY
    return stamp(os.stat(target))


def stamps_of(folder: str, paths: Iterable[str]) -> list[int]:
    """The stamps of files in a folder; 0 where there is none, or something that is no file."""
    return [
        hash((found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino))
        if found is not None and found.st_mode & 0o170000 == 0o100000
        else 0
        for found in _look_at(folder, paths)
    ]
