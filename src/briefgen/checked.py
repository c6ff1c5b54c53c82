"""The answer of the last check, and what it was put together from, so that the next one need not look again at what has not changed.

It lies in a file of its own in `.briefgen/`, since the state must not be written without the build lock; and only where a build has
made that folder: a check alone leaves nothing behind. The file is believed as long as all that the answer was made from is as it was,
by stamps and digests; it is thrown away whole where it is damaged or of another program.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from briefgen.briefs.files import Sources, parse_salt, read_digest
from briefgen.briefs.git import history
from briefgen.briefs.scan import Scan
from briefgen.briefs.sorting import is_brief
from briefgen.config import Config
from briefgen.lock import FOLDER
from briefgen.problems import Problem
from briefgen.state_file import DamagedError, seal, unseal
from briefgen.world import code_digest, digest


class Checkup(msgspec.Struct, frozen=True, array_like=True):
    """What a check found: how many briefs would be published, how many are held back, and all that is wrong."""

    briefs: int
    held: int
    problems: tuple[Problem, ...]


class Checked(msgspec.Struct, frozen=True, array_like=True):
    """A checkup and all that it was made from: `mark` stands for program, theme, settings and options, `rules` for program and settings
    alone; `sources` are the files in `briefs/`; `since`, `until` and `git` are as in `memory.Built`; `briefs` and `held` as in the checkup.
    `parts` is the `judging.Basis` of its problems, encoded."""

    mark: bytes
    rules: bytes
    since: dt.datetime | None
    until: dt.datetime | None
    git: str | None
    sources: Sources
    briefs: int
    held: int
    parts: bytes


_DECODE = msgspec.msgpack.Decoder(Checked).decode


def check_mark(world: bytes) -> bytes:
    """What stands for all that an answer depends on, but for briefs and the clock. `world` is as in `Memory`."""
    return digest(code_digest(), world)


def last_check(root: Path, drafts: bool) -> Checked | None:
    """What was kept last, if it can be read."""
    with suppress(OSError, DamagedError, msgspec.MsgspecError, ValueError):
        return _DECODE(unseal(_file(root, drafts).read_bytes()))
    return None


def differing(
    last: Checked, root: Path, config: Config, listed: Scan, mark: bytes, now: dt.datetime
) -> tuple[str, ...] | None:
    """The files in `briefs/` that are no longer as they were; none: the answer is still the same. None where something else may be
    different."""
    within = (last.since is None or last.since <= now) and (last.until is None or now < last.until)
    if last.mark != mark or not within or last.sources.keys() != listed.stamps.keys():
        return None
    moved = [path for path, stamp in listed.stamps.items() if stamp != last.sources[path][0]]
    if last.git is not None and (moved or last.git != history(root / "briefs")):
        return None
    salt = parse_salt(config)
    return tuple(
        [
            path
            for path in moved
            if not last.sources[path][1]
            or read_digest(root / "briefs", path, salt if is_brief(path) else b"") != last.sources[path][1]
        ]
    )


def keep_check(root: Path, drafts: bool, checked: Callable[[], Checked]) -> None:
    """Keep an answer where a build has been; a disk that takes nothing more is no reason to fail, nor a name that is no text."""
    file = _file(root, drafts)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError, UnicodeEncodeError):
        if file.with_name("state.db").is_file():
            fresh.write_bytes(seal(msgspec.msgpack.encode(checked())))
            fresh.replace(file)


def _file(root: Path, drafts: bool) -> Path:
    return root / FOLDER / ("checked-drafts" if drafts else "checked")
