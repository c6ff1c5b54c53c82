"""The registries of actors and topics."""

from __future__ import annotations

import pytest
from hypothesis import given
from support_metadata import assert_sound, codes, odd_texts
from support_patience import no_crawl

from briefgen.briefs.model import ActorEntry, Ref, Registry, TopicEntry
from briefgen.briefs.registry import ACTOR_FIELDS, TOPIC_FIELDS, parse_registry
from briefgen.problems import Severity

ACTORS = """\
# the actors
ada-example:
  name: Ada Example
  aliases: [A. Example, "Example, Ada"]
  kind: person
  role: Mayor: since 2020
  description: Somebody.
  member_of: council, Party
  wikidata: Q42
  url: https://a.example/
  redirect_from: [ada, /actors/ada-old/]
council: City council
"""

TOPICS = """\
harbour:
  name: Harbour
  parent: City
  keywords: [ship, quay]
  iptc: 13000000
city:
"""


def test_every_field_is_read() -> None:
    registry, problems = parse_registry(ACTORS.encode(), TOPICS.encode())
    assert codes(problems) == ["yaml-repaired"]
    assert registry == Registry(
        actors=(
            ActorEntry(
                slug="ada-example",
                name="Ada Example",
                aliases=("A. Example", "Example, Ada"),
                kind="person",
                role="Mayor: since 2020",
                description="Somebody.",
                member_of=(Ref("council", 8, 14, 21), Ref("Party", 8, 23, 28)),
                wikidata="Q42",
                url="https://a.example/",
                redirect_from=("ada", "ada-old"),
                line=2,
            ),
            ActorEntry(slug="council", name="City council", line=12),
        ),
        topics=(
            TopicEntry(
                slug="harbour",
                name="Harbour",
                parent=Ref("City", 3, 11, 15),
                keywords=("ship", "quay"),
                iptc="medtop:13000000",
                line=1,
            ),
            TopicEntry(slug="city", name="city", line=6),
        ),
    )


def test_the_tables_of_fields_are_the_entries() -> None:
    assert set(ACTOR_FIELDS) == set(ActorEntry.__struct_fields__) - {"slug", "line"}
    assert set(TOPIC_FIELDS) == set(TopicEntry.__struct_fields__) - {"slug", "line"}


@pytest.mark.parametrize("data", [None, b"", b"\n# nothing yet\n", b"{}", b"[]"])
def test_an_empty_registry_is_fine(data: bytes | None) -> None:
    assert parse_registry(data, data) == (Registry(), ())


@pytest.mark.parametrize(
    "text",
    [
        "harbour-wall: Harbour Wall",
        "harbour-wall:\n  name: Harbour Wall",
        "- Harbour Wall",
        "- name: Harbour Wall",
        "- harbour-wall:\n    name: Harbour Wall",
        "- slug: harbour-wall\n  name: Harbour Wall",
    ],
)
def test_a_registry_may_be_written_in_several_ways(text: str) -> None:
    registry, problems = parse_registry(None, text.encode())
    assert not problems
    assert [(t.slug, t.name) for t in registry.topics] == [("harbour-wall", "Harbour Wall")]


@pytest.mark.parametrize(
    ("text", "code", "severity", "line", "column", "hint"),
    [
        ("a:\n  nmae: A", "registry-unknown-field", Severity.WARNING, 2, 3, "`name`"),
        ("a:\n  mood: A", "registry-unknown-field", Severity.WARNING, 2, 3, "wikidata"),
        ("a:\n  kind: persn", "registry-value", Severity.ERROR, 2, 9, "`person`"),
        ("a:\n  kind: planet", "registry-value", Severity.ERROR, 2, 9, "organization"),
        ("a:\n  kind: Organisation", "value-repaired", Severity.NOTE, 2, 9, "organization"),
        ("a:\n  wikidata: 42", "registry-value", Severity.ERROR, 2, 13, "Q42"),
        ("a:\n  url: a.example", "registry-value", Severity.ERROR, 2, 8, "https://a.example"),
        ("a:\n  name: [x]\n  role:\n    - y", "registry-value", Severity.ERROR, 4, 5, "role"),
        ("a:\n  aliases:\n    - x: y", "registry-value", Severity.ERROR, 3, 7, '"x: y"'),
        ("a:\n  redirect_from: '!'", "registry-value", Severity.ERROR, 2, 18, "letters"),
        ("Ada Example: A", "value-repaired", Severity.NOTE, 1, 1, "ada-example"),
        ("a: [b]", "registry-entry", Severity.ERROR, 1, 4, "name"),
        ("'!': {role: x}", "registry-entry", Severity.ERROR, 1, 1, "name"),
        ("- role: x", "registry-entry", Severity.ERROR, 1, 3, "name"),
        ("just a text", "registry-entry", Severity.ERROR, 1, 1, "slug"),
        ("- Ada\n- name: ADA", "registry-duplicate", Severity.ERROR, 2, 3, "slug"),
        ("a:\n  name: A\na:\n  name: B", "yaml-duplicate", Severity.ERROR, 3, 1, "one"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    text: str, code: str, severity: Severity, line: int, column: int, hint: str
) -> None:
    _, problems = parse_registry(text.encode(), None)
    assert [(p.code, p.severity, p.where.line, p.where.column) for p in problems if p.code != "yaml-repaired"] == [
        (code, severity, line, column)
    ]
    assert hint in problems[-1].hint
    assert problems[-1].where.file == "briefs/actors.yml"
    assert_sound(problems)


def test_a_wrong_field_or_entry_costs_only_itself() -> None:
    text = "a:\n  name: A\n  kind: x\n  role: R\nb: [x\nc:\n  name: C\n d: e\nf: F\n"
    registry, problems = parse_registry(text.encode(), b"- iptc: 1\n  name: T\n")
    assert registry.actors[0] == ActorEntry(slug="a", name="A", role="R", line=1)
    assert [a.slug for a in registry.actors] == ["a", "f"]
    assert [t.name for t in registry.topics] == ["T"]
    assert [(p.where.file, p.where.line) for p in problems] == [
        ("briefs/actors.yml", 5),
        ("briefs/actors.yml", 8),
        ("briefs/actors.yml", 3),
        ("briefs/topics.yml", 1),
    ]


def test_the_address_of_a_wikidata_item_gives_its_id() -> None:
    registry, problems = parse_registry(b"a:\n  wikidata: https://www.wikidata.org/wiki/Q42\n", None)
    assert not problems
    assert registry.actors[0].wikidata == "Q42"


def test_many_entries_are_read_in_linear_time() -> None:
    lines = [f"actor-{i}:\n  name: Actor {i}\n  aliases: [A {i}, B {i}]\n  kind: person\n" for i in range(4_000)]
    with no_crawl():
        registry, problems = parse_registry("".join(lines).encode(), ("".join(lines) + "x: [").encode())
        assert len(registry.actors) == len(registry.topics) == 4_000
        assert codes(problems) == [*["yaml-syntax"], *["registry-unknown-field"] * 4_000]


@given(odd_texts)
def test_nothing_raises(text: str) -> None:
    registry, problems = parse_registry(text.encode(), text.encode())
    assert_sound(problems)
    for entries in (registry.actors, registry.topics):
        assert len({e.slug for e in entries}) == len(entries)
        assert all(e.slug and e.name and e.line >= 1 for e in entries)
