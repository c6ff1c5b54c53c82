"""What Babel once said, kept from one build to the next: Babel is imported only for what is not yet known."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec


class Phrases:
    """Dates, numbers and plural forms of one language, each by what was asked ("date long 2025-10-18").

    `given` is what `known` returned in an earlier build. It is left out when it is of another language or of another
    Babel.
    """

    def __init__(self, language: str, given: Mapping[str, str] | None = None) -> None:
        babel = _babel()
        mark = f"{language} {babel}"
        self._known = dict(given) if given and babel and given.get("") == mark else {"": mark}

    def find(self, asked: str, ask: Callable[[], str]) -> str:
        """What is known, or what `ask` says."""
        text = self._known.get(asked)
        if text is None:
            text = self._known[asked] = ask()
        return text

    def known(self) -> dict[str, str]:
        """All that is known, as plain data."""
        return self._known.copy()


@cache
def _babel() -> str:
    """A mark of the Babel that is installed, which is not imported for it; empty: it cannot be told."""
    spec = find_spec("babel")
    try:
        status = os.stat(spec.origin or "") if spec else None
    except OSError:
        status = None
    return f"{status.st_mtime_ns} {status.st_size}" if status else ""
