"""Every plain-text case in `tests/fixtures/parser/`: a brief as an editor wrote it, and what must come of it.

To add a case, write a file like the others:

    # What this case shows.
    file: 2025-10-18-ferry.md            (optional: the brief's path; default "brief.md")
    timezone: Europe/Paris               (optional)
    bytes: yes                           (optional: the input is one line with escapes such as \\x93 and \\r\\n)
    === input
    the file, to the letter
    === expected
    title: One line
    lede:
      Several lines, set in by two spaces.
    problems: none                       (or, below it, "line:column code" for each)

`problems` must be there and complete. Of the other keys, those that are there are compared; nothing after the colon
means empty. `brief: none` says that there is no brief.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.briefs.model import UNDATED, Brief, Ref, SectionKind
from briefgen.briefs.parser import parse_brief
from briefgen.config import Config
from briefgen.problems import Problem
from briefgen.text.moment import Moment

FOLDER = Path(__file__).parent / "fixtures" / "parser"
CASES = sorted(FOLDER.glob("*.txt"))
SETTINGS = {"file", "timezone", "bytes"}


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return ""
    if moment == UNDATED:
        return "none"
    return moment.day.isoformat() if moment.is_day else moment.instant.isoformat()


def _refs(refs: tuple[Ref, ...]) -> str:
    return ", ".join(ref.text for ref in refs)


def _sources(brief: Brief) -> str:
    return "\n".join(" | ".join((s.title, s.url, s.publisher)).strip() for s in brief.sources)


def _expectations(brief: Brief) -> str:
    return "\n".join(f"{e.first or ''}..{e.last} {e.what} {e.outcome}".strip() for e in brief.expect)


def _section(kind: SectionKind) -> Callable[[Brief], str]:
    def text(brief: Brief) -> str:
        section = brief.section(kind)
        return section.text if section else ""

    return text


def _suffixes(brief: Brief) -> str:
    return "\n".join(f"{s.kind.value}: {s.suffix}" for s in brief.sections if s.suffix)


def _headings(brief: Brief) -> str:
    return "\n".join(s.heading for s in brief.sections)


#: How each key of an expectation is read off a brief.
SHOWN: dict[str, Callable[[Brief], str]] = {
    "title": lambda b: b.title,
    "date": lambda b: _moment(b.date),
    "updated": lambda b: _moment(b.updated),
    "expires": lambda b: _moment(b.expires),
    "slug": lambda b: b.slug,
    "summary": lambda b: b.summary,
    "byline": lambda b: b.byline,
    "language": lambda b: b.language,
    "id": lambda b: b.id,
    "status": lambda b: b.status.value,
    "aliases": lambda b: ", ".join(b.aliases),
    "topics": lambda b: _refs(b.topics),
    "actors": lambda b: _refs(b.actors),
    "not_actors": lambda b: _refs(b.not_actors),
    "story": lambda b: b.story.text if b.story else "",
    "follows": lambda b: b.follows.text if b.follows else "",
    "sources": _sources,
    "expect": _expectations,
    "corrections": lambda b: "\n".join(f"{_moment(c.date)} {c.text}" for c in b.corrections),
    "image": lambda b: f"{b.image.path} | {b.image.alt}" if b.image else "",
    "extra": lambda b: ", ".join(f"{k}={v}" for k, v in sorted(b.extra.items())),
    "lede": lambda b: b.lede,
    "happening": _section(SectionKind.HAPPENING),
    "important": _section(SectionKind.IMPORTANT),
    "next": _section(SectionKind.NEXT),
    "headings": _headings,
    "suffixes": _suffixes,
}


def _fields(text: str) -> dict[str, str]:
    """`key: value` lines; lines set in by two spaces go on with the value above."""
    fields: dict[str, str] = {}
    key = ""
    for line in text.split("\n"):
        if line.startswith("  ") or (not line and key):
            fields[key] += "\n" + line[2:]
            continue
        key, colon, value = line.partition(":")
        assert colon, f"no `key: value`: {line!r}"
        assert key not in fields, f"`{key}` is there twice"
        fields[key] = value.removeprefix(" ")
    return {key: value.strip("\n") for key, value in fields.items()}


def _shown(problems: tuple[Problem, ...]) -> str:
    return "\n".join(f"{p.where.line}:{p.where.column} {p.code}" for p in problems) or "none"


def _case(path: Path) -> tuple[dict[str, str], bytes, dict[str, str]]:
    """The settings, the brief's bytes and the expectation of a case."""
    head, first, rest = path.read_bytes().decode("utf-8").partition("\n=== input\n")
    content, second, expected = rest.rpartition("\n=== expected\n")
    assert first, "there is no line `=== input`"
    assert second, "there is no line `=== expected`"
    assert head.startswith("# "), "the first line says what the case shows"
    settings = _fields("\n".join(line for line in head.split("\n") if not line.startswith("#")) or "file: brief.md")
    assert settings.keys() <= SETTINGS, f"unknown settings: {settings.keys() - SETTINGS}"
    data = content.encode()
    if settings.get("bytes"):
        data = data.decode("unicode_escape").encode("latin-1")
    return settings, data, _fields(expected)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    settings, data, expected = _case(path)
    config = Config(timezone=settings.get("timezone", "UTC"))
    parsed = parse_brief(settings.get("file", "brief.md"), data, config)
    unknown = expected.keys() - SHOWN.keys() - {"problems", "brief"}
    assert not unknown, f"unknown keys: {unknown}"
    assert "problems" in expected, "`problems` is missing"
    assert _shown(parsed.problems) == expected["problems"]
    if "brief" in expected:
        assert expected.keys() == {"problems", "brief"}, "nothing can be said of a brief that there is not"
        assert expected["brief"] == "none"
        assert parsed.brief is None
        return
    assert parsed.brief is not None
    assert len(expected) > 1, "nothing is expected of the brief"
    assert {key: SHOWN[key](parsed.brief) for key in expected if key != "problems"} == {
        key: value for key, value in expected.items() if key != "problems"
    }


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 90
    assert all(path.suffix == ".txt" for path in FOLDER.iterdir())
