"""What an encoder makes files from, what one is, and how JSON is written."""

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

_ENCODE = msgspec.json.Encoder().encode


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty. Zero is a number."""
    return {name: value for name, value in fields.items() if value or value == 0}


def to_json(value: object) -> bytes:
    """A value as JSON (RFC 8259) in UTF-8; halves of characters are left out."""
    try:
        return _ENCODE(value)
    except UnicodeEncodeError:
        return _ENCODE(_whole(value))


def json_file(value: object) -> bytes:
    """A file that holds a value as JSON: in one line, with its end."""
    return to_json(value) + b"\n"


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode(errors="ignore").decode()
    if isinstance(value, dict):
        return {_whole(key): _whole(part) for key, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, (list, tuple)) else value
