"""What goes wrong in a template, in words for the author of the theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import TemplateAssertionError, UndefinedError
from jinja2.utils import missing

from briefgen.problems import Problem, Where, problem
from briefgen.render.theme import Theme


class FaultError(Exception):
    """A mistake in the use of a filter or global, in plain words."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class AbsentError(UndefinedError):
    """A variable or field that is not there; `owner` is the value that lacks it, `missing` for a variable."""

    def __init__(self, name: str, owner: object) -> None:
        super().__init__(
            f"There is no variable “{name}”" if owner is missing else f"{_kind(owner)} has no field “{name}”"
        )
        self.name = name
        self.owner = owner


class Undefined(StrictUndefined):
    """What a template asked for and is not there: it fails with a `AbsentError`, wherever it is used."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        fail: Any = exc or (lambda _: AbsentError(str(name), obj))
        super().__init__(hint, obj, name, fail)


def explain(
    error: Exception, template: str, theme: Theme, environment: Environment, context: Mapping[str, Any]
) -> Problem:
    """What went wrong, in words for the author of the theme."""
    where = Where(f"templates/{template}", 0)
    if isinstance(error, TemplateSyntaxError):
        where = Where(f"templates/{error.name or template}", error.lineno)
        if isinstance(error, TemplateAssertionError) and "No filter named" in str(error.message):
            hint = like(_quoted(error), environment.filters) or "Use a filter of Jinja or of docs/themes.md"
            return problem("template-syntax", where, str(error.message).rstrip("."), hint)
        hint = "Look here and above for a tag or a bracket that is misspelt or not closed"
        return problem("template-syntax", where, str(error.message).rstrip("."), hint)
    where = _place(error, theme) or where
    if isinstance(error, TemplateNotFound):
        hint = like(str(error.name), theme.templates) or "Put the file into templates/, or correct its name"
        return problem("template-missing", where, f"There is no template “{error.name}”", hint)
    if isinstance(error, AbsentError):
        names = {**context, **environment.globals} if error.owner is missing else _fields(error.owner)
        return problem("template-undefined", where, str(error), like(error.name, names) or _absent(error.owner))
    if isinstance(error, FaultError):
        return problem("template-failed", where, str(error), error.hint)
    message = f"{type(error).__name__}: {error}".splitlines()[0]
    return problem("template-failed", where, message, "Correct what this line does, or leave it out")


def _place(error: BaseException, theme: Theme) -> Where | None:
    """The innermost line of a template in a traceback (Jinja maps its frames to template lines)."""
    files = {str(path): name for name, path in theme.templates.items()}
    for folder in theme.folders:
        files |= {str(folder / name): name for name in theme.templates}
    found = None
    frame = error.__traceback__
    while frame:
        name = files.get(frame.tb_frame.f_code.co_filename)
        if name:
            found = Where(f"templates/{name}", frame.tb_lineno)
        frame = frame.tb_next
    return found


def _kind(value: object) -> str:
    return "Nothing (none)" if value is None else type(value).__name__


def _absent(owner: object) -> str:
    return "Ask first whether it is there: {% if … %}" if owner is None else "docs/themes.md tells what each page has"


def _fields(owner: object) -> tuple[str, ...]:
    return tuple(getattr(owner, "__struct_fields__", ()))


def _quoted(error: Exception) -> str:
    return str(error).partition("'")[2].partition("'")[0]


def like(name: str, known: Iterable[str]) -> str:
    """A hint at the known name that may have been meant; empty if there is none."""
    close = get_close_matches(name, list(known), n=1)
    return f"Did you mean “{close[0]}”?" if close else ""
