"""A preview that is worked with for long: nothing that was saved is missed, and nothing leaks."""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

NOW = "2025-11-01T12:00Z"
NAMES = ("Ada Novik", "Bo Lind", "Cid Ray", "Port of Nova", "Di Moe")
WORDS = [
    "the",
    "council",
    "met",
    "and",
    "said",
    "that",
    "a",
    "bridge",
    "will",
    "open",
    "when",
    "the",
    "port",
    "has",
    "paid",
    "for",
    "its",
    "half",
    "of",
    "it",
]
SAVES = 2_000
SCRIPT = re.compile(rb'<script src="/_briefgen/[^>]*></script>\n')


def brief(dice: random.Random, number: int, sound: bool = False) -> str:
    """A brief that may be anything: a draft, one for later, one with a mistake unless it must be `sound`."""
    day = f"2025-{dice.randint(9, 11):02}-{dice.randint(1, 28):02}"
    extra = dice.choice(
        ["", "", "", "status: draft\n", "topics: [Trade, Ports]\n", f"actors: [{dice.choice(NAMES)}]\n"]
    )
    wrong = "" if sound else dice.choice([*[""] * 8, "date: someday\n", "titel: What\n"])
    text = " ".join(dice.choices([*WORDS, *NAMES], k=30))
    return (
        f"---\ntitle: Brief {number} {dice.choice(WORDS)}\ndate: {day}\n{extra}{wrong}---\n"
        f"## What's Happening\n\n{text}\n\n## Why It's Important\n\nIt is.\n\n## What's Next\n\nMore.\n"
    )


class Desk:
    """Somebody who saves files in every way that editors do."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.dice = random.Random(1)
        self.briefs = [f"briefs/{n % 7}/b{n}.md" for n in range(150)]
        (root / "templates").mkdir(parents=True)
        for number, name in enumerate(self.briefs):
            self.put(name, brief(self.dice, number))
        self.put("briefgen.yml", "title: Soak\nurl: https://example.org/news/\n")
        self.put("briefs/actors.yml", "ada-novik:\n  name: Ada Novik\nport-of-nova:\n  name: Port of Nova\n")

    def put(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        how = self.dice.randint(0, 2)
        if how == 0:
            file.write_text(text)
        elif how == 1:  # beside, and renamed
            other = file.with_name(f".{file.name}.swp")
            other.write_text(text)
            os.replace(other, file)
        else:  # in two halves
            half = len(text) // 2
            with file.open("w") as out:
                out.write(text[:half])
                out.flush()
                out.write(text[half:])

    def save(self, number: int) -> None:
        """Do one thing."""
        dice = self.dice
        name = dice.choice(self.briefs)
        kind = dice.randint(0, 19)
        if kind < 13:
            self.put(name, brief(dice, number))
        elif kind < 15:
            (self.root / name).unlink(missing_ok=True)
        elif kind == 15:
            other = dice.choice(self.briefs)
            with suppress(FileNotFoundError):
                os.replace(self.root / name, self.root / other)
        elif kind == 16:
            more = "".join(f"n{n}:\n  name: {name}\n" for n, name in enumerate(dice.sample(NAMES, 3)))
            self.put("briefs/actors.yml", more)
        elif kind == 17:
            self.put(
                "briefgen.yml", f"title: Soak {number}\nurl: https://example.org/news/\n{dice.choice(['', '', 'x: ['])}"
            )
        elif kind == 18:
            words = dice.choice([f"<p>{number}</p>", "{{ nothing.at.all }}", ""])
            head = '{% extends "default/base.html" %}{% block head %}'
            self.put("templates/base.html", f"{head}{words}{{% endblock %}}\n")
        else:
            (self.root / "templates/base.html").unlink(missing_ok=True)


@contextmanager
def served(root: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The real thing, in a process of its own."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "briefgen", "serve", "-q", "--port", str(port), "--now", NOW]
    with (root.parent / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=root, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            for _ in range(600):
                with suppress(OSError):
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                time.sleep(0.05)
            yield process, port
        finally:
            process.terminate()
            assert process.wait(10) == 0


class Reader(threading.Thread):
    """Somebody who asks for pages all the time, on one connection; `failed` are the answers that should not be."""

    def __init__(self, port: int, path: str) -> None:
        super().__init__(daemon=True)
        self.port, self.path = port, path
        self.ended = threading.Event()
        self.failed: list[str] = []
        self.asked = 0

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.ended.wait(0.02):
            try:
                connection.request("GET", self.path)
                answer = connection.getresponse()
                body = answer.read()
                self.asked += 1
                if answer.status not in (200, 404) and b"templates/base.html" not in body:
                    self.failed.append(f"{self.path}: {answer.status}")
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"{self.path}: {error!r}")
        connection.close()


def state(pid: int) -> tuple[int, int, int]:
    """Threads, open files, and kilobytes of memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    return int(found["Threads"]), len(os.listdir(f"/proc/{pid}/fd")), int(found["VmRSS"].split()[0])


def fetched(port: int, path: str) -> bytes:
    """A page as it is without what the preview puts into it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return SCRIPT.sub(b"", body)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to see threads, files and memory")
def test_two_thousand_saves_leave_nothing_out_and_nothing_behind(tmp_path: Path) -> None:
    root = tmp_path / "site"
    desk = Desk(root)
    with served(root) as (process, port):
        readers = [Reader(port, path) for path in ("/news/", "/news/topics/", "/news/actors/ada-novik/", "/_desk/")]
        for reader in readers:
            reader.start()
        middle = (0, 0, 0)
        for number in range(SAVES):
            desk.save(number)
            time.sleep(desk.dice.choice((0, 0, 0.005, 0.03)))
            if number == SAVES // 3:
                time.sleep(3)
                middle = state(process.pid)
        for reader in readers:
            reader.ended.set()
            reader.join(30)
        for number, name in enumerate(desk.briefs):
            if (root / name).exists() or number % 2:  # the last good version of a brief with a mistake would be shown
                desk.put(name, brief(desk.dice, number, sound=True))
        desk.put("briefs/actors.yml", "ada-novik:\n  name: Ada Novik\nbo-lind:\n  name: Bo Lind\n")
        desk.put("briefgen.yml", "title: At last\nurl: https://example.org/news/\n")
        desk.put("templates/base.html", '{% extends "default/base.html" %}\n')
        time.sleep(6)
        end = state(process.pid)
        assert [failed for reader in readers for failed in reader.failed] == []
        assert all(reader.asked > 100 for reader in readers)
        assert end[0] <= middle[0] + 2, (middle, end)
        assert end[1] <= middle[1] + 4, (middle, end)
        assert end[2] <= middle[2] * 1.35 + 20_000, (middle, end)
        build = [sys.executable, "-m", "briefgen", "build", "-q", "--drafts", "--keep-going", "--now", NOW]
        subprocess.run([*build, "--out", str(tmp_path / "built")], cwd=root, check=False, capture_output=True)
        pages = [file for file in (tmp_path / "built").rglob("*") if file.is_file() and file.name != "404.html"]
        assert len(pages) > 200
        different = []
        for file in pages:
            path = "/news/" + file.relative_to(tmp_path / "built").as_posix().removesuffix("index.html")
            if fetched(port, path) != file.read_bytes():
                different.append(path)
        assert different == []
