"""Everything that is wrong with a site, without building it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from briefgen.config import Config
from briefgen.full_text import lacking
from briefgen.problems import Problem
from briefgen.render.renderer import Renderer
from briefgen.render.theme import Theme
from briefgen.survey import Survey, survey_site
from briefgen.trial import clashes, try_cards, try_templates
from briefgen.workers import Mapper


def check_site(
    root: Path, config: Config, now: dt.datetime, mapper: Mapper, *, drafts: bool = False
) -> tuple[Survey, tuple[Problem, ...]]:
    """What would be published of the site in the folder `root`, and all that is wrong with it."""
    survey = survey_site(root, config, now, mapper, drafts=drafts)
    theme = Theme([root / "templates"])
    renderer = Renderer(theme, survey.plan.site, config)
    plan = survey.plan
    faults = renderer.check() or (*try_templates(plan, renderer), *try_cards(plan, renderer))
    found = [*clashes(theme, plan.pages), *lacking(config), *dict.fromkeys(faults)]
    return survey, survey.findings.beside(found).all()
