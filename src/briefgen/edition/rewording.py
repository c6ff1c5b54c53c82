"""An edition in which nothing changed but the words of some briefs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from briefgen.edition.model import Edition, Item
from briefgen.problems import Problem


def reword(
    edition: Edition, items: Mapping[str, Item], places: Mapping[str, int], problems: Mapping[str, tuple[Problem, ...]]
) -> Edition:
    """The edition with other versions of some of its items, by `Brief.path`, and with what is wrong in their texts. `places` tells where
    each stands. The caller sees to it that they have the same bones, and that the same actors appear in them."""
    listed = list(edition.items)
    for path, item in items.items():
        listed[places[path]] = item
    held = tuple(
        msgspec.structs.replace(one, title=items[one.path].head.title) if one.path in items else one
        for one in edition.held
    )
    texts = {path: found for path, found in edition.text_problems.items() if path not in items}
    whole: dict[str, Any] = {
        "items": tuple(listed),
        "held": held,
        "text_problems": texts | {path: found for path, found in problems.items() if found},
    }
    return msgspec.structs.replace(edition, **cast(Any, whole))
