"""New briefs and new sites: ready to write into, ready to build."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support_site import CONFIG, NOW, build_site, tree, write_site

from briefgen.briefs.loader import load_library
from briefgen.briefs.model import SectionKind
from briefgen.config import Config, SectionConfig, SectionsConfig
from briefgen.problems import Severity
from briefgen.scaffold import init_site, new_brief
from briefgen.settings import parse_config
from briefgen.workers import serial_map

DAY = dt.date(2025, 10, 18)


def test_a_new_brief_lies_in_the_folder_of_its_year_and_ends_well(tmp_path: Path) -> None:
    file = new_brief(tmp_path, CONFIG, "  A bridge\nopens ", DAY)
    assert file == tmp_path / "briefs/2025/2025-10-18-a-bridge-opens.md"
    text = file.read_text("utf-8")
    assert text.startswith('---\ntitle: "A bridge opens"\ndate: 2025-10-18\n')
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## What’s Happening",
        "## Why It’s Important",
        "## What’s Next",
    ] or "## What's Happening" in text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=st.text(min_size=1, max_size=60).filter(lambda t: t.split() and t.isprintable()))
def test_any_title_comes_back_as_it_was_typed(tmp_path: Path, title: str) -> None:
    file = new_brief(tmp_path, CONFIG, title, DAY)
    path = file.relative_to(tmp_path / "briefs").as_posix()
    library = load_library(tmp_path, CONFIG, serial_map, NOW)
    (found,) = [b for b in library.briefs if b.path == path]
    import unicodedata

    assert found.title == unicodedata.normalize("NFC", " ".join(title.split()))
    file.unlink()


def test_a_new_brief_never_writes_over_another(tmp_path: Path) -> None:
    names = [new_brief(tmp_path, CONFIG, "!!!", DAY).name for _ in range(3)]
    assert names == ["2025-10-18-brief.md", "2025-10-18-brief-2.md", "2025-10-18-brief-3.md"]


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "zh", "ar"])
def test_the_headings_are_those_of_the_sites_language_and_are_understood(tmp_path: Path, language: str) -> None:
    config = Config(language=language)
    file = new_brief(tmp_path, config, "x", DAY)
    file.write_text(
        "".join(
            f"{line}\nText.\n" if line.startswith("## ") else f"{line}\n"
            for line in file.read_text("utf-8").splitlines()
        ),
        "utf-8",
    )
    (found,) = load_library(tmp_path, config, serial_map, NOW).briefs
    assert [s.kind for s in found.sections] == list(SectionKind)


def test_the_headings_are_the_sites_own_labels(tmp_path: Path) -> None:
    config = Config(sections=SectionsConfig(happening=SectionConfig(label="The News")))
    assert "\n## The News\n" in new_brief(tmp_path, config, "x", DAY).read_text("utf-8")


def test_a_new_site_builds_without_warnings(tmp_path: Path) -> None:
    written = init_site(tmp_path, DAY)
    assert tmp_path / "briefs/2025/2025-10-18-welcome.md" in written
    config, problems = parse_config((tmp_path / "briefgen.yml").read_bytes(), "briefgen.yml")
    assert not problems
    report = build_site(tmp_path, config, strict=True)
    assert report.published
    assert report.briefs == 1
    assert not [p for p in report.problems if p.severity is not Severity.NOTE]
    assert "actors/brief-desk/index.html" in tree(tmp_path / "site")


def test_a_new_site_writes_over_nothing(tmp_path: Path) -> None:
    write_site(tmp_path, {"README.md": "mine", "briefs/actors.yml": ""})
    written = init_site(tmp_path, DAY)
    assert (tmp_path / "README.md").read_text() == "mine"
    assert tmp_path / "README.md" not in written
    assert init_site(tmp_path, DAY) == []
