"""Full-text search: the pages of briefs, indexed by Pagefind's command line after a build.

Its files lie in `pagefind/` on the site, and are kept as all others are: written whole, only those that changed, removed when they
are no longer wanted. It is not run again while the pages that it indexes, and it itself, are as they were.

Pagefind writes the values of filters in an order of chance; `settle_order` puts them in theirs, so that the same pages give the
same bytes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from briefgen.config import Config
from briefgen.lock import FOLDER
from briefgen.memory import FULL_TEXT, Memory
from briefgen.outcome import BuildReport
from briefgen.output import SETTLING, Output, OutputError
from briefgen.pagefind_files import settle_order
from briefgen.pages.model import PageKind
from briefgen.problems import Problem, Where, problem
from briefgen.state import Product
from briefgen.uses import decode_uses
from briefgen.world import digest

_FAILED = "the site is published, but Pagefind could not index its texts"
#: What is indexed.
KINDS = frozenset({PageKind.BRIEF, PageKind.OWN})
#: Files that Pagefind brings and that the search page has no use for.
_UNUSED = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")


class Indexed(msgspec.Struct, frozen=True, array_like=True):
    """What the index was made from: the build that it was made after, Pagefind's version, the pages."""

    serial: bytes = b""
    program: str = ""
    pages: bytes = b""


def installed() -> str:
    """The version of Pagefind and of what its files are read with; empty where one of them is missing."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return " ".join(version(name) for name in ("pagefind_bin", "cbor2"))
    except PackageNotFoundError:
        return ""


def lacking(config: Config) -> tuple[Problem, ...]:
    """That Pagefind is asked for and not installed."""
    if not config.outputs.texts or installed():
        return ()
    message = "`full_text` is on, and Pagefind, which makes the texts searchable, is not installed"
    hint = "Install it with `pip install 'briefgen[search]'`, or set `full_text: false`"
    return (problem("full-text-missing", Where("briefgen.yml"), message, hint),)


def refresh(memory: Memory, folder: Path, report: BuildReport, touched: Collection[str]) -> BuildReport:
    """Index what was published, unless that is done. `touched` are files that somebody else changed. OutputError where Pagefind
    fails: then the site is published, and its index is as it was."""
    state, name = memory.state, f"full_text:{memory.out}"
    data = state.fact(name)
    before = msgspec.msgpack.decode(data, type=Indexed) if data else Indexed()
    damaged = any(path.startswith(FULL_TEXT) for path in touched)
    serial, program = state.fact("serial") or b"", installed()
    if not report.published or not program or ((before.serial, before.program) == (serial, program) and not damaged):
        return report
    pages = _pages(memory)
    now = Indexed(serial, program, digest(sorted(pages.items())))
    if damaged or (before.program, before.pages) != (program, now.pages):
        report = _index(memory, folder, pages, report)
    state.keep_fact(name, msgspec.msgpack.encode(now))
    state.commit()
    return report


def _pages(memory: Memory) -> dict[str, bytes]:
    """The pages to index, with the digests of their bytes."""
    uses = decode_uses(memory.state.fact(f"uses:{memory.out}")).all
    found = memory.state.outputs(memory.out).items()
    return {path: product.digest for path, product in found if path in uses and uses[path].page.kind in KINDS}


def _index(memory: Memory, folder: Path, pages: Collection[str], report: BuildReport) -> BuildReport:
    """Run Pagefind, and take its files over."""
    state = memory.state
    owned = {path: known for path, known in state.outputs(memory.out).items() if path.startswith(FULL_TEXT)}
    output = Output(folder, owned)
    room = memory.root / FOLDER / "pagefind"
    try:
        bundle = settle_order(dict(_bundle(room, folder, pages, memory.config)))
        written = [output.write(FULL_TEXT + path, data) for path, data in bundle.items()]
        ranks = {one.path: int(one.path.endswith("-entry.json")) for one in written if one.changed}
        if ranks:
            state.claim(memory.out, sorted({one.path for one in written} - owned.keys()))
        moved = output.commit(ranks)
    except BaseException:
        output.sweep()
        raise
    finally:
        shutil.rmtree(room, ignore_errors=True)
    gone = sorted(owned.keys() - {one.path for one in written})
    removed = output.prune(gone, [one.path for one in written])
    state.finish(
        memory.out,
        [(one.path, Product(one.digest, moved.get(one.path, one.stamp), b"")) for one in written],
        gone,
    )
    if ranks:
        time.sleep(SETTLING)
    return msgspec.structs.replace(report, written=report.written + len(ranks), removed=report.removed + len(removed))


def _bundle(room: Path, folder: Path, pages: Collection[str], config: Config) -> Iterator[tuple[str, bytes]]:
    """What Pagefind makes of some pages: the paths of its files and their bytes, in order."""
    if not pages:
        return
    from pagefind_bin import get_executable

    shutil.rmtree(room, ignore_errors=True)
    for path in pages:  # a link would change the stamps of the files themselves
        target = room / "site" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / path, target)
    command = [
        str(get_executable()),
        "--site",
        "site",
        "--output-path",
        "bundle",
        "--exclude-selectors",
        "nav",
        "--silent",
    ]
    command += ["--force-language", config.language.partition("-")[0].lower()]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        done = subprocess.run(command, cwd=room, env=environment, capture_output=True, text=True, check=False)
    except OSError as error:
        raise OutputError(f"{_FAILED}: {error.strerror or error}") from error
    bundle = room / "bundle"
    if done.returncode or not (bundle / "pagefind-entry.json").is_file():
        said = [line.strip() for line in f"{done.stdout}\n{done.stderr}".splitlines() if line.strip()]
        raise OutputError(f"{_FAILED}: {said[-1] if said else f'exit code {done.returncode}'}")
    for file in sorted(bundle.rglob("*")):
        if file.is_file() and not file.name.startswith(_UNUSED):
            yield file.relative_to(bundle).as_posix(), file.read_bytes()
