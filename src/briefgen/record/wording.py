"""Whether a text says the same in other clothes: what of it a reader could quote."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from briefgen.briefs.model import Brief, SectionKind

#: Signs that change what is said; currencies (Unicode category Sc) do, too.
_MEANT = frozenset("?؟⁇%‰+<>=")
_DASHES = frozenset("-\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{MINUS SIGN}")
_APOSTROPHES = frozenset("'\N{RIGHT SINGLE QUOTATION MARK}")
_IN_NUMBERS = frozenset(".,:/")

NAMES = {
    SectionKind.HAPPENING: "What's Happening",
    SectionKind.IMPORTANT: "Why It's Important",
    SectionKind.NEXT: "What's Next",
}


#: What programs call the parts, by their names.
_KEYS = {"the title": "title", "the beginning": "lede"} | {name: kind.value for kind, name in NAMES.items()}


def key_of(name: str) -> str:
    """What programs call a part."""
    return _KEYS[name]


def words(text: str) -> list[str]:
    """The words and numbers of a text, with those signs that matter, in their order. White space, emphasis, quotation marks, dashes, full stops,
    commas and the like are left out; capitals count, and so does what stands within a number."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(_pieces(text)).split()


def _pieces(text: str) -> Iterator[str]:
    last = len(text) - 1
    for at, c in enumerate(text):
        kind = unicodedata.category(c)
        before, after = text[at - 1] if at else " ", text[at + 1] if at < last else " "
        if kind[0] in "LMN":
            yield c
        elif c in _MEANT or kind == "Sc":
            yield f" {c} "
        elif after.isdecimal() and before.isdecimal() and c in _IN_NUMBERS | _DASHES:
            yield "-" if c in _DASHES else c
        elif after.isdecimal() and c in _DASHES and not before.isalnum():
            yield " -"
        elif c in _APOSTROPHES and before.isalpha() and after.isalpha():
            yield "'"
        else:
            yield " "


def parts_of(brief: Brief) -> dict[str, tuple[str, int]]:
    """What readers read of a brief, by the name of the part: its text, and its first line (0: unknown)."""
    sections = {NAMES[s.kind]: (f"{s.suffix}\n{s.text}" if s.suffix else s.text, s.line) for s in brief.sections}
    return {"the title": (brief.title, 0), "the beginning": (brief.lede, 0), **sections}


def changed_parts(one: Brief, other: Brief) -> list[str]:
    """The names of the parts that say something else in the other version."""
    before, after = parts_of(one), parts_of(other)
    names = [*after, *(name for name in before if name not in after)]
    nothing = ("", 0)
    texts = ((name, before.get(name, nothing)[0], after.get(name, nothing)[0]) for name in names)
    return [name for name, was, now in texts if was != now and words(was) != words(now)]
