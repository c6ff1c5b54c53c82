"""What CLDR knows of a language, through Babel, which is imported when it is asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

#: The zero of each numbering system that is the usual one of some language; its other digits follow it.
_ZEROS = {
    "adlm": 0x1E950,
    "arab": 0x660,
    "arabext": 0x6F0,
    "beng": 0x9E6,
    "cakm": 0x11136,
    "deva": 0x966,
    "hmnp": 0x1E140,
    "mymr": 0x1040,
    "nkoo": 0x7C0,
    "olck": 0x1C50,
    "tibt": 0xF20,
}


@cache
def locale_of(language: str) -> Locale:
    """Babel's locale for a BCP 47 language; English for one that it does not know."""
    from babel import Locale, UnknownLocaleError

    for candidate in (language, language.partition("-")[0]):
        try:
            return Locale.parse(candidate.replace("_", "-"), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def plural_forms(language: str) -> frozenset[str]:
    """The plural forms that a language has: "one" and "other" in English, "other" alone in Chinese."""
    return frozenset({*locale_of(language).plural_form.tags, "other"})


def plural_form(n: int, language: str) -> str:
    """The plural form that a number takes in a language."""
    return locale_of(language).plural_form(n)


def decimal(n: int, language: str) -> str:
    """A number as it is written in a language: "1,312", "1.312", "١٬٣١٢"."""
    from babel.numbers import format_decimal

    text = format_decimal(n, locale=locale_of(language), numbering_system="default")
    return text.translate(in_digits(digits(language)))


def digits(language: str) -> str:
    """The digits of a language, from zero to nine: those of Arabic in Egypt, of Europe in Morocco."""
    zero = _ZEROS.get(locale_of(language).default_numbering_system, ord("0"))
    return "".join(chr(zero + n) for n in range(10))


def in_digits(wanted: str) -> dict[int, str]:
    """What `str.translate` needs to write a text with other digits; empty if they are the usual ones."""
    return {ord(a): b for a, b in zip("0123456789", wanted, strict=True) if a != b}
