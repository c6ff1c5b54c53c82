"""`briefgen completion`: what bash itself makes of it, and what is completed from a site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from support_record import git
from support_site import briefgen_apart, write_site

from briefgen.cli.commands import cli
from briefgen.cli.completion import VARIABLE, attach

BASH = shutil.which("bash")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder for the PATH with `briefgen` in it."""
    file = tmp_path / "bin" / "briefgen"
    file.parent.mkdir()
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m briefgen "$@"\n', "utf-8")
    file.chmod(0o755)
    return file.parent


@pytest.mark.skipif(BASH is None, reason="no bash")
def test_bash_completes_commands_options_choices_and_files(tmp_path: Path, program: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": "A"})
    asked = (
        ["ch"],
        ["build", "--st"],
        ["check", "--format", "g"],
        ["schema", "--cms", ""],
        ["schema", "--output", "br"],
    )
    lines = [
        'eval "$(briefgen completion bash)"',
        *(
            f"COMP_WORDS=(briefgen {' '.join(words[:-1])} '{words[-1]}'); COMP_CWORD={len(words)}; COMPREPLY=(); "
            '_briefgen_completion briefgen; echo "${COMPREPLY[*]}"'
            for words in asked
        ),
        "complete -p briefgen",
    ]
    path = f"{program}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(BASH), "--norc", "-c", "\n".join(lines)],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    *told, installed = done.stdout.splitlines()
    assert told[:4] == ["check", "--strict", "github", "decap pages"], done.stderr
    assert told[4] in ("", "briefs")  # files are bash's own, and only where it asks for them itself
    assert installed.endswith("_briefgen_completion briefgen")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_get_what_calls_us(tmp_path: Path, shell: str) -> None:
    done = briefgen_apart(tmp_path, "completion", shell)
    assert done.returncode == 0
    assert f"{VARIABLE}={shell}_complete" in done.stdout


Asking = Callable[[list[str], str], list[str]]


@pytest.fixture
def ask() -> Asking:
    """Completions of a command that takes names."""

    @click.group()
    @click.option("--site", type=click.Path())
    def group(site: str | None) -> None:
        raise AssertionError(site)

    @group.command()
    @click.argument("actor", metavar="ACTOR...", nargs=-1)
    @click.option("--topic", metavar="TOPIC")
    @click.option("--since", metavar="REF")
    def rename(actor: str, topic: str, since: str) -> None:
        raise AssertionError((actor, topic, since))

    attach(group)
    shell = ShellComplete(group, {}, "briefgen", VARIABLE)
    return lambda words, begun: [item.value for item in shell.get_completions(words, begun)]


def test_names_come_from_the_site(tmp_path: Path, ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_site(
        tmp_path,
        {
            "briefs/actors.yml": "ada:\n  name: Ada\nadam: Adam B.\neve: [wrong\n",
            "briefs/topics.yml": "harbour: Harbour\nstorm: Storm\n",
            "elsewhere/x": "",
        },
    )
    monkeypatch.chdir(site / "briefs")
    assert ask(["rename"], "ad") == ["ada", "adam"]
    assert ask(["rename", "ada", "--topic"], "") == ["harbour", "storm"]
    monkeypatch.chdir("/")
    assert ask(["rename", "--topic"], "") == []
    assert ask(["--site", str(site), "rename", "--topic"], "s") == ["storm"]


def test_refs_come_from_git(tmp_path: Path, ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert ask(["rename", "--since"], "") == []
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "Begin")
    git(tmp_path, "tag", "v1")
    assert ask(["rename", "--since"], "") == ["main", "v1"]


def test_a_shell_is_answered_for_every_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing that is asked by Tab gives a traceback, whatever command it is."""
    monkeypatch.chdir(tmp_path)
    shell = ShellComplete(cli, {}, "briefgen", VARIABLE)
    for name, command in cli.commands.items():
        options = [option for p in command.params if isinstance(p, click.Option) for option in p.opts]
        assert {item.value for item in shell.get_completions([name], "--")} >= {
            o for o in options if o.startswith("--")
        }
