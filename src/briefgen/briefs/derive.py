"""What a brief does not say of itself and its text does: the title and the summary."""

from __future__ import annotations

import datetime as dt

import msgspec

from briefgen.briefs.filename import words_of
from briefgen.briefs.model import Section
from briefgen.briefs.sections import Body
from briefgen.problems import Problem, Where, problem
from briefgen.text.blocks import fence_of, is_rule
from briefgen.text.keys import entity_key
from briefgen.text.moment import parse_moment
from briefgen.text.prose import beginning, first_sentence, plain_start, plain_text, shorten

TITLE_LENGTH = 90
SUMMARY_LENGTH = 200
_LONGEST_TITLE_LINE = 140
_TOP = 40  # lines of a lede in which a title may stand
_GLANCE = 2000  # characters that are enough for a title or a summary
_NO_TITLE_END = tuple(".!?…:;,。！？؟、，；：")
_METADATA = frozenset(
    {
        "date",
        "published",
        "updated",
        "by",
        "byline",
        "author",
        "authors",
        "reporter",
        "editor",
        "source",
        "sources",
        "tags",
    }
    | {"topic", "topics", "actors", "category", "categories", "section", "location", "place", "image", "photo", "slug"}
    | {
        "status",
        "language",
        "url",
        "link",
        "id",
        "fecha",
        "fuente",
        "datum",
        "quelle",
        "autor",
        "auteur",
        "data",
        "fonte",
    }
)
_TITLE_KEYS = frozenset({"title", "headline", "título", "titular", "titre", "titel", "titolo"})


class Titled(msgspec.Struct, frozen=True):
    """A title, and the lede without it."""

    title: str
    lede: str
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- title


def find_title(given: str, body: Body, name: str, file: str) -> Titled:
    """The title that the front matter gives, else a line at the top of the text, else its first sentence.

    A line that says the title (again) does not stay in the lede. `name` is the file's, for a brief without any words.
    """
    lines = body.lede.split("\n") if body.lede else []
    at, end, text = _title_line(lines)
    if text and (not given or entity_key(text) == entity_key(given)):
        lede = "\n".join(_trimmed(lines[:at] + lines[end:]))
        if given:
            return Titled(given, lede)
        where = Where(file, body.lede_line + at, 1, len(lines[at]) + 1)
        message = f"This line was taken as the title: “{shorten(text, TITLE_LENGTH)}”"
        return Titled(text, lede, (problem("title-from-text", where, message, f"Write `title: {text}`"),))
    if given:
        return Titled(given, body.lede)
    source, line = _source(body.lede, body.sections), body.lede_line
    if not _without_metadata(body.lede):
        line = body.sections[0].line if body.sections else max(line, 1)
    sentence = first_sentence(plain_text(source[:_GLANCE]))
    title = shorten(_without_stop(sentence), TITLE_LENGTH) or " ".join(words_of(name)).capitalize() or name
    message = f"This brief has no title; it got “{title}”"
    return Titled(
        title, body.lede, (problem("title-derived", Where(file, line, 1), message, f"Write `title: {title}`"),)
    )


def take_heading(given: str, text: str) -> tuple[str, str]:
    """The title of a page and its text without it: what the front matter gives, else the first level-1 heading."""
    lines = text.split("\n")
    at, end, heading = _top_heading(lines)
    if heading and (not given or entity_key(heading) == entity_key(given)):
        return given or heading, "\n".join(_trimmed(lines[:at] + lines[end:]))
    return given or heading, "\n".join(_trimmed(lines))


def _top_heading(lines: list[str]) -> tuple[int, int, str]:
    """Where the first level-1 heading stands: its line, that after it, and its text (empty if there is none)."""
    top = [line.strip() for line in lines[: _TOP + 1]]
    for at, line in enumerate(top[:_TOP]):
        if fence_of(line):
            break
        below = top[at + 1] if at + 1 < len(top) else ""
        if line.startswith(("# ", "#\t")):
            return at, at + 1, plain_text(line)
        if line and len(below) > 1 and not below.strip("=") and (not at or not top[at - 1]):
            return at, at + 2, plain_text(line)
    return 0, 0, ""


def _title_line(lines: list[str]) -> tuple[int, int, str]:
    """Where the title stands in a lede: at its first level-1 heading, else in a first paragraph that looks like one."""
    at, end, text = _top_heading(lines)
    if text:
        return at, end, text
    top = [line.strip() for line in lines[: _TOP + 1]]
    at = next((i for i, line in enumerate(top) if line and not _is_metadata(line)), len(top))
    if at == len(top):
        return 0, 0, ""
    line, below = top[at], top[at + 1] if at + 1 < len(top) else ""
    head, colon, rest = line.partition(":")
    if colon and rest.strip() and head.strip("*_ ").casefold() in _TITLE_KEYS:
        return at, at + 1, plain_text(rest.lstrip("*_"))
    is_underlined = len(below) > 1 and not below.strip("-")
    is_alone = not below or is_underlined or line.startswith("#")
    if not is_alone or line[0] in "-+>|!<`~[" or line.startswith(("* ", "• ")):
        return 0, 0, ""
    text = plain_text(line)
    if len(text) > _LONGEST_TITLE_LINE or text.rstrip("\"'”’»)").endswith(_NO_TITLE_END):
        return 0, 0, ""
    return at, at + 2 if is_underlined else at + 1, text


def _is_metadata(line: str) -> bool:
    """Whether a line is about the text and no part of it: "Date: 2025-10-18", "By Jane Doe", a date, an address."""
    if len(line) > 120:
        return False
    line = line.strip("*_ ")
    head, colon, _ = line.partition(":")
    if colon and len(head) <= 20 and head.strip("*_ ").casefold() in _METADATA:
        return True
    words = line.split()
    if words[:1] in (["By"], ["BY"], ["by"]) and len(words) <= 8 and not line.endswith("."):
        return True
    if line.startswith(("http://", "https://", "www.")) and len(words) == 1:
        return True
    return len(line) <= 40 and any(c.isdigit() for c in line) and parse_moment(line, dt.UTC).moment is not None


def _without_metadata(text: str) -> str:
    """A lede without the lines of that kind at its top."""
    if not text:
        return ""
    lines = text[:_GLANCE].split("\n")
    at = 0
    while at < len(lines) and (not lines[at].strip() or _is_metadata(lines[at].strip())):
        at += 1
    return text if not at else "\n".join(lines[at:])


def _source(lede: str, sections: tuple[Section, ...]) -> str:
    """The text that says what a brief is about."""
    return _without_metadata(lede) or (sections[0].text if sections else "")


def _without_stop(sentence: str) -> str:
    """A sentence as a title: no full stop, unless it belongs to an abbreviation."""
    last = sentence[sentence.rfind(" ") + 1 :]
    if last.endswith("。") or (last.endswith(".") and "." not in last[:-1]):
        return sentence[:-1]
    return sentence


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and (not lines[start].strip() or is_rule(lines[start].strip())):
        start += 1
    while start < end and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]


# ---------------------------------------------------------------- summary


def find_summary(given: str, lede: str, sections: tuple[Section, ...]) -> str:
    """The summary that the front matter gives, else the first sentences of the lede or the first section, as plain
    text."""
    return given or beginning(plain_start(_source(lede, sections)[:_GLANCE], SUMMARY_LENGTH), SUMMARY_LENGTH)
