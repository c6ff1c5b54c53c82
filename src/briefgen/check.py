"""The whole flow up to the point of writing: what would be built, and everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import msgspec

from briefgen.briefs.files import scan_briefs
from briefgen.briefs.loader import Loaded, Memory, load
from briefgen.briefs.scan import Scan
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.mentions import Recall
from briefgen.edition.model import Edition, Held
from briefgen.memory import Findings
from briefgen.pages.model import Page, PageKind
from briefgen.pages.plan import Plan, plan_pages
from briefgen.problems import Problem, Where, problem
from briefgen.render.renderer import Renderer, TemplateError
from briefgen.render.theme import Theme
from briefgen.workers import Mapper


class Kept(Protocol):
    """What a renderer keeps from one build to the next."""

    @property
    def compiled(self) -> Path:
        """The folder of compiled templates."""

    def phrases(self) -> dict[str, str]:
        """See `Renderer`."""


class Draft(msgspec.Struct, frozen=True):
    """A site that is ready to be written: nothing is rendered yet. `held` are the briefs that it leaves out for now;
    `problems` are those of all stages, each once."""

    loaded: Loaded
    edition: Edition
    held: tuple[Held, ...]
    plan: Plan
    theme: Theme
    renderer: Renderer
    findings: Findings

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong."""
        return self.findings.all()


def draft_site(
    root: Path,
    config: Config,
    now: dt.datetime,
    mapper: Mapper,
    *,
    drafts: bool = False,
    listed: Scan | None = None,
    memory: Memory | None = None,
    recall: Callable[[Loaded], Recall] | None = None,
    theme: Theme | None = None,
    tried: bool = False,
    kept: Kept | None = None,
) -> Draft:
    """Load, assemble and plan the site in the folder `root`, and try its theme unless it was `tried` already: every template
    is compiled, and one page of each kind is rendered, which finds mistakes that compiling does not."""
    loaded = load(root, config, mapper, now, listed or scan_briefs(root), memory)
    edition = assemble_edition(
        loaded.library, config, now, drafts=drafts, mapper=mapper, recall=recall and recall(loaded)
    )
    plan = plan_pages(edition)
    theme = theme or Theme([root / "templates"])
    renderer = Renderer(
        theme, plan.site, config, compiled=kept.compiled if kept else None, phrases=kept.phrases() if kept else None
    )
    rest = [*loaded.problems, *edition.problems, *plan.problems, *_clashes(theme, plan)]
    if not tried:
        rest += renderer.check() or _try_templates(plan, renderer)
    findings = Findings(loaded.parse_problems, edition.text_problems, plan.link_problems, tuple(rest))
    return Draft(loaded, edition, () if drafts else edition.held, plan, theme, renderer, findings)


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
