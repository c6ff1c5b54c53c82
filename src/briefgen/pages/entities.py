"""Views of topics, actors and stories, and of the lists of them."""

from __future__ import annotations

from briefgen.briefs.model import ACTOR_KINDS
from briefgen.edition.model import Actor, Story, Topic
from briefgen.pages.activity import activity_of
from briefgen.pages.book import FREQUENT, Book
from briefgen.pages.briefs import next_section
from briefgen.pages.calendars import offering
from briefgen.pages.listing import listing
from briefgen.pages.shelf import span_of
from briefgen.pages.standing import by_standing
from briefgen.pages.urls import folder_of
from briefgen.pages.views import (
    ActorGroup,
    ActorPage,
    ActorsPage,
    Link,
    PageView,
    StoriesPage,
    StoryCard,
    StoryPage,
    StoryStep,
    TopicCard,
    TopicPage,
    TopicsPage,
)
from briefgen.text.keys import entity_key

#: How many expectations that are past an actor's page shows of each kind, the latest.
PAST = 5


def topics_page(book: Book) -> tuple[PageView, TopicsPage]:
    """The list of topics, each followed by its sub-topics."""
    roots = sorted((t for t in book.edition.topics.values() if not t.parent), key=_by_name)
    cards = tuple(card for root in roots for card in _topic_tree(book, root.slug, 0))
    return book.page("topics", "", "/topics/"), TopicsPage(cards)


def topic_page(book: Book, slug: str) -> tuple[PageView, TopicPage]:
    """A topic: what it is, who is active in it, its latest briefs."""
    topic = book.edition.topics[slug]
    shelf = book.shelf("topic", slug)
    first, latest = span_of(shelf.items)
    parents: list[Link] = []
    parent = topic.parent
    while parent:
        parents.insert(0, book.topic_link(parent))
        parent = book.edition.topics[parent].parent
    view = TopicPage(
        title=topic.name,
        listing=listing(book, shelf),
        description=topic.description,
        aliases=topic.aliases,
        count=len(shelf.paths),
        first=first,
        latest=latest,
        parents=tuple(parents),
        children=tuple(_topic_card(book, c, 0) for c in topic.children),
        actors=book.frequent_actors(shelf.items, FREQUENT),
        activity=activity_of([item.day for item in shelf.items]),
    )
    meta = book.page("topic", topic.name, shelf.root, topic.description, follow="topic")
    return offering(book, meta, "topic", slug), view


def actors_page(book: Book) -> tuple[PageView, ActorsPage]:
    """The list of actors by kind, and who is in the latest briefs."""
    groups: dict[str, list[str]] = {kind: [] for kind in (*ACTOR_KINDS, "")}
    for actor in sorted(book.edition.actors.values(), key=_by_name):
        groups[actor.kind if actor.kind in groups else ""].append(actor.slug)
    recent = book.frequent_actors(book.shelf("site").shown(""), FREQUENT)
    view = ActorsPage(
        tuple(ActorGroup(kind, tuple(map(book.actor_card, slugs))) for kind, slugs in groups.items() if slugs), recent
    )
    return book.page("actors", "", "/actors/"), view


def actor_page(book: Book, slug: str) -> tuple[PageView, ActorPage]:
    """An actor: who it is, since when it is in the news, with whom, on what, and its latest briefs."""
    actor = book.edition.actors[slug]
    shelf = book.shelf("actor", slug)
    card = book.actor_card(slug)
    expected = [d for item in shelf.items for d in book.due.get(item.path, ())]
    upcoming, due, settled = by_standing(expected, book.today)
    view = ActorPage(
        title=actor.name,
        listing=listing(book, shelf),
        kind=actor.kind,
        role=actor.role,
        description=actor.description,
        aliases=actor.aliases,
        website=actor.url,
        wikidata=actor.wikidata_url,
        count=card.count,
        first=card.first,
        latest=card.latest,
        member_of=book.member_of(actor),
        members=tuple(map(book.actor_card, actor.members)),
        company=book.frequent_actors(shelf.items, FREQUENT, without=slug),
        topics=book.frequent_topics(shelf.items, FREQUENT),
        upcoming=tuple(map(book.expectation, upcoming)),
        due=tuple(map(book.expectation, due[:PAST])),
        settled=tuple(map(book.expectation, settled[:PAST])),
        activity=activity_of([item.day for item in shelf.items]),
    )
    meta = book.page("actor", actor.name, shelf.root, actor.description, follow="actor")
    return offering(book, meta, "actor", slug), view


def stories_page(book: Book) -> tuple[PageView, StoriesPage]:
    """The list of stories, the latest to move first."""
    cards = sorted((_story_card(book, s) for s in book.edition.stories.values()), key=lambda c: c.title.casefold())
    cards.sort(key=lambda c: c.latest, reverse=True)
    return book.page("stories", "", "/stories/"), StoriesPage(tuple(cards))


def story_page(book: Book, slug: str) -> tuple[PageView, StoryPage]:
    """A story: its briefs in order, each with what it expected next."""
    story = book.edition.stories[slug]
    steps = tuple(
        StoryStep(book.card(p), next_section(book, p), tuple(map(book.expectation, book.due.get(p, ()))))
        for p in story.items
    )
    meta = book.page("story", story.name, folder_of("story", slug), follow="story")
    return meta, StoryPage(story.name, steps)


def _by_name(entity: Topic | Actor) -> tuple[str, str]:
    """The order of names in a list: accents and case do not matter."""
    return entity_key(entity.name), entity.slug


def _topic_tree(book: Book, slug: str, depth: int) -> list[TopicCard]:
    """A topic and all below it, each before its sub-topics."""
    cards = [_topic_card(book, slug, depth)]
    for child in book.edition.topics[slug].children:
        cards.extend(_topic_tree(book, child, depth + 1))
    return cards


def _topic_card(book: Book, slug: str, depth: int) -> TopicCard:
    items = book.shelf("topic", slug).items
    link = book.topic_link(slug)
    latest = span_of(items[:1])[1]
    return TopicCard(link.title, link.url, book.edition.topics[slug].description, len(items), depth, latest)


def _story_card(book: Book, story: Story) -> StoryCard:
    days = [book.items[p].day for p in story.items]
    return StoryCard(story.name, book.href(folder_of("story", story.slug)), len(days), min(days), max(days))
