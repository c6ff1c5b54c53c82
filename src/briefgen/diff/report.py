"""What differs, as text for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from briefgen.diff import words
from briefgen.diff.model import Diff, Kind, PageChange
from briefgen.problems import Problem
from briefgen.report import printable

#: So many of a kind are listed in text, and so many pages in JSON; of others the number is told.
MOST, MOST_PAGES = 20, 1000


def as_text(diff: Diff, timezone: str) -> str:
    """A short report for people; times are in the time zone of the site."""
    lines = [f"Compared with {words.reference(diff)}:"]
    if diff.is_empty:
        return f"{lines[0]} nothing changes."
    parts = (_briefs(diff, timezone), _everywhere(diff), _pages(diff), _missing(diff), _problems(diff))
    for part in parts:
        found = list(part)
        lines += ["", *found] if found else []
    return "\n".join(map(printable, lines))


def _briefs(diff: Diff, timezone: str) -> Iterator[str]:
    for kind, some in words.grouped(diff.briefs):
        yield f"{words.TOLD[kind]}:"
        for one in some[:MOST]:
            told = words.said(one, timezone)
            yield f"  {one.title or one.file}{f' ({told})' if told else ''}"
            yield f"    {one.file}{f'  {one.url}' if one.url and kind not in (Kind.DELETED, Kind.HELD) else ''}"
            yield from (f"    warning: {warning}" for warning in one.warnings)
        if len(some) > MOST:
            yield f"  {words.rest(some, MOST)}"


def _everywhere(diff: Diff) -> Iterator[str]:
    if diff.everywhere:
        yield f"All {words.number(diff.pages, 'page')} may look different, because of {'; '.join(diff.everywhere)}."


def _pages(diff: Diff) -> Iterator[str]:
    found = words.changes(diff)
    yield from (["Pages:"] if found else [])
    for told, kinds in found:
        yield f"  {len(kinds):,} {told}{'s' if len(kinds) == 1 else ''}: {words.counted(kinds)}"
    for move in diff.moves[:MOST]:
        yield f"  {move.before} → {move.after}"
    if len(diff.moves) > MOST:
        yield f"  {words.rest(diff.moves, MOST)}"
    for group in ("feed", "calendar"):
        some = words.subscribed(diff, group)
        if some and len(some) <= MOST:
            yield f"  {group}s: {' '.join(page.url for page in some)}"


def _missing(diff: Diff) -> Iterator[str]:
    if diff.missing:
        yield "Missing from now on, and no redirect stays:"
        yield from (f"  {page.url} ({page.origin})" for page in diff.missing[:MOST])
        if len(diff.missing) > MOST:
            yield f"  {words.rest(diff.missing, MOST)}"


def _problems(diff: Diff) -> Iterator[str]:
    for told, some in (("New problems", diff.new_problems), ("Problems that are gone", diff.gone_problems)):
        if some:
            yield f"{told}:"
            yield from (f"  {words.problem_line(one)}" for one in some[:MOST])
            if len(some) > MOST:
                yield f"  {words.rest(some, MOST)}"


# ---------------------------------------------------------------- JSON


def as_json(diff: Diff) -> str:
    """One JSON object; its form is documented in `docs/cli.md`, and `version` changes with it."""
    report = {
        "version": 1,
        "reference": {"commit": diff.commit, "told": diff.reference},
        "now": _instant(diff.now),
        "different": not diff.is_empty,
        "briefs": [
            {
                "change": one.kind.value,
                "file": one.file,
                "file_before": one.file_was,
                "title": one.title,
                "parts": one.what,
                "url": one.url,
                "url_before": one.was,
                "redirected": one.redirected,
                "state": one.state,
                "until": _instant(one.until) if one.until else None,
                "warnings": one.warnings,
            }
            for one in diff.briefs
        ],
        "pages": {
            "appear": _listed(diff.appear),
            "change": _listed(diff.change),
            "move": [{"from": m.before, "to": m.after, "kind": m.kind} for m in diff.moves[:MOST_PAGES]],
            "disappear": _listed(diff.disappear),
            "missing": _listed(diff.missing),
        },
        "counts": {
            "pages": diff.pages,
            **dict.fromkeys(("appear", "change", "move", "disappear"), _counts([])),
            **{told: _counts(kinds) for told, kinds in words.changes(diff)},
        },
        "everywhere": diff.everywhere,
        "problems": {"new": list(map(_problem, diff.new_problems)), "gone": list(map(_problem, diff.gone_problems))},
    }
    return msgspec.json.format(msgspec.json.encode(report).decode(), indent=2)


def _listed(pages: tuple[PageChange, ...]) -> list[dict[str, str]]:
    return [{"url": page.url, "kind": page.kind} for page in pages[:MOST_PAGES]]


def _counts(kinds: list[str]) -> dict[str, int]:
    return {"all": len(kinds), **{kind: kinds.count(kind) for kind in sorted(set(kinds))}}


def _problem(one: Problem) -> dict[str, Any]:
    where = one.where
    return {
        "severity": one.severity.value,
        "code": one.code,
        "message": one.message,
        "file": where.file,
        "line": where.line,
        "hint": one.hint,
    }


def _instant(instant: Any) -> str:
    return str(instant.isoformat()).replace("+00:00", "Z")
