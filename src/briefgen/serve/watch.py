"""Watching the site's files: what the system tells of them, as far as it means a change."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog import events

from briefgen.serve.burst import Burst

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

#: The folders of a site that it is made from, and the files beside them.
FOLDERS = ("briefs", "templates")
FILES = ("briefgen.yml", "briefgen.yaml")

#: Files that editors and systems leave for a moment or for themselves.
_is_passing = re.compile(
    r"\..*|.*~|#.*#|.*\.(?:sw[a-z]|tmp|temp|bak|crdownload|part)|4913|.*___jb_(?:tmp|old)___|Thumbs\.db|desktop\.ini",
    re.IGNORECASE,
).fullmatch

#: What means a change: reading and listing do not.
_CHANGES = ["Created", "Modified", "Moved", "Deleted", "Closed", "Attrib"]
_EVENTS: list[type[events.FileSystemEvent]] = [
    *(kind for name in _CHANGES if (kind := getattr(events, f"File{name}Event", None))),
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
]


class Watch:
    """The watch over a site. Everything that happens goes into a burst."""

    def __init__(self, root: Path, burst: Burst) -> None:
        self._root = os.path.realpath(root)
        self._burst = burst
        self._observer: BaseObserver | None = None
        self._watched: dict[str, list[ObservedWatch]] = {}
        self._moved: set[str] = set()
        self._linked = False

    def start(self) -> str:
        """Begin; why it cannot be, or empty."""
        from watchdog.observers import Observer
        from watchdog.observers.polling import PollingObserver

        # Said of folders that are made at once, one within the other; it does no harm, and is nobody's concern.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        try:
            self._observer = Observer()
            if isinstance(self._observer, PollingObserver):  # we look more cheaply ourselves
                return "this system does not tell of changes"
            self._observer.start()
            self._see(self._root, "", recursive=False)
            for name in FOLDERS:
                self._cover(name)
        except OSError as error:
            self.stop()
            return f"the system does not watch so many files: {error.strerror or error}"
        return ""

    def stop(self) -> None:
        """End."""
        observer, self._observer = self._observer, None
        if observer is not None and observer.is_alive():
            observer.stop()
            observer.join(2)

    def renew(self) -> str:
        """Watch what came to lie where something else lay. To be called before looking at what changed; why it cannot be, or empty."""
        moved, self._moved = self._moved, set()
        try:
            for name in moved:
                self._cover(name)
        except OSError as error:
            self.stop()
            return f"the system does not watch so many files: {error.strerror or error}"
        return ""

    def happened(self, shown: str, whole: bool) -> None:
        """Something changed: a file, or (`whole`) a folder with all that is in it. Both by the name that they have in the site."""
        top, _, rest = shown.partition("/")
        if top not in FOLDERS and shown not in FILES:
            return
        path = os.path.join(self._root, shown)
        link = os.path.islink(path)
        if top in FOLDERS and (link or not rest or (whole and any(_links(path)))):
            self._moved.add(top)
        self._burst.put(None if whole or link or self._linked else (shown,))

    def _cover(self, name: str) -> None:
        """Watch one of the folders and what links in it lead to, and no more what was watched as such."""
        for watch in self._watched.pop(name, ()):
            with suppress(KeyError):
                if self._observer is not None:
                    self._observer.unschedule(watch)
        folder = os.path.join(self._root, name)
        seen = [self._see(folder, name, recursive=True)]
        for link in _links(folder):
            self._linked = True
            shown = os.path.relpath(link, self._root).replace(os.sep, "/")
            target = os.path.realpath(link)
            if os.path.isdir(target):
                seen.append(self._see(target, shown, recursive=True))
            else:
                seen.append(self._see(os.path.dirname(target), shown, recursive=False, only=os.path.basename(target)))
        self._watched[name] = [watch for watch in seen if watch is not None]

    def _see(self, folder: str, shown: str, *, recursive: bool, only: str = "") -> ObservedWatch | None:
        """Watch a folder, which is called `shown` in the site, or one file in it, which is."""
        real = os.path.realpath(folder)
        if self._observer is None or not os.path.isdir(real):
            return None
        handler = _Handler(self.happened, real, shown, only)
        watch = self._observer.schedule(handler, real, recursive=recursive, event_filter=_EVENTS)
        last = _last_folder(real) if recursive else real
        if last != real:  # of folders within, nobody says that they cannot be watched
            probe = self._observer.schedule(events.FileSystemEventHandler(), last, event_filter=_EVENTS)
            self._observer.unschedule(probe)
        return watch


class _Handler(events.FileSystemEventHandler):
    """What happens in a watched folder, or (`only`) to one file in it."""

    def __init__(self, happened: Callable[[str, bool], None], real: str, shown: str, only: str) -> None:
        self._happened, self._real, self._shown, self._only = happened, real, shown, only

    def dispatch(self, event: events.FileSystemEvent) -> None:
        for path in {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)} - {""}:
            if path == self._real:
                self._happened(self._shown, True)
            elif path.startswith(self._real + os.sep):
                inner = path[len(self._real) + 1 :].replace(os.sep, "/")
                if self._only:
                    if inner == self._only:
                        self._happened(self._shown, False)
                elif not is_passing(inner):
                    self._happened(f"{self._shown}/{inner}".lstrip("/"), event.is_directory)


def is_passing(path: str) -> bool:
    """Whether a path is of a file that only an editor or the system has to do with."""
    *folders, name = path.split("/")
    return any(folder.startswith(".") for folder in folders) or _is_passing(name) is not None


def _links(folder: str) -> Iterator[str]:
    """All links in a folder and below, and not in folders that they lead to."""
    todo = [folder]
    while todo:
        with suppress(OSError), os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    yield entry.path
                elif not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)


def _last_folder(folder: str) -> str:
    """The folder that is come to last, when all below a folder are gone through."""
    last = folder
    for inside, names, _ in os.walk(folder):
        last = next((path for name in reversed(names) if not os.path.islink(path := os.path.join(inside, name))), last)
    return last
