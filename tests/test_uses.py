"""Who shows a brief is found in the columns of the state as it would be by looking at each page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefgen.keys import MARK, Used
from briefgen.pages.model import Page, PageKind
from briefgen.uses import Use, decode_uses, encode_uses, use_of

#: Marks of few letters, so that the end of one and the beginning of the next often look like a third.
MARKS = st.text("ab", min_size=MARK, max_size=MARK).map(str.encode)
COLUMN = st.lists(MARKS, max_size=4).map(b"".join)


def page(number: int) -> Page:
    return Page(path=f"{number}/index.html", url=f"/{number}/", kind=PageKind.OWN)


def whole(marks: bytes) -> set[bytes]:
    return {marks[start : start + MARK] for start in range(0, len(marks), MARK)}


@given(st.lists(st.builds(Used, COLUMN, COLUMN), max_size=6), MARKS | st.just(b""), MARKS | st.just(b""))
def test_the_users_of_a_brief(used: list[Used], head: bytes, text: bytes) -> None:
    uses = {page(number).path: use_of(page(number), one) for number, one in enumerate(used)}
    kept = decode_uses(encode_uses(uses))
    assert kept.all == uses
    shown = [use for use in uses.values() if head in whole(use.used.heads) or text in whole(use.used.texts)]
    found = kept.users(head, text)
    assert sorted(found, key=lambda use: use.data) == sorted(shown, key=lambda use: use.data)
    assert all(isinstance(use, Use) and use.page.path in uses for use in found)


def test_nothing_is_known_where_nothing_was_kept() -> None:
    assert (decode_uses(None).all, decode_uses(None).users(b"a" * MARK, b"b" * MARK)) == ({}, [])
