"""All rules, by what they depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from briefgen.briefs.model import Brief
from briefgen.config import Config
from briefgen.edition.model import Item
from briefgen.problems import Problem
from briefgen.rules import among, single, whole
from briefgen.rules.site import Site, Titled

#: Rules for one brief, by the code of what they find. Nothing but the brief and the settings counts.
SINGLE: dict[str, Callable[[Brief, Config], Iterator[Problem]]] = {
    "sources-missing": single.missing_sources,
    "perishable-word": single.perishable_words,
    "section-length": single.section_length,
    "picture-undescribed": single.undescribed_pictures,
}
#: Rules for one brief among others. Words of other briefs count only where the rule notes them (`Book.uses`). That of links finds two
#: things.
AMONG: dict[str, Callable[[Item, Site], Iterator[Problem]]] = {
    "actor-unlisted": among.unlisted_actors,
    "alias-used": among.aliases_used,
    "link-broken": among.broken_links,
}
#: Rules for all titles. Nothing but these counts.
TITLES: dict[str, Callable[[Iterable[Titled]], Iterator[Problem]]] = {"title-duplicate": whole.duplicate_titles}
#: Rules for the whole site. No words of briefs (`words.py`) count.
WHOLE: dict[str, Callable[[Site], Iterator[Problem]]] = {
    "expectation-overdue": whole.overdue_expectations,
    "actor-similar": whole.similar_actors,
    "topic-similar": whole.similar_topics,
    "picture-large": whole.large_pictures,
}
#: Every code that a rule may find.
RULES = frozenset({*SINGLE, *AMONG, *TITLES, *WHOLE, "anchor-broken"})
#: Rules that a site must ask for.
ASLEEP = frozenset({"sources-missing", "alias-used"})

R = TypeVar("R")


def awake(rules: Mapping[str, R], config: Config) -> tuple[R, ...]:
    """The rules that a site asks for."""
    grades = dict(config.check.rules)
    return tuple([rule for code, rule in rules.items() if _is_on(code, grades)])


def _is_on(code: str, grades: Mapping[str, str]) -> bool:
    if code == "link-broken" and grades.get(code) == "off":
        return grades.get("anchor-broken") != "off"
    return grades.get(code, "off" if code in ASLEEP else "on") != "off"
