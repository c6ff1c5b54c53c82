"""The plain form of YAML, read line by line: it must give what the repair and the YAML parser give."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.briefs.frontmatter import Meta, read_meta
from briefgen.briefs.model import Ref, Source
from briefgen.briefs.plain_meta import read_plain_meta
from briefgen.briefs.reading import Reading
from briefgen.briefs.schema import SHAPES
from briefgen.config import Config
from briefgen.text.moment import Moment
from briefgen.text.yaml_plain import read_plain
from briefgen.text.yaml_reader import Items, Table, Text, read_any

ROOT = Path(__file__).parent.parent

_keys = st.sampled_from(
    ["title", "date", "url", "summary", "topics", "actors", "tags", "sources", "expect", "corrections", "image", "extra",
     "on", "by", "what", "alt", "path", "status", "_x", "a-b", "publisher", "mine", "Title", "PubDate", "NOT_ACTORS", "1st"]
)  # fmt: skip
_words = st.sampled_from(
    [
        "Storm",
        "a",
        "12:30",
        "2025-10-18",
        "https://example.org/x?y=1",
        "AT&T",
        "null",
        "no",
        "Zürich",
        "習近平",
        "/x/",
        "it's",
    ]
)
_odd = st.sampled_from(
    ["", ":", "#", " #", "# x", "-", "- ", "'", '"', "\\", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">", "%", "@", "`",
     "~", "\t", "\xa0", "\u200b", "\u2028", "\x85", "\ufeff", "\x07", "：", "“", "”", "•", "— ", "?", "? ", ": ", "  ", "---"]
)  # fmt: skip
_clean = st.lists(_words, min_size=1, max_size=3).map(" ".join)
_mixed = st.lists(st.one_of(_words, _words, _words, _odd), min_size=1, max_size=4).map(" ".join)
_glued = st.lists(st.one_of(_words, _odd), max_size=3).map("".join)
_text = st.one_of(_clean, _clean, _clean, _clean, _clean, _clean, _mixed, _glued)
_value = st.one_of(
    _text,
    _text.map('"{}"'.format),
    _text.map("'{}'".format),
    st.lists(_text | _text.map('"{}"'.format), max_size=3).map(lambda names: f"[{', '.join(names)}]"),
    st.just(""),
)
_indent = st.sampled_from(["", "", "  ", "  ", "  ", "    ", "    ", " ", "   ", "\t", "      "])
_space = st.sampled_from([" ", " ", " ", " ", "", "  "])
_pair = st.builds("{}:{}{}".format, _keys, _space, _value)
_line = st.one_of(
    _pair,
    st.builds("{}{}".format, _indent, _pair),
    st.builds("{}-{}{}".format, _indent, _space, _pair),
    st.builds("{}-{}{}".format, _indent, _space, _value),
    st.sampled_from(["", "# note", "  # note", "topics:", "sources:", "image:", "extra:", "title:", "  - ", " "]),
)


@st.composite
def _right(draw: st.DrawFn) -> str:
    """Front matter that is mostly as it should be."""
    text = ""
    for key in draw(st.lists(_keys, min_size=1, max_size=5)):
        kind = draw(st.sampled_from(["value", "names", "entries", "pairs", "nothing"]))
        lead = draw(st.sampled_from(["", "  ", "    ", " "]))
        if kind == "value":
            text += f"{key}: {draw(_value)}\n"
            continue
        text += f"{key}:\n"
        if kind == "names":
            text += "".join(f"{lead}- {draw(_value)}\n" for _ in range(draw(st.integers(1, 3))))
        elif kind == "entries":
            for _ in range(draw(st.integers(1, 2))):
                text += f"{lead}- {draw(_keys)}: {draw(_value)}\n"
                text += "".join(f"{lead}  {draw(_keys)}: {draw(_value)}\n" for _ in range(draw(st.integers(0, 2))))
        elif kind == "pairs":
            text += "".join(f"{lead}  {draw(_keys)}: {draw(_value)}\n" for _ in range(draw(st.integers(1, 3))))
    return text if draw(st.booleans()) else text.removesuffix("\n")


def assert_same(text: str) -> None:
    quick = read_plain(text, 2, SHAPES)
    if quick is not None:
        assert (quick, ()) == read_any(text, "f", 2, SHAPES)
    values = read_plain_meta(text, 2, dt.UTC)
    if values is not None:
        fields = Reading("f", Config())
        root, problems = read_any(text, "f", 2, SHAPES)
        assert root is not None
        assert Meta(**values) == msgspec.structs.replace(read_meta(fields, root), places={})
        assert (problems, fields.problems) == ((), [])


@settings(max_examples=150)
@given(_right())
@example('topics: ["a", b c]\nsources:\n- title: x\n  url: "y"\nimage:\n  path: z\nsummary:\n')
@example("\"x\": 1\ntopics:\n- 'x': y'\n")
@example('sources:\n  - "x\': y"\n')
@example("topics: [ a, b ]\n")
@example("extra:\n  - title: x\n   url: y\n")
def test_the_plain_form_is_read_as_all_yaml_is(text: str) -> None:
    assert_same(text)


_quoted = st.one_of(_text, _text.map('"{}"'.format), _text.map("'{}'".format))
_plain_key = st.one_of(
    st.builds("{}: {}\n".format, st.sampled_from(["title", "summary", "byline", "id", "story", "follows"]), _quoted),
    st.builds("date: {}\n".format, st.sampled_from(["2025-10-18", '"2025-10-18T14:00:00Z"', "2025-02-30", "18 May 2025"])),
    st.builds("{}: {}\n".format, st.sampled_from(["topics", "actors", "not_actors"]), _value),
    st.builds(
        lambda key, names: f"{key}:\n" + "".join(f"  - {name}\n" for name in names),
        st.sampled_from(["topics", "actors", "not_actors", "sources"]),
        st.lists(_quoted, max_size=3),
    ),
    st.lists(
        st.lists(st.tuples(st.sampled_from(["title", "url", "publisher", "name"]), _quoted), min_size=1, max_size=3), max_size=3
    ).map(
        lambda entries: "sources:\n" + "".join("  - " + "    ".join(f"{k}: {v}\n" for k, v in entry) for entry in entries)
    ),
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(_plain_key, min_size=1, max_size=4).map("".join))
@example("topics:\n- Kim\n- kim\n- Kim, Jr.\n")
@example("topics: [null, a]\n")
@example('topics:\n  - "a;b"\n  - null\n')
@example('summary: "null"\nbyline: null\n')
@example('title: "a\xa0"\n')
@example("sources:\n  - url: https://exa mple.org\n")
@example('sources:\n  - url: "<https://example.org>"\n    title: x\n')
@example('sources:\n  - publisher: "x"\n')
@example("sources:\n  - title: x\n    title: y\n")
def test_plain_values_are_those_of_all_front_matter(text: str) -> None:
    assert_same(text)


@settings(max_examples=150)
@given(st.lists(_line, max_size=8).map("\n".join))
def test_any_lines_are_read_as_all_yaml_is(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize("folder", ["tests/fixtures", "tests/broken", "briefs"])
def test_files_are_read_as_all_yaml_is(folder: str) -> None:
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in (".md", ".txt"):
            for text in path.read_bytes().decode("utf-8", "replace").split("---\n"):
                assert_same(text)


PLAIN = """title: "Storm: what we know"
date: 2025-10-18T14:00:00Z
topics: [Weather, "Civil defence"]
actors:
  - "Kim: the man"
  - Zürich
sources:
  - title: "A: b"
    url: https://example.org/a
  - title: C
"""


def test_most_front_matter_is_plain() -> None:
    text = f"{PLAIN}summary: 'One'\nbyline:\n"
    assert read_plain(text, 2, SHAPES) == Table(
        (
            (Text("title", 2, 1, 6), Text("Storm: what we know", 2, 8, 29, True)),
            (Text("date", 3, 1, 5), Text("2025-10-18T14:00:00Z", 3, 7, 27)),
            (
                Text("topics", 4, 1, 7),
                Items((Text("Weather", 4, 10, 17), Text("Civil defence", 4, 19, 34, True)), 4, 9),
            ),
            (Text("actors", 5, 1, 7), Items((Text("Kim: the man", 6, 5, 19, True), Text("Zürich", 7, 5, 11)), 6, 3)),
            (
                Text("sources", 8, 1, 8),
                Items(
                    (
                        Table(
                            (
                                (Text("title", 9, 5, 10), Text("A: b", 9, 12, 18, True)),
                                (Text("url", 10, 5, 8), Text("https://example.org/a", 10, 10, 31)),
                            ),
                            9,
                            5,
                        ),
                        Table(((Text("title", 11, 5, 10), Text("C", 11, 12, 13)),), 11, 5),
                    ),
                    9,
                    3,
                ),
            ),
            (Text("summary", 12, 1, 8), Text("One", 12, 10, 15, True)),
            (Text("byline", 13, 1, 7), Text("", 13, 8, 8)),
        ),
        2,
        1,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: 1\na: 2\n",
        "title: [x]\n",
        "a: &b c\n",
        "a: b # c\n",
        "a:\n  b:\n    c: d\n",
        "- a\n",
        "a: |\n  b\n",
        "a\n",
        "a: b: c\n",
    ],
)
def test_other_forms_are_left_to_the_parser(text: str) -> None:
    assert read_plain(text, 1, SHAPES) is None


def test_plain_values_are_read_without_nodes() -> None:
    values = read_plain_meta(PLAIN, 2, dt.UTC)
    assert values == {
        "title": Ref("Storm: what we know", 2, 8, 29),
        "date": Moment(dt.datetime(2025, 10, 18, 14, tzinfo=dt.UTC), dt.date(2025, 10, 18)),
        "topics": (Ref("Weather", 4, 10, 17), Ref("Civil defence", 4, 19, 34)),
        "actors": (Ref("Kim: the man", 6, 5, 19), Ref("Zürich", 7, 5, 11)),
        "sources": (Source("A: b", "https://example.org/a"), Source("C")),
    }


def test_the_plain_form_does_not_load_the_yaml_parser() -> None:
    code = (
        "import sys; from briefgen.briefs.parser import parse_brief; from briefgen.config import Config;"
        "parse_brief('a.md', b'---\\ntitle: A\\ndate: 2025-10-18\\ntopics: [a]\\n---\\n\\nB.\\n', Config());"
        "sys.exit('yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
