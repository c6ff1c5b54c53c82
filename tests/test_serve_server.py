"""The preview as it runs: sockets, ports, threads, and how it ends."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support_live import FakeSite, app_of, page, until
from support_site import write_site

from briefgen.serve import ports
from briefgen.serve.hub import page_digest
from briefgen.serve.ports import TakenError, holder, listen
from briefgen.serve.server import Options, Running, address_of
from briefgen.serve.terminal import Terminal

FILES = {"briefs/a.html": page("One"), "briefs/b.html": page("Two")}
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a port")


class Said(Terminal):
    """A terminal that remembers."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def _print(self, text: str, *, err: bool) -> None:
        self.lines.append(("! " if err else "") + text)


class Shown:
    """A site that is shown at a port of its own."""

    def __init__(self, root: Path, options: Options = Options(), **site: Any) -> None:  # noqa: B008
        self.root = write_site(root, FILES)
        self.site = FakeSite(root, **site)
        self.site.start()
        self.said = Said()
        self.opened: list[http.client.HTTPConnection] = []
        self.app = app_of(self.site)
        self.running = Running(self.site, root, self.app, options, self.said)
        sockets, self.port = listen("", 0)
        self.families = {one.family for one in sockets}
        self.running.start(sockets)
        until(lambda: self.site.looks)  # it watches

    def get(self, path: str) -> tuple[int, bytes]:
        connection = self.connect()
        connection.request("GET", path)
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        return found

    def connect(self, address: str = "127.0.0.1") -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(address, self.port, timeout=30)
        self.opened.append(connection)
        return connection

    def close(self) -> None:
        """End the preview, and all connections with it."""
        self.running.close()
        for connection in self.opened:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """All that is answered to these bytes, up to the end of the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as one:
            one.sendall(request)
            answer = b""
            while piece := one.recv(65536):
                answer += piece
        return answer


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    shown = Shown(tmp_path)
    yield shown
    shown.close()


# ---------------------------------------------------------------- connections


def test_a_connection_stays_open_for_the_next_request(shown: Shown) -> None:
    connection = shown.connect()
    for _ in range(3):
        for path, status in (("/a/", 200), ("/nowhere/", 404), ("/a", 308)):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert (answer.status, answer.version, answer.will_close) == (status, 11, False)
        connection.request("HEAD", "/a/")
        answer = connection.getresponse()
        assert int(answer.headers["Content-Length"]) > 0
        assert answer.read() == b""


def test_requests_that_are_sent_before_the_answers_are_answered_in_order(shown: Shown) -> None:
    one = b"GET /a/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = b"GET /b/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = shown.raw(one + one + last)
    assert answer.count(b"HTTP/1.1 200 OK") == 3
    assert answer.index(b"One") < answer.index(b"Two")


def test_what_comes_with_a_body_is_the_last_request(shown: Shown) -> None:
    smuggled = b"GET /b/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = b"GET /a/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(smuggled)
    answer = shown.raw(head + smuggled)
    assert answer.count(b"HTTP/1.1 ") == 1
    answer = shown.raw(b"POST /a/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 405")
    assert b"Connection: close" in answer


def test_an_old_client_is_answered(shown: Shown) -> None:
    answer = shown.raw(b"GET /a/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"One" in answer
    assert shown.raw(b"GET /a/ HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 403")  # it does not say whom it calls


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET /../briefgen.yml HTTP/1.1", 400),
        (b"GET /a/../../../../etc/passwd HTTP/1.1", 400),
        (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", 400),
        (b"GET /..%2f..%2fetc/passwd HTTP/1.1", 400),
        (b"GET /%252e%252e/etc/passwd HTTP/1.1", 400),
        (b"GET /..\\..\\etc\\passwd HTTP/1.1", 400),
        (b"GET /a/\x00 HTTP/1.1", 400),
        (b"GET /\xff\xfe HTTP/1.1", 400),
        (b"GET //etc/passwd HTTP/1.1", 404),
        (b"GET http://localhost/a/ HTTP/1.1", 200),
        (b"GET http://evil.example/a/ HTTP/1.1", 403),
        (b"GET file:///etc/passwd HTTP/1.1", 400),
        (b"CONNECT localhost:22 HTTP/1.1", 405),
        (b"GET /" + b"a" * 3000 + b" HTTP/1.1", 414),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1", 414),
        (b"DELETE /a/ HTTP/1.1", 405),
        (b"NONSENSE", 400),
        (b"GET /a/ HTTP/9.9", 505),
    ],
)
def test_what_no_client_would_send_is_refused(shown: Shown, line: bytes, status: int) -> None:
    answer = shown.raw(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert b"root:" not in answer
    assert b"Traceback" not in answer
    assert answer.split(b" ", 2)[1] == b"%d" % status
    assert shown.get("/a/")[0] == 200


def test_two_names_at_once_are_refused(shown: Shown) -> None:
    answer = shown.raw(b"GET /a/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 403")


def test_a_header_in_disguise_is_none(shown: Shown) -> None:
    """`Sec_Fetch_Site` must not stand for `Sec-Fetch-Site`."""
    request = (
        b"GET /_briefgen/problems HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: cross-site\r\n"
    )
    assert shown.raw(request + b"Sec_Fetch_Site: none\r\n\r\n").startswith(b"HTTP/1.1 403")


def test_a_connection_that_breaks_is_no_noise(shown: Shown, capfd: pytest.CaptureFixture[str]) -> None:
    for request in (b"", b"GET /a/ HT", b"GET /a/ HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        one = socket.create_connection(("127.0.0.1", shown.port), timeout=30)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset, not closed
        one.sendall(request)
        one.close()
    assert shown.get("/a/")[0] == 200
    assert capfd.readouterr() == ("", "")
    assert shown.said.lines == []


def test_the_desk_and_all_else_can_be_seen_over_ipv6(shown: Shown) -> None:
    if socket.AF_INET6 not in shown.families:
        pytest.skip("this machine has no IPv6")
    connection = shown.connect("::1")
    connection.request("GET", "/a/")
    assert connection.getresponse().status == 200


# ---------------------------------------------------------------- streams


class Live:
    """An open stream over a socket."""

    def __init__(self, shown: Shown, path: str) -> None:
        self.connection = shown.connect()
        seen = page_digest(shown.site.get(path).body)
        self.connection.request("GET", f"/_briefgen/events?path={path}&seen={seen}")
        self.answer = self.connection.getresponse()

    def next(self, kind: str) -> dict[str, Any]:
        while (line := self.answer.readline()) != f"event: {kind}\n".encode():
            assert line, "the stream has ended"
        return dict(json.loads(self.answer.readline().removeprefix(b"data: ")))


def test_a_save_reaches_the_tab_that_shows_it(shown: Shown) -> None:
    live = Live(shown, "/a/")
    live.next("problems")
    write_site(shown.root, {"briefs/a.html": page("Changed")})
    assert live.next("page")["digest"] == page_digest(page("Changed"))
    until(lambda: shown.said.lines)
    assert len(shown.said.lines) == 1
    assert "briefs/a.html → 1 open page, " in shown.said.lines[0]
    assert b"Changed" in shown.get("/a/")[1]


def test_a_tab_that_is_closed_leaves_no_thread(shown: Shown) -> None:
    before = threading.active_count()
    lives = [Live(shown, "/a/") for _ in range(10)]
    for live in lives:
        live.next("problems")
        live.answer.close()
        live.connection.close()
    write_site(shown.root, {"briefs/b.html": page("Changed")})
    until(lambda: len(shown.app.hub) == 0)
    until(lambda: threading.active_count() <= before)


def test_at_the_end_streams_end_and_no_thread_is_left(tmp_path: Path) -> None:
    before = threading.active_count()
    shown = Shown(tmp_path)
    live = Live(shown, "/a/")
    live.next("problems")
    shown.running.close()
    live.answer.read()  # comes to an end
    shown.close()
    until(lambda: threading.active_count() <= before)
    with pytest.raises(OSError):  # noqa: PT011
        shown.get("/a/")


def test_many_requests_over_open_connections_while_files_change(shown: Shown) -> None:
    """100 at once, ten requests each; whatever the page is at that moment, it is whole."""
    faults: list[str] = []
    ready = threading.Barrier(101)

    def ask() -> None:
        try:
            connection = shown.connect()
            connection.connect()
            ready.wait(60)
            for _ in range(10):
                connection.request("GET", "/a/")
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200 or not body.endswith(b"</body></html>") or answer.will_close:
                    faults.append(f"{answer.status}: {body[:200]!r}")
            connection.close()
        except Exception as error:
            faults.append(repr(error))

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(100)]
    for thread in threads:
        thread.start()
    ready.wait(60)
    n = 0
    while any(thread.is_alive() for thread in threads) or n < 5:
        fresh = shown.root / "briefs/.a.html.swp"
        fresh.write_bytes(page(f"State {n}"))
        fresh.replace(shown.root / "briefs/a.html")
        n += 1
        threads[n % 100].join(0.02)
    assert faults == []
    until(lambda: f"State {n - 1}".encode() in shown.get("/a/")[1])


# ---------------------------------------------------------------- refreshes


def test_files_are_looked_at_every_now_and_then_where_that_is_asked(tmp_path: Path) -> None:
    shown = Shown(tmp_path, Options(poll=0.02))
    until(lambda: len(shown.site.looks) > 3)
    assert set(shown.site.looks) == {None}
    write_site(tmp_path, {"briefs/a.html": page("Changed")})
    until(lambda: b"Changed" in shown.get("/a/")[1])
    until(lambda: len(shown.said.lines) == 1)
    shown.close()


def test_where_nothing_can_be_watched_files_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen.serve import server
    from briefgen.serve.watch import Watch

    monkeypatch.setattr(Watch, "start", lambda _: "the system watches no more")
    monkeypatch.setattr(server, "INTERVAL", 0.02)
    shown = Shown(tmp_path)
    write_site(tmp_path, {"briefs/a.html": page("Changed")})
    until(lambda: b"Changed" in shown.get("/a/")[1])
    assert shown.said.lines[0] == (
        "! briefgen: the system watches no more. Looking at all files every 0.02 s instead, as with --poll"
    )
    shown.close()


def test_the_site_is_told_which_files_changed(shown: Shown) -> None:
    write_site(shown.root, {"briefs/a.html": page("Changed")})
    until(lambda: len(shown.site.looks) > 1)
    assert shown.site.looks[:2] == [None, frozenset({"briefs/a.html"})]


def test_changes_during_a_refresh_are_taken_up_by_the_next(shown: Shown) -> None:
    shown.site.delay = 0.3
    for n in range(20):
        write_site(shown.root, {"briefs/a.html": page(f"State {n}")})
        threading.Event().wait(0.02)
    until(lambda: b"State 19" in shown.get("/a/")[1])
    assert len(shown.site.looks) < 15


def test_when_its_time_comes_the_edition_is_another_by_itself(tmp_path: Path) -> None:
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=0.5)
    shown = Shown(tmp_path, until=soon)
    until(lambda: shown.site.snapshot.serial == 1)
    assert dt.datetime.now(dt.UTC) >= soon
    assert shown.site.looks == [None, ()]
    until(lambda: shown.said.lines)
    assert "the clock went on → 0 open pages" in shown.said.lines[0]
    shown.close()


def test_what_was_put_off_is_done_when_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen.serve import server

    monkeypatch.setattr(server, "QUIET", 0.3)
    shown = Shown(tmp_path)
    for n in range(20):
        write_site(shown.root, {"briefs/a.html": page(f"State {n}")})
        threading.Event().wait(0.02)
    until(lambda: shown.site.settled)
    until(lambda: b"State 19" in shown.get("/a/")[1])
    before = shown.site.settled
    write_site(shown.root, {"briefs/a.html": page("Changed")})
    until(lambda: b"Changed" in shown.get("/a/")[1])
    shown.close()
    assert shown.site.settled > before


def test_no_save_waits_for_what_was_put_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen.serve import server

    monkeypatch.setattr(server, "QUIET", 0.05)
    shown = Shown(tmp_path)
    shown.site.settling.clear()
    write_site(shown.root, {"briefs/a.html": page("Changed")})
    until(lambda: any(thread.name == "briefgen-settle" for thread in threading.enumerate()))
    before = shown.site.settled
    write_site(shown.root, {"briefs/a.html": page("Changed again")})
    until(lambda: b"Changed again" in shown.get("/a/")[1])
    assert shown.site.settled == before
    shown.site.settling.set()
    shown.close()
    assert shown.site.settled == before + 2


def test_what_was_put_off_is_done_where_files_are_looked_at(tmp_path: Path) -> None:
    shown = Shown(tmp_path, Options(poll=0.02))
    until(lambda: shown.site.settled)
    until(lambda: len(shown.site.looks) > 5)
    assert shown.site.settled == 1
    shown.close()


def test_a_bug_of_ours_is_one_line_and_the_rest_goes_on(shown: Shown) -> None:
    write_site(shown.root, {"briefs/c.html": "a bug"})
    until(lambda: shown.said.lines)
    assert shown.said.lines[0] == (
        "! briefgen: a change could not be taken up: this is a bug in briefgen (ZeroDivisionError: a bug); please report it"
    )
    assert shown.get("/a/")[0] == 200
    write_site(shown.root, {"briefs/c.html": page("Fine")})
    until(lambda: shown.get("/c/")[0] == 200)
    assert shown.site.looks[-1] is None  # what was not taken up is looked for


def test_a_line_tells_what_changed_and_what_is_wrong(shown: Shown) -> None:
    write_site(shown.root, {"briefs/a.html": "wrong"})
    until(lambda: len(shown.said.lines) == 1)
    assert shown.said.lines[0].endswith("; 1 error")
    write_site(shown.root, {"briefs/a.html": "right"})
    until(lambda: len(shown.said.lines) == 2)
    assert shown.said.lines[1].endswith("; no problems any more")
    for n in range(4):
        write_site(shown.root, {f"briefs/new/{n}.html": "x"})
    until(lambda: len(shown.site._files) == 6)
    until(lambda: len(shown.said.lines) > 2)


def test_what_does_not_change_the_site_is_not_told(shown: Shown) -> None:
    (shown.root / "briefs/a.html").write_bytes(FILES["briefs/a.html"])
    until(lambda: len(shown.site.looks) > 1)
    write_site(shown.root, {"briefs/b.html": "x"})
    until(lambda: shown.said.lines)
    assert ["briefs/b.html" in line for line in shown.said.lines] == [True]


# ---------------------------------------------------------------- ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else has."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def test_a_port_that_is_taken_is_said_to_be(taken: int) -> None:
    with pytest.raises(TakenError):
        listen("", taken)


def test_the_next_port_is_taken_where_none_was_named(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "PORT", taken)
    sockets, port = listen("", None)
    assert port > taken
    for one in sockets:
        assert one.getsockname()[1] == port
        one.close()


def test_a_port_that_is_free_for_one_address_only_is_not_free() -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
        port = other.getsockname()[1]
        with pytest.raises(TakenError):
            listen("", port)
    with socket.create_server(("127.0.0.1", port)):  # nothing of ours is left there
        pass


@linux
def test_it_is_known_who_has_a_port(taken: int) -> None:
    name, number = holder(taken).rsplit(", process ", 1)
    assert int(number) == os.getpid()
    assert name
    with socket.create_server(("127.0.0.1", 0)) as other:
        free = int(other.getsockname()[1])
    assert holder(free) == ""


def test_addresses_that_this_machine_does_not_have_are_said_to_be() -> None:
    for host in ("192.0.2.1", "no-such-host.invalid", "a" * 300):
        with pytest.raises(ports.PlaceError):
            listen(host, 0)


@pytest.mark.parametrize(
    ("host", "url", "address"),
    [
        ("", "", "http://127.0.0.1:8000/"),
        ("", "https://example.org/news/", "http://127.0.0.1:8000/news/"),
        ("::1", "", "http://[::1]:8000/"),
        ("[::1]", "", "http://[::1]:8000/"),
        ("::", "", "http://[::1]:8000/"),
        ("0.0.0.0", "", "http://127.0.0.1:8000/"),
        ("news.local", "", "http://news.local:8000/"),
    ],
)
def test_the_address_that_is_told_can_be_opened(host: str, url: str, address: str) -> None:
    assert address_of(host, 8000, url) == address


# ---------------------------------------------------------------- the process

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Show a site in a process of its own."""
    write_site(tmp_path, FILES)
    started = []

    def begin(**options: Any) -> subprocess.Popen[str]:
        command = [sys.executable, str(Path(__file__).with_name("support_live.py")), str(tmp_path), json.dumps(options)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def address(process: subprocess.Popen[str]) -> str:
    """Where it is seen: the line that begins so."""
    assert process.stdout
    line = ""
    while not line.startswith("http://"):
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
    return line.strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_without_noise(start: Start, number: signal.Signals) -> None:
    process = start(port=0)
    where = address(process)
    assert process.stdout
    assert process.stdout.readline() == "0 briefs. Ctrl-C ends it.\n"
    host, _, port = where.removeprefix("http://").rstrip("/").partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as live:
        live.sendall(b"GET /_briefgen/events?path=/a/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert live.recv(100).startswith(b"HTTP/1.1 200")
        process.send_signal(number)
        assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 0


SLOW_TO_SETTLE = """
import sys, threading
from pathlib import Path
from support_live import FakeSite
from briefgen.serve.server import Options, serve

class Slow(FakeSite):
    def settle(self):
        print("settling", flush=True)
        threading.Event().wait(120)

root = Path(sys.argv[1])
serve(lambda: Slow(root), root, Options(port=0, quiet=True), lambda *_: b"", lambda *_: b"")
"""


def test_who_asks_again_does_not_wait_until_it_has_settled(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    command = [sys.executable, "-c", SLOW_TO_SETTLE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent) as process:
        address(process)
        process.terminate()
        assert process.stdout
        assert process.stdout.readline() == "settling\n"
        process.terminate()
        assert process.wait(60) == -signal.SIGTERM


def test_a_named_port_that_is_taken_ends_it_with_one_line(start: Start, taken: int) -> None:
    process = start(port=taken)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, "")
    by = f" by {holder(taken)}" if sys.platform == "linux" else ""
    assert err == f"briefgen: port {taken} is taken{by}. Choose another: --port {taken + 100}\n"


def test_nobody_who_reads_is_no_reason_to_end(start: Start, tmp_path: Path) -> None:
    process = start(port=0)
    host, _, port = address(process).removeprefix("http://").rstrip("/").partition(":")
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    process.stderr.close()

    def get(path: str) -> bytes:
        connection = http.client.HTTPConnection(host, int(port), timeout=30)
        connection.request("GET", path)
        body = connection.getresponse().read()
        connection.close()
        return body

    for n in range(3):
        write_site(tmp_path, {"briefs/a.html": page(f"State {n}")})
        until(lambda n=n: f"State {n}".encode() in get("/a/"))  # type: ignore[misc]
    assert process.poll() is None
