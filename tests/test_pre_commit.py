"""The hook for pre-commit, run by pre-commit itself in a repository of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support_record import git
from support_site import brief, write_site

ROOT = Path(__file__).parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def test_pre_commit_can_read_the_hooks() -> None:
    done = run(ROOT, sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit installs a hook from a repository")
def test_the_hook_holds_back_a_commit_with_an_error(tmp_path: Path) -> None:
    """It is installed by pip into an environment of its own, so this needs the package index."""
    site = write_site(
        tmp_path / "site", {"briefgen.yml": "url: https://example.org\n", "briefs/2025-10-18-a.md": brief()}
    )
    git(site, "init", "-q")
    git(site, "add", "-A")
    home = str(tmp_path / "cache")

    def hook(name: str = "briefgen-check") -> subprocess.CompletedProcess[str]:
        return run(site, sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), name, PRE_COMMIT_HOME=home)

    good = hook()
    assert good.returncode == 0, good.stdout + good.stderr
    assert "news briefs" in good.stdout
    assert "Passed" in good.stdout

    slip = write_site(site, {"briefs/2025-10-18-a.md": brief(date="18 October 2025")}) / "briefs/2025-10-18-a.md"
    git(site, "add", "-A")
    mended = hook("briefgen-fix")
    assert mended.returncode == 1
    assert "files were modified by this hook" in mended.stdout
    assert "date: 2025-10-18\n" in slip.read_text("utf-8")

    write_site(site, {"briefs/2025-10-19-b.md": brief("A wall falls", "31 Feb 2025")})
    git(site, "add", "-A")
    bad = hook()
    assert bad.returncode == 1
    assert "briefs/2025-10-19-b.md:3" in bad.stdout

    git(site, "reset", "-q")
    write_site(site, {"notes.txt": "Nothing of the site"})
    git(site, "add", "notes.txt")
    assert "Skipped" in hook().stdout
