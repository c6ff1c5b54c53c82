"""What changed in `briefs/` since a commit: the files of a branch, those that are not committed included."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from briefgen.briefs.files import read_file
from briefgen.briefs.git import reason_of, run_git
from briefgen.briefs.sorting import is_brief

#: How much of two files must be the same for one to be the other under a new name, as git has it.
_SAME = 0.5
#: More deleted and new files than these are not compared with each other.
_MOST = 200


class RecordError(Exception):
    """Nothing can be compared; the message says why, in words for people."""


class Changed(msgspec.Struct, frozen=True):
    """A file as it was and as it is. Paths are posix, relative to `briefs/`; `was` is empty for a new file, `path` for one that is
    gone; the bytes are None then."""

    was: str
    path: str
    before: bytes | None
    after: bytes | None


class Since(msgspec.Struct, frozen=True):
    """What changed since a commit, by path. `base` is what was compared with: where this branch left `ref`, or `ref` itself if they have
    no commit in common or, `doubtful`, if the history is cut off before it. `settings` are the bytes of briefgen.yml then."""

    base: str
    doubtful: bool
    settings: bytes
    files: tuple[Changed, ...]


def changed_since(root: Path, ref: str) -> Since:
    """The briefs of the site in the folder `root` that are not as they were at a commit, a branch or a tag. Raises `RecordError`."""
    folder = root / "briefs"
    if not folder.is_dir():
        raise RecordError("there is no folder briefs/")
    try:
        base, doubtful = _base(folder, ref)
        settings = run_git(root, "cat-file", "blob", f"{base}:./briefgen.yml")
        return Since(base, doubtful, settings.stdout, tuple(_files(folder, base)))
    except FileNotFoundError as error:
        raise RecordError("git is not installed") from error


def _base(folder: Path, ref: str) -> tuple[str, bool]:
    inside = run_git(folder, "rev-parse", "--is-shallow-repository", "HEAD")
    if inside.returncode:
        raise RecordError(reason_of(inside.stderr))
    shallow = inside.stdout.startswith(b"true")
    # What begins with a hyphen would be an option to git; no branch and no tag does.
    found = None if ref.startswith("-") else run_git(folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if found is None or found.returncode:
        cut = "; this clone is cut off, so fetch more (in a workflow, fetch-depth: 0)" if shallow else ""
        raise RecordError(f"there is no commit, branch or tag “{ref}”{cut}")
    tip = found.stdout.decode().strip()
    fork = run_git(folder, "merge-base", tip, "HEAD")
    return (tip, shallow) if fork.returncode else (fork.stdout.decode().strip(), False)


def _files(folder: Path, base: str) -> Iterator[Changed]:
    pairs = list(_pairs(folder, base))
    blobs = dict(zip([was for was, _, _ in pairs], _blobs(folder, [blob for _, _, blob in pairs]), strict=True))
    fresh = [path for path in _untracked(folder) if _is_brief(path)]
    texts = {path: read_file(folder, path)[0] for path in fresh}
    moved = _moved({was: blobs[was] for was, path, _ in pairs if was and not path}, texts)
    found = []
    for was, path, _ in pairs:
        path = path or moved.get(was, "")
        found.append(Changed(was, path, blobs[was] if was else None, read_file(folder, path)[0] if path else None))
    found += [Changed("", path, None, texts[path]) for path in fresh if path not in moved.values()]
    return iter(sorted(found, key=lambda c: c.path or c.was))


def _pairs(folder: Path, base: str) -> Iterator[tuple[str, str, str]]:
    """(path then, path now, blob then) of each brief that is not as it was, as git knows it; a path is empty where there is no such brief."""
    options = ("-M", "--no-abbrev", "--relative", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
    told = run_git(folder, "-c", "diff.renameLimit=1000", "diff", "--raw", "-z", *options, base, "--", ".")
    if told.returncode:
        raise RecordError(reason_of(told.stderr))
    fields = iter(os.fsdecode(told.stdout).split("\0"))
    for record in fields:
        if not record.startswith(":"):
            continue
        _, _, blob, _, status = record.split(" ")
        was = next(fields)
        path = next(fields) if status[0] in "RC" else was
        was = "" if status[0] in "AC" or not _is_brief(was) else was
        path = "" if status[0] == "D" or not _is_brief(path) else path
        if was or path:
            yield was, path, blob if was else ""


def _blobs(folder: Path, ids: Sequence[str]) -> Iterator[bytes]:
    """What the blobs hold (git-cat-file, "BATCH OUTPUT"); nothing for an empty id."""
    asked = "".join(f"{one}\n" for one in ids if one).encode()
    answer = run_git(folder, "cat-file", "--batch", data=asked).stdout if asked else b""
    at = 0
    for one in ids:
        head, _, _ = answer[at : at + 200].partition(b"\n") if one else (b"", b"", b"")
        size = int(head.split()[2]) if head.count(b" ") == 2 else None  # else "… missing"
        start = at + len(head) + 1
        yield answer[start : start + size] if size is not None else b""
        if one:
            at = start if size is None else start + size + 1


def _is_brief(path: str) -> bool:
    """Whether a file is one that is parsed as a brief, and not passed over for its name."""
    return is_brief(path) and not any(part.startswith((".", "_")) for part in path.split("/"))


def _untracked(folder: Path) -> Iterable[str]:
    told = run_git(folder, "ls-files", "-z", "--others", "--exclude-standard", "--", ".")
    return sorted(filter(None, os.fsdecode(told.stdout).split("\0")))


def _moved(gone: dict[str, bytes], fresh: dict[str, bytes | None]) -> dict[str, str]:
    """New names of files that were renamed without git's knowledge, by the old ones: the most alike first."""
    if not gone or len(gone) > _MOST or len(fresh) > _MOST:
        return {}
    lines = {path: (data or b"").split() for path, data in fresh.items()}
    alike = [(_likeness(data.split(), lines[path]), was, path) for was, data in gone.items() for path in fresh]
    found: dict[str, str] = {}
    for share, was, path in sorted(alike, key=lambda a: (-a[0], a[1:])):
        if share >= _SAME and was not in found and path not in found.values():
            found[was] = path
    return found


def _likeness(one: Sequence[bytes], other: Sequence[bytes]) -> float:
    """Which share of the words of the longer file is in both."""
    from collections import Counter

    return (Counter(one) & Counter(other)).total() / max(len(one), len(other), 1)
