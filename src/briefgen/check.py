"""Everything that is wrong with a site, without building it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from briefgen.briefs.files import scan_briefs
from briefgen.checked import Checked, Checkup, check_mark, differing, keep_check, last_check
from briefgen.config import Config
from briefgen.lock import FOLDER
from briefgen.placing import Placer, Places, source_lines
from briefgen.problems import Problem
from briefgen.render.folders import theme_folders
from briefgen.world import code_digest, digest, theme_stamp, world_digest

if TYPE_CHECKING:
    from briefgen.briefs.files import Sources
    from briefgen.briefs.scan import Scan
    from briefgen.judging import Basis, Judged, Trial
    from briefgen.pages.plan import Plan
    from briefgen.render.theme import Theme
    from briefgen.rules.site import Site
    from briefgen.survey import Recollection, Survey
    from briefgen.workers import Mapper


def check(root: Path, config: Config, now: dt.datetime, mapper: Mapper, *, drafts: bool = False) -> Checkup:
    """The same as `check_site`, told briefly, each problem in its place. What is known since the last build, or the last check, is not looked at again."""
    theme = theme_stamp(theme_folders([root / "templates"]))
    mark = check_mark(world_digest(config, theme, (drafts, _can_index(config))))
    listed = scan_briefs(root)
    last = last_check(root, drafts)
    changed = differing(last, root, config, listed, mark, now) if last else None
    rules = digest(code_digest(), config)
    basis = _decoded(last) if last and last.rules == rules else None
    if last and basis and changed == ():
        placer = Placer(source_lines(root), basis.places)
        return Checkup(last.briefs, last.held, placer.place(basis.problems(config)))
    if last and basis and changed:
        from briefgen.rewording import check_words

        found = check_words(root, config, now, last, basis, listed, changed, drafts=drafts)
        if found:
            return found
    from briefgen.recall import recall

    known = Known(recall(root, config), last.sources if last else {}, basis)
    return _check_all(root, config, now, mapper, drafts, listed, known, mark, rules)


def _decoded(last: Checked) -> Basis | None:
    from briefgen.judging import decode_basis

    return decode_basis(last.parts)


def _check_all(
    root: Path,
    config: Config,
    now: dt.datetime,
    mapper: Mapper,
    drafts: bool,
    listed: Scan,
    known: Known,
    mark: bytes,
    rules: bytes,
) -> Checkup:
    from briefgen.briefs.git import history
    from briefgen.judging import Basis, encode_basis
    from briefgen.snapshot import encode_edition

    survey, judged, trials, site, beside = _look(root, config, now, mapper, drafts, listed, known)
    loaded, edition = survey.loaded, survey.edition
    basis = Basis(survey.findings.beside(beside), judged, trials)
    briefs, held = len(edition.items), len(survey.held)
    placer = Placer(source_lines(root), known.places(survey))
    problems = placer.place(basis.problems(config))

    def checked() -> Checked:
        light = encode_edition(edition, loaded.library.registry, loaded.undated)
        pages = msgspec.msgpack.encode(site.pages)
        whole = msgspec.structs.replace(
            basis, edition=light, bones=known.bones(survey), pages=pages, anchors=site.anchors, places=placer.places
        )
        git = history(root / "briefs") if loaded.undated else None
        sources = {path: loaded.sources.get(path, (listed.trusted(path), b"")) for path in listed.stamps}
        since, until = edition.span[0], now if loaded.ahead else edition.span[1]
        return Checked(mark, rules, since, until, git, sources, briefs, held, encode_basis(whole))

    keep_check(root, drafts, checked)
    return Checkup(briefs, held, problems)


class Known:
    """What an earlier build and an earlier check have left: `memory` for the survey, and what is known of briefs that are as they were."""

    def __init__(self, memory: Recollection, sources: Sources, basis: Basis | None) -> None:
        self.memory = memory
        self._sources = sources
        self._basis = basis
        self._same: dict[str, None] | None = None

    def same(self, survey: Survey) -> Mapping[str, None]:
        """The briefs that are as they were, in the order of the edition."""
        if self._same is None:
            self._same = dict.fromkeys(self._find_same(survey))
        return self._same

    def _find_same(self, survey: Survey) -> Iterator[str]:
        if self._basis:
            now, undated, bones = survey.loaded.sources, survey.loaded.undated, self._basis.bones
            for item in survey.edition.items:
                path = item.path
                mark, known = now.get(path), self._sources.get(path)
                if mark and known and mark[1] == known[1] != b"" and path in bones and path not in undated:
                    yield path

    def places(self, survey: Survey) -> Places:
        """Where words of problems stand in them."""
        known = self._basis.places if self._basis else {}
        files = (f"briefs/{path}" for path in self.same(survey))
        return {file: known[file] for file in files if file in known}

    def own(self, survey: Survey) -> dict[str, tuple[Problem, ...]]:
        """What the rules for one brief found in those that are as they were."""
        if not self._basis:
            return {}
        own = self._basis.judged.own
        return {path: own.get(path, ()) for path in self.same(survey)}

    def bones(self, survey: Survey) -> dict[str, bytes]:
        """The bones of all briefs."""
        from briefgen.words import bones_digest

        same = self.same(survey)
        known = self._basis.bones if self._basis else {}
        return {i.path: known[i.path] if i.path in same else bones_digest(i.brief) for i in survey.edition.items}


def check_site(
    root: Path, config: Config, now: dt.datetime, mapper: Mapper, *, drafts: bool = False
) -> tuple[Survey, tuple[Problem, ...]]:
    """What would be published of the site in the folder `root`, and all that is wrong with it, by the mistakes in its files and by the
    rules of the house."""
    from briefgen.judging import Basis

    survey, judged, trials, _, beside = _look(root, config, now, mapper, drafts)
    return survey, Basis(survey.findings.beside(beside), judged, trials).problems(config)


def _look(
    root: Path,
    config: Config,
    now: dt.datetime,
    mapper: Mapper,
    drafts: bool,
    listed: Scan | None = None,
    known: Known | None = None,
) -> tuple[Survey, Judged, tuple[Trial, ...], Site, tuple[Problem, ...]]:
    """Look at everything. The last is what is wrong with the theme whatever briefs say, and with what is installed. With what is `known`,
    templates that a build has left compiled are used, too."""
    from briefgen.full_text import lacking
    from briefgen.judging import judge
    from briefgen.render.theme import Theme
    from briefgen.survey import survey_site
    from briefgen.trial import clashes

    memory = known.memory if known else None
    survey = survey_site(root, config, now, mapper, drafts=drafts, listed=listed, memory=memory)
    plan = survey.plan
    theme = Theme([root / "templates"])
    faults, trials = _try_out(root, config, plan, theme, known is not None)
    site = house(root, config, now, plan, theme)
    judged = judge(site, known.own(survey) if known else {})
    return survey, judged, trials, site, (*clashes(theme, plan.pages), *lacking(config), *faults)


def _try_out(
    root: Path, config: Config, plan: Plan, theme: Theme, is_warm: bool
) -> tuple[tuple[Problem, ...], tuple[Trial, ...]]:
    """What is wrong with templates whatever briefs say, and the pages that were tried out. Where a site has neither templates nor phrases
    of its own, there is nothing to find."""
    is_own = bool(config.strings) or (root / "templates").is_dir()
    if not is_own and not config.outputs.cards:
        return (), ()
    from briefgen.pages.model import PageKind
    from briefgen.render.renderer import Renderer
    from briefgen.trial import samples, try_card, try_page

    compiled = root / FOLDER / "templates"
    renderer = Renderer(theme, plan.site, config, compiled=compiled if is_warm and compiled.is_dir() else None)
    faults = renderer.check() if is_own else ()
    if faults:
        return faults, ()
    pages = [page for page in samples(plan) if page.kind is not PageKind.CARD] if is_own else []
    cards = [page for page in plan.pages if page.kind is PageKind.CARD]
    return (), (
        *(try_page(plan, renderer, page) for page in pages),
        *(try_card(plan, renderer, page) for page in cards),
    )


def house(root: Path, config: Config, now: dt.datetime, plan: Plan, theme: Theme) -> Site:
    """What the rules look at."""
    from briefgen.pages.model import PageKind
    from briefgen.rules.site import Site

    sizes: dict[str, int] = {}
    for page in plan.pages:
        if page.kind is PageKind.ASSET and (path := page.subject[0]).lower().endswith(_PICTURES):
            with suppress(OSError):
                sizes[path] = (root / "briefs" / path).stat().st_size
    anchors: set[str] = set()
    for file in theme.templates.values():
        with suppress(OSError, UnicodeError):
            anchors |= set(ID.findall(file.read_text("utf-8"))) if file.suffix == ".html" else set()

    def addresses() -> dict[str, str]:
        return {page.url: page.subject[0] if page.kind is PageKind.BRIEF else "" for page in plan.pages}

    today = now.astimezone(ZoneInfo(config.timezone)).date()
    return Site(plan.book, addresses, today, frozenset(anchors), sizes)


_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
ID = re.compile(r"""\bid=["']([\w-]+)["']""")


def _can_index(config: Config) -> bool:
    """Whether the program of a full-text search is there, if it is asked for."""
    if not config.outputs.texts:
        return True
    from briefgen.full_text import lacking

    return not lacking(config)
