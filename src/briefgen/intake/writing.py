"""A proposal → the text of a brief file, in the order that docs/briefs.md has, and its place in `briefs/`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefgen import scaffold
from briefgen.briefs.labels import label_key, labels_of
from briefgen.briefs.model import Expectation, Section
from briefgen.briefs.parser import parse_brief
from briefgen.config import Config
from briefgen.intake.proposal import Choice, Proposal
from briefgen.scaffold import heading, write_new
from briefgen.text.keys import slugify
from briefgen.text.prose import plain_text

_WIDTH = 100
_SLUG = 60
_UNQUOTED = re.compile(r"[^\W\d_](?:[\w .'’&()/–-]*[\w.)])?")
_RESERVED = frozenset(("yes", "no", "true", "false", "null", "on", "off", "y", "n"))


def brief_text(proposal: Proposal, config: Config) -> str:
    """The whole file. What is sure is front matter, the rest is in comments there; the prose is as it was given."""
    text = f"{_front_matter(proposal)}\n{_body(proposal, config)}"
    return text if _same_words(proposal, text, config) else f"{_front_matter(proposal)}\n{proposal.raw}\n"


def _same_words(proposal: Proposal, text: str, config: Config) -> bool:
    """Whether a file says what was given, all of it and each part in its section."""
    brief = parse_brief(next(file_names(proposal)), text.encode(), config).brief
    if brief is None:
        return False
    given = (proposal.lede, *(section.text for section in proposal.body.sections))
    return tuple(map(_plain, (brief.lede, *(s.text for s in brief.sections)))) == tuple(map(_plain, given))


def _plain(text: str) -> list[str]:
    return plain_text(text).split()


def _body(proposal: Proposal, config: Config) -> str:
    parts = [f"{proposal.lede}\n"] if proposal.lede else []
    parts += [f"## {_heading(section, config)}\n\n{section.text}\n" for section in proposal.body.sections]
    return "\n".join(parts)


def _front_matter(proposal: Proposal) -> str:
    lines = ["---", f"title: {json.dumps(proposal.title, ensure_ascii=False)}", f"date: {proposal.day.isoformat()}"]
    lines += [f"byline: {json.dumps(proposal.byline, ensure_ascii=False)}"] if proposal.byline else []
    for key, choices in (("topics", proposal.topics), ("actors", proposal.actors)):
        lines += _names(key, [choice.name for choice in choices if choice.sure])
        lines += _unsure(key, [choice for choice in choices if not choice.sure])
    if proposal.sources:
        lines += ["sources:", *(f"  - url: {json.dumps(s.url, ensure_ascii=False)}" for s in proposal.sources)]
    lines += _expectations(proposal.expect, proposal.confirmed)
    return "\n".join((*lines, "---", ""))


def _names(key: str, names: Sequence[str]) -> Iterator[str]:
    written = [yaml_text(name) for name in names]
    line = f"{key}: [{', '.join(written)}]"
    if names and len(line) <= _WIDTH and written == list(names):
        yield line
    elif names:
        yield f"{key}:"
        yield from (f"  - {name}" for name in written)


def _unsure(key: str, choices: Sequence[Choice]) -> Iterator[str]:
    for choice in choices:
        yield f"# {key}, if it is right: {choice.name} (the text has: {choice.why})"


def _expectations(expectations: Sequence[Expectation], confirmed: bool) -> Iterator[str]:
    if not expectations:
        return
    sign = "" if confirmed else "# "
    if not confirmed:
        yield "# Dates that What's Next seems to give. Take away the “# ” where they are right, and delete the others:"
    yield f"{sign}expect:"
    for one in expectations:
        days = {"by": one.last} if one.first is None else {"on": one.last}
        if one.first and one.first != one.last:
            days = {"from": one.first, "to": one.last}
        rows = [f"{key}: {day.isoformat()}" for key, day in days.items()]
        rows.append(f"what: {json.dumps(one.what, ensure_ascii=False)}")
        yield from (f"{sign}  {'- ' if number == 0 else '  '}{row}" for number, row in enumerate(rows))


def _heading(section: Section, config: Config) -> str:
    """The heading of a section: as it was written, where that is a label of its own or says more; else the site's."""
    house = heading(config, section.kind)
    label = labels_of(config.sections).exact(section.heading)
    if section.suffix:
        return section.heading
    own = getattr(config.sections, section.kind.value).label
    return house if own or label is None or label_key(label.text) == label_key(house) else label.text


def yaml_text(text: str) -> str:
    """A text as a YAML scalar that stands in a list, in quotes only where it needs them."""
    if _UNQUOTED.fullmatch(text) and text.casefold() not in _RESERVED and "  " not in text:
        return text
    return json.dumps(text, ensure_ascii=False)


def write_brief(root: Path, proposal: Proposal, text: str) -> Path:
    """Write a brief into the folder of its year; the path of its file. An existing file is never written over: the name gets a number.
    OSError where it cannot be written."""
    return write_new(root, file_names(proposal), text)


def file_names(proposal: Proposal) -> Iterator[str]:
    """The path in `briefs/` that a brief is to have, then those to take when there is such a file."""
    return scaffold.file_names(proposal.day, _short_slug(proposal.title))


def _short_slug(title: str) -> str:
    slug = slugify(title) or "brief"
    return slug if len(slug) <= _SLUG else slug[: _SLUG + 1].rpartition("-")[0] or slug[:_SLUG]
