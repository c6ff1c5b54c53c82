"""An address → what became of it, by as few questions as it takes: HEAD, and GET where that is refused. Pure but for `request`."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin, urlsplit

from briefgen.links.model import Answer, Kind
from briefgen.links.network import NoAnswerError, Reply

#: (method, address) → what the server says.
Request = Callable[[str, str], Reply]
#: Redirects are followed so often.
MOST_HOPS = 10
_LASTING = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = 429


def ask(address: str, request: Request) -> Answer:
    """What became of an address. `MOVED` tells where its permanent redirects lead, as far as nothing else stands before them."""
    here, moved, lasting = address, "", True
    try:
        for _ in range(MOST_HOPS):
            reply = _reply(request, here)
            if reply.status not in _REDIRECTS or not reply.location:
                return _judged(reply.status, moved if _differ(moved, address) else "")
            here = urldefrag(urljoin(here, reply.location))[0]
            if not here.lower().startswith(("http://", "https://")):
                return Answer(Kind.UNSEEN, f"it leads on to {here.partition(':')[0]}:")
            lasting = lasting and reply.status in _LASTING
            moved = here if lasting else moved
    except ValueError:
        return Answer(Kind.UNSEEN, "it leads on to something that is no address")
    except NoAnswerError as error:
        return Answer(error.kind, str(error), error.reached)
    return Answer(Kind.UNSEEN, f"it leads on more than {MOST_HOPS} times")


def _reply(request: Request, address: str) -> Reply:
    """Many servers answer HEAD wrongly, so only what they say to GET is held against them."""
    try:
        reply = request("HEAD", address)
    except NoAnswerError as error:
        if not error.passing:
            raise
    else:
        if reply.status < 400 or reply.status == _BUSY:
            return reply
    return request("GET", address)


def _judged(status: int, moved: str) -> Answer:
    if status < 400:
        return Answer(Kind.MOVED, moved) if moved else Answer(Kind.GOOD)
    try:
        said = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        said = str(status)
    return Answer(Kind.GONE if status in (404, 410) else Kind.UNSEEN, f"its server says {said}")


def _differ(one: str, other: str) -> bool:
    return bool(one) and _bare(one) != _bare(other)


def _bare(address: str) -> tuple[str, ...]:
    parts = urlsplit(address)
    return parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query
