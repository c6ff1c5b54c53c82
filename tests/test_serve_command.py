"""`briefgen serve` as a command: a whole site in a process of its own, from the first line to the last."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from support_live import until
from support_site import brief, briefgen_apart, tree, write_site

from briefgen.cli.commands import cli

FILES = {
    "briefgen.yml": "title: The Test Wire\nurl: https://example.org/news\n",
    "briefs/a.md": brief("A bridge opens"),
    "briefs/b.md": brief("A secret", extra="status: draft\n"),
}


class Served:
    """A site that is shown by the command."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = write_site(root, FILES)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "briefgen", "serve", "--port", "0", *options],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdout
        self.address = urlsplit(self.process.stdout.readline().strip())
        self.first = "" if "-q" in options else self.process.stdout.readline().strip()

    def get(self, path: str) -> tuple[int, str]:
        assert self.address.hostname
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode()
        connection.close()
        return found

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """End it; the exit code, and what it said since the first two lines."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path, "--now", "2025-11-01T12:00Z")
    yield served
    served.process.kill()
    served.process.communicate()


def test_a_site_is_shown_with_its_drafts_and_changes_and_nothing_is_written(served: Served) -> None:
    assert served.address.path == "/news/"
    assert served.first == "2 briefs, of which 1 draft. Ctrl-C ends it."
    home = served.get("/news/")[1]
    assert "A bridge opens" in home
    assert "A secret" in home
    write_site(served.root, {"briefs/a.md": brief("A bridge opens", text="It is open to all.")})
    until(lambda: "It is open to all." in served.get("/news/2025/10/18/a-bridge-opens/")[1])
    write_site(served.root, {"briefs/c.md": brief("A storm")})
    until(lambda: served.get("/news/2025/10/18/a-storm/")[0] == 200)
    assert "A secret" in served.get("/_desk/")[1]
    code, out, err = served.end()
    assert (code, err) == (0, "")
    assert [line.split("  ")[1].split(" →")[0] for line in out.splitlines()] == ["briefs/a.md", "briefs/c.md"]
    assert not (served.root / "site").exists()
    assert {name for name in tree(served.root) if not name.startswith(".briefgen/")} == {*FILES, "briefs/c.md"}


def test_settings_that_break_meanwhile_leave_it_running(served: Served) -> None:
    write_site(served.root, {"briefgen.yml": "titel: [\n"})
    until(lambda: '"errors":0' not in served.get("/_briefgen/problems")[1])
    assert served.get("/news/")[0] == 200
    write_site(served.root, {"briefgen.yml": FILES["briefgen.yml"].replace("Test", "Other")})
    until(lambda: "The Other Wire" in served.get("/news/")[1])
    assert served.end()[0] == 0


def test_settings_that_are_broken_from_the_first_are_told(tmp_path: Path) -> None:
    write_site(tmp_path, {**FILES, "briefgen.yml": "titel: x\n"})
    done = briefgen_apart(tmp_path, "serve", "--port", "0")
    assert done.returncode == 2
    assert "briefgen.yml:1:1" in done.stderr


def test_it_can_look_at_the_files_itself(tmp_path: Path) -> None:
    served = Served(tmp_path, "--poll", "0.1", "-q", "--host", "localhost")
    write_site(served.root, {"briefs/c.md": brief("A storm")})
    until(lambda: served.get("/news/2025/10/18/a-storm/")[0] == 200)
    assert served.end(signal.SIGTERM) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], ("", None, False, None, False)),
        (["--poll"], ("", None, False, 1.0, False)),
        (["--poll", "2.5", "--port", "9000"], ("", 9000, False, 2.5, False)),
        (["--poll", "--open", "--host", "::1", "-q"], ("::1", None, True, 1.0, True)),
    ],
)
def test_the_options_are_what_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], options: tuple[object, ...]
) -> None:
    import msgspec

    from briefgen.serve import server

    asked: list[server.Options] = []

    def serve(_make: object, _root: object, options: server.Options, *_: object) -> int:
        asked.append(options)
        return 0

    monkeypatch.setattr(server, "serve", serve)
    done = CliRunner().invoke(cli, ["-C", str(write_site(tmp_path, FILES)), "serve", *arguments])
    assert done.exit_code == 0, done.output
    assert [msgspec.structs.astuple(one) for one in asked] == [options]


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--port", "x"], ["--poll", "0"], ["there"]])
def test_what_cannot_be_asked_for_is_wrong_usage(tmp_path: Path, arguments: list[str]) -> None:
    done = CliRunner().invoke(cli, ["-C", str(write_site(tmp_path, FILES)), "serve", *arguments])
    assert done.exit_code == 2
