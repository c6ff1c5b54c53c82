"""The benchmark: its archive is realistic and always the same, and it runs. How fast anything is, no test asks."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from bench import docs, plots, report
from bench.bars import bars
from bench.checks import Output, unequal
from bench.corpus import Corpus, make_actors
from bench.layouts import actors_yml, path, text, topics_yml
from bench.measure import Aside, changes, limit, look, timed
from bench.results import Results, Run, Site, load, per_size
from bench.scenarios import SCENARIOS, Step
from bench.tools import Chosen, Tool, find, lay_out
from briefgen.briefs.parser import parse_brief
from briefgen.briefs.registry import parse_registry
from briefgen.config import Config

ROOT = Path(__file__).parent.parent
LAYOUTS = ("briefgen", "hugo", "pelican")
TOOL = Tool("briefgen-equal", "briefgen", ("true",), "1", "site", template="templates/base.html")


def digest(size: int, seed: int) -> str:
    """Of all files in all layouts."""
    corpus, total = Corpus(size, seed), hashlib.sha256()
    total.update((actors_yml(corpus.actors) + topics_yml(corpus.topics, parents=True)).encode())
    for brief in corpus.briefs(extra=1):
        for layout in LAYOUTS:
            total.update(f"{path(layout, brief)}\n{text(layout, brief)}".encode())
    return total.hexdigest()


# ---------------------------------------------------------------- the archive


def test_the_archive_is_the_same_on_every_machine() -> None:
    """When this changes on purpose, figures from before cannot be compared with those from now on."""
    assert digest(60, 1) == "c5de2770e7501c7a362728d1570d77107a5b1f5d876f0cdfd85f0384c359c22f"


def test_size_and_seed_make_another_archive() -> None:
    assert len({digest(20, 1), digest(20, 2), digest(21, 1)}) == 3


def test_names_come_up_as_in_real_archives() -> None:
    corpus = Corpus(400)
    counts = Counter(actor.slug for brief in corpus.briefs() for actor in brief.actors)
    often = [n for _, n in counts.most_common()]
    assert often[0] > 5 * often[len(often) // 2]
    assert often[-1] <= 5
    assert {actor.kind for actor in corpus.actors} == {"person", "organization", "government", "place", "group"}


def test_no_name_means_two_actors() -> None:
    names = [n for a in make_actors(2000, 1) for n in (a.name, *a.aliases, a.nickname) if n]
    assert len(names) == len(set(names))


def test_the_archive_has_all_that_briefs_have() -> None:
    briefs = list(Corpus(400).briefs())
    assert [b.moment for b in briefs] == sorted(b.moment for b in briefs)
    assert len({b.slug for b in briefs}) == len(briefs)
    stems = {b.stem for b in briefs}
    assert all(b.follows in stems for b in briefs if b.follows)
    for part in ("story", "follows", "summary", "byline", "expected", "corrections"):
        assert 0 < sum(bool(getattr(b, part)) for b in briefs) < 200, part
    lengths = [len(section.split()) for b in briefs for section in b.sections]
    assert 80 < sum(lengths) / len(lengths) < 110
    everything = "".join(b.text for b in briefs)
    assert all(
        re.search(mark, everything) for mark in (r"(?m)^- ", r"\]\(https://[a-z-]+\.example/", r" \*\w", r"\*\*\w")
    )
    assert "{" not in everything


def test_briefgen_reads_the_archive_without_a_word() -> None:
    corpus = Corpus(100)
    for brief in corpus.briefs():
        name = path("briefgen", brief).removeprefix("briefs/")
        assert parse_brief(name, text("briefgen", brief).encode(), Config()).problems == ()
    actors, topics = actors_yml(corpus.actors), topics_yml(corpus.topics, parents=True)
    assert parse_registry(actors.encode(), topics.encode())[1] == ()


# ---------------------------------------------------------------- changes and checks


@pytest.fixture
def chosen(tmp_path: Path) -> Chosen:
    return lay_out(Corpus(60), {TOOL.name: tmp_path}, [TOOL])


def test_every_change_is_undone(tmp_path: Path, chosen: Chosen) -> None:
    def content() -> dict[str, bytes]:
        return {name: (tmp_path / name).read_bytes() for name in look(tmp_path)}

    before = content()
    step = Step(TOOL, tmp_path, chosen, "Zq")
    for scenario in list(SCENARIOS)[2:]:
        last = content()
        step.change(scenario)
        assert content() != last, scenario
    step.reset("")
    assert content() == before


def test_a_site_that_lacks_something_is_not_equal(tmp_path: Path, chosen: Chosen) -> None:
    assert len(unequal(Output(TOOL, tmp_path), chosen)) == 8
    for scenario in list(SCENARIOS)[2:4]:
        assert Step(TOOL, tmp_path, chosen, "Zq").problems(scenario, Output(TOOL, tmp_path))


def test_what_was_written_is_counted(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text("same")
    before = look(tmp_path)
    assert changes(before, before) == (0, 0)
    Aside(tmp_path / "aside").take(tmp_path / "a")
    (tmp_path / "new").write_text("same")
    (tmp_path / "new").replace(tmp_path / "b")
    assert changes(before, {n: s for n, s in look(tmp_path).items() if "/" not in n}) == (1, 1)


def test_a_command_is_measured(tmp_path: Path) -> None:
    code = (
        "import os, time; x = bytearray(30_000_000); pid = os.fork(); time.sleep(0.2); pid and os.wait(); print('said')"
    )
    cost = timed([sys.executable, "-c", code], tmp_path, tmp_path / "log", 60)
    assert cost.code == 0
    assert cost.wall > 0
    assert cost.process > 30_000_000
    assert (tmp_path / "log").read_text() == "said\nsaid\n"
    assert timed([sys.executable, "-c", "raise SystemExit(3)"], tmp_path, tmp_path / "log", 60).code == 3


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    assert timed([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, tmp_path / "log", 0.2).code == -9


def test_the_limit_writes_the_same_files(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "deep" / "er").mkdir(parents=True)
    (source / "deep" / "er" / "a").write_bytes(b"1")
    (source / "b").write_bytes(b"22")
    assert limit(source, tmp_path / "copy") > 0
    assert {n: s[2] for n, s in look(tmp_path / "copy").items()} == {"deep/er/a": 1, "b": 2}


# ---------------------------------------------------------------- report


def measured() -> Results:
    """As if four tools had been measured at two sizes."""
    results = Results({"system": "Test, 2 processors", "python": "3", "hugo": "0"})
    for size in (10_000, 100_000):
        for k, tool in enumerate(("briefgen", "briefgen-equal", "hugo", "pelican")):
            results.sites.append(Site(size, tool, 10, 1000, 3, 4, [0.1] if "briefgen" in tool else []))
            for scenario in SCENARIOS:
                results.runs.append(Run(size, tool, scenario, 0, k + 0.5, 1, 10**6, 10**6, k, 0, 0))
    return results


def test_a_report_says_of_every_bar_whether_it_is_met() -> None:
    results = measured()
    assert {bar.verdict for bar in bars(results)} == {"met", "missed"}
    assert {bar.verdict for bar in bars(Results())} == {"not measured"}
    told = report.text(results)
    assert "None: equal work" in told
    assert all(scenario in told for scenario in SCENARIOS)
    results.runs.append(Run(10_000, "hugo", "cold", 1, 99, 1, 1, 1, 1, 0, 1, ["ended with 1"]))
    assert "- 10,000 hugo, cold: ended with 1" in report.text(results)
    assert results.median(10_000, "hugo", "cold", "wall") == 2.5


def test_results_come_back_from_files(tmp_path: Path) -> None:
    results = measured()
    results.save(tmp_path / "a.json")
    assert load([tmp_path / "a.json", tmp_path / "a.json"]) == results
    assert per_size("3", [1, 2]) == {1: 3, 2: 3}
    assert per_size("3,1", [1, 2]) == {1: 3, 2: 1}


def test_plots_are_images() -> None:
    for name, svg in plots.charts(measured()).items():
        root = ET.fromstring(svg)
        assert root.tag.endswith("svg"), name
        assert "prefers-color-scheme" in svg


def test_figures_take_the_place_of_older_ones() -> None:
    page = (ROOT / "docs" / "performance.md").read_text("utf-8")
    once = docs.placed(page, measured())
    assert docs.placed(once, measured()) == once
    assert page.split(docs.BEGIN)[0] == once.split(docs.BEGIN)[0]
    assert page.split(docs.END)[1] == once.split(docs.END)[1]


# ---------------------------------------------------------------- the whole


def test_a_tool_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    assert [type(found) for found in find(["hugo", "pelican"], None, tmp_path)] == [str, str]


@pytest.mark.slow
def test_a_small_run(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    command = [sys.executable, str(ROOT / "bench/run"), "--sizes", "60", "--reps", "1", "--tools", "briefgen"]
    done = subprocess.run(
        [*command, "--work", str(tmp_path / "work"), "--json", str(file)], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "None: equal work, and every change showed." in done.stdout
    assert [run["scenario"] for run in json.loads(file.read_text())["runs"]] == list(SCENARIOS)
    assert list((tmp_path / "work").iterdir()) == []
