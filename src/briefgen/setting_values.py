"""What may stand as the value of a setting: readers, each of which gives None for what is empty or wrong, and tells what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from briefgen.config import EXTENTS, GRADES, REVISIONS, NavLink
from briefgen.editors import EDITORS, editor_fault
from briefgen.policy import policy_fault
from briefgen.problems import CODES, Severity
from briefgen.text.fields import Fields, url_fault
from briefgen.text.keys import nearest
from briefgen.text.moment import time_zone
from briefgen.text.yaml_reader import Node, Table, Text
from briefgen.text.yaml_scan import key_name


def line(fields: Fields, name: str, node: Node) -> str | None:
    """One line of text."""
    text = fields.line(node, name)
    return text.text if text else None


def names(fields: Fields, name: str, node: Node) -> tuple[str, ...]:
    """A list of names, or names with commas between."""
    return tuple(text.text for text in fields.names(node, name))


def flag(fields: Fields, name: str, node: Node) -> bool | None:
    """Yes or no."""
    return fields.flag(node, name)


def language(fields: Fields, name: str, node: Node) -> str | None:
    """A language tag (BCP 47)."""
    return fields.language(node, name) or None


def extent(fields: Fields, name: str, node: Node) -> str | None:
    """One of `EXTENTS`; no means the least."""
    said = dict.fromkeys(_NO, "none")
    return _choice(fields, name, node, EXTENTS, said, f"Write `{name.rpartition('.')[2]}: all` to have it everywhere")


def revisions(fields: Fields, name: str, node: Node) -> str | None:
    """One of `REVISIONS`; yes and no mean the most and the least."""
    said = dict.fromkeys((*_NO, "0"), "none") | dict.fromkeys(("true", "yes", "on", "1"), "pages")
    return _choice(
        fields, name, node, REVISIONS, said, f"Write `{name}: true` to have a page of the revisions of each brief"
    )


_NO = ("false", "no", "off")


def _choice(
    fields: Fields, name: str, node: Node, choices: tuple[str, ...], meant: Mapping[str, str], hint: str
) -> str | None:
    text = fields.text(node, name)
    if text is None:
        return None
    said = text.text.casefold()
    if said in choices:
        return said
    if said in meant:
        return meant[said]
    message = f"{name}: “{text.text}” is none of {', '.join(choices)}"
    close = nearest(said, list(choices), 0.7)
    fields.wrong("config-value", text, message, f"Did you mean `{close}`?" if close else hint)
    return None


def hubs(fields: Fields, name: str, node: Node) -> tuple[str, ...]:
    """Addresses of WebSub hubs."""
    found = (fields.url(entry, name) for entry in fields.entries(node, name))
    return tuple(dict.fromkeys(filter(None, found)))


def count(fields: Fields, name: str, node: Node) -> int | None:
    """A number of 1 or more."""
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


def site_url(fields: Fields, name: str, node: Node) -> str | None:
    """The address of the site, without a final slash."""
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


def zone(fields: Fields, name: str, node: Node) -> str | None:
    """The IANA name of a time zone."""
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


def permalink(fields: Fields, name: str, node: Node) -> str | None:
    """The pattern of the addresses of briefs."""
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


def editor(fields: Fields, name: str, node: Node) -> str | None:
    """One of `EDITORS`, or a pattern."""
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


def logo(fields: Fields, name: str, node: Node) -> str | None:
    """A path on the site, or an address."""
    address = _nav_url(fields, name, node)
    if address and address.startswith("mailto:"):
        fields.wrong(
            "config-value", node, f"{name}: “{address}” is no picture", "Write a path such as /assets/logo.png"
        )
        return None
    return address


def policy(fields: Fields, name: str, node: Node) -> str | None:
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


def fonts(fields: Fields, name: str, node: Node) -> tuple[str, ...]:
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


def nav(fields: Fields, name: str, node: Node) -> tuple[NavLink, ...]:
    """The links of the navigation."""
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
            title = line(fields, f"{name}.title", values["title"][1]) if "title" in values else None
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


#: What can be graded: errors cannot, since who has one is not published.
RULES = {key_name(code): code for code, rule in CODES.items() if rule.severity is not Severity.ERROR}


def check_values(
    fields: Fields, name: str, node: Node, readers: Mapping[str, Callable[[Fields, str, Node], Any]]
) -> dict[str, Any]:
    """The settings of `check:`, and the grades of rules as `rules`."""
    aliases = {key_name(key): key for key in readers} | RULES
    values: dict[str, Any] = {}
    grades: list[tuple[str, str]] = []
    for key, (_, value) in fields.table(node, name, aliases, "docs/problems.md has the codes of all rules").items():
        if key in readers:
            found = readers[key](fields, f"{name}.{key}", value)
            if found is not None:
                values[key] = found
        else:
            grade = _grade(fields, f"{name}.{key}", value)
            grades += [(key, grade)] if grade else []
    return values | {"rules": tuple(sorted(grades))}


def _grade(fields: Fields, name: str, node: Node) -> str:
    text = fields.text(node, name)
    if text is None:
        return ""
    said = text.text.casefold()
    if said in ("false", "no"):
        said = "off"
    if said in GRADES:
        return said
    close = nearest(said, list(GRADES), 0.6)
    hint = f"Did you mean `{close}`?" if close else f"Write one of {', '.join(GRADES)}"
    fields.wrong("config-value", text, f"{name}: “{text.text}” is none of {', '.join(GRADES)}", hint)
    return ""
