"""What is in the output of a tool, and whether all of them did the same work."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from pathlib import Path

from bench.corpus import Brief, slugify
from bench.tools import Chosen, Tool

LINK = re.compile(r"/briefs/([^/\"'<>\s]+)/")


class Output:
    """The site that a tool has made. A file that is not there reads as empty."""

    def __init__(self, tool: Tool, site: Path) -> None:
        self.tool = tool
        self.folder = site / tool.out

    def read(self, name: str) -> str:
        try:
            return (self.folder / name).read_text("utf-8")
        except OSError:
            return ""

    def brief(self, slug: str) -> str:
        return self.read(f"briefs/{slug}/index.html")

    def below(self, kind: str, slug: str) -> str:
        """The page of a topic or an actor; where a tool divides it by years, those pages as well."""
        if not self.tool.years:
            return self.read(f"{kind}/{slug}/index.html")
        files = (self.folder / kind / slug).rglob("*.html")
        return "\n".join(file.read_text("utf-8") for file in files)

    def lists(self, brief: Brief) -> dict[str, str]:
        """The pages of the first topic and the first actor of a brief."""
        topic, actor = slugify(brief.topics[0]), brief.actors[0].slug
        return {"its topic": self.below("topics", topic), "its actor": self.below("actors", actor)}

    def lacking(self, word: str, places: dict[str, str]) -> list[str]:
        return [f"the change is not on {place}" for place, text in places.items() if word not in text]

    def mentions(self, actor: str) -> int:
        """How many files link to the page of an actor, or are that page."""
        link = f"/actors/{actor}/".encode()
        return sum(link in Path(place, name).read_bytes() for place, _, names in os.walk(self.folder) for name in names)


def unequal(output: Output, chosen: Chosen) -> list[str]:
    """What a complete site has and this one lacks."""
    problems = []
    pages = sum(not (output.folder / "briefs" / slug / "index.html").exists() for slug, _, _ in chosen.entries)
    if pages:
        problems.append(f"{pages} briefs have no page")
    listed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for slug, topics, actors in chosen.entries:
        for topic in topics:
            listed["topics", slugify(topic)].add(slug)
        for actor in actors:
            listed["actors", actor].add(slug)
    for kind in ("topics", "actors"):
        names = {name: slugs for (k, name), slugs in listed.items() if k == kind}
        lost = sum(len(slugs - set(LINK.findall(output.below(kind, name)))) for name, slugs in names.items())
        if lost:
            problems.append(f"{lost} of {sum(map(len, names.values()))} entries are not on the pages of {kind}")
        index = output.read(f"{kind}/index.html")
        if unnamed := sum(f"/{kind}/{name}/" not in index for name in names):
            problems.append(f"{unnamed} {kind} are not in the list of {kind}")
    newest = f"/briefs/{chosen.newest.slug}/"
    problems += [
        f"the newest brief is not in {name}" for name in ("index.html", "feed.xml") if newest not in output.read(name)
    ]
    if not (output.folder / "sitemap.xml").exists():
        problems.append("there is no sitemap")
    return problems
