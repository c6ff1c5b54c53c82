"""A site that is shown without briefgen's own stages: every file `briefs/x.html` is a page `/x/`, every other one itself."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NoReturn

from support_site import NOW

from briefgen.config import Config
from briefgen.edition.model import Edition
from briefgen.pages.plan import plan_pages
from briefgen.problems import Problem, Where, problem
from briefgen.serve.app import App
from briefgen.serve.gate import Hosts
from briefgen.serve.model import Answer, Refresh, Snapshot
from briefgen.serve.server import Options, serve
from briefgen.serve.shown import problems_event

TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".xml": "application/atom+xml", ".png": "image/png"}
PAGE = b"<!doctype html><title>%b</title><body><p>%b</p></body></html>"


class FakeSite:
    """What the preview needs of a site. A page that holds "wrong" is a problem; one that holds "bug" breaks the site's program.
    `looks` are the hints that it was refreshed with."""

    def __init__(self, root: Path, base: str = "", until: dt.datetime | None = None) -> None:
        self.root, self.base = root, base
        self.looks: list[Collection[str] | None] = []
        self.asked: list[str] = []
        self.delay = 0.0
        self.settled = 0
        self.settling = threading.Event()
        self.settling.set()
        self._config = Config(url=f"https://example.org{base}")
        self._until = until
        self._lock = threading.Lock()
        self._files: dict[str, bytes] = {}
        self._serial = 0

    @property
    def snapshot(self) -> Snapshot:
        edition = Edition(self._config, NOW)
        return Snapshot(self._serial, self._config, edition, plan_pages(edition), self.problems, NOW)

    @property
    def problems(self) -> tuple[Problem, ...]:
        wrong = sorted(name for name, data in self._files.items() if b"wrong" in data)
        return tuple(problem("yaml-syntax", Where(name, 1), "This is wrong") for name in wrong)

    def start(self) -> Refresh:
        self._files = self._read()
        return Refresh(0)

    @property
    def until(self) -> dt.datetime | None:
        return self._until

    def settle(self) -> None:
        self.settling.wait(30)
        self.settled += 1

    def refresh(self, hint: Collection[str] | None = None) -> Refresh:
        with self._lock:
            self.looks.append(hint)
            time.sleep(self.delay)
            found, before = self._read(), self._files
            if any(b"bug" in data for data in found.values()):
                raise ZeroDivisionError("a bug")
            changed = tuple(sorted(n for n in found.keys() | before.keys() if found.get(n) != before.get(n)))
            new = tuple((n, self._url(n)) for n in changed if n not in before)
            over = hint is not None and not hint and self._until is not None
            if over:
                self._until = None
            if changed or over:
                self._files = found
                self._serial += 1
            return Refresh(self._serial, changed, new, self.problems)

    def get(self, path: str) -> Answer:
        self.asked.append(path)
        inner = path.removeprefix(self.base)
        if path == "/bug/":
            raise ZeroDivisionError("a bug")
        if f"briefs{inner}.html" in self._files:
            return Answer(308, location=f"{path}/")
        name = "briefs" + (f"{inner.rstrip('/')}.html" if inner.endswith("/") else inner)
        if name in self._files and path.startswith(self.base):
            return Answer(200, self._files[name], TYPES[Path(name).suffix])
        return Answer(404, b"<!doctype html><body>Nothing here</body>")

    def _url(self, name: str) -> str:
        return f"{self.base}/{name.removeprefix('briefs/').removesuffix('.html')}/"

    def _read(self) -> dict[str, bytes]:
        found = {}
        for file in (self.root / "briefs").rglob("*.*"):
            if file.is_file():
                found[file.relative_to(self.root).as_posix()] = file.read_bytes()
        return found


def page(text: str = "Text", title: str = "Title") -> bytes:
    """A page with a text."""
    return PAGE % (title.encode(), text.encode())


def app_of(site: FakeSite, hosts: Hosts | None = None, complaints: list[str] | None = None) -> App:
    """The application that shows a site."""
    said = [] if complaints is None else complaints
    return App(
        site,
        lambda problems: problems_event(problems, site.root),
        lambda recent: b"<!doctype html><body><h1>Desk</h1><p>%d</p></body>" % len(recent),
        hosts or Hosts(),
        lambda what, error: said.append(f"{what}: {error}"),
    )


def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something is so; fail when it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.01)


def events(stream: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
    """The events of a stream: (kind, data); comments are kind ""."""
    for piece in stream:
        for event in piece.decode().split("\n\n"):
            if event.startswith(":"):
                yield "", event[1:].strip().encode()
            elif event:
                kind, data = event.split("\n")
                assert kind.startswith("event: ")
                assert data.startswith("data: ")
                yield kind.removeprefix("event: "), data.removeprefix("data: ").encode()


def main() -> NoReturn:
    """Show such a site in a process of its own: the folder, then what `Options` has, as JSON."""
    options = json.loads(sys.argv[2])
    root = Path(sys.argv[1])
    code = serve(lambda: FakeSite(root), root, Options(**options), problems_event, lambda *_: b"<h1>Desk</h1>")
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
