"""Threads: `follows` and `story`."""

from __future__ import annotations

import pytest
from support_edition import NOW, brief, day

from briefgen.briefs.model import Brief, Library, Status
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.model import Edition
from briefgen.problems import Severity

FIRST = brief(
    "2025/2025-09-01-Port strike.md", date="2025-09-01", slug="strike-begins", id="tag:x,2025:1", aliases=("/old/p1/",)
)


def edition(*briefs: Brief) -> Edition:
    return assemble_edition(Library(briefs), Config(), NOW)


def follows(result: Edition) -> dict[str, str]:
    return {item.brief.path: item.follows for item in result.items if item.follows}


def codes(result: Edition) -> list[str]:
    return [problem.code for problem in result.problems]


@pytest.mark.parametrize(
    "text",
    [
        "2025/2025-09-01-Port strike.md",
        "briefs/2025/2025-09-01-Port strike.md",
        "2025/2025-09-01-Port strike",
        "2025-09-01-Port strike.md",
        "2025-09-01-port strike",
        "Port strike",
        "strike-begins",
        "Strike-Begins",
        "tag:x,2025:1",
        "/2025/09/01/strike-begins/",
        "/2025/09/01/strike-begins/index.html",
        "https://example.org/news/2025/09/01/strike-begins/?a=b#next",
        "/old/p1/",
        "old/p1",
    ],
)
def test_a_brief_is_found_by_whatever_it_is_called(text: str) -> None:
    result = edition(FIRST, brief("b.md", follows=text))
    assert follows(result) == {"b.md": FIRST.path}
    assert codes(result) == []


def test_a_path_is_surer_than_a_slug_and_a_slug_than_a_file_name() -> None:
    by_path = brief("one.md", slug="a")
    by_slug = brief("two.md", slug="two/one")
    assert follows(edition(by_path, by_slug, brief("c.md", follows="one"))) == {"c.md": "one.md"}
    assert follows(edition(brief("x/two.md", slug="y"), brief("z.md", slug="two"), brief("c.md", follows="two"))) == {
        "c.md": "z.md"
    }


def test_an_unknown_brief_is_a_warning_with_a_suggestion() -> None:
    result = edition(FIRST, brief("b.md", follows="strike-begin"))
    (problem,) = result.problems
    assert (problem.code, problem.severity) == ("follows-unknown", Severity.WARNING)
    assert (problem.where.file, problem.where.line) == ("briefs/b.md", 7)
    assert problem.hint == "Did you mean “strike-begins”?"
    assert follows(result) == {}


def test_an_ambiguous_brief_is_a_warning_unless_the_date_settles_it() -> None:
    one, two = brief("1/x.md", date="2025-09-01"), brief("2/x.md", date="2025-09-02")
    result = edition(one, two, brief("b.md", follows="x"))
    assert codes(result) == ["follows-ambiguous"]
    assert "1/x.md or 2/x.md" in result.problems[0].message
    assert follows(edition(one, two, brief("b.md", follows="/2025/09/02/x/"))) == {"b.md": "2/x.md"}


def test_a_brief_may_follow_another_of_its_own_name() -> None:
    assert follows(edition(brief("1/x.md", date="2025-09-01"), brief("2/x.md", follows="x"))) == {"2/x.md": "1/x.md"}


@pytest.mark.parametrize(
    "absent",
    [
        brief("a.md", status=Status.DRAFT),
        brief("a.md", date="2026-01-01"),
        brief("a.md", expires=day("2025-10-02")),
    ],
)
def test_a_brief_that_is_not_published_is_followed_by_nothing(absent: Brief) -> None:
    result = edition(absent, brief("b.md", follows="a"))
    assert [(p.code, p.severity) for p in result.problems] == [("follows-absent", Severity.NOTE)]
    assert follows(result) == {}


def test_to_follow_itself_or_a_later_brief_is_a_warning() -> None:
    result = edition(brief("a.md", follows="a"), brief("b.md", follows="c"), brief("c.md", date="2025-10-02"))
    assert codes(result) == ["follows-itself", "follows-later"]
    assert follows(result) == {"b.md": "c.md"}


def test_a_circle_is_cut_at_its_oldest_brief() -> None:
    result = edition(
        brief("a.md", follows="c", date="2025-10-03"),
        brief("b.md", follows="a", date="2025-10-01"),
        brief("c.md", follows="b", date="2025-10-02"),
        brief("d.md", follows="a", date="2025-10-04"),
    )
    assert follows(result) == {"a.md": "c.md", "c.md": "b.md", "d.md": "a.md"}
    assert [p.where.file for p in result.problems if p.code == "follows-circle"] == ["briefs/b.md"]


# ---------------------------------------------------------------- stories


def test_a_story_has_its_briefs_oldest_first_and_the_name_that_most_use() -> None:
    result = edition(
        brief("c.md", story="Port  strike", date="2025-10-03"),
        brief("a.md", story="PORT STRIKE", date="2025-10-01"),
        brief("b.md", story="Port strike", date="2025-10-02"),
        brief("d.md", story="Alone"),
        brief("e.md"),
    )
    assert list(result.stories) == ["alone", "port-strike"]
    story = result.stories["port-strike"]
    assert (story.name, story.items) == ("Port strike", ("a.md", "b.md", "c.md"))
    assert {item.brief.path: item.story for item in result.items} == {
        "a.md": "port-strike", "b.md": "port-strike", "c.md": "port-strike", "d.md": "alone", "e.md": "",
    }  # fmt: skip


def test_what_follows_a_brief_belongs_to_its_story_unless_it_says_otherwise() -> None:
    result = edition(
        brief("a.md", story="One", date="2025-10-01"),
        brief("b.md", follows="a", date="2025-10-02"),
        brief("c.md", follows="b", date="2025-10-03"),
        brief("d.md", follows="c", date="2025-10-04", story="Two"),
        brief("e.md", follows="d", date="2025-10-05"),
        brief("f.md", date="2025-10-06"),
        brief("g.md", follows="f", date="2025-10-07"),
    )
    assert {slug: story.items for slug, story in result.stories.items()} == {
        "one": ("a.md", "b.md", "c.md"),
        "two": ("d.md", "e.md"),
    }


def test_of_one_day_a_brief_comes_after_the_one_that_it_follows() -> None:
    result = edition(brief("a.md", follows="b"), brief("b.md", follows="c"), brief("c.md", story="S"))
    assert result.stories["s"].items == ("c.md", "b.md", "a.md")


def test_stories_that_would_share_a_page_are_told_apart() -> None:
    result = edition(brief("a.md", story="Łodz", date="2025-10-02"), brief("b.md", story="Lodz"))
    assert {slug: story.name for slug, story in result.stories.items()} == {"lodz": "Lodz", "lodz-2": "Łodz"}
    assert [(p.code, p.where.file) for p in result.problems] == [("story-slug-taken", "briefs/a.md")]


def test_a_very_long_chain_is_no_trouble() -> None:
    chain = [brief(f"n{n}.md", follows=f"n{n - 1}" if n else "n0") for n in range(5000)]
    chain[0] = brief("n0.md", story="Long")
    result = edition(*chain)
    assert len(result.stories["long"].items) == 5000
    assert result.stories["long"].items[4999] == "n4999.md"
