"""Small git repositories, made in tests: a site, its commits."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from support_site import write_site

#: Commits are written at this second and those after it, so that hashes are the same in each run.
START = 1_760_000_000


def git(folder: Path, *arguments: str, date: str = "", committed: str = "") -> str:
    """Run git in a folder, as nobody's settings have it, and at a date, if one is given; what it says."""
    who = {f"GIT_{role}_{what}": "Ada" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": committed or date} if date else {}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", "-C", str(folder), "-c", "init.defaultBranch=main", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ | who | when | quiet)
    return done.stdout.decode().strip()


class Repository:
    """A git repository in which the site lies in a folder (empty: at the top)."""

    def __init__(self, folder: Path, site: str = "") -> None:
        self.folder = folder
        self.root = folder / site
        self._clock = START
        (self.root / "briefs").mkdir(parents=True, exist_ok=True)
        self.git("init", "-q")

    def git(self, *arguments: str, at: int = 0) -> str:
        """Run git; what it says."""
        self._clock += 60
        return git(self.folder, *arguments, date=f"@{at or self._clock} +0000")

    def commit(self, files: Mapping[str, str | bytes] | None = None, subject: str = "A change", at: int = 0) -> str:
        """Write files below the site and commit all that changed; the hash of the commit."""
        write_site(self.root, files or {})
        self.git("add", "-A")
        self.git("commit", "-qm", subject, at=at)
        return self.git("rev-parse", "HEAD")
