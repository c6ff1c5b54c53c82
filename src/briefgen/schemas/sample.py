"""Our own `briefgen.yml`, in which every setting has a comment that says what it is: the one place where that is told in a line."""

from __future__ import annotations

import re
from pathlib import Path

import briefgen

_LINE = re.compile(r"(?P<off># )?(?P<indent> *)(?P<key>[a-z_]+):(?P<value>.*?)(?:\s#\s(?P<comment>.*))?").fullmatch


def sample_settings() -> Path:
    """The file: inside the package, or in the checkout that the package is run from."""
    package = Path(briefgen.__file__).resolve().parent
    packaged = package / "sample.yml"
    return packaged if packaged.is_file() else package.parent.parent / "briefgen.yml"


def comments() -> dict[str, str]:
    """What is said of each setting, by its path ("outputs.days"). Settings that are commented out count, too."""
    told: dict[str, str] = {}
    parents: list[tuple[int, str]] = []
    for line in sample_settings().read_text("utf-8").splitlines():
        found = _LINE(line)
        if not found:
            continue
        depth = len(found["indent"])
        parents = [parent for parent in parents if parent[0] < depth]
        path = ".".join([*(name for _, name in parents), found["key"]])
        told[path] = found["comment"] or ""
        parents.append((depth, found["key"]))
    return told
