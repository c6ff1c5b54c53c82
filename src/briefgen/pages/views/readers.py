"""One view for each kind of page that readers see, but for that of a brief."""

from __future__ import annotations

import datetime as dt
from typing import Any

from briefgen.pages.views.base import View
from briefgen.pages.views.brief import SectionView
from briefgen.pages.views.parts import (
    Activity,
    ActorCard,
    BriefCard,
    CorrectionView,
    Counted,
    ExpectationView,
    Link,
    Listing,
    Period,
    PeriodLink,
    Prose,
    TopicCard,
)


class HomePage(View, frozen=True):
    """home.html. `actors` and `topics` are those of the briefs shown, most frequent first (counts within them)."""

    listing: Listing
    actors: tuple[Counted, ...] = ()
    topics: tuple[Counted, ...] = ()
    upcoming: tuple[ExpectationView, ...] = ()


class TopicsPage(View, frozen=True):
    """topics.html: all topics, sub-topics after their parent."""

    topics: tuple[TopicCard, ...]


class TopicPage(View, frozen=True):
    """topic.html. `parents` lead from the top to its parent; `actors` are those that its briefs name most often; `activity`
    is None where there is too little to draw."""

    title: str
    listing: Listing
    description: str = ""
    aliases: tuple[str, ...] = ()
    count: int = 0
    first: dt.date | None = None
    latest: dt.date | None = None
    parents: tuple[Link, ...] = ()
    children: tuple[TopicCard, ...] = ()
    actors: tuple[Counted, ...] = ()
    activity: Activity | None = None


class ActorGroup(View, frozen=True):
    """Actors of one kind ("person", …; "" for those of no known kind), by name."""

    kind: str
    actors: tuple[ActorCard, ...]


class ActorsPage(View, frozen=True):
    """actors.html. `recent` are those named in the latest briefs, most frequent first (counts within them)."""

    groups: tuple[ActorGroup, ...]
    recent: tuple[Counted, ...] = ()


class ActorPage(View, frozen=True):
    """actor.html. `company` are the actors that appear most often beside it; `topics` likewise. `member_of`
    entries have an empty `url` where the body has no page. `wikidata` is a URL or empty. `upcoming` by day; of those that
    are `due` and `settled` the latest, latest first. `activity` is None where there is too little to draw."""

    title: str
    listing: Listing
    kind: str = ""
    role: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    website: str = ""
    wikidata: str = ""
    count: int = 0
    first: dt.date | None = None
    latest: dt.date | None = None
    member_of: tuple[Link, ...] = ()
    members: tuple[ActorCard, ...] = ()
    company: tuple[Counted, ...] = ()
    topics: tuple[Counted, ...] = ()
    upcoming: tuple[ExpectationView, ...] = ()
    due: tuple[ExpectationView, ...] = ()
    settled: tuple[ExpectationView, ...] = ()
    activity: Activity | None = None


class StoryCard(View, frozen=True):
    """A story in a list."""

    title: str
    url: str
    count: int
    first: dt.date
    latest: dt.date


class StoriesPage(View, frozen=True):
    """stories.html: stories, the latest to move first."""

    stories: tuple[StoryCard, ...]


class StoryStep(View, frozen=True):
    """One brief of a story, and what it expected next (its *What's Next*, whole)."""

    brief: BriefCard
    next: SectionView | None = None
    expectations: tuple[ExpectationView, ...] = ()


class StoryPage(View, frozen=True):
    """story.html: steps oldest first."""

    title: str
    steps: tuple[StoryStep, ...]


class PeriodPage(View, frozen=True):
    """period.html: a year, a month or a day of the whole site, or of one topic or actor (`of` then links to it).
    `parents` are the year and the month that it lies in (without itself), the longest first; `previous` and `following`
    the periods of its kind next to it that have briefs, or None."""

    period: PeriodLink
    listing: Listing
    of: Link = Link("")
    parents: tuple[Period, ...] = ()
    previous: Period | None = None
    following: Period | None = None


class NextPage(View, frozen=True):
    """next.html. `upcoming` by day; of those that are `due` (passed, no outcome known) and `settled` the latest, latest
    first, and how many more there are of each, which stand with their briefs."""

    upcoming: tuple[ExpectationView, ...] = ()
    due: tuple[ExpectationView, ...] = ()
    settled: tuple[ExpectationView, ...] = ()
    more_due: int = 0
    more_settled: int = 0


class CorrectionsPage(View, frozen=True):
    """corrections.html: newest first."""

    corrections: tuple[CorrectionView, ...]


class OwnPageView(View, frozen=True):
    """page.html: a page of the site's own."""

    title: str
    body: Prose
    extra: dict[str, Any] = {}


class NotFoundPage(View, frozen=True):
    """404.html"""

    latest: tuple[BriefCard, ...] = ()


class RedirectPage(View, frozen=True):
    """redirect.html: `target` is where the page has moved (as `href`), `canonical` the same, absolute where possible."""

    target: str
    canonical: str
    title: str
