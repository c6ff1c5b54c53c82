"""The programs in which people write, and the addresses by which a browser asks one of them to open a file."""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import quote

#: What `editor:` may say, and the address that it stands for. Only editors that are known to answer one.
EDITORS = {
    "vscode": "vscode://file{file}:{line}:{column}",
    "vscode-insiders": "vscode-insiders://file{file}:{line}:{column}",
    "vscodium": "vscodium://file{file}:{line}:{column}",
    "cursor": "cursor://file{file}:{line}:{column}",
    "zed": "zed://file{file}:{line}:{column}",
    "idea": "idea://open?file={file}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={file}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{file}&line={line}&column={column}",
    "macvim": "mvim://open?url=file://{file}&line={line}&column={column}",
}
#: Addresses that do not open a file but run in the page.
_RUNS = frozenset({"javascript", "data", "vbscript", "blob"})
_PARTS = ("file", "line", "column")


def editor_fault(editor: str) -> str:
    """What is wrong with the name of an editor or a pattern of addresses, in words; empty for a good one."""
    if editor in EDITORS:
        return ""
    scheme, colon, rest = editor.partition(":")
    if not colon:
        return f"“{editor}” is neither an editor that briefgen knows nor an address"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme) or scheme.lower() in _RUNS:
        return f"“{scheme}:” is no beginning of an address that opens a file"
    if "{file}" not in rest:
        return "{file} is missing"
    for part in _PARTS:
        rest = rest.replace("{" + part + "}", "")
    if "{" in rest or "}" in rest:
        return "only {file}, {line} and {column} can stand in it"
    if any(c.isspace() or not c.isprintable() or c in "\"'<>\\" for c in rest):
        return "it has a character that no address may have"
    return ""


def editor_url(editor: str, file: PurePath, line: int = 0, column: int = 0) -> str:
    """The address that opens a file, given by its absolute path, in an editor at a place; empty where no editor is named that can."""
    if not editor or editor_fault(editor):
        return ""
    path = quote(file.as_posix(), safe="/:")
    values = (path if path.startswith("/") else f"/{path}", str(line or 1), str(column or 1))  # "C:/news" → "/C:/news"
    return re.sub(r"\{(file|line|column)\}", lambda found: values[_PARTS.index(found[1])], EDITORS.get(editor, editor))
