"""Every command and option is in docs/cli.md, and nothing there is made up."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from briefgen.cli.commands import cli

DOCS = (Path(__file__).parent.parent / "docs" / "cli.md").read_text("utf-8")


def chapter(command: str) -> str:
    """What the docs say about one command."""
    found = re.search(rf"^## briefgen {command}$(.*?)(?=^## |\Z)", DOCS, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no chapter about {command}"
    return found[1]


def options(command: click.Command) -> set[str]:
    """Its options, and those of the commands that it groups."""
    inner = command.commands.values() if isinstance(command, click.Group) and command is not cli else ()
    own = {name for p in command.params if isinstance(p, click.Option) for name in p.opts}
    return own.union(*map(options, inner))


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_command_and_option_is_documented(name: str) -> None:
    text = chapter(name)
    for option in options(cli.commands[name]):
        assert re.search(rf"`{option}[ `]", text), f"docs/cli.md does not tell of briefgen {name} {option}"
    assert f"[`{name}`](#briefgen-{name})" in DOCS


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_documented_option_exists(name: str) -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", chapter(name)))
    assert named <= options(cli.commands[name]) | options(cli) | {"--help"}


def test_no_chapter_is_about_a_command_that_does_not_exist() -> None:
    assert set(re.findall(r"^## briefgen (\w+)$", DOCS, re.MULTILINE)) == set(cli.commands)


def test_every_option_and_command_explains_itself() -> None:
    for command in cli.commands.values():
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (command.name, parameter.name)
