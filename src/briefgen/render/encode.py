"""Files that no template makes: what is put together from values, such as JSON, and not from text."""

from __future__ import annotations

from briefgen.pages.model import PageKind
from briefgen.render import api, calendars, document, finder
from briefgen.render.cards import draw_card
from briefgen.render.jsonfeed import json_feed
from briefgen.render.tools import Encoder

#: Who makes each kind of page that has no template.
ENCODERS: dict[PageKind, Encoder] = {
    PageKind.CARD: draw_card,
    PageKind.FINDER_INDEX: finder.finder_index,
    PageKind.FINDER_NAMES: finder.finder_names,
    PageKind.FINDER_SHARD: finder.finder_shard,
    PageKind.FINDER_WORDS: finder.finder_words,
    PageKind.JSON_FEED: json_feed,
    PageKind.CALENDAR: calendars.encode_calendar,
    PageKind.API_INDEX: api.encode_index,
    PageKind.API_BRIEFS: api.encode_briefs,
    PageKind.API_TOPICS: api.encode_topics,
    PageKind.API_ACTORS: api.encode_actors,
    PageKind.API_STORIES: api.encode_stories,
    PageKind.BRIEF_JSON: api.encode_brief,
    PageKind.BRIEF_MARKDOWN: document.encode_markdown,
}
