"""Views of what machines read, and of files that are copied."""

from __future__ import annotations

import datetime as dt

from briefgen.pages.views.base import View
from briefgen.pages.views.brief import BriefView
from briefgen.text.moment import Moment


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


class CardPage(View, frozen=True):
    """A social card: a picture with the title of a brief, for where it is shared. `label` is its first topic or empty, `site` the site's
    title; `languages` are those of the title and of the site; `fonts` are files of `templates/fonts/`."""

    title: str
    label: str
    day: dt.date
    site: str
    languages: tuple[str, str]
    fonts: tuple[str, ...] = ()
