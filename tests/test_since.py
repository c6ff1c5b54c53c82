"""`check --since` tells what the changes of a branch concern; SARIF holds all that a problem has."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from support_site import brief, briefgen, write_site

from briefgen.problems import Edit, Problem, Severity, Where
from briefgen.sarif import as_sarif
from briefgen.since import UnknownError, changed_since, concerned

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


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@wire.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


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


def test_what_changed_is_committed_or_not_new_or_deleted(site: Path) -> None:
    assert changed_since(site, "main") == frozenset()
    (site / "briefs/edited.md").write_text("x")
    git(site, "commit", "-qam", "b")
    (site / "briefs/deleted-one.md").unlink()
    write_site(site, {"briefs/später.md": "y", "briefs/-new file.md": "z", "briefs/x.bak": "", "../other.md": "y"})
    assert changed_since(site, "main") == {f"briefs/{n}.md" for n in ("edited", "deleted-one", "später", "-new file")}
    git(site, "checkout", "-q", "main", "-f")
    write_site(site, {"briefs/kept.md": "on main"})
    git(site, "commit", "-qam", "c")
    git(site, "checkout", "-q", "branch")
    assert "briefs/kept.md" not in changed_since(site, "main")


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", ""])
def test_a_name_that_git_does_not_know(site: Path, ref: str) -> None:
    with pytest.raises(UnknownError):
        changed_since(site, ref)
    assert not (site / "x").exists()


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UnknownError, match="not a git repository"):
        changed_since(tmp_path, "main")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnknownError, match="not installed"):
        changed_since(tmp_path, "main")


def test_the_command_line(site: Path) -> None:
    write_site(
        site,
        {
            "briefgen.yml": "url: https://example.org\n",
            "briefs/kept.md": brief("kept", text="See [it](deleted-one.md)."),
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
    wrong = briefgen(site, *options, "nowhere")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "what changed since nowhere cannot be told" in wrong.stderr


def test_problems_that_changes_concern() -> None:
    def told(file: str, message: str = "m") -> Problem:
        return Problem(Severity.WARNING, "file-missing", message, Where(file))

    own, link, address = (
        told("briefs/a.md"),
        told("briefs/b.md", "There is no file briefs/2025-10-18-deleted.md"),
        told("briefs/c.md", "This leads to /2025/10/18/deleted/"),
    )
    other = told("briefs/d.md", "There is no file briefs/elsewhere.md")
    changed = frozenset({"briefs/a.md", "briefs/2025-10-18-deleted.md"})
    assert list(concerned([own, link, address, other], changed)) == [own, link, address]
    assert list(concerned([own, other], frozenset({"briefs/actors.yml"}))) == [own, other]
    assert not list(concerned([own, other], frozenset()))
