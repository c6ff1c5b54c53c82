"""The words of the interface, by language. English has every phrase, and stands in where another language lacks one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from string import Formatter

from briefgen.strings import en
from briefgen.strings.phrase import Phrase
from briefgen.text.languages import is_traditional, prefixes

ENGLISH = en.PHRASES

#: The languages that have phrases, each in the module of its name.
LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "pt", "zh", "zh-hant"})

#: The beginning of the key of a phrase that a site adds for its own templates. A later version of the theme will have no such key.
OWN = "own-"

#: The plural forms that there are in any language (CLDR, Unicode TR 35).
FORMS = ("zero", "one", "two", "few", "many", "other")


def spoken(language: str) -> str:
    """Which of `LANGUAGES` is nearest to a BCP 47 tag: "pt" for "pt-BR", "zh-hant" for "zh-TW"; empty: none of them."""
    if is_traditional(language):
        return "zh-hant"
    return next((tag for tag in prefixes(language) if tag in LANGUAGES), "")


@cache
def phrases_in(language: str) -> Mapping[str, Phrase]:
    """The phrases of one of `LANGUAGES`. Only its module is imported."""
    found: Mapping[str, Phrase] = import_module(f"briefgen.strings.{language.replace('-', '_')}").PHRASES
    return found


def placeholders(text: str) -> set[str]:
    """The names in braces in a phrase: "By {date}" has "date". `ValueError` for braces that are not such a name."""
    names = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is not None:
            if not name.isidentifier() or form or conversion:
                raise ValueError(name)
            names.add(name)
    return names


def plain_forms(phrase: Phrase) -> Mapping[str, str]:
    """A phrase by its plural forms; one that is the same for every number has only "other"."""
    return {"other": phrase} if isinstance(phrase, str) else phrase
