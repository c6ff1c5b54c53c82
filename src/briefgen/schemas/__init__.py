"""What may stand in the files that editors write, as JSON Schema (2020-12) and as the settings of programs that edit them.

All of it is made from the tables that the readers themselves use: `briefs/schema.py`, `briefs/registry.py`, `settings.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from briefgen.schemas.front_matter import front_matter_schema
from briefgen.schemas.registries import actors_schema, topics_schema
from briefgen.schemas.settings import config_schema
from briefgen.schemas.values import Schema

#: The schemas by name. Each takes what a text says as the core schema of YAML 1.2 types it: numbers and true as such, dates as text.
SCHEMAS: dict[str, Callable[[], Schema]] = {
    "front-matter": front_matter_schema,
    "config": config_schema,
    "actors": actors_schema,
    "topics": topics_schema,
}


def file_name(name: str) -> str:
    """How the file of a schema is called."""
    return f"{name}.schema.json"
