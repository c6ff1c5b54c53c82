"""Names as a trained model of spaCy reads them in a text: for who has installed `briefgen[ner]` and a model for the language of the site."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from briefgen.intake.joining import NameReader, Seen
from briefgen.intake.vocabulary import TITLES
from briefgen.text.calendar_words import is_calendar_word

if TYPE_CHECKING:
    from spacy.language import Language

#: The labels of OntoNotes and of the models made from Wikipedia; those of laws, events or works are no actors.
KINDS = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
#: The parts of a model that names do not need, and the sizes of models, the best first.
_NEEDLESS = ("parser", "senter", "lemmatizer")
_SIZES = ("trf", "lg", "md", "sm")
#: Languages for which spaCy offers a model made from news; for others there is one for all.
_NEWS = frozenset("ca da de el es fi fr hr it ja ko lt mk nb nl pl pt ro ru sl sv uk".split())  # noqa: SIM905


def names_reader(language: str) -> tuple[NameReader | None, str]:
    """Who reads names in a language (BCP 47), None where that is not installed; and what is to be told of it, in one line."""
    if find_spec("spacy") is None:
        return None, ""
    short = language.partition("-")[0].lower()
    model = _best([entry.name for entry in entry_points(group="spacy_models")], short)
    if not model:
        wanted = {"en": "en_core_web_sm", "zh": "zh_core_web_sm"}.get(short) or (
            f"{short}_core_news_sm" if short in _NEWS else "xx_ent_wiki_sm"
        )
        return None, (
            f"spaCy is installed, but no model of it for “{language}”, so names are guessed without it; "
            f"python -m spacy download {wanted} brings one"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import spacy

            return reader_of(spacy.load(model, exclude=_NEEDLESS)), ""
    except Exception as error:  # whatever a model of another version fails with
        why = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        return None, f"the model {model} of spaCy cannot be used, so names are guessed without it: {why}"


def _best(models: list[str], language: str) -> str:
    """The largest model for a language, else for all languages; empty for none."""
    for prefix in (f"{language}_", "xx_"):
        fitting = sorted(model for model in models if model.startswith(prefix))
        if fitting:
            return min(fitting, key=lambda m: next((n for n, size in enumerate(_SIZES) if f"_{size}" in m), 9))
    return ""


def reader_of(model: Language) -> NameReader:
    """Who reads names by a model. Each paragraph is read for itself; one that is too long for the model is passed over."""

    def read(text: str) -> list[Seen]:
        starts, at = [], 0
        for line in text.split("\n"):
            if line.strip() and len(line) < model.max_length:
                starts.append((line, at))
            at += len(line) + 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [seen for document, start in model.pipe(starts, as_tuples=True) for seen in _names(document, start)]

    return read


def _names(document: Any, start: int) -> Iterator[Seen]:
    for span in document.ents:
        kind = KINDS.get(span.label_, "")
        if not kind or all(token.pos_ == "ADJ" for token in span):
            continue
        words = span.text.split()
        while len(words) > 1 and (
            words[0].casefold() in ("the", "a", "an") or (kind == "person" and _is_title(words[0]))
        ):
            words = words[1:]
        name = " ".join(words).removesuffix("'s").removesuffix("’s").strip("'’\"“”„«» ")
        if _is_name(name) and not any(is_calendar_word(word) for word in words):
            at = max(span.text.find(name), 0)
            yield Seen(name, kind, start + span.start_char + at, start + span.start_char + at + len(name))


def _is_name(name: str) -> bool:
    """Whether a name has a capital, or letters of a script without them."""
    return any(letter.isalpha() and not letter.islower() for letter in name)


def _is_title(word: str) -> bool:
    return word.rstrip(".").casefold() in TITLES
