"""The preview as a WSGI application: what is answered, what is refused, and what goes with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support_live import FakeSite, app_of, page
from support_site import write_site
from werkzeug.test import Client, TestResponse

from briefgen.serve.app import CLIENT, inject
from briefgen.serve.gate import LONGEST, Hosts, hosts_for
from briefgen.serve.hub import page_digest

FILES = {
    "briefs/index.html": page("Home"),
    "briefs/.html": page("Home"),
    "briefs/a.html": page("One"),
    "briefs/grüße.html": page("Greetings"),
    "briefs/style.css": b"p {color: red}",
    "briefs/feed.xml": b"<feed></feed></body>",
    "briefs/100% real.png": b"\x89PNG",
}


class Site:
    """A site and a client that asks for its pages."""

    def __init__(self, root: Path, base: str = "", hosts: Hosts | None = None) -> None:
        self.fake = FakeSite(write_site(root, FILES), base)
        self.fake.start()
        self.complaints: list[str] = []
        self.app = app_of(self.fake, hosts, self.complaints)
        self.client = Client(self.app)

    def get(self, path: str, method: str = "GET", **headers: str) -> TestResponse:
        """Ask for a path, exactly as it is written here."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        target, _, query = path.partition("?")
        return (
            self.client.open(
                "/",
                method=method,
                headers={"Host": "localhost:8000", **named},
                environ_overrides={"RAW_URI": path, "QUERY_STRING": query},
            )
            if target
            else self.client.get("/")
        )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


# ---------------------------------------------------------------- what there is


def test_a_page_is_answered_with_the_script_and_what_it_shows(site: Site) -> None:
    found = site.get("/a/")
    body = FILES["briefs/a.html"]
    digest = page_digest(body)
    assert (found.status_code, found.content_type) == (200, "text/html; charset=utf-8")
    assert found.headers["X-Briefgen-Digest"] == digest
    tag = f'<script src="/_briefgen/live.js" data-path="/a/" data-digest="{digest}" data-serial="0" defer></script>\n'
    assert found.data == body.replace(b"</body>", tag.encode() + b"</body>")


def test_nothing_is_kept_and_nothing_given_away(site: Site) -> None:
    for path in ("/a/", "/style.css", "/nowhere/", "/_desk/", "/_briefgen/problems", "/../x", "/a"):
        found = site.get(path)
        assert found.headers["Cache-Control"] == "no-store", path
        assert found.headers["X-Content-Type-Options"] == "nosniff", path
        assert found.headers["Referrer-Policy"] == "no-referrer", path
        assert found.headers["Cross-Origin-Resource-Policy"] == "same-origin", path


@pytest.mark.parametrize(
    ("path", "kind", "file"),
    [
        ("/style.css", "text/css", "style.css"),
        ("/feed.xml", "application/atom+xml", "feed.xml"),
        ("/100%25%20real.png", "image/png", "100% real.png"),
        ("/style.css?v=1a2b", "text/css", "style.css"),
    ],
)
def test_what_is_no_page_is_answered_as_it_is(site: Site, path: str, kind: str, file: str) -> None:
    found = site.get(path)
    assert found.status_code == 200
    assert found.content_type.partition(";")[0] == kind
    assert found.data == FILES[f"briefs/{file}"]


def test_a_page_whose_address_is_not_ascii_is_found(site: Site) -> None:
    found = site.get("/gr%C3%BC%C3%9Fe/")
    assert found.status_code == 200
    assert 'data-path="/grüße/"' in found.text


def test_head_is_like_get_without_a_body(site: Site) -> None:
    for path in ("/a/", "/style.css", "/nowhere/", "/_desk/", "/_briefgen/live.js", "/_briefgen/problems"):
        full, head = site.get(path), site.get(path, "HEAD")
        assert head.status_code == full.status_code, path
        assert head.data == b"", path
        assert head.headers == full.headers, path


def test_a_page_that_is_not_there_is_the_sites_own_and_lives(site: Site) -> None:
    found = site.get("/nowhere/")
    assert found.status_code == 404
    assert "Nothing here" in found.text
    assert 'data-path="/nowhere/"' in found.text


def test_a_path_is_text_in_the_script_and_nothing_else(site: Site) -> None:
    found = site.get("/%22%3E%3Cscript%3Ealert(1)%3C/script%3E/")
    assert "<script>alert" not in found.text
    assert 'data-path="/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;/"' in found.text


def test_a_folder_without_a_slash_leads_to_the_one_with(site: Site) -> None:
    found = site.get("/a?x=1&y=2")
    assert (found.status_code, found.headers["Location"]) == (308, "/a/?x=1&y=2")
    found = site.get("/gr%C3%BC%C3%9Fe")
    assert found.headers["Location"] == "/gr%C3%BC%C3%9Fe/"


def test_no_redirect_leads_to_another_site(site: Site) -> None:
    site.fake.base = "//evil.example"
    found = site.get("//evil.example/a")
    assert (found.status_code, found.headers["Location"]) == (308, "/evil.example/a/")


def test_a_site_in_a_sub_path_lies_there(tmp_path: Path) -> None:
    site = Site(tmp_path, "/news")
    assert site.get("/news/a/").status_code == 200
    assert site.get("/a/").status_code == 404
    assert (site.get("/").status_code, site.get("/").headers["Location"]) == (307, "/news/")


def test_the_desk_is_there_and_lives(site: Site) -> None:
    found = site.get("/_desk/")
    assert found.status_code == 200
    assert 'data-path="/_desk/"' in found.text
    assert "script-src 'self'" in found.headers["Content-Security-Policy"]
    assert site.get("/_desk").headers["Location"] == "/_desk/"


def test_pages_of_the_site_may_do_what_their_theme_wants(site: Site) -> None:
    assert "Content-Security-Policy" not in site.get("/a/").headers


@pytest.mark.parametrize("name", ["live.js", "idiomorph.js", "overlay.css"])
def test_the_files_of_the_script_are_served(site: Site, name: str) -> None:
    if not (CLIENT / name).is_file():
        pytest.skip("this file is not there")
    found = site.get(f"/_briefgen/{name}")
    assert found.status_code == 200
    assert found.data == (CLIENT / name).read_bytes()
    assert found.content_type.partition(";")[0] == ("text/css" if name.endswith("css") else "text/javascript")


@pytest.mark.parametrize("name", ["", "app.py", "__init__.py", "LICENSE", "events/", "live.js/"])
def test_nothing_else_of_the_program_is_served(site: Site, name: str) -> None:
    assert site.get(f"/_briefgen/{name}").status_code == 404


def test_problems_are_told_as_the_overlay_shows_them(site: Site, tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/b.html": "wrong"})
    site.fake.refresh()
    found = json.loads(site.get("/_briefgen/problems").data)
    assert found["errors"] == 1
    assert [(p["file"], p["line"], p["text"]) for p in found["problems"]] == [("briefs/b.html", 1, "wrong")]


def test_a_bug_of_ours_is_a_page_that_lives_and_one_line(site: Site) -> None:
    found = site.get("/bug/")
    assert found.status_code == 500
    assert "ZeroDivisionError: a bug" in found.text
    assert "/_briefgen/live.js" in found.text
    assert "Traceback" not in found.text
    assert site.complaints == ["/bug/: a bug"]
    assert site.get("/a/").status_code == 200


# ---------------------------------------------------------------- where the script goes


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<body>x</body></html>", b"<body>x#</body></html>"),
        (b"<BODY>x</BODY >", b"<BODY>x#</BODY >"),
        (b"<body><pre></body></pre></body>", b"<body><pre></body></pre>#</body>"),
        (b"<p>no end", b"<p>no end#"),
        (b"", b"#"),
    ],
)
def test_the_script_stands_at_the_end_of_the_body(body: bytes, expected: bytes) -> None:
    assert inject(body, b"#") == expected


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/a/", "/_desk/", "/_briefgen/events", "/_briefgen/problems"])
def test_nothing_can_be_written(site: Site, method: str, path: str) -> None:
    found = site.get(path, method)
    assert (found.status_code, found.headers["Allow"]) == (405, "GET, HEAD")
    assert site.fake.asked == []


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000", "LOCALHOST"])
def test_who_calls_us_by_name_is_answered(site: Site, host: str) -> None:
    assert site.get("/a/", Host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example, localhost",
        "localhost, evil.example",
        "localhost@evil.example",
        "evil.example#localhost",
        "localhost:80:80",
        "localhost:",
        "192.168.0.7",
        "[::2]",
        "::1",
        "0.0.0.0",
        "",
        " ",
    ],
)
@pytest.mark.parametrize("path", ["/a/", "/_briefgen/events", "/_desk/", "/style.css"])
def test_who_calls_us_by_another_name_is_not(site: Site, host: str, path: str) -> None:
    found = site.get(path, Host=host)
    assert found.status_code == 403
    assert site.fake.asked == []


@pytest.mark.parametrize(
    ("told", "host", "allowed"),
    [
        ("news.local", "news.local:8000", True),
        ("News.Local", "news.local", True),
        ("news.local", "localhost", True),
        ("news.local", "192.168.0.7", False),
        ("192.168.0.7", "192.168.0.7:8000", True),
        ("192.168.0.7", "192.168.0.8:8000", False),
        ("fe80::1", "[fe80::1]:8000", True),
        ("[fe80::1]", "[fe80::1]:8000", True),
        ("0.0.0.0", "192.168.0.7:8000", True),
        ("::", "[fe80::1]:8000", True),
        ("0.0.0.0", "evil.example", False),
        ("::", "evil.example", False),
        ("", "evil.example", False),
        ("", "10.0.0.1", False),
    ],
)
def test_the_names_are_those_of_the_loopback_and_of_host(told: str, host: str, allowed: bool) -> None:
    assert hosts_for(told).allow(host) is allowed


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://localhost:9000", "http://127.0.0.1:8000"]
)
@pytest.mark.parametrize("path", ["/a/", "/_briefgen/events?path=/a/", "/_briefgen/problems"])
def test_pages_of_other_origins_are_not_answered(site: Site, origin: str, path: str) -> None:
    assert site.get(path, Origin=origin).status_code == 403
    assert site.fake.asked == []


def test_our_own_origin_is_answered(site: Site) -> None:
    assert site.get("/a/", Origin="http://localhost:8000").status_code == 200


@pytest.mark.parametrize(
    ("kind", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)]
)
def test_the_parts_of_the_preview_are_for_its_own_pages(site: Site, kind: str, status: int) -> None:
    assert site.get("/_briefgen/problems", Sec_Fetch_Site=kind).status_code == status
    assert site.get("/a/", Sec_Fetch_Site=kind).status_code == 200  # somebody follows a link


@pytest.mark.parametrize(
    "path",
    [
        "/../briefgen.yml",
        "/a/../../briefgen.yml",
        "/a/..",
        "/..",
        "/./a/",
        "/%2e%2e/briefgen.yml",
        "/%2E./briefgen.yml",
        "/.%2e/x",
        "/a%2f..%2f..%2fx",
        "/a%2Fb",
        "/%252e%252e/x",
        "/%252e%252e%252fx",
        "/%25252e%25252e/x",
        "/..\\..\\x",
        "/a\\b",
        "/%5c..%5cx",
        "/%255c..%255cx",
        "/a%00.html",
        "/a/%00",
        "/%2500",
        "/a%0d%0aSet-Cookie:%20x",
        "/a%0a",
        "/%7f",
        "/%c2%85",
        "/%ff%fe",
        "/%c0%ae%c0%ae/x",
        "/%ed%a0%80",
        "*",
        "a/",
    ],
)
def test_what_might_lead_out_of_the_site_never_reaches_it(site: Site, path: str) -> None:
    found = site.get(path)
    assert found.status_code == 400
    assert found.content_type.startswith("text/plain")
    assert site.fake.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/../x",
        "/%2e%2e/x",
        "%2F..%2Fx",
        "/%252e%252e/x",
        "/a%00",
        "/a%0a",
        "/a%5cb",
        "/a\\b",
        "a/",
        "//../",
        "/a%252fb",
    ],
)
def test_a_stream_is_not_about_such_a_path_either(site: Site, path: str) -> None:
    assert site.get(f"/_briefgen/events?path={path}").status_code == 400
    assert site.fake.asked == []


def test_a_stream_may_name_its_path_as_scripts_write_it(site: Site) -> None:
    digest = page_digest(FILES["briefs/grüße.html"])
    found, pieces = stream(site, f"path=%2Fgr%C3%BC%C3%9Fe%2F&seen={digest}")
    assert b"event: page" not in b"".join(next(pieces) for _ in range(2))
    found.close()


def test_an_address_that_is_too_long_is_refused(site: Site) -> None:
    assert site.get("/" + "a" * (LONGEST - 1)).status_code == 404
    assert site.get("/" + "a" * LONGEST).status_code == 414
    assert site.get("/a/?" + "a" * LONGEST).status_code == 414


def test_no_answer_can_carry_a_line_of_its_own(site: Site) -> None:
    found = site.get("/a?x=%0d%0aSet-Cookie:%20x")
    assert found.status_code == 308
    assert "Set-Cookie" not in found.headers


# ---------------------------------------------------------------- streams


def stream(site: Site, query: str) -> tuple[TestResponse, Iterator[bytes]]:
    found = site.get(f"/_briefgen/events?{query}")
    return found, (piece for piece in found.response if isinstance(piece, bytes))


def test_a_stream_is_one_and_tells_at_once_what_differs(site: Site) -> None:
    found, pieces = stream(site, "path=/a/&seen=old")
    assert found.content_type.partition(";")[0] == "text/event-stream"
    text = b"".join(next(pieces) for _ in range(2)).decode()
    digest = page_digest(FILES["briefs/a.html"])
    assert f'event: page\ndata: {{"digest":"{digest}","status":200}}\n\n' in text
    assert "event: problems\ndata: {" in text
    found.close()
    assert len(site.app.hub) == 0


def test_a_tab_that_is_up_to_date_is_told_of_problems_alone(site: Site) -> None:
    digest = page_digest(FILES["briefs/a.html"])
    found, pieces = stream(site, f"path=/a/&seen={digest}")
    text = b"".join(next(pieces) for _ in range(2)).decode()
    assert "event: page" not in text
    assert "event: problems" in text
    found.close()


def test_asking_for_the_head_of_a_stream_opens_none(site: Site) -> None:
    assert site.get("/_briefgen/events?path=/a/", "HEAD").status_code == 200
    assert len(site.app.hub) == 0


def test_the_desk_is_a_page_for_its_stream_too(site: Site) -> None:
    digest = site.get("/_desk/").headers["X-Briefgen-Digest"]
    found, pieces = stream(site, f"path=/_desk/&seen={digest}")
    assert b"event: page" not in b"".join(next(pieces) for _ in range(2))
    found.close()
