"""All rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefgen.briefs.model import Brief
from briefgen.config import Config
from briefgen.problems import Problem
from briefgen.rules import single, whole
from briefgen.rules.site import Site

#: Rules for one brief, by the code of what they find.
SINGLE: dict[str, Callable[[Brief, Config], Iterator[Problem]]] = {
    "sources-missing": single.missing_sources,
    "perishable-word": single.perishable_words,
    "section-length": single.section_length,
    "picture-undescribed": single.undescribed_pictures,
}
#: Rules for the whole site. Those of links find two things.
WHOLE: dict[str, Callable[[Site], Iterator[Problem]]] = {
    "title-duplicate": whole.duplicate_titles,
    "expectation-overdue": whole.overdue_expectations,
    "actor-unlisted": whole.unlisted_actors,
    "alias-used": whole.aliases_used,
    "actor-similar": whole.similar_actors,
    "topic-similar": whole.similar_topics,
    "link-broken": whole.broken_links,
    "picture-large": whole.large_pictures,
}
#: Rules that a site must ask for.
ASLEEP = frozenset({"sources-missing", "alias-used"})


def judge_brief(brief: Brief, config: Config) -> tuple[Problem, ...]:
    """What the rules for one brief find."""
    grades = dict(config.check.rules)
    return tuple(p for code, rule in SINGLE.items() if _is_on(code, grades) for p in rule(brief, config))


def judge_site(site: Site) -> Iterator[Problem]:
    """What the rules for the whole site find."""
    grades = dict(site.plan.book.config.check.rules)
    for code, rule in WHOLE.items():
        if _is_on(code, grades):
            yield from rule(site)


def _is_on(code: str, grades: Mapping[str, str]) -> bool:
    if code == "link-broken" and grades.get(code) == "off":
        return grades.get("anchor-broken") != "off"
    return grades.get(code, "off" if code in ASLEEP else "on") != "off"
