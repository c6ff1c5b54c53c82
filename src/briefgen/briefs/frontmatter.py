"""The front matter of a brief: text → typed metadata, the body, and everything that is wrong, all at once."""

from __future__ import annotations

from typing import Any

import msgspec

from briefgen.briefs.fences import split_front_matter
from briefgen.briefs.model import Correction, Expectation, Image, Ref, Source, Status, Update
from briefgen.briefs.plain_meta import read_plain_meta
from briefgen.briefs.reading import Reading, zone_of
from briefgen.briefs.schema import KEYS, SHAPES, SPELLINGS, Key
from briefgen.config import Config
from briefgen.problems import Problem, Severity, Where
from briefgen.text.conflicts import settle_conflicts
from briefgen.text.moment import Moment
from briefgen.text.yaml_reader import Node, Table, Text, read_yaml
from briefgen.text.yaml_scan import key_name


class Meta(msgspec.Struct, frozen=True):
    """What the front matter of a brief says; None or empty where it says nothing.

    Field for field the keys of `schema.KEYS`. `aliases` are URL paths; `image.path` is resolved (see `Image`).
    `places` has the places of `updated`, `updates` and `expires`, for problems that show only later.
    """

    title: Ref | None = None
    date: Moment | None = None
    updated: Moment | None = None
    expires: Moment | None = None
    summary: str = ""
    byline: str = ""
    language: str = ""
    slug: Ref | None = None
    aliases: tuple[str, ...] = ()
    id: str = ""
    topics: tuple[Ref, ...] = ()
    actors: tuple[Ref, ...] = ()
    not_actors: tuple[Ref, ...] = ()
    status: Status | None = None
    sources: tuple[Source, ...] = ()
    story: Ref | None = None
    follows: Ref | None = None
    expect: tuple[Expectation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    updates: tuple[Update, ...] = ()
    minor: Moment | None = None
    revisions: bool = True
    image: Image | None = None
    extra: dict[str, Any] = {}
    places: dict[str, Where] = {}


class FrontMatter(msgspec.Struct, frozen=True):
    """The outcome: `body_line` is the line (from 1) at which `body` begins in the file."""

    meta: Meta
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


_NOTHING = Meta()


def read_front_matter(text: str, file: str, config: Config) -> FrontMatter:
    """Read the front matter at the beginning of a decoded text; a text without any is all body. Never raises.

    `file` is the name to show ("briefs/2025/x.md"). A time without a zone is in the site's time zone.
    """
    text, conflicts = settle_conflicts(text, file)
    split = split_front_matter(text, file, SPELLINGS)
    if split.head is None:
        return FrontMatter(_NOTHING, split.body, split.body_line, (*conflicts, *split.problems))
    values = read_plain_meta(split.head, split.head_line, zone_of(config))
    if values is not None:
        return FrontMatter(Meta(**values), split.body, split.body_line, (*conflicts, *split.problems))
    root, problems = read_yaml(split.head, file, split.head_line, SHAPES, conflicts=False)
    fields = Reading(file, config)
    meta = read_meta(fields, root) if root is not None else _NOTHING
    return FrontMatter(meta, split.body, split.body_line, (*conflicts, *split.problems, *problems, *fields.problems))


def read_meta(fields: Reading, root: Node) -> Meta:
    """The metadata in front matter that is a node; what is wrong with it is in `fields` then."""
    if not isinstance(root, Table):
        kind = "a text" if isinstance(root, Text) else "a list"
        message = f"The front matter is {kind}, not lines of keys"
        fields.wrong("value-kind", root, message, "Write lines such as `title: …`")
        return _NOTHING
    given: dict[str, list[tuple[Text, Node]]] = {}
    for key, node in root.pairs:
        known = SPELLINGS.get(key_name(key.text))
        if known is None:
            _foreign(fields, key, node)
            continue
        if key.text != known.name and key.text not in known.aliases and key_name(key.text) == key_name(known.name):
            hint = f"Write `{known.name}:`"
            fields.tell("key-repaired", key, f"“{key.text}” was read as `{known.name}`", hint, fix=known.name)
        given.setdefault(known.name, []).append((key, node))
    places: dict[str, Where] = {}
    for known in KEYS.values():  # in the order of the table: a correction may need the dates
        entries = given.get(known.name)
        if entries:
            if known.name in ("updated", "updates", "expires"):
                places[known.name] = fields.where(entries[0][1])
            value = known.read(fields, *entries[0])
            if len(entries) > 1:
                value = _settle(fields, known, entries, value)
            if value is not None:
                fields.values[known.name] = value
    return Meta(**fields.values, places=places)


def _settle(fields: Reading, known: Key, entries: list[tuple[Text, Node]], first: Any) -> Any:
    """The value of a key that is given under several names: lists are joined, of other values the key's own name wins;
    what one says to hold a brief back always counts."""
    values = [first, *(known.read(fields, key, node) for key, node in entries[1:])]
    said = [(key, value) for (key, _), value in zip(entries, values, strict=True) if value]
    if not said or all(value == said[0][1] for _, value in said):
        return said[0][1] if said else first
    other = said[1][0]
    if isinstance(first, tuple):
        joined: list[Any] = []
        for _, value in said:
            joined.extend(item for item in value if not any(_same(item, known_item) for known_item in joined))
        names = " and ".join(f"`{key.text}`" for key, _ in said)
        message = f"{names} were joined: both are {known.name}"
        fields.tell("key-conflict", other, message, f"Write them all below `{known.name}:`", Severity.NOTE)
        return tuple(joined)
    wins = next(((k, v) for k, v in said if v is Status.DRAFT), None)
    wins = wins or next(((k, v) for k, v in said if key_name(k.text) == key_name(known.name)), said[0])
    loses = next(k for k, v in said if v != wins[1])
    message = f"“{loses.text}” says something else than “{wins[0].text}” in line {wins[0].line}, which counts"
    fields.tell("key-conflict", loses, message, f"Keep one of them, as `{known.name}`")
    return wins[1]


def _same(one: Any, other: Any) -> bool:
    return one.text == other.text if isinstance(one, Ref) and isinstance(other, Ref) else bool(one == other)


def _foreign(fields: Reading, key: Text, node: Node) -> None:
    """A key that no brief has; those of other programs get a hint that fits."""
    kind = key_name(key.text)
    if kind in ("permalink", "url", "path"):
        text = node.text.strip() if isinstance(node, Text) else ""
        last = text.rstrip("/").rpartition("/")[2]
        hint = f"Write `slug: {last}`" if last else "Write `slug: …`"
        message = f"“{key.text}” is not used: the address comes from `permalink` in briefgen.yml and the slug"
        fields.tell("foreign-key", key, message, f"{hint}; an old address belongs below `aliases:`")
        return
    fields.unknown(key, "", KEYS, "For a key of your own, write it indented below `extra:`")
