"""House rules: each finds what it is for, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from support_site import CONFIG, NOW, brief, write_site

from briefgen.check import check_site
from briefgen.config import CheckConfig, Config, WordsConfig
from briefgen.placing import place_problems, source_lines
from briefgen.problems import CODES, Severity
from briefgen.report import in_order
from briefgen.rules.perishable import WORDS, days_to, pattern_of
from briefgen.rules.table import ASLEEP, RULES
from briefgen.settings import parse_config
from briefgen.workers import serial_map


def found(root: Path, files: dict[str, str | bytes], **house: object) -> list[tuple[str, str, int]]:
    """Code, file and line of all problems, in the order of the files."""
    config = Config(url=CONFIG.url, check=CheckConfig(**house))  # type: ignore[arg-type]
    problems = check_site(write_site(root, files), config, NOW, serial_map)[1]
    return [(p.code, p.where.file, p.where.line) for p in in_order(place_problems(problems, source_lines(root)))]


def text(happening: str, extra: str = "") -> str:
    return brief("A", text=happening, extra=extra)


PERISHABLE = {
    "en": ("We meet tomorrow.", "2025-10-19"),
    "de": ("Wir treffen uns übermorgen.", "2025-10-20"),
    "es": ("Nos vemos mañana.", "2025-10-19"),
    "fr": ("Rendez-vous avant-hier.", "2025-10-16"),
    "pt": ("Foi ontem.", "2025-10-17"),
    "ar": ("الاجتماع غدًا في المدينة.", "2025-10-19"),
    "zh": ("会议明天举行。", "2025-10-19"),
    "zh-Hant": ("會議後天舉行。", "2025-10-20"),
}


@pytest.mark.parametrize("language", PERISHABLE)
def test_a_word_that_perishes_is_told_with_its_date(language: str, tmp_path: Path) -> None:
    words, day = PERISHABLE[language]
    write_site(tmp_path, {"briefs/a.md": text(words, f"language: {language}\n")})
    (told,) = place_problems(check_site(tmp_path, CONFIG, NOW, serial_map)[1], source_lines(tmp_path))
    assert f"“{words[told.where.column - 1 : told.where.end - 1]}”" in told.message
    assert (told.code, told.where.line, told.hint) == ("perishable-word", 9, f"Write the date, {day}")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "“We meet tomorrow”, she said. `tomorrow` is a word."),
        ("en", "> Tomorrow\n"),
        ("de", "Am Morgen regnete es."),
        ("es", "Llovió por la mañana."),
        ("nl", "Morgen en tomorrow."),
    ],
)
def test_a_word_that_means_something_else_is_left_alone(language: str, words: str, tmp_path: Path) -> None:
    assert not found(tmp_path, {"briefs/a.md": text(words, f"language: {language}\n")})


def test_words_that_perish_are_found_wherever_they_stand(tmp_path: Path) -> None:
    lines = [
        "---",
        "title: Talks tonight",
        "date: 2025-10-18",
        "---",
        "It starts next",
        "week.",
        "",
        "## What's Happening?",
    ]
    lines += [
        "<!-- tomorrow",
        "-->",
        "Come",
        "tomorrow.",
        "",
        "## Why It's Important?",
        "A.",
        "",
        "## What's Next?",
        "B.",
    ]
    lines += ["", "## What's Happening?", "Upcoming."]
    told = found(tmp_path, {"briefs/a.md": "\n".join(lines)})
    assert [line for code, _, line in told if code == "perishable-word"] == [2, 5, 12, 21]


def test_every_word_is_found_and_knows_its_day() -> None:
    for language, words in WORDS.items():
        pattern = pattern_of(language)
        assert pattern
        for word, days in words.items():
            match = pattern.search(f"x {word}.")
            assert match
            assert match[0] == word
            assert days_to(language, word) == days


def test_links_within_the_site(tmp_path: Path) -> None:
    lines = (
        "[a](/2025/10/18/b/) [b](/topics/) [c](/nowhere/) [d](b.md#next) [e](b.md#what) [f](#important) [g](#story)",
        "[h](/feed.xml) [i](https://example.org/nowhere/) `[j](/code/)` [k](/2025/10/18/b/#gone) [l](//x.example/a)",
    )
    files: dict[str, str | bytes] = {"briefs/a.md": text("\n".join(lines)), "briefs/b.md": brief("B")}
    told = found(tmp_path, files)
    assert told == [
        ("link-broken", "briefs/a.md", 8),
        ("anchor-broken", "briefs/a.md", 8),
        ("anchor-broken", "briefs/a.md", 9),
    ]


def test_names_that_are_not_like_enough(tmp_path: Path) -> None:
    names = "actors: [Line 12, Line 13, EU, EC, Hana Adeyemi, Eamon Adeyemi, Kim Jong Un, Un Kim Jong]\n"
    told = [code for code, _, _ in found(tmp_path, {"briefs/a.md": text("A.", names)})]
    assert told.count("actor-similar") == 1


def test_a_rule_is_as_grave_as_the_house_says(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"briefs/a.md": text("We meet tomorrow.", "topics: X\n")}
    assert [code for code, _, _ in found(tmp_path, files)] == ["topic-unregistered", "perishable-word"]
    off = (("perishable-word", "off"), ("topic-unregistered", "off"))
    assert not found(tmp_path, files, rules=off)
    config = Config(
        url=CONFIG.url, check=CheckConfig(rules=(("perishable-word", "error"), ("topic-unregistered", "off")))
    )
    (told,) = check_site(tmp_path, config, NOW, serial_map)[1]
    assert told.severity is Severity.ERROR


def test_words_are_counted_in_every_script(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "briefs/a.md": text("One *two* [three](https://example.com/a-b-c)."),
        "briefs/b.md": brief("B", text="会议举行"),
    }
    told = found(tmp_path, files, section_words=WordsConfig(2, 3))
    assert ("section-length", "briefs/a.md", 8) not in told
    assert ("section-length", "briefs/b.md", 8) in told
    assert ("section-length", "briefs/a.md", 16) in told  # "More."
    assert len([1 for code, _, _ in told if code == "section-length"]) == 3


def test_every_rule_is_in_the_catalogue() -> None:
    assert {*RULES, *ASLEEP} <= CODES.keys()


def test_a_rule_that_there_is_not_is_told_with_what_was_meant() -> None:
    config, (told,) = parse_config(b"check:\n  sources-mising: note\n")
    assert (told.code, told.hint, config.check) == (
        "config-unknown-key",
        "Did you mean `sources-missing`?",
        CheckConfig(),
    )
    config, (told,) = parse_config(b"check:\n  sources-missing: warn\n")
    assert (told.code, told.hint) == ("config-value", "Did you mean `warning`?")
    config, (told,) = parse_config(b"check:\n  date-unreadable: note\n")
    assert told.code == "config-unknown-key"
