"""Problems as SARIF 2.1.0 (OASIS, errata 01), for code scanning and editors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import msgspec

from briefgen import __version__
from briefgen.problems import CODES, Edit, Problem, Severity, Where
from briefgen.report import in_order

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(problems: Iterable[Problem], prefix: str = "") -> str:
    """One SARIF log with one run. `prefix` leads from the repository to the site ("news/" or empty). Columns count characters, and
    the one at which a region ends is not in it, as in SARIF."""
    ordered = in_order(problems)
    codes = sorted({p.code for p in ordered})
    index = {code: number for number, code in enumerate(codes)}
    driver = {
        "name": "briefgen",
        "version": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(p, index[p.code], prefix) for p in ordered],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log)).decode()


def _rule(code: str) -> dict[str, Any]:
    rule = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.summary},
        "help": {"text": f"{rule.summary}. docs/problems.md of briefgen explains {code} with an example and its cure."},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(p: Problem, index: int, prefix: str) -> dict[str, Any]:
    text = f"{p.message}. {p.hint}." if p.hint else f"{p.message}."
    place = {"artifactLocation": _artifact(p.where.file, prefix)}
    result: dict[str, Any] = {
        "ruleId": p.code,
        "ruleIndex": index,
        "level": _LEVELS[p.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": place | ({"region": _region(p.where)} if p.where.line else {})}],
    }
    if p.fix:
        change = {**place, "replacements": [_replacement(edit) for edit in p.fix]}
        result["fixes"] = [{"description": {"text": p.hint or p.message}, "artifactChanges": [change]}]
    return result


def _artifact(file: str, prefix: str) -> dict[str, str]:
    name = (prefix + file).encode("utf-8", "surrogateescape")
    return {"uri": quote(name), "uriBaseId": "%SRCROOT%"}


def _region(where: Where) -> dict[str, int]:
    region = {"startLine": where.line}
    if where.column:
        region["startColumn"] = where.column
        if where.end > where.column:
            region["endColumn"] = where.end
    return region


def _replacement(edit: Edit) -> dict[str, Any]:
    region = {"startLine": edit.line, "startColumn": edit.column, "endLine": edit.line, "endColumn": edit.end}
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}
