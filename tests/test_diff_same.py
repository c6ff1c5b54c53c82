"""Pages that are told to be the same on both sides without making their views have the same views."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_edition import NOW, brief, day, refs

from briefgen.briefs.model import (
    ActorEntry,
    Brief,
    Correction,
    Expectation,
    Image,
    Library,
    OwnPage,
    Ref,
    Registry,
    Status,
    TopicEntry,
)
from briefgen.config import Config, OutputsConfig
from briefgen.diff.carried import pack, unpack
from briefgen.diff.same import RULES, Same
from briefgen.edition.edition import assemble_edition
from briefgen.pages import related, shards
from briefgen.pages.model import PageKind
from briefgen.pages.plan import Plan, plan_pages

OUTPUTS = OutputsConfig(json_feed="all", rss="all", cards=True, api_briefs=True, brief_json=True, brief_markdown=True)
CONFIG = Config(url="https://example.org", latest=3, split=2, outputs=OUTPUTS)
NAMES = ("Ada Lovelace", "Bob Moore", "Cleo", "Dov Levi", "Erlen")
TOPICS = ("Trade", "Ships", "Harbours", "Canals")
REGISTRY = Registry(
    (
        ActorEntry("ada", "Ada Lovelace", ("Ada King",), "person", member_of=(Ref("Cleo"),)),
        ActorEntry("erlen", "Erlen", kind="place"),
        ActorEntry("cleo", "Cleo", kind="group", redirect_from=("cleopatra",)),
    ),
    (
        TopicEntry("trade", "Trade", redirect_from=("commerce",)),
        TopicEntry("ships", "Ships", parent=Ref("Trade")),
        TopicEntry("canals", "Canals", parent=Ref("Ships")),
    ),
)
PAGES = (OwnPage("_pages/about.md", "About", "/about/", "We [write](../3.md)."),)


def make(rng: Random, path: str) -> Brief:
    """A brief that has to do with others in all the ways that there are."""
    fields: dict[str, Any] = {
        "topics": tuple(rng.sample(TOPICS, rng.randint(0, 2))),
        "actors": tuple(rng.sample(NAMES, rng.randint(0, 2))),
    }
    if rng.random() < 0.3:
        fields["story"] = rng.choice(("Bridge", "Ferry"))
    if rng.random() < 0.3:
        fields["follows"] = str(rng.randint(0, 11))
    if rng.random() < 0.2:
        last = dt.date(2025, 10, rng.randint(10, 30))
        fields["expect"] = (Expectation(what="A vote", first=last, last=last),)
    if rng.random() < 0.1:
        fields["corrections"] = (Correction(text="It was late.", date=day("2025-10-05")),)
    if rng.random() < 0.1:
        fields["image"] = Image("a.png", "A bridge")
    if rng.random() < 0.1:
        fields["expires"] = day("2025-10-10")
    if rng.random() < 0.1:
        fields["aliases"] = (f"/old/{path}/",)
    text = rng.choice(("Nothing.", f"{rng.choice(NAMES)} came.", f"See [it]({rng.randint(0, 13)}.md).", "![B](b.png)"))
    return brief(path, text, f"2025-{rng.randint(8, 10):02}-{rng.randint(1, 28):02}", **fields)


Deed = Callable[[Random, Brief], dict[str, Any]]
DEEDS: tuple[Deed, ...] = (
    lambda _, b: {"title": f"{b.title} again"},
    lambda rng, _: {"sections": make(rng, "x.md").sections},
    lambda rng, _: {"topics": refs(*rng.sample(TOPICS, 2))},
    lambda rng, _: {"actors": refs(rng.choice((*NAMES, "Zoe")))},
    lambda rng, _: {"date": day(f"2025-{rng.randint(8, 11):02}-{rng.randint(1, 28):02}")},
    lambda _, b: {"slug": f"{b.slug}-moved"},
    lambda rng, _: {"story": rng.choice((None, Ref("Bridge"), Ref("bridge")))},
    lambda rng, _: {"follows": rng.choice((None, Ref(str(rng.randint(0, 11)))))},
    lambda _, __: {"status": Status.DRAFT},
    lambda _, __: {"expires": day("2025-10-12")},
    lambda _, __: {"expect": (), "corrections": ()},
    lambda _, __: {"updated": day("2025-10-16"), "language": "de", "image": None},
)


def edited(rng: Random, library: Library) -> Library:
    """The library after one edit of somebody."""
    briefs, registry, files = list(library.briefs), library.registry, library.files
    what, at = rng.randrange(18), rng.randrange(len(briefs))
    if what < 12:
        briefs[at] = msgspec.structs.replace(briefs[at], **DEEDS[what](rng, briefs[at]))
    elif what == 12:
        briefs.append(make(rng, f"{rng.randint(12, 15)}.md"))
    elif what == 13:
        del briefs[at]
    elif what == 14:
        briefs[at] = msgspec.structs.replace(briefs[at], path=f"moved/{briefs[at].path}")
    elif what == 15:
        files = files ^ {rng.choice(("a.png", "b.png"))}
    elif what == 16:
        entries = list(registry.actors)
        change: dict[str, Any] = rng.choice(
            ({"name": "Ada Byron"}, {"kind": "place"}, {"role": "Mayor"}, {"member_of": ()}, {"aliases": ("Cleo M",)})
        )
        n = rng.randrange(len(entries))
        entries[n] = msgspec.structs.replace(entries[n], **change)
        registry = msgspec.structs.replace(registry, actors=tuple(entries))
    else:
        topics = list(registry.topics)
        change = rng.choice(({"name": "Commerce"}, {"parent": None}, {"description": "Of it."}, {"slug": "other"}))
        n = rng.randrange(len(topics))
        topics[n] = msgspec.structs.replace(topics[n], **change)
        registry = msgspec.structs.replace(registry, topics=tuple(topics))
    unique = {one.path: one for one in briefs}
    return Library(tuple(unique.values()), library.pages, registry, files)


def library_of(rng: Random) -> Library:
    return Library(tuple(make(rng, f"{n}.md") for n in range(12)), PAGES, REGISTRY, frozenset({"a.png"}))


def plan_of(library: Library, config: Config = CONFIG) -> Plan:
    return plan_pages(assemble_edition(library, config, NOW))


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Few briefs do what many do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SPLIT", 3)
        patch.setattr(related, "LEAST", 0.5)
        patch.setattr(related, "LATEST", 3)
        yield


def told(seed: int, edits: int) -> Iterator[tuple[PageKind, bool]]:
    """Of each page that both sides have its kind, and whether it was told to be the same; then it must be."""
    rng = Random(seed)
    before = after = library_of(rng)
    for _ in range(edits):
        after = edited(rng, after)
    if rng.random() < 0.5:
        before, after = after, before
    one, other = plan_of(before), plan_of(after)
    same = Same(one.book, other.book)
    pages = {page.path: page for page in one.pages}
    for page in other.pages:
        old = pages.get(page.path)
        if old is not None:
            certain = same.is_certain(old, page)
            assert not certain or one.view(old) == other.view(page), (page, same.odd)
            yield page.kind, certain


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_what_is_certain_is_true(seed: int, edits: int) -> None:
    assert [*told(seed, edits)]


def test_each_rule_is_certain_of_some_pages_and_not_of_others() -> None:
    found = {one for seed in range(30) for one in told(seed, 1)}
    doubtful = {kind for kind, certain in found if not certain}
    assert {kind for kind, certain in found if certain} == RULES.keys()
    assert RULES.keys() == doubtful & RULES.keys()


def test_other_settings_and_another_day_leave_nothing_certain() -> None:
    library = library_of(Random(1))
    one = plan_of(library)
    for other in (
        plan_of(library, msgspec.structs.replace(CONFIG, title="The Wire")),
        plan_pages(assemble_edition(library, CONFIG, NOW + dt.timedelta(1))),
    ):
        same = Same(one.book, other.book)
        assert not any(same.is_certain(page, page) for page in other.pages)


def test_a_plan_that_travelled_has_the_same_views() -> None:
    for seed in range(3):
        library = library_of(Random(seed))
        plan = plan_of(library)
        there, problems = unpack(pack(plan, plan.problems), {one.path: one for one in library.briefs})
        assert (there.pages, problems) == (plan.pages, plan.problems)
        assert all(there.view(page) == plan.view(page) for page in plan.pages)
