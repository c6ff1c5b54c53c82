"""Where the parts of a theme lie. Light: a build that has nothing to do looks here, too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def default_theme() -> Path:
    """The folder of the default theme: inside the package, or in the checkout that the package is run from."""
    packaged = Path(__file__).resolve().parent.parent / "templates"
    return packaged if packaged.is_dir() else packaged.parent.parent.parent / "templates"


def theme_folders(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The folders of a theme, each once: those of `folders` that are there, then the default theme."""
    default = default_theme().resolve()
    own = dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir())
    return (*(folder for folder in own if folder != default), default)
