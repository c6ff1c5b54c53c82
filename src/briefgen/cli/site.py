"""The site that a command works on, and its clock."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.config_cache import Settings
    from briefgen.problems import Problem


class Site(NamedTuple):
    """A site. `now` is the clock; `problems` are those of its settings."""

    root: Path
    settings: Settings
    now: dt.datetime
    problems: tuple[Problem, ...]

    @property
    def config(self) -> Config:
        """The settings that can be used."""
        return self.settings.config


class SettingsError(Exception):
    """The settings of a site cannot be used."""

    def __init__(self, root: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{root}: settings that cannot be used")
        self.root = root
        self.problems = problems


def open_site(folder: Path | None, now: str | None, *, there: bool = False) -> Site:
    """The site in a folder, else the nearest one upwards. `SettingsError` for settings that cannot be used. `there`: it is wrong usage if
    there is none; else that is for the command to tell."""
    from briefgen.config_cache import site_settings
    from briefgen.problems import has_errors

    if folder is not None and not folder.is_dir():
        import click

        raise click.UsageError(f"there is no folder {folder}")
    root = (folder or find_root(Path.cwd())).resolve()
    if there and not is_site(root):
        import click

        message = f"there is no site in {root}: go to the folder that has briefgen.yml, or make a site with `briefgen init DIR`"
        raise click.UsageError(message)
    settings, problems = site_settings(root)
    if has_errors(problems):
        raise SettingsError(root, problems)
    return Site(root, settings, clock(now, settings.config.timezone), problems)


def find_root(start: Path) -> Path:
    """The nearest folder from here upwards that looks like a site; else this one."""
    for folder in (start, *start.parents):
        if is_site(folder):
            return folder
    return start


def is_site(folder: Path) -> bool:
    """Whether a site lies in a folder."""
    return (folder / "briefgen.yml").is_file() or (folder / "briefs").is_dir()


def clock(text: str | None, zone: str = "UTC") -> dt.datetime:
    """The moment that `--now` names, in a time zone where it has none of its own; else the present one."""
    if text is None:
        return dt.datetime.now(dt.UTC)
    from briefgen.text.moment import parse_moment, time_zone

    read = parse_moment(text, time_zone(zone) or dt.UTC)
    if read.moment is None:
        import click

        raise click.BadParameter(f"{read.note}. {read.hint}", param_hint="--now")
    return read.moment.instant
