"""The registries: `briefs/actors.yml` and `briefs/topics.yml` → typed entries, each with its own problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec

from briefgen.briefs.model import ACTOR_KINDS, ActorEntry, Ref, Registry, TopicEntry
from briefgen.problems import Problem
from briefgen.text.decode import decode
from briefgen.text.fields import Fields
from briefgen.text.keys import nearest, slugify
from briefgen.text.yaml_reader import Items, Node, Table, Text, read_yaml
from briefgen.text.yaml_scan import Shape, key_name

Reader = Callable[[Fields, str, Node], Any]
Entry = TypeVar("Entry", bound=ActorEntry | TopicEntry)


class Field(msgspec.Struct, frozen=True):
    """A field of an entry: its name, one line about it, its converter, and other names that mean it."""

    name: str
    doc: str
    read: Reader
    shape: Shape = Shape.TEXT
    aliases: tuple[str, ...] = ()


def _line(fields: Fields, name: str, node: Node) -> str:
    text = fields.line(node, name)
    return text.text if text else ""


def _names(fields: Fields, name: str, node: Node) -> tuple[str, ...]:
    return tuple(text.text for text in fields.names(node, name))


def _refs(fields: Fields, name: str, node: Node) -> tuple[Ref, ...]:
    return tuple(Ref(text.text, text.line, text.column, text.end) for text in fields.names(node, name))


def _ref(fields: Fields, name: str, node: Node) -> Ref | None:
    text = fields.line(node, name)
    return Ref(text.text, text.line, text.column, text.end) if text else None


def _url(fields: Fields, name: str, node: Node) -> str:
    return fields.url(node, name)


def _slugs(fields: Fields, name: str, node: Node) -> tuple[str, ...]:
    """Former slugs; of an address or a path, the last part counts."""
    found: list[str] = []
    for text in fields.names(node, name):
        slug = slugify(text.text.rstrip("/").rpartition("/")[2])
        if slug:
            found.append(slug)
        else:
            fields.wrong(
                "registry-value", text, f"{name}: “{text.text}” is no slug", "Write letters, digits and hyphens"
            )
    return tuple(found)


_KINDS = {
    "person": "person", "people": "person", "human": "person",
    "organization": "organization", "organisation": "organization", "company": "organization", "org": "organization",
    "government": "government", "place": "place", "country": "place", "city": "place", "group": "group",
}  # fmt: skip


def _kind(fields: Fields, name: str, node: Node) -> str:
    text = fields.line(node, name)
    if text is None:
        return ""
    kind = _KINDS.get(text.text.casefold())
    if kind is None:
        close = nearest(text.text, ACTOR_KINDS)
        hint = f"Did you mean `{close}`?" if close else f"Write {', '.join(ACTOR_KINDS[:-1])} or {ACTOR_KINDS[-1]}"
        fields.wrong("registry-value", text, f"kind: “{text.text}” is not a kind of actor", hint)
        return ""
    if kind != text.text:
        fields.tell("value-repaired", text, f"kind: “{text.text}” was read as {kind}", f"Write `kind: {kind}`")
    return kind


def _wikidata(fields: Fields, name: str, node: Node) -> str:
    """An item's id, also taken from its address."""
    text = fields.line(node, name)
    if text is None:
        return ""
    item = text.text.rstrip("/").rpartition("/")[2].upper()
    if not (item[:1] == "Q" and item[1:].isascii() and item[1:].isdigit() and item[1:2] != "0"):
        message = f"{name}: “{text.text}” is not the id of a Wikidata item"
        fields.wrong("registry-value", text, message, "Write Q and digits, such as Q42")
        return ""
    return item


def _iptc(fields: Fields, name: str, node: Node) -> str:
    """A Media Topic code of the IPTC, "medtop:" and eight digits; the prefix may be left out."""
    text = fields.line(node, name)
    if text is None:
        return ""
    digits = text.text.rstrip("/").rpartition("/")[2].lower().removeprefix("medtop:")
    if not (len(digits) == 8 and digits.isascii() and digits.isdigit()):
        message = f"{name}: “{text.text}” is not an IPTC Media Topic"
        fields.wrong("registry-value", text, message, "Write medtop: and eight digits, such as medtop:13000000")
        return ""
    return f"medtop:{digits}"


_NAME = Field("name", "How it is called on the site", _line, aliases=("label", "title"))
_ALIASES = Field("aliases", "Other names that mean it", _names, Shape.NAMES, ("alias", "alsoknownas", "aka"))
_DESCRIPTION = Field("description", "One sentence about it", _line, aliases=("summary",))
_FORMER = Field(
    "redirect_from", "Former slugs, whose pages redirect", _slugs, Shape.NAMES, ("redirects", "formerslugs")
)

ACTOR_FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        _NAME,
        _ALIASES,
        Field("kind", "person, organization, government, place or group", _kind, aliases=("type",)),
        Field("role", "What this actor is known as", _line),
        _DESCRIPTION,
        Field("member_of", "The actors that it belongs to", _refs, Shape.NAMES, ("memberof", "members_of")),
        Field("wikidata", "The id of its Wikidata item", _wikidata),
        Field("url", "Its own site", _url, aliases=("website", "homepage", "link")),
        _FORMER,
    )
}

TOPIC_FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        _NAME,
        _ALIASES,
        _DESCRIPTION,
        Field("parent", "The topic that it is a part of", _ref),
        Field("keywords", "Words that say more about it", _names, Shape.NAMES, ("keyword",)),
        Field("iptc", "Its code among the IPTC Media Topics", _iptc),
        _FORMER,
    )
}


def parse_registry(actors: bytes | None, topics: bytes | None) -> tuple[Registry, tuple[Problem, ...]]:
    """The entries of both registries, in the order of the files (None: there is no such file), and all problems.

    A registry maps slugs to fields; a slug may also have just a name, and a list of names, or of fields with a `name`,
    is a registry too.
    """
    actor_entries, actor_problems = _read(actors, "briefs/actors.yml", ActorEntry, ACTOR_FIELDS)
    topic_entries, topic_problems = _read(topics, "briefs/topics.yml", TopicEntry, TOPIC_FIELDS)
    return Registry(actor_entries, topic_entries), (*actor_problems, *topic_problems)


def _read(
    data: bytes | None, file: str, make: type[Entry], known: dict[str, Field]
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    if not data or not data.strip():
        return (), ()
    text, decoding = decode(data, file)
    spellings = {key_name(name): field for field in known.values() for name in (field.name, *field.aliases)}
    root, problems = read_yaml(text, file, 1, {spelling: field.shape for spelling, field in spellings.items()})
    fields = Fields(file, "registry-unknown-field", "registry-value")
    right = {name: field.name for name, field in spellings.items()}
    entries: dict[str, Entry] = {}
    for slug, node in _pairs(fields, root):
        entry = _entry(fields, slug, node, make, known, right)
        if entry is None:
            continue
        first = entries.setdefault(entry.slug, entry)
        if first is not entry:
            message = f"There are two entries {entry.slug}; the other is in line {first.line}"
            fields.tell(
                "registry-duplicate",
                slug or node,
                message,
                "Give one of them another slug, or make one entry of the two",
            )
    return tuple(entries.values()), (*decoding, *problems, *fields.problems)


def _pairs(fields: Fields, root: Node | None) -> Iterator[tuple[Text | None, Node]]:
    """The entries of a registry: their slugs, if they have any, and what is below them."""
    if isinstance(root, Table):
        yield from root.pairs
    elif isinstance(root, Items):
        for item in root.items:
            only = item.pairs[0] if isinstance(item, Table) and len(item.pairs) == 1 else None
            if only and isinstance(only[1], Table):
                yield only
            else:
                yield None, item
    elif root is not None and fields.text(root, ""):
        fields.tell("registry-entry", root, "This file is one text, without any entry", _HINT)


_HINT = "Write the slug and a colon, and below it, indented, `name: …`"


def _entry(
    fields: Fields, key: Text | None, node: Node, make: type[Entry], known: dict[str, Field], right: dict[str, str]
) -> Entry | None:
    """An entry, None after having said what is wrong. Without a slug it is that of the name; without a name, `slug`."""
    values: dict[str, Any] = {}
    if isinstance(node, Text):
        name = fields.line(node, key.text if key else "name")
        if name:
            values["name"] = name.text
    elif isinstance(node, Table):
        parts = fields.table(_without_slug(node), key.text if key else "entry", right, _KNOWN.format(", ".join(known)))
        for part, (part_key, value) in parts.items():
            found = known[part].read(fields, part_key.text, value)
            if found:
                values[part] = found
        key = key or next((v for k, v in node.pairs if k.text in ("slug", "id") and isinstance(v, Text)), None)
    else:
        fields.tell("registry-entry", node, "A list stands where an entry belongs", _HINT)
        return None
    called: str = values.get("name") or (key.text.strip() if key else "")
    slug = slugify(key.text if key else called)
    if not called or not slug:
        fields.tell("registry-entry", key or node, "An entry has no name", _HINT)
        return None
    if key and slug != key.text:
        fields.tell(
            "value-repaired", key, f"“{key.text}” became {slug}", f"Write `{slug}:` and below it `name: {called}`"
        )
    return make(**{**values, "slug": slug, "name": called, "line": (key or node).line})


_KNOWN = "The keys are {}"


def _without_slug(node: Table) -> Table:
    """The fields without those that say the slug, as lists of entries have."""
    pairs = tuple(pair for pair in node.pairs if pair[0].text not in ("slug", "id"))
    return node if len(pairs) == len(node.pairs) else Table(pairs, node.line, node.column, node.end)
