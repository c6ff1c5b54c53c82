"""Briefs and registries for tests of the edition: small ones by hand, large ones by rule."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from briefgen.briefs.model import ActorEntry, Brief, Library, Ref, Registry, Section, SectionKind, Status, TopicEntry
from briefgen.text.moment import Moment

NOW = dt.datetime(2025, 10, 18, 12, 0, tzinfo=dt.UTC)

_SYLLABLES = ("ka", "lo", "mi", "ren", "ta", "vo", "su", "bel", "dor", "nin", "hal", "pe", "gru", "zan", "fei", "oth")
_TEXT = (
    "the council said on Tuesday that its plan for harbours would cost more than expected and take until spring while "
    "members from both chambers asked for figures about ships, cranes and jobs before they vote again next week"
)
_WORDS = tuple(_TEXT.split())


def day(text: str) -> Moment:
    """A day, or an instant in UTC: "2025-10-18" or "2025-10-18 14:00"."""
    instant = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    return Moment(instant, instant.date(), len(text) == 10)


def refs(*names: str) -> tuple[Ref, ...]:
    """Names as in front matter, on lines 5, 6, …"""
    return tuple(Ref(name, line, 3, 3 + len(name)) for line, name in enumerate(names, 5))


def brief(path: str, text: str = "Nothing happened.", date: str = "2025-10-01", **fields: Any) -> Brief:
    """A brief with one section, *What's Happening*, whose text begins on line 10. Names may be plain strings."""
    for key in ("topics", "actors", "not_actors"):
        if key in fields:
            fields[key] = refs(*fields[key])
    for key in ("story", "follows"):
        if key in fields:
            fields[key] = Ref(fields[key], 7, 3, 9)
    values: dict[str, Any] = {
        "path": path,
        "title": path.removesuffix(".md"),
        "date": day(date),
        "slug": path.removesuffix(".md").rpartition("/")[2],
        "sections": (Section(SectionKind.HAPPENING, "What's Happening", text, 10),),
    }
    return Brief(**(values | fields))


def generate(briefs: int, actors: int, seed: int = 1) -> Library:
    """A library of that size. Briefs are of 2 KB in three sections; every actor has an alias; one name in ten is in no
    registry, one brief in five follows another, one in ten belongs to a story, one in a hundred waits or is a draft."""
    rng = random.Random(seed)
    names = list(dict.fromkeys(f"{_name(rng)} {_name(rng)}" for _ in range(actors * 2)))[:actors]
    entries = tuple(
        ActorEntry(f"a{n}", name, (f"{name.split()[1]}-{n}", f"the {name.split()[0]}{n} office"), line=n + 1)
        for n, name in enumerate(names)
    )
    topics = tuple(TopicEntry(f"t{n}", f"Topic {n}", parent=Ref(f"t{n // 4}") if n > 3 else None) for n in range(40))
    made: list[Brief] = []
    for n in range(briefs):
        date = dt.date(2015, 1, 1) + dt.timedelta(days=n * 3900 // briefs)
        fields: dict[str, Any] = {"topics": (f"Topic {rng.randrange(40)}", f"t{rng.randrange(40)}")}
        if n % 10 == 3:
            fields["actors"] = (rng.choice(names), f"{_name(rng)} Stranger")
        if n % 5 == 4:
            fields["follows"] = f"brief-{n - 3}"
        if n % 10 == 0:
            fields["story"] = f"Story {n // 100}"
        if n % 100 == 6:
            fields["status"] = Status.DRAFT
        fields["sections"] = tuple(Section(kind, "", _prose(rng, names), 10) for kind in SectionKind)
        made.append(brief(f"{date.year}/brief-{n}.md", date=date.isoformat(), **fields))
    return Library(tuple(made), registry=Registry(entries, topics))


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 3))).capitalize()


def _prose(rng: random.Random, names: list[str]) -> str:
    words = [rng.choice(_WORDS) if rng.random() > 0.03 else rng.choice(names) for _ in range(115)]
    lines = [" ".join(words[at : at + 14]) for at in range(0, len(words), 14)]
    return "\n".join(lines[:4]) + "’s end.\n\n" + "\n".join(lines[4:])
