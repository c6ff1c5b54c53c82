"""What there is at a path: a page, made when it is asked for, or a file."""

from __future__ import annotations

import mimetypes
import os
from collections import OrderedDict
from collections.abc import Collection
from html import escape
from pathlib import Path
from urllib.parse import quote

import msgspec

from briefgen.pages.formats import ATOM, JSON, RSS
from briefgen.pages.model import Page, PageKind
from briefgen.pages.plan import Plan
from briefgen.pages.references import Uses
from briefgen.problems import Problem
from briefgen.render.renderer import TemplateError
from briefgen.serve.model import Answer
from briefgen.serve.press import Press

#: So many bytes of pages are kept of one moment, and of the last good ones.
KEPT, GOOD = 32_000_000, 16_000_000

HTML = "text/html; charset=utf-8"
#: The types of pages that the ends of their names do not tell.
_KINDS = {format_.kind: format_.type for format_ in (ATOM, JSON, RSS)}
#: What machines know by other names, or not at all.
_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


class Kept(msgspec.Struct, frozen=True):
    """The bytes of a page, and the briefs that they were made from."""

    body: bytes
    uses: Uses


class Bodies:
    """The bytes of pages by their paths, those that were asked for latest: as many as there is room for."""

    def __init__(self, room: int) -> None:
        self._whole = self._room = room
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def get(self, path: str) -> Kept | None:
        """What is kept of a page."""
        found = self._kept.get(path)
        if found:
            self._kept.move_to_end(path)
        return found

    def put(self, path: str, kept: Kept) -> None:
        """Keep a page, and of the others what there is room for."""
        before = self._kept.pop(path, None)
        self._room += (len(before.body) if before else 0) - len(kept.body)
        self._kept[path] = kept
        while self._room < 0:
            _, oldest = self._kept.popitem(last=False)
            self._room += len(oldest.body)

    def without(self, edited: Collection[str]) -> Bodies:
        """Those that none of these briefs is in."""
        rest = Bodies(self._whole)
        for path, kept in self._kept.items():
            if kept.uses.heads.isdisjoint(edited) and kept.uses.texts.isdisjoint(edited):
                rest.put(path, kept)
        return rest


class Shelves(msgspec.Struct, frozen=True):
    """All that answers are made from at one moment: the plan and its pages by their paths, the theme, the bytes of pages that are
    known, and the last good ones, which outlast the moment."""

    root: Path
    plan: Plan
    pages: dict[str, Page]
    press: Press
    bodies: Bodies
    good: Bodies

    def answer(self, path: str) -> Answer:
        """What there is at a path. Not for two threads at once."""
        base = self.plan.book.base
        if not path.startswith(base):
            return _moved(base) if f"{path}/" == base or path in ("", "/") else self._missing()
        rest = path[len(base) :]
        name = f"{rest}index.html" if not rest or rest.endswith("/") else rest
        page = self.pages.get(name)
        if page is not None:
            return self._page(page)
        if name in self.press.static:
            return self._file(self.press.static[name].source, self.press.theme.folders)
        if f"{name}/index.html" in self.pages:
            return _moved(f"{path}/")
        return self._missing()

    def _page(self, page: Page, status: int = 200) -> Answer:
        if page.kind is PageKind.ASSET:
            return self._file(self.root / "briefs" / page.subject[0], (self.root / "briefs", self.root))
        kind = _KINDS.get(page.kind) or type_of(page.path)
        found = self.bodies.get(page.path)
        if found is None:
            try:
                meta, view, uses = self.plan.watched(page)
                found = Kept(self.press.renderer.render(page, meta, view), uses)
            except TemplateError as error:
                found = self.good.get(page.path)
                if found is None:
                    return Answer(500, _told(error.problem), HTML, problems=(error.problem,))
                return Answer(status, found.body, kind, stale=True, problems=(error.problem,))
            self.bodies.put(page.path, found)
            self.good.put(page.path, found)
        return Answer(status, found.body, kind)

    def _missing(self) -> Answer:
        page = self.pages.get("404.html")
        return self._page(page, 404) if page else Answer(404, _NOTHING, HTML)

    def _file(self, file: Path, homes: Collection[Path]) -> Answer:
        """A file that is copied, from within one of these folders only, wherever links lead."""
        try:
            target = os.path.realpath(file)
            if not any(target.startswith(os.path.realpath(home) + os.sep) for home in homes):
                return self._missing()
            with open(target, "rb") as opened:
                return Answer(200, opened.read(), type_of(file.name))
        except (OSError, ValueError):
            return self._missing()


def type_of(name: str) -> str:
    """The type of a file, by the end of its name."""
    suffix = os.path.splitext(name)[1].lower()
    found = _TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


def _moved(path: str) -> Answer:
    return Answer(308, location=quote(path))


_NOTHING = b"<!doctype html>\n<html><head><title>Nothing here</title></head><body><h1>Nothing here</h1></body></html>\n"


def _told(found: Problem) -> bytes:
    """A page that cannot be made tells why."""
    place = f"{found.where.file}:{found.where.line}" if found.where.line else found.where.file
    parts = [found.message, found.hint] if found.hint else [found.message]
    text = "".join(f"<p>{escape(part)}</p>" for part in parts)
    page = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(place)}</title></head>'
        f"<body><h1>This page cannot be made</h1><p><code>{escape(place)}</code></p>{text}</body></html>\n"
    )
    return page.encode()
