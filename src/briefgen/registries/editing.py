"""Entries added, renamed and merged. What comes out is read again: unless it says exactly what was meant, nothing is written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from briefgen.briefs.model import ActorEntry, Ref, TopicEntry
from briefgen.briefs.registry import parse_registry
from briefgen.edition.directory import ACTORS_FILE, TOPICS_FILE, Directory, build_directory
from briefgen.edition.naming import slug_for, spelling
from briefgen.intake.writing import yaml_text
from briefgen.output import OutputError
from briefgen.problems import Problem, Severity
from briefgen.registries.lines import FormError, Lines, entry_text
from briefgen.registries.merging import merged, merging
from briefgen.text.keys import entity_key, slugify

Entry = ActorEntry | TopicEntry


class Refused(Exception):  # noqa: N818
    """A change that cannot be made, in words for an editor; `by_hand` is what to write into the file, if that helps."""

    def __init__(self, reason: str, by_hand: str = "") -> None:
        super().__init__(reason)
        self.by_hand = by_hand


class Book(msgspec.Struct, frozen=True):
    """A registry and its file: the bytes, and what they say."""

    kind: str  #: "actor" or "topic"
    data: bytes
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def file(self) -> str:
        """The file, as it is shown."""
        return ACTORS_FILE if self.kind == "actor" else TOPICS_FILE

    @property
    def directory(self) -> Directory[Any]:
        """Who is who in it."""
        entries: Sequence[Any] = self.entries
        return build_directory(entries, self.file)


def read_book(kind: str, data: bytes) -> Book:
    """A registry from the bytes of its file; `kind` is "actor" or "topic". `Refused` where it has a mistake that comes first: what a
    command does not understand, it would spoil."""
    book = Book(kind, data, *_parse(kind, data))
    for found in book.problems:
        if found.severity is Severity.ERROR or found.code == "encoding":
            line = f", line {found.where.line}" if found.where.line else ""
            raise Refused(f"put {book.file}{line} right first: {found.message}. {found.hint}")
    return book


def _parse(kind: str, data: bytes) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries, and what is wrong with the file."""
    registry, problems = parse_registry(*((data, None) if kind == "actor" else (None, data)))
    return registry.actors if kind == "actor" else registry.topics, problems


def add_entry(book: Book, name: str, kind: str = "", aliases: Sequence[str] = (), slug: str = "") -> bytes:
    """The file with a new entry at its end. Raises `Refused`."""
    name = spelling(name)
    aliases = [spelling(alias) for alias in aliases if spelling(alias)]
    slug = slugify(slug) or slug_for(name)
    if not name:
        raise Refused("a name is missing")
    for one in (slug, name, *aliases):
        _check_free(book, one)
    values: dict[str, Any] = {"name": name, "aliases": tuple(dict.fromkeys(aliases))}
    rows = [f"name: {yaml_text(name)}"]
    if aliases:
        rows.append(f"aliases: [{', '.join(map(yaml_text, dict.fromkeys(aliases)))}]")
    if kind:
        rows.append(f"kind: {kind}")
        values["kind"] = kind
    entry = _entry_type(book)(slug=slug, **values)
    return _changed(book, (*book.entries, entry), lambda lines: lines.append(slug, rows), entry_text(slug, rows))


def _entry_type(book: Book) -> type[Entry]:
    return ActorEntry if book.kind == "actor" else TopicEntry


def rename_entry(book: Book, old: str, new: str, slug: str = "") -> bytes:
    """The file with another name for an entry; the old name becomes an alias. With `slug`, its address changes too, and the old one
    redirects. Raises `Refused`."""
    entry, new = find_entry(book, old), spelling(new)
    if not new:
        raise Refused("the new name is missing")
    _check_free(book, new, entry.slug)
    wanted = slugify(slug) if slug else entry.slug
    if not wanted:
        raise Refused(f"“{slug}” is no slug: write letters, digits and hyphens")
    if wanted != entry.slug:
        _check_free(book, wanted, entry.slug)
    more = (entry.name,) if entry.name != new and entry.name not in entry.aliases else ()
    # Of names that differ in signs alone, a list keeps one: the old name is what texts have.
    less = tuple(a for a in entry.aliases if a == new or (more and entity_key(a) == entity_key(entry.name)))
    former = (entry.slug,) if wanted != entry.slug and entry.slug not in entry.redirect_from else ()
    gone = tuple(f for f in entry.redirect_from if f == wanted)
    renamed = msgspec.structs.replace(
        entry,
        slug=wanted,
        name=new,
        aliases=tuple(a for a in (*entry.aliases, *more) if a not in less),
        redirect_from=tuple(f for f in (*entry.redirect_from, *former) if f not in gone),
    )

    def change(lines: Lines) -> None:
        lines.expand(entry.slug)
        if former or gone:
            lines.change_names(entry.slug, "redirect_from", former, gone)
        if more or less:
            lines.change_names(entry.slug, "aliases", more, less)
        if new != entry.name:
            lines.set_text(entry.slug, "name", new)
        if wanted != entry.slug:
            lines.rename_key(entry.slug, wanted)

    entries = tuple(renamed if one is entry else one for one in book.entries)
    return _changed(book, entries, change, _by_hand(renamed))


def merge_entries(book: Book, source: str, target: str) -> bytes:
    """The file in which one entry is part of another: its names are aliases there, its address redirects. A name that has no entry
    becomes an alias. Raises `Refused`."""
    into = find_entry(book, target)
    found = book.directory.find(source)
    if not found:
        alias, meant = spelling(source), book.directory.suggester.nearest(source)
        if not alias or (meant and find_entry(book, meant) is not into):
            raise Refused(f"“{source}” is not in {book.file}; did you mean “{meant}”?")
        one = msgspec.structs.replace(into, aliases=(*into.aliases, alias))
        entries = tuple(one if e is into else e for e in book.entries)

        def add_alias(lines: Lines) -> None:
            lines.expand(into.slug)
            lines.change_names(into.slug, "aliases", (alias,))

        return _changed(book, entries, add_alias, _by_hand(one))
    entry = find_entry(book, source)
    if entry is into:
        raise Refused(f"“{source}” and “{target}” are one entry already")
    one = merged(entry, into, book.directory)
    entries = tuple(one if e is into else e for e in book.entries if e is not entry)
    told = f"{_by_hand(one)}\nand delete the entry {entry.slug}"
    return _changed(book, entries, merging(entry, into, one), told)


def find_entry(book: Book, name: str) -> Entry:
    """The entry that a name, alias or slug means. Raises `Refused` if that is none or more than one."""
    directory = book.directory
    found = directory.find(name)
    if len(found) == 1:
        entry: Entry = directory.entries[found[0]]
        return entry
    if found:
        raise Refused(f"“{name}” may mean {', '.join(found)}: write one of these slugs")
    meant = directory.suggester.nearest(name)
    raise Refused(f"“{name}” is not in {book.file}" + (f"; did you mean “{meant}”?" if meant else ""))


def _check_free(book: Book, name: str, but: str = "") -> None:
    taken = [slug for slug in book.directory.find(name) if slug != but]
    if taken:
        raise Refused(f"“{name}” is in {book.file} already, as {taken[0]} ({book.directory.entries[taken[0]].name})")


def _by_hand(entry: Entry) -> str:
    """The names of an entry as they are to be in the file."""
    rows = [f"name: {yaml_text(entry.name)}"]
    for field, names in (("aliases", entry.aliases), ("redirect_from", entry.redirect_from)):
        if names:
            rows.append(f"{field}: [{', '.join(map(yaml_text, names))}]")
    return entry_text(entry.slug, rows)


def _changed(book: Book, wanted: Sequence[Entry], change: Callable[[Lines], None], by_hand: str) -> bytes:
    """The file after a change, if it then says what is wanted."""
    refused = Refused(
        f"{book.file} is written in a form that this command does not understand; write by hand:", by_hand
    )
    mark = b"\xef\xbb\xbf" if book.data.startswith(b"\xef\xbb\xbf") else b""
    try:
        text = book.data.removeprefix(mark).decode("utf-8")
    except UnicodeDecodeError:
        raise refused from None
    ends = "\r\n" if "\r\n" in text else "\n"
    if text.count("\r") != text.count("\r\n") or (ends == "\r\n" and text.count("\n") != text.count("\r\n")):
        raise refused
    lines = Lines(text.replace("\r\n", "\n"))
    try:
        change(lines)
    except (FormError, ValueError, AttributeError, IndexError):
        raise refused from None
    data = mark + lines.text.replace("\n", ends).encode()
    found, problems = _parse(book.kind, data)
    if len(problems) > len(book.problems) or list(map(_bare, found)) != list(map(_bare, wanted)):
        raise refused
    return data


def _bare(entry: Entry) -> Entry:
    """An entry without its place in the file."""
    if isinstance(entry, ActorEntry):
        refs = tuple(Ref(ref.text) for ref in entry.member_of)
        return msgspec.structs.replace(entry, line=0, member_of=refs)
    return msgspec.structs.replace(entry, line=0, parent=Ref(entry.parent.text) if entry.parent else None)


def write_book(path: Path, before: bytes, data: bytes) -> None:
    """Put a changed file in the place of the old one; where that is a link, of what it leads to. `Refused` if somebody else changed it
    meanwhile; `OutputError`."""
    shown, home = f"briefs/{path.name}", path.parent.parent.resolve()
    path = path.resolve()
    if not path.is_relative_to(home):
        raise Refused(f"{shown} is a link out of the site, which is not read: put the file itself there")
    now = path.read_bytes() if path.exists() else b""
    if now != before:
        raise Refused(f"somebody changed {shown} meanwhile; try again")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".registry-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.chmod(name, path.stat().st_mode & 0o7777 if path.exists() else 0o644)
            os.replace(name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
