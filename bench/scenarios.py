"""The changes that are timed, and whether they show: each makes a change in a site, then says where it must be seen."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import layouts
from bench.checks import Output
from bench.corpus import Brief
from bench.tools import Chosen, Tool, write

#: What a build is for, in the order in which they are run. All but the first start from the site as the last one left it.
SCENARIOS = {
    "cold": "no output and no caches",
    "no-op": "nothing has changed",
    "edit body": "a sentence more in a brief from the middle of the archive",
    "edit title": "a word more in the title of the newest brief",
    "add": "one more brief, the newest",
    "delete": "one brief less, from the older third",
    "alias": "an actor's nickname, which texts use, comes into the registry",
    "template": "a line more in the head of every page",
}


@dataclass(frozen=True)
class Step:
    """One scenario in one repetition. `word` is a word that nothing else has."""

    tool: Tool
    site: Path
    chosen: Chosen
    word: str

    def put(self, brief: Brief) -> None:
        write(self.site / layouts.path(self.tool.layout, brief), layouts.text(self.tool.layout, brief))

    def remove(self, brief: Brief) -> None:
        (self.site / layouts.path(self.tool.layout, brief)).unlink(missing_ok=True)

    # ------------------------------------------------------------ changes

    def edit_body(self) -> None:
        first, second, third = self.chosen.middle.sections
        longer = f"{third}\n\nA late note was added: {self.word}."
        self.put(dataclasses.replace(self.chosen.middle, sections=(first, second, longer)))

    def edit_title(self) -> None:
        newest = self.chosen.newest
        self.put(dataclasses.replace(newest, title=f"{newest.title} {self.word}"))

    def add(self) -> None:
        self.put(self.chosen.added)

    def delete(self) -> None:
        self.remove(self.chosen.deleted)

    def alias(self, undo: bool = False) -> None:
        nicknamed = "" if undo else self.chosen.nicknamed.slug
        write(self.site / "briefs/actors.yml", layouts.actors_yml(self.chosen.corpus.actors, nicknamed))

    def template(self) -> None:
        file = self.site / self.tool.template
        line = f'<meta name="bench" content="{self.word}">\n'
        if self.tool.layout == "briefgen":
            write(file, f'{{% extends "default/base.html" %}}\n{{% block head %}}\n{line}{{% endblock %}}\n')
        else:
            before = file.read_text("utf-8")
            write(file, before.replace("</head>\n", f"{line}</head>\n"))

    def change(self, scenario: str) -> None:
        """Make the change of a scenario."""
        changes: dict[str, Callable[[], None]] = {
            "edit body": self.edit_body,
            "edit title": self.edit_title,
            "add": self.add,
            "delete": self.delete,
            "alias": self.alias,
            "template": self.template,
        }
        if scenario in changes:
            changes[scenario]()

    def reset(self, template: str) -> None:
        """Undo all changes. `template` is what the base template was (empty: there was none)."""
        self.put(self.chosen.middle)
        self.put(self.chosen.newest)
        self.put(self.chosen.deleted)
        self.remove(self.chosen.added)
        if self.tool.layout == "briefgen":
            self.alias(undo=True)
        file = self.site / self.tool.template
        if template:
            write(file, template)
        else:
            file.unlink(missing_ok=True)

    # ------------------------------------------------------------ where they show

    def problems(self, scenario: str, output: Output) -> list[str]:
        """What the output should show after a scenario, and does not."""
        if scenario == "edit body":
            return output.lacking(self.word, {"its page": output.brief(self.chosen.middle.slug)})
        if scenario == "edit title":
            return output.lacking(self.word, self.places(output, self.chosen.newest))
        if scenario == "add":
            return output.lacking(self.chosen.added.slug, self.places(output, self.chosen.added))
        if scenario == "delete":
            gone = f"/briefs/{self.chosen.deleted.slug}/"
            lists = output.lists(self.chosen.deleted)
            return [f"the deleted brief is still on {place}" for place, text in lists.items() if gone in text]
        if scenario == "alias":
            return self.unlinked(output)
        if scenario == "template":
            places = {"a brief": output.brief(self.chosen.middle.slug), "home": output.read("index.html")}
            return output.lacking(self.word, places)
        return []

    def places(self, output: Output, brief: Brief) -> dict[str, str]:
        """All that shows the newest brief."""
        shown = {
            "its page": output.brief(brief.slug),
            "home": output.read("index.html"),
            "feed": output.read("feed.xml"),
        }
        return {**shown, **output.lists(brief)}

    def unlinked(self, output: Output) -> list[str]:
        """Whether a brief that has the nickname and not the name is on the page of the actor now."""
        slug, actor = self.chosen.only_nickname, self.chosen.nicknamed.slug
        if slug and f"/briefs/{slug}/" not in output.below("actors", actor):
            return [f"{slug}, which has the nickname, is not on the page of {actor}"]
        return []
