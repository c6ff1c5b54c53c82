"""Writing into the output folder, so that every file there is whole at any instant.

The laws: a file whose bytes are the same is not touched; a file is written under a temporary name beside its own and
then renamed; nothing is removed that briefgen did not write.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

#: Temporary files start with this. They exist for milliseconds, or are left by a build that was killed.
TEMPORARY = ".briefgen-"


class OutputError(Exception):
    """Something could not be written. The text is one line for the user."""


class Written(msgspec.Struct, frozen=True):
    """What became of one file: its path relative to the output folder, its digest, and whether its bytes changed."""

    path: str
    digest: str
    changed: bool


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
    """The output folder. `owned` are the paths of files there that briefgen wrote, as far as is known.

    Used by several processes at once, each with files of its own.
    """

    def __init__(self, folder: Path, owned: frozenset[str] = frozenset()) -> None:
        self.folder = folder
        self.owned = owned

    def write(self, path: str, data: bytes) -> Written:
        """Make the file `path` (posix, relative) hold `data`. OutputError where that is impossible."""
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        target = self._locate(path)
        if _holds(target, data):
            return Written(path, digest, False)
        try:
            try:
                self._replace(target, data)
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                self._clear_way(path)
                self._replace(target, data)
        except OSError as error:
            raise OutputError(f"cannot write {self._display(path)}: {error.strerror or error}") from error
        return Written(path, digest, True)

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
        """Remove the stale files, in order; the paths of those that were there. On a disk that ignores case, a stale
        path may be a planned one in other letters: that stays. A path that leads out of the folder is passed over."""
        by_fold = {path.casefold(): path for path in planned}
        removed = []
        for path in sorted(filter(_is_inside, stale)):
            twin = by_fold.get(path.casefold())
            if twin is not None and _same_file(self._locate(path), self._locate(twin)):
                continue
            if self.remove(path):
                removed.append(path)
        return removed

    def sweep(self) -> None:
        """Remove the temporary files of builds that were killed."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                if name.startswith(TEMPORARY):
                    with suppress(OSError):
                        os.unlink(os.path.join(folder, name))

    def _replace(self, target: str, data: bytes) -> None:
        parent = os.path.dirname(target)
        temporary = os.path.join(parent, f"{TEMPORARY}{os.getpid()}")
        try:
            stream = open(temporary, "wb")  # noqa: SIM115 - closed below, and only a missing folder is forgiven here
        except FileNotFoundError:
            os.makedirs(parent, exist_ok=True)
            stream = open(temporary, "wb")  # noqa: SIM115
        try:
            with stream:
                stream.write(data)
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise

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
                if not name.startswith(TEMPORARY)
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

    def _locate(self, path: str) -> str:
        if not _is_inside(path):
            raise ValueError(f"not a path within the output folder: {path!r}")
        return os.path.join(self.folder, *path.split("/")) if os.sep != "/" else f"{self.folder}/{path}"

    def _display(self, path: str) -> str:
        return str(self.folder / path)


def _is_inside(path: str) -> bool:
    return bool(path) and not path.startswith("/") and ".." not in path.split("/") and "\0" not in path


def _holds(target: str, data: bytes) -> bool:
    """Whether a file is there with exactly these bytes. A link is none: it would have us write elsewhere."""
    try:
        found = os.lstat(target)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(data):
            return False
        with open(target, "rb") as file:
            return file.read() == data
    except OSError:
        return False


def _same_file(one: str, other: str) -> bool:
    with suppress(OSError):
        return os.path.samefile(one, other)
    return False
