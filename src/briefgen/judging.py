"""What an answer of a check is put together from: who said what, and on what that depends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import TypeVar

import msgspec

from briefgen.config import Config
from briefgen.edition.model import Item
from briefgen.memory import ByPath, Findings
from briefgen.pages.model import Page
from briefgen.placing import Places
from briefgen.problems import Problem
from briefgen.rules.grading import graded
from briefgen.rules.site import Site, Titled
from briefgen.rules.table import AMONG, SINGLE, TITLES, WHOLE, awake

T = TypeVar("T")


class Judged(msgspec.Struct, frozen=True, array_like=True):
    """What the rules of the house found: `own` are those for one brief, by `Brief.path`, `among` those for one brief among others, `titled`
    those for titles, `rest` all others. `leaning` are, by `Brief.path`, other briefs at whose text was looked for `among`."""

    own: ByPath
    among: ByPath
    leaning: dict[str, tuple[str, ...]]
    titles: dict[str, str]
    titled: tuple[Problem, ...]
    rest: tuple[Problem, ...]

    def all(self) -> Iterator[Problem]:
        """All of it."""
        return chain(*self.own.values(), *self.among.values(), self.titled, self.rest)


class Trial(msgspec.Struct, frozen=True, array_like=True):
    """A page that was tried out, what is wrong with it, and the briefs (`Brief.path`) whose words it shows."""

    page: Page
    faults: tuple[Problem, ...]
    shown: tuple[str, ...]


class Basis(msgspec.Struct, frozen=True, array_like=True):
    """An answer in its parts. `findings` are those of the survey, and what is wrong with the theme whatever briefs say; `trials` are the
    pages that were tried out. `edition` is as in `snapshot.encode_edition`, `bones` as in `words.bones_digest`, by `Brief.path`,
    `pages` and `anchors` as in `Site`, the former encoded; `places` tell
    where words of problems stand in the files as they were."""

    findings: Findings
    judged: Judged
    trials: tuple[Trial, ...]
    edition: bytes = b""
    bones: dict[str, bytes] = {}
    pages: bytes = b""
    anchors: frozenset[str] = frozenset()
    places: Places = {}

    def problems(self, config: Config) -> tuple[Problem, ...]:
        """All problems, as grave as the settings say."""
        faults = dict.fromkeys(fault for trial in self.trials for fault in trial.faults)
        return graded(self.findings.beside([*faults, *self.judged.all()]).all(), config)


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(Basis).decode


def encode_basis(basis: Basis) -> bytes:
    """The parts of an answer as they are kept."""
    return _ENCODE(basis)


def decode_basis(data: bytes) -> Basis | None:
    """What was kept; None where it is nothing of that kind."""
    with suppress(msgspec.MsgspecError):
        return _DECODE(data)
    return None


def judge(site: Site, known: Mapping[str, tuple[Problem, ...]]) -> Judged:
    """Ask all rules. What those for one brief found is `known` of some, by `Brief.path`."""
    config, items = site.book.config, site.book.edition.items
    single = awake(SINGLE, config)
    own = {}
    for item in items:
        path = item.path
        found = known.get(path)
        if found is None:
            brief = item.brief
            found = tuple([p for rule in single for p in rule(brief, config)])
        if found:
            own[path] = found
    among, leaning = _judge_among(items, site)
    titles = {item.path: item.head.title for item in items}
    rest = tuple([p for rule in awake(WHOLE, config) for p in rule(site)])
    return Judged(own, among, leaning, titles, _judge_titles(site, titles), rest)


def judge_again(before: Judged, site: Site, paths: Iterable[str]) -> Judged:
    """The same where nothing but the words of some briefs is different."""
    config = site.book.config
    changed = frozenset(paths)
    items = [site.book.items[path] for path in changed]
    own = {item.path: tuple([p for rule in awake(SINGLE, config) for p in rule(item.brief, config)]) for item in items}
    leaners = [path for path, others in before.leaning.items() if not changed.isdisjoint(others)]
    again = [site.book.items[path] for path in changed.union(leaners)]
    among, leaning = _judge_among(again, site)
    paths = [item.path for item in again]
    titles = before.titles | {item.path: item.head.title for item in items}
    titled = before.titled if titles == before.titles else _judge_titles(site, titles)
    return Judged(
        replaced(before.own, own, own),
        replaced(before.among, paths, among),
        replaced(before.leaning, paths, leaning),
        titles,
        titled,
        before.rest,
    )


def replaced(old: dict[str, T], paths: Iterable[str], new: Mapping[str, T]) -> dict[str, T]:
    """What is known by path, with what is new for these paths; nothing is not noted."""
    gone = frozenset(paths)
    rest = {path: value for path, value in old.items() if path not in gone}
    return rest | {path: value for path, value in new.items() if value}


def _judge_among(items: Iterable[Item], site: Site) -> tuple[ByPath, dict[str, tuple[str, ...]]]:
    """What is found, and at whose text was looked."""
    rules = awake(AMONG, site.book.config)
    found: ByPath = {}
    leaning = {}
    with site.book.watch() as uses:
        for item in items:
            problems = tuple([p for rule in rules for p in rule(item, site)])
            if problems:
                found[item.path] = problems
            if uses.texts:
                if others := uses.texts - {item.path}:
                    leaning[item.path] = tuple(sorted(others))
                uses.texts.clear()
    return found, leaning


def _judge_titles(site: Site, titles: Mapping[str, str]) -> tuple[Problem, ...]:
    rules = awake(TITLES, site.book.config)
    items = site.book.items
    listed = [Titled(items[path].day, path, title) for path, title in titles.items()] if rules else []
    return tuple([p for rule in rules for p in rule(listed)])
