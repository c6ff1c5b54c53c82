"""What the files of the search hold, read as its script reads them; and a site to search in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from support_site import brief, write_site

from briefgen.config import Config

#: A site on a sub-path.
WIRE = Config(title="The Test Wire", url="https://example.org/news")

ACTORS = """kim-jong-un:
  name: Kim Jong Un
  aliases: [Chairman Kim]
  kind: person
ada-lovelace:
  name: Ada Lovelace
  aliases: [The Countess]
  kind: person
"""
TOPICS = """trade:
  name: Trade
  aliases: [Commerce]
energy:
  name: Energy & Heat
"""


class Found(NamedTuple):
    """A brief in a shard."""

    shard: str
    title: str
    path: str
    day: str
    names: list[str]


class Files(NamedTuple):
    """The search's files below the folder of a built site."""

    site: Path

    def read(self, name: str) -> Any:
        return json.loads((self.site / "search" / f"{name}.json").read_text("utf-8"))

    @property
    def shards(self) -> list[str]:
        return list(self.read("index")["shards"])

    def briefs(self) -> list[Found]:
        """All briefs, in the order in which they are looked through."""
        found = []
        for shard in self.shards:
            data = self.read(shard)
            for title, path, day, names, *_ in data["briefs"]:
                found.append(Found(shard, title, path, day, [data["names"][n][0] for n in names]))
        return found


def searchable(root: Path) -> Path:
    """A small newsroom with titles in many scripts, drafts, briefs for later, and one that has expired."""
    named = "topics: [trade]\nactors: [Kim Jong Un]\n"
    texts = {
        "cafe": brief("Café prices rise in Zürich", "2025-10-20", named),
        "obrien": brief("O’Brien’s “final” offer", "2025-10-19", "topics: [energy]\nactors: [Ada Lovelace]\n"),
        "zh": brief("北京与莫斯科会谈", "2025-10-18", "language: zh\nslug: zh\n"),
        "ar": brief("إغلاقُ القَنـــاة", "2025-10-17", "language: ar\nslug: ar\n"),
        "old": brief("A lighthouse, <b>lit</b>", "2024-03-01"),
        "draft": brief("Secretdraft", "2025-10-01", "status: draft\n"),
        "later": brief("Secretlater", "2026-10-01"),
        "expired": brief("Secretexpired", "2025-09-01", "expires: 2025-10-01\n"),
    }
    files = {f"briefs/{name}.md": text for name, text in texts.items()}
    return write_site(root, {**files, "briefs/actors.yml": ACTORS, "briefs/topics.yml": TOPICS})
