"""Mails: whole ones as they are saved, and the headers and encodings that are left over in what was copied from one."""

from __future__ import annotations

import quopri
import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\*{0,2}([A-Za-zÀ-ÿ][\w-]{1,24})\s?:\*{0,2}(?=\s|$)\s*(.*)$")
_FIELDS = {
    "subject": "subject", "betreff": "subject", "objet": "subject", "asunto": "subject", "assunto": "subject",
    "oggetto": "subject", "date": "date", "sent": "date", "datum": "date", "gesendet": "date", "envoyé": "date",
    "fecha": "date", "enviado": "date", "data": "date", "published": "date",
    "from": "", "to": "", "cc": "", "bcc": "", "von": "", "an": "", "de": "", "à": "", "para": "", "da": "", "a": "",
    "reply-to": "", "importance": "", "priority": "", "attachments": "", "message-id": "", "received": "",
    "mime-version": "", "content-type": "", "content-transfer-encoding": "", "return-path": "", "delivered-to": "",
    "x-mailer": "", "user-agent": "", "references": "", "in-reply-to": "", "thread-topic": "", "thread-index": "",
}  # fmt: skip
_SURE = frozenset(
    ("subject", "from", "sent", "betreff", "von", "gesendet", "objet", "asunto", "assunto", "oggetto", "date", "datum")
)
_REPLY = re.compile(r"^\s*((re|fwd?|aw|wg|tr|rv|enc|sv|vs)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_MIME = re.compile(rb"^(MIME-Version|Content-Type|Content-Transfer-Encoding):", re.IGNORECASE | re.MULTILINE)
_HEADERS = re.compile(rb"\A\s*(?:From [^\r\n]*\r?\n)?(?:[A-Za-z][\w-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n")
_ESCAPE = re.compile(r"=(?![0-9A-F]{2}|\n|$)")
_BEYOND = re.compile(r"=(?:C[2-9A-F]|[DEF][0-9A-F])=[89AB][0-9A-F]")


def is_message(data: bytes) -> bool:
    """Whether bytes are a whole mail with MIME headers."""
    head = _HEADERS.match(data[:100_000])
    return head is not None and _MIME.search(head[0]) is not None


def open_message(data: bytes) -> tuple[str, str, str]:
    """The text (HTML where there is no other), subject and date of a mail (RFC 5322, RFC 2045)."""
    from email import message_from_bytes, policy

    message = message_from_bytes(data.lstrip(), policy=policy.default)
    try:
        part = message.get_body(("plain", "html"))
        text = str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError, KeyError, AttributeError):  # an encoding that nobody knows, or a broken part
        text = data.decode("utf-8", "replace").partition("\n\n")[2]
    subject, date = (_header(message.get(name)) for name in ("subject", "date"))
    return text.replace("\r\n", "\n"), subject_of(subject), date


def _header(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def read_headers(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The headers of a mail at the top of a text, `subject` and `date` among them, and the lines below. No headers if it
    is not certain that they are any: one alone must be the subject or the date."""
    found: dict[str, str] = {}
    names: list[str] = []
    at = end = 0
    while at < len(lines):
        line = lines[at].replace("\u00a0", " ")
        match = _HEADER.match(line.strip())
        if match and match[1].casefold() in _FIELDS:
            names.append(match[1].casefold())
            kind = _FIELDS[names[-1]]
            if kind and match[2].strip("* "):
                found.setdefault(kind, match[2].strip("* "))
        elif not line.strip():
            if at + 1 < len(lines) and not lines[at + 1].strip():
                break
        elif not (line[:1] in " \t" and names and names[-1] not in ("subject", "date")):
            break
        at += 1
        end = at
    if not any(name in _SURE for name in names):
        return {}, lines
    if "subject" in found:
        found["subject"] = subject_of(found["subject"])
    return found, lines[end:]


def header_names(lines: Sequence[str]) -> list[str]:
    """The names of the headers in the first lines of a text; none where they do not look like those of a mail."""
    found = []
    for line in lines:
        match = _HEADER.match(line)
        if not match or match[1].casefold() not in _FIELDS:
            break
        found.append(match[1].casefold())
    return found if any(name in _SURE for name in found) else []


def subject_of(text: str) -> str:
    """A subject as a headline: no "Re:" and "Fwd:"."""
    return " ".join(_REPLY.sub("", text).split())


def decode_quoted_printable(text: str) -> str:
    """A text whose quoted-printable encoding (RFC 2045, 6.7) was left in; any other as it is.

    In one every "=" stands before two digits or a line end; it is taken for one only if it has a letter beyond ASCII so written.
    """
    if "=" not in text or _ESCAPE.search(text) or not _BEYOND.search(text) or not text.isascii():
        return text
    try:
        return quopri.decodestring(text.encode("ascii")).decode("utf-8")
    except UnicodeDecodeError:
        return text
