"""From a folder of briefs to a folder with their site: only what changed, and the same bytes as if everything had."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from briefgen.config import Config
from briefgen.lock import building
from briefgen.outcome import BuildOptions as BuildOptions
from briefgen.outcome import BuildReport as BuildReport
from briefgen.outcome import may_publish as may_publish
from briefgen.output import STAGE, Output, output_folder
from briefgen.problems import Problem
from briefgen.state import State, out_name
from briefgen.state_file import DamagedError, discard
from briefgen.workers import Mapper, beside
from briefgen.world import code_digest

if TYPE_CHECKING:
    from briefgen.memory import Built, Memory


def build(
    root: Path,
    config: Config,
    options: BuildOptions,
    mapper: Mapper,
    *,
    say: Callable[[str], None] = print,
    known: tuple[Problem, ...] = (),
) -> BuildReport:
    """Build the site in the folder `root`, and publish it unless problems forbid it.

    `say` is told what is being waited for; `known` are the problems of the settings. Raises `OutputError` where something cannot be written. What is wrong with briefs and templates is in the report.
    """
    started = time.perf_counter()
    folder = output_folder(root, options.out)
    is_site = (root / "briefs").is_dir()
    with building(root, options.wait, say) if is_site else nullcontext():
        try:
            report = _build(root, folder, config, options, mapper, known, is_site)
        except DamagedError:
            discard(root)
            report = _build(root, folder, config, options, mapper, known, is_site)
    return msgspec.structs.replace(report, seconds=time.perf_counter() - started)


def _build(
    root: Path,
    folder: Path,
    config: Config,
    options: BuildOptions,
    mapper: Mapper,
    known: tuple[Problem, ...],
    is_site: bool,
) -> BuildReport:
    if not is_site:
        from briefgen.check import check_site

        problems = (*known, *check_site(root, config, options.now, mapper)[1])
        return BuildReport(folder, problems=problems)

    out = out_name(root, folder)

    def look() -> frozenset[str]:  # a process needs a connection of its own
        with State(root) as own:
            return own.touched(out, folder)

    with State(root) as state, beside(mapper, look) as touched:
        from briefgen.memory import Memory

        if config.outputs.texts:
            from briefgen.full_text import lacking

            known = (*known, *lacking(config))
        code = code_digest()
        if options.clean or state.fact("code") != code:
            state.forget()
            state.keep_fact("code", code)
        memory = Memory(root, config, options, state, out)
        touched = cache(touched)
        torn = (folder / STAGE).exists()
        report = _report(memory, folder, mapper, known, touched, torn)
        if config.outputs.texts:
            from briefgen.full_text import refresh

            report = refresh(memory, folder, report, touched())
        return report


def _report(
    memory: Memory,
    folder: Path,
    mapper: Mapper,
    known: tuple[Problem, ...],
    touched: Callable[[], frozenset[str]],
    torn: bool,
) -> BuildReport:
    """Go the shortest way. `torn`: the last build was killed."""
    built = None if torn else memory.built()
    renewed = None
    if built and not memory.is_current(built):
        from briefgen.renewing import renew

        renewed = renew(memory, built, mapper)
        built = renewed.built if renewed else None
    if built and (memory.changed or (renewed and renewed.paths)):
        from briefgen.touch import touch

        report = touch(memory, built, folder, known, touched, renewed)
        if report:
            return report
    elif built:
        report = _nothing_new(memory, built, folder, known)
        if not touched():
            memory.keep_stamps()
            return report
    from briefgen.full import build_all

    output = Output(folder, memory.products, memory.sound(touched()))
    if torn:
        output.sweep()
    memory.state.commit()
    return build_all(memory, mapper, known, output)


def _nothing_new(memory: Memory, built: Built, folder: Path, known: tuple[Problem, ...]) -> BuildReport:
    problems = (*known, *memory.findings().all())
    return BuildReport(
        folder, built.briefs, built.pages, True, unchanged=built.files, held=built.held, problems=problems
    )
