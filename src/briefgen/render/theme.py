"""Themes: folders of templates and static files, a site's own over the default theme's, file by file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from briefgen.render.folders import theme_folders

if TYPE_CHECKING:
    from jinja2 import BaseLoader

#: Static files whose path carries a fingerprint of their bytes. Others (fonts, pictures) keep their names, so that a
#: style sheet can refer to them; `asset()` gives their URL a query instead.
FINGERPRINTED = frozenset({".css", ".js"})
#: Where static files are in the output.
ASSETS = "assets"


class StaticFile(msgspec.Struct, frozen=True):
    """A file of `static/`: `name` as `asset()` takes it ("style.css"), `path` in the output
    ("assets/style.1a2b3c4d.css"), `query` that its URL carries ("" or "?v=1a2b3c4d"), `source` the file itself."""

    name: str
    path: str
    query: str
    source: Path


class Theme:
    """Templates and static files from several folders, the first that has a file wins. The default theme comes last, and
    is added where it is missing; its templates are also there as "default/…", so that an override can extend them."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = theme_folders(folders)

    @cached_property
    def loader(self) -> BaseLoader:
        """The Jinja loader: "x.html" from the first folder that has it, "default/x.html" from the default theme."""
        from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

        everywhere = FileSystemLoader([str(folder) for folder in self.folders])
        return ChoiceLoader([everywhere, PrefixLoader({"default": FileSystemLoader(str(self.folders[-1]))})])

    @cached_property
    def static(self) -> tuple[StaticFile, ...]:
        """The static files, by name. Names that start with a dot are left out. Reads every file, once."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            root = folder / "static"
            for file in root.rglob("*"):
                name = file.relative_to(root).as_posix()
                if file.is_file() and not any(part.startswith(".") for part in name.split("/")):
                    found[name] = file
        return tuple(_static(name, found[name]) for name in sorted(found))

    @cached_property
    def templates(self) -> dict[str, Path]:
        """Every template by its name ("brief.html"), with the file that it comes from."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for file in folder.rglob("*"):
                name = file.relative_to(folder).as_posix()
                if file.is_file() and not name.startswith("static/") and "/." not in f"/{name}":
                    found[name] = file
        return dict(sorted(found.items()))


def _static(name: str, source: Path) -> StaticFile:
    mark = hashlib.sha256(source.read_bytes()).hexdigest()[:8]
    stem, dot, suffix = name.rpartition(".")
    if f"{dot}{suffix}" in FINGERPRINTED:
        return StaticFile(name, f"{ASSETS}/{stem}.{mark}.{suffix}", "", source)
    return StaticFile(name, f"{ASSETS}/{name}", f"?v={mark}", source)
