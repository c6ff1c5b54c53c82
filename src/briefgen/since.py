"""Which files of a site changed since a commit, and which problems that concerns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from briefgen.briefs.git import run_git
from briefgen.problems import Problem

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}-")
#: Who changes one of these may cause problems anywhere.
_COMMON = ("briefgen.yml", "briefs/actors.yml", "briefs/topics.yml")


class UnknownError(Exception):
    """Git cannot tell what changed; the reason in words."""


def changed_since(root: Path, ref: str) -> frozenset[str]:
    """The files of the site in the folder `root`, relative to it, that are not as they were where this branch left `ref`: committed,
    uncommitted, new and deleted ones. Raises `UnknownError`."""
    try:
        commit = _ask(root, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}").strip()
        base = _ask(
            root,
            "merge-base",
            commit,
            "HEAD",
            told="they have no commit in common (in a shallow clone, fetch more of it)",
        )
        differ = _ask(
            root, "diff", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z", base.strip(), "--"
        )
        new = _ask(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    except OSError as error:
        raise UnknownError("git is not installed") from error
    return frozenset(filter(None, f"{differ}\0{new}".split("\0")))


def _ask(root: Path, *arguments: str, told: str = "") -> str:
    answer = run_git(root, *arguments)
    if answer.returncode:
        said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UnknownError(told or (said[0] if said else "git failed"))
    return os.fsdecode(answer.stdout)


def concerned(problems: Iterable[Problem], changed: frozenset[str]) -> Iterator[Problem]:
    """The problems of files that changed, and those of others that name one: a link to a brief that was deleted, an address that two
    want. Where settings or a registry changed, all."""
    names = [name for file in changed if file.startswith("briefs/") for name in _names(file)]
    everything = any(file in _COMMON for file in changed)
    mention = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True)))) if names else None
    for found in problems:
        if everything or found.where.file in changed or (mention and mention.search(found.message)):
            yield found


def _names(file: str) -> Iterator[str]:
    """How problems may call a file: by its path, by its name, by that without its day, as in an address."""
    stem = PurePosixPath(file).stem
    yield file
    bare = _DAY.sub("", stem)
    if len(bare) > 5:  # a short word stands in many messages
        yield bare
    elif len(stem) > 5:
        yield stem
