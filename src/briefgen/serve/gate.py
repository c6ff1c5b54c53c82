"""Who may ask, and for what: everything that is refused before anybody looks for a page."""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import unquote_to_bytes

import msgspec
from werkzeug.datastructures import Headers

#: The longest address that is looked at.
LONGEST = 2048
METHODS = ("GET", "HEAD")
#: Paths that are not of the site but of the preview.
OWN = "/_briefgen/"

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?", re.ASCII)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f]")
_TWICE = re.compile(r"%(?:2e|2f|5c|00|25)", re.IGNORECASE)


class Refusal(msgspec.Struct, frozen=True):
    """Why a request is not answered: the status, and words for people."""

    status: int
    reason: str


class Hosts(msgspec.Struct, frozen=True):
    """The names by which the preview may be called. A page of another site that has its own name lead here (DNS rebinding) calls
    it by that. `any_address`: it listens at all addresses, so any number will do; a number cannot be made to lead here."""

    names: frozenset[str] = _LOOPBACK
    any_address: bool = False

    def allow(self, host: str) -> bool:
        """Whether a `Host` is one of them, with whatever port."""
        found = _HOST.fullmatch(host.lower())
        if found is None:
            return False
        return found[1] in self.names or (self.any_address and _is_address(found[1]))


def hosts_for(host: str = "") -> Hosts:
    """Those that come with what `--host` says; empty: this machine alone."""
    if not host:
        return Hosts()
    name = host.lower().strip("[]")
    named = f"[{name}]" if ":" in name else name
    if _is_address(named) and ipaddress.ip_address(name).is_unspecified:
        own = socket.gethostname().lower()
        return Hosts(_LOOPBACK | {own, f"{own}.local"}, True)
    return Hosts(_LOOPBACK | {named})


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def check(method: str, target: str, headers: Headers, hosts: Hosts) -> Refusal | None:
    """What is wrong with a request, but for its path; None for nothing. `target` is as it was sent."""
    host = headers.get("Host", "")
    if not hosts.allow(host):
        return Refusal(403, f"This preview is not for “{host[:100]}”. Open it as localhost, or start it with --host.")
    if len(target) > LONGEST:
        return Refusal(414, "This address is too long.")
    if method not in METHODS:
        return Refusal(405, "The preview can only be read: it takes GET and HEAD, nothing else.")
    origin = headers.get("Origin")
    if origin is not None and origin.lower() not in (f"http://{host.lower()}", f"https://{host.lower()}"):
        return Refusal(403, f"The preview does not answer pages of other sites, such as “{origin[:100]}”.")
    foreign = headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
    if foreign and target.startswith(OWN):
        return Refusal(403, "This part of the preview does not answer pages of other sites.")
    return None


def read_path(target: str) -> str | Refusal:
    """The path that a request asks for, decoded once. What could mean another path to somebody is refused, and not made good."""
    raw = target.partition("?")[0]
    if re.search("%2f|%5c", raw, re.IGNORECASE) or "\\" in raw:
        return Refusal(400, "An address has no backslash, and no slash in disguise.")
    try:
        path = unquote_to_bytes(raw.encode("latin-1")).decode()
    except UnicodeError:
        return Refusal(400, "This address is not UTF-8.")
    if not path.startswith("/") or _UNSEEN.search(path):
        return Refusal(400, "This address has characters that none may have.")
    if any(part in (".", "..") for part in path.split("/")) or _TWICE.search(path):
        return Refusal(400, "This address leads out of the site.")
    return path
