"""A brief as a Markdown document of its own: front matter that briefgen itself can read, and the text below headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from briefgen.pages.views import BriefView, ExpectationView, MarkdownPage, PageView
from briefgen.render.portable import portable
from briefgen.render.tools import Tools

# What YAML 1.1 has other names for, or none (sections 4.1, 4.2).
_SPECIAL = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def encode_markdown(tools: Tools, _: PageView, view: MarkdownPage) -> bytes:
    """A brief as Markdown."""
    brief = view.brief
    parts = ["\n".join(["---", *_front_matter(tools, brief), "---"])]
    if brief.lede:
        parts.append(portable(tools, brief.lede))
    for label, section in zip(view.labels, brief.sections, strict=True):
        parts += [f"## {label}", portable(tools, section.body)]
    return "\n\n".join(parts).encode(errors="ignore") + b"\n"


def _front_matter(tools: Tools, brief: BriefView) -> Iterator[str]:
    date, absolute = tools.filters["iso"], tools.filters["absolute_url"]
    yield f"title: {_quoted(brief.title)}"
    yield f"date: {date(brief.date)}"
    if brief.updated:
        yield f"updated: {date(brief.updated)}"
    if brief.expires:
        yield f"expires: {date(brief.expires)}"
    yield f"id: {_quoted(brief.id)}"
    yield f"language: {brief.language}"
    for name, value in (("summary", brief.summary), ("byline", brief.byline)):
        if value:
            yield f"{name}: {_quoted(value)}"
    for name, links in (("topics", brief.topics), ("actors", brief.actors)):
        if links:
            yield f"{name}: [{', '.join(_quoted(link.title) for link in links)}]"
    if brief.story and brief.story.title:
        yield f"story: {_quoted(brief.story.title)}"
    yield from _entries("sources", ({"title": s.title, "url": s.url, "publisher": s.publisher} for s in brief.sources))
    yield from _entries("expect", map(_expected, brief.expectations))
    yield from _entries("corrections", ({"date": date(c.date), "text": c.text} for c in brief.corrections))
    yield from _entries("updates", ({"date": date(u.date), "text": u.text} for u in brief.updates))
    if brief.image:
        image = brief.image
        told = {"path": absolute(image.url), "alt": image.alt, "credit": image.credit, "caption": image.caption}
        yield "image:"
        yield from (f"  {name}: {_quoted(value)}" for name, value in told.items() if value)
    yield "extra:"
    yield f"  url: {_quoted(absolute(brief.url))}"


def _entries(name: str, entries: Any) -> Iterator[str]:
    """A list of mappings; nothing where it is empty."""
    first = True
    for entry in entries:
        if first:
            yield f"{name}:"
            first = False
        fields = [f"{key}: {_quoted(value)}" for key, value in entry.items() if value]
        yield from (f"{'    ' if number else '  - '}{field}" for number, field in enumerate(fields))


def _expected(e: ExpectationView) -> dict[str, str]:
    if e.first is None:
        days = {"by": e.last.isoformat()}
    elif e.first == e.last:
        days = {"on": e.last.isoformat()}
    else:
        days = {"from": e.first.isoformat(), "to": e.last.isoformat()}
    return {**days, "what": e.what, "outcome": e.outcome}


def _quoted(value: str) -> str:
    """A string in YAML: one in JSON is the same, but for what YAML takes for the end of a line, or forbids."""
    return _SPECIAL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))
