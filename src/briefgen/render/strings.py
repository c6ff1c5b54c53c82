"""The words of the interface, by language. English is complete; another language falls back on it word by word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from babel import Locale

#: A phrase, or its plural forms by CLDR category ("one", "other", …). `{n}` is the number, other names are given.
Phrase = str | Mapping[str, str]

ENGLISH: dict[str, Phrase] = {
    "about": "About",
    "actors": "Actors",
    "actors-intro": "Everyone who is in the news here: people, organisations, governments and places.",
    "also": "Also known as",
    "archive": "Archive",
    "back": "back to the text",
    "briefs": {"one": "{n} brief", "other": "{n} briefs"},
    "by": "By {date}",
    "company": "Often named together with",
    "corrected": "Corrected",
    "corrections": "Corrections",
    "corrections-intro": "What we got wrong, and what is right. Newest first.",
    "correction": "Correction",
    "draft": "Draft",
    "draft-notice": "This brief is a draft. It is not published.",
    "due": "Awaiting an outcome",
    "due-intro": "The day has passed; what came of it is not known here yet.",
    "earlier": "Earlier",
    "earlier-briefs": "Earlier briefs",
    "earlier-in-story": "Earlier in this story",
    "expected": "Expected",
    "expired": "Expired",
    "expired-notice": "This brief has expired. It is kept for the record and is no longer updated.",
    "feed": "Feed",
    "first": "First named",
    "follow": "Follow",
    "group": "Group",
    "groups": "Groups",
    "government": "Government",
    "governments": "Governments",
    "home": "Home",
    "in-the-news": "In the news",
    "in-this-brief": "In this brief",
    "instead": "Perhaps you were looking for one of the latest briefs:",
    "later": "Later",
    "later-in-story": "Later in this story",
    "latest": "Latest",
    "latest-briefs": "Latest briefs",
    "member-of": "Member of",
    "members": "Members",
    "moved": "This page has moved",
    "moved-to": "It is now at",
    "named-most": "Named most in the latest briefs",
    "next": "Upcoming",
    "next-intro": "What our briefs expect, by date, and what became of it.",
    "no-briefs": "Nothing is published here yet.",
    "no-corrections": "There are no corrections.",
    "no-upcoming": "Nothing with a date is expected at the moment.",
    "not-found": "Page not found",
    "not-found-text": "There is no page at this address. It may have been mistyped, or never have existed.",
    "organization": "Organization",
    "organizations": "Organizations",
    "others": "Others",
    "outcome": "Outcome",
    "person": "Person",
    "persons": "People",
    "picture": "Picture",
    "place": "Place",
    "places": "Places",
    "published": "Published",
    "scheduled": "Scheduled",
    "scheduled-notice": "This brief is scheduled. It is not published yet.",
    "settled": "What became of it",
    "since": "since {date}",
    "site": "Site",
    "skip": "Skip to the content",
    "sources": "Sources",
    "step-next": "Expected then",
    "stories": "Stories",
    "stories-intro": "News that unfolds over several briefs, the latest to move first.",
    "story": "Story",
    "subtopics": "Sub-topics",
    "topic": "Topic",
    "topics": "Topics",
    "topics-intro": "Everything that our briefs are about.",
    "until": "until {date}",
    "upcoming-all": "All that is expected",
    "updated": "Updated",
    "website": "Website",
    "whole-story": "The whole story",
    "wikidata": "Wikidata",
}

STRINGS: dict[str, dict[str, Phrase]] = {"en": ENGLISH}


def strings(language: str) -> Callable[..., str]:
    """The function `t` of templates: `t("sources")`, `t("briefs", 3)`, `t("by", date="…")`.

    `KeyError` for a key that there is not, its second argument the nearest key or empty.
    """
    words = STRINGS["en"] | STRINGS.get(language.partition("-")[0].lower(), {}) | STRINGS.get(language.lower(), {})
    translated = words is not ENGLISH and language.partition("-")[0].lower() in STRINGS
    locale = Locale.parse(language.partition("-")[0]) if translated else Locale("en")

    def t(key: str, n: int | None = None, **values: str) -> str:
        phrase = words.get(key)
        if phrase is None:
            raise KeyError(key, next(iter(get_close_matches(key, words, n=1)), ""))
        if not isinstance(phrase, str):
            form = locale.plural_form(n or 0)
            phrase = phrase.get(form) or phrase["other"]
        return phrase.format(n=n, **values) if "{" in phrase else phrase

    return t
