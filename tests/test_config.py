"""The settings of a site."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from support_metadata import assert_sound, codes, errors, odd_texts

from briefgen.config import CheckConfig, Config, NavLink, OutputsConfig, SectionConfig, WordsConfig
from briefgen.settings import parse_config

FULL = """\
title: The Harbour: a gazette   # the name
description: "News"
url: https://www.example.org/news/
language: pt-BR
timezone: America/Sao_Paulo
permalink: /briefs/{year}/{slug}/
publisher: Press & Co
authority: example.org,2025
latest: 30
split: 50
nav:
  - title: About
    url: /about/
  - title: Weather
    url: https://weather.example.org/
sections:
  happening:
    label: "What's up"
    aliases: [The facts, 'Facts, in short']
  next:
    label: Ahead
actors:
  detect: no
outputs:
  days: off
  feed: Yes
check:
  Sources-Missing: Error
  actor-unregistered: no
  section_words: {max: 120}
extra:
  colours: [red, NO]
  deep: {a: {b: 010}}
"""


def test_every_setting_is_read() -> None:
    config, problems = parse_config(FULL.encode())
    assert [(p.code, p.where.line) for p in problems] == [("yaml-repaired", 1)]
    assert config == Config(
        title="The Harbour: a gazette",
        description="News",
        url="https://www.example.org/news",
        language="pt-BR",
        timezone="America/Sao_Paulo",
        permalink="/briefs/{year}/{slug}/",
        publisher="Press & Co",
        authority="example.org,2025",
        latest=30,
        split=50,
        nav=(NavLink("About", "/about/"), NavLink("Weather", "https://weather.example.org/")),
        sections=msgspec.structs.replace(
            Config().sections,
            happening=SectionConfig("What's up", ("The facts", "Facts, in short")),
            next=SectionConfig("Ahead"),
        ),
        actors=msgspec.structs.replace(Config().actors, detect=False),
        outputs=OutputsConfig(days=False),
        check=CheckConfig(WordsConfig(0, 120), rules=(("actor-unregistered", "off"), ("sources-missing", "error"))),
        extra={"colours": ["red", "NO"], "deep": {"a": {"b": "010"}}},
    )


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"# nothing\n", b"\xef\xbb\xbf", b"title:\nlatest:\nnav:\nactors:\n", b"{}"]
)
def test_what_is_not_said_stays_at_its_default(data: bytes) -> None:
    assert parse_config(data) == (Config(), ())


@pytest.mark.parametrize(
    ("text", "code", "column", "hint"),
    [
        ("titel: x", "config-unknown-key", 1, "`title`"),
        ("outputs:\n  dais: no", "config-unknown-key", 3, "`days`"),
        ("sections:\n  hapening: {}", "config-unknown-key", 3, "`happening`"),
        ("sections:\n  next:\n    labl: x", "config-unknown-key", 5, "`label`"),
        ("nav:\n  - title: x\n    url: /x/\n    icon: y", "config-unknown-key", 5, "title"),
        ("url: example.org", "config-value", 6, "https://example.org"),
        ("url: ftp://example.org", "config-value", 6, "https://"),
        ("url: https://example.org/?a=b", "config-value", 6, "https://example.org/"),
        ("url: https://exa mple.org", "config-value", 6, "%20"),
        ("timezone: Berlin", "config-value", 11, "`Europe/Berlin`"),
        ("timezone: Europe/Berln", "config-value", 11, "`Europe/Berlin`"),
        ("timezone: Mars/Base", "config-value", 11, ""),
        ("language: english", "config-value", 11, "pt-BR"),
        ("permalink: /{year}/", "config-value", 12, "{slug}"),
        ("permalink: /{slug}", "config-value", 12, "{slug}"),
        ("permalink: '{slug}/'", "config-value", 12, "{slug}"),
        ("permalink: /{title}/{slug}/", "config-value", 12, "{slug}"),
        ("permalink: /../{slug}/", "config-value", 12, "{slug}"),
        ("permalink: /a b/{slug}/", "config-value", 12, "{slug}"),
        ("latest: 0", "config-value", 9, "20"),
        ("latest: -3", "config-value", 9, "20"),
        ("split: many", "config-value", 8, "20"),
        ("split: [1]", "config-value", 8, ""),
        ("title:\n  a: b", "config-value", 3, "title"),
        ("actors: no", "config-value", 9, "detect"),
        ("actors:\n  detect: maybe", "config-value", 11, "true"),
        ("nav:\n  - title: x", "config-value", 5, "url"),
        ("nav:\n  - About", "config-value", 5, "title"),
        ("nav:\n  - title: x\n    url: about", "config-value", 10, "/about/"),
        ("nav:\n  - title: x\n    url: javascript:alert(1)", "config-value", 10, "https://"),
        ("extra: x", "config-value", 8, "extra"),
        ("- a\n- b", "config-value", 1, ""),
        ("title: a\ntitle: b", "yaml-duplicate", 1, "one"),
    ],
)
def test_a_wrong_setting_is_an_error_with_its_place(text: str, code: str, column: int, hint: str) -> None:
    config, problems = parse_config(text.encode(), "my.yml")
    assert errors(problems) == [code], problems
    found = problems[-1]
    assert found.where.file == "my.yml"
    assert found.where.line == text.count("\n") + 1 or code == "config-value"
    assert found.where.column == column
    assert hint in found.hint
    assert msgspec.structs.replace(config, title="", nav=()) == Config(title="")
    assert_sound(problems)


def test_all_problems_are_told_at_once() -> None:
    _, problems = parse_config(b"titel: x\nurl: y\nlatest: z\nsplit: [\noutputs:\n  days: q\n  foo: true\n")
    assert sorted(p.where.line for p in problems) == [1, 2, 3, 4, 6, 7]


def test_a_short_link_and_other_spellings_are_read_with_a_note() -> None:
    config, problems = parse_config(b"nav:\n  - About: /about/\nTitle: X\nlanguage: en_us\n")
    assert config.nav == (NavLink("About", "/about/"),)
    assert (config.title, config.language) == ("X", "en-US")
    assert codes(problems) == ["key-repaired", "value-repaired"]


@given(odd_texts)
def test_nothing_raises(text: str) -> None:
    config, problems = parse_config(text.encode())
    assert_sound(problems)
    assert msgspec.convert(msgspec.to_builtins(config), Config) == config


@pytest.mark.parametrize(
    ("text", "extent"), [("all", "all"), ("Site", "site"), ("none", "none"), ("no", "none"), ("", "site")]
)
def test_how_far_a_format_goes(text: str, extent: str) -> None:
    config, problems = parse_config(f"outputs:\n  json_feed: {text}\n".encode())
    assert (config.outputs.json_feed, problems) == (extent, ())


@pytest.mark.parametrize(
    ("text", "hint"), [("al", "Did you mean `all`?"), ("true", "Write `rss: all` to have it everywhere")]
)
def test_a_format_goes_no_other_way(text: str, hint: str) -> None:
    config, (problem,) = parse_config(f"outputs:\n  rss: {text}\n".encode())
    assert config.outputs.rss == "none"
    assert (problem.code, problem.where.line, problem.hint) == ("config-value", 2, hint)


def test_hubs_are_one_or_many() -> None:
    assert parse_config(b"websub: https://a.example/")[0].websub == ("https://a.example/",)
    config, problems = parse_config(b"websub: [https://a.example/, b.example, https://a.example/]")
    assert config.websub == ("https://a.example/",)
    assert [(p.code, p.hint) for p in problems] == [("config-value", "Write https://b.example")]
