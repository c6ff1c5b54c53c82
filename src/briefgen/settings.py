"""`briefgen.yml` → `Config`, and everything that is wrong with it, all at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefgen.config import (
    EXTENTS,
    ActorsConfig,
    CardsConfig,
    Config,
    NavLink,
    OutputsConfig,
    SectionConfig,
    SectionsConfig,
)
from briefgen.editors import EDITORS, editor_fault
from briefgen.policy import policy_fault
from briefgen.problems import Problem
from briefgen.strings.reading import read_strings, tell_untranslated
from briefgen.text.decode import decode
from briefgen.text.fields import Fields, url_fault
from briefgen.text.keys import nearest
from briefgen.text.moment import time_zone
from briefgen.text.yaml_reader import Node, Table, Text, read_yaml
from briefgen.text.yaml_scan import Shape, key_name

Reader = Callable[[Fields, str, Node], Any]


def parse_config(data: bytes, file: str = "briefgen.yml") -> tuple[Config, tuple[Problem, ...]]:
    """The settings in a file and all that is wrong with it; a value that cannot be used stays at its default."""
    if not data.strip():
        return Config(), ()
    text, decoding = decode(data, file)
    root, problems = read_yaml(text, file, 1, _SHAPES)
    fields = Fields(file, "config-unknown-key", "config-value")
    values = _read_table(fields, "", root, _READERS) if root is not None else {}
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


# -- readers: None for what is empty or wrong


def _line(fields: Fields, name: str, node: Node) -> str | None:
    text = fields.line(node, name)
    return text.text if text else None


def _names(fields: Fields, name: str, node: Node) -> tuple[str, ...]:
    return tuple(text.text for text in fields.names(node, name))


def _flag(fields: Fields, name: str, node: Node) -> bool | None:
    return fields.flag(node, name)


def _language(fields: Fields, name: str, node: Node) -> str | None:
    return fields.language(node, name) or None


def _extent(fields: Fields, name: str, node: Node) -> str | None:
    text = fields.text(node, name)
    if text is None:
        return None
    said = text.text.casefold()
    if said in EXTENTS:
        return said
    if said in ("false", "no", "off"):
        return "none"
    message = f"{name}: “{text.text}” is none of {', '.join(EXTENTS)}"
    close = nearest(said, list(EXTENTS), 0.7)
    hint = f"Did you mean `{close}`?" if close else f"Write `{name.rpartition('.')[2]}: all` to have it everywhere"
    fields.wrong("config-value", text, message, hint)
    return None


def _hubs(fields: Fields, name: str, node: Node) -> tuple[str, ...]:
    found = (fields.url(entry, name) for entry in fields.entries(node, name))
    return tuple(dict.fromkeys(filter(None, found)))


def _count(fields: Fields, name: str, node: Node) -> int | None:
    text = fields.text(node, name)
    if text is None:
        return None
    digits = text.text
    if digits.isascii() and digits.isdigit() and len(digits) < 8 and int(digits) >= 1:
        return int(digits)
    fields.wrong(
        "config-value", text, f"{name}: “{digits}” is not a number of 1 or more", f"Write a number such as `{name}: 20`"
    )
    return None


def _site_url(fields: Fields, name: str, node: Node) -> str | None:
    address = fields.url(node, name)
    if "?" in address or "#" in address:
        fields.wrong(
            "config-value",
            node,
            f"{name}: the address of a site has no ? and no #",
            f"Write {address[: min(address.find(c) for c in '?#' if c in address)]}",
        )
        return None
    return address.rstrip("/") or None


def _time_zone(fields: Fields, name: str, node: Node) -> str | None:
    text = fields.text(node, name)
    if text is None:
        return None
    if time_zone(text.text) is not None:
        return text.text
    from zoneinfo import available_timezones

    zones = sorted(available_timezones())
    wanted = text.text.replace(" ", "_").casefold()
    same = [z for z in zones if wanted in (z.casefold(), z.casefold().rpartition("/")[2])]
    close = same[-1] if same else nearest(text.text, zones, 0.7)
    hint = (
        f"Did you mean `{close}`?"
        if close
        else "Write a name of the IANA list, such as Europe/Berlin or America/New_York"
    )
    fields.wrong("config-value", text, f"{name}: “{text.text}” is not the name of a time zone", hint)
    return None


def _permalink(fields: Fields, name: str, node: Node) -> str | None:
    text = fields.text(node, name)
    if text is None:
        return None
    pattern = text.text
    rest = pattern
    for part in ("{year}", "{month}", "{day}", "{slug}"):
        rest = rest.replace(part, "")
    faults = (
        ("{" in rest or "}" in rest, "only {year}, {month}, {day} and {slug} can stand in it"),
        ("{slug}" not in pattern, "{slug} is missing"),
        (not pattern.startswith("/") or not pattern.endswith("/"), "it must begin and end with /"),
        ("//" in pattern or "/./" in pattern or "/../" in pattern, "one of its parts is empty or dots"),
        (any(c.isspace() or c in "?#%\\<>\"'&" for c in rest), "it has a character that no path may have"),
    )
    for wrong, message in faults:
        if wrong:
            hint = "Write a pattern such as /{year}/{month}/{day}/{slug}/"
            fields.wrong("config-value", text, f"{name}: {message}", hint)
            return None
    return pattern


def _editor(fields: Fields, name: str, node: Node) -> str | None:
    text = fields.line(node, name)
    if text is None or not text.text:
        return None
    known = {key_name(editor): editor for editor in EDITORS}
    editor = known.get(key_name(text.text), text.text)
    fault = editor_fault(editor)
    if not fault:
        return editor
    close = nearest(editor, list(EDITORS), 0.7)
    named = f"Write one of {', '.join(EDITORS)}, or an address such as vscode://file{{file}}:{{line}}:{{column}}"
    fields.wrong("config-value", text, f"{name}: {fault}", f"Did you mean `{close}`?" if close else named)
    return None


def _logo(fields: Fields, name: str, node: Node) -> str | None:
    address = _nav_url(fields, name, node)
    if address and address.startswith("mailto:"):
        fields.wrong(
            "config-value", node, f"{name}: “{address}” is no picture", "Write a path such as /assets/logo.png"
        )
        return None
    return address


def _policy(fields: Fields, name: str, node: Node) -> str | None:
    """A policy; empty for `false`, None for `true`."""
    text = fields.line(node, name)
    if text is None or not text.text:
        return None
    said = text.text.casefold()
    if said in ("false", "no", "off"):
        return ""
    if said in ("true", "yes", "on"):
        return None
    fault, hint = policy_fault(text.text)
    if not fault:
        return text.text
    fields.wrong("config-value", text, f"{name}: {fault}", hint)
    return None


def _fonts(fields: Fields, name: str, node: Node) -> tuple[str, ...]:
    """Names of font files; those that no font can have are told."""
    found: list[str] = []
    for text in fields.names(node, name):
        parts = text.text.split("/")
        if not text.text.lower().endswith((".ttf", ".otf", ".ttc")) or "\\" in text.text or {"", ".", ".."} & {*parts}:
            hint = "Put a .ttf, .otf or .ttc file into templates/fonts/ and write its name"
            fields.wrong("config-value", text, f"{name}: “{text.text}” is not the name of a font file", hint)
        else:
            found.append(text.text)
    return tuple(found)


def _nav(fields: Fields, name: str, node: Node) -> tuple[NavLink, ...]:
    links: list[NavLink] = []
    for entry in fields.entries(node, name):
        if (
            isinstance(entry, Table)
            and len(entry.pairs) == 1
            and key_name(entry.pairs[0][0].text) not in ("title", "url")
        ):
            key, value = entry.pairs[0]
            url = _nav_url(fields, name, value)
            title: str | None = key.text
        else:
            hint = "Write `- title: …` and below it `url: /…/`"
            values = fields.table(entry, name, {"title": "title", "url": "url"}, hint)
            title = _line(fields, f"{name}.title", values["title"][1]) if "title" in values else None
            url = _nav_url(fields, f"{name}.url", values["url"][1]) if "url" in values else None
            for part in ("title", "url"):
                if isinstance(entry, Table) and (part not in values or not _is_given(values[part][1])):
                    fields.wrong("config-value", entry, f"{name}: a link has no {part}", hint)
        if title and url:
            links.append(NavLink(title, url))
    return tuple(links)


def _is_given(node: Node) -> bool:
    return not isinstance(node, Text) or bool(node.text.strip())


def _nav_url(fields: Fields, name: str, node: Node) -> str | None:
    text = fields.text(node, name)
    if text is None:
        return None
    address = text.text
    if address.startswith("/") and not address.startswith("//") and not any(c.isspace() or c == "\\" for c in address):
        return address
    if address.lower().startswith("mailto:") and "@" in address:
        return address
    fault, hint = url_fault(address)
    if fault:
        hint = hint if ":" in address or "." in address else f"Write /{address.strip('/')}/ for a page of this site"
        fields.wrong("config-value", text, f"{name}: {fault}", hint)
        return None
    return address


def _unread(_fields: Fields, _name: str, node: Node) -> Node:
    """What can only be read when everything else is."""
    return node


def _struct(make: Callable[..., Any], readers: dict[str, Reader]) -> Reader:
    def read(fields: Fields, name: str, node: Node) -> Any:
        return make(**_read_table(fields, name, node, readers))

    return read


def _extra(fields: Fields, name: str, node: Node) -> dict[str, Any]:
    return fields.plain(node, name)


_SECTION = _struct(SectionConfig, {"label": _line, "aliases": _names})
_READERS: dict[str, Reader] = {
    "title": _line,
    "description": _line,
    "url": _site_url,
    "language": _language,
    "timezone": _time_zone,
    "permalink": _permalink,
    "publisher": _line,
    "logo": _logo,
    "authority": _line,
    "websub": _hubs,
    "editor": _editor,
    "latest": _count,
    "split": _count,
    "remote_pictures": _flag,
    "content_security_policy": _policy,
    "nav": _nav,
    "sections": _struct(SectionsConfig, {"happening": _SECTION, "important": _SECTION, "next": _SECTION}),
    "strings": _unread,
    "actors": _struct(ActorsConfig, {"detect": _flag}),
    "cards": _struct(CardsConfig, {"fonts": _fonts}),
    "outputs": _struct(
        OutputsConfig, dict.fromkeys(OutputsConfig.__struct_fields__, _flag) | {"json_feed": _extent, "rss": _extent}
    ),
    "extra": _extra,
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
    "extra": Shape.FREE,
}
