"""A pasted text → what can be known of the brief: a pure function of the text, the registries, the settings and a day."""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from briefgen.briefs.derive import find_title
from briefgen.briefs.filename import date_in_path
from briefgen.briefs.model import Brief, Expectation, Registry, SectionKind, Source, TopicEntry
from briefgen.briefs.sections import Body, read_body
from briefgen.config import Config
from briefgen.edition.directory import ACTORS_FILE, TOPICS_FILE, build_directory
from briefgen.edition.finder import stands
from briefgen.edition.mentions import Reader
from briefgen.edition.roster import Roster
from briefgen.intake.candidates import Candidate, find_candidates
from briefgen.intake.expected import find_expectations
from briefgen.intake.joining import NameReader
from briefgen.intake.pasted import Pasted
from briefgen.text.fields import url_fault
from briefgen.text.moment import Moment, parse_moment, time_zone
from briefgen.text.prose import plain_text

_URL = re.compile(r"https?://[^\s<>\"'\[\]\\^`{|}]+")
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por)\s+([^\W\d_][\w .,'’&-]{2,60}[\w)])")
_PICTURE = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")


class Choice(msgspec.Struct, frozen=True):
    """A name that the front matter may get, and why. One that is not `sure` is for an editor to decide."""

    name: str
    why: str = ""
    sure: bool = True


class Proposal(msgspec.Struct, frozen=True):
    """A brief as it may become. `day` is its date; `dated` says where it is from, empty for today; `undated` why the date that the text
    has could not be taken, in one line. `body` is the text
    in its parts, `raw` as it was pasted; `lede` is what stands above the first heading, `bare_title` the title without it. All that is listed is in the order of the text."""

    title: str
    day: dt.date
    body: Body
    lede: str
    byline: str = ""
    dated: str = ""
    undated: str = ""
    topics: tuple[Choice, ...] = ()
    actors: tuple[Choice, ...] = ()
    sources: tuple[Source, ...] = ()
    expect: tuple[Expectation, ...] = ()
    confirmed: bool = False  #: whether somebody has said that the expectations are right
    candidates: tuple[Candidate, ...] = ()
    raw: str = ""
    bare_title: str = ""


def propose(
    pasted: Pasted,
    name: str,
    registry: Registry,
    config: Config,
    now: dt.datetime,
    read: NameReader = lambda text: (),  # noqa: ARG005
) -> Proposal:
    """What can be known of a brief. `name` is that of the file it came from ("-" for none); `now` is the clock; `read` finds names
    beside our own guesses."""
    zone = time_zone(config.timezone) or dt.UTC
    body = read_body(pasted.text, 1, name, config)
    titled = find_title("", body, name, name)
    is_derived = any(p.code == "title-derived" for p in titled.problems)
    title = pasted.subject if pasted.subject and is_derived else titled.title
    bare = find_title("", msgspec.structs.replace(body, lede=""), name, name).title
    moment, dated, undated = _date(pasted, name, zone)
    day = moment.day if moment else now.astimezone(zone).date()
    byline, lede = _byline(titled.lede)
    parts = [plain_text(part) for part in (lede, *(s.text for s in body.sections))]
    actors = _actors(registry, title, lede, body)
    known = build_directory(registry.actors, ACTORS_FILE)
    topics = build_directory(registry.topics, TOPICS_FILE)
    surnames = {
        called.split()[-1]
        for entry in registry.actors
        if entry.kind in ("", "person")
        for called in (entry.name, *entry.aliases)
        if " " in called
    }
    following = next((plain_text(s.text) for s in body.sections if s.kind is SectionKind.NEXT), "")
    return Proposal(
        title=title,
        day=day,
        body=body,
        lede=lede,
        byline=byline,
        dated=dated,
        undated=undated,
        topics=tuple(c for entry in registry.topics if (c := _topic(entry, title, parts))),
        actors=actors,
        sources=_sources(pasted.text),
        expect=find_expectations(following, day),
        candidates=find_candidates(
            "\n".join(parts),
            lambda name: bool(name in surnames or known.find(name) or topics.find(name)),
            read("\n".join(parts)) if body.sections else (),
        ),
        raw=pasted.text,
        bare_title=bare if is_derived and not pasted.subject else title,
    )


# ---------------------------------------------------------------- the date


def _date(pasted: Pasted, name: str, zone: dt.tzinfo) -> tuple[Moment | None, str, str]:
    """The date that a mail or a file's name has, where it is from, and why that of the text was not taken."""
    why = ""
    if pasted.date:
        read = parse_moment(re.sub(r"\s*\([^()]*\)$", "", pasted.date), zone)
        if read.moment:
            return read.moment, "from the text", ""
        why = f"the date of the text was not taken: {read.note}"
    day = date_in_path(name)
    if day:
        return parse_moment(day.isoformat(), zone).moment, "from the file's name", why
    return None, "", why


def _byline(lede: str) -> tuple[str, str]:
    """Who wrote a text, if its first line says so, and the lede without that line."""
    line, _, rest = lede.partition("\n")
    match = _BYLINE.fullmatch(line.strip("*_ "))
    names = match[1].split() if match else []
    is_name = len(names) <= 8 and all(
        word[0].isupper() or word in ("and", "und", "et", "y", "e", "&") for word in names
    )
    return (" ".join(names), rest.strip("\n")) if names and is_name else ("", lede)


# ---------------------------------------------------------------- names


def _actors(registry: Registry, title: str, lede: str, body: Body) -> tuple[Choice, ...]:
    """The registered actors that title and text name. One whose name is also another's is called by its slug."""
    directory = build_directory(registry.actors, ACTORS_FILE)
    reader = Reader(Roster(directory, {}), True)
    moment = Moment(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), dt.date(2000, 1, 1), True)
    seen = reader.read(Brief("x.md", title, moment, "x", body.sections, lede))
    names = {slug: directory.entries[slug].name for slug in seen.actors}
    return tuple(Choice(name if directory.find(name) == (slug,) else slug) for slug, name in names.items())


def _topic(entry: TopicEntry, title: str, parts: list[str]) -> Choice | None:
    """A topic of which a text has the name, an alias or keywords; sure if it has two of them, one twice, or one in its title."""
    hits: dict[str, int] = {}
    text = "\n".join(parts).casefold()
    for word in dict.fromkeys(map(str.casefold, (*entry.keywords, entry.name, *entry.aliases))):
        if count := _occurrences(word, text):
            hits[word] = count
    in_title = any(_occurrences(word, title.casefold()) for word in hits)
    if not hits:
        return None
    return Choice(entry.name, ", ".join(hits), sum(hits.values()) > 1 or in_title)


def _occurrences(word: str, text: str) -> int:
    """How often a text has a word, also with the ending of a plural."""
    count, at = 0, text.find(word)
    while at >= 0 and word:
        end = at + len(word)
        if any(text.startswith(ending, end) and stands(text, at, end + len(ending)) for ending in ("", "s", "es")):
            count += 1
        at = text.find(word, end)
    return count


# ---------------------------------------------------------------- links


def _sources(text: str) -> tuple[Source, ...]:
    """The addresses in a text, each once; pictures are none."""
    found: dict[str, Source] = {}
    for match in _URL.finditer(text):
        url = match[0].rstrip(".,;:!?*_")
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1].rstrip(".,;:!?*_")
        is_picture = url.casefold().endswith(_PICTURE)
        if not is_picture and not url_fault(url)[0]:
            found.setdefault(url, Source(url=url))
    return tuple(found.values())
