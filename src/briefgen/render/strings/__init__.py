"""The words of the interface, by language. English is complete; another language falls back on it word by word."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from briefgen.render.phrases import Phrases
from briefgen.render.strings.en import ENGLISH
from briefgen.render.strings.phrase import Phrase

STRINGS: dict[str, dict[str, Phrase]] = {"en": ENGLISH}


def strings(language: str, phrases: Phrases | None = None) -> Callable[..., str]:
    """The function `t` of templates: `t("sources")`, `t("briefs", 3)`, `t("by", date="…")`.

    `KeyError` for a key that there is not, its second argument the nearest key or empty. `phrases` are those of
    the language.
    """
    base = language.partition("-")[0].lower()
    words = ENGLISH | STRINGS.get(base, {}) | STRINGS.get(language.lower(), {})
    known = phrases or Phrases(language)
    locale = base if base in STRINGS else "en"

    def t(key: str, n: int | None = None, **values: str) -> str:
        phrase = words.get(key)
        if phrase is None:
            raise KeyError(key, next(iter(get_close_matches(key, words, n=1)), ""))
        if not isinstance(phrase, str):
            form = known.find(f"plural {n or 0!r}", lambda: _plural(n or 0, locale))
            phrase = phrase.get(form) or phrase["other"]
        if "{" not in phrase:
            return phrase
        number = known.find(f"count {n!r}", lambda: _decimal(n, locale)) if n else n
        return phrase.format(n=number, **values)

    return t


def _plural(n: int, locale: str) -> str:
    from babel import Locale

    return Locale.parse(locale).plural_form(n)


def _decimal(n: int | None, locale: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(n or 0, locale=locale)
