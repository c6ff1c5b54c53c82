"""An edition and its pages on their way from the process that made them to another, which has the briefs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec

from briefgen.briefs.model import Brief
from briefgen.edition.model import Edition, Item, Mention, State
from briefgen.pages.book import Book
from briefgen.pages.model import Page
from briefgen.pages.plan import Plan
from briefgen.problems import Problem


class Bare(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An `Item`, of its brief only the path."""

    path: str
    state: State
    topics: tuple[str, ...]
    actors: tuple[str, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    story: str
    follows: str


class Carried(msgspec.Struct, frozen=True):
    """What travels. `edition` is without its items, the first `listed` of which are listed, the others expired."""

    edition: Edition
    items: tuple[Bare, ...]
    listed: int
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]


_DECODER = msgspec.msgpack.Decoder(Carried)


def pack(plan: Plan, problems: tuple[Problem, ...]) -> bytes:
    """A plan with its edition, and all that is wrong with them."""
    edition = plan.book.edition
    items = (*edition.items, *edition.expired)
    bare = msgspec.structs.replace(edition, items=(), expired=(), problems=(), text_problems={})
    carried = Carried(bare, tuple(map(_bare, items)), len(edition.items), plan.pages, problems)
    return msgspec.msgpack.encode(carried)


def unpack(data: bytes, briefs: Mapping[str, Brief]) -> tuple[Plan, tuple[Problem, ...]]:
    """The same again, but for what the plan and the edition say of problems. `briefs` are those that the edition was made of, by path."""
    carried = _DECODER.decode(data)
    items = tuple([Item(briefs[one.path], *_rest(one)) for one in carried.items])
    whole: dict[str, Any] = {"items": items[: carried.listed], "expired": items[carried.listed :]}
    edition = msgspec.structs.replace(carried.edition, **cast(Any, whole))
    return Plan(Book(edition), carried.pages), carried.problems


def _bare(item: Item) -> Bare:
    return Bare(item.path, item.state, item.topics, item.actors, item.mentions, item.story, item.follows)


def _rest(one: Bare) -> Sequence[Any]:
    return one.state, one.topics, one.actors, one.mentions, one.story, one.follows
