"""HTTP/1.1 over a socket: connections that stay open, answers that go on for hours, and no noise. Everything that is said in
HTTP is said by the application; here it is only read and written."""

from __future__ import annotations

import selectors
import socket
import socketserver
import sys
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

_Selector = getattr(selectors, "PollSelector", selectors.SelectSelector)
#: Seconds for which a connection may say nothing.
PATIENCE = 75
#: Bytes of a body that nobody asked for, which are taken and thrown away so that the answer arrives.
SWALLOWED = 65_536


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """An application at a socket that listens already; each connection has a thread."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, listening: socket.socket, application: WSGIApplication, complain: Callable[[str], None]) -> None:
        super().__init__(listening.getsockname()[:2], Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.application = application
        self.complain = complain

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        error = sys.exception() if sys.version_info >= (3, 12) else sys.exc_info()[1]
        if not isinstance(error, OSError):
            self.complain(f"a request failed: {type(error).__name__}: {error}")


class Handler(BaseHTTPRequestHandler):
    """One connection, and the requests that come over it one after the other."""

    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    disable_nagle_algorithm = True
    server: Server

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):  # the application knows what to say to each method
            return self._answer
        raise AttributeError(name)

    def handle(self) -> None:
        with suppress(OSError):  # the other side has gone
            super().handle()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """What goes well is not told, and what does not is told in the answer."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """What is no HTTP never reaches the application."""
        self.close_connection = True
        body = f"{code} {message or self.responses.get(code, ('',))[0]}\n".encode("ascii", "replace")
        head = [("Content-Type", "text/plain"), ("Content-Length", str(len(body))), ("Connection", "close")]
        self._send_head(f"{code} {self.responses.get(code, ('Error',))[0]}", head, body)

    def _answer(self) -> None:
        self._swallow()
        status, headers, sent = "", list[tuple[str, str]](), False

        def start(line: str, found: list[tuple[str, str]], *_: object) -> None:
            nonlocal status, headers
            status, headers = line, found

        pieces = self.server.application(self._environ(), cast("StartResponse", start))
        try:
            named = {name.lower() for name, _ in headers}
            alone = self.command == "HEAD" or status.startswith(("204", "304"))
            chunked = "content-length" not in named and not alone
            if chunked and self.request_version < "HTTP/1.1":
                chunked, self.close_connection = False, True
            if chunked:
                headers = [*headers, ("Transfer-Encoding", "chunked")]
            if self.close_connection:
                headers = [*headers, ("Connection", "close")]
            elif self.request_version < "HTTP/1.1":
                headers = [*headers, ("Connection", "keep-alive")]
            for piece in pieces:
                if piece and not alone:
                    framed = b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece
                    if sent:
                        self.wfile.write(framed)
                    else:
                        self._send_head(status, headers, framed)
                        sent = True
            if not sent:
                self._send_head(status, headers, b"0\r\n\r\n" if chunked else b"")
            elif chunked:
                self.wfile.write(b"0\r\n\r\n")
        except BaseException:
            self.close_connection = True  # half an answer must not be followed by another
            raise
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()

    def _send_head(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        """The head and what follows it, as one packet if it is small."""
        lines = [f"HTTP/1.1 {status}", f"Date: {self.date_time_string()}", *(f"{k}: {v}" for k, v in headers)]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def _swallow(self) -> None:
        """Nothing here takes a body. What comes with one is the last request of its connection."""
        length = self.headers.get("Content-Length", "0")
        if length != "0" or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self.connection.settimeout(1)
            with suppress(OSError):
                self.rfile.read(min(int(length), SWALLOWED) if length.isascii() and length.isdigit() else 0)

    def _environ(self) -> dict[str, Any]:
        target = self.path
        host = ", ".join(self.headers.get_all("Host", []))
        if not target.startswith("/"):  # "http://host/path", as a proxy is asked
            scheme, _, rest = target.partition("://")
            if rest and scheme.lower() in ("http", "https"):
                host, slash, rest = rest.partition("/")
                target = slash + rest or "/"
        path, _, query = target.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path.encode("latin-1", "replace")).decode("latin-1"),
            "QUERY_STRING": query,
            "RAW_URI": target,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": str(self.server.server_address[1]),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": str(self.client_address[0]),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": self.rfile,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "briefgen.gone": self._has_gone,
        }
        for name in self.headers:
            if "_" not in name and name.lower() not in ("content-type", "content-length"):
                environ[f"HTTP_{name.upper().replace('-', '_')}"] = ", ".join(self.headers.get_all(name, []))
        environ["HTTP_HOST"] = host
        return environ

    def _has_gone(self) -> bool:
        """Whether the other side has closed the connection."""
        try:
            with _Selector() as selector:
                selector.register(self.connection, selectors.EVENT_READ)
                return bool(selector.select(0)) and not self.connection.recv(1, socket.MSG_PEEK)
        except (OSError, ValueError):
            return True
