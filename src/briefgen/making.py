"""Making pages: those whose key is new, or whose file is not as it was left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from briefgen.keys import Keys, Used, reason, used
from briefgen.memory import Memory
from briefgen.output import Output, Written
from briefgen.pages.model import Page
from briefgen.pages.plan import Plan
from briefgen.pages.views import AssetPage
from briefgen.problems import Problem, Where, problem
from briefgen.render.renderer import Renderer, TemplateError
from briefgen.render.theme import Theme
from briefgen.state import Product
from briefgen.uses import use_of


class Made(msgspec.Struct, frozen=True, array_like=True):
    """A file that was made: what became of it, its key, why it was made, and what it was made from."""

    written: Written
    key: bytes
    why: str
    used: Used = Used()


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """What came of a run of pages. `phrases` are those that were not known before."""

    made: list[Made] = []
    faults: list[Problem] = []
    phrases: dict[str, str] = {}


class FaultError(Exception):
    """A file could not be made."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found


class Maker:
    """Makes pages, in whichever process."""

    def __init__(self, memory: Memory, plan: Plan, renderer: Renderer, theme: Theme, output: Output) -> None:
        self._memory = memory
        self._plan = plan
        self._renderer = renderer
        self._keys = Keys(theme, plan.site, memory.config)
        self._output = output
        self._told = len(renderer.phrases())

    def make(self, pages: Sequence[Page], before: dict[str, Product]) -> Batch:
        """Make a run of pages; `before` is what is known of their files."""
        made: list[Made] = []
        faults: list[Problem] = []
        for page in pages:
            try:
                one = self._made(page, before.get(page.path))
            except (TemplateError, FaultError) as error:
                faults.append(error.problem)
            else:
                if one:
                    made.append(one)
        return Batch(made, faults, self._new_phrases())

    def _made(self, page: Page, before: Product | None) -> Made | None:
        meta, view, uses = self._plan.watched(page)
        if isinstance(view, AssetPage):
            key, from_ = self._keys.file(self._memory.listed.stamps.get(view.file, 0)), Used()
        else:
            from_ = used(uses)
            key = self._keys.page(page, meta, view, from_)
        if before and before.key == key and self._output.holds(page.path):
            return None
        if isinstance(view, AssetPage):
            data = read_source(self._memory.root / "briefs" / view.file, f"briefs/{view.file}")
        else:
            data = self._renderer.render(page, meta, view)
        return Made(self._output.write(page.path, data), key, reason(before, key), from_)

    def _new_phrases(self) -> dict[str, str]:
        known = self._renderer.phrases()
        if len(known) == self._told:
            return {}
        fresh = dict(islice(known.items(), self._told, None))
        self._told = len(known)
        return fresh


def finish(
    memory: Memory,
    pages: Mapping[str, Page],
    made: Sequence[Made],
    moved: dict[str, int],
    stale: Iterable[str] = (),
) -> None:
    """Remember what was written and what it was made from. `pages` are those made, by the paths of their files, and perhaps others."""
    gone = set(stale)
    rows = []
    for one in made:
        written = one.written
        product = Product(written.digest, moved.get(written.path, written.stamp), one.key)
        before = memory.product(written.path)
        if before and not product.stamp:
            product = msgspec.structs.replace(product, stamp=before.stamp)
        if product != before:
            rows.append((written.path, product))
    memory.state.finish(memory.out, rows, gone)
    paths = ((one.written.path, one.used) for one in made)
    memory.keep_uses({path: use_of(pages[path], used) for path, used in paths if path in pages}, gone)


def read_source(file: Path, name: str) -> bytes:
    """The bytes of a file that is copied."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise FaultError(
            problem(
                "unreadable", Where(name), f"This cannot be read: {error.strerror or error}", "Check its permissions"
            )
        ) from error
