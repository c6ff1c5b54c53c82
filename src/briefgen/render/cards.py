"""Social cards: PNG pictures with the title of a brief, drawn by Pillow (the extra `cards`).

The same for the same view and fonts, always: no font of the machine is asked, and text is laid out by Pillow itself. Where
that needs shaping and direction (Arabic, Hebrew, Devanagari…), Raqm must be there, else the card is not drawn.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.pages.pictures import CARD_HEIGHT, CARD_WIDTH
from briefgen.pages.views import CardPage, PageView
from briefgen.problems import Problem, Where, problem
from briefgen.render.fault import TemplateError
from briefgen.render.lines import Line, MissingError, Wrapper, has_rtl, is_complex, is_rtl, runs
from briefgen.render.tools import Tools

if TYPE_CHECKING:
    from PIL.ImageFont import Axis, FreeTypeFont

OWN_FONT = Path(__file__).parent / "fonts" / "NotoSerif-SemiBold.subset.ttf"
#: Pixels: the margin in which nothing is drawn, and the sizes of the title, the largest that fits is taken.
MARGIN = 72
SIZES = (84, 76, 68, 60, 54, 48)
SMALL = 30
LEADING = 1.2
#: The colours of the default theme.
PAPER, INK, SOFT, RULE = "#fcfbf8", "#1e1c19", "#655f56", "#e2ddd3"
STRIPES = ("#1a5c99", "#8f4e08", "#1b6a49")
COLOURS = (INK, SOFT, RULE, *STRIPES)
#: How many shades each colour has on paper.
STEPS = 32
STRIPE = 18
_WEIGHT = 600


def draw_card(tools: Tools, meta: PageView, view: CardPage) -> bytes:
    """The card as PNG. Raises `TemplateError` where it cannot be drawn."""
    pens = fitting_pens(tools, meta, view)
    return _draw(pens, view, tools.filters["longdate"](view.day))


def fitting_pens(tools: Tools, meta: PageView, view: CardPage) -> tuple[Pen, ...]:
    """What draws all that stands on a card. Raises `TemplateError` where something or some letter is missing."""
    missing = what_is_missing()
    if missing:
        raise TemplateError(missing)
    pens = _pens(tuple(_font_file(tools, name) for name in view.fonts))
    try:
        for text in (view.title, view.label, view.site, tools.filters["longdate"](view.day)):
            runs(text, [pen.has for pen in pens])
    except MissingError as error:
        told = f"No font has the letters “{error.letters[:20]}” of the card {meta.url}"
        hint = "Put a font that has them into templates/fonts/, and name it in briefgen.yml: `cards:`, below it `fonts: [name.ttf]`"
        raise TemplateError(problem("cards-font", Where("briefgen.yml"), told, hint)) from None
    return pens


@cache
def what_is_missing() -> Problem | None:
    """What has to be installed before cards can be drawn."""
    absent = [name for module, name in (("PIL", "Pillow"), ("fontTools", "fontTools")) if find_spec(module) is None]
    if not absent:
        return None
    message = f"Social cards are asked for (`outputs.cards`), and {' and '.join(absent)} is not installed"
    return problem("cards-missing", Where("briefgen.yml"), message, 'Install it: pip install "briefgen[cards]"')


def _font_file(tools: Tools, name: str) -> Path:
    file = tools.files.get(f"fonts/{name}")
    if file is None:
        message = f"cards.fonts: there is no file templates/fonts/{name}"
        raise TemplateError(problem("cards-font", Where("briefgen.yml"), message, "Put it there, or correct its name"))
    return file


class Pen:
    """A font file: what it has, and it in a size."""

    def __init__(self, file: Path) -> None:
        from fontTools.ttLib import TTFont

        try:
            with TTFont(file, lazy=True, fontNumber=0) as font:
                self._letters = frozenset(font.getBestCmap())
        except Exception as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            message = f"The font {file.name} cannot be read: {reason}"
            raise TemplateError(
                problem(
                    "cards-font",
                    Where(f"templates/fonts/{file.name}"),
                    message,
                    "Use a .ttf or .otf file that is whole",
                )
            ) from error
        self._file = file
        self.sized = cache(self._sized)

    def has(self, char: str) -> bool:
        """Whether it can draw a character."""
        return ord(char) in self._letters

    def _sized(self, size: int, shaped: bool) -> FreeTypeFont:
        from PIL.ImageFont import Layout, truetype

        font = truetype(str(self._file), size, layout_engine=Layout.RAQM if shaped else Layout.BASIC)
        try:
            axes = font.get_variation_axes()
        except OSError:  # it has but one weight
            return font
        font.set_variation_by_axes([_weight(axis) for axis in axes])
        return font


def _weight(axis: Axis) -> float:
    """Where an axis of a variable font is to stand: the weight at ours, others where they are."""
    name = axis["name"]
    if name not in (b"Weight", "Weight"):
        return axis["default"] or 0
    return max(axis["minimum"] or 0, min(_WEIGHT, axis["maximum"] or _WEIGHT))


@lru_cache(maxsize=8)
def _pens(fonts: tuple[Path, ...]) -> tuple[Pen, ...]:
    return tuple(map(Pen, (*fonts, OWN_FONT)))


class Text:
    """Text in one size and language, ready to be measured and drawn with these pens."""

    def __init__(self, pens: tuple[Pen, ...], text: str, size: int, language: str) -> None:
        from PIL import features

        self.shaped = is_complex(text)
        if self.shaped and not features.check("raqm"):
            message = f"The title “{text[:40]}” needs FriBiDi, which Pillow does not find"
            hint = "Install it (Debian: apt install libfribidi0; macOS: brew install fribidi)"
            raise TemplateError(problem("cards-missing", Where("briefgen.yml"), message, hint))
        self.text = text
        self.rtl = is_rtl(text)
        self.size, self._language = size, language
        self._fonts = [pen.sized(size, self.shaped) for pen in pens]
        self._covers: list[Callable[[str], bool]] = [pen.has for pen in pens]
        self.wrapper = Wrapper(lru_cache(maxsize=4096)(self._fit), self._measure)

    def _fit(self, text: str) -> Line:
        return runs(text, self._covers)

    def _options(self, part: str) -> dict[str, Any]:
        if not self.shaped:
            return {}
        return {"direction": "rtl" if self.rtl and has_rtl(part) else "ltr", "language": self._language}

    def _measure(self, line: Line) -> float:
        return sum(self._fonts[run.font].getlength(run.text, **self._options(run.text)) for run in line)

    def draw(self, canvas: Canvas, line: str, start: float, baseline: float, colour: str) -> None:
        """Draw a line; `start` is its left end, or its right end where it runs from right to left."""
        x = start
        parts = self._fit(line)
        if self.rtl:
            x -= self._measure(parts)
            parts = parts[::-1]
        for run in parts:
            options = self._options(run.text)
            font = self._fonts[run.font]
            canvas.text(run.text, round(x), round(baseline), font, colour, options)
            x += font.getlength(run.text, **options)


class Canvas:
    """A picture with a palette: few colours, and those between each and that of the paper. Much quicker than to find a palette."""

    def __init__(self) -> None:
        from PIL import Image, ImageColor

        self._image = Image.new("P", (CARD_WIDTH, CARD_HEIGHT), 0)
        colours = [ImageColor.getrgb(colour)[:3] for colour in (PAPER, *COLOURS)]
        paper, *others = colours
        steps = [
            round(low + (high - low) * step / (STEPS - 1))
            for colour in others
            for step in range(STEPS)
            for low, high in zip(paper, colour, strict=True)
        ]
        self._image.putpalette([*paper, *steps])

    def box(self, place: tuple[int, int, int, int], colour: str) -> None:
        """A rectangle: left, top, right, bottom, the latter two not included."""
        self._image.paste(self._index(colour) + STEPS - 1, place)

    def text(self, text: str, x: int, baseline: int, font: FreeTypeFont, colour: str, options: dict[str, Any]) -> None:
        """A text that begins at `x`, on its baseline."""
        from PIL import Image, ImageDraw

        ascent, descent = font.getmetrics()
        reach = ascent + descent  # what letters may do beyond their metrics, accents on capitals for one
        top, left = baseline - reach, max(0, x - reach)
        wide = min(CARD_WIDTH, x + round(font.getlength(text, **options)) + reach) - left
        mask = Image.new("L", (max(1, wide), 2 * reach), 0)
        ImageDraw.Draw(mask).text((x - left, reach), text, fill=255, font=font, anchor="ls", **options)
        first = self._index(colour)
        shades = mask.point([first + value * (STEPS - 1) // 255 for value in range(256)])
        shades.putpalette(self._image.getpalette() or [])
        self._image.paste(shades, (left, top), mask.point([0, *[255] * 255]))

    def png(self) -> bytes:
        """The picture, without a time or anything else that changes."""
        out = io.BytesIO()
        self._image.save(out, "PNG", compress_level=7)
        return out.getvalue()

    def _index(self, colour: str) -> int:
        return 1 + STEPS * COLOURS.index(colour)


def _draw(pens: tuple[Pen, ...], view: CardPage, date: str) -> bytes:
    canvas = Canvas()
    third = CARD_WIDTH // 3
    room = CARD_WIDTH - 2 * MARGIN
    of_title, of_site = view.languages
    right = is_rtl(view.title)
    near, far = (CARD_WIDTH - MARGIN, MARGIN) if right else (MARGIN, CARD_WIDTH - MARGIN)
    for number, colour in enumerate(STRIPES[::-1] if right else STRIPES):
        canvas.box((number * third, 0, (number + 1) * third, STRIPE), colour)

    top = MARGIN + STRIPE
    if view.label:
        _line(canvas, pens, view.label, of_site, (near, top + SMALL), room, STRIPES[0])
        top += SMALL + 28
    bottom = CARD_HEIGHT - MARGIN
    foot = bottom - SMALL - 36
    title, lines = _title(pens, view.title, of_title, room, foot - top)
    baseline = top + title.size
    for line in lines:
        title.draw(canvas, line, near if title.rtl == right else far, baseline, INK)
        baseline += round(title.size * LEADING)

    canvas.box((MARGIN, foot + 8, CARD_WIDTH - MARGIN, foot + 10), RULE)
    left = _line(canvas, pens, view.site, of_site, (near, bottom), room * 0.66, INK)
    _line(canvas, pens, date, of_site, (far, bottom), room - left - SMALL, SOFT)
    return canvas.png()


def _title(pens: tuple[Pen, ...], title: str, language: str, width: float, height: float) -> tuple[Text, list[str]]:
    """The title in the largest size in which it fits; in the smallest it is cut."""
    words = " ".join(title.split())
    text = Text(pens, words, SIZES[0], language)
    lines: list[str] = []
    for size in SIZES:
        text = Text(pens, words, size, language)
        most = 1 + int((height - size * 1.25) // round(size * LEADING))
        last = size == SIZES[-1]
        found = text.wrapper.lines(words, width, broken=last)
        if found is not None and (last or len(found) <= most):
            lines = text.wrapper.cut(found, most, width)
            return text, lines
    return text, lines


def _line(
    canvas: Canvas,
    pens: tuple[Pen, ...],
    words: str,
    language: str,
    place: tuple[float, float],
    width: float,
    colour: str,
) -> float:
    """Draw one small line, cut where it is too wide, and tell its width. `place` is its baseline at the edge where the card
    begins, or ends."""
    text = Text(pens, " ".join(words.split()), SMALL, language)
    lines = text.wrapper.lines(text.text, width, broken=True) or [""]
    line = text.wrapper.cut(lines, 1, width)[0]
    wide = text.wrapper.width(line)
    x, baseline = place
    at_left = x <= CARD_WIDTH / 2
    left = x if at_left else x - wide
    text.draw(canvas, line, left + wide if text.rtl else left, baseline, colour)
    return wide
