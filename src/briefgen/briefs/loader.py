"""Files → `Library`: what lies in `briefs/`, read and parsed. With `files`, `scan` and `git`, the only part of this stage that does I/O."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence, Set
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from briefgen.briefs import registered
from briefgen.briefs.files import Sources, digest_of, parse_salt, read_file, scan_briefs
from briefgen.briefs.git import FirstCommits, first_commits
from briefgen.briefs.model import UNDATED, Library, OwnPage, ParsedBrief
from briefgen.briefs.parser import parse_brief, parse_page
from briefgen.briefs.registered import read_registry
from briefgen.briefs.scan import Scan
from briefgen.briefs.sorting import REGISTRIES, sort_out, where_of
from briefgen.config import Config
from briefgen.problems import Problem, Severity, Where, problem
from briefgen.text.moment import Moment, time_zone

#: Briefs are parsed in runs of this many files.
CHUNK = 64

#: A file to parse, with the digest that it had before (empty: not known).
Task = tuple[str, bytes]
#: Its digest, and what was parsed from it, encoded; None where the digest is as before.
Outcome = tuple[bytes, bytes | None]

#: Any `briefgen.workers.Mapper` is one.
ParseMap = Callable[[Callable[[Sequence[Task]], list[Outcome]], Sequence[Sequence[Task]]], Iterable[list[Outcome]]]


class Memory(registered.Memory, Protocol):
    """What is known from an earlier time."""

    def known(self, path: str) -> tuple[int, bytes]:
        """The stamp and the digest that a file had; (0, b"") for none."""

    def parsed(self, known: Set[str]) -> Iterable[tuple[str, ParsedBrief]]:
        """What was parsed from these briefs, as far as it is still there."""

    def keep_parsed(self, parsed: Sequence[tuple[str, bytes, ParsedBrief]]) -> None:
        """Remember what was parsed anew, encoded and as it is."""


class Loaded(msgspec.Struct, frozen=True):
    """A library and how it came about. `sources` are all files: stamp (0: not to be trusted) and digest (empty: not read) by path.
    `anew` are the briefs that were parsed now. `parse_problems` are, by `Brief.path`, the problems of single briefs, `problems` all others. `undated` are the
    briefs for whose date git or the time of the file was asked; `ahead` tells that such a time was later than the clock."""

    library: Library
    sources: Sources
    anew: frozenset[str]
    parse_problems: dict[str, tuple[Problem, ...]]
    problems: tuple[Problem, ...]
    undated: frozenset[str] = frozenset()
    ahead: bool = False


def load_library(root: Path, config: Config, mapper: ParseMap, now: dt.datetime) -> Library:
    """All that a site's `briefs/` holds. Never fails for what lies there; everything wrong is among the problems.

    `now` bounds the dates of briefs whose only date is that of their file.
    """
    return load(root, config, mapper, now, scan_briefs(root)).library


def load(
    root: Path, config: Config, mapper: ParseMap, now: dt.datetime, listed: Scan, memory: Memory | None = None
) -> Loaded:
    """Load a library, and parse only what `memory` does not know."""
    folder = root / "briefs"
    if not folder.is_dir():
        missing = problem(
            "no-briefs",
            Where("briefs"),
            f"There is no folder briefs/ in {root}",
            "Go to the folder of your site, or make one with `briefgen init DIR`",
        )
        return Loaded(Library(problems=(missing,)), {}, frozenset(), {}, (missing,))
    found = sort_out(listed)
    sources: Sources = {path: (listed.trusted(path), b"") for path in listed.stamps}
    parsed, anew = _parse_all(folder, config, mapper, found.briefs, sources, memory)
    undated = frozenset([one.path for one in parsed if one.brief is not None and one.brief.date == UNDATED])
    if undated:
        commits = first_commits(folder)
        parsed = [_date(one, commits, folder, config, now) for one in parsed]
    pages, page_problems = _load_pages(folder, found.pages, config, sources)
    contents, failed = zip(*(_read_noted(folder, name, sources) for name in REGISTRIES), strict=True)
    actors, topics = contents
    registry, registry_problems = read_registry(actors, topics, memory)
    parse_problems = {one.path: one.problems for one in parsed if one.problems}
    problems = (*found.problems, *page_problems, *(p for one in failed for p in one), *registry_problems)
    library = Library(
        briefs=tuple([one.brief for one in parsed if one.brief]),
        pages=pages,
        registry=registry,
        files=found.files,
        problems=(*problems, *(p for some in parse_problems.values() for p in some)),
    )
    ahead = any(one.path in undated and one.brief is not None and one.brief.date.instant == now for one in parsed)
    return Loaded(library, sources, frozenset(anew), parse_problems, problems, undated, ahead)


# ---------------------------------------------------------------- reading


def parse_file(folder: Path, config: Config, salt: bytes, task: Task) -> Outcome:
    """Read and parse one brief, unless it is as it was."""
    path, before = task
    data, problems = read_file(folder, path)
    if data is None:
        return b"", _ENCODE(ParsedBrief(path, None, problems))
    digest = digest_of(data, salt)
    return digest, None if digest == before else _ENCODE(parse_brief(path, data, config))


def decode_parsed(data: bytes) -> ParsedBrief:
    """What `parse_file` encoded."""
    return _DECODE(data)


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(ParsedBrief).decode


def _parse_all(
    folder: Path, config: Config, mapper: ParseMap, paths: Sequence[str], sources: Sources, memory: Memory | None
) -> tuple[list[ParsedBrief], list[str]]:
    """All briefs in the order of `paths`, and the paths of those parsed anew. Notes their digests in `sources`."""
    salt = parse_salt(config)
    tasks: list[Task] = []
    known: set[str] = set()
    for path in paths:
        mark, digest = memory.known(path) if memory else (0, b"")
        if digest and mark and mark == sources[path][0]:
            sources[path] = (mark, digest)
            known.add(path)
        else:
            tasks.append((path, digest))
    runs = [tasks[at : at + CHUNK] for at in range(0, len(tasks), CHUNK)]
    results: dict[str, ParsedBrief] = {}
    anew: list[str] = []

    def take(run: Iterable[tuple[Task, Outcome]]) -> None:
        fresh = []
        for (path, _), (digest, encoded) in run:
            sources[path] = (sources[path][0], digest)
            if encoded is None:
                known.add(path)
                continue
            results[path] = _DECODE(encoded)
            if digest:
                anew.append(path)
                fresh.append((path, encoded, results[path]))
        if memory:
            memory.keep_parsed(fresh)

    for run, outcomes in zip(runs, mapper(partial(_parse_run, folder, config, salt), runs), strict=True):
        take(zip(run, outcomes, strict=True))
    if known and memory:
        results |= memory.parsed(known)
        lost = [(path, b"") for path in sorted(known - results.keys())]  # by a memory that was damaged
        take(zip(lost, _parse_run(folder, config, salt, lost), strict=True))
    return [results[path] for path in paths], anew


def _parse_run(folder: Path, config: Config, salt: bytes, run: Sequence[Task]) -> list[Outcome]:
    return [parse_file(folder, config, salt, task) for task in run]


def _load_pages(
    folder: Path, paths: Sequence[str], config: Config, sources: Sources
) -> tuple[tuple[OwnPage, ...], list[Problem]]:
    pages = []
    problems: list[Problem] = []
    for path in paths:
        data, failed = _read_noted(folder, path, sources)
        page, found = (None, failed) if data is None else parse_page(path, data, config)
        problems += found
        if page is not None:
            pages.append(page)
    return tuple(pages), problems


def _read_noted(folder: Path, path: str, sources: Sources) -> tuple[bytes | None, tuple[Problem, ...]]:
    data, problems = read_file(folder, path)
    if data is not None and path in sources:
        sources[path] = (sources[path][0], digest_of(data, b""))
    return data, problems


# ---------------------------------------------------------------- briefs without a date


def _date(one: ParsedBrief, commits: FirstCommits, folder: Path, config: Config, now: dt.datetime) -> ParsedBrief:
    """A brief without a date gets that of its first commit in git, else that of its file."""
    if one.brief is None or one.brief.date != UNDATED:
        return one
    zone = time_zone(config.timezone) or dt.UTC
    instant = commits.dates.get(one.path)
    if instant is not None:
        day = instant.astimezone(zone).date()
        found = _from_git(one.path, day, one.path in commits.doubtful)
    else:
        instant = min(_file_time(folder / one.path), now)
        day = instant.astimezone(zone).date()
        why = commits.reason or "git does not know this file yet"
        message = f"This brief has no date, and {why}; it got the day when its file was last changed, {day}"
        found = problem("date-from-file", where_of(one.path), message, f"Write `date: {day}`")
    brief = msgspec.structs.replace(one.brief, date=Moment(instant.astimezone(dt.UTC), day))
    return ParsedBrief(one.path, brief, (*one.problems, found))


def _from_git(path: str, day: dt.date, doubtful: bool) -> Problem:
    hint = f"Write `date: {day}`"
    if doubtful:
        message = f"This brief has no date, and the git history is cut off; it got {day}, but may be older"
        hint += ", or fetch the whole history (git fetch --unshallow; in a workflow, fetch-depth: 0)"
        return problem("date-from-git", where_of(path), message, hint, Severity.WARNING)
    message = f"This brief has no date; it got the day of its first commit, {day}"
    return problem("date-from-git", where_of(path), message, hint)


def _file_time(file: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(int(file.stat().st_mtime), dt.UTC)
    except OSError:  # gone since it was read
        return dt.datetime.max.replace(tzinfo=dt.UTC)
