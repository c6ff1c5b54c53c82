"""What the converters of front matter share: the state of one reading, and the simplest of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from briefgen.briefs.model import Ref
from briefgen.config import Config
from briefgen.text.fields import Fields
from briefgen.text.moment import Moment, parse_day, parse_moment, time_zone
from briefgen.text.yaml_reader import Node, Text


class Reading(Fields):
    """`Fields` of one brief. `file` is the display name ("briefs/x.md"); `values` are the keys that were read already."""

    def __init__(self, file: str, config: Config) -> None:
        super().__init__(file)
        self.config = config
        self.zone = zone_of(config)
        self.values: dict[str, Any] = {}


def zone_of(config: Config) -> dt.tzinfo:
    """The time zone of the site."""
    return time_zone(config.timezone) or dt.UTC


def read_ref(fields: Reading, key: Text, node: Node) -> Ref | None:
    text = fields.line(node, key.text)
    return Ref(text.text, text.line, text.column, text.end) if text else None


def read_line(fields: Reading, key: Text, node: Node) -> str:
    text = fields.line(node, key.text)
    return text.text if text else ""


def read_moment(fields: Reading, key: Text, node: Node) -> Moment | None:
    text = fields.text(node, key.text)
    if text is None:
        return None
    read = parse_moment(text.text, fields.zone)
    if read.note:
        code = "date-form" if read.moment else "date-unreadable"
        fix = read.hint.removeprefix("Write ") if read.moment else ""
        fields.tell(code, text, f"{key.text}: {read.note}", read.hint, fix=fix)
    return read.moment


def read_day(fields: Reading, key: Text, node: Node) -> dt.date | None:
    text = fields.text(node, key.text)
    if text is None:
        return None
    read = parse_day(text.text)
    if read.note:
        code = "date-form" if read.day else "date-unreadable"
        fix = read.day.isoformat() if read.day else ""
        fields.tell(code, text, f"{key.text}: {read.note}", read.hint, fix=fix)
    return read.day
