"""What the parts of the preview tell each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Protocol

import msgspec

from briefgen.config import Config
from briefgen.edition.model import Edition
from briefgen.pages.plan import Plan
from briefgen.problems import Problem


class Snapshot(msgspec.Struct, frozen=True):
    """The site at one moment. `serial` is one more for each snapshot; `config` are the last settings that could be used; `problems` are all
    that there are now, also of what is not shown because its last good version is; `now` is the edition's clock."""

    serial: int
    config: Config
    edition: Edition
    plan: Plan
    problems: tuple[Problem, ...]
    now: dt.datetime


class Refresh(msgspec.Struct, frozen=True):
    """What a look at the files brought. `changed` are files relative to the site's folder, posix ("briefs/x.md", "templates/base.html"), in
    order; `new` are (title, url) of the briefs that got a page; `serial` is that of the snapshot, the same as before where nothing
    changed; `seconds` is what it took."""

    serial: int
    changed: tuple[str, ...] = ()
    new: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0


class Answer(msgspec.Struct, frozen=True):
    """What there is at a path of the site. `status` is 200, 404 (the body is the site's own page for that), 308 (`location` tells where to)
    or 500 (a template fails, and there is no good page from before: the body says so). `problems` are those of this page alone;
    `stale` tells that the body is the last good one."""

    status: int
    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    location: str = ""
    stale: bool = False
    problems: tuple[Problem, ...] = ()


class LiveSite(Protocol):
    """The site as it is now, for any number of threads."""

    @property
    def snapshot(self) -> Snapshot:
        """The site at this moment."""

    def start(self) -> Refresh:
        """Load it. To be called once, before anything else, and before there are other threads."""

    @property
    def until(self) -> dt.datetime | None:
        """When the clock will change what is shown, which a refresh then takes up; None: it will not."""

    def refresh(self, hint: Collection[str] | None = None) -> Refresh:
        """Look what changed on the disk, and take it up. Cheap where nothing did.

        `hint` are paths relative to the site's folder, posix, of files and folders that somebody saw change: only they, and what is
        below them, are looked at. None: everything is."""

    def settle(self) -> None:
        """To be called in a quiet moment, and at the end: what was put off is done. The next large refresh will be quicker, and the next
        start. Returns at once where nothing was put off; others may ask for pages and refresh meanwhile."""

    def get(self, path: str) -> Answer:
        """What there is at a path, decoded and with the sub-path ("/news/topics/trade/"), without query."""
