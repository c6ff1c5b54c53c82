"""The preview as a WSGI application: the site's pages and files, the desk, and what the script in the pages asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from werkzeug.wrappers import Request, Response

from briefgen.problems import Problem
from briefgen.serve.gate import METHODS, OWN, Hosts, Refusal, check, read_path
from briefgen.serve.hub import Hub, page_digest
from briefgen.serve.model import Answer, LiveSite, Refresh

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CLIENT = Path(__file__).parent / "client"
DESK = "/_desk/"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

#: Nothing is kept by a browser, given to other sites, or taken for what it is not.
EVERYWHERE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: What our own pages may do: they need no script but ours. What the site's own pages may do is for its theme to say.
OUR_PAGES = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

Complain = Callable[[str, Exception], None]


class App:
    """The application. `desk` makes the desk, `tell` what the overlay is told; `complain` is for what is our own fault."""

    def __init__(
        self,
        site: LiveSite,
        tell: Callable[[Sequence[Problem]], bytes],
        desk: Callable[[Sequence[Refresh]], bytes],
        hosts: Hosts,
        complain: Complain,
    ) -> None:
        self.site = site
        self.hub = Hub(self.look, lambda: site.snapshot.problems, tell)
        self._desk = desk
        self._tell = tell
        self._hosts = hosts
        self._complain = complain

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ, populate_request=False)
        try:
            response = self._respond(request)
        except Exception as error:
            response = self._page(self._bug(f"{request.method} {request.path}", error), "", OUR_PAGES)
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        return response(environ, start_response)

    def look(self, path: str) -> Answer:
        """What there is at a path, also where we are at fault."""
        try:
            return Answer(200, self._desk(tuple(self.hub.recent))) if path == DESK else self.site.get(path)
        except Exception as error:
            return self._bug(path, error)

    def _respond(self, request: Request) -> Response:
        target = str(request.environ.get("RAW_URI") or quote(request.path))
        refusal = check(request.method, target, request.headers, self._hosts)
        path = refusal or read_path(target)
        if isinstance(path, Refusal):
            return _refuse(path)
        if path.startswith(OWN):
            return self._own(path.removeprefix(OWN), request)
        if path == DESK.rstrip("/"):
            return _redirect(308, DESK)
        if path == DESK:
            return self._page(self.look(path), path, OUR_PAGES)
        base = urlsplit(self.site.snapshot.config.url).path.rstrip("/")
        if base and path == "/":
            return _redirect(307, quote(base) + "/")
        answer = self.look(path)
        if answer.location:
            query = f"?{target.partition('?')[2]}" if "?" in target else ""
            return _redirect(answer.status, _local(answer.location) + query)
        return self._page(answer, path, OUR_PAGES if answer.status == 500 else "")

    def _own(self, name: str, request: Request) -> Response:
        """What the script in the pages asks for."""
        if name == "events":
            path = read_path(quote(request.args.get("path", "/"), safe="/"))
            if isinstance(path, Refusal):
                return _refuse(path)
            if request.method == "HEAD":
                return Response(mimetype="text/event-stream")
            seen, gone = request.args.get("seen", ""), request.environ.get("briefgen.gone", lambda: False)
            return Response(self.hub.events(path, seen, gone), mimetype="text/event-stream")
        if name == "problems":
            return Response(self._tell(self.site.snapshot.problems), mimetype="application/json")
        if name in self._client:
            return Response(self._client[name], content_type=TYPES[Path(name).suffix])
        return _refuse(Refusal(404, "The preview has no such part."))

    @cached_property
    def _client(self) -> dict[str, bytes]:
        """The files that the pages' script consists of."""
        return {file.name: file.read_bytes() for file in CLIENT.glob("*") if file.suffix in TYPES}

    def _page(self, answer: Answer, path: str, policy: str = "") -> Response:
        """An answer; a page gets the script that keeps it up to date."""
        if not answer.type.startswith("text/html"):
            return Response(answer.body, answer.status, content_type=answer.type)
        digest, serial = page_digest(answer.body), str(self.site.snapshot.serial)
        script = f'<script src="{OWN}live.js" data-path="{escape(path)}" data-digest="{digest}" data-serial="{serial}" defer></script>\n'
        response = Response(inject(answer.body, script.encode()), answer.status, content_type=answer.type)
        response.headers["X-Briefgen-Digest"] = digest
        response.headers["X-Briefgen-Serial"] = serial
        if policy:
            response.headers["Content-Security-Policy"] = policy
        return response

    def _bug(self, what: str, error: Exception) -> Answer:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        self._complain(what, error)
        text = f"<h1>This page cannot be shown</h1>\n<p>This is a bug in briefgen. Please report it: <code>{escape(reason)}</code></p>"
        body = f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>500</title>\n<body>\n{text}\n</body>\n</html>\n'
        return Answer(500, body.encode())


def inject(body: bytes, script: bytes) -> bytes:
    """A page with a script at the end of its body, or of all."""
    at = body.lower().rfind(b"</body")
    return body + script if at < 0 else b"".join((body[:at], script, body[at:]))


def _refuse(refusal: Refusal) -> Response:
    response = Response(f"{refusal.reason}\n", refusal.status, content_type="text/plain; charset=utf-8")
    response.headers["Content-Security-Policy"] = OUR_PAGES
    if refusal.status == 405:
        response.headers["Allow"] = ", ".join(METHODS)
    return response


def _redirect(status: int, location: str) -> Response:
    return Response(status=status, headers={"Location": location})


def _local(location: str) -> str:
    """The path of a redirect as an address, which cannot lead to another site."""
    return "/" + quote(location, safe="/%:@!$&'()*+,;=~").lstrip("/")
