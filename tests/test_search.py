"""The files of the search: every published brief in one shard, and little to write for one more."""

from __future__ import annotations

import datetime as dt
import json
import string
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_search import WIRE, Files, searchable
from support_site import brief, build_site, tree, write_site
from test_pages import edition, item

from briefgen.config import OutputsConfig
from briefgen.edition.model import Actor, Edition
from briefgen.pages import finder, shards
from briefgen.pages.book import Book
from briefgen.pages.model import PageKind
from briefgen.pages.shards import Division
from briefgen.pages.views import FinderWords
from briefgen.render.finder import finder_words
from briefgen.text.folding import drawer, fold, search_words


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = searchable(tmp_path_factory.mktemp("search"))
    assert build_site(root, WIRE).published
    return root / "site"


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "CAFE"),
        ("Straße", "STRASSE"),
        ("Ørsted", "orsted"),
        ("İstanbul", "istanbul"),
        ("ΟΔΟΣ", "οδός"),
        ("إغلاقُ القَنـــاة", "اغلاق القناه"),
        ("ﬁnal", "final"),
        ("Ｔｏｋｙｏ", "tokyo"),
        ("Ёлка", "елка"),
        ("שָׁלוֹם", "שלום"),
        ("O’Brien", "o'brien"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_what_is_the_same_to_a_reader_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_what_makes_another_letter_stays() -> None:
    assert len({fold(c) for c in ("か", "が", "ก", "กิ", "한", "하", "क", "कि")}) == 8


def test_the_words_of_a_text() -> None:
    assert search_words("O’Brien’s “final” offer: 5G in l'Iran") == {
        *("o", "brien", "s", "obriens", "final", "offer", "5g", "in", "l", "iran", "liran")
    }
    assert search_words("北京 meets iPhone手机") == {"北", "京", "meets", "iphone", "手", "机"}
    assert search_words("हिन्दी में") == {"हिन्दी", "में"}
    assert search_words("…!?") == set()


@given(st.text())
def test_folding_is_settled_and_words_are_folded(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    for word in search_words(text):
        assert word
        assert "'" not in word
        assert not any(c.isspace() for c in word)
        assert set(drawer(word)) <= set(string.ascii_lowercase + string.digits)


# ---------------------------------------------------------------- what is there


def test_every_published_brief_is_there_and_no_other(site: Path) -> None:
    found = Files(site).briefs()
    assert [(b.title, b.path) for b in found] == [
        ("Café prices rise in Zürich", "2025/10/20/cafe-prices-rise-in-zurich/"),
        ("O’Brien’s “final” offer", "2025/10/19/obriens-final-offer/"),
        ("北京与莫斯科会谈", "2025/10/18/zh/"),
        ("إغلاقُ القَنـــاة", "2025/10/17/ar/"),
        ("A lighthouse, <b>lit</b>", "2024/03/01/a-lighthouse-b-lit-b/"),
    ]
    assert all((site / b.path / "index.html").is_file() for b in found)
    assert not any("secret" in text.lower() for text in map(bytes.decode, tree(site / "search").values()))
    assert found[0].names == ["Trade", "Kim Jong Un"]


def test_names_come_with_their_other_names(site: Path) -> None:
    assert Files(site).read("names") == {
        "topics": [["Energy & Heat", "topics/energy/"], ["Trade", "topics/trade/", "Commerce"]],
        "actors": [
            ["Ada Lovelace", "actors/ada-lovelace/", "The Countess"],
            ["Kim Jong Un", "actors/kim-jong-un/", "Chairman Kim"],
        ],
    }


def test_the_language_of_a_title_is_told_where_it_is_another(site: Path) -> None:
    briefs = Files(site).read("20")["briefs"]
    assert [b[4:] for b in briefs] == [[], [], ["zh"], ["ar"], []]


def test_the_search_can_be_turned_off(tmp_path: Path) -> None:
    root = searchable(tmp_path)
    off = msgspec.structs.replace(WIRE, outputs=OutputsConfig(search=False, full_text=True))
    assert build_site(root, off).published
    assert not (root / "site/search").exists()
    home = (root / "site/index.html").read_text("utf-8")
    assert "search/" not in home
    assert "pagefind" not in home


def test_half_a_character_harms_nothing() -> None:
    assert json.loads(finder_words(None, None, FinderWords(("2025",), (("a\ud800b c",),)))) == {  # type: ignore[arg-type]
        "shards": ["2025"],
        "words": "\na 1\nb 1\nc 1\n",
    }


# ---------------------------------------------------------------- shards


def on(days: list[dt.date]) -> Edition:
    """An edition with briefs of these days; a later one does not change the names of the others."""
    return edition(*[item(f"b{number}", day.isoformat()) for number, day in enumerate(sorted(days))])


DAYS = st.lists(st.dates(dt.date(1999, 1, 1), dt.date(2003, 12, 31)), max_size=60)


@given(DAYS, st.integers(1, 8))
def test_each_brief_is_in_one_shard_and_no_shard_is_too_large(days: list[dt.date], split: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SPLIT", split)
        made = on(days)
        division = Division(made)
        found = division.shards
        assert [path for paths in found.values() for path in paths] == [i.path for i in made.items]
        assert list(found) == sorted(found, reverse=True)
        assert all(len(paths) <= split or len(period) == 9 for period, paths in found.items())
        by_path = {i.path: i.day.isoformat() for i in made.items}
        assert all(by_path[path].startswith(period) for period, paths in found.items() for path in paths)
        listed = [period for periods in division.lists.values() for period in periods]
        assert set(listed) <= set(list(found)[1:])
        assert all(period.startswith(year) for year, periods in division.lists.items() for period in periods)


@given(DAYS.filter(bool), st.integers(1, 8), st.sampled_from([0, 400]))
def test_a_new_brief_rewrites_few_files(days: list[dt.date], split: int, later: int) -> None:
    """The latest brief, unless it divides a period: its shard; where that is new, the index and a list of
    words; and the page itself with a new year."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SPLIT", split)
        before, after = (views(Book(on(some))) for some in (days, [*days, max(days) + dt.timedelta(later)]))
        gone, new = before.keys() - after.keys(), after.keys() - before.keys()
        changed = {path for path, view in after.items() if before.get(path) != view} - {"search/index.html"}
        if not gone:
            assert len(changed) == 1 if not new else len(changed) <= 3


def views(book: Book) -> dict[str, Any]:
    return {page.path: finder.VIEWS[page.kind](book, *page.subject) for page in finder.pages(book)}


def test_words_say_where_they_are() -> None:
    view = FinderWords(("2025-08", "2025-09"), (("Café closed", "Trade"), ("Cafe opens", "北京")))
    data = json.loads(finder_words(None, None, view))  # type: ignore[arg-type]
    words = dict(line.split(" ") for line in data["words"].split("\n") if line)
    assert words == {"cafe": "3", "closed": "1", "trade": "1", "opens": "2", "北": "2", "京": "2"}
    assert list(words) == sorted(words)


def test_many_names_lie_in_drawers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MANY", 2)
    actors = {a.slug: a for a in (Actor("kim", "Kim Un", aliases=("Chair",)), Actor("xi", "习近平"), Actor("o", "Ölm"))}
    book = Book(msgspec.structs.replace(edition(item("a")), actors=actors))
    assert {k: v[1] for k, v in book.division.drawers.items()} == {
        **dict.fromkeys("kuc", ("kim",)),
        **dict.fromkeys(("u4exx", "u8fxx", "u5exx"), ("xi",)),
        "o": ("o",),
    }
    paths = {page.path for page in finder.pages(book) if page.kind is PageKind.FINDER_NAMES}
    assert "search/names-k.json" in paths
    assert "search/names.json" not in paths


# ---------------------------------------------------------------- builds


def test_a_new_brief_and_a_new_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more brief, then a title by the short way: few files, and each time what a clean build makes."""
    monkeypatch.setattr(shards, "SPLIT", 2)
    root = searchable(tmp_path)
    assert build_site(root, WIRE).published
    assert {"2025-10-1", "2025-10-2", "2024"} == set(Files(root / "site").shards)
    before = tree(root / "site/search")
    write_site(root, {"briefs/new.md": brief("One more", "2025-10-21", "topics: [trade]\n")})
    assert build_site(root, WIRE).published
    after = tree(root / "site/search")
    assert [path for path in after if before.get(path) != after[path]] == ["2025-10-2.json"]
    assert same_as_clean(root)
    for name, title in (("cafe", "Coffee is dear"), ("old", "A lamp is lit"), ("obrien", "No offer")):
        text = (root / f"briefs/{name}.md").read_text("utf-8")
        slug = "" if "slug:" in text else "slug: kept\n"
        (root / f"briefs/{name}.md").write_text(
            "".join(f"title: {title}\n{slug}" if line.startswith("title:") else line for line in text.splitlines(True)),
            "utf-8",
        )
        report = build_site(root, WIRE)
        assert report.rendered < 20, "the short way"
        assert title in [b.title for b in Files(root / "site").briefs()]
        assert same_as_clean(root)


def same_as_clean(root: Path) -> bool:
    clean = build_site(root, WIRE, out="clean")
    assert clean.published
    return tree(root / "clean") == tree(root / "site")


def test_each_name_is_in_a_shard_once(site: Path) -> None:
    for shard in Files(site).shards:
        names = [tuple(name) for name in Files(site).read(shard)["names"]]
        assert max(Counter(names).values()) == 1
