"""The Edition: what is published at an instant, a pure function of the library, the settings and the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from briefgen.briefs.model import Brief, Library, Ref, Status
from briefgen.config import Config
from briefgen.edition.directory import ACTORS_FILE, TOPICS_FILE, build_directory
from briefgen.edition.entities import build_actors, build_topics
from briefgen.edition.mentions import Reader, ReadMap, Recall, read_all
from briefgen.edition.model import Corrected, Due, Edition, Item, State
from briefgen.edition.roster import ambiguous_names, call_roster
from briefgen.edition.schedule import age, divide, explain_held, newest_first, repeated_ids, span_around, state_of
from briefgen.edition.stories import build_stories, find_follows


def assemble_edition(
    library: Library,
    config: Config,
    now: dt.datetime,
    *,
    drafts: bool = False,
    mapper: ReadMap | None = None,
    recall: Recall | None = None,
) -> Edition:
    """Assemble what is published at `now` (aware). With `drafts`, drafts and scheduled briefs are listed too, with their
    state (and still told in `held`).

    Texts are read through `mapper`, unless `recall` knows already who is in them.
    The order of the library's briefs does not matter. What is held or expired leaves no trace but in `held`, `expired`
    and `problems`; a brief that an error is about is in none of them. `problems` are those found here: the library's own
    are not repeated.
    """
    actor_directory = build_directory(library.registry.actors, ACTORS_FILE)
    topic_directory = build_directory(library.registry.topics, TOPICS_FILE)
    plan = divide(library.briefs, now)
    shown = newest_first((*plan.published, *plan.waiting)) if drafts else plan.published
    errors = [
        *ambiguous_names(shown, _topics_of, topic_directory, "topic"),
        *ambiguous_names(shown, _actors_of, actor_directory, "actor"),
        *repeated_ids(plan, drafts),
    ]
    unusable = {error.where.file for error in errors}
    listed = [brief for brief in shown if f"briefs/{brief.path}" not in unusable]
    paths = {brief.path for brief in listed}
    oldest_first = sorted(listed, key=age)
    subjects = call_roster(oldest_first, _topics_of, topic_directory, "topic", TOPICS_FILE)
    cast = call_roster(oldest_first, _actors_of, actor_directory, "actor", ACTORS_FILE)
    follows, follow_problems = find_follows(listed, [brief for brief in library.briefs if brief.path not in paths])
    story_of, stories, story_problems = build_stories(listed, follows)
    reader = Reader(cast, config.actors.detect)
    gone = [brief for brief in plan.expired if f"briefs/{brief.path}" not in unusable]
    readings = read_all(reader, [*listed, *gone], mapper or map, recall)
    text_problems = {brief.path: found for brief in listed if (found := readings[brief.path].problems)}

    def item(brief: Brief, state: State) -> Item:
        seen = readings[brief.path]
        story, followed = story_of.get(brief.path, ""), follows.get(brief.path, "")
        return Item(brief, state, subjects.slugs(brief.topics), seen.actors, seen.mentions, story, followed)

    items = tuple([item(brief, state_of(brief, now)) for brief in listed])
    topics, topic_problems = build_topics(subjects, _group((i.brief.path, i.topics) for i in items))
    actors, actor_problems = build_actors(cast, _group((i.brief.path, i.actors) for i in items))
    expired = [item(brief, State.EXPIRED) for brief in gone]
    problems = [
        *(*errors, *actor_directory.problems, *topic_directory.problems),
        *(*subjects.problems, *cast.problems, *follow_problems, *story_problems),
        *(*topic_problems, *actor_problems),
    ]
    return Edition(
        config=config,
        now=now,
        items=items,
        expired=tuple(_among(item, topics, actors) for item in expired),
        topics=topics,
        actors=actors,
        stories=stories,
        expectations=_expectations(listed),
        corrections=_corrections(listed),
        pages=tuple(sorted((p for p in library.pages if drafts or p.status is not Status.DRAFT), key=lambda p: p.path)),
        files=library.files,
        held=explain_held(plan.waiting, library.pages, now, config.timezone),
        problems=tuple(sorted(problems, key=lambda p: (p.where, p.code, p.message))),
        text_problems=text_problems,
        strangers=cast.strangers,
        span=span_around(now, library.briefs, config.timezone, config.has_news, drafts),
    )


def _topics_of(brief: Brief) -> tuple[Ref, ...]:
    return brief.topics


def _actors_of(brief: Brief) -> tuple[Ref, ...]:
    return brief.actors


def _group(found: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    """From paths with their slugs to slugs with their paths, in the order of the paths."""
    groups: dict[str, list[str]] = {}
    for path, slugs in found:
        for slug in slugs:
            groups.setdefault(slug, []).append(path)
    return groups


def _among(item: Item, topics: Collection[str], actors: Collection[str]) -> Item:
    """An expired item with only those names that still have a page."""
    return Item(
        item.brief,
        item.state,
        tuple(slug for slug in item.topics if slug in topics),
        tuple(slug for slug in item.actors if slug in actors),
        tuple(tuple(m for m in part if not m.actor or m.actor in actors) for part in item.mentions),
    )


def _expectations(briefs: Sequence[Brief]) -> tuple[Due, ...]:
    dues = [Due(expectation, brief.path) for brief in briefs for expectation in brief.expect]
    return tuple(sorted(dues, key=lambda due: (due.expectation.last, due.path)))


def _corrections(briefs: Sequence[Brief]) -> tuple[Corrected, ...]:
    corrected = [Corrected(correction, brief.path) for brief in briefs for correction in brief.corrections]
    return tuple(sorted(corrected, key=lambda c: (-c.correction.date.instant.timestamp(), c.path)))
