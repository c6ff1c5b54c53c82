"""A brief as an item of ninjs 3.0 (IPTC News in JSON), as plain data for JSON.

All but one of its properties are those of the standard, in its sense. Its schema lets whoever extends it add properties beside
`ninjsType`: ours is `brief`. A `uri` or `href` there is a whole URI, so those of a site whose own `url` is not known are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from briefgen.pages.views import ActorLink, BriefCard, BriefView, ExpectationView, ImageView, Link, SourceView
from briefgen.render.leads import host
from briefgen.render.portable import portable
from briefgen.render.tools import Tools, filled
from briefgen.text.moment import Moment

STANDARD = {"name": "ninjs", "version": "3.0", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#"}

#: Where an actor of each kind belongs. One of no known kind is no more than a subject.
_PARTIES = {
    "person": "people",
    "organization": "organisations",
    "government": "organisations",
    "group": "organisations",
    "place": "places",
}
_STATUS = {"published": "usable", "expired": "canceled"}


def item(tools: Tools, brief: BriefView) -> dict[str, Any]:
    """A brief, whole."""
    at = tools.filters["rfc3339"]
    page = _absolute(tools, brief.url)
    return filled(
        {
            "uri": brief.id,
            "standard": STANDARD,
            "type": "text",
            "representationType": "full",
            "language": brief.language,
            "pubStatus": _STATUS.get(brief.state, "withheld"),
            "firstCreated": at(brief.date),
            "versionCreated": at(brief.modified),
            "contentCreated": at(brief.date),
            "expires": at(brief.expires) if brief.expires else "",
            "headlines": [{"role": "main", "value": brief.title}],
            "descriptions": _text("summary", "text/plain", brief.summary),
            "bodies": _bodies(tools, brief),
            "by": brief.byline,
            **_parties(tools, brief.actors),
            "subjects": [
                *[_named(tools, topic, "about") for topic in brief.topics],
                *[_named(tools, actor, "mentions") for actor in brief.actors if actor.kind not in _PARTIES],
            ],
            "events": [{"name": e.what, "rel": "expected"} for e in brief.expectations],
            "infoSources": _info_sources(brief.sources),
            "renditions": [{"name": "web", "href": page, "contentType": "text/html"}] if _is_whole(page) else (),
            "associations": _associations(tools, brief.image),
            "brief": _own(tools, brief),
        }
    )


def _bodies(tools: Tools, brief: BriefView) -> list[dict[str, str]]:
    """The lede and the sections, each by its role as Markdown and as HTML."""
    html, absolute = tools.filters["html"], tools.filters["absolute"]
    parts = [("lede", brief.lede, 2)] if brief.lede else []
    bodies = []
    for role, prose, top in (*parts, *[(s.kind, s.body, 3) for s in brief.sections]):
        bodies += _text(role, "text/markdown", portable(tools, prose))
        bodies += _text(role, "text/html", str(absolute(html(prose, role, top))))
    return bodies


def _text(role: str, type_: str, value: str) -> list[dict[str, str]]:
    return [{"role": role, "contentType": type_, "value": value}] if value else []


def _parties(tools: Tools, actors: Iterable[ActorLink]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {name: [] for name in dict.fromkeys(_PARTIES.values())}
    for actor in actors:
        if actor.kind in _PARTIES:
            found[_PARTIES[actor.kind]].append(_named(tools, actor, "mentions"))
    return found


def _named(tools: Tools, link: Link | ActorLink, rel: str) -> dict[str, str]:
    """Something with a page of its own here: its URI is that of the page, its literal its slug."""
    named = {"name": link.title, "rel": rel, "literal": link.url.rstrip("/").rpartition("/")[2]}
    url = _absolute(tools, link.url)
    return {**named, "uri": url} if _is_whole(url) else named


def _info_sources(sources: Iterable[SourceView]) -> list[dict[str, str]]:
    """The parties that the facts come from: who published each source, once."""
    names = (source.publisher or host(source.url) or source.title for source in sources)
    return [{"name": name, "role": "source"} for name in dict.fromkeys(names)]


def _associations(tools: Tools, image: ImageView | None) -> list[dict[str, Any]]:
    url = _absolute(tools, image.url) if image else ""
    if image is None or not _is_whole(url):
        return []
    descriptions = [*_text("alt", "text/plain", image.alt), *_text("caption", "text/plain", image.caption)]
    rendition = {"name": "main", "href": url}
    return [
        filled(
            {
                "name": "image",
                "rel": "illustration",
                "uri": url,
                "type": "picture",
                "descriptions": descriptions,
                "by": image.credit,
                "renditions": [rendition],
            }
        )
    ]


def _own(tools: Tools, brief: BriefView) -> dict[str, Any]:
    """What ninjs has no place for. A date is a day, or an instant with its offset, as the brief has it."""
    date: Callable[[Moment], str] = tools.filters["iso"]
    story = brief.story
    return filled(
        {
            "url": _absolute(tools, brief.url),
            "state": brief.state,
            "date": date(brief.date),
            "updated": date(brief.updated) if brief.updated else "",
            "modified": date(brief.modified),
            "sections": [{"kind": section.kind, "label": section.label} for section in brief.sections],
            "topics": [_link(tools, topic) for topic in brief.topics],
            "actors": [_actor(tools, actor) for actor in brief.actors],
            "sources": [filled({"title": s.title, "url": s.url, "publisher": s.publisher}) for s in brief.sources],
            "expectations": [_expectation(e) for e in brief.expectations],
            "corrections": [{"date": date(c.date), "text": c.text} for c in brief.corrections],
            "updates": [{"date": date(u.date), "text": u.text} for u in brief.updates],
            "image": _image(tools, brief.image) if brief.image else {},
            "story": _link(tools, Link(story.title, story.url)) if story and story.title else {},
            "follows": _link(tools, brief.follows) if brief.follows else {},
            "followedBy": [_link(tools, card) for card in brief.followed_by],
        }
    )


def _link(tools: Tools, link: Link | BriefCard) -> dict[str, str]:
    return filled({"title": link.title, "url": _absolute(tools, link.url)})


def _actor(tools: Tools, actor: ActorLink) -> dict[str, Any]:
    return filled(
        {
            "title": actor.title,
            "url": _absolute(tools, actor.url),
            "kind": actor.kind,
            "role": actor.role,
            "sameAs": actor.same_as,
        }
    )


def _expectation(e: ExpectationView) -> dict[str, Any]:
    return filled({"what": e.what, "first": e.first, "last": e.last, "state": e.state, "outcome": e.outcome})


def _image(tools: Tools, image: ImageView) -> dict[str, str]:
    return filled(
        {"url": _absolute(tools, image.url), "alt": image.alt, "credit": image.credit, "caption": image.caption}
    )


def _absolute(tools: Tools, url: str) -> str:
    absolute: str = tools.filters["absolute_url"](url)
    return absolute


def _is_whole(url: str) -> bool:
    return "://" in url
