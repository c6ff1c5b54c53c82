"""A day in a newsroom, in a real git repository, by the command line alone: whatever editors do, no address breaks and no feed reader
sees a brief twice, and what `add`, `check --since`, `guard`, `diff` and `due` tell them beforehand is what then comes."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import feedparser
import pytest
from support_record import git
from support_site import ROOT, brief, briefgen_apart, tree, write_site

from briefgen.pages.urls import output_path

#: A raw text as agencies send it, where there is one.
SEEDS = ROOT.parent / "shared/seeds"
TALKS = """\
What's Happening?
Officials in Example Town weigh a meeting with the Ferry Workers Union (FWU). Mayor Ada Novik said so on Friday.
Why It's Important?
No ferry has left Example Town for a week.
What's Next
If Ada Novik and the FWU meet, ferries could sail again.
"""
WALL = """\
What's Happening?
The city council has voted to rebuild the harbour wall. Harbour Office will look for builders.
Why It's Important?
The old wall has been flooded three times in four years.
What's Next?
Builders hand in their offers by the end of the year.
"""


class Newsroom:
    """A site in a repository, and a ledger of all that readers, feed readers and calendars have ever been given."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.site: dict[str, bytes] = {}
        self.built = ""
        self.then = ""
        self.pages: set[str] = set()
        self.files: set[str] = set()
        self.entries: set[str] = set()
        self.ever: set[str] = set()
        self.feeds: dict[str, str] = {}

    # ------------------------------------------------------------ what an editor does

    def commit(self, message: str, **files: str) -> None:
        write_site(self.root, files)
        git(self.root, "add", "-A")
        git(self.root, "commit", "-qm", message)

    def changed(self) -> list[str]:
        """The files that are not as they were committed."""
        return [line.split()[1] for line in git(self.root, "status", "--short", "-uall").splitlines()]

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text
        (self.root / name).write_text(text.replace(old, new), "utf-8")

    def told(self, *arguments: str, code: int = 0) -> str:
        """What a command prints."""
        done = briefgen_apart(self.root, *arguments)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def problems(self, now: str, command: str = "check --since") -> list[tuple[str, str, str]]:
        """The code, file and hint of all that the command finds, but notes."""
        found = json.loads(self.told(*command.split(), "--now", now, "--format", "json"))["problems"]
        return [(p["code"], p["file"], p["hint"]) for p in found if p["severity"] != "note"]

    def diff(self, now: str, *reference: str) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.told("diff", *reference, "--now", now, "--format", "json"))
        return report

    def briefs(self, now: str) -> list[tuple[str, str, str]]:
        """What becomes of briefs, with all warnings, as `diff` tells it."""
        return [(b["change"], b["file"], " ".join(b["warnings"])) for b in self.diff(now)["briefs"]]

    # ------------------------------------------------------------ what readers get

    def build(
        self, now: str, *, new: int = 0, ended: int = 0, gone: frozenset[str] = frozenset(), by_clock: bool = False
    ) -> dict[str, bytes]:
        """Build, compare with what was foretold, and with the ledger. `new` and `ended`: how many briefs appear and go; `gone`: addresses
        that end on purpose; `by_clock`: something was due since the last build."""
        told = self.diff(now, self.built)["pages"] if self.built else {}
        due = self.told("due", "--now", self.then or now, "--until", now, "--format", "rfc3339")
        assert bool(due) == by_clock
        assert self.told("build", "--now", now, "-q") == ""
        site = tree(self.root / "site")
        if told and not by_clock:
            self.is_as_told(told, site, gone)
        self.built, self.then, self.site = git(self.root, "rev-parse", "HEAD"), now, site

        pages = {path for path in site if path.endswith(".html")}
        files = {path for path in site if re.search(r"\.(?:xml|ics|json)$", path) and not path.startswith("sitemaps/")}
        for path in self.pages - gone:
            assert path in site, f"{path} is gone"
            assert self.leads_to_a_page(path, site), f"{path} leads nowhere"
        assert self.files - gone <= files, "what somebody subscribed to is gone"
        entries = {entry.id for entry in feedparser.parse(site["feed.xml"]).entries}
        assert len(entries - self.ever) == new, "a feed reader would show an old brief as new"
        assert len(self.entries - entries) == ended, "an id is lost"
        feeds = {path: feedparser.parse(data).feed.id for path, data in site.items() if path.endswith("feed.xml")}
        for path, feed in feeds.items():
            page = path.replace("feed.xml", "index.html")
            if self.is_a_page(page, site):  # a renamed one has the id of what it is now, at both addresses
                assert self.feeds.setdefault(path, feed) == feed, f"{path} has another id"
        self.pages = (self.pages | pages) - gone
        self.files = (self.files | files) - gone
        self.entries, self.ever = entries, self.ever | entries
        return site

    def is_as_told(self, told: dict[str, Any], site: dict[str, bytes], gone: frozenset[str]) -> None:
        """Whether a build did what `diff` had told, and nothing else. Only of the home page the theme does not show all that it is given."""
        before = self.site
        moves = {output_path(move["from"]) for move in told["move"]}
        appear, change, disappear, missing = (
            {output_path(page["url"]) for page in told[what]} for what in ("appear", "change", "disappear", "missing")
        )
        assert appear | (moves - before.keys()) == site.keys() - before.keys()
        assert disappear == before.keys() - site.keys()
        differ = {path for path in site.keys() & before.keys() if site[path] != before[path]}
        assert differ <= change | moves, "a page changes of which nothing was told"
        assert change - differ <= {"index.html"}, "a page was to change, and did not"
        assert missing == gone

    def is_a_page(self, path: str, site: dict[str, bytes]) -> bool:
        return b"http-equiv=refresh" not in site[path].replace(b'"', b"")

    def leads_to_a_page(self, path: str, site: dict[str, bytes]) -> bool:
        """Whether a page is one, or sends readers on to one."""
        for _ in range(3):
            found = re.search(rb'http-equiv="?refresh"? content="0; ?url=([^"]+)"', site[path])
            if not found:
                return True
            path = f"{found[1].decode().strip('/')}/index.html"
            if path not in site:
                return False
        return False


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    done = briefgen_apart(tmp_path, "init", "news", "--github", "--now", "2025-10-01")
    assert done.returncode == 0, done.stderr
    room = Newsroom(tmp_path / "news")
    room.replace("briefgen.yml", "timezone: UTC", "timezone: UTC\nauthority: example.org,2025")
    git(room.root, "init", "-q")
    room.commit("Begin")
    return room


@pytest.mark.slow
def test_a_day(newsroom: Newsroom, tmp_path: Path) -> None:
    room = newsroom
    room.build("2025-10-18T07:00Z", new=1)

    # A raw text comes in. The names in it are told, each with the command that adds it, and each then has a page.
    raw = next((file.read_text("utf-8") for file in sorted(SEEDS.glob("*.txt"))), TALKS)
    write_site(tmp_path, {"talks.txt": raw, "2025-10-18-wall.txt": WALL})
    done = briefgen_apart(room.root, "add", str(tmp_path / "talks.txt"), "--now", "2025-10-18T08:00Z")
    talks = done.stdout.strip()
    assert (done.returncode, room.changed()) == (0, [talks])
    assert {line for line in raw.split("\n") if not line.startswith(("What", "Why"))} <= set(
        room.read(talks).split("\n")
    ), "no word is changed"
    commands = [line.strip() for line in done.stderr.splitlines() if line.startswith("  briefgen actors add ")]
    assert len(commands) > 1
    for command in commands:
        room.told(*shlex.split(command)[1:])
    assert room.changed() == ["briefs/actors.yml", talks]
    assert room.problems("2025-10-18T08:10Z") == []
    assert room.briefs("2025-10-18T08:10Z") == [("published", talks, "")]
    room.commit("Add a raw text")
    site = room.build("2025-10-18T08:10Z", new=1)
    actors = json.loads(room.told("actors", "list", "--format", "json", "--now", "2025-10-18T08:10Z"))
    assert len(actors) == 1 + len(commands)
    assert all(actor["count"] == 1 and f"actors/{actor['slug']}/index.html" in site for actor in actors)
    assert room.told("actors", "unregistered", "--now", "2025-10-18T08:10Z") == ""

    # Of another one, topic, actor and date are found. A third is begun with `new`, and is a draft until its line is taken away.
    for name in ("Harbour", "Docks"):
        room.told("topics", "add", name)
    room.told("actors", "add", "Harbour Office", "--kind", "organization")
    wall = room.told("add", str(tmp_path / "2025-10-18-wall.txt"), "--yes", "--now", "2025-10-19T08:20Z").strip()
    assert "date: 2025-10-18\ntopics: [Harbour]\nactors: [Harbour Office]\nexpect:\n  - by: 2025-12-31\n" in room.read(
        wall
    )
    room.commit("Add another")
    crane = room.told("new", "A crane falls", "--now", "2025-10-18T08:30Z").strip()
    assert crane == "briefs/2025/2025-10-18-a-crane-falls.md"
    assert (
        room.problems("2025-10-18T08:30Z")
        == [("section-empty", crane, "Write its text below this line, or delete the line")] * 3
    )
    room.replace(
        crane, "# topics: [Topic, Another topic]", "topics: [Docks]\nexpect:\n  - by: 2025-12-31\n    what: A report"
    )
    for heading in ("What’s Happening", "Why It’s Important", "What’s Next"):
        room.replace(crane, f"## {heading}\n", f"## {heading}\n\nA crane fell into the docks.\n")
    assert room.problems("2025-10-18T08:30Z") == []
    assert room.briefs("2025-10-18T08:30Z") == [("held", crane, "")]
    room.commit("Begin a brief")
    site = room.build("2025-10-18T09:00Z", new=1)
    assert b"Harbour Office" in site["actors/harbour-office/index.html"]
    assert not any(b"crane" in data for data in site.values()), "a draft leaves no trace"
    room.replace(crane, "status: draft # take this line away when the brief is ready\n", "")
    assert room.briefs("2025-10-18T09:10Z") == [("published", crane, "")]
    room.commit("Publish it")
    site = room.build("2025-10-18T09:10Z", new=1)
    assert "topics/docks/next.ics" in site

    # One is scheduled, and appears by the clock alone, when `due` says.
    opens = "briefs/2025/2025-10-18-harbour-opens.md"
    write_site(room.root, {opens: brief("The harbour opens again", "2025-10-18 14:00", "topics: [Harbour]\n")})
    (held,) = room.diff("2025-10-18T11:00Z")["briefs"]
    assert (held["change"], held["until"]) == ("held", "2025-10-18T14:00:00Z")
    room.commit("Schedule a brief")
    assert room.build("2025-10-18T11:00Z") == site
    assert room.told("due", "--next", "--now", "2025-10-18T11:00Z") == "2025-10-18T14:00:00Z\n"
    room.build("2025-10-18T14:00Z", new=1, by_clock=True)

    # On a branch, a brief is corrected, which must be said; main goes on meanwhile; the two are merged.
    git(room.root, "switch", "-qc", "correction")
    room.replace(wall, "three times", "twice")
    ((code, file, hint),) = room.problems("2025-10-18T15:00Z")
    assert (code, file) == ("silent-edit", wall)
    assert "`minor: 2025-10-18 15:00`" in hint
    assert room.problems("2025-10-18T15:00Z", "guard HEAD") == [(code, file, hint)]
    room.told("check", "--since", "--strict", "--now", "2025-10-18T15:00Z", code=1)
    said = "corrections:\n  - date: 2025-10-18 15:00\n    text: The wall was flooded twice, not three times.\n"
    room.replace(wall, "expect:\n", f"{said}expect:\n")
    room.told("check", "--since", "--strict", "--now", "2025-10-18T15:00Z")
    (edited,) = room.diff("2025-10-18T15:00Z")["briefs"]
    assert (edited["change"], edited["file"], edited["parts"]) == ("edited", wall, ["text", "corrections"])
    room.commit("Correct a number")
    git(room.root, "switch", "-q", "main")
    storm = "briefs/2025/2025-10-18-storm.md"
    room.commit("Add another", **{storm: brief("A storm is coming", extra="topics: [Docks]\n")})
    room.build("2025-10-18T14:30Z", new=1)
    git(room.root, "switch", "-q", "correction")
    assert [b["file"] for b in room.diff("2025-10-18T15:00Z")["briefs"]] == [wall], (
        "what main did is not this branch's doing"
    )
    git(room.root, "switch", "-q", "main")
    git(room.root, "merge", "-q", "--no-edit", "correction")
    site = room.build("2025-10-18T15:00Z")
    assert b"flooded twice, not three times" in site["corrections/index.html"]
    (entry,) = [one for one in feedparser.parse(site["feed.xml"]).entries if "harbour wall" in one.title]
    assert entry.updated.startswith("2025-10-18T15:00")

    # An actor gets another name and slug; two topics become one. No brief is touched.
    room.told("actors", "rename", "Harbour Office", "Port Authority", "--slug", "port-authority")
    assert room.changed() == ["briefs/actors.yml"]
    assert room.problems("2025-10-18T15:10Z") == []
    (move,) = room.diff("2025-10-18T15:10Z")["pages"]["move"]
    assert (move["from"], move["to"]) == ("/actors/harbour-office/", "/actors/port-authority/")
    room.commit("Rename an actor")
    site = room.build("2025-10-18T15:10Z")
    assert b"Port Authority" in site["actors/port-authority/index.html"]
    assert feedparser.parse(site["actors/harbour-office/feed.xml"]).entries
    room.told("topics", "merge", "Docks", "Harbour")
    assert room.changed() == ["briefs/topics.yml"]
    assert room.problems("2025-10-18T15:20Z") == []
    (move,) = room.diff("2025-10-18T15:20Z")["pages"]["move"]
    assert (move["from"], move["to"]) == ("/topics/docks/", "/topics/harbour/")
    room.commit("Merge two topics")
    site = room.build("2025-10-18T15:20Z")
    assert b"A crane falls" in site["topics/harbour/index.html"]

    # A file gets another name. What is lost by that is told with the lines that keep it.
    gale = "briefs/2025/2025-10-18-gale.md"
    git(room.root, "mv", storm, gale)
    room.replace(gale, "slug: a-storm-is-coming\n", "slug: gale\n")
    found = room.problems("2025-10-18T15:30Z")
    assert [(code, file) for code, file, _ in found] == [("address-changed", gale), ("id-changed", gale)]
    lines = [hint.split("`")[1] for _, _, hint in found]
    ((change, file, warnings),) = room.briefs("2025-10-18T15:30Z")
    assert (change, file) == ("moved", gale)
    assert all(line in warnings for line in lines)
    room.replace(gale, "slug: gale\n", "".join(f"{line}\n" for line in ("slug: gale", *lines)))
    assert room.problems("2025-10-18T15:30Z") == []
    assert room.briefs("2025-10-18T15:30Z") == [("moved", gale, "")]
    room.commit("Rename a file")
    room.build("2025-10-18T15:30Z")

    # A brief is withdrawn for another, and one for none.
    git(room.root, "rm", "-q", crane)
    ((code, file, hint),) = room.problems("2025-10-18T15:40Z")
    assert (code, file) == ("brief-withdrawn", crane)
    (address,) = re.findall(r"name (\S+) under `aliases`", hint)
    room.replace(wall, "topics:", f"aliases: {address}\ntopics:")
    assert room.problems("2025-10-18T15:40Z") == []
    assert ("deleted", crane, "") in room.briefs("2025-10-18T15:40Z")
    room.commit("Withdraw a brief for another")
    site = room.build("2025-10-18T15:40Z", ended=1)
    assert room.leads_to_a_page(output_path(address), site)
    git(room.root, "rm", "-q", opens)
    assert [(code, file) for code, file, _ in room.problems("2025-10-18T15:50Z")] == [("brief-withdrawn", opens)]
    room.commit("Withdraw a brief")
    gone = "2025/10/18/the-harbour-opens-again/index.html"
    site = room.build("2025-10-18T15:50Z", ended=1, gone=frozenset({gone}))

    # A shallow clone, as CI makes it, builds the same bytes. What it cannot compare with, it says how to fetch.
    ci = tmp_path / "ci"
    git(tmp_path, "clone", "-q", "--depth", "1", room.root.as_uri(), str(ci))
    done = briefgen_apart(ci, "build", "--now", "2025-10-18T15:50Z", "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(ci / "site") == site
    done = briefgen_apart(ci, "guard", "HEAD~1", "--now", "2025-10-18T15:50Z")
    assert (done.returncode, done.stdout) == (2, "")
    for command in re.findall("`(git [^`]+)`", done.stderr):
        git(ci, *shlex.split(command)[1:])
    done = briefgen_apart(ci, "guard", "HEAD~1", "--now", "2025-10-18T15:50Z", "--strict")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "warning[brief-withdrawn]" in done.stdout
