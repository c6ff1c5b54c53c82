"""Macros that are called without ceremony, and that keep what they made of views that many pages share."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import count
from types import CodeType
from typing import Any

from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup

from briefgen.pages.views import BriefCard, BriefView

#: Views that many pages share, each always as the same object.
SHARED = frozenset({BriefCard, BriefView})
#: What else a macro may be given first for its result to be kept.
VALUES = frozenset({str, date})
#: Other arguments with which a result is kept.
SIMPLE = frozenset({str, int, bool, type(None), type(missing)})
#: What lets a macro give another result for the same arguments.
STATEFUL = frozenset({"namespace", "cycler", "joiner", "lipsum", "random"})
#: So many characters of what one macro made are kept, at the least; twice as many at the most.
KEPT = 6_000_000
#: What keeping costs besides, in characters.
_COST = 300


class QuickMacro(Macro):
    """A macro that is called without ceremony where its arguments are plain."""

    #: What a macro is just being made of, to be kept.
    subject: object = None

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.kept: dict[tuple[object, ...], tuple[object, str]] | None = None
        #: What was kept before `kept` was begun anew. What is asked for from here goes over into it.
        self._older: dict[tuple[object, ...], tuple[object, str]] = {}
        self._room = KEPT
        self._plain = not (self.caller or self.catch_kwargs or self.catch_varargs or self.explicit_caller)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        lacking = self._argument_count - len(args)
        if not self._plain or lacking < 0 or (kwargs and not kwargs.keys() <= {*self.arguments[len(args) :]}):
            return super().__call__(*args, **kwargs)
        if kwargs:
            args = (*args, *[kwargs.get(name, missing) for name in self.arguments[len(args) :]])
        elif lacking:
            args = (*args, *[missing] * lacking)
        return self.of(args)

    def of(self, args: tuple[Any, ...]) -> str:
        """What a call with these arguments gives, all of them, `missing` for those that were left out."""
        if self.kept is None or not args:
            return self._made(args)
        kinds = tuple(map(type, args))  # 1 is True, but is not printed so
        keeping = _keeping(kinds)
        if not keeping:
            return self._made(args)
        number, shared = keeping
        key: tuple[object, ...] = (number, id(args[0]), *args[1:]) if shared else (number, *args)
        found = self.kept.get(key)
        if found:
            return found[1]
        if (
            shared and args[0] is QuickMacro.subject
        ):  # what the macro around this one makes of it is kept: that is enough
            return self._made(args)
        return self._keep(self.kept, key, args)

    def _keep(self, kept: dict[tuple[object, ...], tuple[object, str]], key: tuple[object, ...], args: Any) -> str:
        found = self._older.pop(key, None)
        if found is None:
            before, QuickMacro.subject = QuickMacro.subject, args[0]
            try:
                found = (args[0], self._made(args))  # the view stays alive, and with it its id
            finally:
                QuickMacro.subject = before
        kept[key] = found
        self._room -= len(found[1]) + _COST
        if self._room < 0:
            self._older, self.kept, self._room = kept, {}, KEPT
        return found[1]

    def _made(self, args: tuple[Any, ...]) -> str:
        text = self._func(*args)
        return str.__new__(Markup, text) if self._default_autoescape else text


@lru_cache(maxsize=4096)
def _keeping(kinds: tuple[type, ...]) -> tuple[int, bool] | None:
    """For arguments of these kinds, if what is made of them may be kept: their number, which is no other's, and whether
    the first of them is a shared view."""
    first, *others = kinds
    if (first in SHARED or first in VALUES) and SIMPLE.issuperset(others):
        return next(_NUMBERS), first in SHARED
    return None


_NUMBERS = count()


def is_stateful(code: CodeType) -> bool:
    """Whether the code of a template names something that lets its macros give another result each time."""
    return any(
        const in STATEFUL if isinstance(const, str) else isinstance(const, CodeType) and is_stateful(const)
        for const in code.co_consts
    )
