"""What pages weigh over the wire: gzip, and brotli where there is such a module, with all that a page asks for before it can be read.

The sample site of this repository, and a made-up archive. What the search loads is asked of Chromium, where it is there."""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.corpus import Corpus
from bench.preview import chromium
from bench.tools import find, lay_out

ABOUT = __doc__
ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "weights.md"
BEGIN, END = "<!-- weights:begin -->", "<!-- weights:end -->"
NOW = "2026-06-01T12:00Z"
#: What a page cannot be read without, or asks for at once; pictures come later.
_LOADS = re.compile(r'<link\b[^>]*\brel="(?:stylesheet|preload|modulepreload)"[^>]*>|<script\b[^>]*\bsrc="[^"]+"[^>]*>')
_ADDRESS = re.compile(r'\b(?:href|src)="([^"]+)"')
_PERIODS = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class Weight:
    """A page: which it is, bytes of its HTML, of all that it asks for with it, and how many requests that is."""

    name: str
    html: int
    brotli: int | None
    whole: int
    whole_brotli: int | None
    requests: int


def packed(data: bytes) -> int:
    """Bytes over the wire, by gzip at its best."""
    return len(gzip.compress(data, 9, mtime=0))


@functools.cache
def _brotli() -> Callable[[bytes], bytes] | None:
    try:
        found: Callable[[bytes], bytes] = import_module("brotli").compress
    except ImportError:
        return None
    return found


def loaded(file: Path, site: Path) -> list[Path]:
    """A page, and the style sheets and scripts that it names."""
    names = [found[1] for tag in _LOADS.findall(file.read_text("utf-8")) if (found := _ADDRESS.search(tag))]
    return [file, *(site / urlsplit(name).path.lstrip("/") for name in dict.fromkeys(names))]


def weigh(name: str, file: Path, site: Path) -> Weight:
    """What a page weighs."""
    parts = [part.read_bytes() for part in loaded(file, site)]
    sizes = [packed(part) for part in parts]
    compress = _brotli()
    small = [len(compress(part)) for part in parts] if compress else []
    return Weight(name, sizes[0], small[0] if small else None, sum(sizes), sum(small) if small else None, len(parts))


def briefs(site: Path) -> list[Path]:
    """The pages of all briefs, the lightest first."""
    found = [
        file for file in site.rglob("index.html") if 'property="article:published_time"' in file.read_text("utf-8")
    ]
    return sorted(found, key=lambda file: (packed(file.read_bytes()), str(file)))


def pages(site: Path) -> Iterator[tuple[str, Path]]:
    """The pages whose weight is told, by name: of each kind the heaviest, of briefs also the one in the middle."""
    yield "home", site / "index.html"
    found = briefs(site)
    yield "brief, median", found[len(found) // 2]
    yield "brief, largest", found[-1]
    for name, folder in (("topic", "topics"), ("actor", "actors"), ("story", "stories")):
        yield from _heaviest(f"{name}, largest", site.glob(f"{folder}/*/index.html"))
        yield from _heaviest(f"all {folder}", [site / folder / "index.html"])
    dated = {file: file.parent.relative_to(site).as_posix() for file in site.glob("[0-9]*/**/index.html")}
    for length, name in _PERIODS.items():
        periods = [file for file, path in dated.items() if re.fullmatch(r"[0-9/]+", path) and len(path) == length]
        yield from _heaviest(f"{name}, largest", periods)
    for name in ("next", "corrections", "feeds", "search"):
        yield from _heaviest(name, [site / name / "index.html"])


def _heaviest(name: str, files: Any) -> Iterator[tuple[str, Path]]:
    there = [file for file in files if file.is_file()]
    if there:
        yield name, max(there, key=lambda file: (file.stat().st_size, str(file)))


def searched(site: Path, browser: Any, word: str) -> tuple[int, int] | None:
    """The bytes, and the requests, that the first word typed into the search loads; None where there is no search."""
    if browser is None or not (site / "search" / "index.html").is_file():
        return None
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/search/")
        page.wait_for_timeout(500)
        sizes: list[int] = []
        page.on("response", lambda answer: sizes.append(packed(answer.body())))
        page.locator("main input").first.press_sequentially(word)
        page.wait_for_timeout(3000)
        page.close()
        server.shutdown()
    return sum(sizes), len(sizes)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


# ---------------------------------------------------------------- the table


def table(title: str, weights: Sequence[Weight], search: tuple[int, int] | None) -> str:
    """The weights of a site in Markdown."""
    lines = [f"## {title}", "", "| page | HTML | with all that it asks for | requests |", "| --- | --: | --: | --: |"]
    for one in weights:
        html, whole = _told(one.html, one.brotli), _told(one.whole, one.whole_brotli)
        lines.append(f"| {one.name} | {html} | {whole} | {one.requests} |")
    if search:
        lines.append(f"| search, once a word is typed | | {_told(search[0], None)} more | {search[1]} more |")
    return "\n".join(lines)


def _told(size: int, brotli: int | None) -> str:
    told = f"{size / 1024:.1f} KB"
    return f"{told} ({brotli / 1024:.1f})" if brotli is not None else told


def written(text: str, tables: Sequence[str]) -> str:
    """The page of docs with these tables."""
    before, rest = text.split(BEGIN)
    joined = "\n\n".join(tables)
    return f"{before}{BEGIN}\n{joined}\n{END}{rest.split(END)[1]}"


# ---------------------------------------------------------------- the run


def build(program: Path, folder: Path) -> Path:
    """Build the site in a folder, and give where it is."""
    done = subprocess.run(
        [program, "build", "--now", NOW, "--quiet"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return folder / "site"


def main(words: Sequence[str] | None = None) -> int:
    told = _arguments(words)
    (tool,) = find(["briefgen"], told.briefgen, None)
    if isinstance(tool, str):
        raise SystemExit(tool)
    program = Path(tool.command[0]).absolute()
    work = Path(tempfile.mkdtemp(prefix="weights-", dir=told.work))
    tables = []
    try:
        with chromium() as browser:
            sample = work / "sample"
            for name in ("briefgen.yml", "briefs", "templates"):
                source = ROOT / name
                (shutil.copytree if source.is_dir() else _copy)(source, sample / name)
            made = work / "made-up"
            lay_out(Corpus(told.size, 1), {tool.name: made}, [tool])
            for title, folder, word in (
                ("The sample site", sample, "trade"),
                (f"{told.size:,} made-up briefs", made, "minister"),
            ):
                site = build(program, folder)
                weights = [weigh(name, file, site) for name, file in pages(site)]
                tables.append(table(title, weights, searched(site, browser, word)))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print("\n\n".join(tables))
    if told.write_docs:
        DOCS.write_text(written(DOCS.read_text("utf-8"), tables), "utf-8", newline="\n")
    return 0


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench/weights", description=ABOUT)
    add = parser.add_argument
    add("--size", type=int, default=10_000, help="briefs in the made-up archive (default: %(default)s)")
    add("--briefgen", type=Path, metavar="PATH", help="the program (default: beside this python, else on PATH)")
    add("--work", type=Path, metavar="DIR", help="where sites are built (default: a new temporary folder)")
    add("--write-docs", action="store_true", help="put the tables into docs/weights.md")
    return parser.parse_args(words)
