"""A small site that is edited, damaged and built again, and the law that whatever was done to it, it equals a clean build.

`Newsroom` holds the files, does things to them as people and accidents do, and builds through the command line, in this process.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from briefgen import cli
from briefgen.cli import codes
from briefgen.output import STAGE

NOW = "2025-11-01T12:00Z"

#: Its last key is `outputs`, so that a test can go on with more of them, or with other keys.
CONFIG = """\
title: The Test Wire
url: https://example.org/news
latest: 3
split: 2
outputs:
  api_briefs: true
"""
ACTORS = """\
ada-novik:
  name: Ada Novik
  aliases: [Mayor Novik]
  kind: person
  role: Mayor
  member_of: Port of Nova
port-of-nova:
  name: Port of Nova
  kind: organization
bo-lind:
  name: Bo Lind
  kind: person
"""
TOPICS = "trade:\n  name: Trade\ntariffs:\n  name: Tariffs\n  parent: Trade\nenergy:\n  name: Energy\n"
ABOUT = "---\ntitle: About us\n---\nWe report. Read [the latest](../a.md).\n"


def brief(title: str, date: str, extra: str = "", text: str = "Something happened.", after: str = "More.") -> str:
    """A brief whose text may be anything."""
    return (
        f"---\ntitle: {title}\ndate: {date}\n{extra}---\n"
        f"## What's Happening\n\n{text}\n\n## Why It's Important\n\nIt is.\n\n## What's Next\n\n{after}\n"
    )


FILES: dict[str, str | bytes] = {
    "briefgen.yml": CONFIG,
    "briefs/actors.yml": ACTORS,
    "briefs/topics.yml": TOPICS,
    "briefs/_pages/about.md": ABOUT,
    "briefs/pics/bridge.png": b"\x89PNG bridge",
    "briefs/a.md": brief(
        "A bridge opens",
        "2025-10-18 09:00",
        "topics: [Trade]\nactors: [Ada Novik]\nimage:\n  path: pics/bridge.png\n  alt: The bridge\n",
        "Ada Novik opened the bridge with the Port of Nova.",
    ),
    "briefs/2025/b.md": brief(
        "Tariffs rise",
        "2025-10-19",
        "topics: [Tariffs]\nstory: The bridge\nexpect:\n  - on: 2025-11-02\n    what: The council votes\n",
        "After [the bridge](../a.md), Bo Lind raised them.",
    ),
    "briefs/2025/c.md": brief("The bridge shuts", "2025-10-20", "follows: b\nstory: The bridge\n", "Mayor Novik."),
    "briefs/d.md": brief("A draft", "2025-10-21", "status: draft\n"),
    "briefs/e.md": brief("Later", "2025-11-03 09:00", "topics: [Energy]\n", "Ada Novik will speak."),
    "briefs/f.md": brief(
        "Brief offer",
        "2025-10-21",
        "expires: 2025-11-04\ntopics: [Energy, Fuel]\ncorrections:\n  - date: 2025-10-22\n    text: It was less.\n",
        "Cid Ray sells. See [later](e.md).",
    ),
    "briefs/2024/g.md": brief("An old one", "2024-12-31 23:30", "actors: [Cid Ray]\naliases: [/old/]\n"),
}

MOMENTS = (NOW, "2025-11-02T00:00Z", "2025-11-03T09:00Z", "2025-11-04T12:00Z", "2025-10-20T12:00Z", "2026-02-01T00:00Z")


class Told(NamedTuple):
    """What a build told: its exit code, the problems, the briefs held back, the counts; and what it wrote and explained."""

    code: int
    problems: str
    held: str
    summary: str
    counts: str
    explained: dict[str, str]


class Place(NamedTuple):
    """An output folder: the files there that are not ours, and those that may have been forgotten with the state."""

    foreign: dict[str, bytes]
    orphans: set[str]


SOURCES = ("briefs", "templates", "briefgen.yml")
TEXTS = (".md", ".txt", ".markdown")
#: In a brief that has a date, the time of its file says nothing.
DATED = re.compile(rb"\A---\n(?:\w.*\n)*?date: \d")
#: What clean builds made: many tests begin with the same sources, and compare with what these give, which is always the same.
_CLEAN: dict[tuple[str, tuple[str, ...], bytes], tuple[Told, dict[str, bytes]]] = {}


class Newsroom:
    """A site in the folder `base/root`, its clean copies in `base/clean`."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.root = base / "root"
        self.now = NOW
        self.places: dict[str, Place] = {}
        self.earlier: list[tuple[str, bytes, int]] = []
        self.saved: Path | None = None
        self.sound: set[str] = set()
        for name, content in FILES.items():
            self.write(name, content)

    # ------------------------------------------------------------ sources

    def write(self, name: str, content: str | bytes, keep_time: bool = False) -> None:
        """Write a file; with `keep_time`, its time of modification stays."""
        file = self.root / name
        data = content.encode() if isinstance(content, str) else content
        file.parent.mkdir(parents=True, exist_ok=True)
        before = self.remember(name)
        file.write_bytes(data)
        if keep_time and before:
            os.utime(file, ns=(before, before))

    def remember(self, name: str) -> int:
        """Keep what a file holds for `restore`; its time, or 0 if there is none."""
        file = self.root / name
        if not file.is_file():
            return 0
        self.earlier.append((name, file.read_bytes(), file.stat().st_mtime_ns))
        del self.earlier[:-30]
        return file.stat().st_mtime_ns

    def restore(self, which: int, with_time: bool) -> None:
        """Bring back what a file held earlier."""
        if self.earlier:
            name, data, time = self.earlier[which % len(self.earlier)]
            if (self.root / name).parent.is_dir() and not (self.root / name).is_dir():
                self.write(name, data)
                if with_time:
                    os.utime(self.root / name, ns=(time, time))

    def reset(self) -> None:
        """The files as they were in the beginning."""
        for place in ("briefs", "templates"):
            shutil.rmtree(self.root / place, ignore_errors=True)
        for name, content in FILES.items():
            self.write(name, content)
        self.now = NOW

    def text(self, name: str) -> str:
        return (self.root / name).read_text()

    def change(self, name: str, old: str, new: str, keep_time: bool = False) -> None:
        """Replace the first `old` in a file, where there is one."""
        if (self.root / name).is_file():
            self.write(name, self.text(name).replace(old, new, 1), keep_time)

    def field(self, name: str, key: str, value: str, keep_time: bool = False) -> None:
        """Set a key of the front matter; an empty value takes it away."""
        head, _, rest = self.text(name).removeprefix("---\n").partition("---\n")
        head = re.sub(rf"^{key}:.*\n((  | *- ).*\n)*", "", head, flags=re.MULTILINE)
        line = f"{key}:{value if value.startswith(chr(10)) else ' ' + value}\n" if value else ""
        self.write(name, f"---\n{head}{line}---\n{rest}", keep_time)

    def remove(self, name: str) -> None:
        self.remember(name)
        (self.root / name).unlink(missing_ok=True)

    def rename(self, name: str, other: str) -> None:
        """Give a file or folder another name, unless that is taken."""
        source, target = self.root / name, self.root / other
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)

    def briefs(self) -> list[str]:
        """The names of all briefs."""
        found = (file.relative_to(self.root).as_posix() for file in (self.root / "briefs").rglob("*.md"))
        return sorted(name for name in found if "/_" not in name)

    def traces(self) -> object:
        """What tells that something was done to the sources, or to the clock."""
        folders = [self.root / name for name in ("briefs", "templates")]
        found = [self.root / "briefgen.yml", *(file for folder in folders for file in folder.rglob("*"))]
        return self.now, {
            file: (file.stat().st_ino, file.stat().st_mtime_ns, file.stat().st_ctime_ns)
            for file in found
            if file.exists()
        }

    # ------------------------------------------------------------ what was built

    def folder(self, out: str = "site") -> Path:
        return self.root / out

    def place(self, out: str = "site") -> Place:
        return self.places.setdefault(out, Place({}, set()))

    def built(self, out: str = "site") -> list[str]:
        """The files that were built, but for those that are not ours."""
        foreign = self.place(out).foreign
        return [name for name in sorted(files(self.folder(out))) if name not in foreign]

    def add_foreign(self, name: str, out: str = "site") -> None:
        """Put a file there that is not ours."""
        file = self.folder(out) / name
        if not file.exists() and self.folder(out).is_dir() and all(p.is_dir() for p in file.parents if p.exists()):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"foreign")
            self.place(out).foreign[name] = b"foreign"

    def damage(self, how: str, which: int, out: str = "site") -> None:
        """Do something bad to a file that was built, or to the folder."""
        self.sound.discard(out)
        names = self.built(out)
        if not names:
            return
        file = self.folder(out) / names[which % len(names)]
        found = file.stat() if file.exists() else None
        data = file.read_bytes() if found else b""
        if how == "remove":
            file.unlink()
        elif how == "truncate":
            file.write_bytes(data[: len(data) // 2])
        elif how == "append":
            file.write_bytes(data + b"!")
        elif how == "same size":
            file.write_bytes(data[:-1] + b"~")
        elif how == "same size and time":
            file.write_bytes(data[:-1] + b"~")
            if found:
                os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))
        elif how == "touch":
            os.utime(file, ns=(1, 1))
        elif how == "folder":
            file.unlink()
            file.mkdir()
        elif how == "link":
            file.unlink()
            (self.base / "precious").write_bytes(data)
            file.symlink_to(self.base / "precious")
        elif how == "remove folder":
            self.lose(names[which % len(names)].rpartition("/")[0], out)
        else:
            assert how == "remove all", how
            self.lose("", out)

    def lose(self, inside: str, out: str) -> None:
        """Remove a folder of what was built, with all that is in it."""
        shutil.rmtree(self.folder(out) / inside)
        there = files(self.folder(out))
        for name in [name for name in self.place(out).foreign if name not in there]:
            del self.place(out).foreign[name]

    def forget(self) -> None:
        """From here on, nobody may remember which files are ours."""
        for out, place in self.places.items():
            place.orphans.update(self.built(out))

    def damage_state(self, how: str, at: int = 0) -> None:
        """Do something bad to what briefgen remembers. `at` is where, in thousandths."""
        self.forget()
        folder = self.root / ".briefgen"
        state = folder / "state.db"
        if how == "save":
            self.saved = self.base / "saved"
            shutil.rmtree(self.saved, ignore_errors=True)
            if folder.exists():
                shutil.copytree(folder, self.saved)
        elif how == "bring back" and self.saved and self.saved.exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(self.saved, folder)
        elif how == "remove":
            shutil.rmtree(folder, ignore_errors=True)
        elif state.exists():
            data = state.read_bytes()
            spot = len(data) * at // 1000
            if how == "truncate":
                state.write_bytes(data[:spot])
            elif how == "overwrite":
                state.write_bytes(data[:spot] + b"\xa5" * 8 + data[spot + 8 :])

    # ------------------------------------------------------------ building, and the law

    def arguments(self, out: str, flags: tuple[str, ...], jobs: int = 1) -> list[str]:
        return ["build", "--verbose", "--now", self.now, "--out", out, "--jobs", str(jobs), *flags]

    def build(self, out: str = "site", flags: tuple[str, ...] = (), jobs: int = 1) -> Told:
        """Build the site as it is."""
        return run(self.root, *self.arguments(out, flags, jobs))

    def clean(self, flags: tuple[str, ...] = ()) -> tuple[Told, dict[str, bytes]]:
        """What a build of the same sources tells and writes that has never seen the site before."""
        flags = tuple(flag for flag in flags if flag != "--explain")
        sources = self.sources()
        if (self.now, flags, sources) not in _CLEAN:
            _CLEAN[self.now, flags, sources] = self._clean(flags)
        told, wanted = _CLEAN[self.now, flags, sources]
        if len(_CLEAN) > 200:
            del _CLEAN[next(iter(_CLEAN))]
        return told, dict(wanted)

    def sources(self) -> bytes:
        """A digest of all that a clean build may see of the site's sources: names, bytes, and the times of briefs that lack a date."""
        digest = hashlib.blake2b()
        for file in sorted(p for name in SOURCES for p in [self.root / name, *(self.root / name).rglob("*")]):
            if file.is_file() and not file.is_symlink():
                data, name = file.read_bytes(), file.relative_to(self.root).as_posix()
                undated = name.endswith(TEXTS) and "/_" not in name and not DATED.search(data)
                digest.update(repr((name, len(data), file.stat().st_mtime_ns if undated else 0)).encode() + data)
            else:
                link = os.readlink(file) if file.is_symlink() else file.is_dir()
                digest.update(repr((str(file.relative_to(self.root)), link)).encode())
        return digest.digest()

    def _clean(self, flags: tuple[str, ...]) -> tuple[Told, dict[str, bytes]]:
        copy = self.base / "clean"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in SOURCES:
            if (self.root / name).is_dir():
                shutil.copytree(self.root / name, copy / name, symlinks=True)
            elif (self.root / name).exists():
                shutil.copy2(self.root / name, copy / name)
        told = run(copy, *self.arguments("site", flags))
        return told, files(copy / "site")

    def check(self, out: str = "site", flags: tuple[str, ...] = (), jobs: int = 1) -> Told:
        """Build, and compare with a clean build: the same files, the same bytes, the same problems."""
        before = files(self.folder(out))
        told = self.build(out, flags, jobs)
        fresh, wanted = self.clean(flags)
        assert told[:4] == fresh[:4]
        assert told.code in (0, 1), told
        found = files(self.folder(out))
        if "Nothing was published" in told.counts:
            # What a killed build has left half made may go, and nothing else.
            assert {n: d for n, d in found.items() if not n.startswith(f"{STAGE}/")} == {
                n: d for n, d in before.items() if not n.startswith(f"{STAGE}/")
            }
            return told
        self.compare(out, found, wanted)
        place = self.place(out)
        place.orphans.difference_update(wanted)
        self.sound.add(out)
        return told

    def compare(self, out: str, found: dict[str, bytes], wanted: dict[str, bytes]) -> None:
        """What stands in a folder is what must stand there, and what is not ours."""
        place = self.place(out)
        assert {name: found.get(name) for name in place.foreign} == place.foreign, "a file that is not ours was touched"
        ours = {name: data for name, data in found.items() if name not in place.foreign}
        assert not wanted.keys() - ours.keys(), "missing"
        assert not ours.keys() - wanted.keys() - place.orphans, "left over"
        assert [name for name in wanted if ours[name] != wanted[name]] == [], "other bytes"
        assert not any((self.folder(out) / name).is_symlink() for name in wanted)
        assert not (self.folder(out) / STAGE).exists()

    # ------------------------------------------------------------ accidents while building

    def kill(self, at: int, out: str = "site", flags: tuple[str, ...] = ()) -> bool:
        """Build in a process that is killed at the call number `at` of those that touch a disk; whether it was still at it. Every
        file must be whole, and nothing may lead to a brief that is not there."""
        before = files(self.folder(out))
        code = forked(lambda: with_accident(at, die, lambda: self.build(out, flags).code))
        self.look_around(before, out, flags)
        return code < 0

    def race(self, at: int, edit: Callable[[], object], out: str = "site", flags: tuple[str, ...] = ()) -> bool:
        """Build while somebody edits: at the call number `at` of those that touch a disk. Whether it came to that. What this build
        makes is not told, but the next one must see to it."""
        done = False

        def accident() -> None:
            nonlocal done
            done = True
            edit()

        self.sound.discard(out)
        told = with_accident(at, accident, lambda: self.build(out, flags).code)
        assert told in (0, 1), told
        return done

    def fail(self, at: int, out: str = "site", flags: tuple[str, ...] = ()) -> Told:
        """Build on a disk that is full from the call number `at` of those that write."""
        before = files(self.folder(out))
        with Disk(at).filling():
            told = self.build(out, flags)
        assert told.code in (0, 1, 3), told
        if told.code == 3:
            assert told.problems.startswith("briefgen: ")
            assert told.problems.count("\n") == 1
        self.look_around(before, out, flags)
        return told

    def look_around(self, before: dict[str, bytes], out: str, flags: tuple[str, ...]) -> None:
        """After an accident: every file is whole, and no index leads to a brief that is not there."""
        told, after = self.clean(flags)
        if "Nothing was published" in told.counts:
            after = before
        now = {name: data for name, data in files(self.folder(out)).items() if not name.startswith(f"{STAGE}/")}
        assert not now.keys() - before.keys() - after.keys()
        torn = [name for name, data in now.items() if data not in (before.get(name), after.get(name))]
        assert torn == [], "not whole"
        if out in self.sound:
            readings = {name for name, data in {**before, **after, **now}.items() if b'<body class="reading">' in data}
            for name in now.keys() - readings:
                if name.endswith(".html"):
                    gone = (links(now[name]) & readings) - now.keys()
                    assert not gone, f"{name} leads to {gone}"


def built_newsroom(base: Path) -> Newsroom:
    """A newsroom whose site has been built."""
    room = Newsroom(base)
    room.build()
    return room


def share(names: Iterable[str], nth: int) -> list[Any]:
    """Of these, every `nth` is tried each time, the others in the slow suite."""
    return [
        pytest.param(name, marks=[pytest.mark.slow] if number % nth else [])
        for number, name in enumerate(sorted(names))
    ]


def run_machine(machine: type[RuleBasedStateMachine], examples: int, steps: int) -> None:
    """Try so many sequences of so many steps."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink],
            print_blob=True,
        ),
    )


def links(page: bytes) -> set[str]:
    """The files that a page of the site at /news/ links to."""
    return {f"{path}index.html" for path in re.findall(r'href="/news/([^"#?]*/)"', page.decode())}


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, links to files among them: path → bytes."""
    return {
        os.path.relpath(os.path.join(place, name), folder): Path(place, name).read_bytes()
        for place, _, names in os.walk(folder)
        for name in names
    }


def run(root: Path, *arguments: str) -> Told:
    """Run the command line in this process, on the site in a folder."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.run(["-C", str(root), *arguments])
    problems = err.getvalue().replace(str(root), "ROOT")
    assert code != codes.BUG, problems
    lines = out.getvalue().replace(str(root), "ROOT").splitlines()
    explained = dict(line.split(": ", 1) for line in lines if not line.startswith(" ") and EXPLAINED.search(line))
    held = [line for line in lines if line.startswith(" ")]
    counts = lines[-1] if lines else ""
    said = [line for line in lines[:-1] if line not in held and not EXPLAINED.search(line)]
    return Told(code, problems, "\n".join(held), "\n".join([*said, counts.partition(" in ")[0]]), counts, explained)


EXPLAINED = re.compile(
    r": (it is |what it shows|its (templates|file)|settings of the site changed|nothing is known of it)"
)

# ---------------------------------------------------------------- accidents

TOUCHING = {"open", "close", "write", "replace", "mkdir", "unlink", "rmdir", "commit", "executescript", "executemany"}


def with_accident(at: int, accident: Callable[[], object], work: Callable[[], int]) -> int:
    """Do some work, and let an accident happen at the call number `at` of C functions that touch the disk."""
    seen = 0

    def watch(_: FrameType, event: str, called: Any) -> None:
        nonlocal seen
        if event == "c_call" and called.__name__ in TOUCHING and is_system(called):
            seen += 1
            if seen == at:
                accident()

    sys.setprofile(watch)
    try:
        return work()
    finally:
        sys.setprofile(None)


def is_system(called: Any) -> bool:
    """Whether that is a call of the system or of the state, and not, say, `str.replace`."""
    owner = getattr(called, "__self__", None)
    return called is io.open or owner is getattr(os.stat, "__self__", None) or isinstance(owner, sqlite3.Connection)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Disk:
    """A disk that is full from the call number `at` of those that write."""

    def __init__(self, at: int) -> None:
        self.left = at

    def take(self) -> bool:
        self.left -= 1
        return self.left > 0

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Let this process have it."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("write", "replace", "mkdir"):
                patch.setattr(os, name, self._writing(getattr(os, name)))
            connect = sqlite3.connect
            patch.setattr(sqlite3, "connect", lambda file: connect(file, factory=self._base()))
            yield

    def _writing(self, really: Callable[..., Any]) -> Callable[..., Any]:
        def write(*arguments: Any, **named: Any) -> Any:
            if not self.take():
                raise OSError(28, "No space left on device")
            return really(*arguments, **named)

        return write

    def _base(disk) -> type[sqlite3.Connection]:  # noqa: N805
        class Base(sqlite3.Connection):
            def commit(self) -> None:
                if self.in_transaction and not disk.take():
                    raise sqlite3.OperationalError("database or disk is full")
                super().commit()

            def executemany(self, sql: str, rows: Any, /) -> sqlite3.Cursor:
                rows = list(rows)
                if rows and not disk.take():
                    raise sqlite3.OperationalError("database or disk is full")
                return super().executemany(sql, rows)

        return Base


def forked(work: Callable[[], int]) -> int:
    """Work in a process of its own; its exit code, or minus the signal that killed it."""
    pid = os.fork()
    if not pid:
        try:
            code = work()
        except BaseException:
            os._exit(99)
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
