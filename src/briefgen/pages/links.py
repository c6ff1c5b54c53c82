"""What is wrong with the links and pictures of briefs and pages: those that lead nowhere, or to other sites."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import basename, dirname, relpath
from urllib.parse import urlsplit

from briefgen.briefs.model import Brief
from briefgen.pages import briefs
from briefgen.pages.book import Book
from briefgen.pages.pictures import may_load, remote_pictures
from briefgen.problems import Problem, Where, problem

_HINT = "Put the file there, or write a whole address that begins with https://"


def link_problems(book: Book, brief: Brief) -> tuple[Problem, ...]:
    """Pictures and briefs that a brief links to or shows but that are not there, or lie on other sites."""
    problems = list(prose_problems(book, brief.path, brief.lede, 0)) if brief.lede else []
    for section in brief.sections:
        problems += prose_problems(book, brief.path, section.text, section.line)
    image = brief.image
    if image and "://" in image.path:
        if not may_load(image.path, book.config):
            problems.append(_remote(book, brief.path, image.path, image.line))
    elif image and image.path not in book.edition.files:
        problems.append(_missing(book, brief.path, image.path, image.line))
    return tuple(problems)


def prose_problems(book: Book, path: str, text: str, first_line: int) -> Iterator[Problem]:
    """What is wrong with the links and pictures in prose; `first_line` is the line of its file where it begins, or 0."""
    yield from _broken_links(book, path, text, first_line)
    for address in remote_pictures(text, book.config):
        if not may_load(address, book.config):
            yield _remote(book, path, address, _line_of(text, address, first_line))


def _broken_links(book: Book, path: str, text: str, first_line: int) -> Iterator[Problem]:
    """The local links in prose that lead nowhere."""
    for written in dict.fromkeys(briefs.local_paths(text)):
        file = briefs.resolve(path, written)
        if not briefs.target_url(book, file):
            yield _missing(book, path, file, _line_of(text, written, first_line))


def _line_of(text: str, part: str, first_line: int) -> int:
    """The line of its file where a part of a text stands, or 0."""
    return first_line + text.count("\n", 0, text.find(part)) if first_line else 0


def _remote(book: Book, path: str, address: str, line: int) -> Problem:
    """A picture that is only linked to."""
    message = f"This picture lies on another site, {urlsplit(address).netloc}, so it is linked to and not shown"
    hint = "Put the file beside the brief, and write its name"
    if book.config.remote_pictures:
        hint += ", or an address that begins with https://"
    return problem("remote-picture", Where(f"briefs/{path}", line), message, hint)


def _missing(book: Book, path: str, file: str, line: int) -> Problem:
    where = Where(f"briefs/{path}", line)
    if any(held.path == file for held in book.edition.held):
        message = f"This leads to briefs/{file}, which is not published now, so it is no link yet"
        return problem(
            "link-held", where, message, "Nothing needs to be done: it becomes one when that brief is published"
        )
    others = sorted({*book.edition.files, *book.items} - {path})
    near = [other for other in others if basename(other) == basename(file)]
    near = near or get_close_matches(file, others, n=1, cutoff=0.8)
    hint = f"Did you mean “{relpath(near[0], dirname(path) or '.')}”?" if near else _HINT
    return problem("file-missing", where, f"There is no file briefs/{file}, or it has an error", hint)
