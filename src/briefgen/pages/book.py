"""The Book: an edition with the look-up tables that plan and views share. It only remembers; it decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from typing import Any

from briefgen.edition.model import Due, Edition, Item, Record
from briefgen.pages.formats import formats
from briefgen.pages.references import References, Uses
from briefgen.pages.related import Kin
from briefgen.pages.shards import Division
from briefgen.pages.shelf import Shelf, Stacks, first_day, iso_day, unit_of
from briefgen.pages.site import site_view
from briefgen.pages.urls import folder_of
from briefgen.pages.views import (
    BriefView,
    EventView,
    PageView,
    Period,
    PeriodLink,
    ShareImage,
    SitemapEntry,
)
from briefgen.text.moment import Moment

#: How many actors or topics a page names as the most frequent.
FREQUENT = 12


class Book(References):
    """Look-ups over one edition. `Book(edition)` is cheap; what is asked for often is made once and kept."""

    def __init__(self, edition: Edition):
        super().__init__(edition)
        #: Views that several pages share, made by `pages.briefs.shared_view`, with what they were made from.
        self.views: dict[str, tuple[BriefView, Uses]] = {}
        #: What each sitemap lists of pages that are no briefs, by its group and its bucket, made by `pages.sitemaps`.
        self.mapped: dict[tuple[str, str], tuple[SitemapEntry, ...]] = {}
        #: What each brief expects, as calendars have it, by its file, made by `pages.calendars`.
        self.events: dict[str, tuple[EventView, ...]] = {}
        self._modified: dict[str, Moment] = {}
        self._shelves: dict[tuple[str, ...], Shelf] = {}
        self.site = site_view(self.config)

    @cached_property
    def followers(self) -> dict[str, list[str]]:
        """The briefs that take a brief further, oldest first, by its file."""
        found: dict[str, list[str]] = {}
        for item in reversed(self.edition.items):
            if item.follows:
                found.setdefault(item.follows, []).append(item.path)
        return found

    @cached_property
    def kin(self) -> Kin:
        """Which briefs are related."""
        return Kin([item.path for item in self.edition.items], self.edition.topics, self.edition.actors)

    @cached_property
    def division(self) -> Division:
        """How the search divides what can be found."""
        return Division(self.edition)

    @cached_property
    def stacks(self) -> Stacks:
        """The briefs that are listed, for shelves."""
        return Stacks(self.items, {item.path: iso_day(item.day) for item in self.edition.items})

    @cached_property
    def months(self) -> dict[str, list[Item]]:
        """The briefs by month ("2025-10"), newest first."""
        found: dict[str, list[Item]] = {}
        for path, day in self.stacks.days.items():
            found.setdefault(day[:7], []).append(self.items[path])
        return found

    @cached_property
    def due(self) -> dict[str, list[Due]]:
        """The expectations of a brief, by its file."""
        found: dict[str, list[Due]] = {}
        for due in self.edition.expectations:
            found.setdefault(due.path, []).append(due)
        return found

    @contextmanager
    def watch(self) -> Iterator[Uses]:
        """Note what the views are made from that are made within."""
        before, self.uses = self.uses, Uses(set(), set())
        try:
            yield self.uses
        finally:
            before.heads.update(self.uses.heads)
            before.texts.update(self.uses.texts)
            self.uses = before

    def reworded(self, edition: Edition, items: Mapping[str, Item]) -> Book:
        """The book of the same edition with other words in these of its items. What was looked up already is kept, but for what
        shows these words."""
        twin = copy(self)
        twin.edition = edition
        twin.items = {**self.items, **items}
        twin.uses = Uses(set(), set())
        twin.views = {
            path: (view, uses)
            for path, (view, uses) in self.views.items()
            if uses.heads.isdisjoint(items) and uses.texts.isdisjoint(items)
        }
        twin.events = {path: events for path, events in self.events.items() if path not in items}
        twin._cards = {path: card for path, card in self._cards.items() if path not in items}
        return twin

    def modified(self, item: Item) -> Moment:
        """When a brief last changed in a way that readers should know of."""
        found = self._modified.get(item.path)
        if found is None:
            found = self._modified[item.path] = item.modified
        return found

    @cached_property
    def modifications(self) -> dict[str, Moment]:
        """The same of all briefs, by their files, for who asks again and again."""
        return {path: item.modified for path, item in self.items.items()}

    def record(self, path: str) -> Record | None:
        """What git knows of a brief that changed since it was published, if that may be shown."""
        found = self.edition.records.get(path)
        if found is None:
            return None
        brief = self.items[path].brief
        last = found.revisions[-1]
        if last.waited and last.instant > brief.date.instant:  # this version is still to come
            found = Record(found.date, found.revisions[:-1], found.texts[:-1])
        return found if brief.revisions and found.revisions else None

    def page(
        self,
        kind: str,
        title: str,
        url: str,
        description: str = "",
        *,
        follow: str = "",
        language: str = "",
        noindex: bool = False,
        image: ShareImage | None = None,
    ) -> PageView:
        """What is said of every page; `url` is its path on the site, `language` the site's unless given. `follow` says whose
        page it is if that can be followed: "site", "topic", "actor" or "story"."""
        known = formats(self.config, follow) if follow else ()
        feeds: dict[str, Any] = {f.field: self.href(f"{url}{f.file}") for f in known}
        return PageView(
            kind,
            title,
            self.href(url),
            self.absolute(url),
            description,
            language or self.config.language,
            noindex=noindex,
            image=image,
            **feeds,
        )

    # ------------------------------------------------------------ shelves

    def shelf(self, *subject: str) -> Shelf:
        """The shelf of ("site",), ("topic", slug) or ("actor", slug)."""
        if subject not in self._shelves:
            self._shelves[subject] = self._shelve(*subject)
        return self._shelves[subject]

    def _shelve(self, kind: str, slug: str = "") -> Shelf:
        outputs = self.config.outputs
        if kind == "site":
            chosen = {"year": outputs.years, "month": outputs.months, "day": outputs.days}
            units = tuple(u for u in chosen if chosen[u])
            return Shelf("/", tuple(self.stacks.days), self.stacks, units, self.config, sparse=False)
        paths = self._topic_paths(slug) if kind == "topic" else self.edition.actors[slug].items
        years = outputs.topic_years if kind == "topic" else outputs.actor_years
        return Shelf(
            folder_of(kind, slug), paths, self.stacks, ("year", "month") if years else (), self.config, sparse=True
        )

    def _topic_paths(self, slug: str) -> tuple[str, ...]:
        """The briefs of a topic and of its sub-topics, newest first."""
        topic = self.edition.topics[slug]
        if not topic.children:
            return topic.items
        paths = set(topic.items).union(*map(self._topic_paths, topic.children))
        return tuple([path for path in self.stacks.days if path in paths])

    def period(self, shelf: Shelf, period: str) -> Period:
        """The page of a period, for a page that is to stay the same when there are more briefs in it."""
        return Period(unit_of(period), first_day(period), self.href(shelf.url(period)))

    def period_link(self, shelf: Shelf, period: str) -> PeriodLink:
        """A link to the page of a period."""
        return PeriodLink(unit_of(period), first_day(period), self.href(shelf.url(period)), shelf.count(period))
