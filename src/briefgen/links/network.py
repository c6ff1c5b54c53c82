"""One request to a server that anybody may ask: never to an address of a private network, wherever its name or a redirect leads."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from briefgen.links.model import Kind

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: What may stand in a path or a query as it is (RFC 3986, sections 3.3 and 3.4); "%" because it has been escaped already.
_SAFE = "/?%:@!$&'()*+,;=~[]-._"
_OWN = "it leads to an address that only one machine or its own network has, which is never asked for"
#: Of the addresses of a host, so many are tried.
_MOST = 2


class NoAnswerError(Exception):
    """No server said anything that could be understood; why, in words, and what that makes of the address. `reached`: something was
    heard. `passing`: another try may help."""

    def __init__(self, why: str, kind: Kind = Kind.UNSEEN, *, reached: bool = True, passing: bool = False) -> None:
        super().__init__(why)
        self.kind, self.reached, self.passing = kind, reached, passing


class Reply(NamedTuple):
    """What a server said: its status, where it sends one, and how many seconds it wants not to be asked again."""

    status: int
    location: str = ""
    wait: float | None = None


def is_public(address: Address) -> bool:
    """Whether anybody may ask this address: neither of this machine nor of a private network, by whatever detour it is written."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
    if inner:
        return is_public(inner)
    return address in _UNICAST and address.is_global


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Web:
    """Who asks: by the name `agent`, with so many seconds' patience for each request. Tests bring `resolve` and `allowed`."""

    def __init__(
        self,
        agent: str,
        timeout: float,
        resolve: Callable[[str, int], Sequence[str]] = resolve,
        allowed: Callable[[Address], bool] = is_public,
    ) -> None:
        self._agent, self._timeout, self._resolve, self._allowed = agent, timeout, resolve, allowed

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def request(self, method: str, url: str) -> Reply:
        """The head of what a server says; of its body nothing is read. Raises `NoAnswerError`."""
        try:
            parts = urlsplit(url)
            secure = parts.scheme == "https"
            host = _ascii(parts.hostname or "")
            port = parts.port or (443 if secure else 80)
        except (ValueError, UnicodeError) as error:
            raise NoAnswerError("this is no address that can be asked for") from error
        ends = time.monotonic() + self._timeout
        late = NoAnswerError(f"no answer in {self._timeout:g} seconds", reached=False, passing=True)
        try:
            stream = self._connect(self._addresses(host, port), port, ends)
            if secure:
                stream = self._tls.wrap_socket(stream, server_hostname=host, do_handshake_on_connect=False)
            with closing(stream), _cut_off(stream, ends):
                if isinstance(stream, ssl.SSLSocket):
                    stream.do_handshake()
                return self._ask(stream, method, parts.path, parts.query, _host_line(host, parts.port))
        except ssl.SSLCertVerificationError as error:
            raise NoAnswerError(f"its certificate cannot be trusted ({error.verify_message})") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            if isinstance(error, TimeoutError) or time.monotonic() >= ends:
                raise late from error
            if isinstance(error, ssl.SSLError):
                raise NoAnswerError(f"no secure connection ({error.reason or 'TLS'})") from error
            if isinstance(error, OSError) and not isinstance(error, ConnectionError):
                raise NoAnswerError("its server cannot be reached", reached=False, passing=True) from error
            why = (
                "its server takes no connection" if isinstance(error, ConnectionRefusedError) else "its server hung up"
            )
            raise NoAnswerError(why, passing=True) from error

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        """Where a host is; nowhere if any of that is private, since who says so may want us to ask there."""
        try:
            found = self._resolve(host, port)
        except socket.gaierror as error:
            nowhere = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
            why = f"there is no host {host}" if nowhere else f"where {host} is cannot be found out now"
            raise NoAnswerError(why, Kind.GONE if nowhere else Kind.UNSEEN, reached=False) from error
        except UnicodeError as error:
            raise NoAnswerError(f"there can be no host {host[:60]}", Kind.GONE, reached=False) from error
        if not all(self._allowed(ipaddress.ip_address(one.partition("%")[0])) for one in found):
            raise NoAnswerError(_OWN, Kind.PRIVATE, reached=False)
        return found

    def _connect(self, addresses: Sequence[str], port: int, ends: float) -> socket.socket:
        """A connection to the very address that was looked at: to ask for the name again might give another."""
        failed: OSError | None = None
        for address in addresses[:_MOST]:
            try:
                return socket.create_connection((address, port), timeout=max(ends - time.monotonic(), 0.001))
            except OSError as error:
                failed = error
        raise failed or OSError("no address")

    def _ask(self, stream: socket.socket, method: str, path: str, query: str, host: str) -> Reply:
        line = quote(path or "/", safe=_SAFE) + (f"?{quote(query, safe=_SAFE)}" if query else "")
        connection = http.client.HTTPConnection(host)
        connection.sock = stream
        connection.putrequest(method, line, skip_host=True, skip_accept_encoding=True)
        for name, value in (("Host", host), ("User-Agent", self._agent), ("Accept", "*/*"), ("Connection", "close")):
            connection.putheader(name, value)
        connection.endheaders()
        with closing(connection.getresponse()) as said:
            location = _as_utf8(said.headers.get("Location", "")).strip()
            return Reply(said.status, location, _seconds(said.headers.get("Retry-After", "")))


@contextmanager
def _cut_off(stream: socket.socket, ends: float) -> Iterator[None]:
    """End a connection when the time is up: who sends a byte now and then keeps every other limit."""

    def cut() -> None:
        with suppress(OSError):
            socket.socket.shutdown(stream, socket.SHUT_RDWR)  # one of TLS would say farewell first, and wait

    timer = threading.Timer(max(ends - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _ascii(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _host_line(host: str, port: int | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{port}" if port else name


def _as_utf8(value: str) -> str:
    """A header that was read as Latin-1, as what it more likely is."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _seconds(value: str) -> float | None:
    """Retry-After (RFC 9110, section 10.2.3): seconds, or a date."""
    if value.strip().isdecimal():
        return float(value)
    with suppress(TypeError, ValueError, OverflowError):
        return max(parsedate_to_datetime(value).timestamp() - time.time(), 0)
    return None
