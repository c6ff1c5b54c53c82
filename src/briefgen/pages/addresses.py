"""The addresses of a site's pages, each made once."""

from __future__ import annotations

import datetime as dt

from briefgen.config import Config
from briefgen.edition.model import Item
from briefgen.pages import urls
from briefgen.pages.shelf import iso_day


class Addresses:
    """Where the pages of a site are: of its `items` by file, of days, of topics and so on."""

    def __init__(self, config: Config, items: dict[str, Item]):
        self.config = config
        self.items = items
        self.base = urls.base_path(config)
        self.origin = urls.origin(config.url)
        self._urls: dict[str, str] = {}
        self._day_urls: dict[dt.date, str] = {}

    def href(self, url: str) -> str:
        """A path on the site ("/topics/") as a page links to it: with the sub-path."""
        return self.base + url[1:]

    def absolute(self, url: str) -> str:
        """A path on the site as an absolute URL; without origin where the site's `url` is not set."""
        return self.origin + self.href(url)

    def brief_url(self, path: str) -> str:
        """The path on the site of the brief with that file."""
        url = self._urls.get(path)
        if url is None:
            item = self.items[path]
            url = self._urls[path] = urls.permalink(item.day, item.slug, self.config)
        return url

    def day_url(self, day: dt.date) -> str:
        """Where the page of a day is; empty if days have none."""
        if day not in self._day_urls:
            url = self.href(f"/{iso_day(day).replace('-', '/')}/")
            self._day_urls[day] = url if self.config.outputs.days else ""
        return self._day_urls[day]
