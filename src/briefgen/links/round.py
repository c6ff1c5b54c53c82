"""Many addresses, politely: several hosts at once, each asked one thing at a time with a pause after it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

from briefgen.links.asking import ask
from briefgen.links.model import Answer
from briefgen.links.network import NoAnswerError, Reply, Web

#: Hosts at once; seconds between two questions to one; the longest that a host may ask us to wait, and how long we do if it does not say.
HOSTS, PAUSE = 16, 0.5
MOST_WAIT, WAIT = 60.0, 5.0
#: A host that did not answer so often in a row is asked nothing more.
MOST_FAULTS = 3


class _OverError(Exception):
    """The time is up."""


class _Host:
    """Whose turn it is at a host, and what we know of it."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.free = 0.0
        self.faults = 0
        self.closed = ""


class Round:
    """Asks for many addresses within so many seconds."""

    def __init__(self, web: Web, seconds: float, pause: float = PAUSE) -> None:
        self._web, self._seconds, self._pause = web, seconds, pause
        self._over = threading.Event()
        self._ends = 0.0
        self._hosts: dict[str, _Host] = {}
        self._results: SimpleQueue[tuple[str, Answer | Exception]] = SimpleQueue()

    def answers(self, addresses: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        """Each address with its answer, as they come; those that take too long have none. It may be left at any time."""
        by_host: dict[str, deque[str]] = {}
        for address in addresses:
            by_host.setdefault(_host_of(address), deque()).append(address)
        waiting = deque(sorted(by_host.values(), key=len, reverse=True))  # the longest row takes the longest
        left = sum(map(len, waiting))
        self._ends = time.monotonic() + self._seconds
        for _ in range(min(HOSTS, len(waiting))):
            threading.Thread(target=self._work, args=[waiting], daemon=True).start()
        try:
            while left and (patience := self._ends - time.monotonic()) > 0:
                with suppress(Empty):
                    address, answer = self._results.get(timeout=patience)
                    if isinstance(answer, Exception):
                        raise answer
                    left -= 1
                    yield address, answer
        finally:
            self._over.set()

    def _work(self, waiting: deque[deque[str]]) -> None:
        with suppress(IndexError, _OverError):
            while True:
                for address in waiting.popleft():
                    try:
                        self._results.put((address, ask(address, self._request)))
                    except _OverError:
                        raise
                    except Exception as error:
                        self._results.put((address, error))
                        raise _OverError from error

    def _request(self, method: str, url: str) -> Reply:
        """Ask a host when it is its turn, and again if it says when."""
        host = self._hosts.setdefault(_host_of(url), _Host())
        with host.turn:
            self._sleep(host.free - time.monotonic())
            reply = self._once(host, method, url)
            wait = reply.wait if reply.wait is not None else WAIT if reply.status == 429 else None
            if reply.status in (429, 503) and wait is not None:
                if wait <= MOST_WAIT:
                    self._sleep(wait)
                    reply = self._once(host, method, url)
                if reply.status == 429:
                    host.closed = "its server says 429 Too Many Requests"
            return reply

    def _once(self, host: _Host, method: str, url: str) -> Reply:
        if host.closed:
            raise NoAnswerError(host.closed)
        try:
            reply = self._web.request(method, url)
        except NoAnswerError as error:
            host.faults += error.passing
            if host.faults >= MOST_FAULTS:
                host.closed = str(error)
            raise
        finally:
            host.free = time.monotonic() + self._pause
        host.faults = 0
        return reply

    def _sleep(self, seconds: float) -> None:
        if self._over.wait(max(seconds, 0)) or time.monotonic() >= self._ends:
            raise _OverError


def _host_of(address: str) -> str:
    return urlsplit(address).netloc.rpartition("@")[2].lower()
