"""A page and its view to bytes: through the theme's templates, or through an encoder where no template makes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefgen.config import Config
from briefgen.pages.model import Page
from briefgen.pages.views import PageView, SiteView, View
from briefgen.problems import Problem
from briefgen.render.compiled import compiled_templates
from briefgen.render.encode import ENCODERS
from briefgen.render.environment import environment_for, is_template
from briefgen.render.explain import explain
from briefgen.render.fault import TemplateError as TemplateError
from briefgen.render.phrases import Phrases
from briefgen.render.theme import Theme
from briefgen.render.tools import Tools

# What neither HTML nor XML 1.0 may contain.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_NONCHARACTER = "\uffff".encode()[:2]  # few other characters begin like these two
_HIGH = _NONCHARACTER[:1]  # one byte is looked for twenty times as fast as two


class Renderer:
    """Renders the pages of one site with one theme. Stateless apart from what it remembers to be quick. `environment` is
    the Jinja environment that templates see, `tools` what encoders do.

    `compiled` is a folder in which templates may be kept compiled; `phrases` is what `phrases()` returned in an earlier
    build. Both only save time."""

    def __init__(
        self,
        theme: Theme,
        site: SiteView,
        config: Config,
        *,
        compiled: Path | None = None,
        phrases: Mapping[str, str] | None = None,
    ) -> None:
        self._theme = theme
        self._phrases = Phrases(site.language, phrases)
        self.environment = environment_for(theme, site, config, self._phrases)
        self.tools = Tools(site, self.environment.globals, self.environment.filters, theme.templates, self._macro)
        if compiled:
            self.environment.bytecode_cache = compiled_templates(
                compiled, theme, site, (config.timezone, config.strings), bool(self.environment.settled)
            )

    def phrases(self) -> dict[str, str]:
        """Dates and numbers in words that are known by now, as plain data for a later build."""
        return self._phrases.known()

    def render(self, page: Page, meta: PageView, view: View) -> bytes:
        """The page as UTF-8, ending in one line break. The same for the same arguments, always.

        Raises `TemplateError`."""
        encode = ENCODERS.get(page.kind)
        if encode:
            return encode(self.tools, meta, view)
        context = {name: getattr(view, name) for name in view.__struct_fields__}
        context |= {"page": meta, "view": view}
        try:
            text = self.environment.get_template(page.template).render(context)
        except Exception as error:
            raise TemplateError(self._explain(error, page.template, context)) from error
        return _clean(text)

    def _macro(self, template: str, name: str, *arguments: object) -> str:
        """What a macro of a template makes of these arguments. Raises `TemplateError`."""
        try:
            found: Any = self.environment.get_template(template)
            return str(found.call(name, *arguments))
        except Exception as error:
            raise TemplateError(self._explain(error, template, {})) from error

    def check(self) -> tuple[Problem, ...]:
        """Every template that cannot be compiled, all at once."""
        found = []
        for name, path in self._theme.templates.items():
            if is_template(path):
                try:
                    self.environment.get_template(name)
                except Exception as error:
                    found.append(self._explain(error, name, {}))
        return tuple(found)

    def _explain(self, error: Exception, template: str, context: dict[str, Any]) -> Problem:
        return explain(error, template, self._theme, self.environment, context)


def _clean(text: str) -> bytes:
    """A text as the bytes of a file: without what no file may contain, ending in one line break."""
    try:
        data = text.strip().encode()
        clean = len(data.translate(None, _CONTROLS)) == len(data) and not (_HIGH in data and _NONCHARACTER in data)
    except UnicodeEncodeError:  # half a character
        clean = False
    return (data if clean else _FORBIDDEN.sub("", text).strip().encode()) + b"\n"
