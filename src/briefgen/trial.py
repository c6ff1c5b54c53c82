"""What is wrong with a theme, found by trying it out on a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from briefgen.judging import Trial
from briefgen.pages.model import Page, PageKind
from briefgen.pages.plan import Plan
from briefgen.pages.views import CardPage
from briefgen.problems import Problem, Where, problem
from briefgen.render.fault import TemplateError
from briefgen.render.theme import Theme

if TYPE_CHECKING:  # a site without templates of its own has nothing to try out
    from briefgen.render.renderer import Renderer


def try_templates(plan: Plan, renderer: Renderer) -> Iterator[Problem]:
    """Make one page of each kind, which finds mistakes that compiling does not."""
    for page in samples(plan):
        yield from try_page(plan, renderer, page).faults


def samples(plan: Plan) -> Iterable[Page]:
    """One page of each kind."""
    first: dict[PageKind, Page] = {}
    for page in plan.pages:
        if page.kind is not PageKind.ASSET:
            first.setdefault(page.kind, page)
    return first.values()


def try_page(plan: Plan, renderer: Renderer, page: Page) -> Trial:
    """Make a page, to see what is wrong."""
    meta, view, uses = plan.watched(page)
    shown = tuple(sorted(uses.heads | uses.texts))
    try:
        renderer.render(page, meta, view)
    except TemplateError as error:
        return Trial(page, (error.problem,), shown)
    return Trial(page, (), shown)


def try_card(plan: Plan, renderer: Renderer, page: Page) -> Trial:
    """See what keeps a social card from being drawn, without drawing it, which takes long."""
    from briefgen.render.cards import fitting_pens

    meta, view, uses = plan.watched(page)
    assert isinstance(view, CardPage)
    shown = tuple(sorted(uses.heads | uses.texts))
    try:
        fitting_pens(renderer.tools, meta, view)
    except TemplateError as error:
        return Trial(page, (error.problem,), shown)
    return Trial(page, (), shown)


def clashes(theme: Theme, planned: Iterable[Page]) -> Iterator[Problem]:
    """Static files of the theme that want the place of a page."""
    pages = {page.path.casefold(): page for page in planned}
    for file in theme.static:
        page = pages.get(file.path.casefold())
        if page:
            message = f"Two files want the address /{file.path}: {page.origin} and the theme's static/{file.name}"
            where = Where(page.origin if page.origin.startswith("briefs/") else f"templates/static/{file.name}")
            yield problem("path-collision", where, message, "Rename one of them")
