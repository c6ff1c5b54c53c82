"""The whole way: load, assemble, plan all pages, and make those whose key is new."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec

from briefgen.briefs.git import history
from briefgen.check import Draft, draft_site
from briefgen.config import Config
from briefgen.keys import theme_mark
from briefgen.making import FaultError, Made, Maker, finish, read_source
from briefgen.memory import Built, Memory
from briefgen.outcome import BuildOptions, BuildReport, may_publish
from briefgen.output import SETTLING, Output
from briefgen.problems import Problem
from briefgen.render.theme import Theme
from briefgen.snapshot import encode_edition
from briefgen.workers import Mapper, chunks, stopping

#: Pages are made in runs of this many.
CHUNK = 32


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
        kept=memory,
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
    stale = memory.last_first(products.keys() - planned)
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


def _make_all(memory: Memory, draft: Draft, output: Output, mapper: Mapper) -> tuple[list[Made], list[Problem]]:
    made: list[Made] = []
    faults: dict[Problem, None] = {}
    try:
        for file in draft.theme.static:
            data = read_source(file.source, f"templates/static/{file.name}")
            made.append(Made(output.write(file.path, data), b"", "it is a file of the theme"))
    except FaultError as fault:
        faults[fault.problem] = None
    maker = Maker(memory, draft.plan, draft.renderer, draft.theme, output)
    products = memory.products
    phrases = draft.renderer.phrases()
    runs = chunks(draft.plan.pages, CHUNK)
    kept = False
    with stopping(mapper(lambda run: maker.make(run, products), runs)) as results:
        for batch in results:
            if not kept:  # while others go on rendering
                memory.keep_loaded(draft.loaded)
                kept = True
            made += batch.made
            faults |= dict.fromkeys(batch.faults)
            phrases |= batch.phrases
    memory.keep_phrases(phrases)
    return made, list(faults)
