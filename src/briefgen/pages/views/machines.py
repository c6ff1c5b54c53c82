"""Views of what machines read, and of files that are copied."""

from __future__ import annotations

import datetime as dt

from briefgen.pages.views.base import View
from briefgen.pages.views.brief import BriefView
from briefgen.text.moment import Moment


class FeedPage(View, frozen=True):
    """A feed, in every format: feed.xml (Atom, RFC 4287), rss.xml (RSS 2.0), and JSON Feed 1.1, which has no template. URLs
    are absolute where the site's `url` is known. `id` is a permanent `tag:` URI; `updated` the last change among its briefs that readers
    should know of; `description` plain text, may be empty; `hubs` are the URLs of WebSub hubs."""

    id: str
    title: str
    self_url: str
    alternate: str
    updated: dt.datetime
    briefs: tuple[BriefView, ...]
    description: str = ""
    hubs: tuple[str, ...] = ()


class FeedLink(View, frozen=True):
    """Something that a program can follow. `format` is "atom", "json", "rss" or "calendar"; `type` its media type."""

    format: str
    url: str
    type: str


class FeedGroup(View, frozen=True):
    """What can be followed of a topic or an actor; `title` is its name, `url` its page."""

    title: str
    url: str
    feeds: tuple[FeedLink, ...]


class FeedsPage(View, frozen=True):
    """feeds.html: what can be followed: `feeds` of the whole site; of each topic, and of the actors that are named most, by name."""

    feeds: tuple[FeedLink, ...] = ()
    topics: tuple[FeedGroup, ...] = ()
    actors: tuple[FeedGroup, ...] = ()


class SitemapEntry(View, frozen=True):
    """`loc` absolute, `lastmod` a truthful last change."""

    loc: str
    lastmod: Moment | None = None


class SitemapPage(View, frozen=True):
    """sitemap.xml and sitemapindex.xml (sitemaps.org protocol 0.9)."""

    entries: tuple[SitemapEntry, ...]


class NewsEntry(View, frozen=True):
    """A brief in the news sitemap. `loc` is absolute; `language` an ISO 639 code, or "zh-cn" or "zh-tw"."""

    loc: str
    title: str
    date: Moment
    language: str


class NewsSitemapPage(View, frozen=True):
    """newssitemap.xml (Google News). `name` is the publication's."""

    name: str
    entries: tuple[NewsEntry, ...]


class AssetPage(View, frozen=True):
    """A file that is copied as it is: `file` is relative to `briefs/`, or to the theme's `static/` folder."""

    file: str
    static: bool = False


class RobotsPage(View, frozen=True):
    """robots.txt (RFC 9309). `sitemap` is absolute, or empty."""

    sitemap: str = ""


class CardPage(View, frozen=True):
    """A social card: a picture with the title of a brief, for where it is shared. `label` is its first topic or empty, `site` the site's
    title; `languages` are those of the title and of the site; `fonts` are files of `templates/fonts/`."""

    title: str
    label: str
    day: dt.date
    site: str
    languages: tuple[str, str]
    fonts: tuple[str, ...] = ()
