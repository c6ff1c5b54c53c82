"""`briefgen check`: how long it takes to say what is wrong after an edit."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.alone import read_options
from bench.corpus import Corpus
from bench.tools import lay_out

ABOUT = """Measure `briefgen check` on a made-up archive, from the start of the program to its end. Warm: a build and a check have been made, and
each measurement is of another edit of that kind. Cold: nothing is left of either. What it finds is written as JSON and thrown away; the
last line is the same as text."""

NOW = "2030-01-01T12:00Z"


def main(words: Sequence[str] | None = None) -> int:
    """Run it, and print a table."""
    options = read_options("bench/check", ABOUT, words)
    if options is None:
        return 2
    size, reps, tool, program = options
    with tempfile.TemporaryDirectory(prefix="bench-check-") as work:
        root = Path(work) / "site"
        lay_out(Corpus(size), {tool.name: root}, [tool])
        _run(root, program, "build", "--quiet", "--now", NOW)
        found = _check(root, program)
        briefs = sorted((root / "briefs").rglob("*.md"))
        print(f"{size:,} briefs, median of {reps} (least), in seconds\n\n| | warm | CPU | cold |\n|---|---|---|---|")
        print(f"| the first after a build | {found[0]:.2f} | {found[1]:.2f} | |")
        for name, edit in _edits(briefs[len(briefs) // 2]):
            warm = []
            for rep in range(reps):
                edit(rep)
                warm.append(_check(root, program))
            print(
                f"| {name} | {_told(warm)} | {min(cpu for _, cpu in warm):.2f} | {_cold(root, program):.2f} |",
                flush=True,
            )
        text = [_check(root, program, "text") for _ in range(reps)]
        print(f"| nothing, as text | {_told(text)} | {min(cpu for _, cpu in text):.2f} | |")
    return 0


def _edits(brief: Path) -> Iterator[tuple[str, Callable[[int], None]]]:
    """What is edited, by a name, and how for the nth time."""
    text = brief.read_text("utf-8")
    head, rest = text.split("\n---\n", 1)
    title = head.split("title: ", 1)[1].split("\n", 1)[0]
    others = sorted(brief.parent.glob("*.md"))

    def write(content: str) -> None:
        brief.write_text(content, "utf-8")

    def more(rep: int) -> None:
        brief.with_name(f"2021-07-{rep + 1:02}-one-more.md").write_text(
            text.replace("title: ", "title: More of ", 1), "utf-8"
        )

    yield "nothing", lambda _: None
    yield "a sentence more in a brief", lambda rep: write(f"{text.rstrip()} And sentence {rep} more.\n")
    yield "another title", lambda rep: write(text.replace(title, f'"Title number {rep}"', 1))
    yield (
        "another topic",
        lambda rep: write(f"{head.replace('topics:', f'topics:{chr(10)}  - Topic {rep}', 1)}\n---\n{rest}"),
    )
    yield "a brief more", more
    yield "a brief less", lambda rep: others[rep].unlink()


def _check(root: Path, program: str, form: str = "json") -> tuple[float, float]:
    """Seconds, and those of processors."""
    before, start = os.times(), time.perf_counter()
    _run(root, program, "check", "--format", form, "--now", NOW)
    took, after = time.perf_counter() - start, os.times()
    return took, sum(after[2:4]) - sum(before[2:4])


def _cold(root: Path, program: str) -> float:
    kept = root / ".briefgen"
    aside = kept.with_name(".kept")
    kept.rename(aside)
    took = _check(root, program)[0]
    shutil.rmtree(kept, ignore_errors=True)
    aside.rename(kept)
    return took


def _told(found: Sequence[tuple[float, float]]) -> str:
    times = [took for took, _ in found]
    return f"{statistics.median(times):.2f} ({min(times):.2f})"


def _run(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL)
    if done.returncode > 1:
        sys.exit(f"{' '.join(command)} failed")
