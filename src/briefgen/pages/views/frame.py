"""What every template gets to see."""

from __future__ import annotations

from typing import Any

from briefgen.pages.views.base import View
from briefgen.pages.views.parts import Link, ShareImage


class SiteView(View, frozen=True):
    """The site: the same on every page. `url` is absolute without a final slash, or empty; `base` is the sub-path with a
    final slash ("/" or "/news/"): `{{ site.base }}topics/` works everywhere. `feed`, `json_feed`
    and `rss` are the URLs of the site's feeds, or empty. `has` says which of the optional pages exist ("topics", "actors", "stories",
    "next", "corrections", "feeds", "search"). `logo` is absolute where the site's `url` is known, or empty. `policy` is the Content Security Policy of its pages, or empty; `json_ld` whether they
    carry JSON-LD, `remote_pictures` whether they load pictures from other sites, `full_text` whether their texts can be searched."""

    title: str
    description: str
    url: str
    base: str
    language: str
    publisher: str
    feed: str = ""
    json_feed: str = ""
    rss: str = ""
    nav: tuple[Link, ...] = ()
    has: tuple[str, ...] = ()
    logo: str = ""
    policy: str = ""
    json_ld: bool = True
    remote_pictures: bool = False
    full_text: bool = False
    extra: dict[str, Any] = {}


class Alternate(View, frozen=True):
    """A page in another form: its media type ("application/json") and where it is."""

    type: str
    url: str


class PageView(View, frozen=True):
    """This page. `kind` is a `PageKind` value; `title` is plain text, without the site's title (empty on the home page);
    `url` is the page's path; `canonical` is absolute where the site's `url` is known; `feed`, `json_feed` and
    `rss` are the page's own feeds (a topic's, an actor's, a story's) or empty; `noindex` asks search engines to leave it out;
    `image` stands for it where it is shared, or none. `calendar` is the page's own
    calendar, or empty; `alternates` are the same page in other forms."""

    kind: str
    title: str
    url: str
    canonical: str
    description: str = ""
    language: str = "en"
    feed: str = ""
    noindex: bool = False
    image: ShareImage | None = None
    json_feed: str = ""
    rss: str = ""
    calendar: str = ""
    alternates: tuple[Alternate, ...] = ()
