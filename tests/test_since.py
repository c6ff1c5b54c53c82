"""`check --since` tells what the changes of a branch concern; SARIF holds all that a problem has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from support_record import git
from support_site import brief, briefgen, write_site

from briefgen.check import check_site
from briefgen.cli.site import open_site
from briefgen.problems import Edit, Problem, Severity, Where
from briefgen.record.changes import changed_briefs
from briefgen.record.compared import CompareError, compare_with
from briefgen.sarif import as_sarif
from briefgen.since import concerned
from briefgen.workers import serial_map

# The parts of the schema of SARIF 2.1.0 that a log of ours touches.
NUMBER = {"type": "integer", "minimum": 1}
TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}
INSERTED = {"type": "object", "properties": {"text": {"type": "string"}}, "additionalProperties": False}
REGION = {
    "type": "object",
    "properties": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), NUMBER),
    "additionalProperties": False,
}
ARTIFACT = {
    "type": "object",
    "properties": {"uri": {"type": "string", "format": "uri-reference"}, "uriBaseId": {"type": "string"}},
    "additionalProperties": False,
}
PLACE = {
    "type": "object",
    "properties": {"artifactLocation": ARTIFACT, "region": REGION},
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def table(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties, "additionalProperties": False}


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "uniqueItems": True}


RULE = table("id", id={"type": "string"}, shortDescription=TEXT, help=TEXT, defaultConfiguration=table("", level=LEVEL))
CHANGE = table(
    "artifactLocation replacements",
    artifactLocation=ARTIFACT,
    replacements={
        "type": "array",
        "minItems": 1,
        "items": table("deletedRegion", deletedRegion=REGION, insertedContent=INSERTED),
    },
)
FIX = table("artifactChanges", description=TEXT, artifactChanges={"type": "array", "minItems": 1, "items": CHANGE})
RESULT = table(
    "message",
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=TEXT,
    locations=many(table("", physicalLocation=PLACE)),
    fixes=many(FIX),
)
RUN = table(
    "tool",
    tool=table("driver", driver=table("name", name={"type": "string"}, version={"type": "string"}, rules=many(RULE))),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)
LOG = table(
    "version runs",
    **{
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {"type": "array", "items": RUN},
    },
)


def test_sarif_has_all_that_a_problem_has() -> None:
    where = Where("briefs/é a.md", 3, 7, 13)
    fixed = Problem(
        Severity.NOTE,
        "date-form",
        "date: read",
        where,
        "Write 2025-10-18",
        (Edit(3, 7, 13, "2025-10-18"), Edit(4, 1, 1, "---\n")),
    )
    bare = Problem(Severity.ERROR, "no-briefs", "There is no folder", Where("briefs"))
    log = json.loads(as_sarif([fixed, bare], "news/"))
    Draft7Validator(LOG).validate(log)
    (run,) = log["runs"]
    first, second = run["results"]
    rules = run["tool"]["driver"]["rules"]
    assert (
        [rules[r["ruleIndex"]]["id"] for r in run["results"]]
        == [first["ruleId"], second["ruleId"]]
        == ["no-briefs", "date-form"]
    )
    assert "region" not in first["locations"][0]["physicalLocation"]
    assert second["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "news/briefs/%C3%A9%20a.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 7, "endColumn": 13},
    }
    replaced = second["fixes"][0]["artifactChanges"][0]["replacements"]
    assert [r["insertedContent"]["text"] for r in replaced] == ["2025-10-18", "---\n"]
    assert replaced[0]["deletedRegion"] == {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 13}
    assert json.loads(as_sarif([]))["runs"][0]["results"] == []


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site in a folder of a repository, on a branch."""
    root = tmp_path / "wire"
    write_site(root, {f"briefs/{name}.md": brief(name) for name in ("kept", "edited", "deleted-one", "später")})
    write_site(tmp_path, {"other.md": "x", ".gitignore": "*.bak\n"})
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "a")
    git(tmp_path, "checkout", "-qb", "branch")
    return root


def differing(root: Path, ref: str) -> frozenset[str]:
    return compare_with(root, ref).differing


def test_what_differs_is_committed_or_not_new_or_deleted(site: Path) -> None:
    assert differing(site, "main") == frozenset()
    (site / "briefs/edited.md").write_text("x")
    git(site, "commit", "-qam", "b")
    (site / "briefs/deleted-one.md").unlink()
    write_site(site, {"briefs/später.md": "y", "briefs/-new file.md": "z", "briefs/_x.md": "", "../other.md": "y"})
    names = {f"briefs/{n}.md" for n in ("edited", "deleted-one", "später", "-new file")}
    assert differing(site, "main") == names
    write_site(site, {"briefs/ignored.bak": "", "templates/404.html": ""})  # a build looks at what git ignores
    assert differing(site, "main") == names | {"briefs/ignored.bak", "templates/404.html"}
    git(site, "checkout", "-q", "main", "-f")
    write_site(site, {"briefs/kept.md": "on main"})
    git(site, "commit", "-qam", "c")
    git(site, "checkout", "-q", "branch")
    assert "briefs/kept.md" not in differing(site, "main")


def test_a_moved_folder_is_many_moved_briefs(site: Path) -> None:
    write_site(site, {f"briefs/old/{n}.md": brief(f"Number {n}", text=f"{n} " * 90) for n in range(3)})
    git(site, "add", "-A")
    git(site, "commit", "-qm", "b")
    (site / "briefs/old").rename(site / "briefs/new")
    write_site(site, {"briefs/new/1.md": brief("Another", text="1 " * 90), "briefs/kept.md": "x"})
    (site / "briefs/new/2.md").rename(site / "briefs/two.md")
    found = [(change.was, change.path) for change in changed_briefs(compare_with(site, "HEAD"))]
    assert found == [
        ("kept.md", "kept.md"),
        ("old/0.md", "new/0.md"),
        ("old/1.md", "new/1.md"),
        ("old/2.md", "two.md"),
    ]


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", ""])
def test_a_name_that_git_does_not_know(site: Path, ref: str) -> None:
    with pytest.raises(CompareError, match="knows no commit"):
        compare_with(site, ref)
    assert not (site / "x").exists()


def test_the_command_line(site: Path) -> None:
    write_site(
        site,
        {
            "briefgen.yml": "url: https://example.org\n",
            "briefs/kept.md": brief("kept", text="See [it](deleted-one.md) and [that](lost.md)."),
        },
    )
    git(site, "add", "-A")
    git(site, "commit", "-qm", "b")
    (site / "briefs/deleted-one.md").unlink()
    write_site(site, {"briefs/new.md": brief("new").replace("title", "Title")})
    options = ("check", "--now", "2025-11-01", "--format", "sarif", "--since")
    done = briefgen(site, *options, "HEAD", GITHUB_WORKSPACE=str(site.parent))
    log = json.loads(done.stdout)
    Draft7Validator(LOG).validate(log)
    told = {
        (r["ruleId"], r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for r in log["runs"][0]["results"]
    }
    moved = {
        (code, "wire/briefs/new.md") for code in ("address-changed", "id-changed", "silent-edit")
    }  # what the guard says
    assert told == {("file-missing", "wire/briefs/kept.md"), ("key-repaired", "wire/briefs/new.md"), *moved}
    assert "lost.md" not in done.stdout  # that was so before
    git(site, "branch", "-qf", "main")
    assert briefgen(site, *options, GITHUB_WORKSPACE=str(site.parent)).stdout == done.stdout
    wrong = briefgen(site, *options, "nowhere")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "git knows no commit, branch or tag “nowhere” here" in wrong.stderr


#: What a branch does, and the problems in other files, as (code, file), that it answers for.
DEEDS: list[tuple[dict[str, str], set[tuple[str, str]]]] = [
    ({"briefs/a.md": brief("kept")}, {("title-duplicate", "briefs/kept.md")}),
    ({"briefs/actors.yml": "ada: Ada King\nado: Ado King\n"}, set()),
    (
        {"briefgen.yml": "url: https://example.org\ncheck:\n  sources-missing: warning\n"},
        {("sources-missing", "briefs/kept.md")},
    ),
    ({"briefgen.yml": "title: X\n"}, {("no-site-url", "briefgen.yml")}),
    (
        {"briefs/topics.yml": "a:\n  aliases: [Ships]\nb:\n  aliases: [Ships]\n"},
        {("topic-ambiguous", "briefs/edited.md")},
    ),
    ({"templates/404.html": "{{ nothing }}"}, {("template-undefined", "templates/404.html")}),
]


@pytest.mark.parametrize(("deed", "wanted"), DEEDS)
def test_a_problem_elsewhere_is_told_if_it_was_not_there_before(
    site: Path, deed: dict[str, str], wanted: set[tuple[str, str]]
) -> None:
    write_site(
        site,
        {
            "briefgen.yml": "url: https://example.org\n",
            "briefs/lost.md": brief("Lost", text="See [it](nowhere.md)."),
            "briefs/edited.md": brief("edited", extra="topics: [Ships]\n"),
        },
    )
    git(site, "add", "-A")
    git(site, "commit", "-qm", "b")
    write_site(site, deed)
    here = open_site(site, "2025-11-01T12:00Z")
    _, found = check_site(site, here.config, here.now, serial_map)
    found = (*here.problems, *found)
    compared = compare_with(site, "HEAD")
    told = concerned(found, compared, here.config, here.problems, here.now, serial_map)
    assert ("file-missing", "briefs/lost.md") in {(p.code, p.where.file) for p in found}
    assert ("file-missing", "briefs/lost.md") not in {(p.code, p.where.file) for p in told}
    assert {p for p in found if p.where.file in deed} <= set(told)
    assert wanted <= {(p.code, p.where.file) for p in told}
    assert wanted or all(p.where.file in deed for p in told)
