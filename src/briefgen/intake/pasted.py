"""Bytes from a file or a clipboard → the plain text that somebody wrote, and what stood around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from briefgen.intake.html_text import is_html, text_of_html
from briefgen.intake.mail import decode_quoted_printable, is_message, open_message, read_headers
from briefgen.intake.thread import ATTRIBUTION, SEPARATOR, without_courtesies, without_thread
from briefgen.text.decode import decode

_BULLET = re.compile(r"^([ \t]*)[•·▪●◦‣⁃\uf0b7\uf0a7][ \t\u00a0]+", re.MULTILINE)


class Pasted(msgspec.Struct, frozen=True):
    """A text without what stood around it. `subject` and `date` are those of a mail (as written, may be empty), `left_out` the
    lines that are no part of the text."""

    text: str
    subject: str = ""
    date: str = ""
    left_out: tuple[str, ...] = ()


def read_pasted(data: bytes, is_brief: Callable[[str], bool] = bool) -> Pasted:
    """The text in a file or on a clipboard: plain, HTML (of a page, a mail, Word or Outlook), or a whole mail (RFC 5322). Which of several
    mails below one another is meant, `is_brief` says.

    Of the text itself no word is changed: only markup, quotation signs before every line, and invisible characters go.
    """
    if is_message(data):
        return _clean(is_brief, *open_message(data))
    text, _ = decode(data, "")
    return _clean(is_brief, text, "", "")


def _clean(is_brief: Callable[[str], bool], text: str, subject: str, date: str) -> Pasted:
    left_out: list[str] = []
    lines = _without_frame(text.split("\n"), left_out)
    if is_html(text := decode_quoted_printable("\n".join(lines))):
        text = text_of_html(text)
    lines = _without_frame(text.split("\n"), left_out)
    lines = _without_frame(without_thread(lines, is_brief, left_out), left_out)
    headers, rest = read_headers(lines)
    left_out += lines[: len(lines) - len(rest)]
    lines = _without_frame(rest, left_out)
    lines = without_courtesies(_without_signature(lines, left_out), left_out)
    text = _BULLET.sub(r"\1- ", "\n".join(line.rstrip() for line in lines)).strip("\n")
    text, _ = decode(text.encode(), "")  # a soft hyphen may have been an entity until now
    shown = tuple(" ".join(line.replace("\\", "").split()) for line in left_out if line.strip(" -_>\t"))
    return Pasted(text, headers.get("subject", subject), headers.get("date", date), shown)


def _without_frame(lines: list[str], left_out: list[str]) -> list[str]:
    """Without what mail programs put before a text that they forward or quote, and without the signs of a quotation."""
    for _ in range(4):
        while lines and not lines[0].strip(" \t\u00a0"):
            lines = lines[1:]
        quoted = [line for line in lines if line.strip()]
        if quoted and all(line.lstrip().startswith(">") for line in quoted):
            lines = list(_unquoted(lines))
        elif lines and (SEPARATOR.match(lines[0]) or ATTRIBUTION.match(lines[0].strip())):
            left_out.append(lines[0])
            lines = lines[1:]
        else:
            break
    return lines


def _unquoted(lines: list[str]) -> Iterator[str]:
    for line in lines:
        rest = line.lstrip().removeprefix(">")
        yield rest.removeprefix(" ")


def _without_signature(lines: list[str], left_out: list[str]) -> list[str]:
    """Without the signature of a mail, which a line of "-- " begins (RFC 3676, 4.3). Programs take away the space."""
    for at in range(len(lines) - 1, max(len(lines) - 15, 0), -1):
        if lines[at].rstrip() == "--":
            left_out += lines[at:]
            return lines[:at]
    return lines
