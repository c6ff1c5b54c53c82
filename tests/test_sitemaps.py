"""Sitemaps by the rules of sitemaps.org 0.9, and the news sitemap by those of Google News and by the clock."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_edition import brief as brief_of
from support_edition import day
from support_site import CONFIG, brief, briefgen, build_site, tree, write_site

from briefgen.briefs.model import Library
from briefgen.config import Config, OutputsConfig
from briefgen.edition.edition import assemble_edition
from briefgen.pages import news, sitemaps
from briefgen.pages.news import news_language
from briefgen.pages.plan import Plan, plan_pages

ROOT = Path(__file__).parent.parent
SPACE, NEWS = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap-news/0.9"
#: W3C Datetime, of the forms that the schema of sitemaps has: a date, or a date and a time with a zone.
W3C = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?")


def children(element: ET.Element, space: str = SPACE) -> dict[str, ET.Element]:
    """The children of an element, by name; each once, and of that namespace."""
    names = [child.tag for child in element]
    assert all(name.startswith(f"{{{space}}}") for name in names) or space != SPACE
    assert len(names) == len(set(names))
    return {name.partition("}")[2]: child for name, child in zip(names, element, strict=True)}


def text_of(element: ET.Element) -> str:
    assert not list(element)
    assert not element.attrib
    assert element.text
    return element.text


def checked(data: bytes, origin: str = "https://example.org") -> dict[str, str]:
    """The addresses in a sitemap or an index, each with its `lastmod`, or with its date in a news sitemap. Fails where a rule of
    the schema or of the protocol is broken."""
    assert len(data) <= 50 * 1024 * 1024
    assert data.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n')
    root = ET.fromstring(data)
    kind = root.tag.removeprefix(f"{{{SPACE}}}")
    assert kind in ("urlset", "sitemapindex")
    assert len(root) <= 50_000
    found: dict[str, str] = {}
    for entry in root:
        assert entry.tag == f"{{{SPACE}}}{'url' if kind == 'urlset' else 'sitemap'}"
        names = [child.tag.removeprefix(f"{{{SPACE}}}") for child in entry]
        assert names in (["loc"], ["loc", "lastmod"], ["loc", f"{{{NEWS}}}news"]), names
        loc = text_of(entry[0])
        assert 12 <= len(loc) < 2048
        assert loc.startswith(f"{origin}/")
        assert urlsplit(loc).fragment == ""
        assert re.fullmatch(r"[!-~]+", loc)
        assert loc not in found
        found[loc] = ""
        if names[1:] == ["lastmod"]:
            found[loc] = text_of(entry[1])
            assert W3C.fullmatch(found[loc])
        elif names[1:]:
            found[loc] = checked_news(entry[1])
    return found


def checked_news(entry: ET.Element) -> str:
    """The date of an entry in a news sitemap."""
    own = f"{{{NEWS}}}"
    assert [child.tag for child in entry] == [f"{own}publication", f"{own}publication_date", f"{own}title"]
    publication, date, title = entry
    assert [child.tag for child in publication] == [f"{own}name", f"{own}language"]
    assert text_of(publication[0]).strip()
    assert re.fullmatch("zh-cn|zh-tw|[a-z]{2,3}", text_of(publication[1]))
    assert text_of(title).strip()
    assert W3C.fullmatch(text_of(date))
    return text_of(date)


def checked_all(site: dict[str, bytes], origin: str = "https://example.org") -> dict[str, dict[str, str]]:
    """Each sitemap of a site by its path. The index lists them all, each with the last change of what it lists."""
    index = checked(site["sitemap.xml"], origin)
    found = {path: checked(data, origin) for path, data in site.items() if path.startswith("sitemaps/")}
    assert [urlsplit(loc).path.lstrip("/") for loc in index] == sorted(found)
    for path, entries in found.items():
        changes = [change for change in entries.values() if change]
        if path != "sitemaps/news.xml":
            assert index[f"{origin}/{path}"] == max(changes, default="", key=instant)
    return found


def instant(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


# ---------------------------------------------------------------- the sample site


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The sample site, two hours after its last brief."""
    folder = tmp_path_factory.mktemp("sample")
    for file in (ROOT / "briefs").rglob("*"):
        if file.is_file():
            write_site(folder, {f"briefs/{file.relative_to(ROOT / 'briefs').as_posix()}": file.read_bytes()})
    write_site(folder, {"briefgen.yml": (ROOT / "briefgen.yml").read_bytes()})
    done = briefgen(folder, "build", "--now", "2025-10-18T02:00Z")
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(folder / "site")


def test_the_sample_site_keeps_all_rules(sample: dict[str, bytes]) -> None:
    found = checked_all(sample, "https://briefs.example")
    listed = [loc for path, entries in found.items() if path != "sitemaps/news.xml" for loc in entries]
    assert len(listed) == len(set(listed)) > 150
    canonical = {
        match[1].decode()
        for path, data in sample.items()
        if path.endswith(".html") and b'content="noindex' not in data
        if (match := re.search(rb'<link rel="canonical" href="([^"]+)">', data))
    }
    assert set(listed) == canonical
    undated = {loc for path, entries in found.items() for loc, change in entries.items() if not change}
    assert undated == {"https://briefs.example/about/", "https://briefs.example/feeds/"}
    assert list(found["sitemaps/news.xml"].values()) == ["2025-10-18"]
    assert (
        b"<news:name>The Three-Part Brief</news:name><news:language>en</news:language>" in sample["sitemaps/news.xml"]
    )


# ---------------------------------------------------------------- division


def site_of(*slugs: str, month: str = "2025-10", **outputs: Any) -> Plan:
    """The plan of a site with a brief for each of these slugs, each about a topic and an actor of its own."""
    briefs = [
        brief_of(f"{slug}.md", date=f"{month}-01", slug=slug, topics=(f"T {slug}",), actors=(f"A {slug}",))
        for slug in slugs
    ]
    config = Config(url="https://example.org", outputs=OutputsConfig(**outputs))
    return plan_pages(assemble_edition(Library(tuple(briefs)), config, day(f"{month}-20").instant))


def parts(plan: Plan) -> dict[str, tuple[str, ...]]:
    """What each sitemap lists."""
    return {
        page.path: tuple(entry.loc for entry in plan.view(page)[1].entries)  # type: ignore[attr-defined]
        for page in plan.pages
        if page.path.startswith("sitemaps/") and page.path != "sitemaps/news.xml"
    }


SLUGS = [f"s{number}" for number in range(60)]


@pytest.mark.parametrize(("limit", "size"), [(20, 1 << 30), (50_000, 20 * 180)])
def test_what_is_too_long_is_divided(limit: int, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = parts(site_of(*SLUGS))
    assert whole.keys() == {"sitemaps/2025-10.xml", "sitemaps/pages.xml"}
    monkeypatch.setattr(sitemaps, "LIMIT", limit)
    monkeypatch.setattr(sitemaps, "SIZE", size)
    divided = parts(site_of(*SLUGS))
    assert {re.sub(r"(-[0-9a-f]+)?\.xml|sitemaps/", "", path.replace("2025-10", "month")) for path in divided} == {
        *("month", "actors", "topics", "archive", "pages")
    }
    assert all(0 < len(listed) <= 20 for listed in divided.values())
    listed = [loc for part in divided.values() for loc in part]
    assert len(listed) == len(set(listed))
    assert set(listed) == {loc for part in whole.values() for loc in part}
    more = parts(site_of(*SLUGS, "one-more"))
    assert more.keys() >= divided.keys()
    changed = {path for path in more if more[path] != divided.get(path)}
    assert len(changed) == 3  # its month, its topic, its actor
    assert all(set(divided.get(path, ())) < set(more[path]) for path in changed)


def test_a_topic_and_its_years_stay_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "LIMIT", 12)
    briefs = [
        brief_of(f"{year}-{n}.md", date=f"{year}-05-0{n}", slug=f"x{year}{n}", topics=(f"T{n}",))
        for year in range(2020, 2025)
        for n in range(1, 7)
    ]
    config = Config(url="https://example.org", latest=2)
    found = parts(plan_pages(assemble_edition(Library(tuple(briefs)), config, day("2025-10-20").instant)))
    for n in range(1, 7):
        (listed,) = [locs for locs in found.values() if f"https://example.org/topics/t{n}/" in locs]
        assert {loc for locs in found.values() for loc in locs if f"/topics/t{n}/" in loc} <= set(listed)
        assert f"https://example.org/topics/t{n}/2023/" in listed


def test_a_build_with_many_sitemaps_is_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "LIMIT", 9)
    files = {
        f"briefs/{n}.md": brief(
            f"Bridge {n}", f"2025-10-{n:02}", f"topics: [T{n % 12}]\nactors: [A{n}]\nstory: S{n % 2}\n"
        )
        for n in range(1, 20)
    }
    build_site(write_site(tmp_path, files))
    found = checked_all(tree(tmp_path / "site"))
    assert "sitemaps/stories.xml" in found
    assert sum(path.startswith("sitemaps/actors-") for path in found) > 1
    write_site(tmp_path, {"briefs/30.md": brief("Bridge 30", "2025-10-30", "topics: [T3]\nactors: [A4]\n")})
    build_site(tmp_path)
    after = tree(tmp_path / "site")
    build_site(tmp_path, clean=True)
    assert tree(tmp_path / "site") == after
    checked_all(after)


# ---------------------------------------------------------------- lastmod


def test_every_list_tells_its_last_change(tmp_path: Path) -> None:
    expect = "expect:\n  - by: 2025-10-25\n    what: A tower\n"
    files = {
        "briefs/a.md": brief("A", "2025-10-01", "topics: [Trade]\nupdated: 2025-10-20 08:00\n"),
        "briefs/b.md": brief("B", "2025-10-10", f"actors: [Ada Novik]\n{expect}"),
        "briefs/c.md": brief("C", "2025-10-12", "story: S\ncorrections:\n  - date: 2025-10-13\n    text: Two.\n"),
        "briefs/d.md": brief("D", "2025-10-31"),
        "briefs/_pages/about.md": "---\ntitle: About\n---\nUs.\n",
    }
    build_site(write_site(tmp_path, files))
    found = checked_all(tree(tmp_path / "site"))["sitemaps/pages.xml"]
    told = {loc.removeprefix("https://example.org"): change for loc, change in found.items()}
    assert {path: told[path] for path in told if not re.match("/2025", path)} == {
        "/": "2025-10-31",
        "/about/": "",
        "/actors/": "2025-10-10",
        "/actors/ada-novik/": "2025-10-10",
        "/corrections/": "2025-10-13",
        "/feeds/": "",
        "/next/": "2025-10-26",  # the day on which the tower was due and not there
        "/stories/": "2025-10-13",
        "/stories/s/": "2025-10-13",
        "/topics/": "2025-10-20T08:00:00Z",
        "/topics/trade/": "2025-10-20T08:00:00Z",
    }
    assert told["/2025/10/01/"] == "2025-10-20T08:00:00Z"
    assert told["/2025/"] == "2025-10-31"


def test_a_preview_lists_no_drafts(tmp_path: Path) -> None:
    files = {"briefs/a.md": brief(date="2025-11-01"), "briefs/b.md": brief("B", "2025-11-01", "status: draft\n")}
    build_site(write_site(tmp_path, {**files, "briefs/c.md": brief("C", "2025-11-02")}), drafts=True)
    found = checked_all(tree(tmp_path / "site"))
    assert [*found["sitemaps/2025-11.xml"], *found["sitemaps/news.xml"]] == [
        "https://example.org/2025/11/01/a-bridge-opens/"
    ] * 2


def test_a_site_may_do_without(tmp_path: Path) -> None:
    def made(**outputs: bool) -> tuple[set[str], str]:
        config = msgspec.structs.replace(CONFIG, outputs=OutputsConfig(**outputs))  # type: ignore[arg-type]
        build_site(write_site(tmp_path, {"briefs/a.md": brief()}), config)
        site = tree(tmp_path / "site")
        robots = site["robots.txt"].decode().partition("Sitemap: ")[2].strip()
        return {path for path in site if "sitemap" in path}, robots

    every = {"sitemap.xml", "sitemaps/2025-10.xml", "sitemaps/pages.xml", "sitemaps/news.xml"}
    assert made() == (every, "https://example.org/sitemap.xml")
    assert made(news_sitemap=False) == (every - {"sitemaps/news.xml"}, "https://example.org/sitemap.xml")
    assert made(sitemap=False) == ({"sitemaps/news.xml"}, "https://example.org/sitemaps/news.xml")
    assert made(sitemap=False, news_sitemap=False) == (set(), "")


# ---------------------------------------------------------------- news


def news_at(moment: dt.datetime, *dates: str, drafts: bool = False) -> list[str]:
    briefs = tuple(brief_of(f"{n}.md", date=date, slug=f"b{n}") for n, date in enumerate(dates))
    edition = assemble_edition(Library(briefs), Config(url="https://example.org"), moment, drafts=drafts)
    plan = plan_pages(edition)
    (page,) = [p for p in plan.pages if p.path == "sitemaps/news.xml"]
    return [entry.loc.rpartition("/b")[2].strip("/") for entry in plan.view(page)[1].entries]  # type: ignore[attr-defined]


def test_news_is_of_the_last_48_hours() -> None:
    dates = ("2025-10-18 12:00", "2025-10-18 12:01", "2025-10-20 12:00", "2025-10-20 12:01")
    now = dt.datetime(2025, 10, 20, 12, tzinfo=dt.UTC)
    assert news_at(now, *dates) == ["2", "1"]
    assert news_at(now, *dates, drafts=True) == ["2", "1"]
    assert news_at(now - dt.timedelta(seconds=1), *dates) == ["1", "0"]
    assert news_at(now + dt.timedelta(days=4), *dates) == []


def test_news_has_a_thousand_briefs_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert news.LIMIT == 1000
    monkeypatch.setattr(news, "LIMIT", 3)
    dates = [f"2025-10-20 0{n}:00" for n in range(6)]
    assert news_at(dt.datetime(2025, 10, 20, 12, tzinfo=dt.UTC), *dates) == ["5", "4", "3"]


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        *(("en", "en"), ("en-GB", "en"), ("pt-BR", "pt"), ("haw", "haw"), ("zh", "zh-cn"), ("zh-Hans-HK", "zh-cn")),
        *(("zh-Hant", "zh-tw"), ("zh-TW", "zh-tw"), ("zh-HK", "zh-tw"), ("zh-SG", "zh-cn")),
    ],
)
def test_languages_are_named_as_google_asks(tag: str, told: str) -> None:
    assert news_language(tag) == told


@given(
    st.lists(st.integers(0, 200), min_size=1, max_size=5),
    st.integers(0, 300),
)
def test_the_span_ends_when_news_changes(hours: list[int], hour: int) -> None:
    start = dt.datetime(2025, 10, 1, tzinfo=dt.UTC)
    dates = [f"2025-10-{1 + h // 24:02} {h % 24:02}:30" for h in hours]
    briefs = tuple(brief_of(f"{n}.md", date=date, slug=f"b{n}") for n, date in enumerate(dates))
    now = start + dt.timedelta(hours=hour)
    since, until = assemble_edition(Library(briefs), Config(url="https://example.org"), now).span
    shown = news_at(now, *dates)
    tick = dt.timedelta(microseconds=1)
    if until:
        assert news_at(until - tick, *dates) == shown != news_at(until, *dates)
    else:
        assert shown == []
    if since:
        assert news_at(since, *dates) == shown != news_at(since - tick, *dates)
    off = Config(url="https://example.org", outputs=OutputsConfig(news_sitemap=False))
    plain = assemble_edition(Library(briefs), off, now).span
    turns = [start + dt.timedelta(hours=h, minutes=30) for h in hours]
    assert plain[1] == min((turn for turn in turns if turn > now), default=None)


def test_a_later_build_equals_a_clean_one(tmp_path: Path) -> None:
    """The clock alone makes a brief leave the news."""
    write_site(tmp_path, {"briefs/a.md": brief(date="2025-10-31 09:00"), "briefs/b.md": brief("B", "2025-11-01 10:00")})
    at = {
        name: dt.datetime.fromisoformat(f"2025-11-{moment}:00+00:00")
        for name, moment in {"both": "01T12:00", "still": "02T08:59", "one": "02T09:00", "none": "03T10:00"}.items()
    }
    briefs = {"both": 2, "still": 2, "one": 1, "none": 0}
    for name, now in at.items():
        report = build_site(tmp_path, now=now)
        site = tree(tmp_path / "site")
        assert len(checked(site["sitemaps/news.xml"])) == briefs[name]
        assert report.written == (0 if name == "still" else report.written)
        clean = tmp_path / f"clean-{name}"
        build_site(tmp_path, now=now, out=clean)
        assert tree(clean) == site
    index = checked(site["sitemap.xml"])
    assert index["https://example.org/sitemaps/news.xml"] == ""


def test_another_title_reaches_the_news_the_short_way(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": brief(date="2025-10-31 09:00"), "briefs/b.md": brief("B", "2025-10-01")})
    build_site(tmp_path)
    write_site(tmp_path, {"briefs/a.md": brief("A bridge & a <tower>", "2025-10-31 09:00", "slug: a-bridge-opens\n")})
    explained = dict(build_site(tmp_path, explain=True).explained)
    assert "sitemaps/news.xml" in explained
    assert (
        b"<news:title>A bridge &amp; a &lt;tower&gt;</news:title>" in (tmp_path / "site/sitemaps/news.xml").read_bytes()
    )
