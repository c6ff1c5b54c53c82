"""The desk: what it tells, where it leads, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import pytest
from support_desk import snapshot_of
from support_site import CONFIG, brief, write_site
from support_web import nu_messages

from briefgen.config import Config
from briefgen.edition.model import Head, Item
from briefgen.kept import LostError
from briefgen.serve.desk import desk_page
from briefgen.serve.model import Refresh
from briefgen.serve.shown import editor_link, problems_event, shown

BERLIN = Config(title="The <Test> Wire", url="https://example.org/news", timezone="Europe/Berlin", editor="vscode")
NOW = dt.datetime(2025, 10, 31, 23, 30, tzinfo=dt.UTC)  # 1 November in Berlin


class Sections(HTMLParser):
    """The text of each section by its id, and its links."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.text: dict[str, str] = {}
        self.links: dict[str, list[tuple[str, str]]] = {}
        self._id = ""
        self._link = ""
        self.feed(html.decode())
        self.text = {key: " ".join(text.split()) for key, text in self.text.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "section":
            self._id = given["id"] or ""
            self.text[self._id], self.links[self._id] = "", []
        if tag == "a" and self._id:
            self._link = given["href"] or ""
            self.links[self._id].append(("", self._link))

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self._id:
            self.text[self._id] += " "
        if tag == "section":
            self._id = ""
        if tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._id:
            self.text[self._id] += data
            if self._link:
                said, link = self.links[self._id].pop()
                self.links[self._id].append((said + data, link))


def desk(
    root: Path,
    files: dict[str, str],
    config: Config = CONFIG,
    changes: tuple[Refresh, ...] = (),
    now: dt.datetime = NOW,
) -> Sections:
    write_site(root, files)
    return Sections(desk_page(snapshot_of(root, config, now), root, changes))


def test_a_site_without_problems_has_a_calm_desk(tmp_path: Path) -> None:
    found = desk(tmp_path, {"briefs/2025-10-18-a.md": brief()})
    assert "No errors and no warnings." in found.text["problems"]
    assert "No drafts." in found.text["drafts"]
    assert "Nothing is scheduled." in found.text["scheduled"]
    assert "Nothing is expected." in found.text["expected"]
    assert "Every actor and topic is registered." in found.text["strangers"]


def test_problems_stand_by_file_with_the_errors_first(tmp_path: Path) -> None:
    files = {
        "briefs/a.md": brief("First", extra="statuz: draft\n"),
        "briefs/b.md": brief("Second", "03/04/2025", extra="statuz: draft\n"),
    }
    found = desk(tmp_path, files, BERLIN)
    text = found.text["problems"]
    order = [text.index(part) for part in ("briefs/b.md", "could be two days", "statuz: draft", "First", "briefs/a.md")]
    assert order == sorted(order)
    assert "line 3" in text
    assert "3 date: 03/04/2025 ^^^^^^^^^^" in text
    assert "Did you mean `status`?" in text
    assert ("First", "/news/2025/10/18/first/") in found.links["problems"]
    assert ("line 3", f"vscode://file{tmp_path}/briefs/b.md:3:7") in found.links["problems"]


def test_notes_are_folded_away_and_strangers_are_told_elsewhere(tmp_path: Path) -> None:
    files = {"briefs/2025-10-18-a.md": brief(extra="actors: [Ada Example]\n").replace("date: 2025-10-18\n", "")}
    write_site(tmp_path, files)
    html = desk_page(snapshot_of(tmp_path), tmp_path).decode()
    folded = html[html.index("<details>") : html.index("</details>")]
    assert "got that of its file" in folded
    assert "Ada Example" not in folded
    assert "1 note<" in folded


def test_what_waits_is_told_with_its_time_in_the_zone_of_the_site(tmp_path: Path) -> None:
    files = {
        "briefs/a.md": brief("A draft", extra="status: draft\n"),
        "briefs/b.md": brief("Later", "2025-11-09"),
        "briefs/c.md": brief("Sooner", "2025-11-01 14:00Z"),
        "briefs/_pages/about.md": "---\ntitle: About us\nstatus: draft\n---\n\nWords.\n",
    }
    found = desk(tmp_path, files, BERLIN)
    assert found.text["drafts"].startswith("Drafts 2")
    assert ("A draft", "/news/2025/10/18/a-draft/") in found.links["drafts"]
    assert ("About us", "/news/about/") in found.links["drafts"]
    text = found.text["scheduled"]
    assert "2025-11-01 15:00 CET today Sooner" in text
    assert "2025-11-09 in 8 days Later" in text
    assert text.index("Sooner") < text.index("Later")


def test_expectations_are_due_by_the_clock_and_the_zone_of_the_site(tmp_path: Path) -> None:
    expect = (
        "expect:\n  - on: 2025-10-31\n    what: The vote\n  - by: 2025-11-01\n    what: The count\n"
        "  - from: 2025-11-03\n    to: 2025-11-05\n    what: The talks\n"
        "  - on: 2025-10-30\n    what: The rain\n    outcome: It rained.\n"
    )
    files = {"briefs/a.md": brief("The council", extra=expect)}
    found = desk(tmp_path, files, BERLIN)
    due, _, ahead = found.text["expected"].partition("To come")
    assert "2025-10-31 yesterday The vote The council" in due
    assert "by 2025-11-01 today The count" in ahead
    assert "2025-11-03 to 2025-11-05 in 4 days The talks" in ahead
    assert "The rain" not in due + ahead
    assert ("The council", "/news/2025/10/18/the-council/") in found.links["expected"]
    assert "The vote" in desk(tmp_path, files, CONFIG).text["expected"].partition("To come")[2], "in UTC it is to come"


def test_names_that_are_not_registered_are_told_with_what_may_be_meant(tmp_path: Path) -> None:
    files = {
        "briefs/actors.yml": "kim-jong-un:\n  name: Kim Jong Un\n",
        "briefs/a.md": brief("One", extra="actors: [Kim Jong Umm, Ada Example]\ntopics: [Harbour]\n"),
        "briefs/b.md": brief("Two", extra="actors: [Ada Example]\n"),
    }
    found = desk(tmp_path, files, BERLIN)
    text = found.text["strangers"]
    assert "Did you mean “Kim Jong Un”?" in text
    assert text.index("Ada Example") < text.index("Kim Jong Umm"), "those with the most briefs come first"
    assert ("Kim Jong Umm", "/news/actors/kim-jong-umm/") in found.links["strangers"]
    assert ("Two", "/news/2025/10/18/two/") in found.links["strangers"]
    assert ("Harbour", "/news/topics/harbour/") in found.links["strangers"]
    assert any(re.search(r"briefs/a\.md:\d+:\d+$", link) for _, link in found.links["strangers"])


def test_recent_changes_are_the_files_saved_last(tmp_path: Path) -> None:
    files = {f"briefs/n{n}.md": brief(f"News {n}") for n in range(20)}
    write_site(tmp_path, files)
    for n in range(20):
        os.utime(tmp_path / f"briefs/n{n}.md", (1_700_000_000 + n, 1_700_000_000 + n))
    os.utime(tmp_path / "briefs/n3.md", (1_700_000_100, 1_700_000_100))
    write_site(tmp_path, {"templates/home.html": "{% extends 'default/home.html' %}"})
    changes = (
        Refresh(1, ("briefs/n3.md",), (("News 3", "/2025/10/18/news-3/"),)),
        Refresh(2, ("briefs/old.md", "templates/home.html")),
    )
    found = Sections(desk_page(snapshot_of(tmp_path), tmp_path, changes))
    text = found.text["recent"]
    names = re.findall(r"News \d+|templates/\S+\.html", text)
    assert names[:3] == ["templates/home.html", "News 3", "News 19"]
    assert "2023-11-14 22:15 News 3new briefs/n3.md" in text
    assert "News 0" not in text, "only the latest are listed"
    assert "No longer there: briefs/old.md" in text


def test_words_of_briefs_are_text(tmp_path: Path) -> None:
    files = {"briefs/a.md": brief('"<script>alert(1)</script>"', extra="slug: a\nstatus: draft\nactors: ['<b>']\n")}
    write_site(tmp_path, files)
    html = desk_page(snapshot_of(tmp_path, BERLIN), tmp_path).decode()
    assert "<script" not in html
    assert "<b>" not in html.replace("<b>error", "").replace("<b>warning", "").replace("<b>note", "")
    assert "The &lt;Test&gt; Wire" in html


def test_the_desk_is_the_same_while_nothing_changes(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": brief(), "briefs/b.md": brief("Other", "03/04/2025")})
    snapshot = snapshot_of(tmp_path)
    assert desk_page(snapshot, tmp_path) == desk_page(snapshot, tmp_path)


def test_a_brief_that_cannot_be_fetched_any_more_is_told_by_its_file(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": brief("The council", extra="expect:\n  - on: 2025-12-01\n    what: A vote\n")})
    snapshot = snapshot_of(tmp_path)

    class Lost:
        day, slug = dt.date(2025, 10, 18), "the-council"

        @property
        def head(self) -> Head:
            raise LostError("a.md is no longer what it was")

    snapshot.plan.book.items["a.md"] = cast(Item, Lost())
    found = Sections(desk_page(snapshot, tmp_path))
    assert ("briefs/a.md", "/2025/10/18/the-council/") in found.links["expected"]


def test_the_overlay_is_told_of_all_that_is_more_than_a_note(tmp_path: Path) -> None:
    extra = "".join(f"key{n}: x\n" for n in range(60))
    write_site(tmp_path, {"briefs/2025-10-18-a.md": brief(extra=extra), "briefs/b.md": brief("Other", "03/04/2025")})
    problems = snapshot_of(tmp_path).problems
    told = problems_event((*problems, *problems), tmp_path)
    assert b"\n" not in told
    assert told.startswith(b'{"errors":1,"warnings":60,"notes":0,"problems":[{"severity":"error"')
    assert told.count(b'"severity"') == 50
    assert [p.severity for p in shown(problems, tmp_path)][:2] == ["error", "warning"]


def test_a_template_is_opened_where_it_is(tmp_path: Path) -> None:
    write_site(tmp_path, {"templates/home.html": ""})
    assert (
        editor_link("vscode", tmp_path, "templates/home.html", 3) == f"vscode://file{tmp_path}/templates/home.html:3:1"
    )
    assert not editor_link("vscode", tmp_path, "templates/base.html").startswith(f"vscode://file{tmp_path}")
    assert editor_link("", tmp_path, "templates/home.html") == ""


@pytest.mark.java
@pytest.mark.slow
def test_the_nu_html_checker_has_nothing_to_say_of_the_desk(tmp_path: Path) -> None:
    expect = "expect:\n  - on: 2025-10-31\n    what: The vote\n  - by: 2025-12-01\n    what: The count\n"
    files = {
        "briefs/2025-10-18-a.md": brief(extra=expect + "titel: What\nactors: [Ada Example]\n"),
        "briefs/b.md": brief("A draft", extra="status: draft\n"),
        "briefs/c.md": brief("Later", "2025-12-01 09:00"),
        "briefs/d.md": brief("When", "03/04/2025"),
    }
    write_site(tmp_path, files)
    calm = write_site(tmp_path / "calm", {"briefs/a.md": brief()})
    for name, root, config in (("busy.html", tmp_path, BERLIN), ("calm.html", calm, CONFIG)):
        (tmp_path / name).write_bytes(desk_page(snapshot_of(root, config), root))
    pages = [tmp_path / "busy.html", tmp_path / "calm.html"]
    assert nu_messages(pages) == []
