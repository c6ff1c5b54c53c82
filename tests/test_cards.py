"""Social cards: pictures that anybody can open, on which nothing is cut off, whatever the title and its script."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features
from support_site import CONFIG, brief, build_site, tree, write_site
from support_views import PAGES, SITE

from briefgen.check import check_site
from briefgen.config import CardsConfig
from briefgen.pages.views import CardPage
from briefgen.render import cards
from briefgen.render.cards import MARGIN, OWN_FONT, PAPER, STRIPE, STRIPES
from briefgen.render.fault import TemplateError
from briefgen.render.lines import (
    NOT_FIRST,
    NOT_LAST,
    MissingError,
    Run,
    Wrapper,
    has_rtl,
    is_complex,
    is_rtl,
    pieces,
    runs,
)
from briefgen.render.renderer import Renderer
from briefgen.render.theme import Theme
from briefgen.workers import serial_map

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH, HEIGHT = 1200, 630
NEEDS_RAQM = pytest.mark.skipif(not features.check("raqm"), reason="needs FriBiDi")
CHINESE = (
    "“这座桥”，昨天（星期六）开通了；市长说：「它将为港口服务一百年」。桥梁长八百米，连接东西两岸的《旧城》与新区。"
)
HEBREW = "הגשר החדש נפתח אתמול בנמל אחרי שנתיים של עבודה"
LONG = (
    "The committee on the question of fishing rights in the northern and the southern waters has adjourned again " * 4
)
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    """A theme with a font that draws a box for each Chinese and Hebrew letter of these tests."""
    folder = tmp_path_factory.mktemp("theme") / "fonts"
    folder.mkdir()
    box_font(
        folder / "Boxes.ttf",
        {c for c in CHINESE + HEBREW if (c != " " and ord(c) > 0x2E7F) or has_rtl(c)} | {" ", "…"},
    )
    (folder / "Broken.ttf").write_bytes(OWN_FONT.read_bytes()[:2000])
    return Theme([folder.parent])


def box_font(file: Path, characters: set[str]) -> None:
    """A font with a box for each of these."""
    names = {ord(c): f"u{ord(c):04X}" for c in sorted(characters)}
    pen = TTGlyphPen(None)
    for number, point in enumerate(((60, -200), (60, 800), (940, 800), (940, -200))):
        (pen.lineTo if number else pen.moveTo)(point)
    pen.closePath()
    box, empty = pen.glyph(), TTGlyphPen(None).glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    font.setupGlyf({".notdef": empty, **{name: empty if code == 32 else box for code, name in names.items()}})
    font.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (1000, 60)))
    font.setupHorizontalHeader(ascent=880, descent=-220)
    font.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(file)


def drawn(theme: Theme, title: str, fonts: tuple[str, ...] = ("Boxes.ttf",), **more: Any) -> bytes:
    page, meta, _ = PAGES["card"]
    given: dict[str, Any] = {
        "label": "Diplomacy",
        "day": dt.date(2025, 10, 18),
        "site": "The Wire",
        "languages": ("en", "en"),
    }
    return Renderer(theme, SITE, CONFIG).render(page, meta, CardPage(title=title, fonts=fonts, **{**given, **more}))


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    assert image.size == (WIDTH, HEIGHT)
    assert not {"date", "Creation Time", "Software"} & image.info.keys()
    return image.convert("RGB")


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The box below the stripes in which anything is drawn."""
    paper = Image.new("RGB", (WIDTH, HEIGHT - STRIPE), PAPER)
    from PIL import ImageChops

    found = ImageChops.difference(image.crop((0, STRIPE, WIDTH, HEIGHT)), paper).getbbox()
    assert found
    return found[0], found[1] + STRIPE, found[2], found[3] + STRIPE


TITLES = {
    "short": "Lock shut",
    "usual": "Trump weighs a Kim meeting: little is prepared so far",
    "accents": "ÅÇÉÑÖ ẤỀ ỹ ģ ț Ż: ΆΈ Ώ; Йй Ґґ Щщ",
    "long": LONG,
    "one word": WORD,
    "one endless word": WORD * 8,
    "wide": "W" * 90,
    "chinese": CHINESE,
    "chinese, long": CHINESE * 5,
    "mixed": "Kim 昨天 and 市长 said",
    "hebrew": pytest.param(HEBREW, marks=NEEDS_RAQM),
    "hebrew, long": pytest.param(f"{HEBREW} " * 6, marks=NEEDS_RAQM),
    "hebrew with latin": pytest.param(f"{HEBREW[:15]} Kim 2025 {HEBREW[15:]}", marks=NEEDS_RAQM),
    "empty": "",
    "signs": "🚀 → ← !?",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_nothing_reaches_the_edges(theme: Theme, title: str) -> None:
    image = opened(drawn(theme, title))
    left, top, right, bottom = ink(image)
    assert left >= MARGIN - 4
    assert right <= WIDTH - MARGIN + 4
    assert top >= MARGIN
    assert bottom <= HEIGHT - MARGIN + 12  # what hangs below the last line


@pytest.mark.parametrize("name", ["usual", "chinese", "long"])
def test_the_same_bytes_each_time(theme: Theme, name: str) -> None:
    title = str(TITLES[name])
    first = drawn(theme, title)
    cards._pens.cache_clear()
    assert drawn(theme, title) == first
    assert drawn(theme, f"{title}s") != first or name == "long"
    assert len(first) < 60_000


def test_a_title_fills_its_card(theme: Theme) -> None:
    """A short one is large; a long one is small and has all its lines."""
    heights = {name: row_height(opened(drawn(theme, str(TITLES[name])))) for name in ("short", "long")}
    assert heights["short"] > heights["long"] * 1.3


def row_height(image: Image.Image) -> int:
    """The height of the first line of the title: the second run of rows with ink."""
    rows = [image.crop((MARGIN, y, WIDTH, y + 1)).getextrema() for y in range(MARGIN + STRIPE, HEIGHT)]
    dark = [min(low for low, _ in row) < 0x50 for row in rows]  # type: ignore[misc]
    start = dark.index(True, 50)
    return dark.index(False, start) - start


@NEEDS_RAQM
def test_a_title_from_right_to_left_is_laid_out_so(theme: Theme) -> None:
    image = opened(drawn(theme, HEBREW.partition(" ")[0], label="", site="W"))
    assert image.getpixel((10, 5)) == tuple(bytes.fromhex(STRIPES[2][1:]))
    assert image.getpixel((WIDTH - 10, 5)) == tuple(bytes.fromhex(STRIPES[0][1:]))
    box = ink(
        image.crop((0, 0, WIDTH, 400))
        .convert("RGB")
        .transform((WIDTH, HEIGHT), Image.Transform.EXTENT, (0, 0, WIDTH, HEIGHT), fillcolor=PAPER)
    )
    assert box[0] > WIDTH / 2
    assert box[2] > WIDTH - MARGIN - 10


@NEEDS_RAQM
def test_real_arabic_is_shaped(tmp_path: Path) -> None:
    """Joined letters take less room than single ones."""
    names = ("NotoSansArabic[wdth,wght].ttf", "NotoSansArabic-Regular.ttf", "NotoNaskhArabic-Regular.ttf")
    places = [
        Path("/usr/share/fonts"),
        Path(cards.__file__).parents[3] / "site-packages",
        Path(pytest.__file__).parents[1],
    ]
    found = next((f for place in places for name in names for f in place.rglob(name.replace("[", "[[]"))), None)
    if not found:
        pytest.skip("needs Noto Sans Arabic (Debian: fonts-noto-core)")
    (tmp_path / "fonts").mkdir()
    shutil.copy(found, tmp_path / "fonts" / "Arabic.ttf")
    text = cards.Text((cards.Pen(tmp_path / "fonts" / "Arabic.ttf"), cards.Pen(OWN_FONT)), "الغواصون", 60, "ar")
    assert text.rtl
    assert text.wrapper.width("الغواصون") < sum(map(text.wrapper.width, "الغواصون")) * 0.9


# ---------------------------------------------------------------- what cannot be drawn


def test_letters_that_no_font_has_are_told(theme: Theme) -> None:
    with pytest.raises(TemplateError) as raised:
        drawn(theme, "Kim 金正恩 and 😀", fonts=())
    found = raised.value.problem
    assert found.code == "cards-font"
    assert "“金正恩”" in found.message
    assert "fonts: [name.ttf]" in found.hint


def test_pictures_that_no_font_has_are_left_out(theme: Theme) -> None:
    assert drawn(theme, "Lift-off 🚀", fonts=()) == drawn(theme, "Lift-off", fonts=())


@pytest.mark.parametrize(
    ("name", "told"), [("Missing.ttf", "no file templates/fonts/Missing.ttf"), ("Broken.ttf", "cannot be read")]
)
def test_a_font_that_cannot_be_used_is_told(theme: Theme, name: str, told: str) -> None:
    with pytest.raises(TemplateError) as raised:
        drawn(theme, "A", fonts=(name,))
    assert raised.value.problem.code == "cards-font"
    assert told in raised.value.problem.message


def test_what_is_not_installed_is_told(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda name: name != "raqm")
    drawn(theme, "Chinese does without: 市长")
    with pytest.raises(TemplateError) as raised:
        drawn(theme, HEBREW)
    assert raised.value.problem.code == "cards-missing"
    assert "FriBiDi" in raised.value.problem.message


# ---------------------------------------------------------------- lines


def boxes(width: float = 10) -> Wrapper:
    """Every letter as wide as any other."""
    return Wrapper(lambda text: (Run(text, 0),), lambda line: width * sum(len(run.text) for run in line))


TEXTS = st.text(st.sampled_from("ab é-—（）「」。，、！“” 桥市ァっー…\u00a0\u0301"), max_size=60)


@settings(deadline=None)
@given(TEXTS, st.integers(3, 30))
def test_lines_have_all_the_text_and_are_never_too_wide(text: str, letters: int) -> None:
    lines = boxes().lines(text, letters * 10, broken=True)
    assert lines is not None
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= letters or unicodedata.category(line[1])[0] == "M" for line in lines)
    whole = boxes().lines(text, letters * 10, broken=False)
    if whole is not None:
        assert whole == lines
        assert not any(after[0] in NOT_FIRST for after in whole[1:])
        assert not any(line[-1] in NOT_LAST and not re.search(rf"{re.escape(line[-1])}\s", text) for line in whole[:-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a lock, shut", ["a ", "lock, ", "shut"]),
        ("North-South talks", ["North-", "South ", "talks"]),
        ("a\u00a0b c", ["a\u00a0b ", "c"]),
        ("市长说：「好」。", ["市", "长", "说：", "「好」。"]),
        ("Kim市长", ["Kim", "市", "长"]),
        ("한국 소식", ["한국 ", "소식"]),
    ],
)
def test_where_a_line_may_end(text: str, expected: list[str]) -> None:
    assert list(pieces(text)) == expected


def test_a_cut_says_so() -> None:
    assert boxes().cut(["one", "two,", "three"], 2, 50) == ["one", "two…"]
    assert boxes().cut(["one", "two three", "x"], 2, 60) == ["one", "two t…"]
    assert boxes().cut(["one", "two"], 2, 50) == ["one", "two"]


def test_fonts_share_a_text() -> None:
    covers: list[Callable[[str], bool]] = [lambda c: c in "שלום ,", lambda c: c.isascii()]
    assert runs("Hi, שלום Kim", covers) == (Run("Hi, ", 1), Run("שלום", 0), Run(" Kim", 1))
    assert runs("שלום Kim, שלום", covers) == (Run("שלום ", 0), Run("Kim", 1), Run(", שלום", 0))
    with pytest.raises(MissingError, match="é"):
        runs("é", covers)


def test_directions_and_shapes() -> None:
    assert is_rtl("2025 שלום Kim")
    assert not is_rtl("Kim שלום")
    assert has_rtl("Kim שלום")
    assert [is_complex(t) for t in ("Kim é 市长 Київ", "नमस्ते", "שלום", "e\u0301")] == [False, True, True, True]


# ---------------------------------------------------------------- whole sites

ON = msgspec.structs.replace(CONFIG, outputs=msgspec.structs.replace(CONFIG.outputs, cards=True))
FILES: dict[str, str | bytes] = {
    "briefs/a.md": brief(extra="topics: Bridges\n"),
    "briefs/b.md": brief("The harbour sleeps", "2025-10-17"),
    "briefs/c.md": brief("A picture", "2025-10-16", extra="image:\n  path: c.png\n  alt: C\n"),
    "briefs/d.md": brief("A lost picture", "2025-10-15", extra="image:\n  path: lost.png\n  alt: D\n"),
    "briefs/c.png": b"\x89PNG",
}


def cards_of(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(root / "site").items() if path.endswith("card.png")}


def test_a_site_has_cards_where_it_wants_them_and_briefs_have_no_picture(tmp_path: Path) -> None:
    root = write_site(tmp_path, FILES)
    build_site(root, ON)
    found = cards_of(root)
    assert [path.split("/")[3] for path in found] == ["a-lost-picture", "the-harbour-sleeps", "a-bridge-opens"]
    for data in found.values():
        opened(data)
    page = (root / "site/2025/10/18/a-bridge-opens/index.html").read_text("utf-8")
    address = "https://example.org/2025/10/18/a-bridge-opens/card.png"
    assert f'<meta property="og:image" content="{address}">' in page
    assert f'"image":{{"@type":"ImageObject","url":"{address}","width":1200,"height":630' in page
    assert "card.png" not in (root / "site/2025/10/16/a-picture/index.html").read_text("utf-8")
    build_site(root, CONFIG)
    assert not cards_of(root)


def test_a_card_is_drawn_anew_only_for_what_it_shows(tmp_path: Path) -> None:
    root = write_site(tmp_path / "a", FILES)
    build_site(root, ON)
    before = cards_of(root)

    def redrawn(files: dict[str, str | bytes], config: Any = ON) -> set[str]:
        write_site(root, files)
        report = build_site(root, config, explain=True)
        assert report.published
        return {path.split("/")[3] for path, _ in report.explained if path.endswith("card.png")}

    assert not redrawn({"templates/static/style.css": "body { color: red }"})
    assert not redrawn({"briefs/b.md": brief("The harbour sleeps", "2025-10-17", text="Quiet.")})
    assert not redrawn({}, msgspec.structs.replace(ON, description="News"))
    assert cards_of(root) == before
    assert redrawn({"briefs/b.md": brief("The harbour wakes", "2025-10-17", extra="slug: the-harbour-sleeps\n")}) == {
        "the-harbour-sleeps"
    }
    assert redrawn({}, msgspec.structs.replace(ON, title="Another Wire")) == {
        "a-lost-picture",
        "the-harbour-sleeps",
        "a-bridge-opens",
    }
    changed = cards_of(root)
    assert all(changed[path] != data for path, data in before.items())
    clean = shutil.copytree(root, tmp_path / "clean", ignore=shutil.ignore_patterns("site", ".briefgen"))
    build_site(clean, msgspec.structs.replace(ON, title="Another Wire"))
    assert cards_of(clean) == changed


def test_check_tells_of_every_card(tmp_path: Path) -> None:
    files = {f"briefs/{n}.md": brief(title, extra=f"slug: s{n}\n") for n, title in enumerate(("市长", "Fine", "北京"))}
    root = write_site(tmp_path, files)
    problems = check_site(root, ON, dt.datetime(2025, 11, 1, tzinfo=dt.UTC), serial_map)[1]
    assert {p.code for p in problems} == {"cards-font"}
    assert sorted(p.message.rpartition("/s")[2] for p in problems) == ["0/card.png", "2/card.png"]


def test_a_title_that_cannot_be_drawn_leaves_the_site_as_it_is(tmp_path: Path, theme: Theme) -> None:
    root = write_site(tmp_path, {"briefs/a.md": brief()})
    build_site(root, ON)
    before = tree(root / "site")
    write_site(root, {"briefs/a.md": brief("市长", extra="slug: a-bridge-opens\n")})
    report = build_site(root, ON)
    assert not report.published
    assert [p.code for p in report.problems] == ["cards-font"]
    assert tree(root / "site") == before
    (root / "templates/fonts").mkdir(parents=True)
    shutil.copy(theme.templates["fonts/Boxes.ttf"], root / "templates/fonts")
    report = build_site(root, msgspec.structs.replace(ON, cards=CardsConfig(("Boxes.ttf",))))
    assert report.published
    assert not report.problems
    assert cards_of(root) != {path: data for path, data in before.items() if path.endswith("card.png")}
