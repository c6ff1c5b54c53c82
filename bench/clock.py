"""Runs one command and measures it, in a process of its own: `python -I -S clock.py TIMEOUT LOG COMMAND…`

It is apart from the rest, and small, because Linux counts the memory of the process that starts another one into the
peak of that other one (`ru_maxrss` survives `exec`). Prints one JSON object; imports nothing of the benchmark.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time

#: Seconds between two looks at the memory, at least. A look at large processes is dear, so the wait grows with it:
#: looking takes no more than a twentieth of one processor.
INTERVAL = 0.025
SHARE = 20


def family(pid: int) -> list[int]:
    """A process and all below it that still run."""
    found = [pid]
    for one in found:  # it grows meanwhile
        try:
            for thread in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{thread}/children", "rb") as file:
                    found += map(int, file.read().split())
        except OSError:
            continue  # it has ended meanwhile
    return found


def memory(pids: list[int]) -> int:
    """Bytes of processes: their proportional set sizes, in which a page that n of them share counts a nth in each."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
                total += next((int(line.split()[1]) * 1024 for line in file if line.startswith(b"Pss:")), 0)
        except OSError:
            continue
    return total


def end(pids: list[int]) -> None:
    """End these processes, which are those of the command."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def run(command: list[str], timeout: float, log: str) -> dict[str, float]:
    """Wall and processor seconds, peaks of memory, exit code."""
    peak, late, done = 0, False, threading.Event()
    with open(log, "ab") as out:
        start = time.perf_counter()
        pid = os.posix_spawn(
            command[0],
            command,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, out.fileno(), 2)],
        )

        def watch() -> None:
            nonlocal peak, late
            wait = INTERVAL
            while not done.wait(wait):
                before = time.perf_counter()
                peak = max(peak, memory(family(pid)))
                wait = max(INTERVAL, SHARE * (time.perf_counter() - before))
                if before - start > timeout and not late:
                    late = True
                    end(family(pid))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - start
        done.set()
        watcher.join()
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "process": usage.ru_maxrss * 1024,
        "tree": peak,
        "code": -9 if late else os.waitstatus_to_exitcode(status),
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[3:], float(sys.argv[1]), sys.argv[2])))
