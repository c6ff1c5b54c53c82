"""The recipes of docs/publishing.md, each run as it stands there, against something on this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support_record import git
from support_site import brief, tree, write_site

pytestmark = pytest.mark.slow

DOCS = (Path(__file__).parent.parent / "docs" / "publishing.md").read_text("utf-8")


def recipe(tool: str) -> str:
    """The first command of the docs that publishes with a tool."""
    found = re.search(rf"^briefgen build && {tool} .*$", DOCS, re.MULTILINE)
    assert found, f"docs/publishing.md has no recipe with {tool}"
    return found[0]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(
        tmp_path / "site-folder",
        {
            "briefgen.yml": "url: https://www.example.org\n",
            "briefs/2025-10-18-a-bridge-opens.md": brief(),
            "briefs/2025-10-19-a-wall-falls.md": brief("A wall falls", "2025-10-19"),
            "site/.gitkeep": "",
        },
    )


def run(folder: Path, command: str, **environment: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def publish_twice(site: Path, command: str, there: Callable[[], dict[str, bytes]], **environment: str) -> str:
    """Publish, change one brief and delete another, publish again; what was said the second time."""
    run(site, command, **environment)
    first = there()
    assert first == {path: data for path, data in tree(site / "site").items() if path != ".gitkeep"}
    assert "2025/10/19/a-wall-falls/index.html" in first
    write_site(site, {"briefs/2025-10-18-a-bridge-opens.md": brief(text="The bridge is shut again.")})
    (site / "briefs/2025-10-19-a-wall-falls.md").unlink()
    said = run(site, command, **environment)
    second = there()
    assert second == {path: data for path, data in tree(site / "site").items() if path != ".gitkeep"}
    assert b"shut again" in second["2025/10/18/a-bridge-opens/index.html"]
    assert "2025/10/19/a-wall-falls/index.html" not in second
    return said


@pytest.mark.skipif(not shutil.which("rsync"), reason="no rsync")
def test_rsync(site: Path, tmp_path: Path) -> None:
    """Through the remote shell, which here runs the other end on this machine."""
    target = tmp_path / "www"
    target.mkdir()
    shell = tmp_path / "shell"
    shell.write_text('#!/bin/sh\nwhile [ "$1" != www.example.org ]; do shift; done\nshift\nexec "$@"\n', "utf-8")
    shell.chmod(0o755)
    command = recipe("rsync")
    assert "user@www.example.org:/var/www/briefs/" in command
    command = command.replace(":/var/www/briefs/", f":{target}/").replace("rsync ", "rsync --itemize-changes ")
    said = publish_twice(site, command, lambda: tree(target), RSYNC_RSH=str(shell))
    assert "*deleting   2025/10/19/a-wall-falls/index.html" in said
    assert not re.search(r"^<f.* static/", said, re.MULTILINE), "what has not changed is not sent again"


@pytest.fixture
def s3(tmp_path: Path) -> Iterator[str]:
    """The address of an S3 on this machine."""
    pytest.importorskip("moto.server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (tmp_path / "s3.log").open("wb") as log, subprocess.Popen(program, stdout=log, stderr=log) as server:

        def answers() -> bool:
            with socket.socket() as one:
                return one.connect_ex(("127.0.0.1", port)) == 0

        for _ in range(200):
            if answers():
                break
            time.sleep(0.1)
        assert answers(), (tmp_path / "s3.log").read_text()
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.mark.skipif(not shutil.which("rclone"), reason="no rclone")
def test_rclone(site: Path, tmp_path: Path, s3: str) -> None:
    """To S3, with the remote set up by variables instead of `rclone config`."""
    remote = {
        "TYPE": "s3",
        "PROVIDER": "Other",
        "ENDPOINT": s3,
        "ACCESS_KEY_ID": "key",
        "SECRET_ACCESS_KEY": "secret",
        "REGION": "us-east-1",
        "FORCE_PATH_STYLE": "true",
    }
    settings = {f"RCLONE_CONFIG_BRIEFS_{name}": value for name, value in remote.items()}
    settings["AWS_CA_BUNDLE"] = ""  # what this machine may want of Amazon's own is no matter here
    settings["RCLONE_CONFIG"] = str(tmp_path / "rclone.conf")
    run(site, "rclone mkdir briefs:example-bucket", **settings)

    def there() -> dict[str, bytes]:
        copy = tmp_path / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        run(site, f"rclone copy briefs:example-bucket '{copy}'", **settings)
        return tree(copy)

    said = publish_twice(site, recipe("rclone").replace("rclone ", "rclone --verbose "), there, **settings)
    assert "2025/10/19/a-wall-falls/index.html: Deleted" in said
    assert not re.search(r"static/.*: Copied", said), "what has not changed is not sent again"


def test_ghp_import(site: Path, tmp_path: Path) -> None:
    """From a repository whose origin is a bare one."""
    pytest.importorskip("ghp_import")
    bare = tmp_path / "bare.git"
    run(tmp_path, f"git init --quiet --bare '{bare}'")
    write_site(site, {".gitignore": "/site/\n/.briefgen/\n"})
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["commit", "-qm", "Begin"],
        ["remote", "add", "origin", str(bare)],
    ):
        git(site, *arguments)

    def there() -> dict[str, bytes]:
        copy = tmp_path / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        run(tmp_path, f"git clone --quiet --branch gh-pages '{bare}' '{copy}' && rm -rf '{copy}/.git'")
        found = tree(copy)
        assert found.pop(".nojekyll") == b""
        found.pop(".gitkeep", None)
        return found

    names = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))
    }
    publish_twice(site, recipe("ghp-import"), there, **names)
    assert run(bare, "git rev-list --count gh-pages").strip() == "1"
