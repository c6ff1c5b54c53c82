"""A bar on the terminal for long work: a `Mapper` that counts what comes out of another."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

    from briefgen.workers import Mapper

T = TypeVar("T")
R = TypeVar("R")

#: What a build does, in the order in which it maps.
STEPS = ("Looking at what is there", "Reading briefs", "Finding names", "Making pages")
PATIENCE = 1.0
REFRESH = 0.1


@contextmanager
def watched(mapper: Mapper, live: bool) -> Iterator[Mapper]:
    """The same mapper, with a bar on standard error once the work takes longer than a second."""
    if not live:
        yield mapper
        return
    bar = _Bar()
    try:
        yield bar.watching(mapper)
    finally:
        bar.stop()


@contextmanager
def counted(step: str, live: bool) -> Iterator[Callable[[int, int], None]]:
    """Something to tell how many of how many are done, which draws the same bar."""
    bar = _Bar()
    try:
        yield partial(bar.show, step) if live else lambda _done, _total: None
    finally:
        bar.stop()


class _Bar:
    def __init__(self) -> None:
        self._due = time.monotonic() + PATIENCE
        self._progress: Progress | None = None
        self._steps = iter(STEPS)

    def watching(self, mapper: Mapper) -> Mapper:
        def run(function: Callable[[T], R], items: Sequence[T], /) -> Iterable[R]:
            step = next(self._steps, STEPS[-1])
            for done, result in enumerate(mapper(function, items), 1):
                yield result
                self.show(step, done, len(items))

        return run

    def show(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + REFRESH
        if self._progress is None:
            self._progress = _start()
        task = self._progress.tasks[0].id
        self._progress.update(task, description=step, completed=done, total=total, refresh=True)

    def stop(self) -> None:
        if self._progress is not None:
            self._progress.stop()


def _start() -> Progress:
    """A bar that is drawn only when told: a thread that draws would not survive a fork."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
    progress.add_task("")
    progress.start()
    return progress
