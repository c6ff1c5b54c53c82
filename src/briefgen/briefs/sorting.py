"""What lies in `briefs/`, sorted: briefs, pages, registries, pictures, and what nobody will read."""

from __future__ import annotations

import os

import msgspec

from briefgen.briefs.scan import ASTRAY, UNLISTED, Scan
from briefgen.problems import Problem, Severity, Where, problem

SUFFIXES = (".md", ".markdown", ".txt")
PAGES = "_pages/"
REGISTRIES = ("actors.yml", "topics.yml")

#: Files that an editor may take for briefs. They are not read, and we say so.
NEAR_MISSES = {
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".odt": "a LibreOffice document",
    ".pages": "a Pages document",
    ".rtf": "a rich-text document",
    ".text": "no kind of file that briefgen reads",
    ".mdown": "no kind of file that briefgen reads",
    ".mkd": "no kind of file that briefgen reads",
    ".mdx": "no kind of file that briefgen reads",
}


class Found(msgspec.Struct, frozen=True):
    """What lies in `briefs/`: paths relative to it, posix, sorted. Registries are neither briefs nor files."""

    briefs: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def sort_out(listed: Scan) -> Found:
    """Which of the files are briefs, which are pages, and which nobody will read."""
    briefs: list[str] = []
    pages: list[str] = []
    files: list[str] = []
    problems: list[Problem] = [
        problem("unreadable", where_of(path.rstrip("/") or "."), f"This cannot be read: {why}", "Check its permissions")
        for path, why in listed.faults.items()
    ]
    for path, mark in listed.stamps.items():
        if mark == UNLISTED:
            continue
        if not _is_utf8(path.rpartition("/")[2]):
            hint = "Rename it, with letters that every computer can write"
            problems.append(
                problem("file-name", where_of(path), "The name of this file has characters that cannot be read", hint)
            )
        elif mark == ASTRAY:
            problems.append(
                ignored(
                    path,
                    "it is a link to a folder, out of the site or to nothing",
                    "Put the file itself here",
                    note=True,
                )
            )
        else:
            _sort(path, briefs, pages, files, problems)
    return Found(
        tuple(sorted(briefs)), tuple(sorted(pages)), frozenset(files), tuple(sorted(problems, key=lambda p: p.where))
    )


def _sort(path: str, briefs: list[str], pages: list[str], files: list[str], problems: list[Problem]) -> None:
    """Put a file where it belongs."""
    if path.endswith(".md") and not path.startswith(PAGES) and not path.lower().endswith("readme.md"):
        briefs.append(path)
        return
    stem, suffix = os.path.splitext(path.rpartition("/")[2])
    suffix = suffix.lower()
    if path in REGISTRIES:
        return
    if path in ("actors.yaml", "topics.yaml"):
        problems.append(ignored(path, f"the name must be {stem}.yml", f"Rename it to {stem}.yml"))
    elif suffix in NEAR_MISSES:
        problems.append(ignored(path, f"it is {NEAR_MISSES[suffix]}", f"Save it as plain text, {stem}.md"))
    elif suffix not in SUFFIXES:
        files.append(path)
    elif stem.lower() == "readme":
        problems.append(ignored(path, "a README is not a brief", "Give it another name if it is one", note=True))
    elif path.startswith(PAGES):
        pages.append(path)
    else:
        briefs.append(path)


def is_brief(path: str) -> bool:
    """Whether a file is one that is parsed as a brief."""
    briefs: list[str] = []
    _sort(path, briefs, [], [], [])
    return bool(briefs)


def _is_utf8(name: str) -> bool:
    if name.isascii():
        return True
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def where_of(path: str) -> Where:
    """A file, shown as the user knows it; bytes of its name that are not UTF-8 as escapes."""
    return Where("briefs/" + os.fsencode(path).decode("utf-8", "backslashreplace"))


def unreadable(path: str, error: OSError) -> Problem:
    return problem(
        "unreadable", where_of(path), f"This cannot be read: {error.strerror or error}", "Check its permissions"
    )


def ignored(path: str, why: str, hint: str, note: bool = False) -> Problem:
    return problem("not-read", where_of(path), f"This file is not read: {why}", hint, Severity.NOTE if note else None)
