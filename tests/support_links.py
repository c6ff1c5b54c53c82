"""A server on this machine that answers as servers elsewhere do, under any name: nothing of a test of links leaves the machine."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from briefgen.config import Config
from briefgen.links.network import Web
from briefgen.links.round import Round

#: What the addresses of hosts are; those of all others are those of our server.
ELSEWHERE = {"inside.example": ["10.0.0.7"], "mixed.example": ["127.0.0.1", "169.254.169.254"]}
OURS = ipaddress.ip_address("127.0.0.1")


class Elsewhere(ThreadingHTTPServer):
    """Answers by `script`: (method, path) or path → a status, or a status and headers, or several of these, one after the other; or one
    of the words "drip", "hang up", "rubbish". `asked` are (method, host, path) of all requests, `most` how many a host had at once."""

    daemon_threads = True

    def __init__(self, script: Mapping[Any, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = {key: list(said) if isinstance(said, list) else [said] for key, said in script.items()}
        self.asked: list[tuple[str, str, str]] = []
        self.agents: set[str] = set()
        self.most: Counter[str] = Counter()
        self.now: dict[str, int] = defaultdict(int)
        self.guard = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str, host: str = "a.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def web(self, timeout: float = 5.0) -> Web:
        """Who asks this server, whatever host is named."""
        return Web("briefgen/test", timeout, self.resolve, lambda address: address == OURS)

    def round(self, seconds: float = 30.0, pause: float = 0.0, timeout: float = 5.0) -> Round:
        return Round(self.web(timeout), seconds, pause)

    def round_of(self, _: Config) -> Round:
        return self.round()

    def resolve(self, host: str, _: int) -> list[str]:
        if host.startswith("nowhere"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if host.startswith("later"):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return ELSEWHERE.get(host, ["127.0.0.1"])

    def handle_error(self, *_: Any) -> None:
        """Who hangs up on us is expected to."""


class _Handler(BaseHTTPRequestHandler):
    server: Elsewhere

    def answer(self) -> None:
        server, host = self.server, self.headers["Host"].partition(":")[0]
        with server.guard:
            server.asked.append((self.command, host, self.path))
            server.agents.add(self.headers["User-Agent"])
            server.now[host] += 1
            server.most[host] = max(server.most[host], server.now[host])
            said = server.script.get((self.command, self.path)) or server.script.get(self.path, [404])
            answer = said.pop(0) if len(said) > 1 else said[0]
        time.sleep(0.005)
        with server.guard:
            server.now[host] -= 1
        if answer == "drip":
            with suppress(OSError):
                for _ in range(200):
                    self.wfile.write(b"H")
                    time.sleep(0.02)
        elif answer == "rubbish":
            self.wfile.write(b"220 smtp.example ESMTP\r\n")
        elif answer != "hang up":
            status, headers = answer if isinstance(answer, tuple) else (answer, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value.replace("{port}", str(server.port)))
            self.end_headers()
            if self.command == "GET":
                with suppress(OSError):
                    while not server.script.get("quiet"):  # a body without end
                        self.wfile.write(b"x" * 65536)

    do_GET = do_HEAD = answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


@contextmanager
def elsewhere(script: Mapping[Any, Any]) -> Iterator[Elsewhere]:
    """Such a server, for a while."""
    server = Elsewhere(script)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
