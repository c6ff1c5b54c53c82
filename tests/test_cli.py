"""The command line: what it prints, where it works, and how it ends."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from support_site import brief, briefgen_apart, tree, write_site

from briefgen import __version__
from briefgen.cli import commands, run
from briefgen.cli.building import SWITCHES, plain_wishes
from briefgen.cli.site import find_root

NOW = ("--now", "2025-11-01T12:00Z")
SITE = {"briefgen.yml": "url: https://example.org\n", "briefs/a.md": brief("One")}
BAD = {"briefs/bad.md": brief("Bad", "2025-02-30")}


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process, in the folder of the test."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Done:
        code = run(arguments)
        return Done(code, *capsys.readouterr())

    return call


# ---------------------------------------------------------------- build


def test_build_says_what_it_did(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    done = cli("build", *NOW)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("1 brief, ")
    assert " in site: " in done.out
    assert " files written, 0 unchanged, 0 removed; 0 held back. " in done.out
    assert (tmp_path / "site/index.html").exists()
    assert " 0 files written, " in cli("build", *NOW).out


def test_build_lists_what_is_held_back_and_why(cli: Run, tmp_path: Path) -> None:
    drafts = {f"briefs/d{n:02d}.md": brief(f"Draft {n}", extra="status: draft\n") for n in range(12)}
    write_site(tmp_path, SITE | drafts)
    done = cli("build", *NOW)
    assert "Held back:\n  briefs/d" in done.out
    assert "  and 2 more briefs (--verbose lists them)\n" in done.out
    assert cli("build", *NOW, "--verbose").out.count(": draft") == 12
    assert cli("build", *NOW, "--drafts").out.startswith("13 briefs, ")
    assert cli("build", *NOW, "--quiet") == (0, "", "")


def test_an_error_is_shown_with_its_line_and_nothing_is_published(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, SITE | BAD)
    done = cli("build", *NOW)
    assert done.code == 1
    assert "error[date-unreadable]: " in done.err
    assert "--> briefs/bad.md:3:" in done.err
    assert "3 | date: 2025-02-30\n  |       ^" in done.err
    assert done.out == "1 error.\nNothing was published.\n"
    assert not (tmp_path / "site").exists()
    done = cli("build", *NOW, "--keep-going")
    assert done.code == 1
    assert (tmp_path / "site/index.html").exists()


def test_warnings_pass_unless_strict(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, SITE | {"briefs/b.md": brief("Two", extra="tittle: x\n")})
    done = cli("build", *NOW)
    assert done.code == 0
    assert "warning[unknown-key]" in done.err
    assert cli("build", *NOW, "--strict").code == 1
    assert cli("check", *NOW).code == 0
    assert cli("check", *NOW, "--strict").code == 1


def test_notes_are_counted_and_shown_when_asked_for(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, SITE | {"briefs/README.md": ""})
    done = cli("build", *NOW)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("1 note.\n")
    assert "note[not-read]" in cli("build", *NOW, "--verbose").err
    assert "note[not-read]" in cli("check", *NOW).out


def test_the_folder_of_the_output_may_be_chosen(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path / "news", SITE)
    assert cli("-C", "news", "build", *NOW, "--out", str(tmp_path / "www")).code == 0
    assert cli("build", "--site", "news", *NOW).code == 0
    assert tree(tmp_path / "www") == tree(tmp_path / "news/site")
    done = cli("build", "-C", "news", *NOW, "--out", "briefs")
    assert done.code == 3
    assert done.err.startswith("briefgen: the site cannot be written to ")


def test_an_output_that_cannot_be_written_is_one_line_and_exit_3(cli: Run, tmp_path: Path) -> None:
    if os.geteuid() == 0 and not Path("/proc/self").exists():
        pytest.skip("nothing is read-only for root here")
    write_site(tmp_path, SITE)
    shut = tmp_path / "shut"
    shut.mkdir()
    shut.chmod(0o555)
    done = cli("build", *NOW, "--out", "/proc/briefgen" if os.geteuid() == 0 else str(shut / "site"))
    assert done.code == 3
    assert done.err.startswith("briefgen: cannot write ")
    assert done.err.count("\n") == 1


# ---------------------------------------------------------------- check


def test_check_writes_nothing(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    before = tree(tmp_path)
    done = cli("check", *NOW)
    assert (done.code, done.err) == (0, "")
    assert done.out == "No problems. 1 brief would be published, 0 held back.\n"
    assert tree(tmp_path) == before


def test_check_for_machines(cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path / "news", SITE | BAD)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    done = cli("-C", "news", "check", *NOW, "--format", "json")
    report = json.loads(done.out)
    assert (done.code, report["counts"]["errors"], report["problems"][0]["code"]) == (1, 1, "date-unreadable")
    done = cli("-C", "news", "check", *NOW, "--format", "github")
    assert done.code == 1
    assert done.out.startswith("::error file=news/briefs/bad.md,line=3,col=")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "news"))
    assert cli("-C", "news", "check", *NOW, "--format", "github").out.startswith(
        "::error file=briefs/bad.md,line=3,col="
    )


def test_check_finds_mistakes_of_a_theme(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, SITE | {"templates/brief.html": "<p>\n{{ brief.titel }}\n"})
    done = cli("check", *NOW)
    assert done.code == 1
    assert "--> templates/brief.html:2" in done.out
    assert "2 | {{ brief.titel }}" in done.out


# ---------------------------------------------------------------- the site and its clock


def test_a_site_is_found_from_anywhere_within(tmp_path: Path) -> None:
    write_site(tmp_path, {"a/briefgen.yml": "", "a/b/c/x": "", "d/briefs/2025/x.md": "", "e/f/x": ""})
    assert find_root(tmp_path / "a/b/c") == tmp_path / "a"
    assert find_root(tmp_path / "d/briefs/2025") == tmp_path / "d"
    assert find_root(tmp_path / "e/f") == tmp_path / "e/f"


def test_no_site_here_is_said_with_a_way_out(cli: Run, tmp_path: Path) -> None:
    done = cli("build")
    assert done.code == 1
    assert "error[no-briefs]" in done.err
    assert "briefgen init" in done.err
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_wrong_usage(cli: Run) -> None:
    done = cli("check", "-C", "nowhere")
    assert (done.code, "there is no folder nowhere" in done.err) == (2, True)


def test_settings_that_are_wrong_end_with_exit_2(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, SITE | {"briefgen.yml": "tilte: x\n"})
    done = cli("build", *NOW)
    assert done.code == 2
    assert "--> briefgen.yml:1" in done.err
    assert "1 | tilte: x" in done.err
    assert "title" in done.err


def test_settings_under_another_name_are_not_passed_over_in_silence(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, {"briefgen.yaml": "title: x\n", "briefs/a.md": brief()})
    assert "briefgen.yaml" in cli("build", *NOW).err
    assert cli("build", *NOW, "--strict").code == 1


def test_the_clock_is_in_the_sites_zone_and_must_be_readable(cli: Run, tmp_path: Path) -> None:
    settings = "url: https://example.org\ntimezone: Asia/Tokyo\n"
    write_site(tmp_path, {"briefgen.yml": settings, "briefs/a.md": brief("One", "2025-10-18 09:00")})
    assert cli("build", "--now", "2025-10-18 09:00").out.startswith("1 brief,")
    assert "0 briefs," in cli("build", "--now", "2025-10-18 08:59").out
    assert cli("build", "--now", "2025-10-18T00:00Z").out.startswith("1 brief,")
    done = cli("build", "--now", "soon")
    assert (done.code, "--now" in done.err) == (2, True)


# ---------------------------------------------------------------- new and init


def test_new_writes_a_brief_for_today_in_the_sites_zone(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, SITE | {"briefgen.yml": "timezone: Asia/Tokyo\n"})
    done = cli("new", "A bridge", "opens", "--now", "2025-10-17T20:00Z")
    assert done == (0, "briefs/2025/2025-10-18-a-bridge-opens.md\n", "")
    assert "date: 2025-10-18\n" in (tmp_path / done.out.strip()).read_text()
    assert (
        cli("new", "A bridge opens", "--date", "18 October 2025", *NOW).out
        == "briefs/2025/2025-10-18-a-bridge-opens-2.md\n"
    )
    assert cli("new", "x", "--date", "soon").code == 2
    assert cli("new", "  ").code == 2
    assert cli("new").code == 2


def test_new_opens_the_editor(cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, SITE)
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "edited" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    done = cli("new", "x", "--edit", *NOW)
    assert (tmp_path / done.out.strip()).read_text().endswith("edited\n")


def test_init_makes_a_site_that_passes_the_strictest_check(cli: Run) -> None:
    done = cli("init", "news", *NOW)
    assert done.code == 0
    assert done.out.endswith("Ready. Now: cd news && briefgen build\n")
    done = cli("-C", "news", "build", "--strict", *NOW)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("1 brief,")


def test_init_leaves_what_is_there(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, {"a/.git/HEAD": "", "b/README.md": "mine", "c": ""})
    assert cli("init", "a").code == 0
    done = cli("init", "b")
    assert (done.code, "--force" in done.err) == (2, True)
    assert cli("init", "b", "--force").code == 0
    assert (tmp_path / "b/README.md").read_text() == "mine"
    assert cli("init", "c").code == 2


# ---------------------------------------------------------------- how it is read


def test_a_plain_build_is_understood_as_click_understands_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(commands, "build_site", lambda *wishes: asked.append(wishes))
    for switches in ([], *([switch] for switch in SWITCHES), [*SWITCHES], ["-q", "-q"]):
        commands.command(["build", *switches])
        assert asked.pop() == (None, None, plain_wishes(["build", *switches]))
    assert {name for p in commands.build.params if getattr(p, "is_flag", False) for name in p.opts} == SWITCHES.keys()


@pytest.mark.parametrize(
    "line", ["", "check -q", "build --out x", "build --help", "-q build", "build -qv", "build --verb"]
)
def test_what_is_not_plain_is_for_click(line: str) -> None:
    assert plain_wishes(line.split()) is None


# ---------------------------------------------------------------- how it ends


def test_version_and_help_are_quick_and_need_nothing_heavy(cli: Run) -> None:
    assert cli("--version").out == f"briefgen, version {__version__}\n"
    code = "import sys; from briefgen.cli import run; run(['--help']); print(sorted(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "Make a site from news briefs" in out
    for heavy in ("jinja2", "markdown_it", "yaml", "msgspec", "rich", "babel", "anyascii", "sqlite3"):
        assert f"'{heavy}'" not in out


def test_it_runs_as_a_module_and_as_a_script(tmp_path: Path) -> None:
    assert briefgen_apart(tmp_path, "--version").stdout == f"briefgen, version {__version__}\n"
    script = Path(sys.executable).with_name("briefgen")
    if script.exists():
        assert __version__ in subprocess.run([script, "--version"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "arguments", [["--frobnicate"], ["frobnicate"], ["build", "--jobs", "x"], ["check", "--format", "xml"]]
)
def test_wrong_usage_is_exit_2(cli: Run, arguments: list[str]) -> None:
    done = cli(*arguments)
    assert done.code == 2
    assert "Traceback" not in done.err


def test_a_bug_is_one_line_that_asks_for_a_report(cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, SITE)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the cat sat\non the keyboard")

    monkeypatch.setattr("briefgen.survey.assemble_edition", broken)
    monkeypatch.delenv("BRIEFGEN_DEBUG", raising=False)
    done = cli("build", *NOW)
    assert done.code == 70
    assert done.err.count("\n") == 1
    assert "bug in briefgen" in done.err
    assert "the cat sat on the keyboard" in done.err
    monkeypatch.setenv("BRIEFGEN_DEBUG", "1")
    with pytest.raises(RuntimeError, match="the cat"):
        cli("build", *NOW)


def test_a_closed_pipe_is_no_drama(tmp_path: Path) -> None:
    write_site(tmp_path, {f"briefs/{n:04d}.md": brief("x", "never") for n in range(1500)})
    process = subprocess.Popen(
        [sys.executable, "-m", "briefgen", "check", *NOW], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(60)


def test_who_cannot_be_told_anything_ends_it_in_order(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/2025-10-18-a.md": brief()})
    program = f"'{sys.executable}' -m briefgen -C '{tmp_path}'"
    for end in ("check >&-", "check <&- >&- 2>&-", "add - <&-"):
        done = subprocess.run(["sh", "-c", f"{program} {end}"], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), end
        assert not {"bug", "Traceback"} & set(done.stderr.split())
    if Path("/dev/full").exists():
        full = subprocess.run(["sh", "-c", f"{program} check > /dev/full"], capture_output=True, text=True, check=False)
        assert (full.returncode, "No space left" in full.stderr, "bug" in full.stderr) == (3, True, False)


@pytest.mark.parametrize("words", ["guard", "diff", "due", "new X", "add -", "actors list", "topics add X"])
def test_a_command_in_a_wrong_folder_does_nothing(words: str, cli: Run, tmp_path: Path) -> None:
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    done = cli("-C", empty, *words.split())
    assert (done.code, list(empty.iterdir())) == (2, [])
    assert "there is no site in" in done.err


def test_nothing_is_written_where_a_link_leads_out_of_the_site(cli: Run, tmp_path: Path) -> None:
    write_site(tmp_path, {"site/briefs/_": "", "elsewhere/actors.yml": "kim: Kim\n"})
    (tmp_path / "site/briefs/2025").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "site/briefs/actors.yml").symlink_to(tmp_path / "elsewhere/actors.yml")
    new = cli("-C", tmp_path / "site", "new", "X", *NOW)
    assert (new.code, "no part of the site" in new.err) == (3, True)
    added = cli("-C", tmp_path / "site", "actors", "add", "X")
    assert (added.code, "a link out of the site" in added.err) == (1, True)
    assert tree(tmp_path / "elsewhere") == {"actors.yml": b"kim: Kim\n"}


def test_a_poor_terminal_is_no_drama(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/é.md": brief("→ Ünïcode", "never")})
    done = briefgen_apart(tmp_path, "check", *NOW, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_what_goes_into_a_file_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/2025-10-18-é.md": brief("→ Ünïcode 😀", "soon")})
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "-C", str(tmp_path), "check", "--format", "json", *NOW],
        capture_output=True,
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        check=False,
    )
    assert {p["file"] for p in json.loads(done.stdout.decode("utf-8"))["problems"]} >= {"briefs/2025-10-18-é.md"}


def test_colour_only_on_a_terminal(tmp_path: Path) -> None:
    write_site(tmp_path, SITE | BAD)
    check = ("-m", "briefgen", "check", *NOW)
    assert "\x1b[1;31merror[" in on_a_terminal(tmp_path, *check)
    assert "\x1b[" not in on_a_terminal(tmp_path, *check, NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal(tmp_path, *check, TERM="dumb")
    assert "\x1b[" not in briefgen_apart(tmp_path, "check", *NOW).stdout


def test_long_work_shows_a_bar_that_goes_away(tmp_path: Path) -> None:
    code = """
from briefgen.cli import progress
from briefgen.workers import process_map
progress.PATIENCE = progress.REFRESH = 0
with progress.watched(process_map(2), True) as mapper:
    assert list(mapper(str, range(30))) == [str(n) for n in range(30)]
    assert list(mapper(str, range(3))) == ["0", "1", "2"]
"""
    said = on_a_terminal(tmp_path, "-c", code)
    assert "Looking at what is there" in said
    assert "30/30" in said
    assert "Reading briefs" in said
    assert "Traceback" not in said
    assert said.endswith("\x1b[2K")  # the line is cleared


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What Python writes to a terminal."""
    import pty

    master, slave = pty.openpty()
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI")} | {"TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, stdout=slave, stderr=slave, env=clean | environment
    )
    os.close(slave)
    said = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while part := os.read(master, 4096):
            said += part
    os.close(master)
    process.wait(60)
    return said.decode()
