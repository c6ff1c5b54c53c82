"""The words of the interface: complete in every language, overridable by a site, and what they do to pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support_site import brief, build_site, tree, write_site

from briefgen.config import Config, PhraseConfig
from briefgen.problems import Problem
from briefgen.render.interface import Interface, PhraseError
from briefgen.settings import parse_config
from briefgen.strings import ENGLISH, LANGUAGES, phrases_in, placeholders, plain_forms, spoken
from briefgen.strings.locales import plural_forms
from briefgen.strings.phrase import Phrase

DOCS = Path(__file__).parent.parent / "docs"
OTHERS = sorted(LANGUAGES - {"en"})


# ---------------------------------------------------------------- complete


def missing(language: str) -> dict[str, Phrase]:
    """The phrases that a language lacks, in English."""
    own = phrases_in(language)
    return {key: phrase for key, phrase in ENGLISH.items() if key not in own}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_phrase(language: str) -> None:
    forms = sorted(plural_forms(language))
    lines = [
        f"    {json.dumps(key)}: {json.dumps(phrase if isinstance(phrase, str) else dict.fromkeys(forms, phrase['other']))},"
        for key, phrase in missing(language).items()
    ]
    file = f"src/briefgen/strings/{language.replace('-', '_')}.py"
    assert not lines, "\n".join([f"Translate these, and put them into {file}:", *lines])
    assert not phrases_in(language).keys() - ENGLISH.keys(), f"{file} has phrases that English lacks"
    assert list(phrases_in(language)) == sorted(phrases_in(language)), f"{file} is not in the order of its keys"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    for key, phrase in phrases_in(language).items():
        assert isinstance(phrase, str) == isinstance(ENGLISH[key], str), key
        if not isinstance(phrase, str):
            assert set(phrase) == plural_forms(language), key


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    for key, phrase in phrases_in(language).items():
        wanted = placeholders(plain_forms(ENGLISH[key])["other"])
        for form, text in plain_forms(phrase).items():
            found = placeholders(text)
            assert found == wanted or (form in ("zero", "one", "two") and found == wanted - {"n"}), (key, form)


@pytest.mark.parametrize("language", OTHERS)
def test_the_typography_is_that_of_the_language(language: str) -> None:
    for key, phrase in phrases_in(language).items():
        for text in plain_forms(phrase).values():
            assert "'" not in text, key
            assert '"' not in text, key
            assert "..." not in text, key
            if language == "fr":
                assert not re.search(r"(?<![\u00a0\u202f])[:;!?»]", text), key
            if language.startswith("zh"):
                assert not re.search(r"[,;:!?] |[,;:!?]$", text), key
            if language == "ar":
                assert not re.search("[,;?]", text), key


def test_only_the_language_that_is_needed_is_loaded() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from briefgen.render.interface import Interface; Interface('fr').phrase('sources'); print(*sorted(m for m in sys.modules if m.startswith('briefgen.strings.')))",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert told == [f"briefgen.strings.{name}" for name in ("en", "fr", "locales", "phrase")]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-GB", "en"),
        ("pt-BR", "pt"),
        ("pt_PT", "pt"),
        ("zh", "zh"),
        ("zh-Hans-CN", "zh"),
        ("zh-Hant", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("zh-TW", "zh-hant"),
        ("AR", "ar"),
        ("ara", ""),
        ("it", ""),
    ],
)
def test_variants_of_a_language_have_its_words(tag: str, language: str) -> None:
    assert spoken(tag) == language


# ---------------------------------------------------------------- as templates ask


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["0 briefs", "1 brief", "2 briefs", "1,312 briefs"]),
        ("de", ["0 Meldungen", "1 Meldung", "2 Meldungen", "1.312 Meldungen"]),
        ("fr", ["0\u00a0brève", "1\u00a0brève", "2\u00a0brèves", "1\u202f312\u00a0brèves"]),
        ("zh-TW", ["0 則簡訊", "1 則簡訊", "2 則簡訊", "1,312 則簡訊"]),
        ("ar", ["لا موجزات", "موجز واحد", "موجزان", "1,312 موجزًا"]),
        ("ar-EG", ["لا موجزات", "موجز واحد", "موجزان", "١٬٣١٢ موجزًا"]),
        ("it", ["0 briefs", "1 brief", "2 briefs", "1.312 briefs"]),
    ],
)
def test_numbers_in_every_language(language: str, texts: list[str]) -> None:
    t = Interface(language).phrase
    assert [t("briefs", n) for n in (0, 1, 2, 1312)] == texts


def test_arabic_has_six_forms() -> None:
    t = Interface("ar").phrase
    assert [t("briefs", n) for n in (3, 11, 100, 103)] == ["3 موجزات", "11 موجزًا", "100 موجز", "103 موجزات"]


def test_a_script_gets_all_forms() -> None:
    assert Interface("de").forms("briefs") == {"one": "{n} Meldung", "other": "{n} Meldungen"}
    assert Interface("de").forms("sources") == {"other": "Quellen"}
    with pytest.raises(PhraseError):
        Interface("de").forms("source")


def test_a_site_has_its_own_words() -> None:
    own = (
        PhraseConfig("briefs", (("few", "{n} noty"), ("one", "{n} nota"), ("other", "{n} not"))),
        PhraseConfig("own-call", (("other", "Zavolej {who}"),)),
    )
    t = Interface("cs", own).phrase
    assert [t("briefs", n) for n in (1, 2, 5)] == ["1 nota", "2 noty", "5 not"]
    assert t("own-call", who="Ada") == "Zavolej Ada"
    assert t("sources") == "Sources"


@pytest.mark.parametrize(
    ("call", "hint"), [(("source",), "Did you mean “sources”?"), (("by",), "Write t(“by”, date=…)")]
)
def test_a_wrong_call_says_what_to_write(call: tuple[str], hint: str) -> None:
    with pytest.raises(PhraseError) as caught:
        Interface("en").phrase(*call)
    assert caught.value.hint == hint


# ---------------------------------------------------------------- in briefgen.yml


def read(text: str) -> tuple[Config, tuple[Problem, ...]]:
    return parse_config(text.encode())


def test_phrases_are_read() -> None:
    config, problems = read(
        "language: ar\nstrings:\n  sources: من أين\n  list-comma: ' و '\n  by: 'قبل {date}'\n"
        "  briefs: {one: 'خبر', two: خبران, other: '{n} خبر'}\n  own-x: {other: '{n} س {y}'}\n"
    )
    assert problems == ()
    assert {p.key: dict(p.forms) for p in config.strings} == {
        "briefs": {"one": "خبر", "two": "خبران", "other": "{n} خبر"},
        "by": {"other": "قبل {date}"},
        "list-comma": {"other": " و "},
        "own-x": {"other": "{n} س {y}"},
        "sources": {"other": "من أين"},
    }


def test_the_order_of_phrases_does_not_matter() -> None:
    one, _ = read("strings:\n  sources: A\n  by: B {date}\n  briefs: {one: c, other: d}\n")
    two, _ = read("strings:\n  briefs: {other: d, one: c}\n  by: B {date}\n  sources: A\n")
    assert one == two


@pytest.mark.parametrize(
    ("lines", "code", "line", "hint"),
    [
        ("sorces: x", "config-unknown-key", 3, "`sources`"),
        ("donate: x", "config-unknown-key", 3, "own-"),
        ("own-: x", "config-unknown-key", 3, "own-"),
        ("sources: [x]", "config-value", 3, ""),
        ("sources: {other: x}", "config-value", 3, "sources"),
        ("by: 'By {day}'", "config-value", 3, "{date}"),
        ("by: By then", "config-value", 3, "date"),
        ("by: 'By {date'", "config-value", 3, "{{"),
        ("by: 'By {date.year}'", "config-value", 3, "{{"),
        ("sources: 'From {n}'", "config-value", 3, "Leave it out"),
        ("briefs: {one: x}", "config-value", 3, ""),
        ("briefs: {few: x, other: y}", "config-value", 3, "one, other"),
        ("briefs: {on: x, other: y}", "config-value", 3, "`one`"),
        ("briefs: {one: '{m}', other: y}", "config-value", 3, "{n}"),
        ("Sources: x", "key-repaired", 3, "sources"),
    ],
)
def test_what_cannot_be_used_is_told(lines: str, code: str, line: int, hint: str) -> None:
    _, (found,) = read(f"title: T\nstrings:\n  {lines}\n")
    assert (found.code, found.where.line) == (code, line)
    assert hint in found.hint


def test_a_text_is_no_group_of_phrases() -> None:
    _, (found,) = read("strings: hello")
    assert found.code == "config-value"


def test_a_language_without_words_is_told_until_a_site_brings_them_all() -> None:
    assert [p.code for p in read("language: it\n")[1]] == ["language-untranslated"]
    words = {key: phrase if isinstance(phrase, str) else dict(phrase) for key, phrase in ENGLISH.items()}
    assert read(f"language: it\nstrings: {json.dumps(words)}\n")[1] == ()
    assert read("language: pt-BR\n")[1] == ()


# ---------------------------------------------------------------- what pages depend on


def test_changed_words_change_the_pages_as_a_clean_build_would(tmp_path: Path) -> None:
    """Also where a phrase was settled when the template was compiled, and kept compiled."""
    files: dict[str, str | bytes] = {
        "briefs/2025-10-18-a.md": brief(extra="sources:\n  - https://example.org/\n"),
        "templates/base.html": '{% extends "default/base.html" %}{% block head %}<!-- {{ t("own-note") }} -->{% endblock %}',
    }
    root = write_site(tmp_path / "site", files)
    seen: set[str] = set()
    for words in ("Quellen", "Belege", "Quellen"):
        own = tuple(PhraseConfig(key, (("other", words),)) for key in ("own-note", "sources"))
        config = Config(title="T", url="https://example.org", language="de", strings=own)
        assert build_site(root, config).published
        clean = write_site(tmp_path / f"clean-{len(seen)}-{words}", files)
        build_site(clean, config)
        assert tree(root / "site") == tree(clean / "site")
        page = (root / "site/2025/10/18/a-bridge-opens/index.html").read_text("utf-8")
        assert f"<!-- {words} -->" in page
        assert f">{words}</h2>" in page
        seen.add(page)
    assert len(seen) == 2


# ---------------------------------------------------------------- the documentation


def row(key: str, phrase: Phrase) -> str:
    forms = " / ".join(plain_forms(phrase).values()).replace("|", "\\|")
    return f"| `{key}` | {forms} |"


def test_every_phrase_is_documented() -> None:
    rows = re.findall(r"^\| `.*$", (DOCS / "phrases.md").read_text("utf-8"), re.MULTILINE)
    wanted = [row(key, ENGLISH[key]) for key in sorted(ENGLISH)]
    assert rows == wanted, "\n".join(["The table in docs/phrases.md must be:", *wanted])
