"""What the tests of metadata share: odd texts for Hypothesis, and what holds for every problem."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from briefgen.problems import CODES, Problem, Severity

PIECES = (
    "title", "date", "topics", "actors", "sources", "expect", "image", "extra", "status", "aliases", "corrections", "url",
    "name", "kind", "nav", "sections", ": ", ":", "：", "\n", "\n\n", "\n  ", "\n- ", "\n  - ", "\n\t", "---\n", "\n---\n", "...\n", "—",
    "+++\n", "{", "}", "[", "]", ",", '"', "'", "“", "”", "#", " #", " # ", "&a", "*a", "!x", "|", ">-", "@", "`", "%", "? ", "- ",
    "<<<<<<< x\n", "=======\n", ">>>>>>> x\n", "2025-10-18", "14:00", "https://a.example/", "../", "\\", "\u00a0", "\u200b", "é", "😀",
    "null", "~", "true", "Ünal", "word", "## What's Next\n", "\x00", "\ufeff", "\u2028", "\r", "{{", "[[[[",
)  # fmt: skip

odd_texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=25).map("".join),
    st.text(max_size=80),
)


def assert_sound(problems: Iterable[Problem]) -> None:
    """What the report relies on: a catalogued code, a place, one line of words without a final stop."""
    for found in problems:
        assert found.code in CODES
        assert found.where.file
        assert found.where.line >= 1
        assert found.where.column >= 0
        assert found.where.end == 0 or found.where.end >= found.where.column
        assert found.message
        assert not found.message.endswith(".")
        assert "\n" not in found.message


def codes(problems: Iterable[Problem]) -> list[str]:
    return [found.code for found in problems]


def errors(problems: Iterable[Problem]) -> list[str]:
    return [found.code for found in problems if found.severity is Severity.ERROR]
