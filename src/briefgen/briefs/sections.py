"""Body → lede and sections: what belongs where, and what an editor should know about it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from briefgen.briefs.heading_forms import Heading
from briefgen.briefs.headings import scan
from briefgen.briefs.labels import labels_of, standard_label
from briefgen.briefs.lookalikes import with_lookalikes
from briefgen.briefs.model import Section, SectionKind
from briefgen.config import Config, SectionConfig
from briefgen.problems import Edit, Problem, Where, problem
from briefgen.text.blocks import cut_comments, is_rule

ORDER = tuple(SectionKind)


class Part(msgspec.Struct, frozen=True):
    """A run of lines: Markdown without blank lines and rules at its ends, and the number of its first line."""

    text: str
    line: int


class Body(msgspec.Struct, frozen=True):
    """A brief's text in its parts. `sections` has each kind at most once, in canonical order, none of them empty."""

    lede: str
    lede_line: int
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...] = ()


def read_body(body: str, first_line: int, file: str, config: Config) -> Body:
    """Part a brief's Markdown, whose first line has the number `first_line`, at the headings of its sections.

    Nothing is lost but the headings, rules beside them and HTML comments: all other text is in the lede or a section.
    """
    labels = labels_of(config.sections)
    body, open_comment = cut_comments(body)
    lines = body.split("\n")
    found = scan(lines, labels)
    problems = [_open_code(lines[at], Where(file, at + first_line, 1)) for at in found.unclosed]
    if open_comment >= 0:
        column = lines[open_comment].rfind("<!--") + 1
        message = "This comment is never closed, so readers see it"
        where = Where(file, open_comment + first_line, column, column + 4)
        problems.append(problem("comment-open", where, message, "Write --> where it ends"))
    if _are_usual(found.headings):
        lede, parts = _cut(lines, found.headings, first_line)
        sections = tuple([Section(h.label.kind, h.text, part.text, part.line) for h, part in parts if part.text])
        if len(sections) == len(ORDER):
            return Body(lede.text, lede.line, sections, tuple(problems))
    headings = _settled(found.headings)
    present = [h.label.kind for h in headings if not h.label.weak]
    missing = [kind for kind in ORDER if kind not in present]
    if missing:
        headings, near = with_lookalikes(lines, headings, labels, missing)
        problems += [_near_miss(h, _where(h, file, first_line)) for h in near]
    lede, parts = _cut(lines, headings, first_line)
    if not headings:
        if lede.text:
            problems.append(_no_sections(Where(file, lede.line, 1), config))
        return Body(lede.text, lede.line, (), tuple(problems))
    sections = tuple(s for kind in ORDER if (s := _section(kind, parts)))
    problems += _misplaced(parts, file, first_line)
    problems += _absent(parts, sections, lede, file, first_line, lines, config)
    return Body(lede.text, lede.line, sections, tuple(problems))


def _where(heading: Heading, file: str, first_line: int) -> Where:
    return Where(file, heading.line + first_line, heading.column, heading.column + len(heading.text))


# ---------------------------------------------------------------- which headings count


def _are_usual(found: tuple[Heading, ...]) -> bool:
    """Whether the headings are one for each section, in their order, that say no more and can be nothing else: there is
    nothing to settle, to look for and to tell."""
    return tuple([h.label.kind for h in found]) == ORDER and all(
        h.explicit and not h.label.suffix and not h.label.weak for h in found
    )


def _settled(found: tuple[Heading, ...]) -> list[Heading]:
    """The headings that part the text. One that says more than its label gives way to one that is the label, does not
    part its own section, and is no section as the title of the whole. Forms that prose has too give way to others."""
    strong = [h for h in found if not h.label.weak and not h.label.suffix]
    exact = {h.label.kind for h in strong if h.form != "question"}
    clear = {h.label.kind: h.line for h in reversed(strong) if h.form not in ("question", "list")}
    contents_end = min(clear.values(), default=0)
    top_levels = sum(h.level == 1 for h in found)
    settled: list[Heading] = []
    for heading in found:
        label = heading.label
        if label.suffix:
            is_title = not settled and heading.level == 1 and top_levels == 1 and len(found) > 1
            is_inside = bool(settled) and settled[-1].label.kind is label.kind
            if is_title or is_inside or label.kind in exact:
                continue
        if heading.form == "question" and label.kind in exact:
            continue
        if heading.form == "list" and label.kind in clear and heading.line > contents_end:
            continue
        if label.weak and not heading.explicit and settled:
            continue
        settled.append(heading)
    if any(h.label.kind is SectionKind.HAPPENING and not h.label.weak for h in settled):
        return settled
    return [_strong(h) for h in settled]


def _strong(heading: Heading) -> Heading:
    """A heading like "TL;DR" in a brief which has no better one."""
    return msgspec.structs.replace(heading, label=msgspec.structs.replace(heading.label, weak=False))


# ---------------------------------------------------------------- cutting


def _cut(lines: list[str], headings: Sequence[Heading], first_line: int) -> tuple[Part, list[tuple[Heading, Part]]]:
    """The lede, and each heading of a section with the text below it. Text below a weak heading goes to the lede."""
    starts = [h.line for h in headings] + [len(lines)]
    ledes = [_part(lines, 0, starts[0], first_line)]
    parts: list[tuple[Heading, Part]] = []
    for heading, end in zip(headings, starts[1:], strict=True):
        part = _part(lines, heading.end, end, first_line, heading)
        if heading.label.weak:
            ledes.append(part)
        else:
            parts.append((heading, part))
    if not any(heading.form == "list" for heading in headings):
        return _joined(ledes), parts
    with_text = {h.label.kind for h, part in parts if part.text}
    # A list of the sections at the top has their labels and no text: it is a table of contents.
    return _joined(ledes), [(h, p) for h, p in parts if p.text or h.form != "list" or h.label.kind not in with_text]


def _part(lines: list[str], start: int, end: int, first_line: int, heading: Heading | None = None) -> Part:
    """The text of some lines, and after a run-in label that of its own line."""
    run_in = heading is not None and bool(heading.rest)
    while not run_in and start < end and (not lines[start] or _is_decoration(lines[start])):
        start += 1
    while start < end and (not lines[end - 1] or _is_decoration(lines[end - 1])):
        end -= 1
    below = lines[start:end]
    if heading and heading.indent:
        below = [_outdented(line, heading.indent) for line in below]
    if heading and run_in:
        return Part("\n".join([heading.rest, *below]), heading.line + first_line)
    return Part("\n".join(below), start + first_line)


def _is_decoration(line: str) -> bool:
    if line[:1].isalnum():
        return False
    line = line.strip()
    return not line or is_rule(line)


def _outdented(line: str, width: int) -> str:
    """A line below a list item, relative to the item's text (CommonMark 5.2)."""
    content = line.lstrip(" \t")
    start = line[: len(line) - len(content)].expandtabs(4)
    return start[width:] + content


def _joined(parts: list[Part]) -> Part:
    """Several parts as one."""
    parts = [part for part in parts if part.text]
    if len(parts) == 1:
        return parts[0]
    return Part("\n\n".join(part.text for part in parts), parts[0].line) if parts else Part("", 0)


def _section(kind: SectionKind, parts: list[tuple[Heading, Part]]) -> Section | None:
    own = [found for found in parts if found[0].label.kind is kind]
    joined = _joined([part for _, part in own])
    if not joined.text:
        return None
    heading = own[0][0]
    return Section(kind, heading.text, joined.text, joined.line, heading.label.suffix)


# ---------------------------------------------------------------- problems


def _misplaced(parts: list[tuple[Heading, Part]], file: str, first_line: int) -> list[Problem]:
    """Sections that are there twice or in another order."""
    problems: list[Problem] = []
    first: dict[SectionKind, Heading] = {}
    for heading, _ in parts:
        if (before := first.setdefault(heading.label.kind, heading)) is not heading:
            line = before.line + first_line
            message = f"“{heading.text}” is a second heading for the section of line {line}"
            hint = f"Put all of its text below line {line}, under one heading; for now the two are joined"
            problems.append(problem("section-doubled", _where(heading, file, first_line), message, hint))
    kinds = list(first)
    for kind in _out_of_place(kinds):
        message = f"“{first[kind].text}” is not in its place; on the page it is"
        hint = "Readers see first what is happening, then why it is important, then what is next"
        problems.append(problem("section-order", _where(first[kind], file, first_line), message, hint))
    return problems


def _out_of_place(kinds: list[SectionKind]) -> list[SectionKind]:
    """The fewest of some different kinds without which the others are in order."""
    if kinds == sorted(kinds, key=ORDER.index):
        return []
    for kind in kinds:
        others = [k for k in kinds if k is not kind]
        if others == sorted(others, key=ORDER.index):
            return [kind]
    return kinds[1:]


def _absent(
    parts: list[tuple[Heading, Part]],
    sections: tuple[Section, ...],
    lede: Part,
    file: str,
    first_line: int,
    lines: list[str],
    config: Config,
) -> list[Problem]:
    """Sections without text, and sections that are not there; these are reported where they should begin."""
    problems: list[Problem] = []
    have = [s.kind for s in sections]
    if len(have) == len(ORDER):
        return problems
    headings = {h.label.kind: h for h, _ in reversed(parts)}
    last = len(lines) - next((n for n, line in enumerate(reversed(lines)) if line.strip()), 0)
    for at, kind in enumerate(ORDER):
        own = headings.get(kind)
        if kind in have:
            continue
        if own:
            where = _where(own, file, first_line)
            hint = "Write its text below this line, or delete the line"
            problems.append(problem("section-empty", where, f"There is no text under “{own.text}”", hint))
            continue
        label = _label(kind, config)
        after = next((headings[k] for k in ORDER[at + 1 :] if k in headings), None)
        line = after.line + first_line if after else last + first_line - 1
        place = f"above line {line}" if after else "at the end"
        if kind is SectionKind.HAPPENING and lede.text:
            line, place = lede.line, f"above line {lede.line}, if that text is it"
        hint = f"Write “## {label}” {place}, and its text below"
        problems.append(problem("section-missing", Where(file, line, 1), f"The section “{label}” is missing", hint))
    return problems


def _no_sections(where: Where, config: Config) -> Problem:
    labels = ", ".join(f"“## {_label(kind, config)}”" for kind in ORDER)
    hint = f"Put a heading in a line of its own above each part: {labels}"
    return problem("no-sections", where, "None of the three sections has a heading that is known", hint)


def _near_miss(heading: Heading, where: Where) -> Problem:
    fix = (Edit(where.line, where.column, where.end, heading.label.text),)
    message = f"“{heading.text}” was taken for “{heading.label.text}”"
    return problem("heading-near-miss", where, message, f"Did you mean “{heading.label.text}”?", fix=fix)


def _open_code(line: str, where: Where) -> Problem:
    fence = line.strip()[:3]
    hint = f"Write {fence} in a line of its own where the code ends, or delete this line"
    return problem("code-open", where, f"The code block that {fence} opens is never closed", hint)


def _label(kind: SectionKind, config: Config) -> str:
    own: SectionConfig = getattr(config.sections, kind.value)
    return own.label or standard_label(kind, config.language)
