"""Stage 3: URLs, shelves, the plan and its views."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.briefs.model import Brief, Expectation, Image, OwnPage, Section, SectionKind
from briefgen.config import Config, OutputsConfig
from briefgen.edition.model import Actor, Due, Edition, Held, Item, State, Topic
from briefgen.pages import urls
from briefgen.pages.briefs import local_paths
from briefgen.pages.model import PageKind
from briefgen.pages.plan import Plan, plan_pages
from briefgen.pages.shelf import Shelf, Stacks
from briefgen.pages.views import (
    ActorPage,
    BriefPage,
    FeedPage,
    HomePage,
    NextPage,
    Period,
    PeriodPage,
    RedirectPage,
    SitemapPage,
    TopicPage,
)
from briefgen.text.moment import Moment

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SITE = Config(title="Test", url="https://example.org/news")


def moment(day: str) -> Moment:
    date = dt.date.fromisoformat(day)
    return Moment(dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC), date, is_day=True)


def item(slug: str, day: str = "2025-10-18", text: str = "It happened.", **fields: Any) -> Item:
    own = {k: fields.pop(k) for k in ("topics", "actors", "follows", "story", "state", "mentions") if k in fields}
    fields.setdefault("path", f"{day}-{slug}.md")
    sections = (Section(SectionKind.HAPPENING, "What's Happening", text, line=1),)
    brief = Brief(title=slug.title(), date=moment(day), slug=slug, sections=sections, **fields)
    return Item(brief, own.pop("state", State.PUBLISHED), **own)


def edition(*items: Item, config: Config = SITE, **fields: Any) -> Edition:
    items = tuple(sorted(items, key=lambda i: (-i.brief.date.instant.timestamp(), i.brief.path)))
    for kind, cls in (("topics", Topic), ("actors", Actor)):
        slugs = sorted({s for i in items for s in getattr(i, kind)})
        paths = {s: tuple(i.brief.path for i in items if s in getattr(i, kind)) for s in slugs}
        fields.setdefault(kind, {s: cls(s, s.title(), paths[s]) for s in slugs})
    return Edition(config=config, now=NOW, items=items, **fields)


def view(plan: Plan, path: str) -> Any:
    return plan.view(next(p for p in plan.pages if p.path == path))[1]


def paths(plan: Plan) -> set[str]:
    return {p.path for p in plan.pages}


# ---------------------------------------------------------------- URLs


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/", "index.html"),
        ("/a/b/", "a/b/index.html"),
        ("/a/b", "a/b/index.html"),
        ("/old.html", "old.html"),
        ("/v1.2/", "v1.2/index.html"),
        ("/feed.xml", "feed.xml"),
    ],
)
def test_output_path(url: str, path: str) -> None:
    assert urls.output_path(url) == path


def test_permalink_uses_the_day_and_the_slug() -> None:
    brief = item("kim").brief
    assert urls.permalink(brief.date.day, brief.slug, Config()) == "/2025/10/18/kim/"
    assert urls.permalink(brief.date.day, brief.slug, Config(permalink="/{year}-{month}/{slug}/")) == "/2025-10/kim/"


def test_an_id_does_not_depend_on_title_slug_or_day() -> None:
    brief = item("kim", path="2025/kim-talks.md").brief
    before = urls.brief_id(brief, SITE)
    assert before == "tag:example.org,2025:2025/kim-talks"
    moved = msgspec.structs.replace(brief, title="Other", slug="other", date=moment("2025-11-02"))
    assert urls.brief_id(moved, SITE) == before


def test_an_id_does_not_depend_on_how_a_computer_writes_letters() -> None:
    one, other = (
        urls.permanent_id("", f"2025/{name}.md", dt.date(2025, 10, 18), Config()) for name in ("\u00fc", "u\u0308")
    )
    assert one == other


def test_an_id_of_ones_own_is_kept() -> None:
    assert urls.brief_id(item("a", id="urn:uuid:1").brief, SITE) == "urn:uuid:1"
    assert urls.brief_id(item("a", id="7 b").brief, SITE) == "tag:example.org,2025:7%20b"
    pinned = Config(url="https://new.example", authority="old.example,2020")
    assert urls.brief_id(item("a", path="x.md").brief, pinned) == "tag:old.example,2020:x"


# ---------------------------------------------------------------- shelves


def shelf(days: list[str], latest: int = 3, split: int = 5, sparse: bool = False) -> Shelf:
    items = {i.path: i for i in (item(f"b{i}", day) for i, day in enumerate(sorted(days, reverse=True)))}
    stacks = Stacks(items, {path: i.day.isoformat() for path, i in items.items()})
    config = Config(latest=latest, split=split)
    return Shelf("/", tuple(items), stacks, ("year", "month") if sparse else ("year", "month", "day"), config, sparse)


def test_an_index_shows_its_latest_and_refers_to_its_years() -> None:
    s = shelf(["2024-05-01", "2025-01-01", "2025-02-01", "2025-02-02"])
    assert [i.brief.date.day.isoformat() for i in s.shown("")] == ["2025-02-02", "2025-02-01", "2025-01-01"]
    assert s.parts("") == ["2025", "2024"]
    assert s.parts("2025") == ["2025-02", "2025-01"]
    assert s.url("2025-02") == "/2025/02/"


def test_a_large_month_refers_to_its_days_instead_of_listing_its_briefs() -> None:
    s = shelf([f"2025-02-{d:02}" for d in range(1, 8)])
    assert s.shown("2025-02") == ()
    assert len(s.parts("2025-02")) == 7
    assert len(s.shown("2025-02-03")) == 1


def test_a_sparse_shelf_divides_only_where_it_must() -> None:
    assert shelf(["2025-01-01"] * 3, sparse=True).periods == []
    assert shelf(["2025-01-01"] * 4, sparse=True).periods == ["2025"]
    assert shelf(["2025-01-01"] * 4 + ["2025-02-01"] * 2, sparse=True).periods == ["2025", "2025-02", "2025-01"]


@given(st.lists(st.dates(dt.date(1999, 1, 1), dt.date(2003, 12, 31)), max_size=40), st.booleans())
def test_every_brief_is_reachable_from_the_index(days: list[dt.date], sparse: bool) -> None:
    s = shelf([d.isoformat() for d in days], sparse=sparse)
    seen: set[str] = set()

    def walk(period: str) -> None:
        seen.update(i.brief.path for i in s.shown(period))
        for part in s.parts(period):
            assert part in s.periods
            walk(part)

    walk("")
    assert seen == {i.brief.path for i in s.items}


@given(st.lists(st.dates(dt.date(2001, 1, 1), dt.date(2002, 12, 31)), min_size=6, max_size=60))
def test_a_new_brief_moves_no_other_page(days: list[dt.date]) -> None:
    """Publishing in one period leaves all periods that it does not lie in as they were."""
    texts = sorted(d.isoformat() for d in days)
    before, after = shelf(texts[:-1]), shelf(texts)
    for period in before.periods:
        if not texts[-1].startswith(period):
            assert [i.brief.date for i in before.shown(period)] == [i.brief.date for i in after.shown(period)]
            assert before.parts(period) == after.parts(period)


# ---------------------------------------------------------------- the plan


def test_the_plan_of_a_small_site() -> None:
    plan = plan_pages(edition(item("kim", topics=("talks",), actors=("kim",))))
    assert plan.all_problems == ()
    assert paths(plan) == {
        *("index.html", "404.html", "robots.txt", "feed.xml", "feed.json", "feeds/index.html", "sitemap.xml"),
        *("sitemaps/2025-10.xml", "sitemaps/pages.xml", "sitemaps/news.xml"),
        *("2025/10/18/kim/index.html", "2025/index.html", "2025/10/index.html", "2025/10/18/index.html"),
        *("topics/index.html", "topics/talks/index.html", "topics/talks/feed.xml"),
        *("actors/index.html", "actors/kim/index.html", "actors/kim/feed.xml"),
        *("stories/index.html", "next/index.html", "next.ics", "corrections/index.html"),
        *("llms.txt", "api/index.json", "api/topics.json", "api/actors.json", "api/stories.json"),
        *("search/index.html", "search/index.json", "search/names.json", "search/20.json"),
    }
    for page in plan.pages:
        assert plan.view(page)


def test_outputs_can_be_turned_off() -> None:
    flags = [f.name for f in msgspec.structs.fields(OutputsConfig) if f.type is bool]
    off = msgspec.structs.replace(OutputsConfig(json_feed="none"), **dict.fromkeys(flags, False))
    plan = plan_pages(edition(item("a"), config=msgspec.structs.replace(SITE, outputs=off)))
    assert paths(plan) == {
        *("index.html", "404.html", "2025/10/18/a/index.html", "topics/index.html", "actors/index.html"),
    }


def test_two_briefs_for_one_address_are_an_error_that_names_both() -> None:
    plan = plan_pages(edition(item("kim", path="a.md"), item("Kim", path="b.md")))
    (problem,) = plan.all_problems
    assert problem.code == "path-collision"
    assert "briefs/a.md" in problem.message
    assert "briefs/b.md" in problem.message
    assert problem.where.file == "briefs/b.md"


def test_a_brief_where_an_index_stands_is_an_error() -> None:
    config = msgspec.structs.replace(SITE, permalink="/{slug}/")
    plan = plan_pages(edition(item("topics"), config=config))
    assert [p.code for p in plan.problems] == ["path-collision"]


def test_a_file_where_a_folder_is_needed_is_an_error() -> None:
    plan = plan_pages(edition(item("a", aliases=("/a.b",)), item("c", aliases=("/a.b/c/",))))
    assert [p.code for p in plan.problems] == ["path-collision"]
    assert "(for /a.b/c/ it would have to be a folder)" in plan.problems[0].message


def test_a_broken_link_is_not_taken_for_one_to_its_own_file() -> None:
    brief = item("a", path="2025-10-18-a.md", text="[b](2025-10-18-b.md)")
    (problem,) = plan_pages(edition(brief)).all_problems
    assert problem.hint == "Put the file there, or write a whole address that begins with https://"


def test_old_addresses_lead_to_the_new_one() -> None:
    talks = Topic("talks", "Talks", ("2025-10-18-a.md",), former=("negotiations",))
    plan = plan_pages(edition(item("a", topics=("talks",), aliases=("/old/a/",)), topics={"talks": talks}))
    brief, topic = view(plan, "old/a/index.html"), view(plan, "topics/negotiations/index.html")
    assert isinstance(brief, RedirectPage)
    assert brief.target == "/news/2025/10/18/a/"
    assert topic.canonical == "https://example.org/news/topics/talks/"


def test_an_alias_of_the_own_address_is_no_problem() -> None:
    assert plan_pages(edition(item("a", aliases=("/2025/10/18/a/",)))).problems == ()


def test_an_alias_that_another_brief_lives_at_is_an_error() -> None:
    plan = plan_pages(edition(item("a"), item("b", aliases=("/2025/10/18/a/",))))
    assert [p.code for p in plan.problems] == ["path-collision"]


def test_pictures_are_copied_only_for_briefs_that_are_there() -> None:
    image = Image("pics/a.png", "A wall")
    files = frozenset({"pics/a.png", "pics/b.png", "pics/unused.png"})
    plan = plan_pages(edition(item("a", text="![b](pics/b.png)", image=image), files=files))
    assert {p.path for p in plan.pages if p.kind is PageKind.ASSET} == {"media/pics/a.png", "media/pics/b.png"}
    brief = view(plan, "2025/10/18/a/index.html").brief
    assert brief.image.url == "/news/media/pics/a.png"
    assert brief.sections[0].body.targets[0].url == "/news/media/pics/b.png"


def test_links_to_files_with_any_names_are_whole_urls() -> None:
    image = Image("a #1?.png", "A wall")
    files = frozenset({"a #1?.png", "é 5%.pdf"})
    plan = plan_pages(edition(item("a", text="![b](<é 5%.pdf>)", image=image), files=files))
    assert {p.path for p in plan.pages if p.kind is PageKind.ASSET} == {"media/a #1?.png", "media/é 5%.pdf"}
    brief = view(plan, "2025/10/18/a/index.html").brief
    assert brief.image.url == "/news/media/a%20%231%3F.png"
    assert brief.sections[0].body.targets[0].url == "/news/media/%C3%A9%205%25.pdf"


def test_a_missing_picture_is_a_warning_with_the_nearest_name() -> None:
    plan = plan_pages(edition(item("a", text="![b](chrat.png)"), files=frozenset({"chart.png"})))
    (problem,) = plan.all_problems
    assert (problem.code, problem.hint) == ("file-missing", "Did you mean “chart.png”?")


def test_a_broken_link_is_told_with_its_line_and_a_held_brief_by_its_name() -> None:
    held = Held("2025/soon.md", "Soon", State.DRAFT, "draft")
    brief = item("a", path="2025/a.md", text="One.\n\nTwo [b](soon.md) and\n[c](../b.md).")
    plan = plan_pages(edition(brief, item("b", path="2025/b.md"), held=(held,)))
    assert [(p.code, p.where.line, p.hint.partition("?")[0]) for p in plan.all_problems] == [
        ("link-held", 3, "Nothing needs to be done: it becomes one when that brief is published"),
        ("file-missing", 4, "Did you mean “b.md”"),
    ]


def test_a_link_to_another_briefs_file_leads_to_its_page() -> None:
    plan = plan_pages(edition(item("a", text="[b](2025-10-18-b.md#next)"), item("b")))
    (target,) = view(plan, "2025/10/18/a/index.html").brief.sections[0].body.targets
    assert (target.title, target.url) == ("2025-10-18-b.md#next", "/news/2025/10/18/b/#next")


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ('[a](b.md) and ![c](d/e.png "t")', ("b.md", "d/e.png")),
        ("[a](https://x.example/) [b](/topics/) [c](#d) [e](mailto:f@g.example) [h]()", ()),
        ("[a]: b.png\n[c]: https://d.example", ("b.png",)),
        ("[a](<b.md>)", ("b.md",)),
        ("[a](<b c.png>) > d", ("b c.png",)),
        ("A note.[^1]\n\n[^1]: Five in all.\n\n(see [b]: yes)", ()),
    ],
)
def test_local_paths(markdown: str, found: tuple[str, ...]) -> None:
    assert local_paths(markdown) == found


# ---------------------------------------------------------------- views


def test_a_parent_topic_shows_the_briefs_of_its_sub_topics() -> None:
    a, b = item("a", "2025-10-18", topics=("space",)), item("b", "2025-10-19", topics=("moon",))
    topics = {
        "moon": Topic("moon", "Moon", (b.brief.path,), parent="space"),
        "space": Topic("space", "Space", (a.brief.path,), children=("moon",)),
    }
    plan = plan_pages(edition(a, b, topics=topics))
    page: TopicPage = view(plan, "topics/space/index.html")
    assert [c.title for month in page.listing.months for c in month.briefs] == ["B", "A"]
    assert page.count == 2
    assert [c.title for c in page.children] == ["Moon"]
    assert [p.title for p in view(plan, "topics/moon/index.html").parents] == ["Space"]
    assert [(c.title, c.depth, c.count) for c in view(plan, "topics/index.html").topics] == [
        ("Space", 0, 2),
        ("Moon", 1, 1),
    ]


def test_an_actors_page_tells_since_when_and_with_whom() -> None:
    plan = plan_pages(
        edition(item("a", "2024-02-03", actors=("kim", "xi")), item("b", actors=("kim",)), item("c", actors=("xi",)))
    )
    page: ActorPage = view(plan, "actors/kim/index.html")
    assert (page.count, str(page.first), str(page.latest)) == (2, "2024-02-03", "2025-10-18")
    assert [(c.title, c.count) for c in page.company] == [("Xi", 1)]


def test_a_story_looks_back_and_only_a_follower_is_linked_forward() -> None:
    first, second = item("a", "2025-01-01"), item("b", "2025-02-01", follows="2025-01-01-a.md")
    plan = plan_pages(edition(first, second, item("c", "2025-03-01", follows="2025-02-01-b.md")))
    page: BriefPage = view(plan, "2025/02/01/b/index.html")
    assert page.brief.story is not None
    assert [c.title for c in page.brief.story.earlier] == ["A"]
    assert [c.title for c in page.brief.followed_by] == ["C"]
    assert view(plan, "2025/01/01/a/index.html").brief.story is None


def test_home_lists_by_day_and_counts_within_what_it_shows() -> None:
    plan = plan_pages(edition(item("a", "2025-10-17", actors=("kim",)), item("b", actors=("kim",)), item("c")))
    home: HomePage = view(plan, "index.html")
    assert [(str(d.day), d.url, len(d.briefs)) for d in home.listing.days] == [
        ("2025-10-18", "/news/2025/10/18/", 2),
        ("2025-10-17", "/news/2025/10/17/", 1),
    ]
    assert [(c.title, c.count) for c in home.actors] == [("Kim", 2)]


def test_an_expired_brief_keeps_its_page_and_appears_nowhere_else() -> None:
    gone = item("gone", "2025-09-01", state=State.EXPIRED, topics=("t",))
    plan = plan_pages(edition(item("a"), expired=(gone,)))
    assert view(plan, "2025/09/01/gone/index.html").brief.state == "expired"
    assert "sitemaps/2025-09.xml" not in paths(plan)
    assert "2025/09/index.html" not in paths(plan)
    assert "topics/t/index.html" not in paths(plan)
    for page in plan.pages:
        if page.path != "2025/09/01/gone/index.html":
            assert b"gone" not in msgspec.json.encode(plan.view(page)), page.path


def test_a_period_knows_where_it_lies() -> None:
    day: PeriodPage = view(plan_pages(edition(item("a"))), "2025/10/18/index.html")
    assert [(p.unit, p.url) for p in day.parents] == [("year", "/news/2025/"), ("month", "/news/2025/10/")]
    assert (day.period.unit, str(day.period.start), day.period.count) == ("day", "2025-10-18", 1)


def test_feed_and_sitemap_carry_absolute_addresses_and_truthful_dates() -> None:
    plan = plan_pages(edition(item("a", updated=moment("2025-11-01")), item("b", "2025-10-20")))
    feed: FeedPage = view(plan, "feed.xml")
    assert feed.self_url == "https://example.org/news/feed.xml"
    assert feed.updated == dt.datetime(2025, 11, 1, tzinfo=dt.UTC)
    assert [b.title for b in feed.briefs] == ["B", "A"]
    sitemap: SitemapPage = view(plan, "sitemaps/2025-10.xml")
    assert [(e.loc, str(e.lastmod and e.lastmod.day)) for e in sitemap.entries] == [
        ("https://example.org/news/2025/10/20/b/", "2025-10-20"),
        ("https://example.org/news/2025/10/18/a/", "2025-11-01"),
    ]
    assert [e.loc for e in view(plan, "sitemap.xml").entries] == [
        "https://example.org/news/sitemaps/2025-10.xml",
        "https://example.org/news/sitemaps/news.xml",
        "https://example.org/news/sitemaps/pages.xml",
    ]


def test_a_site_without_url_has_relative_feeds_no_sitemap_and_is_told() -> None:
    plan = plan_pages(edition(item("a"), config=Config()))
    assert [p.code for p in plan.problems] == ["no-site-url"]
    assert view(plan, "feed.xml").self_url == "/feed.xml"
    assert "sitemap.xml" not in paths(plan)


def test_own_pages_stand_at_their_address() -> None:
    about = OwnPage("_pages/about.md", "About", "/about/", "Hello.")
    assert view(plan_pages(edition(pages=(about,))), "about/index.html").title == "About"


def test_without_years_an_index_lists_all_briefs_and_its_feed_the_latest() -> None:
    config = msgspec.structs.replace(SITE, latest=3, outputs=OutputsConfig(topic_years=False))
    plan = plan_pages(edition(*(item(f"x{n}", f"2025-10-0{n}", topics=("trade",)) for n in range(1, 9)), config=config))
    assert not [path for path in paths(plan) if path.startswith("topics/trade/2025")]
    listing = view(plan, "topics/trade/index.html").listing
    assert listing.complete
    assert sum(len(month.briefs) for month in listing.months) == 8
    assert len(view(plan, "topics/trade/feed.xml").briefs) == 3


# ---------------------------------------------------------------- what is next to it, what was expected


FOUR_DAYS = [item(f"b{n}", day) for n, day in enumerate(("2025-10-18", "2025-10-16", "2025-09-02", "2024-01-01"))]


def test_a_period_leads_to_its_neighbours_and_says_nothing_of_their_size() -> None:
    plan = plan_pages(edition(*FOUR_DAYS))

    def around(path: str) -> tuple[str, str]:
        page: PeriodPage = view(plan, f"{path}/index.html")
        return page.previous.url if page.previous else "", page.following.url if page.following else ""

    assert around("2025/10/16") == ("/news/2025/09/02/", "/news/2025/10/18/")
    assert around("2025/10/18") == ("/news/2025/10/16/", "")
    assert around("2025/09") == ("/news/2024/01/", "/news/2025/10/")
    assert around("2024") == ("", "/news/2025/")
    one: PeriodPage = view(plan, "2025/10/16/index.html")
    assert [type(p) for p in (*one.parents, one.previous, one.following)] == [Period] * 4


def test_a_new_brief_changes_one_page_of_another_day() -> None:
    before = plan_pages(edition(*FOUR_DAYS))
    after = plan_pages(edition(item("new", "2025-10-20"), *FOUR_DAYS))
    old = [page.path for page in before.pages if page.kind in (PageKind.PERIOD, PageKind.BRIEF)]
    changed = [path for path in old if view(before, path) != view(after, path)]
    assert changed == ["2025/10/18/index.html", "2025/10/index.html", "2025/index.html"]


def test_the_calendar_shows_the_latest_of_what_is_past() -> None:
    first = dt.date(2024, 1, 1)
    past = tuple(Expectation(f"No. {n}", None, first + dt.timedelta(n), "It came." * (n % 2)) for n in range(200))
    one = item("a", "2023-12-01", actors=("ada",), expect=past)
    plan = plan_pages(edition(one, expectations=tuple(Due(e, one.path) for e in past)))
    page: NextPage = view(plan, "next/index.html")
    assert (len(page.due), page.more_due, len(page.settled), page.more_settled) == (60, 40, 60, 40)
    assert [e.what for e in page.settled[:2]] == ["No. 199", "No. 197"]
    actor: ActorPage = view(plan, "actors/ada/index.html")
    assert [e.what for e in actor.due] == [f"No. {n}" for n in range(198, 188, -2)]
    brief: BriefPage = view(plan, "2023/12/01/a/index.html")
    assert len(brief.brief.expectations) == 200
