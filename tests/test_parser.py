"""The parser's laws: it never fails, loses nothing, depends on nothing else; and the seeds, own pages, and derived values."""

from __future__ import annotations

import pickle
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support_patience import no_crawl

from briefgen.briefs.derive import find_title
from briefgen.briefs.filename import date_in_path, find_slug, name_of
from briefgen.briefs.model import SectionKind, Status
from briefgen.briefs.parser import parse_brief, parse_page
from briefgen.briefs.sections import read_body
from briefgen.config import Config, SectionConfig, SectionsConfig
from briefgen.problems import CODES, Problem, has_errors

CONFIG = Config()
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
BRIEF = """---
title: Pilots for two ports
date: 2025-10-18
topics: [Ports]
---
## What’s Happening?

The two ports signed a pact on **shared pilots**, who will work in both from May.

## Why It’s Important?

Ships wait a week today. See [the pact](https://example.org/pact).

## What’s Next?

- The first joint shift starts in May.
- A report follows in June.
"""


def check(problems: tuple[Problem, ...], file: str) -> None:
    """What holds for every problem."""
    for found in problems:
        assert found.code in CODES
        assert found.where.line >= 1
        assert found.where.file == file
        assert found.message
        assert not found.message.endswith(".")
        assert "\n" not in found.message + found.hint
    assert [p.where.line for p in problems] == sorted(p.where.line for p in problems)


# ---------------------------------------------------------------- laws

PIECES = st.one_of(
    st.sampled_from(
        ["---\n", "+++\n", "title: x\n", "date: 2025-10-18\n", "tags: [a\n", "updated: 1\n", "&a ", "*a\n", "!!x "]
    ),
    st.sampled_from(
        ["## What happened\n", "What's next\n", "**Why it matters:** w\n", "- TL;DR\n", "Whats nxt\n", "I. ", "(1) "]
    ),
    st.sampled_from(
        ["```\n", "<!--\n", "-->\n", "> q\n", "===\n", "# T\n", "\n", "\t", " ", ": ", "#", "*", "_", "{", "]", "\\"]
    ),
    st.sampled_from(
        [
            "<<<<<<< HEAD\n",
            "=======\n",
            ">>>>>>> x\n",
            "text text\n",
            "By A\n",
            "为什么重要：是\n",
            "ماذا بعد؟\n",
            "📰 ",
        ]
    ),
    st.sampled_from(["\x00", "\r", "\ufeff", "“", "'", "\u2028", "\U0001f468\u200d"]),
)


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"---\n---\n")
@example(b"---")
def test_any_bytes(data: bytes) -> None:
    parsed = parse_brief("a/b.md", data, CONFIG)
    check(parsed.problems, "briefs/a/b.md")
    assert (parsed.brief is None) == has_errors(parsed.problems)


@given(
    st.lists(PIECES, max_size=40).map("".join),
    st.sampled_from(["x.md", "2025-10-18-a.md", "2025/10/18/é.txt", "000_bcbd9e.txt", "…/📰.md"]),
)
def test_any_text(text: str, path: str) -> None:
    parsed = parse_brief(path, text.encode(), CONFIG)
    check(parsed.problems, "briefs/" + path)
    assert (parsed.brief is None) == has_errors(parsed.problems)
    if parsed.brief:
        assert parsed.brief.title
        assert parsed.brief.slug
        assert parsed.brief.title == " ".join(parsed.brief.title.split())
        kinds = [s.kind for s in parsed.brief.sections]
        assert kinds == sorted(set(kinds), key=list(SectionKind).index)
        assert all(s.text.strip() and s.line >= 1 and s.heading for s in parsed.brief.sections)
    page, problems = parse_page("_pages/" + path, text.encode(), CONFIG)
    check(problems, "briefs/_pages/" + path)
    assert page is None or (page.title and page.url.startswith("/") and page.url.endswith("/") and "//" not in page.url)


LINES = st.one_of(
    st.lists(st.integers(0, 999).map("w{}".format), min_size=1, max_size=5).map(" ".join),
    st.sampled_from(
        ["", "", "---", "```", "~~~", "> w1", "- w2", "    w3", "1. w4", "| w5 | w6 |", "w7\n===", "### w8", "**w9**"]
    ),
    st.sampled_from(
        ["## What happened", "Why it matters", "**What's next**", "- TL;DR", "## Summary", "## Whats hapening"]
    ),
    st.sampled_from(["**Why it matters:** w10 w11", "What's next: w12", "In short: w13", "- **What happened** — w14"]),
)


@given(st.lists(LINES, max_size=25))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    body = read_body(text, 1, "briefs/x.md", CONFIG)
    words = sorted(word for word in text.replace("*", " ").split() if word.startswith("w") and word[1:].isdigit())
    kept = " ".join([body.lede, *(s.text for s in body.sections)]).replace("*", " ")
    assert sorted(word for word in kept.split() if word.startswith("w") and word[1:].isdigit()) == words
    titled = find_title("", body, "x", "briefs/x.md")
    left = f"{titled.title} {titled.lede}".replace("*", " ").split()
    assert all(
        word in left for word in body.lede.replace("*", " ").split() if word.startswith("w") and word[1:].isdigit()
    )


@given(st.lists(LINES, max_size=25), st.integers(1, 50))
def test_lines_of_sections_are_those_of_their_text(lines: list[str], first_line: int) -> None:
    text = "\n".join(lines)
    numbered = text.split("\n")
    for section in read_body(text, first_line, "briefs/x.md", CONFIG).sections:
        start = section.text.split("\n")[0].strip()
        assert start in numbered[section.line - first_line]


def test_the_outcome_depends_on_three_settings_only() -> None:
    other = Config(
        title="Other", url="https://example.org", permalink="/{slug}/", latest=3, split=7, publisher="P", extra={"a": 1}
    )
    data = b"What happened\nA ferry ran aground.\nWhats nxt\nB."
    assert parse_brief("x.md", data, other) == parse_brief("x.md", data, CONFIG)


def test_settings_that_count() -> None:
    data = BRIEF.replace("2025-10-18", "2025-10-18 02:00").replace("What’s Next?", "Soon").encode()
    sections = SectionsConfig(next=SectionConfig(aliases=("Soon",)))
    parsed = parse_brief("pilots.md", data, Config(timezone="Asia/Tokyo", sections=sections))
    assert parsed.problems == ()
    assert parsed.brief is not None
    assert parsed.brief.date.instant.isoformat() == "2025-10-17T17:00:00+00:00"
    assert parsed.brief.sections[2].heading == "Soon"
    german = parse_brief("pilots.md", data, Config(language="de")).problems
    assert [p.message for p in german] == ["The section “Wie es weitergeht” is missing"]


def test_work_for_a_process_pool() -> None:
    parsed = parse_brief("x.md", BRIEF.encode(), CONFIG)
    assert pickle.loads(pickle.dumps(parsed)) == parsed
    assert pickle.loads(pickle.dumps(parse_brief)) is parse_brief
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(parsed), type=type(parsed)) == parsed


# ---------------------------------------------------------------- size


@pytest.mark.parametrize(
    "line",
    [
        b"The ports signed a pact on shared pilots, who will work in both of them from May.\n",
        b"What happened\n",
        b"Why not: a word\n",
        b"short\n",
        b"- **What's next:** a vote\n",
        b"> <!-- [x](y) * _ `\n",
        "为什么不呢\n".encode(),
    ],
)
def test_many_lines(line: bytes) -> None:
    with no_crawl():
        parse_brief("x.md", BRIEF.encode() + line * 40_000, CONFIG)


@pytest.mark.parametrize(
    "piece",
    [
        b"word ",
        b"*",
        b"[",
        b"](",
        b"<!--",
        b"`",
        b"a: ",
        b"#",
        b"\xff",
        b"\xe2\x80\x8b",
        b"What happened ",
        b"- ",
        b">",
    ],
)
def test_a_megabyte(piece: bytes) -> None:
    with no_crawl():
        parse_brief("x.md", BRIEF.encode() + piece * (1_000_000 // len(piece)), CONFIG)
        parse_brief("x.md", piece * (1_000_000 // len(piece)), CONFIG)


# ---------------------------------------------------------------- seeds


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside this checkout")
@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_seed(seed: Path) -> None:
    parsed = parse_brief(seed.name, seed.read_bytes(), CONFIG)
    assert {p.code for p in parsed.problems} == {"title-derived", "slug-from-title"}
    brief = parsed.brief
    assert brief is not None
    assert [s.kind for s in brief.sections] == list(SectionKind)
    assert all(len(s.text) > 300 for s in brief.sections)
    assert brief.lede == ""
    assert 30 < len(brief.title) <= 90
    assert brief.title.removesuffix("…") in brief.sections[0].text
    assert brief.summary.startswith(brief.title.removesuffix("…"))
    assert len(brief.slug) > 20


# ---------------------------------------------------------------- derived values


@pytest.mark.parametrize(
    ("path", "name", "day", "slug"),
    [
        ("2025-10-18-ferry.md", "2025-10-18-ferry", "2025-10-18", "ferry"),
        ("2025_10_18_ferry.md", "2025_10_18_ferry", "2025-10-18", "ferry"),
        ("20251018ferry.txt", "20251018ferry", "2025-10-18", "ferry"),
        ("2025.10.18 Ferry run.md", "2025.10.18 Ferry run", "2025-10-18", "ferry-run"),
        ("2025-10-18.md", "2025-10-18", "2025-10-18", "the-title"),
        ("a/2025-10-18-ferry/index.md", "2025-10-18-ferry", "2025-10-18", "ferry"),
        ("2024/02/29/ferry.md", "ferry", "2024-02-29", "ferry"),
        ("2025/ferry.md", "ferry", None, "ferry"),
        ("2025-02-29-ferry.md", "2025-02-29-ferry", None, "2025-02-29-ferry"),
        ("2025-10-189-ferry.md", "2025-10-189-ferry", None, "2025-10-189-ferry"),
        ("00000000-x.md", "00000000-x", None, "the-title"),
        ("٢٠٢٥-١٠-١٨-ferry.md", "٢٠٢٥-١٠-١٨-ferry", None, "2025-10-18-ferry"),
        ("000_bcbd9ec017d68fc3.txt", "000_bcbd9ec017d68fc3", None, "the-title"),
        ("550e8400-e29b-41d4-a716-446655440000.md", "550e8400-e29b-41d4-a716-446655440000", None, "the-title"),
        ("x7Gk29abQz.md", "x7Gk29abQz", None, "the-title"),
        ("12.md", "12", None, "the-title"),
        ("decade.md", "decade", None, "decade"),
        ("covid19.md", "covid19", None, "covid19"),
        ("g20summit.md", "g20summit", None, "g20summit"),
        ("北京.md", "北京", None, "beijing"),
        (".md", ".md", None, "the-title"),
    ],
)
def test_file_names(path: str, name: str, day: str | None, slug: str) -> None:
    assert name_of(path) == name
    found = date_in_path(path)
    assert (found.isoformat() if found else None) == day
    got, problems = find_slug("", path, "The title", "briefs/" + path)
    assert got == slug
    assert [p.code for p in problems] == (["slug-from-title"] if slug == "the-title" else [])


def test_a_slug_is_never_empty() -> None:
    assert find_slug("", "!.md", "¡!", "briefs/!.md")[0] == "brief"
    assert find_slug("", "007.md", "!!!", "briefs/007.md")[0] == "007"
    assert find_slug("A Slug", "x.md", "Title", "briefs/x.md") == ("a-slug", ())


# ---------------------------------------------------------------- own pages


@pytest.mark.parametrize(
    ("path", "text", "title", "url", "left"),
    [
        ("_pages/about.md", "# About us\n\nWe are few.", "About us", "/about/", "We are few."),
        ("_pages/about.md", "---\ntitle: About\n---\n# About\n\nWe are few.", "About", "/about/", "We are few."),
        (
            "_pages/about.md",
            "---\ntitle: Who\nslug: who-we-are\n---\n# About\n\nX.",
            "Who",
            "/who-we-are/",
            "# About\n\nX.",
        ),
        ("_pages/legal/imprint.md", "Text", "Imprint", "/legal/imprint/", "Text"),
        ("_pages/team/index.md", "Text", "Team", "/team/", "Text"),
        ("_pages/Our Team.md", "Text <!-- more? -->", "Our team", "/our-team/", "Text "),
        ("_pages/x.md", "About us\n========\nText", "About us", "/x/", "Text"),
        ("_pages/x.md", "```\n# no title\n```", "X", "/x/", "```\n# no title\n```"),
    ],
)
def test_own_pages(path: str, text: str, title: str, url: str, left: str) -> None:
    page, problems = parse_page(path, text.encode(), CONFIG)
    assert problems == ()
    assert page is not None
    assert (page.path, page.title, page.url, page.text) == (path, title, url, left)
    assert page.status is Status.PUBLISHED


def test_an_own_page_without_text() -> None:
    page, problems = parse_page("_pages/x.md", b"---\ntitle: X\n---\n", CONFIG)
    assert page is None
    assert [(p.code, p.where.file) for p in problems] == [("brief-empty", "briefs/_pages/x.md")]
