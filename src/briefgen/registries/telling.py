"""What became of a registry, in words for an editor. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.briefs.model import ActorEntry, TopicEntry

Entry = ActorEntry | TopicEntry


def tell_changes(kind: str, before: Sequence[Entry], after: Sequence[Entry]) -> Iterator[str]:
    """What differs between two versions of a registry, a sentence each; `kind` is "actor" or "topic"."""
    old, new = {entry.slug: entry for entry in before}, {entry.slug: entry for entry in after}
    for entry in after:
        gone = [old[slug] for slug in entry.redirect_from if slug in old and slug not in new]
        was = old.get(entry.slug) or (gone.pop() if gone else None)
        page = f"/{kind}s/{entry.slug}/"
        if was is None:
            yield f"“{entry.name}” was added; the page is {page}"
            continue
        if was.name != entry.name:
            yield f"“{was.name}” is “{entry.name}” now; the old name still means the same"
        if was.slug != entry.slug:
            yield f"The page of “{entry.name}” is {page} now; /{kind}s/{was.slug}/ leads there"
        for part in gone:
            yield f"“{part.name}” is a part of “{entry.name}” now; /{kind}s/{part.slug}/ leads to {page}"
        known = {was.name, *was.aliases, *(name for part in gone for name in (part.name, *part.aliases))}
        for alias in entry.aliases:
            if alias not in known:
                yield f"“{alias}” is another name of “{entry.name}” now"
