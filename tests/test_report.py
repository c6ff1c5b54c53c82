"""Problems as text, as JSON and as GitHub annotations."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import report
from briefgen.placing import place_problems
from briefgen.problems import Problem, Severity, Where

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
DATE = Problem(E, "date-unreadable", "“18 Okt” is not a date", Where("briefs/b.md", 3, 7, 13), "write 2025-10-18")


def source(text: str) -> Callable[[str], Sequence[str]]:
    return lambda _: [text] * 20


def test_text_shows_the_line_a_mark_and_the_hint() -> None:
    assert report.as_text([DATE], source("date: 18 Okt")) == (
        "error[date-unreadable]: “18 Okt” is not a date\n"
        " --> briefs/b.md:3:7\n"
        "3 | date: 18 Okt\n"
        "  |       ^^^^^^\n"
        "  hint: write 2025-10-18"
    )


def test_text_without_a_place_or_a_line_leaves_them_out() -> None:
    whole = Problem(W, "not-read", "this file is not read", Where("briefs/x.docx"))
    gone = Problem(N, "date-form", "odd", Where("briefs/y.md", 12))
    assert report.as_text([gone, whole], lambda _: ()) == (
        "warning[not-read]: this file is not read\n --> briefs/x.docx\n\nnote[date-form]: odd\n  --> briefs/y.md:12"
    )


def test_problems_come_by_file_and_place() -> None:
    def at(file: str, line: int) -> Problem:
        return Problem(E, "x", f"{file}{line}", Where(file, line))

    mixed = [at("b", 2), at("a", 10), at("b", 1), at("a", 9)]
    assert [p.message for p in report.in_order(mixed)] == ["a9", "a10", "b1", "b2"]


def test_colour_changes_nothing_but_colour() -> None:
    import re

    plain = report.as_text([DATE], source("date: 18 Okt"))
    coloured = report.as_text([DATE], source("date: 18 Okt"), colour=True)
    assert "\x1b[1;31m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize(
    ("line", "column", "end", "text", "mark"),
    [
        ("title: x", 8, 9, "title: x", "       ^"),
        ("title: x", 0, 0, "title: x", ""),
        ("title: x", 9, 10, "title: x", "        ^"),  # after the end: something is missing here
        ("\tb: x", 2, 3, "    b: x", "    ^"),
        ("习近平: x", 4, 5, "习近平: x", "      ^"),
        ("习近平", 1, 4, "习近平", "^^^^^^"),
        ("e\u0301\u0301x", 4, 5, "e\u0301\u0301x", " ^"),
        ("a\u200bb", 2, 3, "a\ufffdb", " ^"),
        ("\x1b[31mred", 1, 2, "\ufffd[31mred", "^"),
        ("می\u200cشود", 1, 2, "می\u200cشود", "^"),
        ("", 1, 1, "", "^"),
        ("ab", 99, 120, "ab", "  ^"),
    ],
)
def test_the_mark_stands_below_its_characters(line: str, column: int, end: int, text: str, mark: str) -> None:
    assert report.excerpt(line, column, end) == (text, mark)


@given(st.text(max_size=400), st.integers(0, 500), st.integers(0, 500))
def test_every_excerpt_is_short_and_its_mark_begins_below_the_column(line: str, column: int, end: int) -> None:
    text, mark = report.excerpt(line, column, end)
    assert width(text) <= report.WIDTH + 2
    assert width(mark) <= report.WIDTH + 2
    assert all(c.isprintable() or c in report.JOINERS for c in text)
    assert bool(column) == bool(mark)


@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from("a习\t"))
def test_in_a_long_line_the_mark_finds_the_character(before: int, after: int, around: str) -> None:
    text, mark = report.excerpt(around * before + "X" + around * after, before + 1, before + 2)
    assert width(text.partition("X")[0]) == len(mark) - 1
    assert mark.endswith(" ^") or mark == "^"


def width(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) or c in report.JOINERS else 1
        for c in text
    )


def test_messages_cannot_steer_the_terminal() -> None:
    nasty = Problem(E, "x", "a\x1b]0;owned\x07b\nc\u202e", Where("briefs/\x1b[2J\n.md"), "d\r")
    text = report.as_text([nasty], lambda _: ())
    assert text == "error[x]: a\ufffd]0;owned\ufffdb c\ufffd\n --> briefs/\ufffd[2J .md\n  hint: d\ufffd"


def test_json_is_one_object_with_counts() -> None:
    plain = Problem(N, "x", "m", Where("a"))
    assert json.loads(report.as_json([DATE, plain])) == {
        "version": 1,
        "counts": {"errors": 1, "warnings": 0, "notes": 1},
        "problems": [
            {
                "severity": "note",
                "code": "x",
                "message": "m",
                "file": "a",
                "line": 0,
                "column": 0,
                "end": 0,
                "hint": "",
                "fix": [],
            },
            {
                "severity": "error",
                "code": "date-unreadable",
                "message": "“18 Okt” is not a date",
                "file": "briefs/b.md",
                "line": 3,
                "column": 7,
                "end": 13,
                "hint": "write 2025-10-18",
                "fix": [],
            },
        ],
    }
    assert json.loads(report.as_json([])) == {
        "version": 1,
        "counts": {"errors": 0, "warnings": 0, "notes": 0},
        "problems": [],
    }


def test_github_annotations_are_escaped() -> None:
    odd = Problem(W, "x", "100 %\nof it: a, b", Where("briefs/a,b:c%.md", 2, 3, 4), "do\rthis")
    assert report.as_github([odd], "news/") == (
        "::warning file=news/briefs/a%2Cb%3Ac%25.md,line=2,col=3,endColumn=4,title=x::100 %25%0Aof it: a, b%0Ado%0Dthis"
    )
    assert report.as_github([Problem(N, "x", "m", Where("a"))]) == "::notice file=a,title=x::m"
    assert report.as_github([]) == ""


def test_the_summary_counts_in_words() -> None:
    assert report.summary(report.Counts(1, 2000, 0)) == "1 error, 2,000 warnings"
    assert report.summary(report.Counts(0, 0, 1)) == "1 note"
    assert report.summary(report.Counts(0, 0, 0)) == ""


LINES = ("---", "title: The hier archy", "---", "", "Hier, y y y", "hier (x)", "", "hier", "a hierarchy")


@pytest.mark.parametrize(
    ("line", "words", "found"),
    [
        (8, "hier", (8, 1, 5)),
        (7, "hier", (8, 1, 5)),  # of two lines as near as each other, the one below
        (1, "hier", (2, 12, 16)),
        (9, "hier", (8, 1, 5)),  # rather the word than a part of another, however near
        (4, "hierarch", (9, 3, 11)),
        (99, "y y", (5, 7, 10)),
        (0, "(x)", (6, 6, 9)),
        (6, "y y y\nhier", (5, 7, 12)),  # words on two lines are marked on the first
        (3, "nowhere", (3, 0, 0)),
        (3, "", (3, 0, 0)),
    ],
)
def test_words_are_found_at_the_nearest_line(line: int, words: str, found: tuple[int, int, int]) -> None:
    problem = Problem(N, "x", "m", Where("briefs/a.md", line, words=words))
    where = place_problems([problem], lambda _: LINES)[0].where
    assert (where.line, where.column, where.end) == found
