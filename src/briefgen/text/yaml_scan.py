"""Pieces of a line of YAML: quotes, brackets, comments, and what would be read for something else than text."""

from __future__ import annotations

import re
from enum import Enum

SPACES = " \t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\ufeff"
QUOTES = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "‚": "‘’", "「": "」"}
is_word = re.compile(r"[^\W\d][\w .'’/-]{0,60}").fullmatch
has_right_escapes = re.compile(
    r"(?:[^\\]|\\(?:[0abt\tnvfre \"/\\N_LP\n]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}))*+"
).fullmatch
is_block = re.compile(r"[|>][0-9+-]{0,2}(?:[ \t]+#.*)?").fullmatch


class Shape(Enum):
    """What the value of a key is, which decides how it may be repaired."""

    TEXT = "text"  #: one text, whatever characters it begins with
    NAMES = "names"  #: a list of texts, or one text with commas
    ANY = "any"  #: anything: only what YAML refuses is repaired
    FREE = "free"  #: the user's own YAML: neither it nor what is below has known keys


def key_name(written: str) -> str:
    """What spellings of a key have in common: "Pub-Date", "pub_date" and "pubDate" share one."""
    if written.isalpha() and written.islower() and written.isascii():
        return written
    return written.casefold().replace("_", "").replace("-", "").replace(" ", "")


def trouble(value: str, shape: Shape, first: bool) -> str:
    """Why a plain value would not be read as its text; empty if it would."""
    text_like = shape in (Shape.TEXT, Shape.NAMES)
    body = value[: comment_start(value, shape)]
    start = value[0] if first else ""
    if start and (start in "@`%,]}" or (start in "|>" and not is_block(value))):
        return f"{start} at the beginning has a meaning in YAML"
    if start and text_like and (start in "*&!" or (start == "#" and value[1:2] not in ("", " "))):
        return f"{start} at the beginning has a meaning in YAML"
    if start and start in "-?" and value[1:2] in ("", " "):
        return f"{start} at the beginning has a meaning in YAML"
    if ": " in body or ":\t" in body or body.rstrip(SPACES).endswith(":"):
        return "there is a colon in the text"
    if text_like and " #" in body:
        return "everything after # would have been lost"
    return ""


def comment_start(value: str, shape: Shape) -> int:
    """Where a trailing comment begins, or the length. In a text `#2` is no comment, only `# …` is."""
    mark = " # " if shape in (Shape.TEXT, Shape.NAMES) else " #"
    at = value.find(mark)
    return at if at >= 0 else len(value)


def is_tail(rest: str) -> bool:
    """Whether nothing but a comment follows."""
    bare = rest.lstrip(" \t")
    return not bare or (bare[0] == "#" and bare != rest)


def closing(value: str) -> int:
    """The index of the quotation mark that closes the one at the beginning, or -1."""
    quote, at = value[0], 1
    while at < len(value):
        c = value[at]
        if c == "\\" and quote == '"':
            at += 1
        elif c == quote:
            if quote == "'" and value[at + 1 : at + 2] == "'":
                at += 1
            else:
                return at
        at += 1
    return -1


def is_whole(value: str) -> bool:
    """Whether a value in quotes ends with its closing mark, or a comment after that."""
    close = closing(value)
    return close > 0 and is_tail(value[close + 1 :])


def flow_end(value: str) -> int:
    """The index after the bracket that closes the one at the beginning, or -1. Quoted brackets do not count."""
    depth, at, fresh = 0, 0, True
    while at < len(value):
        c = value[at]
        if fresh and c in "\"'":
            close = closing(value[at : at + _LONGEST])
            if close > 0:
                at += close
        elif c in "[{":
            depth += 1
        elif c in "]}":
            depth -= 1
            if depth == 0:
                return at + 1
        fresh = c in "[{,:" or (fresh and c in SPACES + "\n")
        at += 1
    return -1


#: How far a quotation mark inside a list is looked for: no name is longer, and the time stays linear.
_LONGEST = 1000


def split_names(text: str) -> list[str]:
    """The parts between commas; a comma between quotation marks that open a part does not count."""
    if "," not in text and "，" not in text and "、" not in text and ";" not in text:
        return [text]
    parts, start, at, fresh = [], 0, 0, True
    while at < len(text):
        c = text[at]
        if fresh and (c in "\"'" or c in QUOTES):
            close = (
                closing(text[at : at + _LONGEST])
                if c in "\"'"
                else min((i for q in QUOTES[c] if (i := text.find(q, at + 1, at + _LONGEST) - at) > 0), default=-1)
            )
            rest = text[at + close + 1 : at + close + 20].lstrip(SPACES)[:1]
            if close > 0 and rest in ("", ",", "，", "、", ";"):
                at += close
        elif c in ",，、;":
            parts.append(text[start:at])
            start = at + 1
        fresh = c in ",，、;" or (fresh and c in SPACES)
        at += 1
    return [*parts, text[start:]]


def single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def indentation(line: str) -> int:
    return len(line) - len(line.lstrip(SPACES))


def mend_items(value: str) -> str:
    """A list in brackets whose items are texts: those that YAML would take for something else get quotes."""
    parts = []
    for part in split_names(value[1:-1]):
        text = part.strip(SPACES)
        risky = text[:1] in tuple("@`%*&!#|>?{}[]") or " #" in text or text.startswith("- ") or text.endswith(":")
        misquoted = text[:1] in ("'", '"') and closing(text) != len(text) - 1
        parts.append(part if not risky and not misquoted else " " + single_quoted(text))
    return "[" + ",".join(parts).lstrip() + "]"


def is_pair(rest: str) -> bool:
    """Whether an item of a list of names is a mapping: for the schema to say so, not for us to hide."""
    key, colon, _ = rest.partition(": ")
    return bool(colon and is_word(key)) and rest.count(": ") == 1 and not rest.endswith(":")
