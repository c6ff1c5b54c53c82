"""Runs one command and measures it, in a process of its own: `python -I -S clock.py TIMEOUT LOG COMMAND…`

It is apart from the rest, and small, because Linux counts the memory of the process that starts another one into the
peak of that other one (`ru_maxrss` survives `exec`). Prints one JSON object; imports nothing of the benchmark.
"""

from __future__ import annotations

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


def tree_memory(pid: int) -> int:
    """Bytes of a process and all below it: proportional set sizes, in which a page shared by n counts 1/n in each."""
    total, left = 0, [pid]
    while left:
        one = left.pop()
        try:
            for thread in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{thread}/children", "rb") as file:
                    left += map(int, file.read().split())
            with open(f"/proc/{one}/smaps_rollup", "rb") as file:
                total += next(int(line.split()[1]) * 1024 for line in file if line.startswith(b"Pss:"))
        except (OSError, StopIteration, ValueError):
            continue  # it has ended meanwhile
    return total


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
            setsid=True,
        )

        def watch() -> None:
            nonlocal peak, late
            wait = INTERVAL
            while not done.wait(wait):
                before = time.perf_counter()
                peak = max(peak, tree_memory(pid))
                wait = max(INTERVAL, SHARE * (time.perf_counter() - before))
                if before - start > timeout and not late:
                    late = True
                    os.killpg(pid, signal.SIGKILL)  # the session that began above, and nothing else

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
        "tree": max(peak, 0),
        "code": -9 if late else os.waitstatus_to_exitcode(status),
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[3:], float(sys.argv[1]), sys.argv[2])))
