"""Everything that is wrong with a site, without building it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefgen.config import Config
from briefgen.pages.model import Page, PageKind
from briefgen.pages.plan import Plan
from briefgen.problems import Problem, Where, problem
from briefgen.render.renderer import Renderer, TemplateError
from briefgen.render.theme import Theme
from briefgen.survey import Survey, survey_site
from briefgen.workers import Mapper


def check_site(
    root: Path, config: Config, now: dt.datetime, mapper: Mapper, *, drafts: bool = False
) -> tuple[Survey, tuple[Problem, ...]]:
    """What would be published of the site in the folder `root`, and all that is wrong with it."""
    survey = survey_site(root, config, now, mapper, drafts=drafts)
    theme = Theme([root / "templates"])
    renderer = Renderer(theme, survey.plan.site, config)
    found = [*clashes(theme, survey.plan.pages), *(renderer.check() or try_templates(survey.plan, renderer))]
    return survey, survey.findings.beside(found).all()


def try_templates(plan: Plan, renderer: Renderer) -> Iterator[Problem]:
    """Render one page of each kind, which finds mistakes that compiling does not."""
    first: dict[PageKind, Page] = {}
    for page in plan.pages:
        if page.template:
            first.setdefault(page.kind, page)
    for page in first.values():
        try:
            renderer.render(page, *plan.view(page))
        except TemplateError as error:
            yield error.problem


def clashes(theme: Theme, planned: Iterable[Page]) -> Iterator[Problem]:
    """Static files of the theme that want the place of a page."""
    pages = {page.path.casefold(): page for page in planned}
    for file in theme.static:
        page = pages.get(file.path.casefold())
        if page:
            message = f"Two files want the address /{file.path}: {page.origin} and the theme's static/{file.name}"
            where = Where(page.origin if page.origin.startswith("briefs/") else f"templates/static/{file.name}")
            yield problem("path-collision", where, message, "Rename one of them")
