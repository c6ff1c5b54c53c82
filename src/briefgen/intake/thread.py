"""A mail and those that it answers or passes on: which of them is the brief, and how people begin and end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

from briefgen.intake.mail import header_names

#: "-----Original Message-----", "---------- Forwarded message ---------", a line of Outlook.
SEPARATOR = re.compile(r"^[-_ ]{3,}[^\n]{0,60}?[-_]{3,}[ \t]*$|^_{10,}[ \t]*$")
#: "On Monday, Bob wrote:", above what he wrote.
ATTRIBUTION = re.compile(
    r"^.{5,200}\b(wrote|schrieb|a écrit|escribió|escreveu|ha scritto)\b.{0,60}[:：]$", re.IGNORECASE
)
#: How such a line begins that a mail program has broken in two.
_BROKEN = re.compile(r"(?:on|am|le|el|em|il) [^\n]*\d", re.IGNORECASE)
_MAILED = re.compile(r"\d[:.h]\d\d|@")
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|guten (?:tag|morgen|abend)|sehr geehrte[rs]?|bonjour|salut|hola|"
    r"buenos días|buenas tardes|olá|bom dia|boa tarde|ciao)(?: [^\n.!?:]{1,40})?[,!]",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:with |many |my )?(?:best|kind|warm|kindest|warmest)(?: regards| wishes)?|regards|cheers|(?:many )?thanks(?: a lot)?|thank you|"
    r"yours(?: sincerely| faithfully)?|sincerely|(?:mit )?(?:freundlichen|besten|herzlichen|vielen|viele|beste|liebe|schöne) grüße?n?|mfg|lg|vg|"
    r"(?:bien )?cordialement|bien à vous|(?:un )?saludos?(?: cordiales)?|atentamente|atenciosamente|abraços?|cordiali saluti)[,.!]?",
    re.IGNORECASE,
)
#: A name, an office, numbers: so many lines of at most so many characters follow where somebody signs.
_SIGNED, _SHORT = 8, 60
#: So many mails below one another are looked at.
_MAILS = 10


def without_thread(lines: list[str], is_brief: Callable[[str], bool], left_out: list[str]) -> list[str]:
    """Of several mails below one another, that which is a brief. One that has none, or no other mail, is as it was."""
    for at in islice((at for at in range(1, len(lines)) if _begins(lines, at)), _MAILS):
        above, below = lines[:at], lines[at:]
        if is_brief("\n".join(above)):
            left_out += below
            return above
        if is_brief("\n".join(below)):
            left_out += above
            return below
    return lines


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether another mail begins at a line."""
    line = lines[at].strip()
    following = [one.strip() for one in lines[at + 1 : at + 12] if one.strip()]
    if not line or not following:
        return False
    if SEPARATOR.match(line):
        return len(header_names(following)) > 1
    if lines[at + 1].strip() and _BROKEN.match(line) and not ATTRIBUTION.match(line):
        line, following = f"{line} {following[0]}", following[1:]
    if ATTRIBUTION.match(line):  # a brief may quote somebody, too, but not with an hour or a mail address
        return bool(following and _MAILED.search(line)) and following[0].startswith(">")
    return len(header_names([line, *following])) > 2


def without_courtesies(lines: list[str], left_out: list[str]) -> list[str]:
    """Without a greeting in the first line, and without the last lines where somebody takes leave and signs."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if lines and _GREETING.fullmatch(lines[first].strip()):
        left_out.append(lines[first])
        lines = lines[first + 1 :]
    for at in range(len(lines) - 1, 0, -1):
        signed = [line for line in lines[at + 1 :] if line.strip()]
        if len(signed) > _SIGNED or any(len(line) > _SHORT for line in signed):
            break
        if _CLOSING.fullmatch(lines[at].strip()):
            left_out += lines[at:]
            return lines[:at]
    return lines
