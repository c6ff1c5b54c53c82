"""Files with one real mistake each, `tests/broken/`: every one is told of with code, line and hint, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.briefs.parser import parse_brief
from briefgen.config import Config
from briefgen.problems import CODES

FOLDER = Path(__file__).parent / "broken"
#: What follows from another mistake in the same file: the second fence that is wrong like the first, a rule above a title.
CONSEQUENCES = {"fence-repaired", "title-from-text"}


def rows() -> list[tuple[str, str, int]]:
    """File, code and line of each row of `expected.txt`."""
    lines = (FOLDER / "expected.txt").read_text("utf-8").splitlines()
    return [(file, code, int(line)) for file, code, line in (row.split() for row in lines if not row.startswith("#"))]


@pytest.mark.parametrize(("file", "code", "line"), rows(), ids=lambda value: str(value))
def test_mistake_is_told(file: str, code: str, line: int) -> None:
    parsed = parse_brief(file, (FOLDER / file).read_bytes(), Config())
    assert (code, line) in {(p.code, p.where.line) for p in parsed.problems}
    for found in parsed.problems:
        assert found.code in CODES
        assert found.where.file == f"briefs/{file}"
        assert found.message
        assert found.hint
        assert found.code in CONSEQUENCES | {code}, f"another problem is told: {found}"


def test_every_file_has_its_row() -> None:
    listed = [file for file, _, _ in rows()]
    assert sorted(path.name for path in FOLDER.iterdir() if path.name != "expected.txt") == sorted(listed)
    assert len(listed) >= 100
