"""The open tabs: who is told what after a refresh, and that nothing is left of those that went."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support_live import FakeSite, app_of, events, page, until
from support_site import write_site

from briefgen.serve.hub import AT_ONCE, Hub, Stream, page_digest
from briefgen.serve.model import Answer, Refresh


class Tab:
    """A tab with its stream, in a thread of its own as the server has it."""

    def __init__(self, hub: Hub, path: str, seen: str = "") -> None:
        self.there = True
        self.told: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._stream = hub.events(path, seen, lambda: not self.there)
        self.thread = threading.Thread(target=self._listen, daemon=True)
        before = len(hub)
        self.thread.start()
        until(lambda: len(hub) > before)

    def _listen(self) -> None:
        for told in events(self._stream):
            self.told.put(told)

    def next(self, kind: str) -> dict[str, object]:
        """The next event, which is of this kind; comments are passed over."""
        while True:
            found, data = self.told.get(timeout=30)
            if found:
                assert found == kind, data
                return dict(json.loads(data))

    def is_silent(self) -> bool:
        return all(self.told.get_nowait()[0] == "" for _ in range(self.told.qsize()))


@pytest.fixture
def site(tmp_path: Path) -> FakeSite:
    site = FakeSite(write_site(tmp_path, {"briefs/a.html": page("One"), "briefs/b.html": page("Two")}))
    site.start()
    return site


@pytest.fixture
def hub(site: FakeSite) -> Iterator[Hub]:
    hub = app_of(site).hub
    yield hub
    hub.close()


def digest(site: FakeSite, path: str) -> str:
    return page_digest(site.get(path).body)


def save(site: FakeSite, name: str, data: bytes) -> Refresh:
    write_site(site.root, {f"briefs/{name}": data})
    return site.refresh()


def fresh(hub: Hub, site: FakeSite, path: str) -> Tab:
    """A tab that shows what is there, and has been told of the problems."""
    tab = Tab(hub, path, digest(site, path))
    tab.next("problems")
    return tab


def test_only_a_tab_whose_page_changed_is_told(hub: Hub, site: FakeSite) -> None:
    one, two = fresh(hub, site, "/a/"), fresh(hub, site, "/b/")
    assert hub.refreshed(save(site, "a.html", page("Changed"))) == 1
    assert one.next("page") == {"digest": digest(site, "/a/"), "status": 200}
    assert hub.refreshed(save(site, "b.html", page("Changed too"))) == 1
    assert two.next("page") == {"digest": digest(site, "/b/"), "status": 200}
    assert one.is_silent()


def test_tabs_of_one_page_are_all_told_and_the_page_is_looked_at_once(hub: Hub, site: FakeSite) -> None:
    tabs = [fresh(hub, site, "/a/") for _ in range(3)]
    refresh = save(site, "a.html", page("Changed"))
    site.asked.clear()
    assert hub.refreshed(refresh) == 3
    assert site.asked == ["/a/"]
    for tab in tabs:
        tab.next("page")


def test_a_tab_that_comes_back_is_told_whether_it_missed_something(hub: Hub, site: FakeSite) -> None:
    old = digest(site, "/a/")
    hub.refreshed(save(site, "a.html", page("Changed while it was away")))
    assert Tab(hub, "/a/", old).next("page") == {"digest": digest(site, "/a/"), "status": 200}
    Tab(hub, "/a/", digest(site, "/a/")).next("problems")


def test_a_change_that_is_taken_back_is_told_too(hub: Hub, site: FakeSite) -> None:
    tab, first = fresh(hub, site, "/a/"), digest(site, "/a/")
    hub.refreshed(save(site, "a.html", page("Changed")))
    assert tab.next("page")["digest"] != first
    hub.refreshed(save(site, "a.html", page("One")))
    assert tab.next("page")["digest"] == first


def test_a_page_that_goes_and_comes_is_told(hub: Hub, site: FakeSite) -> None:
    tab = fresh(hub, site, "/a/")
    (site.root / "briefs/a.html").unlink()
    hub.refreshed(site.refresh())
    assert tab.next("page")["status"] == 404
    hub.refreshed(save(site, "a.html", page("One")))
    assert tab.next("page")["status"] == 200


def test_problems_are_told_when_they_change(hub: Hub, site: FakeSite) -> None:
    tab = Tab(hub, "/a/", digest(site, "/a/"))
    assert tab.next("problems")["errors"] == 0
    hub.refreshed(save(site, "b.html", b"wrong"))
    assert tab.next("problems")["errors"] == 1
    hub.refreshed(save(site, "c.html", page("This has nothing to do with it")))
    tab.next("new")
    hub.refreshed(save(site, "b.html", b"right"))
    assert tab.next("problems")["errors"] == 0


def test_problems_of_one_page_are_told_its_tabs_alone() -> None:
    from briefgen.problems import Problem, Where, problem

    own = problem("template-undefined", Where("templates/brief.html", 3), "There is no such field")

    def look(path: str) -> Answer:
        return Answer(200, b"x", problems=(own,) if path == "/a/" else ())

    def tell(problems: object) -> bytes:
        assert isinstance(problems, tuple)
        assert all(isinstance(p, Problem) for p in problems)
        return json.dumps({"told": [p.message for p in problems]}).encode()

    hub = Hub(look, lambda: (), tell)
    one, two = Tab(hub, "/a/", page_digest(b"x")), Tab(hub, "/b/", page_digest(b"x"))
    assert one.next("problems") == {"told": ["There is no such field"]}
    assert two.next("problems") == {"told": []}
    hub.close()


def test_a_new_brief_is_told_but_not_to_its_own_tab(hub: Hub, site: FakeSite) -> None:
    other, own = fresh(hub, site, "/a/"), fresh(hub, site, "/c/")
    hub.refreshed(save(site, "c.html", page("Three")))
    assert other.next("new") == {"briefs": [{"title": "briefs/c.html", "url": "/c/"}]}
    own.next("page")
    hub.close()
    own.thread.join(30)
    assert own.is_silent()


def test_a_slow_tab_is_told_the_latest_and_nothing_piles_up() -> None:
    stream = Stream("/a/", "", lambda: False)
    for n in range(1000):
        stream.show(Answer(200, b"%d" % n))
        stream.warn(b'{"n":%d}' % n)
        stream.announce([(f"Brief {n}", f"/{n}/")])
    told = stream.take(0)
    assert told is not None
    assert json.loads(told["page"])["digest"] == page_digest(b"999")
    assert told["problems"] == b'{"n":999}'
    new = json.loads(told["new"])["briefs"]
    assert [one["url"] for one in new] == [f"/{n}/" for n in range(1000 - AT_ONCE, 1000)]
    assert stream.take(0) == {}


def test_what_was_told_is_not_told_again() -> None:
    stream = Stream("/a/", "", lambda: False)
    assert stream.show(Answer(200, b"x"))
    assert not stream.show(Answer(200, b"x"))
    stream.announce([("One", "/1/")])
    assert set(stream.take(0) or ()) == {"page", "new"}
    stream.announce([("Two", "/2/")])
    told = stream.take(0)
    assert told is not None
    assert json.loads(told["new"]) == {"briefs": [{"title": "Two", "url": "/2/"}]}


def test_a_silent_stream_says_that_it_is_there(site: FakeSite) -> None:
    hub = Hub(site.get, lambda: (), lambda _: b"{}", keep_alive=0.01)
    stream = hub.events("/a/", digest(site, "/a/"))
    assert [next(events(stream))[0] for _ in range(4)] == ["", "problems", "", ""]
    stream.close()  # type: ignore[attr-defined]


def test_of_a_tab_that_went_away_nothing_is_left(hub: Hub, site: FakeSite) -> None:
    gone, here = fresh(hub, site, "/a/"), fresh(hub, site, "/b/")
    gone.there = False
    refresh = save(site, "b.html", page("Changed"))
    site.asked.clear()
    hub.refreshed(refresh)
    here.next("page")
    gone.thread.join(30)
    assert not gone.thread.is_alive()
    assert site.asked == ["/b/"]  # nobody looks at the other page
    assert len(hub) == 1


def test_a_stream_that_is_closed_is_forgotten(hub: Hub) -> None:
    stream = hub.events("/a/", "")
    next(stream)
    assert len(hub) == 1
    stream.close()  # type: ignore[attr-defined]
    assert len(hub) == 0


def test_at_the_end_all_streams_end_and_no_other_begins(hub: Hub, site: FakeSite) -> None:
    tabs = [fresh(hub, site, "/a/") for _ in range(5)]
    hub.close()
    for tab in tabs:
        tab.thread.join(30)
        assert not tab.thread.is_alive()
    assert len(hub) == 0
    assert list(hub.events("/a/", "")) == []


def test_the_latest_refreshes_are_remembered_for_the_desk(hub: Hub, site: FakeSite) -> None:
    for n in range(60):
        hub.refreshed(Refresh(n, (f"briefs/{n}.md",)))
    hub.refreshed(Refresh(60))
    assert len(hub.recent) == 50
    assert hub.recent[-1].changed == ("briefs/59.md",)
    assert site.asked == []


def test_refreshes_while_tabs_come_and_go_lose_nobody(hub: Hub, site: FakeSite) -> None:
    """Whatever the order of connecting and refreshing is, in the end each tab knows the page that is there."""
    stop = threading.Event()

    def change() -> None:
        n = 0
        while not stop.is_set():
            hub.refreshed(save(site, "a.html", page(f"State {n}")))
            n += 1

    changing = threading.Thread(target=change, daemon=True)
    changing.start()
    tabs = [Tab(hub, "/a/", "old") for _ in range(30)]
    stop.set()
    changing.join(30)
    final = digest(site, "/a/")
    for tab in tabs:
        known = None
        while known != final:
            kind, data = tab.told.get(timeout=30)
            known = json.loads(data)["digest"] if kind == "page" else known
