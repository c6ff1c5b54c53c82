"""A commit to compare with: which one, what lies there of the site, and what differs in the working tree. Everything is asked of the
program git, and nothing is checked out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from subprocess import CompletedProcess

import msgspec

from briefgen.briefs.git import run_git

#: What a site is made of.
PARTS = ("briefgen.yml", "briefs", "templates")
#: What a branch is compared with where nobody says with what: the first of these that there is.
TRUNKS = ("origin/main", "main", "origin/master", "master")

_LINK = "120000"


class GitError(Exception):
    """There is nothing to compare with; the message says why, and what can be done."""


class Reference(msgspec.Struct, frozen=True):
    """A commit: its full name, how it was asked for ("main"), and how it was found, in words."""

    commit: str
    name: str
    told: str


class Committed(msgspec.Struct, frozen=True, dict=True):
    """The files of a site in a commit: their blobs by path, relative to the site; `astray` are links that lead to no file of it. Empty where
    the commit has no such site."""

    blobs: dict[str, str]
    astray: frozenset[str] = frozenset()

    @cached_property
    def listed(self) -> frozenset[str]:
        """The files below `briefs/` that a look at the folder would list: names that begin with `.` or `_` are passed over."""
        return frozenset(file for file in self.blobs if file.startswith("briefs/") and not _is_hidden(file))


class Repository:
    """The repository in which the site in a folder lies. Raises `GitError` where there is none."""

    def __init__(self, root: Path) -> None:
        self._root = root
        found = self._git("rev-parse", "--show-prefix")
        if found.returncode:
            raise GitError(_why(found.stderr.decode("utf-8", "replace"), root))
        self._prefix = os.fsdecode(found.stdout).removesuffix("\n")

    # ------------------------------------------------------------ which commit

    def reference(self, name: str | None) -> Reference:
        """The commit with this name; with none, where this branch left the trunk, else the last commit."""
        if name is not None:
            commit = self._commit(name)
            if commit is None:
                raise GitError(self._unknown(name))
            return Reference(commit, name, name)
        head = self._commit("HEAD")
        if head is None:
            raise GitError("nothing has been committed yet, so there is nothing to compare with")
        for trunk in TRUNKS:
            tip = self._commit(trunk)
            if tip is None:
                continue
            base = self._git("merge-base", tip, head)
            commit = base.stdout.decode().strip()
            if base.returncode or not commit:
                return Reference(tip, trunk, f"{trunk}; where this branch left it is not known here")
            if commit != head:
                return Reference(commit, trunk, f"where this branch left {trunk}")
            break
        return Reference(head, "HEAD", "the last commit")

    def _commit(self, name: str) -> str | None:
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return found.stdout.decode().strip() if found.returncode == 0 and found.stdout.strip() else None

    def _unknown(self, name: str) -> str:
        told = f"git knows no commit “{name}” here"
        if self._git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
            branch = name.removeprefix("origin/")
            return (
                f"{told}: this clone has only a part of the history. Fetch what is missing with `git fetch origin "
                f"{branch}:refs/remotes/origin/{branch}`, or all of it with `git fetch --unshallow` (in a workflow, fetch-depth: 0)"
            )
        return f"{told}; `git branch --all` and `git log --oneline` list what there is"

    # ------------------------------------------------------------ what lies there

    def site(self, reference: Reference) -> Committed:
        """The files of the site in a commit."""
        place = f"{reference.commit}:{self._prefix.rstrip('/')}" if self._prefix else f"{reference.commit}^{{tree}}"
        tree = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", place)
        if tree.returncode:
            return Committed({})
        top = tree.stdout.decode().strip()
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", top, "--", *PARTS)
        if listed.returncode:  # a clone without these trees that cannot reach where they are
            raise GitError(_why(listed.stderr.decode("utf-8", "replace"), self._root))
        blobs: dict[str, str] = {}
        links: dict[str, str] = {}
        for line in listed.stdout.split(b"\0"):
            fields, _, name = line.partition(b"\t")
            mode, kind, blob = fields.decode().split() if fields else ("", "", "")
            if kind == "blob":
                (links if mode == _LINK else blobs)[os.fsdecode(name)] = blob
        followed = self._followed(top, links)
        return Committed(blobs | links | followed, frozenset(links.keys() - followed.keys()))

    def _followed(self, top: str, links: Iterable[str]) -> dict[str, str]:
        """Links that lead to files in a tree, with the blobs of these files."""
        paths = [path for path in links if "\n" not in path]
        if not paths:
            return {}
        asked = b"".join(os.fsencode(f"{top}:{path}\n") for path in paths)
        data = self._git("cat-file", "--batch-check", "--follow-symlinks", asked=asked).stdout
        found: dict[str, str] = {}
        at = 0
        for path in paths:
            end = data.find(b"\n", at)
            first, _, rest = data[at:end].decode("utf-8", "replace").partition(" ")
            at = end + 1
            if rest.startswith("blob "):
                found[path] = first
            elif first in ("symlink", "dangling", "loop", "notdir") and rest.isdigit():  # then it says whither
                at += int(rest) + 1
        return found

    def differing(self, reference: Reference) -> frozenset[str]:
        """The paths of the site whose files in the working tree are not those of a commit, as far as git knows these files."""
        options = ("--no-ext-diff", "--no-textconv", "--no-renames", "--relative", "--ignore-submodules=none")
        found = self._git("diff", "--name-only", "-z", *options, reference.commit, "--", *PARTS)
        if found.returncode:
            raise GitError(_why(found.stderr.decode("utf-8", "replace"), self._root))
        return frozenset(os.fsdecode(name) for name in found.stdout.split(b"\0") if name)

    def read(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """The contents of blobs."""
        wanted = list(dict.fromkeys(blobs))
        if not wanted:
            return {}
        asked = "".join(f"{blob}\n" for blob in wanted).encode()
        data = self._git("cat-file", "--batch", asked=asked).stdout
        found: dict[str, bytes] = {}
        at = 0
        for blob in wanted:
            end = data.find(b"\n", at)
            header = data[at:end].split()
            if end < 0 or len(header) != 3 or not header[2].isdigit():
                raise GitError(f"git cannot read {blob}, which should be there; `git fsck` tells more")
            size = int(header[2])
            found[blob] = data[end + 1 : end + 1 + size]
            at = end + size + 2
        return found

    def _git(self, *arguments: str, asked: bytes = b"") -> CompletedProcess[bytes]:
        try:
            return run_git(self._root, *arguments, data=asked)
        except FileNotFoundError as error:
            raise GitError("git is not installed, and it alone knows what was there before") from error


def _is_hidden(file: str) -> bool:
    return ("/_" in file or "/." in file) and any(
        part.startswith((".", "_")) for part in file.removeprefix("briefs/").removeprefix("_pages/").split("/")
    )


def _why(message: str, root: Path) -> str:
    if "not a git repository" in message:
        return f"{root} is not in a git repository, so there is nothing to compare with"
    if "dubious ownership" in message:
        return f"git does not trust {root}, which belongs to another user; it says itself how to change that"
    if "must be run in a work tree" in message or "this operation must be run" in message:
        return f"{root} is in the folder of git itself, and not in a working tree"
    lines = message.strip().splitlines()
    return f"git failed: {lines[0].removeprefix('fatal: ')}" if lines else "git failed"
