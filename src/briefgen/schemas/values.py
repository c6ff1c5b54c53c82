"""JSON Schemas of the values that our readers take without a complaint, and of mappings with known keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from briefgen.text.dates import DAY_FORM, ISO_FORM

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def pattern(form: str, hint: str, *kinds: str, **more: object) -> Schema:
    """A text of some form, or a value of another kind. `hint` is what editors of the VS Code family say instead of the pattern."""
    return {"type": [*(kinds or ("string", "null"))], "pattern": form, "patternErrorMessage": hint, **more}


#: Any text: what YAML takes for a number or for true is text to us, and an empty value is no value.
TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
#: Names with commas, or a list of names.
NAMES: Schema = {
    "anyOf": [TEXT, {"type": "array", "items": {"type": ["string", "number", "boolean"]}}],
}
#: A day, or a day and a time (ISO 8601 and RFC 3339, as `text/dates.py` reads them).
_DAYS: dict[str, object] = {"minimum": 10000101, "maximum": 99991231}
MOMENT = pattern(f"^(?:{ISO_FORM})$", "Write 2025-10-18, or 2025-10-18 14:00", "string", "integer", "null", **_DAYS)
DAY = pattern(f"^(?:{DAY_FORM})$", "Write 2025-10-18", "string", "integer", "null", **_DAYS)
#: What `Fields.flag` takes.
FLAG = pattern(
    "^(?:[Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF|[01])$",
    "Write true or false",
    "boolean",
    "string",
    "integer",
    "null",
    minimum=0,
    maximum=1,
)
URL = pattern(r"^<?[Hh][Tt][Tt][Pp][Ss]?://\S+$", "Write an address that begins with https://")
SLUG = pattern(
    "^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "Write small letters, digits and hyphens, such as harbour-wall",
    "string",
    "number",
    "boolean",
    "null",
    maxLength=80,
)
LANGUAGE = pattern(
    "^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-[a-z0-9]{5,8})*$",
    "Write a code such as en, de or pt-BR",
)
ANYTHING: Schema = {"type": ["object", "null"]}


def choice(*values: object) -> Schema:
    """One of some values, or none."""
    return {"enum": [*values, None]}


def one_or_more(entry: Schema) -> Schema:
    """A list of entries, or one that is not in a list, or none."""
    return {"anyOf": [{"type": "null"}, entry, {"type": "array", "items": entry}]}


def group(keys: Mapping[str, Schema], others: Mapping[str, Schema] | None = None) -> Schema:
    """A mapping that has no other keys than these. `others` are further spellings, which are taken and not offered."""
    found: Schema = {"type": ["object", "null"], "properties": dict(keys), "additionalProperties": False}
    if others:
        found["patternProperties"] = {spelled(name): schema for name, schema in others.items()}
    return found


def spelled(name: str) -> str:
    """A pattern for all spellings of a name that are one to `key_name`: capitals, hyphens, underscores and spaces do not matter."""
    letters = (f"[{c.lower()}{c.upper()}]" if c.isalpha() else c for c in name if c not in "-_ ")
    return "^" + "[-_ ]*".join(letters) + "$"


def described(schema: Schema, text: str) -> Schema:
    """A schema with what an editor is told of it."""
    return {"description": text, **schema}


def document(title: str, schema: Schema) -> Schema:
    """A schema that is a file of its own."""
    return {"$schema": DIALECT, "title": title, **schema}


def further(spellings: Iterable[str], known: Iterable[str]) -> list[str]:
    """Those spellings that are not known names themselves."""
    return [name for name in spellings if name not in set(known)]
