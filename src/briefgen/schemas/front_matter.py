"""The schema of front matter, from the table of its keys."""

from __future__ import annotations

from briefgen.briefs.entries import CORRECTION, EXPECT, IMAGE, SOURCE
from briefgen.briefs.schema import KEYS, Key
from briefgen.schemas.values import (
    ANYTHING,
    DAY,
    FLAG,
    LANGUAGE,
    MOMENT,
    NAMES,
    SLUG,
    TEXT,
    URL,
    Schema,
    choice,
    described,
    document,
    group,
    one_or_more,
)
from briefgen.text.yaml_scan import Shape

#: What the keys of entries mean, by the key that holds them.
PARTS: dict[str, dict[str, tuple[str, Schema]]] = {
    "sources": {
        "title": ("What readers see; without it, the address", TEXT),
        "url": ("An address that begins with https:// or http://", URL),
        "publisher": ("Who is responsible for it", TEXT),
    },
    "expect": {
        "what": ("What is expected", TEXT),
        "on": ("The day on which it is", DAY),
        "by": ("The last day until which it may be", DAY),
        "from": ("The first day of a span", DAY),
        "to": ("The last day of a span", DAY),
        "outcome": ("What came of it, once that is known", TEXT),
    },
    "corrections": {
        "date": ("When it was corrected", MOMENT),
        "text": ("What was wrong and what is right", TEXT),
    },
    "updates": {
        "date": ("Since when it is there", MOMENT),
        "text": ("What is new", TEXT),
    },
    "image": {
        "path": ("A file, relative to the folder of the brief, or with / in front, to briefs/", TEXT),
        "alt": ("What the picture shows, for those who cannot see it", TEXT),
        "credit": ("Who made it", TEXT),
        "caption": ("What stands below it", TEXT),
    },
}
#: The other names of those keys.
SPELLINGS = {"sources": SOURCE, "expect": EXPECT, "corrections": CORRECTION, "updates": CORRECTION, "image": IMAGE}

_PARTICULAR: dict[str, Schema] = {
    **dict.fromkeys(("date", "updated", "expires", "minor"), MOMENT),
    "language": LANGUAGE,
    "revisions": FLAG,
    "slug": SLUG,
    "byline": NAMES,
    "status": choice("draft", "published"),
}


def front_matter_schema() -> Schema:
    """What stands between the two lines `---` of a brief."""
    keys = {key.name: described(_value(key), key.doc) for key in KEYS.values()}
    others = {name: FLAG if key.name == "status" else _value(key) for key in KEYS.values() for name in key.aliases}
    return document("The front matter of a brief", group(keys, others))


def entry(key: str) -> Schema:
    """One of the mappings that a key holds."""
    parts = PARTS[key]
    return group(
        {name: described(schema, doc) for name, (doc, schema) in parts.items()},
        {written: parts[name][1] for written, name in SPELLINGS[key].items()},
    )


def _value(key: Key) -> Schema:
    if key.name in _PARTICULAR:
        return _PARTICULAR[key.name]
    if key.name == "image":
        return entry(key.name)
    if key.name in PARTS:
        if key.name in ("expect", "updates"):
            return one_or_more(entry(key.name))
        return one_or_more({"anyOf": [TEXT, entry(key.name)]})  # also in words
    return {Shape.FREE: ANYTHING, Shape.NAMES: NAMES}.get(key.shape, TEXT)
