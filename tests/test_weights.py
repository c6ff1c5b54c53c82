"""Pages stay as light as is promised: what a reader's browser fetches before a page can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import weights

KB = 1024


def test_a_brief_is_one_round_trip(site: Path) -> None:
    found = [weights.weigh(str(file), file, site) for file in weights.briefs(site)]
    assert len(found) > 20
    assert max(one.whole for one in found) <= 14 * KB
    assert {one.requests for one in found} == {2}


def test_the_home_page_is_light(site: Path) -> None:
    home = weights.weigh("home", site / "index.html", site)
    assert home.whole <= 30 * KB


def test_pages_of_every_kind_are_weighed(site: Path) -> None:
    names = [name for name, _ in weights.pages(site)]
    assert len(names) == len(set(names))
    assert {"home", "brief, median", "topic, largest", "actor, largest", "story, largest", "month, largest"} <= {*names}
    assert all(file.is_file() for _, file in weights.pages(site))


def test_scripts_and_style_sheets_count(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a { color: red }")
    (tmp_path / "a.js").write_text("let a")
    (tmp_path / "index.html").write_text(
        '<link href="/a.css" rel="stylesheet"><link rel="icon" href="/i.svg"><script defer src="/a.js"></script>'
    )
    found = weights.weigh("x", tmp_path / "index.html", tmp_path)
    assert found.requests == 3
    parts = [tmp_path / name for name in ("index.html", "a.css", "a.js")]
    assert found.whole == sum(weights.packed(file.read_bytes()) for file in parts)
    assert found.html < found.whole


def test_the_tables_stand_in_the_docs() -> None:
    page = weights.DOCS.read_text("utf-8")
    told = weights.written(page, [weights.table("T", [weights.Weight("home", 2048, 1024, 4096, 3072, 2)], (512, 3))])
    assert (
        "| home | 2.0 KB (1.0) | 4.0 KB (3.0) | 2 |\n| search, once a word is typed | | 0.5 KB more | 3 more |" in told
    )
    if "| home |" not in page:
        pytest.fail("docs/weights.md has no tables: run bench/weights --write-docs")
