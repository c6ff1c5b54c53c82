"""The schemas of the registries, from the tables of their fields."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.briefs.model import ACTOR_KINDS
from briefgen.briefs.registry import ACTOR_FIELDS, TOPIC_FIELDS, Field
from briefgen.schemas.values import NAMES, SLUG, TEXT, URL, Schema, choice, described, document, group, pattern
from briefgen.text.yaml_scan import Shape

_PARTICULAR: dict[str, Schema] = {
    "kind": choice(*ACTOR_KINDS),
    "url": URL,
    "wikidata": pattern("^(?:.*/)?[Qq][1-9][0-9]*/?$", "Write Q and digits, such as Q42"),
    "iptc": pattern(
        "^(?:.*/)?(?:[Mm][Ee][Dd][Tt][Oo][Pp]:)?[0-9]{8}/?$",
        "Write medtop: and eight digits, such as medtop:13000000",
        "string",
        "integer",
        "null",
        minimum=1000000,
    ),
}


def actors_schema() -> Schema:
    """`briefs/actors.yml`"""
    return _registry("The actors of a site", ACTOR_FIELDS)


def topics_schema() -> Schema:
    """`briefs/topics.yml`"""
    return _registry("The topics of a site", TOPIC_FIELDS)


def fields_schema(fields: Mapping[str, Field]) -> dict[str, Schema]:
    """The fields of an entry, by name."""
    return {field.name: described(_value(field), field.doc) for field in fields.values()}


def _registry(title: str, fields: Mapping[str, Field]) -> Schema:
    """Slugs with fields or just a name; or a list of names, and of fields that say their slug."""
    known = fields_schema(fields)
    others = {name: _value(field) for field in fields.values() for name in (field.name, *field.aliases)}
    entry = group(known, others)
    in_list = group({**known, "slug": described(SLUG, "The last part of its address")}, {**others, "id": SLUG})
    by_slug = {
        "type": "object",
        "propertyNames": {"pattern": SLUG["pattern"], "maxLength": SLUG["maxLength"]},
        "additionalProperties": {"anyOf": [entry, {"type": ["string", "number", "boolean"]}]},
    }
    listed = {"type": "array", "items": {"anyOf": [in_list, {"type": ["string", "number", "boolean"]}]}}
    return document(title, {"anyOf": [by_slug, listed, {"type": "null"}]})


def _value(field: Field) -> Schema:
    return _PARTICULAR.get(field.name) or (NAMES if field.shape is Shape.NAMES else TEXT)
