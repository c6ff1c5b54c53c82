"""The plan: every file that the site will hold, before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from briefgen.briefs.model import Brief
from briefgen.edition.model import Edition
from briefgen.pages import (
    api,
    briefs,
    calendars,
    cards,
    copies,
    entities,
    feeds,
    finder,
    indexes,
    llms,
    revisions,
    sitemaps,
    subscribe,
)
from briefgen.pages.book import Book
from briefgen.pages.links import link_problems, prose_problems
from briefgen.pages.model import Page, PageKind, page_at
from briefgen.pages.pictures import media_url
from briefgen.pages.references import Uses
from briefgen.pages.urls import folder_of
from briefgen.pages.views import AssetPage, PageView, SiteView, View
from briefgen.problems import Problem, Where, problem

K = PageKind


class Plan:
    """The pages of an edition, in path order, and the view of each when it is asked for. `problems` is what is wrong among
    them; `link_problems` are, by `Brief.path`, those that come from the links of one brief alone."""

    def __init__(
        self,
        book: Book,
        pages: tuple[Page, ...],
        problems: tuple[Problem, ...] = (),
        link_problems: dict[str, tuple[Problem, ...]] | None = None,
    ):
        self.book = book
        self.pages = pages
        self.problems = problems
        self.link_problems = link_problems or {}

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """All that is wrong with pages and links."""
        return (*self.problems, *(p for found in self.link_problems.values() for p in found))

    @property
    def site(self) -> SiteView:
        """What every template sees of the site."""
        return self.book.site

    def watched(self, page: Page) -> tuple[PageView, View, Uses]:
        """All that the page's template gets to see, and the briefs that it was made from."""
        with self.book.watch() as uses:
            meta, view = self.view(page)
        return meta, view, uses

    def view(self, page: Page) -> tuple[PageView, View]:
        """All that the page's template gets to see."""
        if page.kind in _LISTS:
            return _LISTS[page.kind](self.book, self.pages, *page.subject)
        return _VIEWS[page.kind](self.book, *page.subject)


def plan_pages(edition: Edition) -> Plan:
    """The plan of an edition. Two pages for one path, also when they differ only in case, are an error that names both;
    the first of them stays in the plan."""
    book = Book(edition)
    leading = [item.brief for item in book.items.values() if briefs.leads_on(item.brief)]
    planned = [*_content(book, leading), *_index_pages(book), *_entity_pages(book)]
    planned += chain.from_iterable(pages(book) for pages in _MACHINES)
    planned += list(sitemaps.pages(book, planned))
    pages, problems = _settle(planned, list(_redirects(book)))
    return Plan(book, pages, (*problems, *_site_problems(book)), _link_problems(book, leading))


def _content(book: Book, leading: list[Brief]) -> Iterator[Page]:
    for path in book.items:
        yield page_at(K.BRIEF, book.brief_url(path), (path,), f"briefs/{path}")
    yield from revisions.pages(book)
    for own in book.edition.pages:
        yield page_at(K.OWN, own.url, (own.path,), f"briefs/{own.path}")
    shown = (p for brief in leading for p in briefs.pictures(brief))
    linked = (briefs.resolve(own.path, p) for own in book.edition.pages for p in briefs.local_paths(own.text))
    for file in dict.fromkeys((*shown, *linked)):
        if file in book.edition.files:
            yield page_at(K.ASSET, media_url(file), (file,), f"briefs/{file}")
    yield page_at(K.NOT_FOUND, "/404.html", (), "the page for lost readers")


def _index_pages(book: Book) -> Iterator[Page]:
    yield page_at(K.HOME, "/", (), "the home page")
    shelf = book.shelf("site")
    for period in shelf.periods:
        yield page_at(K.PERIOD, shelf.url(period), ("site", period), f"the archive of {period}")
    outputs = book.config.outputs
    for kind, on in ((K.NEXT, outputs.next), (K.CORRECTIONS, outputs.corrections), (K.FEEDS, outputs.feeds_page)):
        if on:
            yield page_at(kind, f"/{kind.value}/", (), f"the page /{kind.value}/")


def _entity_pages(book: Book) -> Iterator[Page]:
    yield page_at(K.TOPICS, "/topics/", (), "the list of topics")
    yield page_at(K.ACTORS, "/actors/", (), "the list of actors")
    for kind, entities_ in ((K.TOPIC, book.edition.topics), (K.ACTOR, book.edition.actors)):
        for slug, entity in entities_.items():
            shelf = book.shelf(kind.value, slug)
            origin = f"the {kind.value} “{entity.name}”"
            yield page_at(kind, shelf.root, (slug,), origin)
            for period in shelf.periods:
                yield page_at(K.PERIOD, shelf.url(period), (kind.value, slug, period), f"{origin}, {period}")
    if book.config.outputs.stories:
        yield page_at(K.STORIES, "/stories/", (), "the list of stories")
        for slug, story in book.edition.stories.items():
            yield page_at(K.STORY, folder_of("story", slug), (slug,), f"the story “{story.name}”")


def _redirects(book: Book) -> Iterator[Page]:
    for path, item in book.items.items():
        for old in item.brief.aliases:
            yield _redirect(old, book.brief_url(path), item.brief.title, f"briefs/{path}")
    for kind, entities_ in (("topic", book.edition.topics), ("actor", book.edition.actors)):
        for slug, entity in entities_.items():
            for old in entity.former:
                origin = f"a former name of the {kind} “{entity.name}”"
                yield _redirect(folder_of(kind, old), folder_of(kind, slug), entity.name, origin)


def _redirect(old: str, target: str, title: str, origin: str) -> Page:
    return page_at(K.REDIRECT, old, (old, target, title), origin)


def _settle(planned: list[Page], redirects: list[Page]) -> tuple[tuple[Page, ...], list[Problem]]:
    """One page for each path: collisions become problems, and a redirect gives way to a page at its own target."""
    taken: dict[str, Page] = {}
    problems: list[Problem] = []
    for page in (*planned, *redirects):
        key = page.path.casefold()
        first = taken.setdefault(key, page)
        if first is not page and not (page.kind is K.REDIRECT and page.subject[1] in (first.url, *first.subject)):
            problems.append(_collision(first, page))
    folders = _folders(taken)
    problems += [_collision(folders[key], taken.pop(key)) for key in sorted(taken.keys() & folders.keys())]
    return tuple(sorted(taken.values(), key=lambda p: p.path)), problems


def _folders(pages: dict[str, Page]) -> dict[str, Page]:
    """The folders that pages, by their paths, lie in, each with the last page in it."""
    folders: dict[str, Page] = {}
    for path, page in reversed(pages.items()):
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:  # else those above it are known, too
            folders[folder] = page
            folder = folder.rpartition("/")[0]
    return folders


def _collision(first: Page, second: Page) -> Problem:
    differs = "" if first.path == second.path else f" (and {first.url}, which some disks cannot tell apart)"
    if first.path.casefold() != second.path.casefold():
        differs = f" (for {first.url} it would have to be a folder)"
    message = f"Two pages want the address {second.url}{differs}: {second.origin} and {first.origin}"
    if second.kind is K.REDIRECT:
        hint = "Take the address out of `aliases:`, or move the page that has it now"
    else:
        hint = "Give one of them another `slug:`"
    where = Where(second.origin if second.origin.startswith("briefs/") else first.origin)
    return problem("path-collision", where, message, hint)


def _site_problems(book: Book) -> Iterator[Problem]:
    if not book.origin:
        message = "The site has no `url`, so the links in its feeds are not whole and there is no sitemap"
        yield problem(
            "no-site-url",
            Where("briefgen.yml"),
            message,
            "Write the site's address, such as `url: https://example.org`",
        )
    for page in book.edition.pages:
        yield from prose_problems(book, page.path, page.text, 0)


def _link_problems(book: Book, leading: list[Brief]) -> dict[str, tuple[Problem, ...]]:
    found = ((brief.path, link_problems(book, brief)) for brief in leading)
    return {path: problems for path, problems in found if problems}


_VIEWS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {
    K.HOME: indexes.home_page,
    K.BRIEF: briefs.brief_page,
    K.TOPICS: entities.topics_page,
    K.TOPIC: entities.topic_page,
    K.ACTORS: entities.actors_page,
    K.ACTOR: entities.actor_page,
    K.STORIES: entities.stories_page,
    K.STORY: entities.story_page,
    K.PERIOD: indexes.period_page,
    K.NEXT: indexes.next_page,
    K.CORRECTIONS: indexes.corrections_page,
    K.FEEDS: subscribe.feeds_page,
    K.OWN: indexes.own_page,
    K.NOT_FOUND: indexes.not_found_page,
    K.REDIRECT: indexes.redirect_page,
    K.ASSET: lambda book, file: (book.page("asset", "", media_url(file)), AssetPage(file)),
    K.REVISIONS: revisions.revisions_page,
    **cards.VIEWS,
    **feeds.VIEWS,
    **finder.VIEWS,
    **sitemaps.VIEWS,
    **calendars.VIEWS,
    **api.VIEWS,
    **copies.VIEWS,
    **llms.VIEWS,
}

#: Views of what lists other pages: they are given all of them.
_LISTS: dict[PageKind, Callable[..., tuple[PageView, Any]]] = {**sitemaps.LISTS}

#: The pages that machines read, but for those that list all others.
_MACHINES: tuple[Callable[[Book], Iterator[Page]], ...] = (
    cards.pages,
    feeds.pages,
    finder.pages,
    calendars.pages,
    api.pages,
    copies.pages,
    llms.pages,
)
