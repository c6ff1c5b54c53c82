"""What is raised where a page cannot be made."""

from __future__ import annotations

from briefgen.problems import Problem


class TemplateError(Exception):
    """A template cannot be compiled or rendered, or an encoder cannot make its file; `problem` says where and why."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found
