"""What a file is that is no text at all, whatever its name says."""

from __future__ import annotations

from briefgen.text.decode import wide_encoding

#: How documents and pictures begin, and what they are in the words of those who save them.
_BEGINNINGS = {
    b"%PDF-": "a PDF file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a document of Word or another program of Office",
    b"{\\rtf": "an RTF document",
    b"\x89PNG\r\n": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"PK\x03\x04": "a packed file",
}
_FIRST = tuple(_BEGINNINGS)
#: What a packed file holds first that is a document.
_PACKED = {b"word/": "a Word document", b"opendocument": "a LibreOffice document"}
#: Where so many control characters stand, and one of so many bytes is one, nobody has written a text.
_MANY, _OFTEN = 16, 20
_CONTROL = bytes(b for b in range(0x20) if b not in b"\t\n\v\f\r\x1b")


def foreign_kind(data: bytes) -> str:
    """ "a PDF file" and the like for bytes that are no text; empty for those that may be one."""
    if data.startswith(_FIRST):
        kind = next(kind for first, kind in _BEGINNINGS.items() if data.startswith(first))
        return next((told for part, told in _PACKED.items() if part in data), kind) if data.startswith(b"PK") else kind
    if b"\0" not in data:
        return ""
    wide = wide_encoding(data)
    written = data.decode(wide, "ignore").encode("utf-8", "ignore") if wide else data
    controls = len(written) - len(written.translate(None, _CONTROL))
    return "a file of another program" if controls >= _MANY and controls * _OFTEN > len(written) else ""
