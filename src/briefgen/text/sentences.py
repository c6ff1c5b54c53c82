"""Where a sentence ends, and where to cut a text that is too long."""

from __future__ import annotations

import re
import unicodedata

_STOPS = re.compile("[.!?…。！？؟۔।\n]")
_NO_SPACE_NEEDED = "。！？।"
_CLOSING = "\"'”’»)]）」』】›“"  # “ closes a quotation in German


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the last word of a sentence: titles and the like, which a name or number follows.
_TITLES = _words(
    "mr mrs ms mx dr prof rev hon sen rep gov gen col lt sgt capt cmdr adm maj cpl pres sec amb supt insp det st mt ft "
    "vs v e.g i.e cf viz approx ca no nos nr núm núms nº vol pp fig art sect op "
    "hr fr sr sra srta dra d da sta mme mlle mm bzw z.b u.a d.h sog rd dept"
)
# May stand at the end of a sentence or within it; what follows decides.
_EITHER = _words(
    "jr sr inc ltd corp co llc plc bros etc al est a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue wed thu fri sat sun ave blvd rd assn univ gmbh usw"
)
_NUMBERED = _words("no nos nr núm núms nº vol pp fig art sect op p")
_ABBREVIATED = _TITLES | _EITHER | _NUMBERED
# Words that begin sentences and seldom follow an abbreviation within one.
_STARTERS = _words(
    "the a an in it he she they this that these those but and on at his her its we i you for as if when while after before "
    "both there here however meanwhile officials according more most some many no not so then with by from to what why how "
    "who their our my now under over since until although despite nor or yet one two three neither either "
    "der die das ein eine es er sie im am auf aber und doch nach bei mit vor für wenn dies diese dieser "
    "el la los las un una lo pero y en se su sus este esta il elle ils elles le les l' ce cette mais et dans o os as ele ela"
)


def first_sentence(text: str) -> str:
    """The first sentence of a plain text; a line break ends one too. Looks at most at the first 1,000 characters."""
    return _first(text[:1000].lstrip())[0]


def _first(text: str) -> tuple[str, int]:
    """The first sentence of a text without white space before it, and where it ends in there (exclusive)."""
    text = text[:1000].rstrip()
    for match in _STOPS.finditer(text):
        at = match.start()
        end = at + 1 if _ends_plainly(text, at) else _sentence_end(text, at)
        if end:
            return _regular(text[:end]), end
    return _regular(text), len(text)


def _regular(text: str) -> str:
    """A text with its white space made regular."""
    if "  " not in text and text.isprintable() and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def _ends_plainly(text: str, at: int) -> bool:
    """Whether a stop ends a sentence for certain: after a word that is no abbreviation, before one in a capital."""
    if text[at + 1 : at + 2] != " " or not text[at + 2 : at + 3].isupper():
        return False
    word = text[text.rfind(" ", 0, at) + 1 : at]
    return len(word) > 1 and word.isalpha() and word.casefold() not in _ABBREVIATED


def beginning(text: str, limit: int) -> str:
    """The sentences with which a text begins, as many as `limit` characters hold; if that is less than a third of them,
    what they hold, cut at a word with "…"."""
    kept = gap = ""
    rest = text.strip()
    while rest:
        sentence, end = _first(rest)
        longer = f"{kept}{gap}{sentence}"
        if len(longer) > limit:
            break
        kept = longer
        gap = " " if rest[end : end + 1].isspace() else ""
        rest = rest[end:].lstrip()
    return kept if not rest or len(kept) * 3 >= limit else shorten(text, limit)


def _sentence_end(text: str, at: int) -> int:
    """Where the sentence that a stop at `at` may end does end (exclusive), 0 if it goes on."""
    sign = text[at]
    if sign == "\n":
        return at
    end = at + 1
    while end < len(text) and (text[end] in _CLOSING or text[end] in ".!?…。！？؟"):
        end += 1
    if end == len(text) or sign in _NO_SPACE_NEEDED:
        return end
    if not text[end].isspace():
        return 0
    rest = text[end:].lstrip()
    first = rest.lstrip("\"'“‘«¿¡([„‚‹「『")[:1]
    if first.islower():
        return 0
    if sign == "." and end == at + 1 and not _is_full_stop(text[:at], rest):
        return 0
    return end


def _is_full_stop(before: str, rest: str) -> bool:
    """Whether a lone "." after `before` ends a sentence and not only an abbreviation, an initial or an ordinal."""
    words = before.rsplit(None, 1)
    word = words[-1].lstrip("\"'“‘«([„‚‹-—–") if words else ""
    after = rest.split(None, 1)[0].strip("\"'“”‘’«»,;:!?") if rest else ""
    lowered = word.casefold()
    if lowered in _NUMBERED:
        return not after[:1].isdigit()
    if lowered in _TITLES:
        return False
    unsure = (
        lowered in _EITHER
        or (len(word) == 1 and word.isalpha())  # "J. Smith"
        or (
            "." in word and all(len(part) <= 2 for part in word.split(".")) and not word[0].isdigit()
        )  # "U.S.", "Ph.D."
        or (word.isdigit() and len(word) <= 2)  # "18. Oktober"
    )
    return not unsure or after.casefold() in _STARTERS


def shorten(text: str, limit: int) -> str:
    """A text in at most `limit` characters, on one line, cut at a word and with "…" where it was cut."""
    text = " ".join(text[: 4 * limit + 200].split()) + (" …" if len(text) > 4 * limit + 200 else "")
    if len(text) <= limit:
        return text
    end = text.rfind(" ", 0, limit)
    if end < limit // 2:  # a script without spaces, or one endless word
        end = max(limit - 1, 0)
        while end > 0 and _belongs_to_last(text[end]):
            end -= 1
    return text[:end].rstrip(" ,;:.–—-(\"'“‘«„¿¡、，；：…") + "…"


def _belongs_to_last(sign: str) -> bool:
    """Whether a character makes one sign with that before it: accents, emoji modifiers, joiners."""
    return bool(unicodedata.combining(sign)) or sign in "\u200d\ufe0e\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff"
