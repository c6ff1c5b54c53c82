"""The front matter of a brief: fences, keys, values."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from support_metadata import assert_sound, codes, errors, odd_texts
from support_patience import no_crawl

from briefgen.briefs.frontmatter import FrontMatter, Meta, read_front_matter
from briefgen.briefs.model import Expectation, Image, Source, Status
from briefgen.briefs.schema import KEYS, SPELLINGS
from briefgen.config import Config
from briefgen.problems import Severity
from briefgen.text.moment import parse_moment

CONFIG = Config(url="https://example.org/news", timezone="Europe/Berlin")


def read(text: str, file: str = "briefs/2025/x.md") -> FrontMatter:
    found = read_front_matter(text, file, CONFIG)
    assert_sound(found.problems)
    return found


def keys(*lines: str) -> FrontMatter:
    """The front matter of these lines, whose first is line 2 of the file."""
    return read("---\n" + "\n".join(lines) + "\n---\nText.\n")


def moment(text: str) -> Any:
    return parse_moment(text, dt.timezone(dt.timedelta(hours=2))).moment


def titles(text: str) -> tuple[str, str, int, list[str]]:
    found = read(text)
    return found.meta.title.text if found.meta.title else "", found.body, found.body_line, codes(found.problems)


# -- fences


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("---\ntitle: a\n---\nBody\n", ("a", "Body\n", 4, [])),
        ("---\ntitle: a\n---", ("a", "", 4, [])),
        ("\n\n \n---\ntitle: a\n---\nBody", ("a", "Body", 7, [])),
        ("\ufeff---\ntitle: a\n---\nBody", ("a", "Body", 4, [])),
        ("---  \ntitle: a\n---\t\nBody", ("a", "Body", 4, [])),
        ("---\ntitle: a\n...\nBody", ("a", "Body", 4, [])),
        ("---\n\ntitle: a\n\n# more\nid: b\n\n---\nBody", ("a", "Body", 9, [])),
        ("---\n---\nBody", ("", "Body", 3, [])),
        ("---\n# nothing\n---\nBody", ("", "Body", 4, [])),
        ("---\ntitle: a\nsummary: |\n  one\n\n  ---\n  two\n---\nBody", ("a", "Body", 9, [])),
        ("---\ntitle: a\n—\nBody", ("a", "Body", 4, ["fence-repaired"])),
        ("---\ntitle: a\n–––\nBody", ("a", "Body", 4, ["fence-repaired"])),
        ("---\ntitle: a\n-----\nBody", ("a", "Body", 4, ["fence-repaired"])),
        ("----\ntitle: a\n---\nBody", ("a", "Body", 4, ["fence-repaired"])),
        ("—\ntitle: a\n—\nBody", ("a", "Body", 4, ["fence-repaired", "fence-repaired"])),
        ("---\ntitle: a\n\n## What's Next\nBody", ("a", "\n## What's Next\nBody", 3, ["fence-repaired"])),
        ("---\ntitle: a\n## What's Next\nBody", ("a", "## What's Next\nBody", 3, ["fence-repaired"])),
        ("---\ntitle: a\n\nBody\n\n---\n\nMore", ("a", "\nBody\n\n---\n\nMore", 3, ["fence-repaired"])),
        ("---\ntitle: a\n\nWhat's Next:\nBody", ("a", "\nWhat's Next:\nBody", 3, ["fence-repaired"])),
        ("---\ntitle: a", ("a", "", 3, ["fence-repaired"])),
        ("---\ntitle: a\nBody goes on. And on.", ("a", "Body goes on. And on.", 3, ["fence-missing"])),
        ("title: a\ndate: 2025-10-18\n---\nBody", ("a", "Body", 4, ["fence-repaired"])),
        ("title: a\n---\nBody", ("a", "Body", 3, ["fence-repaired"])),
        ("title: a\ndate: 2025-10-18\n\nBody", ("a", "\nBody", 3, ["fence-repaired"])),
        ("+++\ntitle = 'a'\n+++\nBody", ("", "Body", 4, ["front-matter-format"])),
        (";;;\n{}\n;;;\nBody", ("", "Body", 4, ["front-matter-format"])),
        ('{\n  "title": "a"\n}\nBody', ("", "Body", 4, ["front-matter-format"])),
    ],
)
def test_fences(text: str, outcome: tuple[str, str, int, list[str]]) -> None:
    assert titles(text) == outcome


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Body\n", []),
        ("What's Next:\nBody\n---\nMore", []),
        ("Summary: this is prose\n---\nMore", []),
        ("---\nBody goes here.\n---\nMore", ["rule-not-fence"]),
        ("---\n\nBody goes here.\n", ["rule-not-fence"]),
        ("—\nBody goes here.", []),
        ("---", []),
        ("- a list\n- more", []),
    ],
)
def test_a_text_without_front_matter_is_all_body(text: str, found: list[str]) -> None:
    outcome = read(text)
    assert (outcome.meta, outcome.body, outcome.body_line) == (Meta(), text, 1)
    assert codes(outcome.problems) == found


def test_a_conflict_is_reported_once_and_the_first_side_read() -> None:
    text = "---\ntitle: a\n<<<<<<< HEAD\nid: b\n=======\nid: c\n>>>>>>> x\n---\nOne\n<<<<<<< HEAD\nTwo\n=======\nTwo!\n>>>>>>> x\n"
    found = read(text)
    assert [(p.code, p.where.line) for p in found.problems] == [("merge-conflict", 3), ("merge-conflict", 10)]
    assert [p.message[-len("line 14") :].strip() for p in found.problems] == ["line 7", "line 14"]
    assert found.meta.id == "b"
    assert found.body == "One\n\nTwo\n\n\n\n"


def test_an_underlined_heading_is_no_conflict() -> None:
    text = "Heading\n=======\n\n> a quotation\n"
    assert not read(text).problems
    assert read(text).body == text


# -- keys


def test_every_key_is_read() -> None:
    found = keys(
        "title: Talks: uncertain",
        "date: 2025-10-18 14:00",
        "updated: 2025-10-19",
        "expires: 2026-01-01",
        "summary: >-",
        "  One sentence,",
        "  on two lines.",
        "byline: Ada Example",
        "language: pt-BR",
        "slug: talks",
        "aliases: [/old/path, https://example.org/news/older/]",
        "id: tag:example.org,2025:1",
        "topics: [Diplomacy, Nuclear weapons]",
        'actors: Donald Example, "Kim, Jr."',
        "not_actors:",
        "- Victoria",
        "status: draft",
        "sources:",
        "  - title: A source",
        "    url: https://a.example/x",
        "    publisher: A",
        "story: Korea talks",
        "follows: 2025-10-17-before",
        "expect:",
        "  - on: 2025-10-31",
        "    what: They meet",
        "  - by: 2025-11-30",
        "    what: They report",
        "    outcome: They did",
        "  - from: 2025-12-01",
        "    to: 2025-12-03",
        "    what: They talk",
        "corrections:",
        "  - date: 2025-10-20",
        "    text: The number was wrong.",
        "image:",
        "  path: img/wall.jpg",
        "  alt: A wall",
        "  credit: Ada",
        "  caption: The wall: old",
        "extra:",
        "  mood: [calm, NO]",
    )
    meta = found.meta
    assert set(codes(found.problems)) == {"yaml-repaired"}
    assert meta.title
    assert (meta.title.text, meta.title.line, meta.title.column) == ("Talks: uncertain", 2, 8)
    assert meta.date == moment("2025-10-18 14:00")
    assert (meta.updated, meta.expires and meta.expires.day) == (moment("2025-10-19"), dt.date(2026, 1, 1))
    assert meta.summary == "One sentence, on two lines."
    assert (meta.byline, meta.language, meta.id) == ("Ada Example", "pt-BR", "tag:example.org,2025:1")
    assert meta.slug
    assert meta.slug.text == "talks"
    assert meta.aliases == ("/old/path/", "/older/")
    assert [(r.text, r.line, r.column, r.end) for r in meta.topics] == [
        ("Diplomacy", 14, 10, 19),
        ("Nuclear weapons", 14, 21, 36),
    ]
    assert [(r.text, r.column) for r in meta.actors] == [("Donald Example", 9), ("Kim, Jr.", 25)]
    assert [r.text for r in meta.not_actors] == ["Victoria"]
    assert meta.status is Status.DRAFT
    assert meta.sources == (Source("A source", "https://a.example/x", "A"),)
    assert meta.story
    assert meta.follows
    assert (meta.story.text, meta.follows.text) == ("Korea talks", "2025-10-17-before")
    days = dt.date(2025, 10, 31), dt.date(2025, 11, 30), dt.date(2025, 12, 1), dt.date(2025, 12, 3)
    assert meta.expect == (
        Expectation("They meet", days[0], days[0], "", 26),
        Expectation("They report", None, days[1], "They did", 28),
        Expectation("They talk", days[2], days[3], "", 31),
    )
    assert [(c.date.day, c.text) for c in meta.corrections] == [(dt.date(2025, 10, 20), "The number was wrong.")]
    assert meta.image == Image("2025/img/wall.jpg", "A wall", "Ada", "The wall: old", 37)
    assert meta.extra == {"mood": ["calm", "NO"]}
    assert set(meta.places) == {"updated", "expires"}
    assert meta.places["updated"].line == 4


def test_the_table_of_keys_is_the_metadata() -> None:
    assert set(KEYS) == set(Meta.__struct_fields__) - {"places"}
    assert all(key.doc and not key.doc.endswith(".") for key in KEYS.values())
    assert all(name == name.casefold() for name in SPELLINGS)


def test_nothing_given_is_nothing_said() -> None:
    found = keys(*(f"{name}:" for name in KEYS))
    assert not found.problems
    assert msgspec_without_places(found.meta) == Meta()
    assert not keys("title: ~", "image: null", "expires: null").problems


def msgspec_without_places(meta: Meta) -> Meta:
    return Meta(**{name: getattr(meta, name) for name in Meta.__struct_fields__ if name != "places"})


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("tags: a, b", "topics", ["a", "b"]),
        ("categories: [a]", "topics", ["a"]),
        ("category: a", "topics", ["a"]),
        ("keywords: [a, b]", "topics", ["a", "b"]),
        ("author: Ada", "byline", "Ada"),
        ("authors: [Ada, Bo]", "byline", "Ada, Bo"),
        ("by: Ada", "byline", "Ada"),
        ("lang: de", "language", "de"),
        ("description: x", "summary", "x"),
        ("excerpt: x", "summary", "x"),
        ("publishDate: 2025-10-18", "date", moment("2025-10-18")),
        ("pubDate: 2025-10-18", "date", moment("2025-10-18")),
        ("lastmod: 2025-10-18", "updated", moment("2025-10-18")),
        ("expiryDate: 2025-10-18", "expires", moment("2025-10-18")),
        ("draft: true", "status", Status.DRAFT),
        ("draft: no", "status", Status.PUBLISHED),
        ("published: false", "status", Status.DRAFT),
        ("status: Draft", "status", Status.DRAFT),
        ("redirect_from: /a", "aliases", ["/a/"]),
    ],
)
def test_keys_of_other_programs_are_understood_silently(line: str, key: str, value: object) -> None:
    found = keys(line)
    assert not found.problems
    got = getattr(found.meta, key)
    assert (got if not isinstance(got, tuple) else [getattr(v, "text", v) for v in got]) == value


@pytest.mark.parametrize(
    ("lines", "code", "severity", "line", "column", "hint"),
    [
        (["titel: x"], "unknown-key", Severity.WARNING, 2, 1, "`title`"),
        (["mood: x"], "unknown-key", Severity.WARNING, 2, 1, "extra"),
        (["Title: x"], "key-repaired", Severity.NOTE, 2, 1, "`title:`"),
        (["permalink: /a/b/"], "foreign-key", Severity.WARNING, 2, 1, "`slug: b`"),
        (["url: /a/b/"], "foreign-key", Severity.WARNING, 2, 1, "`slug: b`"),
        (["title: [a, b]", "story:", "  - a"], "value-kind", Severity.ERROR, 4, 3, "story"),
        (["topics:", "  - a: b"], "value-kind", Severity.ERROR, 3, 5, '"a: b"'),
        (["topics:", "  - [a, b]x", "date: [2025]", "extra: x"], "value-kind", Severity.ERROR, 5, 8, "extra"),
        (["topics:", "  - a, b"], "value-repaired", Severity.NOTE, 3, 5, "quotes"),
        (["tags: [a]", "topics: [b]"], "key-conflict", Severity.NOTE, 3, 1, "topics"),
        (["title: a", "Title: b"], "key-conflict", Severity.WARNING, 3, 1, "title"),
        (["date: 18.10.2025"], "date-form", Severity.NOTE, 2, 7, "2025-10-18"),
        (["date: 03/04/2025"], "date-unreadable", Severity.ERROR, 2, 7, "2025-04-03"),
        (["expires: never"], "date-unreadable", Severity.ERROR, 2, 10, "2025-10-18"),
        (["status: ready"], "status-unknown", Severity.ERROR, 2, 9, "draft"),
        (["status: live"], "value-repaired", Severity.NOTE, 2, 9, "published"),
        (["draft: perhaps"], "value-kind", Severity.ERROR, 2, 8, "true"),
        (["published: 2025-10-18"], "status-unknown", Severity.ERROR, 2, 12, "`date: 2025-10-18`"),
        (["slug: A Wall!"], "value-repaired", Severity.NOTE, 2, 7, "a-wall"),
        (["slug: '!!!'"], "slug-unusable", Severity.ERROR, 2, 7, "letters"),
        (["language: english"], "language-unusable", Severity.ERROR, 2, 11, "en"),
        (["language: pt_br"], "value-repaired", Severity.NOTE, 2, 11, "pt-BR"),
        (["aliases: https://other.example/x"], "alias-unusable", Severity.ERROR, 2, 10, "https://example.org/news/"),
        (["aliases: /?p=1"], "alias-unusable", Severity.ERROR, 2, 10, "path"),
        (["aliases: /a/../../b"], "alias-unusable", Severity.ERROR, 2, 10, "/old/address/"),
        (["sources: [a.example/x, www.example.org]"], "url-unusable", Severity.ERROR, 2, 24, "https://www"),
        (["sources:", "  - title: x", "    url: javascript:alert(1)"], "url-unusable", Severity.ERROR, 4, 10, "https://"),
        (["sources:", "  - url: https://a.example/a b"], "url-unusable", Severity.ERROR, 3, 10, "%20"),
        (["sources:", "  - url: http://[x"], "url-unusable", Severity.ERROR, 3, 10, "browser"),
        (["sources:", "  - publisher: x"], "value-missing", Severity.ERROR, 3, 5, "title"),
        (["sources:", "  - title: x", "    urll: y"], "unknown-key", Severity.WARNING, 4, 5, "`url`"),
        (["sources:", "  - The Mail: https://a.example/"], "value-repaired", Severity.NOTE, 3, 5, "title: The Mail"),
        (["expect:", "  - what: x"], "value-missing", Severity.ERROR, 3, 5, "by:"),
        (["expect:", "  - on: 2025-10-18"], "value-missing", Severity.ERROR, 3, 5, "what"),
        (["expect:", "  - from: 2025-10-18", "    what: x"], "value-missing", Severity.ERROR, 3, 5, "to:"),
        (["expect:", "  - on: 2025-10-18", "    by: 2025-10-19", "    what: x"], "value-missing", Severity.ERROR, 3, 5, "either"),
        (["expect:", "  - from: 2025-10-18", "    to: 2025-10-17", "    what: x"], "date-order", Severity.ERROR, 4, 9, "from"),
        (["expect:", "  - on: soon", "    what: x"], "date-unreadable", Severity.ERROR, 3, 9, "2025"),
        (["expect: something"], "value-kind", Severity.ERROR, 2, 9, "what"),
        (["corrections:", "  - date: 2025-10-18"], "value-missing", Severity.ERROR, 3, 5, "text"),
        (["corrections: It was wrong"], "correction-undated", Severity.ERROR, 2, 14, "date"),
        (["corrections:", "  - It was wrong", "date: 2025-10-18"], "correction-undated", Severity.WARNING, 3, 5, "date"),
        (["corrections:", "  - 2025-10-18: Wrong"], "value-repaired", Severity.NOTE, 3, 5, "date"),
        (["image: wall.jpg"], "value-missing", Severity.ERROR, 2, 8, "alt"),
        (["image:", "  alt: x"], "value-missing", Severity.ERROR, 3, 3, "path"),
        (["image:", "  path: ../../x.jpg", "  alt: x"], "image-path", Severity.ERROR, 3, 9, "briefs/"),
        (["image:", "  path: data:x", "  alt: x"], "image-path", Severity.ERROR, 3, 9, "https://"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    lines: list[str], code: str, severity: Severity, line: int, column: int, hint: str
) -> None:
    found = keys(*lines)
    told = [p for p in found.problems if p.code == code and p.where.line == line]
    assert [(p.severity, p.where.column) for p in told] == [(severity, column)], found.problems
    assert hint in told[0].hint
    assert found.body == "Text.\n"


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("https://a.example/x", Source("", "https://a.example/x")),
        ("<https://a.example/x>", Source("", "https://a.example/x")),
        ("The Mail https://a.example/x", Source("The Mail", "https://a.example/x")),
        ("The Mail - https://a.example/x", Source("The Mail", "https://a.example/x")),
        ("'[The Mail](https://a.example/x)'", Source("The Mail", "https://a.example/x")),
        ("The Mail, page 3", Source("The Mail, page 3")),
        ("{title: The Mail, publisher: Mail Inc}", Source("The Mail", "", "Mail Inc")),
        ("{name: The Mail, link: https://a.example}", Source("The Mail", "https://a.example")),
    ],
)
def test_a_source_may_be_short(written: str, source: Source) -> None:
    for found in (keys(f"sources:\n  - {written}"), keys(f"sources:\n- {written}\n- {written}")):
        assert not found.problems
        assert set(found.meta.sources) == {source}


@pytest.mark.parametrize(
    ("path", "resolved"),
    [
        ("wall.jpg", "2025/wall.jpg"),
        ("./img/wall.jpg", "2025/img/wall.jpg"),
        ("../wall.jpg", "wall.jpg"),
        ("/img/wall.jpg", "img/wall.jpg"),
        ("img\\wall.jpg", "2025/img/wall.jpg"),
        ("https://a.example/wall.jpg", "https://a.example/wall.jpg"),
    ],
)
def test_a_picture_is_found_from_its_brief(path: str, resolved: str) -> None:
    found = keys("image:", f"  path: {path}", "  alt: A wall")
    assert not found.problems
    assert found.meta.image
    assert found.meta.image.path == resolved


def test_a_draft_is_held_back_whatever_else_is_said() -> None:
    for lines in (
        ["status: published", "draft: true"],
        ["draft: true", "status: published"],
        ["published: no", "draft: no"],
    ):
        found = keys(*lines)
        assert found.meta.status is Status.DRAFT
        assert codes(found.problems) == ["key-conflict"]


def test_names_keep_their_commas_and_come_once() -> None:
    found = keys(
        "actors: Acme, Inc., “Kim, Jr.”, 'Lee, Ada', ACME INC, Bo", "topics:", "- Trade", "- trade", "- 'a, b'"
    )
    assert [a.text for a in found.meta.actors] == ["Acme, Inc.", "Kim, Jr.", "Lee, Ada", "Bo"]
    assert [t.text for t in found.meta.topics] == ["Trade", "a, b"]
    assert not found.problems


def test_all_problems_are_told_at_once() -> None:
    found = keys(
        "title: [x",
        "date: 2026-02-30",
        "status: maybe",
        "foo: [a",
        "sources:",
        "  - url: x",
        "topics: [ok]",
        "mood: !x y",
    )
    assert {p.where.line for p in found.problems} == {2, 3, 4, 5, 7, 9}
    assert [t.text for t in found.meta.topics] == ["ok"]
    assert len(errors(found.problems)) == 5


def test_a_time_without_zone_is_in_that_of_the_site() -> None:
    text = "---\ndate: 2025-10-18 14:00\n---\n"
    hours = [read_front_matter(text, "briefs/x.md", Config(timezone=zone)).meta.date for zone in ("UTC", "Asia/Tokyo")]
    assert [h.instant.hour for h in hours if h] == [14, 5]


# -- laws


@given(odd_texts)
def test_nothing_raises_and_the_body_keeps_its_lines(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\nBody"):
        found = read(whole)
        if "merge-conflict" not in codes(found.problems):
            assert "\n".join(whole.split("\n")[found.body_line - 1 :]) == found.body


def test_odd_files_take_linear_time() -> None:
    files = (
        "---\ntitle: a\n" + "\n" * 40_000 + "title: b",
        "---\n" + "# x\n\n" * 20_000 + "---\n",
        "---\ntopics: " + "“a, " * 50_000 + "\n---\n",
        "---\n" + ("x: {a\n" + "  b\n" * 300) * 100 + "---\n",
        "---\n" + "title: 'a\n" * 10_000 + "---\n",
        "words and words\n" * 100_000,
    )
    with no_crawl():
        for text in files:
            read_front_matter(text, "briefs/x.md", CONFIG)
