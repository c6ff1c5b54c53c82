"""The two sides that are compared: the site as it is in the working tree, and as it is in a commit, both at one clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

import msgspec

from briefgen.briefs.files import parse_salt, scan_briefs
from briefgen.briefs.git import first_commits
from briefgen.briefs.loader import CHUNK, Loaded, load
from briefgen.briefs.model import UNDATED, Brief, Library, OwnPage, ParsedBrief
from briefgen.briefs.parser import parse_brief, parse_page
from briefgen.briefs.registry import parse_registry
from briefgen.briefs.scan import ASTRAY, Scan
from briefgen.briefs.sorting import REGISTRIES, Found, sort_out
from briefgen.config import Config
from briefgen.diff.git import Committed, Repository
from briefgen.edition.mentions import Appearances, Recall
from briefgen.output import OutputError
from briefgen.problems import Problem
from briefgen.recent import recent
from briefgen.settings import parse_config
from briefgen.state_file import DamagedError
from briefgen.survey import Survey, survey_loaded
from briefgen.text.moment import Moment, time_zone
from briefgen.workers import Mapper


class Side(msgspec.Struct, frozen=True, dict=True):
    """A site on one side: its settings, what is published of it, and all that is wrong with it. `files` has what tells the bytes of each file
    below its folder from those on the other side; a file that is the same on both has the same."""

    config: Config
    survey: Survey
    problems: tuple[Problem, ...]
    files: Mapping[str, str]

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all pages."""
        return frozenset(page.path for page in self.survey.plan.pages)

    @cached_property
    def briefs(self) -> dict[str, Brief]:
        """Its briefs by path, whatever their state."""
        return {brief.path: brief for brief in self.survey.loaded.library.briefs}


class Remembered:
    """What was read in the texts of the working tree: recalled from the state, but for briefs that it had in other words, or read now. The
    other side may recall what was read in briefs that are the same on both."""

    def __init__(self, before: Recall | None, anew: Set[str]) -> None:
        self._before = before
        self._anew = anew
        self._seen: dict[tuple[str, bytes], Appearances] = {}

    def get(self, path: str, key: bytes) -> Appearances | None:
        """What was read in a brief with this key."""
        found = self._seen.get((path, key))
        if found is None and self._before is not None and path not in self._anew:
            with suppress(DamagedError, msgspec.MsgspecError):
                found = self._before.get(path, key)
            if found is not None:
                self._seen[path, key] = found
        return found

    def put(self, path: str, key: bytes, _: bytes, seen: Appearances) -> None:
        """Remember it for the other side."""
        self._seen[path, key] = seen


class Shared:
    """What may be recalled of it for the commit: what was read in briefs that are `shared`."""

    def __init__(self, remembered: Remembered, shared: Set[str]) -> None:
        self._remembered = remembered
        self._shared = shared

    def get(self, path: str, key: bytes) -> Appearances | None:
        """What was read in a brief with this key."""
        return self._remembered.get(path, key) if path in self._shared else None

    def put(self, path: str, key: bytes, reading: bytes, seen: Appearances) -> None:
        """Nobody will ask again."""


def both_sides(
    root: Path,
    config: Config,
    known: tuple[Problem, ...],
    repository: Repository,
    committed: Committed,
    differing: frozenset[str],
    now: dt.datetime,
    mapper: Mapper,
) -> tuple[Side, Side]:
    """The site in a commit, and as it is now, where these files differ. `known` are the problems of the settings of now."""
    listed = scan_briefs(root)
    loaded, recall = _load_now(root, config, now, mapper, listed)
    present = {f"briefs/{path}" for path in listed.stamps} | _others(root)
    same = committed.blobs.keys() & present - differing
    files = {path: committed.blobs[path] if path in same else "" for path in present}
    after = Side(config, *_survey(loaded, config, now, mapper, recall, known), files)
    old_config, told = config, known
    if "briefgen.yml" not in same:
        data = repository.read([blob] if (blob := committed.blobs.get("briefgen.yml")) else [])
        old_config, told = parse_config(next(iter(data.values()), b""), "briefgen.yml")
    shared = _shared(same, old_config, config)
    then = _load_then(root, old_config, repository, committed, shared, after, mapper)
    before = Side(old_config, *_survey(then, old_config, now, mapper, Shared(recall, shared), told), committed.blobs)
    return before, after


def _shared(same: Set[str], one: Config, other: Config) -> frozenset[str]:
    """The files in `briefs/` that are read as the same: with other settings, none is."""
    alike = parse_salt(one) == parse_salt(other)
    return frozenset(path.removeprefix("briefs/") for path in same if alike and path.startswith("briefs/"))


def _others(root: Path) -> set[str]:
    """The files of the site beside its briefs."""
    found = {path.relative_to(root).as_posix() for path in (root / "templates").rglob("*") if path.is_file()}
    return found | {"briefgen.yml"} if (root / "briefgen.yml").is_file() else found


def _load_now(root: Path, config: Config, now: dt.datetime, mapper: Mapper, listed: Scan) -> tuple[Loaded, Remembered]:
    with suppress(OutputError, DamagedError, msgspec.MsgspecError), recent(root, config) as memory:
        loaded = load(root, config, mapper, now, listed, memory)
        return loaded, Remembered(memory.readings if memory else None, loaded.anew)
    return load(root, config, mapper, now, listed), Remembered(None, frozenset())


def _survey(
    loaded: Loaded, config: Config, now: dt.datetime, mapper: Mapper, recall: Recall, known: tuple[Problem, ...]
) -> tuple[Survey, tuple[Problem, ...]]:
    survey = survey_loaded(loaded, config, now, mapper, recall=recall)
    return survey, (*known, *survey.findings.all())


# ---------------------------------------------------------------- the commit


def _load_then(
    root: Path,
    config: Config,
    repository: Repository,
    committed: Committed,
    same: frozenset[str],
    after: Side,
    mapper: Mapper,
) -> Loaded:
    """What was in `briefs/`; briefs that are the `same` are taken from what was read of the working tree."""
    paths = {file.removeprefix("briefs/") for file in committed.listed}
    found = sort_out(Scan({path: ASTRAY if f"briefs/{path}" in committed.astray else 1 for path in paths}))
    loaded = after.survey.loaded
    shared = same.intersection(found.briefs)
    wanted = [path for path in (*found.briefs, *found.pages, *REGISTRIES) if path not in shared and path in paths]
    blobs = {path: committed.blobs[f"briefs/{path}"] for path in wanted}
    data = repository.read(blobs.values())
    content = {path: data[blob] for path, blob in blobs.items()}
    parsed = _parse(config, [(path, content[path]) for path in found.briefs if path not in shared], mapper)
    undated = frozenset(one.path for one in parsed if one.brief and one.brief.date == UNDATED)
    if undated:
        parsed = _dated(parsed, root, config, after)
    briefs = {brief.path: brief for brief in loaded.library.briefs if brief.path in shared}
    briefs |= {one.path: one.brief for one in parsed if one.brief}
    problems = {path: found for path, found in loaded.parse_problems.items() if path in shared}
    problems |= {one.path: one.problems for one in parsed if one.problems}
    pages, rest = _pages(config, found, content)
    registry, told = parse_registry(*(content.get(name) for name in REGISTRIES))
    library = Library(tuple(briefs[path] for path in found.briefs if path in briefs), pages, registry, found.files)
    others = (*found.problems, *rest, *told)
    return Loaded(library, {}, frozenset(), problems, others, undated | (loaded.undated & shared))


def _parse(config: Config, files: Sequence[tuple[str, bytes]], mapper: Mapper) -> list[ParsedBrief]:
    runs = [files[at : at + CHUNK] for at in range(0, len(files), CHUNK)]
    return [one for run in mapper(partial(_parse_run, config), runs) for one in run]


def _parse_run(config: Config, run: Sequence[tuple[str, bytes]]) -> list[ParsedBrief]:
    return [parse_brief(path, data, config) for path, data in run]


def _dated(parsed: Sequence[ParsedBrief], root: Path, config: Config, after: Side) -> list[ParsedBrief]:
    """Briefs without a date, with that of their first commit, else with the one that they have now."""
    commits, zone = first_commits(root / "briefs"), time_zone(config.timezone) or dt.UTC
    now = after.briefs
    dated = []
    for one in parsed:
        brief = one.brief
        if brief is not None and brief.date == UNDATED:
            instant = commits.dates.get(one.path)
            here = now.get(one.path)
            date = here.date if here else Moment(after.survey.edition.now, after.survey.edition.now.date())
            if instant:
                date = Moment(instant.astimezone(dt.UTC), instant.astimezone(zone).date())
            told = after.survey.loaded.parse_problems.get(one.path, ())
            told = (*one.problems, *(p for p in told if p.code in ("date-from-git", "date-from-file")))
            one = ParsedBrief(one.path, msgspec.structs.replace(brief, date=date), told)
        dated.append(one)
    return dated


def _pages(
    config: Config, found: Found, content: Mapping[str, bytes]
) -> tuple[tuple[OwnPage, ...], tuple[Problem, ...]]:
    read = [parse_page(path, content[path], config) for path in found.pages]
    return tuple(page for page, _ in read if page), tuple(p for _, told in read for p in told)
