"""The keys of a brief's front matter: one table, each key with its spellings, its meaning and its converter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec

from briefgen.briefs.model import Correction, Expectation, Image, Ref, Source, Status
from briefgen.briefs.paths import resolve_image, site_path
from briefgen.config import Config
from briefgen.problems import Severity
from briefgen.text.fields import Fields, url_fault
from briefgen.text.keys import slugify
from briefgen.text.moment import Moment, parse_day, parse_moment, time_zone
from briefgen.text.yaml_reader import Items, Node, Table, Text
from briefgen.text.yaml_scan import Shape, key_name


class Reading(Fields):
    """`Fields` of one brief. `file` is the display name ("briefs/x.md"); `values` are the keys that were read already."""

    def __init__(self, file: str, config: Config) -> None:
        super().__init__(file)
        self.config = config
        self.zone: dt.tzinfo = time_zone(config.timezone) or dt.UTC
        self.values: dict[str, Any] = {}


Reader = Callable[[Reading, Text, Node], Any]


class Key(msgspec.Struct, frozen=True):
    """A key of the front matter. `aliases` are other names that mean it; `read` gives its value, or None or something
    empty; `doc` says in one line what it means; `parts` are the keys of an entry, for keys that hold mappings."""

    name: str
    doc: str
    read: Reader
    shape: Shape = Shape.TEXT
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def _ref(fields: Reading, key: Text, node: Node) -> Ref | None:
    text = fields.line(node, key.text)
    return Ref(text.text, text.line, text.column, text.end) if text else None


def _line(fields: Reading, key: Text, node: Node) -> str:
    text = fields.line(node, key.text)
    return text.text if text else ""


def _byline(fields: Reading, key: Text, node: Node) -> str:
    if isinstance(node, Items):
        return ", ".join(name.text for name in fields.names(node, key.text))
    return _line(fields, key, node)


def _refs(fields: Reading, key: Text, node: Node) -> tuple[Ref, ...]:
    return tuple(Ref(n.text, n.line, n.column, n.end) for n in fields.names(node, key.text))


def _moment(fields: Reading, key: Text, node: Node) -> Moment | None:
    text = fields.text(node, key.text)
    if text is None:
        return None
    read = parse_moment(text.text, fields.zone)
    if read.note:
        code = "date-form" if read.moment else "date-unreadable"
        fields.tell(code, text, f"{key.text}: {read.note}", read.hint)
    return read.moment


def _day(fields: Reading, key: Text, node: Node) -> dt.date | None:
    text = fields.text(node, key.text)
    if text is None:
        return None
    read = parse_day(text.text)
    if read.note:
        code = "date-form" if read.day else "date-unreadable"
        fields.tell(code, text, f"{key.text}: {read.note}", read.hint)
    return read.day


def _slug(fields: Reading, key: Text, node: Node) -> Ref | None:
    text = fields.line(node, key.text)
    if text is None:
        return None
    slug = slugify(text.text)
    if not slug:
        hint = "Write letters, digits and hyphens, such as harbour-wall"
        fields.wrong("slug-unusable", text, f"{key.text}: “{text.text}” has no letter or digit", hint)
        return None
    if slug != text.text:
        fields.tell("value-repaired", text, f"{key.text}: “{text.text}” became {slug}", f"Write `slug: {slug}`")
    return Ref(slug, text.line, text.column, text.end)


def _language(fields: Reading, key: Text, node: Node) -> str:
    return fields.language(node, key.text)


_STATUS = {
    "draft": Status.DRAFT,
    "published": Status.PUBLISHED,
    "publish": Status.PUBLISHED,
    "public": Status.PUBLISHED,
    "live": Status.PUBLISHED,
    "unpublished": Status.DRAFT,
}


def _status(fields: Reading, key: Text, node: Node) -> Status | None:
    """`status: draft`, and what other programs write: `draft: true`, `published: false`."""
    kind = key_name(key.text)
    if kind != "status":
        text = fields.text(node, key.text)
        if kind == "published" and text and parse_moment(text.text, fields.zone).moment:
            hint = f"Write `date: {text.text}`"
            fields.tell("status-unknown", text, "published: a date stands where true or false belongs", hint)
            return None
        said = fields.flag(node, key.text)
        return None if said is None else Status.DRAFT if said == (kind == "draft") else Status.PUBLISHED
    text = fields.line(node, key.text)
    if text is None:
        return None
    status = _STATUS.get(text.text.casefold())
    if status is None:
        message = f"status: “{text.text}” is not a status"
        fields.tell("status-unknown", text, message, "Write `status: draft` or `status: published`")
    elif text.text.casefold() != status.value:
        fields.tell(
            "value-repaired", text, f"status: “{text.text}” means {status.value}", f"Write `status: {status.value}`"
        )
    return status


def _aliases(fields: Reading, key: Text, node: Node) -> tuple[str, ...]:
    found: list[str] = []
    for item in fields.names(node, key.text):
        path, fault, hint = site_path(item.text, fields.config.url)
        if fault:
            fields.wrong("alias-unusable", item, f"{key.text}: {fault}", hint)
        elif path not in found:
            found.append(path)
    return tuple(found)


# -- entries

_SOURCE = {"title": "title", "name": "title", "url": "url", "link": "url", "href": "url", "publisher": "publisher"}
_SOURCE_HINT = "Write `- title: …` and below it `url: https://…`"


def _sources(fields: Reading, key: Text, node: Node) -> tuple[Source, ...]:
    found = (_source(fields, item) for item in fields.entries(node, key.text))
    return tuple(source for source in found if source)


def _source(fields: Reading, node: Node) -> Source | None:
    if isinstance(node, Text):
        return _source_in_words(fields, node)
    if isinstance(node, Table) and len(node.pairs) == 1:
        name, value = node.pairs[0]
        if key_name(name.text) not in _SOURCE and isinstance(value, Text) and not url_fault(value.text)[0]:
            message = f"sources: “{name.text}” was read as the title of its address"
            fields.tell(
                "value-repaired", name, message, f"Write `- title: {name.text}` and below it `url: {value.text}`"
            )
            return Source(title=name.text, url=value.text)
    parts = fields.table(node, "sources", _SOURCE, _SOURCE_HINT)
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


_EXPECT = {
    "on": "on", "date": "on", "day": "on", "by": "by", "before": "by", "from": "from", "to": "to", "until": "to",
    "what": "what", "text": "what", "event": "what", "title": "what", "outcome": "outcome", "result": "outcome",
}  # fmt: skip
_EXPECT_HINT = "Write `- on: 2025-10-31` (or `by:`, or `from:` and `to:`) and below it `what: …`"


def _expectations(fields: Reading, key: Text, node: Node) -> tuple[Expectation, ...]:
    found = (_expectation(fields, item) for item in fields.entries(node, key.text))
    return tuple(expectation for expectation in found if expectation)


def _expectation(fields: Reading, node: Node) -> Expectation | None:
    parts = fields.table(node, "expect", _EXPECT, _EXPECT_HINT)
    if not parts:
        if isinstance(node, Table) and not node.pairs:
            fields.tell("value-missing", node, "expect: an entry is empty", _EXPECT_HINT)
        return None
    what, outcome = _part(fields, parts, "what"), _part(fields, parts, "outcome")
    if not what:
        if not _has_text(parts, "what"):
            fields.tell("value-missing", node, "expect: an entry does not say what is expected", "Add `what: …`")
        what = ""
    days = {name: _day(fields, *parts[name]) for name in ("on", "by", "from", "to") if _has_text(parts, name)}
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


_CORRECTION = {"date": "date", "on": "date", "text": "text", "what": "text", "correction": "text"}
_CORRECTION_HINT = "Write `- date: 2025-10-19` and below it `text: …`"


def _corrections(fields: Reading, key: Text, node: Node) -> tuple[Correction, ...]:
    found = (_correction(fields, item) for item in fields.entries(node, key.text))
    return tuple(correction for correction in found if correction)


def _correction(fields: Reading, node: Node) -> Correction | None:
    if isinstance(node, Table) and len(node.pairs) == 1:
        name, value = node.pairs[0]
        moment = parse_moment(name.text, fields.zone).moment
        if moment and isinstance(value, Text) and value.text.strip():
            message = f"corrections: “{name.text}” was read as the date of this correction"
            fields.tell("value-repaired", name, message, _CORRECTION_HINT)
            return Correction(moment, value.text.strip())
    if isinstance(node, Text):
        text, date = fields.text(node, "corrections"), None
    else:
        parts = fields.table(node, "corrections", _CORRECTION, _CORRECTION_HINT)
        text = fields.text(parts["text"][1], "text") if "text" in parts else None
        if not text:
            if isinstance(node, Table):
                fields.tell("value-missing", node, "corrections: a correction has no text", "Add `text: …`")
            return None
        date = _moment(fields, *parts["date"]) if "date" in parts else None
        if date is None and _has_text(parts, "date"):
            return None
    if text is None:
        return None
    return Correction(date, text.text) if date else _undated(fields, node, text)


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


_IMAGE = {
    "path": "path", "src": "path", "file": "path", "url": "path", "alt": "alt", "credit": "credit", "caption": "caption",
}  # fmt: skip
_IMAGE_HINT = "Write below `image:` the lines `  path: …` and `  alt: …`, which says what is to be seen"


def _image(fields: Reading, key: Text, node: Node) -> Image | None:
    if isinstance(node, Text):
        if fields.text(node, key.text):
            fields.tell(
                "value-missing", node, "image: a picture has no `alt`, a text for those who cannot see it", _IMAGE_HINT
            )
        return None
    parts = fields.table(node, key.text, _IMAGE, _IMAGE_HINT)
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


def _extra(fields: Reading, key: Text, node: Node) -> dict[str, Any]:
    return fields.plain(node, key.text)


def _part(fields: Reading, parts: dict[str, tuple[Text, Node]], name: str) -> str:
    if name not in parts:
        return ""
    key, node = parts[name]
    return _line(fields, key, node)


def _has_text(parts: dict[str, tuple[Text, Node]], name: str) -> bool:
    """Whether a part is there at all, right or wrong."""
    if name not in parts:
        return False
    node = parts[name][1]
    return not isinstance(node, Text) or bool(node.text.strip())


_TOPIC_ALIASES = ("tags", "tag", "categories", "category", "topic", "keywords")

#: The keys of a brief, in the order of the documentation, by name. `corrections` stands after the dates it falls back on.
KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        Key("title", "The headline", _ref, aliases=("headline",)),
        Key("date", "When the brief was published: a day, or a day and a time", _moment,
            aliases=("publishdate", "pubdate", "datepublished", "publicationdate", "publishedat")),
        Key("updated", "When its text last changed in substance", _moment,
            aliases=("lastmod", "lastmodified", "modified", "datemodified", "lastupdated", "updatedat")),
        Key("expires", "When it leaves lists, feeds and sitemaps", _moment,
            aliases=("expirydate", "expiry", "expire", "expirationdate")),
        Key("summary", "One or two sentences for lists, feeds and search engines", _line,
            aliases=("description", "excerpt", "abstract")),
        Key("byline", "Who wrote it", _byline, Shape.NAMES, ("author", "authors", "by", "writer")),
        Key("language", "The language of this brief, if it is not that of the site", _language,
            aliases=("lang", "locale")),
        Key("slug", "The last part of the address", _slug),
        Key("aliases", "Former addresses, which redirect to this one", _aliases, Shape.NAMES,
            ("alias", "redirectfrom", "redirects")),
        Key("id", "A permanent id in feeds", _line, aliases=("guid", "uuid")),
        Key("topics", "What it is about: names, slugs or aliases", _refs, Shape.NAMES, _TOPIC_ALIASES),
        Key("actors", "Who appears in it: names, slugs or aliases", _refs, Shape.NAMES, ("actor",)),
        Key("not_actors", "Names in the text that are not the actors of that name", _refs, Shape.NAMES, ("notactor",)),
        Key("status", "`draft` or `published`", _status, aliases=("draft", "published")),
        Key("sources", "Where the facts come from", _sources, Shape.ANY, ("source",), ("title", "url", "publisher")),
        Key("story", "The thread that it belongs to", _ref),
        Key("follows", "The brief that it takes further", _ref),
        Key("expect", "What is expected, and by when", _expectations, Shape.ANY, ("expects", "expectation", "expectations"),
            ("on", "by", "from", "to", "what", "outcome")),
        Key("corrections", "What was wrong and has been put right", _corrections, Shape.ANY, ("correction",),
            ("date", "text")),
        Key("image", "A picture", _image, Shape.TEXT, ("picture",), ("path", "alt", "credit", "caption")),
        Key("extra", "Anything that the site's own templates use", _extra, Shape.FREE),
    )
}  # fmt: skip

#: `key_name` of every spelling → the key.
SPELLINGS: dict[str, Key] = {key_name(name): key for key in KEYS.values() for name in (key.name, *key.aliases)}

#: What the repair of YAML must know: the shapes of all keys, those of entries too.
SHAPES: dict[str, Shape] = {
    **{name: Shape.TEXT for table in (_SOURCE, _EXPECT, _CORRECTION, _IMAGE) for name in table},
    **{name: key.shape for name, key in SPELLINGS.items()},
    "by": Shape.TEXT,
    "permalink": Shape.TEXT,
}
