"""YAML as people write it."""

from __future__ import annotations

import sys

import pytest
import yaml
from hypothesis import given
from support_metadata import assert_sound, codes, errors, odd_texts
from support_patience import no_crawl

from briefgen.text.yaml_reader import MAX_DEPTH, Items, Table, Text, plain, read_yaml
from briefgen.text.yaml_repair import repair
from briefgen.text.yaml_scan import Shape

SHAPES = {
    **dict.fromkeys(("title", "date", "text", "what", "url", "summary"), Shape.TEXT),
    **dict.fromkeys(("topics", "actors"), Shape.NAMES),
    "extra": Shape.FREE,
}


def read(text: str) -> object:
    root, problems = read_yaml(text, "f", 1, SHAPES)
    assert not errors(problems), problems
    assert_sound(problems)
    return plain(root) if root else None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Storm: what we know", "Storm: what we know"),
        ("Storm: what: we know:", "Storm: what: we know:"),
        ('"Storm", she said', '"Storm", she said'),
        ('"Storm" and "flood"', '"Storm" and "flood"'),
        ('"The so-called "storm" is over"', 'The so-called "storm" is over'),
        ("'It's here'", "It's here"),
        ("'Tis the season", "'Tis the season"),
        ('"never closed', "never closed"),
        ('"C:\\Users"', "C:\\Users"),
        ("[EXCLUSIVE] Storm hits", "[EXCLUSIVE] Storm hits"),
        ("[EXCLUSIVE]", "[EXCLUSIVE]"),
        ("[EXCLUSIVE", "[EXCLUSIVE"),
        ("{x}", "{x}"),
        ("@mayor speaks", "@mayor speaks"),
        ("`code`", "`code`"),
        ("%50 off", "%50 off"),
        ("*Star* rises", "*Star* rises"),
        ("&c", "&c"),
        ("!important", "!important"),
        ("- dash", "- dash"),
        ("? what", "? what"),
        ("| pipe", "| pipe"),
        ("> less", "> less"),
        ("Update #2", "Update #2"),
        ("#2 is here", "#2 is here"),
        ("“Storm”", "Storm"),
        ("« Storm »", "Storm"),
        ("„Sturm“", "Sturm"),
        ("]odd", "]odd"),
    ],
)
def test_a_text_is_what_the_editor_meant(written: str, meant: str) -> None:
    for before, after in (("title: ", ""), ("  - what: ", ""), ("- title: ", "\n  url: x")):
        text = f"sources:\n{before}{written}{after}" if "-" in before[:4] else f"{before}{written}{after}"
        root, problems = read_yaml(text, "f", 1, SHAPES)
        assert codes(problems) == ["yaml-repaired"]
        assert problems[0].hint
        found = plain(root) if root else {}
        entry = found["sources"][0] if "sources" in found else found
        assert next(iter(entry.values())) == meant


@pytest.mark.parametrize(
    "text",
    [
        "title: plain",
        "title: 'It''s here'",
        'title: "a: b" # said so',
        "title: a # a comment",
        "title: 50% off, says “A” and 'b'",
        "title: http://a.example/#part",
        "title: C# and a:b",
        "title: |\n  a: b\n  # no comment\n\n  - c\ndate: x",
        "title: >-\n  a: b\n  @c",
        'title: "over\n  two: lines"',
        "title: over\n  two lines",
        "topics: [a, 'b, c',\n  d]",
        "topics:\n- a\n- 'b: c'",
        "extra:\n  title: [a, b]\n  x: {y: z}",
        "other: [a, b]\nmore: {a: b}",
        "nav: # what follows\n  - title: a # b\n    url: /x/",
        "",
        "# only a comment",
    ],
)
def test_right_yaml_is_left_alone(text: str) -> None:
    assert repair(text, "f", 1, SHAPES).text == text
    assert read(text) == yaml.load(text, Loader=yaml.BaseLoader)
    assert not read_yaml(text, "f", 1, SHAPES)[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("title:Storm", {"title": "Storm"}),
        ("title：Storm", {"title": "Storm"}),
        ("title :  Storm  ", {"title": "Storm"}),
        ("title:\u00a0Storm\n\u00a0date: x", {"title": "Storm", "date": "x"}),
        ("url:https://a.example/", {"url": "https://a.example/"}),
        ("sources:\n\t- title: a\n\t  url: b", {"sources": [{"title": "a", "url": "b"}]}),
        ("sources:\n\t-\ttitle: a\n\t\turl: b", {"sources": [{"title": "a", "url": "b"}]}),
        ("sources:\n- title: a\n    url: b", {"sources": [{"title": "a", "url": "b"}]}),
        ("sources:\n  - title: a\n   url: b", {"sources": [{"title": "a", "url": "b"}]}),
        ("title: a\n  date: b", {"title": "a", "date": "b"}),
        ("topics:\n  -Trade\n  • Peace", {"topics": ["Trade", "Peace"]}),
        ("topics: [#MeToo, @x, O'Neil, 'a, b']", {"topics": ["#MeToo", "@x", "O'Neil", "a, b"]}),
        ("topics: [a, b", {"topics": ["a", "b"]}),
        ('actors: "Kim, Jr.", Lee', {"actors": '"Kim, Jr.", Lee'}),
        ("title: a: b\n  it's: long\ndate: c", {"title": "a: b it's: long", "date": "c"}),
        ("title: NO\ndate: 010\nx: 12:30\ny: on\nz: 1_000", {"title": "NO", "date": "010", "x": "12:30", "y": "on", "z": "1_000"}),
        ("title:\ndate: x", {"title": "", "date": "x"}),
    ],
)  # fmt: skip
def test_other_slips_are_put_right(text: str, value: object) -> None:
    assert read(text) == value


def test_every_value_knows_its_place() -> None:
    text = "title: plain\ntopics: [a, bc]\nsources:\n\t- what: x: y\n\t  url:abc\ndate: “q”\n"
    root, _ = read_yaml(text, "f", 11, SHAPES)
    assert isinstance(root, Table)
    values = {key.text: node for key, node in root.pairs}
    title, topics, date = values["title"], values["topics"], values["date"]
    assert isinstance(title, Text)
    assert (title.line, title.column, title.end) == (11, 8, 13)
    assert isinstance(topics, Items)
    assert [(i.line, i.column, i.end) for i in topics.items] == [(12, 10, 11), (12, 13, 15)]
    assert isinstance(date, Text)
    assert (date.line, date.column, date.end) == (16, 7, 10)
    sources = values["sources"]
    assert isinstance(sources, Items)
    assert isinstance(sources.items[0], Table)
    (what_key, what), (url_key, url) = sources.items[0].pairs
    assert (what_key.line, what_key.column, what.column, what.end) == (14, 4, 10, 14)
    assert (url_key.line, url_key.column, url.column, url.end) == (15, 4, 8, 11)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: &x b", "yaml-anchor", 1, 4),
        ("a: b\nc: *x", "yaml-anchor", 2, 4),
        ("a: !!python/object:x y", "yaml-tag", 1, 4),
        ("a: b\n---\nc: d", "yaml-documents", 2, 1),
        ("a: b\na: c", "yaml-duplicate", 2, 1),
        ("a: b\nc: [d", "yaml-syntax", 2, 4),
        ("a: b\n'c: d", "yaml-syntax", 2, 1),
        ("a: b\nno key here\nc: d", "yaml-syntax", 2, 1),
        ("a: b\n{x: y}: c", "yaml-syntax", 2, 1),
        ("a:\n  - b\n c: d", "yaml-syntax", 3, 2),
        ("<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x", "merge-conflict", 1, 1),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(text: str, code: str, line: int, column: int) -> None:
    _, problems = read_yaml(text, "f", 1, {})
    assert_sound(problems)
    found = [p for p in problems if p.code == code]
    assert [(p.where.line, p.where.column) for p in found] == [(line, column)], problems
    assert found[0].hint


def test_a_broken_key_costs_only_itself() -> None:
    text = "title: a\nx: [b\ndate: c\ny:\n  - d\n e: f\ntopics: [g]\n"
    root, problems = read_yaml(text, "f", 1, SHAPES)
    assert root
    found = plain(root)
    assert {"title": "a", "date": "c", "topics": ["g"]}.items() <= found.items()
    assert [p.where.line for p in problems] == [2, 6]


def test_the_same_value_twice_is_only_a_note() -> None:
    root, problems = read_yaml("title: a\ntitle: a\n", "f", 1, SHAPES)
    assert root
    assert plain(root) == {"title": "a"}
    assert codes(problems) == ["yaml-repaired"]
    assert problems[0].where.line == 2


@pytest.mark.parametrize("text", ["[" * 10_000, "a: " + "{b: " * 10_000, "- " * 5_000 + "x", "[" * 9_999 + "]" * 9_999])
def test_depth_is_limited(text: str) -> None:
    with no_crawl():
        _, problems = read_yaml(text, "f", 1, {})
        assert "yaml-limit" in codes(problems)


def test_a_reasonable_depth_is_read() -> None:
    text = "[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH
    assert not errors(read_yaml(text, "f", 1, {})[1])


def test_long_texts_take_linear_time() -> None:
    with no_crawl():
        for text in (
            "title: " + "a: " * 100_000,
            "title: '" + "a'" * 100_000,
            "topics: [" + '"a, ' * 50_000,
            "a:\n" * 20_000,
        ):
            assert_sound(read_yaml(text, "f", 1, SHAPES)[1])


@given(odd_texts)
def test_nothing_raises(text: str) -> None:
    _, problems = read_yaml(text, "f", 1, SHAPES)
    assert_sound(problems)


@given(odd_texts)
def test_repairs_keep_the_lines(text: str) -> None:
    assert repair(text, "f", 1, SHAPES).text.count("\n") == text.count("\n")


def test_the_pure_loader_serves_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    test_a_broken_key_costs_only_itself()
    test_every_value_knows_its_place()
    assert "yaml" in sys.modules


def test_a_line_of_hyphens_above_broken_lines_is_no_text_of_its_own() -> None:
    _, problems = read_yaml("---\na: one\nstray\nb: two\n", "briefs/topics.yml")
    assert [(p.code, p.where.line) for p in problems] == [("yaml-syntax", 3)]
