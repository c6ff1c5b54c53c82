"""What a build depends on besides briefs: this program, its libraries, the theme, the settings, the options."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from briefgen import __version__
from briefgen.briefs.scan import scan, stamp
from briefgen.config import Config


def digest(*parts: object) -> bytes:
    """A digest (16 bytes) of values that msgspec can encode."""
    return hashlib.blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()


@cache
def code_digest() -> bytes:
    """A digest that changes with this program, with Python, and with what is installed beside its libraries."""
    own = scan(Path(__file__).parent, (".", "__pycache__"))
    places = [place for place in sys.path if place.endswith("-packages") and os.path.isdir(place)]
    marks = [stamp(os.stat(place)) for place in places]
    return digest(__version__, sys.version, sorted(own.stamps.items()), marks)


def theme_stamp(folders: Iterable[Path]) -> bytes:
    """A digest that changes with any file in these folders, or its times."""
    return digest([(str(folder), sorted(scan(folder).stamps.items())) for folder in folders])


def world_digest(config: Config, theme: bytes, options: Iterable[object]) -> bytes:
    """A digest of all that a build depends on, but for this program, briefs and the clock."""
    return digest(config, theme, list(options))
