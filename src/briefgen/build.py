"""From a folder of briefs to a folder with their site."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import msgspec

from briefgen.check import FATAL, Draft, draft_site
from briefgen.config import Config
from briefgen.edition.model import Held
from briefgen.output import Output, Written, output_folder
from briefgen.pages.model import Page
from briefgen.pages.views import AssetPage
from briefgen.problems import Problem, Severity, Where, problem
from briefgen.render.renderer import TemplateError
from briefgen.state import State, building, out_name
from briefgen.workers import Mapper, chunks

#: Pages are rendered in runs of this many.
CHUNK = 16


class BuildOptions(msgspec.Struct, frozen=True):
    """How to build. `now` is the clock; `out` is relative to the site's folder or absolute; `wait` are the seconds that
    another build is waited for."""

    now: dt.datetime
    out: str = "site"
    drafts: bool = False
    keep_going: bool = False
    strict: bool = False
    wait: float = 60


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did. `briefs` are those published, `pages` what was planned of all kinds; `written` and `unchanged`
    count files, the theme's included. `published` is False when problems kept everything back; with `stopped` as well, a page failed amid
    the writing: some are new, and nothing was removed."""

    folder: Path
    briefs: int
    pages: int
    published: bool
    stopped: bool = False
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    held: tuple[Held, ...] = ()
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0


class _StopError(Exception):
    """A page could not be made."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found


def build(
    root: Path,
    config: Config,
    options: BuildOptions,
    mapper: Mapper,
    *,
    say: Callable[[str], None] = print,
    known: tuple[Problem, ...] = (),
) -> BuildReport:
    """Build the site in the folder `root`: load, assemble, plan, and publish unless problems forbid it.

    `say` is told what is being waited for; `known` are the problems of the settings. Raises `OutputError` where something cannot be written. What is wrong with briefs and templates is in the report.
    """
    started = time.perf_counter()
    folder = output_folder(root, options.out)
    is_site = (root / "briefs").is_dir()
    with building(root, options.wait, say) if is_site else nullcontext():
        draft = draft_site(root, config, options.now, mapper, drafts=options.drafts)
        problems = (*known, *draft.problems)
        report = BuildReport(
            folder,
            briefs=len(draft.edition.items),
            pages=len(draft.plan.pages),
            published=may_publish(problems, options),
            held=draft.held,
            problems=problems,
        )
        if report.published:
            report = _publish(root, draft, report, mapper)
    return msgspec.structs.replace(report, seconds=time.perf_counter() - started)


def may_publish(problems: Sequence[Problem], options: BuildOptions) -> bool:
    """Whether anything may be written in spite of these problems."""
    bad = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    return not any(p.code in FATAL or (p.severity in bad and not options.keep_going) for p in problems)


def _publish(root: Path, draft: Draft, report: BuildReport, mapper: Mapper) -> BuildReport:
    """Render and write: what pages refer to, pages, indexes, entrances; then remove what is no longer planned."""
    out = out_name(root, report.folder)
    planned = {*(file.path for file in draft.theme.static), *(page.path for page in draft.plan.pages)}
    with State(root) as state:
        known = state.outputs(out)
        output = Output(report.folder, frozenset(known))
        if state.interrupted(out):
            output.sweep()
        state.claim(out, sorted(planned))
        try:
            written = [*_write_static(draft, output), *_write_pages(root, draft, output, mapper)]
        except _StopError as stop:
            return msgspec.structs.replace(
                report, published=False, stopped=True, problems=(*report.problems, stop.problem)
            )
        stale = known.keys() - planned
        removed = output.prune(stale, planned)
        state.finish(out, [(w.path, w.digest) for w in written if known.get(w.path) != w.digest], stale)
    changed = sum(w.changed for w in written)
    return msgspec.structs.replace(report, written=changed, unchanged=len(written) - changed, removed=len(removed))


def _write_static(draft: Draft, output: Output) -> Iterator[Written]:
    for file in draft.theme.static:
        yield output.write(file.path, _source(file.source, f"templates/static/{file.name}"))


def _write_pages(root: Path, draft: Draft, output: Output, mapper: Mapper) -> Iterator[Written]:
    make = _page_maker(root, draft, output)
    for rank in (0, 1, 2):
        runs = chunks([page for page in draft.plan.pages if page.rank == rank], CHUNK)
        for result in mapper(make, runs):
            if isinstance(result, Problem):
                raise _StopError(result)
            yield from result


def _page_maker(root: Path, draft: Draft, output: Output) -> Callable[[Sequence[Page]], list[Written] | Problem]:
    """What is done to a run of pages, in whichever process: each is rendered or copied, and written."""
    plan, renderer = draft.plan, draft.renderer

    def data(page: Page) -> bytes:
        meta, view = plan.view(page)
        if isinstance(view, AssetPage):
            return _source(root / "briefs" / view.file, f"briefs/{view.file}")
        return renderer.render(page, meta, view)

    def make(pages: Sequence[Page]) -> list[Written] | Problem:
        try:
            return [output.write(page.path, data(page)) for page in pages]
        except (TemplateError, _StopError) as error:
            return error.problem

    return make


def _source(file: Path, name: str) -> bytes:
    """The bytes of a file that is copied."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise _StopError(
            problem(
                "unreadable", Where(name), f"This cannot be read: {error.strerror or error}", "Check its permissions"
            )
        ) from error
