"""Parts that many views are put together from."""

from __future__ import annotations

import datetime as dt

from briefgen.pages.views.base import View
from briefgen.text.moment import Moment


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


class Identified(View, frozen=True, kw_only=True):
    """What other sites are about, too: `same_as` are their addresses (its item of Wikidata, its own website)."""

    same_as: tuple[str, ...] = ()


class ActorLink(Identified, frozen=True):
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


class Period(View, frozen=True):
    """A year, month or day of an archive. `unit` is "year", "month" or "day"; `start` its first day. A template prints it
    in words with the filter `period`."""

    unit: str
    start: dt.date
    url: str


class PeriodLink(Period, frozen=True):
    """A period with its number of briefs."""

    count: int


class DayGroup(View, frozen=True):
    """The briefs of one day, newest first. `url` is the day's page, or empty."""

    day: dt.date
    url: str
    briefs: tuple[BriefCard, ...]


class MonthGroup(View, frozen=True):
    """The briefs of one month, newest first. `month` is its first day."""

    month: dt.date
    briefs: tuple[BriefCard, ...]


class Listing(View, frozen=True):
    """What an index shows: its latest briefs (or all of them), and links to where the others are. Those of the site are by
    day (`days`), those of a topic or an actor by month (`months`). `complete` tells that nothing is left out here;
    `periods` are years, months or days, newest first."""

    days: tuple[DayGroup, ...] = ()
    periods: tuple[PeriodLink, ...] = ()
    complete: bool = True
    months: tuple[MonthGroup, ...] = ()


class Activity(View, frozen=True):
    """How many briefs there were in each month or year (`unit`) of a life. `start` and `end` are the first days of the
    first and the last of them, `peak` that of the one with most briefs, the first of several; `counts` are theirs."""

    unit: str
    start: dt.date
    end: dt.date
    peak: dt.date
    counts: tuple[int, ...]


class ExpectationView(View, frozen=True):
    """A dated expectation. `first` is None when only a last day ("by") is known; `state` is "upcoming", "due" (its last
    day has passed and no outcome is known) or "settled" (`outcome` says what came of it)."""

    what: str
    first: dt.date | None
    last: dt.date
    state: str
    outcome: str = ""
    brief: Link = Link("")
    language: str = "en"


class CorrectionView(View, frozen=True):
    """A correction and the brief that it is about. `language` is that of both."""

    date: Moment
    text: str
    brief: Link = Link("")
    language: str = "en"


class ImageView(View, frozen=True):
    """A picture; `alt` is never empty. `elsewhere` tells that it lies on another site from which nothing may be loaded: a page only links
    to it. `type` is its media type ("image/png"), or empty where that cannot be told."""

    url: str
    alt: str
    credit: str = ""
    caption: str = ""
    elsewhere: bool = False
    type: str = ""


class ShareImage(View, frozen=True):
    """The picture that stands for a page where it is shared. `url` is absolute where the site's `url` is known; `type` is its media
    type ("image/png") or empty; `width` and `height` are pixels, 0 where they are not known."""

    url: str
    alt: str
    type: str = ""
    width: int = 0
    height: int = 0
