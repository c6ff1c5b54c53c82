"""What a working tree does to the published site, in real repositories."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from support_record import git
from support_site import brief, build_site, write_site

from briefgen.briefs.model import Brief
from briefgen.cli import run
from briefgen.config import Config
from briefgen.diff import briefs, compare, markdown, sides

NOW = "2025-11-01T12:00Z"
SITE = {
    "briefgen.yml": "title: The Wire\nurl: https://example.org\ntimezone: Europe/Berlin\n",
    "briefs/actors.yml": "ada: Ada Lovelace\nbob: Bob Moore\n",
    "briefs/topics.yml": "trade: Trade\nships: Ships\n",
    "briefs/bridge.md": brief("A bridge opens", "2025-10-18", "topics: [trade]\nactors: [Ada Lovelace]\n"),
    "briefs/ferry.md": brief("A ferry sinks", "2025-10-19", "topics: [ships]\n", "Bob Moore saw it."),
    "briefs/talks.md": brief("Talks begin", "2025-10-20", "status: draft\ntopics: [trade]\n"),
    "briefs/_pages/about.md": "# About\n\nWe write.\n",
}

Diff = Callable[..., dict[str, Any]]


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x", "--allow-empty")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site", SITE)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


@pytest.fixture
def diff(capsys: pytest.CaptureFixture[str]) -> Diff:
    def told(root: Path, *arguments: str) -> dict[str, Any]:
        assert run(["diff", "-C", str(root), "--now", NOW, "--jobs", "1", "--format", "json", *arguments]) == 0
        report: dict[str, Any] = json.loads(capsys.readouterr().out)
        return report

    return told


def urls(report: dict[str, Any], what: str) -> list[str]:
    return [page["url"] for page in report["pages"][what]]


def edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / "briefs" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def one_brief(report: dict[str, Any]) -> dict[str, Any]:
    (found,) = report["briefs"]
    assert isinstance(found, dict)
    return found


# ---------------------------------------------------------------- what becomes of briefs


def test_nothing_differs(site: Path, diff: Diff) -> None:
    report = diff(site)
    assert (report["different"], report["briefs"], report["counts"]["change"]["all"]) == (False, [], 0)


def test_a_new_brief_appears_and_its_lists_change(site: Path, diff: Diff) -> None:
    write_site(site, {"briefs/new.md": brief("A new pier", "2025-10-21", "topics: [trade, harbours]\n")})
    report = diff(site)
    found = one_brief(report)
    assert (found["change"], found["file"], found["url"]) == ("published", "briefs/new.md", "/2025/10/21/a-new-pier/")
    assert {"/2025/10/21/a-new-pier/", "/topics/harbours/"} <= set(urls(report, "appear"))
    assert {"/", "/topics/trade/", "/feed.xml"} <= set(urls(report, "change"))
    assert not {"/topics/ships/", "/about/"} & {*urls(report, "change"), *urls(report, "appear")}
    assert report["counts"]["change"]["topic"] == 1
    assert [(p["code"], p["file"]) for p in report["problems"]["new"]] == [("topic-unregistered", "briefs/new.md")]


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("The bridge is open.", "The bridge is closed.", ["text"]),
        ("title: A bridge opens", "title: The bridge opens", ["title"]),
        ("date:", "summary: In short.\ndate:", ["summary"]),
        ("topics: [trade]", "topics: [ships]", ["topics"]),
        ("[Ada Lovelace]", "[Bob Moore]", ["actors"]),
        ("date:", "updates:\n  - date: 2025-10-20\n    text: A train crossed it.\ndate:", ["update"]),
        ("date:", "corrections:\n  - date: 2025-10-20\n    text: It was late.\ndate:", ["corrections"]),
    ],
)
def test_an_edit_is_told_by_its_parts(site: Path, diff: Diff, old: str, new: str, parts: list[str]) -> None:
    edit(site, "bridge.md", old, new)
    report = diff(site)
    found = one_brief(report)
    assert (found["change"], found["parts"], found["warnings"]) == ("edited", parts, [])
    assert "/2025/10/18/a-bridge-opens/" in urls(report, "change")
    assert urls(report, "appear") == [] or parts == ["corrections"]


def test_of_every_field_it_is_known_how_it_is_told() -> None:
    unseen = {"path", "minor", "lede_line"}
    assert set(Brief.__struct_fields__) - unseen == set(briefs.CALLED)


def test_the_words_of_an_update_are_told(site: Path, diff: Diff) -> None:
    edit(site, "bridge.md", "date:", "updates:\n  - date: 2025-10-20\n    text: A train crossed it.\ndate:")
    commit(site)
    edit(site, "bridge.md", "A train", "A tram")
    found = one_brief(diff(site))
    assert (found["change"], found["parts"]) == ("edited", ["update"])


def test_white_space_is_nothing_that_readers_see(site: Path, diff: Diff) -> None:
    edit(site, "bridge.md", "---\n## What", "---\n\n\n## What")
    report = diff(site)
    assert (one_brief(report)["change"], one_brief(report)["parts"]) == ("unseen", [])
    assert report["counts"]["change"]["all"] == report["counts"]["appear"]["all"] == 0


@pytest.mark.parametrize("alias", [True, False])
def test_a_new_slug_moves_a_page(site: Path, diff: Diff, alias: bool) -> None:
    old = "/2025/10/18/a-bridge-opens/"
    edit(site, "bridge.md", "slug: a-bridge-opens", f"slug: bridge{f'{chr(10)}aliases: [{old}]' if alias else ''}")
    report = diff(site)
    found = one_brief(report)
    assert (found["change"], found["url_before"], found["url"]) == ("moved", old, "/2025/10/18/bridge/")
    assert found["redirected"] is alias
    if alias:
        assert report["pages"]["move"] == [{"from": old, "to": "/2025/10/18/bridge/", "kind": "brief"}]
        assert (urls(report, "missing"), found["warnings"]) == ([], [])
    else:
        assert urls(report, "missing") == urls(report, "disappear") == [old]
        assert f"aliases: [{old}]" in found["warnings"][0]


def test_a_deleted_brief_leaves_no_redirect(site: Path, diff: Diff) -> None:
    (site / "briefs" / "ferry.md").unlink()
    report = diff(site)
    found = one_brief(report)
    assert (found["change"], found["title"], found["redirected"]) == ("deleted", "A ferry sinks", False)
    assert {"/2025/10/19/a-ferry-sinks/", "/actors/bob/", "/topics/ships/feed.xml"} <= set(urls(report, "missing"))
    assert len(found["warnings"]) == 1


def test_a_renamed_file_is_one_brief_whose_id_changes(site: Path, diff: Diff) -> None:
    git(site, "mv", "briefs/ferry.md", "briefs/boat.md")
    report = diff(site)
    found = one_brief(report)
    assert (found["change"], found["file"], found["file_before"]) == ("edited", "briefs/boat.md", "briefs/ferry.md")
    assert "`id: ferry`" in found["warnings"][0]
    assert report["pages"]["disappear"] == []
    edit(site, "boat.md", "date:", "id: ferry\ndate:")
    assert one_brief(diff(site))["warnings"] == []


def test_problems_go_with_a_file_that_is_renamed(site: Path, diff: Diff) -> None:
    edit(site, "ferry.md", "date: 2025-10-19", "date: 19 October 2025")
    commit(site)
    git(site, "mv", "briefs/ferry.md", "briefs/boat.md")
    assert diff(site)["problems"] == {"new": [], "gone": []}
    edit(site, "boat.md", "topics:", "topcs:")
    assert [(p["code"], p["file"]) for p in diff(site)["problems"]["new"]] == [("unknown-key", "briefs/boat.md")]


def test_a_draft_that_is_published_and_one_that_is_withdrawn(site: Path, diff: Diff) -> None:
    edit(site, "talks.md", "status: draft\n", "")
    edit(site, "ferry.md", "date:", "status: draft\ndate:")
    report = diff(site)
    assert [(b["change"], b["title"], b["state"]) for b in report["briefs"]] == [
        ("withdrawn", "A ferry sinks", "draft"),
        ("published", "Talks begin", "published"),
    ]
    assert "/2025/10/20/talks-begin/" in urls(report, "appear")


def test_what_is_held_back_is_told_with_its_time_and_is_on_no_page(site: Path, diff: Diff) -> None:
    write_site(site, {"briefs/later.md": brief("Later", "2025-12-01 09:00")})
    edit(site, "talks.md", "More.", "Much more.")
    report = diff(site)
    assert [(b["change"], b["state"], b["until"]) for b in report["briefs"]] == [
        ("held", "scheduled", "2025-12-01T08:00:00Z"),
        ("held", "draft", None),
    ]
    assert report["counts"]["change"]["all"] == report["counts"]["appear"]["all"] == 0
    assert diff(site, "--now", "2025-12-02T12:00Z")["briefs"][0]["change"] == "published"


def test_a_brief_that_can_no_longer_be_read(site: Path, diff: Diff) -> None:
    edit(site, "ferry.md", "date: 2025-10-19", "date: someday")
    report = diff(site)
    found = one_brief(report)
    assert (found["change"], found["title"]) == ("broken", "A ferry sinks")
    assert "/2025/10/19/a-ferry-sinks/" in found["warnings"][0]
    assert [p["code"] for p in report["problems"]["new"]] == ["date-unreadable"]
    commit(site)
    edit(site, "ferry.md", "date: someday", "date: 2025-10-19")
    mended = diff(site)
    assert one_brief(mended)["change"] == "published"
    assert [p["code"] for p in mended["problems"]["gone"]] == ["date-unreadable"]


# ---------------------------------------------------------------- registries, settings, the theme, other files


def test_an_actor_with_another_name_and_one_with_another_slug(site: Path, diff: Diff) -> None:
    (site / "briefs/actors.yml").write_text(
        "ada: Ada King\nmoore:\n  name: Bob Moore\n  redirect_from: [bob]\n", "utf-8"
    )
    edit(site, "bridge.md", "Ada Lovelace", "Ada King")
    report = diff(site)
    assert report["pages"]["move"] == [{"from": "/actors/bob/", "to": "/actors/moore/", "kind": "actor"}]
    assert "/actors/moore/" in urls(report, "appear")
    assert "/actors/ada/" in urls(report, "change")
    assert "/actors/bob/feed.xml" not in urls(report, "missing")


def test_two_topics_that_become_one(site: Path, diff: Diff) -> None:
    (site / "briefs/topics.yml").write_text("trade:\n  name: Trade\n  aliases: [Ships]\n  redirect_from: [ships]\n")
    report = diff(site)
    assert report["briefs"] == []
    assert report["pages"]["move"] == [{"from": "/topics/ships/", "to": "/topics/trade/", "kind": "topic"}]
    assert {"/topics/trade/", "/2025/10/19/a-ferry-sinks/"} <= set(urls(report, "change"))


def test_a_setting_that_all_pages_show_is_told_once(site: Path, diff: Diff, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "briefgen.yml").write_text(SITE["briefgen.yml"].replace("The Wire", "The Post"))
    assert diff(site)["everywhere"] == ["the setting title"]
    assert run(["diff", "-C", str(site), "--now", NOW]) == 0
    told = capsys.readouterr().out
    assert "pages may look different, because of the setting title." in told
    assert "/2025/10/18/" not in told


def test_another_pattern_of_addresses_moves_all_briefs(site: Path, diff: Diff) -> None:
    (site / "briefgen.yml").write_text(SITE["briefgen.yml"] + "permalink: /{slug}/\n")
    report = diff(site)
    assert {"/2025/10/18/a-bridge-opens/", "/2025/10/19/a-ferry-sinks/"} == set(urls(report, "missing"))
    assert {"/a-bridge-opens/", "/a-ferry-sinks/"} <= set(urls(report, "appear"))


def test_a_template_and_a_page_of_the_site(site: Path, diff: Diff) -> None:
    write_site(site, {"templates/404.html": "Lost", "briefs/_pages/about.md": "# About\n\nWe write a lot.\n"})
    report = diff(site)
    assert report["everywhere"] == ["the theme: templates/404.html"]
    assert urls(report, "change") == ["/about/"]
    commit(site)
    write_site(site, {"templates/404.html": "Astray"})
    assert diff(site)["everywhere"] == ["the theme: templates/404.html"]


def test_a_picture_with_other_bytes(site: Path, diff: Diff) -> None:
    edit(site, "bridge.md", "The bridge is open.", "![A bridge](b.png)")
    write_site(site, {"briefs/b.png": b"one"})
    commit(site)
    write_site(site, {"briefs/b.png": b"two"})
    report = diff(site)
    assert urls(report, "change") == ["/media/b.png"]
    assert report["briefs"] == []


# ---------------------------------------------------------------- with what it is compared


def test_a_branch_is_compared_with_where_it_left_the_trunk(site: Path, diff: Diff) -> None:
    git(site, "switch", "-qc", "work")
    write_site(site, {"briefs/new.md": brief("A new pier", "2025-10-21")})
    commit(site)
    git(site, "switch", "-q", "main")
    edit(site, "ferry.md", "Bob Moore saw it.", "Nobody saw it.")
    commit(site)
    git(site, "switch", "-q", "work")
    report = diff(site)
    assert report["reference"]["told"] == "where this branch left main"
    assert report["reference"]["commit"] == git(site, "merge-base", "main", "HEAD")
    assert [b["file"] for b in report["briefs"]] == ["briefs/new.md"]
    assert diff(site, "main") == report
    assert [b["file"] for b in diff(site, "main~1")["briefs"]] == ["briefs/new.md"]
    assert diff(site, "HEAD")["different"] is False


def test_a_site_in_a_folder_of_its_repository_and_a_commit_without_it(tmp_path: Path, diff: Diff) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    root = write_site(tmp_path / "née\tnews", SITE)
    report = diff(root)
    assert [b["change"] for b in report["briefs"]] == ["published", "published", "held"]
    assert "/about/" in urls(report, "appear")
    commit(tmp_path)
    (root / "briefs" / "é ü\n.md").write_text(brief("Odd", "2025-10-21"))
    commit(tmp_path)
    assert [b["title"] for b in diff(root, "HEAD~1")["briefs"]] == ["Odd"]
    edit(root, "ferry.md", "Bob Moore saw it.", "Nobody saw it.")
    assert [b["file"] for b in diff(root)["briefs"]] == ["briefs/ferry.md"]


def failed(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["diff", "-C", str(root), *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


def test_without_a_repository_or_a_commit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(tmp_path, SITE)
    assert "is not in a git repository" in failed(tmp_path, capsys)
    git(tmp_path, "init", "-q")
    assert "nothing has been committed yet" in failed(tmp_path, capsys)
    commit(tmp_path)
    assert "no commit, branch or tag “v9”" in failed(tmp_path, capsys, "v9")


def test_without_git(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "git is not installed" in failed(site, capsys)


def test_a_name_that_looks_like_an_option_is_a_name(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no commit, branch or tag “--all”" in failed(site, capsys, "--", "--all")


def test_a_shallow_clone_says_what_to_fetch(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], diff: Diff
) -> None:
    git(site, "switch", "-qc", "work")
    write_site(site, {"briefs/new.md": brief("A new pier", "2025-10-21")})
    commit(site)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=work", f"file://{site}", str(clone))
    told = failed(clone, capsys, "origin/main")
    command = "git fetch origin main:refs/remotes/origin/main"
    assert f"`{command}`" in told
    assert "history. Fetch all of it with `git fetch --unshallow`" in failed(clone, capsys, "HEAD~1")
    git(clone, *command.split()[1:], "--depth=1")
    report = diff(clone)
    assert report["reference"]["told"].startswith("origin/main; where this branch left it is not known")
    assert [b["file"] for b in report["briefs"]] == ["briefs/new.md"]


# ---------------------------------------------------------------- the state, the exit code, the forms


def test_what_the_state_knows_changes_no_answer(site: Path, diff: Diff) -> None:
    git(site, "config", "core.excludesFile", str(site / ".git" / "ignored"))
    (site / ".git" / "ignored").write_text("site/\n")
    edit(site, "bridge.md", "The bridge is open.", "The bridge is closed.")
    edit(site, "ferry.md", "A ferry", "A ship")
    cold = diff(site)
    config = Config(title="The Wire", url="https://example.org", timezone="Europe/Berlin")
    build_site(site, config)
    assert diff(site) == cold
    git(site, "stash", "-q")
    build_site(site, config)
    git(site, "stash", "pop", "-q")
    assert diff(site) == cold


WORDS = [
    ("bridge.md", "The bridge is open.", "The bridge is closed."),
    ("bridge.md", "title: A bridge opens", "title: The bridge opens"),
    ("bridge.md", "[Ada Lovelace]\n", "[Ada Lovelace]\nsummary: In short.\nbyline: Ada\n"),
    ("ferry.md", "ships]\n", "ships]\nsources:\n  - https://example.com/a\n"),
    ("ferry.md", "\n\nMore.\n", "\n"),
    ("ferry.md", "---\n## What", "---\n\n\n## What"),
]
MORE = [
    ("ferry.md", "It is.", "It is. [Lost](lost.md)"),
    ("ferry.md", "Bob Moore saw it.", "Ada Lovelace saw it."),
    ("ferry.md", "topics: [ships]", "topics: [trade]"),
    ("ferry.md", "date: 2025-10-19", "date: 2025-10-20"),
    ("talks.md", "More.", "Much more."),
    ("_pages/about.md", "We write.", "We read."),
    ("actors.yml", "Ada Lovelace", "Ada King"),
]


@pytest.mark.parametrize("built", ["commit", *(pytest.param(b, marks=pytest.mark.slow) for b in ("now", "between"))])
@pytest.mark.parametrize(("file", "old", "new"), WORDS + MORE)
def test_the_short_way_tells_what_the_whole_way_tells(
    site: Path, diff: Diff, monkeypatch: pytest.MonkeyPatch, built: str, file: str, old: str, new: str
) -> None:
    (site / ".git" / "info" / "exclude").write_text("site/\n")
    config = Config(title="The Wire", url="https://example.org", timezone="Europe/Berlin")
    if built == "commit":
        build_site(site, config)
    if built == "between":
        edit(site, "bridge.md", "More.", "Much less.")
        build_site(site, config)
        edit(site, "bridge.md", "Much less.", "More.")
    edit(site, file, old, new)
    if built == "now":
        build_site(site, config)
    taken: list[object] = []

    def both_sides(*arguments: Any) -> object:
        taken.append(arguments)
        return sides.both_sides(*arguments)

    monkeypatch.setattr(compare, "both_sides", both_sides)
    told = diff(site)
    assert told["different"]
    assert bool(taken) is ((file, old, new) not in WORDS)
    monkeypatch.setattr(compare, "compare_words", lambda *_: None)
    assert diff(site) == told
    shutil.rmtree(site / ".briefgen")
    assert diff(site) == told


def test_links_to_briefs_and_line_ends_that_git_changes(site: Path, diff: Diff) -> None:
    write_site(site, {"texts/pier.md": brief("A new pier", "2025-10-21")})
    (site / "briefs" / "pier.md").symlink_to("../texts/pier.md")
    (site / "briefs" / "lost.md").symlink_to("/nowhere/lost.md")
    commit(site)
    assert diff(site)["different"] is False
    (site / "texts" / "pier.md").write_text(brief("A new pier is open", "2025-10-21", "slug: a-new-pier\n"), "utf-8")
    assert [b["parts"] for b in diff(site)["briefs"]] == [["title"]]
    commit(site)
    git(site, "config", "core.autocrlf", "true")
    file = site / "briefs" / "ferry.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert diff(site)["different"] is False


def test_a_repository_within_the_briefs_is_told_as_it_is(site: Path, diff: Diff) -> None:
    inner = write_site(site / "briefs" / "wire", {"a.md": brief("From the wire", "2025-10-21")})
    git(inner, "init", "-q")
    commit(inner)
    git(site, "-c", "advice.addEmbeddedRepo=false", "add", "-A")
    git(site, "commit", "-qm", "x")
    assert [b["file"] for b in diff(site)["briefs"]] == ["briefs/wire/a.md"]


def test_a_file_that_git_does_not_know_goes_the_whole_way(site: Path, diff: Diff) -> None:
    write_site(site, {"briefs/new.md": brief("A new pier", "2025-10-21")})
    build_site(site, Config(title="The Wire", url="https://example.org", timezone="Europe/Berlin"))
    assert [b["title"] for b in diff(site)["briefs"]] == ["A new pier"]


def test_the_exit_code_tells_when_asked(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "-C", str(site), "--now", NOW, "--exit-code"]) == 0
    edit(site, "ferry.md", "A ferry", "A ship")
    assert run(["diff", "-C", str(site), "--now", NOW, "--exit-code"]) == 1
    capsys.readouterr()


def test_text_is_short_and_in_words(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(site, {"briefs/later.md": brief("Later", "2025-12-01 09:00")})
    edit(site, "bridge.md", "The bridge is open.", "The bridge is closed.")
    assert run(["diff", "-C", str(site), "--now", NOW]) == 0
    commit = git(site, "rev-parse", "HEAD")[:10]
    assert capsys.readouterr().out.startswith(
        f"Compared with the last commit ({commit}):\n\n"
        "Edited:\n"
        "  A bridge opens (text)\n"
        "    briefs/bridge.md  /2025/10/18/a-bridge-opens/\n"
        "Held back:\n"
        "  Later (comes out 2025-12-01 09:00 CET)\n"
        "    briefs/later.md\n\n"
        "Pages:\n"
    )


HOSTILE = "A @user **b** <script> [x](http://evil.example) #12 `c` | https://evil.example www.evil.example ~~d~~"


def test_markdown_shows_titles_as_they_are(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(site, {"briefs/new.md": brief(f"'{HOSTILE}'", "2025-10-21", "slug: new\n")})
    arguments = ["--format", "markdown", "--base-url", "https://preview.example/news/"]
    assert run(["diff", "-C", str(site), "--now", NOW, *arguments]) == 0
    told = capsys.readouterr().out
    html = MarkdownIt().enable(["strikethrough", "table"]).render(told)
    (line,) = (line for line in html.splitlines() if "script" in line)
    link = line.partition("</a>")[0]
    assert link.replace("<!-- -->", "") == (
        '<li><a href="https://preview.example/news/2025/10/21/new/">'
        + HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    )
    assert "@user" not in html
    assert "#12" not in html
    assert "https://evil" not in told
    assert "www.evil" not in told
    assert html.count("<details>") == html.count("</details>") > 1


def test_markdown_is_bounded(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = "A very long title " * 20
    write_site(site, {f"briefs/n{n}.md": brief(f"{long}{n}", "2025-10-21", f"slug: n{n}\n") for n in range(120)})
    assert run(["diff", "-C", str(site), "--now", NOW, "--format", "markdown"]) == 0
    told = capsys.readouterr().out
    assert len(told) < markdown.LONGEST
    assert "and 70 more" in told
    assert told.startswith(markdown.MARK)
