"""The words of the interface as templates ask for them: the function `t`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from briefgen.config import PhraseConfig
from briefgen.render.phrases import Phrases
from briefgen.strings import ENGLISH, phrases_in, plain_forms, spoken
from briefgen.strings.locales import decimal, plural_form


class PhraseError(Exception):
    """A phrase that there is not, or that lacks something; `hint` says what could be done."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def interface(language: str, own: Iterable[PhraseConfig] = (), known: Phrases | None = None) -> Callable[..., str]:
    """The function `t` of templates: `t("sources")`, `t("briefs", 3)`, `t("by", date="…")`. It raises `PhraseError`.

    `own` are the phrases of the site, which replace those of the language, and add to them. `known` is what Babel said.
    """
    near = spoken(language)
    base = near.partition("-")[0]
    words = {key: (plain_forms(phrase), "en") for key, phrase in ENGLISH.items()}
    for tag in dict.fromkeys((base, near)):
        if tag:
            words |= {key: (plain_forms(phrase), language) for key, phrase in phrases_in(tag).items()}
    words |= {phrase.key: (dict(phrase.forms), language) for phrase in own}
    asked = known or Phrases(language)

    def t(key: str, n: int | None = None, **values: str) -> str:
        if key not in words:
            close = next(iter(get_close_matches(key, words, n=1)), "")
            absent = "Write the words themselves, or give the phrase in `strings:` of briefgen.yml"
            raise PhraseError(f"There is no phrase “{key}”", f"Did you mean “{close}”?" if close else absent)
        forms, spoken_in = words[key]
        text = forms["other"]
        if len(forms) > 1:
            form = asked.find(f"plural {n or 0!r} {spoken_in}", lambda: plural_form(n or 0, spoken_in))
            text = forms.get(form, text)
        if "{" not in text:
            return text
        if n is not None:
            values["n"] = asked.find(f"number {n!r}", lambda: decimal(n, language))
        try:
            return text.format_map(values)
        except KeyError as lacking:
            name = lacking.args[0]
            raise PhraseError(f"The phrase “{key}” lacks its “{name}”", f"Write t(“{key}”, {name}=…)") from None

    return t
