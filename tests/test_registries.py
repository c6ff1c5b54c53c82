"""`briefgen actors` and `briefgen topics`: registries change in place, and no address breaks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_site import brief, build_site, tree, write_site

from briefgen.briefs.model import ActorEntry
from briefgen.cli import run
from briefgen.config import Config
from briefgen.registries.editing import Refused, add_entry, merge_entries, read_book, rename_entry, write_book

ACTORS = """\
# The actors.  Keep this line.

kim:   # the leader
  name: Kim Jong Un
  aliases: [Kim, "Kim, J. U."]   # as written
  kind: person
  member_of: north-korea

# ---- places
north-korea:
  name: 'North Korea'   # quoted
  aliases:
    - DPRK
    # the capital stands for it
    - Pyongyang

nk:
  name: Democratic People's Republic of Korea
  kind: place
  wikidata: Q423
  redirect_from: [korea-north]
plain: Plain Name
empty:
# the end
"""
TOPICS = """\
science:
  name: Science
space:
  name: Space
  parent: science
  keywords: [rocket]
moon:
  name: Moon
  parent: Space
"""


def renamed(text: str, *arguments: str, kind: str = "actor") -> str:
    return rename_entry(read_book(kind, text.encode()), *arguments).decode()


def merged(text: str, *arguments: str, kind: str = "actor") -> str:
    return merge_entries(read_book(kind, text.encode()), *arguments).decode()


def test_an_entry_is_added_at_the_end_and_nothing_else_changes() -> None:
    book = read_book("actor", ACTORS.encode())
    data = add_entry(book, "Ada: Example", "person", ["A. E."], "ada").decode()
    assert data == ACTORS + '\nada:\n  name: "Ada: Example"\n  aliases: [A. E.]\n  kind: person\n'
    assert add_entry(read_book("topic", b""), "Ports").decode() == "ports:\n  name: Ports\n"


def test_an_entry_is_renamed_where_it_stands() -> None:
    assert renamed(ACTORS, "DPRK", "Northern Korea") == ACTORS.replace(
        "  name: 'North Korea'   # quoted\n", "  name: Northern Korea   # quoted\n"
    ).replace("    - Pyongyang\n", "    - Pyongyang\n    - North Korea\n")
    assert renamed(ACTORS, "kim", "Kim", "kim-jong-un") == ACTORS.replace("kim:   #", "kim-jong-un:   #").replace(
        '  name: Kim Jong Un\n  aliases: [Kim, "Kim, J. U."]',
        '  name: Kim\n  redirect_from: [kim]\n  aliases: ["Kim, J. U.", Kim Jong Un]',
    )
    assert renamed(ACTORS, "Plain Name", "Other") == ACTORS.replace(
        "plain: Plain Name\n", "plain:\n  name: Other\n  aliases: [Plain Name]\n"
    )
    back = renamed(renamed(ACTORS, "nk", "NK"), "NK", "Democratic People's Republic of Korea")
    assert "aliases: [NK]" in back


def test_two_entries_become_one() -> None:
    data = merged(ACTORS, "nk", "North Korea")
    assert data == ACTORS.replace(
        "nk:\n  name: Democratic People's Republic of Korea\n  kind: place\n  wikidata: Q423\n  redirect_from: [korea-north]\n",
        "",
    ).replace(
        "   # quoted\n", "   # quoted\n  wikidata: Q423\n  kind: place\n  redirect_from: [nk, korea-north]\n"
    ).replace("    - Pyongyang\n", "    - Pyongyang\n    - Democratic People's Republic of Korea\n")


def test_topics_keep_their_children_and_no_circle_is_made() -> None:
    into_parent = read_book("topic", merged(TOPICS, "Space", "Science", kind="topic").encode())
    assert [(e.slug, e.aliases, e.redirect_from) for e in into_parent.entries] == [
        ("science", ("Space",), ("space",)),
        ("moon", (), ()),
    ]
    assert into_parent.directory.find("Space") == ("science",)
    into_child = merged(TOPICS, "science", "space", kind="topic")
    assert "parent: science" not in into_child
    grandchild = merged(TOPICS, "space", "moon", kind="topic")
    assert "moon:\n  name: Moon\n" in grandchild
    assert "parent: science\n" in grandchild


def test_a_name_that_is_not_registered_becomes_an_alias_but_no_slip_of_the_pen() -> None:
    assert "- Nordkorea\n" in merged(ACTORS, "Nordkorea", "North Korea")
    with pytest.raises(Refused, match="did you mean “Plain Name”"):
        merged(ACTORS, "Plain Nam", "North Korea")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- name: Kim Jong Un\n- name: Plain Name\n", "write by hand"),
        ("{kim: {name: Kim Jong Un}, plain: Plain Name}\n", "write by hand"),
        ("kim:\n  label: Kim Jong Un\nplain: x\n", "write by hand"),
        ("kim:\r\n  name: Kim Jong Un\nplain: x\n", "write by hand"),
        ("kim:\n  name: Kim Jong Un\n  aliases: [\n    A, # first\n    B]\n", "write by hand"),
        ("plain: x\n", "is not in briefs/actors.yml"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_lines_to_write(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        renamed(text, "Kim Jong Un", "Kim")
    assert ("Kim Jong Un]\n" in refused.value.by_hand) == (why == "write by hand")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (
            b"kim:\n<<<<<<< HEAD\n  name: Kim\n=======\n  name: Kim J.\n>>>>>>> b\n",
            "line 2 right first: A merge conflict",
        ),
        (b"kim:\n  name: H\xe4user\n", "line 2 right first: This file is not saved as UTF-8"),
    ],
)
def test_a_file_with_a_mistake_is_to_be_put_right_first(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_book("actor", data)


@pytest.mark.parametrize("name", ["Kim", "plain", "KIM JONG-UN", "korea-north", ""])
def test_a_name_that_is_taken_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        add_entry(read_book("actor", ACTORS.encode()), name)
    with pytest.raises(Refused):
        rename_entry(read_book("actor", ACTORS.encode()), "empty", name)


def test_bytes_of_windows_stay_and_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + ACTORS.replace("\n", "\r\n").encode()
    changed = rename_entry(read_book("actor", data), "nk", "NK")
    assert changed.startswith(b"\xef\xbb\xbf# The actors.")
    assert changed.count(b"\n") == changed.count(b"\r\n") == data.count(b"\n") + 1
    file = tmp_path / "actors.yml"
    file.write_bytes(data)
    file.chmod(0o640)
    with pytest.raises(Refused, match="meanwhile"):
        write_book(file, b"other", changed)
    write_book(file, data, changed)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (changed, 0o640)
    assert list(tmp_path.iterdir()) == [file]


NAMES = st.lists(
    st.sampled_from(["Ada", "Bo: x", "Cé 1", "D, E", "yes", "'F'", "G h", "12", "Kim", "[L]", "習"]),
    unique=True,
    max_size=3,
)


@st.composite
def registries(draw: st.DrawFn) -> tuple[str, list[str]]:
    """The text of a registry in many forms, and its slugs."""
    slugs = draw(st.lists(st.sampled_from(["a1", "b2", "c3", "d4"]), unique=True, min_size=2))
    text = draw(st.sampled_from(["", "# top\n\n", "---\n# top\n"]))
    for slug in slugs:
        text += draw(st.sampled_from(["", "\n", f"# about {slug}\n", f"\n# about {slug}\n\n"]))
        if draw(st.booleans()) and draw(st.booleans()):
            text += f"{slug}: Name of {slug}  # short\n"
            continue
        indent = draw(st.sampled_from(["  ", "    "]))
        fields = [f"name: Name of {slug}{draw(st.sampled_from(['', '  # its name']))}"]
        if aliases := [json.dumps(f"{name} {slug}", ensure_ascii=False) for name in draw(NAMES)]:
            block = "".join(f"\n{indent}  - {alias}" for alias in aliases)
            fields.append(draw(st.sampled_from([f"aliases: [{', '.join(aliases)}]  # also", f"aliases:{block}"])))
        fields += draw(st.sampled_from([[], ["kind: person"], [f"# inside {slug}", "role: R"]]))
        fields = draw(st.permutations(fields))
        text += f"{slug}:\n" + "".join(f"{indent}{field}\n" for field in fields)
    return text + draw(st.sampled_from(["", "# end\n", "\n"])), slugs


@settings(max_examples=50, deadline=None)
@given(registries(), st.sampled_from(["rename", "move", "merge", "add"]))
def test_comments_and_other_entries_stay_to_the_byte(registry: tuple[str, list[str]], action: str) -> None:
    text, slugs = registry
    book = read_book("actor", text.encode())
    before = {e.slug: e for e in book.entries}
    one, other = slugs[:2]
    if action == "merge":
        data = merge_entries(book, one, other)
    elif action == "add":
        data = add_entry(book, "New: one")
    else:
        data = rename_entry(book, one, "New: one", "moved" if action == "move" else "")
    after = read_book("actor", data)
    for slug in set(slugs) - {one, other}:
        assert own_lines(data.decode(), slug) == own_lines(text, slug)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in data.decode().splitlines() if line.startswith("#")] == comments
    owner = {"merge": other, "move": "moved"}.get(action, one)
    for name in (before[one].name, one, *before[one].aliases):
        assert after.directory.find(name) == (owner,)
    new = {entry.slug: entry.name for entry in after.entries}
    assert new == {
        "merge": {s: e.name for s, e in before.items() if s != one},
        "add": {**{s: e.name for s, e in before.items()}, "new-one": "New: one"},
    }.get(action, {(owner if s == one else s): ("New: one" if s == one else e.name) for s, e in before.items()})


def own_lines(text: str, slug: str) -> list[str]:
    found = re.search(rf"^{slug}:.*\n(?:[ ].*\n)*", text, re.MULTILINE)
    assert found
    return found[0].splitlines()


# ---------------------------------------------------------------- the site


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run a command line on the site of the test."""
    return lambda *line: Done(run(["-C", str(tmp_path), *line]), *capsys.readouterr())


def test_no_address_dies_when_names_change(tmp_path: Path, cli: Callable[..., Done]) -> None:
    write_site(
        tmp_path,
        {
            "briefgen.yml": "url: https://example.org\n",
            "briefs/actors.yml": ACTORS,
            "briefs/topics.yml": TOPICS,
            "briefs/a.md": brief("One", extra="topics: [Space]\nactors: [Kim, nk, Stranger]\n"),
            "briefs/b.md": brief("Two", extra="topics: [Moon, Science]\nactors: [DPRK, Plain Name]\n"),
        },
    )
    build_site(tmp_path)
    before = {path for path in tree(tmp_path / "site") if path.endswith(".html")}
    assert {"actors/nk/index.html", "actors/stranger/index.html", "topics/space/index.html"} <= before
    for line in (
        ("actors", "merge", "nk", "North Korea"),
        ("actors", "merge", "Stranger", "Plain Name"),
        ("actors", "rename", "Kim", "Kim Il Un", "--slug", "kim-il-un"),
        ("topics", "merge", "Space", "Science"),
        ("actors", "add", "Nobody", "--kind", "person", "--alias", "Nemo"),
    ):
        done = cli(*line)
        assert (done.code, done.err) == (0, "")
    build_site(tmp_path)
    site = tree(tmp_path / "site")
    assert before <= site.keys()
    for old, new in (
        ("actors/nk", "actors/north-korea"),
        ("actors/kim", "actors/kim-il-un"),
        ("topics/space", "topics/science"),
    ):
        assert f"/{new}/" in site[f"{old}/index.html"].decode()
        assert 'http-equiv="refresh"' in site[f"{old}/index.html"].decode()
    listed = json.loads(cli("actors", "list", "--format", "json", "--now", "2025-11-01").out)
    assert {row["slug"]: row["count"] for row in listed} == {
        "north-korea": 2, "kim-il-un": 1, "plain": 2, "nobody": 0, "empty": 0,
    }  # fmt: skip
    unused = cli("actors", "unused", "--now", "2025-11-01").out
    assert [line.split()[1] for line in unused.splitlines()] == ["empty", "nobody"]


def test_what_a_change_did_is_told(tmp_path: Path, cli: Callable[..., Done]) -> None:
    write_site(tmp_path, {"briefgen.yml": "url: https://example.org\n", "briefs/actors.yml": "port:\n  name: Port\n"})
    end = "briefs/actors.yml was changed; `briefgen check` says whether all is well"
    steps = {
        ("add", "Harbour board"): ["“Harbour board” was added; the page is /actors/harbour-board/", end],
        ("merge", "Port", "Harbour board"): [
            "“Port” is a part of “Harbour board” now; /actors/port/ leads to /actors/harbour-board/",
            end,
        ],
        ("merge", "Quay office", "Harbour board"): ["“Quay office” is another name of “Harbour board” now", end],
        ("rename", "Harbour board", "Harbour office", "--slug", "office"): [
            "“Harbour board” is “Harbour office” now; the old name still means the same",
            "The page of “Harbour office” is /actors/office/ now; /actors/harbour-board/ leads there",
            end,
        ],
        ("rename", "Harbour office", "Harbour office"): ["Nothing to change: briefs/actors.yml says so already"],
    }
    for words, told in steps.items():
        done = cli("actors", *words)
        assert (done.code, done.out.splitlines()) == (0, told)


def test_what_is_not_registered_is_told_with_what_may_be_meant(tmp_path: Path, cli: Callable[..., Done]) -> None:
    write_site(
        tmp_path,
        {"briefs/actors.yml": ACTORS, "briefs/a.md": brief(extra="actors: [Kim Jung Un]\n"), "briefgen.yml": ""},
    )
    done = cli("actors", "unregistered", "--now", "2025-11-01")
    assert done.out == "      1  kim-jung-un  Kim Jung Un; did you mean “Kim Jong Un”?  (briefs/a.md)\n"
    refused = cli("actors", "rename", "Nobody", "Somebody")
    assert refused.code == 1
    assert "“Nobody” is not in briefs/actors.yml" in refused.err
    assert cli("topics", "list").out == ""


def test_a_list_is_the_same_after_a_build_and_nothing_is_parsed_again(
    tmp_path: Path, cli: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {f"briefs/{n}.md": brief(n, extra="topics: [Trade]\nactors: [Ada]\n") for n in "ab"})
    write_site(tmp_path, {"briefs/topics.yml": "trade: Trade\nwar: War\n"})

    def lists() -> list[str]:
        return [cli(*words.split(), "--now", "2025-11-01").out for words in ("topics list", "actors unregistered")]

    before = lists()
    build_site(tmp_path, Config())
    monkeypatch.setattr("briefgen.briefs.loader.parse_brief", None)
    assert lists() == before
    assert "Ada" in before[1]


def test_the_registries_of_the_sample_site_can_be_edited() -> None:
    data = (Path(__file__).parent.parent / "briefs/actors.yml").read_bytes()
    book = read_book("actor", data)
    for entry in book.entries[::5]:
        assert isinstance(entry, ActorEntry)
        changed = rename_entry(book, entry.slug, f"{entry.name} Renamed")
        kept = set(data.decode().splitlines()) - set(changed.decode().splitlines())
        assert len(kept) <= 2
