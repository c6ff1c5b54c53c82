"""`briefgen check --links`: what servers say is told apart, each is asked seldom and politely, and none that is not for everybody."""

from __future__ import annotations

import ipaddress
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support_links import Elsewhere, elsewhere
from support_site import brief, briefgen, write_site

from briefgen.cli import linking
from briefgen.cli.site import open_site
from briefgen.config import Config, LinksConfig
from briefgen.links.asking import ask
from briefgen.links.looking import Looked, look
from briefgen.links.model import Kind
from briefgen.links.network import is_public
from briefgen.links.places import links_in
from briefgen.links.round import Round
from briefgen.problems import Where
from briefgen.settings import parse_config
from briefgen.workers import serial_map

CONFIG = Config(url="https://wire.example")


def to(path: str, status: int = 301) -> tuple[int, dict[str, str]]:
    return status, {"Location": path}


# ---------------------------------------------------------------- one address

#: What a server says, and what is made of it.
SAID: dict[str, tuple[dict[Any, Any], Kind, str]] = {
    "good": ({"/": 200}, Kind.GOOD, ""),
    "not found": ({"/": 404}, Kind.GONE, "404 Not Found"),
    "gone": ({"/": 410}, Kind.GONE, "410 Gone"),
    "forbidden": ({"/": 403}, Kind.UNSEEN, "403 Forbidden"),
    "broken": ({"/": 500}, Kind.UNSEEN, "500 Internal"),
    "a status of its own": ({"/": 999}, Kind.UNSEEN, "999"),
    "HEAD refused": ({("HEAD", "/"): 405, ("GET", "/"): 200}, Kind.GOOD, ""),
    "HEAD wrong": ({("HEAD", "/"): 404, ("GET", "/"): 200}, Kind.GOOD, ""),
    "HEAD hung up on": ({("HEAD", "/"): "hang up", ("GET", "/"): 200}, Kind.GOOD, ""),
    "moved": ({"/": to("/new?Ã©=1#place"), "/new?%C3%A9=1": 200}, Kind.MOVED, "/new?é=1"),
    "moved 308": ({"/": to("/new", 308), "/new": 200}, Kind.MOVED, "/new"),
    "moved for now": ({"/": to("/new", 302), "/new": 200}, Kind.GOOD, ""),
    "moved, then for now": ({"/": to("/b"), "/b": to("/c", 307), "/c": to("/d"), "/d": 200}, Kind.MOVED, "/b"),
    "moved away": ({"/": to("/b"), "/b": 404}, Kind.GONE, "404"),
    "the same again": ({"/": [to("/"), to("/"), to("/"), 200]}, Kind.GOOD, ""),
    "circle": ({"/": to("/b"), "/b": to("/")}, Kind.UNSEEN, "more than 10"),
    "elsewhere": ({"/": to("ftp://a.example/")}, Kind.UNSEEN, "ftp:"),
    "no address": ({"/": to("http://[x/")}, Kind.UNSEEN, "no address"),
    "no port": ({"/": to("http://a.example:x/")}, Kind.UNSEEN, "no address"),
    "into the house": ({"/": to("http://inside.example:{port}/")}, Kind.PRIVATE, "never asked"),
    "busy": ({"/": [(429, {"Retry-After": "0"}), 200]}, Kind.GOOD, ""),
    "busy until a date": ({"/": [(503, {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}), 200]}, Kind.GOOD, ""),
    "busy for long": ({"/": (429, {"Retry-After": "3600"})}, Kind.UNSEEN, "429"),
    "hung up": ({"/": "hang up"}, Kind.UNSEEN, "hung up"),
    "rubbish": ({"/": "rubbish"}, Kind.UNSEEN, "hung up"),
    "drip": ({"/": "drip"}, Kind.UNSEEN, "0.3 seconds"),
}


@pytest.mark.parametrize("case", list(SAID))
def test_what_a_server_says(case: str) -> None:
    script, kind, told = SAID[case]
    with elsewhere(script) as server:
        ((_, answer),) = server.round(timeout=0.3 if case == "drip" else 5).answers([server.url("/")])
        assert (answer.kind, told in answer.told) == (kind, True), answer
        assert server.agents == {"briefgen/test"}


def test_hosts_that_cannot_be_asked() -> None:
    with elsewhere({"/": 200}) as server:
        for host, scheme, kind, told in (
            ("nowhere.example", "http", Kind.GONE, "no host"),
            ("later.example", "http", Kind.UNSEEN, "now"),
            ("mixed.example", "http", Kind.PRIVATE, "never asked"),
            ("inside.example", "https", Kind.PRIVATE, "never asked"),
            ("a.example", "https", Kind.UNSEEN, "secure"),
            ("b" * 70 + ".example", "http", Kind.UNSEEN, ""),
        ):
            answer = ask(server.url("/", host, scheme), server.web().request)
            if len(host) < 70:
                assert (answer.kind, told in answer.told) == (kind, True), answer
        closed = server.url("/")
    refused = ask(closed, server.web().request)
    assert (refused.kind, refused.told) == (Kind.UNSEEN, "its server takes no connection")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("64:ff9b::5db8:d70e", True),
        *((private, False) for private in ("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254")),
        *((private, False) for private in ("0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::")),
        *((private, False) for private in ("fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1")),
        *((private, False) for private in ("2002:7f00:1::", "64:ff9b::a00:1", "64:ff9b:1::1", "::127.0.0.1")),
    ],
)
def test_what_anybody_may_ask(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


# ---------------------------------------------------------------- many addresses


def test_a_host_is_asked_one_thing_at_a_time() -> None:
    """Also one to which others redirect; several hosts are asked at once."""
    paths = [f"/{n}" for n in range(8)]
    script: dict[Any, Any] = dict.fromkeys(paths, 200) | {"/on": to("http://a.example:{port}/0", 302), "quiet": True}
    with elsewhere(script) as server:
        wanted = [server.url(path) for path in paths] + [server.url("/on", f"{n}.example") for n in range(8)]
        found = dict(server.round().answers(wanted))
    assert {answer.kind for answer in found.values()} == {Kind.GOOD}
    assert found.keys() == set(wanted)
    assert server.most["a.example"] == 1
    assert Counter(host for _, host, _ in server.asked)["a.example"] == 16


def test_a_host_that_is_silent_or_wants_to_be_left_alone_is() -> None:
    with elsewhere({"/": 200, "/busy": (429, {"Retry-After": "999"})}) as server:
        busy = [server.url("/busy"), *(server.url(f"/{n}") for n in range(9))]
        silent = [server.url(f"/{n}", "silent.example") for n in range(9)]
        server.script |= {f"/{n}": ["hang up"] for n in range(9)}
        found = dict(server.round().answers([*busy, *silent]))
    assert {answer.kind for answer in found.values()} == {Kind.UNSEEN}
    counted = Counter(host for _, host, _ in server.asked)
    assert counted == {"a.example": 1, "silent.example": 3}


def test_time_ends_and_a_mistake_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with elsewhere({"/1": 200, "/2": "drip"}) as server:
        assert [a for a, _ in server.round(0.5).answers([server.url("/1"), server.url("/2")])] == [server.url("/1")]
        assert not list(server.round(0).answers([server.url("/1")]))
        monkeypatch.setattr("briefgen.links.round.ask", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            list(server.round().answers([server.url("/1")]))


# ---------------------------------------------------------------- where they stand


def places(file: str, text: str, config: Config = CONFIG) -> dict[str, list[str]]:
    """The addresses in a file, each with what is written in the places that are named."""
    lines = text.split("\n")
    return {
        link.address: [lines[w.line - 1][w.column - 1 : w.end - 1] if w.end else "" for w in link.places]
        for link in links_in(file, text.encode(), config)
    }


def test_links_of_briefs_and_pages() -> None:
    prose = (
        "See [a](https://a.example/x) and https://bare.example/ and <https://auto.example/?q=1>, [same](https://a.example/x#part) "
        "[amp](https://amp.example/?a=1&amp;b=2), [ref][r], `[code](https://code.example/)`, [way](//way.example/y), "
        "[mail](mailto:a@b.example), [tel](tel:+1), [own](https://wire.example/2025/), [local](/topics/), "
        "[longer](https://a.example/x/y) [é](https://é.example/ü) ![p](https://picture.example/p.png)\n\n"
        "[r]: <https://reference.example/a(b)>"
    )
    front = "sources:\n  - https://a.example/x\n  - Words https://words.example/1\n  - title: T\n    url: 'https://quoted.example'\nimage:\n  path: https://image.example/i.jpg\n  alt: A\n"
    whole = {
        "https://a.example/x": ["https://a.example/x", "https://a.example/x", "https://a.example/x#part"],
        "https://auto.example/?q=1": ["https://auto.example/?q=1"],
        "https://amp.example/?a=1&b=2": ["https://amp.example/?a=1&amp;b=2"],
        "https://reference.example/a(b)": ["https://reference.example/a(b)"],
        "https://way.example/y": ["//way.example/y"],
        "https://a.example/x/y": ["https://a.example/x/y"],
        "https://é.example/ü": ["https://é.example/ü"],
        "https://picture.example/p.png": ["https://picture.example/p.png"],
    }
    found = places("briefs/a.md", brief(extra=front, text=prose))
    in_front = {
        f"https://{name}": [f"https://{name}"] for name in ("words.example/1", "quoted.example", "image.example/i.jpg")
    }
    assert found == whole | in_front
    on_page = places("briefs/_pages/about.md", f"---\ntitle: About\n---\n{prose}\n")
    assert on_page == whole | {"https://a.example/x": ["https://a.example/x", "https://a.example/x#part"]}


def test_links_of_registries_and_settings() -> None:
    actors = "a:\n  name: A\n  url: https://a.example/\n  wikidata: Q42\nb: {name: B, wikidata: https://www.wikidata.org/wiki/Q7}\n"
    assert places("briefs/actors.yml", actors) == {
        "https://a.example/": ["https://a.example/"],
        "https://www.wikidata.org/wiki/Q42": ["Q42"],
        "https://www.wikidata.org/wiki/Q7": ["Q7"],
    }
    assert places("briefs/topics.yml", "t: https://a.example/\n") == {}
    text = "url: https://wire.example\nnav:\n  - Elsewhere: https://else.example/\n  - Topics: /topics/\n"
    settings, _ = parse_config(text.encode())
    assert places("briefgen.yml", text, settings) == {"https://else.example/": ["https://else.example/"]}


def test_an_address_that_is_written_otherwise_has_its_file() -> None:
    found = links_in("briefs/a.md", brief(text=r"[a](https://a.example/\_x)").encode(), CONFIG)
    assert [(link.address, link.places) for link in found] == [("https://a.example/_x", (Where("briefs/a.md", 1),))]


@pytest.mark.parametrize(
    ("pattern", "ignored"),
    [
        ("https://a.example/x", {"a/x", "a/xy"}),
        ("a.example", {"a/x", "a/xy", "a/z/x", "www.a/x"}),
        ("a.example/*/x", {"a/z/x"}),
        ("*.example", {"a/x", "a/xy", "a/z/x", "www.a/x", "ba/x"}),
        ("http://a.example", set()),
        ("example", {"a/x", "a/xy", "a/z/x", "www.a/x", "ba/x"}),
        ("ample", set()),
    ],
)
def test_addresses_that_are_not_asked_for(pattern: str, ignored: set[str]) -> None:
    config = Config(links=LinksConfig(ignore=(pattern,)))
    every = {
        name: f"https://{name.replace('/', '.example/', 1)}" for name in ("a/x", "a/xy", "a/z/x", "www.a/x", "ba/x")
    }
    text = brief(text=" ".join(f"<{address}>" for address in every.values()))
    left = {link.address for link in links_in("briefs/a.md", text.encode(), config)}
    assert {name for name, address in every.items() if address not in left} == ignored


# ---------------------------------------------------------------- a site


class Site:
    """A site with three briefs that link to a server."""

    def __init__(self, root: Path, server: Elsewhere) -> None:
        self.root, self.server, self.time = root, server, 1_000_000.0
        texts = {"a": ("/good", "/gone"), "b": ("/gone", "/moved"), "c": ("/shut", "/good")}
        briefs = {
            f"briefs/{name}.md": brief(name * 6, text=" ".join(f"[x]({server.url(path)})" for path in paths))
            for name, paths in texts.items()
        }
        write_site(root, {"briefgen.yml": "url: https://wire.example\n", **briefs})

    def look(self, config: Config = CONFIG, **options: Any) -> tuple[Looked, list[str], set[tuple[str, str, int]]]:
        """What came of it, which paths were asked for, and what is told in which file and line."""
        self.server.asked.clear()
        looked = look(self.root, config, serial_map, round_of=self.server.round_of, clock=lambda: self.time, **options)
        asked = sorted({path for _, _, path in self.server.asked})
        return looked, asked, {(p.code, p.where.file, p.where.line) for p in looked.problems}


SCRIPT: dict[Any, Any] = {"/good": 200, "/moved": to("/good"), "/shut": 403}
TOLD = {
    ("link-gone", "briefs/a.md", 8),
    ("link-gone", "briefs/b.md", 8),
    ("link-moved", "briefs/b.md", 8),
    ("link-unseen", "briefs/c.md", 8),
}


def test_each_address_is_asked_for_once_and_kept(tmp_path: Path) -> None:
    with elsewhere(SCRIPT) as server:
        site = Site(tmp_path, server)
        looked, asked, told = site.look()
        assert (looked.addresses, looked.asked, looked.left, looked.offline) == (4, 4, 0, False)
        assert Counter(path for _, _, path in server.asked) == {"/good": 2, "/gone": 2, "/moved": 1, "/shut": 2}
        assert (asked, told) == (["/gone", "/good", "/moved", "/shut"], TOLD)
        assert (tmp_path / ".briefgen/.gitignore").read_text() == "*\n"

        assert site.look()[1:] == ([], TOLD)
        site.time += 86_400
        assert site.look()[1:] == (["/gone", "/shut"], TOLD)
        site.time += 6 * 86_400
        server.script["/gone"] = [200]
        assert site.look()[1:] == (["/gone", "/good", "/moved", "/shut"], {t for t in TOLD if t[0] != "link-gone"})
        site.time -= 1  # what comes from the future is not believed
        assert len(site.look()[1]) == 4

        kept = tmp_path / ".briefgen/links"
        for damaged in (b"", kept.read_bytes()[:-1], b"x" * 99):
            kept.write_bytes(damaged)
            assert len(site.look()[1]) == 4


def test_only_files_that_changed(tmp_path: Path) -> None:
    with elsewhere(SCRIPT) as server:
        site = Site(tmp_path, server)
        one, two = frozenset({"briefs/a.md", "briefs/deleted.md"}), frozenset({"briefs/b.md"})
        assert site.look(only=one)[1:] == (["/gone", "/good"], {("link-gone", "briefs/a.md", 8)})
        assert site.look(only=two)[1] == ["/good", "/moved"]
        assert site.look(only=frozenset())[1:] == ([], set())
        assert site.look()[1] == ["/shut"], "what was heard of some files is kept for all"


def test_what_there_was_no_time_for_comes_next(tmp_path: Path) -> None:
    with elsewhere(SCRIPT) as server:
        site = Site(tmp_path, server)
        looked, asked, told = site.look()
        site.time += 30 * 86_400
        site.server.round_of = lambda _: Round(server.web(), 0)  # type: ignore[method-assign]
        looked, asked, told = site.look()
        assert (looked.asked, looked.left, looked.offline, asked, told) == (0, 4, False, [], set())


def test_without_a_network(tmp_path: Path) -> None:
    """It is said in one line, and what was known stays."""
    with elsewhere(SCRIPT) as server:
        site = Site(tmp_path, server)
        site.look()
        kept = (tmp_path / ".briefgen/links").read_bytes()
        lost = " ".join(f"[x](https://nowhere-{n}.example/)" for n in range(20))
        write_site(tmp_path, {"briefs/d.md": brief("dddddd", text=f"{lost} [private](http://inside.example/)")})
        looked, _, told = site.look()
        assert (looked.offline, told) == (True, TOLD)
        assert looked.asked < 20
        assert (tmp_path / ".briefgen/links").read_bytes() == kept


# ---------------------------------------------------------------- the command


def test_the_command_never_asks_this_machine(tmp_path: Path) -> None:
    """As it is run, without any exception made for a test; with the grades of the settings."""
    with elsewhere({}) as server:
        address = f"http://127.0.0.1:{server.port}/x"
        settings = "url: https://wire.example\ncheck: {link-unseen: error}\n"
        write_site(tmp_path, {"briefgen.yml": settings, "briefs/a.md": brief(text=f"[x]({address})")})
        done = briefgen(tmp_path, "check", "--links", "--format", "json")
        assert not server.asked
    (found,) = json.loads(done.stdout)["problems"]
    assert (found["code"], found["line"], found["column"], found["severity"]) == ("link-unseen", 8, 5, "error")
    assert found["end"] == 5 + len(address)
    assert (done.returncode, done.stderr) == (1, "1 link to other sites, 0 asked for now.\n")


def test_grades_and_the_line_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with elsewhere(SCRIPT) as server:
        Site(tmp_path, server)
        monkeypatch.setattr(linking, "look", lambda *a, **k: look(*a, **k, round_of=server.round_of))
        write_site(tmp_path, {"briefgen.yml": "check: {link-gone: error, link-moved: off}\n"})
        here = open_site(tmp_path, None)
        problems, heard = linking.look_at_links(here, serial_map, None)
        assert {(p.code, p.severity.value) for p in problems} == {("link-gone", "error"), ("link-unseen", "note")}
        assert heard
        write_site(tmp_path, {"briefs/a.md": brief(text="[x](https://later.example/)")})
        _, heard = linking.look_at_links(here, serial_map, frozenset({"briefs/a.md"}))
        assert not heard
        assert "no server was heard, so 1 link could not be looked at" in capsys.readouterr().err


def test_a_check_without_links_loads_nothing_for_them() -> None:
    loaded = "import sys, briefgen.cli.checking; sys.exit(any(m in sys.modules for m in ('ssl', 'http.client', 'briefgen.links')))"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
