"""The key of a page: a digest of all that it is made from. A page whose key is known need not be made."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from weakref import WeakKeyDictionary

import msgspec

from briefgen.config import Config
from briefgen.pages.model import DRAWN, Page
from briefgen.pages.references import Uses
from briefgen.pages.views import PageView, SiteView, View
from briefgen.render.theme import Theme
from briefgen.state import Product
from briefgen.world import digest

_ENCODE = msgspec.msgpack.Encoder().encode

#: Bytes of the parts of a key: the templates, the settings, the view.
_PART = 8

#: Bytes of the mark of a brief.
MARK = 5


class Keys:
    """The keys of one site's pages with one theme."""

    def __init__(self, theme: Theme, site: SiteView, config: Config) -> None:
        self._site = digest(site, config.timezone, config.strings)[:_PART]
        self._theme = cache(lambda _: theme_mark(theme)[:_PART])
        self._drawn = cache(lambda _: font_mark(theme)[:_PART] + bytes(_PART))

    def page(self, page: Page, meta: PageView, view: View, used: Used) -> bytes:
        """The key of a page that is rendered (32 bytes)."""
        seen = hashlib.blake2b(_ENCODE((meta, view, used)), digest_size=16).digest()
        if page.kind in DRAWN:
            return self._drawn(page.kind) + seen
        return self._theme(page.template) + self._site + seen

    def file(self, stamp: int) -> bytes:
        """The key of a file that is copied, from its stamp."""
        return stamp.to_bytes(8, "big", signed=True)


class Used(msgspec.Struct, frozen=True, array_like=True):
    """The briefs that a page was made from: their marks, one after the other (see `pages.references.Uses`)."""

    heads: bytes = b""
    texts: bytes = b""


def used(uses: Uses) -> Used:
    """What a page was made from, as the state keeps it."""
    return Used(*[b"".join(map(brief_mark, sorted(paths))) for paths in uses])


@lru_cache(maxsize=1 << 17)
def brief_mark(path: str) -> bytes:
    """What stands for a brief in `Used`. Two briefs may share one: then a page is looked at for nothing."""
    return hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=MARK).digest()


def theme_mark(theme: Theme) -> bytes:
    """A digest of all that a theme held when it was first asked for: that must be before a template is compiled, since what somebody
    changes afterwards is for the next build to see."""
    mark = _MARKS.get(theme)
    if mark is None:
        templates = [(name, file.read_bytes()) for name, file in theme.templates.items()]
        mark = _MARKS[theme] = digest(templates, [(file.name, file.path, file.query) for file in theme.static])
    return mark


def font_mark(theme: Theme) -> bytes:
    """A digest of the fonts of a theme."""
    return digest([(name, file.read_bytes()) for name, file in theme.templates.items() if name.startswith("fonts/")])


_MARKS: WeakKeyDictionary[Theme, bytes] = WeakKeyDictionary()


def reason(before: Product | None, key: bytes) -> str:
    """Why a page is made, in words."""
    if before is None:
        return "it is new"
    if before.key == key:
        return "its file was changed or removed"
    if not before.key:
        return "nothing is known of it"
    if before.key[:_PART] != key[:_PART]:
        return "its templates changed"
    if before.key[_PART : 2 * _PART] != key[_PART : 2 * _PART]:
        return "settings of the site changed"
    return "what it shows changed"
