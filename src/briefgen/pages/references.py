"""How pages refer to briefs, topics and actors: as a card, as a link, with a number."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from briefgen.briefs.labels import standard_label
from briefgen.briefs.model import SectionKind
from briefgen.edition.model import Actor, Due, Edition, Item
from briefgen.pages.addresses import Addresses
from briefgen.pages.shelf import span_of
from briefgen.pages.standing import standing
from briefgen.pages.urls import folder_of
from briefgen.pages.views import ActorCard, ActorLink, BriefCard, Counted, ExpectationView, Link


class Uses(NamedTuple):
    """The briefs, by path, that a view was made from: those of which it shows no more than a card, and those whose text
    it shows. What an `Item` tells without its brief (its day, names and so on) is not noted."""

    heads: set[str]
    texts: set[str]


class References(Addresses):
    """What an edition has, as other pages refer to it. Each is made once; the briefs that a view refers to are noted in `uses`."""

    def __init__(self, edition: Edition):
        config = edition.config
        super().__init__(config, {i.path: i for i in (*edition.items, *edition.expired)})
        self.edition = edition
        self.today: dt.date = edition.now.astimezone(ZoneInfo(config.timezone)).date()
        #: What views were made from since `Book.watch`.
        self.uses = Uses(set(), set())
        self._cards: dict[str, BriefCard] = {}
        self._actor_cards: dict[str, ActorCard] = {}
        self._actor_links: dict[str, ActorLink] = {}
        self._topic_links: dict[str, Link] = {}
        self._labels: dict[tuple[SectionKind, str], str] = {}

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
