"""Writing into the output folder, so that every file there is whole at any instant.

The laws: a file whose bytes are the same is not touched; what changed is written whole into a folder of its own beside
the others (`STAGE`) and put in place at the end, a new folder by one renaming; nothing is removed that briefgen did not
write.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from briefgen.briefs.scan import stamp

#: The folder within the output folder that new files wait in. It is there while a build writes, or was killed.
STAGE = ".briefgen-new"
#: Seconds after which a file that was just written would get another time if it were changed.
SETTLING = 0.01


class OutputError(Exception):
    """Something could not be written. The text is one line for the user."""


class Written(msgspec.Struct, frozen=True, array_like=True):
    """What became of one file: its path relative to the output folder, the digest of its bytes (BLAKE2b, 16 bytes), whether
    they changed, and the stamp of the file (0: not looked at, it is as it was)."""

    path: str
    digest: bytes
    changed: bool
    stamp: int = 0


def output_folder(root: Path, out: str) -> Path:
    """The output folder, absolute, links resolved; a relative `out` is relative to the site's folder.

    OutputError for a folder that holds something else: the site itself, its sources, a home folder.
    """
    root = root.resolve()
    folder = (root / os.path.expanduser(out)).resolve()
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; the site needs a folder to be written into")
    sources = {(root / name).resolve(): f"the folder {name}/" for name in ("briefs", "templates", ".git", ".briefgen")}
    precious = {root: "the site's own folder", Path(os.path.expanduser("~")).resolve(): "your home folder", **sources}
    for place, name in precious.items():
        if place.is_relative_to(folder):
            relation = "that is" if place == folder else "that folder contains"
            raise OutputError(f"the site cannot be written to {folder}: {relation} {name}")
    for place, name in sources.items():
        if folder.is_relative_to(place):
            raise OutputError(f"the site cannot be written to {folder}: that lies in {name}")
    return folder


class Output:
    """The output folder. `owned` are the paths of files there that briefgen wrote, as far as is known; `sound` are the
    digests of those that nobody has touched since.

    `write` is used by several processes at once, each with files of its own; then one of them says `commit`.
    """

    def __init__(self, folder: Path, owned: Iterable[str] = (), sound: Mapping[str, bytes] | None = None) -> None:
        self.folder = folder
        self.owned = frozenset(owned)
        self._sound = sound or {}
        self._there: set[str] = set()

    def write(self, path: str, data: bytes) -> Written:
        """See to it that the file `path` (posix, relative) will hold `data` after `commit`. OutputError where that is
        impossible."""
        digest = hashlib.blake2b(data, digest_size=16).digest()
        if self._sound.get(path) == digest:
            return Written(path, digest, False)
        held = _holds(self._locate(path), data)
        if held:
            return Written(path, digest, False, held)
        try:
            return Written(path, digest, True, _write_new(self._staged(path), data))
        except OSError as error:
            raise OutputError(f"cannot write {self._display(path)}: {error.strerror or error}") from error

    def commit(self, ranks: Mapping[str, int]) -> dict[str, int]:
        """Put what was written in place, what has a lower rank first; a folder that is new comes as a whole. The result are
        the stamps of the files that were moved one by one."""
        units: dict[str, tuple[int, int]] = {}
        for path, rank in ranks.items():
            unit = self._unit(path)
            last, first = units.get(unit, (rank, rank))
            units[unit] = (max(last, rank), min(first, rank))
        moved: dict[str, int] = {}
        for unit in sorted(units, key=lambda unit: (units[unit], unit)):
            target = self._locate(unit)
            try:
                os.replace(self._staged(unit), target)
                if unit in ranks:
                    moved[unit] = stamp(os.lstat(target))
            except OSError as error:
                raise OutputError(f"cannot write {self._display(unit)}: {error.strerror or error}") from error
        self.sweep()
        return moved

    def sweep(self) -> None:
        """Away with what was written and not put in place."""
        import shutil

        shutil.rmtree(self.folder / STAGE, ignore_errors=True)

    def _unit(self, path: str) -> str:
        """What is moved so that a file comes to its place: the outermost folder that is not there yet, or the file."""
        at = path.find("/")
        while at >= 0:
            above = path[:at]
            if above not in self._there:
                place = self._locate(above)
                if not os.path.isdir(place):
                    if os.path.lexists(place):
                        self._clear_way(path)
                    return above
                self._there.add(above)
            at = path.find("/", at + 1)
        if os.path.isdir(self._locate(path)) and not os.path.islink(self._locate(path)):
            self._clear_way(path)
        return path

    def holds(self, path: str) -> bool:
        """Whether a file is as it was left."""
        return path in self._sound

    def remove(self, path: str) -> bool:
        """Remove a file that briefgen wrote, and the folders that this empties. Whether it was there."""
        target = self._locate(path)
        try:
            os.unlink(target)
            there = True
        except (FileNotFoundError, NotADirectoryError):
            there = False
        except OSError as error:
            if os.path.isdir(target) and not os.path.islink(target):
                return False  # a folder has taken its place: not ours
            raise OutputError(f"cannot remove {self._display(path)}: {error.strerror or error}") from error
        parent = os.path.dirname(path)
        with suppress(OSError):  # the first folder that is not empty ends it
            while parent:
                os.rmdir(self._locate(parent))
                parent = os.path.dirname(parent)
        return there

    def prune(self, stale: Iterable[str], planned: Iterable[str]) -> list[str]:
        """Remove the stale files, one after the other as they are given; the paths of those that were there. On a disk that ignores case, a stale
        path may be a planned one in other letters: that stays. A path that leads out of the folder is passed over."""
        by_fold = {path.casefold(): path for path in planned}
        removed = []
        for path in filter(_is_inside, stale):
            twin = by_fold.get(path.casefold())
            if twin is not None and _same_file(self._locate(path), self._locate(twin)):
                continue
            if self.remove(path):
                removed.append(path)
        return removed

    def _clear_way(self, path: str) -> None:
        """A file stands where a folder must be, or a folder where a file must be: away with it if all of it is ours."""
        parts = path.split("/")
        for end in range(1, len(parts)):
            above = "/".join(parts[:end])
            place = self._locate(above)
            if os.path.lexists(place) and not os.path.isdir(place):
                if above not in self.owned:
                    raise OutputError(
                        f"cannot write {self._display(path)}: {self._display(above)} is a file that briefgen did not "
                        "write, and a folder must be there; move it away"
                    )
                with suppress(FileNotFoundError):
                    os.unlink(place)
        place = self._locate(path)
        if os.path.isdir(place):
            inside = [
                os.path.relpath(os.path.join(folder, name), self.folder).replace(os.sep, "/")
                for folder, _, names in os.walk(place)
                for name in names
            ]
            foreign = sorted(name for name in inside if name not in self.owned)
            if foreign:
                raise OutputError(
                    f"cannot write {self._display(path)}: a folder stands there, with {foreign[0]} in it, which briefgen "
                    "did not write; move it away"
                )
            for name in inside:
                self.remove(name)
            with suppress(OSError):
                os.rmdir(place)

    def _staged(self, path: str) -> str:
        return self._locate(f"{STAGE}/{path}")

    def _locate(self, path: str) -> str:
        if not _is_inside(path):
            raise ValueError(f"not a path within the output folder: {path!r}")
        return os.path.join(self.folder, *path.split("/")) if os.sep != "/" else f"{self.folder}/{path}"

    def _display(self, path: str) -> str:
        return str(self.folder / path)


def _is_inside(path: str) -> bool:
    return bool(path) and not path.startswith("/") and ".." not in path.split("/") and "\0" not in path


def _write_new(target: str, data: bytes) -> int:
    """Write a file that is not there yet, with its folders; its stamp."""
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        return stamp(os.fstat(descriptor))
    finally:
        os.close(descriptor)


def _holds(target: str, data: bytes) -> int:
    """The stamp of a file that holds exactly these bytes, or 0. A link is none: it would have us write elsewhere."""
    try:
        found = os.lstat(target)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(data):
            return 0
        with open(target, "rb") as file:
            return stamp(found) if file.read() == data else 0
    except OSError:
        return 0


def _same_file(one: str, other: str) -> bool:
    with suppress(OSError):
        return os.path.samefile(one, other)
    return False
