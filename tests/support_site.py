"""A site from a dict of files, and what a build or the command line makes of it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from briefgen.build import BuildOptions, BuildReport, build
from briefgen.config import Config
from briefgen.text.keys import slugify
from briefgen.workers import Mapper, serial_map

ROOT = Path(__file__).parent.parent
NOW = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)
CONFIG = Config(title="The Test Wire", url="https://example.org")

#: When the sample site of this repository is built.
SAMPLE_NOW = "2026-06-01T12:00Z"

_COMPILED: dict[tuple[object, ...], Any] = {}


def brief(
    title: str = "A bridge opens", date: str = "2025-10-18", extra: str = "", text: str = "The bridge is open."
) -> str:
    """The text of a brief without any problem."""
    slug = "" if "slug:" in extra else f"slug: {slugify(title)}\n"
    return (
        f"---\ntitle: {title}\ndate: {date}\n{slug}{extra}---\n"
        f"## What's Happening\n\n{text}\n\n## Why It's Important\n\nIt is.\n\n## What's Next\n\nMore.\n"
    )


def write_site(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and give the folder back."""
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def lay_out(folder: Path) -> Path:
    """Copy the sample site of this repository into a folder, with its theme."""
    for name in ("briefgen.yml", "briefs", "templates"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


def build_site(root: Path, config: Config = CONFIG, mapper: Mapper = serial_map, **options: Any) -> BuildReport:
    """Build the site in a folder, at `NOW` unless told otherwise."""
    with nullcontext() if config.strings else quick_templates():
        return build(root, config, BuildOptions(**{"now": NOW, **options}), mapper)


@contextmanager
def quick_templates() -> Iterator[None]:
    """The same templates are compiled only once in this process; that is most of a small site's build. Not for sites with words of
    their own, which are in the code, too."""
    really = Environment.compile

    def compile_once(environment: Environment, source: Any, *arguments: Any) -> Any:
        asset: Any = environment.globals.get("asset", str)  # its constants are in the code, as those of the site are
        key = (source, *arguments, repr(environment.globals.get("site")), asset("style.css"))
        if key not in _COMPILED:
            _COMPILED[key] = really(environment, source, *arguments)
        return _COMPILED[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        yield


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: posix path → bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def folders(folder: Path) -> set[str]:
    """Every folder below a folder."""
    return {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_dir()}


def briefgen(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "briefgen", *arguments],
        cwd=root,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
