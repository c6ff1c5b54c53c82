"""`briefgen[ner]`: what a trained model reads joins what is guessed, and nobody notices where it is not installed."""

from __future__ import annotations

import importlib.metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from support_site import brief, briefgen_apart, write_site

from briefgen.intake import ner
from briefgen.intake.candidates import Candidate, find_candidates
from briefgen.intake.joining import Seen
from briefgen.intake.ner import names_reader, reader_of

TEXT = (
    "Mayor Ada Example of the Port Authority (PA) met Kim Il Sample. Kim asked Bexley for help.\n"
    "The Example’s reply came on Monday. Alan Other Inc grew. Bexley agreed with Bexley."
)


def at(name: str, kind: str, within: str = "", number: int = 0) -> Seen:
    """A name where a text has it."""
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(name, start + 1)
    return Seen(within or name, kind, start, start + len(name))


def candidates(*read: Seen, known: str = "") -> dict[str, tuple[str, str, int]]:
    found = find_candidates(TEXT, lambda name: name in known.split(","), sorted(read, key=lambda s: s.start))
    return {one.name: (one.kind, one.acronym, one.count) for one in found}


def test_what_a_model_reads_joins_what_is_guessed() -> None:
    guessed = {
        "Ada Example": ("person", "", 1),
        "Port Authority": ("organization", "PA", 1),
        "Kim Il Sample": ("", "", 1),
        "Alan Other Inc": ("organization", "", 1),
        "Bexley": ("", "", 3),
    }
    assert candidates() == guessed
    person, place = at("Kim Il Sample", "person"), at("Bexley", "place")
    found = candidates(person, place)
    assert found == guessed | {"Kim Il Sample": ("person", "", 1), "Bexley": ("place", "", 3)}
    assert next(iter(found)) == "Bexley", "what occurs most often comes first"


def test_of_two_names_in_the_same_words_one_stays() -> None:
    """What a title or an acronym speaks for; else what the model reads."""
    sure = candidates(at("Ada Example of the Port Authority", "organization"), at("Kim Il", "person"))
    assert sure.keys() == {"Ada Example", "Port Authority", "Kim Il", "Alan Other Inc", "Bexley"}


def test_a_part_of_a_name_is_no_other_person() -> None:
    read = (at("Kim Il Sample", "person"), at("Kim", "person", number=1), at("Bexley", "person"))
    assert "Kim" not in candidates(*read)
    assert "Kim" not in candidates(*read, known="Kim Il Sample"), "nor of one who is known"
    assert "Bexley" in candidates(*read)


def test_a_name_is_what_it_is_most_often() -> None:
    places = [at("Bexley", kind, number=n) for n, kind in enumerate(("organization", "place", "place"))]
    assert candidates(*places)["Bexley"] == ("place", "", 3)


# ---------------------------------------------------------------- which model


def installed(patch: pytest.MonkeyPatch, *models: str) -> None:
    """As if spaCy were there with these models."""
    patch.setattr(ner, "find_spec", lambda _: True)
    entries = [importlib.metadata.EntryPoint(model, f"{model}:x", "spacy_models") for model in models]
    patch.setattr(ner, "entry_points", lambda **_: entries)


@pytest.mark.parametrize(
    ("models", "language", "best"),
    [
        ("en_core_web_sm en_core_web_lg de_core_news_lg xx_ent_wiki_sm", "en-GB", "en_core_web_lg"),
        ("en_core_web_sm xx_ent_wiki_sm", "ar", "xx_ent_wiki_sm"),
        ("en_own", "en", "en_own"),
    ],
)
def test_the_largest_model_of_the_language(
    models: str, language: str, best: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not there, or not to be used, and so the line says which was wanted."""
    installed(monkeypatch, *models.split())
    reader, told = names_reader(language)
    assert reader is None
    assert told.startswith(f"the model {best} of spaCy cannot be used, so names are guessed without it: ")


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", "en_core_web_sm"), ("zh-Hant", "zh_core_web_sm"), ("pt-BR", "pt_core_news_sm"), ("ar", "xx_ent_wiki_sm")],
)
def test_without_a_model_it_is_said_which_to_install(
    language: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(monkeypatch, "it_core_news_sm")
    reader, told = names_reader(language)
    assert reader is None
    assert f"no model of it for “{language}”" in told
    assert f"spacy download {wanted} " in told
    monkeypatch.setattr(ner, "find_spec", lambda _: None)
    assert names_reader(language) == (None, "")


# ---------------------------------------------------------------- spaCy itself


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # those of its libraries
@pytest.mark.skipif(not find_spec("spacy"), reason="needs spaCy: pip install 'briefgen[ner]'")
class TestSpacy:
    """With a pipeline that knows some names, as no trained model comes from PyPI."""

    @pytest.fixture(scope="class")
    def model(self) -> Any:
        import spacy

        model = spacy.blank("en")
        rules: Any = model.add_pipe("entity_ruler")
        names = {
            "Ada Example": "PERSON",
            "Governor Bo Sample": "PER",
            "the Harbour Bank's": "ORG",
            "Bexley": "GPE",
            "North Sea": "LOC",
            "Bexley Bridge": "FAC",
            "Bexleyans": "NORP",
            "Monday": "ORG",
            "harbour": "LOC",
            "Sea Act": "LAW",
            "港務局": "ORG",
        }
        rules.add_patterns([{"label": label, "pattern": name} for name, label in names.items()])
        return model

    def test_labels_become_kinds(self, model: Any) -> None:
        text = (
            "Ada Example called Governor Bo Sample.\n\nIn Bexley, the Harbour Bank's man saw the North Sea from Bexley Bridge.\n"
            "Bexleyans like the harbour and the Sea Act on Monday. 港務局"
        )
        seen = reader_of(model)(text)
        assert {one.name: one.kind for one in seen} == {
            "Ada Example": "person",
            "Bo Sample": "person",
            "Bexley": "place",
            "Harbour Bank": "organization",
            "North Sea": "place",
            "Bexley Bridge": "place",
            "Bexleyans": "group",
            "港務局": "organization",
        }
        assert [text[one.start : one.end] for one in seen] == [one.name for one in seen]
        found = find_candidates(text, lambda name: name == "Ada Example", seen)
        assert Candidate("Bo Sample", "", "person", 1, "Ada Example called Governor Bo Sample.") in found
        assert all(one.context for one in found)

    def test_what_is_too_long_is_passed_over(self, model: Any) -> None:
        long = "x" * model.max_length
        assert [one.name for one in reader_of(model)(f"{long}\nAda Example")] == ["Ada Example"]

    def test_the_command_uses_a_model_that_is_installed(self, model: Any, tmp_path: Path) -> None:
        """A folder with the record of an installed model stands for a package."""
        package = "from pathlib import Path\nfrom spacy.util import load_model\n\ndef load(**options):\n    return load_model(Path(__file__).parent / 'data', **options)\n"
        write_site(
            tmp_path,
            {
                "packages/en_own/__init__.py": package,
                "packages/en_own-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: en_own\nVersion: 1\n",
                "packages/en_own-1.dist-info/entry_points.txt": "[spacy_models]\nen_own = en_own\n",
                "site/briefs/a.md": brief(),
                "raw.txt": "What's Happening?\nPeople in Bexley slept.\nWhy It's Important?\nIt is.\nWhat's Next?\nMore.\n",
            },
        )
        model.to_disk(tmp_path / "packages/en_own/data")
        arguments = ("add", "--dry-run", "../raw.txt")
        done = briefgen_apart(tmp_path / "site", *arguments, PYTHONPATH=str(tmp_path / "packages"))
        assert "actors add Bexley --kind place" in done.stderr, done.stderr
        plain = briefgen_apart(tmp_path / "site", *arguments)
        assert "no model of it" in plain.stderr
        assert "Bexley --kind" not in plain.stderr
