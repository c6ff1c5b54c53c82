"""`briefgen completion`: the Tab key of shells, as click has it, and what can be completed from a site.

A parameter says by its metavar what it takes; files and choices click knows by itself.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from briefgen.cli.codes import FINE
from briefgen.cli.show import say
from briefgen.cli.site import find_root

#: By this variable a shell says that it asks for completions.
VARIABLE = "_BRIEFGEN_COMPLETE"

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print what makes the Tab key of your shell complete commands, options and names."""
    made = get_completion_class(shell)
    assert made is not None
    root = context.find_root().command
    say(made(root, {}, "briefgen", VARIABLE).source())
    return FINE


def prepare(command: click.Command) -> None:
    """Let the parameters of a command, and of those below it, be completed, if a shell asks for that now."""
    if VARIABLE in os.environ:
        attach(command)


def attach(command: click.Command) -> None:
    """Let each parameter complete what its metavar names."""
    for parameter in command.params:
        completer = COMPLETERS.get((parameter.metavar or "").strip("[]. "))
        if completer:
            parameter._custom_shell_complete = completer
    for below in getattr(command, "commands", {}).values():
        attach(below)


def actors(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The slugs of registered actors."""
    return _entries(context, "actors", begun)


def topics(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The slugs of registered topics."""
    return _entries(context, "topics", begun)


def refs(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Branches and tags of the repository."""
    form = ["git", "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags"]
    environment = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        told = subprocess.run(form, cwd=_root(context), env=environment, capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return []
    return _items(((name, "") for name in told.stdout.decode("utf-8", "replace").splitlines()), begun)


COMPLETERS: dict[str, Completer] = {"ACTOR": actors, "TOPIC": topics, "REF": refs}


def _entries(context: click.Context, name: str, begun: str) -> list[CompletionItem]:
    from briefgen.briefs.registry import parse_registry

    try:
        data = (_root(context) / "briefs" / f"{name}.yml").read_bytes()
    except OSError:
        return []
    registry, _ = parse_registry(*((data, None) if name == "actors" else (None, data)))
    entries: Iterable[Any] = getattr(registry, name)
    return _items(((entry.slug, entry.name) for entry in entries), begun)


def _items(found: Iterable[tuple[str, str]], begun: str) -> list[CompletionItem]:
    return [CompletionItem(value, help=text) for value, text in sorted(found) if value.startswith(begun)]


def _root(context: click.Context) -> Path:
    """The site that is meant: that of `--site`, before or after the command, else the nearest."""
    folder = context.params.get("site") or context.find_root().params.get("site")
    return Path(folder) if folder else find_root(Path.cwd())
