"""What is certain is put right: the bytes of a file → the bytes as they should be. Pure.

A problem brings its own edits (`Problem.fix`). Each is tried, and stands only if the file then says the same as before, so that no
repair has to be trusted; prose is never among what may change.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from briefgen.briefs.frontmatter import read_front_matter
from briefgen.briefs.model import Ref
from briefgen.briefs.parser import parse_brief, parse_page
from briefgen.briefs.sections import read_body
from briefgen.briefs.sorting import PAGES
from briefgen.config import Config
from briefgen.problems import Edit, Problem
from briefgen.text.decode import decode, mended_characters

_LINES = re.compile("([^\r\n]*+)(\r\n|\r|\n|\\Z)")
_PLACES = frozenset({"line", "column", "end", "lede_line", "places", "heading"})
#: More than this many edits are not made in one file: each is tried.
MOST = 200


class Mended(msgspec.Struct, frozen=True):
    """A file of the site (`path` is relative to `briefs/`) before and after, and the codes of what was put right."""

    path: str
    before: bytes
    after: bytes
    codes: tuple[str, ...] = ()


def mend(path: str, data: bytes, config: Config, renamed: Sequence[Problem] = ()) -> Mended:
    """Put right what is certain in a brief or an own page. `renamed` are problems whose edits give a name in a list another spelling."""
    codes: list[str] = []
    told = _told(path, data, config)
    text = mended_characters(data, path)
    if text is None or "not-text" in told:
        return Mended(path, data, data)
    if text.encode() != data:
        codes += [code for code in ("encoding", "control-characters", "invisible-characters") if code in told]
        codes = codes or ["byte-order-mark"]
    for found in sorted(renamed, key=lambda p: p.where, reverse=True):
        changed = apply(text, found.fix)
        if changed is not None and _sense(path, changed, config, True) == _sense(path, text, config, True):
            text = changed
            codes.append(found.code)
    text = _by_problems(path, text, config, codes)
    return Mended(path, data, text.encode(), tuple(codes))


def _by_problems(path: str, text: str, config: Config, codes: list[str]) -> str:
    refused: set[tuple[Edit, ...]] = set()
    sense = _sense(path, text, config)
    problems = _problems(path, text.encode(), config)
    for _ in range(MOST):
        found = next((p for p in problems if p.fix and p.fix not in refused), None)
        if found is None:
            break
        refused.add(found.fix)
        changed = apply(text, found.fix)
        if changed is None or _sense(path, changed, config) != sense:
            continue
        after = _problems(path, changed.encode(), config)
        if Counter(p.code for p in after) < Counter(p.code for p in problems):
            text, problems = changed, after
            codes.append(found.code)
            refused.clear()
    return text


def apply(text: str, edits: Sequence[Edit]) -> str | None:
    """A text after edits of different lines, or places; None where its lines are not those that the edits were made for. All that they
    do not name stays as it is, line ends too."""
    lines = [list(parts) for parts in _LINES.findall(text)]
    ends = [end for _, end in lines if end]
    own = ends[0] if ends else "\n"
    for edit in sorted(edits, key=lambda e: (e.line, e.column), reverse=True):
        if not 0 < edit.line <= len(lines):
            return None
        line = lines[edit.line - 1][0]
        if edit.end > len(line) + 1 or unicodedata.normalize("NFC", line) != line:
            return None
        new = line[: edit.column - 1] + edit.text.replace("\n", own) + line[edit.end - 1 :]
        lines[edit.line - 1][0] = new
    return "".join(body + end for body, end in lines)


def _problems(path: str, data: bytes, config: Config) -> tuple[Problem, ...]:
    return parse_page(path, data, config)[1] if path.startswith(PAGES) else parse_brief(path, data, config).problems


def _told(path: str, data: bytes, config: Config) -> set[str]:
    return {found.code for found in _problems(path, data, config)}


def _sense(path: str, text: str, config: Config, renamed: bool = False) -> object:
    """What a file says, without the places where it says so and the spelling of headings; with `renamed`, without the names of topics and actors."""
    decoded, _ = decode(text.encode(), path)
    front = read_front_matter(decoded, path, config)
    body = read_body(front.body, front.body_line, path, config)
    meta = front.meta
    if renamed:
        topics, actors = (tuple(Ref("") for _ in names) for names in (meta.topics, meta.actors))
        meta = msgspec.structs.replace(meta, topics=topics, actors=actors)
    prose = front.body.strip() if path.startswith(PAGES) else ""
    return _bare((meta, body.lede, body.sections, prose))


def _bare(value: Any) -> object:
    if isinstance(value, msgspec.Struct):
        return [_bare(getattr(value, name)) for name in value.__struct_fields__ if name not in _PLACES]
    if isinstance(value, tuple | list):
        return [_bare(one) for one in value]
    return value
