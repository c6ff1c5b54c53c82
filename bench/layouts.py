"""The same briefs as files for each generator."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bench.corpus import Actor, Brief, slugify
from bench.words import Topic


def quoted(text: str) -> str:
    """A string in YAML: one in JSON is the same."""
    return json.dumps(text, ensure_ascii=False)


def path(layout: str, brief: Brief) -> str:
    """The file of a brief, relative to the site's folder."""
    folder = {"briefgen": f"briefs/{brief.moment:%Y}", "hugo": "content/briefs", "pelican": "content"}[layout]
    return f"{folder}/{brief.stem}.md"


def text(layout: str, brief: Brief) -> str:
    """What is in the file."""
    return {"briefgen": _briefgen, "hugo": _hugo, "pelican": _pelican}[layout](brief)


def _briefgen(b: Brief) -> str:
    lines = [f"title: {quoted(b.title)}", f"date: {b.moment:%Y-%m-%d %H:%M}"]
    lines += [f"{key}: {quoted(value)}" for key, value in (("summary", b.summary), ("byline", b.byline)) if value]
    lines += [*_names(b), *_sources(b)]
    lines += [f"{key}: {quoted(value)}" for key, value in (("story", b.story), ("follows", b.follows)) if value]
    if b.expected:
        lines.append("expect:")
        for e in b.expected:
            lines += [f"  - on: {e.day}", f"    what: {quoted(e.what)}"]
            lines += [f"    outcome: {quoted(e.outcome)}"] if e.outcome else []
    if b.corrections:
        lines.append("corrections:")
        for day, told in b.corrections:
            lines += [f"  - date: {day}", f"    text: {quoted(told)}"]
    return _document(lines, b)


def _hugo(b: Brief) -> str:
    lines = [f"title: {quoted(b.title)}", f"date: {b.moment:%Y-%m-%dT%H:%M:00Z}", f"slug: {b.slug}"]
    return _document([*lines, *_names(b), *_sources(b)], b)


def _pelican(b: Brief) -> str:
    """Pelican has tags and authors for topics and actors, and one line for each key."""
    lines = [
        f"Title: {b.title}",
        f"Date: {b.moment:%Y-%m-%d %H:%M}",
        f"Slug: {b.slug}",
        f"Tags: {', '.join(b.topics)}",
        f"Authors: {'; '.join(a.name for a in b.actors)}",
        f"Origins: {' ## '.join(f'{title} @@ {url}' for title, url in b.sources)}",
    ]
    return "\n".join(lines) + "\n\n" + b.text


def _document(lines: Iterable[str], b: Brief) -> str:
    return "\n".join(["---", *lines, "---", "", ""]) + b.text


def _names(b: Brief) -> list[str]:
    topics = [f"  - {quoted(t)}" for t in b.topics]
    return ["topics:", *topics, "actors:", *(f"  - {quoted(a.name)}" for a in b.actors)]


def _sources(b: Brief) -> list[str]:
    return ["sources:", *(f"  - title: {quoted(t)}\n    url: {url}" for t, url in b.sources)]


# ---------------------------------------------------------------- registries


def actors_yml(actors: Iterable[Actor], nicknamed: str = "") -> str:
    """The registry of actors. The actor with the slug `nicknamed` has its nickname among its aliases."""
    lines = []
    for a in actors:
        aliases = [*a.aliases, *([a.nickname] if a.slug == nicknamed else [])]
        lines += [f"{a.slug}:", f"  name: {quoted(a.name)}", f"  kind: {a.kind}"]
        lines += [f"  aliases: [{', '.join(map(quoted, aliases))}]"] if aliases else []
        lines += [f"  role: {quoted(a.role)}"] if a.role else []
        lines += [f"  member_of: {quoted(a.member_of)}"] if a.member_of else []
    return "\n".join(lines) + "\n"


def topics_yml(topics: Iterable[Topic], parents: bool) -> str:
    """The registry of topics. With `parents`, a topic may be part of another, whose page then lists its briefs too."""
    lines = []
    for t in topics:
        lines += [f"{slugify(t.name)}:", f"  name: {quoted(t.name)}", f"  aliases: [{quoted(t.alias)}]"]
        lines += [f"  description: {quoted(f'News of {t.field}.')}"]
        lines += [f"  parent: {quoted(t.parent)}"] if parents and t.parent else []
    return "\n".join(lines) + "\n"
