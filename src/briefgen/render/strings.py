"""The words of the interface, by language. English is complete; another language falls back on it word by word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from briefgen.render.phrases import Phrases

#: A phrase, or its plural forms by CLDR category ("one", "other", …). `{n}` is the number, other names are given.
Phrase = str | Mapping[str, str]

ENGLISH: dict[str, Phrase] = {
    "actors": "Actors",
    "actors-intro": "Everyone who is in the news here: people, organizations, governments and places.",
    "also": "Also known as",
    "archive": "Archive",
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
    "earlier-briefs": "Earlier briefs",
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
    "latest": "Latest",
    "latest-briefs": "Latest briefs",
    "member-of": "Member of",
    "members": "Members",
    "moved-to": "It is now at",
    "named-most": "Named most often",
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
    "place": "Place",
    "places": "Places",
    "scheduled": "Scheduled",
    "scheduled-notice": "This brief is scheduled. It is not published yet.",
    "settled": "What became of it",
    "site": "Site",
    "skip": "Skip to the content",
    "sources": "Sources",
    "stories": "Stories",
    "stories-intro": "News that unfolds over several briefs, the latest to move first.",
    "story": "Story",
    "subtopics": "Sub-topics",
    "topics": "Topics",
    "topics-intro": "Everything that our briefs are about.",
    "upcoming-all": "All that is expected",
    "updated": "Updated",
    "website": "Website",
    "wikidata": "Wikidata",
}

STRINGS: dict[str, dict[str, Phrase]] = {"en": ENGLISH}


def strings(language: str, phrases: Phrases | None = None) -> Callable[..., str]:
    """The function `t` of templates: `t("sources")`, `t("briefs", 3)`, `t("by", date="…")`.

    `KeyError` for a key that there is not, its second argument the nearest key or empty. `phrases` are those of
    the language.
    """
    base = language.partition("-")[0].lower()
    words = ENGLISH | STRINGS.get(base, {}) | STRINGS.get(language.lower(), {})
    known = phrases or Phrases(language)
    locale = base if base in STRINGS else "en"

    def t(key: str, n: int | None = None, **values: str) -> str:
        phrase = words.get(key)
        if phrase is None:
            raise KeyError(key, next(iter(get_close_matches(key, words, n=1)), ""))
        if not isinstance(phrase, str):
            form = known.find(f"plural {n or 0!r}", lambda: _plural(n or 0, locale))
            phrase = phrase.get(form) or phrase["other"]
        if "{" not in phrase:
            return phrase
        number = known.find(f"count {n!r}", lambda: _decimal(n, locale)) if n else n
        return phrase.format(n=number, **values)

    return t


def _plural(n: int, locale: str) -> str:
    from babel import Locale

    return Locale.parse(locale).plural_form(n)


def _decimal(n: int | None, locale: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(n or 0, locale=locale)
