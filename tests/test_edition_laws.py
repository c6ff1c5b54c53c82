"""Laws of the edition, over random libraries: the order of files does not matter, what is not shown leaves no trace."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_edition import NOW, brief, day, generate, refs

from briefgen.briefs.model import ActorEntry, Brief, Correction, Expectation, Library, Ref, Registry, Status, TopicEntry
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.model import Edition
from briefgen.problems import Severity

REGISTRY = Registry(
    (
        ActorEntry("ada", "Ada Quill", ("Quill",), member_of=refs("Guild"), redirect_from=("a-q",)),
        ActorEntry("bo", "Bo Quill", ("Quill", "Bo")),
        ActorEntry("guild", "Guild", ("The Guild",)),
    ),
    (TopicEntry("trade", "Trade"), TopicEntry("tariffs", "Tariffs", ("Duties",), parent=Ref("Trade"))),
)
_PEOPLE = ("Ada Quill", "Quill", "Bo", "guild", "Zoë Ray", "Zoe Ray", "Łodz", "Lodz")
_DAYS = ("2025-09-01", "2025-09-02", "2025-09-02 10:00", "2025-10-17")
_TEXTS = ("Ada Quill met Zoe Ray.", "Quill and the Guild.", "Bo left Lodz.", "Nobody.", "Zoë  Ray’s [Bo](/Quill)")

names = st.lists(st.sampled_from(_PEOPLE), max_size=3, unique=True)
topics = st.lists(st.sampled_from(("Trade", "duties", "Art", "ART", "Łodz", "Lodz")), max_size=2, unique=True)


@st.composite
def libraries(draw: st.DrawFn) -> list[Brief]:
    count = draw(st.integers(1, 6))
    return [draw(_briefs(number, count)) for number in range(count)]


@st.composite
def _briefs(draw: st.DrawFn, number: int, count: int) -> Brief:
    fields: dict[str, Any] = {}
    if draw(st.booleans()):
        fields["story"] = draw(st.sampled_from(("Strike", "STRIKE", "Łodz", "Lodz")))
    if draw(st.booleans()):
        fields["follows"] = f"b{draw(st.integers(0, count))}"
    date = draw(st.sampled_from(_DAYS))
    return brief(
        f"b{number}.md",
        draw(st.sampled_from(_TEXTS)),
        date,
        topics=draw(topics),
        actors=draw(names),
        not_actors=draw(names),
        id=draw(st.sampled_from(("", "", "x", "y"))),
        slug=draw(st.sampled_from((f"b{number}", "b0", "strike"))),
        expect=(Expectation("It ends", None, day(date).day),),
        corrections=(Correction(day(date), "A name"),),
        aliases=(f"/old/{number}/",),
        **fields,
    )


def assemble(briefs: list[Brief], *, drafts: bool = False) -> Edition:
    return assemble_edition(Library(tuple(briefs), registry=REGISTRY), Config(), NOW, drafts=drafts)


@given(libraries(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_files_does_not_matter(briefs: list[Brief], rng: random.Random, drafts: bool) -> None:
    shuffled = list(briefs)
    rng.shuffle(shuffled)
    assert assemble(briefs, drafts=drafts) == assemble(shuffled, drafts=drafts)


HIDDEN: dict[str, dict[str, Any]] = {
    "draft": {"status": Status.DRAFT},
    "scheduled": {"date": day("2025-10-18 12:01")},
    "expired": {"expires": day("2025-10-18 11:59")},
}


@settings(max_examples=60)
@given(libraries(), st.data())
@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_shown_leaves_no_trace(state: str, briefs: list[Brief], data: st.DataObject) -> None:
    hidden = data.draw(st.sets(st.integers(0, len(briefs) - 1), min_size=1))
    changed = [msgspec.structs.replace(b, **HIDDEN[state]) if n in hidden else b for n, b in enumerate(briefs)]
    shown = [b for n, b in enumerate(briefs) if n not in hidden]
    assert _public(assemble(changed)) == _public(assemble(shown))


def _public(edition: Edition) -> Edition:
    return msgspec.structs.replace(edition, held=(), expired=(), problems=(), text_problems={}, span=(None, None))


@given(libraries())
def test_an_edition_hangs_together(briefs: list[Brief]) -> None:
    edition = assemble(briefs)
    items = {item.brief.path: item for item in edition.items}
    refused = {p.where.file.removeprefix("briefs/") for p in edition.problems if p.severity is Severity.ERROR}
    assert set(items) == {b.path for b in briefs} - refused
    for item in edition.items:
        assert set(item.topics) <= set(edition.topics)
        assert set(item.actors) <= set(edition.actors)
        assert len(item.mentions) == 1 + len(item.brief.sections)
        assert {m.actor for part in item.mentions for m in part} <= {*item.actors, ""}
        assert not item.follows or item.follows in items
        assert not item.story or item.brief.path in edition.stories[item.story].items
    for slug, actor in edition.actors.items():
        assert actor.slug == slug
        assert actor.items == tuple(path for path in items if slug in items[path].actors) != ()
        assert set(actor.members) | set(actor.member_of) <= set(edition.actors)
        assert not set(actor.former) & set(edition.actors)
    for slug, topic in edition.topics.items():
        assert topic.items == tuple(path for path in items if slug in items[path].topics)
        assert topic.items or topic.children
        assert not topic.parent or slug in edition.topics[topic.parent].children
    for story in edition.stories.values():
        assert {items[path].story for path in story.items} == {story.slug}


def test_an_edition_of_many_briefs() -> None:
    edition = assemble_edition(generate(briefs=400, actors=60), Config(), NOW)
    assert len(edition.items) == 396
    assert {p.code for p in edition.all_problems} == {"actor-unregistered", "follows-absent"}
    assert len(edition.stories) == 4
    assert sum(actor.registered for actor in edition.actors.values()) == 60
