"""The settings of a site that is being worked on: the last good ones."""

from __future__ import annotations

from pathlib import Path

import msgspec

from briefgen.config import Config
from briefgen.config_cache import Settings, site_settings
from briefgen.problems import Problem, Where, has_errors, problem
from briefgen.serve.sight import SETTINGS


class Used(msgspec.Struct, frozen=True):
    """The settings that are used, which are the last good ones; those in the file, None where it cannot be read; and all that is wrong with
    them."""

    config: Config
    read: Settings | None
    problems: tuple[Problem, ...] = ()


def read_used(root: Path, before: Used | None) -> Used:
    """The settings as they are now, or the last good ones."""
    try:
        read, problems = site_settings(root)
    except OSError as error:
        where, told = Where(SETTINGS), f"This cannot be read: {error.strerror or error}"
        found = problem("unreadable", where, told, "Check its permissions")
        return Used(before.config if before else Config(), None, (found,))
    config = before.config if before and has_errors(problems) else read.config
    return Used(config, read, problems)
