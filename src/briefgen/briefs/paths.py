"""Paths that an editor writes in a brief: of pictures and of former addresses."""

from __future__ import annotations

from briefgen.text.fields import url_fault


def resolve_image(written: str, file: str) -> tuple[str, str, str]:
    """(path, what is wrong, hint) of a picture. The path is an http(s) URL, or posix and below `briefs/`.

    `written` is relative to the folder of the brief `file` ("briefs/2025/x.md") or, with a leading slash, to `briefs/`.
    """
    if "://" in written or written.lower().startswith(("data:", "javascript:", "file:")):
        fault, hint = url_fault(written)
        return ("", fault, hint) if fault else (written, "", "")
    path = written.replace("\\", "/")
    folder = [] if path.startswith("/") else file.split("/")[1:-1]
    parts = _normal([*folder, *path.split("/")])
    if parts is None:
        return "", f"“{written}” leads out of the folder briefs/", "Put the picture below briefs/, beside the brief"
    if not parts or path.endswith("/") or not path.isprintable():
        return "", f"“{written}” is not the path of a file", "Write a path such as wall.jpg or /pictures/wall.jpg"
    return "/".join(parts), "", ""


def site_path(written: str, base: str) -> tuple[str, str, str]:
    """(path, what is wrong, hint) of a former address on this site: "/old/" or "/old.html", without the site's sub-path.

    `written` is a path, or a whole address below `base` (the site's URL, without a final slash; may be empty).
    """
    path = written
    if "://" in written or written.startswith("//"):
        here = base.partition("://")[2]
        rest = written.partition("//")[2]
        if not here or not (rest == here or rest.startswith(here + "/")):
            hint = (
                f"Only addresses below {base}/ can lead here" if base else "Write only the path, such as /old/address/"
            )
            return "", f"“{written}” is not an address of this site", hint
        path = rest[len(here) :] or "/"
    if "?" in path or "#" in path:
        return (
            "",
            f"“{written}” has a {'?' if '?' in path else '#'} in it, which an old address cannot have",
            "Write the path alone",
        )
    parts = _normal(path.split("/")) if "\\" not in path else None
    if parts is None or not path.isprintable() or any(c in path for c in ' "<>'):
        return "", f"“{written}” is not a path of this site", "Write a path such as /old/address/"
    if not parts:
        return "", f"“{written}” is the home page, which cannot lead elsewhere", "Write a path such as /old/address/"
    is_file = parts[-1].lower().endswith((".html", ".htm", ".php")) and not path.endswith("/")
    return "/" + "/".join(parts) + ("" if is_file else "/"), "", ""


def _normal(parts: list[str]) -> list[str] | None:
    """The parts without empty ones and dots; None if `..` leads out."""
    result: list[str] = []
    for part in parts:
        if part == "..":
            if not result:
                return None
            result.pop()
        elif part not in ("", "."):
            result.append(part)
    return result
