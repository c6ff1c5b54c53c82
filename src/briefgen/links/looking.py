"""The links of a site to other sites, each looked at: what `briefgen check --links` does."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from briefgen import __version__
from briefgen.briefs.files import read_file, scan_briefs
from briefgen.briefs.sorting import PAGES, REGISTRIES, is_brief
from briefgen.config import Config
from briefgen.links.findings import findings
from briefgen.links.kept import is_fresh, keep_answers, kept_answers
from briefgen.links.model import Answer, Kind, Link
from briefgen.links.network import Web
from briefgen.links.places import SETTINGS, links_in
from briefgen.links.round import Round
from briefgen.problems import Problem
from briefgen.workers import Mapper, chunks

#: When so many addresses were asked for and nothing was heard at all, there is no network.
ENOUGH = 8
_CHUNK = 64


class Looked(msgspec.Struct, frozen=True):
    """What came of it: what is wrong, how many addresses there are, how many were asked for now, how many had to be left for another
    time. `offline`: nothing was heard from any."""

    problems: tuple[Problem, ...]
    addresses: int
    asked: int
    left: int
    offline: bool


def web_for(config: Config) -> Web:
    """Who asks, by a name that says where to complain."""
    place = f"; +{config.url}/" if config.url else ""
    return Web(f"briefgen/{__version__} (link check{place})", config.links.timeout)


def look(
    root: Path,
    config: Config,
    mapper: Mapper,
    *,
    only: frozenset[str] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
    round_of: Callable[[Config], Round] = lambda config: Round(web_for(config), config.links.minutes * 60),
    clock: Callable[[], float] = time.time,
) -> Looked:
    """Look at the links of all files of a site, or of those that are named from its folder. What was heard lately is not asked again.
    `tell` hears how many of how many have answered."""
    links = _links(root, config, mapper, only)
    places: dict[str, list[Link]] = {}
    for link in links:
        places.setdefault(link.address, []).append(link)
    known, now = kept_answers(root), clock()
    fresh = {a: known[a] for a in places if a in known and is_fresh(known[a], now, config.links.days)}
    wanted = sorted((a for a in places if a not in fresh), key=lambda a: known[a].at if a in known else 0)
    heard: dict[str, Answer] = {}
    try:
        for address, answer in round_of(config).answers(wanted):
            heard[address] = msgspec.structs.replace(answer, at=int(clock()))
            tell(len(heard), len(wanted))
            if len(heard) >= ENOUGH and _is_silent(heard):
                break
    finally:
        offline = _is_silent(heard)
        if heard and not offline:
            before = {a: known[a] for a in known if only is not None or a in places}
            keep_answers(root, before | {a: answer for a, answer in heard.items() if answer.kind is not Kind.PRIVATE})
    answers = fresh if offline else fresh | heard
    found = tuple(p for a, answer in answers.items() for link in places[a] for p in findings(link, answer))
    asked = sum(answer.kind is not Kind.PRIVATE for answer in heard.values())
    return Looked(found, len(places), asked, len(wanted) - (0 if offline else len(heard)), offline)


def _is_silent(heard: dict[str, Answer]) -> bool:
    """Whether some server was asked, and none was heard."""
    return any(a.kind is not Kind.PRIVATE for a in heard.values()) and not any(a.reached for a in heard.values())


def _links(root: Path, config: Config, mapper: Mapper, only: frozenset[str] | None) -> list[Link]:
    """The links in all files, those of the latest briefs first: their paths begin with their days."""
    paths = [p for p in scan_briefs(root).stamps if is_brief(p) or p.startswith(PAGES) or p in REGISTRIES]
    files = [f for f in (SETTINGS, *(f"briefs/{p}" for p in sorted(paths, reverse=True))) if only is None or f in only]
    runs = mapper(partial(_links_of, root, config), chunks(files, _CHUNK))
    return [link for run in runs for link in run]


def _links_of(root: Path, config: Config, files: Sequence[str]) -> list[Link]:
    found: list[Link] = []
    for file in files:
        data, _ = read_file(root, file)
        found += links_in(file, data, config) if data else ()
    return found
