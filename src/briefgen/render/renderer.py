"""A page and its view to bytes: through the theme's templates, or through an encoder where no template makes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, select_autoescape
from jinja2.exceptions import TemplateAssertionError, UndefinedError
from jinja2.utils import missing

from briefgen.config import Config
from briefgen.pages.model import Page
from briefgen.pages.views import PageView, SiteView, View
from briefgen.problems import Problem, Where, problem
from briefgen.render.compiled import compiled_templates
from briefgen.render.dates import Dates, territorial
from briefgen.render.drawing import bars, by_letter, weeks
from briefgen.render.encode import ENCODERS
from briefgen.render.fault import TemplateError as TemplateError
from briefgen.render.interface import Interface, PhraseError
from briefgen.render.json_ld import JsonLd
from briefgen.render.leads import Pictures
from briefgen.render.markdown import Proser, absolute
from briefgen.render.phrases import Phrases
from briefgen.render.quick import QuickEnvironment
from briefgen.render.settling import Settled
from briefgen.render.theme import Theme
from briefgen.render.tools import Tools
from briefgen.render.typography import quoted
from briefgen.strings.locales import decimal, digits, in_digits

T = TypeVar("T")

# What neither HTML nor XML 1.0 may contain.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_NONCHARACTER = "\uffff".encode()[:2]  # few other characters begin like these two
_HIGH = _NONCHARACTER[:1]  # one byte is looked for twenty times as fast as two
_RTL = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


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
        self.environment = _environment(theme, site, config, self._phrases)
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
            if _is_template(path):
                try:
                    self.environment.get_template(name)
                except Exception as error:
                    found.append(self._explain(error, name, {}))
        return tuple(found)

    def _explain(self, error: Exception, template: str, context: dict[str, Any]) -> Problem:
        """What went wrong, in words for the author of the theme."""
        where = Where(f"templates/{template}", 0)
        if isinstance(error, TemplateSyntaxError):
            where = Where(f"templates/{error.name or template}", error.lineno)
            if isinstance(error, TemplateAssertionError) and "No filter named" in str(error.message):
                hint = _like(_quoted(error), self.environment.filters) or "Use a filter of Jinja or of docs/themes.md"
                return problem("template-syntax", where, str(error.message).rstrip("."), hint)
            hint = "Look here and above for a tag or a bracket that is misspelt or not closed"
            return problem("template-syntax", where, str(error.message).rstrip("."), hint)
        where = self._place(error) or where
        if isinstance(error, TemplateNotFound):
            hint = _like(str(error.name), self._theme.templates) or "Put the file into templates/, or correct its name"
            return problem("template-missing", where, f"There is no template “{error.name}”", hint)
        if isinstance(error, _MissingError):
            names = context | self.environment.globals if error.owner is missing else _fields(error.owner)
            return problem("template-undefined", where, str(error), _like(error.name, names) or _absent(error.owner))
        if isinstance(error, _FaultError):
            return problem("template-failed", where, str(error), error.hint)
        message = f"{type(error).__name__}: {error}".splitlines()[0]
        return problem("template-failed", where, message, "Correct what this line does, or leave it out")

    def _place(self, error: BaseException) -> Where | None:
        """The innermost line of a template in a traceback (Jinja maps its frames to template lines)."""
        files = {str(path): name for name, path in self._theme.templates.items()}
        for folder in self._theme.folders:
            files |= {str(folder / name): name for name in self._theme.templates}
        found = None
        frame = error.__traceback__
        while frame:
            name = files.get(frame.tb_frame.f_code.co_filename)
            if name:
                found = Where(f"templates/{name}", frame.tb_lineno)
            frame = frame.tb_next
        return found


def _environment(theme: Theme, site: SiteView, config: Config, phrases: Phrases) -> QuickEnvironment:
    environment = QuickEnvironment(
        loader=theme.loader,
        autoescape=select_autoescape(("html", "xml"), default_for_string=False),
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.policies["compiler.ascii_str"] = False
    dates = Dates(site.language, config.timezone, phrases)
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(site.url)) if site.url else ""
    interface = Interface(site.language, config.strings, phrases)
    t, asset = lru_cache(maxsize=4096)(_told(interface.phrase)), _assets(theme, site.base)
    proser = Proser(
        site.base, site.url, pictures=Pictures(site.remote_pictures, lambda host: t("picture-at", host=host))
    )
    json_ld = JsonLd(site, dates, t)
    environment.globals.update(site=site, t=t, asset=asset, forms=_told(interface.forms))
    environment.filters.update(
        html=proser.html,
        absolute=lambda html: absolute(html, origin),
        absolute_url=lambda url: f"{origin}{url}" if url.startswith("/") and not url.startswith("//") else url,
        longdate=dates.longdate,
        shortdate=dates.shortdate,
        fulldate=dates.fulldate,
        monthname=dates.monthname,
        yearname=dates.yearname,
        monthday=dates.monthday,
        datestamp=dates.datestamp,
        weekday=dates.weekday,
        clock=dates.clock,
        daterange=dates.daterange,
        period=lambda link, start=None: dates.period(link.unit, start or link.start),
        bars=bars,
        weeks=lambda start, links: weeks(start, links, dates.first_weekday()),
        by_letter=by_letter,
        iso=dates.iso,
        rfc3339=dates.rfc3339,
        rfc822=dates.rfc822,
        number=_numbers(site.language, phrases),
        quotes=lambda text, language="": quoted(text, language or site.language),
        direction=direction,
        host=host,
        json_ld=json_ld,
        heading=json_ld.heading,
        locale=lambda language: phrases.find(f"locale {language}", lambda: territorial(language)),
    )
    settled = Settled({"site": site}, {"t": t, "asset": asset})
    if settled.untouched(path.read_text("utf-8", "replace") for path in theme.templates.values() if _is_template(path)):
        environment.settled = settled
    return environment


def _is_template(file: Path) -> bool:
    """Whether a file of a theme is a template, and not, say, a font."""
    return file.suffix in (".html", ".xml", ".txt")


def _clean(text: str) -> bytes:
    """A text as the bytes of a file: without what no file may contain, ending in one line break."""
    try:
        data = text.strip().encode()
        clean = len(data.translate(None, _CONTROLS)) == len(data) and not (_HIGH in data and _NONCHARACTER in data)
    except UnicodeEncodeError:  # half a character
        clean = False
    return (data if clean else _FORBIDDEN.sub("", text).strip().encode()) + b"\n"


# ---------------------------------------------------------------- filters and globals


def direction(language: str) -> str:
    """The writing direction of a language, "rtl" or "ltr", for `dir`."""
    return "rtl" if language.partition("-")[0].lower() in _RTL or "-arab" in language.lower() else "ltr"


def host(url: str) -> str:
    """The host of a URL without "www.", for people: "example.org"."""
    return urlsplit(url).netloc.removeprefix("www.")


def _numbers(language: str, phrases: Phrases) -> Callable[[int], str]:
    own = in_digits(phrases.find("digits", lambda: digits(language)))

    def number(value: int) -> str:
        if -1000 < value < 1000:
            return str(value).translate(own) if own else str(value)
        return phrases.find(f"number {value!r}", lambda: decimal(value, language))

    return number


def _told(words: Callable[..., T]) -> Callable[..., T]:
    """A function that knows phrases, and tells the author of a theme when it does not."""

    def t(key: str, *arguments: Any, **values: str) -> T:
        try:
            return words(key, *arguments, **values)
        except PhraseError as error:
            raise _FaultError(str(error), error.hint) from None

    return t


def _assets(theme: Theme, base: str) -> Callable[[str], str]:
    urls = {file.name: f"{base}{file.path}{file.query}" for file in theme.static}

    @lru_cache(maxsize=1024)
    def asset(name: str) -> str:
        if name not in urls:
            hint = _like(name, urls) or "Put the file into templates/static/"
            raise _FaultError(f"There is no file “{name}” in static/", hint)
        return urls[name]

    return asset


# ---------------------------------------------------------------- errors


class _FaultError(Exception):
    """A mistake in the use of a filter or global, in plain words."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class _MissingError(UndefinedError):
    """A variable or field that is not there; `owner` is the value that lacks it, `missing` for a variable."""

    def __init__(self, name: str, owner: object) -> None:
        super().__init__(
            f"There is no variable “{name}”" if owner is missing else f"{_kind(owner)} has no field “{name}”"
        )
        self.name = name
        self.owner = owner


def _kind(value: object) -> str:
    return "Nothing (none)" if value is None else type(value).__name__


class _Undefined(StrictUndefined):
    """Fails with a `_MissingError`, wherever it is used."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        fail: Any = exc or (lambda _: _MissingError(str(name), obj))
        super().__init__(hint, obj, name, fail)


def _absent(owner: object) -> str:
    return "Ask first whether it is there: {% if … %}" if owner is None else "docs/themes.md tells what each page has"


def _fields(owner: object) -> tuple[str, ...]:
    return tuple(getattr(owner, "__struct_fields__", ()))


def _quoted(error: Exception) -> str:
    return str(error).partition("'")[2].partition("'")[0]


def _like(name: str, known: Any) -> str:
    return _hint(next(iter(get_close_matches(name, list(known), n=1)), ""))


def _hint(name: str) -> str:
    return f"Did you mean “{name}”?" if name else ""
