"""The files of a site that can be put right, and how they are written: whole, or not at all."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from briefgen.briefs.files import read_file, scan_briefs
from briefgen.briefs.sorting import PAGES, is_brief
from briefgen.config import Config
from briefgen.mending import Mended, mend
from briefgen.output import OutputError
from briefgen.problems import Problem
from briefgen.text.decode import mended_characters

#: Problems that are put right without edits of their own, and rules whose edits give names another spelling.
_CHARACTERS = frozenset({"encoding", "control-characters", "invisible-characters"})
_NAMES = frozenset({"alias-used"})
_MARK = b"\xef\xbb\xbf"


def mendable(
    root: Path, config: Config, problems: Iterable[Problem], only: frozenset[str] | None = None
) -> Iterator[Mended]:
    """The briefs and own pages in which something can be put right, by path. `problems` are those of the site; `only` are the files of the
    site that may be touched, None for all."""
    concerned: dict[str, list[Problem]] = {}
    for found in problems:
        if found.fix or found.code in _CHARACTERS:
            concerned.setdefault(found.where.file.removeprefix("briefs/"), []).append(found)
    for path in sorted(scan_briefs(root).stamps):
        if (is_brief(path) or path.startswith(PAGES)) and (only is None or f"briefs/{path}" in only):
            own = concerned.get(path)
            if own is None and not _is_marked(root / "briefs" / path):
                continue
            data, _ = read_file(root / "briefs", path)
            if data is not None:
                mended = mend(path, data, config, [p for p in own or () if p.code in _NAMES])
                if mended.after != mended.before:
                    yield mended


def _is_marked(file: Path) -> bool:
    with suppress(OSError), file.open("rb") as stream:
        return stream.read(3) == _MARK
    return False


def write(root: Path, mended: Mended) -> bool:
    """Put a mended file in the place of the old one, with its permissions; False if somebody has changed it meanwhile. OutputError where
    it cannot be written."""
    file = (root / "briefs" / mended.path).resolve()
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        fresh.write_bytes(mended.after)
        shutil.copymode(file, fresh)
        if file.read_bytes() != mended.before:
            return False
        fresh.replace(file)
    except OSError as error:
        raise OutputError(f"cannot write {file}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            fresh.unlink()
    return True


def as_diff(mended: Mended) -> str:
    """What is put right, as a unified diff of the characters. Where only the encoding changes, nothing but its head is to be seen."""
    name = f"briefs/{mended.path}"
    before = mended_characters_before(mended)
    lines = difflib.unified_diff(
        before.splitlines(), mended.after.decode().splitlines(), f"a/{name}", f"b/{name}", lineterm=""
    )
    return "\n".join(lines) or f"--- a/{name}\n+++ b/{name}"


def mended_characters_before(mended: Mended) -> str:
    """The characters of a file as it is."""
    try:
        return mended.before.decode("utf-8-sig")
    except UnicodeDecodeError:
        return mended_characters(mended.before, mended.path) or ""
