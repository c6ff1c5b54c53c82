"""Bytes → characters: whatever an editor's computer saved becomes clean Unicode text with LF line ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from briefgen.problems import Problem, Where, problem

_PRINTABLE_ASCII = bytes([*b"\n\t", *range(0x20, 0x7F)])
_ASCII = bytes(range(0x80))
_CONTROL_BYTES = bytes(b for b in range(0x20) if b not in b"\n\t") + b"\x7f"

# C0 (without tab and line feed), DEL and C1, non-characters, and the anchors of interlinear annotations and objects.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffc\ufffe\uffff]")
# Soft hyphen, zero-width space, word joiner and its kin, stray BOM, and embeddings or overrides of the direction.
# ZWJ and ZWNJ are not among them: Persian, Hindi and emoji need them.
_INVISIBLE = "\u00ad\u180e\u200b\u2060-\u2064\ufeff\u202a-\u202e"
# Marks and isolates that text written from right to left may need; elsewhere they are left over from pasting.
_DIRECTION = "\u200e\u200f\u061c\u2066-\u2069"
_JUNK = re.compile(f"[{_INVISIBLE}]")
_JUNK_LEFT_TO_RIGHT = re.compile(f"[{_INVISIBLE}{_DIRECTION}]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u05ff\u0600-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SUSPECT = re.compile(f"[\x80-\x9f\u2028\u2029\ufff9-\uffff{_INVISIBLE}{_DIRECTION}]")
# Latin letters, typographic punctuation and currencies: no junk, and composed already whatever stands before them.
_is_harmless = re.compile("[\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]*+").fullmatch
_SPACING = {0x0B: " ", 0x0C: " "}  # vertical tab and form feed part words
_BREAKS = {0x85: "\n", 0x2028: "\n", 0x2029: "\n"}


def _windows_1252() -> dict[int, str]:
    """Escaped bytes (PEP 383 surrogates) → what they are in Windows-1252, U+FFFD where that has no character."""
    return {0xDC00 + b: bytes([b]).decode("cp1252", "replace") for b in range(0x80, 0x100)}


_WINDOWS_1252 = _windows_1252()
_ESCAPED = re.compile("[\udc80-\udcff]")


def decode(data: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file and what was mended in it; never fails.

    UTF-8, UTF-16 and UTF-32 by their mark, else bytes that are not UTF-8 are read as Windows-1252. Line ends become LF,
    control and invisible characters go, and letters are composed (NFC, Unicode Annex 15). `file` is for the problems.
    """
    beyond = data.translate(None, _PRINTABLE_ASCII)
    if not beyond:
        return data.decode("ascii"), ()
    try:
        if _is_harmless(beyond.decode("utf-8")):
            return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    problems: list[Problem] = []
    text = _characters(data, file, problems)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _is_suspect(text):
        text = _without_junk(text.translate(_BREAKS), file, problems)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text, tuple(problems)


def mended_characters(data: bytes, file: str) -> str | None:
    """The same text with its own line ends and letters as they are composed: what a file should hold as UTF-8. None where characters
    would be lost."""
    problems: list[Problem] = []
    text = _characters(data, file, problems)
    if any(found.code == "encoding-lost" for found in problems):
        return None
    ends = _ENDS.findall(text)
    text = text.translate(dict.fromkeys(_BREAKS, ends[0] if ends else "\n"))
    return "".join(_without_junk_but_ends(text))


def _without_junk_but_ends(text: str) -> Iterator[str]:
    """A text without junk, in pieces. A carriage return, which is a control character, stays."""
    junk = _JUNK if _RIGHT_TO_LEFT.search(text) else _JUNK_LEFT_TO_RIGHT
    for line in _LINES.findall(text):
        body = line.rstrip("\r\n")
        yield junk.sub("", _CONTROL.sub(lambda m: _SPACING.get(ord(m[0]), ""), body)) + line[len(body) :]


_ENDS = re.compile("\r\n|\r|\n")
_LINES = re.compile("[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")


def _is_suspect(text: str) -> bool:
    """Whether a closer look is needed. The ASCII part is looked at as bytes, which is fifty times faster."""
    encoded = text.encode("utf-8", "surrogatepass")
    if len(encoded.translate(None, _CONTROL_BYTES)) != len(encoded):
        return True
    beyond = encoded.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return _SUSPECT.search(beyond) is not None


def _characters(data: bytes, file: str, problems: list[Problem]) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    wide = wide_encoding(data)
    if wide:
        text = data.decode(wide, "replace").removeprefix("\ufeff")
        name = wide[:6].upper()
        problems.append(
            problem("encoding", Where(file, 1), f"This file is saved as {name}; it was read as such", _SAVE_AS)
        )
        return _lost(text, file, problems)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        escaped = data.decode("utf-8", "surrogateescape")
        first = _ESCAPED.search(escaped)
        where = _place(escaped, first.start() if first else 0, file)
        message = f"This file is not saved as UTF-8; {_count(len(_ESCAPED.findall(escaped)), 'character')} read as Windows-1252"
        problems.append(problem("encoding", where, message, _SAVE_AS))
        text = escaped.translate(_WINDOWS_1252)
    return _lost(text, file, problems)


_SAVE_AS = "Save the file with the encoding UTF-8"
_HARMLESS = "Nothing needs to be done; to lose this note, delete and retype the text at this place"


def wide_encoding(data: bytes) -> str:
    """The UTF-16 or UTF-32 codec that a byte order mark, or a zero byte in every second place, tells of; else empty."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(data) >= 4 and data.count(0) * 5 >= len(data) * 2:
        if data[1::2].count(0) * 5 >= len(data) * 2:
            return "utf-16-le"
        if data[0::2].count(0) * 5 >= len(data) * 2:
            return "utf-16-be"
    return ""


def _lost(text: str, file: str, problems: list[Problem]) -> str:
    """Tell of characters that some program has already lost, or that we could not read."""
    at = text.find("\ufffd")
    if at >= 0:
        message = f"{_count(text.count(chr(0xFFFD)), 'character')} of this file cannot be read, shown as \ufffd"
        problems.append(problem("encoding-lost", _place(text, at, file), message, "Type the character again"))
    return text


def _without_junk(text: str, file: str, problems: list[Problem]) -> str:
    found = _CONTROL.search(text)
    if found:
        where = _place(text, found.start(), file)
        text, count = _CONTROL.subn(lambda m: _SPACING.get(ord(m[0]), ""), text)
        problems.append(
            problem("control-characters", where, f"{_count(count, 'control character')} removed", _HARMLESS)
        )
    junk = _JUNK if _RIGHT_TO_LEFT.search(text) else _JUNK_LEFT_TO_RIGHT
    found = junk.search(text)
    if found:
        where = _place(text, found.start(), file)
        text, count = junk.subn("", text)
        problems.append(
            problem("invisible-characters", where, f"{_count(count, 'invisible character')} removed", _HARMLESS)
        )
    return text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _place(text: str, at: int, file: str) -> Where:
    """Where the character at an index stands; line ends of every kind count as LF does."""
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    column = len(before) - before.rfind("\n")
    return Where(file, before.count("\n") + 1, column, column + 1)
