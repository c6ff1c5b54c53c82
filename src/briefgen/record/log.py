"""What `git log --raw -z` says (git-log, "RAW OUTPUT FORMAT"), as commits."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from briefgen.record.model import Change, Commit

_HOW = ("--raw", "-z", "-M", "--no-abbrev", "--relative", "--encoding=UTF-8", "--no-ext-diff", "--no-textconv")
_WHAT = ("--ignore-submodules=all", "--format=%x01%H %at %ct %P%x02%an%x02%s")
_SET = ("-c", "log.showSignature=false", "-c", "diff.renameLimit=1000")
_ASK = (*_SET, "log", "--topo-order", "-O/dev/null", *_HOW, *_WHAT)
#: All commits, parents after children; of a merge, only what it has from none of its parents. Nothing of it depends on the settings of the user.
ARGUMENTS = (*_ASK, "-c")
#: Only those that were once the latest of this branch: of a merge, all that it brought (git-log, "--first-parent").
LINE = (*_ASK, "--first-parent", "-m")


def read_log(log: bytes, known: Mapping[str, Commit], prefix: str, shallow: bool) -> list[Commit]:
    """The commits in the answer of git, in their order (`Commit.order`). `prefix` leads from the repository to the folder; `known` are those that it does not tell again, by hash; in a `shallow`
    clone, a commit without parents is where the history is cut off."""
    found: dict[str, Commit] = {}
    for head, changes in reversed(list(_entries(log, prefix))):
        numbers, author, subject = head.split("\x02", 2)
        name, at, date, parents = numbers.split(" ", 3)
        before = [p for parent in parents.split() if (p := found.get(parent) or known.get(parent))]
        found[name] = Commit(
            hash=name,
            at=int(at or 0),
            author=author,
            subject=subject,
            date=max([int(date or 0), *(p.date for p in before)]),
            depth=max((p.depth + 1 for p in before), default=0),
            cut=shallow and not parents,
            changes=tuple(changes),
        )
    return sorted(found.values(), key=lambda c: c.order)


def follows_on(log: bytes, tip: str) -> bool:
    """Whether the oldest commit in the answer of git has another as its first parent; true for an answer without commits."""
    head = log.rpartition(b"\x01")[2].partition(b"\x02")[0].decode("ascii", "replace")
    return not log or head.split(" ")[3:4] == [tip]


def _entries(log: bytes, prefix: str) -> Iterator[tuple[str, list[Change]]]:
    """The head of each commit, and its changes."""
    fields = iter(os.fsdecode(log).split("\0"))
    head, changes = "", list[Change]()
    for field in fields:
        field = field.removeprefix("\n")
        if field.startswith("\x01"):
            if head:
                yield head, changes
            head, changes = field[1:].encode("utf-8", "surrogateescape").decode("utf-8", "replace"), []
        elif field.startswith(":"):
            changes += _change(field, fields, prefix)
    if head:
        yield head, changes


def _change(record: str, fields: Iterator[str], prefix: str) -> Iterator[Change]:
    """What one record tells: ":100644 100644 «blob before» «blob after» M"; for a merge with a colon, a mode and a blob for each parent, and, whatever
    `--relative` says, of the whole repository."""
    parts = record.split(" ")
    status, blob = parts[-1], parts[-2]
    merged = record[1] == ":"
    kind = "M" if merged else status[0]
    old = next(fields) if kind in "RC" else ""
    path = next(fields)
    if not _is_text(path) or (merged and not path.startswith(prefix)):  # no brief can have a name that is not UTF-8
        return
    path = path.removeprefix(prefix) if merged else path
    if not blob.strip("0"):
        yield Change("D", path, "")
    elif kind != "M" or parts[-3] != blob:  # else only the mode of the file is another
        kind = "A" if kind == "R" and not _is_text(old) else kind
        yield Change(kind if kind in "AR" else "M", path, blob, old if kind == "R" else "")


def _is_text(path: str) -> bool:
    """Whether a path is valid UTF-8."""
    return path.isascii() or not any("\udc80" <= c <= "\udcff" for c in path)
