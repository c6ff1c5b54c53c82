"""The words of the interface as templates ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


class Interface:
    """The words of the interface of a site in `language`. `own` are the phrases of the site, which replace those of the language,
    and add to them; `known` is what Babel said."""

    def __init__(self, language: str, own: Iterable[PhraseConfig] = (), known: Phrases | None = None) -> None:
        self._language = language
        self._known = known or Phrases(language)
        #: By key, the plural forms of a phrase and the language that they are in.
        self._words = {key: (plain_forms(phrase), "en") for key, phrase in ENGLISH.items()}
        near = spoken(language)
        for tag in filter(None, dict.fromkeys((near.partition("-")[0], near))):
            self._words |= {key: (plain_forms(phrase), language) for key, phrase in phrases_in(tag).items()}
        self._words |= {phrase.key: (dict(phrase.forms), language) for phrase in own}

    def phrase(self, key: str, n: int | None = None, **values: str) -> str:
        """The function `t` of templates: `t("sources")`, `t("briefs", 3)`, `t("by", date="…")`. Raises `PhraseError`."""
        forms, language = self._find(key)
        text = forms["other"]
        if len(forms) > 1:
            form = self._known.find(f"plural {n or 0!r} {language}", lambda: plural_form(n or 0, language))
            text = forms.get(form, text)
        if "{" not in text:
            return text
        if n is not None:
            values["n"] = self._known.find(f"number {n!r}", lambda: decimal(n, self._language))
        try:
            return text.format_map(values)
        except KeyError as lacking:
            name = lacking.args[0]
            raise PhraseError(f"The phrase “{key}” lacks its “{name}”", f"Write t(“{key}”, {name}=…)") from None

    def forms(self, key: str) -> dict[str, str]:
        """All plural forms of a phrase, with what is to be filled in, for scripts that choose one themselves. Raises `PhraseError`."""
        return dict(self._find(key)[0])

    def _find(self, key: str) -> tuple[Mapping[str, str], str]:
        if key not in self._words:
            close = next(iter(get_close_matches(key, self._words, n=1)), "")
            absent = "Write the words themselves, or give the phrase in `strings:` of briefgen.yml"
            raise PhraseError(f"There is no phrase “{key}”", f"Did you mean “{close}”?" if close else absent)
        return self._words[key]
