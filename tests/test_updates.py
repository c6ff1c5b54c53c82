"""`updates` in the front matter: how they are read, and where readers and programs see them."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from support_site import CONFIG, brief, build_site, tree, write_site

from briefgen.briefs.model import Brief, Update
from briefgen.briefs.parser import parse_brief
from briefgen.config import Config, OutputsConfig
from briefgen.edition.model import head_of
from briefgen.text.moment import parse_moment

TWO = (
    "updates:\n  - date: 2025-10-21 09:00\n    text: The result was added.\n"
    "  - date: 2025-10-19\n    text: The list of speakers was added.\n"
)


def read(extra: str) -> tuple[Brief | None, list[str]]:
    parsed = parse_brief("a.md", brief(extra=extra).encode(), CONFIG)
    return parsed.brief, [p.code for p in parsed.problems]


def at(text: str) -> dt.datetime:
    moment = parse_moment(text, dt.UTC).moment
    assert moment is not None
    return moment.instant


def test_updates_are_read_in_the_order_of_the_file() -> None:
    found, codes = read(TWO)
    assert found is not None
    assert [(u.date.instant, u.text) for u in found.updates] == [
        (at("2025-10-21 09:00"), "The result was added."),
        (at("2025-10-19"), "The list of speakers was added."),
    ]
    assert isinstance(found.updates[0], Update)
    assert codes == []


@pytest.mark.parametrize(
    ("extra", "updated"),
    [
        (TWO, "2025-10-21 09:00"),
        (f"updated: 2025-10-20\n{TWO}", "2025-10-21 09:00"),
        (f"updated: 2025-10-22\n{TWO}", "2025-10-22"),
    ],
)
def test_a_brief_is_updated_when_the_latest_of_all_says_so(extra: str, updated: str) -> None:
    found, _ = read(extra)
    assert found is not None
    assert found.updated is not None
    assert found.updated.instant == at(updated)


def test_each_update_is_a_revision() -> None:
    plain, bare, two = (read(extra)[0] for extra in ("", "updated: 2025-10-20\n", TWO))
    assert plain
    assert bare
    assert two
    assert [head_of(b).revisions for b in (plain, bare, two)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("extra", "codes"),
    [
        ("updates:\n  - 2025-10-19: The result was added.\n", ["value-repaired"]),
        ("updates:\n  - on: 2025-10-19\n    what: The result was added.\n", []),
        ("updates: The result was added.\n", ["value-missing"]),
        ("updates:\n  - date: 2025-10-19\n", ["value-missing"]),
        ("updates:\n  - date: yesterday\n    text: The result was added.\n", ["date-unreadable"]),
        ("updates:\n  - date: 2025-10-02\n    text: The result was added.\n", ["updated-early"]),
    ],
)
def test_what_editors_write(extra: str, codes: list[str]) -> None:
    assert read(extra)[1] == codes


def test_readers_and_programs_see_them(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": brief(extra=TWO)})
    outputs = OutputsConfig(brief_json=True, brief_markdown=True, json_ld=True)
    build_site(tmp_path, Config(url="https://example.org", outputs=outputs))
    folder = tmp_path / "site/2025/10/18/a-bridge-opens"
    page = (folder / "index.html").read_text("utf-8")
    shown = re.search(r'<section class="row updates" id="updates">.*?</section>', page, re.DOTALL)
    assert shown
    assert re.findall(r'<time datetime="([^"]+)"', shown[0]) == ["2025-10-21T09:00:00Z", "2025-10-19"]
    assert "The result was added." in shown[0]
    assert '"dateModified":"2025-10-21T09:00:00Z"' in page.replace(" ", "")
    assert "brief-updates" in (tmp_path / "site/feed.xml").read_text("utf-8")
    data = json.loads(next(folder.glob("*.json")).read_bytes())
    assert "The list of speakers was added." in json.dumps(data)
    again = parse_brief("a.md", next(folder.glob("*.md")).read_bytes(), CONFIG).brief
    assert again is not None
    assert [u.text for u in again.updates] == ["The result was added.", "The list of speakers was added."]


def test_what_is_minor_leaves_no_trace(tmp_path: Path) -> None:
    for name, extra in (("one", TWO), ("other", TWO + "minor: 2025-10-22 10:00\n")):
        build_site(write_site(tmp_path / name, {"briefs/a.md": brief(extra=extra)}))
    assert tree(tmp_path / "one/site") == tree(tmp_path / "other/site")
