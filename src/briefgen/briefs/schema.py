"""The keys of a brief's front matter: one table, each key with its spellings, its meaning and its converter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from briefgen.briefs.entries import (
    CORRECTION,
    EXPECT,
    IMAGE,
    SOURCE,
    read_corrections,
    read_expectations,
    read_image,
    read_sources,
    read_updates,
)
from briefgen.briefs.model import Ref, Status
from briefgen.briefs.paths import site_path
from briefgen.briefs.reading import Reading, read_line, read_moment, read_ref
from briefgen.text.keys import slugify
from briefgen.text.moment import parse_moment
from briefgen.text.yaml_reader import Items, Node, Text
from briefgen.text.yaml_scan import Shape, key_name

Reader = Callable[[Reading, Text, Node], Any]


class Key(msgspec.Struct, frozen=True):
    """A key of the front matter. `aliases` are other names that mean it; `read` gives its value, or None or something
    empty; `doc` says in one line what it means; `parts` are the keys of an entry, for keys that hold mappings."""

    name: str
    doc: str
    read: Reader
    shape: Shape = Shape.TEXT
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def _byline(fields: Reading, key: Text, node: Node) -> str:
    if isinstance(node, Items):
        return ", ".join(name.text for name in fields.names(node, key.text))
    return read_line(fields, key, node)


def _refs(fields: Reading, key: Text, node: Node) -> tuple[Ref, ...]:
    return tuple(Ref(n.text, n.line, n.column, n.end) for n in fields.names(node, key.text))


def _slug(fields: Reading, key: Text, node: Node) -> Ref | None:
    text = fields.line(node, key.text)
    if text is None:
        return None
    slug = slugify(text.text)
    if not slug:
        hint = "Write letters, digits and hyphens, such as harbour-wall"
        fields.wrong("slug-unusable", text, f"{key.text}: “{text.text}” has no letter or digit", hint)
        return None
    if slug != text.text:
        fields.tell(
            "value-repaired", text, f"{key.text}: “{text.text}” became {slug}", f"Write `slug: {slug}`", fix=slug
        )
    return Ref(slug, text.line, text.column, text.end)


def _language(fields: Reading, key: Text, node: Node) -> str:
    return fields.language(node, key.text)


_STATUS = {
    "draft": Status.DRAFT,
    "published": Status.PUBLISHED,
    "publish": Status.PUBLISHED,
    "public": Status.PUBLISHED,
    "live": Status.PUBLISHED,
    "unpublished": Status.DRAFT,
}


def _status(fields: Reading, key: Text, node: Node) -> Status | None:
    """`status: draft`, and what other programs write: `draft: true`, `published: false`."""
    kind = key_name(key.text)
    if kind != "status":
        text = fields.text(node, key.text)
        if kind == "published" and text and parse_moment(text.text, fields.zone).moment:
            hint = f"Write `date: {text.text}`"
            fields.tell("status-unknown", text, "published: a date stands where true or false belongs", hint)
            return None
        said = fields.flag(node, key.text)
        return None if said is None else Status.DRAFT if said == (kind == "draft") else Status.PUBLISHED
    text = fields.line(node, key.text)
    if text is None:
        return None
    status = _STATUS.get(text.text.casefold())
    if status is None:
        message = f"status: “{text.text}” is not a status"
        fields.tell("status-unknown", text, message, "Write `status: draft` or `status: published`")
    elif text.text.casefold() != status.value:
        fields.tell(
            "value-repaired",
            text,
            f"status: “{text.text}” means {status.value}",
            f"Write `status: {status.value}`",
            fix=status.value,
        )
    return status


def _revisions(fields: Reading, key: Text, node: Node) -> bool | None:
    return fields.flag(node, key.text)


def _aliases(fields: Reading, key: Text, node: Node) -> tuple[str, ...]:
    found: list[str] = []
    for item in fields.names(node, key.text):
        path, fault, hint = site_path(item.text, fields.config.url)
        if fault:
            fields.wrong("alias-unusable", item, f"{key.text}: {fault}", hint)
        elif path not in found:
            found.append(path)
    return tuple(found)


def _extra(fields: Reading, key: Text, node: Node) -> dict[str, Any]:
    return fields.plain(node, key.text)


_TOPIC_ALIASES = ("tags", "tag", "categories", "category", "topic", "keywords")

#: The keys of a brief, in the order of the documentation, by name. `corrections` stands after the dates it falls back on.
KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        Key("title", "The headline", read_ref, aliases=("headline",)),
        Key("date", "When the brief was published: a day, or a day and a time", read_moment,
            aliases=("publishdate", "pubdate", "datepublished", "publicationdate", "publishedat")),
        Key("updated", "When its text last changed in substance", read_moment,
            aliases=("lastmod", "lastmodified", "modified", "datemodified", "lastupdated", "updatedat")),
        Key("expires", "When it leaves lists, feeds and sitemaps", read_moment,
            aliases=("expirydate", "expiry", "expire", "expirationdate")),
        Key("summary", "One or two sentences for lists, feeds and search engines", read_line,
            aliases=("description", "excerpt", "abstract")),
        Key("byline", "Who wrote it", _byline, Shape.NAMES, ("author", "authors", "by", "writer")),
        Key("language", "The language of this brief, if it is not that of the site", _language,
            aliases=("lang", "locale")),
        Key("slug", "The last part of the address", _slug),
        Key("aliases", "Former addresses, which redirect to this one", _aliases, Shape.NAMES,
            ("alias", "redirectfrom", "redirects")),
        Key("id", "A permanent id in feeds", read_line, aliases=("guid", "uuid")),
        Key("topics", "What it is about: names, slugs or aliases", _refs, Shape.NAMES, _TOPIC_ALIASES),
        Key("actors", "Who appears in it: names, slugs or aliases", _refs, Shape.NAMES, ("actor",)),
        Key("not_actors", "Names in the text that are not the actors of that name", _refs, Shape.NAMES, ("notactor",)),
        Key("status", "`draft` or `published`", _status, aliases=("draft", "published")),
        Key("sources", "Where the facts come from", read_sources, Shape.ANY, ("source",), ("title", "url", "publisher")),
        Key("story", "The thread that it belongs to", read_ref),
        Key("follows", "The brief that it takes further", read_ref),
        Key("expect", "What is expected, and by when", read_expectations, Shape.ANY, ("expects", "expectation", "expectations"),
            ("on", "by", "from", "to", "what", "outcome")),
        Key("corrections", "What was wrong and has been put right", read_corrections, Shape.ANY, ("correction",),
            ("date", "text")),
        Key("updates", "What is new since it was published", read_updates, Shape.ANY, ("update",), ("date", "text")),
        Key("minor", "When something was last changed that readers need not be told of", read_moment),
        Key("revisions", "`false`: show nothing of its former versions", _revisions),
        Key("image", "A picture", read_image, Shape.TEXT, ("picture",), ("path", "alt", "credit", "caption")),
        Key("extra", "Anything that the site's own templates use", _extra, Shape.FREE),
    )
}  # fmt: skip

#: `key_name` of every spelling → the key.
SPELLINGS: dict[str, Key] = {key_name(name): key for key in KEYS.values() for name in (key.name, *key.aliases)}

#: What the repair of YAML must know: the shapes of all keys, those of entries too.
SHAPES: dict[str, Shape] = {
    **{name: Shape.TEXT for table in (SOURCE, EXPECT, CORRECTION, IMAGE) for name in table},
    **{name: key.shape for name, key in SPELLINGS.items()},
    "by": Shape.TEXT,
    "permalink": Shape.TEXT,
}
