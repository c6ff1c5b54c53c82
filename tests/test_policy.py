"""What pages may load: the policy that they carry, its setting, and pictures that lie on other sites."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import feedparser
import msgspec
import pytest
from support_site import CONFIG, brief, build_site, tree, write_site
from support_web import Document, pages

from briefgen.config import Config
from briefgen.pages.pictures import is_remote, may_load, remote_pictures
from briefgen.pages.views import Link, Prose
from briefgen.policy import default_policy, policy_fault
from briefgen.render.leads import Pictures
from briefgen.render.markdown import Proser
from briefgen.settings import parse_config

ELSEWHERE = "https://pictures.example/boat.jpg"
LINK = '<a class="external picture" rel="external noopener" href="{}">{}</a>'


def html(markdown: str, *targets: Link, **options: Any) -> str:
    return str(Proser("/news/", "https://example.org/news", **options).html(Prose(markdown, targets=targets))).strip()


# ---------------------------------------------------------------- the policy


def test_our_policy_is_right_and_forbids_what_it_must() -> None:
    policy = default_policy()
    assert policy_fault(policy) == policy_fault(default_policy(True)) == ("", "")
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == directives["base-uri"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "img-src 'self' data: https:;" in default_policy(True)


@pytest.mark.parametrize(
    ("policy", "fault", "hint"),
    [
        ("script-scr 'self'", "no directive “script-scr”", "`script-src`"),
        ("nonsense 'self'", "no directive “nonsense”", "default-src"),
        ("default-src self", "self means the host", "'self'"),
        ("default-src 'none'; img-src NONE", "NONE means the host", "'NONE'"),
        ("frame-ancestors 'none'", "only in a header", "docs/publishing.md"),
        ("img-src 'self'; img-src data:", "twice", "one"),
        ("default-src ‘none’", "characters", "straight quotes"),
        (" ; ", "no directive in it", "false"),
    ],
)
def test_a_policy_that_does_not_do_what_it_says_is_told(policy: str, fault: str, hint: str) -> None:
    told = policy_fault(policy)
    assert fault in told[0]
    assert hint in told[1]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("content_security_policy: false", ""),
        ("content_security_policy: true", None),
        ("content_security_policy:", None),
        (
            "content_security_policy: default-src 'self'; frame-src https://maps.example",
            "default-src 'self'; frame-src https://maps.example",
        ),
        ("content_security_policy: \"default-src 'self'\"", "default-src 'self'"),
    ],
)
def test_the_setting(written: str, value: str | None) -> None:
    config, problems = parse_config(f"title: T\n{written}\n".encode())
    assert config.content_security_policy == value
    assert not problems


@pytest.mark.parametrize(
    "written",
    [
        "content_security_policy: default-scr 'self'",
        "logo: nowhere",
        "cards:\n  fonts: [a.woff2]",
        "cards:\n  fonts: [../a.ttf]",
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(written: str) -> None:
    config, problems = parse_config(f"title: T\n{written}\n".encode())
    assert [p.code for p in problems] == ["config-value"]
    assert problems[0].where.line == 2 + written.count("\n")
    assert problems[0].hint
    assert config == Config(title="T")


@pytest.mark.parametrize(("value", "expected"), [("", []), ("default-src 'self'", ["default-src 'self'"])])
def test_a_site_can_have_another_policy_or_none(tmp_path: Path, value: str, expected: list[str]) -> None:
    config = msgspec.structs.replace(CONFIG, content_security_policy=value)
    build_site(write_site(tmp_path, {"briefs/a.md": brief(extra="aliases: /old/\n")}), config)
    for path in pages(tmp_path / "site"):
        tags = Document(path.read_text("utf-8")).tags
        assert [a["content"] for _, a in tags if a.get("http-equiv") == "Content-Security-Policy"] == expected


def test_a_page_can_add_to_the_policy(tmp_path: Path) -> None:
    block = """{% block policy %}{{ site.policy | replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'") }}{% endblock %}"""
    files = {"briefs/a.md": brief(), "templates/next.html": f'{{% extends "default/next.html" %}}\n{block}\n'}
    build_site(write_site(tmp_path, files))
    found = {p: "&#39;wasm-unsafe-eval&#39;" in p.read_text("utf-8") for p in pages(tmp_path / "site")}
    assert [p.parent.name for p, has in found.items() if has] == ["next"]


# ---------------------------------------------------------------- pictures elsewhere


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            f"![The <last> boat]({ELSEWHERE})",
            f"<p>{LINK.format(ELSEWHERE, 'The &lt;last&gt; boat (picture at pictures.example)')}</p>",
        ),
        (f"![]({ELSEWHERE})", f"<p>{LINK.format(ELSEWHERE, 'picture at pictures.example')}</p>"),
        ("![a](//b.example/c.png)", f"<p>{LINK.format('//b.example/c.png', 'a (picture at b.example)')}</p>"),
        (
            f"[![a]({ELSEWHERE}) more](https://c.example/) end",
            f"""<p><a href="https://c.example/" class="external" rel="external noopener">a more</a> {LINK.format(ELSEWHERE, "picture at pictures.example")} end</p>""",
        ),
        (
            "![a][r]\n\n[r]: https://www.b.example/c.png",
            f"<p>{LINK.format('https://www.b.example/c.png', 'a (picture at b.example)')}</p>",
        ),
        (
            "![a](https://example.org/news/c.png)",
            '<p><img src="https://example.org/news/c.png" alt="a" loading="lazy" decoding="async"></p>',
        ),
        ("![a](/c.png)", '<p><img src="/news/c.png" alt="a" loading="lazy" decoding="async"></p>'),
    ],
)
def test_a_picture_elsewhere_is_linked_to(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


def test_pictures_elsewhere_are_shown_where_that_is_wanted() -> None:
    shown = Pictures(True)
    assert f'<img src="{ELSEWHERE}" alt="a"' in html(f"![a]({ELSEWHERE})", pictures=shown)
    assert "<img" not in html("![a](http://b.example/c.png)", pictures=shown)  # the policy would forbid it


def test_a_table_is_aligned_without_styles() -> None:
    made = html("|a|b|c|d|\n|-|:-|:-:|-:|\n|1|2|3|4|")
    assert '<th>a</th>\n<th>b</th>\n<th class="center">c</th>\n<th class="end">d</th>' in made
    assert "style" not in made


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("![a](https://b.example/c.png)", ("https://b.example/c.png",)),
        (
            "![a [b] c](<https://b.example/c.png>) ![d](//b.example/e.png)",
            ("https://b.example/c.png", "//b.example/e.png"),
        ),
        (
            "![a][R  r] ![x] ![b][]\n\n[q]: /own.png\n[r r]: https://b.example/1\n[b]: <https://b.example/2>",
            ("https://b.example/1", "https://b.example/2"),
        ),
        ("`![a](https://b.example/c.png)`", ()),
        ("```\n![a](https://b.example/c.png)\n```", ()),
        ("[a](https://b.example/c.png) ![b](c.png) ![d](https://example.org/x.png)", ()),
    ],
)
def test_pictures_elsewhere_are_found_in_markdown(markdown: str, expected: tuple[str, ...]) -> None:
    assert remote_pictures(markdown, Config(url="https://example.org")) == expected


def test_what_is_elsewhere() -> None:
    here = Config(url="https://Example.org/news")
    assert not is_remote("https://example.org/a.png", here)
    assert not is_remote("a.png", here)
    assert is_remote("https://example.com/a.png", here)
    assert is_remote("https://example.org/a.png", Config())
    assert may_load("https://a.example/", Config(remote_pictures=True))
    assert not may_load("http://a.example/", Config(remote_pictures=True))


def picture_site(root: Path) -> Path:
    image = f'image:\n  path: {ELSEWHERE}\n  alt: The "last" boat\n  credit: Ada\n'
    files = {
        "briefs/a.md": brief(extra=image, text=f"Open.\n\n![Crowds]({ELSEWHERE}?2)"),
        "briefs/_pages/about.md": f"---\ntitle: About\n---\n![We]({ELSEWHERE}?3)\n",
    }
    return write_site(root, files)


def test_a_site_loads_nothing_from_elsewhere_and_says_so(tmp_path: Path) -> None:
    report = build_site(picture_site(tmp_path))
    told = [(p.where.file, p.where.line) for p in report.problems if p.code == "remote-picture"]
    assert told == [("briefs/_pages/about.md", 0), ("briefs/a.md", 5), ("briefs/a.md", 14)]
    for path in pages(tmp_path / "site"):
        assert not [a for t, a in Document(path.read_text("utf-8")).tags if t == "img"], path
    page = (tmp_path / "site/2025/10/18/a-bridge-opens/index.html").read_text("utf-8")
    assert LINK.format(ELSEWHERE, "The &#34;last&#34; boat (picture at pictures.example)") in page
    assert '<span class="credit">Ada</span>' in page
    assert f'<meta property="og:image" content="{ELSEWHERE}">' in page  # for machines it is the picture all the same
    feed = feedparser.parse((tmp_path / "site/feed.xml").read_bytes())
    assert feed.entries[0].content[0].value.count("<img") == 0
    assert feed.entries[0].content[0].value.count(ELSEWHERE) == 2


def test_a_site_shows_them_if_it_wants_to(tmp_path: Path) -> None:
    config = msgspec.structs.replace(CONFIG, remote_pictures=True)
    report = build_site(picture_site(tmp_path), config)
    assert not report.problems
    page = (tmp_path / "site/2025/10/18/a-bridge-opens/index.html").read_text("utf-8")
    shown = [a["src"] for t, a in Document(page).tags if t == "img"]
    assert shown == [ELSEWHERE, f"{ELSEWHERE}?2"]
    assert "data: https:;" in page


def test_a_picture_elsewhere_comes_and_goes_like_in_a_clean_build(tmp_path: Path) -> None:
    """It is words: an edit of it goes the short way, with its warning."""
    root = write_site(tmp_path / "a", {"briefs/a.md": brief(), "briefs/b.md": brief("Other", "2025-10-17")})
    build_site(root)
    for text in (f"![Crowds]({ELSEWHERE})", "None."):
        write_site(root, {"briefs/a.md": brief(text=text)})
        report = build_site(root)
        clean = write_site(
            tmp_path / f"clean {len(text)}",
            {"briefs/a.md": brief(text=text), "briefs/b.md": brief("Other", "2025-10-17")},
        )
        fresh = build_site(clean)
        assert [p.code for p in report.problems] == [p.code for p in fresh.problems]
        assert tree(root / "site") == tree(clean / "site")
