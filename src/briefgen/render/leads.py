"""Where the links and pictures of prose lead, and how a link says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from briefgen.pages.briefs import is_local

#: What a link to another site carries.
OUTWARD = {"class": "external", "rel": "external noopener"}
# The host of an address, where nothing else stands beside it.
_HOST = re.compile(r"https?://([A-Za-z0-9.-]+)(?:[/?#]|\Z)")


class Pictures(NamedTuple):
    """What becomes of pictures that lie on other sites: whether they are `shown`; else they are linked to, and `told` says of their
    host that it has them."""

    shown: bool = False
    told: Callable[[str], str] = "picture at {}".format

    def linked(self, source: str, leads: Leads) -> bool:
        """Whether a picture is linked to."""
        return leads.outward(source) and not (self.shown and not source.startswith("http:"))


class Leads:
    """`base` is the site's sub-path with a final slash; `url` its absolute URL, or empty."""

    def __init__(self, base: str, url: str) -> None:
        self._base = base
        self._host = urlsplit(url).netloc.lower()

    def target(self, href: str, targets: Mapping[str, str]) -> str:
        """Where an address as written leads. `targets` are those of the prose; a local path that is not among them, such as that of a
        draft, leads nowhere: it gives an empty text, so that no trace of it is left."""
        found = (targets.get(href) or targets.get(unquote(href))) if targets else ""
        if found:
            return found
        if href.startswith("/") and not href.startswith(("//", self._base)):
            return self._base + href[1:]
        return "" if is_local(href) else href

    def outward(self, href: str) -> bool:
        """Whether a target is another site."""
        plain = _HOST.match(href)
        if plain:
            return plain[1].lower() != self._host
        return href.startswith(("http:", "https:", "//")) and urlsplit(href).netloc.lower() != self._host


def host(url: str) -> str:
    """The host of a URL without "www.", for people: "example.org"."""
    return urlsplit(url).netloc.removeprefix("www.")
