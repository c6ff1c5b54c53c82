"""From a survey to the files of the site: those that are not there as they must be."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

import msgspec

from briefgen.kept import Kept
from briefgen.keys import theme_mark
from briefgen.making import FaultError, Made, Maker, finish, read_source
from briefgen.memory import FULL_TEXT, Built, Findings, Memory
from briefgen.outcome import BuildReport, may_publish
from briefgen.output import SETTLING, Output
from briefgen.pages.book import Book
from briefgen.pages.plan import Plan
from briefgen.pages.site import site_view
from briefgen.problems import Problem
from briefgen.render.renderer import Renderer
from briefgen.render.theme import Theme
from briefgen.snapshot import Drawn
from briefgen.state import Product
from briefgen.trial import clashes, try_templates
from briefgen.workers import Mapper, chunks, stopping

#: Pages are made in runs of this many.
CHUNK = 32


class Publisher:
    """A theme that is ready, and what is made with it. `tried` is the mark of a theme that was found to be good, `phrases` are as in `Renderer`."""

    def __init__(self, memory: Memory, tried: bytes | None, phrases: Mapping[str, str]) -> None:
        self._memory = memory
        self._theme = Theme([memory.root / "templates"])
        self._tried = tried == theme_mark(self._theme)
        self._renderer = Renderer(
            self._theme, site_view(memory.config), memory.config, compiled=memory.compiled, phrases=phrases
        )
        self._faults = () if self._tried else self._renderer.check()

    def publish(self, site: Drawn, mapper: Mapper, known: tuple[Problem, ...], output: Output) -> BuildReport:
        """Publish what was drawn, unless problems forbid it."""
        memory = self._memory
        edition = Kept(memory, site.heads).edition
        plan = Plan(Book(edition), site.pages)
        faults = self._faults or (() if self._tried else try_templates(plan, self._renderer))
        findings = site.findings.beside([*clashes(self._theme, plan.pages), *faults])
        problems = (*known, *findings.all())
        report = BuildReport(
            output.folder,
            briefs=site.briefs,
            pages=len(plan.pages),
            published=may_publish(problems, memory.options),
            held=site.held,
            problems=problems,
        )
        return self._publish(site, findings, plan, mapper, output, report) if report.published else report

    def _publish(
        self, site: Drawn, findings: Findings, plan: Plan, mapper: Mapper, output: Output, report: BuildReport
    ) -> BuildReport:
        """Make what is not there as it must be, put it in place, then remove what is no longer planned."""
        memory, products = self._memory, self._memory.products
        try:
            made, failed = self._make(plan, mapper, output)
        except BaseException:
            output.sweep()
            raise
        if failed:
            output.sweep()
            return msgspec.structs.replace(report, published=False, problems=(*report.problems, *failed))
        pages = {page.path: page for page in plan.pages}
        planned = {*pages, *(file.path for file in self._theme.static)}
        changed = [one.written.path for one in made if one.written.changed]
        staged = {path: pages[path].rank if path in pages else -1 for path in changed}
        if staged or not planned <= products.keys():
            memory.state.claim(memory.out, sorted(planned - products.keys()))
        moved = output.commit(staged)
        stale = memory.last_first(products.keys() - planned - self._kept(products))
        removed = output.prune(stale, planned)
        finish(memory, pages, made, moved, stale)
        span = plan.book.edition.span
        built = Built(
            serial=os.urandom(8),
            world=memory.world,
            since=span[0],
            until=memory.options.now if site.ahead else span[1],
            briefs=report.briefs,
            pages=report.pages,
            files=len(planned),
            held=site.held,
            git=site.git,
            record=site.record,
        )
        memory.state.keep_fact("theme", theme_mark(self._theme))
        memory.keep_built(built, findings)
        memory.state.commit()
        if staged:
            time.sleep(SETTLING)
        return msgspec.structs.replace(
            report,
            rendered=sum(bool(one.key) for one in made),
            written=len(staged),
            unchanged=len(planned) - len(staged),
            removed=len(removed),
            explained=_explained(made) if memory.options.explain else (),
        )

    def _kept(self, products: Mapping[str, Product]) -> set[str]:
        """The files that are made of the site when it is there."""
        return {path for path in products if path.startswith(FULL_TEXT)} if self._memory.config.outputs.texts else set()

    def _make(self, plan: Plan, mapper: Mapper, output: Output) -> tuple[list[Made], list[Problem]]:
        made: list[Made] = []
        faults: dict[Problem, None] = {}
        try:
            for file in self._theme.static:
                data = read_source(file.source, f"templates/static/{file.name}")
                made.append(Made(output.write(file.path, data), b"", "it is a file of the theme"))
        except FaultError as fault:
            faults[fault.problem] = None
        maker = Maker(self._memory, plan, self._renderer, self._theme, output)
        products = self._memory.products
        phrases = self._renderer.phrases()
        with stopping(mapper(lambda run: maker.make(run, products), chunks(plan.pages, CHUNK))) as results:
            for batch in results:
                made += batch.made
                faults |= dict.fromkeys(batch.faults)
                phrases |= batch.phrases
        self._memory.keep_phrases(phrases)
        return made, list(faults)


def _explained(made: list[Made]) -> tuple[tuple[str, str], ...]:
    return tuple((one.written.path, one.why) for one in made if one.key or one.written.changed)
