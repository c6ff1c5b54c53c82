"""Where things live: permalinks, output paths, absolute URLs, permanent ids."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import quote, urlsplit

from briefgen.briefs.model import Brief
from briefgen.config import Config

# A name in which there is nothing to quote.
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")


def base_path(config: Config) -> str:
    """The sub-path that the site lives under, with both slashes: "/" or "/news/"."""
    return urlsplit(config.url).path.rstrip("/") + "/"


def origin(url: str) -> str:
    """Scheme and host of a site's `url` ("https://example.org"), or empty when that is not set."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def absolute_url(url: str, origin: str) -> str:
    """An address as a page links to it, absolute; without origin, and on another site, it is as it was."""
    return origin + url if url[:1] == "/" and url[:2] != "//" else url


def permalink(day: dt.date, slug: str, config: Config) -> str:
    """The path on the site of a brief of that day, by the pattern in `config.permalink`: "/2025/10/18/kim-meeting/"."""
    year, month, number = day.isoformat().split("-")
    return config.permalink.format(year=year, month=month, day=number, slug=slug)


#: The folders of what has a page of its own.
FOLDERS = {"topic": "/topics/", "actor": "/actors/", "story": "/stories/"}


def folder_of(kind: str, slug: str = "") -> str:
    """The path on the site of ("site"), or of a "topic", an "actor" or a "story" with a slug: "/topics/trade/"."""
    return f"{FOLDERS[kind]}{slug}/" if slug else "/"


def output_path(url: str) -> str:
    """The file that a web server shows for a path on the site: "/a/b/" → "a/b/index.html", "/old.html" → "old.html".

    A path without a final slash whose last segment has no dot is a folder, too ("/old" → "old/index.html").
    """
    path = url.strip("/")
    last = path.rpartition("/")[2]
    if not path:
        return "index.html"
    return path if "." in last and not url.endswith("/") else f"{path}/index.html"


def brief_id(brief: Brief, config: Config) -> str:
    """The brief's permanent id: a `tag:` URI (RFC 4151), made from its file's path unless its front matter has an `id`.

    Neither a new title nor a new slug or a new URL changes it. An `id` that is a URI itself ("urn:…") is kept as it is.
    """
    return permanent_id(brief.id, brief.path, brief.date.day, config)


def permanent_id(own: str, path: str, day: dt.date, config: Config) -> str:
    """The same, of a brief of which only its `id` as written, its file and its day are known. How a computer writes the letters of the
    file's name (NFC or NFD, Unicode Annex 15) does not count."""
    if own.partition(":")[0] in ("tag", "urn", "http", "https"):
        return own
    return tag_uri(own or normalize("NFC", path.rpartition(".")[0]), config, str(day.year))


def id_to_keep(was: str, short: str, path: str, day: dt.date, config: Config) -> str:
    """What to write as the `id` of the brief in the file `path`, of that day, so that its permanent id is `was`, which it had under the name
    `short`: that name, as long as the rest of the id, made of the site and the year, stays the same."""
    return short if permanent_id(short, path, day, config) == was else was


def tag_uri(name: str, config: Config, year: str = "2025") -> str:
    """A `tag:` URI (RFC 4151) of this site. The year is that of the authority, where the config names none."""
    authority = config.authority or _host(config.url)
    authority = authority if "," in authority else f"{authority},{year}"
    plain = name if _PLAIN.fullmatch(name) else quote(name, safe="/-._~!$'()*+,;=:@")
    return f"tag:{authority}:{plain}"


@lru_cache(maxsize=16)
def _host(url: str) -> str:
    return urlsplit(url).hostname or "briefs.invalid"
