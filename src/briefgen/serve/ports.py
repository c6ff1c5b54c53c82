"""Finding a place to listen at, and saying who has it when it is taken."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

#: The first port that is tried, and how many after it.
PORT, TRIED = 8000, 20
#: Connections that may wait to be taken.
WAITING = 1024
_NO_SUCH_PLACE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


class TakenError(Exception):
    """A port that another program listens at."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken")
        self.port = port


class PlaceError(Exception):
    """An address that this machine does not have, or does not let us use."""


def listen(host: str, port: int | None) -> tuple[list[socket.socket], int]:
    """Sockets that listen at an address (empty: this machine alone, both as IPv4 and as IPv6), and the port of all. None: the first
    free port from `PORT` on. `TakenError` when there is none."""
    places = _places(host)
    if port is not None:
        return _listen(places, port)
    for tried in range(PORT, PORT + TRIED):
        with suppress(TakenError):
            return _listen(places, tried)
    raise TakenError(PORT)


def _places(host: str) -> list[tuple[int, str]]:
    if not host:
        return [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PlaceError(f"“{host}” is no address that is known here") from error
    return list(dict.fromkeys((int(family), str(address[0])) for family, _, _, _, address in found))


def _listen(places: Sequence[tuple[int, str]], port: int) -> tuple[list[socket.socket], int]:
    """Listen at all places that there are."""
    opened: list[socket.socket] = []
    fault: OSError | None = None
    try:
        for family, address in places:
            try:
                opened.append(_open(family, address, port))
                port = opened[0].getsockname()[1]
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise TakenError(port) from error
                if error.errno not in _NO_SUCH_PLACE:
                    raise PlaceError(f"cannot listen at {address}, port {port}: {error.strerror or error}") from error
                fault = error
        if not opened:
            raise PlaceError(f"cannot listen at {places[0][1]}: {fault and (fault.strerror or fault)}")
    except (TakenError, PlaceError):
        for one in opened:
            one.close()
        raise
    return opened, port


def _open(family: int, address: str, port: int) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(address != "::"))  # "::" is every address
        if sys.platform == "win32":
            one.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if port and sys.platform != "linux" and _answers(family, address, port):
                raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        one.bind((address, port))
        one.listen(WAITING)
    except BaseException:
        one.close()
        raise
    return one


def _answers(family: int, address: str, port: int) -> bool:
    """Whether somebody listens there. Some systems let two programs do so, at one address and at all."""
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(0.5)
        return one.connect_ex((address, port)) == 0


def holder(port: int) -> str:
    """The program that listens at a port: "python, process 123"; empty where the system does not say."""
    wanted = {f"socket:[{inode}]" for inode in _listening(port)}
    if wanted:
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                with suppress(OSError):
                    if any(os.readlink(file) in wanted for file in (process / "fd").iterdir()):
                        return f"{(process / 'comm').read_text().strip()}, process {process.name}"
    return ""


def _listening(port: int) -> Iterator[str]:
    """The inodes of the sockets that listen at a port, as Linux tells."""
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError, ValueError, IndexError):
            for row in Path(table).read_text().splitlines()[1:]:
                cells = row.split()
                if cells[3] == "0A" and int(cells[1].rpartition(":")[2], 16) == port:
                    yield cells[9]
