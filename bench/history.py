"""The history of an archive in git: how long it takes to read all of it, and to ask for it again.

    bench/history [--files 10000] [--commits 2500] [--reps 5]

Makes a repository with `git fast-import` in a temporary folder: files come in by the commit, and each commit changes older ones and moves one.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from briefgen.config import Config
from briefgen.lock import FOLDER
from briefgen.record.history import read_history
from briefgen.record.reading import read_records
from briefgen.workers import serial_map

START = 1_600_000_000


def stream(files: int, commits: int) -> Iterator[bytes]:
    """The input of `git fast-import` (git-fast-import, "INPUT FORMAT")."""
    made = 0
    names: list[str] = []
    for number in range(commits):
        yield b"commit refs/heads/main\n"
        yield b"committer Ada <ada@example.org> %d +0000\n" % (START + number * 3600)
        message = b"Publish, round %d" % number
        yield b"data %d\n%s\n" % (len(message), message)
        if number == 0:
            yield b"M 100644 inline .gitignore\ndata 11\n/.briefgen/\n"
        while made < files * (number + 1) // commits:
            names.append(f"briefs/{2015 + made * 10 // files}/{made:06d}-brief.md")
            yield from _file(names[-1], made, 0)
            made += 1
        for step in (7, 13):  # older briefs that are edited
            at = (number * step) % len(names)
            yield from _file(names[at], at, number)
        if number % 5 == 4:
            at = (number * 31) % len(names)
            moved = names[at].replace("-brief", "-brief-moved")
            if moved != names[at]:
                yield f"R {names[at]} {moved}\n".encode()
                names[at] = moved


def _file(name: str, number: int, version: int) -> Iterator[bytes]:
    parts = "## Why It's Important\n\nIt is.\n\n## What's Next\n\nMore.\n"
    body = f"## What's Happening\n\n{f'Line of brief {number}. ' * 40}\n\nVersion {version}.\n\n{parts}"
    text = f"---\ntitle: Brief {number}\ndate: 2015-10-18\n---\n{body}".encode()
    yield f"M 100644 inline {name}\ndata {len(text)}\n".encode() + text


def make(root: Path, files: int, commits: int) -> None:
    """A repository with an archive."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    command = ["git", "-C", str(root), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for piece in stream(files, commits):
            process.stdin.write(piece)
        process.stdin.close()
    if process.returncode:
        sys.exit("git fast-import failed")
    subprocess.run(["git", "-C", str(root), "checkout", "-q", "main"], check=True)
    (root / FOLDER).mkdir()


def timed(root: Path) -> float:
    """Milliseconds that one reading takes."""
    began = time.perf_counter()
    history = read_history(root)
    took = (time.perf_counter() - began) * 1000
    if history.reason or not history.commits:
        sys.exit(f"nothing was read: {history.reason}")
    return took


def recorded(root: Path) -> float:
    """Milliseconds of this processor that it takes to tell what became of all briefs."""
    paths = [file.relative_to(root / "briefs").as_posix() for file in (root / "briefs").rglob("*.md")]
    began = time.process_time()
    records = read_records(root, Config(), serial_map, paths).records
    took = (time.process_time() - began) * 1000
    if not records:
        sys.exit("no brief has a record")
    return took


def main() -> None:
    """Measure, and tell the median and the best of each."""
    parser = argparse.ArgumentParser(description="Time the reading of a git history.")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--commits", type=int, default=2_500)
    parser.add_argument("--reps", type=int, default=5)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "site"
        make(root, wishes.files, wishes.commits)
        cold, warm = [], []
        for _ in range(wishes.reps):
            (root / FOLDER / "history").unlink(missing_ok=True)
            cold.append(timed(root))
            warm.append(timed(root))
        first, again = [], []
        for _ in range(wishes.reps):
            (root / FOLDER / "line").unlink(missing_ok=True)
            (root / FOLDER / "revisions").unlink(missing_ok=True)
            first.append(recorded(root))
            again.append(recorded(root))
        (root / "briefs" / "new.md").write_text("A new brief.\n")
        identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        subprocess.run(["git", "-C", str(root), "add", "briefs/new.md"], check=True)
        subprocess.run(["git", "-C", str(root), *identity, "commit", "-qm", "One more"], check=True)
        one = timed(root)
    print(f"{wishes.files:,} files, {wishes.commits:,} commits")
    for name, times in (
        ("cold", cold),
        ("warm", warm),
        ("one commit more", [one]),
        ("records, cold", first),
        ("records, warm", again),
    ):
        print(f"{name:16} {statistics.median(times):7.1f} ms (best {min(times):.1f})")


if __name__ == "__main__":
    main()
