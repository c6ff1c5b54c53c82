"""A site's files as they lie there, beside those of a commit: which commit, what lay there, and what differs. Everything is asked of the
program git, and nothing is checked out. All commands that compare with a commit do it through this."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from subprocess import CompletedProcess

import msgspec

from briefgen.briefs.files import read_file, scan_briefs
from briefgen.briefs.git import run_git
from briefgen.briefs.scan import Scan

#: What a site is made of.
PARTS = ("briefgen.yml", "briefs", "templates")
#: What a branch is compared with where nobody says with what: the first of these that there is.
TRUNKS = ("origin/main", "main", "origin/master", "master")

_LINK = "120000"


class CompareError(Exception):
    """There is nothing to compare with; the message says why, and what can be done."""


class Reference(msgspec.Struct, frozen=True):
    """A commit to compare with: its full name, how it was asked for ("main"), and how it was found, in words. `doubtful`: the history is cut
    off before this branch began, so that it is the commit asked for as that is now."""

    commit: str
    name: str
    told: str
    doubtful: bool = False


class Committed(msgspec.Struct, frozen=True, dict=True):
    """The files of a site in a commit: their blobs by path, relative to the site, those of links that lead to files being what these hold;
    `links` are all links, `astray` those that lead to no file of the site. Empty where the commit has no such site."""

    blobs: dict[str, str]
    links: frozenset[str] = frozenset()
    astray: frozenset[str] = frozenset()

    @cached_property
    def listed(self) -> frozenset[str]:
        """The files below `briefs/` that a look at the folder would list: names that begin with `.` or `_` are passed over."""
        return frozenset(file for file in self.blobs if file.startswith("briefs/") and not _is_hidden(file))


class Compared(msgspec.Struct, frozen=True):
    """The files of the site in the folder `root` now, beside those of a commit. `listed` is what lies in `briefs/`, `present` are all files that a build
    looks at, also those that git ignores or does not know yet. `differing` are the paths at which something else lies than in the
    commit, or nothing, or nothing lay."""

    root: Path
    repository: Repository
    reference: Reference
    committed: Committed
    listed: Scan
    present: frozenset[str]
    differing: frozenset[str]

    @property
    def same(self) -> frozenset[str]:
        """The files that are as they were."""
        return self.present & self.committed.blobs.keys() - self.differing

    def before(self, paths: Iterable[str]) -> dict[str, bytes]:
        """What was in some files; those that the commit lacks are left out. Raises `CompareError`."""
        blobs = {path: blob for path in paths if (blob := self.committed.blobs.get(path))}
        data = self.repository.read(blobs.values())
        return {path: data[blob] for path, blob in blobs.items()}


def compare_with(root: Path, name: str | None) -> Compared:
    """The files of the site in the folder `root` beside those of a commit: where this branch left the one with this name (a branch, a tag),
    or the trunk where none is told; without a trunk, and on it, the last commit. Raises `CompareError`."""
    repository = Repository(root)
    reference = repository.reference(name)
    committed = repository.site(reference)
    listed = scan_briefs(root)
    present = frozenset([f"briefs/{path}" for path in listed.stamps]) | _others(root)
    there = committed.listed | {path for path in committed.blobs if not path.startswith("briefs/")}
    differing = repository.differing(reference) | (present ^ there)
    links = {path: committed.blobs[path] for path in committed.links & present - differing - committed.astray}
    data = repository.read(links.values())
    led = frozenset(path for path, blob in links.items() if read_file(root, path)[0] != data[blob])
    return Compared(root, repository, reference, committed, listed, present, differing | led)


class Repository:
    """The repository in which the site in a folder lies. Raises `CompareError` where there is none."""

    def __init__(self, root: Path) -> None:
        self._root = root
        found = self._git("rev-parse", "--show-prefix")
        if found.returncode:
            raise CompareError(_why(found.stderr.decode("utf-8", "replace"), root))
        self._prefix = os.fsdecode(found.stdout).removesuffix("\n")

    # ------------------------------------------------------------ which commit

    def reference(self, name: str | None) -> Reference:
        """Where this branch left the commit with this name; with none, where it left the trunk, else the last commit."""
        head = self._commit("HEAD")
        if head is None:
            raise CompareError("nothing has been committed yet, so there is nothing to compare with")
        if name is not None:
            tip = self._commit(name)
            if tip is None:
                raise CompareError(self._unknown(name))
            return self._fork(name, tip, head)
        for trunk in TRUNKS:
            tip = self._commit(trunk)
            if tip is not None:
                found = self._fork(trunk, tip, head)
                if found.commit != head:
                    return found
                break
        return Reference(head, "HEAD", "the last commit")

    def _fork(self, name: str, tip: str, head: str) -> Reference:
        base = self._git("merge-base", tip, head)
        commit = base.stdout.decode().strip()
        if base.returncode or not commit:
            return Reference(tip, name, f"{name}; where this branch left it is not known here", self._is_shallow)
        return Reference(commit, name, name if commit == tip else f"where this branch left {name}")

    def _commit(self, name: str) -> str | None:
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return found.stdout.decode().strip() if found.returncode == 0 and found.stdout.strip() else None

    @property
    def _is_shallow(self) -> bool:
        return self._git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    def _unknown(self, name: str) -> str:
        told = f"git knows no commit, branch or tag “{name}” here"
        if self._is_shallow:
            branch = name.removeprefix("origin/")
            named = self._git("check-ref-format", "--branch", branch).stdout.decode().strip() == branch != "HEAD"
            fetch = (
                f"what is missing with `git fetch origin {branch}:refs/remotes/origin/{branch}`, or " if named else ""
            )
            return (
                f"{told}: this clone has only a part of the history. Fetch {fetch}all of it with `git fetch --unshallow` "
                "(in a workflow, fetch-depth: 0)"
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
            raise CompareError(_why(listed.stderr.decode("utf-8", "replace"), self._root))
        blobs: dict[str, str] = {}
        links: dict[str, str] = {}
        for line in listed.stdout.split(b"\0"):
            fields, _, name = line.partition(b"\t")
            mode, kind, blob = fields.decode().split() if fields else ("", "", "")
            if kind == "blob":
                (links if mode == _LINK else blobs)[os.fsdecode(name)] = blob
        followed = self._followed(top, links)
        return Committed(blobs | links | followed, frozenset(links), frozenset(links.keys() - followed.keys()))

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
            raise CompareError(_why(found.stderr.decode("utf-8", "replace"), self._root))
        return frozenset(os.fsdecode(name) for name in found.stdout.split(b"\0") if name)

    def read(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """The contents of blobs (git-cat-file, "BATCH OUTPUT")."""
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
                raise CompareError(f"git cannot read {blob}, which should be there; `git fsck` tells more")
            size = int(header[2])
            found[blob] = data[end + 1 : end + 1 + size]
            at = end + size + 2
        return found

    def _git(self, *arguments: str, asked: bytes = b"") -> CompletedProcess[bytes]:
        try:
            return run_git(self._root, *arguments, data=asked)
        except FileNotFoundError as error:
            raise CompareError("git is not installed, and it alone knows what was there before") from error


def _others(root: Path) -> set[str]:
    """The files of the site beside its briefs."""
    found = {path.relative_to(root).as_posix() for path in (root / "templates").rglob("*") if path.is_file()}
    return found | {"briefgen.yml"} if (root / "briefgen.yml").is_file() else found


def _is_hidden(file: str) -> bool:
    return ("/_" in file or "/." in file) and any(
        part.startswith((".", "_")) for part in file.removeprefix("briefs/").removeprefix("_pages/").split("/")
    )


def _why(message: str, root: Path) -> str:
    if "not a git repository" in message:
        return f"{root} is not in a git repository, so there is nothing to compare with"
    if "dubious ownership" in message:
        cure = next((line.strip() for line in message.splitlines() if line.strip().startswith("git config ")), "")
        how = f"; if you trust it, run `{cure}`" if cure else ""
        return f"git does not trust {root}, which belongs to another user{how}"
    if "must be run in a work tree" in message or "this operation must be run" in message:
        return f"{root} is in the folder of git itself, and not in a working tree"
    lines = message.strip().splitlines()
    return f"git failed: {lines[0].removeprefix('fatal: ')}" if lines else "git failed"
