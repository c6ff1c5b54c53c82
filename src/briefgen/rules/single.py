"""Rules for one brief: what they find depends on nothing but the brief and the settings, and so can be kept with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from briefgen.briefs.model import Brief
from briefgen.config import Config
from briefgen.problems import Problem, Where, problem
from briefgen.rules.perishable import SAID, days_to, pattern_of
from briefgen.rules.site import parts, where_in, without_code
from briefgen.text.keys import words_in
from briefgen.text.prose import plain_text

_UNDESCRIBED = re.compile(r"!\[\s*\](?=[(\[])")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts in which a letter counts as a word


def missing_sources(brief: Brief, _: Config) -> Iterator[Problem]:
    """A brief should say where its facts come from."""
    if not brief.sources:
        hint = "Write below `sources:` who said so, with `title:` and `url:`"
        yield problem("sources-missing", Where(f"briefs/{brief.path}", 1), "This brief names no sources", hint)


def perishable_words(brief: Brief, config: Config) -> Iterator[Problem]:
    """A brief is read for years: "tomorrow" should be a date."""
    language = brief.language or config.language
    pattern = pattern_of(language)
    if pattern is None:
        return
    for text, line in ((brief.title, 1), *parts(brief)):
        if not pattern.search(text):
            continue
        bare = SAID.sub(lambda said: "\0" * len(said[0]), without_code(text))
        for found in pattern.finditer(bare):
            days = days_to(language, found[0])
            day = _day(brief, days)
            hint = f"Write the date, {day}" if day else "Write the date, or leave the word out"
            message = f"“{found[0]}” is true only for a while, and this brief will be read for years"
            yield problem("perishable-word", where_in(brief, text, found.start(), line, found[0]), message, hint)


def _day(brief: Brief, days: int | None) -> dt.date | None:
    try:
        return None if days is None else brief.date.day + dt.timedelta(days=days)
    except OverflowError:
        return None


def section_length(brief: Brief, config: Config) -> Iterator[Problem]:
    """A section should be neither longer nor shorter than the house wants it."""
    least, most = config.check.section_words.min, config.check.section_words.max
    if not (least or most):
        return
    for section in brief.sections:
        prose = plain_text(section.text)
        wide = len(_WIDE.findall(prose))
        count = wide + len(words_in(_WIDE.sub(" ", prose) if wide else prose))
        where = Where(f"briefs/{brief.path}", section.line)
        told = f"“{section.heading}” has {count:,} words"
        if most and count > most:
            yield problem("section-length", where, f"{told}; {most:,} are the most", "Say it in fewer words")
        elif count < least:
            yield problem("section-length", where, f"{told}; {least:,} are the least", "Say more about it")


def undescribed_pictures(brief: Brief, _: Config) -> Iterator[Problem]:
    """Who cannot see a picture should learn what it shows."""
    for text, line in parts(brief):
        if "![" in text:
            for found in _UNDESCRIBED.finditer(without_code(text)):
                hint = "Say between the brackets what can be seen: ![The harbour at low tide](…)"
                where = where_in(brief, text, found.start(), line, found[0])
                yield problem("picture-undescribed", where, "This picture has no description", hint)
