"""The base of all views."""

from __future__ import annotations

import msgspec


class View(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of all views. None can hold itself, so the garbage collector need not look at them."""
