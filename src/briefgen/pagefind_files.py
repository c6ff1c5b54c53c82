"""The files of a Pagefind index (format of version 1): JSON, and gzipped CBOR after a mark."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import Any

_MARK = b"pagefind_dcd"


def settle_order(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same index with all that Pagefind puts in an order of chance in a settled one: the values of filters, and the filters.
    Files are named by their bytes (SHA-1 of the CBOR), so their names change, too. What is not in the known format is left as it is."""
    settled = dict(files)
    names: dict[str, str] = {}
    for path, data in files.items():
        if path.endswith(".pf_filter"):
            known = _read(data)
            if _is_filter(known):
                content = [known[0], sorted(known[1])]
                before = path.removeprefix("filter/").removesuffix(".pf_filter")
                names[before] = _named(before, content)
                del settled[path]
                settled[f"filter/{names[before]}.pf_filter"] = _write(content)
    for path, data in files.items():
        if path.endswith(".pf_meta"):
            known = _read(data)
            if isinstance(known, list):
                content = [_renamed(part, names) for part in known]
                before = path.removeprefix("pagefind.").removesuffix(".pf_meta")
                names[before] = _named(before, content)
                del settled[path]
                settled[f"pagefind.{names[before]}.pf_meta"] = _write(content)
    entry = "pagefind-entry.json"
    if entry in files:
        found = json.loads(files[entry])
        for language in found.get("languages", {}).values():
            language["hash"] = names.get(language.get("hash"), language.get("hash"))
        settled[entry] = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return dict(sorted(settled.items()))


def _is_filter(value: Any) -> bool:
    """[name, [[value, pages], …]]"""
    return isinstance(value, list) and len(value) == 2 and isinstance(value[1], list)


def _renamed(part: Any, names: dict[str, str]) -> Any:
    """The list of filters ([[name, file], …]) with their new files, and that of sort keys ([[name, pages], …]), by name. Anything
    else, such as the list of pages ([[file, words], …]), has an order that means something."""
    if not isinstance(part, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in part):
        return part
    if part and all(isinstance(value, str) and value in names for _, value in part):
        return sorted([name, names[value]] for name, value in part)
    return sorted(part) if all(isinstance(value, list) for _, value in part) else part


def _named(before: str, content: Any) -> str:
    """The name of a file with other content: as long as it was, with the language in front."""
    import cbor2

    language, _, mark = before.rpartition("_")
    return f"{language}_{hashlib.sha1(cbor2.dumps(content), usedforsecurity=False).hexdigest()[: len(mark)]}"


def _read(data: bytes) -> Any:
    """The value in a file, None for another format."""
    import cbor2

    try:
        raw = gzip.decompress(data)
        return cbor2.loads(raw[len(_MARK) :]) if raw.startswith(_MARK) else None
    except (OSError, EOFError, ValueError):
        return None


def _write(value: Any) -> bytes:
    import cbor2

    return gzip.compress(_MARK + cbor2.dumps(value), mtime=0)
