"""YAML nodes → typed values, field by field: what is wrong with one field costs only that field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from briefgen.problems import Edit, Problem, Severity, Where, problem
from briefgen.text.keys import entity_key, nearest
from briefgen.text.yaml_reader import Items, Node, Table, Text, plain, shown
from briefgen.text.yaml_scan import SPACES, key_name, split_names

_YES = frozenset(["true", "yes", "on", "1"])
_NO = frozenset(["false", "no", "off", "0"])
_EMPTY = frozenset(["", "~", "null"])
_PAIRS = {'"': '"', "'": "'", "“": "”", "„": "“”", "«": "»", "‘": "’", "‚": "‘’", "「": "」"}
#: What follows a comma in a name and does not begin a new one.
_SUFFIXES = frozenset("jr sr inc ltd llc llp corp co plc gmbh ag sa kg ii iii iv phd md esq mp".split())  # noqa: SIM905
# An address in ASCII without user, port and anything to wonder about, as nearly all are.
_is_simple_url = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*+(?:[/?#][!#-;=?-\[\]-~]*+)?+").fullmatch
_WHITE = SPACES + "\n"
_BLANKS = re.compile(r"[ \t\n]+")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|[0-9]{3}))?((?:-[A-Za-z0-9]{5,8})*)").fullmatch


class Fields:
    """Converts nodes and gathers what is wrong with them.

    `unknown` is the code of a key that does not exist; `wrong` replaces the particular code of every value that cannot
    be used, for files that have one code for all.
    """

    def __init__(self, file: str, unknown: str = "unknown-key", wrong: str = "") -> None:
        self.file, self.unknown_code, self.wrong_code = file, unknown, wrong
        self.problems: list[Problem] = []

    def where(self, node: Node) -> Where:
        return Where(self.file, node.line, node.column, node.end)

    def wrong(self, code: str, node: Node, message: str, hint: str = "") -> None:
        self.problems.append(problem(self.wrong_code or code, self.where(node), shown(message, 240), shown(hint, 240)))

    def tell(
        self, code: str, node: Node, message: str, hint: str = "", severity: Severity | None = None, fix: str = ""
    ) -> None:
        """`fix` is what should stand in the place of the node."""
        edits = (Edit(node.line, node.column, node.end, fix),) if fix and node.end else ()
        self.problems.append(problem(code, self.where(node), shown(message, 240), shown(hint, 240), severity, edits))

    # -- kinds of values

    def text(self, node: Node, name: str) -> Text | None:
        """A text as it stands, without white space round it; None if it is empty or no text."""
        if not isinstance(node, Text):
            self.wrong("value-kind", node, f"{name}: {_kind(node)} stands where text belongs", f"Write `{name}: …`")
            return None
        text = node.text.strip(_WHITE)
        if text in _EMPTY and not (node.quoted and text):
            return None
        return node if text == node.text else Text(text, node.line, node.column, node.end, node.quoted)

    def line(self, node: Node, name: str) -> Text | None:
        """A text on one line: line ends and runs of spaces become one space."""
        found = self.text(node, name)
        if found is None or ("\n" not in found.text and "  " not in found.text and "\t" not in found.text):
            return found
        return Text(_BLANKS.sub(" ", found.text), found.line, found.column, found.end, found.quoted)

    def names(self, node: Node, name: str) -> tuple[Text, ...]:
        """Names from a list or from a text with commas; a comma inside quotes does not part. None twice."""
        found: list[Text] = []
        nodes: Iterable[Node] = node.items if isinstance(node, Items) else (node,)
        for item in nodes:
            if isinstance(item, Text):
                if item.quoted and "  " not in item.text and item.text.isprintable() and item.text.strip() == item.text:
                    if item.text:
                        found.append(item)
                    continue
                parts = _parts(item)
                if len(parts) > 1 and isinstance(node, Items):
                    message = f"{name}: “{item.text}” was read as {len(parts)} names"
                    self.tell("value-repaired", item, message, "Write each on its own line, or put one name in quotes")
                found.extend(parts)
            elif isinstance(item, Table) and item.pairs:
                key, value = item.pairs[0]
                text = f"{key.text}: {plain(value)}" if isinstance(value, Text) and len(item.pairs) == 1 else ""
                hint = f'If it is one name, put it in quotes: "{text}"' if text else f"Write `{name}: [one, two]`"
                self.wrong("value-kind", item, f"{name}: {_kind(item)} stands where a name belongs", hint)
            else:
                self.wrong(
                    "value-kind",
                    item,
                    f"{name}: {_kind(item)} stands where a name belongs",
                    f"Write `{name}: [one, two]`",
                )
        unique: dict[str, Text] = {}
        for part in found:
            unique.setdefault(entity_key(part.text), part)
        return tuple(unique.values())

    def entries(self, node: Node, name: str) -> tuple[Node, ...]:
        """The entries of a list; a single entry that is not in a list counts as one."""
        if isinstance(node, Items):
            return node.items
        return () if isinstance(node, Text) and self.text(node, name) is None else (node,)

    def table(self, node: Node, name: str, aliases: Mapping[str, str], hint: str = "") -> dict[str, tuple[Text, Node]]:
        """The known fields of a mapping, by their right names. `aliases`: `key_name` → right name. Problems for others."""
        if not isinstance(node, Table):
            if not (isinstance(node, Text) and self.text(node, name) is None):
                self.wrong(
                    "value-kind", node, f"{name or self.file}: {_kind(node)} stands where a group of keys belongs", hint
                )
            return {}
        fields: dict[str, tuple[Text, Node]] = {}
        for key, value in node.pairs:
            right = aliases.get(key_name(key.text))
            if right is None:
                self.unknown(key, f"{name}: " if name else "", aliases.values(), hint)
            elif right in fields:
                first = fields[right][0]
                message = f"{name}: “{key.text}” says the same as “{first.text}” in line {first.line}"
                self.tell("key-conflict", key, message, "Keep one of the two")
            else:
                fields[right] = (key, value)
        return fields

    def unknown(self, key: Text, prefix: str, known: Iterable[str], hint: str = "") -> None:
        close = nearest(key.text, dict.fromkeys(known), 0.7)
        hint = f"Did you mean `{close}`?" if close else hint
        start = f"{shown(prefix)}there" if prefix else "There"
        self.problems.append(
            problem(self.unknown_code, self.where(key), f"{start} is no key “{shown(key.text)}”", hint)
        )

    def flag(self, node: Node, name: str) -> bool | None:
        """True or false; None for an empty value and for anything else."""
        text = self.text(node, name)
        if text is None:
            return None
        said = text.text.casefold()
        if said in _YES:
            return True
        if said in _NO:
            return False
        self.wrong(
            "value-kind",
            text,
            f"{name}: “{text.text}” is neither true nor false",
            f"Write `{name}: true` or `{name}: false`",
        )
        return None

    def url(self, node: Node, name: str) -> str:
        """An http or https address, else empty."""
        text = self.text(node, name)
        if text is None:
            return ""
        address = text.text
        if address[:1] == "<" and address[-1:] == ">":
            address = address[1:-1]
        fault, hint = url_fault(address)
        if fault:
            self.wrong("url-unusable", text, f"{name}: {fault}", hint)
            return ""
        return address

    def language(self, node: Node, name: str) -> str:
        """A language tag (BCP 47: language, script, region, variants) in its usual capitals, else empty."""
        text = self.text(node, name)
        if text is None:
            return ""
        match = _LANGUAGE(text.text.replace("_", "-"))
        if not match:
            message = f"{name}: “{text.text}” is not the code of a language"
            self.wrong("language-unusable", text, message, "Write a code such as en, de or pt-BR")
            return ""
        tag = match[1].lower() + (match[2] or "").title() + (match[3] or "").upper() + (match[4] or "").lower()
        if tag != text.text:
            self.tell(
                "value-repaired", text, f"{name}: “{text.text}” was read as {tag}", f"Write `{name}: {tag}`", fix=tag
            )
        return tag

    def plain(self, node: Node, name: str) -> dict[str, Any]:
        """A mapping of the user's own as plain texts, lists and dicts."""
        if isinstance(node, Table):
            found: dict[str, Any] = plain(node)
            return found
        if not (isinstance(node, Text) and self.text(node, name) is None):
            self.wrong(
                "value-kind",
                node,
                f"{name}: {_kind(node)} stands where a group of keys belongs",
                f"Write below `{name}:` lines such as `  key: value`",
            )
        return {}


def url_fault(address: str) -> tuple[str, str]:
    """What is wrong with an http or https address (RFC 3986), and a hint; two empty texts if nothing is."""
    if _is_simple_url(address):
        return "", ""
    scheme, colon, rest = address.partition("://")
    if any(c.isspace() or ord(c) < 32 for c in address):
        return (
            f"the address “{address}” has a space in it",
            "Write %20 for a space, or put each address on its own line",
        )
    if not colon:
        if ":" in address and not address.startswith("www.") and "." not in address.partition(":")[0]:
            return f"“{address}” is not a web address", "Only addresses that begin with https:// or http:// can be used"
        return f"the address “{address}” does not begin with https://", f"Write https://{address.lstrip('/')}"
    if scheme.lower() not in ("http", "https"):
        return f"“{address}” is not a web address", "Only addresses that begin with https:// or http:// can be used"
    end = min((at for c in "/?#" if (at := rest.find(c)) >= 0), default=len(rest))
    host, port_colon, port = rest[:end].rpartition("@")[2].partition(":")
    folded = unicodedata.normalize("NFKC", host)
    bad_host = not host.strip(".") or any(c in "[]\\<>\"'/?#@:|^`{}%" for c in folded)
    bad_port = bool(port_colon) and not (port.isascii() and port.isdigit() and int(port[:6]) < 65536)
    if bad_host or bad_port or any(c in '<>"\\' for c in rest):
        return (
            f"the address “{address}” is not right",
            "Copy it again from the browser, such as https://example.org/page",
        )
    return "", ""


def _kind(node: Node) -> str:
    return {Text: "a text", Items: "a list", Table: "a group of keys"}[type(node)]


def _parts(node: Text) -> list[Text]:
    """The names in a text, each with its place."""
    if node.quoted:
        text = " ".join(node.text.split())
        return [Text(text, node.line, node.column, node.end, True)] if text else []
    found: list[Text] = []
    at = 0
    for part in split_names(node.text):
        bare = part.strip(SPACES + "\n")
        start = at + len(part) - len(part.lstrip(SPACES + "\n"))
        at += len(part) + 1
        name = bare.removeprefix("- ")
        if (
            len(name) > 2
            and name[0] in _PAIRS
            and name[-1] in _PAIRS[name[0]]
            and not any(q in name[1:-1] for q in _PAIRS[name[0]])
        ):
            name = name[1:-1]
        name = " ".join(name.split())
        if name in _EMPTY:
            continue
        column = node.column + start if node.end else node.column
        if found and entity_key(name) in _SUFFIXES:
            before = found.pop()
            found.append(Text(f"{before.text}, {name}", before.line, before.column, column + len(bare)))
        else:
            found.append(Text(name, node.line, column, column + len(bare) if node.end else 0))
    return found
