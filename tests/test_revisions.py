"""What became of briefs since they were published: the record from git, the list on their pages, the pages that compare versions."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_record import START, Repository, git
from support_site import CONFIG, brief, build_site, tree

from briefgen.briefs.git import history
from briefgen.config import Config
from briefgen.edition.model import Kind
from briefgen.record.comparing import compare
from briefgen.record.reading import Recorded, read_records
from briefgen.serve.site import Preview
from briefgen.settings import parse_config
from briefgen.text.prose import plain_text
from briefgen.workers import serial_map

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PAGES = msgspec.structs.replace(CONFIG, revisions="pages")
NONE = msgspec.structs.replace(CONFIG, revisions="none")
A = "briefs/a.md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository", "news")


def a(text: str = "One.", extra: str = "", date: str = "2025-10-01", title: str = "A") -> str:
    return brief(title, date, extra, text)


def read(repository: Repository, *paths: str) -> Recorded:
    return read_records(repository.root, CONFIG, serial_map, paths or ("a.md",))


def kinds(repository: Repository, path: str = "a.md") -> list[str]:
    """What became of a brief, in short."""
    record = read(repository, path).records.get(path)
    return [one.kind.value for one in record.revisions] if record else []


def build(repository: Repository, config: Config = PAGES) -> dict[str, bytes]:
    """The site as it is built now; as it is built by who has never seen it before, it must be the same."""
    told = build_site(repository.root, config, now=NOW)
    fresh = repository.folder.parent / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(repository.folder, fresh, ignore=shutil.ignore_patterns(".briefgen", "site"))
    again = fresh / repository.root.relative_to(repository.folder)
    other = build_site(again, config, now=NOW)
    assert (told.published, told.problems) == (other.published, other.problems)
    found = tree(repository.root / "site")
    assert not told.published or found == tree(again / "site")
    return found


def rows(site: dict[str, bytes], page: str = "2025/10/01/a/index.html") -> list[str]:
    """The list on the page of a brief, without times of the day."""
    found = re.search(r'<section class="row history">.*?</section>', site[page].decode(), re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[0]) if found else []
    return [re.sub(r", [\d:]+\s[AP]M\sUTC", "", re.sub(r"<[^>]+>", "", line)) for line in lines]


# ---------------------------------------------------------------- what was published, and what it was


def test_what_a_change_was_the_file_says(repository: Repository) -> None:
    repository.commit({A: a()})
    repository.commit({A: a("Two.")})
    repository.commit({A: a("Three.", "minor: 2025-10-02\n")})
    said = "minor: 2025-10-02\nupdates:\n  - date: 2025-10-03\n    text: Four is new.\n"
    repository.commit({A: a("Four.", said)})
    said += "corrections:\n  - date: 2025-10-04\n    text: Not four but five.\n"
    repository.commit({A: a("Five.", said)})
    repository.commit({A: a("*Five*.", said)})
    record = read(repository).records["a.md"]
    assert [one.kind for one in record.revisions] == [Kind.CHANGED, Kind.MINOR, Kind.UPDATE, Kind.CORRECTION]
    assert [[entry.text for entry in one.entries] for one in record.revisions[2:]] == [
        ["Four is new."],
        ["Not four but five."],
    ]
    assert {one.parts for one in record.revisions} == {("happening",)}
    assert str(record.date.day) == "2025-10-01"


def test_what_was_not_published_is_in_no_record(repository: Repository) -> None:
    draft = "status: draft\n"
    later = START + 90_000
    in_a_minute = dt.datetime.fromtimestamp(later + 60, dt.UTC).isoformat()
    repository.commit({A: a("Secret one.", draft)})
    repository.commit({A: a("Secret two.", date="2029-01-01")})
    repository.commit({A: "---\ntitle: [\n---\nSecret three.\n"})
    repository.git("mv", "news/briefs/a.md", "news/briefs/_a.md")
    repository.commit({"briefs/_a.md": a("Secret four.")})
    repository.git("mv", "news/briefs/_a.md", "news/briefs/a.md")
    repository.commit({A: a("One.")}, at=later)
    repository.commit({A: a("Secret five.", date=in_a_minute)}, at=later + 10)
    repository.commit({A: a("Two.")}, at=later + 20)
    repository.commit({A: a("Secret six.", draft)}, at=later + 30)
    repository.commit({A: a("Three.")}, at=later + 40)
    site = build(repository)
    assert len(rows(site)) == 3
    assert not [name for name, data in site.items() if b"Secret" in data]
    assert b"<del>" in site["2025/10/01/a/revisions/index.html"]


def test_a_version_that_waits_for_its_date_comes_out_then(repository: Repository) -> None:
    date = dt.datetime.fromtimestamp(START + 3600, dt.UTC)
    repository.commit({A: a("One.", "slug: a\n", date="2025-10-01")})
    repository.commit({A: a("Two.", "slug: a\n", date=date.isoformat())})
    revision = read(repository).records["a.md"].revisions[0]
    assert revision.waited
    assert revision.instant == date
    repository.root.joinpath(A).write_text(a("One.", "slug: a\n", date="2025-10-01"))
    assert not rows(build(repository))


def test_a_file_keeps_its_record_through_renames_and_when_it_comes_back(repository: Repository) -> None:
    repository.commit({A: a()})
    repository.commit({A: a("Two.")})
    repository.git("mv", "news/briefs/a.md", "news/briefs/b.md")
    repository.commit({"briefs/b.md": a("Two.")})
    assert kinds(repository, "b.md") == ["changed"]
    repository.git("rm", "-q", "news/briefs/b.md")
    repository.commit()
    repository.commit({"briefs/b.md": a("Two.")})
    assert kinds(repository, "b.md") == ["changed"]
    repository.commit({"briefs/b.md": a("One.")})
    assert kinds(repository, "b.md") == ["changed", "changed"]
    repository.commit({A: a("Another brief.")})
    assert kinds(repository) == []


def test_what_came_in_by_a_merge_came_in_with_it(repository: Repository) -> None:
    repository.commit({A: a()})
    repository.git("switch", "-qc", "branch")
    repository.commit({A: a("A try.")})
    repository.commit({A: a("The result.", "minor: 2025-10-02\n")})
    repository.git("switch", "-q", "main")
    repository.commit({"briefs/b.md": a("Another.", title="B")})
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "branch")
    merged = int(repository.git("log", "-1", "--format=%ct"))
    (repository.root / ".briefgen").mkdir()
    for _ in range(2):  # the second time, from what is kept
        record = read(repository).records["a.md"]
        assert [one.kind for one in record.revisions] == [Kind.MINOR]
        assert record.revisions[0].instant.timestamp() == merged
    repository.git("switch", "-qc", "pulled", "HEAD~1")
    repository.commit({A: a("Third.")})
    repository.git("merge", "-q", "-s", "ours", "-m", "Merge", "main")
    assert kinds(repository) == ["changed"]  # this line of commits never had the other


def test_a_correction_that_was_removed_is_still_told(repository: Repository) -> None:
    repository.commit({A: a()})
    repository.commit({A: a("Two.", "corrections:\n  - date: 2025-10-04\n    text: Not one.\n")})
    repository.commit({A: a("Two.")})
    assert rows(build(repository)) == ["October 1, 2025 Published", "October 4, 2025 Correction Not one."]


# ---------------------------------------------------------------- what a site shows


def test_a_page_says_nothing_twice(repository: Repository) -> None:
    said = "updates:\n  - date: 2025-10-03\n    text: Four is new.\n"
    repository.commit({A: a()})
    repository.commit({A: a("Two.", said)})
    assert not rows(build(repository, config=CONFIG))
    assert rows(build(repository)) == ["October 1, 2025 Published", "October 3, 2025 Update"]
    repository.commit({A: a("Three.", said)})
    assert rows(build(repository, config=CONFIG)) == [
        "October 1, 2025 Published",
        "October 3, 2025 Update",
        "October 9, 2025 Edited",
    ]


def test_who_wants_nothing_of_it_gets_nothing(repository: Repository) -> None:
    repository.commit({A: a()})
    repository.commit({A: a("Two.")})
    assert not rows(build(repository, config=NONE))
    repository.commit({A: a("Two.", "revisions: false\n")})
    site = build(repository)
    assert not rows(site)
    assert not [name for name in site if "revisions/" in name]


def test_a_page_of_revisions_is_for_people_alone(repository: Repository) -> None:
    repository.commit({A: a("The wall costs forty million.")})
    repository.commit({A: a("The wall costs four million.")})
    site = build(repository)
    page = site["2025/10/01/a/revisions/index.html"].decode()
    assert '<meta name="robots" content="noindex">' in page
    assert re.sub(r"<span class=.aloud.>.*?</span>", "", page).count("<del>forty</del> <ins>four</ins>") == 1
    assert "Removed: </span>forty" in page
    others = [name for name, data in site.items() if b"a/revisions/" in data]
    assert sorted(others) == ["2025/10/01/a/index.html", "2025/10/01/a/revisions/index.html"]
    assert not [name for name, data in site.items() if b"forty" in data and "revisions" not in name]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("true", "pages"), ("pages", "pages"), ("list", "list"), ("No", "none"), ("", "list"), ("perhaps", "list")],
)
def test_the_setting_says_how_much(written: str, meant: str) -> None:
    config, problems = parse_config(f"revisions: {written}\n".encode())
    assert config.revisions == meant
    assert [p.code for p in problems] == ["config-value"] * (written == "perhaps")


# ---------------------------------------------------------------- without git, and with a part of it


def test_a_shallow_clone_is_told(repository: Repository, tmp_path: Path) -> None:
    for text in ("One.", "Two.", "Three."):
        repository.commit({A: a(text), "briefs/b.md": a(title="B")})
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "2", f"file://{repository.folder}", str(clone))
    report = build_site(clone / "news", CONFIG, now=NOW)
    note = next(p for p in report.problems if p.code == "history-cut")
    assert "2 briefs" in note.message
    assert note.severity.value == "note"
    assert rows(tree(clone / "news/site")) == ["October 1, 2025 Published", "October 9, 2025 Edited"]
    git(clone, "fetch", "-q", "--unshallow")
    report = build_site(clone / "news", CONFIG, now=NOW)
    assert not [p for p in report.problems if p.code == "history-cut"]
    assert len(rows(tree(clone / "news/site"))) == 3


def test_without_git_there_is_no_list(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({A: a()})
    repository.commit({A: a("Two.")})
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        report = build_site(repository.root, CONFIG, now=NOW)
        assert not report.problems
        assert not rows(tree(repository.root / "site"))
    assert rows(build(repository, config=CONFIG))  # it is asked again
    shutil.rmtree(repository.folder / ".git")
    assert not rows(build(repository, config=CONFIG))


# ---------------------------------------------------------------- new commits


def test_commits_alone_change_what_they_must(repository: Repository) -> None:
    repository.commit({A: a(), "briefs/b.md": a(title="B")})
    for config in (CONFIG, PAGES):
        build(repository, config=config)
        (repository.root / A).write_text(a(f"Two, {config.revisions}."))
        before = build(repository, config=config)
        repository.commit()
        after = build(repository, config=config)
        changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        assert changed == {"2025/10/01/a/index.html", "2025/10/01/a/revisions/index.html"} & after.keys()
        repository.git("commit", "-q", "--allow-empty", "-m", "Nothing")
        report = build_site(repository.root, config, now=NOW)
        assert not report.rendered
        assert build_site(repository.root, config, now=NOW).rendered == 0
        repository.commit({A: a("Three."), "briefs/b.md": a("Two.", title="B")})
        build(repository, config=config)
        repository.git("reset", "-q", "--soft", "HEAD~1")
        build(repository, config=config)
        repository.git("reset", "-q", "--hard")


def walk(repository: Repository, steps: int, seed: int) -> None:
    """Edits and commits of all kinds, with a build after some of them; each is compared with a build from nothing (`build`)."""
    chance = random.Random(seed)
    briefs = repository.root / "briefs"
    repository.folder.joinpath(".gitignore").write_text("site/\n")
    repository.commit({A: a(), "briefs/b.md": a(title="B"), "briefs/c.md": a("See [it](a.md).", title="C")})

    def edit() -> None:
        file = chance.choice(sorted(briefs.glob("*.md")))
        name = chance.choice(("A", "B", "C"))
        extra = chance.choice(
            ("", "", "", "status: draft\n", "revisions: false\n", f"minor: 2025-10-{seed % 9 + 11}\n")
        )
        extra += f"slug: {file.stem}\n"
        file.write_text(a(f"Text {chance.randrange(4)}.", extra, title=name))

    def move() -> None:
        file = chance.choice(sorted(briefs.glob("*.md")))
        file.rename(file.with_name(f"m{chance.randrange(3)}.md"))

    def merge() -> None:
        repository.git("switch", "-qc", f"side{chance.random()}")
        edit()
        repository.commit()
        side = repository.git("rev-parse", "HEAD")
        repository.git("switch", "-q", "main")
        repository.git("merge", "-q", "--no-ff", "-m", "Merge", side)

    def undo() -> None:
        if repository.git("rev-list", "--count", "HEAD") != "1":
            repository.git("reset", "-q", chance.choice(("--soft", "--hard")), "HEAD~1")

    def settle() -> None:
        repository.git("add", "-A")
        repository.git("commit", "-q", "--allow-empty", "-m", "x")

    for _ in range(steps):
        act = chance.choice((edit, edit, edit, settle, settle, settle, move, merge, undo))
        if act is merge:
            settle()
        act()
        if len(list(briefs.glob("*.md"))) < 3:
            repository.root.joinpath(f"briefs/n{chance.randrange(99)}.md").write_text(a(title="New"))
        if chance.random() < 0.7:
            build(repository, (CONFIG, PAGES)[seed % 2])


def test_a_build_after_any_commits_is_a_build_from_nothing(repository: Repository) -> None:
    walk(repository, 12, 3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_a_build_after_many_commits_is_a_build_from_nothing(repository: Repository, seed: int) -> None:
    walk(repository, 40, seed)


def test_the_preview_shows_what_a_build_would_write(repository: Repository) -> None:
    repository.commit({A: a(), "briefs/b.md": a(title="B")})
    preview = Preview(repository.root, now=NOW, mapper=serial_map)
    preview.start()
    assert b'"row history"' not in preview.get("/2025/10/01/a/").body
    (repository.root / A).write_text(a("Two."))
    preview.refresh()
    assert b'"row history"' not in preview.get("/2025/10/01/a/").body
    repository.commit()
    assert preview.refresh().changed == ("briefs/a.md",)
    shown = preview.get("/2025/10/01/a/").body
    assert b"</time> Edited" in shown
    assert not preview.refresh().changed
    again = Preview(repository.root, now=NOW, mapper=serial_map)
    again.start()
    assert again.get("/2025/10/01/a/").body == shown


def test_the_mark_of_a_history_is_read_as_git_reads_it(repository: Repository, tmp_path: Path) -> None:
    briefs = repository.root / "briefs"

    def holds(folder: Path = briefs) -> None:
        told = subprocess.run(
            ["git", "-C", str(folder), "rev-parse", "HEAD"], capture_output=True, text=True, check=False
        )
        assert history(folder) == (told.stdout.strip() if told.returncode == 0 else "")

    holds()
    repository.commit({A: a()})
    holds()
    repository.git("pack-refs", "--all")
    holds()
    repository.git("switch", "-qc", "a/branch")
    repository.git("symbolic-ref", "refs/heads/other", "refs/heads/main")
    repository.git("symbolic-ref", "HEAD", "refs/heads/other")
    holds()
    repository.commit({A: a("Two.")})
    holds()
    repository.git("worktree", "add", "-q", str(tmp_path / "tree"), "a/branch")
    holds(tmp_path / "tree/news/briefs")
    repository.git("switch", "-q", "--detach", "HEAD~1")
    holds()
    assert history(tmp_path) == ""


# ---------------------------------------------------------------- laws

TEXTS = ("One.", "Two.", "Three.")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("edit", "edit", "edit", "draft", "minor", "update", "delete", "rename", "break", "other")),
        st.sampled_from(TEXTS),
    ),
    min_size=2,
    max_size=9,
)


@given(STEPS)
@settings(max_examples=12, deadline=None)
def test_the_record_tells_what_readers_saw(steps: list[tuple[str, str]]) -> None:
    steps = [("edit", "One."), *steps]
    with tempfile.TemporaryDirectory() as place:
        repository = Repository(Path(place) / "repository")
        name, minor, updates = "a.md", "", ""
        marks: list[str] = []
        told = []
        for number, (what, text) in enumerate(steps):
            told.append((what, text))
            file = repository.root / "briefs" / name
            if what == "delete":
                file.unlink(missing_ok=True)
            elif what == "rename" and file.exists():
                name = f"n{number}.md"
                file.rename(file.with_name(name))
            elif what == "other":
                repository.root.joinpath("other.txt").write_text(str(number))
            elif what == "break":
                file.write_text("---\ndate: 2025-02-30\n---\n")
            elif what != "rename":
                if what == "minor":
                    minor = f"minor: 2025-10-02T00:00:{number:02}Z\n"
                if what == "update":
                    marks.append(f"  - date: 2025-10-03\n    text: News {number}.\n")
                    updates = "updates:\n" + "".join(marks)
                status = "status: draft\n" if what == "draft" else ""
                file.write_text(a(text * 40, minor + updates + status))
            repository.git("add", "-A")
            repository.git("commit", "-q", "--allow-empty", "-m", what)
        found = read(repository, name).records.get(name)
        assert ([one.kind.value for one in found.revisions] if found else []) == model(told)


def model(steps: list[tuple[str, str]]) -> list[str]:
    """What the record must be: which text readers saw, and what was said since."""
    found: list[str] = []
    seen, minor, updates = "", 0, 0
    known = (0, 0)
    for number, (what, text) in enumerate(steps):
        minor = number if what == "minor" else minor
        updates += what == "update"
        if what in ("edit", "minor", "update"):
            if seen and text != seen:
                found.append("update" if updates > known[1] else "minor" if minor > known[0] else "changed")
            seen, known = text, (minor, updates)
    return found


WORDS = st.lists(st.sampled_from(["a", "b", "cc.", "d\n\n", "大", "*e*"]), max_size=60).map(" ".join)


@given(WORDS, WORDS)
def test_a_comparison_holds_both_texts(old: str, new: str) -> None:
    pieces = compare(old, new)

    def holds(text: str, signs: str) -> bool:
        """Whether the pieces with these signs stand in a text, in their order, with nothing else between but what was left out."""
        pattern = "".join(
            ".*" if p.sign == "…" else re.escape("".join(p.text.split())) for p in pieces if p.sign in signs
        )
        return re.fullmatch(pattern, "".join(plain_text(text).split()), re.DOTALL) is not None

    assert holds(old, "=-…")
    assert holds(new, "=+…")
    assert (not pieces or all(p.sign in "=…" for p in pieces)) == (plain_text(old).split() == plain_text(new).split())
