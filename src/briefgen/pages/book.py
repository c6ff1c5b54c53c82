"""The Book: an edition with the look-up tables that plan and views share. It only remembers; it decides nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from briefgen.briefs.labels import standard_label
from briefgen.briefs.model import SectionKind
from briefgen.edition.model import Actor, Due, Edition, Item, Record
from briefgen.pages.addresses import Addresses
from briefgen.pages.formats import formats
from briefgen.pages.related import Kin
from briefgen.pages.shards import Division
from briefgen.pages.shelf import Shelf, first_day, iso_day, span_of, unit_of
from briefgen.pages.site import site_view
from briefgen.pages.standing import standing
from briefgen.pages.urls import folder_of
from briefgen.pages.views import (
    ActorCard,
    ActorLink,
    BriefCard,
    BriefView,
    Counted,
    EventView,
    ExpectationView,
    Link,
    PageView,
    Period,
    PeriodLink,
    ShareImage,
    SitemapEntry,
)
from briefgen.text.moment import Moment

#: How many actors or topics a page names as the most frequent.
FREQUENT = 12


class Uses(NamedTuple):
    """The briefs, by path, that a view was made from: those of which it shows no more than a card, and those whose text
    it shows. What an `Item` tells without its brief (its day, names and so on) is not noted."""

    heads: set[str]
    texts: set[str]


class Book(Addresses):
    """Look-ups over one edition. `Book(edition)` is cheap; what is asked for often is made once and kept."""

    def __init__(self, edition: Edition):
        config = edition.config
        super().__init__(config, {i.path: i for i in (*edition.items, *edition.expired)})
        self.edition = edition
        self.today: dt.date = edition.now.astimezone(ZoneInfo(config.timezone)).date()
        #: What views were made from since `watch`.
        self.uses = Uses(set(), set())
        #: Views that several pages share, made by `pages.briefs.shared_view`, with what they were made from.
        self.views: dict[str, tuple[BriefView, Uses]] = {}
        #: What each sitemap lists of pages that are no briefs, by its group and its bucket, made by `pages.sitemaps`.
        self.mapped: dict[tuple[str, str], tuple[SitemapEntry, ...]] = {}
        #: What each brief expects, as calendars have it, by its file, made by `pages.calendars`.
        self.events: dict[str, tuple[EventView, ...]] = {}
        self._modified: dict[str, Moment] = {}
        self._cards: dict[str, BriefCard] = {}
        self._actor_cards: dict[str, ActorCard] = {}
        self._actor_links: dict[str, ActorLink] = {}
        self._topic_links: dict[str, Link] = {}
        self._labels: dict[tuple[SectionKind, str], str] = {}
        self._shelves: dict[tuple[str, ...], Shelf] = {}
        self.site = site_view(config)

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
    def months(self) -> dict[str, list[Item]]:
        """The briefs by month ("2025-10"), newest first."""
        found: dict[str, list[Item]] = {}
        for item in self.edition.items:
            found.setdefault(iso_day(item.day)[:7], []).append(item)
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
            return Shelf("/", self.edition.items, tuple(u for u in chosen if chosen[u]), self.config, sparse=False)
        items = self.topic_items(slug) if kind == "topic" else self._items(self.edition.actors[slug].items)
        years = outputs.topic_years if kind == "topic" else outputs.actor_years
        return Shelf(folder_of(kind, slug), items, ("year", "month") if years else (), self.config, sparse=True)

    def topic_items(self, slug: str) -> tuple[Item, ...]:
        """The briefs of a topic and of its sub-topics, newest first."""
        topic = self.edition.topics[slug]
        if not topic.children:
            return self._items(topic.items)
        paths = set(topic.items).union(*({i.path for i in self.topic_items(c)} for c in topic.children))
        return tuple(item for path, item in self.items.items() if path in paths)

    def _items(self, paths: Iterable[str]) -> tuple[Item, ...]:
        return tuple(map(self.items.__getitem__, paths))

    def period(self, shelf: Shelf, period: str) -> Period:
        """The page of a period, for a page that is to stay the same when there are more briefs in it."""
        return Period(unit_of(period), first_day(period), self.href(shelf.url(period)))

    def period_link(self, shelf: Shelf, period: str) -> PeriodLink:
        """A link to the page of a period."""
        count = len(shelf.within(period))
        return PeriodLink(unit_of(period), first_day(period), self.href(shelf.url(period)), count)

    # ------------------------------------------------------------ cards and links

    def card(self, path: str) -> BriefCard:
        """The brief with that file, as lists show it."""
        self.uses.heads.add(path)
        card = self._cards.get(path)
        if card is None:
            item = self.items[path]
            head = item.head
            card = self._cards[path] = BriefCard(
                title=head.title,
                url=self.href(self.brief_url(path)),
                date=head.date,
                summary=head.summary,
                state=item.state.value,
                language=head.language or self.config.language,
                topics=tuple(self.topic_link(t) for t in item.topics if t in self.edition.topics),
                updated=head.updated,
                corrected=head.corrected,
            )
        return card

    def link(self, path: str) -> Link:
        """A link to the brief with that file."""
        self.uses.heads.add(path)
        return Link(self.items[path].head.title, self.href(self.brief_url(path)))

    def topic_link(self, slug: str) -> Link:
        """A link to a topic's page."""
        found = self._topic_links.get(slug)
        if found is None:
            found = self._topic_links[slug] = Link(self.edition.topics[slug].name, self.href(folder_of("topic", slug)))
        return found

    def actor_link(self, slug: str) -> Link:
        """A link to an actor's page."""
        named = self.actor_named(slug)
        return Link(named.title, named.url)

    def actor_named(self, slug: str) -> ActorLink:
        """An actor, as the page of a brief names it."""
        if slug not in self._actor_links:
            actor = self.edition.actors[slug]
            url = self.href(folder_of("actor", slug))
            self._actor_links[slug] = ActorLink(actor.name, url, actor.kind, actor.role, same_as=actor.same_as)
        return self._actor_links[slug]

    def actor_card(self, slug: str) -> ActorCard:
        """An actor, as lists show it."""
        if slug not in self._actor_cards:
            actor = self.edition.actors[slug]
            first, latest = span_of(self.items[p] for p in (actor.items[-1:] + actor.items[:1]))
            link = self.actor_link(slug)
            self._actor_cards[slug] = ActorCard(
                link.title, link.url, actor.kind, actor.role, len(actor.items), first, latest
            )
        return self._actor_cards[slug]

    def member_of(self, actor: Actor) -> tuple[Link, ...]:
        """The bodies that an actor belongs to, those with a page first."""
        return (*map(self.actor_link, actor.member_of), *map(Link, actor.member_names))

    def frequent_actors(self, items: Iterable[Item], limit: int, without: str = "") -> tuple[Counted, ...]:
        """The actors that most of these briefs name, most frequent first; the more recent first among equals."""
        counts = Counter(chain.from_iterable([item.actors for item in items]))
        del counts[without]
        links = ((self.actor_link(slug), n) for slug, n in counts.most_common(limit))
        return tuple(Counted(link.title, link.url, n) for link, n in links)

    def frequent_topics(self, items: Iterable[Item], limit: int) -> tuple[Counted, ...]:
        """The topics that most of these briefs are about, most frequent first."""
        counts = Counter(chain.from_iterable([item.topics for item in items]))
        links = ((self.topic_link(slug), n) for slug, n in counts.most_common(limit))
        return tuple(Counted(link.title, link.url, n) for link, n in links)

    def expectation(self, due: Due) -> ExpectationView:
        """An expectation as it stands today."""
        e = due.expectation
        language = self.items[due.path].head.language or self.config.language
        state = standing(due, self.today)
        return ExpectationView(e.what, e.first, e.last, state, e.outcome, self.link(due.path), language)

    def section_label(self, kind: SectionKind, language: str) -> str:
        """What stands above a section: the site's own label, or the standard one of the brief's language."""
        found = self._labels.get((kind, language))
        if found is None:
            own: str = getattr(self.config.sections, kind.value).label if language == self.config.language else ""
            found = self._labels[kind, language] = own or standard_label(kind, language)
        return found
