"""The short way of a check: since the last one, nothing but the words of some briefs changed (`words.py`). Then the edition is the same but
for these, and only what depends on them is looked at: the briefs themselves, those whose links lead into their text, titles if one is
another, and those pages that were tried out and show them. Who depends on whom was noted when it was looked at first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from briefgen.briefs.files import digest_of, parse_salt, read_file
from briefgen.briefs.model import UNDATED, Brief
from briefgen.briefs.parser import parse_brief
from briefgen.briefs.scan import Scan
from briefgen.briefs.sorting import is_brief
from briefgen.checked import Checked, Checkup, keep_check
from briefgen.config import Config
from briefgen.edition.mentions import Appearances, Reader, reader_of
from briefgen.judging import Basis, Trial, encode_basis, judge_again, replaced
from briefgen.lock import FOLDER
from briefgen.memory import Findings
from briefgen.pages.book import Book
from briefgen.pages.links import link_problems
from briefgen.pages.model import PageKind
from briefgen.pages.plan import Plan
from briefgen.placing import Placer, source_lines
from briefgen.problems import Problem
from briefgen.rules.site import Site
from briefgen.snapshot import decode_edition
from briefgen.words import FEW, bones_digest


class LongWayError(Exception):
    """This is not so simple."""


class Version(msgspec.Struct, frozen=True):
    """A brief as it is now: the digest of its file, what was parsed from it, who is in it, what is wrong with it as a file."""

    digest: bytes
    brief: Brief
    seen: Appearances
    problems: tuple[Problem, ...]


class Reworded:
    """The edition of the last check with the words of now. A brief is read when somebody asks for it, these of which it is known that they
    `changed` at once: in one of them that changed more than words, the edition need not even be decoded."""

    def __init__(self, root: Path, config: Config, now: dt.datetime, basis: Basis, changed: Iterable[str]) -> None:
        self._folder = root / "briefs"
        self._config = config
        self._bones = basis.bones
        self._parsed = {path: self._parse(path) for path in changed}
        self._versions: dict[str, Version] = {}
        self.edition, self._registry = decode_edition(basis.edition, now, self._fetch)
        self.book = Book(self.edition)

    @cached_property
    def _reader(self) -> Reader:
        return reader_of(self._registry, self.edition.strangers, self._config.actors.detect)

    def version(self, path: str) -> Version:
        """A brief as it is now; `LongWayError` where more than its words is different."""
        found = self._versions.get(path)
        if found is None:
            found = self._versions[path] = self._read(path)
        return found

    def _read(self, path: str) -> Version:
        digest, brief, problems = self._parsed.get(path) or self._parse(path)
        seen = self._reader.read(brief)
        if seen.actors != self.book.items[path].actors:
            raise LongWayError
        return Version(digest, brief, seen, problems)

    def _parse(self, path: str) -> tuple[bytes, Brief, tuple[Problem, ...]]:
        """The digest of a file, what is parsed from it, what is wrong with it."""
        data, _ = read_file(self._folder, path)
        if data is None or path not in self._bones:
            raise LongWayError
        parsed = parse_brief(path, data, self._config)
        brief = parsed.brief
        if brief is None or brief.date == UNDATED or self._bones[path] != bones_digest(brief):
            raise LongWayError
        return digest_of(data, parse_salt(self._config)), brief, parsed.problems

    def _fetch(self, path: str) -> tuple[Brief, Appearances]:
        version = self.version(path)
        return version.brief, version.seen


def check_words(
    root: Path,
    config: Config,
    now: dt.datetime,
    last: Checked,
    before: Basis,
    listed: Scan,
    changed: tuple[str, ...],
    *,
    drafts: bool,
) -> Checkup | None:
    """The answer where nothing but the words of these briefs changed since the last one, of which `before` are the parts; None where more
    did."""
    if len(changed) > FEW or last.git is not None or not all(map(is_brief, changed)):
        return None
    with suppress(LongWayError, msgspec.MsgspecError, ValueError):
        site = Reworded(root, config, now, before, changed)
        basis = _again(root, config, now, site, before, changed)
        rest = replaced(before.places, [f"briefs/{path}" for path in changed], {})
        placer = Placer(source_lines(root), rest)
        problems = placer.place(basis.problems(config))
        basis = msgspec.structs.replace(basis, places=placer.places)
        sources = last.sources | {path: (listed.trusted(path), site.version(path).digest) for path in changed}
        keep_check(root, drafts, lambda: msgspec.structs.replace(last, sources=sources, parts=encode_basis(basis)))
        return Checkup(last.briefs, last.held, problems)
    return None


def _again(
    root: Path, config: Config, now: dt.datetime, site: Reworded, before: Basis, changed: tuple[str, ...]
) -> Basis:
    versions = {path: site.version(path) for path in changed}
    links = {path: link_problems(site.book, version.brief) for path, version in versions.items()}
    old = before.findings
    findings = Findings(
        replaced(old.parse, changed, {path: version.problems for path, version in versions.items()}),
        replaced(old.text, changed, {path: version.seen.problems for path, version in versions.items()}),
        replaced(old.links, changed, links),
        old.rest,
    )

    def addresses() -> dict[str, str]:
        return msgspec.msgpack.decode(before.pages, type=dict[str, str])

    today = now.astimezone(ZoneInfo(config.timezone)).date()
    house = Site(site.book, addresses, today, before.anchors)
    return msgspec.structs.replace(
        before,
        findings=findings,
        judged=judge_again(before.judged, house, changed),
        trials=_try_again(root, config, site.book, before.trials, frozenset(changed)),
    )


def _try_again(
    root: Path, config: Config, book: Book, trials: Iterable[Trial], changed: frozenset[str]
) -> tuple[Trial, ...]:
    """Try out those pages that show what changed."""
    if all(changed.isdisjoint(trial.shown) for trial in trials):
        return tuple(trials)
    from briefgen.render.renderer import Renderer
    from briefgen.render.theme import Theme
    from briefgen.trial import try_card, try_page

    plan = Plan(book, ())
    compiled = root / FOLDER / "templates"
    theme = Theme([root / "templates"])
    renderer = Renderer(theme, plan.site, config, compiled=compiled if compiled.is_dir() else None)

    def again(trial: Trial) -> Trial:
        if changed.isdisjoint(trial.shown):
            return trial
        return (try_card if trial.page.kind is PageKind.CARD else try_page)(plan, renderer, trial.page)

    return tuple([again(trial) for trial in trials])
