"""Rules for the site: what can only be seen with all briefs together, or changes with the day. None of them looks at words of briefs
but those for titles, which see nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefgen.briefs.model import Brief, Ref
from briefgen.edition.suggest import Suggester
from briefgen.problems import Problem, Where, problem
from briefgen.rules.site import Site, Titled, place_of
from briefgen.text.keys import entity_key, slugify

_SHORTEST = 5  # names with fewer letters are often almost the same: EU, EC
_LONG = 12


def duplicate_titles(titles: Iterable[Titled]) -> Iterator[Problem]:
    """Nobody can tell two briefs with one title apart, in a list or in a search engine."""
    first: dict[str, str] = {}
    for _, path, title in sorted(titles):
        other = first.setdefault(entity_key(title), path)
        if other != path:
            message = f"This brief has the title of briefs/{other}, “{title}”"
            hint = "Give it a title that says what is new in it"
            yield problem("title-duplicate", Where(f"briefs/{path}", 1, words=title), message, hint)


def overdue_expectations(site: Site) -> Iterator[Problem]:
    """What was to come should be said to have come, or not."""
    for due in site.book.edition.expectations:
        expected = due.expectation
        if not expected.outcome and expected.last < site.today:
            message = f"“{expected.what}” was expected by {expected.last}, and nobody has said what came of it"
            hint = "Write what happened as its `outcome:`"
            yield problem(
                "expectation-overdue", Where(f"briefs/{due.path}", expected.line, words=expected.what), message, hint
            )


def similar_actors(site: Site) -> Iterator[Problem]:
    """Two names that no registry knows and that are nearly the same may be one actor with two pages."""
    strangers = {slug: actor.name for slug, actor in site.book.edition.actors.items() if not actor.registered}
    return _similar(site, "actor", strangers)


def similar_topics(site: Site) -> Iterator[Problem]:
    """The same of topics."""
    strangers = {slug: topic.name for slug, topic in site.book.edition.topics.items() if not topic.registered}
    return _similar(site, "topic", strangers)


def _similar(site: Site, kind: str, names: dict[str, str]) -> Iterator[Problem]:
    """Of two names, the one that fewer briefs have is told, of equals the later in the alphabet. Names that would have one address are
    told of by the edition."""
    edition = site.book.edition
    entities = edition.actors if kind == "actor" else edition.topics
    ranked = sorted(names, key=lambda slug: (-len(entities[slug].items), names[slug]))
    place = {names[slug]: number for number, slug in enumerate(ranked)}
    suggester = Suggester(place)
    for slug in ranked:
        name = names[slug]
        meant = suggester.nearest(name, but=name) if len(entity_key(name)) >= _SHORTEST else ""
        if meant and place[meant] < place[name] and slugify(name) != slugify(meant):
            if not _is_like(entity_key(name), entity_key(meant)):
                continue
            item = site.book.items[entities[slug].items[-1]]
            refs = item.brief.actors if kind == "actor" else item.brief.topics
            message = f"The {kind} “{name}” is written almost like “{meant}”, and each has a page"
            hint = f"If both are one {kind}, write “{meant}”; if not, add both to briefs/{kind}s.yml"
            yield problem(f"{kind}-similar", _ref(item.brief, refs, name), message, hint)


def _is_like(one: str, other: str) -> bool:
    """Whether two keys differ by a letter, in long ones by two, or by the order of their words; never by a digit."""
    if sorted(one) == sorted(other):
        return True
    if [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]:
        return False
    most = 2 if min(len(one), len(other)) >= _LONG else 1
    row = list(range(len(other) + 1))  # Wagner and Fischer's table of edits, a row at a time
    for number, letter in enumerate(one, 1):
        before, row = row, [number]
        for at, sign in enumerate(other, 1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (letter != sign)))
    return row[-1] <= most


def _ref(brief: Brief, refs: Sequence[Ref], name: str) -> Where:
    found = next((ref for ref in refs if entity_key(ref.text) == entity_key(name)), None)
    return place_of(brief, found) if found else Where(f"briefs/{brief.path}")


def large_pictures(site: Site) -> Iterator[Problem]:
    """A picture that takes a reader's phone long to load."""
    most = site.book.config.check.picture_bytes
    for path, size in sorted(site.sizes.items()):
        if size > most:
            message = f"This picture has {_size(size)}; {_size(most)} are the most"
            hint = "Save it smaller: 1,600 pixels wide is enough, as JPEG or WebP"
            yield problem("picture-large", Where(f"briefs/{path}"), message, hint)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.1f} kB"
