"""Files → `Library`: what lies in `briefs/`, read and parsed. With `git`, the only part of this stage that does I/O."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from briefgen.briefs.git import FirstCommits, first_commits
from briefgen.briefs.model import UNDATED, Library, OwnPage, ParsedBrief
from briefgen.briefs.parser import parse_brief, parse_page
from briefgen.briefs.registry import parse_registry
from briefgen.config import Config
from briefgen.problems import Problem, Severity, Where, problem
from briefgen.text.moment import Moment, time_zone

SUFFIXES = (".md", ".markdown", ".txt")
PAGES = "_pages/"
REGISTRIES = ("actors.yml", "topics.yml")
LARGEST = 20_000_000

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

#: Briefs are parsed in runs of this many files.
CHUNK = 32

#: Any `briefgen.workers.Mapper` is one.
ParseMap = Callable[
    [Callable[[Sequence[str]], list[ParsedBrief]], Sequence[Sequence[str]]], Iterable[list[ParsedBrief]]
]


class Found(msgspec.Struct, frozen=True):
    """What lies in `briefs/`: paths relative to it, posix, sorted. Registries are neither briefs nor files."""

    briefs: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def load_library(root: Path, config: Config, mapper: ParseMap, now: dt.datetime) -> Library:
    """All that a site's `briefs/` holds. Never fails for what lies there; everything wrong is among the problems.

    `now` bounds the dates of briefs whose only date is that of their file.
    """
    folder = root / "briefs"
    if not folder.is_dir():
        missing = problem(
            "no-briefs",
            Where("briefs"),
            f"There is no folder briefs/ in {root}",
            "Go to the folder of your site, or make one with `briefgen init DIR`",
        )
        return Library(problems=(missing,))
    found = discover(folder)
    runs = [found.briefs[at : at + CHUNK] for at in range(0, len(found.briefs), CHUNK)]
    parsed = [one for run in mapper(partial(_parse_all, folder, config), runs) for one in run]
    parsed = _date_all(parsed, folder, config, now)
    pages, page_problems = _load_pages(folder, found.pages, config)
    contents, unreadable = zip(*(_read(folder, name) for name in REGISTRIES), strict=True)
    registry, registry_problems = parse_registry(*contents)
    return Library(
        briefs=tuple(p.brief for p in parsed if p.brief),
        pages=pages,
        registry=registry,
        files=found.files,
        problems=(
            *found.problems,
            *(p for one in parsed for p in one.problems),
            *page_problems,
            *(p for one in unreadable for p in one),
            *registry_problems,
        ),
    )


# ---------------------------------------------------------------- what is there


def discover(folder: Path) -> Found:
    """The files below a folder. Names that start with `_` or `.` are passed over, but for the folder `_pages`; links to
    folders are not followed, links to files only within the site."""
    briefs: list[str] = []
    pages: list[str] = []
    files: list[str] = []
    problems: list[Problem] = []
    home = (os.path.realpath(folder), os.path.realpath(folder.parent))
    todo = [""]
    while todo:
        inside = todo.pop()
        try:
            with os.scandir(folder / inside) as scan:
                entries = list(scan)
        except OSError as error:
            problems.append(_unreadable(inside.rstrip("/") or ".", error))
            continue
        for entry in entries:
            path = inside + entry.name
            if entry.name.startswith((".", "_")) and path + "/" != PAGES:
                continue
            if not _is_utf8(entry.name):
                hint = "Rename it, with letters that every computer can write"
                problems.append(
                    problem("file-name", _where(path), "The name of this file has characters that cannot be read", hint)
                )
            elif entry.is_symlink() and not _leads_within(entry, home):
                problems.append(
                    _ignored(
                        path,
                        "it is a link to a folder, out of the site or to nothing",
                        "Put the file itself here",
                        note=True,
                    )
                )
            elif entry.is_dir(follow_symlinks=False):
                todo.append(path + "/")
            elif entry.is_file():
                _sort(path, briefs, pages, files, problems)
    return Found(
        tuple(sorted(briefs)), tuple(sorted(pages)), frozenset(files), tuple(sorted(problems, key=lambda p: p.where))
    )


def _sort(path: str, briefs: list[str], pages: list[str], files: list[str], problems: list[Problem]) -> None:
    """Put a file where it belongs."""
    stem, suffix = os.path.splitext(path.rpartition("/")[2])
    suffix = suffix.lower()
    if path in REGISTRIES:
        return
    if path in ("actors.yaml", "topics.yaml"):
        problems.append(_ignored(path, f"the name must be {stem}.yml", f"Rename it to {stem}.yml"))
    elif suffix in NEAR_MISSES:
        problems.append(_ignored(path, f"it is {NEAR_MISSES[suffix]}", f"Save it as plain text, {stem}.md"))
    elif suffix not in SUFFIXES:
        files.append(path)
    elif stem.lower() == "readme":
        problems.append(_ignored(path, "a README is not a brief", "Give it another name if it is one", note=True))
    elif path.startswith(PAGES):
        pages.append(path)
    else:
        briefs.append(path)


def _leads_within(entry: os.DirEntry[str], home: tuple[str, ...]) -> bool:
    target = os.path.realpath(entry.path)
    return os.path.isfile(target) and any(target.startswith(place + os.sep) for place in home)


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


# ---------------------------------------------------------------- reading


def _parse_all(folder: Path, config: Config, paths: Sequence[str]) -> list[ParsedBrief]:
    return [_parse(folder, config, path) for path in paths]


def _parse(folder: Path, config: Config, path: str) -> ParsedBrief:
    data, problems = _read(folder, path)
    return ParsedBrief(path, None, problems) if data is None else parse_brief(path, data, config)


def _load_pages(folder: Path, paths: Sequence[str], config: Config) -> tuple[tuple[OwnPage, ...], list[Problem]]:
    pages = []
    problems: list[Problem] = []
    for path in paths:
        data, unreadable = _read(folder, path)
        page, found = (None, unreadable) if data is None else parse_page(path, data, config)
        problems += found
        if page is not None:
            pages.append(page)
    return tuple(pages), problems


def _read(folder: Path, path: str) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The bytes of a file, or why they cannot be had. A registry that is not there is no problem."""
    try:
        with open(folder / path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST:
                message = f"This file has {size / 1e6:.0f} MB; {LARGEST / 1e6:.0f} MB is the most that briefgen reads"
                return None, (
                    problem("too-large", _where(path), message, "Put pictures and tables into files of their own"),
                )
            return file.read(), ()
    except FileNotFoundError as error:
        return None, () if path in REGISTRIES else (_unreadable(path, error),)
    except OSError as error:
        return None, (_unreadable(path, error),)


# ---------------------------------------------------------------- briefs without a date


def _date_all(parsed: list[ParsedBrief], folder: Path, config: Config, now: dt.datetime) -> list[ParsedBrief]:
    if not any(one.brief and one.brief.date == UNDATED for one in parsed):
        return parsed
    commits = first_commits(folder)
    return [_date(one, commits, folder, config, now) for one in parsed]


def _date(one: ParsedBrief, commits: FirstCommits, folder: Path, config: Config, now: dt.datetime) -> ParsedBrief:
    """A brief without a date gets that of its first commit in git, else that of its file."""
    if one.brief is None or one.brief.date != UNDATED:
        return one
    zone = time_zone(config.timezone) or dt.UTC
    instant = commits.dates.get(one.path)
    if instant is not None:
        day = instant.astimezone(zone).date()
        found = _from_git(one.path, day, one.path in commits.doubtful)
    else:
        instant = min(_file_time(folder / one.path), now)
        day = instant.astimezone(zone).date()
        why = commits.reason or "git does not know this file yet"
        message = f"This brief has no date, and {why}; it got the day when its file was last changed, {day}"
        found = problem("date-from-file", _where(one.path), message, f"Write `date: {day}`")
    brief = msgspec.structs.replace(one.brief, date=Moment(instant.astimezone(dt.UTC), day))
    return ParsedBrief(one.path, brief, (*one.problems, found))


def _from_git(path: str, day: dt.date, doubtful: bool) -> Problem:
    hint = f"Write `date: {day}`"
    if doubtful:
        message = f"This brief has no date, and the git history is cut off; it got {day}, but may be older"
        hint += ", or fetch the whole history (git fetch --unshallow; in a workflow, fetch-depth: 0)"
        return problem("date-from-git", _where(path), message, hint, Severity.WARNING)
    message = f"This brief has no date; it got the day of its first commit, {day}"
    return problem("date-from-git", _where(path), message, hint)


def _file_time(file: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(int(file.stat().st_mtime), dt.UTC)
    except OSError:  # gone since it was read
        return dt.datetime.max.replace(tzinfo=dt.UTC)


# ---------------------------------------------------------------- problems


def _where(path: str) -> Where:
    """A file, shown as the user knows it; bytes of its name that are not UTF-8 as escapes."""
    return Where("briefs/" + os.fsencode(path).decode("utf-8", "backslashreplace"))


def _unreadable(path: str, error: OSError) -> Problem:
    return problem(
        "unreadable", _where(path), f"This cannot be read: {error.strerror or error}", "Check its permissions"
    )


def _ignored(path: str, why: str, hint: str, note: bool = False) -> Problem:
    return problem("not-read", _where(path), f"This file is not read: {why}", hint, Severity.NOTE if note else None)
