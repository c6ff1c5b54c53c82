"""The two sides that are compared: the site as it is in the working tree, and as it is in a commit, both at one clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from functools import cached_property, partial
from pathlib import Path

import msgspec

from briefgen.briefs.files import parse_salt
from briefgen.briefs.git import first_commits
from briefgen.briefs.loader import CHUNK, Loaded, Memory, load
from briefgen.briefs.model import UNDATED, Brief, Library, OwnPage, ParsedBrief
from briefgen.briefs.parser import parse_brief, parse_page
from briefgen.briefs.registered import read_registry
from briefgen.briefs.scan import ASTRAY, Scan
from briefgen.briefs.sorting import REGISTRIES, Found, sort_out
from briefgen.config import Config
from briefgen.diff.carried import pack, unpack
from briefgen.edition.edition import assemble_edition
from briefgen.edition.mentions import Appearances, Recall
from briefgen.pages.plan import Plan
from briefgen.problems import Problem
from briefgen.recall import recall
from briefgen.record.compared import Compared
from briefgen.settings import parse_config
from briefgen.survey import survey_loaded
from briefgen.text.moment import Moment, time_zone
from briefgen.workers import Mapper, beside, serial_map


class Side(msgspec.Struct, frozen=True, dict=True):
    """A site on one side: its settings, what is published of it, and all that is wrong with it."""

    config: Config
    loaded: Loaded
    plan: Plan
    problems: tuple[Problem, ...]

    @property
    def now(self) -> dt.datetime:
        """The clock."""
        return self.plan.book.edition.now

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all pages."""
        return frozenset(page.path for page in self.plan.pages)

    @cached_property
    def briefs(self) -> dict[str, Brief]:
        """Its briefs by path, whatever their state."""
        return {brief.path: brief for brief in self.loaded.library.briefs}


class Remembered:
    """What was read in the texts of the working tree: recalled from the state, or read now. The other side may recall what was read in briefs
    that are the same on both."""

    def __init__(self, before: Recall) -> None:
        self._before = before
        self._seen: dict[tuple[str, bytes], Appearances] = {}

    def get(self, path: str, key: bytes) -> Appearances | None:
        """What was read in a brief with this key."""
        found = self._seen.get((path, key)) or self._before.get(path, key)
        if found is not None:
            self._seen[path, key] = found
        return found

    def put(self, path: str, key: bytes, _: bytes, seen: Appearances) -> None:
        """Remember it for the other side."""
        self._seen[path, key] = seen


class Shared:
    """What may be recalled of it for the commit: what was read in briefs that are `shared`."""

    def __init__(self, remembered: Recall, shared: Set[str]) -> None:
        self._remembered = remembered
        self._shared = shared

    def get(self, path: str, key: bytes) -> Appearances | None:
        """What was read in a brief with this key."""
        return self._remembered.get(path, key) if path in self._shared else None

    def put(self, path: str, key: bytes, reading: bytes, seen: Appearances) -> None:
        """Nobody will ask again."""


class Then(msgspec.Struct, frozen=True):
    """A commit's settings, what was loaded of it, the problems of its settings, and the briefs that are read as they are now."""

    config: Config
    loaded: Loaded
    told: tuple[Problem, ...]
    shared: frozenset[str]


def both_sides(
    compared: Compared, config: Config, known: tuple[Problem, ...], now: dt.datetime, mapper: Mapper
) -> tuple[Side, Side]:
    """The site in the commit that it is compared with, made in a process of its own, and as it is now. `known` are the problems of the settings
    of now."""
    memory = recall(compared.root, config)
    loaded = load(compared.root, config, mapper, now, compared.listed, memory)
    then = load_then(compared, config, known, loaded, memory, now, mapper)
    remembered = Remembered(memory)
    if len(loaded.anew) > CHUNK:  # their texts are to be read once, and by all processes
        assemble_edition(loaded.library, config, now, mapper=mapper, recall=remembered)

    def draw() -> bytes:
        recall = Shared(remembered, then.shared)
        survey = survey_loaded(then.loaded, then.config, now, serial_map, recall=recall)
        return pack(survey.plan, survey.findings.all())

    with beside(mapper, draw) as drawn:
        survey = survey_loaded(loaded, config, now, mapper, recall=remembered)
        after = Side(config, loaded, survey.plan, (*known, *survey.findings.all()))
        plan, problems = unpack(drawn(), {brief.path: brief for brief in then.loaded.library.briefs})
    return Side(then.config, then.loaded, plan, (*then.told, *problems)), after


def load_then(
    compared: Compared,
    config: Config,
    known: tuple[Problem, ...],
    loaded: Loaded,
    memory: Memory,
    now: dt.datetime,
    mapper: Mapper,
) -> Then:
    """What the commit holds. With the same settings, briefs that are the same are taken from what was `loaded` of the working tree."""
    old, told = config, known
    if "briefgen.yml" not in compared.same:
        old, told = parse_config(compared.before(["briefgen.yml"]).get("briefgen.yml", b""), "briefgen.yml")
    alike = parse_salt(old) == parse_salt(config)
    same = [path.removeprefix("briefs/") for path in compared.same if alike and path.startswith("briefs/")]
    shared = frozenset(same)
    return Then(old, _load_then(compared, old, shared, loaded, memory, now, mapper), told, shared)


def _load_then(
    compared: Compared,
    config: Config,
    same: frozenset[str],
    loaded: Loaded,
    memory: Memory,
    now: dt.datetime,
    mapper: Mapper,
) -> Loaded:
    committed = compared.committed
    paths = {file.removeprefix("briefs/") for file in committed.listed}
    found = sort_out(Scan({path: ASTRAY if f"briefs/{path}" in committed.astray else 1 for path in paths}))
    shared = same.intersection(found.briefs)
    wanted = [path for path in (*found.briefs, *found.pages, *REGISTRIES) if path not in shared and path in paths]
    data = compared.before(f"briefs/{path}" for path in wanted)
    content = {path: data[f"briefs/{path}"] for path in wanted}
    parsed = _parse(config, [(path, content[path]) for path in found.briefs if path not in shared], mapper)
    undated = frozenset(one.path for one in parsed if one.brief and one.brief.date == UNDATED)
    if undated:
        parsed = _dated(parsed, compared.root, config, loaded, now)
    briefs = {brief.path: brief for brief in loaded.library.briefs if brief.path in shared}
    briefs |= {one.path: one.brief for one in parsed if one.brief}
    problems = {path: found for path, found in loaded.parse_problems.items() if path in shared}
    problems |= {one.path: one.problems for one in parsed if one.problems}
    pages, rest = _pages(config, found, content)
    actors, topics = map(content.get, REGISTRIES)
    registry, told = read_registry(actors, topics, memory)
    library = Library(tuple(briefs[path] for path in found.briefs if path in briefs), pages, registry, found.files)
    others = (*found.problems, *rest, *told)
    return Loaded(library, {}, frozenset(), problems, others, undated | (loaded.undated & shared))


def _parse(config: Config, files: Sequence[tuple[str, bytes]], mapper: Mapper) -> list[ParsedBrief]:
    runs = [files[at : at + CHUNK] for at in range(0, len(files), CHUNK)]
    return [one for run in mapper(partial(_parse_run, config), runs) for one in run]


def _parse_run(config: Config, run: Sequence[tuple[str, bytes]]) -> list[ParsedBrief]:
    return [parse_brief(path, data, config) for path, data in run]


def _dated(
    parsed: Sequence[ParsedBrief], root: Path, config: Config, loaded: Loaded, now: dt.datetime
) -> list[ParsedBrief]:
    """Briefs without a date, with that of their first commit, else with the one that they have now."""
    commits, zone = first_commits(root / "briefs"), time_zone(config.timezone) or dt.UTC
    here = {brief.path: brief.date for brief in loaded.library.briefs}
    dated = []
    for one in parsed:
        brief = one.brief
        if brief is not None and brief.date == UNDATED:
            instant = commits.dates.get(one.path)
            date = here.get(one.path, Moment(now, now.date()))
            if instant:
                date = Moment(instant.astimezone(dt.UTC), instant.astimezone(zone).date())
            told = loaded.parse_problems.get(one.path, ())
            told = (*one.problems, *(p for p in told if p.code in ("date-from-git", "date-from-file")))
            one = ParsedBrief(one.path, msgspec.structs.replace(brief, date=date), told)
        dated.append(one)
    return dated


def _pages(
    config: Config, found: Found, content: Mapping[str, bytes]
) -> tuple[tuple[OwnPage, ...], tuple[Problem, ...]]:
    read = [parse_page(path, content[path], config) for path in found.pages]
    return tuple(page for page, _ in read if page), tuple(p for _, told in read for p in told)
