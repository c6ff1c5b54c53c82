"""The reference pages cannot rot: every key is documented, every example is read without a complaint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest
from support_site import write_site

from briefgen.briefs.model import ActorEntry, ParsedBrief, TopicEntry
from briefgen.briefs.parser import parse_brief, parse_page
from briefgen.briefs.registry import parse_registry
from briefgen.briefs.schema import KEYS
from briefgen.config import (
    CardsConfig,
    CheckConfig,
    Config,
    LinksConfig,
    NavLink,
    OutputsConfig,
    SectionConfig,
    SectionsConfig,
)
from briefgen.placing import source_lines
from briefgen.problems import Severity
from briefgen.report import as_text
from briefgen.settings import parse_config

DOCS = Path(__file__).parent.parent / "docs"
TEXT = "## What's Happening\n\nA.\n\n## Why It's Important\n\nB.\n\n## What's Next\n\nC.\n"


def chapters(page: str, level: int) -> dict[str, str]:
    """The chapters of a page by heading, each with what is below it up to the next heading of its level or above."""
    text = (DOCS / page).read_text("utf-8")
    marks = "#" * level
    found = re.split(rf"^#{{1,{level}}} ", text, flags=re.MULTILINE)
    headings = re.findall(rf"^(#{{1,{level}}}) (.+)$", text, flags=re.MULTILINE)
    return {title: body for (depth, title), body in zip(headings, found[1:], strict=True) if depth == marks}


def examples(text: str) -> Iterator[str]:
    """The fenced YAML examples in a text."""
    yield from (
        block.strip("\n") + "\n" for block in re.findall(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    )


def fields(entry: type[msgspec.Struct]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(entry)}


def rows(text: str) -> set[str]:
    """The first cells of the tables in a text, as far as they are code."""
    return {
        name for cell in re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)
    }


# ---------------------------------------------------------------- docs/configuration.md


def test_every_setting_has_its_chapter() -> None:
    documented = chapters("configuration.md", 3).keys() | chapters("configuration.md", 2).keys() - {"The site"}
    assert documented == fields(Config)


@pytest.mark.parametrize(
    ("chapter", "group"),
    [
        ("nav", NavLink),
        ("outputs", OutputsConfig),
        ("sections", SectionConfig),
        ("cards", CardsConfig),
        ("check", CheckConfig),
        ("links", LinksConfig),
    ],
)
def test_every_setting_of_a_group_is_in_its_table(chapter: str, group: type[msgspec.Struct]) -> None:
    assert rows(chapters("configuration.md", 2)[chapter]) - {"rules"} == fields(group) - {"rules"}


def test_every_group_of_settings_is_documented() -> None:
    text = chapters("configuration.md", 2)
    assert all(f"`{name}`" in text["sections"] for name in fields(SectionsConfig))
    assert rows(text["actors"]) == {"detect"}


def test_the_defaults_are_those_of_the_code() -> None:
    told = {}
    for key, text in chapters("configuration.md", 3).items():
        if found := re.search(r"Default:\s+`([^`]+)`", text):
            told[key] = found[1]
    real = {
        f.name: str(f.default).lower() if isinstance(f.default, bool) else str(f.default)
        for f in msgspec.structs.fields(Config)
        if isinstance(f.default, str | int) and f.default != ""
    }
    assert told == real


def config_examples() -> list[str]:
    return list(examples((DOCS / "configuration.md").read_text("utf-8")))


@pytest.mark.parametrize("example", config_examples(), ids=lambda text: text.partition(":")[0])
def test_every_example_of_settings_is_read(example: str) -> None:
    config, problems = parse_config(example.encode(), "briefgen.yml")
    assert problems == ()
    assert config != Config()


# ---------------------------------------------------------------- docs/briefs.md


def test_every_key_of_a_brief_has_its_chapter_and_its_example() -> None:
    documented = chapters_of("briefs.md", "Front matter")
    assert documented.keys() == set(KEYS)
    for key, text in documented.items():
        assert all(example.startswith(f"{key}:") for example in examples(text)), key
        assert any(examples(text)), key


def chapters_of(page: str, part: str) -> dict[str, str]:
    """The level-3 chapters below one of level 2."""
    body = chapters(page, 2)[part]
    found = re.split(r"^### ", body, flags=re.MULTILINE)[1:]
    return {title: text for title, _, text in (one.partition("\n") for one in found)}


@pytest.mark.parametrize(("chapter", "entry"), [("actors.yml", ActorEntry), ("topics.yml", TopicEntry)])
def test_every_field_of_a_registry_is_in_its_table(chapter: str, entry: type[msgspec.Struct]) -> None:
    assert rows(chapters_of("briefs.md", "Registries")[chapter]) == fields(entry) - {"slug", "line"}


def brief_examples() -> list[str]:
    page = (DOCS / "briefs.md").read_text("utf-8")
    before = page.partition("## Registries")[0]
    return [*examples(before), *examples((DOCS / "editors.md").read_text("utf-8"))]


@pytest.mark.parametrize("example", brief_examples(), ids=lambda text: text.removeprefix("---\n").partition(":")[0])
def test_every_example_of_a_brief_is_read(example: str) -> None:
    parsed = read(example if example.startswith("---") else with_front_matter(example))
    assert parsed.brief is not None
    assert [f"{p.code}: {p.message}" for p in parsed.problems] == []


def with_front_matter(lines: str) -> str:
    """A brief with these lines in its front matter, and a title and a date if they have none."""
    rest = [line for line in ("title: Storm", "date: 2025-10-18") if not has_key(lines, line.partition(":")[0])]
    return "\n".join(["---", *rest, lines.strip("\n"), "---", TEXT])


def has_key(lines: str, key: str) -> bool:
    return re.search(rf"^{key}\s*:", lines, re.MULTILINE | re.IGNORECASE) is not None


def read(text: str) -> ParsedBrief:
    return parse_brief("2025/2025-10-18-harbour-wall.md", text.encode(), Config())


def heading_forms() -> list[str]:
    """What briefs.md says is a heading; of an underlined one, both lines."""
    text = chapters("briefs.md", 2)["The three sections"]
    in_table = re.findall(r"^\| [^|`]+ \| (`[^|]+) \|$", text, re.MULTILINE)
    in_words = re.findall(r"`(## [^`]+)`", re.sub(r"^\|.*$", "", text, flags=re.MULTILINE))
    return ["\n".join(re.findall(r"`([^`]+)`", cell)[:2]) for cell in in_table] + in_words


@pytest.mark.parametrize("heading", heading_forms())
def test_every_form_of_a_heading_is_known(heading: str) -> None:
    labels = {"happening": "What's Happening", "important": "Why It's Important", "next": "What's Next"}
    told = "important" if "why" in heading.casefold() else "happening"
    parts = [heading if kind == told else f"## {label}" for kind, label in labels.items()]
    parsed = read("---\ntitle: Storm\ndate: 2025-10-18\n---\n" + "".join(f"{part}\n\nText.\n\n" for part in parts))
    assert parsed.problems == ()
    assert parsed.brief is not None
    assert [section.kind.value for section in parsed.brief.sections] == list(labels)


def labels_in_the_table() -> list[str]:
    text = chapters("briefs.md", 2)["The three sections"]
    cells = re.findall(r"^\| (?:What's Happening|Why It's Important|What's Next) \| (.+) \|$", text, re.MULTILINE)
    return [label for cell in cells for label in cell.split(", ")]


@pytest.mark.parametrize("label", labels_in_the_table())
def test_every_label_in_the_table_is_known(label: str) -> None:
    parsed = read(f"---\ntitle: Storm\ndate: 2025-10-18\n---\n## {label}\n\nText.\n")
    assert parsed.brief is not None
    assert len(parsed.brief.sections) == 1


@pytest.mark.parametrize("date", ["18 October 2025", "Oct. 18, 2025", "18 octobre 2025"])
def test_dates_in_words_are_read_with_a_note(date: str) -> None:
    assert date in (DOCS / "briefs.md").read_text("utf-8")
    parsed = read(with_front_matter(f"date: {date}"))
    assert [p.severity for p in parsed.problems] == [Severity.NOTE]
    assert parsed.brief is not None
    assert str(parsed.brief.date.day) == "2025-10-18"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("description: Wind.", "summary"),
        ("author: Ada", "byline"),
        ("lastmod: 2025-10-19", "updated"),
        ("tags: A", "topics"),
        ("categories: A", "topics"),
        ("keywords: A", "topics"),
        ("draft: true", "status"),
    ],
)
def test_the_names_of_other_programs_are_understood(line: str, key: str) -> None:
    assert f"`{line.partition(':')[0]}" in (DOCS / "briefs.md").read_text("utf-8")
    parsed = read(with_front_matter(line))
    assert parsed.problems == ()
    assert parsed.brief is not None
    assert getattr(parsed.brief, key) != getattr(read(with_front_matter("")).brief, key)


def test_the_examples_of_registries_are_read() -> None:
    text = chapters_of("briefs.md", "Registries")
    (actors,), (topics,) = examples(text["actors.yml"]), examples(text["topics.yml"])
    registry, problems = parse_registry(actors.encode(), topics.encode())
    assert problems == ()
    assert [a.slug for a in registry.actors] == ["city-council", "ada-example", "united-nations"]
    assert [t.slug for t in registry.topics] == ["harbour", "harbour-wall", "environment"]


def test_the_example_of_a_page_is_read() -> None:
    (example,) = examples(chapters("briefs.md", 2)["Own pages"])
    page, problems = parse_page("_pages/about.md", example.encode(), Config())
    assert problems == ()
    assert page is not None
    assert (page.url, page.title) == ("/about/", "About us")


# ---------------------------------------------------------------- docs/editors.md


def forgiven() -> list[str]:
    """What the table in editors.md says is forgiven."""
    table = chapters("editors.md", 2)["What the tool forgives"]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


@pytest.mark.parametrize("line", forgiven())
def test_what_editors_are_promised_to_be_forgiven_is_forgiven(line: str) -> None:
    parsed = read(with_front_matter(line))
    assert parsed.brief is not None
    assert {p.severity for p in parsed.problems} <= {Severity.NOTE}


def test_a_date_with_two_meanings_is_refused_as_promised() -> None:
    parsed = read(with_front_matter("date: 03/04/2025"))
    (found,) = [p for p in parsed.problems if p.severity is Severity.ERROR]
    assert "2025-04-03" in found.hint
    assert "2025-03-04" in found.hint


def test_a_problem_looks_as_the_page_says(tmp_path: Path) -> None:
    shown = re.search(
        r"^```text\n(error\[.*?)^```$", (DOCS / "editors.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert shown
    file = "briefs/2025/2025-10-18-harbour-wall.md"
    write_site(tmp_path, {file: f"---\ntitle: Storm\ndate: 03/04/2025\n---\n{TEXT}"})
    parsed = read((tmp_path / file).read_text("utf-8"))
    told = as_text([p for p in parsed.problems if p.severity is Severity.ERROR], source_lines(tmp_path), False)
    assert [line.strip() for line in told.splitlines() if line] == [line.strip() for line in shown[1].splitlines()]


def test_the_first_brief_of_an_editor_is_read() -> None:
    (example,) = re.findall(
        r"^ *```markdown\n(.*?)^ *```$", (DOCS / "editors.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    parsed = read(dedent(example))
    assert parsed.problems == ()
    assert parsed.brief is not None
    assert len(parsed.brief.sections) == 3


def test_a_file_of_three_plain_headings_is_a_brief() -> None:
    example = re.findall(
        r"^```text\n(What's Happening.*?)^```$", (DOCS / "editors.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    brief = read(example[0]).brief
    assert brief is not None
    assert len(brief.sections) == 3


# ---------------------------------------------------------------- links between the pages


@pytest.mark.parametrize("page", ["editors.md", "briefs.md", "publishing.md", "api.md"])
def test_links_between_the_pages_lead_somewhere(page: str) -> None:
    text = re.sub(r"^ *```.*?^ *```$", "", (DOCS / page).read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`]+`", "", text)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert links
    for link in links:
        file, _, fragment = link.partition("#")
        target = DOCS / (file or page)
        assert target.is_file(), link
        if target.suffix != ".md":
            continue
        headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings}
        assert not fragment or fragment in anchors, link
