"""The Jinja environment that templates see: its filters and globals."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import select_autoescape

from briefgen.config import Config
from briefgen.pages.urls import absolute_url, origin
from briefgen.pages.views import SiteView
from briefgen.render.dates import Dates, territorial
from briefgen.render.drawing import bars, by_letter, weeks
from briefgen.render.explain import FaultError, Undefined, like
from briefgen.render.interface import Interface, PhraseError
from briefgen.render.json_ld import JsonLd
from briefgen.render.leads import Pictures, host
from briefgen.render.markdown import Proser, absolute
from briefgen.render.phrases import Phrases
from briefgen.render.quick import QuickEnvironment
from briefgen.render.settling import Settled
from briefgen.render.theme import Theme
from briefgen.render.typography import quoted
from briefgen.strings.locales import decimal, digits, in_digits
from briefgen.text.languages import direction

T = TypeVar("T")


def environment_for(theme: Theme, site: SiteView, config: Config, phrases: Phrases) -> QuickEnvironment:
    """The environment of a site's templates, with all filters and globals that docs/themes.md tells of."""
    environment = QuickEnvironment(
        loader=theme.loader,
        autoescape=select_autoescape(("html", "xml"), default_for_string=False),
        undefined=Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.policies["compiler.ascii_str"] = False
    dates = Dates(site.language, config.timezone, phrases)
    at = origin(site.url)
    interface = Interface(site.language, config.strings, phrases)
    t, asset = lru_cache(maxsize=4096)(_told(interface.phrase)), _assets(theme, site.base)
    proser = Proser(
        site.base, site.url, pictures=Pictures(site.remote_pictures, lambda host: t("picture-at", host=host))
    )
    json_ld = JsonLd(site, dates, t)
    environment.globals.update(site=site, t=t, asset=asset, forms=_told(interface.forms))
    environment.filters.update(
        html=proser.html,
        absolute=lambda html: absolute(html, at),
        absolute_url=lambda url: absolute_url(url, at),
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
    if settled.untouched(path.read_text("utf-8", "replace") for path in theme.templates.values() if is_template(path)):
        environment.settled = settled
    return environment


def is_template(file: Path) -> bool:
    """Whether a file of a theme is a template, and not, say, a font."""
    return file.suffix in (".html", ".xml", ".txt")


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
            raise FaultError(str(error), error.hint) from None

    return t


def _assets(theme: Theme, base: str) -> Callable[[str], str]:
    urls = {file.name: f"{base}{file.path}{file.query}" for file in theme.static}

    @lru_cache(maxsize=1024)
    def asset(name: str) -> str:
        if name not in urls:
            hint = like(name, urls) or "Put the file into templates/static/"
            raise FaultError(f"There is no file “{name}” in static/", hint)
        return urls[name]

    return asset
