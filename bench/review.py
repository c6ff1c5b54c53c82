"""`briefgen diff`: how long it takes to say what an edit does to the site."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.alone import read_options
from bench.corpus import Corpus
from bench.tools import lay_out

ABOUT = """Measure `briefgen diff` on a made-up archive in a git repository, from the start of the program to its end: one sentence more in one
brief, another title, and one brief more, each with the state of a build of the last commit (warm) and without any (cold)."""

NOW = "2030-01-01T12:00Z"

_DATE = re.compile(r"^date: .*$", re.MULTILINE)


def main(words: Sequence[str] | None = None) -> int:
    """Run it, and print a table."""
    options = read_options("bench/diff", ABOUT, words)
    if options is None:
        return 2
    size, reps, tool, program = options
    with tempfile.TemporaryDirectory(prefix="bench-diff-") as work:
        root = Path(work) / "site"
        lay_out(Corpus(size), {tool.name: root}, [tool])
        (root / ".gitignore").write_text("site/\n.briefgen/\n")
        for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "All"]):
            _run(root, "git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments)
        _run(root, program, "build", "--quiet", "--now", NOW)
        briefs = sorted((root / "briefs").rglob("*.md"))
        brief = briefs[len(briefs) // 2]
        text = brief.read_text("utf-8")
        print(f"{size:,} briefs, median of {reps}, in seconds\n\n| | warm | cold |\n|---|---|---|")
        changes: tuple[tuple[str, Path, str], ...] = (
            ("a sentence more in a brief", brief, f"{text.rstrip()} And one sentence more.\n"),
            ("another title of an old brief", brief, text.replace("title: ", "title: More of ", 1)),
            ("a brief more", brief.with_name("2029-12-31-one-more.md"), _DATE.sub("date: 2029-12-31", text, count=1)),
        )
        for name, file, content in changes:
            file.write_text(content, "utf-8")
            warm = _median(reps, lambda: _diff(root, program))
            kept = root / ".briefgen"
            kept.rename(kept.with_name(".kept"))
            cold = _median(reps, lambda: _diff(root, program))
            shutil.rmtree(kept, ignore_errors=True)
            kept.with_name(".kept").rename(kept)
            print(f"| {name} | {warm:.2f} | {cold:.2f} |", flush=True)
            _run(root, "git", "clean", "-qfd", "briefs")
            _run(root, "git", "checkout", "-q", "briefs")
    return 0


def _diff(root: Path, program: str) -> None:
    _run(root, program, "diff", "--now", NOW)


def _median(reps: int, work: Callable[[], None]) -> float:
    times = []
    for _ in range(reps):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _run(folder: Path, *command: str) -> None:
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment)
