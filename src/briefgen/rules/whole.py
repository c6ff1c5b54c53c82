"""Rules for the site: what can only be seen with all briefs together, or changes with the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from briefgen.briefs.model import Brief, Ref
from briefgen.edition.model import Item
from briefgen.edition.suggest import Suggester
from briefgen.pages.briefs import is_local, resolve
from briefgen.pages.model import PageKind
from briefgen.problems import Edit, Problem, Where, problem
from briefgen.rules.site import Site, parts, place_of, where_in, without_code
from briefgen.text.keys import entity_key, slugify
from briefgen.text.yaml_scan import single_quoted

_LINK = re.compile(r"\]\(\s*<?([^\s()<>]++)")
_SHORTEST = 5  # names with fewer letters are often almost the same: EU, EC
_LONG = 12
_PLAIN = re.compile(r"[^\W_](?:[\w .’'()&-]*[\w.)’])?").fullmatch
_FOOTNOTE = re.compile(r"fn(?:ref)?[\w-]+").fullmatch


def duplicate_titles(site: Site) -> Iterator[Problem]:
    """Nobody can tell two briefs with one title apart, in a list or in a search engine."""
    first: dict[str, Item] = {}
    for item in sorted(site.plan.book.edition.items, key=lambda item: (item.day, item.path)):
        other = first.setdefault(entity_key(item.brief.title), item)
        if other is not item:
            message = f"This brief has the title of briefs/{other.path}, “{item.brief.title}”"
            hint = "Give it a title that says what is new in it"
            yield problem("title-duplicate", Where(f"briefs/{item.path}", 1, words=item.brief.title), message, hint)


def overdue_expectations(site: Site) -> Iterator[Problem]:
    """What was to come should be said to have come, or not."""
    for due in site.plan.book.edition.expectations:
        expected = due.expectation
        if not expected.outcome and expected.last < site.today:
            message = f"“{expected.what}” was expected by {expected.last}, and nobody has said what came of it"
            hint = "Write what happened as its `outcome:`"
            yield problem(
                "expectation-overdue", Where(f"briefs/{due.path}", expected.line, words=expected.what), message, hint
            )


def unlisted_actors(site: Site) -> Iterator[Problem]:
    """Where a brief lists its actors, one that its text names may have been forgotten."""
    actors = site.plan.book.edition.actors
    for item in site.plan.book.edition.items:
        brief = item.brief
        if brief.actors and len(item.actors) > len(brief.actors):
            for slug in item.actors[len(brief.actors) :]:
                if slug in actors:
                    name = actors[slug].name
                    message = f"The text names {name}, who is not among the `actors` of this brief"
                    hint = f"Add “{name}” to them if the brief is about it; to `not_actors` if somebody else is meant"
                    yield problem("actor-unlisted", _mentioned(item, slug), message, hint)


def _mentioned(item: Item, slug: str) -> Where:
    brief = item.brief
    for (text, line), names in zip(
        parts(brief), item.mentions[-len(brief.sections) - bool(brief.lede) :], strict=False
    ):
        for mention in names:
            at = text.find(mention.text) if mention.actor == slug else -1
            if at >= 0:
                return where_in(brief, text, at, line, mention.text)
    return Where(f"briefs/{brief.path}", brief.actors[0].line)


def aliases_used(site: Site) -> Iterator[Problem]:
    """A name in a list should be the one that its registry prefers, so that files can be searched for it."""
    edition = site.plan.book.edition
    aliases: list[dict[str, str]] = []
    for entities in (edition.topics, edition.actors):
        named = [entity for entity in entities.values() if entity.registered]
        known = {entity_key(alias): entity.name for entity in named for alias in entity.aliases}
        own = {key for entity in named for key in (entity_key(entity.name), entity_key(entity.slug))}
        aliases.append({key: name for key, name in known.items() if key not in own})
    for item in edition.items:
        brief = item.brief
        for refs, known in zip((brief.topics, brief.actors), aliases, strict=True):
            for ref in refs:
                name = known.get(entity_key(ref.text)) if known else None
                if name:
                    fix = (Edit(ref.line, ref.column, ref.end, _as_name(name)),) if ref.end else ()
                    message = f"“{ref.text}” is an alias of “{name}”"
                    yield problem("alias-used", place_of(brief, ref), message, f"Write “{name}”", fix=fix)


def _as_name(name: str) -> str:
    """A name as an item of a list in YAML."""
    return name if _PLAIN(name) else f'"{name}"' if '"' not in name and "\\" not in name else single_quoted(name)


def similar_actors(site: Site) -> Iterator[Problem]:
    """Two names that no registry knows and that are nearly the same may be one actor with two pages."""
    strangers = {slug: actor.name for slug, actor in site.plan.book.edition.actors.items() if not actor.registered}
    return _similar(site, "actor", strangers)


def similar_topics(site: Site) -> Iterator[Problem]:
    """The same of topics."""
    strangers = {slug: topic.name for slug, topic in site.plan.book.edition.topics.items() if not topic.registered}
    return _similar(site, "topic", strangers)


def _similar(site: Site, kind: str, names: dict[str, str]) -> Iterator[Problem]:
    """Of two names, the one that fewer briefs have is told, of equals the later in the alphabet. Names that would have one address are
    told of by the edition."""
    edition = site.plan.book.edition
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
            item = site.plan.book.items[entities[slug].items[-1]]
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


def broken_links(site: Site) -> Iterator[Problem]:
    """A link to a page of the site that is not there, or to a place on it that is not."""
    book = site.plan.book
    pages: dict[str, str] = {}
    for item in book.edition.items:
        brief = item.brief
        for text, line in parts(brief):
            if "](/" not in text and "](#" not in text and "#" not in text:
                continue
            for found in _LINK.finditer(without_code(text)):
                if not pages:
                    pages = {
                        page.url: page.subject[0] if page.kind is PageKind.BRIEF else "" for page in site.plan.pages
                    }
                where = where_in(brief, text, found.start(), line, found[1])
                yield from _judge(site, brief, found[1], where, pages)


def _judge(site: Site, brief: Brief, written: str, where: Where, pages: dict[str, str]) -> Iterator[Problem]:
    book = site.plan.book
    address, _, fragment = written.partition("#")
    target: str | None = None
    if not address:
        target = brief.path
    elif is_local(written):
        file = resolve(brief.path, written)
        target = file if file in book.items else None
    elif address.startswith("/") and not address.startswith("//"):
        path = unquote(urlsplit(address).path)
        path = "/" + path[len(book.base) :] if path.startswith(book.base) else path
        found = next((p for p in (path, f"{path}/", f"{path}index.html") if p in pages), None)
        if found is None and path.startswith("/assets/"):
            return
        if found is None:
            message = f"This leads to {path}, and the site has no such page"
            hint = "Write the path of the file instead, such as 2025/2025-10-18-ferry.md: such a link never breaks"
            yield problem("link-broken", where, message, hint)
            return
        target = pages[found] or None
    if fragment and target:
        kinds = {section.kind.value for section in book.items[target].brief.sections}
        if fragment not in kinds | site.anchors and not _FOOTNOTE(fragment):
            message = f"This leads to a place “{fragment}” that briefs/{target} has not"
            yield problem(
                "anchor-broken", where, message, f"Write one of {', '.join(f'#{kind}' for kind in sorted(kinds))}"
            )


def large_pictures(site: Site) -> Iterator[Problem]:
    """A picture that takes a reader's phone long to load."""
    most = site.plan.book.config.check.picture_bytes
    for path, size in sorted(site.sizes.items()):
        if size > most:
            message = f"This picture has {_size(size)}; {_size(most)} are the most"
            hint = "Save it smaller: 1,600 pixels wide is enough, as JPEG or WebP"
            yield problem("picture-large", Where(f"briefs/{path}"), message, hint)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.1f} kB"
