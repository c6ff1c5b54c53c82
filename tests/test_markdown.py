"""Markdown, names and quotation marks."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support_patience import no_crawl

from briefgen.pages.views import Link, Prose
from briefgen.render import markdown
from briefgen.render.dress import Dresser
from briefgen.render.inline import Inline
from briefgen.render.leads import Leads
from briefgen.render.markdown import Proser, absolute
from briefgen.render.markup import Parser
from briefgen.render.names import find_names
from briefgen.render.typography import quoted

PROSER = Proser("/news/", "https://example.org/news")


def html(
    text: str,
    *names: tuple[str, str],
    language: str = "en",
    targets: tuple[Link, ...] = (),
    prefix: str = "",
    top: int = 3,
) -> str:
    prose = Prose(text, language, tuple(Link(*name) for name in names), targets)
    return str(PROSER.html(prose, prefix, top)).strip()


def linked(text: str, *names: tuple[str, str]) -> list[str]:
    """What is linked to actors."""
    return re.findall(r'<a class="actor" href="[^"]*">([^<]*)</a>', html(text, *names))


# ---------------------------------------------------------------- the short way and the long way


NAMES = (Link("Kim", "/kim/"), Link("Kim Lee", "/kl/"), Link("Lee", ""), Link("中", "/zhong/"), Link("b a", "/?a&b"))
TARGETS = (Link("a.png", "/m/a.png"), Link("b.md", "/b/"))
CHARACTERS = st.text(st.sampled_from("ab é’'\"「中 \n.-12!?(),:;\u00a0\u3000\u0085\u2028#+=>*_`~<[]&|\\"), max_size=60)
A_WORD = (
    "Kim Lee a b 中 It's \"one two\" 'x' (c) 1.5 ! & AT&T &amp; *e* **s** _e_ __s__ ***x*** *a **b ~ ~~s~~ `c` ` [l](/p/)"
    " [l](https://a.example/x) [l](b.md) [b](<a.png>) [r] [r][s] [^1] ![i](a.png) <https://a.example> <b> < > [ ] ]( ]:"
    " \\* \\ | a|b : - + **Kim**'s [Kim](b.md) [a](javascript:x) a@b.example '90s \u00a0 \u3000 \u0085 *a`*` ~~~ ``` \t"
)
A_START = (
    ",,,,,,,,,,,,- ,- ,- ,- ,- ,- ,- ,- ,- ,* ,* ,+ ,-,---,- - -,***,* * *,_ _ _,===,1. ,2) ,-5 ,1.5 ,> ,# ,#x , ,  ,    ,"
    "\t,- 1. ,- # ,- > ,- ```,-  ,-     ,```\n,~~~\n,<div>,[r]: http://u.example 'T',[^1]: ,|a|b|\n|-|-|\n,a|b\n-|-\n,|-,"
    ":-:,**b** ,_e_ ,`c` ,[l](u) "
)
WORDS, STARTS = st.sampled_from(A_WORD.split(" ")), st.sampled_from(A_START.split(","))
LINES = st.builds(
    "{}{}{}".format, STARTS, st.lists(WORDS, max_size=5).map(" ".join), st.sampled_from([""] * 6 + [" ", "  ", "\\"])
)
BREAKS = st.sampled_from(["\n", "\n", "\n\n", "\n\n", "\n\n", "\n\n\n", "\n \n", "\n\n  ", "\n\n    "])
TRAPS = st.lists(st.builds("{}{}".format, LINES, BREAKS), max_size=6).map("".join)


@given(CHARACTERS | TRAPS | TRAPS.map(str.strip), st.sampled_from(["en", "fr", "zh"]))
def test_every_prose_comes_out_as_the_parser_has_it(text: str, language: str) -> None:
    prose = Prose(text, language, NAMES, TARGETS)
    short = Proser("/news/").html(prose, "next")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_blocks", lambda _: None)
        assert short == Proser("/news/").html(prose, "next")


@pytest.mark.parametrize(
    "text",
    [
        "A *b* and **c** [d](https://e.example).\n\n- `f`\n- **g** ~~h~~\n\n<https://i.example>",
        "1.5 million\n501(c) a_b\n\n* a\n* b\n\n(c) R&D [x] ~5 * 6",
    ],
)
def test_paragraphs_and_bullets_need_no_parsing_of_blocks(text: str) -> None:
    assert markdown._blocks(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "- a\n\n- b",
        "- a\n  b",
        "- a\nb",
        "a\n- b",
        "- a\n\n  b",
        "- a\n* b",
        "- - a",
        "a\n===",
        "[a]: b",
        "[^a]: b",
        "> a",
        "# a",
        "1. a",
        "```\na\n```",
        "~~~\na",
        "***",
        "* * *",
        "|a|\n|-|",
        " a",
        "a  \nb",
        "a\\\nb",
        "![a](b)",
        "&lt;",
        "\ta",
    ],
)
def test_what_may_be_another_block_is_left_to_the_parser(text: str) -> None:
    assert markdown._blocks(text) is None
    assert markdown._blocks(f"a\n\n{text}\n\nb") is None


@given(TRAPS)
def test_what_is_neither_dressed_nor_led_elsewhere_is_as_the_library_has_it(text: str) -> None:
    text = re.sub(r"[\"'!^]", "", text)
    library = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": 20})
    library.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
    ours = re.sub(
        ' class="external" rel="external noopener"|<div class="table">|</div>', "", Proser().html(Prose(text))
    )
    # Local paths lead nowhere here.
    theirs = re.sub(r'<a href="(?![/#?"]|[^"/]*:)[^"]*">(.*?)</a>', r"\1", library.render(text), flags=re.DOTALL)
    assert re.sub(r"<(/?)h\d", r"<\1h", ours) == re.sub(r"<(/?)h\d", r"<\1h", theirs)


MARKS = (
    "*,*,**,**,***,[,](https://a.example/x),](https://example.org/news/_y~_),](/x/),],a,b ,a,é,Kim, ,\n,.,:,(,),\",',-,%,_,^,€,中,"
    "**Kim:** ,*a b*,[a b](https://a.example),1,5. ,\u00a0,\u2028,“,”,!"
)
PIECES = st.lists(st.sampled_from(MARKS.split(",")), max_size=16).map("".join)


@given(PIECES, st.sampled_from([(), (Link("https://a.example/x", '/?a&"b'),)]))
def test_the_plainest_markup_comes_out_as_the_parser_has_it(text: str, targets: tuple[Link, ...]) -> None:
    text = "\n".join(line.strip() for line in text.split("\n")).strip()
    prose, leads = Prose(text, "en", NAMES, targets), Leads("/news/", "https://example.org/news")
    made = Inline(leads).html(text, prose, Dresser("en", NAMES))
    if made is not None and "![" not in text:  # `_blocks` keeps pictures from it
        assert made == Parser(leads).inline(text, prose, Dresser("en", NAMES))


@pytest.mark.parametrize("text", ["a **b c:** d", "*a*", "([a](https://a.example/_x~)) *b c*,"])
def test_the_plainest_markup_needs_no_parser(text: str) -> None:
    assert Inline(Leads("/", "")).html(text, Prose(text), Dresser("en", ())) is not None


ADDRESSES = st.text(st.sampled_from("aZ09-._~/?#%:@é[]& "), max_size=16)


@given(st.sampled_from(["http", "https", "HTTP", "ftp", ""]), st.sampled_from(["://", ":", "//"]), ADDRESSES)
def test_an_address_is_normalised_as_the_library_has_it(scheme: str, colon: str, rest: str) -> None:
    for url in (scheme + colon + rest, f"{scheme}{colon}a.example/{rest}", f"{scheme}{colon}www.{rest}.example/x"):
        assert Parser(Leads("/", "")).normalize(url) == MarkdownIt().normalizeLink(url)


def test_prose_of_the_plainest_markup_loads_no_parser() -> None:
    code = (
        "import sys\n"
        "from briefgen.render.markdown import Proser, Prose\n"
        "Proser().html(Prose('*Plain* \"text\".\\n\\n- **a**\\n- [b](https://b.example/)'))\n"
        "assert 'markdown_it' not in sys.modules and 'mdit_py_plugins' not in sys.modules\n"
        "Proser().html(Prose('`a`'))\n"
        "assert 'markdown_it' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_same_prose_is_rendered_once() -> None:
    assert PROSER.html(Prose("Once *only*.")) is PROSER.html(Prose("Once *only*."))


def test_paragraphs_and_line_breaks() -> None:
    assert html("One\nline.\n\n\nTwo.") == "<p>One\nline.</p>\n<p>Two.</p>"


def test_no_text_is_no_html() -> None:
    assert html("") == html("\n\n") == ""


# ---------------------------------------------------------------- Markdown


@pytest.mark.parametrize("text", ["<script>x</script>", "a <b>c</b>", "<!-- a -->", "<div>\n\nx\n</div>"])
def test_raw_html_is_text(text: str) -> None:
    assert re.findall(r"<(?!/?p>)", html(text)) == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x", "file:///x"])
def test_urls_that_run_something_are_refused(url: str) -> None:
    assert "href" not in html(f"[a]({url})")
    assert "src" not in html(f"![a]({url})")
    assert "href" not in html(f"<{url}>")


def test_pictures_inside_the_text_are_refused() -> None:
    assert "<img" not in html("![a](data:image/png;base64,AAAA)")


def test_links_out_are_marked_and_links_within_are_not() -> None:
    out = html("[a](https://other.example/x)")
    assert 'class="external"' in out
    assert 'rel="external noopener"' in out
    assert html("[a](//other.example/x)").count("external") == 2
    assert "external" not in html("[a](https://example.org/news/x/)")
    assert "external" not in html("[a](mailto:a@example.org)")


def test_paths_get_the_sub_path() -> None:
    assert 'href="/news/about/"' in html("[a](/about/)")
    assert 'href="/news/about/"' in html("[a](/news/about/)")
    assert 'href="#x"' in html("[a](#x)")


def test_local_paths_lead_where_the_targets_say() -> None:
    targets = (Link("a b.png", "/news/media/a%20b.png"), Link("x.md", "/news/x/"))
    assert 'src="/news/media/a%20b.png"' in html("![A](<a b.png>)", targets=targets)
    assert 'href="/news/x/"' in html("[A](x.md)", targets=targets)


def test_a_link_that_leads_nowhere_leaves_its_words() -> None:
    assert html("See [the **lock** & gate](2026-draft.md#next), [b](x.md).", targets=(Link("x.md", "/news/x/"),)) == (
        '<p>See the <strong>lock</strong> &amp; gate, <a href="/news/x/">b</a>.</p>'
    )
    assert html("[Ada](../draft.md)", ("Ada", "/actors/ada/")) == '<p><a class="actor" href="/actors/ada/">Ada</a></p>'


def test_a_picture_that_is_not_there_leaves_its_words() -> None:
    assert html("See ![the “lock” & gate](lock.png).") == "<p>See the “lock” &amp; gate.</p>"


def test_pictures_are_lazy() -> None:
    assert 'alt="A &lt;b&gt;" loading="lazy"' in html("![A <b>](/a.png)")


def test_tables_strikethrough_and_emphasis() -> None:
    assert "<table>" in html("|a|b|\n|-|-|\n|1|2|")
    assert html("~~a~~ *b* **c**") == "<p><s>a</s> <em>b</em> <strong>c</strong></p>"


@pytest.mark.parametrize("text", ["501(c)", "(c) (r) (tm)", "a -- b", "a --- b", "a...", "1/2 +-"])
def test_signs_are_left_alone(text: str) -> None:
    assert html(text) == f"<p>{text}</p>"


def test_headings_follow_on_the_section_without_a_gap() -> None:
    levels = re.findall(r"<h(\d)", html("# A\n\n### B\n\n###### C\n\n## D\n\n# E"))
    assert levels == ["3", "4", "5", "4", "3"]
    assert re.findall(r"<h(\d)", html("### A\n\n#### B", top=2)) == ["2", "3"]
    assert re.findall(r"<h(\d)", html("# A\n\n## B\n\n### C\n\n#### D\n\n##### E"))[-1] == "6"


def test_footnotes_of_two_sections_do_not_clash() -> None:
    text = "A[^x] and again[^x].\n\n[^x]: *Note*."
    ids = [i for prefix in ("happening", "next") for i in re.findall(r'id="([^"]+)"', html(text, prefix=prefix))]
    assert len(ids) == len(set(ids)) == 6
    one = html(text, prefix="next")
    assert set(re.findall(r'href="#([^"]+)"', one)) == set(re.findall(r'id="([^"]+)"', one))


# ---------------------------------------------------------------- names


KIM, LEE = ("Kim Jong Un", "/kim/"), ("Lee", "/lee/")


def test_the_first_mention_is_linked_and_no_other() -> None:
    assert html("Lee met Lee.", LEE) == '<p><a class="actor" href="/lee/">Lee</a> met Lee.</p>'


def test_two_forms_of_one_actor_are_linked_once() -> None:
    assert linked("Kim met Kim Jong Un.", KIM, ("Kim", "/kim/")) == ["Kim"]


def test_the_longer_name_wins_at_its_place() -> None:
    assert linked("Kim Jong Un and Kim", KIM, ("Kim", "/other/")) == ["Kim Jong Un", "Kim"]


def test_a_name_without_a_page_shields_what_it_holds() -> None:
    assert linked("North Korea and Korea", ("North Korea", ""), ("Korea", "/korea/")) == ["Korea"]
    assert linked("North Korea", ("North Korea", ""), ("Korea", "/korea/")) == []


@pytest.mark.parametrize("text", ["Leeds", "McLee", "Lee2", "Leé", "Lee\u0301", "leeLee"])
def test_a_part_of_a_word_is_no_name(text: str) -> None:
    assert linked(text, LEE) == []


@pytest.mark.parametrize(
    "text", ["Lee's", "Lee’s", "(Lee)", '"Lee"', "pro-Lee", "Lee,", "*Lee*", "**Lee**’s", "李Lee说"]
)
def test_a_name_ends_where_its_word_does(text: str) -> None:
    assert linked(text, LEE) == ["Lee"]


@pytest.mark.parametrize(
    "text",
    ["Kim\nJong Un", "Kim\u00a0Jong\u00a0Un", "Kim  Jong Un", "*x* Kim\nJong Un"],
)
def test_every_space_is_a_space(text: str) -> None:
    assert len(linked(text, KIM)) == 1


def test_apostrophes_and_hyphens_in_all_their_forms() -> None:
    assert linked("O’Hara met Ban Ki‑moon", ("O'Hara", "/o/"), ("Ban Ki-moon", "/b/")) == ["O’Hara", "Ban Ki‑moon"]


def test_scripts_without_spaces_need_no_boundary() -> None:
    assert linked("美国总统拜登说", ("拜登", "/biden/")) == ["拜登"]
    assert linked("東京のトヨタは", ("トヨタ", "/toyota/")) == ["トヨタ"]


def test_names_in_links_code_and_headings() -> None:
    assert linked("[Lee said](https://example.com) so, `Lee` did, and Lee", LEE) == ["Lee"]
    assert html("[Lee](https://example.com)", LEE).count("<a ") == 1
    assert "<code>Lee</code>" in html("`Lee`", LEE)


def test_a_name_that_markup_cuts_in_two_is_left_alone() -> None:
    assert linked("**Kim** Jong Un", KIM) == []


def test_quotation_marks_do_not_move_names() -> None:
    got = html('"A" \'b\' said Lee\'s "aide"', LEE, language="fr")
    assert 'said <a class="actor" href="/lee/">Lee</a>’s' in got


def test_markup_in_a_url_is_escaped() -> None:
    assert 'href="/a?b&amp;c"' in html("Lee", ("Lee", "/a?b&c"))


@given(st.text(st.sampled_from("ab '-\n  中"), max_size=40))
def test_what_is_found_is_the_name_and_does_not_overlap(text: str) -> None:
    names = (Link("a", "/1/"), Link("a b", "/2/"), Link("a-b", "/3/"), Link("b'a", "/4/"), Link("中", "/5/"))
    reached = 0
    for start, end, _ in find_names(text, names):
        assert start >= reached
        assert " ".join(text[start:end].split()) in {name.title for name in names}
        reached = end


# ---------------------------------------------------------------- quotation marks


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“a ‘b’ c”"),
        ("en-GB", "“a ‘b’ c”"),
        ("de", "„a ‚b‘ c“"),
        ("de-CH", "«a ‹b› c»"),
        ("fr", "«\u202fa “b” c\u202f»"),
        ("es", "«a “b” c»"),
        ("pt-BR", "“a ‘b’ c”"),
        ("pt-PT", "«a “b” c»"),
        ("it", "«a “b” c»"),
        ("nl", "“a ‘b’ c”"),
        ("sv", "”a ’b’ c”"),
        ("pl", "„a «b» c”"),
        ("ru", "«a „b“ c»"),
        ("ja", "「a 『b』 c」"),
        ("zh", "“a ‘b’ c”"),
        ("zh-Hant", "「a 『b』 c」"),
        ("ar", "”a ’b‘ c“"),
        ("xx", "“a ‘b’ c”"),
    ],
)
def test_marks_by_language(language: str, expected: str) -> None:
    assert quoted("\"a 'b' c\"", language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it's the farmers' own", "it’s the farmers’ own"),
        ("in the '90s", "in the ’90s"),
        ("6'2\" tall", "6'2\" tall"),
        ('a 19" screen', 'a 19" screen'),
        ('("a")', "(“a”)"),
        ('a-"b"-c', "a-“b”-c"),
        ('"a," he said, "b."', "“a,” he said, “b.”"),
        ('"not closed', "“not closed"),
        ("'Tis late", "’Tis late"),
        ("\"It's 'so',\" I said", "“It’s ‘so’,” I said"),
        ('צה"ל', 'צה"ל'),
        ("“done” already", "“done” already"),
        ("no marks", "no marks"),
    ],
)
def test_marks_in_english(text: str, expected: str) -> None:
    assert quoted(text, "en") == expected


def test_chinese_quotations_need_no_spaces() -> None:
    assert quoted('他说"你好"。"好"', "zh") == "他说“你好”。“好”"


def test_marks_round_markup() -> None:
    assert html('"*a*" and "`b`" and "[c](https://example.org/news/c)"').startswith(
        "<p>“<em>a</em>” and “<code>b</code>”"
    )
    assert html('"one\ntwo"') == "<p>“one\ntwo”</p>"


@given(st.text(st.sampled_from("ab \"'.1中\n"), max_size=60), st.sampled_from(["en", "sv", "pl", "ja", "he"]))
def test_only_marks_change(text: str, language: str) -> None:
    changed = quoted(text, language)
    assert len(changed) == len(text)
    assert all(old == new or old in "\"'" for old, new in zip(text, changed, strict=True))


# ---------------------------------------------------------------- time


HOSTILE = {
    "quotes that nest": "\"'a " * 30_000,
    "quotes that do not match": "'a " * 30_000 + 'a" ' * 30_000,
    "brackets": "[" * 100_000,
    "links in links": "[a](" * 50_000,
    "pictures in pictures": "![[" * 30_000,
    "backticks": "".join("`" * n + " " for n in range(500)),
    "stars": "*a **a " * 30_000,
    "stars and underscores": ("*_" * 900 + "\n\n") * 30,
    "brackets in paragraphs": ("[" * 1_900 + "\n\n") * 30,
    "footnotes": "[^a]: x\n\n" + ("[^" * 900 + "\n\n") * 30,
    "angle brackets": "<" * 100_000,
    "quotations of quotations": ">" * 100_000,
    "one paragraph": "word " * 100_000,
    "many lines": "word *x*\n" * 10_000,
    "reference definitions": "".join(f"[a{n}]: b\n" for n in range(10_000)),
    "an open title": '[a]: b "' + "c\n" * 20_000,
    "entities": "&" * 100_000,
    "wide table": "|a" * 500 + "\n" + "|-" * 500 + "\n" + "|a\n" * 500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_takes_long(name: str) -> None:
    with no_crawl():
        html(HOSTILE[name], LEE, KIM)


# ---------------------------------------------------------------- for feeds


def test_absolute() -> None:
    source = (
        '<a href="/x/">a</a> <img src="/y.png"> <a href="//z/">b</a> <a href="https://e.org/">c</a> <a href="#d">d</a>'
    )
    assert absolute(source, "https://example.org") == source.replace('"/x', '"https://example.org/x').replace(
        '"/y', '"https://example.org/y'
    )
    assert absolute(source, "") == source


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("港口\n起重", "<p>港口起重</p>\n"),
        ("港口，\n「起重」\nABC\n机", "<p>港口，「起重」\nABC\n机</p>\n"),
        ("**港口**\n[起重](https://example.org/)", '<p><strong>港口</strong><a href="https://example.org/"'),
        ("- 港口\n- 起重", "<ul>\n<li>港口</li>\n<li>起重</li>\n</ul>\n"),
        ("# 港口\n\n起重\n机", "<h3>港口</h3>\n<p>起重机</p>\n"),
        ("```\n港口\n起重\n```", "<pre><code>港口\n起重\n</code></pre>\n"),
    ],
)
def test_lines_of_chinese_are_joined_without_a_space(text: str, html: str) -> None:
    """Chromium shows the end of a line between two Chinese signs as a space."""
    for language in ("zh-Hant", "ja"):
        assert Proser().html(Prose(text, language, (), ())).startswith(html)
    assert "\n起重" in Proser().html(Prose("港口\n起重", "ko", (), ()))
