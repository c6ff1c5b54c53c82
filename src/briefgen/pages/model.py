"""A page before it is rendered: where it goes, what it is, which template makes it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from briefgen.pages.urls import output_path


class PageKind(StrEnum):
    """Every kind of page; the value is also what `page.kind` is in a template."""

    HOME = "home"
    BRIEF = "brief"
    REVISIONS = "revisions"
    TOPICS = "topics"
    TOPIC = "topic"
    ACTORS = "actors"
    ACTOR = "actor"
    STORIES = "stories"
    STORY = "story"
    PERIOD = "period"
    NEXT = "next"
    CORRECTIONS = "corrections"
    OWN = "page"
    NOT_FOUND = "404"
    REDIRECT = "redirect"
    FEEDS = "feeds"
    SEARCH = "search"
    FINDER_INDEX = "finder-index"
    FINDER_NAMES = "finder-names"
    FINDER_SHARD = "finder-shard"
    FINDER_WORDS = "finder-words"
    FEED = "feed"
    JSON_FEED = "jsonfeed"
    RSS = "rss"
    SITEMAP = "sitemap"
    NEWS_SITEMAP = "newssitemap"
    SITEMAP_INDEX = "sitemapindex"
    ROBOTS = "robots"
    CARD = "card"
    CALENDAR = "calendar"
    API_INDEX = "api"
    API_BRIEFS = "api-briefs"
    API_TOPICS = "api-topics"
    API_ACTORS = "api-actors"
    API_STORIES = "api-stories"
    BRIEF_JSON = "brief-json"
    BRIEF_MARKDOWN = "brief-markdown"
    LLMS = "llms"
    ASSET = "asset"


#: The template that renders each kind. An asset has none, since its bytes are copied, nor has what `render.encode` makes.
TEMPLATES = {
    PageKind.HOME: "home.html",
    PageKind.BRIEF: "brief.html",
    PageKind.REVISIONS: "revisions.html",
    PageKind.TOPICS: "topics.html",
    PageKind.TOPIC: "topic.html",
    PageKind.ACTORS: "actors.html",
    PageKind.ACTOR: "actor.html",
    PageKind.STORIES: "stories.html",
    PageKind.STORY: "story.html",
    PageKind.PERIOD: "period.html",
    PageKind.NEXT: "next.html",
    PageKind.CORRECTIONS: "corrections.html",
    PageKind.OWN: "page.html",
    PageKind.NOT_FOUND: "404.html",
    PageKind.REDIRECT: "redirect.html",
    PageKind.FEEDS: "feeds.html",
    PageKind.SEARCH: "search.html",
    PageKind.FEED: "feed.xml",
    PageKind.RSS: "rss.xml",
    PageKind.SITEMAP: "sitemap.xml",
    PageKind.NEWS_SITEMAP: "newssitemap.xml",
    PageKind.SITEMAP_INDEX: "sitemapindex.xml",
    PageKind.ROBOTS: "robots.txt",
    PageKind.LLMS: "llms.txt",
}

#: Kinds that are written after the pages they link to, and those written last of all.
INDEXES = frozenset(PageKind) - {
    *(PageKind.BRIEF, PageKind.BRIEF_JSON, PageKind.BRIEF_MARKDOWN),
    *(PageKind.REVISIONS, PageKind.OWN, PageKind.CARD, PageKind.ASSET),
}
ENTRANCES = frozenset(
    {
        PageKind.HOME,
        PageKind.FEED,
        PageKind.JSON_FEED,
        PageKind.RSS,
        PageKind.SITEMAP,
        PageKind.NEWS_SITEMAP,
        PageKind.SITEMAP_INDEX,
        PageKind.SEARCH,
        PageKind.FINDER_INDEX,
    }
)

#: Kinds that show nothing of the theme but its fonts, and of the settings what is in their view.
DRAWN = frozenset({PageKind.CARD})


class Page(msgspec.Struct, frozen=True):
    """A file that the site will hold.

    `path` is where it is written, posix, relative to the output folder ("topics/trade/index.html"); `url` is its path
    on the site without the sub-path ("/topics/trade/"). `subject` says within its kind what it is about (a brief's
    path, a slug, a period such as "2025-10"), so that (kind, *subject) names its view. `origin` is for people: the file
    or name that it comes from, as collision messages say it.
    """

    path: str
    url: str
    kind: PageKind
    subject: tuple[str, ...] = ()
    origin: str = ""

    @property
    def template(self) -> str:
        """The name of its template; empty where it has none."""
        return TEMPLATES.get(self.kind, "")

    @property
    def rank(self) -> int:
        """0 for content, 1 for indexes, 2 for the entrances: pages are written in this order."""
        return 2 if self.kind in ENTRANCES else 1 if self.kind in INDEXES else 0


def page_at(kind: PageKind, url: str, subject: tuple[str, ...], origin: str) -> Page:
    """The page of a path on the site."""
    return Page(output_path(url), url, kind, subject, origin)
