"""The theme, ready to print; made anew when one of its files or the settings change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from briefgen.config import Config
from briefgen.keys import theme_mark
from briefgen.lock import FOLDER
from briefgen.pages.model import Page
from briefgen.pages.plan import Plan
from briefgen.pages.site import site_view
from briefgen.problems import Problem, Where, problem
from briefgen.render.renderer import Renderer
from briefgen.render.theme import StaticFile, Theme
from briefgen.trial import clashes, try_templates


class Press:
    """A theme with the settings of a site. `mark` is that of the theme, `static` are its files by their paths on the site; `faults` is
    what is wrong with its templates, as far as they were tried."""

    def __init__(self, theme: Theme, root: Path, config: Config, phrases: Mapping[str, str]) -> None:
        self.theme = theme
        self.mark = theme_mark(theme)
        self.static: dict[str, StaticFile] = {file.path: file for file in theme.static}
        compiled = root / FOLDER / "templates" if (root / "briefs").is_dir() else None
        self.renderer = Renderer(theme, site_view(config), config, compiled=compiled, phrases=phrases)
        #: What tells whether a mistake can be in a template: what is in a static file cannot make one.
        self._shape = (
            config,
            [(name, file.read_bytes()) for name, file in theme.templates.items()],
            [file.name for file in theme.static],
        )
        self.faults: tuple[Problem, ...] = ()
        self._good = False
        self._tried: tuple[Page, ...] | None = None
        self._clashes: tuple[Problem, ...] = ()

    def follow(self, before: Press) -> None:
        """Take over what was found out about another, if it holds for this one."""
        self._good = before._good and self._shape == before._shape

    def try_out(self, plan: Plan, good: Collection[bytes] = ()) -> None:
        """Find the mistakes in the templates, unless there are none: they were tried before, or `good` are the marks of such themes."""
        if plan.pages is not self._tried:
            self._tried, self._clashes = plan.pages, tuple(clashes(self.theme, plan.pages))
        if not self._good:
            known = self.mark in good
            self.faults = (
                () if known else (self.renderer.check() or tuple(dict.fromkeys(try_templates(plan, self.renderer))))
            )
            self._good = not self.faults

    @property
    def good(self) -> bytes | None:
        """The mark of the theme, if nothing is wrong with it."""
        return self.mark if self._good else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the theme, and between it and the pages with which it was tried out."""
        return (*self._clashes, *self.faults)


def make_press(
    root: Path, config: Config, phrases: Mapping[str, str], before: Press | None = None
) -> tuple[Press, tuple[Problem, ...]]:
    """The press of a site. In the place of a theme that cannot be read is the one before, or the default one."""
    theme = Theme([root / "templates"])
    try:
        press = Press(theme, root, config, phrases)
        if before:
            press.follow(before)
        return press, ()
    except OSError as error:
        where = Where(str(Path(error.filename).relative_to(root)) if _is_below(error.filename, root) else "templates")
        told = f"This cannot be read: {error.strerror or error}"
        known = before.theme if before else Theme()
        return Press(known, root, config, phrases), (problem("unreadable", where, told, "Check its permissions"),)


def _is_below(file: object, root: Path) -> bool:
    return isinstance(file, str) and Path(file).is_relative_to(root)
