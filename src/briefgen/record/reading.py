"""The records of all briefs, from git: what is known of versions is kept, for a version never changes."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

import msgspec

from briefgen.briefs.files import parse_salt
from briefgen.briefs.git import record_mark, run_git
from briefgen.briefs.model import Brief
from briefgen.briefs.parser import parse_brief
from briefgen.briefs.sorting import is_brief
from briefgen.config import Config
from briefgen.edition.model import Record
from briefgen.lock import FOLDER
from briefgen.problems import Problem, Where, problem
from briefgen.record.history import read_line
from briefgen.record.model import LAST, History
from briefgen.record.revisions import Glance, Published, Step, Version, glance_at, published, record_of, step_between
from briefgen.state_file import DamagedError, seal, unseal
from briefgen.text.moment import time_zone
from briefgen.workers import Mapper
from briefgen.world import code_digest

#: Versions are parsed, and compared, in runs of this many.
CHUNK = 64


class Recorded(msgspec.Struct, frozen=True):
    """The records of briefs by `Brief.path`; `mark` stands for the history that they were read from (`briefs.git.record_mark`), and fits none where
    it could not be read; `problems` tell what is not known."""

    mark: str = ""
    records: dict[str, Record] = {}
    problems: tuple[Problem, ...] = ()


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is known of versions, and of changes from one to another, by their keys; `form` is what they were read by."""

    form: bytes = b""
    glances: dict[str, Glance] = {}
    steps: dict[str, Step] = {}


_DECODE = msgspec.msgpack.Decoder(Kept).decode


def read_records(root: Path, config: Config, mapper: Mapper, paths: Iterable[str]) -> Recorded:
    """What git knows of the briefs with these paths. Never fails: without git, nothing is known."""
    mark = record_mark(root / "briefs", config)
    if not mark:
        return Recorded()
    line = read_line(root)
    if line.reason:
        return Recorded(f"{mark} {line.reason}")
    known = [path for path in paths if path in line.places]
    several = {path: _versions(line, path) for path in known if len(line.places[path]) > 1}
    texts = config.revisions == "pages"
    reader = _Reader(root, config, mapper, texts)
    records = reader.read(several)
    return Recorded(mark, records, tuple(_cut_off(line, known)))


def _versions(line: History, path: str) -> list[Version]:
    commits = line.commits
    steps = [(commits[i].date, commits[i].changes[j]) for i, j in line.places[path]]
    return [Version(min(max(date, 0), LAST), change.path, change.blob) for date, change in steps]


def _cut_off(line: History, paths: Iterable[str]) -> Iterator[Problem]:
    cut = {number: commit for number, commit in enumerate(line.commits) if commit.cut}
    count = sum(line.places[path][0][0] in cut for path in paths) if cut else 0
    if count:
        many = "one brief" if count == 1 else f"{count:,} briefs"
        day = min(commit.instant for commit in cut.values()).date()
        message = f"The git history is cut off at {day} (a shallow clone), so earlier changes of {many} are not shown"
        hint = "Fetch all of it with `git fetch --unshallow`, or in a workflow with fetch-depth: 0"
        yield problem("history-cut", Where("briefs"), message, hint)


class _Reader:
    """Reads what is not known of versions."""

    def __init__(self, root: Path, config: Config, mapper: Mapper, texts: bool) -> None:
        self._root = root
        self._config = config
        self._mapper = mapper
        self._texts = texts
        self._zone = time_zone(config.timezone) or dt.UTC
        self._form = code_digest() + parse_salt(config) + bytes([texts])
        self._kept = self._recall()
        self._briefs: dict[str, Brief | None] = {}

    def read(self, several: dict[str, list[Version]]) -> dict[str, Record]:
        """The records of briefs that have several versions."""
        kept = self._kept
        glances = {v.key: kept.glances.get(v.key) for versions in several.values() for v in versions if v.blob}
        self._parse(key for key, glance in glances.items() if glance is None)
        seen = {key: glance or glance_at(self._briefs[key]) for key, glance in glances.items()}
        lines = {
            path: line
            for path, versions in several.items()
            if len(line := published(versions, lambda v: seen[v.key], self._zone)) > 1
        }
        pairs = [pair for line in lines.values() for pair in _pairs(line)]
        missing = [pair for pair in pairs if _step_key(*pair) not in kept.steps]
        self._parse(key for pair in missing for key in pair if key not in self._briefs)
        fresh = dict(zip([_step_key(*pair) for pair in missing], self._steps(missing), strict=True))
        steps = {key: kept.steps[key] if key in kept.steps else fresh[key] for key in (_step_key(*p) for p in pairs)}
        if fresh or seen.keys() != kept.glances.keys() or steps.keys() != kept.steps.keys():
            self._keep(Kept(self._form, seen, steps))
        return {
            path: record
            for path, line in lines.items()
            if (record := record_of(line, lambda a, b: steps[_step_key(a.key, b.key)], self._texts))
        }

    def _parse(self, keys: Iterable[str]) -> None:
        """Parse versions; those that are no briefs by their names are none."""
        wanted = list(dict.fromkeys(key for key in keys if key not in self._briefs))
        named = [key for key in wanted if _is_brief(_path(key))]
        data = read_blobs(self._root / "briefs", [key.partition(":")[0] for key in named])
        self._briefs |= dict.fromkeys(wanted)
        tasks = [(key, data[blob]) for key in named if (blob := key.partition(":")[0]) in data]
        runs = [tasks[at : at + CHUNK] for at in range(0, len(tasks), CHUNK)]
        for run in self._mapper(partial(_parse_run, self._config), runs):
            self._briefs |= run

    def _steps(self, pairs: Sequence[tuple[str, str]]) -> list[Step]:
        runs = [pairs[at : at + CHUNK] for at in range(0, len(pairs), CHUNK)]
        return [step for run in self._mapper(self._step_run, runs) for step in run]

    def _step_run(self, pairs: Sequence[tuple[str, str]]) -> list[Step]:
        found = []
        for one, other in pairs:
            old, new = self._briefs[one], self._briefs[other]
            assert old is not None  # both are usable, else they were not published
            assert new is not None
            found.append(step_between(old, new, self._texts))
        return found

    # ------------------------------------------------------------ what is kept

    @property
    def _file(self) -> Path:
        return self._root / FOLDER / "revisions"

    def _recall(self) -> Kept:
        with suppress(OSError, DamagedError, msgspec.MsgspecError):
            kept = _DECODE(unseal(self._file.read_bytes()))
            if kept.form == self._form:
                return kept
        return Kept()

    def _keep(self, kept: Kept) -> None:
        """Keep what is known, in a site that has been built; a disk that takes nothing more is no reason to fail."""
        fresh = self._file.with_name(f"revisions.{os.getpid()}")
        with suppress(OSError, UnicodeEncodeError):
            fresh.write_bytes(seal(msgspec.msgpack.encode(kept)))
            fresh.replace(self._file)


def _parse_run(config: Config, run: Sequence[tuple[str, bytes]]) -> dict[str, Brief | None]:
    return {key: parse_brief(_path(key), data, config).brief for key, data in run}


def _path(key: str) -> str:
    return key.partition(":")[2]


def _step_key(one: str, other: str) -> str:
    return f"{one}\n{other}"


def _pairs(line: Sequence[Published]) -> Iterator[tuple[str, str]]:
    for old, new in pairwise(line):
        yield old.version.key, new.version.key


def _is_brief(path: str) -> bool:
    return is_brief(path) and not any(part.startswith((".", "_")) for part in path.split("/"))


def read_blobs(folder: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """What blobs hold, by their ids; one that git does not have is left out (git-cat-file, "BATCH OUTPUT")."""
    wanted = list(dict.fromkeys(ids))
    answer = run_git(folder, "cat-file", "--batch", data="".join(f"{one}\n" for one in wanted).encode()).stdout
    found: dict[str, bytes] = {}
    at = 0
    for one in wanted:
        end = answer.find(b"\n", at)
        head = answer[at:end].split()
        at = end + 1
        if end >= 0 and len(head) == 3:  # else "… missing"
            size = int(head[2])
            found[one] = answer[at : at + size]
            at += size + 1
    return found
