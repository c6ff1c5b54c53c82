"""What in a Markdown text is no prose: comments, code blocks, rules. Linear in the size of the text."""

from __future__ import annotations


def without_comments(text: str) -> str:
    """A Markdown text without its HTML comments, which no reader is to see; line ends stay."""
    return cut_comments(text)[0]


def cut_comments(text: str) -> tuple[str, int]:
    """The same, and the index of the line that opens a comment which is never closed and stays; -1 if there is none.
    What stands in code is no comment."""
    if "<" not in text or "<!--" not in text:
        return text, -1
    lines = text.split("\n")
    never_closed = ""  # the signs of fences that are never closed, and so are no fences
    at = 0
    while at < len(lines):
        line = lines[at]
        fence = fence_of(line.strip())
        if fence and fence[0] not in never_closed:
            end = fence_end(lines, at, fence)
            never_closed += fence[0] if end < 0 else ""
            at = max(end, at) + 1
            continue
        if "<!--" in line:
            at, closed = _cut_line(lines, at)
            if not closed:
                return "\n".join(lines), at
        at += 1
    return "\n".join(lines), -1


def _cut_line(lines: list[str], at: int) -> tuple[int, bool]:
    """Cut the comments that open in a line. The line after which to go on, and whether the last comment is closed."""
    line, kept, past, ticks = lines[at], [], 0, 0
    start = line.find("<!--")
    while start >= 0:
        ticks += line.count("`", past, start)
        kept.append(line[past:start])
        past = start
        if ticks % 2:
            kept.append("<!--")
            past = start + 4
        elif (end := line.find("-->", start + 4)) >= 0:
            past = end + 3
        else:
            break
        start = line.find("<!--", past)
    if start < 0:
        lines[at] = "".join(kept) + line[past:]
        return at, True
    close = next((i for i in range(at + 1, len(lines)) if "-->" in lines[i]), -1)
    lines[at] = "".join(kept).rstrip() if close >= 0 else "".join(kept) + line[past:]
    if close < 0:
        return at, False
    for inside in range(at + 1, close):
        lines[inside] = ""
    lines[close] = lines[close][lines[close].find("-->") + 3 :]
    return close - 1, True


def fence_of(line: str) -> str:
    """The run of ``` or ~~~ with which a stripped line opens a code block (CommonMark 4.5), else empty."""
    sign = line[:1]
    if sign not in ("`", "~") or not line.startswith(sign * 3):
        return ""
    rest = line.lstrip(sign)
    return "" if sign == "`" and "`" in rest else sign * (len(line) - len(rest))


def fence_end(lines: list[str], start: int, fence: str) -> int:
    """The index of the line that closes the code block opened at `start`, -1 if none does."""
    sign = fence[0]
    for at in range(start + 1, len(lines)):
        if fence in lines[at]:
            line = lines[at].strip()
            if line.startswith(fence) and not line.strip(sign):
                return at
    return -1


def is_rule(line: str) -> bool:
    """Whether a stripped line is a line across the page: `---`, `* * *`, `___`, `===`."""
    return line[:1] in ("-", "*", "_", "=") and len(line) > 2 and not line.replace(" ", "").strip(line[0])
