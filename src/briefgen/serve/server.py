"""The preview as it runs: sockets, threads, and how it ends."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import msgspec

from briefgen.problems import Problem
from briefgen.serve.burst import Burst
from briefgen.serve.ending import Ending
from briefgen.serve.model import LiveSite, Refresh, Snapshot
from briefgen.serve.ports import PORT, TRIED, PlaceError, TakenError, holder, listen
from briefgen.serve.terminal import Terminal, what_changed, what_is_shown

if TYPE_CHECKING:
    from briefgen.serve.app import App
    from briefgen.serve.watch import Watch

#: Seconds between two looks, where the system does not tell of changes.
INTERVAL = 1.0
#: The most seconds that are waited for at once: clocks are set, and machines sleep.
NAP = 30.0
#: Seconds without any change, after which there is time for what was put off.
QUIET = 2.0

FINE, UNWRITABLE = 0, 3

Desk = Callable[[Snapshot, Path, Iterable[Refresh]], bytes]
Tell = Callable[[Iterable[Problem], Path, str], bytes]


class Options(msgspec.Struct, frozen=True):
    """What `briefgen serve` was asked for. `host` and `port` are empty where it was not said; `poll` are the seconds between two looks
    at the files, for where the system does not tell of changes."""

    host: str = ""
    port: int | None = None
    open: bool = False
    poll: float | None = None
    quiet: bool = False


class Running:
    """A preview that runs at sockets which listen already."""

    def __init__(self, site: LiveSite, root: Path, app: App, options: Options, terminal: Terminal) -> None:
        self._site, self._root, self._app, self._options, self._terminal = site, root, app, options, terminal
        self._burst = Burst()
        self._watch: Watch | None = None
        self._poll = options.poll
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_after, name="briefgen-watch", daemon=True)
        self._servers: list[Callable[[], None]] = []
        self._missed = False
        self._settled = False
        self._settling: threading.Thread | None = None
        self._last = site.snapshot

    def start(self, sockets: Iterable[socket.socket]) -> None:
        """Answer requests and look after the files, in threads of their own."""
        from briefgen.serve.wire import Server

        for one in sockets:
            server = Server(one, self._app, self._terminal.complain)
            self._servers += [server.shutdown, server.server_close]
            threading.Thread(target=partial(server.serve_forever, 0.1), name="briefgen-http", daemon=True).start()
        self._thread.start()

    def close(self) -> None:
        """End all that was started."""
        self._ended.set()
        self._burst.end()
        self._app.hub.close()
        for close in self._servers:
            close()
        self._thread.join()

    def _look_after(self) -> None:
        """Take up changes as they come, until the end; what can wait is done when none come."""
        try:
            if self._poll is None:
                self._begin_watching()
            self._refresh(None)  # what changed while the site was loaded
            while not self._ended.is_set():
                changed = self._burst.take(self._patience())
                if self._ended.is_set():
                    break
                if self._watch is not None:
                    self._give_up_watching(self._watch.renew())
                if changed is None or changed:
                    self._refresh(changed)
                elif self._poll is not None:
                    self._refresh(None)
                elif self._until_turn() <= 0:
                    self._refresh(())
                elif not self._settled:
                    self._settle()
        finally:
            if self._watch is not None:
                self._watch.stop()
            if self._settling is not None:
                self._settling.join()
            if not self._settled:
                self._settle_now()

    def _begin_watching(self) -> None:
        from briefgen.serve.watch import Watch

        self._watch = Watch(self._root, self._burst)
        self._give_up_watching(self._watch.start())

    def _give_up_watching(self, reason: str) -> None:
        """Look at the files every now and then, if there is a reason."""
        if reason:
            self._watch, self._poll = None, INTERVAL
            self._terminal.complain(f"{reason}. Looking at all files every {INTERVAL:g} s instead, as with --poll")

    def _patience(self) -> float:
        """Seconds until something must be done, even if nothing happens."""
        quiet = NAP if self._settled else QUIET
        return min(NAP, quiet, self._poll or NAP, max(self._until_turn(), 0.5))

    def _until_turn(self) -> float:
        """Seconds until the site is another by itself."""
        until = self._site.until
        return NAP if until is None else (until - dt.datetime.now(dt.UTC)).total_seconds()

    def _settle(self) -> None:
        """Let the site do what it put off, in a thread of its own: a save need not wait for that."""
        if self._settling is None or not self._settling.is_alive():
            self._settled = True
            self._settling = threading.Thread(target=self._settle_now, name="briefgen-settle", daemon=True)
            self._settling.start()

    def _settle_now(self) -> None:
        try:
            self._site.settle()
        except Exception as error:
            self._terminal.bug("what was put off could not be done", error)

    def _refresh(self, changed: Collection[str] | None) -> None:
        begun = time.perf_counter()
        try:
            refresh = self._site.refresh(None if self._missed else changed)
            self._missed = False
            before, self._last = self._last, self._site.snapshot
            if refresh.serial == before.serial:
                if self._poll is not None and not self._settled:
                    self._settle()
            else:
                self._settled = False
                told = self._app.hub.refreshed(refresh)
                self._terminal.say(what_changed(refresh, told, time.perf_counter() - begun, before.problems))
        except Exception as error:
            self._missed = True  # what changed is still to be taken up
            self._terminal.bug("a change could not be taken up", error)


def serve(make: Callable[[], LiveSite], root: Path, options: Options, tell: Tell, desk: Desk) -> int:
    """Show a site until somebody ends it; the exit code. `make` gives the site, when it is certain where it can be seen."""
    terminal = Terminal(options.quiet)
    try:
        sockets, port = listen(options.host, options.port)
    except TakenError as taken:
        by = holder(taken.port)
        others = "" if options.port else f", and so are the {TRIED - 1} after it"
        terminal.complain(f"{taken}{by and f' by {by}'}{others}. Choose another: --port {taken.port + 100}")
        return UNWRITABLE
    except PlaceError as error:
        terminal.complain(f"{error}")
        return UNWRITABLE
    with suppress(KeyboardInterrupt):
        ending = Ending()
        from briefgen.serve.app import App
        from briefgen.serve.gate import hosts_for

        site = make()
        site.start()
        ending.hold()
        app = App(
            site,
            lambda problems: tell(problems, root, site.snapshot.config.editor),
            lambda recent: desk(site.snapshot, root, recent),
            hosts_for(options.host),
            terminal.bug,
        )
        preview = Running(site, root, app, options, terminal)
        preview.start(sockets)
        _begin(site, options, terminal, port)
        ending.wait()
        preview.close()
    return FINE


def _begin(site: LiveSite, options: Options, terminal: Terminal, port: int) -> None:
    """Say where the site is seen."""
    address = address_of(options.host, port, site.snapshot.config.url)
    if options.port is None and port != PORT:
        by = holder(PORT)
        terminal.say(f"Port {PORT} is taken{by and f' by {by}'}, so it is another:")
    terminal.begin(address, f"{what_is_shown(site.snapshot)}. Ctrl-C ends it.")
    if options.open:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def address_of(host: str, port: int, url: str = "") -> str:
    """The address at which the site is seen."""
    name = host.strip("[]") or "127.0.0.1"
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(name, name)
    shown = f"[{name}]" if ":" in name else name
    return f"http://{shown}:{port}{quote(urlsplit(url).path.rstrip('/'))}/"
