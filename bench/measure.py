"""What a command costs, and what it did to a tree of files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CLOCK = Path(__file__).with_name("clock.py")
#: Bytes that are held in memory at once while the limit is measured.
BATCH = 256_000_000

#: File → (inode, time of change, size).
Tree = dict[str, tuple[int, int, int]]


@dataclass(frozen=True)
class Cost:
    """Seconds and bytes of one command, and its exit code (-9: it took too long)."""

    wall: float
    cpu: float
    process: int
    tree: int
    code: int


def environment() -> dict[str, str]:
    """The same for all tools. Python may keep what it compiled, as it does of every program that is installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1"}


def timed(command: Sequence[str], folder: Path, log: Path, timeout: float) -> Cost:
    """Run a command in a folder. What waits to be written to the disk is written before, outside the time."""
    os.sync()
    clock = [sys.executable, "-I", "-S", str(CLOCK), str(timeout), str(log)]
    done = subprocess.run(
        [*clock, *command],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    return Cost(told["wall"], told["cpu"], told["process"], told["tree"], told["code"])


def look(folder: Path) -> Tree:
    """All files below a folder, as they are now."""
    found: Tree = {}
    for place, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(place, name)
            state = os.lstat(file)
            found[os.path.relpath(file, folder)] = (state.st_ino, state.st_mtime_ns, state.st_size)
    return found


def changes(before: Tree, after: Tree) -> tuple[int, int]:
    """How many files were written, be it with the same bytes, and how many were removed."""
    return sum(before.get(file) != state for file, state in after.items()), len(before.keys() - after.keys())


def size(tree: Tree) -> int:
    return sum(state[2] for state in tree.values())


class Aside:
    """A folder for what is no longer needed. Nothing is deleted before the end: on ext4, files that are written after
    many were deleted cost up to ten times as much, and whoever is measured next would pay."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = 0
        folder.mkdir(parents=True, exist_ok=True)

    def fresh(self) -> Path:
        """A path in it that does not exist yet."""
        self._count += 1
        return self.folder / str(self._count)

    def take(self, path: Path) -> None:
        if path.exists():
            path.rename(self.fresh())


def limit(source: Path, target: Path) -> float:
    """Seconds that a plain loop takes to write the files of one folder into a new one, from memory."""
    os.sync()
    spent = 0.0
    for batch in _batches(source):
        start = time.perf_counter()
        known = ""
        for name, content in batch:
            file = os.path.join(target, name)
            folder = os.path.dirname(file)
            if folder != known:
                os.makedirs(folder, exist_ok=True)
                known = folder
            with open(file, "wb") as out:
                out.write(content)
        spent += time.perf_counter() - start
    return spent


def _batches(source: Path) -> Iterator[list[tuple[str, bytes]]]:
    batch: list[tuple[str, bytes]] = []
    held = 0
    for place, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            file = Path(place, name)
            content = file.read_bytes()
            batch.append((os.path.relpath(file, source), content))
            held += len(content)
            if held > BATCH:
                yield batch
                batch, held = [], 0
    yield batch
