"""The whole way: load, assemble, plan all pages, and make those whose key is new."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from briefgen.briefs.git import history
from briefgen.check import Draft, draft_site
from briefgen.config import Config
from briefgen.keys import Keys, reason, theme_mark
from briefgen.memory import Built, Memory
from briefgen.outcome import BuildOptions, BuildReport, may_publish
from briefgen.output import Output, Written
from briefgen.pages.model import Page
from briefgen.pages.plan import Plan
from briefgen.pages.views import AssetPage
from briefgen.problems import Problem, Where, problem
from briefgen.render.renderer import Renderer, TemplateError
from briefgen.render.theme import Theme
from briefgen.snapshot import encode_edition
from briefgen.state import Product
from briefgen.workers import Mapper, chunks, stopping

#: Pages are made in runs of this many.
CHUNK = 32


class Made(msgspec.Struct, frozen=True, array_like=True):
    """A page that was rendered: what became of its file, its key, and why it was made."""

    written: Written
    key: bytes
    why: str


def build_all(
    root: Path,
    config: Config,
    options: BuildOptions,
    mapper: Mapper,
    known: tuple[Problem, ...],
    memory: Memory | None,
    output: Output,
) -> BuildReport:
    """Build the site with all that is known of it; without `memory`, nothing can be published."""
    theme = Theme([root / "templates"])
    tried = memory is not None and memory.state.fact("theme") == theme_mark(theme)
    draft = draft_site(
        root,
        config,
        options.now,
        mapper,
        drafts=options.drafts,
        listed=memory.listed if memory else None,
        memory=memory,
        recall=memory.recall if memory else None,
        theme=theme,
        tried=tried,
    )
    problems = (*known, *draft.problems)
    report = BuildReport(
        output.folder,
        briefs=len(draft.edition.items),
        pages=len(draft.plan.pages),
        published=memory is not None and may_publish(problems, options),
        held=draft.held,
        problems=problems,
    )
    if memory is None:
        return report
    if not report.published:
        memory.keep_loaded(draft.loaded)
        memory.forget_edition()
        return report
    return _publish(memory, draft, output, mapper, report)


def _publish(memory: Memory, draft: Draft, output: Output, mapper: Mapper, report: BuildReport) -> BuildReport:
    """Make what is not there as it must be, put it in place, then remove what is no longer planned."""
    products = memory.products
    try:
        made, faults = _make_all(memory, draft, output, mapper)
    except BaseException:
        output.sweep()
        raise
    if faults:
        output.sweep()
        memory.forget_edition()
        return msgspec.structs.replace(report, published=False, problems=(*report.problems, *faults))
    ranks = {page.path: page.rank for page in draft.plan.pages}
    planned = {*ranks, *(file.path for file in draft.theme.static)}
    staged = {one.written.path: ranks.get(one.written.path, -1) for one in made if one.written.changed}
    if staged or not planned <= products.keys():
        memory.state.claim(memory.out, sorted(planned - products.keys()))
    moved = output.commit(staged)
    stale = products.keys() - planned
    removed = output.prune(stale, planned)
    finish(memory, made, moved, stale)
    serial = os.urandom(8)
    git = history(memory.root / "briefs") if draft.loaded.undated else None
    until = memory.options.now if draft.loaded.ahead else draft.edition.span[1]
    built = Built(
        serial=serial,
        world=memory.world,
        since=draft.edition.span[0],
        until=until,
        briefs=report.briefs,
        pages=report.pages,
        files=len(planned),
        held=draft.held,
        git=git,
    )
    memory.state.keep_fact("theme", theme_mark(draft.theme))
    memory.keep_built(
        built, draft.findings, encode_edition(draft.edition, draft.loaded.library.registry, draft.loaded.undated)
    )
    memory.state.commit()
    if staged:
        time.sleep(SETTLING)
    explained = (
        tuple((one.written.path, one.why) for one in made if one.key or one.written.changed)
        if memory.options.explain
        else ()
    )
    return msgspec.structs.replace(
        report,
        rendered=sum(bool(one.key) for one in made),
        written=len(staged),
        unchanged=len(planned) - len(staged),
        removed=len(removed),
        explained=explained,
    )


def finish(memory: Memory, made: Sequence[Made], moved: dict[str, int], stale: Iterable[str]) -> None:
    """Remember what was written."""
    rows = []
    for one in made:
        written = one.written
        product = Product(written.digest, moved.get(written.path, written.stamp), one.key)
        before = memory.products.get(written.path)
        if before and not product.stamp:
            product = msgspec.structs.replace(product, stamp=before.stamp)
        if product != before:
            rows.append((written.path, product))
    memory.state.finish(memory.out, rows, stale)


#: Seconds after which a file that was just written would get another time if it were changed.
SETTLING = 0.01


def _make_all(memory: Memory, draft: Draft, output: Output, mapper: Mapper) -> tuple[list[Made], list[Problem]]:
    made: list[Made] = []
    faults: dict[Problem, None] = {}
    try:
        for file in draft.theme.static:
            data = _source(file.source, f"templates/static/{file.name}")
            made.append(Made(output.write(file.path, data), b"", "it is a file of the theme"))
    except FaultError as fault:
        faults[fault.problem] = None
    keys = Keys(draft.theme, draft.plan.site, memory.config)
    maker = page_maker(memory, draft.plan, draft.renderer, keys, output)
    kept = False
    with stopping(mapper(maker, chunks(draft.plan.pages, CHUNK))) as results:
        for result in results:
            if not kept:  # while others go on rendering
                memory.keep_loaded(draft.loaded)
                kept = True
            faults |= dict.fromkeys(one for one in result if isinstance(one, Problem))
            made += [one for one in result if isinstance(one, Made)]
    return made, list(faults)


def page_maker(
    memory: Memory, plan: Plan, renderer: Renderer, keys: Keys, output: Output
) -> Callable[[Sequence[Page]], list[Made | Problem]]:
    """What is done to a run of pages, in whichever process: those whose key is new, or whose file is not as it was, are made."""
    products = memory.products
    briefs = memory.root / "briefs"

    def make(page: Page) -> Made | Problem | None:
        before = products.get(page.path)
        sound = output.holds(page.path)
        meta, view = plan.view(page)
        if isinstance(view, AssetPage):
            key = keys.file(memory.listed.stamps.get(view.file, 0))
        else:
            key = keys.page(page, meta, view)
        if sound and before and before.key == key:
            return None
        try:
            if isinstance(view, AssetPage):
                data = _source(briefs / view.file, f"briefs/{view.file}")
            else:
                data = renderer.render(page, meta, view)
        except (TemplateError, FaultError) as error:
            return error.problem
        return Made(output.write(page.path, data), key, reason(before, key))

    return lambda pages: [one for one in map(make, pages) if one is not None]


class FaultError(Exception):
    """A page could not be made."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found


def _source(file: Path, name: str) -> bytes:
    """The bytes of a file that is copied."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise FaultError(
            problem(
                "unreadable", Where(name), f"This cannot be read: {error.strerror or error}", "Check its permissions"
            )
        ) from error
