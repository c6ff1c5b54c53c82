"""Full-text search: what Pagefind is given, what becomes of its files, and what readers find."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from support_search import WIRE, searchable
from support_site import build_site, tree, write_site
from support_web import published

from briefgen import full_text
from briefgen.config import OutputsConfig
from briefgen.output import OutputError
from briefgen.pagefind_files import _read, _write, settle_order

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEXTS = msgspec.structs.replace(WIRE, outputs=OutputsConfig(full_text=True))
needs_pagefind = pytest.mark.skipif(not full_text.installed(), reason="needs pip install 'briefgen[search]'")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = searchable(tmp_path_factory.mktemp("texts"))
    write_site(root, {"briefs/_pages/about.md": "---\ntitle: About\n---\nWe write about quinces.\n"})
    assert build_site(root, TEXTS).published
    return root


def index(root: Path) -> dict[str, bytes]:
    return tree(root / "site/pagefind") if (root / "site/pagefind").is_dir() else {}


def test_without_pagefind_nothing_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "installed", str)
    root = searchable(tmp_path)
    report = build_site(root, TEXTS)
    assert not report.published
    assert [p.code for p in report.problems if p.severity == "error"] == ["full-text-missing"]
    assert not (root / "site").exists()


def test_pages_are_as_they_were_while_it_is_off(tmp_path: Path) -> None:
    root = searchable(tmp_path)
    assert build_site(root, WIRE).published
    assert not any(b"pagefind" in data for path, data in tree(root / "site").items() if path.endswith(".html"))


@needs_pagefind
def test_all_that_is_published_is_indexed_once(root: Path) -> None:
    files = index(root)
    assert len([path for path in files if path.startswith("fragment/")]) == 6  # five briefs and an own page
    assert {"pagefind.js", "pagefind-entry.json", "pagefind-worker.js"} <= files.keys()
    assert not any(path.startswith("pagefind-ui") for path in files)
    expired = (root / "site/2025/09/01/secretexpired/index.html").read_text("utf-8")
    assert "data-pagefind" not in expired


@needs_pagefind
def test_an_unchanged_site_is_not_indexed_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("Pagefind was run"))
    report = build_site(root, TEXTS)
    assert (report.published, report.written, report.removed) == (True, 0, 0)


@needs_pagefind
def test_after_edits_and_accidents_the_index_is_that_of_a_clean_build(tmp_path: Path) -> None:
    root = searchable(tmp_path)
    assert build_site(root, TEXTS).published
    for change in (edit, damage, remove_one):
        change(root)
        assert build_site(root, TEXTS).published
        if change is not damage:  # that of the edit is right still
            assert build_site(root, TEXTS, out="clean").published
        assert tree(root / "site") == tree(root / "clean"), change.__name__
    assert build_site(root, WIRE).published
    assert index(root) == {}
    assert not (root / ".briefgen/pagefind").exists()


def edit(root: Path) -> None:
    file = root / "briefs/cafe.md"
    file.write_text(file.read_text("utf-8").replace("The bridge is open.", "Beans are dear."), "utf-8")


def damage(root: Path) -> None:
    next((root / "site/pagefind/fragment").iterdir()).write_bytes(b"x")
    (root / "site/pagefind/pagefind.js").unlink()


def remove_one(root: Path) -> None:
    (root / "briefs/old.md").unlink()


@needs_pagefind
def test_what_pagefind_cannot_do_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pagefind_bin

    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: tmp_path / "no-such-program")
    root = searchable(tmp_path / "site")
    with pytest.raises(OutputError, match="Pagefind could not index its texts: No such file"):
        build_site(root, TEXTS)
    assert (root / "site/index.html").is_file()
    monkeypatch.undo()
    assert build_site(root, TEXTS).published
    assert index(root)


@needs_pagefind
def test_filters_are_in_order_and_pages_stay_in_theirs() -> None:
    """Pagefind writes filters as its hash table has them; pages are known by their numbers."""
    pages = [["en_9", 3], ["en_1", 4]]

    def bundle(step: int, mark: str) -> dict[str, bytes]:
        values = [["Ships", [2]], ["Trade", [1]]][::step]
        meta = ["1.5.2", pages, [["actor", f"en_f{mark}"], ["topic", f"en_e{mark}"]][::step], [["date", [1, 0]]]]
        return {
            f"filter/en_f{mark}.pf_filter": _write(["actor", values]),
            f"filter/en_e{mark}.pf_filter": _write(["topic", values]),
            f"pagefind.en_{mark}.pf_meta": _write(meta),
            "pagefind-entry.json": f'{{"languages":{{"en":{{"hash":"en_{mark}"}}}}}}'.encode(),
        }

    one, other = settle_order(bundle(1, "aaa")), settle_order(bundle(-1, "bbb"))
    assert one == other
    entry = json.loads(one["pagefind-entry.json"])["languages"]["en"]["hash"]
    meta = _read(one[f"pagefind.{entry}.pf_meta"])
    assert meta[1] == pages
    assert [name for name, _ in meta[2]] == ["actor", "topic"]
    for name, file in meta[2]:
        assert _read(one[f"filter/{file}.pf_filter"]) == [name, [["Ships", [2]], ["Trade", [1]]]]


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    shutil.copytree(root / "site", root / "web/news")
    with published(root / "web") as url:
        yield f"{url}news/search/"


@needs_pagefind
@pytest.mark.browser
def test_readers_find_what_stands_in_the_texts(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        context.set_default_timeout(15_000)
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{address}?q=bridge")
        page.get_by_text("No brief has these words.").wait_for()
        assert not any("/pagefind/" in url for url in requests), "nothing is fetched before it is asked for"
        page.get_by_label("Look into the texts, too").check()
        page.get_by_text("5 briefs have these words in their text.").wait_for()
        assert page.url.endswith("?q=bridge&text=1")
        first = page.locator("#text-results li").filter(has_text="Café prices rise in Zürich")
        assert first.locator("mark").first.inner_text() == "bridge"
        part = first.get_by_role("link", name="What’s Happening")
        assert "#happening" in str(part.get_attribute("href"))
        assert str(part.get_attribute("href")).startswith("/news/2025/10/20/")
        page.get_by_role("combobox", name="Actor").select_option("Ada Lovelace")
        page.get_by_text("1 brief has these words in its text.").wait_for()
        assert page.locator("#text-results li > a").all_text_contents() == ["O’Brien’s “final” offer"]
        page.get_by_role("combobox", name="Actor").select_option("")
        page.get_by_role("combobox", name="Order").select_option("date")
        page.get_by_text("5 briefs have these words in their text.").wait_for()
        titles = page.locator("#text-results li > a").all_text_contents()
        assert (titles[0], titles[-1]) == ("Café prices rise in Zürich", "A lighthouse, <b>lit</b>")
        page.fill("#q", "quinces")
        page.get_by_text("1 brief has these words in its text.").wait_for()
        page.reload()
        page.get_by_text("1 brief has these words in its text.").wait_for()
        assert all(url.startswith(address.partition("/news/")[0] + "/") for url in requests)
