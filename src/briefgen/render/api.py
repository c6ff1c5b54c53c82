"""The API: JSON. A brief is an item of ninjs 3.0 (IPTC News in JSON) with one property more, `brief`, for what that has no
place for. docs/api.md tells what is in each file, docs/api.schema.json says it to programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from briefgen.pages.views import (
    ApiActor,
    ApiActorsPage,
    ApiBriefsPage,
    ApiIndexPage,
    ApiStoriesPage,
    ApiStory,
    ApiTopic,
    ApiTopicsPage,
    BriefPage,
    Link,
    PageView,
)
from briefgen.render.ninjs import item
from briefgen.render.tools import Tools, filled, json_file, to_json

#: The version of the files' form. It changes only when a program that reads them must change, too.
VERSION = "1"


def encode_index(tools: Tools, _: PageView, view: ApiIndexPage) -> bytes:
    """/api/index.json"""
    site = tools.site
    about = {
        "title": site.title,
        "description": site.description,
        "publisher": site.publisher,
        "language": site.language,
        "url": site.url,
        "feed": tools.filters["absolute_url"](site.feed) if site.feed else "",
        **{link.title: link.url for link in view.files},
    }
    return _file(about, "months", [{"month": link.title, "url": link.url} for link in view.months])


def encode_briefs(tools: Tools, _: PageView, view: ApiBriefsPage) -> bytes:
    """/api/briefs/2025-10.json"""
    return _file({"url": view.self_url, "month": view.month}, "briefs", [item(tools, brief) for brief in view.briefs])


def encode_brief(tools: Tools, _: PageView, view: BriefPage) -> bytes:
    """A brief alone."""
    return json_file(item(tools, view.brief))


def encode_topics(_: Tools, __: PageView, view: ApiTopicsPage) -> bytes:
    """/api/topics.json"""
    return _file({"url": view.self_url}, "topics", map(_topic, view.topics))


def encode_actors(_: Tools, __: PageView, view: ApiActorsPage) -> bytes:
    """/api/actors.json"""
    return _file({"url": view.self_url}, "actors", map(_actor, view.actors))


def encode_stories(_: Tools, __: PageView, view: ApiStoriesPage) -> bytes:
    """/api/stories.json"""
    return _file({"url": view.self_url}, "stories", map(_story, view.stories))


def _file(about: dict[str, Any], name: str, entries: Iterable[dict[str, Any]]) -> bytes:
    """A file of entries, each in a line of its own, so that people can read it and programs can tell what changed."""
    head = to_json(filled({"version": VERSION, **about}))[:-1]
    lines = b",\n".join([to_json(entry) for entry in entries])
    return b'%b,"%b":[\n%b\n]}\n' % (head, name.encode(), lines)


def _topic(topic: ApiTopic) -> dict[str, Any]:
    return filled(
        {
            "slug": topic.slug,
            "name": topic.name,
            "url": topic.url,
            "description": topic.description,
            "aliases": topic.aliases,
            "parent": topic.parent,
            "children": topic.children,
            "iptc": topic.iptc,
            "formerSlugs": topic.former,
            **_career(topic),
        }
    )


def _actor(actor: ApiActor) -> dict[str, Any]:
    return filled(
        {
            "slug": actor.slug,
            "name": actor.name,
            "url": actor.url,
            "kind": actor.kind,
            "role": actor.role,
            "description": actor.description,
            "aliases": actor.aliases,
            "memberOf": _links(actor.member_of),
            "wikidata": f"http://www.wikidata.org/entity/{actor.wikidata}" if actor.wikidata else "",
            "website": actor.website,
            "formerSlugs": actor.former,
            **_career(actor),
        }
    )


def _career(entity: ApiTopic | ApiActor) -> dict[str, Any]:
    """How often and when it was in the news, and how to follow it."""
    return {
        "count": entity.count,
        "first": entity.first,
        "latest": entity.latest,
        "feed": entity.feed,
        "calendar": entity.calendar,
    }


def _story(story: ApiStory) -> dict[str, Any]:
    return {
        "slug": story.slug,
        "name": story.name,
        "url": story.url,
        "first": story.first,
        "latest": story.latest,
        "briefs": story.briefs,
    }


def _links(links: Sequence[Link]) -> list[dict[str, Any]]:
    return [filled({"name": link.title, "url": link.url}) for link in links]
