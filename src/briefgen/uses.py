"""What the pages of an output folder were made from, as the state keeps it: in one value, since a page that was forgotten
would stay stale; and in columns, so that the pages of one brief are found without taking those of all others apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

import msgspec

from briefgen.keys import MARK, Used
from briefgen.pages.model import Page

_ENCODE = msgspec.msgpack.Encoder().encode


class Use(msgspec.Struct, frozen=True, array_like=True):
    """A page, encoded, and what it was made from."""

    data: bytes
    used: Used

    @property
    def page(self) -> Page:
        """The page."""
        return msgspec.msgpack.decode(self.data, type=Page)


def use_of(page: Page, used: Used) -> Use:
    """What a page was made from."""
    return Use(_ENCODE(page), used)


class _Column(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """Values, one after the other, and how long each is."""

    data: bytes
    sizes: list[int]

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(self.sizes))

    def __getitem__(self, number: int) -> bytes:
        return self.data[self._ends[number] - self.sizes[number] : self._ends[number]]

    def having(self, mark: bytes) -> Iterator[int]:
        """The numbers of the values in which a mark stands."""
        at = self.data.find(mark) if mark else -1
        while at >= 0:
            if at % MARK:  # the end of one mark and the beginning of the next
                at = self.data.find(mark, at + 1)
            else:
                number = bisect_right(self._ends, at)
                yield number
                at = self.data.find(mark, self._ends[number])


class Uses(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """What all pages were made from. `paths` are those of their files, with NUL between them."""

    paths: str
    pages: _Column
    heads: _Column
    texts: _Column

    def _use(self, number: int) -> Use:
        return Use(self.pages[number], Used(self.heads[number], self.texts[number]))

    def users(self, head: bytes, text: bytes) -> list[Use]:
        """The pages that show the head of one brief or the text of another, by their marks; an empty mark is nobody's."""
        return [self._use(number) for number in {*self.heads.having(head), *self.texts.having(text)}]

    @cached_property
    def all(self) -> dict[str, Use]:
        """What each page was made from, by the path of its file."""
        return {path: self._use(number) for number, path in enumerate(self.paths.split("\0"))} if self.paths else {}


def encode_uses(uses: dict[str, Use]) -> bytes:
    """What all pages were made from, as the state keeps it."""
    found = uses.values()
    pages, heads, texts = (
        _Column(b"".join(column), list(map(len, column)))
        for column in ([u.data for u in found], [u.used.heads for u in found], [u.used.texts for u in found])
    )
    return _ENCODE(Uses("\0".join(uses), pages, heads, texts))


def decode_uses(data: bytes | None) -> Uses:
    """What the state kept; nothing is known where it kept nothing."""
    return msgspec.msgpack.decode(data or encode_uses({}), type=Uses)
