"""Which pages differ: by what their templates get to see, and not by rendering them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import msgspec

from briefgen.diff.model import Move, PageChange
from briefgen.diff.same import Same
from briefgen.diff.sides import Side
from briefgen.pages.model import Page, PageKind
from briefgen.workers import Mapper, chunks

#: Pages are compared in runs of this many.
CHUNK = 256

#: Kinds of pages that people or programs may have the address of, and would miss.
_LASTING = frozenset(
    {
        *(PageKind.BRIEF, PageKind.TOPIC, PageKind.ACTOR, PageKind.STORY, PageKind.OWN, PageKind.REDIRECT),
        *(PageKind.FEED, PageKind.JSON_FEED, PageKind.RSS, PageKind.CALENDAR),
        *(PageKind.NEXT, PageKind.CORRECTIONS, PageKind.SEARCH, PageKind.FEEDS),
    }
)


class ComparedPages(msgspec.Struct, frozen=True):
    """Pages as in `model.Diff`."""

    appear: tuple[PageChange, ...]
    change: tuple[PageChange, ...]
    moves: tuple[Move, ...]
    disappear: tuple[PageChange, ...]
    missing: tuple[PageChange, ...]


def compare_pages(before: Side, after: Side, differing: Set[str], mapper: Mapper) -> ComparedPages:
    """The pages that differ; `differing` are those files of the site that do."""
    old = {page.path: page for page in before.plan.pages}
    new = {page.path: page for page in after.plan.pages}
    same = Same(before.plan.book, after.plan.book)
    both = [page for path, page in new.items() if path in old]

    def differing_pages(run: Sequence[Page]) -> list[str]:
        doubtful = [page for page in run if not same.is_certain(old[page.path], page)]
        return [page.path for page in doubtful if _differs(before, after, differing, old[page.path], page)]

    found = mapper(differing_pages, chunks(both, CHUNK))
    changed = {path for run in found for path in run}
    moved = {
        path for path in changed if new[path].kind is PageKind.REDIRECT and old[path].kind is not PageKind.REDIRECT
    }
    gone = [page for path, page in old.items() if path not in new]
    return ComparedPages(
        appear=tuple(told(page) for path, page in new.items() if path not in old),
        change=tuple(told(new[path]) for path in sorted(changed - moved)),
        moves=tuple(Move(new[path].url, new[path].subject[1], old[path].kind.value) for path in sorted(moved)),
        disappear=tuple(map(told, gone)),
        missing=tuple(told(page) for page in gone if page.kind in _LASTING),
    )


def _differs(before: Side, after: Side, differing: Set[str], one: Page, other: Page) -> bool:
    if one.kind is not other.kind:
        return True
    if one.kind is PageKind.ASSET:
        return one.subject != other.subject or f"briefs/{one.subject[0]}" in differing
    return before.plan.view(one) != after.plan.view(other)


def told(page: Page) -> PageChange:
    """A page, as the report has it."""
    return PageChange(page.url, page.kind.value, page.origin)


def everywhere(before: Side, after: Side, differing: Set[str]) -> Iterator[str]:
    """Why all pages may look different, in words: settings that all pages show, and the theme."""
    one, other = before.plan.site, after.plan.site
    shown = [before.config.timezone != after.config.timezone, before.config.strings != after.config.strings]
    if one != other or any(shown):
        names = [n for n in before.config.__struct_fields__ if getattr(before.config, n) != getattr(after.config, n)]
        yield "the settings " + ", ".join(names) if len(names) > 1 else f"the setting {', '.join(names)}"
    changed = sorted(path for path in differing if path.startswith("templates/"))
    if changed:
        yield "the theme: " + _some(changed)


def _some(names: Sequence[str], most: int = 5) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
