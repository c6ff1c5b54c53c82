"""The formats of feeds, and where each is written."""

from __future__ import annotations

from typing import NamedTuple

from briefgen.config import Config
from briefgen.pages.model import PageKind


class Format(NamedTuple):
    """A format: `name` as `FeedLink.format` has it, `field` as views have its address, `file` its name in a folder, `type` its
    media type."""

    name: str
    field: str
    kind: PageKind
    file: str
    type: str


#: RFC 4287.
ATOM = Format("atom", "feed", PageKind.FEED, "feed.xml", "application/atom+xml")
#: JSON Feed 1.1 (jsonfeed.org).
JSON = Format("json", "json_feed", PageKind.JSON_FEED, "feed.json", "application/feed+json")
#: RSS 2.0 (rssboard.org).
RSS = Format("rss", "rss", PageKind.RSS, "rss.xml", "application/rss+xml")


def formats(config: Config, of: str) -> tuple[Format, ...]:
    """The formats in which there is a feed of the "site", or of each "topic", "actor" or "story"."""
    outputs = config.outputs
    on = {
        "site": outputs.feed,
        "topic": outputs.topic_feeds,
        "actor": outputs.actor_feeds,
        "story": outputs.story_feeds and outputs.stories,
    }[of]
    further = [
        format_
        for format_, extent in ((JSON, outputs.json_feed), (RSS, outputs.rss))
        if extent != "none" and (of == "site" or (on and extent == "all"))
    ]
    return (ATOM, *further) if on else tuple(further)
