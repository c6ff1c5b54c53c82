"""A file of a site → the addresses of other sites that readers get from it, and where it has them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urldefrag

from briefgen.briefs.model import Brief
from briefgen.briefs.parser import parse_brief, parse_page
from briefgen.briefs.registry import parse_registry
from briefgen.briefs.sorting import PAGES, REGISTRIES
from briefgen.config import Config
from briefgen.links.model import Link
from briefgen.problems import Where
from briefgen.render.markup import written_addresses
from briefgen.text.decode import decode

SETTINGS = "briefgen.yml"
#: What stands behind an address that has ended.
_ENDS = frozenset(["", *" \t\n)>]},\"'<*|"])
_WIKIDATA = "https://www.wikidata.org/wiki/"


def links_in(file: str, data: bytes, config: Config) -> tuple[Link, ...]:
    """The links to other sites in a file, named from the folder of the site: "briefs/2025/kim.md", "briefgen.yml"."""
    path = file.removeprefix("briefs/")
    found: dict[str, dict[Where, None]] = {}
    text = ""
    ignored = _ignored(config.links.ignore)
    for address, said in _addresses(file, path, data, config):
        whole = urldefrag(f"https:{address}" if address.startswith("//") else address)[0]
        if not whole.lower().startswith(("http://", "https://")) or _is_own(whole, config) or ignored(whole):
            continue
        text = text or decode(data, file)[0]
        found.setdefault(whole, {}).update(dict.fromkeys(_places(file, text, said)))
    return tuple(Link(address, tuple(places)) for address, places in found.items())


def _addresses(file: str, path: str, data: bytes, config: Config) -> Iterator[tuple[str, str]]:
    """Each address, and what is written in the file for it."""
    if file == SETTINGS:
        written = [link.url for link in config.nav] + [config.logo]
    elif path in REGISTRIES:
        actors = parse_registry(data, None)[0].actors if path == REGISTRIES[0] else ()
        written = [actor.url for actor in actors]
        yield from ((_WIKIDATA + actor.wikidata, actor.wikidata) for actor in actors if actor.wikidata)
    elif path.startswith(PAGES):
        page, _ = parse_page(path, data, config)
        written = _in_prose([page.text]) if page else []
    else:
        brief = parse_brief(path, data, config).brief
        written = _in_brief(brief) if brief else []
    yield from ((address, address) for address in written if address)


def _in_brief(brief: Brief) -> list[str]:
    picture = [brief.image.path] if brief.image else []
    prose = _in_prose([brief.lede, *(section.text for section in brief.sections)])
    return [*(source.url for source in brief.sources), *picture, *prose]


def _in_prose(texts: Sequence[str]) -> list[str]:
    return [address for text in texts if "//" in text for address in written_addresses(text)]


def _is_own(address: str, config: Config) -> bool:
    """Whether an address is one of this site, of which a build knows more than a server."""
    return bool(config.url) and f"{address}/".startswith(f"{config.url}/")


def _places(file: str, text: str, said: str) -> Iterator[Where]:
    """Where a file has an address; its first line as a whole where it is written in another way."""
    for written in (said, said.replace("&", "&amp;")):
        starts = list(_starts(text, written))
        whole = [at for at in starts if text[at + len(written) : at + len(written) + 1] in _ENDS]
        for at in whole or starts[:1]:
            column = at - text.rfind("\n", 0, at)
            yield Where(file, text.count("\n", 0, at) + 1, column, column + len(written))
        if starts:
            return
    yield Where(file, 1)


def _starts(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        if not text[at - 1 : at].isalnum():
            yield at
        at = text.find(part, at + len(part))


def _ignored(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether an address is one that the settings name: by its beginning, or by its host; `*` stands for anything."""
    if not patterns:
        return lambda _: False
    parts = []
    for pattern in patterns:
        bare = pattern.partition("://")[2] or pattern
        scheme = re.escape(pattern[: len(pattern) - len(bare)]) or r"https?://(?:[^/?#]*\.)?"
        rest = ".*".join(map(re.escape, bare.split("*")))
        parts.append(scheme + rest + ("" if set("/*") & set(bare) else r"(?:[:/?#]|\Z)"))
    return re.compile("|".join(parts), re.IGNORECASE).match  # type: ignore[return-value]
