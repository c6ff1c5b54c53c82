"""The whole way: load, assemble and plan everything, keep that in the state, and make the pages that are not there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.briefs.git import history
from briefgen.memory import Memory
from briefgen.outcome import BuildReport
from briefgen.output import Output
from briefgen.problems import Problem
from briefgen.workers import Mapper, beside

if TYPE_CHECKING:
    from briefgen.snapshot import Drawn


def build_all(memory: Memory, mapper: Mapper, known: tuple[Problem, ...], output: Output) -> BuildReport:
    """Build the site with all that is known of it. Nothing may be waiting to be committed to the state.

    The site is surveyed in a process of its own: what that takes of memory ends with it, and the theme is made ready
    meanwhile. Until then the state is that process's alone."""
    theme, phrases = memory.state.fact("theme"), memory.phrases()
    with beside(mapper, lambda: _draw(memory, mapper)) as drawn:
        from briefgen.publish import Publisher

        publisher = Publisher(memory, theme, phrases)
        site = drawn()
    return publisher.publish(site, mapper, known, output)


def _draw(memory: Memory, mapper: Mapper) -> Drawn:
    from briefgen.snapshot import Drawn, encode_edition
    from briefgen.survey import survey_site

    options = memory.options
    with memory.beside() as mine:
        survey = survey_site(
            memory.root,
            memory.config,
            options.now,
            mapper,
            drafts=options.drafts,
            listed=memory.listed,
            memory=mine,
            records=True,
        )
        loaded, edition = survey.loaded, survey.edition
        mine.keep_loaded(loaded)
        mine.keep_edition(encode_edition(edition, loaded.library.registry, loaded.undated))
    return Drawn(
        briefs=len(edition.items),
        held=survey.held,
        pages=survey.plan.pages,
        heads=tuple([item.head for item in (*edition.items, *edition.expired)]),
        findings=survey.findings,
        git=history(memory.root / "briefs") if loaded.undated else None,
        ahead=loaded.ahead,
        record=survey.recorded.mark,
    )
