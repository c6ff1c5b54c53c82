"""Names in front matter and registries: who is who, and what the pages of topics and actors show."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from support_edition import NOW, brief, refs

from briefgen.briefs.model import ActorEntry, Brief, Library, Ref, Registry, TopicEntry
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition
from briefgen.edition.model import Edition
from briefgen.edition.suggest import Suggester
from briefgen.problems import Problem, Severity, Where

ADA = ActorEntry("ada", "Ada Quill", ("Madam Quill", "Quill"), redirect_from=("a-quill",), line=3)


def edition(*briefs: Brief, actors: Sequence[ActorEntry] = (), topics: Sequence[TopicEntry] = ()) -> Edition:
    return assemble_edition(Library(briefs, registry=Registry(tuple(actors), tuple(topics))), Config(), NOW)


def told(result: Edition, code: str) -> list[Problem]:
    return [problem for problem in result.problems if problem.code == code]


# ---------------------------------------------------------------- names that a registry knows


@pytest.mark.parametrize(
    "name", ["Ada Quill", "ADA  QUILL", "Áda-Quill", "ada", "Quill", "quill", "a-quill", "A. Quill"]
)
def test_every_spelling_of_a_registered_actor_is_one_actor(name: str) -> None:
    result = edition(brief("a.md", actors=[name]), actors=[ADA])
    assert result.items[0].actors == ("ada",)
    assert list(result.actors) == ["ada"]
    assert result.problems == ()


def test_a_brief_names_an_actor_twice_and_has_it_once() -> None:
    result = edition(brief("a.md", actors=["Quill", "Ada Quill", "Bo"]), actors=[ADA])
    assert result.items[0].actors == ("ada", "bo")
    assert result.actors["ada"].items == ("a.md",)


def test_an_actor_shows_what_its_entry_says_and_its_briefs_newest_first() -> None:
    entry = ActorEntry(
        "ada", "Ada Quill", ("Quill",), "person", "Chancellor", "A chancellor", (), "Q1", "https://a.test"
    )
    result = edition(brief("a.md", actors=["ada"]), brief("b.md", actors=["ada"], date="2025-10-02"), actors=[entry])
    ada = result.actors["ada"]
    assert (ada.name, ada.kind, ada.role, ada.description) == ("Ada Quill", "person", "Chancellor", "A chancellor")
    assert (ada.wikidata, ada.url, ada.aliases, ada.registered) == ("Q1", "https://a.test", ("Quill",), True)
    assert ada.items == ("b.md", "a.md")


def test_actors_whom_nothing_names_are_not_in_the_edition() -> None:
    assert edition(brief("a.md"), actors=[ADA]).actors == {}


# ---------------------------------------------------------------- contested names


def test_a_name_beats_an_alias_with_a_warning_at_the_alias() -> None:
    other = ActorEntry("inn", "Quill Inn", ("Ada  QUILL",), line=9)
    result = edition(brief("a.md", actors=["Ada Quill"]), actors=[other, ADA])
    assert result.items[0].actors == ("ada",)
    (problem,) = told(result, "name-taken")
    assert (problem.severity, problem.where) == (Severity.WARNING, Where("briefs/actors.yml", 9))
    assert result.actors["ada"].former == ("a-quill", "ada-quill", "madam-quill", "quill")


def test_an_alias_of_two_is_nobodys() -> None:
    other = ActorEntry("bo", "Bo Quill", ("Quill",), line=9)
    result = edition(brief("a.md", actors=["Quill"]), brief("b.md", actors=["Bo Quill", "ada"]), actors=[ADA, other])
    assert [item.brief.path for item in result.items] == ["b.md"], "a brief with an error is left out"
    (registry,) = told(result, "name-ambiguous")
    assert (registry.severity, registry.where) == (Severity.WARNING, Where("briefs/actors.yml", 9))
    (error,) = told(result, "actor-ambiguous")
    assert (error.severity, error.where) == (Severity.ERROR, Where("briefs/a.md", 5, 3, 8))
    assert "“Ada Quill” or “Bo Quill”" in error.hint
    assert "quill" not in (*result.actors["ada"].former, *result.actors["bo"].former)


def test_two_of_one_name_are_told_apart_by_slug() -> None:
    cast = (ActorEntry("jo-lee", "Jo Lee"), ActorEntry("jo-lee-2", "Jo Lee"), ActorEntry("jo-lee-mp", "Jo Lee"))
    result = edition(brief("a.md", actors=["Jo Lee"]), brief("b.md", actors=["jo-lee-2"]), actors=cast)
    assert [item.actors for item in result.items] == [("jo-lee-2",)]
    assert told(result, "actor-ambiguous")[0].hint == "Write which one: “jo-lee”, “jo-lee-2” or “jo-lee-mp”"


def test_an_ambiguous_topic_is_an_error_too() -> None:
    topics = (TopicEntry("trade", "Trade", ("Commerce",)), TopicEntry("shops", "Shops", ("Commerce",)))
    result = edition(brief("a.md", topics=["commerce"]), topics=topics)
    assert result.items == ()
    assert [p.where.file for p in told(result, "topic-ambiguous")] == ["briefs/a.md"]
    assert [p.where.file for p in told(result, "name-ambiguous")] == ["briefs/topics.yml"]


# ---------------------------------------------------------------- names that no registry knows


def test_all_spellings_of_a_stranger_are_one_actor_called_as_most_call_it() -> None:
    result = edition(
        brief("a.md", actors=["Zoe Ray"]),
        brief("b.md", actors=["Zoë Ray"], date="2025-10-02"),
        brief("c.md", actors=["zoë  ray"], date="2025-10-03"),
        brief("d.md", actors=["Zoë Ray"], date="2025-10-04"),
    )
    (zoe,) = result.actors.values()
    assert (zoe.slug, zoe.name, zoe.registered) == ("zoe-ray", "Zoë Ray", False)
    assert zoe.items == ("d.md", "c.md", "b.md", "a.md")


def test_of_equally_many_the_oldest_spelling_counts() -> None:
    library = brief("z.md", actors=["ZOE RAY"], date="2025-09-01"), brief("a.md", actors=["Zoe Ray"])
    assert edition(*library).actors["zoe-ray"].name == "ZOE RAY"


def test_a_stranger_is_told_once_at_its_first_use_in_the_order_of_paths() -> None:
    result = edition(
        brief("b.md", actors=["Ada Quil"], date="2025-09-01"),
        brief("a.md", actors=["Bo", "ada quil"]),
        actors=[ADA],
    )
    told_of = {p.where: p for p in told(result, "actor-unregistered")}
    assert list(told_of) == [Where("briefs/a.md", 5, 3, 5), Where("briefs/a.md", 6, 3, 11)]
    assert "Did you mean “Ada Quill”" in told_of[Where("briefs/a.md", 6, 3, 11)].hint
    assert {p.severity for p in told_of.values()} == {Severity.NOTE}


@pytest.mark.parametrize(("name", "slug"), [("!!!", "u21-u21-u21"), ("习近平", "xijinping"), ("C++", "c")])
def test_every_name_has_a_slug(name: str, slug: str) -> None:
    assert list(edition(brief("a.md", topics=[name])).topics) == [slug]


def test_two_names_that_would_share_a_page_are_told_apart_and_the_older_keeps_its_page() -> None:
    result = edition(
        brief("new.md", topics=["Lodz"], date="2025-10-02"),
        brief("old.md", topics=["Łodz"], date="2025-09-01"),
    )
    assert {slug: topic.name for slug, topic in result.topics.items()} == {"lodz": "Łodz", "lodz-2": "Lodz"}
    (problem,) = told(result, "entity-slug-taken")
    assert (problem.severity, problem.where.file) == (Severity.WARNING, "briefs/new.md")


def test_a_stranger_never_takes_the_page_of_an_entry() -> None:
    topics = [TopicEntry("lodz", "Łódź region")]
    result = edition(brief("a.md", topics=["Łodz"]), topics=topics)
    assert list(result.topics) == ["lodz-2"]


# ---------------------------------------------------------------- redirects


def test_former_slugs_are_of_names_and_old_slugs_without_a_page() -> None:
    bo = ActorEntry("bo", "Bo Lind", ("B. Lind", "Ada", "Zed"), redirect_from=("bo-old", "ada", "shared"))
    cy = ActorEntry("cy", "Cy", redirect_from=("shared",))
    result = edition(brief("a.md", actors=["ada", "bo", "cy", "b-lind-2"]), actors=[ADA, bo, cy])
    assert result.actors["ada"].former == ("a-quill", "ada-quill", "madam-quill", "quill")
    assert result.actors["bo"].former == ("b-lind", "bo-lind", "bo-old", "zed")
    assert result.actors["cy"].former == ()


def test_an_old_slug_beats_an_alias() -> None:
    bo = ActorEntry("bo", "Bo Lind", redirect_from=("quill",))
    result = edition(brief("a.md", actors=["ada", "bo"]), actors=[ADA, bo])
    assert result.actors["bo"].former == ("bo-lind", "quill")


# ---------------------------------------------------------------- members


def test_members_and_bodies_know_each_other() -> None:
    cast = (
        ActorEntry("zed", "Zed", member_of=refs("the guild", "Club", "Nowhere")),
        ActorEntry("amy", "Ámy", member_of=refs("guild")),
        ActorEntry("guild", "Guild", ("The Guild",)),
        ActorEntry("club", "The Club", ("Club",), line=20),
    )
    result = edition(brief("a.md", actors=["zed", "amy", "guild"]), actors=cast)
    assert result.actors["guild"].members == ("amy", "zed")
    assert result.actors["zed"].member_of == ("guild",)
    assert result.actors["zed"].member_names == ("The Club", "Nowhere")
    (problem,) = told(result, "member-of-unknown")
    assert (problem.severity, problem.where) == (Severity.WARNING, Where("briefs/actors.yml", 7, 3, 10))


@pytest.mark.parametrize(
    ("body", "message", "hint"),
    [
        ("Gild", "which has no entry", "Did you mean “Guild”?"),
        ("zed", "which is itself", "Remove the line"),
        ("Union", "“Union A” or “Union B”", "Write the slug"),
    ],
)
def test_a_body_that_cannot_be_told_is_explained(body: str, message: str, hint: str) -> None:
    unions = (ActorEntry("a", "Union A", ("Union",)), ActorEntry("b", "Union B", ("Union",)))
    cast = (ActorEntry("zed", "Zed", member_of=refs(body)), ActorEntry("guild", "Guild"), *unions)
    result = edition(brief("a.md", actors=["zed"]), actors=cast)
    (problem,) = told(result, "member-of-unknown")
    assert message in problem.message
    assert hint in problem.hint
    assert result.actors["zed"].member_of == ()


# ---------------------------------------------------------------- the tree of topics


TREE = (
    TopicEntry("world", "World", line=1),
    TopicEntry("trade", "Trade", parent=Ref("WORLD", 4), line=3),
    TopicEntry("tariffs", "Tariffs", ("Duties",), parent=Ref("trade", 7), line=6),
    TopicEntry("arms", "Arms", parent=Ref("world", 10), line=9),
    TopicEntry("idle", "Idle", parent=Ref("world", 13), line=12),
)


def test_a_topic_brings_those_above_it() -> None:
    result = edition(brief("a.md", topics=["duties"]), brief("b.md", topics=["Arms"]), topics=TREE)
    assert list(result.topics) == ["arms", "tariffs", "trade", "world"]
    assert result.topics["world"].children == ("arms", "trade")
    assert result.topics["world"].items == ()
    assert result.topics["trade"].children == ("tariffs",)
    assert result.topics["tariffs"].parent == "trade"
    assert result.topics["tariffs"].items == ("a.md",)


def test_an_unknown_parent_is_a_warning_with_a_suggestion() -> None:
    result = edition(
        brief("a.md", topics=["Rates"]), topics=[*TREE, TopicEntry("rates", "Rates", parent=Ref("Wrld", 20))]
    )
    assert result.topics["rates"].parent == ""
    (problem,) = told(result, "parent-unknown")
    assert (problem.severity, problem.where.line, problem.hint) == (Severity.WARNING, 20, "Did you mean “World”?")


def test_a_circle_of_parents_is_an_error_and_is_cut_at_its_first_entry() -> None:
    circle = (
        TopicEntry("top", "Top", parent=Ref("b", 2)),
        TopicEntry("c", "C", parent=Ref("a", 4)),
        TopicEntry("a", "A", parent=Ref("b", 6)),
        TopicEntry("b", "B", parent=Ref("c", 8)),
    )
    result = edition(brief("a.md", topics=["top", "a"]), topics=circle)
    assert {slug: topic.parent for slug, topic in result.topics.items()} == {"top": "b", "a": "b", "b": "c", "c": ""}
    (problem,) = told(result, "parent-circle")
    assert (problem.severity, problem.where.line) == (Severity.ERROR, 4)
    assert "C → A → B → C" in problem.message


def test_a_topic_that_is_its_own_parent_is_a_circle() -> None:
    result = edition(brief("a.md", topics=["a"]), topics=[TopicEntry("a", "A", parent=Ref("a", 2))])
    assert result.topics["a"].parent == ""
    assert told(result, "parent-circle")


# ---------------------------------------------------------------- did you mean


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ada Qill", "Ada Quill"),
        ("Adda Quiil", "Ada Quill"),
        ("Quill, Ada", "Ada Quill"),
        ("ada quill", "Ada Quill"),
        ("Ud", ""),
        ("NATOO", "NATO"),
        ("OTAN", ""),
        ("Bo", ""),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_the_nearest_name(written: str, meant: str) -> None:
    suggester = Suggester(["Ada Quill", "Adam Quinn", "NATO", "World Trade Body", "Ad"])
    assert suggester.nearest(written) == meant


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert Suggester([]).nearest("Ada") == ""


@pytest.mark.parametrize("edit", range(9))
def test_two_typing_errors_anywhere_are_forgiven(edit: int) -> None:
    name = "Marguerite Solberg"
    for other in range(9):
        letters = list(name.replace(" ", ""))
        letters[edit * 2 - 1 if edit else 0] = "x"
        letters.insert(other * 2, "z")
        assert Suggester(["Somebody Else", name, "Margrete Sol"]).nearest("".join(letters)) == name
