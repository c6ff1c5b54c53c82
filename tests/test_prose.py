"""Markdown → plain text, sentences, and cutting at a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_patience import no_crawl

from briefgen.text import sentences
from briefgen.text.prose import beginning, first_sentence, plain_start, plain_text, shorten


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**Bold** and *italic* and ***both***", "Bold and italic and both"),
        ("__Bold__ and _italic_", "Bold and italic"),
        ("a snake_case_name stays", "a snake_case_name stays"),
        ("2 * 3 = 6 and 4 * 5 = 20", "2 * 3 = 6 and 4 * 5 = 20"),
        ("a footnote star*", "a footnote star*"),
        ("~~struck~~ out", "struck out"),
        ("`code` stays", "code stays"),
        ("A [link](https://example.org) here", "A link here"),
        ('A [link](https://example.org/a_(b) "Title") here', "A link here"),
        ("A [link][ref] here\n\n[ref]: https://example.org", "A link here"),
        ("Literal [sic] brackets (and parentheses)", "Literal [sic] brackets (and parentheses)"),
        ("A picture ![of a ship](ship.png) here", "A picture here"),
        ("[![logo](logo.png)](https://example.org) text", "text"),
        ("A claim.[^1] Another[^two].\n\n[^1]: The source.", "A claim. Another."),
        ('<b>Bold</b> and <span class="x">span</span>', "Bold and span"),
        ("line<br>break", "line break"),
        ("a < b and b > a", "a < b and b > a"),
        ("See <https://example.org/x>", "See https://example.org/x"),
        ("R&amp;D &lt;tag&gt;", "R&D <tag>"),
        (r"\*not bold\* and \[no link\](x)", "*not bold* and [no link](x)"),
        ("# Heading #\nText", "Heading\nText"),
        ("Heading\n=======\nText", "Heading\nText"),
        ("#hashtag stays", "#hashtag stays"),
        ("hard\nwrapped\ntext", "hard wrapped text"),
        ("two\n\nparagraphs", "two\nparagraphs"),
        ("- one\n- [x] two\n* three\n+ four\n1. five\n2) six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("- an item\n  that goes on", "an item that goes on"),
        ("1945 was a year", "1945 was a year"),
        ("-5 degrees", "-5 degrees"),
        ("> quoted **words**\n> go on", "quoted words go on"),
        ("before\n\n```py\ncode\n```\n\nafter", "before\nafter"),
        ("before\n\n```\nnever closed", "before\nnever closed"),
        ("| a | b |\n|---|:-:|\n| c | d |", "a b\nc d"),
        ("text\n\n---\n\nmore\n\n* * *", "text\nmore"),
        ("seen <!-- not\nseen --> seen", "seen seen"),
        ("open <!-- comment", "open <!-- comment"),
        ("他们在\n日内瓦见面", "他们在日内瓦见面"),
        ("soft  \nbreak\\\nhere", "soft break here"),
        ("", ""),
        ("***", ""),
    ],
)
def test_plain_text(markdown: str, plain: str) -> None:
    assert plain_text(markdown) == plain


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("U.S. President Ada Quill spoke. She left.", "U.S. President Ada Quill spoke."),
        ("They met in the U.S. The talks failed.", "They met in the U.S."),
        ("Mr. Smith met Dr. Jones. They spoke.", "Mr. Smith met Dr. Jones."),
        ("J. Smith and A. B. Jones spoke. Then left.", "J. Smith and A. B. Jones spoke."),
        ("Order No. 3 was signed. Then more.", "Order No. 3 was signed."),
        ("They said no. That was all.", "They said no."),
        ("It rose 3.5 percent. Then it fell.", "It rose 3.5 percent."),
        ("It opens at 9 a.m. in Oslo. Then more.", "It opens at 9 a.m. in Oslo."),
        ("It opens at 9 a.m. The doors close at ten.", "It opens at 9 a.m."),
        ("He said “we will go.” Then he went.", "He said “we will go.”"),
        ('She said "we will." The end.', 'She said "we will."'),
        ("“Is it over?” she asked. Nobody knew.", "“Is it over?” she asked."),
        ("Why now? Because.", "Why now?"),
        ("Wait... there is more. End.", "Wait... there is more."),
        ("On Oct. 18 they met. Then left.", "On Oct. 18 they met."),
        ("Am 18. Oktober trafen sie sich. Danach nicht.", "Am 18. Oktober trafen sie sich."),
        ("There were 12. The rest left.", "There were 12."),
        ("Acme Inc. chief Tom Ott resigned. Why?", "Acme Inc. chief Tom Ott resigned."),
        ("It was bought by Acme Inc. The price is secret.", "It was bought by Acme Inc."),
        ("他们见面了。后来走了。", "他们见面了。"),
        ("会議は終わった。次は春。", "会議は終わった。"),
        ("هل بدأ؟ نعم.", "هل بدأ؟"),
        ("Version 2.0 of example.org is out. Good.", "Version 2.0 of example.org is out."),
        ("A heading\nThen text.", "A heading"),
        ("no end at all", "no end at all"),
        ("", ""),
    ],
)
def test_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one two three", 10, "one two…"),
        ("one two, three", 10, "one two…"),
        ("many   spaces\nand lines", 40, "many spaces and lines"),
        ("endlessword" * 3, 10, "endlesswo…"),
        ("他们在日内瓦见面后继续谈判", 8, "他们在日内瓦见…"),
        ("e\u0301" * 10, 6, "e\u0301e\u0301…"),
    ],
)
def test_shorten(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(st.text(), st.integers(1, 300))
def test_shorten_keeps_its_limit(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert "\n" not in short
    if short != " ".join(text.split()):
        assert short.endswith("…")


MARKDOWN = st.text(st.sampled_from("ab *_`[]()!<>-#\n\\&^~|:.1"), max_size=200)


@given(MARKDOWN)
def test_plain_text_never_fails_and_keeps_words(markdown: str) -> None:
    plain = plain_text(markdown)
    assert plain == "\n".join(" ".join(line.split()) for line in plain.split("\n"))
    assert first_sentence(plain) in " ".join(plain.split())


@given(st.lists(st.from_regex("[a-zA-Zé]{1,9}", fullmatch=True), max_size=30))
def test_words_without_markup_are_untouched(words: list[str]) -> None:
    assert plain_text("\n".join(words)) == " ".join(words)


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "_",
        "[",
        "](",
        "[a](",
        "<",
        "<a",
        "`",
        "```\n",
        "> ",
        "<!--",
        "<!-- -->",
        "`<!--",
        "<!--\n-->",
        "(",
        "[]",
        "\\",
        "&",
        "|",
        "- \n",
    ],
)
def test_plain_text_is_linear(piece: str) -> None:
    """A hundred thousand of one sign take seconds only where something is done twice for each."""
    with no_crawl():
        plain_text(piece * 100_000)


# ---------------------------------------------------------------- beginnings


@pytest.mark.parametrize(
    ("text", "limit", "start"),
    [
        ("One. Two. Three.", 40, "One. Two. Three."),
        ("The wall is built. The mayor came. The rest came much later.", 36, "The wall is built. The mayor came."),
        ("Short. A second sentence that is far too long for it.", 30, "Short. A second sentence that…"),
        ("One sentence that is far too long for it.", 20, "One sentence that…"),
        ("Two  lines\nof a text.", 40, "Two lines of a text."),
        ("", 10, ""),
    ],
)
def test_a_text_begins_with_whole_sentences(text: str, limit: int, start: str) -> None:
    assert beginning(text, limit) == start


@given(st.text(max_size=300), st.integers(10, 100))
def test_a_beginning_is_short_and_of_the_text(text: str, limit: int) -> None:
    start = beginning(text, limit)
    assert len(start) <= limit
    assert "".join(text.split()).startswith("".join(start.removesuffix("…").split()))


@given(MARKDOWN, st.integers(1, 60))
def test_the_start_is_enough_for_the_beginning(markdown: str, limit: int) -> None:
    assert beginning(plain_start(markdown, limit), limit) == beginning(plain_text(markdown), limit)


_pieces = st.sampled_from(
    ["The", "talks", "a", "Mr", "U.S", "e.g", "approx", "Approx", "nº", "no", "No", "18", "É", "ﬁ", "ǅ", "“we", "go”", "snake", "习近平",
     ".", ".", ". ", ". ", "! ", "? ", "… ", "。", " ", " ", " ", "  ", "\n", "\xa0", "”", "Oct", "i", "I", "3.5", ". The ", ".A"]
)  # fmt: skip


@given(st.one_of(st.lists(_pieces, max_size=30).map("".join), st.text(max_size=60)), st.integers(1, 60))
def test_a_sentence_that_ends_plainly_ends_there(text: str, limit: int) -> None:
    """The same comes out when each stop is weighed, and all white space is made regular."""
    with pytest.MonkeyPatch.context() as slow:
        slow.setattr(sentences, "_ends_plainly", lambda *_: False)
        slow.setattr(sentences, "_regular", lambda text: " ".join(text.split()))
        weighed = first_sentence(text), beginning(text, limit)
    assert (first_sentence(text), beginning(text, limit)) == weighed


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("港口停机。港务局称“有限”。下一句！好", "港口停机。港务局称“有限”。下一句！好"),
        ("One. Two.\nThree.", "One. Two. Three."),
        ("पहला। दूसरा।", "पहला। दूसरा।"),
    ],
)
def test_sentences_stand_together_as_they_did(text: str, start: str) -> None:
    assert beginning(text, 100) == start
