"""For tests that something does not crawl: machines are noisy, so no test asserts a time, but none may hang either."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: Seconds. What is linear takes one or two of them on a slow machine; on the same input, what is quadratic takes minutes.
PATIENCE = 45


@contextmanager
def no_crawl() -> Iterator[None]:
    """Fail when what is done within hangs. Without SIGALRM (Windows) it just runs."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def give_up(*_: Any) -> None:
        raise AssertionError(f"not finished after {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
