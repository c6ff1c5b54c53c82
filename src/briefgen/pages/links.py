"""What is wrong with the links and pictures of briefs and pages: those that lead nowhere, or to other sites."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import basename, dirname, relpath
from urllib.parse import urlsplit

from briefgen.briefs.model import Brief, Image
from briefgen.pages import briefs
from briefgen.pages.book import Book
from briefgen.pages.pictures import may_load, remote_pictures
from briefgen.problems import Problem, Where, problem

_HINT = "Put the file there, or write a whole address that begins with https://"


def link_problems(book: Book, brief: Brief) -> tuple[Problem, ...]:
    """Pictures and briefs that a brief links to or shows but that are not there, or lie on other sites."""
    problems = list(prose_problems(book, brief.path, brief.lede, brief.lede_line)) if brief.lede else []
    for section in brief.sections:
        problems += prose_problems(book, brief.path, section.text, section.line)
    image = brief.image
    if image and "://" in image.path:
        if not may_load(image.path, book.config):
            problems.append(_remote(book, image.path, _image(brief.path, image)))
    elif image and image.path not in book.edition.files:
        problems.append(_missing(book, brief.path, image.path, _image(brief.path, image)))
    return tuple(problems)


def prose_problems(book: Book, path: str, text: str, first_line: int) -> Iterator[Problem]:
    """What is wrong with the links and pictures in prose; `first_line` is about the line of its file where it begins."""
    yield from _broken_links(book, path, text, first_line)
    for address in remote_pictures(text, book.config):
        if not may_load(address, book.config):
            yield _remote(book, address, _where(path, text, address, first_line))


def _broken_links(book: Book, path: str, text: str, first_line: int) -> Iterator[Problem]:
    """The local links in prose that lead nowhere."""
    for written in dict.fromkeys(briefs.local_paths(text)):
        file = briefs.resolve(path, written)
        if not briefs.target_url(book, file):
            yield _missing(book, path, file, _where(path, text, written, first_line))


def _where(path: str, text: str, words: str, first_line: int) -> Where:
    """Where some words of a text stand."""
    return Where(f"briefs/{path}", first_line + text.count("\n", 0, max(text.find(words), 0)), words=words)


def _remote(book: Book, address: str, where: Where) -> Problem:
    """A picture that is only linked to."""
    message = f"This picture lies on another site, {urlsplit(address).netloc}, so it is linked to and not shown"
    hint = "Put the file beside the brief, and write its name"
    if book.config.remote_pictures:
        hint += ", or an address that begins with https://"
    return problem("remote-picture", where, message, hint)


def _image(path: str, image: Image) -> Where:
    return Where(f"briefs/{path}", image.line, words=image.path)


def _missing(book: Book, path: str, file: str, where: Where) -> Problem:
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
