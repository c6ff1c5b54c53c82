"""What a build depends on besides briefs: this program, its libraries, the theme, the settings, the options."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import msgspec

from briefgen import __version__
from briefgen.briefs.scan import scan, stamp
from briefgen.config import Config

#: Libraries whose version can change what is written.
LIBRARIES = ("jinja2", "markdown_it", "babel", "yaml", "msgspec")


def digest(*parts: object) -> bytes:
    """A digest (16 bytes) of values that msgspec can encode."""
    return hashlib.blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()


def code_digest() -> bytes:
    """A digest that changes with this program, with Python, and with what is installed beside its libraries."""
    package = Path(__file__).parent
    own = scan(package, (".", "__pycache__"))
    places = {
        os.path.dirname(os.path.dirname(spec.origin)) for spec in map(find_spec, LIBRARIES) if spec and spec.origin
    }
    return digest(
        __version__, sys.version, sorted(own.stamps.items()), [stamp(os.stat(place)) for place in sorted(places)]
    )


def theme_stamp(folders: Iterable[Path]) -> bytes:
    """A digest that changes with any file in these folders, or its times."""
    return digest([(str(folder), sorted(scan(folder).stamps.items())) for folder in folders])


def world_digest(config: Config, theme: bytes, options: Iterable[object]) -> bytes:
    """A digest of all that a build depends on, but for this program, briefs and the clock."""
    return digest(config, theme, list(options))
