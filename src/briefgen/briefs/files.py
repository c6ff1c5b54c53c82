"""The files of `briefs/` as bytes: what lies there, what is in a file, and whether it is as it was. Light: a build that
has nothing to do needs no more."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from briefgen.briefs.scan import Scan, rescan, scan
from briefgen.briefs.sorting import PAGES, REGISTRIES, unreadable, where_of
from briefgen.config import Config
from briefgen.problems import Problem, problem

#: The stamp and the digest of files, by path.
Sources = dict[str, tuple[int, bytes]]

LARGEST = 20_000_000

_PASSED_OVER, _BUT = (".", "_"), (PAGES.rstrip("/"),)


def scan_briefs(root: Path) -> Scan:
    """List a site's `briefs/`. Names that start with `_` or `.` are passed over, but for the folder `_pages`."""
    return scan(root / "briefs", _PASSED_OVER, _BUT)


def rescan_briefs(root: Path, before: Scan, paths: Iterable[str]) -> Scan:
    """The same, where something may have changed only at or below some paths in `briefs/`."""
    return rescan(root / "briefs", before, paths, _PASSED_OVER, _BUT)


def digest_of(data: bytes, salt: bytes) -> bytes:
    """The digest of a file (BLAKE2b, 16 bytes); `salt` stands for all else that its reading depends on."""
    return hashlib.blake2b(data, digest_size=16, key=salt).digest()


def parse_salt(config: Config) -> bytes:
    """A digest of the settings that `parse_brief` depends on."""
    settings = (config.url, config.timezone, config.language, config.sections)
    return hashlib.blake2b(msgspec.msgpack.encode(settings), digest_size=16).digest()


def read_digest(folder: Path, path: str, salt: bytes) -> bytes:
    """The digest of a file, or empty if it cannot be read."""
    data, _ = read_file(folder, path)
    return b"" if data is None else digest_of(data, salt)


def read_file(folder: Path, path: str) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The bytes of a file, or why they cannot be had. A registry that is not there is no problem."""
    try:
        descriptor = os.open(f"{folder}/{path}", os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            size = os.fstat(descriptor).st_size
            if size > LARGEST:
                message = f"This file has {size / 1e6:.0f} MB; {LARGEST / 1e6:.0f} MB is the most that briefgen reads"
                return None, (
                    problem("too-large", where_of(path), message, "Put pictures and tables into files of their own"),
                )
            data = b""
            while piece := os.read(descriptor, size - len(data) + 1):
                data += piece
                if len(data) == size:  # one byte more was asked for, and is not there
                    break
            return data, ()
        finally:
            os.close(descriptor)
    except FileNotFoundError as error:
        return None, () if path in REGISTRIES else (unreadable(path, error),)
    except OSError as error:
        return None, (unreadable(path, error),)
