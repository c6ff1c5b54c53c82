"""The sample site as data: JSON against its schema, Markdown through briefgen's own parser, llms.txt and where it leads."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from markdown_it import MarkdownIt
from support_site import CONFIG, NOW, brief, build_site, tree, write_site
from support_views import BRIEF, PAGES, SITE
from support_views import CONFIG as HARBOUR
from test_calendars import checked

from briefgen.briefs.parser import parse_brief
from briefgen.config import Config
from briefgen.pages.model import PageKind, page_at
from briefgen.pages.views import MarkdownPage
from briefgen.render.renderer import Renderer
from briefgen.render.theme import Theme
from briefgen.settings import parse_config

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "docs" / "api.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
#: What `ninjsType` of ninjs 3.0 has, as far as a text needs it: the names are the standard's, and no others may stand there.
NINJS = {
    "uri",
    "type",
    "representationType",
    "profile",
    "version",
    "firstCreated",
    "versionCreated",
    "contentCreated",
    "embargoedUntil",
    "pubStatus",
    "urgency",
    "copyrightHolder",
    "copyrightNotice",
    "usageTerms",
    "edNote",
    "language",
    "descriptions",
    "bodies",
    "headlines",
    "people",
    "organisations",
    "places",
    "subjects",
    "events",
    "eventDetails",
    "plannedCoverage",
    "objects",
    "infoSources",
    "title",
    "by",
    "slugline",
    "located",
    "renditions",
    "associations",
    "altIds",
    "trustIndicators",
    "standard",
    "genres",
    "expires",
    "rightsInfo",
}
ORIGIN = "https://briefs.example"


def settings() -> Config:
    config, _ = parse_config((ROOT / "briefgen.yml").read_bytes())
    outputs = msgspec.structs.replace(config.outputs, brief_json=True, brief_markdown=True, api_briefs=True)
    return msgspec.structs.replace(config, outputs=outputs)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("data")
    shutil.copytree(ROOT / "briefs", root / "briefs")
    assert build_site(root, settings(), now=dt.datetime(2026, 6, 1, tzinfo=dt.UTC)).published
    return tree(root / "site")


def briefs(site: dict[str, bytes]) -> list[dict[str, Any]]:
    """All briefs of the API."""
    files = [json.loads(data) for name, data in site.items() if name.startswith("api/briefs/")]
    return [one for file in files for one in file["briefs"]]


def addresses(value: Any) -> set[str]:
    """The addresses on the site that data holds, but for those in prose."""
    if isinstance(value, dict):
        return set().union(*(addresses(v) for k, v in value.items() if k != "bodies"))
    if isinstance(value, list):
        return set().union(*map(addresses, value))
    return {value} if isinstance(value, str) and value.startswith(f"{ORIGIN}/") else set()


def leads_somewhere(site: dict[str, bytes], address: str) -> bool:
    path = urlsplit(address).path.strip("/")
    return path in site or f"{path}/index.html".lstrip("/") in site


# ---------------------------------------------------------------- JSON


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_file_is_as_the_schema_says(site: dict[str, bytes]) -> None:
    found = [name for name in site if name.endswith(".json") and "feed" not in name and not name.startswith("search/")]
    files = {name: json.loads(site[name]) for name in found}
    assert {"api/index.json", "api/topics.json", "api/actors.json", "api/stories.json"} < files.keys()
    for name, data in files.items():
        assert [f"{name}: {error.json_path} {error.message[:200]}" for error in VALIDATOR.iter_errors(data)] == []
        assert [address for address in addresses(data) if not leads_somewhere(site, address)] == []
        assert site[name].endswith(b"}\n")


def test_a_brief_is_an_item_of_ninjs_and_one_property_more(site: dict[str, bytes]) -> None:
    found = briefs(site)
    assert len({one["uri"] for one in found}) == len(found) == 25
    for one in found:
        assert one.keys() - {"brief"} <= NINJS
        assert all(association.keys() - {"name", "rel"} <= NINJS for association in one.get("associations", ()))
        assert [body["contentType"] for body in one["bodies"]] == ["text/markdown", "text/html"] * (
            len(one["bodies"]) // 2
        )
        assert [body["role"] for body in one["bodies"][::2]] == [
            *(["lede"] if one["bodies"][0]["role"] == "lede" else []),
            *(section["kind"] for section in one["brief"]["sections"]),
        ]
        assert dt.datetime.fromisoformat(one["versionCreated"]) >= dt.datetime.fromisoformat(one["firstCreated"])
    used = set().union(*(one.keys() for one in found))
    assert used >= {"people", "organisations", "subjects", "infoSources", "events", "associations", "by"}


def test_the_months_are_all_there_and_hold_their_briefs(site: dict[str, bytes]) -> None:
    index = json.loads(site["api/index.json"])
    months = [month["month"] for month in index["months"]]
    assert months == sorted((n[11:18] for n in site if n.startswith("api/briefs/")), reverse=True)
    for month in months:
        found = json.loads(site[f"api/briefs/{month}.json"])["briefs"]
        assert all(one["brief"]["date"].startswith(month) for one in found)
    pages = {name for name, data in site.items() if b'<article class="brief"' in data}
    assert {urlsplit(one["brief"]["url"]).path.strip("/") + "/index.html" for one in briefs(site)} == pages


def test_what_the_html_says_the_markdown_says(site: dict[str, bytes]) -> None:
    from briefgen.text.prose import plain_text

    for one in briefs(site):
        for markdown, html in zip(one["bodies"][::2], one["bodies"][1::2], strict=True):
            words = re.findall(r"[^\W_]{4,}", re.sub(r"<[^>]+>", " ", html["value"]))
            assert set(re.findall(r"[^\W_]{4,}", plain_text(markdown["value"]))) <= set(words)
            assert not re.search(r'(?:href|src)="/', html["value"])
            assert "](/" not in markdown["value"]


def test_what_is_corrected_settled_and_followed_shows(site: dict[str, bytes]) -> None:
    own = [one["brief"] for one in briefs(site)]
    assert any(o.get("corrections") for o in own)
    assert any(o.get("updated") and o["updated"] != o["date"] for o in own)
    assert any(e.get("outcome") and e["state"] == "settled" for o in own for e in o.get("expectations", ()))
    assert any(o.get("follows") for o in own)
    assert any(o.get("story") for o in own)
    assert any("wikidata.org" in same for o in own for actor in o["actors"] for same in actor.get("sameAs", ()))


def test_topics_and_actors_tell_where_to_follow_them(site: dict[str, bytes]) -> None:
    for name in ("topics", "actors"):
        found = json.loads(site[f"api/{name}.json"])[name]
        assert [entry["slug"] for entry in found] == sorted(entry["slug"] for entry in found)
        assert all(entry["count"] > 0 and entry["feed"] for entry in found)
        calendars = {urlsplit(entry["calendar"]).path.strip("/") for entry in found if "calendar" in entry}
        former = {f"{name}/{slug}/next.ics" for entry in found for slug in entry.get("formerSlugs", ())}
        assert calendars == {n for n in site if n.startswith(f"{name}/") and n.endswith(".ics")} - former != set()
    assert any("wikidata" in actor for actor in json.loads(site["api/actors.json"])["actors"])


def test_every_calendar_is_sound(site: dict[str, bytes]) -> None:
    whole = {str(event["UID"]): event.to_ical() for event in checked(site["next.ics"]).events}
    for name, data in site.items():
        if name.endswith(".ics"):
            for event in checked(data).events:
                assert event.to_ical() == whole[str(event["UID"])]
                assert leads_somewhere(site, str(event["URL"]))


# ---------------------------------------------------------------- beside a brief


def test_beside_each_brief_lies_the_same_as_json_and_as_markdown(site: dict[str, bytes]) -> None:
    for one in briefs(site):
        folder = urlsplit(one["brief"]["url"]).path.strip("/")
        assert json.loads(site[f"{folder}/index.json"]) == one
        text = site[f"{folder}/index.html"].decode()
        assert f'<link rel="alternate" type="application/json" href="/{folder}/index.json">' in text
        assert f'<link rel="alternate" type="text/markdown" href="/{folder}/index.md">' in text
        assert f"{folder}/index.md" in site


def test_the_markdown_is_a_brief_again(site: dict[str, bytes]) -> None:
    config = settings()
    for one in briefs(site):
        folder = urlsplit(one["brief"]["url"]).path.strip("/")
        parsed = parse_brief("copy.md", site[f"{folder}/index.md"], config)
        assert [problem for problem in parsed.problems if problem.code != "slug-derived"] == []
        copy, own = parsed.brief, one["brief"]
        assert copy is not None
        assert (copy.title, copy.id, copy.byline) == (one["headlines"][0]["value"], one["uri"], one.get("by", ""))
        texts = {body["role"]: body["value"] for body in one["bodies"] if body["contentType"] == "text/markdown"}
        assert {section.kind.value: section.text for section in copy.sections} | (
            {"lede": copy.lede} if copy.lede else {}
        ) == texts
        assert copy.date.day.isoformat() == own["date"][:10]
        assert [(s.title, s.url, s.publisher) for s in copy.sources] == [
            (s.get("title", ""), s.get("url", ""), s.get("publisher", "")) for s in own.get("sources", ())
        ]
        assert [(e.what, e.last.isoformat(), e.outcome) for e in copy.expect] == [
            (e["what"], e["last"], e.get("outcome", "")) for e in own.get("expectations", ())
        ]
        assert [c.text for c in copy.corrections] == [c["text"] for c in own.get("corrections", ())]
        assert [ref.text for ref in copy.actors] == [actor["title"] for actor in own.get("actors", ())]
        assert [ref.text for ref in copy.topics] == [topic["title"] for topic in own.get("topics", ())]


LOCAL = """\
See [that](b.md "B"), [here](/about/), ![a picture](pics/x.png) and [out](https://example.com/b.md).

`[no](b.md)` is code, and so is

```
[no](b.md)
```

A [reference][r] and [none](z.md).

[r]: b.md#next
"""


def test_local_paths_become_whole_addresses_but_in_code(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {
            "briefs/a.md": brief(text=LOCAL),
            "briefs/b.md": brief("B", extra="topics: [Trade]\n"),
            "briefs/pics/x.png": b"\x89PNG",
        },
    )
    outputs = msgspec.structs.replace(CONFIG.outputs, brief_markdown=True)
    config = msgspec.structs.replace(CONFIG, url="https://example.org/news", outputs=outputs)
    build_site(tmp_path, config, keep_going=True)
    text = (tmp_path / "site/2025/10/18/a-bridge-opens/index.md").read_text()
    b = "https://example.org/news/2025/10/18/b/"
    assert f'See [that]({b} "B"), [here](https://example.org/news/about/), ' in text
    assert "![a picture](https://example.org/news/media/pics/x.png) and [out](https://example.com/b.md)." in text
    assert "`[no](b.md)` is code" in text
    assert "```\n[no](b.md)\n```" in text
    assert f"and [none](#).\n\n[r]: {b}#next\n" in text


def test_where_a_draft_lies_is_told_nowhere(tmp_path: Path) -> None:
    text = "See [that](secret.md), [more][s] and ![it](<secret.md>).\n\n[s]: secret.md\n[see]: but this is text"
    write_site(
        tmp_path,
        {"briefs/a.md": brief(text=text), "briefs/secret.md": brief("Secret", extra="status: draft\n")},
    )
    outputs = msgspec.structs.replace(CONFIG.outputs, json_feed="all", rss="all", brief_markdown=True, brief_json=True)
    assert build_site(tmp_path, msgspec.structs.replace(CONFIG, outputs=outputs)).published
    site = tree(tmp_path / "site")
    assert [name for name, data in site.items() if b"secret" in data.lower()] == []
    assert b"<p>See that, more and it." in site["2025/10/18/a-bridge-opens/index.html"]
    assert b"[see]: but this is text" in site["2025/10/18/a-bridge-opens/index.md"]


@pytest.mark.parametrize(
    "sign", ["\x7f", "\x85", "\u2028", "\u2029", "\ufeff", '"', "\\", "\U0001f600", "\ufffe", "\uffff"]
)
def test_any_title_is_read_back_from_the_markdown(sign: str) -> None:
    """A line in YAML ends also where no line in JSON does."""
    view = msgspec.structs.replace(BRIEF, title=f"The lock{sign}is shut")
    renderer = Renderer(Theme(), SITE, HARBOUR)
    page = page_at(PageKind.BRIEF_MARKDOWN, "/a/index.md", ("a.md",), "a")
    data = renderer.render(page, PAGES["brief"][1], MarkdownPage(view, tuple(s.label for s in view.sections)))
    parsed = parse_brief("copy.md", data, HARBOUR).brief
    assert parsed is not None
    assert parsed.title == f"The lock{sign}is shut"


def test_by_default_nothing_lies_beside_a_brief_and_what_is_held_is_nowhere(tmp_path: Path) -> None:
    held = {
        "briefs/draft.md": brief("Secret one", extra="status: draft\ntopics: [Secrets]\n"),
        "briefs/later.md": brief("Secret two", "2025-12-01", "actors: [Secret Agent]\n"),
        "briefs/gone.md": brief("Secret three", extra="expires: 2025-10-20\ntopics: [Secrets]\n"),
    }
    write_site(tmp_path, {"briefs/a.md": brief(), **held})
    build_site(tmp_path)
    before = tree(tmp_path / "site")
    assert not [
        name
        for name in before
        if name.endswith((".md", "index.json")) and name not in ("api/index.json", "search/index.json")
    ]
    assert not [name for name in before if name.startswith("api/briefs/")]
    outputs = msgspec.structs.replace(CONFIG.outputs, brief_json=True, brief_markdown=True, api_briefs=True)
    build_site(tmp_path, msgspec.structs.replace(CONFIG, outputs=outputs))
    after = tree(tmp_path / "site")
    assert set(after.keys() - before.keys()) == {
        "api/briefs/2025-10.json",
        "2025/10/18/a-bridge-opens/index.json",
        "2025/10/18/a-bridge-opens/index.md",
    }
    machines = {name: data for name, data in after.items() if not name.endswith((".html", ".css", ".svg"))}
    assert [name for name, data in machines.items() if b"ecret" in data] == []
    assert b'type="application/json"' not in after["2025/10/18/secret-three/index.html"]
    build_site(tmp_path, msgspec.structs.replace(CONFIG, outputs=outputs), drafts=True)
    draft = json.loads((tmp_path / "site/2025/10/18/secret-one/index.json").read_bytes())
    assert (draft["pubStatus"], draft["brief"]["state"]) == ("withheld", "draft")


def test_a_site_without_an_address_says_no_false_one(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": brief(extra="topics: [Trade]\nactors: [Ada]\n")})
    outputs = msgspec.structs.replace(CONFIG.outputs, api_briefs=True)
    build_site(tmp_path, Config(outputs=outputs))
    found = tree(tmp_path / "site")
    (one,) = briefs(found)
    assert VALIDATOR.is_valid(one)
    assert one["brief"]["url"] == "/2025/10/18/a-bridge-opens/"
    assert "renditions" not in one
    assert one["subjects"] == [
        {"name": "Trade", "rel": "about", "literal": "trade"},
        {"name": "Ada", "rel": "mentions", "literal": "ada"},
    ]


# ---------------------------------------------------------------- llms.txt


def test_llms_txt_has_its_form_and_leads_somewhere(site: dict[str, bytes]) -> None:
    text = site["llms.txt"].decode()
    lines = [line for line in text.split("\n") if line]
    assert lines[0] == "# The Three-Part Brief"
    assert lines[1].startswith("> News in three parts")
    assert "What's Happening, Why It's Important, What's Next" in lines[2]
    assert "index.md" in lines[3]
    assert [line for line in lines[4:] if not line.startswith(("## ", "- ["))] == []
    links = re.findall(r"^- \[[^\]]+\]\((https://[^)\s]+)\)$", text, re.MULTILINE)
    assert len(links) == text.count("\n- ") > 8
    assert [link for link in links if not leads_somewhere(site, link)] == []
    assert {f"{ORIGIN}/next.ics", f"{ORIGIN}/api/index.json", f"{ORIGIN}/feed.xml"} < set(links)


def test_the_name_of_a_topic_ends_no_link_in_llms_txt(tmp_path: Path) -> None:
    name = "Trade ](x) & [EU \\"
    topics = f"trade:\n  name: '{name}'\n"
    write_site(tmp_path, {"briefs/a.md": brief(extra="topics: [trade]\n"), "briefs/topics.yml": topics})
    build_site(tmp_path)
    tokens = MarkdownIt().parse((tmp_path / "site/llms.txt").read_text())
    links = [token.children for token in tokens if token.children and token.children[0].type == "link_open"]
    (found,) = [link for link in links if link[0].attrs["href"] == "https://example.org/topics/trade/"]
    assert "".join(token.content for token in found) == name


def test_a_new_brief_leaves_llms_txt_and_the_index_alone(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": brief()})
    build_site(tmp_path)
    before = tree(tmp_path / "site")
    write_site(tmp_path, {"briefs/b.md": brief("Another", extra="topics: [Trade]\n")})
    build_site(tmp_path, now=NOW)
    after = tree(tmp_path / "site")
    assert before["llms.txt"] == after["llms.txt"]
    assert before["api/index.json"] == after["api/index.json"]
    assert before["api/topics.json"] != after["api/topics.json"]
