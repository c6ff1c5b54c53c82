"""What addresses said, kept in `.briefgen/links`, so that each is asked seldom. Ages are by the machine's clock, whatever `--now` says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from briefgen.links.model import Answer, Kind
from briefgen.lock import own_folder
from briefgen.state_file import DamagedError, seal, unseal

#: Of the form of the file: a change of `Answer` needs a new number.
VERSION = 1
DAY = 86_400


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    version: int
    answers: dict[str, Answer]


def kept_answers(root: Path) -> dict[str, Answer]:
    """The answers that were kept, of whatever age; none where they cannot be read."""
    with suppress(OSError, DamagedError, msgspec.MsgspecError):
        kept = msgspec.msgpack.decode(unseal(_file(own_folder(root)).read_bytes()), type=_Kept)
        return kept.answers if kept.version == VERSION else {}
    return {}


def keep_answers(root: Path, answers: Mapping[str, Answer]) -> None:
    """Keep answers; a disk that takes nothing more is no reason to fail."""
    with suppress(OSError):
        file = _file(own_folder(root))
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        fresh.write_bytes(seal(msgspec.msgpack.encode(_Kept(VERSION, dict(answers)))))
        fresh.replace(file)


def is_fresh(answer: Answer, now: float, days: int) -> bool:
    """Whether an answer still counts: so many days if the page is there, else one."""
    good = answer.kind in (Kind.GOOD, Kind.MOVED)
    return 0 <= now - answer.at < (days if good else 1) * DAY


def _file(folder: Path) -> Path:
    return folder / "links"
