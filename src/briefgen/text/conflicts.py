"""Lines that a merge of git left behind: `<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`."""

from __future__ import annotations

from briefgen.problems import Problem, Where, problem


def settle_conflicts(text: str, file: str, first_line: int = 1) -> tuple[str, tuple[Problem, ...]]:
    """Report each conflict, and go on with its first side, so that one conflict does not look like twenty mistakes.

    Lines keep their numbers: markers and the other sides become blank. A `=======` outside a conflict is a heading's
    underline, and `>>>>>>>` after no `=======` a quotation.
    """
    if ("<" not in text or "<<<<<<<" not in text) and (">" not in text or ">>>>>>>" not in text):
        return text, ()
    lines = text.split("\n")
    problems: list[Problem] = []
    begin = middle = -1
    for at, line in enumerate(lines):
        if _is_marker(line, "<"):
            _report(problems, file, first_line, begin, -1)
            begin, middle = at, -1
            lines[at] = ""
        elif _is_marker(line, "=") or (begin >= 0 and _is_marker(line, "|")):
            middle = middle if begin >= 0 and middle >= 0 else at
            if begin >= 0:
                lines[at] = ""
        elif _is_marker(line, ">") and (begin >= 0 or middle >= 0):
            _report(problems, file, first_line, begin if begin >= 0 else middle, at)
            lines[at] = ""
            if begin < 0:
                lines[middle] = ""
            begin = middle = -1
        elif begin >= 0 and middle >= 0:
            lines[at] = ""
    _report(problems, file, first_line, begin, -1)
    return ("\n".join(lines), tuple(problems)) if problems else (text, ())


def _is_marker(line: str, sign: str) -> bool:
    return line[:7] == sign * 7 and line[7:8] in ("", " ") and (sign != "=" or not line[7:].strip())


def _report(problems: list[Problem], file: str, first_line: int, begin: int, end: int) -> None:
    if begin < 0:
        return
    last = f" and ends in line {first_line + end}" if end >= 0 else ""
    message = f"A merge conflict that git could not settle begins here{last}"
    hint = "Keep one of the two versions and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
    problems.append(problem("merge-conflict", Where(file, first_line + begin, 1, 8), message, hint))
