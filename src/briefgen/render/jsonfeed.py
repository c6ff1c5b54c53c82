"""JSON Feed 1.1 (https://jsonfeed.org/version/1.1)."""

from __future__ import annotations

from typing import Any

from briefgen.pages.views import BriefView, FeedPage, PageView
from briefgen.render.tools import Tools, filled, json_file

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(tools: Tools, meta: PageView, view: FeedPage) -> bytes:
    """A feed. What is not known is left out."""
    site, absolute_url = tools.site, tools.filters["absolute_url"]
    author = {"name": site.publisher or site.title, "url": f"{site.url}/" if site.url else ""}
    feed = {
        "version": VERSION,
        "title": view.title,
        "home_page_url": view.alternate,
        "feed_url": view.self_url,
        "description": view.description,
        "favicon": absolute_url(tools.functions["asset"]("favicon.svg")),
        "authors": [filled(author)],
        "language": meta.language,
        "hubs": [{"type": "WebSub", "url": hub} for hub in view.hubs],
    }
    return json_file({**filled(feed), "items": [_item(tools, brief) for brief in view.briefs]})


def _item(tools: Tools, brief: BriefView) -> dict[str, Any]:
    absolute_url, rfc3339 = tools.filters["absolute_url"], tools.filters["rfc3339"]
    item = {
        "id": brief.id,
        "url": absolute_url(brief.url),
        "title": brief.title,
        "content_html": str(tools.macro("entry.xml", "content", brief)),
        "summary": brief.summary,
        "image": absolute_url(brief.image.url) if brief.image else "",
        "date_published": rfc3339(brief.date),
        "date_modified": rfc3339(brief.modified),
        "authors": [{"name": brief.byline}] if brief.byline else [],
        "tags": [topic.title for topic in brief.topics],
        "language": brief.language,
        "_sections": _sections(tools, brief),
    }
    return filled(item)


def _sections(tools: Tools, brief: BriefView) -> dict[str, dict[str, str]]:
    """The extension `_sections`: each part by itself, under its kind."""
    html, absolute = tools.filters["html"], tools.filters["absolute"]
    return {s.kind: {"title": s.label, "content_html": str(absolute(html(s.body, s.kind)))} for s in brief.sections}
