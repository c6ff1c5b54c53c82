"""Many changes at once, such as a `git checkout` makes, as one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

#: Seconds of silence after which a change is taken to be all; a burst that lasts needs a third of its time. After the longest,
#: what there is so far is shown.
QUIET, LONGEST = 0.012, 1.0
#: Of more files than these no list is kept: it is quicker to look at all, and the system may have lost some.
MANY = 500


class Burst:
    """What changed since it was last asked: files, relative to the site's folder, or None for anything."""

    def __init__(self, quiet: float = QUIET, longest: float = LONGEST) -> None:
        self._quiet, self._longest = quiet, longest
        self._paths: set[str] = set()
        self._all = False
        self._first = self._last = 0.0
        self._ended = False
        self._turn = threading.Condition()

    def put(self, paths: Iterable[str] | None) -> None:
        """Note that files changed, or (None) that anything may have."""
        with self._turn:
            now = time.monotonic()
            if not self._pending:
                self._first = now
            if paths is None:
                self._all = True
            else:
                self._paths.update(paths)
            self._last = now
            if self._pending:
                self._turn.notify()

    def end(self) -> None:
        """Let whoever waits go."""
        with self._turn:
            self._ended = True
            self._turn.notify()

    def take(self, seconds: float | None = None) -> frozenset[str] | None:
        """Wait for the next burst to be over. Empty when there was none for so many seconds, or when it has ended."""
        with self._turn:
            self._turn.wait_for(lambda: self._pending or self._ended, seconds)
            while self._pending and not self._ended:
                now = time.monotonic()
                quiet = max(self._quiet, (self._last - self._first) / 3)
                over = min(self._last + quiet, self._first + self._longest)
                if now >= over:
                    break
                self._turn.wait(over - now)
            taken = None if self._all or len(self._paths) > MANY else frozenset(self._paths)
            self._paths, self._all = set(), False
            return taken

    @property
    def _pending(self) -> bool:
        return self._all or bool(self._paths)
