"""The whole flow up to the point of writing: what would be built, and everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from briefgen.briefs.loader import load_library
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.model import Edition, Held
from briefgen.pages.model import Page, PageKind
from briefgen.pages.plan import Plan, plan_pages
from briefgen.problems import Problem, Where, problem
from briefgen.render.renderer import Renderer, TemplateError
from briefgen.render.theme import Theme
from briefgen.workers import Mapper

#: Problems that leave nothing to publish: the rest of the site cannot go on without what is missing.
FATAL = frozenset({"no-briefs", "template-syntax", "template-missing", "template-undefined", "template-failed"})


class Draft(msgspec.Struct, frozen=True):
    """A site that is ready to be written: nothing is rendered yet. `held` are the briefs that it leaves out for now;
    `problems` are those of all stages, each once."""

    edition: Edition
    held: tuple[Held, ...]
    plan: Plan
    theme: Theme
    renderer: Renderer
    problems: tuple[Problem, ...]


def draft_site(root: Path, config: Config, now: dt.datetime, mapper: Mapper, *, drafts: bool = False) -> Draft:
    """Load, assemble and plan the site in the folder `root`, and try its theme: every template is compiled, and one page
    of each kind is rendered, which finds mistakes that compiling does not."""
    library = load_library(root, config, mapper, now)
    edition = assemble_edition(library, config, now, drafts=drafts)
    plan = plan_pages(edition)
    theme = Theme([root / "templates"])
    renderer = Renderer(theme, plan.site, config)
    found = [*library.problems, *edition.problems, *plan.problems, *_clashes(theme, plan)]
    found += renderer.check() or _try_templates(plan, renderer)
    held = () if drafts else edition.held
    return Draft(edition, held, plan, theme, renderer, tuple(dict.fromkeys(found)))


def _try_templates(plan: Plan, renderer: Renderer) -> Iterator[Problem]:
    first: dict[PageKind, Page] = {}
    for page in plan.pages:
        if page.template:
            first.setdefault(page.kind, page)
    for page in first.values():
        try:
            renderer.render(page, *plan.view(page))
        except TemplateError as error:
            yield error.problem


def _clashes(theme: Theme, plan: Plan) -> Iterator[Problem]:
    """Static files of the theme that want the place of a page."""
    pages = {page.path.casefold(): page for page in plan.pages}
    for file in theme.static:
        page = pages.get(file.path.casefold())
        if page:
            message = f"Two files want the address /{file.path}: {page.origin} and the theme's static/{file.name}"
            where = Where(page.origin if page.origin.startswith("briefs/") else f"templates/static/{file.name}")
            yield problem("path-collision", where, message, "Rename one of them")
