"""What a file's name says of its brief: its date and its slug."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from briefgen.problems import Problem, Where, problem
from briefgen.text.keys import slugify, words_in


def name_of(path: str) -> str:
    """What a file's name says of its brief: no folders and no suffix; of "kim/index.md", the folder's name."""
    folder, _, base = path.rpartition("/")
    stem = base.rpartition(".")[0] or base
    return folder.rpartition("/")[2] if folder and stem.lower() in ("index", "_index") else stem


def date_in_path(path: str) -> dt.date | None:
    """The date with which a file's name begins ("2025-10-18-kim", "2025_10_18", "20251018 kim"), or that of its folders
    ("2025/10/18/kim.md")."""
    day, _ = _parted(name_of(path))
    if day:
        return day
    folders = path.split("/")[:-1]
    for at in range(len(folders) - 2):
        year, month, date = folders[at : at + 3]
        if len(year) == 4 and (day := _day(year, month, date)):
            return day
    return None


def _parted(name: str) -> tuple[dt.date | None, str]:
    """A name as date and rest."""
    sign = name[4:5]
    if sign in ("-", "_", ".", " ") and name[7:8] == sign:
        day, rest = _day(name[:4], name[5:7], name[8:10]), name[10:]
    else:
        day, rest = _day(name[:4], name[4:6], name[6:8]), name[8:]
    if not day or rest[:1].isdigit():
        return None, name
    return day, rest.lstrip("-_. ")


def _day(year: str, month: str, day: str) -> dt.date | None:
    digits = year + month + day
    if not (year and month and day and digits.isascii() and digits.isdigit()):
        return None
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return date if 1900 <= date.year < 2200 else None


def find_slug(given: str, path: str, title: str, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The slug that the front matter gives, else the file's name without its date, else the title's (which a note says,
    since a change of the title then moves the page). Never empty."""
    slug = slugify(given) if given else ""
    if slug:
        return slug, ()
    _, rest = _parted(name_of(path))
    if any(_is_word(token) for token in words_in(rest)) and (slug := slugify(rest)):
        return slug, ()
    slug = slugify(title)
    if not slug:
        return slugify(name_of(path)) or "brief", ()
    message = "The address of this brief is made from its title, and changes when the title does"
    return slug, (problem("slug-from-title", Where(file, 1, 1), message, f"Write `slug: {slug}`"),)


def words_of(name: str) -> list[str]:
    """The words of a file's name, without its date."""
    return words_in(_parted(name)[1])


def _is_word(token: str) -> bool:
    """Whether people know a token as a word: letters, and no id such as "bcbd9ec017d68fc3"."""
    if not token.isascii():
        return sum(c.isalpha() for c in token) > 1
    if token.isalpha():
        return len(token) > 2 and (len(token) < 12 or bool(token.lower().strip("abcdef")))
    digits = sum(c.isdigit() for c in token)
    if len(token) - digits < 3 or (digits and not token.lower().strip("0123456789abcdef")):
        return False
    changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(token))
    return changes <= 2 and not (len(token) >= 12 and not token.lower().strip("abcdef"))
