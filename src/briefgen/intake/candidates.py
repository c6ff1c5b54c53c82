"""Names that a text has and no registry: guessed from capitals, titles and "Name (ACRONYM)". For languages in Latin script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from briefgen.intake.joining import Seen, joined
from briefgen.intake.vocabulary import ABBREVIATED, AIMS, BODIES, DIRECTIONS, GERMAN, NO_NAMES, TITLES, WITHIN
from briefgen.text.calendar_words import is_calendar_word
from briefgen.text.keys import entity_key
from briefgen.text.sentences import first_sentence, shorten

_CONTEXT = 90
_LONGEST = 20  # words of a name
_ADJECTIVES = ("an", "ese", "ish", "ern", "eli", "aqi", "ani", "ench", "utch")

_WORD = re.compile(r"[^\W\d_](?:[\w&]|['’.\-‑](?=\w))*\.?|\d[\w.,]*|&|\S")
_ACRONYM = re.compile(r"\s*\(((?=[A-Z0-9.&-]*[A-Z][A-Z0-9.&-]*[A-Z])[A-Z][A-Za-z0-9.&-]{1,9})\)")


class Candidate(msgspec.Struct, frozen=True):
    """A name that may be an actor's. `kind` is one of `ACTOR_KINDS` or empty; `count` how often the text has it; `context` the words
    around the first time."""

    name: str
    acronym: str = ""
    kind: str = ""
    count: int = 1
    context: str = ""


def find_candidates(text: str, is_known: Callable[[str], bool], read: Sequence[Seen] = ()) -> tuple[Candidate, ...]:
    """The candidates in a plain text (one paragraph a line), those that occur most often first. `is_known` tells of a name whether
    a registry has it; `read` is what a trained model reads there."""
    lower = {word.group().rstrip(".") for word in _WORD.finditer(text) if word.group()[0].islower()}
    groups: dict[str, list[Seen]] = {}
    nouns = _capitalises_nouns(text)
    own = _whole([seen for seen in _names(text, lower) if not nouns or seen.acronym or seen.kind == "person"])
    for seen in joined(own, read):
        known = is_known(seen.name) or (seen.acronym and is_known(seen.acronym))
        if not known:
            groups.setdefault(entity_key(seen.name), []).append(seen)
    found = []
    for places in groups.values():
        first = places[0]
        acronym = next((p.acronym for p in places if p.acronym), "")
        kinds = Counter(p.kind for p in places if p.kind).most_common(1)
        kind = kinds[0][0] if kinds else ""
        found.append(Candidate(first.name, acronym, kind, _count(text, first.name, acronym), _context(text, first)))
    return tuple(sorted(found, key=lambda c: -c.count))


def _whole(found: list[Seen]) -> list[Seen]:
    """Names without those of one word that a longer one has: "Kim" is Kim Jong Un, "PA" the Port Authority (PA)."""
    parts = {word for seen in found for word in (*(seen.name.split() if " " in seen.name else ()), seen.acronym)}
    return [seen for seen in found if seen.sure or seen.name not in parts]


def _capitalises_nouns(text: str) -> bool:
    """Whether a text is German, where a capital tells nothing."""
    words = [word.group() for word in _WORD.finditer(text)]
    return sum(word in GERMAN for word in words) * 20 > len(words)


def _names(text: str, lower: set[str]) -> Iterator[Seen]:
    words = list(_WORD.finditer(text))
    starts = _sentence_starts(text)
    at = 0
    while at < len(words):
        run = _run(words, at)
        if not run:
            at += 1
            continue
        at += run
        yield from _seen(text, words[at - run : at], words[at - run].start() in starts, lower, words[at : at + 1])


def _run(words: list[re.Match[str]], at: int) -> int:
    """How many words from one on are capitalised, with small words within but not at the end; 0 if the first is not."""
    end = size = 0
    while at + end < len(words) and end < _LONGEST:
        word = words[at + end].group()
        if end and not _adjoins(words[at + end - 1], words[at + end]):
            break
        if _is_capitalised(word):
            end += 1
            size = end
            if word.endswith(".") and not _is_initial(word):
                break
        elif size and end - size < 2 and (word in WITHIN or (word in AIMS and _is_body(words[at + end - 1]))):
            end += 1
        else:
            break
    return size


def _adjoins(one: re.Match[str], other: re.Match[str]) -> bool:
    between = one.string[one.end() : other.start()]
    return bool(between) and not between.strip(" \u00a0")


def _is_capitalised(word: str) -> bool:
    return word[0].isupper()


def _is_body(word: re.Match[str]) -> bool:
    return word.group().casefold() in BODIES or word.group() in AIMS


def _is_initial(word: str) -> bool:
    """ "J." and "St.", which a name goes on after."""
    return len(word) == 2 or word.casefold() in (
        "st.",
        "dr.",
        "mr.",
        "ms.",
        "mrs.",
        "prof.",
        "sr.",
        "sra.",
        "gen.",
        "sen.",
    )


def _seen(
    text: str, run: list[re.Match[str]], starts: bool, lower: set[str], behind: list[re.Match[str]]
) -> Iterator[Seen]:
    """The name in a run of capitalised words, if it is one."""
    titled = False
    for number, word in enumerate(run[:-1]):
        if word.group().rstrip(".").casefold() in TITLES and run[number + 1].group() not in WITHIN:
            run, titled, starts = run[number + 1 :], True, False
            break
    if run[0].group().casefold() in TITLES and len(run) > 2 and run[1].group() in WITHIN:  # "Secretary of State"
        run, titled, starts = run[3:], True, False
    while run and (_is_no_name(run[0].group()) or (starts and _is_plain(run, lower)) or "'s" in _straight(run[0])):
        run, starts = run[1:], False
        while run and run[0].group() in WITHIN:
            run = run[1:]
    while run and (is_calendar_word(run[-1].group().rstrip(".")) or run[-1].group() in WITHIN):
        run = run[:-1]
    run = _before_second(run, ("und", "et", "y", "e", *(("of", "de", "von") if titled else ())))
    if not run:
        return
    name = " ".join(word.group() for word in run)
    name = name if name.count(".") > 1 or _is_initial(run[-1].group()) else name.rstrip(".")
    name = re.sub("['’]s?$", "", name)
    end = run[-1].end()
    acronym = _ACRONYM.match(text, end)
    short = acronym[1] if acronym and _fits(acronym[1], name) else ""
    words = name.split()
    if len(words) < 2 and not short:
        titled_name = titled and len(name) > 2 and not name.isupper()
        if not titled_name and (titled or starts or not _is_one_word_name(name, behind)):
            return
    if len(words) == 2 and words[0].casefold() in DIRECTIONS and _is_adjective(words[1], behind):
        return
    if any(is_calendar_word(word) for word in words) or all(word.casefold() in TITLES for word in words):
        return
    yield Seen(name, _kind(words, titled, bool(short)), run[0].start(), end, short)


def _before_second(run: list[re.Match[str]], parting: tuple[str, ...]) -> list[re.Match[str]]:
    """A run up to where another name begins: "y" joins two people as well as the words of one name."""
    for number, word in enumerate(run):
        inside = any(w.group().casefold() in BODIES for w in run[:number])
        if word.group() in parting and number and not inside:
            return run[:number]
    return run


def _is_plain(run: list[re.Match[str]], lower: set[str]) -> bool:
    """Whether the first word of a sentence has its capital from there: it is used without, or is "Physicists of"."""
    word = run[0].group()
    following = run[1].group() if len(run) > 1 else ""
    return word.casefold() in lower or (word.endswith("s") and following in WITHIN)


def _straight(word: re.Match[str]) -> str:
    return word.group().replace("’", "'")


def _is_no_name(word: str) -> bool:
    folded = word.rstrip(".").casefold()
    return folded in NO_NAMES or is_calendar_word(folded)


def _is_adjective(word: str, behind: list[re.Match[str]]) -> bool:
    """Whether "Korean" in "South Korean" says what the next word is like."""
    following = behind[0].group() if behind else ""
    return word.endswith(_ADJECTIVES) and following[:1].islower()


def _is_one_word_name(name: str, behind: list[re.Match[str]]) -> bool:
    """Whether a word that has a capital within a sentence is a name: "Sweden", "OPEC"; not "Swedish", "Bank", "CEO"."""
    folded = name.casefold()
    if len(name) < 3 or folded in BODIES | TITLES | DIRECTIONS or name in ABBREVIATED or not name.isalpha():
        return False
    return not _is_adjective(name, behind)


def _fits(acronym: str, name: str) -> bool:
    """Whether an acronym can be that of a name: its first letter is that of one of the words, and most others are in there."""
    letters = [c for c in acronym.casefold() if c.isalpha()]
    initials = {word[0].casefold() for word in name.split()}
    inside = sum(letter in entity_key(name) for letter in letters)
    return bool(letters) and letters[0] in initials and inside * 3 >= len(letters) * 2


def _kind(words: list[str], titled: bool, has_acronym: bool) -> str:
    if any(word.casefold() in BODIES for word in words):
        return "organization"
    return "person" if titled else "organization" if has_acronym else ""


def _sentence_starts(text: str) -> set[int]:
    """Where sentences begin, and what stands at the beginning of a quotation or after a colon."""
    starts = {match.end() for match in re.finditer(r"(?:^|[:“«„\"‘(]|\n)[ \t]*(?:[-*] )?[“«„\"‘(]?", text)}
    for line in re.finditer("[^\n]+", text):
        at = line.start()
        while at < line.end():
            while at < line.end() and text[at].isspace():
                at += 1
            starts.add(at)
            starts.add(at + 1)  # behind a quotation mark
            rest = text[at : line.end()]
            sentence = first_sentence(rest)
            at += max(len(sentence), 1) if rest.startswith(sentence) else len(rest)
    return starts


def _count(text: str, name: str, acronym: str) -> int:
    forms = [re.escape(form) for form in (name, acronym) if form]
    return max(len(re.findall(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", text)) - bool(acronym), 1)


def _context(text: str, seen: Seen) -> str:
    """The words around a name, at most 90 characters."""
    line_start, line_end = text.rfind("\n", 0, seen.start) + 1, text.find("\n", seen.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    start = max(seen.start - line_start - _CONTEXT // 3, 0)
    start = line.find(" ", start) + 1 if start else 0
    start = min(start, seen.start - line_start)
    return ("…" if start else "") + shorten(line[start:], _CONTEXT)
