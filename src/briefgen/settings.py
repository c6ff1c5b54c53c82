"""`briefgen.yml` → `Config`, and everything that is wrong with it, all at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from briefgen import setting_values as read
from briefgen.config import (
    ActorsConfig,
    CardsConfig,
    CheckConfig,
    Config,
    LinksConfig,
    OutputsConfig,
    SectionConfig,
    SectionsConfig,
    WordsConfig,
)
from briefgen.problems import Problem
from briefgen.strings.reading import read_strings, tell_untranslated
from briefgen.text.decode import decode
from briefgen.text.fields import Fields
from briefgen.text.yaml_reader import Node, Table, read_yaml
from briefgen.text.yaml_scan import Shape, key_name

Reader = Callable[[Fields, str, Node], Any]


def parse_config(data: bytes, file: str = "briefgen.yml") -> tuple[Config, tuple[Problem, ...]]:
    """The settings in a file and all that is wrong with it; a value that cannot be used stays at its default."""
    if not data.strip():
        return Config(), ()
    text, decoding = decode(data, file)
    root, problems = read_yaml(text, file, 1, _SHAPES)
    fields = Fields(file, "config-unknown-key", "config-value")
    values = _read_table(fields, "", root, READERS) if root is not None else {}
    language = values.get("language", Config().language)
    if "strings" in values:
        values["strings"] = read_strings(fields, values["strings"], language)
    if isinstance(root, Table) and "language" in values:
        node = next(value for key, value in root.pairs if key_name(key.text) == "language")
        tell_untranslated(fields, node, language, values.get("strings", ()))
    return Config(**values), (*decoding, *problems, *fields.problems)


def _read_table(fields: Fields, name: str, node: Node, readers: dict[str, Reader]) -> dict[str, Any]:
    """The values of a mapping's known keys; what is empty or wrong is left out."""
    aliases = {key_name(key): key for key in readers}
    hint = f"The keys are {', '.join(readers)}"
    values: dict[str, Any] = {}
    for key, (written, value) in fields.table(node, name, aliases, hint).items():
        path = f"{name}.{key}" if name else key
        if written.text != key:
            fields.tell("key-repaired", written, f"“{written.text}” was read as `{key}`", f"Write `{key}:`")
        found = readers[key](fields, path, value)
        if found is not None:
            values[key] = found
    return values


def unread(_fields: Fields, _name: str, node: Node) -> Node:
    """What can only be read when everything else is."""
    return node


class Group(msgspec.Struct, frozen=True):
    """The reader of a mapping with known keys: what it makes, and the reader of each key."""

    make: Callable[..., Any]
    readers: dict[str, Reader]

    def __call__(self, fields: Fields, name: str, node: Node) -> Any:
        return self.make(**_read_table(fields, name, node, self.readers))


def extra(fields: Fields, name: str, node: Node) -> dict[str, Any]:
    return fields.plain(node, name)


def check(fields: Fields, name: str, node: Node) -> CheckConfig:
    """`check:`: a grade for each rule, beside the settings of rules."""
    return CheckConfig(**read.check_values(fields, name, node, CHECK))


_WORDS = Group(WordsConfig, {"min": read.count, "max": read.count})
#: The settings of `check:` beside the grades.
CHECK: dict[str, Reader] = {"section_words": _WORDS, "picture_bytes": read.count}
_SECTION = Group(SectionConfig, {"label": read.line, "aliases": read.names})
#: The reader of each setting. `schemas/settings.py` has what each of them takes.
READERS: dict[str, Reader] = {
    "title": read.line,
    "description": read.line,
    "url": read.site_url,
    "language": read.language,
    "timezone": read.zone,
    "permalink": read.permalink,
    "publisher": read.line,
    "logo": read.logo,
    "authority": read.line,
    "websub": read.hubs,
    "editor": read.editor,
    "latest": read.count,
    "split": read.count,
    "remote_pictures": read.flag,
    "revisions": read.revisions,
    "content_security_policy": read.policy,
    "nav": read.nav,
    "sections": Group(SectionsConfig, {"happening": _SECTION, "important": _SECTION, "next": _SECTION}),
    "strings": unread,
    "actors": Group(ActorsConfig, {"detect": read.flag}),
    "cards": Group(CardsConfig, {"fonts": read.fonts}),
    "check": check,
    "links": Group(
        LinksConfig, {"ignore": read.names, "timeout": read.count, "minutes": read.count, "days": read.count}
    ),
    "outputs": Group(
        OutputsConfig,
        dict.fromkeys(OutputsConfig.__struct_fields__, read.flag) | {"json_feed": read.extent, "rss": read.extent},
    ),
    "extra": extra,
}
_TEXTS = (
    "title",
    "description",
    "url",
    "publisher",
    "logo",
    "authority",
    "editor",
    "content_security_policy",
    "timezone",
    "language",
    "permalink",
    "label",
)
_SHAPES: dict[str, Shape] = {
    **dict.fromkeys(_TEXTS, Shape.TEXT),
    "aliases": Shape.NAMES,
    "fonts": Shape.NAMES,
    "ignore": Shape.NAMES,
    "extra": Shape.FREE,
}
