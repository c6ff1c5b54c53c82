"""A brief, whole."""

from __future__ import annotations

from typing import Any

from briefgen.pages.views.base import View
from briefgen.pages.views.parts import ActorLink, BriefCard, CorrectionView, ExpectationView, ImageView, Link, Prose
from briefgen.text.moment import Moment


class SectionView(View, frozen=True):
    """One of the three parts. `kind` is "happening", "important" or "next" (also its fragment id); `label` is what to
    print above it; `heading` is what the file says."""

    kind: str
    label: str
    heading: str
    body: Prose


class SourceView(View, frozen=True):
    """Where facts come from. `url` may be empty."""

    title: str
    url: str = ""
    publisher: str = ""


class StoryStrip(View, frozen=True):
    """The thread that a brief belongs to, as its page shows it: `earlier` are the briefs before it, oldest first, at most
    five. (Those after it are `BriefView.followed_by`: only what says that it follows, so that a new brief rewrites one
    older page, not all.) `title` and `url` are empty when the thread comes from `follows` alone."""

    title: str
    url: str
    earlier: tuple[BriefCard, ...] = ()


class UpdateView(View, frozen=True):
    """What is new in a brief since it was published, and since when."""

    date: Moment
    text: str


class BriefView(View, frozen=True):
    """A brief, whole. `id` is its permanent `tag:` URI; `modified` is when it last changed in a way that readers should
    know of (its date, update or latest correction); `source` its file relative to `briefs/`; `summary` plain text;
    `byline` may be empty; `follows` and `followed_by` are the briefs before and after it in their thread. `listed` is how many of
    `actors` the editor listed: these come first, and the others were found in the text."""

    title: str
    url: str
    id: str
    date: Moment
    modified: Moment
    source: str
    summary: str
    language: str
    state: str = "published"
    updated: Moment | None = None
    expires: Moment | None = None
    byline: str = ""
    lede: Prose | None = None
    sections: tuple[SectionView, ...] = ()
    actors: tuple[ActorLink, ...] = ()
    topics: tuple[Link, ...] = ()
    sources: tuple[SourceView, ...] = ()
    expectations: tuple[ExpectationView, ...] = ()
    corrections: tuple[CorrectionView, ...] = ()
    updates: tuple[UpdateView, ...] = ()
    image: ImageView | None = None
    story: StoryStrip | None = None
    follows: BriefCard | None = None
    followed_by: tuple[BriefCard, ...] = ()
    extra: dict[str, Any] = {}
    listed: int = 0


class RevisionView(View, frozen=True):
    """A change of a brief since it was published, or, of the `kind` "published", that it was. The others are "correction", "update",
    "minor", and "changed" where the brief does not say what was done. `text` is what it says, if anything; `told` that this is
    among its corrections or updates, too."""

    date: Moment
    kind: str
    text: str = ""
    told: bool = False


class PieceView(View, frozen=True):
    """A run of text in a comparison: `sign` is "=" (in both versions), "-" (gone), "+" (new), or "…" (in both, and left out here); `after` is
    the white space that follows, a line for each block."""

    sign: str
    text: str
    after: str = ""


class PartView(View, frozen=True):
    """A part of a brief that changed: `kind` is "title", "lede" or that of a section; `label` what to print above a section."""

    kind: str
    label: str
    pieces: tuple[PieceView, ...]


class ComparedView(View, frozen=True):
    """A revision compared with the version before. `kind` is as in `RevisionView`; `texts` are what the brief says of it."""

    date: Moment
    kind: str
    texts: tuple[str, ...]
    parts: tuple[PartView, ...]


class RevisionsPage(View, frozen=True):
    """revisions.html: what changed in a brief since it was `published`, newest first."""

    brief: Link
    language: str
    published: Moment
    revisions: tuple[ComparedView, ...]


class BriefPage(View, frozen=True):
    """brief.html. `related` are older briefs that share rare actors and topics with it, the most closely related first;
    none of its own thread. `history` are its revisions, oldest first, as git knows them: empty if there are none but those that the
    brief tells, unless it has a page of its revisions, whose address is `revisions_url`."""

    brief: BriefView
    related: tuple[BriefCard, ...] = ()
    history: tuple[RevisionView, ...] = ()
    revisions_url: str = ""
