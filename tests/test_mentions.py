"""Names in prose: which are found, where, and who appears because of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support_edition import NOW, brief
from support_patience import no_crawl

from briefgen.briefs.model import ActorEntry, Brief, Library, Registry, Section, SectionKind
from briefgen.config import ActorsConfig, Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.finder import Finder, searchable
from briefgen.edition.flatten import blank_markup, flatten
from briefgen.edition.model import Edition, Mention
from briefgen.problems import Problem, Where

CAST = (
    ActorEntry("ada", "Ada Quill", ("Quill", "the Chancellor")),
    ActorEntry("quill-inn", "Quill Inn", kind="organization"),
    ActorEntry("us", "United States", ("U.S.", "US")),
    ActorEntry("bruno", "Bruno Okonjo", ("Okonjo", "B. O’Konjo")),
    ActorEntry("apec", "Asia-Pacific Forum", ("APF",)),
    ActorEntry("li", "李明", ("李",)),
    ActorEntry("marco", "Marco Dean", ("Dean",)),
    ActorEntry("olga", "Olga Dean", ("Dean",)),
)


def edition(*briefs: Brief, detect: bool = True, actors: Sequence[ActorEntry] = CAST) -> Edition:
    library = Library(briefs, registry=Registry(tuple(actors)))
    return assemble_edition(library, Config(actors=ActorsConfig(detect)), NOW)


def found(text: str, *names: str) -> list[str]:
    """The names that are found in a text, as they stand there."""
    return [hit.text for hit in Finder({name: (name,) for name in names}).find([text], {})]


def mentions(text: str, **fields: Any) -> list[tuple[str, str]]:
    """(text, actor) pairs of the only section of the only brief."""
    (item,) = edition(brief("a.md", text, **fields)).items
    return [(m.text, m.actor) for m in item.mentions[1]]


def told(result: Edition) -> list[Problem]:
    """The problems of briefs: the registry's own apart."""
    return [problem for problem in result.all_problems if problem.where.file.endswith(".md")]


# ---------------------------------------------------------------- boundaries


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Quill spoke.", ["Quill"]),
        ("Quill", ["Quill"]),
        ("Quill's plan, Quill’s plan", ["Quill", "Quill"]),
        ("the Quill-Okonjo talks", ["Quill"]),
        ("Quills, Quillan, Tranquill, xQuill, Quill7", []),
        ("Quill\u0301 is another name", []),
        ("quill QUILL", []),
        ("_Quill_ and __Quill__ and *Quill* and **Quill**", ["Quill"] * 4),
        ("quote_Quill_end _Quill2_", []),
        ("@Quill, me@Quill", []),
        ("L'Quill (Quill) “Quill” Quill…", ["Quill"] * 4),
        ("Əli met Quill, ÆQuill Quillß", ["Quill"]),
        ("中Quill国", ["Quill"]),
    ],
)
def test_a_name_stands_between_word_boundaries(text: str, names: list[str]) -> None:
    assert found(text, "Quill") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("in the U.S. and", ["U.S."]),
        ("It left the U.S.", ["U.S."]),
        ("U.S.-Northern talks", ["U.S."]),
        ("the U.S.’s plan", ["U.S."]),
        ("the U.S.A. is longer", []),
        ("tell us", []),
        ("tell US", ["US"]),
        ("BUS USA", []),
    ],
)
def test_abbreviations(text: str, names: list[str]) -> None:
    assert found(text, "U.S.", "US") == names


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("李明", "總理李明說", ["李明"]),
        ("タロウ", "首相タロウが", ["タロウ"]),
        ("สมชาย", "นายสมชายกล่าว", ["สมชาย"]),
        ("สมชา", "นายสมช\u0e32\u0e31", []),  # a vowel sign behind it belongs to its last letter
        ("김민수", "김민수는 말했다", ["김민수"]),
        ("민수", "김민수 말했다", []),
        ("Ньютон", "Ньютона видели: Ньютон", ["Ньютон"]),
    ],
)
def test_boundaries_follow_the_script(name: str, text: str, expected: list[str]) -> None:
    assert found(text, name) == expected


# ---------------------------------------------------------------- equal spellings


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Quill", ["Ada Quill"]),
        ("Ada\nQuill", ["Ada Quill"]),
        ("- then Ada\n  Quill left", ["Ada Quill"]),
        ("Ada  \nQuill", ["Ada Quill"]),
        ("Ada\u00a0Quill and Ada\u202fQuill", ["Ada Quill", "Ada Quill"]),
        ("Ada\tQuill", ["Ada Quill"]),
        ("Ada\n\nQuill", []),
        ("Ada\n \nQuill", []),
        ("Ada\n\n   Quill", []),
    ],
)
def test_white_space_in_a_name_may_be_a_line_break_but_no_new_paragraph(text: str, names: list[str]) -> None:
    assert found(text, "Ada Quill") == names


@pytest.mark.parametrize("hyphen", "-‐‑–")
@pytest.mark.parametrize("apostrophe", "'’‘ʼ")
def test_hyphens_and_apostrophes_are_equal_both_ways(hyphen: str, apostrophe: str) -> None:
    written = f"O{apostrophe}Neill{hyphen}Ray"
    for registered in ("O'Neill-Ray", "O’Neill–Ray"):
        assert found(f"So {written} said", registered) == [written]


def test_composed_and_decomposed_characters_are_equal() -> None:
    for form in ("NFC", "NFD"):
        for written in ("NFC", "NFD"):
            text = unicodedata.normalize(written, "É là: José Ávila’s, née Čapek")
            name = unicodedata.normalize(form, "José Ávila")
            assert found(text, name) == [unicodedata.normalize(written, "José Ávila")]


def test_a_name_in_odd_text_is_told_as_it_stands_there() -> None:
    text = unicodedata.normalize("NFD", "Déjà  vu:\n   Zoë\n   Ångström-Ray  spoke.  Zoë  Ångström‑Ray left")
    assert found(text, "Zoë Ångström-Ray") == [
        unicodedata.normalize("NFD", "Zoë Ångström-Ray"),
        unicodedata.normalize("NFD", "Zoë Ångström‑Ray"),
    ]


@given(st.text(alphabet="a \n\te\u0301é’-\u1100\u1161\u11a8\u3000_", max_size=40))
def test_a_place_in_flat_text_leads_back_to_its_origin(text: str) -> None:
    flat = flatten(text)
    origins = [flat.origin(place) for place in range(len(flat.text) + 1)]
    assert origins == sorted(origins)
    assert origins[-1] == len(text)
    for place, char in enumerate(flat.text):
        if char in "ae_":
            assert unicodedata.normalize("NFC", text[origins[place] : origins[place + 1]])[0] == char


# ---------------------------------------------------------------- longest match


def test_the_longest_name_counts_and_shields_what_is_in_it() -> None:
    assert found("The Quill Inn by Ada Quill, Quill Innes", "Quill", "Quill Inn", "Ada Quill") == [
        "Quill Inn",
        "Ada Quill",
        "Quill",
    ]


def test_of_overlapping_names_the_leftmost_counts() -> None:
    assert found("one two three", "one two", "two three") == ["one two"]


def test_a_longer_name_that_fails_its_boundary_does_not_hide_a_shorter_one() -> None:
    assert found("Quill Inns", "Quill", "Quill Inn") == ["Quill"]


NAMES = ["ab", "abab", "b a", "a", "ba"]


@given(st.text(alphabet="ab -", max_size=30))
def test_the_finder_finds_what_a_naive_search_finds(text: str) -> None:
    assume("  " not in text)
    expected: list[str] = []
    at = 0
    while at < len(text):
        fitting = [
            name
            for name in NAMES
            if text.startswith(name, at)
            and not (at and text[at - 1].isalpha())
            and not text[at + len(name) : at + len(name) + 1].isalpha()
        ]
        expected += [max(fitting, key=len)] if fitting else []
        at += len(expected[-1]) if fitting else 1
    assert found(text, *NAMES) == expected


# ---------------------------------------------------------------- what is not prose


@pytest.mark.parametrize(
    "text",
    [
        "see `Quill` there",
        "see ``a ` Quill`` there",
        "text\n\n```\nQuill\n```\n\nmore",
        "~~~ text\nQuill\n``` Quill\n~~~",
        "```\nnever closed: Quill",
        "[he](https://example.org/Quill)",
        "[he](/a_(Quill)/b 'by Quill')",
        "![him](Quill.jpg)",
        "<https://example.org/Quill>",
        "https://example.org/Quill/x www.example.org/Quill",
        '<b title="Quill">',
        "a note[^Quill]",
        "[he][Quill]",
        "[he]: /a/b 'Quill'",
    ],
)
def test_names_are_not_searched_in(text: str) -> None:
    assert found(text, "Quill") == []


@pytest.mark.parametrize(
    "text",
    [
        "[Quill](https://example.org/)",
        "[^1]: Quill said so",
        "a ` lonely backtick, Quill said\n\nin another ` paragraph",
        "2 < 3, Quill said, 4 > 3",
        "](Quill",
        "https://example.org/a Quill",
        "https://example.org/日本 Quill",
        "`a` Quill `b`",
        "```\ncode\n```\nQuill",
    ],
)
def test_names_are_searched_in(text: str) -> None:
    assert found(text, "Quill") == ["Quill"]


@given(st.text(alphabet="`~[](<>^:/ah\n w.", max_size=60))
def test_blanking_keeps_the_length(text: str) -> None:
    assert len(blank_markup(text)) == len(text)


@pytest.mark.parametrize(
    "unit", ["](", "[", "`", "``` `", "<a", "[^", "][", "]:", "](a(", "www.", "://", "\n ", " \n\n", "_Quill_"]
)
def test_time_is_linear_in_the_text(unit: str) -> None:
    finder = Finder({"Quill": ("q",), "Ada Quill": ("a",)})
    with no_crawl():
        finder.find([unit * (300_000 // len(unit))], {})


@pytest.mark.parametrize(
    ("form", "as_alias", "as_name"),
    [
        ("Quill", True, True),
        ("quill", False, True),
        ("the chancellor", True, True),
        ("Q", False, False),
        ("李", True, True),
        ("47", False, False),
        ("G7", True, True),
        ("", False, False),
    ],
)
def test_what_is_looked_for_at_all(form: str, as_alias: bool, as_name: bool) -> None:
    assert (searchable(form, is_name=False), searchable(form, is_name=True)) == (as_alias, as_name)


# ---------------------------------------------------------------- who appears


def test_actors_are_those_listed_and_then_those_named_in_order() -> None:
    (item,) = edition(brief("a.md", "Okonjo met Quill of the US.", actors=["United States"], title="On 李明")).items
    assert item.actors == ("us", "li", "bruno", "ada")


def test_mentions_come_for_lede_and_sections_each_pair_once_in_order() -> None:
    sections = (
        Section(SectionKind.HAPPENING, "", "Quill met Okonjo. Quill’s aide and Ada Quill left.", 9),
        Section(SectionKind.IMPORTANT, "", "Nothing.", 12),
        Section(SectionKind.NEXT, "", "李明 waits.", 15),
    )
    (with_lede, without) = edition(brief("a.md", lede="Okonjo.", sections=sections), brief("b.md", "US")).items
    assert with_lede.mentions == (
        (Mention("Okonjo", "bruno"),),
        (Mention("Quill", "ada"), Mention("Okonjo", "bruno"), Mention("Ada Quill", "ada")),
        (),
        (Mention("李明", "li"),),
    )
    assert without.mentions == ((), (Mention("US", "us"),))


def test_without_detection_only_listed_actors_appear_and_are_mentioned() -> None:
    (item,) = edition(brief("a.md", "Quill met Okonjo.", actors=["Bruno Okonjo"]), detect=False).items
    assert item.actors == ("bruno",)
    assert item.mentions[1] == (Mention("Okonjo", "bruno"),)


def test_listed_strangers_are_found_and_shield_registered_names() -> None:
    (item,) = edition(brief("a.md", "Otto Quill came. So did Otto Quill’s son.", actors=["Otto Quill"])).items
    assert item.actors == ("otto-quill",)
    assert item.mentions[1] == (Mention("Otto Quill", "otto-quill"),)


def test_a_strangers_name_means_nothing_in_a_brief_that_does_not_list_it() -> None:
    items = edition(brief("a.md", "Otto Quill", actors=["Otto Quill"]), brief("b.md", "Otto Quill")).items
    assert [item.actors for item in items] == [("otto-quill",), ("ada",)]


def test_a_listed_actor_is_found_as_the_brief_spells_it() -> None:
    assert mentions("So ADA QUILL said", actors=["ADA QUILL"]) == [("ADA QUILL", "ada")]


def test_not_actors_are_neither_detected_nor_mentioned() -> None:
    (item,) = edition(brief("a.md", "The Quill met Okonjo.", not_actors=["ada quill"])).items
    assert item.actors == ("bruno",)
    assert item.mentions[1] == (Mention("Okonjo", "bruno"),)


def test_a_name_that_is_not_linked_shields_shorter_names_in_it() -> None:
    assert mentions("Quill Inn, where Quill ate", not_actors=["Quill Inn"]) == [("Quill", "ada"), ("Quill Inn", "")]
    assert mentions("Quill Inn alone", not_actors=["Quill Inn"]) == []


def test_listing_is_stronger_than_denying_with_a_warning() -> None:
    result = edition(brief("a.md", "Quill.", actors=["Ada Quill"], not_actors=["Quill"]))
    assert result.items[0].actors == ("ada",)
    assert [(p.code, p.where.line) for p in told(result)] == [("not-actor-listed", 5)]


def test_denying_nobody_is_told() -> None:
    (problem,) = told(edition(brief("a.md", "Quill.", not_actors=["Ada Qill"])))
    assert problem.code == "not-actor-unknown"
    assert "Ada Quill" in problem.hint


# ---------------------------------------------------------------- ambiguous names


def test_an_ambiguous_name_is_not_linked_and_told_once_with_its_line() -> None:
    result = edition(brief("a.md", "First line.\nThen Dean spoke.\nDean left."))
    assert result.items[0].actors == ()
    (problem,) = told(result)
    assert (problem.code, problem.where) == ("mention-ambiguous", Where("briefs/a.md", 11, words="Dean"))
    assert "“Marco Dean” or “Olga Dean”" in problem.message


def test_an_ambiguous_name_is_not_told_where_the_brief_lists_one_of_them() -> None:
    result = edition(brief("a.md", "Dean spoke.", actors=["Olga Dean"]))
    assert result.items[0].mentions[1] == ()
    assert told(result) == []


def test_denying_all_but_one_settles_an_ambiguous_name() -> None:
    result = edition(brief("a.md", "Dean spoke.", not_actors=["Marco Dean"]))
    assert result.items[0].actors == ("olga",)
    assert told(result) == []


def test_a_name_beats_an_alias_in_text() -> None:
    cast = (ActorEntry("a", "Quill"), ActorEntry("b", "Bo Quill", ("Quill",)))
    assert edition(brief("a.md", "Quill spoke."), actors=cast).items[0].actors == ("a",)


SEEDS = sorted((Path(__file__).parents[2] / "shared" / "seeds").glob("*.txt"))


@pytest.mark.skipif(not SEEDS, reason="the seed briefs are not here")
def test_a_real_brief_finds_its_actors() -> None:
    cast = (
        ActorEntry("us", "United States", ("U.S.", "US")),
        ActorEntry("trump", "Donald Trump", ("President Trump", "Trump")),
        ActorEntry("kim", "Kim Jong Un", ("Kim Jong-un", "Kim")),
        ActorEntry("nk", "North Korea", ("Pyongyang",)),
        ActorEntry("apec", "Asia-Pacific Economic Cooperation", ("APEC",)),
    )
    (item,) = edition(brief("seed.md", SEEDS[0].read_text("utf-8")), actors=cast).items
    assert set(item.actors) == {"us", "trump", "kim", "nk", "apec"}
    assert {("President Trump", "trump"), ("Trump", "trump"), ("U.S.", "us"), ("Kim", "kim")} <= {
        (m.text, m.actor) for m in item.mentions[1]
    }
