"""The entries of front matter that are mappings: sources, expectations, corrections, updates, the picture."""

from __future__ import annotations

import datetime as dt

from briefgen.briefs.model import Correction, Expectation, Image, Source, Update
from briefgen.briefs.paths import resolve_image
from briefgen.briefs.reading import Reading, read_day, read_line, read_moment
from briefgen.problems import Severity
from briefgen.text.fields import url_fault
from briefgen.text.moment import Moment, parse_moment
from briefgen.text.yaml_reader import Items, Node, Table, Text
from briefgen.text.yaml_scan import key_name

SOURCE = {"title": "title", "name": "title", "url": "url", "link": "url", "href": "url", "publisher": "publisher"}
_SOURCE_HINT = "Write `- title: …` and below it `url: https://…`"


def read_sources(fields: Reading, key: Text, node: Node) -> tuple[Source, ...]:
    found = (_source(fields, item) for item in fields.entries(node, key.text))
    return tuple(source for source in found if source)


def _source(fields: Reading, node: Node) -> Source | None:
    if isinstance(node, Text):
        return _source_in_words(fields, node)
    if isinstance(node, Table) and len(node.pairs) == 1:
        name, value = node.pairs[0]
        if key_name(name.text) not in SOURCE and isinstance(value, Text) and not url_fault(value.text)[0]:
            message = f"sources: “{name.text}” was read as the title of its address"
            fields.tell(
                "value-repaired", name, message, f"Write `- title: {name.text}` and below it `url: {value.text}`"
            )
            return Source(title=name.text, url=value.text)
    parts = fields.table(node, "sources", SOURCE, _SOURCE_HINT)
    title = _part(fields, parts, "title")
    publisher = _part(fields, parts, "publisher")
    url = fields.url(parts["url"][1], "url") if "url" in parts else ""
    if not title and not url:
        if isinstance(node, Table) and not _has_text(parts, "url"):
            fields.tell("value-missing", node, "sources: a source has neither title nor url", _SOURCE_HINT)
        return None
    return Source(title, url, publisher)


def _source_in_words(fields: Reading, node: Text) -> Source | None:
    """`https://…`, `Title https://…`, `[Title](https://…)`, or a title alone."""
    text = fields.line(node, "sources")
    if text is None:
        return None
    words = text.text
    title, url = words, ""
    at = max(words.find("https://"), words.find("http://")) if "://" in words else -1
    if words[0] == "[" and words[-1] == ")" and "](" in words:
        title, _, url = words[1:-1].rpartition("](")
    elif at >= 0:
        title, url = words[:at], words[at:]
        url, _, after = url.partition(" ")
        if after:
            title, url = words, f"{url} {after}"
        title = title.strip(" -–—:|<(,") if not after else ""
        url = url.rstrip(">),") if "(" not in url else url.rstrip(">,")
    elif words.startswith("www.") or "://" in words or words.lower().startswith(("javascript:", "data:", "mailto:")):
        title, url = "", words
    if url:
        fault, hint = url_fault(url)
        if fault:
            fields.wrong("url-unusable", text, f"sources: {fault}", hint)
            url = ""
    return Source(title.strip(), url) if title.strip() or url else None


EXPECT = {
    "on": "on", "date": "on", "day": "on", "by": "by", "before": "by", "from": "from", "to": "to", "until": "to",
    "what": "what", "text": "what", "event": "what", "title": "what", "outcome": "outcome", "result": "outcome",
}  # fmt: skip
_EXPECT_HINT = "Write `- on: 2025-10-31` (or `by:`, or `from:` and `to:`) and below it `what: …`"


def read_expectations(fields: Reading, key: Text, node: Node) -> tuple[Expectation, ...]:
    found = (_expectation(fields, item) for item in fields.entries(node, key.text))
    return tuple(expectation for expectation in found if expectation)


def _expectation(fields: Reading, node: Node) -> Expectation | None:
    parts = fields.table(node, "expect", EXPECT, _EXPECT_HINT)
    if not parts:
        if isinstance(node, Table) and not node.pairs:
            fields.tell("value-missing", node, "expect: an entry is empty", _EXPECT_HINT)
        return None
    what, outcome = _part(fields, parts, "what"), _part(fields, parts, "outcome")
    if not what:
        if not _has_text(parts, "what"):
            fields.tell("value-missing", node, "expect: an entry does not say what is expected", "Add `what: …`")
        what = ""
    days = {name: read_day(fields, *parts[name]) for name in ("on", "by", "from", "to") if _has_text(parts, name)}
    span = _span(fields, node, days, parts)
    return Expectation(what, *span, outcome, node.line) if what and span else None


def _span(
    fields: Reading, node: Node, days: dict[str, dt.date | None], parts: dict[str, tuple[Text, Node]]
) -> tuple[dt.date | None, dt.date] | None:
    """The first and the last day of an expectation, None after having said what is wrong."""
    given = set(days)
    if given not in ({"on"}, {"by"}, {"from", "to"}):
        if not given:
            message = "expect: an entry has no day"
        elif given in ({"from"}, {"to"}):
            message = f"expect: an entry has `{given.pop()}` alone"
        else:
            message = f"expect: an entry has {' and '.join(f'`{n}`' for n in ('on', 'by', 'from', 'to') if n in given)}"
        fields.tell("value-missing", node, message, "Write either `on:`, or `by:`, or both `from:` and `to:`")
        return None
    first, last = days.get("on") or days.get("from"), days.get("on") or days.get("by") or days.get("to")
    if last is None or (first is None and "from" in given):
        return None
    if first and first > last:
        message = f"expect: it ends on {last}, before it begins on {first}"
        fields.tell("date-order", parts["to"][1], message, "Exchange `from` and `to`, or put the year right")
        return None
    return first, last


CORRECTION = {"date": "date", "on": "date", "text": "text", "what": "text", "correction": "text", "update": "text"}
_CORRECTION_HINT = "Write `- date: 2025-10-19` and below it `text: …`"


def read_corrections(fields: Reading, key: Text, node: Node) -> tuple[Correction, ...]:
    found = []
    for item in fields.entries(node, key.text):
        if told := _told(fields, item, "corrections"):
            date, text = told
            found.append(Correction(date, text.text) if date else _undated(fields, item, text))
    return tuple(correction for correction in found if correction)


def read_updates(fields: Reading, key: Text, node: Node) -> tuple[Update, ...]:
    found = []
    for item in fields.entries(node, key.text):
        if told := _told(fields, item, "updates"):
            date, text = told
            if date:
                found.append(Update(date, text.text))
            else:
                fields.tell("value-missing", item, "updates: an update has no date", _CORRECTION_HINT)
    return tuple(found)


def _told(fields: Reading, node: Node, name: str) -> tuple[Moment | None, Text] | None:
    """What an entry of `corrections` or `updates` says, and when; None after having said what is wrong."""
    if isinstance(node, Table) and len(node.pairs) == 1:
        written, value = node.pairs[0]
        moment = parse_moment(written.text, fields.zone).moment
        if moment and isinstance(value, Text) and value.text.strip():
            message = f"{name}: “{written.text}” was read as the date of this {name.rstrip('s')}"
            fields.tell("value-repaired", written, message, _CORRECTION_HINT)
            return moment, Text(value.text.strip(), value.line, value.column, value.end)
    if isinstance(node, Text):
        text = fields.text(node, name)
        return (None, text) if text else None
    parts = fields.table(node, name, CORRECTION, _CORRECTION_HINT)
    text = fields.text(parts["text"][1], "text") if "text" in parts else None
    if not text:
        if isinstance(node, Table):
            which = "a correction" if name == "corrections" else "an update"
            fields.tell("value-missing", node, f"{name}: {which} has no text", "Add `text: …`")
        return None
    date = read_moment(fields, *parts["date"]) if "date" in parts else None
    if date is None and _has_text(parts, "date"):
        return None
    return date, text


def _undated(fields: Reading, node: Node, text: Text) -> Correction | None:
    """A correction without a date gets that of the brief's last change: it must not vanish from the page."""
    date = fields.values.get("updated") or fields.values.get("date")
    if date is None:
        fields.tell(
            "correction-undated", node, "corrections: a correction has no date", _CORRECTION_HINT, Severity.ERROR
        )
        return None
    message = f"corrections: a correction has no date and got that of the brief, {date.day}"
    fields.tell("correction-undated", node, message, _CORRECTION_HINT)
    return Correction(date, text.text)


IMAGE = {
    "path": "path", "src": "path", "file": "path", "url": "path", "alt": "alt", "credit": "credit", "caption": "caption",
}  # fmt: skip
_IMAGE_HINT = "Write below `image:` the lines `  path: …` and `  alt: …`, which says what is to be seen"


def read_image(fields: Reading, key: Text, node: Node) -> Image | None:
    if isinstance(node, Text):
        if fields.text(node, key.text):
            fields.tell(
                "value-missing", node, "image: a picture has no `alt`, a text for those who cannot see it", _IMAGE_HINT
            )
        return None
    parts = fields.table(node, key.text, IMAGE, _IMAGE_HINT)
    if not parts:
        return None
    alt = _part(fields, parts, "alt")
    path = fields.text(parts["path"][1], "path") if "path" in parts else None
    if path is None and not isinstance(parts.get("path", (key, Text("")))[1], Items | Table):
        fields.tell("value-missing", node, "image: the picture has no `path`", _IMAGE_HINT)
    if not alt and ("alt" not in parts or isinstance(parts["alt"][1], Text)):
        fields.tell(
            "value-missing", node, "image: a picture has no `alt`, a text for those who cannot see it", _IMAGE_HINT
        )
    if path is None or not alt:
        return None
    resolved, fault, hint = resolve_image(path.text, fields.file)
    if fault:
        fields.tell("image-path", path, f"image: {fault}", hint)
        return None
    return Image(resolved, alt, _part(fields, parts, "credit"), _part(fields, parts, "caption"), key.line)


def _part(fields: Reading, parts: dict[str, tuple[Text, Node]], name: str) -> str:
    if name not in parts:
        return ""
    key, node = parts[name]
    return read_line(fields, key, node)


def _has_text(parts: dict[str, tuple[Text, Node]], name: str) -> bool:
    """Whether a part is there at all, right or wrong."""
    if name not in parts:
        return False
    node = parts[name][1]
    return not isinstance(node, Text) or bool(node.text.strip())
