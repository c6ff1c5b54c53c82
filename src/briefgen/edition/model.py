"""The Edition: what is published at one instant. Frozen values, and only what is published leaves a trace here."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from briefgen.briefs.model import Brief, Correction, Expectation, OwnPage
from briefgen.config import Config
from briefgen.edition.naming import Named
from briefgen.problems import Problem
from briefgen.text.moment import Moment


class State(StrEnum):
    """Where a brief stands at the edition's clock. Drafts and scheduled briefs are in an Edition only when asked for."""

    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"


class Mention(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A name found in prose: `text` as it stands there (white space runs made one space), and the actor's slug.

    An empty `actor` shields: this text is nobody's to link (it is ambiguous, or of an actor that does not appear here),
    and so a shorter name inside it must be left alone ("Kim" in "Kim Philby"). Only such texts are told.
    """

    text: str
    actor: str


class Head(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What lists show of a brief, its own `id` (as written, may be empty), and how many revisions it tells of: its updates and its
    corrections."""

    title: str
    summary: str
    date: Moment
    updated: Moment | None = None
    language: str = ""
    corrected: bool = False
    id: str = ""
    revisions: int = 0


class Item(msgspec.Struct, frozen=True, gc=False):
    """A brief in the edition, its names resolved.

    `topics` and `actors` are slugs: those listed first, in the file's order, then detected actors in the order in which
    title and text name them. `mentions` has one tuple for the lede (empty if there is none) and one for each section, in
    order: each distinct (text, actor) found there, in order of first appearance, then shields. With `actors.detect` off
    they are the names of listed actors. `story` is a slug or empty; `follows` is the `path` of the brief that it takes
    further, or empty (only if that brief is listed). An expired item has neither, and of its names only those that are
    in the edition.
    """

    brief: Brief
    state: State
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    mentions: tuple[tuple[Mention, ...], ...] = ()
    story: str = ""
    follows: str = ""

    @property
    def path(self) -> str:
        """The file of the brief, relative to `briefs/`."""
        return self.brief.path

    @property
    def head(self) -> Head:
        """What lists show of the brief."""
        return head_of(self.brief)

    @property
    def slug(self) -> str:
        """The brief's slug."""
        return self.brief.slug

    @property
    def day(self) -> dt.date:
        """The day of the brief, in the site's time zone."""
        return self.brief.date.day

    @property
    def modified(self) -> Moment:
        """When the brief last changed in a way that readers should know of: its date, update or latest correction."""
        brief = self.brief
        if not brief.updated and not brief.corrections:
            return brief.date
        moments = [brief.date, *([brief.updated] if brief.updated else []), *(c.date for c in brief.corrections)]
        return max(moments, key=lambda m: m.instant)


def head_of(brief: Brief) -> Head:
    """What lists show of a brief."""
    corrections = len(brief.corrections)
    revisions = corrections + max(len(brief.updates), brief.updated is not None)
    return Head(
        brief.title, brief.summary, brief.date, brief.updated, brief.language, corrections > 0, brief.id, revisions
    )


class Topic(msgspec.Struct, frozen=True):
    """A topic that something published is about, or whose sub-topic is. `parent` is a slug or empty; `children` are
    slugs by name; `former` are slugs that redirect here (aliases, former slugs), `moved` those of them that the registry
    lists as former slugs; `items` are `Brief.path`s of its own
    briefs, newest first (those of sub-topics not included)."""

    slug: str
    name: str
    items: tuple[str, ...] = ()
    description: str = ""
    aliases: tuple[str, ...] = ()
    parent: str = ""
    children: tuple[str, ...] = ()
    iptc: str = ""
    former: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    registered: bool = True


class Actor(msgspec.Struct, frozen=True):
    """An actor that something published names. `member_of` and `members` are slugs of actors in the edition (see
    `member_names` for bodies without a page); `former` and `moved` are as in `Topic`; `items` are `Brief.path`s, newest
    first."""

    slug: str
    name: str
    items: tuple[str, ...] = ()
    kind: str = ""
    role: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    member_names: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    wikidata: str = ""
    url: str = ""
    former: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    registered: bool = True

    @property
    def wikidata_url(self) -> str:
        """The address of its item of Wikidata, or empty."""
        return f"https://www.wikidata.org/wiki/{self.wikidata}" if self.wikidata else ""

    @property
    def same_as(self) -> tuple[str, ...]:
        """The addresses of other sites about it."""
        return tuple(filter(None, (self.wikidata_url, self.url)))


class Story(msgspec.Struct, frozen=True):
    """A thread of briefs: `items` are `Brief.path`s, oldest first."""

    slug: str
    name: str
    items: tuple[str, ...]


class Due(msgspec.Struct, frozen=True):
    """An expectation and the brief (`Brief.path`) that states it."""

    expectation: Expectation
    path: str


class Corrected(msgspec.Struct, frozen=True):
    """A correction and the brief (`Brief.path`) that it is about."""

    correction: Correction
    path: str


class Kind(StrEnum):
    """What a brief says that a change of its text was; of `CHANGED`, it says nothing."""

    CORRECTION = "correction"
    UPDATE = "update"
    MINOR = "minor"
    CHANGED = "changed"


class Piece(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A run of text in a comparison of two versions: `sign` is "=" (in both), "-" (gone), "+" (new) or "…" (left out, in both)."""

    sign: str
    text: str


class Revision(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A change of a published brief that readers could see, and since when (UTC) they could: `parts` are "title", "lede" and kinds of
    sections; `entries` are what the brief has said of it since then, if anything. `waited` tells that the clock let it out, at the
    date that the file had."""

    instant: dt.datetime
    kind: Kind
    parts: tuple[str, ...] = ()
    entries: tuple[Correction, ...] = ()
    waited: bool = False


class Record(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What git knows of a brief: the `date` that it had when it was published first, and its revisions since, oldest first, at least one.
    `texts` are the comparisons of each with the version before, encoded (see `pages.revisions`); empty unless the site shows them."""

    date: Moment
    revisions: tuple[Revision, ...]
    texts: tuple[bytes, ...] = ()


class Held(msgspec.Struct, frozen=True):
    """A brief that is kept back, and why ("draft", "scheduled for 2025-10-18 14:00"). `until` is when that ends, if
    the clock ends it."""

    path: str
    title: str
    state: State
    reason: str
    until: Moment | None = None


class Edition(msgspec.Struct, frozen=True):
    """What is published at `now`.

    `items` are listed briefs, newest first (instant descending, then path): neither held nor expired. `expired` keep
    their page and appear nowhere else. Mappings are by slug, in slug order; `expectations` by last day, then path;
    `corrections` newest first. `files` are the other files below `briefs/` that exist (pictures). `text_problems` are, by
    `Brief.path`, the problems that come from the text of one brief alone, `problems` all others. `strangers` are the actors that no registry knows, by key.
    `records` are, by `Brief.path`, what git knows of briefs that changed since they were published.
    `span` is the time from one instant up to another (None: without end) at which the edition, and what it says of expectations, is the same if nothing but the
    clock changes.
    """

    config: Config
    now: dt.datetime
    items: tuple[Item, ...] = ()
    expired: tuple[Item, ...] = ()
    topics: dict[str, Topic] = {}
    actors: dict[str, Actor] = {}
    stories: dict[str, Story] = {}
    expectations: tuple[Due, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    pages: tuple[OwnPage, ...] = ()
    files: frozenset[str] = frozenset()
    held: tuple[Held, ...] = ()
    problems: tuple[Problem, ...] = ()
    text_problems: dict[str, tuple[Problem, ...]] = {}
    strangers: dict[str, Named] = {}
    span: tuple[dt.datetime | None, dt.datetime | None] = (None, None)
    records: dict[str, Record] = {}

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """All that is wrong, by file and line."""
        found = [*self.problems, *(p for some in self.text_problems.values() for p in some)]
        return tuple(sorted(found, key=lambda p: (p.where, p.code, p.message)))
