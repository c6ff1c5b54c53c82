"""Every address of the sample site that stands anywhere on it leads to something that is there: in pages, feeds, sitemaps, data."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from support_web import PACKED, address_of

ORIGIN = "https://briefs.example"
#: Attributes of HTML that hold one address.
SINGLE = frozenset({"action", "cite", "data", "data-src", "formaction", "href", "poster", "src"})
#: Addresses in files of any kind. A query or a pattern in braces is for whoever fills it in.
ABSOLUTE = re.compile(rf"{re.escape(ORIGIN)}(/[^\s\"'<>\\^`{{|}}]*)?")
#: What ends a sentence or a link in Markdown, and is no part of an address.
TRAILING = ".,;:!?)]*"


class Addresses(HTMLParser):
    """The addresses and the ids in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        #: The names of things in JSON-LD, which are addresses within the page that says what they are.
        self.things = {found.partition("#")[2] for found in re.findall(r'"@id":\s*"([^"]+)"', text)}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SINGLE and value is not None:
                self.found.append(value)
            elif name in ("srcset", "imagesrcset") and value:
                self.found += [part.split()[0] for part in value.split(",")]
            elif name == "id" and value:
                self.ids.add(value)
        given = dict(attrs)
        if tag == "meta" and given.get("http-equiv") == "refresh":
            self.found.append(str(given["content"]).partition("url=")[2])


@cache
def page(file: Path) -> Addresses:
    return Addresses(file.read_text("utf-8"))


def addresses(file: Path) -> Iterator[str]:
    """All addresses in a file: of the site wherever they stand, and those that are relative where such can be."""
    text = file.read_text("utf-8")
    if file.suffix == ".html":
        yield from page(file).found
    if file.suffix == ".css":
        yield from re.findall(r"url\(\s*[\"']?([^\"')]+)", text)
    if file.suffix == ".ics":
        text = re.sub(r"\r?\n[ \t]", "", text)
    for match in ABSOLUTE.finditer(html.unescape(text.replace("\\/", "/"))):
        yield match[0].rstrip(TRAILING)


def fault(address: str, file: Path, folder: Path) -> str:
    """What is wrong with an address in a file; empty: nothing, or it is of another site."""
    parts = urlsplit(urljoin(f"{ORIGIN}/{address_of(file, folder)}", address))
    if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
        return ""
    target = folder / unquote(parts.path).lstrip("/")
    target = target / "index.html" if parts.path.endswith("/") or not parts.path else target
    if not target.is_file():
        return "no such file"
    if parts.fragment and target.suffix == ".html":
        known = page(target).ids | (page(target).things if "#" in address and address.startswith(ORIGIN) else set())
        return "" if unquote(parts.fragment) in known else "no such id"
    return ""


def files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix in PACKED]


def test_every_address_leads_somewhere(site: Path) -> None:
    broken = []
    checked: dict[str, int] = {}
    for file in files(site):
        for address in addresses(file):
            checked[file.suffix] = checked.get(file.suffix, 0) + 1
            wrong = fault(address, file, site)
            if wrong:
                broken.append(f"{file.relative_to(site)}: {address} ({wrong})")
    assert not broken, "\n".join(broken)
    assert checked[".html"] > 5000
    assert checked[".xml"] > 500


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<a href="c.html">b</a>'),
        ("a.html", '<a href="#b">b</a>'),
        ("a.html", '<img srcset="/a.html 1x, /b.png 2x">'),
        ("a.html", '<form action="/search/"></form>'),
        ("a.html", '<meta property="og:image" content="https://briefs.example/b.png">'),
        ("a.html", '<script type="application/ld+json">{"url": "https:\\/\\/briefs.example\\/b\\/"}</script>'),
        ("a.html", '<script type="application/ld+json">{"@id": "https://briefs.example/b.html#b"}</script>'),
        ("a.css", "a { background: url(b.png) }"),
        ("a.xml", "<content>&lt;a href=&quot;https://briefs.example/b/&quot;&gt;</content>"),
        ("a.json", '{"url": "https://briefs.example/b/"}'),
        ("a.ics", "URL:https://briefs.exa\r\n mple/b/\r\n"),
        ("a.txt", "See [b](https://briefs.example/b/)."),
    ],
)
def test_a_broken_address_is_found(name: str, text: str, tmp_path: Path) -> None:
    for other in ("a.html", "b.html"):
        (tmp_path / other).write_text("", "utf-8")
    (tmp_path / name).write_text(text, "utf-8")
    wrong = [address for address in addresses(tmp_path / name) if fault(address, tmp_path / name, tmp_path)]
    assert len(set(wrong)) == 1
