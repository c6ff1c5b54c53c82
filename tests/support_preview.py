"""A preview of a site in a folder, in this process: what is saved is taken up at once, not when the watching finds it."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from support_site import NOW, write_site

from briefgen.problems import Problem
from briefgen.serve.app import App
from briefgen.serve.desk import desk_page
from briefgen.serve.gate import hosts_for
from briefgen.serve.model import Refresh
from briefgen.serve.shown import problems_event
from briefgen.serve.site import Preview as Site
from briefgen.serve.wire import Server
from briefgen.workers import serial_map


class Preview:
    """A preview that runs: its site, and its address without the final slash."""

    def __init__(self, root: Path, now: dt.datetime) -> None:
        self.root = root
        self.complaints: list[str] = []
        self.site = Site(root, now=now, mapper=serial_map)
        self.site.start()
        self.app = App(
            self.site,
            self._tell,
            self._desk,
            hosts_for(),
            complain=lambda what, error: self.complaints.append(f"{what}: {error!r}"),
        )
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = Server(self._socket, self.app, self.complaints.append)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def save(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files (None: take one away) and tell the tabs what came of it."""
        write_site(self.root, {name: content for name, content in files.items() if content is not None})
        for name, content in files.items():
            if content is None:
                (self.root / name).unlink()
        self.app.hub.refreshed(self.site.refresh(list(files)))

    def close(self) -> None:
        self.app.hub.close()
        self._server.shutdown()
        self._server.server_close()

    def _tell(self, problems: Sequence[Problem]) -> bytes:
        return problems_event(problems, self.root, self.site.snapshot.config.editor)

    def _desk(self, recent: Sequence[Refresh]) -> bytes:
        return desk_page(self.site.snapshot, self.root, recent)


@contextmanager
def preview(root: Path, files: Mapping[str, str | bytes], now: dt.datetime = NOW) -> Iterator[Preview]:
    """A preview of a site from a dict of files."""
    running = Preview(write_site(root, files), now)
    try:
        yield running
        assert not running.complaints
    finally:
        running.close()
