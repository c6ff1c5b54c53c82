"""The guard against silent edits: published briefs that changed since a commit and do not say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from briefgen.briefs.model import UNDATED, Brief
from briefgen.briefs.parser import parse_brief
from briefgen.config import Config
from briefgen.edition.model import Kind, State
from briefgen.edition.schedule import state_of
from briefgen.pages.urls import id_to_keep, output_path, permalink, permanent_id, tag_uri
from briefgen.problems import Problem, Severity, Where, problem
from briefgen.record.changes import Changed, changed_briefs
from briefgen.record.classing import kind_of
from briefgen.record.compared import Compared
from briefgen.record.history import read_history
from briefgen.record.model import History
from briefgen.record.wording import changed_parts, parts_of
from briefgen.settings import parse_config
from briefgen.text.decode import decode
from briefgen.text.moment import time_zone

_PUBLISHED = (State.PUBLISHED, State.EXPIRED)


def guard(compared: Compared, config: Config, now: dt.datetime) -> tuple[Problem, ...]:
    """What was published at the commit that a site is compared with, and changed since without saying so.

    Compared are the files as they lie there, committed or not. Published is what would have been so at `now` (aware). Raises `CompareError`.
    """
    reference = compared.reference
    then = parse_config(compared.before(["briefgen.yml"]).get("briefgen.yml", b""))[0]
    found: list[Problem] = []
    if reference.doubtful:
        message = f"The git history is cut off before this branch began, so it was compared with “{reference.name}” as that is now"
        found.append(problem("history-cut", Where("briefs"), message, "Fetch more (in a workflow, fetch-depth: 0)"))
    if then.permalink != config.permalink:
        message = (
            f"`permalink` was {then.permalink}; now every brief has another address, and the old ones lead nowhere"
        )
        hint = f"Write `permalink: {then.permalink}` again, or give each brief its old address under `aliases`"
        found.append(problem("permalink-changed", Where("briefgen.yml"), message, hint))
    if then.url and tag_uri("", then) != tag_uri("", config):
        message = (
            "With these settings every brief has another id in feeds, and feed readers will show all of them as new"
        )
        hint = f"Add the line `authority: {then.authority or urlsplit(then.url).hostname}`"
        found.append(problem("id-changed", Where("briefgen.yml"), message, hint))
    pairs = [Pair(change, then, config, compared.root) for change in changed_briefs(compared)]
    taken = {address for pair in pairs for address in pair.addresses(now)}
    for pair in pairs:
        found += pair.problems(taken, now)
    return tuple(found)


class Pair:
    """A brief as it was and as it is. `old` and `new` are None where there was none, is none, or it cannot be used."""

    def __init__(self, change: Changed, then: Config, config: Config, root: Path) -> None:
        self._change = change
        self._config = config
        self._root = root
        self._zone = time_zone(config.timezone) or dt.UTC
        self.old = _parse(change.was, change.before, then)
        read = parse_brief(change.path, change.after, config) if change.path and change.after is not None else None
        self.new = read.brief if read else None
        self._faults = tuple([p for p in read.problems if p.severity is Severity.ERROR]) if read else ()

    def addresses(self, now: dt.datetime) -> set[str]:
        """The files of the site that lead to this brief now."""
        if self.new is None or state_of(self.new, now) not in _PUBLISHED:
            return set()
        return {output_path(self._url(self.new)), *map(output_path, self.new.aliases)}

    def problems(self, taken: set[str], now: dt.datetime) -> Iterator[Problem]:
        """All that is wrong; `taken` are the files of the site that lead to a changed brief."""
        if self.old is None or state_of(self.old, now) not in _PUBLISHED:
            return
        lost = [url for url in (self._url(self.old), *self.old.aliases) if output_path(url) not in taken]
        if not self._change.path:
            if lost:
                yield self._withdrawn("This brief was published, and its file is gone", lost[0], now)
        elif self.new is None:  # what cannot be read says nothing of a change
            yield from self._faults
        elif self.new is not None:
            state = state_of(self.new, now)
            if state in _PUBLISHED:
                yield from self._moved(self.new, lost)
                yield from self._renamed(self.old, self.new)
                yield from self._edited(self.old, self.new, now)
            elif lost:
                what = "is a draft now" if state is State.DRAFT else f"is held back until {self.new.date.day}"
                yield self._withdrawn(f"This brief was published, and {what}", lost[0], now)

    @property
    def _file(self) -> str:
        return f"briefs/{self._change.path or self._change.was}"

    def _withdrawn(self, message: str, url: str, now: dt.datetime) -> Problem:
        hint = (
            f"Keep it and write `expires: {now.astimezone(self._zone).date()}`, or name {url} under `aliases` of the brief "
            "that takes its place"
        )
        return problem("brief-withdrawn", Where(self._file), f"{message}; {url} leads nowhere", hint)

    def _moved(self, new: Brief, lost: list[str]) -> Iterator[Problem]:
        if not lost:
            return
        aliases = dict.fromkeys((*new.aliases, *lost))
        url = self._url(new)
        was = self._url(self.old) if self.old else url
        if was in lost:
            message = f"This brief was published at {was}, which leads nowhere now that it is at {url}"
        else:
            message = f"This brief was also to be found at {' and '.join(lost)}, which leads nowhere now"
        hint = f"Add the line `aliases: [{', '.join(aliases)}]`"
        if new.aliases:
            hint = f"Make the line of its old addresses `aliases: [{', '.join(aliases)}]`"
        yield problem("address-changed", Where(self._file), message, hint)

    def _renamed(self, old: Brief, new: Brief) -> Iterator[Problem]:
        was = permanent_id(old.id, old.path, self._day(old), self._config)
        if permanent_id(new.id, new.path, self._day(new), self._config) == was:
            return
        own = id_to_keep(was, old.id or old.path.rpartition(".")[0], new.path, self._day(new), self._config)
        message = "Feed readers know this brief by another id, and will show it as a new one"
        hint = f"{'Make the line' if new.id else 'Add the line'} `id: {own}`"
        yield problem("id-changed", Where(self._file), message, hint)

    def _edited(self, old: Brief, new: Brief, now: dt.datetime) -> Iterator[Problem]:
        if len(new.corrections) < len(old.corrections):
            texts = {c.text for c in new.corrections}
            gone = next((c for c in old.corrections if c.text not in texts), old.corrections[-1])
            message = f"The correction of {gone.date.day} is gone: “{_short(gone.text)}”"
            yield problem("correction-gone", Where(self._file), message, "Put it back: readers were told of it")
        parts = changed_parts(old, new)
        if not parts or kind_of(old, new) is not Kind.CHANGED:
            return
        moment = now.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")
        names = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        message = f"{names[0].upper()}{names[1:]} changed after this brief was published, and it does not say so"
        hint = (
            f"Write below `updates:` what is new, below `corrections:` what was wrong, or `minor: {moment}` if it says the "
            "same as before"
        )
        yield problem("silent-edit", self._place(old, new, parts[0]), message, hint)

    def _place(self, old: Brief, new: Brief, part: str) -> Where:
        """The first line of a part that is not as it was."""
        before, (after, start) = parts_of(old).get(part, ("", 0))[0], parts_of(new).get(part, ("", 0))
        known = set(before.split("\n"))
        fresh = next((line for line in after.split("\n") if line not in known), "").strip()
        lines = decode(self._change.after or b"", "")[0].split("\n")
        for number, line in enumerate(lines, 1):
            if fresh and number >= start and fresh in line:
                return Where(self._file, number, line.index(fresh) + 1, line.index(fresh) + 1 + len(fresh))
        return Where(self._file, start)

    def _url(self, brief: Brief) -> str:
        return permalink(self._day(brief), brief.slug, self._config)

    def _day(self, brief: Brief) -> dt.date:
        """The day of a brief; of one without a date, that of its first commit, as the loader has it."""
        if brief.date != UNDATED:
            return brief.date.day
        trail = self._history.of(brief.path) or self._history.of(self._change.was)
        return trail.first.commit.instant.astimezone(self._zone).date() if trail else brief.date.day

    @cached_property
    def _history(self) -> History:
        return read_history(self._root)


def _parse(path: str, data: bytes | None, config: Config) -> Brief | None:
    return parse_brief(path, data, config).brief if path and data is not None else None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
