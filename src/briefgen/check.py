"""Everything that is wrong with a site, without building it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from briefgen.briefs.files import scan_briefs
from briefgen.checked import Checked, Checkup, check_mark, holds, keep_check, last_check
from briefgen.config import Config
from briefgen.lock import FOLDER
from briefgen.problems import Problem
from briefgen.render.folders import theme_folders
from briefgen.world import code_digest, digest, theme_stamp, world_digest

if TYPE_CHECKING:
    from briefgen.briefs.files import Sources
    from briefgen.briefs.scan import Scan
    from briefgen.pages.plan import Plan
    from briefgen.render.theme import Theme
    from briefgen.rules.site import Site
    from briefgen.survey import Recollection, Survey
    from briefgen.workers import Mapper


def check(root: Path, config: Config, now: dt.datetime, mapper: Mapper, *, drafts: bool = False) -> Checkup:
    """The same as `check_site`, told briefly. What is known since the last build, or the last check, is not looked at again."""
    theme = theme_stamp(theme_folders([root / "templates"]))
    mark = check_mark(world_digest(config, theme, (drafts, _can_index(config))))
    listed = scan_briefs(root)
    last = last_check(root, drafts)
    if last and holds(last, root, config, listed, mark, now):
        return last.found

    from briefgen.briefs.git import history
    from briefgen.recall import recall

    rules = digest(code_digest(), config)
    before = last if last and last.rules == rules else None
    known = Known(recall(root, config), before.sources if before else {}, before.own if before else {})
    survey, problems = check_site(root, config, now, mapper, drafts=drafts, listed=listed, known=known)
    loaded, (since, until) = survey.loaded, survey.edition.span
    found = Checkup(len(survey.edition.items), len(survey.held), problems)
    sources = {path: loaded.sources.get(path, (listed.trusted(path), b"")) for path in listed.stamps}
    git = history(root / "briefs") if loaded.undated else None
    until = now if loaded.ahead else until
    keep_check(root, drafts, Checked(mark, since, until, git, sources, found, rules, known.own))
    return found


class Known:
    """What an earlier check and an earlier build have left: `memory` for the survey, and what the rules for one brief found in the
    briefs of these `sources`, `own`, which is that of the present ones when all have been judged."""

    def __init__(self, memory: Recollection, sources: Sources, own: dict[str, tuple[Problem, ...]]) -> None:
        self.memory = memory
        self._sources = sources
        self.own = own

    def judge(self, survey: Survey, config: Config) -> Iterator[Problem]:
        """What the rules for one brief find."""
        from briefgen.rules.table import judge_brief

        loaded, before, self.own = survey.loaded, self.own, {}
        nothing = (0, b"")
        for item in survey.edition.items:
            path = item.path
            digest_now = loaded.sources.get(path, nothing)[1]
            if digest_now and digest_now == self._sources.get(path, nothing)[1] and path not in loaded.undated:
                found = before.get(path, ())
            else:
                found = judge_brief(item.brief, config)
            if found:
                self.own[path] = found
                yield from found


def check_site(
    root: Path,
    config: Config,
    now: dt.datetime,
    mapper: Mapper,
    *,
    drafts: bool = False,
    listed: Scan | None = None,
    known: Known | None = None,
) -> tuple[Survey, tuple[Problem, ...]]:
    """What would be published of the site in the folder `root`, and all that is wrong with it, by the mistakes in its files and by the
    rules of the house. With what is `known`, templates that a build has left compiled are used, too."""
    from briefgen.full_text import lacking
    from briefgen.recall import Recalled
    from briefgen.render.renderer import Renderer
    from briefgen.render.theme import Theme
    from briefgen.rules.grading import graded
    from briefgen.rules.table import judge_site
    from briefgen.survey import survey_site
    from briefgen.trial import clashes, try_cards, try_templates

    memory = known.memory if known else None
    survey = survey_site(root, config, now, mapper, drafts=drafts, listed=listed, memory=memory)
    theme = Theme([root / "templates"])
    compiled = root / FOLDER / "templates"
    renderer = Renderer(theme, survey.plan.site, config, compiled=compiled if known and compiled.is_dir() else None)
    plan = survey.plan
    faults = renderer.check() or (*try_templates(plan, renderer), *try_cards(plan, renderer))
    judged = (known or Known(Recalled(), {}, {})).judge(survey, config)
    by_house = (*judged, *judge_site(_house(root, config, now, plan, theme)))
    found = [*clashes(theme, plan.pages), *lacking(config), *dict.fromkeys(faults), *by_house]
    return survey, graded(survey.findings.beside(found).all(), config)


def _house(root: Path, config: Config, now: dt.datetime, plan: Plan, theme: Theme) -> Site:
    """What the rules for the whole site look at."""
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
            anchors |= set(_ID.findall(file.read_text("utf-8"))) if file.suffix == ".html" else set()
    return Site(plan, now.astimezone(ZoneInfo(config.timezone)).date(), sizes, frozenset(anchors))


_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_ID = re.compile(r"""\bid=["']([\w-]+)["']""")


def _can_index(config: Config) -> bool:
    """Whether the program of a full-text search is there, if it is asked for."""
    if not config.outputs.texts:
        return True
    from briefgen.full_text import lacking

    return not lacking(config)
