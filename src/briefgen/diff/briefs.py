"""Which briefs differ, and in what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from typing import Any

import msgspec

from briefgen.briefs.model import Brief
from briefgen.diff.model import BriefChange, Kind
from briefgen.diff.sides import Side
from briefgen.edition.model import State
from briefgen.edition.schedule import state_of
from briefgen.pages.urls import brief_id, id_to_keep, output_path, permalink

#: What each field of a brief that readers see is called; two of one name are told once.
CALLED = {
    "title": "title",
    "summary": "summary",
    "lede": "text",
    "sections": "text",
    "date": "date",
    "updated": "update",
    "updates": "update",
    "corrections": "corrections",
    "topics": "topics",
    "actors": "actors",
    "not_actors": "actors",
    "story": "story",
    "follows": "what it follows",
    "expect": "expectations",
    "sources": "sources",
    "image": "picture",
    "byline": "byline",
    "language": "language",
    "slug": "address",
    "aliases": "old addresses",
    "id": "id",
    "status": "status",
    "expires": "end",
    "revisions": "history",
    "extra": "extra",
}
_PLACES = frozenset({"line", "column", "end", "lede_line"})


def differences(one: Brief, other: Brief) -> tuple[str, ...]:
    """What differs between two versions of a brief, in words; where it stands in the file does not count."""
    told = [name for field, name in CALLED.items() if _bare(getattr(one, field)) != _bare(getattr(other, field))]
    if "text" in told and "summary" in told and _is_derived(one) and _is_derived(other):
        told.remove("summary")
    return tuple(dict.fromkeys(told))


def _is_derived(brief: Brief) -> bool:
    """Whether the summary of a brief is the beginning of its text, as it is where nobody wrote one."""
    words = " ".join([brief.lede, *(section.text for section in brief.sections)]).split()
    return brief.summary.rstrip("… .") in " ".join(words)


def _bare(value: Any) -> Any:
    """A value without the places in the file from which its parts come."""
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    if isinstance(value, msgspec.Struct):
        return tuple(_bare(getattr(value, name)) for name in value.__struct_fields__ if name not in _PLACES)
    return value


def changed_briefs(before: Side, after: Side, differing: Set[str]) -> Iterator[BriefChange]:
    """The briefs that differ, by their files; `differing` are those files of the site that do."""
    old, new = before.briefs, after.briefs
    broken = set(_broken(before, after, differing))
    differ = [path for path in {**old, **new, **dict.fromkeys(broken)} if old.get(path) is not new.get(path)]
    differ = [path for path in differ if path in broken or old.get(path) != new.get(path) or path not in new]
    renamed = dict(
        _renamed(old, new, {p for p in differ if p not in new} - broken, {p for p in differ if p not in old})
    )
    for path in sorted({*differ, *broken} - set(renamed.values())):
        was = renamed.get(path, path)
        if path in broken:
            yield _refused(before, path, old.get(path))
        else:
            yield _change(before, after, old.get(was), new.get(path), path, was)


def _broken(before: Side, after: Side, differing: Set[str]) -> Iterator[str]:
    """Files that differ and of which no brief can be made now."""
    for path in after.loaded.parse_problems:
        if path not in after.briefs and (f"briefs/{path}" in differing or path in before.briefs):
            yield path


def _refused(before: Side, path: str, was: Brief | None) -> BriefChange:
    url = _url(before, was) if _state(before, was) in _SEEN else ""
    lost = (f"{url} will be missing until the file is right",) if url else ()
    return BriefChange(Kind.BROKEN, f"briefs/{path}", was.title if was else "", url=url, warnings=lost)


def _renamed(
    old: dict[str, Brief], new: dict[str, Brief], gone: set[str], fresh: set[str]
) -> Iterator[tuple[str, str]]:
    """The new and the old file of briefs whose files were renamed: those most alike first."""
    for alike in _ALIKE:
        for path in sorted(fresh):
            found = next((was for was in sorted(gone) if alike(old[was], new[path])), None)
            if found is not None:
                gone.remove(found)
                fresh = fresh - {path}
                yield path, found


#: When two briefs are one in two files: nothing but the address differs; or they have one id, or one address, or one title and day.
_ALIKE: tuple[Callable[[Brief, Brief], bool], ...] = (
    lambda one, other: not set(differences(one, other)) - {"address"},
    lambda one, other: bool(one.id) and one.id == other.id,
    lambda one, other: (one.date.day, one.slug) == (other.date.day, other.slug),
    lambda one, other: (one.date.day, one.title) == (other.date.day, other.title),
)


def _change(before: Side, after: Side, one: Brief | None, other: Brief | None, path: str, was: str) -> BriefChange:
    now = after.now
    brief = other or one
    assert brief is not None
    then, here = _state(before, one), _state(after, other)
    what = differences(one, other) if one and other else ()
    kind = _kind(then, here, other is not None, bool(what) or path != was)
    url, old = _url(after, other), _url(before, one)
    seen_before, seen_now = then in _SEEN, here in _SEEN
    moved = seen_before and (old != url or not seen_now)
    redirected = not moved or output_path(old) in after.paths
    if kind is Kind.EDITED and moved:
        kind = Kind.MOVED
    warnings = []
    if seen_before and seen_now and one and other and brief_id(one, before.config) != brief_id(other, after.config):
        short = one.id or one.path.rpartition(".")[0]
        told = id_to_keep(brief_id(one, before.config), short, other.path, other.date.day, after.config)
        warnings.append(f"Feed readers will show it as new, since its id changes. To keep the id, write `id: {told}`")
    if seen_before and not redirected and seen_now:
        warnings.append(f"{old} will be missing. To lead its readers on, write `aliases: [{old}]`")
    if seen_before and not seen_now and not redirected:
        warnings.append(f"{old} will be missing, and no redirect stays")
    until = other.date.instant if other and state_of(other, now) is State.SCHEDULED else None
    return BriefChange(
        kind,
        f"briefs/{path}",
        brief.title,
        what,
        url or old,
        old if moved and seen_now else "",
        redirected,
        f"briefs/{was}" if was != path else "",
        here,
        until,
        tuple(warnings),
    )


_SEEN = ("published", "expired")


def _kind(then: str, here: str, is_there: bool, differs: bool) -> Kind:
    if then not in _SEEN and here not in _SEEN:
        return Kind.HELD if is_there else Kind.UNSEEN
    if here not in _SEEN:
        return Kind.WITHDRAWN if is_there else Kind.DELETED
    if then not in _SEEN:
        return Kind.PUBLISHED
    if then == "published" and here == "expired":
        return Kind.EXPIRED
    return Kind.EDITED if differs else Kind.UNSEEN


def _state(side: Side, brief: Brief | None) -> str:
    """The state of a brief; empty for one that is not there, "refused" for one that is not shown because of an error."""
    if brief is None:
        return ""
    state = state_of(brief, side.now)
    shown = state.value not in _SEEN or brief.path in side.plan.book.items
    return state.value if shown else "refused"


def _url(side: Side, brief: Brief | None) -> str:
    return permalink(brief.date.day, brief.slug, side.config) if brief else ""
