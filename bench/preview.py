"""The preview: how soon the first page is there, and how soon a save shows, over HTTP and in a browser."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import http.client
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench import layouts
from bench.clock import family, memory
from bench.corpus import Corpus
from bench.measure import environment
from bench.tools import Chosen, Tool, find, lay_out

ABOUT = """Measure `briefgen serve` beside `hugo server`, on the same made-up briefs.

First page: from the start of the program to the first answer with a brief's page, without anything from earlier
(cold) and again after that (warm). Save: from the moment when a changed brief is in place (renamed, as editors save)
until its page has the change, asked for over HTTP in a tight loop, and in a page that is open in Chromium."""

#: Seconds after which something counts as failed.
PATIENCE = 300
#: … and a save as missed: it did not show in a page that was open.
MISSED = 30
#: The browser looks for the last mark that was saved, and says when it sees it.
WATCH = """(() => {
  let last = '';
  const look = () => {
    const found = document.body && document.body.textContent.match(/mark[0-9]+end/g);
    const mark = found ? found[found.length - 1] : '';
    if (mark && mark !== last) { last = mark; console.log('seen ' + mark + ' ' + Date.now()); }
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true});
  document.addEventListener('DOMContentLoaded', look);
})()"""


@dataclass
class Preview:
    """What was measured of one tool at one size: seconds, and bytes of memory (the sum of proportional set sizes)."""

    size: int
    tool: str
    cold: float = 0
    warm: float = 0
    memory: int = 0
    http: list[float] = field(default_factory=list)
    dom: list[float] = field(default_factory=list)
    missed: int = 0


class Server:
    """A preview server that runs."""

    def __init__(self, tool: Tool, folder: Path, path: str) -> None:
        self.port = _free_port()
        self.path = path
        program = tool.command[0]
        command = {
            "briefgen": [program, "serve", "--port", str(self.port)],
            "hugo": [program, "server", "--port", str(self.port), "--bind", "127.0.0.1"],
        }[tool.layout]
        start = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.first = self.until(bool, start)

    def until(self, good: Callable[[bytes], bool], start: float) -> float:
        """Seconds from `start` until the page is there and good."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        while time.perf_counter() - start < PATIENCE:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}")
            try:
                connection.request("GET", self.path)
                answer = connection.getresponse()
                body = answer.read()
                if answer.status == 200 and good(body):
                    connection.close()
                    return time.perf_counter() - start
            except (OSError, http.client.HTTPException):
                connection.close()
            time.sleep(0.002)
        raise RuntimeError(f"{self.path} did not come within {PATIENCE} s")

    def memory(self) -> int:
        return memory(family(self.process.pid))

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def measure(tool: Tool, folder: Path, chosen: Chosen, saves: int, browser: Any) -> Preview:
    """One tool at one size."""
    path = f"/briefs/{chosen.middle.slug}/"
    found = Preview(chosen.corpus.size, tool.name)
    found.cold = _first(tool, folder, path)
    found.warm = _first(tool, folder, path)
    server = Server(tool, folder, path)
    try:
        time.sleep(1)
        number = 0
        for _ in range(saves):
            number += 1
            mark, start = _save(tool, folder, chosen, number)
            found.http.append(server.until(lambda body, mark=mark: mark.encode() in body, start))  # type: ignore[misc]
            time.sleep(0.3)
        if browser:
            found.dom = list(_seen(server, browser, saves, lambda n: _save(tool, folder, chosen, number + n)))
            found.missed = saves - len(found.dom)
        found.memory = server.memory()
    finally:
        server.end()
    return found


def _first(tool: Tool, folder: Path, path: str) -> float:
    server = Server(tool, folder, path)
    server.end()
    return server.first


def _save(tool: Tool, folder: Path, chosen: Chosen, number: int) -> tuple[str, float]:
    """Save the brief with a mark that nothing had before; the mark, and when."""
    mark = f"mark{number}end"
    first, second, third = chosen.middle.sections
    brief = dataclasses.replace(chosen.middle, sections=(first, f"{second}\n\nA note: {mark}.", third))
    file = folder / layouts.path(tool.layout, brief)
    beside = file.with_name(".saving")
    beside.write_text(layouts.text(tool.layout, brief), "utf-8", newline="\n")
    os.replace(beside, file)
    return mark, time.perf_counter()


def _seen(server: Server, browser: Any, saves: int, save: Callable[[int], tuple[str, float]]) -> Iterator[float]:
    page = browser.new_page()
    told: dict[str, float] = {}

    def hear(message: Any) -> None:
        words = message.text.split()
        if words[:1] == ["seen"]:
            told[words[1]] = float(words[2]) / 1000

    page.on("console", hear)
    page.add_init_script(WATCH)
    page.goto(f"http://127.0.0.1:{server.port}{server.path}")
    page.wait_for_timeout(1000)
    for number in range(1, saves + 1):
        mark, _ = save(number)
        start = time.time()
        while mark not in told:
            if time.time() - start > MISSED:
                break
            page.wait_for_timeout(5)
        else:
            yield told[mark] - start
        page.wait_for_timeout(300)
    page.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A headless browser, or None where there is none."""
    program = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        print("no browser: Chromium and the package playwright are needed for that", file=sys.stderr)
        yield None
        return
    with sync_playwright() as play:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = play.chromium.launch(executable_path=program, args=options)
        try:
            yield browser
        finally:
            browser.close()


# ---------------------------------------------------------------- the run


def main(words: Sequence[str] | None = None) -> int:
    told = _arguments(words)
    tools = [tool for tool in find(["briefgen", "hugo"], told.briefgen, told.peers) if isinstance(tool, Tool)]
    found: list[Preview] = []
    work = Path(tempfile.mkdtemp(prefix="bench-", dir=told.work))
    try:
        with chromium() as browser:
            for size in told.sizes:
                sites = {tool.name: work / f"{size}-{tool.name}" for tool in tools}
                chosen = lay_out(Corpus(size, told.seed), sites, tools)
                for tool in tools:
                    one = measure(tool, sites[tool.name], chosen, told.saves, browser)
                    print(json.dumps(asdict(one)), file=sys.stderr)
                    found.append(one)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(table(found))
    return 0


def table(found: Sequence[Preview]) -> str:
    """The figures as a table in Markdown, and the ratios to Hugo's."""
    lines = [
        "| briefs | | first page, cold | warm | save → HTTP | save → browser | memory | saves that a tab missed |",
        "| --: | --- | --: | --: | --: | --: | --: | --: |",
    ]
    peers = {one.size: one for one in found if one.tool == "hugo"}
    for one in found:
        values = [one.cold, one.warm, _median(one.http), _median(one.dom)]
        times = " | ".join("–" if value is None else f"{value * 1000:,.0f} ms" for value in values)
        lines.append(f"| {one.size:,} | {one.tool} | {times} | {one.memory / 1e6:,.0f} MB | {one.missed} |")
        peer = peers.get(one.size)
        if peer and peer is not one:
            others = [peer.cold, peer.warm, _median(peer.http), _median(peer.dom)]
            shares = [*zip(values, others, strict=True), (one.memory, peer.memory)]
            told = " | ".join("–" if a is None or not b else f"{a / b:.3f}" for a, b in shares)
            lines.append(f"| | of Hugo's | {told} | |")
    return "\n".join(lines)


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "bench/serve", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--sizes", default="1000,10000", help="numbers of briefs, with commas (default: %(default)s)")
    add("--saves", type=int, default=15, help="of each kind, for each tool (default: %(default)s)")
    add("--seed", type=int, default=1, help="another archive (default: %(default)s)")
    add("--briefgen", type=Path, metavar="PATH", help="the program (default: beside this python, else on PATH)")
    add("--peers", type=Path, metavar="DIR", help="the venv with Hugo (default: PATH)")
    add("--work", type=Path, metavar="DIR", help="where sites are built (default: a new temporary folder)")
    told = parser.parse_args(words)
    told.sizes = sorted({int(size) for size in told.sizes.split(",")})
    told.briefgen = told.briefgen and told.briefgen.absolute()
    told.peers = told.peers and told.peers.absolute()
    return told
