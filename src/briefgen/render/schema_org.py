"""The parts of JSON-LD in the terms of schema.org: what has a page of its own, where a page stands, and how it is encoded."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec

from briefgen.pages.urls import absolute_url, origin
from briefgen.pages.views import ActorLink, Link, SiteView
from briefgen.render.tools import to_json

Node = dict[str, Any]
Crumb = tuple[str, str]

#: The types of actors by their kind.
_KINDS = {
    "person": "Person",
    "organization": "Organization",
    "government": "GovernmentOrganization",
    "place": "Place",
    "group": "Organization",
}
#: What must not stand in a script or in a file, and what is written for it: a sign of it that is rare and quickly found, and it whole.
_ESCAPES = [
    (b"<", b"<", rb"\u003c"),
    (b">", b">", rb"\u003e"),
    (b"&", b"&", rb"\u0026"),
    (b"\x7f", b"\x7f", rb"\u007f"),
    (b"\xa8", "\u2028".encode(), rb"\u2028"),
    (b"\xa9", "\u2029".encode(), rb"\u2029"),
    (b"\xbe", "\ufffe".encode(), rb"\ufffe"),
    (b"\xbf", "\uffff".encode(), rb"\uffff"),
]


class Things:
    """What a site's nodes are about. What many pages name is encoded once."""

    def __init__(self, site: SiteView) -> None:
        self._site = site
        self._origin = origin(site.url)
        self.home = self.absolute(site.base)
        self.publisher = _raw(self._publisher_node())
        self.actor = lru_cache(maxsize=8192)(self._actor_node)
        self.topic = lru_cache(maxsize=8192)(self._topic_node)
        self._crumb = lru_cache(maxsize=8192)(self._crumb_node)

    def absolute(self, url: str) -> str:
        """An address as machines need it."""
        return absolute_url(url, self._origin)

    def _publisher_node(self) -> Node:
        site = self._site
        node: Node = {
            "@type": "Organization",
            "@id": f"{self.home}#publisher",
            "name": site.publisher,
            "url": self.home,
        }
        if site.logo:
            node["logo"] = {"@type": "ImageObject", "url": site.logo}
        return node

    def _actor_node(self, actor: ActorLink) -> msgspec.Raw:
        node = self.entity(type_of(actor.kind), "actor", actor.title, actor.url)
        return _raw(who(node, actor.role, actor.same_as))

    def _topic_node(self, topic: Link) -> msgspec.Raw:
        return _raw(self.term(topic.title, topic.url))

    def term(self, name: str, url: str) -> Node:
        """A topic."""
        node = self.entity("DefinedTerm", "topic", name, url)
        return node | {"inDefinedTermSet": f"{self.home}topics/"}

    def entity(self, kind: str, fragment: str, name: str, url: str) -> Node:
        """What has a page, if `url` is given: its id is that page's with a fragment."""
        node: Node = {"@type": kind, "name": name}
        if url:
            whole = self.absolute(url)
            node |= {"@id": f"{whole}#{fragment}", "url": whole}
        return node

    def breadcrumbs(self, trail: Iterable[Crumb]) -> Node:
        """From the home page to this one."""
        crumbs = [(self._site.title, self._site.base), *trail]
        items = [self._crumb(number, name, url) for number, (name, url) in enumerate(crumbs[:-1], 1)]
        last = {
            "@type": "ListItem",
            "position": len(crumbs),
            "name": crumbs[-1][0],
            "item": self.absolute(crumbs[-1][1]),
        }
        return {"@type": "BreadcrumbList", "itemListElement": [*items, last]}

    def _crumb_node(self, number: int, name: str, url: str) -> msgspec.Raw:
        return _raw({"@type": "ListItem", "position": number, "name": name, "item": self.absolute(url)})


def type_of(kind: str) -> str:
    """The type of an actor of that kind."""
    return _KINDS.get(kind, "Thing")


def who(node: Node, role: str, same_as: tuple[str, ...]) -> Node:
    """A node with what tells who somebody is."""
    if role:
        node["jobTitle" if node["@type"] == "Person" else "disambiguatingDescription"] = role
    if same_as:
        node["sameAs"] = list(same_as)
    return node


def described(description: str, aliases: tuple[str, ...]) -> Node:
    """What a page says of its subject."""
    node: Node = {"description": description} if description else {}
    return node | ({"alternateName": list(aliases)} if aliases else {})


def encoded(graph: list[Any]) -> str:
    """Nodes as JSON that can stand in a `<script>` element of HTML."""
    document = {"@context": "https://schema.org", "@graph": graph}
    data = to_json(document)
    for sign, whole, escape in _ESCAPES:
        if sign in data:
            data = data.replace(whole, escape)
    return data.decode()


def _raw(node: Node) -> msgspec.Raw:
    """A node that many pages share, encoded once."""
    return msgspec.Raw(to_json(node))
