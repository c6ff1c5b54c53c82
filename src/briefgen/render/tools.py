"""What an encoder makes files from, and what one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from briefgen.pages.views import PageView, SiteView


class Tools(NamedTuple):
    """What an encoder may use: the site, and the functions and filters that templates have, by their names (`t`, `html`,
    `absolute`, `rfc3339`, …), and the files of the theme by theirs ("fonts/text.ttf"). `macro("entry.xml", "content", brief)` calls a
    macro of a template, and keeps what it made as templates do; it raises `TemplateError`."""

    site: SiteView
    functions: Mapping[str, Any]
    filters: Mapping[str, Any]
    files: Mapping[str, Path]
    macro: Callable[..., str]


#: What makes the bytes of a file from its view. The same for the same arguments, always.
Encoder = Callable[[Tools, PageView, Any], bytes]


def json_bytes(value: object) -> bytes:
    """A value as JSON (RFC 8259) in UTF-8, ending in one line break; halves of characters are left out."""
    try:
        return msgspec.json.encode(value) + b"\n"
    except UnicodeEncodeError:
        import json

        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "ignore") + b"\n"
