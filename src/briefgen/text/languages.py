"""What a language tag (BCP 47) says by itself."""

from __future__ import annotations

from collections.abc import Iterator

_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
_RTL = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def prefixes(tag: str) -> Iterator[str]:
    """A tag in small letters, then without its last part, and so on: "pt-BR" → "pt-br", "pt"."""
    parts = tag.lower().replace("_", "-").split("-")
    return ("-".join(parts[:end]) for end in range(len(parts), 0, -1))


def is_traditional(tag: str) -> bool:
    """Whether it is Chinese in traditional characters."""
    return tag.lower().replace("_", "-").startswith(_TRADITIONAL)


def direction(tag: str) -> str:
    """The writing direction, "rtl" or "ltr", as HTML's `dir` has it."""
    return "rtl" if tag.partition("-")[0].lower() in _RTL or "-arab" in tag.lower() else "ltr"
