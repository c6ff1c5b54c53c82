"""The guard against silent edits: what it finds, what it lets pass, and what it says to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from support_record import Repository, git
from support_site import CONFIG, NOW, brief, briefgen, write_site

from briefgen.briefs.parser import parse_brief
from briefgen.config import Config
from briefgen.problems import Problem
from briefgen.record.compared import CompareError, compare_with
from briefgen.record.guard import guard
from briefgen.record.wording import changed_parts, words

LONG = "The bridge is open, said the mayor of the town on Monday, and it cost 1.5 million. " * 3
OLD = "briefs/2025-10-18-bridge.md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A site in a subfolder, with one published brief, on which an editor works."""
    repository = Repository(tmp_path / "repository", "news")
    repository.commit({"briefgen.yml": "title: The Wire\nurl: https://example.org\n", OLD: brief(text=LONG)}, "Publish")
    return repository


def found(repository: Repository, ref: str = "main", config: Config = CONFIG) -> tuple[Problem, ...]:
    return guard(compare_with(repository.root, ref), config, NOW)


def codes(repository: Repository, files: dict[str, str], ref: str = "main") -> list[str]:
    """What is wrong when these files are written over those that are published."""
    write_site(repository.root, files)
    return [p.code for p in found(repository, ref)]


def test_nothing_changed(repository: Repository) -> None:
    assert found(repository) == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (LONG.replace("1.5", "15"), "A bridge opens"),
        (LONG.replace("open", "shut", 1), "A bridge opens"),
        (LONG + "Nobody came.", "A bridge opens"),
        (LONG.replace("open, said", "open? said"), "A bridge opens"),
        (LONG, "No bridge opens"),
    ],
)
def test_a_text_or_title_that_changed_in_silence_is_found(repository: Repository, text: str, title: str) -> None:
    slug = "slug: a-bridge-opens\n"
    assert codes(repository, {OLD: brief(title, text=text, extra=slug)}) == ["silent-edit"]


@pytest.mark.parametrize(
    "says",
    [
        "updated: 2025-10-20\n",
        "minor: 2025-10-20 09:30\n",
        "updates:\n  - date: 2025-10-20\n    text: The costs are told.\n",
        "corrections:\n  - date: 2025-10-20\n    text: It costs 15 million.\n",
    ],
)
def test_a_change_that_is_told_is_none_in_silence_but_counts_only_once(repository: Repository, says: str) -> None:
    changed = brief(text=LONG.replace("1.5", "15"), extra=says)
    assert codes(repository, {OLD: changed}) == []
    repository.commit(subject="Correct")
    assert codes(repository, {OLD: changed.replace("15", "25")}) == ["silent-edit"]


@pytest.mark.parametrize(
    "text",
    [
        LONG.replace("The bridge is open, said", "The bridge is “open”  —\nsaid"),
        LONG.replace("open", "**open**"),
        LONG.replace("Monday, and", "Monday and"),
    ],
)
def test_white_space_punctuation_and_emphasis_are_no_change(repository: Repository, text: str) -> None:
    assert codes(repository, {OLD: brief(text=text)}) == []


def test_what_is_no_text_may_change(repository: Repository) -> None:
    extra = "topics: [Bridges]\nexpect:\n  - on: 2025-10-20\n    what: Opening\n    outcome: It opened\n"
    assert codes(repository, {OLD: brief(text=LONG, extra=extra)}) == []


def test_the_message_names_the_parts_and_the_place_and_says_what_to_write(repository: Repository) -> None:
    text = brief("No bridge opens", text=LONG + "\nNobody came.", extra="slug: a-bridge-opens\n")
    write_site(repository.root, {OLD: text})
    (problem,) = found(repository)
    assert problem.message.startswith("The title and What's Happening changed after")
    assert "`minor: 2025-11-01 12:00`" in problem.hint
    line = text.split("\n")[problem.where.line - 1]
    assert line == "title: No bridge opens"
    assert line[problem.where.column - 1 : problem.where.end - 1] == "No bridge opens"
    write_site(repository.root, {OLD: brief(text=LONG + "\nNobody came.")})
    (problem,) = found(repository)
    assert problem.where.line == brief(text=LONG + "\nNobody came.").split("\n").index("Nobody came.") + 1


@pytest.mark.parametrize("date", ["2025-12-24", "2025-10-18\nstatus: draft"])
def test_what_was_not_published_may_change_and_go(repository: Repository, date: str) -> None:
    repository.commit({"briefs/next.md": brief("Next", date)}, "Prepare")
    assert codes(repository, {"briefs/next.md": brief("Quite another", date, text="Other.")}) == []
    (repository.root / "briefs/next.md").unlink()
    assert found(repository) == ()


def test_a_brief_that_moves_without_an_alias_is_found_and_the_hint_mends_it(repository: Repository) -> None:
    moved = brief(text=LONG, extra="slug: harbour-bridge\naliases: /older/\n")
    write_site(repository.root, {OLD: moved})
    (problem,) = found(repository)
    assert problem.code == "address-changed"
    assert "published at /2025/10/18/a-bridge-opens/, which leads nowhere now" in problem.message
    line = problem.hint.partition("`")[2].rstrip("`")
    assert line == "aliases: [/older/, /2025/10/18/a-bridge-opens/]"
    assert codes(repository, {OLD: moved.replace("aliases: /older/", line)}) == []


def test_a_brief_of_another_year_needs_its_whole_id(repository: Repository) -> None:
    alias = "aliases: /2025/10/18/a-bridge-opens/\n"
    write_site(repository.root, {OLD: brief(date="2024-10-18", text=LONG, extra=alias)})
    (problem,) = found(repository)
    assert (problem.code, problem.hint) == ("id-changed", "Add the line `id: tag:example.org,2025:2025-10-18-bridge`")
    line = problem.hint.partition("`")[2].rstrip("`") + "\n"
    assert codes(repository, {OLD: brief(date="2024-10-18", text=LONG, extra=alias + line)}) == []


def test_a_lost_alias_is_found(repository: Repository) -> None:
    repository.commit({OLD: brief(text=LONG, extra="aliases: [/one/, /two/]\n")}, "Aliases")
    write_site(repository.root, {OLD: brief(text=LONG, extra="aliases: [/two/]\n")})
    (problem,) = found(repository)
    assert problem.message == "This brief was also to be found at /one/, which leads nowhere now"
    assert problem.hint.endswith("`aliases: [/two/, /one/]`")


@pytest.mark.parametrize("how", ["committed", "staged", "untracked"])
def test_a_renamed_file_is_the_same_brief(repository: Repository, how: str) -> None:
    repository.git("branch", "published")
    (repository.root / OLD).rename(repository.root / "briefs/2025-10-19-bridge.md")
    write_site(repository.root, {"briefs/2025-10-19-bridge.md": brief(date="2025-10-19", text=LONG)})
    if how != "untracked":
        repository.git("add", "-A")
    if how == "committed":
        repository.commit(subject="Move")
    problems = found(repository, "published")
    assert [p.code for p in problems] == ["address-changed", "id-changed"]
    assert {p.where.file for p in problems} == {"briefs/2025-10-19-bridge.md"}
    alias = "aliases: /2025/10/18/a-bridge-opens/\nid: 2025-10-18-bridge\n"
    renamed = {"briefs/2025-10-19-bridge.md": brief(date="2025-10-19", text=LONG, extra=alias)}
    assert codes(repository, renamed, "published") == []


def test_an_undated_brief_keeps_the_day_of_its_first_commit(repository: Repository) -> None:
    raw = "What's Happening\n" + LONG + "\nWhy It's Important\nIt is.\nWhat's Next\nMore.\n"
    repository.commit({"briefs/raw.txt": raw}, "Raw")
    dated = f"---\ntitle: {LONG[:60]}\ndate: %s\n---\n{raw}"
    write_site(repository.root, {"briefs/raw.txt": dated % "2025-10-09"})
    assert "address-changed" not in [p.code for p in found(repository)]
    write_site(repository.root, {"briefs/raw.txt": dated % "2025-10-10"})
    (problem,) = [p for p in found(repository) if p.code == "address-changed"]
    assert "/2025/10/09/raw/" in problem.hint


def test_a_deleted_or_withdrawn_brief_needs_something_in_its_place(repository: Repository) -> None:
    assert codes(repository, {OLD: brief(text=LONG, extra="status: draft\n")}) == ["brief-withdrawn"]
    assert codes(repository, {OLD: brief(date="2025-12-01", text=LONG)}) == ["brief-withdrawn"]
    assert codes(repository, {OLD: brief(text=LONG, extra="expires: 2025-10-30\n")}) == []
    (repository.root / OLD).unlink()
    (problem,) = found(repository)
    assert (problem.code, problem.where.file) == ("brief-withdrawn", OLD)
    assert "`expires: 2025-11-01`" in problem.hint
    heir = brief("Quite another", text="New.", extra="aliases: /2025/10/18/a-bridge-opens/\n")
    assert codes(repository, {"briefs/heir.md": heir}) == []


def test_a_file_that_is_set_aside_is_withdrawn(repository: Repository) -> None:
    (repository.root / "briefs/_old").mkdir()
    repository.git("mv", f"news/{OLD}", "news/briefs/_old/bridge.md")
    assert [p.code for p in found(repository)] == ["brief-withdrawn"]


def test_a_correction_that_is_gone_is_found(repository: Repository) -> None:
    entry = "  - date: 2025-10-20\n    text: It costs {}.\n"
    both = "corrections:\n" + entry.format("ten") + entry.format("twelve")
    repository.commit({OLD: brief(text=LONG, extra=both)}, "Correct")
    write_site(repository.root, {OLD: brief(text=LONG, extra="corrections:\n" + entry.format("ten"))})
    (problem,) = found(repository)
    assert (problem.code, problem.message) == (
        "correction-gone",
        "The correction of 2025-10-20 is gone: “It costs twelve.”",
    )


def test_a_new_pattern_of_addresses_is_one_problem(repository: Repository) -> None:
    (problem,) = found(repository, config=Config(url="https://example.org", permalink="/{year}/{slug}/"))
    assert (problem.code, problem.where.file) == ("permalink-changed", "briefgen.yml")
    assert "`permalink: /{year}/{month}/{day}/{slug}/`" in problem.hint


def test_a_new_host_needs_the_old_authority_and_the_hint_keeps_all_ids(repository: Repository) -> None:
    (problem,) = found(repository, config=Config(url="https://new.example"))
    assert (problem.code, problem.where.file) == ("id-changed", "briefgen.yml")
    assert problem.hint == "Add the line `authority: example.org`"
    assert found(repository, config=Config(url="https://new.example", authority="example.org")) == ()


def test_what_others_did_meanwhile_is_not_this_branch_s(repository: Repository) -> None:
    repository.git("checkout", "-qb", "mine")
    repository.git("checkout", "-q", "main")
    repository.commit({OLD: brief(text="Another text.")}, "Somebody else, in silence")
    repository.git("checkout", "-q", "mine")
    assert found(repository) == ()


def test_of_a_brief_that_cannot_be_read_any_more_that_is_told(repository: Repository) -> None:
    assert codes(repository, {OLD: "---\ntitle: X\ndate: yesterday-ish\n---\n"}) == ["date-unreadable", "brief-empty"]
    once = briefgen(repository.root, "check", "--since")
    assert once.stdout.count("[date-unreadable]") == 1
    assert codes(repository, {"briefs/2025-10-19-new.md": ""})[2:] == []


def test_what_cannot_be_compared_is_said(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ref in ("nowhere", "--output=x", "-h", "", "main:news"):
        with pytest.raises(CompareError, match="git knows no commit, branch or tag"):
            found(repository, ref)
    (tmp_path / "plain/briefs").mkdir(parents=True)
    with pytest.raises(CompareError, match="is not in a git repository"):
        compare_with(tmp_path / "plain", "main")
    with pytest.raises(CompareError, match="nothing has been committed yet"):
        found(Repository(tmp_path / "empty"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CompareError, match="git is not installed"):
        found(repository)


def test_a_shallow_clone_says_that_it_compared_with_the_tip(repository: Repository, tmp_path: Path) -> None:
    repository.git("checkout", "-qb", "mine")
    repository.commit({"briefs/b.md": brief("B")}, "Mine")
    repository.git("checkout", "-q", "main")
    repository.commit({"other.md": "x"}, "Meanwhile")
    clone = tmp_path / "clone"
    url = repository.folder.as_uri()
    git(tmp_path, "clone", "-q", "--depth", "1", "-b", "mine", url, str(clone))
    with pytest.raises(CompareError, match="fetch-depth: 0"):
        compare_with(clone / "news", "origin/main")
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main")
    assert [p.code for p in guard(compare_with(clone / "news", "FETCH_HEAD"), CONFIG, NOW)] == ["history-cut"]


def test_the_command_line(repository: Repository) -> None:
    write_site(repository.root, {OLD: brief(text="Silence.")})
    arguments = ("guard", "HEAD", "--now", "2025-11-01T12:00Z")
    quiet = briefgen(repository.root, *arguments)
    assert quiet.returncode == 0
    assert "warning[silent-edit]: What's Happening changed" in quiet.stdout
    assert quiet.stdout.endswith("1 warning.\n")
    strict = briefgen(repository.root, *arguments, "--strict", "--format", "github")
    assert strict.returncode == 1
    assert strict.stdout.startswith("::warning file=briefs/2025-10-18-bridge.md,line=")
    checked = briefgen(repository.root, "check", "--since", "HEAD", *arguments[2:])
    assert "warning[silent-edit]: What's Happening changed" in checked.stdout
    write_site(repository.root, {"briefgen.yml": "url: https://example.org\ncheck:\n  silent-edit: off\n"})
    assert "silent-edit" not in briefgen(repository.root, "check", "--since", "HEAD", *arguments[2:]).stdout
    wrong = briefgen(repository.root, "guard", "nowhere")
    assert wrong.returncode == 2
    assert "git knows no commit, branch or tag “nowhere”" in wrong.stderr


# ---------------------------------------------------------------- wording


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Stop”, he said", '"Stop" he said.'),
        ("don’t", "don't"),
        ("2019–2021", "2019-2021"),
        ("a **bold** _word_", "a bold word"),
        ("ﬁne", "fine"),
        ("# A\n\nb", "A b"),
    ],
)
def test_words_are_the_same(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5", "15"),
        ("1,000", "1.000"),
        ("-5 degrees", "5 degrees"),
        ("5%", "5"),
        ("$5", "€5"),
        ("Talks failed.", "Talks failed?"),
        ("Polish", "polish"),
        ("कि", "की"),
        ("now here", "nowhere"),
        ("can't", "cant"),
        ("[a](https://x.org/1)", "[a](https://x.org/2)"),
    ],
)
def test_words_are_others(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_a_section_that_comes_or_goes_is_a_change() -> None:
    whole = parse_brief("a.md", brief().encode(), CONFIG).brief
    part = parse_brief("a.md", brief().partition("## What's Next")[0].encode(), CONFIG).brief
    assert whole is not None
    assert part is not None
    assert changed_parts(whole, part) == ["What's Next"] == changed_parts(part, whole)
    assert changed_parts(whole, whole) == []
