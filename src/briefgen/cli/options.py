"""Options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def common(command: Command) -> Command:
    """The options that every command has."""
    where = "The site's folder. Default: the nearest folder upwards with briefgen.yml or briefs/."
    clock = 'Work as if it were this moment: "2025-10-18T09:00Z".'
    option = click.option("--now", metavar="TIME", help=clock)
    return click.option("-C", "--site", metavar="DIR", type=click.Path(path_type=Path), help=where)(option(command))


def jobs(command: Command) -> Command:
    """How many processes."""
    told = "Processes. Default: what pays, at most 4."
    return click.option("--jobs", metavar="N", type=click.IntRange(0), default=0, help=told)(command)
