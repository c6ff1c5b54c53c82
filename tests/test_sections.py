"""Headings in every form and language, what is no heading, and how a text is parted at them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support_patience import no_crawl

from briefgen.briefs import headings, sections
from briefgen.briefs.labels import KNOWN, WEAK, label_key, labels_of, standard_label
from briefgen.briefs.model import SectionKind
from briefgen.briefs.sections import Body, read_body
from briefgen.config import Config, SectionConfig, SectionsConfig

H, I, N = SectionKind.HAPPENING, SectionKind.IMPORTANT, SectionKind.NEXT  # noqa: E741


def read(text: str, config: Config | None = None) -> Body:
    return read_body(text, 1, "briefs/x.md", config or Config())


def texts(text: str, config: Config | None = None) -> dict[str, str]:
    """Each part of a text by its name."""
    body = read(text, config)
    parts = {s.kind.value: s.text for s in body.sections}
    return {"lede": body.lede, **parts} if body.lede else parts


def codes(text: str) -> list[str]:
    return [p.code for p in read(text).problems]


# ---------------------------------------------------------------- labels


def spellings() -> list[tuple[SectionKind, str]]:
    return [(kind, s.strip()) for kinds in KNOWN.values() for kind, group in kinds.items() for s in group.split("|")]


def test_no_label_means_two_sections() -> None:
    seen: dict[str, SectionKind] = {}
    for kind, spelling in spellings():
        assert seen.setdefault(label_key(spelling), kind) is kind, spelling
    for spelling in WEAK.split("|"):
        assert label_key(spelling) not in seen, spelling


@pytest.mark.parametrize(("kind", "spelling"), spellings())
def test_every_label_is_known_however_it_is_typed(kind: SectionKind, spelling: str) -> None:
    labels = labels_of(SectionsConfig())
    straight = spelling.replace("’", "'")
    for text in (
        spelling,
        straight,
        spelling.replace("’", ""),
        spelling.upper(),
        spelling.lower(),
        f"¿{straight}?",
        f"{spelling}：",
    ):
        found = labels.exact(text)
        assert found is not None, text
        assert found.kind is kind
        assert labels.opens(text.partition(" ")[0])


@pytest.mark.parametrize(
    ("kind", "language", "label"),
    [
        (H, "en", "What’s Happening"),
        (I, "en-GB", "Why It’s Important"),
        (N, "EN_us", "What’s Next"),
        (I, "de-AT", "Warum es wichtig ist"),
        (N, "zh", "接下来"),
        (N, "zh-TW", "接下來"),
        (N, "zh-Hant-HK", "接下來"),
        (H, "tlh", "What’s Happening"),
        (H, "", "What’s Happening"),
    ],
)
def test_standard_label(kind: SectionKind, language: str, label: str) -> None:
    assert standard_label(kind, language) == label


# ---------------------------------------------------------------- forms

FORMS = [
    "What's Next",
    "What's Next?",
    "What’s next:",
    "WHATS NEXT",
    "  What's next  ",
    "\u3000What's next",
    "What's next…",
    "What's next!",
    "## What's Next",
    "##What's Next?",
    "# What's Next",
    "###### What's Next ######",
    "## **What's Next**",
    "## What's Next {#next}",
    "## [What's Next](#next)",
    "## What's Next <!-- 80 words -->",
    "### 3. What's Next",
    "## 📰 What's Next 🗞️",
    "## 3️⃣ What's Next",
    "**What's Next**",
    "**What's Next:**",
    "**What's Next**:",
    "**What's Next**?",
    "__What's Next?__",
    "***What's Next***",
    "*What's next*",
    "**What's Next**  ",
    "**What's Next**\\",
    "**3. What's Next**",
    "3. **What's Next**",
    "🔭 **What's Next**",
    "** What's Next **",
    "**What's Next** (80–90 words)",
    "- What's next",
    "* What's next?",
    "+ **What's next**",
    "• What's next",
    "3. What's next",
    "3) What's next",
    "(3) What's next",
    "III. What's next",
    "三、接下来",
    "What's Next (70–90 words)",
    "What's Next（100字）",
    "What's Next [draft]",
    "What's Next\n===========",
    "What's Next\n---",
    "**What's Next**\n---",
    "<h2>What's Next</h2>",
    "<b>What's next?</b>",
    "[What's Next]",
    "【接下来】",
    "==What's Next==",
    "¿Qué sigue?",
    "Que sigue",
    "ماذا بعد؟",
    "接下来：",
    "下一步",
    "Что дальше?",
    "Et après ?",
    "Wie es weitergeht",
]


@pytest.mark.parametrize("heading", FORMS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "loose"])
def test_every_form_of_heading(heading: str, gap: str) -> None:
    text = f"## What happened\nThey met.{gap}{heading}{gap}They meet again."
    assert texts(text) == {"happening": "They met.", "next": "They meet again."}


@pytest.mark.parametrize(
    "line",
    [
        "**What's Next:** They meet again.",
        "**What's Next**: They meet again.",
        "**What's Next** — They meet again.",
        "**What's next** - They meet again.",
        "**What's Next?** They meet again.",
        "**What's Next.** They meet again.",
        "**What's Next** They meet again.",
        "__What's Next:__ They meet again.",
        "*What's next:* They meet again.",
        "- **What's next:** They meet again.",
        "3. **What's next:** They meet again.",
        "🔭 **What's next:** They meet again.",
        "- What's next: They meet again.",
        "What's next: They meet again.",
        "What's next : They meet again.",
        "What's next — They meet again.",
        "接下来：They meet again.",
        "【接下来】They meet again.",
        "[What's next] They meet again.",
        "What's next? They meet again.",
        "What's next?\tThey meet again.",
        "## What's next: They meet again.",
        "**What's next for both of them:** They meet again.",
    ],
)
def test_run_in_labels(line: str) -> None:
    parts = texts(f"## What happened\nThey met.\n\n{line}\nThen they part.")
    if line.startswith("## "):
        assert parts == {"happening": "They met.", "next": "Then they part."}  # a heading with more words
    else:
        assert parts == {"happening": "They met.", "next": "They meet again.\nThen they part."}


def test_run_in_labels_without_blank_lines() -> None:
    text = "What happened: They met.\nWhy it matters: They never had.\nWhat's next: They meet again."
    assert texts(text) == {"happening": "They met.", "important": "They never had.", "next": "They meet again."}


def test_long_run_in_heading_keeps_its_text() -> None:
    text = "## What happened: they met in the old town hall on a rainy day and signed\n\nMore."
    assert texts(text) == {"happening": "they met in the old town hall on a rainy day and signed\n\nMore."}


@pytest.mark.parametrize(
    ("heading", "suffix"),
    [
        ("## Why it matters for exporters", "for exporters"),
        ("**Why it matters for exporters**", "for exporters"),
        ("**Why it matters: exporters**", "exporters"),
        ("Why it matters for exporters", "for exporters"),
        ("Why it matters for exporters\n---", "for exporters"),
        ("## 为什么重要：出口商", "出口商"),
        ("## Por qué es importante para los exportadores", "para los exportadores"),
    ],
)
def test_suffix(heading: str, suffix: str) -> None:
    body = read(f"## What happened\nThey met.\n\n{heading}\n\nPrices fall.")
    assert [s.kind for s in body.sections] == [H, I]
    assert body.sections[1].suffix == suffix
    assert body.sections[1].text == "Prices fall."


# ---------------------------------------------------------------- what is no heading


@pytest.mark.parametrize(
    "prose",
    [
        "The court opened an inquiry into\nwhat happened.",
        "They asked about the night and\nwhat happened\nafterwards.",
        "It is all told in the book\nWhat Happened.",
        "What happened is unclear to all of them.",
        "**What's next** is unclear to all of them.",
        "The road ahead is long, they say.",
        "A reporter asked\nwhat's next: a vote or a war.",
        "> What's next\n> is a quotation",
        "```\n## What's Next\n```",
        "~~~text\nWhat's Next\n~~~",
        "````\n```\n## What's Next\n````",
        "`<!--`\n## Next door\n`-->`",
        "    ## What's Next",
        "####### What's Next",
        "#nextsteps are a hashtag",
        "## Nextdoor neighbours",
        "- [What's next](#next)",
        "| What's next | When |\n|---|---|\n| A vote | May |",
        "![What's next](next.png)",
        "## What's next is something that nobody in the whole wide world can know",
        "What's next for the region, and who will pay for all of the repairs that are due now?",
        "What's next for the region will be decided in May.",
        "What's next,\nthey asked.",
        "`What's Next`",
    ],
)
def test_prose_is_left_alone(prose: str) -> None:
    parts = texts(f"## Why it matters\n\n{prose}")
    assert parts == {"important": prose}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<!--\n## What's Next\n-->\nText.", "Text."),
        ("Text <!-- and\n## What's Next\n--> more.", "Text\n\n more."),
        ("Text <!-- note --> more.<!-- note -->", "Text  more."),
        ("`<!-- code -->` stays", "`<!-- code -->` stays"),
        ("```\n<!-- code -->\n```", "```\n<!-- code -->\n```"),
        ("A.\n<!-- x\n```\n-->\nB.", "A.\n\n\n\nB."),
    ],
)
def test_comments_are_for_no_reader(text: str, left: str) -> None:
    assert texts(f"## Why it matters\n\n{text}") == {"important": left}


def test_other_headings_stay_inside() -> None:
    text = "## What happened\n\nA.\n\n### Background\n\nB.\n\n**Numbers**\n\nC.\n\n## What's next\n\nD."
    assert texts(text) == {"happening": "A.\n\n### Background\n\nB.\n\n**Numbers**\n\nC.", "next": "D."}


def test_a_suffix_gives_way_to_the_label_itself() -> None:
    text = "## What happened\nA.\n## Why it matters\nB.\n### What happened in the north\nC.\n## What's next\nD."
    assert texts(text)["important"] == "B.\n### What happened in the north\nC."
    assert codes(text) == []


def test_a_suffix_does_not_part_its_own_section() -> None:
    text = "## Why it matters for buyers\nA.\n## Why it matters for sellers\nB."
    body = read(text)
    assert body.sections[0].text == "A.\n## Why it matters for sellers\nB."


def test_a_title_may_begin_like_a_label() -> None:
    text = "# What's next for the old harbour\n\n## What happened\nA.\n\n## Why it matters\nB."
    assert texts(text) == {"lede": "# What's next for the old harbour", "happening": "A.", "important": "B."}


def test_table_of_contents() -> None:
    text = "- What happened\n- Why it matters\n- What's next\n\n## What happened\nA.\n## Why it matters\nB.\n## What's next\nC."
    assert texts(text) == {"happening": "A.", "important": "B.", "next": "C."}
    assert codes(text) == []


def test_a_question_in_prose_gives_way_to_a_heading() -> None:
    text = "## Why it matters\nA.\n\nWhat's next? Nobody knows.\n\n## What's next\nB."
    assert texts(text) == {"important": "A.\n\nWhat's next? Nobody knows.", "next": "B."}


def test_a_list_item_gives_way_to_a_heading() -> None:
    text = "## What happened\nTwo questions:\n1. What happened before\n2. What's next\n\n## What's next\nB."
    assert texts(text) == {"happening": "Two questions:\n1. What happened before\n2. What's next", "next": "B."}


def test_lists_under_list_headings_are_set_in_no_more() -> None:
    text = "- What happened\n    - They met.\n      For long.\n- What's next\n\t- They meet.\n"
    assert texts(text) == {"happening": "  - They met.\n    For long.", "next": "  - They meet."}


def test_inner_structure_is_untouched() -> None:
    inner = "- one\n    - two\n\n      three\n\n    code\n\n```\n  x\n```"
    assert texts(f"## What happened\n\n{inner}\n\n\n## What's next\nB.") == {"happening": inner, "next": "B."}


def test_rules_between_sections_go() -> None:
    text = "Lede.\n\n---\n\n## What happened\n\nA.\n---\n## Why it matters\n\n***\n\nB.\n\n* * *\n\n## What's next\nC.\n\n---\n"
    assert texts(text) == {"lede": "Lede.", "happening": "A.", "important": "B.", "next": "C."}


# ---------------------------------------------------------------- weak labels


@pytest.mark.parametrize(
    "weak", ["TL;DR", "## Summary", "**In brief:**", "- TL;DR", "TLDR:", "En bref", "## Zusammenfassung", "摘要"]
)
def test_weak_label_alone_is_what_happens(weak: str) -> None:
    assert texts(f"{weak}\nA.\n\n## What's next\nB.") == {"happening": "A.", "next": "B."}


def test_weak_label_beside_a_better_one_is_lede() -> None:
    assert texts("**TL;DR:** Short.\n\n## What happened\nA.\n\n## Summary\nC.") == {
        "lede": "Short.\n\nC.",
        "happening": "A.",
    }


def test_weak_run_in_within_a_section_is_prose() -> None:
    assert texts("## What happened\nA.\n\nIn short: B.") == {"happening": "A.\n\nIn short: B."}


# ---------------------------------------------------------------- settings


def test_own_labels() -> None:
    sections = SectionsConfig(happening=SectionConfig(aliases=("The facts",)), next=SectionConfig(label="Coming up"))
    config = Config(sections=sections)
    assert texts("The Facts:\nA.\n\n## Coming up?\nB.", config) == {"happening": "A.", "next": "B."}
    assert [p.message for p in read("The facts\nA.", config).problems][1] == "The section “Coming up” is missing"


# ---------------------------------------------------------------- problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What happened\nA.\nWhy it matters\nB.\nWhat's next\nC.", []),
        ("## What happened\nA.\n\n## What's next\nC.", [("section-missing", 4, 1)]),
        ("## Why it matters\nB.\n\n## What's next\nC.", [("section-missing", 1, 1)]),
        ("Lede.\n\n## Why it matters\nB.\n\n## What's next\nC.", [("section-missing", 1, 1)]),
        ("## What happened\nA.\n\n## Why it matters\nB.\n\n", [("section-missing", 5, 1)]),
        ("## What happened\n\n## Why it matters\nB.\n## What's next\nC.", [("section-empty", 1, 4)]),
        ("## What happened\n<!-- here -->\n## Why it matters\nB.\n## What's next\nC.", [("section-empty", 1, 4)]),
        (
            "## What happened\nA.\n## Why it matters\nB.\n## What's next\nC.\n## What happened\nD.",
            [("section-doubled", 7, 4)],
        ),
        (
            "## What's next\nC.\n## What happened\nA.\n## Why it matters\nB.",
            [("section-order", 1, 4)],
        ),
        ("## Whats Hapening\nA.\n## Why it matters\nB.\n## What's next\nC.", [("heading-near-miss", 1, 4)]),
        (
            "What happend\nA.\nWhy it maters?\nB.\nWhat's next\nC.",
            [("heading-near-miss", 1, 1), ("heading-near-miss", 3, 1)],
        ),
        ("Only text.", [("no-sections", 1, 1)]),
        ("\n\nOnly text.", [("no-sections", 3, 1)]),
        ("## What happened\nA.\n```\n## Why it matters\nB.\n## What's next\nC.", [("code-open", 3, 1)]),
        ("## What happened\nA.\n<!-- x\n## Why it matters\nB.\n## What's next\nC.", [("comment-open", 3, 1)]),
    ],
)
def test_problems(text: str, expected: list[tuple[str, int, int]]) -> None:
    problems = read(text).problems
    assert [(p.code, p.where.line, p.where.column) for p in problems] == expected
    assert all(p.hint and not p.message.endswith(".") for p in problems)


def test_doubled_sections_are_joined() -> None:
    assert texts("## What happened\nA.\n## What's next\nC.\n## What happened\nB.") == {
        "happening": "A.\n\nB.",
        "next": "C.",
    }


def test_near_miss_is_taken() -> None:
    assert texts("## Whats Hapening\nA.\n## Why its importent\nB.\n## Whats nxt\nC.")["happening"] == "A."


def test_near_miss_only_for_a_missing_section() -> None:
    text = "## What happened\nA.\n## Whats hapening\nB.\n## Why it matters\nC.\n## What's next\nD."
    assert texts(text)["happening"] == "A.\n## Whats hapening\nB."
    assert codes(text) == []


def test_near_miss_has_no_more_words() -> None:
    text = "## Why it mattters X\nA.\n## What happened\nB.\n## What's next\nC."
    assert texts(text)["lede"] == "## Why it mattters X\nA."


def test_lines_of_sections() -> None:
    body = read_body("\nLede.\n\n## What happened\n\nA.\n\n**What's next:** B.", 10, "briefs/x.md", Config())
    assert (body.lede_line, [s.line for s in body.sections]) == (11, [15, 17])
    assert [s.heading for s in body.sections] == ["What happened", "What's next"]


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("### 2) 📰 **What’s Happening?** ###", "What’s Happening?"),
        ("**¿Qué pasó?**", "¿Qué pasó?"),
        ("- What happened:", "What happened"),
        ("**What happened**?", "What happened?"),
        ("## What happened in Oslo", "What happened in Oslo"),
    ],
)
def test_heading_is_shown_without_markup(heading: str, shown: str) -> None:
    section = read(f"{heading}\n\nA.").sections[0]
    assert section.heading == shown


@pytest.mark.parametrize(
    "line",
    [
        "What\n",
        "- What's next\n",
        "What's next\nA.\n",
        "## What happened\nA.\n## Summary\nB.\n",
        "**What\n",
        "```\n~~~\n",
        "<!--\n",
        "<!-- -->\n",
        "I. What is\n",
        "#\n",
        "Whats nekst\n",
        "a: b\n",
        "为什么\n",
        "\n",
        "* ",
    ],
)
def test_many_lines_take_linear_time(line: str) -> None:
    with no_crawl():
        read(line * 40_000)


# ---------------------------------------------------------------- what is only quick

_leads = st.sampled_from(["", "", "", "- ", "* ", "1. ", "iv. ", "I. ", "  ", "    ", "> ", "## ", "# ", "#", "🚀 "])
_marks = st.sampled_from(["", "", "", "**", "*", "__", "_", "***", "[", "`", "<b>"])
_phrases = st.sampled_from(
    ["What’s Happening", "What's happening?", "Why It’s Important", "Why it matters: for all", "What’s Next", "Whats nxt", "TL;DR",
     "The news", "The news from Paris", "The", "Officials say", "What", "i", "iv", "(a) b", "What is next (70 words)", "Qué pasa",
     "¿Qué pasa", "In brief", "Summary", "’s Next", "word " * 40, "É", "What happened: the talks " + "word " * 30, "a(b) c"]
)  # fmt: skip
_tails = st.sampled_from(
    ["", "", "", "?", ":", ".", ": text", " - Then more", " – so", "**", "** text", "__: more", "]", " ##", "</b>"]
)
_lines = st.one_of(
    st.builds("{}{}{}{}".format, _leads, _marks, _phrases, _tails),
    st.builds("## {}\n\nText.\n".format, st.sampled_from(["What’s Happening?", "Why It’s Important", "What’s Next"])),
    st.sampled_from(["", "", "---", "===", "```", "~~~", "<!-- x", "-->", "- ", "*", "Prose."]),
    st.text(st.sampled_from("#*_-•1i.)( :?WhatsNext’é\t")),
)
_SECTIONS = "".join(f"## {label}\n\nText.\n\n" for label in ("What’s Happening?", "Why It’s Important", "What’s Next"))


@settings(max_examples=200)
@given(st.lists(_lines, max_size=8).map("\n".join))
@example(_SECTIONS)
@example(_SECTIONS + "# TL;DR\n\n**What's next** (again)\n")
@example("Lede.\n\n" + _SECTIONS.replace("Text.", "---\n", 1))
@example("Lede.\n\n" + _SECTIONS.replace("##", "  **").replace("Happening?", "Happening**").replace("t\n", "t**\n"))
def test_what_is_passed_over_quickly_is_nothing(text: str) -> None:
    """The same comes out when every line is looked at, and every heading is weighed against the others."""
    with pytest.MonkeyPatch.context() as slow:
        slow.setattr(headings, "_is_prose", lambda *_: False)
        slow.setattr(headings, "_may_open", lambda *_: True)
        slow.setattr(headings, "_kept_atx", headings._kept_atx.__wrapped__)
        slow.setattr(sections, "_are_usual", lambda _: False)
        whole = read(text)
    assert read(text) == whole
