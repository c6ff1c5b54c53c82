"""A day in a newsroom, in a real git repository, by the command line alone: whatever editors do, no address breaks and no feed reader
sees a brief twice. Names are changed and topics merged by hand, in the registries."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import feedparser
import pytest
from support_site import brief, briefgen_apart, tree, write_site

GIT = [
    "git",
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@example.org",
    "-c",
    "init.defaultBranch=main",
    "-c",
    "commit.gpgsign=false",
]
RAW = """\
What's Happening?
The city council has voted to rebuild the harbour wall. Harbour Office will look for builders.
Why It's Important?
The old wall has been flooded three times in four years.
What's Next?
Builders hand in their offers by the end of the year.
"""
TOPICS = """\
harbour:
  name: Harbour
docks:
  name: Docks
"""
ACTORS = """\
harbour-office:
  name: Harbour Office
  kind: organization
"""


class Newsroom:
    """A site in a repository, and a ledger of all that readers, feed readers and calendars have ever been given."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages: set[str] = set()
        self.files: set[str] = set()
        self.entries: set[str] = set()
        self.ever: set[str] = set()
        self.feeds: dict[str, str] = {}

    def git(self, *arguments: str) -> str:
        done = subprocess.run([*GIT, *arguments], cwd=self.root, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, message: str, **files: str) -> None:
        write_site(self.root, files)
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text
        (self.root / name).write_text(text.replace(old, new), "utf-8")

    def build(self, now: str, *, new: int = 0, ended: int = 0, gone: frozenset[str] = frozenset()) -> dict[str, bytes]:
        """Build, and compare with the ledger. `new` and `ended`: how many briefs appear and go; `gone`: addresses that end on purpose."""
        done = briefgen_apart(self.root, "build", "--now", now, "-q")
        assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
        site = tree(self.root / "site")
        pages = {path for path in site if path.endswith(".html")}
        told = {path for path in site if re.search(r"\.(?:xml|ics|json)$", path) and not path.startswith("sitemaps/")}
        for path in self.pages - gone:
            assert path in site, f"{path} is gone"
            assert self.leads_to_a_page(path, site), f"{path} leads nowhere"
        assert self.files - gone <= told, "what somebody subscribed to is gone"
        entries = {entry.id for entry in feedparser.parse(site["feed.xml"]).entries}
        assert len(entries - self.ever) == new, "a feed reader would show an old brief as new"
        assert len(self.entries - entries) == ended, "an id is lost"
        feeds = {path: feedparser.parse(data).feed.id for path, data in site.items() if path.endswith("feed.xml")}
        for path, feed in feeds.items():
            page = path.replace("feed.xml", "index.html")
            if self.is_a_page(page, site):  # a renamed one has the id of what it is now, at both addresses
                assert self.feeds.setdefault(path, feed) == feed, f"{path} has another id"
        self.pages = (self.pages | pages) - gone
        self.files = (self.files | told) - gone
        self.entries, self.ever = entries, self.ever | entries
        return site

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
    room.git("init", "-q")
    room.commit("Begin", **{"briefs/topics.yml": TOPICS, "briefs/actors.yml": ACTORS})
    return room


@pytest.mark.slow
def test_a_day(newsroom: Newsroom, tmp_path: Path) -> None:
    room = newsroom
    room.build("2025-10-17T08:00Z", new=1)

    # A raw brief comes in, and is a brief; another is begun with `new`, and is a draft until its line is taken away.
    room.commit("Add a raw brief", **{"briefs/2025/2025-10-18-harbour-wall.txt": RAW})
    made = briefgen_apart(room.root, "new", "A crane falls", "--now", "2025-10-18T08:00Z")
    crane = made.stdout.strip()
    assert crane == "briefs/2025/2025-10-18-a-crane-falls.md"
    room.replace(
        crane, "# topics: [Topic, Another topic]", "topics: [Docks]\nexpect:\n  - by: 2025-12-31\n    what: A report"
    )
    for heading in ("What’s Happening", "Why It’s Important", "What’s Next"):
        room.replace(crane, f"## {heading}\n", f"## {heading}\n\nA crane fell into the docks.\n")
    room.commit("Begin a brief")
    site = room.build("2025-10-18T09:00Z", new=1)
    assert "2025/10/18/harbour-wall/index.html" in site
    assert b"Harbour Office" in site["actors/harbour-office/index.html"]
    assert not any(b"crane" in data for data in site.values()), "a draft leaves no trace"
    room.replace(crane, "status: draft # take this line away when the brief is ready\n", "")
    room.commit("Publish it")
    site = room.build("2025-10-18T10:00Z", new=1)
    assert "topics/docks/index.html" in site

    # One is scheduled, and appears by the clock alone.
    later = brief("The harbour opens again", "2025-10-18 14:00", "topics: [Harbour]\n")
    room.commit("Schedule a brief", **{"briefs/2025/2025-10-18-harbour-opens.md": later})
    before = room.build("2025-10-18T11:00Z")
    assert not any(b"opens again" in data for data in before.values())
    assert before == site
    room.build("2025-10-18T14:00Z", new=1)

    # On a branch, a brief is corrected; main goes on meanwhile; the two are merged.
    room.git("switch", "-qc", "correction")
    wall = "briefs/2025/2025-10-18-harbour-wall.txt"
    fixed = (
        "---\nupdated: 2025-10-18 15:00\ncorrections:\n  - date: 2025-10-18 15:00\n"
        f"    text: The wall was flooded twice, not three times.\n---\n{RAW.replace('three times', 'twice')}"
    )
    room.commit("Correct a number", **{wall: fixed})
    assert briefgen_apart(room.root, "check", "--now", "2025-10-18T15:00Z").returncode == 0
    assert room.git("diff", "--name-only", "main") == wall
    room.git("switch", "-q", "main")
    room.commit(
        "Add another", **{"briefs/2025/2025-10-18-storm.md": brief("A storm is coming", extra="topics: [Docks]\n")}
    )
    room.build("2025-10-18T14:30Z", new=1)
    room.git("merge", "-q", "--no-edit", "correction")
    site = room.build("2025-10-18T15:00Z")
    assert b"flooded twice, not three times" in site["corrections/index.html"]
    (entry,) = [one for one in feedparser.parse(site["feed.xml"]).entries if "harbour wall" in one.title]
    assert entry.updated.startswith("2025-10-18T15:00")

    # An actor gets another name and slug; two topics become one.
    room.commit(
        "Rename an actor",
        **{
            "briefs/actors.yml": "port-authority:\n  name: Port Authority\n  kind: organization\n"
            "  aliases: [Harbour Office]\n  redirect_from: [harbour-office]\n"
        },
    )
    site = room.build("2025-10-18T15:10Z")
    assert b"Port Authority" in site["actors/port-authority/index.html"]
    assert feedparser.parse(site["actors/harbour-office/feed.xml"]).entries
    room.commit(
        "Merge two topics",
        **{"briefs/topics.yml": "harbour:\n  name: Harbour\n  aliases: [Docks]\n  redirect_from: [docks]\n"},
    )
    site = room.build("2025-10-18T15:20Z")
    assert b"A crane falls" in site["topics/harbour/index.html"]

    # A file gets another name, and says the old one; a brief is withdrawn for another, and one for none.
    room.git("mv", "briefs/2025/2025-10-18-storm.md", "briefs/2025/2025-10-18-gale.md")
    room.replace(
        "briefs/2025/2025-10-18-gale.md",
        "slug: a-storm-is-coming\n",
        "slug: gale\nid: 2025/2025-10-18-storm\naliases: /2025/10/18/a-storm-is-coming/\n",
    )
    room.commit("Rename a file")
    room.build("2025-10-18T15:30Z")
    room.git("rm", "-q", crane)
    room.replace(wall, "---\nupdated", "---\naliases: /2025/10/18/a-crane-falls/\nupdated")
    room.commit("Withdraw a brief for another")
    calendars = frozenset({"topics/docks/next.ics", "topics/harbour/next.ics"})  # nothing is expected any more
    site = room.build("2025-10-18T15:40Z", ended=1, gone=calendars)
    assert b"/2025/10/18/harbour-wall/" in site["2025/10/18/a-crane-falls/index.html"]
    room.git("rm", "-q", "briefs/2025/2025-10-18-harbour-opens.md")
    room.commit("Withdraw a brief")
    opens = "2025/10/18/the-harbour-opens-again/index.html"
    site = room.build("2025-10-18T15:50Z", ended=1, gone=frozenset({opens}))

    # A shallow clone, as CI makes it, builds the same bytes.
    url = room.root.as_uri()
    subprocess.run([*GIT, "clone", "-q", "--depth", "1", url, str(tmp_path / "ci")], check=True, env=os.environ)
    done = briefgen_apart(tmp_path / "ci", "build", "--now", "2025-10-18T15:50Z", "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(tmp_path / "ci" / "site") == site
