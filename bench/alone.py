"""What benchmarks of one command have in common: their options, and the program that they measure."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.tools import Tool, find


def read_options(name: str, about: str, words: Sequence[str] | None) -> tuple[int, int, Tool, str] | None:
    """How many briefs, how often, the tool, and the path of its program; None, told on standard error, where it is not there."""
    parser = argparse.ArgumentParser(prog=name, description=about)
    parser.add_argument("--size", type=int, default=10_000, help="briefs")
    parser.add_argument("--reps", type=int, default=5, help="times that each is measured; the median counts")
    parser.add_argument("--briefgen", type=Path, help="the program to measure")
    told = parser.parse_args(words)
    tool = next(iter(find(["briefgen"], told.briefgen, None)))
    if isinstance(tool, str):
        print(tool, file=sys.stderr)
        return None
    return told.size, told.reps, tool, str(Path(tool.command[0]).absolute())
