"""When files came into being, as their git history tells."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from briefgen.config import Config

if TYPE_CHECKING:
    import subprocess

#: Oldest commit first; each as "\x01<author date> <parents>", then the files that it added or renamed (all NUL-terminated).
_LOG = "-c log.showSignature=false log --reverse --no-merges --diff-filter=AR -M --name-status --relative -z"
_FORMAT = "--format=%x01%aI %P"
#: What git sets for its hooks, and what would lead another git astray (`briefgen check` may well be run by a hook).
HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")

#: A branch may be another name of another branch; git follows as many (refs/files-backend).
_LINKS = 5
_HEX = frozenset("0123456789abcdef")


class FirstCommits(msgspec.Struct, frozen=True):
    """First commits of files. `dates`: path (posix, relative to the folder that was asked about) → author date, with its
    offset; a rename keeps the date. `doubtful` are paths whose history was cut off (a shallow clone): they may be older.
    `reason` says in words why nothing is known, else is empty."""

    dates: dict[str, dt.datetime] = {}
    doubtful: frozenset[str] = frozenset()
    reason: str = ""


def first_commits(folder: Path) -> FirstCommits:
    """The first commits of all files in a folder, from one call of git. Never fails: see `reason`."""
    try:
        log = run_git(folder, *_LOG.split(), _FORMAT, "--", ".")
    except OSError:
        return FirstCommits(reason="git is not installed")
    if log.returncode:
        return FirstCommits(reason=reason_of(log.stderr))
    dates: dict[str, dt.datetime] = {}
    parentless = set()
    for commit, parents, old, new in _changes(log.stdout):
        if old in dates:
            dates[new] = dates[old]
        elif new not in dates:
            dates[new] = dt.datetime.fromisoformat(commit)
            if not parents:
                parentless.add(new)
    # A shallow clone shows its oldest commits as if they had no parents, and had added everything.
    shallow = bool(parentless) and run_git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    return FirstCommits(dates, frozenset(parentless if shallow else ()))


def history(folder: Path) -> str:
    """What all that git tells of a folder depends on: the latest commit, and where the history is cut off (a shallow clone). Empty where there
    is no repository. Read from git's own files (gitrepository-layout); the program is asked where they are of a form that is not known here."""
    found = _repository(folder)
    if found is None:
        return ""
    own, shared = found
    try:
        cuts = (shared / "shallow").read_bytes()
    except OSError:
        cuts = b""
    cut = hashlib.blake2b(cuts, digest_size=8).hexdigest() if cuts else ""
    with suppress(OSError, UnicodeError):
        return f"{_tip(own, shared) or _asked(folder)} {cut}".strip()
    return f"{_asked(folder)} {cut}".strip()


def record_mark(folder: Path, config: Config) -> str:
    """What the records of the briefs in a folder depend on, beside themselves and the settings; empty where there are none."""
    return history(folder) if config.revisions != "none" else ""


def _asked(folder: Path) -> str:
    try:
        return run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD").stdout.decode("utf-8", "replace").strip()
    except OSError:
        return ""


def _repository(folder: Path) -> tuple[Path, Path] | None:
    """The folders in which git has what belongs to the working tree around a folder, and what it shares with others (git-worktree)."""
    here = os.path.abspath(folder)
    while not os.path.lexists(f"{here}/.git"):
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above
    own = Path(here, ".git")
    try:
        if own.is_file():
            own = own.parent / own.read_text("utf-8").removeprefix("gitdir:").strip()
        common = own / "commondir"
        return own, own / common.read_text("utf-8").strip() if common.is_file() else own
    except (OSError, UnicodeError):
        return own, own


def _tip(own: Path, shared: Path) -> str:
    """The commit that HEAD stands for, from the files in which it stands; empty where it stands in none of them."""
    text = (own / "HEAD").read_text("utf-8").strip()
    for _ in range(_LINKS):
        if not text.startswith("ref:"):
            return text if _is_hash(text) else ""
        name = text.removeprefix("ref:").strip()
        place = shared if name.startswith("refs/") else own
        try:
            text = (place / name).read_text("utf-8").strip()
        except OSError:
            return _packed(shared, name)
    return ""


def _packed(shared: Path, name: str) -> str:
    """The commit of a branch among those that git has put into one file (git-pack-refs)."""
    with suppress(OSError):
        for line in (shared / "packed-refs").read_text("utf-8", "replace").splitlines():
            commit, _, ref = line.partition(" ")
            if ref == name and _is_hash(commit):
                return commit
    return ""


def _is_hash(text: str) -> bool:
    return len(text) in (40, 64) and set(text) <= _HEX


def run_git(folder: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Call git in a folder, and give it `data` to read. It never waits for anybody, and takes no lock. `OSError` where there is no git."""
    import subprocess

    environment = {k: v for k, v in os.environ.items() if k not in HOOK}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    return subprocess.run(
        ["git", "--no-pager", "-c", "core.quotepath=off", "-C", str(folder), *arguments],
        capture_output=True,
        input=data,
        env=environment,
        check=False,
    )


def reason_of(error: bytes) -> str:
    """Why git refused, in words for people, from what it said on its standard error."""
    message = error.decode("utf-8", "replace")
    if "not a git repository" in message:
        return "this is not a git repository"
    if "does not have any commits" in message or "ambiguous argument 'HEAD'" in message:
        return "nothing has been committed yet"
    if "dubious ownership" in message:
        return "git does not trust this folder, which belongs to another user"
    lines = message.strip().splitlines()
    return f"git failed: {lines[0]}" if lines else "git failed"


def _changes(log: bytes) -> Iterator[tuple[str, str, str, str]]:
    """(date, parents, old path or "", path) of every file that a commit added or renamed."""
    fields = iter(os.fsdecode(log).split("\0"))
    date = parents = ""
    for field in fields:
        status = field.lstrip("\n")
        if status.startswith("\x01"):
            date, _, parents = status[1:].partition(" ")
        elif status.startswith("R"):
            yield date, parents, next(fields), next(fields)
        elif status:
            yield date, parents, "", next(fields)
