"""From the versions of a brief to its record: which of them were published, and what each change was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec

from briefgen.briefs.model import UNDATED, Brief, Correction, Status
from briefgen.edition.model import Kind, Piece, Record, Revision
from briefgen.record.classing import entries_of, kind_of
from briefgen.record.comparing import compare
from briefgen.record.wording import changed_parts, key_of, parts_of
from briefgen.text.moment import Moment

_ENCODE = msgspec.msgpack.Encoder().encode


class Glance(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What must be known of a version to tell whether it was ever published: `usable` is false where it has an error, or is no
    brief; `date` is None where the file has none."""

    usable: bool = False
    draft: bool = False
    date: Moment | None = None


class Step(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a change from one version to another was; without `parts`, none that readers could see. `text` is the comparison, encoded."""

    kind: Kind
    parts: tuple[str, ...] = ()
    entries: tuple[Correction, ...] = ()
    text: bytes = b""


class Version(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A brief since a commit, at `at` (seconds since 1970, in UTC), under the name `path`; `blob` is empty where the file was deleted."""

    at: int
    path: str
    blob: str

    @property
    def key(self) -> str:
        """What stands for all that it says."""
        return f"{self.blob}:{self.path}"


class Published(msgspec.Struct, frozen=True, gc=False):
    """A version that was published, and since when (UTC); `waited` as in `Revision`."""

    version: Version
    instant: dt.datetime
    date: Moment
    waited: bool


def glance_at(brief: Brief | None) -> Glance:
    """What must be known of a version first."""
    if brief is None:
        return Glance()
    return Glance(True, brief.status is Status.DRAFT, None if brief.date == UNDATED else brief.date)


def published(versions: Sequence[Version], glances: Callable[[Version], Glance], zone: dt.tzinfo) -> list[Published]:
    """Those of the versions, oldest first, that were on the site. A version takes effect when it is committed, or later, at its date;
    one that was replaced before that was never there."""
    found: list[Published] = []
    for number, version in enumerate(versions):
        glance = glances(version) if version.blob else Glance()
        if not glance.usable or glance.draft:
            continue
        committed = dt.datetime.fromtimestamp(version.at, dt.UTC)
        date = glance.date or Moment(committed, committed.astimezone(zone).date())
        instant = max(committed, date.instant)
        after = versions[number + 1].at if number + 1 < len(versions) else None
        if after is None or instant.timestamp() < after:
            found.append(Published(version, instant.astimezone(dt.UTC), date, instant > committed))
    return found


def step_between(old: Brief, new: Brief, texts: bool) -> Step:
    """What the change from one published version to the next was; with `texts`, with the comparison."""
    names = changed_parts(old, new)
    if not names:
        return Step(Kind.MINOR)
    keys = tuple(map(key_of, names))
    text = b""
    if texts:
        before, after = parts_of(old), parts_of(new)
        compared: list[tuple[str, tuple[Piece, ...]]] = [
            (key, compare(before.get(name, ("", 0))[0], after.get(name, ("", 0))[0]))
            for key, name in zip(keys, names, strict=True)
        ]
        text = _ENCODE(compared)
    kind = kind_of(old, new)
    return Step(kind, keys, entries_of(kind, old, new), text)


def record_of(line: Sequence[Published], steps: Callable[[Version, Version], Step], texts: bool) -> Record | None:
    """The record of a brief from the versions that were published; None where no change could be seen."""
    found: list[tuple[Revision, bytes]] = []
    for old, new in pairwise(line):
        step = steps(old.version, new.version)
        if step.parts:
            found.append((Revision(new.instant, step.kind, step.parts, step.entries, new.waited), step.text))
    if not found:
        return None
    return Record(line[0].date, tuple([one for one, _ in found]), tuple([text for _, text in found]) if texts else ())
