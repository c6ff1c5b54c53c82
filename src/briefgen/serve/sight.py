"""What lies on the disk, and what of it changed since it was looked at last."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import msgspec

from briefgen.briefs.files import Sources, digest_of, read_digest, rescan_briefs, scan_briefs
from briefgen.briefs.scan import ASTRAY, UNLISTED, Scan, scan
from briefgen.briefs.sorting import is_brief
from briefgen.render.folders import theme_folders

BRIEFS, TEMPLATES, SETTINGS = "briefs", "templates", "briefgen.yml"


class Hint(msgspec.Struct, frozen=True):
    """Where something may have changed: paths in `briefs/`, None for all of it; and whether the theme and the settings must be
    looked at."""

    briefs: tuple[str, ...] | None = None
    theme: bool = True
    settings: bool = True


def read_hint(paths: Collection[str] | None) -> Hint:
    """What was told of paths below the site's folder, posix."""
    if paths is None:
        return Hint()
    parts = [path.strip("/").partition("/") for path in paths]
    briefs = tuple([rest for top, _, rest in parts if top == BRIEFS])
    everything = "" in briefs or any(not top or top == "." for top, _, _ in parts)
    return Hint(
        None if everything else briefs,
        everything or any(top == TEMPLATES for top, _, _ in parts),
        everything or any(top in (SETTINGS, "briefgen.yaml") for top, _, _ in parts),
    )


class BriefsSight(msgspec.Struct, frozen=True):
    """`briefs/` as it was found: `changed` are the files that are new, gone or have other bytes, in order; `sources` is what is now
    known of those that are as they were."""

    listed: Scan
    changed: tuple[str, ...]
    sources: Sources


def look_at_briefs(
    root: Path, before: Scan | None, sources: Sources, salt: bytes, hint: tuple[str, ...] | None
) -> BriefsSight:
    """Look at `briefs/`, where `sources` is what is known of its files and `salt` what their reading depends on."""
    if hint is None or before is None:
        listed = scan_briefs(root)
        asked: Collection[str] = listed.stamps.keys()
        changed = [path for path in sources if path not in listed.stamps]
    else:
        listed = rescan_briefs(root, before, hint) if hint else before
        below = tuple([f"{path}/" for path in hint if path not in listed.stamps or path not in sources])
        named = {*hint, *([p for p in {*listed.stamps, *sources} if p.startswith(below)] if below else ())}
        asked = [path for path in named if path in listed.stamps]
        changed = [path for path in named if path in sources and path not in listed.stamps]
    known: Sources = {}
    for path in asked:
        mark, digest = sources.get(path, (0, b""))
        trusted = 0 if path in listed.recent else listed.stamps[path]
        if path in sources and mark and mark == trusted:
            continue
        now = digest_at(root, path, listed.stamps[path], salt)
        if path in sources and now == digest and (now or not mark or listed.stamps[path] < 0):
            known[path] = (trusted, now)
        else:
            changed.append(path)
    return BriefsSight(listed, tuple(sorted(changed)), known)


def digest_at(root: Path, path: str, mark: int, salt: bytes) -> bytes:
    """The digest of a file in `briefs/`; empty where it cannot or must not be read."""
    if mark in (UNLISTED, ASTRAY):
        return b""
    return read_digest(root / BRIEFS, path, salt if is_brief(path) else b"")


class ThemeSight(msgspec.Struct, frozen=True):
    """The files of the theme, as the site knows them ("templates/base.html"; those of the default theme by their whole path): their
    stamps, and their digests. `settled`: none of them can change again without another stamp."""

    stamps: dict[str, int] = {}
    digests: dict[str, bytes] = {}
    settled: bool = False

    def changed(self, other: ThemeSight) -> tuple[str, ...]:
        """The files that are new, gone or have other bytes."""
        names = self.digests.keys() | other.digests.keys()
        return tuple(sorted(name for name in names if self.digests.get(name) != other.digests.get(name)))


def look_at_theme(root: Path, before: ThemeSight) -> ThemeSight:
    """Look at the folders of the theme."""
    stamps: dict[str, int] = {}
    places: dict[str, str] = {}
    settled = True
    own = (root / TEMPLATES).resolve()
    for folder in theme_folders([root / TEMPLATES]):
        listed = scan(folder)
        top = TEMPLATES if folder == own else folder.as_posix()
        settled = settled and not listed.recent
        for path, mark in listed.stamps.items():
            stamps[f"{top}/{path}"] = mark
            places[f"{top}/{path}"] = f"{folder}/{path}"
    if before.settled and stamps == before.stamps:
        return before
    return ThemeSight(stamps, {name: _digest(place) for name, place in places.items()}, settled)


def _digest(place: str) -> bytes:
    try:
        with open(place, "rb") as file:
            return digest_of(file.read(), b"")
    except OSError:
        return b""


def is_gone(root: Path, path: str) -> bool:
    """Whether there is no such file in `briefs/`."""
    return not os.path.lexists(f"{root}/{BRIEFS}/{path}")
