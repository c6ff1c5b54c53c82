"""What many modules of tests share: the sample site, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support_site import SAMPLE_NOW, briefgen, lay_out
from support_web import running_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site of this repository, built. No test changes it."""
    folder = lay_out(tmp_path_factory.mktemp("sample"))
    done = briefgen(folder, "build", "--now", SAMPLE_NOW, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as long as a module needs it: its driver would be in the way of tests that fork."""
    with running_browser() as running:
        yield running
