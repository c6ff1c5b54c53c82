"""`briefgen schema`: the schemas take what the readers take, and nothing that they do not know; so do the settings of other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from support_site import brief, briefgen, write_site
from support_yaml import Core

from briefgen.briefs.entries import CORRECTION, EXPECT, IMAGE, SOURCE
from briefgen.briefs.parser import parse_brief
from briefgen.briefs.registry import ACTOR_FIELDS, TOPIC_FIELDS, parse_registry
from briefgen.briefs.schema import KEYS
from briefgen.config import Config
from briefgen.schemas import SCHEMAS
from briefgen.schemas.cms import decap, pages
from briefgen.schemas.front_matter import PARTS
from briefgen.schemas.sample import comments
from briefgen.schemas.settings import TAKEN
from briefgen.settings import READERS, Group, parse_config

ROOT = Path(__file__).parent.parent
MADE = {name: make() for name, make in SCHEMAS.items()}
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in MADE.items()}


def complaints(name: str, text: str) -> list[str]:
    """What an editor with the schema would underline."""
    return [error.message for error in VALIDATORS[name].iter_errors(yaml.load(text, Core))]


def head(text: str) -> str:
    return re.split(r"^---$", text, flags=re.MULTILINE)[1]


def examples(page: str, heading: str) -> Iterator[str]:
    body = (ROOT / "docs" / page).read_text("utf-8").partition(f"\n{heading}\n")[2]
    yield from re.findall(r"^```yaml\n(.*?)^```$", body, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name]())
    assert MADE[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_sample_site_has_nothing_to_complain_of() -> None:
    briefs = [f.read_text("utf-8") for f in sorted((ROOT / "briefs").rglob("20*.md"))]
    heads = [head(text) for text in briefs if text.startswith("---")]
    assert len(heads) > 15
    assert [complaints("front-matter", text) for text in heads] == [[]] * len(heads)
    for name, file in (("config", "briefgen.yml"), ("actors", "briefs/actors.yml"), ("topics", "briefs/topics.yml")):
        assert complaints(name, (ROOT / file).read_text("utf-8")) == [], file


def test_the_examples_of_the_docs_have_nothing_to_complain_of() -> None:
    found = [*examples("briefs.md", "## Front matter")]
    keys = [text for text in found if text.partition(":")[0] in KEYS]
    assert len(keys) >= len(KEYS)
    assert [complaints("front-matter", text) for text in keys] == [[]] * len(keys)
    settings = [*examples("configuration.md", "## The site")]
    assert len(settings) > 10
    assert [complaints("config", text) for text in settings] == [[]] * len(settings)


#: Values of every kind that somebody may write for a key.
VALUES = tuple(
    """\
Some words|2025|true|no|010|12:30|~||"quoted"|[one, two]|one, two|[one]|[[a]]|{a: b}|
2025-10-18|2025-10-18 14:00|2025-10-18T14:00:00-04:00|2025/10/18|20251018|2025-10-18 14:00 +09:00|18 October 2025|
https://example.org/a|<https://example.org/>|HTTPS://example.org|www.example.org|[https://example.org/a, /b/]|
en|pt-BR|zh-Hant-TW|EN|english|harbour-wall|Harbour Wall|draft|published|live|person|Person|Q42|q42|Q042|
medtop:13000000|13000000|medtop:1|/topics/|/{year}/{slug}/|/{year}/|{slug}|all|site|none|off|Yes|20|"20"|0|-1|
vscode|UTC|mailto:a@example.org|[{title: A, url: "https://example.org/"}]|{title: A, url: "https://example.org/"}|
[{title: A, url: /a/}]|[{A: /a/}]|{what: A, on: 2025-10-18}|[{what: A, by: 2025-10-18}, {event: B, before: 2025-10-19}]|
{what: A, on: 2025-10-18 14:00}|{date: 2025-10-18, text: A}|[{on: 2025-10-18 14:00, what: A}]|{path: a.jpg, alt: A}|
{src: a.jpg, alt: A, Credit: B}|a.jpg|{one: A, other: B}|noto.ttf|[noto.ttf, b.otf]|default-src 'self'""".replace(
        "\n", ""
    ).split("|")
)


TEXT = "## What's Happening\n\nA.\n\n## Why It's Important\n\nB.\n\n## What's Next\n\nC.\n"


def said_of(lines: str) -> set[str]:
    """The codes of what the parser says of a brief with these lines as its front matter."""
    parsed = parse_brief("2025/2025-10-18-x.md", f"---\n{lines}\n---\n{TEXT}".encode(), Config())
    return {p.code for p in parsed.problems}


#: What is said of a brief that leaves everything to briefgen, so not of a value.
DERIVED = said_of("status: published") | {"updated-before-date"}


def silent_front_matter(line: str) -> bool:
    return said_of(line) <= DERIVED


def silent_registry(name: str) -> Any:
    def silent(text: str) -> bool:
        data = f"a-b:\n  name: A\n  {text}".encode()
        return not parse_registry(*((data, None) if name == "actors" else (None, data)))[1]

    return silent


def silent_config(text: str) -> bool:
    return not parse_config(text.encode())[1]


#: Enough for another name of a key, which has the values of the key itself.
FEW = ("Some words", "true", "2025-10-18", "[one, two]", "{title: A}")


def spellings() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(schema, how a line with a key begins, the values to try), for every key with all its names, as people write them."""
    for key in KEYS.values():
        yield "front-matter", key.name, VALUES
        yield from (("front-matter", alias.title(), FEW) for alias in key.aliases)
    for schema, fields in (("actors", ACTOR_FIELDS), ("topics", TOPIC_FIELDS)):
        for field in fields.values():
            if field.name != "name":
                yield schema, field.name, VALUES
            yield from ((schema, alias.title(), FEW) for alias in field.aliases)
    yield from (("config", key, FEW if key == "timezone" else VALUES) for key in READERS)
    yield from (("config", f"outputs:\n  {key}", VALUES) for key in ("days", "rss"))
    yield from (("config", f"strings:\n  {key}", VALUES) for key in ("sources", "briefs", "own-words"))
    yield "config", "sections:\n  next:\n    label", VALUES
    yield "config", "cards:\n  fonts", VALUES


@pytest.mark.parametrize(
    ("schema", "start", "values"),
    list(spellings()),
    ids=lambda value: value.split()[-1] if isinstance(value, str) else "",
)
def test_what_is_read_in_silence_is_right(schema: str, start: str, values: tuple[str, ...]) -> None:
    """For every key and every kind of value: what the reader says nothing about, the schema takes."""
    silent = {"front-matter": silent_front_matter, "config": silent_config}.get(schema) or silent_registry(schema)
    wrong = []
    for value in values:
        line = f"{start}: {value}"
        try:
            yaml.load(line, Core)
        except yaml.YAMLError:
            continue  # the repair of YAML is ours alone
        text = f"a-b:\n  name: A\n  {line}" if schema in ("actors", "topics") else line
        if silent(line) and (found := complaints(schema, text)):
            wrong.append(f"{line} → {found[0]}")
    assert wrong == []


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("front-matter", "titel: A"),
        ("front-matter", "Titel: A"),
        ("front-matter", "sources: [{titel: A}]"),
        ("front-matter", "expect: [{when: 2025-10-18}]"),
        ("front-matter", "image: {path: a.jpg, text: A}"),
        ("front-matter", "corrections: [{when: 2025-10-18}]"),
        ("actors", "a-b: {name: A, rank: B}"),
        ("actors", "[{name: A, rank: B}]"),
        ("topics", "a-b: {name: A, kind: place}"),
        ("config", "titel: A"),
        ("config", "outputs: {dayz: true}"),
        ("config", "sections: {before: {label: A}}"),
        ("config", "strings: {sauces: A}"),
    ],
)
def test_keys_that_there_are_not_are_told(schema: str, text: str) -> None:
    assert complaints(schema, text)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("front-matter", "date: 18 October 2025"),
        ("front-matter", "title: [A, B]"),
        ("front-matter", "status: ready"),
        ("front-matter", "language: English"),
        ("front-matter", "expect: {on: 2025-10-18 14:00, what: A}"),
        ("actors", "a-b: {name: A, kind: robot}"),
        ("actors", "A B: {name: A}"),
        ("topics", "a-b: {name: A, iptc: 12}"),
        ("config", "latest: 0"),
        ("config", "url: example.org"),
        ("config", "permalink: /{year}/"),
        ("config", "outputs: {days: maybe}"),
    ],
)
def test_values_that_are_complained_of_are_told(schema: str, text: str) -> None:
    assert complaints(schema, text)


def test_every_key_is_explained_where_it_is_written() -> None:
    told = comments()

    def missing(readers: dict[str, Any], path: str) -> Iterator[str]:
        for key, reader in readers.items():
            if isinstance(reader, Group):
                yield from missing(reader.readers, f"{path}{key}.")
            elif f"{path}{key}" not in told or not (told[f"{path}{key}"] or "sections." in path):
                yield f"{path}{key}"
            elif reader not in TAKEN:
                yield f"{path}{key}: schemas/settings.py does not say what it takes"

    assert list(missing(READERS, "")) == []
    front = MADE["front-matter"]["properties"]
    assert all(front[key.name]["description"] == key.doc for key in KEYS.values())


def test_every_part_of_an_entry_is_told() -> None:
    tables = {"sources": SOURCE, "expect": EXPECT, "corrections": CORRECTION, "updates": CORRECTION, "image": IMAGE}
    for key, names in tables.items():
        assert set(PARTS[key]) == set(names.values()) == set(KEYS[key].parts)


# ---------------------------------------------------------------- the command


def test_the_command_prints_and_writes(tmp_path: Path) -> None:
    one = briefgen(tmp_path, "schema", "topics")
    assert json.loads(one.stdout) == SCHEMAS["topics"]()
    done = briefgen(tmp_path, "schema", "--output", ".vscode/schemas")
    assert done.returncode == 0, done.stderr
    settings = json.loads(briefgen(tmp_path, "schema", "--vscode").stdout)["yaml.schemas"]
    for path in settings:
        assert json.loads((tmp_path / path).read_text("utf-8"))["title"]
    assert {one for files in settings.values() for one in files} == {
        "briefgen.yml",
        "briefs/actors.yml",
        "briefs/topics.yml",
    }
    assert briefgen(tmp_path, "schema").returncode == 2
    assert briefgen(tmp_path, "schema", "topics", "--vscode").returncode == 2


@pytest.mark.parametrize("options", [("--vscode",), ("--cms", "pages")])
def test_settings_that_are_there_already_stay(tmp_path: Path, options: tuple[str, ...]) -> None:
    write_site(tmp_path, {"briefs/2025-10-18-a.md": brief(), "there": '{"editor.fontSize": 14}'})
    refused = briefgen(tmp_path, "schema", *options, "--output", "there")
    assert (refused.returncode, "there is there already" in refused.stderr) == (2, True)
    assert (tmp_path / "there").read_text("utf-8") == '{"editor.fontSize": 14}'
    assert [briefgen(tmp_path, "schema", *options, "--output", "new").returncode for _ in "12"] == [0, 0]


DECAP = {"string", "text", "list", "select", "datetime", "object", "image", "markdown"}
PAGES = {"string", "text", "select", "date", "object", "image", "rich-text"}


def all_fields(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from all_fields(field.get("fields", []))


def test_decap_cms_gets_a_collection_of_briefs_where_the_site_lies(tmp_path: Path) -> None:
    write_site(tmp_path, {".git/HEAD": "", "news/briefgen.yml": "sections: {next: {label: Ahead}}\n"})
    shown = briefgen(tmp_path, "schema", "--cms", "decap", "-C", "news").stdout
    made = yaml.safe_load(shown)
    assert made["media_folder"] == "news/briefs/pictures"
    (briefs,) = made["collections"]
    assert (briefs["folder"], briefs["create"], briefs["extension"]) == ("news/briefs", True, "md")
    assert {field["widget"] for field in all_fields(briefs["fields"])} == DECAP
    by_name = {field["name"]: field for field in briefs["fields"]}
    assert list(by_name) == [*(name for name in KEYS if name != "extra"), "body"]
    assert "## Ahead" in by_name["body"]["default"]
    assert by_name["status"]["options"] == ["draft", "published"]
    assert {part["name"] for part in by_name["expect"]["fields"]} == set(PARTS["expect"])


def test_pages_cms_gets_briefs_and_registries() -> None:
    made = pages(Config())
    briefs, topics, actors = made["content"]
    assert {field["type"] for field in all_fields(briefs["fields"])} == PAGES
    assert [field["name"] for field in briefs["fields"]] == [*(name for name in KEYS if name != "extra"), "body"]
    assert (topics["path"], actors["path"]) == ("briefs/topics.yml", "briefs/actors.yml")
    assert [f["name"] for f in all_fields(briefs["fields"]) if f["type"] == "image"] == ["path"]


@pytest.mark.parametrize("day", ["2025-10-18", "2025-10-18 14:00", "2025-10-18 14:00 +09:00"])
def test_what_these_programs_let_editors_write_is_a_date(day: str) -> None:
    date = next(field for field in decap(Config())["collections"][0]["fields"] if field["name"] == "date")
    assert re.search(date["pattern"][0], day)
    assert silent_front_matter(f"date: '{day}'")


def test_a_brief_as_these_programs_begin_it_is_read() -> None:
    """Empty fields are written as empty texts and lists, and the three headings are there."""
    body = pages(Config())["content"][0]["fields"][-1]["default"]
    empty = {key: [] if key in PARTS else "" for key in KEYS if key not in ("title", "extra", "image")}
    text = f"---\n{yaml.safe_dump({'title': 'A bridge opens', **empty, 'status': 'draft'})}---\n{body.replace(chr(10) * 3, f'{chr(10) * 2}Text.{chr(10) * 2}')}\nText.\n"
    parsed = parse_brief("2025-10-18-a-bridge-opens.md", text.encode(), Config())
    assert {p.code for p in parsed.problems} <= {"date-from-name"}
    assert [section.kind.value for section in parsed.brief.sections] == ["happening", "important", "next"]  # type: ignore[union-attr]
