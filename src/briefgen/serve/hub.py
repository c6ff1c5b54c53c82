"""The open tabs: what each of them shows, and who must be told after a refresh."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence

import msgspec

from briefgen.problems import Problem
from briefgen.serve.model import Answer, Refresh

#: Seconds after which a silent stream says that it is still there.
KEEP_ALIVE = 15.0
#: So many refreshes are remembered for the desk, and so many new briefs are told at once.
REMEMBERED, AT_ONCE = 50, 20


def page_digest(body: bytes) -> str:
    """What tells one state of a page from another: a digest of its bytes as the site has them."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


class Stream:
    """A tab: the path it shows, the digest of what it shows, and what it has not been told yet. Only the latest of each kind waits, so
    a slow tab misses nothing that still matters."""

    def __init__(self, path: str, seen: str, gone: Callable[[], bool]) -> None:
        self.path = path
        self.gone = gone
        self._seen = seen
        self._problems = b""
        self._new: tuple[tuple[str, str], ...] = ()
        self._waiting: dict[str, bytes] = {}
        self._ended = False
        self._turn = threading.Condition()

    def show(self, answer: Answer) -> bool:
        """Tell the tab what its page is now, unless it shows that already; whether it is another."""
        digest = page_digest(answer.body)
        with self._turn:
            differs = digest != self._seen
            if differs:
                self._seen = digest
                self._waiting["page"] = msgspec.json.encode({"digest": digest, "status": answer.status})
                self._turn.notify()
        return differs

    def warn(self, problems: bytes) -> None:
        """Tell the tab what is wrong, unless it knows."""
        with self._turn:
            if problems != self._problems:
                self._problems = self._waiting["problems"] = problems
                self._turn.notify()

    def announce(self, new: Sequence[tuple[str, str]]) -> None:
        """Tell of new briefs, but not the tab that shows one of them."""
        with self._turn:
            others = [one for one in new if one[1] != self.path]
            if others:
                self._new = (*self._new, *others)[-AT_ONCE:]
                told = [{"title": title, "url": url} for title, url in self._new]
                self._waiting["new"] = msgspec.json.encode({"briefs": told})
                self._turn.notify()

    def end(self) -> None:
        """Let the stream end as soon as it can."""
        with self._turn:
            self._ended = True
            self._turn.notify()

    def take(self, seconds: float) -> dict[str, bytes] | None:
        """What the tab must be told, waiting for it so long; None when the stream has ended."""
        with self._turn:
            self._turn.wait_for(lambda: self._ended or self._waiting, seconds)
            if self._ended:
                return None
            taken, self._waiting, self._new = self._waiting, {}, ()
            return taken


class Hub:
    """All open tabs. `look` gives what there is at a path, `found` all problems of the site, and `tell` problems as the tabs want them."""

    def __init__(
        self,
        look: Callable[[str], Answer],
        found: Callable[[], Sequence[Problem]],
        tell: Callable[[Sequence[Problem]], bytes],
        keep_alive: float = KEEP_ALIVE,
    ) -> None:
        self.recent: deque[Refresh] = deque(maxlen=REMEMBERED)
        self._look = look
        self._found = found
        self._tell = tell
        self._keep_alive = keep_alive
        self._streams: list[Stream] = []
        self._closed = False
        self._lock = threading.Lock()
        self._looking = threading.Lock()

    def __len__(self) -> int:
        return len(self._streams)

    def events(self, path: str, seen: str, gone: Callable[[], bool] = lambda: False) -> Iterator[bytes]:
        """The stream of a tab, which is open while this is iterated. `gone` tells whether the tab is still there."""
        stream = Stream(path, seen, gone)
        with self._lock:
            if self._closed:
                return
            self._streams.append(stream)
        try:
            yield b": hello\n\n"
            self._show([[stream]], self._found())
            while (told := stream.take(self._keep_alive)) is not None:
                yield (
                    b"".join(b"event: %b\ndata: %b\n\n" % (kind.encode(), data) for kind, data in told.items())
                    or b":\n\n"
                )
        finally:
            with self._lock:
                self._streams.remove(stream)

    def refreshed(self, refresh: Refresh) -> int:
        """Tell every tab what concerns it; how many show another page now."""
        if refresh.changed:
            self.recent.append(refresh)
        with self._lock:
            streams = self._streams[::-1]  # the latest first: that is likely the one somebody looks at
        by_path: dict[str, list[Stream]] = {}
        for stream in streams:
            if stream.gone():
                stream.end()
            else:
                by_path.setdefault(stream.path, []).append(stream)
        count = self._show(by_path.values(), refresh.problems)
        for stream in streams:
            stream.announce(refresh.new)
        return count

    def close(self) -> None:
        """End all streams, and begin no other."""
        with self._lock:
            self._closed = True
            for stream in self._streams:
                stream.end()

    def _show(self, groups: Collection[Sequence[Stream]], found: Sequence[Problem]) -> int:
        """Look once at each page, which all streams of a group show, and tell them; then, since that may take longer, what is wrong."""
        count = 0
        own: list[tuple[Sequence[Stream], tuple[Problem, ...]]] = []
        for group in groups:
            with self._looking:  # or a tab might be told an older state after a newer one
                answer = self._look(group[0].path)
                count += sum(stream.show(answer) for stream in group)
            own.append((group, answer.problems))
        everywhere = self._tell(found) if own else b""
        for group, further in own:
            problems = self._tell((*found, *further)) if further else everywhere
            for stream in group:
                stream.warn(problems)
        return count
