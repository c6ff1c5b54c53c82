"""The short refresh: only the words of briefs changed, so the edition and the plan are the same but for them. What may be taken for words is
told in `words.py`, as it is for a build."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import msgspec

from briefgen.briefs.files import Sources, digest_of, parse_salt, read_file
from briefgen.briefs.model import ParsedBrief
from briefgen.briefs.sorting import is_brief
from briefgen.config import Config
from briefgen.edition.mentions import Appearances
from briefgen.edition.model import Item
from briefgen.edition.rewording import reword
from briefgen.memory import ByPath, Findings
from briefgen.pages.links import link_problems
from briefgen.pages.plan import Plan
from briefgen.serve.drawing import Drawing
from briefgen.serve.sight import BriefsSight
from briefgen.words import FEW, same_bones


class Edit(msgspec.Struct, frozen=True):
    """A brief whose words changed, and its item as it is now; nobody has `seen` who is in it where it has an error: then the item is what was
    good before."""

    parsed: ParsedBrief
    digest: bytes
    item: Item
    seen: Appearances | None = None
    key: bytes = b""


class Wording(msgspec.Struct, frozen=True):
    """What a short refresh makes: the drawing with other words, the edits by the paths of briefs, and what is known of their files."""

    drawing: Drawing
    edits: dict[str, Edit]
    sources: Sources


class Scribe:
    """Puts other words into one drawing and those that come from it."""

    def __init__(self, root: Path, config: Config, drawing: Drawing) -> None:
        self._root = root
        self._config = config
        self._readers = drawing.readers
        self._places = {item.path: number for number, item in enumerate(drawing.edition.items)}
        self._undated = drawing.undated

    def prepare(self) -> None:
        """Make ready what the first brief would have to wait for."""
        import_module("briefgen.survey")  # as a start does without
        from briefgen.briefs.parser import parse_brief

        parse_brief("x.md", b"---\ntitle: x\n---\n## Next\n\nx\n", self._config)
        self._readers().prepare()

    def reword(self, drawing: Drawing, sight: BriefsSight) -> Wording | None:
        """The drawing with the briefs that changed; None where more than words did, or more of them than pays."""
        changed = sight.changed
        if len(changed) > FEW or not all(path in self._places and path in sight.listed.stamps for path in changed):
            return None
        edits: dict[str, Edit] = {}
        for path in changed:
            edit = self._edit(path, drawing.plan.book.items[path]) if is_brief(path) else None
            if edit is None:
                return None
            edits[path] = edit
        sources = {path: (sight.listed.trusted(path), edit.digest) for path, edit in edits.items()}
        return Wording(_reworded(drawing, sight, edits, self._places), edits, sources)

    def _edit(self, path: str, item: Item) -> Edit | None:
        from briefgen.briefs.parser import parse_brief  # much, and not needed to start

        data, _ = read_file(self._root / "briefs", path)
        if data is None or path in self._undated:
            return None
        parsed = parse_brief(path, data, self._config)
        digest = digest_of(data, parse_salt(self._config))
        brief = parsed.brief
        if brief is None:
            whole = Item(item.brief, item.state, item.topics, item.actors, item.mentions, item.story, item.follows)
            return Edit(parsed, digest, whole)
        if not same_bones(item.brief, brief):
            return None
        seen = self._readers().read(brief)
        if seen.actors != item.actors:
            return None
        now = Item(brief, item.state, item.topics, item.actors, seen.mentions, item.story, item.follows)
        return Edit(parsed, digest, now, seen, self._readers().key(brief))


def _reworded(drawing: Drawing, sight: BriefsSight, edits: dict[str, Edit], places: dict[str, int]) -> Drawing:
    old = drawing.findings
    items = {path: edit.item for path, edit in edits.items()}
    texts = {path: edit.seen.problems for path, edit in edits.items() if edit.seen}
    edition = reword(drawing.edition, items, places, texts)
    book = drawing.plan.book.reworded(edition, items)
    links = {path: link_problems(book, edit.item.brief) for path, edit in edits.items() if edit.seen}
    findings = Findings(
        _with(old.parse, {path: edit.parsed.problems for path, edit in edits.items()}),
        _with(old.text, texts),
        _with(old.links, links),
        old.rest,
    )
    plan = Plan(book, drawing.plan.pages, drawing.plan.problems, findings.links)
    return msgspec.structs.replace(drawing, listed=sight.listed, edition=edition, plan=plan, findings=findings)


def _with(old: ByPath, new: ByPath) -> ByPath:
    rest = {path: found for path, found in old.items() if path not in new}
    return rest | {path: found for path, found in new.items() if found}
