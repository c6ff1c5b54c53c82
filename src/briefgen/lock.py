"""Who is building a site now: one at a time."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

from briefgen.output import OutputError

#: The folder of a site in which briefgen keeps what is its own.
FOLDER = ".briefgen"


def own_folder(root: Path) -> Path:
    """The folder of what is our own in a site, made where it is not there; git passes over it. OSError where it cannot be made."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
    return folder


@contextmanager
def building(root: Path, wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the build lock of a site. While somebody else holds it, wait up to `wait` seconds, and say who it is.

    The lock is the system's own on `.briefgen/lock`, which ends with its holder however that dies; forked workers
    inherit it, so that it also lasts until the last of them has stopped writing. The file tells who holds it.
    """
    try:
        descriptor = os.open(own_folder(root) / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(f"cannot write {root / FOLDER}: {error.strerror or error}") from error
    with closing(os.fdopen(descriptor, "r+", encoding="utf-8")) as file:
        _acquire(file, wait, say)
        since = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        held = f"process {os.getpid()} on {_host()}, since {since}\n".encode()
        with suppress(OSError):  # on a full disk nobody learns who builds; that is no reason not to
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, held)
        yield


def _acquire(file: IO[str], wait: float, say: Callable[[str], None]) -> None:
    deadline = time.monotonic() + wait
    told = False
    while not _lock(file.fileno()):
        if time.monotonic() >= deadline:
            raise OutputError(f"another build of this site is running ({_holder(file)}); waited {wait:g} s for it")
        if not told:
            told = True
            say(f"waiting for another build of this site ({_holder(file)})")
        time.sleep(0.05)


def _holder(file: IO[str]) -> str:
    """Who holds the lock, in words."""
    try:
        file.seek(0)
        return file.read(1000).strip() or "it has only just begun"
    except (OSError, ValueError):
        return "nobody can tell which"


def _host() -> str:
    """The name of this machine."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "this machine")


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        """Lock one byte far beyond the text, which others must be able to read."""
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
