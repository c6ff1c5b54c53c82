"""The whole refresh: everything is assembled and planned anew, from what is in memory and what changed on the disk."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from briefgen.briefs.files import scan_briefs
from briefgen.briefs.git import history
from briefgen.briefs.model import Brief, OwnPage, Registry
from briefgen.briefs.scan import Scan
from briefgen.briefs.sorting import REGISTRIES, is_brief
from briefgen.config import Config
from briefgen.edition.mentions import Reader, reader_of
from briefgen.edition.model import Edition
from briefgen.kept import LostError
from briefgen.memory import Findings
from briefgen.pages.plan import Plan
from briefgen.problems import Severity, has_errors
from briefgen.serve.sight import digest_at
from briefgen.serve.stock import Stock
from briefgen.workers import Mapper

if TYPE_CHECKING:
    from briefgen.briefs.loader import Loaded

#: Problems of a registry with which nothing of it, or nobody knows what, was understood. With others, the rest of it is.
_UNREAD = frozenset({"yaml-syntax", "yaml-anchor", "yaml-tag", "yaml-documents", "yaml-limit", "merge-conflict"})
_UNREAD |= {"registry-entry", "unreadable", "too-large"}


class Drawing(msgspec.Struct, frozen=True):
    """A site up to its plan, with what the next refresh needs to know of how it came about. `readers` gives who reads texts for their actors; `listed` are the files in `briefs/`; `undated`
    are the briefs for whose date git or the time of the file was asked, `git` what git knew then; `record` is as in `memory.Built`; `ahead`: such a time was later than the
    clock. `mended`: a registry or a page of the site's own is a version from before, since what lies on the disk has an error."""

    listed: Scan
    registry: Registry
    edition: Edition
    plan: Plan
    findings: Findings
    readers: Callable[[], Reader]
    undated: frozenset[str] = frozenset()
    git: str = ""
    ahead: bool = False
    mended: bool = False
    record: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing in it is a version from before."""
        items = self.plan.book.items
        return not self.mended and not any(has_errors(p) for path, p in self.findings.parse.items() if path in items)


def draw(
    root: Path,
    config: Config,
    now: dt.datetime,
    mapper: Mapper,
    stock: Stock,
    listed: Scan,
    before: Drawing | None = None,
    changed: Collection[str] = (),
) -> Drawing:
    """Draw the site in a folder. What has an error now is as it was in the drawing before, since when these files in `briefs/` changed."""
    from briefgen.survey import survey_site  # much, and not needed to start

    mender = _Mender(before, changed)
    while True:
        survey = survey_site(
            root, config, now, mapper, drafts=True, listed=listed, memory=stock, mend=mender.mend, records=True
        )
        gone = [path for path, (_, digest) in survey.loaded.sources.items() if _is_gone(root, path, digest)]
        if not gone or not (root / "briefs").is_dir():
            break
        listed = scan_briefs(root)  # they went while we looked
    loaded, edition = survey.loaded, survey.edition
    registry = loaded.library.registry
    sources = {path: loaded.sources.get(path, (mark, b"")) for path, mark in listed.stamps.items()}
    for path in listed.recent:  # which may change once more without another stamp
        if not sources[path][1]:
            sources[path] = (0, digest_at(root, path, listed.stamps[path], b""))
    stock.keep_sources(sources)
    return Drawing(
        listed,
        registry,
        edition,
        survey.plan,
        survey.findings,
        cache(lambda: reader_of(registry, edition.strangers, config.actors.detect)),
        loaded.undated,
        history(root / "briefs") if loaded.undated else "",
        loaded.ahead,
        mender.mended,
        survey.recorded.mark,
    )


def _is_gone(root: Path, path: str, digest: bytes) -> bool:
    """Whether a file that had to be read, and was not, is no longer there."""
    if digest or path.endswith("/"):
        return False
    read = is_brief(path) or path in REGISTRIES or path.startswith("_pages/")
    return read and not os.path.lexists(root / "briefs" / path)


class _Mender:
    """Puts what was good before in the place of what has an error now."""

    def __init__(self, before: Drawing | None, changed: Collection[str]) -> None:
        self._before = before
        self._good = dict(_good_briefs(before, changed)) if before else {}
        self.mended = False

    def mend(self, loaded: Loaded) -> Loaded:
        """What was loaded, with the last good versions."""
        self.mended = False
        before = self._before
        if before is None:
            return loaded
        library = loaded.library
        usable = {brief.path for brief in library.briefs}
        briefs = tuple([self._good[path] for path in self._good if path not in usable and path in loaded.sources])
        shown = {page.path for page in library.pages}
        pages: tuple[OwnPage, ...] = tuple(
            [page for page in before.edition.pages if page.path not in shown and page.path in loaded.sources]
        )
        broken = {p.where.file for p in loaded.problems if p.severity is Severity.ERROR and p.code in _UNREAD}
        registry = library.registry
        if "briefs/actors.yml" in broken:
            registry = msgspec.structs.replace(registry, actors=before.registry.actors)
        if "briefs/topics.yml" in broken:
            registry = msgspec.structs.replace(registry, topics=before.registry.topics)
        self.mended = bool(pages or registry is not library.registry)
        library = msgspec.structs.replace(
            library, briefs=(*library.briefs, *briefs), pages=(*library.pages, *pages), registry=registry
        )
        return msgspec.structs.replace(loaded, library=library)


def _good_briefs(before: Drawing, changed: Collection[str]) -> Iterator[tuple[str, Brief]]:
    """The briefs of a drawing that may have an error now: those that changed since, and those that had one already."""
    items = before.plan.book.items
    broken = [path for path, found in before.findings.parse.items() if has_errors(found)]
    for path in {*changed, *broken}:
        item = items.get(path)
        if item is not None and is_brief(path):
            with suppress(LostError):
                yield path, item.brief
