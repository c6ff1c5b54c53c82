"""A made-up news archive of any size, the same bytes for the same size and seed on every machine.

Names come up as they do in real archives: a few all the time, most of them seldom (Zipf's law).
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import random
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bench import words

T = TypeVar("T")

FIRST_DAY = dt.date(2019, 1, 1)
DAYS = 6 * 365
HEADINGS = ("What's Happening", "Why It's Important", "What's Next")


@dataclass(frozen=True)
class Actor:
    """Someone in the news. `nickname` is a name that texts use and that the registry does not know (may be empty)."""

    slug: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    nickname: str = ""
    role: str = ""
    member_of: str = ""


@dataclass(frozen=True)
class Expected:
    """Something that a brief expects, with what came of it (may be empty)."""

    day: dt.date
    what: str
    outcome: str = ""


@dataclass(frozen=True)
class Brief:
    """One brief. `story`, `follows`, `summary` and `byline` may be empty; `follows` is the name of a file."""

    slug: str
    title: str
    moment: dt.datetime
    topics: tuple[str, ...]
    actors: tuple[Actor, ...]
    sections: tuple[str, str, str]
    sources: tuple[tuple[str, str], ...]
    story: str = ""
    follows: str = ""
    summary: str = ""
    byline: str = ""
    expected: tuple[Expected, ...] = ()
    corrections: tuple[tuple[dt.date, str], ...] = ()

    @property
    def stem(self) -> str:
        """The name of its file, without the ending."""
        return f"{self.moment:%Y-%m-%d}-{self.slug}"

    @property
    def text(self) -> str:
        """The three sections, in Markdown."""
        return "\n\n".join(f"## {h}\n\n{s}" for h, s in zip(HEADINGS, self.sections, strict=True)) + "\n"


class Dice(random.Random):
    """Chance, made from `random()` alone: that is the one method whose numbers Python promises never to change."""

    def below(self, n: int) -> int:
        return int(self.random() * n)

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def one(self, of: Sequence[T]) -> T:
        return of[self.below(len(of))]

    def chance(self, share: float) -> bool:
        return self.random() < share

    def some(self, of: Sequence[T], n: int) -> list[T]:
        """`n` different ones, in any order."""
        left = list(of)
        return [left.pop(self.below(len(left))) for _ in range(min(n, len(left)))]


class Zipf:
    """Draws from a list in which the k-th is drawn about 1/k times as often as the first."""

    def __init__(self, items: Sequence[T], power: float) -> None:
        self._items: Sequence[object] = items
        self._sums = list(itertools.accumulate((k + 3.0) ** -power for k in range(len(items))))

    def draw(self, dice: Dice, n: int) -> list[int]:
        """The places of `n` different ones."""
        found: list[int] = []
        while len(found) < min(n, len(self._items)):
            k = min(bisect.bisect(self._sums, dice.random() * self._sums[-1]), len(self._items) - 1)
            if k not in found:
                found.append(k)
        return found


def slugify(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("Ø", "O").replace("'", ""))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---------------------------------------------------------------- actors


def make_actors(n: int, seed: int) -> tuple[Actor, ...]:
    """`n` actors, the most frequent first. No name, alias or nickname is that of two."""
    dice = Dice(f"actors {seed}")
    towns: list[str] = []
    taken: set[str] = set()
    slugs: set[str] = set()
    actors: list[Actor] = []

    def free(*names: str) -> tuple[str, ...]:
        """Those names that nobody has yet, and they are taken from now on."""
        kept = tuple(name for name in dict.fromkeys(names) if name and name not in taken)
        taken.update(kept)
        return kept

    while len(actors) < n:
        r = dice.random()
        actor: Actor | None = None
        if r < 0.2 or not towns:
            name = dice.one(words.TOWN_START) + dice.one(words.TOWN_END)
            if name not in towns:
                towns.append(name)
                actor = Actor(slugify(name), name, "place")
        elif r < 0.65:
            first, last = dice.one(words.FIRST), dice.one(words.LAST_START) + dice.one(words.LAST_END)
            role = dice.one(words.ROLES)
            near = dice.one(towns)
            actor = Actor(
                slugify(f"{first} {last}"),
                f"{first} {last}",
                "person",
                (f"{role} {last}",),
                f"{first[0]}. {last}",
                f"{role}, {near}",
                near if dice.chance(0.3) else "",
            )
        elif r < 0.95:
            town = dice.one(towns)
            office, short = dice.one(words.OFFICE).split("|")
            name = f"{town} {office}"
            initials = "".join(w[0] for w in re.findall(r"\w+", name) if w[0].isupper())
            kind = "government" if office in ("Audit Office", "Forest Agency", "Water Board") else "organization"
            actor = Actor(
                slugify(name), name, kind, (initials,) if len(initials) > 2 else (), f"{town} {short}", "", town
            )
        else:
            what, about = words.GROUPS
            name = f"{dice.one(about)} {dice.one(what)} {dice.one(towns)}"
            actor = Actor(slugify(name), name, "group")
        if actor and actor.slug not in slugs and free(actor.name):
            slugs.add(actor.slug)
            nickname = "".join(free(actor.nickname))
            actors.append(
                Actor(actor.slug, actor.name, actor.kind, free(*actor.aliases), nickname, actor.role, actor.member_of)
            )
    return tuple(actors)


# ---------------------------------------------------------------- briefs


@dataclass
class _Story:
    title: str
    topic: int
    lead: int
    last: str
    left: int


@dataclass
class Corpus:
    """The archive: registries at hand, briefs one after the other, oldest first."""

    size: int
    seed: int = 1
    actors: tuple[Actor, ...] = field(init=False)
    topics: tuple[words.Topic, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.actors = make_actors(40 + self.size // 20, self.seed)
        dice = Dice(f"topics {self.seed}")
        self.topics = tuple(dice.some(words.TOPICS, len(words.TOPICS)))

    def briefs(self, extra: int = 0) -> Iterator[Brief]:
        """All of them, and `extra` ones after the last day."""
        dice = Dice(f"briefs {self.size} {self.seed}")
        actors, topics = Zipf(self.actors, 1.0), Zipf(self.topics, 0.7)
        places = tuple(a.name for a in self.actors if a.kind == "place")
        taken: set[str] = set()
        stories: list[_Story] = []
        for i in range(self.size + extra):
            minutes = (i + dice.random()) * DAYS * 1440 / self.size
            moment = dt.datetime.combine(FIRST_DAY, dt.time()) + dt.timedelta(minutes=int(minutes))
            story: _Story | None = None
            if stories and dice.chance(0.12):
                story = stories[dice.below(len(stories))]
            about = topics.draw(dice, dice.one((1, 1, 2, 2, 3)))
            who = actors.draw(dice, dice.one((1, 2, 2, 3, 3, 4, 5)))
            if story:
                about = [story.topic, *(t for t in about if t != story.topic)]
                who = [story.lead, *(a for a in who if a != story.lead)]
            writer = _Writer(
                dice, self.topics[about[0]], [self.actors[k] for k in who], self.actors, places, moment.date()
            )
            brief = writer.brief(moment, tuple(self.topics[t].name for t in about), taken, story)
            if story:
                story.last, story.left = brief.stem, story.left - 1
                if not story.left:
                    stories.remove(story)
            elif brief.story:
                stories.append(_Story(brief.story, about[0], who[0], brief.stem, dice.between(1, 8)))
                del stories[:-12]
            yield brief


class _Writer:
    """Writes one brief: the gaps of its sentences are filled by one topic and its actors."""

    def __init__(
        self,
        dice: Dice,
        topic: words.Topic,
        actors: Sequence[Actor],
        everybody: Sequence[Actor],
        places: Sequence[str],
        day: dt.date,
    ) -> None:
        self.dice = dice
        self.topic = topic
        self.actors = actors
        self.everybody = everybody
        self.places = places
        self.day = day
        self.place = places[min(dice.below(len(places)), dice.below(len(places)))]

    def brief(self, moment: dt.datetime, topics: tuple[str, ...], taken: set[str], story: _Story | None) -> Brief:
        dice = self.dice
        fixed = self.gaps(full=True)
        title = capital(dice.one(words.TITLES).format_map(fixed))
        base = slugify(title)[:64].strip("-")
        slug = next(s for k in itertools.count(1) if (s := base if k == 1 else f"{base}-{k}") not in taken)
        taken.add(slug)
        sources = self.sources(fixed)
        begins = story is None and dice.chance(0.04)
        return Brief(
            slug=slug,
            title=title,
            moment=moment,
            topics=topics,
            actors=tuple(self.actors),
            sections=(
                self.section(words.HAPPENING, sources[0][1], 0.05),
                self.section(words.IMPORTANT, sources[0][1], 0.05),
                self.section(words.NEXT, sources[0][1], 0.25),
            ),
            sources=sources,
            story=story.title if story else f"The {fixed['thing']} of {fixed['place']}" if begins else "",
            follows=story.last if story and dice.chance(0.6) else "",
            summary=self.fill(dice.one(words.HAPPENING), fixed) if dice.chance(0.2) else "",
            byline=f"{dice.one(words.FIRST)} {dice.one(words.LAST_START)}{dice.one(words.LAST_END)}"
            if dice.chance(0.3)
            else "",
            expected=tuple(self.expectation(fixed) for _ in range(dice.one((1, 1, 2)) if dice.chance(0.3) else 0)),
            corrections=((self.later(20), self.fill(dice.one(words.CORRECTIONS), fixed)),) if dice.chance(0.02) else (),
        )

    def gaps(self, full: bool = False) -> dict[str, str]:
        """What may stand in the gaps of a sentence, drawn anew for each."""
        dice, topic = self.dice, self.topic
        lead = self.actors[0]
        other = dice.one(self.actors[1:]) if len(self.actors) > 1 else lead
        if not full and dice.chance(0.03):
            other = dice.one(self.everybody)  # named, but not listed
        thing, measure = dice.one(topic.things), dice.one(topic.measures)
        place = self.place if full or dice.chance(0.85) else dice.one(self.places)
        actor, another = (lead.name, other.name) if full else (self.called(lead), self.called(other))
        if other is lead:
            another = "the opposition"
        return {
            "actor": actor,
            "Actor": capital(actor),
            "other": another,
            "Other": capital(another),
            "place": place,
            "Place": place,
            "thing": thing,
            "measure": measure,
            "measures": measure,
            "Measure": capital(measure),
            "people": topic.people,
            "People": capital(topic.people),
            "field": topic.field,
            "verbs": dice.one(words.VERBS),
            "did": dice.one(words.DID),
            "where": dice.one(words.WHERE),
            "why": dice.one(words.WHY).format(people=topic.people),
            "moved": dice.one(words.UP_DOWN),
            "percent": str(dice.between(2, 38)),
            "small": str(dice.between(3, 12)),
            "pages": str(dice.between(20, 400)),
            "Count": f"{dice.between(20, 90)}",
            "count": f"{dice.between(2, 90)},{dice.between(1, 9)}00",
            "amount": f"{dice.between(2, 950)} {dice.one(words.SCALE)} crowns",
            "amount2": f"{dice.between(2, 950)} {dice.one(words.SCALE)} crowns",
            "month": dice.one(words.MONTHS),
            "day": str(dice.between(1, 28)),
            "weekday": dice.one(words.WEEKDAYS),
            "year": str(dice.between(1990, 2018)),
            "span": dice.one(("week", "month", "quarter", "year")),
            "span_long": dice.one(("two years", "a decade", "five months", "a generation")),
            "ordinal": dice.one(("second", "third", "fourth", "ninth")),
        }

    def called(self, actor: Actor) -> str:
        """The name that a text uses: mostly the full one."""
        r = self.dice.random()
        if r < 0.1 and actor.nickname:
            return actor.nickname
        return self.dice.one(actor.aliases) if r < 0.35 and actor.aliases else actor.name

    def fill(self, sentence: str, gaps: Mapping[str, str] | None = None) -> str:
        return capital(sentence.format_map(self.gaps() if gaps is None else gaps))

    def section(self, sentences: Sequence[str], link: str, listed: float) -> str:
        """A paragraph or two of about a hundred words, at times with a list, a link, and a word in italics or bold."""
        dice = self.dice
        bullets = dice.some(words.BULLETS, 3) if dice.chance(listed) else []
        text = [self.fill(s) for s in dice.some(sentences, dice.between(7, 10) - len(bullets))]
        if dice.chance(0.3):
            k = dice.below(len(text))
            text[k] = _wrapped(text[k], dice, "[", f"]({link})")
        if dice.chance(0.25):
            k, mark = dice.below(len(text)), dice.one(("*", "**"))
            if "[" not in text[k]:
                text[k] = _wrapped(text[k], dice, mark, mark)
        half = len(text) // 2 if dice.chance(0.4) else len(text)
        parts = [" ".join(text[:half]), " ".join(text[half:])]
        if bullets:
            parts += [dice.one(words.LEADS), "\n".join("- " + b.format_map(self.gaps()) for b in bullets)]
        return "\n\n".join(p for p in parts if p)

    def sources(self, gaps: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        dice = self.dice
        found = []
        for paper in dice.some(words.PAPERS, dice.one((1, 2, 2, 3))):
            name, host = paper.split("|")
            path = f"{self.day:%Y/%m}/{slugify(gaps['thing'])}-{dice.between(1000, 9999)}"
            found.append((f"{name}: the {gaps['thing']} of {gaps['place']}", f"https://{host}.example/{path}"))
        return tuple(found)

    def expectation(self, gaps: Mapping[str, str]) -> Expected:
        dice = self.dice
        what = self.fill(dice.one(words.EXPECT), gaps)
        return Expected(self.later(200), what, dice.one(words.OUTCOMES) if dice.chance(0.6) else "")

    def later(self, most: int) -> dt.date:
        return self.day + dt.timedelta(days=self.dice.between(1, most))


def _wrapped(text: str, dice: Dice, before: str, after: str) -> str:
    """Two or three of the plain words of a sentence, between marks."""
    parts = text.split(" ")
    n = dice.between(2, 3)
    starts = [k for k in range(len(parts) - n) if all(p.isalpha() and p.islower() for p in parts[k : k + n])]
    if not starts:
        return text
    k = dice.one(starts)
    return " ".join([*parts[:k], before + " ".join(parts[k : k + n]) + after, *parts[k + n :]])
