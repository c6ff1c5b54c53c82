"""The short way: briefs were edited, and nothing but their words. Only the pages that show them are looked at.

The laws of the short way:

1. It is taken only if what the edition was made from is the same: every field of a brief but its words (`words.py`), the names
   that it lists and where they stand, the actors that its text names, the local paths that it links to. Otherwise
   nothing has happened yet, and the whole way is taken.
2. What git knows of briefs may have changed, too: it is in the edition as it is now.
3. Which pages show a brief was noted when they were made (`pages.references.Uses`), not thought up here.
4. It leaves the state as the whole way would.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path

import msgspec

from briefgen.briefs.files import digest_of, parse_salt, read_file
from briefgen.briefs.model import Brief, ParsedBrief
from briefgen.briefs.parser import parse_brief
from briefgen.briefs.sorting import is_brief
from briefgen.edition.mentions import Appearances, Reader, reader_of
from briefgen.kept import Kept, LostError
from briefgen.keys import brief_mark, theme_mark
from briefgen.making import Maker, finish
from briefgen.memory import Built, Memory
from briefgen.outcome import BuildReport, may_publish
from briefgen.output import SETTLING, Output
from briefgen.pages.book import Book
from briefgen.pages.links import link_problems
from briefgen.pages.model import Page
from briefgen.pages.plan import Plan
from briefgen.problems import Problem
from briefgen.render.renderer import Renderer
from briefgen.render.theme import Theme
from briefgen.renewing import Renewed
from briefgen.snapshot import with_records
from briefgen.state import Source
from briefgen.state_file import seal
from briefgen.words import FEW, changes_head, same_bones

_ENCODE = msgspec.msgpack.Encoder().encode


class Edit(msgspec.Struct, frozen=True):
    """A brief whose words changed: its file, and what was parsed from it before and now, and who is in it."""

    path: str
    source: Source
    before: Brief
    parsed: ParsedBrief
    brief: Brief
    seen: Appearances

    @property
    def changes_head(self) -> bool:
        """Whether a card or a link shows something else."""
        return changes_head(self.before, self.brief)


class Edited(Kept):
    """The edition of the last build, with the briefs as they are now."""

    def __init__(self, memory: Memory) -> None:
        self.edits: dict[str, Edit] = {}
        super().__init__(memory)

    @cached_property
    def reader(self) -> Reader:
        """Who reads texts for their actors."""
        return reader_of(self.registry, self.edition.strangers, self.edition.config.actors.detect)

    def actors(self, path: str) -> tuple[str, ...]:
        """Who is in a brief."""
        for item in self.edition.items:
            if item.path == path:
                return item.actors
        raise LongWayError

    def fetch(self, path: str) -> tuple[Brief, Appearances]:
        """A brief as it is now, and who is in it."""
        edit = self.edits.get(path)
        return (edit.brief, edit.seen) if edit else super().fetch(path)


class LongWayError(Exception):
    """This is not so simple."""


def touch(
    memory: Memory,
    built: Built,
    folder: Path,
    known: tuple[Problem, ...],
    touched: Callable[[], Collection[str]],
    renewed: Renewed | None = None,
) -> BuildReport | None:
    """Build the site with the briefs that changed since it was built last, and with what git knows of them if that was `renewed`; None: the
    whole way must be gone, as it must if somebody `touched` its files, which is asked for as late as can be."""
    changed = memory.changed
    recorded = renewed.paths if renewed else frozenset[str]()
    if len(changed) + len(recorded) > FEW or not all(map(is_brief, changed)):
        return None
    try:
        kept = Edited(memory)
        if renewed:
            kept.edition = msgspec.structs.replace(kept.edition, records=renewed.records)
        for path in changed:
            kept.edits[path] = _read_edit(memory, kept, path)
        return _publish(memory, built, kept, folder, known, touched, recorded)
    except (LongWayError, LostError):
        return None


def _read_edit(memory: Memory, kept: Edited, path: str) -> Edit:
    """What changed in a brief; `LongWayError` if it is more than words."""
    before = kept.brief(path)
    data, _ = read_file(memory.root / "briefs", path)
    if data is None:
        raise LongWayError
    parsed = parse_brief(path, data, memory.config)
    brief = parsed.brief
    if brief is None or not same_bones(before, brief):
        raise LongWayError
    seen = kept.reader.read(brief)
    if seen.actors != kept.actors(path):
        raise LongWayError
    source = Source(memory.listed.trusted(path), digest_of(data, parse_salt(memory.config)))
    return Edit(path, source, before, parsed, brief, seen)


def _publish(
    memory: Memory,
    built: Built,
    kept: Edited,
    folder: Path,
    known: tuple[Problem, ...],
    touched: Callable[[], Collection[str]],
    recorded: Collection[str],
) -> BuildReport | None:
    edits = kept.edits.values()
    book = Book(kept.edition)
    findings = memory.findings()
    for edit in edits:
        links = link_problems(book, edit.brief)
        for of, problems in (
            (findings.parse, edit.parsed.problems),
            (findings.text, edit.seen.problems),
            (findings.links, links),
        ):
            of.pop(edit.path, None)
            if problems:
                of[edit.path] = problems
    problems = (*known, *findings.all())
    theme = Theme([memory.root / "templates"])
    if not may_publish(problems, memory.options) or memory.state.fact("theme") != theme_mark(theme):
        return None
    state = memory.state
    plan = Plan(book, ())
    renderer = Renderer(theme, plan.site, memory.config, compiled=memory.compiled, phrases=memory.phrases())
    pages = _pages(memory, edits, recorded)
    if touched():
        return None
    before = {page.path: product for page in pages if (product := memory.product(page.path))}
    output = Output(folder, before, {path: product.digest for path, product in before.items()})
    maker = Maker(memory, plan, renderer, theme, output)
    batch = maker.make(pages, before)
    if batch.faults:  # the whole way tells them all
        output.sweep()
        return None
    state.keep_sources((edit.path, edit.source) for edit in edits)
    state.keep_briefs((edit.path, seal(_ENCODE(edit.parsed))) for edit in edits)
    state.keep_readings((edit.path, kept.reader.key(edit.brief), seal(_ENCODE(edit.seen))) for edit in edits)
    shown = {page.path: page for page in pages}
    staged = {one.written.path: shown[one.written.path].rank for one in batch.made if one.written.changed}
    if staged:
        state.claim(memory.out, ())
    moved = output.commit(staged) if staged else {}
    settled = time.monotonic() + SETTLING * bool(staged)
    finish(memory, shown, batch.made, moved)
    if batch.phrases:
        memory.keep_phrases(renderer.phrases())
    edition = state.fact("edition")
    if recorded and edition:
        state.keep_fact("edition", with_records(edition, kept.edition.records))
    memory.keep_built(msgspec.structs.replace(built, serial=os.urandom(8)), findings)
    memory.keep_stamps()
    state.commit()
    time.sleep(max(0, settled - time.monotonic()))
    return BuildReport(
        output.folder,
        briefs=built.briefs,
        pages=built.pages,
        published=True,
        rendered=len(batch.made),
        written=len(staged),
        unchanged=built.files - len(staged),
        held=built.held,
        problems=problems,
        explained=tuple((one.written.path, one.why) for one in batch.made) if memory.options.explain else (),
    )


def _pages(memory: Memory, edits: Iterable[Edit], recorded: Iterable[str]) -> list[Page]:
    """The pages that show what changed, in path order. Of what git knows, those show more than a card of a brief."""
    found: dict[str, Page] = {}
    for path in recorded:
        for page in memory.users(b"", brief_mark(path)):
            found[page.path] = page
    for edit in edits:
        mark = brief_mark(edit.path)
        for page in memory.users(mark if edit.changes_head else b"", mark):
            found[page.path] = page
    return [found[path] for path in sorted(found)]
