"""Views of what programs take: calendars, JSON, llms.txt."""

from __future__ import annotations

import datetime as dt

from briefgen.pages.views.base import View
from briefgen.pages.views.brief import BriefView
from briefgen.pages.views.parts import Link


class EventView(View, frozen=True):
    """An expectation as a calendar holds it. `uid` never changes (see `pages.calendars`); `first` and `last` are days, both
    included, `first` is None when only a last day ("by") is known; `brief` is the brief that states it, with an absolute
    URL where the site's `url` is known, and `language` its language. `created` and `modified` are instants of the brief,
    `sequence` counts its revisions."""

    uid: str
    what: str
    first: dt.date | None
    last: dt.date
    outcome: str
    brief: Link
    language: str
    topics: tuple[str, ...]
    created: dt.datetime
    modified: dt.datetime
    sequence: int


class CalendarPage(View, frozen=True):
    """next.ics: a calendar (RFC 5545) of the site, a topic or an actor, by day. URLs are absolute where the site's `url` is
    known. `uid` is the calendar's own."""

    uid: str
    title: str
    self_url: str
    alternate: str
    events: tuple[EventView, ...]


class ApiIndexPage(View, frozen=True):
    """/api/index.json. `months` are the files of briefs, if there are any, `title` is "2025-10"; `files` the others, `title` is what they
    hold. URLs are absolute where the site's `url` is known, as in all of the API."""

    months: tuple[Link, ...]
    files: tuple[Link, ...]


class ApiBriefsPage(View, frozen=True):
    """/api/briefs/2025-10.json: the briefs of a month, newest first."""

    month: str
    self_url: str
    briefs: tuple[BriefView, ...]


class ApiEntity(View, frozen=True):
    """What a topic and an actor have in common. `former` are slugs that it had; `count`, `first` and `latest` are of its briefs, for a
    topic those of its sub-topics included; `feed` and `calendar` may be empty."""

    slug: str
    name: str
    url: str
    description: str
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    count: int
    first: dt.date | None
    latest: dt.date | None
    feed: str
    calendar: str


class ApiTopic(ApiEntity, frozen=True):
    """A topic. `parent` and `children` are slugs."""

    parent: str
    children: tuple[str, ...]
    iptc: str


class ApiTopicsPage(View, frozen=True):
    """/api/topics.json: the topics, by slug."""

    self_url: str
    topics: tuple[ApiTopic, ...]


class ApiActor(ApiEntity, frozen=True):
    """An actor. `member_of` are names, with a URL where there is a page; `wikidata` is an item id ("Q22686")."""

    kind: str
    role: str
    member_of: tuple[Link, ...]
    wikidata: str
    website: str


class ApiActorsPage(View, frozen=True):
    """/api/actors.json: the actors, by slug."""

    self_url: str
    actors: tuple[ApiActor, ...]


class ApiStory(View, frozen=True):
    """A story. `briefs` are the URLs of its briefs, oldest first."""

    slug: str
    name: str
    url: str
    first: dt.date
    latest: dt.date
    briefs: tuple[str, ...]


class ApiStoriesPage(View, frozen=True):
    """/api/stories.json: the stories, by slug."""

    self_url: str
    stories: tuple[ApiStory, ...]


class LlmsPage(View, frozen=True):
    """llms.txt: what there is on the site, for language models. `sections` are the labels of the three parts; `pages`,
    `topics` (those of the registry that have no parent), `feeds` and `data` are links, absolute where the site's `url` is
    known; those of `pages` and `data` are titled with the names of phrases, those of `feeds` with their formats. `markdown` tells that each brief is there as Markdown."""

    sections: tuple[str, ...]
    pages: tuple[Link, ...]
    topics: tuple[Link, ...]
    feeds: tuple[Link, ...]
    data: tuple[Link, ...]
    markdown: bool = False


class MarkdownPage(View, frozen=True):
    """index.md: a brief as a Markdown document. `labels` are the standard ones of its sections, in their order."""

    brief: BriefView
    labels: tuple[str, ...]
