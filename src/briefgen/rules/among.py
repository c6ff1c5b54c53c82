"""Rules for one brief among others: what they find depends on that brief, on who and what else there is on the site, and on the text of no
other brief, unless they note it in `Book.uses`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from briefgen.edition.model import Item
from briefgen.pages.briefs import is_local, resolve
from briefgen.problems import Edit, Problem, Where, problem
from briefgen.rules.site import Site, parts, place_of, where_in, without_code
from briefgen.text.keys import entity_key
from briefgen.text.yaml_scan import single_quoted

_LINK = re.compile(r"\]\(\s*<?([^\s()<>]++)")
_PLAIN = re.compile(r"[^\W_](?:[\w .’'()&-]*[\w.)’])?").fullmatch
_FOOTNOTE = re.compile(r"fn(?:ref)?[\w-]+").fullmatch


def unlisted_actors(item: Item, site: Site) -> Iterator[Problem]:
    """Where a brief lists its actors, one that its text names may have been forgotten."""
    actors, brief = site.book.edition.actors, item.brief
    if brief.actors and len(item.actors) > len(brief.actors):
        places = _mentioned(item)
        for slug in item.actors[len(brief.actors) :]:
            if slug in actors:
                name = actors[slug].name
                message = f"The text names {name}, who is not among the `actors` of this brief"
                hint = f"Add “{name}” to them if the brief is about it; to `not_actors` if somebody else is meant"
                where = places.get(slug) or Where(f"briefs/{brief.path}", brief.actors[0].line)
                yield problem("actor-unlisted", where, message, hint)


def _mentioned(item: Item) -> dict[str, Where]:
    """Where a brief names actors first."""
    brief = item.brief
    found: dict[str, Where] = {}
    for (text, line), names in zip(
        parts(brief), item.mentions[-len(brief.sections) - bool(brief.lede) :], strict=False
    ):
        for mention in names:
            at = text.find(mention.text) if mention.actor not in found else -1
            if at >= 0:
                found[mention.actor] = where_in(brief, text, at, line, mention.text)
    return found


def aliases_used(item: Item, site: Site) -> Iterator[Problem]:
    """A name in a list should be the one that its registry prefers, so that files can be searched for it."""
    brief = item.brief
    for refs, known in zip((brief.topics, brief.actors), site.aliases, strict=True):
        for ref in refs if known else ():
            name = known.get(entity_key(ref.text))
            if name:
                fix = (Edit(ref.line, ref.column, ref.end, _as_name(name)),) if ref.end else ()
                message = f"“{ref.text}” is an alias of “{name}”"
                yield problem("alias-used", place_of(brief, ref), message, f"Write “{name}”", fix=fix)


def _as_name(name: str) -> str:
    """A name as an item of a list in YAML."""
    return name if _PLAIN(name) else f'"{name}"' if '"' not in name and "\\" not in name else single_quoted(name)


def broken_links(item: Item, site: Site) -> Iterator[Problem]:
    """A link to a page of the site that is not there, or to a place on it that is not."""
    brief = item.brief
    for text, line in parts(brief):
        if "](/" in text or "#" in text:
            for found in _LINK.finditer(without_code(text)):
                yield from _judge(site, brief.path, found[1], where_in(brief, text, found.start(), line, found[1]))


def _judge(site: Site, of: str, written: str, where: Where) -> Iterator[Problem]:
    book = site.book
    address, _, fragment = written.partition("#")
    target = ""
    if not address:
        target = of
    elif is_local(written):
        file = resolve(of, written)
        target = file if file in book.items else ""
    elif address.startswith("/") and not address.startswith("//"):
        path = unquote(urlsplit(address).path)
        path = "/" + path[len(book.base) :] if path.startswith(book.base) else path
        found = next((p for p in (path, f"{path}/", f"{path}index.html") if p in site.pages), None)
        if found is None and path.startswith("/assets/"):
            return
        if found is None:
            message = f"This leads to {path}, and the site has no such page"
            hint = "Write the path of the file instead, such as 2025/2025-10-18-ferry.md: such a link never breaks"
            yield problem("link-broken", where, message, hint)
            return
        target = site.pages[found]
    if fragment and target:
        book.uses.texts.add(target)
        kinds = {section.kind.value for section in book.items[target].brief.sections}
        if fragment not in kinds | site.anchors and not _FOOTNOTE(fragment):
            message = f"This leads to a place “{fragment}” that briefs/{target} has not"
            yield problem(
                "anchor-broken", where, message, f"Write one of {', '.join(f'#{kind}' for kind in sorted(kinds))}"
            )
