"""The view of a brief, whole: for its page and for feeds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from posixpath import dirname, join, normpath

from briefgen.briefs.model import Brief, SectionKind
from briefgen.edition.model import Item, Mention
from briefgen.pages.beside import offering
from briefgen.pages.book import Book
from briefgen.pages.pictures import image_view, media_url, quoted, share_image
from briefgen.pages.revisions import history, revisions_url
from briefgen.pages.urls import brief_id, folder_of
from briefgen.pages.views import (
    BriefPage,
    BriefView,
    CorrectionView,
    Link,
    PageView,
    Prose,
    SectionView,
    SourceView,
    StoryStrip,
    UpdateView,
)

# Every local destination begins like this, and few others.
_PERHAPS_LOCAL = re.compile(r"\][(:][ <]*(?!https?:|[/#?])[^)> \n\t]")

#: How many earlier briefs of its story a page shows.
EARLIER = 5


def brief_page(book: Book, path: str) -> tuple[PageView, BriefPage]:
    """The page of the brief with that file."""
    brief = single_view(book, path)
    url = book.brief_url(path)
    noindex = brief.state != "published"
    image = share_image(book, brief)
    meta = book.page("brief", brief.title, url, brief.summary, language=brief.language, noindex=noindex, image=image)
    item = book.items[path]
    related = book.kin.of(path, item.topics, item.actors, thread(book, item))
    return offering(book, meta, path), _page(book, path, brief, related)


def _page(book: Book, path: str, brief: BriefView, related: Iterable[str]) -> BriefPage:
    return BriefPage(brief, tuple(map(book.card, related)), history(book, path), revisions_url(book, path))


def brief_view(book: Book, path: str) -> BriefView:
    """All that there is to show of the brief with that file."""
    book.uses.texts.add(path)
    item = book.items[path]
    brief = item.brief
    language = brief.language or book.config.language
    mentions = item.mentions or ((),) * (len(brief.sections) + 1)
    targets = local_targets(book, path, texts_of(brief))
    sections = tuple(
        [
            SectionView(
                kind=section.kind.value,
                label=section.heading if section.suffix else book.section_label(section.kind, language),
                heading=section.heading,
                body=Prose(section.text, language, _names(book, found), targets),
            )
            for section, found in zip(brief.sections, mentions[1:], strict=True)
        ]
    )
    link = book.link(path)
    followers = book.followers.get(path, ())
    return BriefView(
        title=brief.title,
        url=link.url,
        id=brief_id(brief, book.config),
        date=brief.date,
        modified=item.modified,
        source=brief.path,
        summary=brief.summary,
        language=language,
        state=item.state.value,
        updated=brief.updated,
        expires=brief.expires,
        byline=brief.byline,
        lede=Prose(brief.lede, language, _names(book, mentions[0]), targets) if brief.lede else None,
        sections=sections,
        actors=tuple([book.actor_named(a) for a in item.actors if a in book.edition.actors]),
        topics=tuple([book.topic_link(t) for t in item.topics if t in book.edition.topics]),
        sources=tuple([SourceView(s.title or s.url, s.url, s.publisher) for s in brief.sources]),
        expectations=tuple(book.expectation(d) for d in book.due.get(path, ())),
        corrections=tuple(CorrectionView(c.date, c.text, link, language) for c in brief.corrections),
        updates=tuple([UpdateView(u.date, u.text) for u in brief.updates]),
        image=image_view(book, brief.image) if brief.image else None,
        story=strip(book, item),
        follows=book.card(item.follows) if item.follows else None,
        followed_by=tuple(book.card(p) for p in followers),
        extra=brief.extra,
        listed=len(brief.actors),
    )


def shared_view(book: Book, path: str) -> BriefView:
    """The same as `brief_view`, and the same object for every feed and story that shows it."""
    found = book.views.get(path)
    if found is None:
        with book.watch() as uses:
            found = book.views[path] = (brief_view(book, path), uses)
    view, uses = found
    book.uses.heads.update(uses.heads)
    book.uses.texts.update(uses.texts)
    return view


def single_view(book: Book, path: str) -> BriefView:
    """The same, for a page that is not kept in mind for others: it shows many briefs, or one that perhaps no other shows."""
    return shared_view(book, path) if path in book.views else brief_view(book, path)


def next_section(book: Book, path: str) -> SectionView | None:
    """The *What's Next* of a brief."""
    return next((s for s in shared_view(book, path).sections if s.kind == SectionKind.NEXT), None)


def local_targets(book: Book, path: str, texts: tuple[str, ...]) -> tuple[Link, ...]:
    """Where the local paths that prose links to lead: pictures and other briefs' files, relative to its own file."""
    written = dict.fromkeys([p for text in texts for p in local_paths(text)])
    if not written:
        return ()
    found = ((p, target_url(book, resolve(path, p)), p.partition("#")) for p in written)
    return tuple(Link(p, book.href(url) + mark + fragment) for p, url, (_, mark, fragment) in found if url)


def target_url(book: Book, path: str) -> str:
    """The path on the site of a file below `briefs/`: a brief's page, a picture's copy; empty if it has none."""
    if path in book.items:
        return book.brief_url(path)
    return quoted(media_url(path)) if path in book.edition.files else ""


def resolve(path: str, written: str) -> str:
    """A local path as written in a brief's file, relative to `briefs/`; may begin with "../" if it leads out."""
    return normpath(join(dirname(path), written.partition("#")[0]))


def local_paths(markdown: str) -> tuple[str, ...]:
    """The relative paths that links and pictures in Markdown point to, as written (CommonMark 0.31, sections 6.3, 6.4).

    Inline destinations and reference definitions. What only looks like one does no harm: it is a look-up.
    """
    if not _has_local(markdown):
        return ()
    found = []
    for opening in ("](", "]:"):
        at = markdown.find(opening)
        while at >= 0:
            start = at + 2
            rest = markdown[start : start + 500].lstrip(" ")
            ends = ">\n" if rest[:1] == "<" else ")> \n\t"  # between these brackets may be spaces
            rest = rest.removeprefix("<")
            end = next((i for i, c in enumerate(rest) if c in ends), len(rest))
            if is_local(rest[:end]) and (opening == "](" or _is_definition(markdown, at)):
                found.append(rest[:end])
            at = markdown.find(opening, start)
    return tuple(found)


def _has_local(markdown: str) -> bool:
    """Whether there may be a local path, which few texts have."""
    return "]" in markdown and _PERHAPS_LOCAL.search(markdown) is not None


def leads_on(brief: Brief) -> bool:
    """Whether a brief may show a picture, or link to something below `briefs/`."""
    return brief.image is not None or any(
        "]" in text and ("![" in text or _PERHAPS_LOCAL.search(text)) for text in texts_of(brief)
    )


def _is_definition(markdown: str, at: int) -> bool:
    """Whether the bracket closed at `at` begins its line and is no footnote's ("[^1]:")."""
    line = markdown[markdown.rfind("\n", 0, at) + 1 : at].lstrip()
    return line.startswith("[") and not line.startswith("[^")


def is_local(target: str) -> bool:
    """Whether a link's destination is a path relative to the file that it stands in."""
    head = target.partition("/")[0]
    return bool(target) and target[0] not in "/#?" and ":" not in head


def pictures(brief: Brief) -> tuple[str, ...]:
    """The files below `briefs/` that a brief shows or links to, its lead picture first; whether they exist or not."""
    lead = (brief.image.path,) if brief.image and "://" not in brief.image.path else ()
    return tuple(
        dict.fromkeys((*lead, *(resolve(brief.path, p) for text in texts_of(brief) for p in local_paths(text))))
    )


def texts_of(brief: Brief) -> tuple[str, ...]:
    """The prose of a brief: its lede (may be empty) and its sections."""
    return (brief.lede, *[section.text for section in brief.sections])


def _names(book: Book, mentions: tuple[Mention, ...]) -> tuple[Link, ...]:
    """The names to link. One without an actor stays: it shields a shorter name within it."""
    actors = book.edition.actors
    return tuple([Link(m.text, book.actor_named(m.actor).url if m.actor in actors else "") for m in mentions])


def strip(book: Book, item: Item) -> StoryStrip | None:
    """The thread before a brief: of its story, or else the chain of briefs that it follows."""
    before = thread(book, item)
    earlier = tuple(map(book.card, before[-EARLIER:]))
    story = book.edition.stories.get(item.story)
    if story and item.path in story.items:
        url = book.href(folder_of("story", story.slug)) if book.config.outputs.stories else ""
        return StoryStrip(story.name, url, earlier)
    return StoryStrip("", "", earlier) if before else None


def thread(book: Book, item: Item) -> Sequence[str]:
    """The briefs of its thread that are older than a brief, the first of them first."""
    story = book.edition.stories.get(item.story)
    if story and item.path in story.items:
        return story.items[: story.items.index(item.path)]
    return _before(book, item.path)


def _before(book: Book, path: str) -> list[str]:
    """The briefs that a brief takes further, the first of the thread first."""
    chain: list[str] = []
    while (path := book.items[path].follows) and path not in chain:
        chain.insert(0, path)
    return chain
