"""The settings as they were read last, so that a build need not read YAML again. In a file of its own: the settings are
needed before the build lock can be held, and the state must not be touched without it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from briefgen.config import Config
from briefgen.lock import FOLDER
from briefgen.problems import Problem, Where, problem
from briefgen.state_file import DamagedError, seal, unseal
from briefgen.world import code_digest, digest


class Settings(msgspec.Struct, frozen=True, array_like=True):
    """Settings, what is wrong with them, and the digest of all that they were made from."""

    mark: bytes
    config: Config
    problems: tuple[Problem, ...] = ()


_DECODER = msgspec.msgpack.Decoder(Settings)


def read_settings(root: Path, data: bytes) -> Settings:
    """The settings in the bytes of a site's `briefgen.yml`: recalled, or parsed."""
    mark = digest(code_digest(), data)
    with suppress(OSError, DamagedError, msgspec.MsgspecError):
        kept = _DECODER.decode(unseal(_file(root).read_bytes()))
        if kept.mark == mark:
            return kept
    from briefgen.settings import parse_config

    return Settings(mark, *parse_config(data, "briefgen.yml"))


def site_settings(root: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of the site in a folder, and all that is wrong with them and with the name of their file."""
    file = root / "briefgen.yml"
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        data = b""
    settings = read_settings(root, data)
    if not data and not file.exists() and (root / "briefgen.yaml").exists():
        message = "This file is not read: the name must be briefgen.yml"
        found = problem("not-read", Where("briefgen.yaml"), message, "Rename it to briefgen.yml")
        return settings, (*settings.problems, found)
    return settings, settings.problems


def keep_settings(root: Path, settings: Settings) -> None:
    """Remember settings, in a site that has been built; a disk that takes nothing more is no reason to fail."""
    data = seal(msgspec.msgpack.encode(settings))
    file = _file(root)
    with suppress(OSError):
        if not file.exists() or file.read_bytes() != data:
            fresh = file.with_name(f"{file.name}.{os.getpid()}")
            fresh.write_bytes(data)
            fresh.replace(file)


def _file(root: Path) -> Path:
    return root / FOLDER / "settings"
