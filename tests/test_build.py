"""From files to files: what is published, what is kept back, what goes, and what any accident leaves behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support_corpus import corpus
from support_site import CONFIG, NOW, brief, briefgen_apart, build_site, folders, tree, write_site

from briefgen.lock import building
from briefgen.output import STAGE, OutputError
from briefgen.problems import Problem
from briefgen.workers import process_map

BRIEFS = {"briefs/a.md": brief("One"), "briefs/b.md": brief("Two", "2025-10-19")}
ONE, TWO = "2025/10/18/one/index.html", "2025/10/19/two/index.html"


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {p.code for p in problems}


def clean(root: Path, scratch: Path) -> dict[str, bytes]:
    """What a build of the same files into an empty folder writes."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(root, scratch, ignore=shutil.ignore_patterns("site", ".briefgen", ".git"), symlinks=True)
    assert build_site(scratch).published
    return tree(scratch / "site")


def test_a_site_is_built_and_the_report_says_what_was_done(tmp_path: Path) -> None:
    report = build_site(write_site(tmp_path, BRIEFS))
    site = tree(tmp_path / "site")
    assert {ONE, TWO, "index.html", "feed.xml", "404.html"} <= set(site)
    assert b"Two" in site["index.html"]
    assert (report.published, report.briefs, report.removed, report.unchanged) == (True, 2, 0, 0)
    assert report.written == len(site) >= report.pages
    assert not report.problems


def test_a_second_build_touches_nothing(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, BRIEFS))
    before = traces(tmp_path / "site")
    report = build_site(tmp_path)
    assert (report.written, report.removed) == (0, 0)
    assert traces(tmp_path / "site") == before


def traces(folder: Path) -> dict[Path, tuple[int, int]]:
    """What tells that a file or folder was written."""
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*")}


def test_the_page_of_a_removed_brief_goes_with_its_folders(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, BRIEFS))
    (tmp_path / "briefs/b.md").unlink()
    report = build_site(tmp_path)
    assert TWO not in tree(tmp_path / "site")
    assert "2025/10/19" not in folders(tmp_path / "site")
    assert report.removed >= 1
    assert tree(tmp_path / "site") == clean(tmp_path, tmp_path / "scratch")


def test_foreign_files_survive(tmp_path: Path) -> None:
    foreign = {
        ".git/HEAD": b"ref",
        "CNAME": b"example.org",
        ".nojekyll": b"",
        "2025/10/19/two/own.html": b"own",
        "own/x.html": b"own",
    }
    write_site(tmp_path / "site", dict(foreign))
    build_site(write_site(tmp_path, BRIEFS))
    for name in ("a.md", "b.md"):
        (tmp_path / "briefs" / name).unlink()
    build_site(tmp_path)
    left = tree(tmp_path / "site")
    assert {name: left.get(name) for name in foreign} == foreign
    assert ONE not in left


def test_nothing_is_removed_by_guess_when_the_state_is_lost(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, BRIEFS))
    shutil.rmtree(tmp_path / ".briefgen")
    (tmp_path / "briefs/b.md").unlink()
    report = build_site(tmp_path)
    assert report.removed == 0
    assert TWO in tree(tmp_path / "site")
    (tmp_path / "briefs/a.md").unlink()
    build_site(tmp_path)
    assert ONE not in tree(tmp_path / "site")


def test_folders_of_output_are_told_apart(tmp_path: Path) -> None:
    root = write_site(tmp_path / "news", BRIEFS)
    build_site(root)
    build_site(root, out="../www")
    (root / "briefs/b.md").unlink()
    build_site(root, out=str(tmp_path / "www"))
    assert TWO in tree(root / "site")
    assert TWO not in tree(tmp_path / "www")
    build_site(root)
    assert tree(root / "site") == tree(tmp_path / "www")


def test_a_file_damaged_behind_our_back_is_mended(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, BRIEFS))
    good = tree(tmp_path / "site")
    (tmp_path / "site/index.html").write_text("damaged")
    (tmp_path / "site/feed.xml").unlink()
    shutil.rmtree(tmp_path / "site/actors")
    (tmp_path / "site/actors").write_text("a file where a folder was")
    with pytest.raises(OutputError, match="move it away"):
        build_site(tmp_path)
    (tmp_path / "site/actors").unlink()
    assert build_site(tmp_path).written >= 3
    assert tree(tmp_path / "site") == good


# ---------------------------------------------------------------- problems


def test_nothing_is_published_when_a_brief_has_an_error(tmp_path: Path) -> None:
    write_site(tmp_path, BRIEFS | {"briefs/bad.md": brief("Bad", "2025-02-30")})
    report = build_site(tmp_path)
    assert not report.published
    assert codes(report.problems) == {"date-unreadable"}
    assert not (tmp_path / "site").exists()
    report = build_site(tmp_path, keep_going=True)
    assert report.published
    assert codes(report.problems) == {"date-unreadable"}
    assert {ONE, TWO} <= set(tree(tmp_path / "site"))


def test_strict_lets_warnings_fail(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": brief(extra="tittle: x\n")})
    assert not build_site(tmp_path, strict=True).published
    assert build_site(tmp_path).published


def test_an_old_site_stays_when_the_briefs_are_gone(tmp_path: Path) -> None:
    build_site(write_site(tmp_path, BRIEFS))
    before = tree(tmp_path / "site")
    (tmp_path / "briefs").rename(tmp_path / "elsewhere")
    report = build_site(tmp_path, keep_going=True)
    assert not report.published
    assert codes(report.problems) == {"no-briefs"}
    assert tree(tmp_path / "site") == before


@pytest.mark.parametrize(
    "template", ["{% if %}", "{{ nothing }}", "{% include 'gone.html' %}", "{{ brief.title|shout }}"]
)
def test_a_template_that_fails_stops_the_build_before_anything_is_written(tmp_path: Path, template: str) -> None:
    build_site(write_site(tmp_path, BRIEFS))
    before = tree(tmp_path / "site")
    (tmp_path / "briefs/b.md").unlink()
    write_site(tmp_path, {"templates/brief.html": f"<p>\n{template}</p>\n"})
    report = build_site(tmp_path, keep_going=True)
    assert not report.published
    (found,) = report.problems
    assert (found.where.file, found.where.line) == ("templates/brief.html", 2)
    assert tree(tmp_path / "site") == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_template_that_fails_on_one_page_only_stops_the_build_before_anything_is_touched(
    tmp_path: Path, jobs: int
) -> None:
    write_site(tmp_path, {f"briefs/{n:02d}.md": brief(f"Brief {n:02d}") for n in range(40)})
    build_site(tmp_path)
    before = tree(tmp_path / "site")
    (tmp_path / "briefs/00.md").unlink()
    write_site(tmp_path, {"templates/brief.html": "{% if brief.title == 'Brief 33' %}{{ nothing }}{% endif %}\n"})
    report = build_site(tmp_path, mapper=process_map(jobs))
    assert not report.published
    assert codes(report.problems) == {"template-undefined"}
    assert tree(tmp_path / "site") == before
    shutil.rmtree(tmp_path / "templates")
    build_site(tmp_path)
    assert tree(tmp_path / "site") == clean(tmp_path, tmp_path / "scratch")


def test_drafts_and_scheduled_briefs_are_held_back_with_their_reason(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {"briefs/d.md": brief("Draft", extra="status: draft\n"), "briefs/s.md": brief("Later", "2025-12-01 09:00")},
    )
    report = build_site(tmp_path)
    assert {(h.path, h.reason.partition(" ")[0]) for h in report.held} == {("d.md", "draft"), ("s.md", "scheduled")}
    assert not any(b"Draft" in data or b"Later" in data for data in tree(tmp_path / "site").values())
    assert build_site(tmp_path, drafts=True).briefs == 2
    assert build_site(tmp_path, now=NOW.replace(year=2026)).briefs == 1


# ---------------------------------------------------------------- files that are copied


def test_pictures_and_static_files_are_copied(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {
            "briefs/a.md": brief(extra="image:\n  path: pics/bridge.png\n  alt: The bridge\n"),
            "briefs/pics/bridge.png": b"\x89PNG bridge",
            "briefs/pics/unused.png": b"\x89PNG unused",
            "templates/static/extra.txt": "extra",
        },
    )
    assert build_site(tmp_path).published
    contents = set(tree(tmp_path / "site").values())
    assert b"\x89PNG bridge" in contents
    assert b"extra" in contents
    assert b"\x89PNG unused" not in contents


def test_a_static_file_in_the_place_of_a_page_is_an_error(tmp_path: Path) -> None:
    write_site(tmp_path, BRIEFS | {"templates/static/one/index.html": "extra"})
    config = msgspec.structs.replace(CONFIG, permalink="/assets/{slug}/")
    report = build_site(tmp_path, config)
    assert not report.published
    (found,) = report.problems
    assert (found.code, found.where.file) == ("path-collision", "briefs/a.md")
    assert "static/one/index.html" in found.message


# ---------------------------------------------------------------- same input, same bytes


def test_any_number_of_processes_writes_the_same_bytes(tmp_path: Path) -> None:
    same_for_all_jobs(tmp_path, 120)


@pytest.mark.slow
def test_any_number_of_processes_writes_the_same_bytes_for_a_large_site(tmp_path: Path) -> None:
    same_for_all_jobs(tmp_path, 2000)


def same_for_all_jobs(root: Path, count: int) -> None:
    write_site(root, corpus(count))
    sites = []
    for jobs in (1, 2, 4):
        report = build_site(root, mapper=process_map(jobs), out=f"site{jobs}")
        assert report.published, report.problems
        assert report.briefs == count
        sites.append(tree(root / f"site{jobs}"))
    assert sites[0] == sites[1]
    assert sites[0] == sites[2]


def test_the_folder_the_hash_seed_and_the_time_zone_do_not_matter(tmp_path: Path) -> None:
    files = corpus(40)
    names = list(files)
    sites = []
    for index, (seed, zone) in enumerate([("0", "America/Caracas"), ("4711", "Pacific/Auckland")]):
        random.Random(index).shuffle(names)
        root = write_site(tmp_path / f"{index}" / ("deep" * index), {name: files[name] for name in names})
        done = briefgen_apart(root, "build", "--now", "2025-11-01T12:00Z", PYTHONHASHSEED=seed, TZ=zone, LC_ALL="C")
        assert done.returncode == 0, done.stderr
        sites.append(tree(root / "site"))
    assert sites[0] == sites[1]


# ---------------------------------------------------------------- accidents

ARGUMENTS = ("build", "--now", "2025-11-01T12:00Z")


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_build_leaves_whole_files_and_the_next_one_completes_it(tmp_path: Path, jobs: str) -> None:
    files = corpus(150)
    root = write_site(tmp_path / "root", files)
    assert briefgen_apart(root, *ARGUMENTS).returncode == 0
    settled = tree(root / "site")
    chance = random.Random(5)
    killed = []
    for delay in (0.0, 0.02, 0.1):
        for name in chance.sample([n for n in files if n.endswith(".md")], 60):  # other addresses, so other files
            (root / name).write_text(files[name].replace("slug: ", f"slug: moved-{int(delay * 100)}-"))
        killed.append(kill_while_writing(root, jobs, delay))
    assert any(killed), "every build had ended before it was killed"
    for name, text in files.items():
        (root / name).write_text(text)
    done = briefgen_apart(root, *ARGUMENTS)
    assert done.returncode == 0, done.stderr
    assert tree(root / "site") == settled
    assert folders(root / "site") == {str(parent) for name in settled for parent in Path(name).parents} - {"."}


def kill_while_writing(root: Path, jobs: str, delay: float) -> bool:
    """Kill a build a little after it has begun to write; whether it was still at it."""
    before = names(root / "site")
    build = subprocess.Popen([sys.executable, "-m", "briefgen", *ARGUMENTS, "--jobs", jobs], cwd=root)
    while build.poll() is None and names(root / "site") == before:
        time.sleep(0.002)
    time.sleep(delay)
    still = build.poll() is None
    build.kill()
    build.wait()
    with building(root, 60, print):  # its workers stop, too
        for name, data in tree(root / "site").items():
            if STAGE not in name and name.endswith(".html"):
                assert data.rstrip().endswith(b"</html>"), f"{name} is not whole"
    return still


def names(folder: Path) -> set[str]:
    """The files below a folder in which somebody is writing."""
    return {name for _, _, found in os.walk(folder) for name in found} | {f for f, _, _ in os.walk(folder)}


def test_an_interrupted_build_says_so_in_one_line_and_ends_its_workers(tmp_path: Path) -> None:
    root = write_site(tmp_path, corpus(400))
    build = subprocess.Popen(
        [sys.executable, "-m", "briefgen", *ARGUMENTS, "--jobs", "2"],
        cwd=root,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (root / "site").exists():
        time.sleep(0.005)
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=30)  # returns only when no worker holds the pipe any more
    assert (build.returncode, said) == (130, "\nbriefgen: interrupted\n")


def test_two_builds_at_once_take_turns(tmp_path: Path) -> None:
    root = write_site(tmp_path, corpus(100))
    command = [sys.executable, "-m", "briefgen", *ARGUMENTS]
    both = [
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in "ab"
    ]
    said = [build.communicate(timeout=120) for build in both]
    assert [build.returncode for build in both] == [0, 0], said
    assert sorted(bool(error) for _, error in said) == [False, True]
    assert "waiting for another build of this site (" in said[0][1] + said[1][1]
    assert any(" 0 files written" in out for out, _ in said)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
from briefgen.cli import main
main()
"""


def test_a_disk_that_takes_no_more_is_one_clear_line_and_exit_3(tmp_path: Path) -> None:
    files = {f"briefs/{n}.md": brief(f"Brief {n}", text="long " * 20_000 * (n == 3)) for n in range(5)}
    root = write_site(tmp_path / "root", files)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *ARGUMENTS], cwd=root, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("briefgen: cannot write ")
    assert done.stderr.count("\n") == 1
    assert not any(STAGE in name for name in tree(root / "site"))
    assert briefgen_apart(root, *ARGUMENTS).returncode == 0
    assert briefgen_apart(write_site(tmp_path / "other", files), *ARGUMENTS).returncode == 0
    assert tree(root / "site") == tree(tmp_path / "other/site")


# ---------------------------------------------------------------- the law

EDITS = st.lists(
    st.tuples(
        st.sampled_from(["write", "remove", "rename", "damage", "lose", "draft", "registry"]),
        st.integers(0, 4),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(EDITS, min_size=1, max_size=3))
def test_after_any_edits_a_build_equals_a_clean_build(tmp_path: Path, rounds: list[list[tuple[str, int, int]]]) -> None:
    root = tmp_path / "root"
    shutil.rmtree(root, ignore_errors=True)
    write_site(root, BRIEFS)
    for edits in rounds:
        build_site(root)
        for what, which, how in edits:
            edit(root, what, which, how)
    assume(build_site(root).published)  # a brief renamed and written again may want the address of its like
    assert tree(root / "site") == clean(root, tmp_path / "scratch")


def edit(root: Path, what: str, which: int, how: int) -> None:
    """Do something to the files of a site, or to what was made of them."""
    file = root / f"briefs/{which}.md"
    built = sorted(tree(root / "site"))
    if what == "write":
        file.write_text(
            brief(f"Title {which}", f"2025-10-{which + 1:02d}", f"actors: [Ada Novik]\nslug: slug-{which}-{how}\n")
        )
    elif what == "draft":
        file.write_text(brief(f"Title {which}", f"2025-10-{which + 1:02d}", "status: draft\n"))
    elif what == "remove":
        file.unlink(missing_ok=True)
    elif what == "rename" and file.exists():
        file.rename(root / f"briefs/{which}-{how}.md") if how else None
    elif what == "registry":
        write_site(root, {"briefs/actors.yml": f"ada-novik-{how}:\n  name: Ada Novik\n  aliases: [Novik]\n"})
    elif what == "damage":
        (root / "site" / built[(which * 7 + how) % len(built)]).write_text("damaged")
    elif what == "lose":
        (root / "site" / built[(which * 7 + how) % len(built)]).unlink()
