"""What many modules of tests share: a folder that is quick, templates that are compiled, the sample site, and a browser."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from support_site import SAMPLE_NOW, lay_out, remember_templates
from support_web import running_browser

from briefgen.cli import run
from briefgen.cli.codes import FINE

if TYPE_CHECKING:
    from playwright.sync_api import Browser


#: Files in memory, where Linux has them: tests write many small ones, which a disk takes up to fifty times as long for.
MEMORY = Path("/dev/shm")
ROOM = 2**30


def _has_room() -> bool:
    """Whether a folder takes files of tests, and runs the scripts among them, which a container may forbid."""
    allowed = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    return allowed and shutil.disk_usage(MEMORY).free > ROOM


if "TMPDIR" not in os.environ and _has_room():
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None

# Half of Hypothesis's usual share. To look further: --hypothesis-profile=default.
# CI asks the same each time, as Hypothesis's own profile for it does: whether a commit can land is no matter of luck.
settings.register_profile(
    "quick",
    max_examples=50,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],  # how quick a machine is says nothing of a law
)
settings.load_profile("quick")


def pytest_collection_finish() -> None:
    """Let the collector of garbage never look again at thousands of tests and all that they imported."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _quick_templates() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember_templates(patch)
        yield


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site of this repository, built. No test changes it."""
    folder = lay_out(tmp_path_factory.mktemp("sample"))
    assert run(["-C", str(folder), "build", "--now", SAMPLE_NOW, "--strict", "--quiet", "--jobs", "1"]) == FINE
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as long as a module needs it: its driver would be in the way of tests that fork."""
    with running_browser() as running:
        yield running
