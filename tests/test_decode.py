"""Bytes → characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_metadata import assert_sound, codes

from briefgen.problems import Severity
from briefgen.text.decode import decode


@pytest.mark.parametrize(
    ("data", "text", "found"),
    [
        (b"", "", []),
        (b"plain\n\ttext\n", "plain\n\ttext\n", []),
        ("“Ünal” – 習".encode(), "“Ünal” – 習", []),
        (b"\xef\xbb\xbftitle", "title", []),
        (b"a\r\nb\rc\n", "a\nb\nc\n", []),
        ("a\u0085b\u2028c\u2029d".encode(), "a\nb\nc\nd", []),
        ("a é".encode("utf-16"), "a é", ["encoding"]),
        ("title: a".encode("utf-16-be"), "title: a", ["encoding"]),
        ("a é".encode("utf-32"), "a é", ["encoding"]),
        (b"caf\xe9 \x93x\x94", "café “x”", ["encoding"]),
        (b"caf\xe9 \xc3\xa9", "café é", ["encoding"]),
        (b"a\x81b", "a\ufffdb", ["encoding", "encoding-lost"]),
        (b"a\x00b\x07c\x1bd\x7f", "abcd", ["control-characters"]),
        (b"a\x0bb\x0cc", "a b c", ["control-characters"]),
        ("a\u200bb\u00adc\u2060\ufeff".encode(), "abc", ["invisible-characters"]),
        ("می\u200cخواهم 👩\u200d🚀".encode(), "می\u200cخواهم 👩\u200d🚀", []),
        ("a\u200eb\u2068c\u2069\u202e".encode(), "abc", ["invisible-characters"]),
        ("שלום\u200f a".encode(), "שלום\u200f a", []),
        ("שלום\u202e a".encode(), "שלום a", ["invisible-characters"]),
        ("5\u00a0000".encode(), "5\u00a0000", []),
        ("e\u0301".encode(), "é", []),
    ],
)
def test_whatever_was_saved_becomes_clean_text(data: bytes, text: str, found: list[str]) -> None:
    decoded, problems = decode(data, "briefs/x.md")
    assert decoded == text
    assert codes(problems) == found
    assert_sound(problems)


def test_a_repair_is_told_at_its_first_place() -> None:
    _, problems = decode(b"one\r\ntwo\rth\xeee\x00 \x00", "f")
    encoding, control = problems
    assert (encoding.where.line, encoding.where.column) == (3, 3)
    assert (control.where.line, control.where.column) == (3, 5)
    assert control.message.startswith("2 ")
    assert encoding.severity is Severity.NOTE


def test_bytes_that_mean_nothing_are_a_warning() -> None:
    _, problems = decode(b"a\n\x8d", "f")
    assert [(p.severity, p.where.line) for p in problems if p.code == "encoding-lost"] == [(Severity.WARNING, 2)]


@given(st.binary(max_size=200))
def test_any_bytes_can_be_decoded(data: bytes) -> None:
    text, problems = decode(data, "f")
    assert_sound(problems)
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("\r\x00\x0b\x0c\x7f\x85\u2028\u2029\u200b\ufeff")
    assert decode(text.encode(), "f")[0] == text


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=80))
def test_clean_text_comes_back_silently(text: str) -> None:
    text = unicodedata.normalize("NFC", text).replace("\ufffd", "").replace("\ufffc", "")
    assert decode(text.encode(), "f") == (text, ())
