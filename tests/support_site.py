"""A site from a dict of files, and what a build or the command line makes of it."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from jinja2.bccache import Bucket

from briefgen import cli
from briefgen.build import BuildOptions, BuildReport, build
from briefgen.config import Config
from briefgen.lock import FOLDER
from briefgen.render import renderer
from briefgen.render.compiled import CompiledTemplates, compiled_templates
from briefgen.text.keys import slugify
from briefgen.workers import Mapper, serial_map

ROOT = Path(__file__).parent.parent
NOW = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)
CONFIG = Config(title="The Test Wire", url="https://example.org")

#: When the sample site of this repository is built.
SAMPLE_NOW = "2026-06-01T12:00Z"

_COMPILED: dict[tuple[str, str], Any] = {}


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
    return build(root, config, BuildOptions(**{"now": NOW, **options}), mapper)


class _Remembered(CompiledTemplates):
    """Keeps compiled templates as long as this process runs."""

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _COMPILED.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        _COMPILED[bucket.key, bucket.checksum] = bucket.code


def remember_templates(patch: pytest.MonkeyPatch) -> None:
    """Compile a template of a site only once in this process, for a test that says nothing else: it is most of a small site's build."""
    begin = renderer.Renderer.__init__

    def compiled(folder: Path, *arguments: Any) -> CompiledTemplates:
        kept = compiled_templates(folder, *arguments)
        usual = folder.parts[-2:] == (FOLDER, "templates")
        return _Remembered(folder, kept._mark) if usual else kept

    def init(self: Any, *arguments: Any, compiled: Path | None = None, **named: Any) -> None:
        begin(self, *arguments, compiled=compiled or Path(FOLDER, "templates"), **named)

    patch.setattr("briefgen.render.renderer.compiled_templates", compiled)
    patch.setattr(renderer.Renderer, "__init__", init)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: posix path → bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def folders(folder: Path) -> set[str]:
    """Every folder below a folder."""
    return {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_dir()}


def briefgen(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(root)
        for name, value in environment.items():
            patch.setenv(name, value)
        code = cli.run(arguments)
    for stream in (out, err):
        stream.seek(0)
    return subprocess.CompletedProcess(arguments, code, out.read(), err.read())


def briefgen_apart(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
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
