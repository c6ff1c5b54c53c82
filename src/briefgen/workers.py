"""Work spread over processes through one injected `map`.

Whoever has much to do takes a `Mapper` and says what is done to one item; whether that happens here or in other
processes is not its concern. Results come back in the order of the items, so that they are the same for any number of
processes.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, Generic, NoReturn, Protocol, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

#: With `jobs` left open: the most processes that are used, and the fewest items for which other processes pay.
MOST_JOBS = 4
FEWEST_ITEMS = 16


class Mapper(Protocol):
    """What `map` is, for one function and one sequence: results in the order of the items, made as they are asked for."""

    def __call__(self, function: Callable[[T], R], items: Sequence[T], /) -> Iterable[R]: ...


class WorkerError(Exception):
    """A worker process ended before its work was done (killed, or out of memory)."""


def serial_map(function: Callable[[T], R], items: Sequence[T], /) -> Iterator[R]:
    """A `Mapper` that does everything here."""
    return map(function, items)


def process_map(jobs: int = 0) -> Mapper:
    """A `Mapper` over `jobs` processes; 0: as many as pay for the number of items.

    Processes are forked for each call, so the function may be a closure over large data: it is inherited, not copied.
    This process is one of them.
    Only results travel (by pickle). Where there is no fork, everything is done here.
    """

    def run(function: Callable[[T], R], items: Sequence[T], /) -> Iterable[R]:
        wanted = jobs or (min(_cpus(), MOST_JOBS) if len(items) >= FEWEST_ITEMS else 1)
        count = min(wanted, len(items))
        return _forked(function, items, count) if count > 1 and hasattr(os, "fork") else map(function, items)

    return run


def mapper_for(jobs: int) -> Mapper:
    """The `Mapper` for so many processes; 0: as many as pay."""
    return serial_map if jobs == 1 else process_map(jobs)


def chunks(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """The items in runs of `size`, so that a `Mapper` has fewer and larger pieces to hand round."""
    return [items[start : start + size] for start in range(0, len(items), size)]


@contextmanager
def beside(mapper: Mapper, function: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Begin to do something in a process of its own, and go on here. What the context gives waits for the result. With
    `serial_map`, or where there is no fork, it is done here when it is asked for."""
    if mapper is serial_map or not hasattr(os, "fork"):
        yield function
        return
    crew = _Crew[None, R](lambda _: function(), [None], 1, 1)
    try:
        yield lambda: crew.result(0)
    finally:
        crew.end()


@contextmanager
def stopping(results: Iterable[R]) -> Iterator[Iterable[R]]:
    """The results of a `Mapper`; who makes them stops at the end, at the latest."""
    try:
        yield results
    finally:
        close = getattr(results, "close", None)
        if close:
            close()


def _cpus() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _forked(function: Callable[[T], R], items: Sequence[T], count: int) -> Iterator[R]:
    """Every `count`th item is done here, between reading what came of the others: one process less with all its memory."""
    gc.freeze()  # also here, where looking for rubbish would copy what the others share
    crew = _Crew(function, items, count, count - 1)
    try:
        for n, item in enumerate(items):
            yield function(item) if n % count == count - 1 else crew.result(n)
    finally:
        crew.end()
        gc.unfreeze()


class _Crew(Generic[T, R]):
    """Worker n of the first `hired` does items n, n + count, …; its results are read from its own pipe, in turn with the
    others'."""

    def __init__(self, function: Callable[[T], R], items: Sequence[T], count: int, hired: int) -> None:
        self._count = count
        self._total = len(items)
        self._workers: list[int] = []
        self._pipes: list[BinaryIO] = []
        try:
            for n in range(hired):
                reader, writer = os.pipe()
                _widen(writer)
                with _no_interrupt():  # what runs within a fork would swallow it
                    worker = os.fork()
                    if not worker:
                        os.close(reader)
                        _work(function, items[n::count], writer, self._pipes)
                    self._workers.append(worker)
                self._pipes.append(os.fdopen(reader, "rb"))
                os.close(writer)
        except BaseException:
            self.end()
            raise

    def result(self, n: int) -> R:
        """The result for item n. To be asked for once, in order."""
        try:
            done, result = pickle.load(self._pipes[n % self._count])
        except (EOFError, pickle.UnpicklingError) as error:
            message = f"a worker process ended early while working on part {n + 1} of {self._total}"
            raise WorkerError(message) from error
        if not done:
            raise result
        return cast(R, result)

    def end(self) -> None:
        """No worker stays."""
        for pipe in self._pipes:
            pipe.close()
        for worker in self._workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGTERM)
        for worker in self._workers:
            with suppress(ChildProcessError):
                os.waitpid(worker, 0)


def _widen(pipe: int) -> None:
    """Let a worker run ahead of its reader, where the system can do that (Linux: 1 MB)."""
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)
    except (ImportError, AttributeError, OSError):
        pass


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C waits until the end, and so does the other signal that a preview takes for an interrupt."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(function: Callable[[T], R], items: Sequence[T], writer: int, inherited: Sequence[BinaryIO]) -> NoReturn:
    """The life of a worker. It never returns into its parent's code, and ends when nobody reads its results any more:
    therefore it closes the pipes to its siblings, which would otherwise keep them alive after their parent's death."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
        gc.freeze()  # what was inherited is not garbage; looking for some there would copy its memory
        for pipe in inherited:
            os.close(pipe.fileno())
        with os.fdopen(writer, "wb") as out:
            for item in items:
                out.write(_outcome(function, item))
                out.flush()
    except BaseException:
        os._exit(1)
    os._exit(0)


def _outcome(function: Callable[[T], R], item: T) -> bytes:
    """(True, result) or (False, exception), pickled."""
    try:
        return pickle.dumps((True, function(item)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        import traceback

        error.add_note(f"In a worker process:\n{traceback.format_exc()}")
        with suppress(Exception):  # an exception need not survive the journey: try it
            packed = pickle.dumps((False, error))
            pickle.loads(packed)
            return packed
        return pickle.dumps((False, RuntimeError("".join(traceback.format_exception(error)))))
