"""Ctrl-C and killed processes: one line, the right exit code, nothing left behind, and the next build completes the work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support_corpus import corpus
from support_site import briefgen_apart, tree, write_site

from briefgen import cli
from briefgen.cli import codes
from briefgen.output import STAGE

ARGUMENTS = ("build", "--now", "2025-11-01T12:00Z")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path / "root", corpus(80))


def is_completed(root: Path) -> None:
    """The next build completes the work, and it is what a clean build makes."""
    build = ["-C", str(root), *ARGUMENTS, "--jobs", "1"]
    assert cli.run(build) == codes.FINE
    assert not (root / "site" / STAGE).exists()
    assert cli.run([*build, "--clean", "--out", "../other"]) == codes.FINE
    assert tree(root / "site") == tree(root.parent / "other")


@pytest.mark.parametrize("everybody", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_ctrl_c_while_a_build_writes(root: Path, everybody: bool) -> None:
    assert briefgen_apart(root, *ARGUMENTS).returncode == 0
    for file in (root / "briefs").rglob("*.md"):
        file.write_text(file.read_text().replace("slug: ", "slug: moved-"))
    build = subprocess.Popen(
        [sys.executable, "-m", "briefgen", *ARGUMENTS, "--jobs", "2"],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while build.poll() is None and not (root / "site" / STAGE).exists():
        time.sleep(0.002)
    if everybody:  # as a terminal does it
        os.killpg(build.pid, signal.SIGINT)
    else:
        build.send_signal(signal.SIGINT)
    _, said = build.communicate(timeout=60)  # returns only when no worker holds the pipe any more
    assert (build.returncode, said) == (130, "\nbriefgen: interrupted\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(build.pid, 0)
    is_completed(root)


KILLED = """
import os, signal, sys
from briefgen.{module} import {owner}
from briefgen.cli import main
parent, really = os.getpid(), {owner}.{name}
def fatal(*arguments):
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return really(*arguments)
{owner}.{name} = fatal
main()
"""


@pytest.mark.parametrize(
    ("module", "owner", "name"),
    [("render.renderer", "Renderer", "render"), ("output", "Output", "write"), ("briefs", "loader", "parse_brief")],
)
def test_a_worker_that_is_killed(root: Path, module: str, owner: str, name: str) -> None:
    script = KILLED.format(module=module, owner=owner, name=name)
    done = subprocess.run(
        [sys.executable, "-c", script, *ARGUMENTS, "--jobs", "2"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("briefgen: a worker process ended early while working on part 1 of ")
    assert done.stderr.count("\n") == 1
    assert not (root / "site" / STAGE).exists()
    is_completed(root)


def test_a_new_brief_beside_one_whose_date_is_that_of_its_file(tmp_path: Path) -> None:
    """Whether such a date still holds is asked only of files that were there."""
    briefs = tmp_path / "briefs"
    briefs.mkdir()
    plain = "What's Happening?\nA vote was held.\nWhy It's Important?\nIt was close.\nWhat's Next?\nA recount.\n"
    (briefs / "vote.txt").write_text(plain, "utf-8")
    assert cli.run(["-C", str(tmp_path), "build", "--jobs", "1"]) == codes.FINE
    (briefs / "recount.txt").write_text(plain, "utf-8")
    assert cli.run(["-C", str(tmp_path), "build", "--jobs", "1"]) == codes.FINE
    (briefs / "vote.txt").unlink()
    assert cli.run(["-C", str(tmp_path), "build", "--jobs", "1"]) == codes.FINE
    assert "recount" in (tmp_path / "site" / "index.html").read_text("utf-8")
