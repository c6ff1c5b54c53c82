"""Topics and actors as an edition shows them: only those that something listed is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefgen.briefs.model import ActorEntry, Ref, TopicEntry
from briefgen.edition.chains import chain, find_circles
from briefgen.edition.directory import ACTORS_FILE, TOPICS_FILE, Directory, E, either, former_slugs, moved_slugs
from briefgen.edition.model import Actor, Topic
from briefgen.edition.roster import Roster
from briefgen.problems import Problem, Where, problem
from briefgen.text.keys import entity_key

Items = Mapping[str, Sequence[str]]  # slug → `Brief.path`s, newest first


def build_actors(roster: Roster[ActorEntry], items: Items) -> tuple[dict[str, Actor], list[Problem]]:
    """The actors of an edition by slug: those with items. The problems are those of `member_of` in the registry."""
    directory = roster.directory
    former = former_slugs(directory, items)
    bodies, problems = _bodies(directory)
    members: dict[str, list[str]] = {}
    for slug in items:
        for body, _ in bodies.get(slug, ()):
            members.setdefault(body, []).append(slug)
    actors = {s.slug: Actor(s.slug, s.name, tuple(items[s.slug]), registered=False) for s in roster.strangers.values()}
    for slug in items:
        if entry := directory.entries.get(slug):
            actors[slug] = Actor(
                slug=slug,
                name=entry.name,
                items=tuple(items[slug]),
                kind=entry.kind,
                role=entry.role,
                description=entry.description,
                aliases=entry.aliases,
                member_of=tuple(body for body, _ in bodies.get(slug, ()) if body in items),
                member_names=tuple(name for body, name in bodies.get(slug, ()) if body not in items),
                members=_by_name(members.get(slug, ()), directory),
                wikidata=entry.wikidata,
                url=entry.url,
                former=former.get(slug, ()),
                moved=moved_slugs(entry, former.get(slug, ())),
            )
    return dict(sorted(actors.items())), problems


def build_topics(roster: Roster[TopicEntry], items: Items) -> tuple[dict[str, Topic], list[Problem]]:
    """The topics of an edition by slug: those with items, and all above them. The problems are those of `parent`."""
    directory = roster.directory
    parents, problems = _parents(directory)
    living = set(items).union(*(chain(parents, slug) for slug in items))
    former = former_slugs(directory, living)
    children: dict[str, list[str]] = {}
    for slug in living:
        if slug in parents:
            children.setdefault(parents[slug], []).append(slug)
    topics = {s.slug: Topic(s.slug, s.name, tuple(items[s.slug]), registered=False) for s in roster.strangers.values()}
    for slug in living:
        if entry := directory.entries.get(slug):
            topics[slug] = Topic(
                slug=slug,
                name=entry.name,
                items=tuple(items.get(slug, ())),
                description=entry.description,
                aliases=entry.aliases,
                parent=parents.get(slug, ""),
                children=_by_name(children.get(slug, ()), directory),
                iptc=entry.iptc,
                former=former.get(slug, ()),
                moved=moved_slugs(entry, former.get(slug, ())),
            )
    return dict(sorted(topics.items())), problems


def _bodies(directory: Directory[ActorEntry]) -> tuple[dict[str, tuple[tuple[str, str], ...]], list[Problem]]:
    """What each actor is a member of: (slug, name), the slug empty where nobody knows the name."""
    bodies: dict[str, tuple[tuple[str, str], ...]] = {}
    problems: list[Problem] = []
    for slug, entry in directory.entries.items():
        found: dict[tuple[str, str], None] = {}
        for ref in entry.member_of:
            body = _only(directory.find(ref.text))
            if body != slug:
                found[body, directory.entries[body].name if body else ref.text] = None
            if body in ("", slug):
                where = Where(ACTORS_FILE, ref.line or entry.line, ref.column, ref.end)
                told = f"{entry.name} is a member of “{ref.text}”"
                problems.append(_unresolved("member-of-unknown", where, told, ref, slug, directory))
        if found:
            bodies[slug] = tuple(found)
    return bodies, problems


def _parents(directory: Directory[TopicEntry]) -> tuple[dict[str, str], list[Problem]]:
    """The parent of each topic that has one. A circle is cut at the topic that the file names first."""
    parents: dict[str, str] = {}
    problems: list[Problem] = []
    for slug, entry in directory.entries.items():
        if entry.parent is None:
            continue
        if parent := _only(directory.find(entry.parent.text)):
            parents[slug] = parent
        else:
            told = f"The parent of {entry.name} is “{entry.parent.text}”"
            where = _at_parent(entry)
            problems.append(_unresolved("parent-unknown", where, told, entry.parent, slug, directory))
    order = {slug: number for number, slug in enumerate(directory.entries)}
    for circle in find_circles(parents):
        slug = min(circle, key=order.__getitem__)
        start = circle.index(slug)
        names = [directory.entries[s].name for s in (*circle[start:], *circle[:start], slug)]
        del parents[slug]
        problems.append(
            problem(
                "parent-circle",
                _at_parent(directory.entries[slug]),
                f"These topics are each other's parents: {' → '.join(names)}",
                "Remove one parent, so that the circle has a top",
            )
        )
    return parents, problems


def _unresolved(code: str, where: Where, told: str, ref: Ref, slug: str, directory: Directory[E]) -> Problem:
    found = directory.find(ref.text)
    if found == (slug,):
        return problem(code, where, f"{told}, which is itself", "Remove the line")
    if found:
        options = either([directory.entries[s] for s in found])
        return problem(code, where, f"{told}, which may mean {options}", "Write the slug of the one that is meant")
    meant = directory.suggester.nearest(ref.text)
    hint = f"Did you mean “{meant}”?" if meant else "Give it an entry of its own, or correct the name"
    return problem(code, where, f"{told}, which has no entry", hint)


def _only(found: tuple[str, ...]) -> str:
    return found[0] if len(found) == 1 else ""


def _at_parent(entry: TopicEntry) -> Where:
    ref = entry.parent or Ref("")
    return Where(TOPICS_FILE, ref.line or entry.line, ref.column, ref.end)


def _by_name(slugs: Iterable[str], directory: Directory[E]) -> tuple[str, ...]:
    return tuple(sorted(slugs, key=lambda slug: (entity_key(directory.entries[slug].name), slug)))
