"""A newsroom's archive of any size, always the same: briefs with names, topics, stories, expectations and corrections.

Everything in it is made up.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

LAST_DAY = dt.date(2025, 10, 31)

_FIRST = [
    "Ada",
    "Bruno",
    "Chiara",
    "Dmitri",
    "Elif",
    "Farid",
    "Greta",
    "Hugo",
    "Ingrid",
    "Jonas",
    "Keiko",
    "Lars",
    "Mira",
    "Noor",
    "Olga",
    "Pavel",
    "Rosa",
    "Soren",
    "Tariq",
    "Uma",
]
_LAST = [
    "Albrecht",
    "Bianchi",
    "Castell",
    "Dumont",
    "Eriksen",
    "Farouk",
    "Galvan",
    "Hartono",
    "Ibarra",
    "Jansen",
    "Kovac",
    "Lindqvist",
    "Moreau",
    "Novik",
    "Okafor",
]
_PLACES = [
    "Ardenne",
    "Belmora",
    "Corvane",
    "Dravia",
    "Estwick",
    "Fallmark",
    "Gorland",
    "Halvern",
    "Istria",
    "Nova",
    "Jorvik",
    "Kestral",
]
_BODIES = ["Ministry of {}", "{} Central Bank", "{} Council", "Port of {}", "University of {}", "{} Rail"]
_TOPICS = {
    "economy": ["trade", "energy", "labour"],
    "science": ["space", "health", "climate"],
    "politics": ["elections", "diplomacy", "courts"],
}
_EVENTS = [
    "{a} and {b} agreed on a new {t} plan after talks in {p}",
    "{a} rejected the {t} proposal that {b} had put forward in {p}",
    "The vote on the {t} bill was put off in {p}, and {a} blamed {b}",
    "{a} opened a {t} centre in {p} together with {b}",
    "An inquiry in {p} found that {a} had told {b} about the {t} figures early",
]
_REASONS = [
    "The plan touches **{n} households** and sets the pace for the whole region.",
    "It is the first such step since {y}, and *other towns* are watching.",
    "About {n} jobs depend on it; critics doubt the sums.",
]
_NEXT = ["{a} must answer by {d}.", "A second round is due on {d}.", "The council of {p} meets on {d}; {b} is invited."]


def corpus(count: int, seed: int = 1) -> dict[str, str]:
    """Files of a site with `count` briefs, with registries and settings: path → text."""
    chance = random.Random(seed)
    people = [f"{first} {last}" for last in _LAST for first in _FIRST][: max(20, count // 10)]
    bodies = [body.format(place) for place in _PLACES for body in _BODIES]
    files = {
        "briefgen.yml": "title: The Corpus Courier\nurl: https://example.org/news\ntimezone: Europe/Oslo\n",
        "briefs/actors.yml": "".join(_actors(people, bodies)),
        "briefs/topics.yml": "".join(_topics()),
    }
    earlier: list[str] = []
    for index in range(count):
        day = LAST_DAY - dt.timedelta(days=(count - index) * 900 // count)
        name = f"{day:%Y/%m}/{day}-{index:06d}"
        files[f"briefs/{name}.md"] = _brief(chance, index, day, people, bodies, earlier)
        earlier.append(f"{name}.md")
    return files


def _actors(people: list[str], bodies: list[str]) -> Iterator[str]:
    for index, name in enumerate(people):
        body = bodies[index % len(bodies)]
        role = f"  role: Speaker of {body}\n  member_of: {body}\n" if index % 3 == 0 else ""
        yield f"{_slug(name)}:\n  name: {name}\n  kind: person\n{role}"
    for name in bodies:
        yield f"{_slug(name)}:\n  name: {name}\n  kind: organization\n  aliases: [the {name}]\n"


def _topics() -> Iterator[str]:
    for parent, children in _TOPICS.items():
        yield f"{parent}:\n  name: {parent.title()}\n"
        for child in children:
            yield f"{child}:\n  name: {child.title()}\n  parent: {parent}\n"


def _brief(
    chance: random.Random, index: int, day: dt.date, people: list[str], bodies: list[str], earlier: list[str]
) -> str:
    a, b = chance.choice(people), chance.choice(bodies)
    topic = chance.choice([child for children in _TOPICS.values() for child in children])
    due = day + dt.timedelta(days=chance.randrange(5, 90))
    words = {"a": a, "b": b, "p": chance.choice(_PLACES), "t": topic, "d": str(due)}
    words |= {"n": str(chance.randrange(100, 90000)), "y": str(chance.randrange(1950, 2020))}
    event = chance.choice(_EVENTS).format(**words)
    lines = [
        "---",
        f"title: {event[:70].rsplit(' ', 1)[0]} ({index})",
        f"date: {day} {chance.randrange(24):02d}:15",
        f"slug: brief-{index}",
    ]
    lines += [f"topics: [{topic}]", "sources:", f"  - title: {b}", f"    url: https://example.org/source/{index}"]
    if chance.random() < 0.5:
        lines.append(f"actors: [{a}, {b}]")
    if chance.random() < 0.2:
        lines.append(f"story: The {topic} affair of {words['p']}")
    if len(earlier) > 50 and chance.random() < 0.1:
        lines.append(f"follows: {chance.choice(earlier[-50:-20])}")
    if chance.random() < 0.2:
        lines += ["expect:", f"  - on: {due}", f"    what: An answer from {b}"]
    if chance.random() < 0.05:
        lines += ["corrections:", f"  - date: {day}", "    text: An earlier version gave another figure."]
    sections = [
        ("What's Happening", [event + ".", *(chance.choice(_EVENTS).format(**words) + "." for _ in range(2))]),
        ("Why It's Important", chance.sample([r.format(**words) for r in _REASONS], 2)),
        ("What's Next", [f"- {line.format(**words)}" for line in chance.sample(_NEXT, 2)]),
    ]
    body = [part for heading, parts in sections for part in (f"## {heading}", "", "\n\n".join(parts), "")]
    return "\n".join([*lines, "---", "", *body])


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
