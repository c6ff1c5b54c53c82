"""The briefs that are not as they were at a commit, those whose files were renamed as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from briefgen.briefs.files import read_file
from briefgen.briefs.sorting import is_brief
from briefgen.record.compared import Compared

#: How much of two files must be the same for one to be the other under a new name, as git has it.
_SAME = 0.5
#: More deleted and new files of different names than these are not compared with each other.
_MOST = 200


class Changed(msgspec.Struct, frozen=True):
    """A file as it was and as it is. Paths are posix, relative to `briefs/`; `was` is empty for a new file, `path` for one that is
    gone; the bytes are None then."""

    was: str
    path: str
    before: bytes | None
    after: bytes | None


def changed_briefs(compared: Compared) -> tuple[Changed, ...]:
    """The briefs that are not as they were, by path. A file that was renamed, with or without git's knowledge, is one of them. Raises
    `CompareError`."""
    differing = {path.removeprefix("briefs/") for path in compared.differing if path.startswith("briefs/")}
    here = {path for path in differing & compared.listed.stamps.keys() if is_brief(path)}
    there = {path for path in differing if f"briefs/{path}" in compared.committed.listed and is_brief(path)}
    before = {
        path.removeprefix("briefs/"): data for path, data in compared.before(f"briefs/{p}" for p in there).items()
    }
    after = {path: read_file(compared.root / "briefs", path)[0] for path in here}
    gone = {path: before[path] for path in there - here}
    fresh = {path: after[path] or b"" for path in here - there}
    moved = dict(_moved(gone, fresh))
    kept = {path: moved.get(path, path if path in here else "") for path in there}
    found = [Changed(was, path, before[was], after.get(path)) for was, path in kept.items()]
    found += [Changed("", path, None, after[path]) for path in here - set(kept.values())]
    return tuple(sorted(found, key=lambda c: c.path or c.was))


def _moved(gone: Mapping[str, bytes], fresh: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The old and the new paths of files that were renamed: those of the same bytes first, then those of the same name in another folder,
    then the most alike."""
    words = {path: Counter(data.split()) for path, data in (*gone.items(), *fresh.items())}
    old, new = dict(gone), dict(fresh)
    for key in (_bytes, _name, _nothing):
        if key is _nothing and max(len(old), len(new)) > _MOST:
            return
        alike: dict[bytes | str, list[str]] = {}
        for path, data in new.items():
            alike.setdefault(key(path, data), []).append(path)
        pairs = [(was, path) for was, data in old.items() for path in alike.get(key(was, data), ())]
        for share, was, path in sorted((-_likeness(words[was], words[path]), was, path) for was, path in pairs):
            if -share >= _SAME and was in old and path in new:
                del old[was], new[path]
                yield was, path


def _bytes(_: str, data: bytes) -> bytes:
    return data


def _name(path: str, _: bytes) -> str:
    return path.rpartition("/")[2]


def _nothing(_: str, __: bytes) -> str:
    return ""


def _likeness(one: Counter[bytes], other: Counter[bytes]) -> float:
    """Which share of the words of the longer file is in both."""
    return (one & other).total() / max(one.total(), other.total(), 1)
