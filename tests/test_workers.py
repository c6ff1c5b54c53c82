"""The injected `map`: the same results in the same order, for any number of processes, and clean ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.workers import Mapper, WorkerError, chunks, process_map, serial_map

MAPPERS = [serial_map, process_map(1), process_map(2), process_map(4), process_map()]


@pytest.mark.parametrize("mapper", MAPPERS)
@pytest.mark.parametrize("size", [0, 1, 2, 3, 17, 100])
def test_results_come_in_order_and_functions_may_be_closures(mapper: Mapper, size: int) -> None:
    large = {n: "x" * n for n in range(size)}
    assert list(mapper(lambda n: (n, large[n]), range(size))) == [(n, "x" * n) for n in range(size)]


def test_results_larger_than_a_pipe_do_not_block() -> None:
    assert [len(r) for r in process_map(3)(lambda n: b"x" * n, [1_000_000] * 7)] == [1_000_000] * 7


def test_the_work_is_done_in_other_processes_when_told_or_when_it_pays() -> None:
    others = set(process_map(3)(lambda _: os.getpid(), [1, 2, 3])) - {os.getpid()}
    assert len(others) == 2  # the third of three is the one that asks
    assert set(process_map()(lambda _: os.getpid(), [1, 2])) == {os.getpid()}


class OddError(Exception):
    """An exception that does not survive pickling."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_comes_through(jobs: int) -> None:
    def fail(n: int) -> int:
        if n == 3:
            raise FileNotFoundError(2, "No such file", "x.md")
        return n

    results = iter(process_map(jobs)(fail, range(6)))
    assert [next(results), next(results), next(results)] == [0, 1, 2]
    with pytest.raises(FileNotFoundError) as caught:
        next(results)
    assert caught.value.filename == "x.md"


def test_an_exception_that_cannot_travel_is_told_all_the_same() -> None:
    def fail(_: int) -> int:
        raise OddError("very ", "odd")

    with pytest.raises(RuntimeError, match="very odd"):
        list(process_map(2)(fail, [1, 2]))


def test_a_worker_that_is_killed_is_told() -> None:
    def die(n: int) -> int:
        if n == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    with pytest.raises(WorkerError, match="part 3 of 4"):
        list(process_map(2)(die, [0, 1, 2, 3]))


def test_no_worker_outlives_results_that_are_not_asked_for() -> None:
    def sleep(n: int) -> int:
        time.sleep(0 if n < 2 else 60)
        return os.getpid()

    stream = iter(process_map(2)(sleep, range(8)))
    workers = {next(stream), next(stream)} - {os.getpid()}
    del stream
    assert workers
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(), max_size=40), st.integers(1, 5))
def test_any_number_of_processes_is_the_same_as_one(items: list[int], jobs: int) -> None:
    assert list(process_map(jobs)(lambda n: n * 2, items)) == list(serial_map(lambda n: n * 2, items))


@given(st.lists(st.integers()), st.integers(1, 9))
def test_chunks_are_the_items(items: Sequence[int], size: int) -> None:
    runs = chunks(items, size)
    assert [item for run in runs for item in run] == items
    assert all(0 < len(run) <= size for run in runs)


ORPHANS = """
import os, sys, time
from briefgen.workers import process_map
def work(n):
    open(os.path.join(sys.argv[1], str(os.getpid())), "w").close()
    time.sleep(0.05)
for done in process_map(2)(work, range(100_000)):
    print("working", flush=True)
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, sign: signal.Signals) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANS, tmp_path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        parent.stdout.readline()
        parent.send_signal(sign)
    workers = [int(name) for name in os.listdir(tmp_path)]
    assert len(workers) == 2
    deadline = time.monotonic() + 10
    while any(is_alive(worker) for worker in workers):
        assert time.monotonic() < deadline, "workers outlive their parent"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody waited for does not."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
