"""Pages whose views must be the same on both sides, told without making them: by what both editions hold of what they show.

A kind of page without a rule here is compared by its views, and so is a page of which its rule is not certain; so a rule may be too careful, and
never the other way round. `tests/test_diff_same.py` holds that, with the views themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

from briefgen.edition.model import Actor, Item, Topic
from briefgen.pages.book import Book
from briefgen.pages.briefs import leads_on, pictures, strip, thread
from briefgen.pages.model import Page, PageKind


class Same:
    """What is the same in two books. `odd` are the briefs of which a card or a link may differ: they differ, or are on one side only, or have
    a name that does."""

    def __init__(self, one: Book, other: Book) -> None:
        self._one, self._other = one, other
        self._is_near = one.config == other.config and one.today == other.today
        self._names = {
            "topic": frozenset(_differing(one.edition.topics, other.edition.topics)),
            "actor": frozenset(_differing(one.edition.actors, other.edition.actors)),
        }
        self.odd = frozenset(self._find_odd())
        self._shelves: dict[tuple[str, ...], bool] = {}
        self._stories: dict[str, bool] = {}
        self._views: dict[str, bool] = {}

    def is_certain(self, one: Page, other: Page) -> bool:
        """Whether a page of the one book has the same view as a page of the other."""
        rule = RULES.get(other.kind)
        if rule is None or not self._is_near or one.kind is not other.kind or one.subject != other.subject:
            return False
        return rule(self, *other.subject)

    # ------------------------------------------------------------ what pages are made of

    def _find_odd(self) -> Iterator[str]:
        topics, actors = self._names["topic"], self._names["actor"]
        one, other = self._one.items, self._other.items
        for path in {**one, **other}:
            item = other.get(path)
            if (
                item is None
                or item != one.get(path)
                or not topics.isdisjoint(item.topics)
                or not actors.isdisjoint(item.actors)
            ):
                yield path

    @cached_property
    def _astray(self) -> frozenset[str]:
        """The files that a link may lead to and that are not where they were."""
        one, other = self._one, self._other
        moved = {p for p in self.odd if p not in one.items or p not in other.items}
        moved |= {p for p in self.odd - moved if one.brief_url(p) != other.brief_url(p)}
        return frozenset(moved | (one.edition.files ^ other.edition.files))

    def _plain(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Whether two lists of briefs are the same, and so are their cards."""
        paths = list(one)
        return paths == list(other) and self.odd.isdisjoint(paths)

    def _listed(self, one: Iterable[Item], other: Iterable[Item]) -> bool:
        return self._plain([item.path for item in one], [item.path for item in other])

    def _name(self, kind: str, slug: str = "") -> bool:
        """Whether all that there is to say of a topic or an actor is the same, but for its briefs."""
        return kind == "site" or slug not in self._names[kind]

    def _shelf(self, kind: str, *slug: str) -> bool:
        """Whether the site, a topic or an actor has the same briefs, and the same name."""
        found = self._shelves.get((kind, *slug))
        if found is None:
            one, other = self._one.shelf(kind, *slug), self._other.shelf(kind, *slug)
            found = self._name(kind, *slug) and self._listed(one.items, other.items)
            self._shelves[kind, *slug] = found
        return found

    def _story(self, slug: str) -> bool:
        """Whether a story is the same, if there is one, and so are the cards of its briefs."""
        found = self._stories.get(slug)
        if found is None:
            one, other = self._one.edition.stories.get(slug), self._other.edition.stories.get(slug)
            found = self._stories[slug] = one == other and (one is None or self.odd.isdisjoint(one.items))
        return found

    def _view(self, path: str) -> bool:
        """Whether all that there is to show of a brief is the same."""
        found = self._views.get(path)
        if found is None:
            found = self._views[path] = path not in self.odd and self._shown(self._other.items[path])
        return found

    def _shown(self, item: Item) -> bool:
        one, other = self._one, self._other
        if not self._plain(one.followers.get(item.path, ()), other.followers.get(item.path, ())):
            return False
        if item.follows or not self._story(item.story):
            old = one.items[item.path]
            if item.follows in self.odd or thread(one, old) != thread(other, item):
                return False
            if strip(one, old) != strip(other, item):
                return False
        return not self._astray or not leads_on(item.brief) or self._astray.isdisjoint(pictures(item.brief))

    # ------------------------------------------------------------ related briefs

    @cached_property
    def _old(self) -> dict[str, bool]:
        """The briefs older than which nothing has another place or other names, and whether anything of that is odd."""
        found: dict[str, bool] = {}
        odd = False
        for one, other in zip(reversed(self._one.edition.items), reversed(self._other.edition.items), strict=False):
            if (one.path, one.topics, one.actors) != (other.path, other.topics, other.actors):
                break
            found[other.path] = odd
            odd = odd or other.path in self.odd
        return found

    @cached_property
    def _odd_names(self) -> tuple[frozenset[str], frozenset[str]]:
        items = [self._other.items[path] for path in self.odd if path in self._old and path in self._other.items]
        return frozenset(t for i in items for t in i.topics), frozenset(a for i in items for a in i.actors)

    def _related(self, item: Item) -> bool:
        """Whether the same briefs are related to one that is the same, and so are their cards."""
        odd = self._old.get(item.path)
        if odd is not None:
            topics, actors = self._odd_names
            if not odd or (topics.isdisjoint(item.topics) and actors.isdisjoint(item.actors)):
                return True
        return self._plain(*(b.kin.of(item.path, item.topics, item.actors, thread(b, item)) for b in self._books))

    @property
    def _books(self) -> tuple[Book, Book]:
        return self._one, self._other

    # ------------------------------------------------------------ kinds of pages

    def _brief(self, path: str) -> bool:
        return self._view(path) and self._related(self._other.items[path])

    def _card(self, path: str) -> bool:
        return path not in self.odd

    def _period(self, kind: str, *subject: str) -> bool:
        *owner, period = subject
        if self._shelf(kind, *owner):
            return True
        one, other = self._one.shelf(kind, *owner), self._other.shelf(kind, *owner)
        return (
            self._name(kind, *owner)
            and one.parts(period) == other.parts(period)
            and one.parents(period) == other.parents(period)
            and one.neighbours(period) == other.neighbours(period)
            and self._listed(one.within(period), other.within(period))
        )

    def _topic(self, slug: str) -> bool:
        topics = self._other.edition.topics
        topic = topics[slug]
        if not self._shelf("topic", slug) or not all(self._shelf("topic", child) for child in topic.children):
            return False
        while topic.parent:
            if not self._name("topic", topic.parent):
                return False
            topic = topics[topic.parent]
        return True

    def _actor(self, slug: str) -> bool:
        actor = self._other.edition.actors[slug]
        return (
            self._shelf("actor", slug)
            and all(self._shelf("actor", member) for member in actor.members)
            and all(self._name("actor", body) for body in actor.member_of)
        )

    def _story_page(self, slug: str) -> bool:
        return self._story(slug) and all(map(self._view, self._other.edition.stories[slug].items))

    def _feed(self, _: str, of: str, *slug: str) -> bool:
        if of == "story":
            return self._story_page(*slug)
        one, other = self._one.shelf(of, *slug).latest, self._other.shelf(of, *slug).latest
        return self._name(of, *slug) and self._listed(one, other) and all(self._view(item.path) for item in other)

    def _calendar(self, _: str, of: str, *slug: str) -> bool:
        return self._shelf(of, *slug)

    def _shard(self, _: str, period: str) -> bool:
        return self._plain(*(book.division.shards[period] for book in self._books))

    def _words(self, _: str, year: str) -> bool:
        one, other = (book.division.lists[year] for book in self._books)
        return one == other and all(self._shard("", period) for period in one)

    def _sitemap(self, _: str, group: str, __: str) -> bool:
        one, other = (book.months.get(group) for book in self._books)
        return one is not None and other is not None and self._listed(one, other)

    def _redirect(self, *_: str) -> bool:
        return True


#: How it is told for each kind of page.
RULES: dict[PageKind, Callable[..., bool]] = {
    PageKind.BRIEF: Same._brief,
    PageKind.BRIEF_JSON: Same._view,
    PageKind.BRIEF_MARKDOWN: Same._view,
    PageKind.CARD: Same._card,
    PageKind.PERIOD: Same._period,
    PageKind.TOPIC: Same._topic,
    PageKind.ACTOR: Same._actor,
    PageKind.STORY: Same._story_page,
    **dict.fromkeys((PageKind.FEED, PageKind.JSON_FEED, PageKind.RSS), Same._feed),
    PageKind.CALENDAR: Same._calendar,
    PageKind.FINDER_SHARD: Same._shard,
    PageKind.FINDER_WORDS: Same._words,
    PageKind.SITEMAP: Same._sitemap,
    PageKind.REDIRECT: Same._redirect,
}


def _differing(one: Mapping[str, Topic] | Mapping[str, Actor], other: Mapping[str, Any]) -> Iterator[str]:
    """The slugs of topics or actors of which more than their briefs differs."""
    for slug in {**one, **other}:
        old, new = one.get(slug), other.get(slug)
        if old is None or new is None or _bare(old) != _bare(new):
            yield slug


def _bare(entity: Topic | Actor) -> Topic | Actor:
    return msgspec.structs.replace(entity, items=())
