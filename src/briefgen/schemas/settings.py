"""The schema of `briefgen.yml`, from the readers of its keys."""

from __future__ import annotations

from typing import Any

from briefgen import setting_values as read
from briefgen.config import EXTENTS, GRADES, REVISIONS
from briefgen.editors import EDITORS
from briefgen.schemas.sample import comments
from briefgen.schemas.values import (
    ANYTHING,
    FLAG,
    LANGUAGE,
    NAMES,
    TEXT,
    URL,
    Schema,
    choice,
    described,
    document,
    group,
    one_or_more,
    pattern,
)
from briefgen.settings import READERS, Group, Reader, check, extra, unread
from briefgen.strings import ENGLISH, FORMS, OWN, plain_forms

_PATH = r"^(?:/(?!/)\S*|[Hh][Tt][Tt][Pp][Ss]?://\S+|[Mm][Aa][Ii][Ll][Tt][Oo]:\S*@\S*)$"
_LINK: Schema = {"type": "string", "pattern": _PATH}


def _strings() -> Schema:
    """The phrases of the interface, each told by its English words, and those of a site's own."""
    forms = group({form: {"type": "string"} for form in FORMS})
    one: Schema = {"type": ["string", "number", "boolean", "null"]}
    known = {
        key: described(one if isinstance(phrase, str) else {"anyOf": [one, forms]}, plain_forms(phrase)["other"])
        for key, phrase in ENGLISH.items()
    }
    return group(known) | {"patternProperties": {f"^{OWN}.": {"anyOf": [one, forms]}}}


_COUNT: Schema = {
    "type": ["integer", "string", "null"],
    "minimum": 1,
    "maximum": 9_999_999,
    "pattern": "^0*[1-9][0-9]*$",
}


def _check() -> Schema:
    """The grades of rules, and their settings."""
    grade: Schema = {"anyOf": [choice(*GRADES), {"enum": [False, "false", "no"]}]}
    rules = dict.fromkeys(sorted(read.RULES.values()), grade)
    return group({"section_words": group({"min": _COUNT, "max": _COUNT}), "picture_bytes": _COUNT, **rules})


#: What each reader takes without a complaint.
TAKEN: dict[Reader, Schema] = {
    read.line: TEXT,
    read.names: NAMES,
    read.flag: FLAG,
    read.language: LANGUAGE,
    read.extent: {"anyOf": [choice(*EXTENTS), {"enum": [False, "false", "no", "off"]}]},
    read.revisions: {"anyOf": [choice(*REVISIONS), FLAG]},
    read.hubs: one_or_more(URL),
    read.count: _COUNT,
    read.site_url: pattern(
        r"^<?[Hh][Tt][Tt][Pp][Ss]?://[^\s?#]+$", "Write an address such as https://example.org/news"
    ),
    read.zone: {"type": ["string", "null"], "examples": ["UTC", "Europe/London", "America/New_York", "Asia/Tokyo"]},
    read.permalink: pattern(
        r"^/(?:[^\s{}]|\{(?:year|month|day|slug)\})*\{slug\}\S*/$",
        "Write a pattern such as /{year}/{month}/{day}/{slug}/",
    ),
    read.editor: {"type": ["string", "null"], "examples": list(EDITORS)},
    read.logo: pattern(_PATH, "Write a path such as /assets/logo.png, or an address"),
    read.policy: {"type": ["string", "boolean", "null"]},
    read.fonts: NAMES,
    read.nav: one_or_more(
        {
            "anyOf": [
                {**group({"title": TEXT, "url": _LINK}), "required": ["title", "url"]},
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": {**_LINK, "type": ["string", "null"]},
                },
            ]
        }
    ),
    unread: _strings(),
    check: _check(),
    extra: ANYTHING,
}


def config_schema() -> Schema:
    """`briefgen.yml`"""
    return document("The settings of a site", _group(READERS, "", comments()))


def _group(readers: dict[str, Reader], path: str, told: dict[str, str]) -> Schema:
    found: dict[str, Any] = {}
    for key, reader in readers.items():
        here = f"{path}{key}"
        schema = _group(reader.readers, f"{here}.", told) if isinstance(reader, Group) else TAKEN.get(reader, {})
        found[key] = described(schema, told[here]) if told.get(here) else schema
    return group(found)
