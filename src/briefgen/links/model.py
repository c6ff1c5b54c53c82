"""What is known of links to other sites."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from briefgen.problems import Where


class Link(msgspec.Struct, frozen=True, array_like=True):
    """An address of another site, without its fragment, and the places where one file has it."""

    address: str
    places: tuple[Where, ...]


class Kind(StrEnum):
    """What became of an address that was asked for. `UNSEEN`: whether anything is there could not be found out; `PRIVATE`: nobody
    was asked, for it is not for everybody."""

    GOOD = "good"
    MOVED = "moved"
    GONE = "gone"
    UNSEEN = "unseen"
    PRIVATE = "private"


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What an address said. `told` is the new address for `MOVED`, and why in words for all that are not there. `reached` tells whether
    any server was heard. `at` is when, in seconds since 1970."""

    kind: Kind
    told: str = ""
    reached: bool = True
    at: int = 0
