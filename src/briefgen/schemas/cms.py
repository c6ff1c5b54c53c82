"""The configuration of programs with which briefs are edited in a browser: Decap CMS (`admin/config.yml`) and Pages CMS (`.pages.yml`).

Both are made from the table of the front matter. What such a program cannot keep as it is, it does not get to edit: a moment is a
text with a pattern, since a date picker would make a moment of a day; registries, which are mappings with keys of their own, are a
file of YAML in Pages CMS, and are left out of Decap CMS, which has no editor for them.

Sources: https://decapcms.org/docs/widgets/, https://decapcms.org/docs/collection-folder/,
https://pagescms.org/docs/configuration/content/, https://pagescms.org/docs/configuration/content/fields/
"""

from __future__ import annotations

from typing import Any

from briefgen.briefs.model import SectionKind
from briefgen.briefs.schema import KEYS, Key
from briefgen.config import Config
from briefgen.scaffold import heading
from briefgen.schemas.front_matter import PARTS
from briefgen.schemas.values import DAY, MOMENT
from briefgen.text.yaml_scan import Shape

Fields = list[dict[str, Any]]

_MOMENT = r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}( ?[+-]\d{2}:\d{2})?)?$"
_MOMENT_HINT = "Write 2025-10-18, or 2025-10-18 14:00"
_MOMENTS = ("date", "updated", "expires")
_STATUS = ["draft", "published"]
#: Where pictures are put, below `briefs/`; a path that begins with / is looked for there.
_PICTURES = "pictures"


def decap(config: Config, folder: str = "") -> dict[str, Any]:
    """`admin/config.yml` of Decap CMS. `folder` is where the site lies in its repository ("news/"), empty for its top."""
    fields: Fields = [_decap_key(key) for key in KEYS.values() if key.shape is not Shape.FREE]
    body = {"name": "body", "label": "Text", "widget": "markdown", "default": _text(config)}
    return {
        "backend": {"name": "git-gateway", "branch": "main"},
        "publish_mode": "editorial_workflow",
        "media_folder": f"{folder}briefs/{_PICTURES}",
        "public_folder": f"/{_PICTURES}",
        "collections": [
            {
                "name": "briefs",
                "label": "Briefs",
                "label_singular": "Brief",
                "folder": f"{folder}briefs",
                "path": "{{year}}/{{slug}}",
                "slug": "{{year}}-{{month}}-{{day}}-{{slug}}",
                "create": True,
                "extension": "md",
                "format": "yaml-frontmatter",
                "fields": [*fields, body],
            }
        ],
    }


def pages(config: Config, folder: str = "") -> dict[str, Any]:
    """`.pages.yml` of Pages CMS. `folder` as for `decap`."""
    fields: Fields = [_pages_key(key) for key in KEYS.values() if key.shape is not Shape.FREE]
    body = {"name": "body", "label": "Text", "type": "rich-text", "default": _text(config)}
    briefs = {
        "name": "briefs",
        "label": "Briefs",
        "type": "collection",
        "path": f"{folder}briefs",
        "format": "yaml-frontmatter",
        "filename": "{year}-{month}-{day}-{primary}.md",
        "exclude": ["README.md"],
        "subfolders": True,
        "view": {"fields": ["title", "date", "status"], "primary": "title", "sort": ["date", "title"]},
        "fields": [*fields, body],
    }
    registries = [
        {
            "name": name,
            "label": name.capitalize(),
            "type": "file",
            "path": f"{folder}briefs/{name}.yml",
            "format": "code",
        }
        for name in ("topics", "actors")
    ]
    return {
        "media": {"input": f"{folder}briefs/{_PICTURES}", "output": f"/{_PICTURES}", "categories": ["image"]},
        "content": [briefs, *registries],
    }


def _text(config: Config) -> str:
    """An empty brief: its three headings."""
    return "\n\n\n".join(f"## {heading(config, kind)}" for kind in SectionKind) + "\n"


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _decap_key(key: Key) -> dict[str, Any]:
    field: dict[str, Any] = {"name": key.name, "label": _label(key.name), "hint": key.doc}
    if key.name != "title":
        field["required"] = False
    if key.name in PARTS:
        parts = [_decap_part(key.name, name) for name in PARTS[key.name]]
        return {**field, "widget": "object" if key.name == "image" else "list", "collapsed": True, "fields": parts}
    if key.name in _MOMENTS:
        return {**field, "widget": "string", "pattern": [_MOMENT, _MOMENT_HINT]}
    if key.name == "status":
        return {**field, "widget": "select", "options": _STATUS, "default": "draft"}
    if key.name == "summary":
        return {**field, "widget": "text"}
    return {**field, "widget": "list" if key.shape is Shape.NAMES and key.name != "byline" else "string"}


def _decap_part(key: str, name: str) -> dict[str, Any]:
    doc, schema = PARTS[key][name]
    field = {"name": name, "label": _label(name), "hint": doc, "required": False}
    if schema is DAY:
        return {**field, "widget": "datetime", "date_format": "YYYY-MM-DD", "time_format": False, "picker_utc": True}
    if schema is MOMENT:
        return {**field, "widget": "string", "pattern": [_MOMENT, _MOMENT_HINT]}
    return {**field, "widget": "image" if (key, name) == ("image", "path") else "string"}


def _pages_key(key: Key) -> dict[str, Any]:
    field: dict[str, Any] = {"name": key.name, "label": _label(key.name), "description": key.doc}
    if key.name == "title":
        field["required"] = True
    if key.name in PARTS:
        parts = [_pages_part(key.name, name) for name in PARTS[key.name]]
        return {**field, "type": "object", **({} if key.name == "image" else {"list": True}), "fields": parts}
    if key.name in _MOMENTS:
        return {**field, "type": "string", "pattern": {"regex": _MOMENT, "message": _MOMENT_HINT}}
    if key.name == "status":
        return {**field, "type": "select", "default": "draft", "options": {"values": _STATUS}}
    if key.name == "summary":
        return {**field, "type": "text"}
    return {**field, "type": "string", **({"list": True} if key.shape is Shape.NAMES and key.name != "byline" else {})}


def _pages_part(key: str, name: str) -> dict[str, Any]:
    doc, schema = PARTS[key][name]
    field = {"name": name, "label": _label(name), "description": doc}
    if schema is DAY:
        return {**field, "type": "date", "default": "", "options": {"format": "yyyy-MM-dd"}}
    if schema is MOMENT:
        return {**field, "type": "string", "pattern": {"regex": _MOMENT, "message": _MOMENT_HINT}}
    return {**field, "type": "image" if (key, name) == ("image", "path") else "string"}
