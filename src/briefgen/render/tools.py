"""What an encoder makes files from, and what one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from briefgen.pages.views import PageView, SiteView


class Tools(NamedTuple):
    """What an encoder may use: the site, and the functions and filters that templates have, by their names (`t`, `html`,
    `absolute`, `rfc3339`, …), and the files of the theme by theirs ("fonts/text.ttf")."""

    site: SiteView
    functions: Mapping[str, Any]
    filters: Mapping[str, Any]
    files: Mapping[str, Path] = {}


#: What makes the bytes of a file from its view. The same for the same arguments, always.
Encoder = Callable[[Tools, PageView, Any], bytes]
