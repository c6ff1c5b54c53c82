"""Every problem is in docs/problems.md, and all that stands there is true: each example is run, and so is its cure.

In a section, the blocks before the printed problem are the files that have it, those after it the files that mend it
(the others stay). Files below `before/` are committed first, at the tag `before`, and gone then. What no text can show is arranged by a function of `ARRANGED`.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
from support_record import Repository
from support_site import write_site

from briefgen import full_text
from briefgen.briefs import loader
from briefgen.briefs.git import FirstCommits
from briefgen.briefs.parser import parse_brief
from briefgen.check import check_site
from briefgen.cli.site import SettingsError, open_site
from briefgen.config import Config
from briefgen.links.findings import findings
from briefgen.links.model import Answer, Kind
from briefgen.links.places import links_in
from briefgen.placing import source_lines
from briefgen.problems import CODES, Problem
from briefgen.record.compared import Reference, compare_with
from briefgen.record.guard import guard
from briefgen.render import cards
from briefgen.render.renderer import Renderer
from briefgen.report import as_text
from briefgen.workers import serial_map

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
PAGE = (DOCS / "problems.md").read_text("utf-8")
SOURCE = (HERE.parent / "src" / "briefgen" / "problems.py").read_text("utf-8")
NOW = "2025-11-01T12:00Z"
#: Where the site of the examples lies, in messages that say so.
SITE = "/home/ada/wire"
SETTINGS = "title: The Ellery Wire\nurl: https://wire.example\n"
REST = "## What's Happening\n\nA.\n\n## Why It's Important\n\nB.\n\n## What's Next\n\nC.\n"
BRIEF = f"---\ntitle: Lighthouse lit again\ndate: 2025-10-01\n---\n{REST}"

#: What only git can tell.
RECORDED = frozenset(
    {
        *("silent-edit", "correction-gone", "address-changed", "id-changed", "brief-withdrawn"),
        *("permalink-changed", "history-cut"),
    }
)
#: What servers elsewhere say.
ASKED = {
    "link-gone": Answer(Kind.GONE, "its server says 404 Not Found"),
    "link-moved": Answer(Kind.MOVED, "https://port.example/news/winter"),
    "link-unseen": Answer(Kind.UNSEEN, "its server says 403 Forbidden"),
}
#: What cannot but be told as well.
ALSO = {
    "actor-ambiguous": {"name-ambiguous"},
    "topic-ambiguous": {"name-ambiguous"},
    "mention-ambiguous": {"name-ambiguous"},
    "entity-slug-taken": {"topic-unregistered"},
    "actor-similar": {"actor-unregistered"},
    "topic-similar": {"topic-unregistered"},
    "rule-not-fence": {"title-from-text", "date-from-name"},
}


class Section(msgspec.Struct, frozen=True):
    """What the page says of one code. `files` have the problem; `cured` mend it, or `advice` tells how."""

    code: str
    meaning: str
    files: dict[str, str]
    printed: str
    cured: dict[str, str]
    advice: str


# ---------------------------------------------------------------- the page

#: A fenced block: fence, language, path, content.
BLOCK = re.compile(r"^(`{3,})(\w+)(?: (\S+))?\n(.*?)^\1$\n?", re.DOTALL | re.MULTILINE)


def outline() -> list[tuple[str, str]]:
    """The headings of the page, with their marks; those inside blocks are none."""
    bare = BLOCK.sub("", PAGE)
    return re.findall(r"^(##+) (.+)$", bare, re.MULTILINE)


def sections() -> Iterator[Section]:
    blocks = [match.groups() for match in BLOCK.finditer(PAGE)]
    bare = BLOCK.sub("\x00\n", PAGE)
    number = bare.partition("\n### ")[0].count("\x00")
    for part in re.split(r"^### ", bare, flags=re.MULTILINE)[1:]:
        code, _, body = re.split(r"^## ", part, flags=re.MULTILINE)[0].partition("\n")
        own = blocks[number : number + body.count("\x00")]
        number += len(own)
        (at,) = (n for n, (_, language, _, _) in enumerate(own) if language == "text")
        words = [text.strip() for text in body.split("\x00")]
        yield Section(
            code,
            words[0].partition("\n\n")[0].replace("\n", " "),
            {path: whole(text) for _, _, path, text in own[:at]},
            own[at][3].rstrip("\n"),
            {path: whole(text) for _, _, path, text in own[at + 1 :]},
            " ".join(words[at + 1 :]).strip(),
        )


def whole(text: str) -> str:
    """An example with the rest that `…` stands for."""
    return re.sub(r"^…\n", lambda _: REST, text, flags=re.MULTILINE)


SECTIONS = list(sections())


def groups() -> list[list[str]]:
    """The codes in the groups of the catalogue."""
    catalogue = SOURCE.partition("CODES: dict")[2].partition("\n}")[0]
    return [re.findall(r'^    "([a-z-]+)": Rule', part, re.MULTILINE) for part in catalogue.split("    # -- ")[1:]]


def test_every_code_has_its_section_in_the_order_of_the_catalogue() -> None:
    assert [section.code for section in SECTIONS] == list(CODES)


def test_the_page_has_the_groups_of_the_catalogue() -> None:
    found: list[list[str]] = []
    for marks, title in outline():
        if marks == "##":
            found.append([])
        else:
            found[-1].append(title)
    assert [group for group in found if group] == groups()


def test_the_table_of_contents_has_every_group_and_code() -> None:
    contents = PAGE.partition("## All codes\n")[2].partition("\n## ")[0]
    links = re.findall(r"\[(?:`([^`]+)`|([^\]]+))\]\(#([\w-]+)\)", contents)
    titles = [title for _, title in outline()]
    told = titles[titles.index("All codes") + 1 :]
    assert [code or title for code, title, _ in links] == told
    assert [anchor for _, _, anchor in links] == [title.lower().replace(" ", "-") for title in told]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.code)
def test_a_section_tells_severity_meaning_and_cure(section: Section) -> None:
    rule = CODES[section.code]
    assert section.meaning == f"**{rule.severity.value.capitalize()}.** {rule.summary}."
    assert section.cured or section.advice.endswith(".")


def test_links_to_other_pages_lead_somewhere() -> None:
    links = re.findall(r"\]\(([\w.]+\.md)(?:#([\w-]+))?\)", PAGE)
    assert links
    for page, anchor in links:
        headings = re.findall(r"^#+ (.+)$", (DOCS / page).read_text("utf-8"), re.MULTILINE)
        assert not anchor or anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


# ---------------------------------------------------------------- what no text can show


def _as_windows_1252(root: Path, _: pytest.MonkeyPatch) -> None:
    file = root / "briefs/2025-10-18-cafe.md"
    file.write_bytes(file.read_text("utf-8").encode("cp1252"))


def _with(character: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def arrange(root: Path, _: pytest.MonkeyPatch) -> None:
        file = root / "briefs/2025-10-18-cafe.md"
        file.write_text(file.read_text("utf-8").replace("quay", f"{character}quay"), "utf-8")

    return arrange


def _without_briefs(root: Path, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(root / "briefs")


def _locked(_: Path, patch: pytest.MonkeyPatch) -> None:
    really_open = os.open

    def refuse(file: str, *rest: int) -> int:
        if str(file).endswith(".md"):
            raise PermissionError(13, "Permission denied", str(file))
        return really_open(file, *rest)

    patch.setattr(os, "open", refuse)


def _large(root: Path, _: pytest.MonkeyPatch) -> None:
    os.truncate(root / "briefs/2025-10-01-lighthouse.md", 23_000_000)


def _of_word(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / "briefs/2025-10-01-lighthouse.md").write_bytes(b"PK\x03\x04\x14\0\x06\0word/document.xml")


def _named_in_latin_1(root: Path, _: pytest.MonkeyPatch) -> None:
    try:
        Path(os.fsdecode(os.fsencode(root) + b"/briefs/h\xe4fen.md")).write_text(BRIEF)
    except OSError:
        pytest.skip("this disk refuses such names")


def _committed(_: Path, patch: pytest.MonkeyPatch) -> None:
    day = dt.datetime(2025, 10, 18, 9, tzinfo=dt.UTC)
    patch.setattr(loader, "first_commits", lambda _: FirstCommits({"ferry.md": day}))


def _saved(root: Path, patch: pytest.MonkeyPatch) -> None:
    second = dt.datetime(2025, 10, 18, 9, tzinfo=dt.UTC).timestamp()
    os.utime(root / "briefs/ferry.md", (second, second))
    patch.setattr(loader, "first_commits", lambda _: FirstCommits())


def _without_pillow(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cards, "find_spec", lambda name: None if name == "PIL" else find_spec(name))
    patch.setattr(cards, "what_is_missing", cards.what_is_missing.__wrapped__)


def _without_pagefind(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(full_text, "installed", str)


def _cut_off(root: Path, patch: pytest.MonkeyPatch) -> None:
    repository = Repository(root)
    repository.commit()
    repository.git("tag", "before")
    patch.setattr(
        "briefgen.record.compared.Repository._fork", lambda _, name, tip, __: Reference(tip, name, name, doubtful=True)
    )


ARRANGED: dict[str, Callable[[Path, pytest.MonkeyPatch], None]] = {
    "full-text-missing": _without_pagefind,
    "encoding": _as_windows_1252,
    "control-characters": _with("\x02"),
    "invisible-characters": _with("\u200b"),
    "no-briefs": _without_briefs,
    "unreadable": _locked,
    "too-large": _large,
    "not-text": _of_word,
    "file-name": _named_in_latin_1,
    "date-from-git": _committed,
    "date-from-file": _saved,
    "cards-missing": _without_pillow,
    "history-cut": _cut_off,
}


# ---------------------------------------------------------------- the examples

#: What programmers say and editors do not.
JARGON = re.compile(
    r"\b(mapping|scalar|node|sequence|token|byte|string|pars(e|er|ing)|null|boolean|regex)s?\b", re.IGNORECASE
)


def assert_well_worded(found: Problem) -> None:
    """One line without a full stop that begins with a capital, or with what it is about: "title: …", "--- …"."""
    for text in (found.message, found.hint):
        assert text
        assert "\n" not in text
        assert not text.endswith(".")
        assert not re.match(r"[a-z]+ ", text), text
        assert not JARGON.search(re.sub("“[^”]*”|`[^`]*`", "", text)), text


def make_site(root: Path, files: dict[str, str]) -> Path:
    """A site of an example: with settings and a brief of its own, or those of every example."""
    before = {name.removeprefix("before/"): text for name, text in files.items() if name.startswith("before/")}
    files = {name: text for name, text in files.items() if not name.startswith("before/")}
    if before:
        repository = Repository(root)
        repository.commit({"briefgen.yml": SETTINGS, "briefs/2025-10-01-lighthouse.md": BRIEF, **before})
        repository.git("tag", "before")
        for name in before:
            (root / name).unlink()
    given = any(re.match(r"briefs/.*\.md$", name) for name in files)
    return write_site(
        root, {"briefgen.yml": SETTINGS, **({} if given else {"briefs/2025-10-01-lighthouse.md": BRIEF}), **files}
    )


def check(
    root: Path, patch: pytest.MonkeyPatch, templates: bool, since: bool = False, said: Answer | None = None
) -> tuple[Problem, ...]:
    """All problems of a site, `since` the tag `before` among them, and those of links of which servers have `said` something. Without `templates`, those of the default theme are not tried, which takes long."""
    if not templates:
        patch.setattr(Renderer, "check", lambda _: ())
        patch.setattr("briefgen.trial.samples", lambda _: ())
    try:
        site = open_site(root, NOW)
    except SettingsError as error:
        return error.problems
    edited = guard(compare_with(site.root, "before"), site.config, site.now) if since else ()
    linked = [
        found
        for file in (root.glob("briefs/*.md") if said else ())
        for link in links_in(f"briefs/{file.name}", file.read_bytes(), site.config)
        for found in findings(link, said or Answer(Kind.GOOD))
    ]
    return (*site.problems, *check_site(site.root, site.config, site.now, serial_map)[1], *edited, *linked)


def printed(found: Problem, root: Path) -> str:
    return as_text([found], source_lines(root)).replace(str(root), SITE)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.code)
def test_an_example_has_its_problem_and_no_other(
    section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_site(tmp_path.resolve(), section.files)
    if section.code in ARRANGED:
        ARRANGED[section.code](root, monkeypatch)
    problems = check(
        root,
        monkeypatch,
        templates=section.code.startswith(("template-", "cards-")),
        since=section.code in RECORDED,
        said=ASKED.get(section.code),
    )
    assert {p.code for p in problems} == {section.code} | ALSO.get(section.code, set()), problems
    (found,) = [p for p in problems if p.code == section.code]
    assert found.severity is CODES[section.code].severity
    assert printed(found, root) == section.printed
    for one in problems:
        assert_well_worded(one)


@pytest.mark.parametrize("section", [s for s in SECTIONS if s.cured], ids=lambda s: s.code)
def test_a_cure_leaves_no_problem(section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_site(tmp_path, {**section.files, **section.cured})
    problems = check(
        root,
        monkeypatch,
        templates=section.code.startswith(("template-", "cards-")),
        since=section.code in RECORDED,
    )
    assert {p.code for p in problems} <= ALSO.get(section.code, set()), problems


def test_the_example_at_the_top_is_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brief = f"---\ntitle: Ferry stops for the winter\ndate: 18 Okt\n---\n{REST}"
    root = make_site(tmp_path, {"briefs/2025-10-18-ferry.md": brief})
    (found,) = check(root, monkeypatch, templates=False)
    assert f"```text\n{printed(found, root)}\n```\n" in PAGE.partition("\n## All codes")[0]


def test_what_is_said_of_broken_files_is_well_worded() -> None:
    files = [file for file in (HERE / "broken").iterdir() if file.name != "expected.txt"]
    problems = [found for file in files for found in parse_brief(file.name, file.read_bytes(), Config()).problems]
    assert len(problems) >= len(files)
    for found in problems:
        assert_well_worded(found)
