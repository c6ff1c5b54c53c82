"""What differs, as Markdown for the comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from briefgen.diff import words
from briefgen.diff.model import BriefChange, Diff, Kind, PageChange
from briefgen.report import printable

#: So many of a kind are listed; of others the number is told.
MOST = 50
#: The most characters of a report: a comment on GitHub holds 65,536.
LONGEST = 60_000

#: The first line, by which a workflow finds the comment that it wrote last time.
MARK = "<!-- briefgen diff -->"

_special = re.compile(r"[\\`*_\[\]<>|~!$&]")
_address = re.compile(r"(?i)(?<=http)(?=s?://)|(?<=www)(?=\.)|(?<=ftp)(?=://)|(?<=[@#])(?=\w)|(?<=mailto)(?=:)")


def as_markdown(diff: Diff, timezone: str, base_url: str = "") -> str:
    """A report with links to the pages at `base_url` (empty: none), and with what is long folded up. What editors wrote is shown as it is:
    it makes no markup, mentions nobody and refers to nothing."""
    head = [MARK, "### What this does to the site", "", f"Compared with {escape(words.reference(diff))}."]
    if diff.is_empty:
        return "\n".join([*head, "", "Nothing changes.", ""])
    parts = [
        _briefs(diff, timezone, base_url),
        _everywhere(diff),
        _missing(diff),
        _problems(diff),
        _pages(diff, base_url),
    ]
    lines, size = head, sum(len(line) + 1 for line in head)
    for part in parts:
        block = ["", *part]
        length = sum(len(line) + 1 for line in block)
        if len(block) > 1 and size + length > LONGEST:
            block = ["", "There is more than fits here: `briefgen diff` tells it."]
            length = sum(map(len, block)) + 2
        if len(block) > 1:
            lines, size = [*lines, *block], size + length
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text that shows in Markdown as it is, on one line."""
    return _address.sub("<!-- -->", _special.sub(r"\\\g<0>", printable(text)))


def _code(text: str) -> str:
    """Text as code. A backtick inside would end it."""
    return f"`{printable(text).replace('`', chr(0x2BC))}`"


def _briefs(diff: Diff, timezone: str, base_url: str) -> Iterator[str]:
    for number, (kind, some) in enumerate(words.grouped(diff.briefs)):
        yield from [""] if number else []
        yield f"**{words.TOLD[kind]}**"
        yield ""
        for one in some[:MOST]:
            yield from _brief(one, timezone, base_url)
        if len(some) > MOST:
            yield f"- {words.rest(some, MOST)}"


def _brief(one: BriefChange, timezone: str, base_url: str) -> Iterator[str]:
    there = base_url and one.url and one.kind in (Kind.PUBLISHED, Kind.MOVED, Kind.EDITED, Kind.EXPIRED)
    title = escape(one.title or one.file)
    told = words.said(one, timezone)
    shown = f"[{title}]({_link(base_url, one.url)})" if there else title
    yield f"- {shown}{f': {escape(told)}' if told else ''} ({_code(one.file)})"
    yield from (f"  - ⚠️ {escape(warning)}" for warning in one.warnings)


def _everywhere(diff: Diff) -> Iterator[str]:
    if diff.everywhere:
        told = escape("; ".join(diff.everywhere))
        yield f"All {words.number(diff.pages, 'page')} may look different, because of {told}."


def _missing(diff: Diff) -> Iterator[str]:
    if diff.missing:
        yield "**Missing from now on, and no redirect stays**"
        yield ""
        yield from (f"- ⚠️ {_code(page.url)}, {escape(page.origin)}" for page in diff.missing[:MOST])
        if len(diff.missing) > MOST:
            yield f"- {words.rest(diff.missing, MOST)}"


def _problems(diff: Diff) -> Iterator[str]:
    for told, some in (("New problems", diff.new_problems), ("Problems that are gone", diff.gone_problems)):
        if some:
            yield from _folded(f"{told}: {len(some):,}", [escape(words.problem_line(one)) for one in some])


def _pages(diff: Diff, base_url: str) -> Iterator[str]:
    for told, kinds in words.changes(diff):
        line = f"{words.number(len(kinds), 'page')} {told}{'s' if len(kinds) == 1 else ''}: {words.counted(kinds)}"
        if told == "move":
            yield from _folded(line, [f"{_code(move.before)} → {_page(move.after, base_url)}" for move in diff.moves])
        else:
            pages: tuple[PageChange, ...] = getattr(diff, told)
            linked = "" if told == "disappear" else base_url
            yield from _folded(line, [f"{_page(page.url, linked)} ({words.group_of(page.kind)})" for page in pages])


def _folded(summary: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"<details><summary>{summary}</summary>"
    yield ""
    yield from (f"- {line}" for line in lines[:MOST])
    if len(lines) > MOST:
        yield f"- {words.rest(lines, MOST)}"
    yield ""
    yield "</details>"


def _page(url: str, base_url: str) -> str:
    return f"[{_code(url)}]({_link(base_url, url)})" if base_url else _code(url)


def _link(base_url: str, url: str) -> str:
    return base_url.rstrip("/") + quote(url, safe="/%:@!$&'*+,;=~-._")
