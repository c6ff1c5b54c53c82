"""The template contract: what a template gets to see. Frozen, typed values; documented for theme authors in `docs/themes.md`.

Every template gets `site` (`SiteView`), `page` (`PageView`) and the fields of its own view: `brief.html` gets those of
`BriefPage`, that is `brief`; `topic.html` those of `TopicPage`; and so on. URLs are ready to use in `href`: a path with
the site's sub-path ("/news/topics/trade/") or an absolute http(s) URL. Dates are `Moment`s or `datetime.date`s: the
filters of the renderer print them. Prose is Markdown until the filter `html` renders it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from briefgen.text.moment import Moment


class View(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of all views. None can hold itself, so the garbage collector need not look at them."""


# ---------------------------------------------------------------- parts


class Link(View, frozen=True):
    """A title and where it leads. `url` may be empty: then there is no page to link to."""

    title: str
    url: str = ""


class Counted(View, frozen=True):
    """A link with a number of briefs: a topic in a list, an actor that appears with another."""

    title: str
    url: str
    count: int


class Prose(View, frozen=True):
    """Markdown and how to render it; hashable. `names` are the names found in it: each `title` is a name as it stands in
    the text; its first occurrence is linked to `url`, or left alone where `url` is empty. `targets` say where local
    paths in links and pictures lead: `title` is the path as written ("chart.png", "2025-10-18-kim.md"), `url` is ready
    to use. A link as written that starts with one "/" is a path on the site and gets the sub-path (`site.base`)."""

    text: str
    language: str = "en"
    names: tuple[Link, ...] = ()
    targets: tuple[Link, ...] = ()


class SectionView(View, frozen=True):
    """One of the three parts. `kind` is "happening", "important" or "next" (also its fragment id); `label` is what to
    print above it; `heading` is what the file says."""

    kind: str
    label: str
    heading: str
    body: Prose


class ActorLink(View, frozen=True):
    """An actor that a brief names. `kind` is as in the registry ("person", …) or empty."""

    title: str
    url: str
    kind: str = ""
    role: str = ""


class ActorCard(ActorLink, frozen=True):
    """An actor in a list. `count` is its number of briefs; `first` and `latest` are days."""

    count: int = 0
    first: dt.date | None = None
    latest: dt.date | None = None


class TopicCard(View, frozen=True):
    """A topic in a list. `depth` is 0 for a topic without parent, 1 for its sub-topics, …"""

    title: str
    url: str
    description: str = ""
    count: int = 0
    depth: int = 0
    latest: dt.date | None = None


class BriefCard(View, frozen=True):
    """A brief in a list. `state` is "published", "draft", "scheduled" or "expired"; `corrected` tells that it carries
    corrections; `summary` is plain text."""

    title: str
    url: str
    date: Moment
    summary: str = ""
    state: str = "published"
    language: str = "en"
    topics: tuple[Link, ...] = ()
    updated: Moment | None = None
    corrected: bool = False


class PeriodLink(View, frozen=True):
    """A year, month or day of an archive. `unit` is "year", "month" or "day"; `start` its first day; `count` its number
    of briefs. A template prints it in words with the filter `period`."""

    unit: str
    start: dt.date
    url: str
    count: int


class DayGroup(View, frozen=True):
    """The briefs of one day, newest first. `url` is the day's page, or empty."""

    day: dt.date
    url: str
    briefs: tuple[BriefCard, ...]


class Listing(View, frozen=True):
    """What an index shows: its latest briefs (or all of them) by day, and links to where the others are.
    `complete` tells that nothing is left out here; `periods` are years, months or days, newest first."""

    days: tuple[DayGroup, ...] = ()
    periods: tuple[PeriodLink, ...] = ()
    complete: bool = True


class SourceView(View, frozen=True):
    """Where facts come from. `url` may be empty."""

    title: str
    url: str = ""
    publisher: str = ""


class ExpectationView(View, frozen=True):
    """A dated expectation. `first` is None when only a last day ("by") is known; `state` is "upcoming", "due" (its last
    day has passed and no outcome is known) or "settled" (`outcome` says what came of it)."""

    what: str
    first: dt.date | None
    last: dt.date
    state: str
    outcome: str = ""
    brief: Link = Link("")


class CorrectionView(View, frozen=True):
    """A correction and the brief that it is about."""

    date: Moment
    text: str
    brief: Link = Link("")


class ImageView(View, frozen=True):
    """A picture; `alt` is never empty."""

    url: str
    alt: str
    credit: str = ""
    caption: str = ""


class StoryStrip(View, frozen=True):
    """The thread that a brief belongs to, as its page shows it: `earlier` are the briefs before it, oldest first, at most
    five. (Those after it are `BriefView.followed_by`: only what says that it follows, so that a new brief rewrites one
    older page, not all.) `title` and `url` are empty when the thread comes from `follows` alone."""

    title: str
    url: str
    earlier: tuple[BriefCard, ...] = ()


class BriefView(View, frozen=True):
    """A brief, whole. `id` is its permanent `tag:` URI; `modified` is when it last changed in a way that readers should
    know of (its date, update or latest correction); `source` its file relative to `briefs/`; `summary` plain text;
    `byline` may be empty; `follows` and `followed_by` are the briefs before and after it in their thread."""

    title: str
    url: str
    id: str
    date: Moment
    modified: Moment
    source: str
    summary: str
    language: str
    state: str = "published"
    updated: Moment | None = None
    expires: Moment | None = None
    byline: str = ""
    lede: Prose | None = None
    sections: tuple[SectionView, ...] = ()
    actors: tuple[ActorLink, ...] = ()
    topics: tuple[Link, ...] = ()
    sources: tuple[SourceView, ...] = ()
    expectations: tuple[ExpectationView, ...] = ()
    corrections: tuple[CorrectionView, ...] = ()
    image: ImageView | None = None
    story: StoryStrip | None = None
    follows: BriefCard | None = None
    followed_by: tuple[BriefCard, ...] = ()
    extra: dict[str, Any] = {}


# ---------------------------------------------------------------- every page


class SiteView(View, frozen=True):
    """The site: the same on every page. `url` is absolute without a final slash, or empty; `base` is the sub-path with a
    final slash ("/" or "/news/"): `{{ site.base }}topics/` works everywhere. `feed` is the site feed's URL or empty.
    `has` says which of the optional pages exist ("topics", "actors", "stories", "next", "corrections")."""

    title: str
    description: str
    url: str
    base: str
    language: str
    publisher: str
    feed: str = ""
    nav: tuple[Link, ...] = ()
    has: tuple[str, ...] = ()
    extra: dict[str, Any] = {}


class PageView(View, frozen=True):
    """This page. `kind` is a `PageKind` value; `title` is plain text, without the site's title (empty on the home page);
    `url` is the page's path; `canonical` is absolute where the site's `url` is known; `feed` is the page's own feed (a
    topic's, an actor's) or empty; `noindex` asks search engines to leave it out."""

    kind: str
    title: str
    url: str
    canonical: str
    description: str = ""
    language: str = "en"
    feed: str = ""
    noindex: bool = False


# ---------------------------------------------------------------- one view for each kind of page


class HomePage(View, frozen=True):
    """home.html. `actors` and `topics` are those of the briefs shown, most frequent first (counts within them)."""

    listing: Listing
    actors: tuple[Counted, ...] = ()
    topics: tuple[Counted, ...] = ()
    upcoming: tuple[ExpectationView, ...] = ()


class BriefPage(View, frozen=True):
    """brief.html"""

    brief: BriefView


class TopicsPage(View, frozen=True):
    """topics.html: all topics, sub-topics after their parent."""

    topics: tuple[TopicCard, ...]


class TopicPage(View, frozen=True):
    """topic.html. `parents` lead from the top to its parent; `actors` are those that its briefs name most often."""

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
    entries have an empty `url` where the body has no page. `wikidata` is a URL or empty."""

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
    expectations: tuple[ExpectationView, ...] = ()


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
    `parents` are the year and the month that it lies in (without itself), the longest first."""

    period: PeriodLink
    listing: Listing
    of: Link = Link("")
    parents: tuple[PeriodLink, ...] = ()


class NextPage(View, frozen=True):
    """next.html. `upcoming` by day; `due` (passed, no outcome known) and `settled`, latest first."""

    upcoming: tuple[ExpectationView, ...] = ()
    due: tuple[ExpectationView, ...] = ()
    settled: tuple[ExpectationView, ...] = ()


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


class FeedPage(View, frozen=True):
    """feed.xml: an Atom feed (RFC 4287). URLs are absolute where the site's `url` is known."""

    id: str
    title: str
    self_url: str
    alternate: str
    updated: dt.datetime
    briefs: tuple[BriefView, ...]


class SitemapEntry(View, frozen=True):
    """`loc` absolute, `lastmod` a truthful last change."""

    loc: str
    lastmod: Moment | None = None


class SitemapPage(View, frozen=True):
    """sitemap.xml and sitemapindex.xml (sitemaps.org protocol 0.9)."""

    entries: tuple[SitemapEntry, ...]


class AssetPage(View, frozen=True):
    """A file that is copied as it is: `file` is relative to `briefs/`, or to the theme's `static/` folder."""

    file: str
    static: bool = False


class RobotsPage(View, frozen=True):
    """robots.txt (RFC 9309). `sitemap` is absolute, or empty."""

    sitemap: str = ""
