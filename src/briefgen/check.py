"""Everything that is wrong with a site, without building it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.briefs.files import scan_briefs
from briefgen.checked import Checked, Checkup, check_mark, holds, keep_check, last_check
from briefgen.config import Config
from briefgen.lock import FOLDER
from briefgen.problems import Problem
from briefgen.render.folders import theme_folders
from briefgen.world import theme_stamp, world_digest

if TYPE_CHECKING:
    from briefgen.briefs.scan import Scan
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

    survey, problems = check_site(
        root, config, now, mapper, drafts=drafts, listed=listed, memory=recall(root, config), quick=True
    )
    loaded, (since, until) = survey.loaded, survey.edition.span
    found = Checkup(len(survey.edition.items), len(survey.held), problems)
    sources = {path: loaded.sources.get(path, (listed.trusted(path), b"")) for path in listed.stamps}
    git = history(root / "briefs") if loaded.undated else None
    keep_check(root, drafts, Checked(mark, since, now if loaded.ahead else until, git, sources, found))
    return found


def check_site(
    root: Path,
    config: Config,
    now: dt.datetime,
    mapper: Mapper,
    *,
    drafts: bool = False,
    listed: Scan | None = None,
    memory: Recollection | None = None,
    quick: bool = False,
) -> tuple[Survey, tuple[Problem, ...]]:
    """What would be published of the site in the folder `root`, and all that is wrong with it. `quick`: templates that a build has left
    compiled are used."""
    from briefgen.full_text import lacking
    from briefgen.render.renderer import Renderer
    from briefgen.render.theme import Theme
    from briefgen.survey import survey_site
    from briefgen.trial import clashes, try_cards, try_templates

    survey = survey_site(root, config, now, mapper, drafts=drafts, listed=listed, memory=memory)
    theme = Theme([root / "templates"])
    compiled = root / FOLDER / "templates"
    renderer = Renderer(theme, survey.plan.site, config, compiled=compiled if quick and compiled.is_dir() else None)
    plan = survey.plan
    faults = renderer.check() or (*try_templates(plan, renderer), *try_cards(plan, renderer))
    found = [*clashes(theme, plan.pages), *lacking(config), *dict.fromkeys(faults)]
    return survey, survey.findings.beside(found).all()


def _can_index(config: Config) -> bool:
    """Whether the program of a full-text search is there, if it is asked for."""
    if not config.outputs.texts:
        return True
    from briefgen.full_text import lacking

    return not lacking(config)
