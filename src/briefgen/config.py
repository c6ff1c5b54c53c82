"""The site's settings: frozen, typed values with defaults. `settings.py` reads them."""

from __future__ import annotations

from typing import Any

import msgspec


class SectionConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one of the three sections is named. `label` is shown on the site (empty: the standard label of the brief's
    language); `aliases` are further headings that mean this section."""

    label: str = ""
    aliases: tuple[str, ...] = ()


class SectionsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`sections:`"""

    happening: SectionConfig = SectionConfig()
    important: SectionConfig = SectionConfig()
    next: SectionConfig = SectionConfig()


class ActorsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`actors:` - `detect`: whether names in the text find their actors."""

    detect: bool = True


#: Where a further format of feeds is written: nowhere, for the site alone, or beside every Atom feed.
EXTENTS = ("none", "site", "all")


#: What a site shows of the history of its briefs: nothing, a list on their pages, or pages of their own, too.
REVISIONS = ("none", "list", "pages")


class OutputsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`outputs:` - the kinds of pages and files that are written. `json_feed` and `rss` are one of `EXTENTS`; `full_text`
    needs Pagefind."""

    days: bool = True
    months: bool = True
    years: bool = True
    stories: bool = True
    next: bool = True
    corrections: bool = True
    feed: bool = True
    topic_feeds: bool = True
    actor_feeds: bool = True
    story_feeds: bool = True
    json_feed: str = "site"
    rss: str = "none"
    feeds_page: bool = True
    topic_years: bool = True
    actor_years: bool = True
    sitemap: bool = True
    news_sitemap: bool = True
    robots: bool = True
    json_ld: bool = True
    cards: bool = False
    calendar: bool = True
    topic_calendars: bool = True
    actor_calendars: bool = True
    api: bool = True
    api_briefs: bool = False
    llms: bool = True
    brief_json: bool = False
    brief_markdown: bool = False
    search: bool = True
    full_text: bool = False

    @property
    def texts(self) -> bool:
        """Whether there is a full-text search: it is on the search page."""
        return self.search and self.full_text


class CardsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`cards:` - `fonts`: files in `templates/fonts/`, the first that has a letter draws it."""

    fonts: tuple[str, ...] = ()


class WordsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`check.section_words:` - how many words a section may have at least and at most; 0: any number."""

    min: int = 0
    max: int = 0


#: How grave something is that `check` finds; a rule that is `off` is not asked.
GRADES = ("off", "note", "warning", "error")


class CheckConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`check:` - how `briefgen check` judges. `rules` are the codes of problems, each with one of `GRADES`; `picture_bytes` is what a
    picture may have at most."""

    section_words: WordsConfig = WordsConfig()
    picture_bytes: int = 2_000_000
    rules: tuple[tuple[str, str], ...] = ()


class LinksConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`links:` - how `briefgen check --links` asks other sites. `ignore` are the beginnings of addresses, or hosts, that are not asked
    for, with `*` for anything. `timeout` is how many seconds a server has for an answer, `minutes` how long all may take, `days` how
    long a link that was there is not asked for again."""

    ignore: tuple[str, ...] = ()
    timeout: int = 15
    minutes: int = 15
    days: int = 7


class NavLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of `nav:`; `url` is a path on the site ("/about/") or an http(s) URL."""

    title: str
    url: str


class PhraseConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of `strings:`: a phrase of the interface by its plural forms, ("one", "{n} brief") for one. "other" is
    always among them, and alone where the phrase is the same for every number."""

    key: str
    forms: tuple[tuple[str, str], ...]


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings. Every field is a key of `briefgen.yml`, documented in `docs/configuration.md`.

    `url` is absolute, without a final slash ("https://example.org/news"); empty: links in feeds stay paths and a
    warning says so. `timezone` is an IANA name. `latest` is how many briefs an index shows before it refers to its
    years. `split` is how many briefs a year or month page lists before it refers to its months or days. `authority` is
    an RFC 4151 tagging entity ("example.org,2025") for permanent feed ids. `websub` are the URLs of hubs (W3C WebSub) that
    are told of new briefs. `editor` is for the preview alone: what opens a
    file, one of `EDITORS` or a pattern ("vscode://file{file}:{line}:{column}"); empty: nothing does. `logo` is a path on the
    site ("/assets/logo.png") or an http(s) URL. `content_security_policy` is what pages carry: None for our own, empty for none.
    `remote_pictures`: whether pages load pictures from other sites, which learn of each reader then. `revisions` is one of `REVISIONS`.
    """

    title: str = "News Briefs"
    description: str = ""
    url: str = ""
    language: str = "en"
    timezone: str = "UTC"
    permalink: str = "/{year}/{month}/{day}/{slug}/"
    publisher: str = ""
    logo: str = ""
    authority: str = ""
    websub: tuple[str, ...] = ()
    editor: str = ""
    latest: int = 20
    split: int = 100
    remote_pictures: bool = False
    revisions: str = "list"
    content_security_policy: str | None = None
    nav: tuple[NavLink, ...] = ()
    sections: SectionsConfig = SectionsConfig()
    strings: tuple[PhraseConfig, ...] = ()
    actors: ActorsConfig = ActorsConfig()
    outputs: OutputsConfig = OutputsConfig()
    cards: CardsConfig = CardsConfig()
    check: CheckConfig = CheckConfig()
    links: LinksConfig = LinksConfig()
    extra: dict[str, Any] = {}

    @property
    def has_news(self) -> bool:
        """Whether there is a news sitemap: it needs whole addresses."""
        return bool(self.url) and self.outputs.news_sitemap
