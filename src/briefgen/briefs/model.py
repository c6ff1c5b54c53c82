"""What a brief is, once read: frozen, typed values. No YAML, no files."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import msgspec

from briefgen.problems import Problem
from briefgen.text.moment import Moment


class SectionKind(StrEnum):
    """The three parts of a brief, in their order."""

    HAPPENING = "happening"
    IMPORTANT = "important"
    NEXT = "next"


class Status(StrEnum):
    """What the editor decided: a draft is never published."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Ref(msgspec.Struct, frozen=True, array_like=True):
    """A name as written in a file, and where (line and columns from 1, `end` exclusive; 0 unknown)."""

    text: str
    line: int = 0
    column: int = 0
    end: int = 0


class Section(msgspec.Struct, frozen=True, array_like=True):
    """One of the three sections. `heading` is as written, without markup, numbering and emoji; `suffix` is what it says
    beyond the label ("for exporters"), else empty. `text` is Markdown; `line` is that of its first line (from 1)."""

    kind: SectionKind
    heading: str
    text: str
    line: int = 0
    suffix: str = ""


class Source(msgspec.Struct, frozen=True, array_like=True):
    """Where a brief's facts come from. Any of the three may be empty, but not both title and url."""

    title: str = ""
    url: str = ""
    publisher: str = ""


class Expectation(msgspec.Struct, frozen=True, array_like=True):
    """A dated expectation of *What's Next*. `first` and `last` are days, both included: the same for `on`; for `by`,
    `first` is None; for `from`/`to` both are set. `outcome` is empty until it is known."""

    what: str
    first: dt.date | None
    last: dt.date
    outcome: str = ""
    line: int = 0


class Correction(msgspec.Struct, frozen=True, array_like=True):
    """A correction, shown on the brief's page and in /corrections/."""

    date: Moment
    text: str


class Update(msgspec.Struct, frozen=True, array_like=True):
    """What is new in a brief since it was published, shown on its page."""

    date: Moment
    text: str


class Image(msgspec.Struct, frozen=True, array_like=True):
    """A picture. `path` is an http(s) URL, or a path below `briefs/` (posix), already resolved."""

    path: str
    alt: str
    credit: str = ""
    caption: str = ""
    line: int = 0


class Brief(msgspec.Struct, frozen=True, array_like=True):
    """A brief as its file says it, complete: title, slug and date are derived where the file has none.

    `path` is posix, relative to `briefs/` ("2025/2025-10-18-kim.md"). Empty strings and empty tuples mean "not given".
    `lede` is Markdown before the first section. `aliases` are old URL paths. Names in `topics`, `actors`, `not_actors`
    are as written; the Edition resolves them. `lede_line` is about where the lede begins. `updated` is the latest of what
    the file says there and of `updates`. `minor` is for the record alone. Without `revisions`, nothing is shown of what git knows of
    its former versions.
    """

    path: str
    title: str
    date: Moment
    slug: str
    sections: tuple[Section, ...]
    lede: str = ""
    summary: str = ""
    updated: Moment | None = None
    byline: str = ""
    language: str = ""
    aliases: tuple[str, ...] = ()
    id: str = ""
    topics: tuple[Ref, ...] = ()
    actors: tuple[Ref, ...] = ()
    not_actors: tuple[Ref, ...] = ()
    status: Status = Status.PUBLISHED
    expires: Moment | None = None
    sources: tuple[Source, ...] = ()
    story: Ref | None = None
    follows: Ref | None = None
    expect: tuple[Expectation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    updates: tuple[Update, ...] = ()
    minor: Moment | None = None
    image: Image | None = None
    extra: dict[str, Any] = {}
    lede_line: int = 0
    revisions: bool = True

    def section(self, kind: SectionKind) -> Section | None:
        """The section of that kind, or None."""
        return next((s for s in self.sections if s.kind == kind), None)


#: Stands in `Brief.date` between the parser and the loader when the text gives no date: only the loader may ask git.
UNDATED = Moment(dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.date(1, 1, 1), True)


class OwnPage(msgspec.Struct, frozen=True):
    """A page of the site's own, from `briefs/_pages/*.md`: an "About", an imprint. `url` is its path, "/about/".
    `path` is posix, relative to `briefs/`."""

    path: str
    title: str
    url: str
    text: str
    summary: str = ""
    language: str = ""
    status: Status = Status.PUBLISHED
    extra: dict[str, Any] = {}


class ParsedBrief(msgspec.Struct, frozen=True, array_like=True):
    """The outcome of parsing one file: the brief unless an error makes it unusable, and all problems at once."""

    path: str
    brief: Brief | None
    problems: tuple[Problem, ...] = ()


class ActorEntry(msgspec.Struct, frozen=True):
    """An actor in `briefs/actors.yml`. `kind` is one of `ACTOR_KINDS`; `member_of` are names, slugs or aliases of
    other actors; `redirect_from` are former slugs; `wikidata` is an item id ("Q22686")."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    role: str = ""
    description: str = ""
    member_of: tuple[Ref, ...] = ()
    wikidata: str = ""
    url: str = ""
    redirect_from: tuple[str, ...] = ()
    line: int = 0


class TopicEntry(msgspec.Struct, frozen=True):
    """A topic in `briefs/topics.yml`. `parent` is a name, slug or alias of another topic; `iptc` a Media Topic code
    ("medtop:16000000"); `redirect_from` are former slugs."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    parent: Ref | None = None
    keywords: tuple[str, ...] = ()
    iptc: str = ""
    redirect_from: tuple[str, ...] = ()
    line: int = 0


ACTOR_KINDS = ("person", "organization", "government", "place", "group")


class Registry(msgspec.Struct, frozen=True):
    """Both registries, in the order of the files."""

    actors: tuple[ActorEntry, ...] = ()
    topics: tuple[TopicEntry, ...] = ()


class Library(msgspec.Struct, frozen=True):
    """All that was read from `briefs/`: the loader's result. `files` are the other files there (pictures), posix."""

    briefs: tuple[Brief, ...] = ()
    pages: tuple[OwnPage, ...] = ()
    registry: Registry = Registry()
    files: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
