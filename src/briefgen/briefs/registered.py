"""Both registries, read once: what was made of them is kept with a digest of their files, since reading YAML takes its time."""

from __future__ import annotations

import hashlib
from typing import Protocol

import msgspec

from briefgen.briefs.model import Registry
from briefgen.briefs.registry import parse_registry
from briefgen.problems import Problem


class Registered(msgspec.Struct, frozen=True):
    """What was read in both files, and all that is wrong with them. `mark` is a digest of their bytes."""

    mark: bytes
    registry: Registry
    problems: tuple[Problem, ...]


class Memory(Protocol):
    """What is known from an earlier time."""

    def registered(self) -> Registered | None:
        """What was read last, if it is still there."""

    def keep_registered(self, registered: Registered) -> None:
        """Remember what was read."""


def read_registry(
    actors: bytes | None, topics: bytes | None, memory: Memory | None
) -> tuple[Registry, tuple[Problem, ...]]:
    """The same as `parse_registry`, recalled where the files are as they were."""
    if memory is None or not (actors or topics):
        return parse_registry(actors, topics)
    mark = _mark(actors, topics)
    known = memory.registered()
    if known is None or known.mark != mark:
        known = Registered(mark, *parse_registry(actors, topics))
        memory.keep_registered(known)
    return known.registry, known.problems


def _mark(actors: bytes | None, topics: bytes | None) -> bytes:
    digest = hashlib.blake2b(len(actors or b"").to_bytes(8), digest_size=16)
    digest.update(actors or b"")
    digest.update(topics or b"")
    return digest.digest()


encode_registered = msgspec.msgpack.Encoder().encode
_DECODER = msgspec.msgpack.Decoder(Registered)


def decode_registered(data: bytes) -> Registered:
    """What `encode_registered` made; raises `msgspec.MsgspecError` for anything else."""
    return _DECODER.decode(data)
