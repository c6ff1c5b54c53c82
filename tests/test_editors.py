"""The setting `editor`: what it may say, and the addresses that come of it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from support_site import NOW, brief, build_site, tree, write_site

from briefgen.config import Config
from briefgen.editors import EDITORS, editor_fault, editor_url
from briefgen.settings import parse_config

FILE = PurePosixPath("/home/ada/news & more/briefs/grüße #1.md")


@pytest.mark.parametrize(
    ("editor", "address"),
    [
        ("vscode", "vscode://file/home/ada/news%20%26%20more/briefs/gr%C3%BC%C3%9Fe%20%231.md:3:7"),
        ("idea", "idea://open?file=/home/ada/news%20%26%20more/briefs/gr%C3%BC%C3%9Fe%20%231.md&line=3&column=7"),
        (
            "mine://{file}?at={line},{column}",
            "mine:///home/ada/news%20%26%20more/briefs/gr%C3%BC%C3%9Fe%20%231.md?at=3,7",
        ),
        ("x:{file}", "x:/home/ada/news%20%26%20more/briefs/gr%C3%BC%C3%9Fe%20%231.md"),
        ("", ""),
    ],
)
def test_an_address_opens_the_file_at_its_place(editor: str, address: str) -> None:
    assert editor_url(editor, FILE, 3, 7) == address


def test_a_place_that_is_not_known_is_the_first() -> None:
    assert editor_url("zed", PurePosixPath("/a.md")) == "zed://file/a.md:1:1"


def test_a_path_with_a_drive_begins_with_a_slash() -> None:
    assert editor_url("vscode", PureWindowsPath("C:/news/a.md"), 2) == "vscode://file/C:/news/a.md:2:1"


def test_a_name_that_looks_like_a_part_of_the_pattern_stays_a_name() -> None:
    assert editor_url("x:{file}:{line}", PurePosixPath("/{line}.md"), 3) == "x:/%7Bline%7D.md:3"


@pytest.mark.parametrize("editor", EDITORS)
def test_every_known_editor_is_asked_by_an_address_of_its_own(editor: str) -> None:
    assert editor_fault(EDITORS[editor]) == ""
    address = editor_url(editor, PurePosixPath("/a.md"), 3, 7)
    assert "/a.md" in address
    assert "3" in address
    assert "{" not in address


@pytest.mark.parametrize(
    ("text", "editor"),
    [
        ("vscode", "vscode"),
        ("VS Code", "vscode"),
        ("VSCode-Insiders", "vscode-insiders"),
        ("'a://b{file}'", "a://b{file}"),
        ("", ""),
    ],
)
def test_an_editor_is_read(text: str, editor: str) -> None:
    config, problems = parse_config(f"editor: {text}\n".encode())
    assert problems == ()
    assert config.editor == editor


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("vscod", "“vscod” is neither an editor that briefgen knows nor an address", "Did you mean `vscode`?"),
        ("notepad", "“notepad” is neither an editor that briefgen knows nor an address", "Write one of vscode, "),
        ("a://b", "{file} is missing", "Write one of "),
        (
            "javascript:alert(1)//{file}",
            "“javascript:” is no beginning of an address that opens a file",
            "Write one of ",
        ),
        ("JavaScript:{file}", "“JavaScript:” is no beginning of an address that opens a file", "Write one of "),
        ("data:text/html,{file}", "“data:” is no beginning of an address that opens a file", "Write one of "),
        ("'a:{file}{name}'", "only {file}, {line} and {column} can stand in it", "Write one of "),
        ("'a:{file} x'", "it has a character that no address may have", "Write one of "),
        ("'a:\"{file}'", "it has a character that no address may have", "Write one of "),
    ],
)
def test_an_editor_that_cannot_be_is_told(text: str, message: str, hint: str) -> None:
    config, problems = parse_config(f"editor: {text}\n".encode())
    assert config.editor == ""
    assert [(p.code, p.message) for p in problems] == [("config-value", f"editor: {message}")]
    assert problems[0].hint.startswith(hint)


@pytest.mark.parametrize("editor", ["javascript:{file}", "data:{file}", "a", "a:{file}{x}"])
def test_no_address_is_made_of_what_cannot_be(editor: str) -> None:
    assert editor_url(editor, FILE) == ""


def test_the_editor_changes_nothing_on_the_site(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": brief("One")})
    build_site(tmp_path, Config(url="https://example.org"), now=NOW)
    before = tree(tmp_path / "site")
    again = build_site(tmp_path, Config(url="https://example.org", editor="vscode"), now=NOW, explain=True)
    assert again.written == 0
    assert again.explained == ()
    assert tree(tmp_path / "site") == before
