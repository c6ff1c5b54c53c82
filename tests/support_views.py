"""Views made by hand, one page of every kind: a harbour town that does not exist."""

from __future__ import annotations

import datetime as dt

import msgspec

from briefgen.config import Config
from briefgen.pages import views as v
from briefgen.pages.model import Page, PageKind
from briefgen.pages.urls import output_path
from briefgen.policy import default_policy
from briefgen.text.moment import Moment

K, D = PageKind, dt.date
CONFIG = Config(title="The Harbour Brief", url="https://example.org/news", timezone="Europe/Berlin")
SITE = v.SiteView(
    title="The Harbour Brief",
    description="News of a town that isn't there.",
    url="https://example.org/news",
    base="/news/",
    language="en",
    publisher="The Harbour Desk",
    feed="/news/feed.xml",
    policy=default_policy(),
    json_feed="/news/feed.json",
    rss="/news/rss.xml",
    has=("topics", "actors", "stories", "next", "corrections", "feeds"),
)


def day(year: int, month: int, date: int) -> Moment:
    return Moment(dt.datetime(year, month, date, tzinfo=dt.UTC), D(year, month, date), True)


def at(year: int, month: int, date: int, hour: int, minute: int) -> Moment:
    """An instant given in UTC, on the same day in the site's zone."""
    return Moment(dt.datetime(year, month, date, hour, minute, tzinfo=dt.UTC), D(year, month, date))


NAMES = (v.Link("Mara Lindqvist", "/news/actors/mara/"), v.Link("Northern Ferries", "/news/actors/ferries/"))
HAPPENING = v.Prose('The lock is shut. "It is safer," said Mara Lindqvist, who\'s in charge.', "en", NAMES)
IMPORTANT = v.Prose(
    "Northern Ferries needs it.[^1]\n\n## Why\n\n- Grain\n- [Ships](https://example.com/ships)\n\n[^1]: Every day.",
    "en",
    NAMES,
)
NEXT = v.Prose("Engineers will look on Monday.[^1]\n\n[^1]: With sonar.")
SECTIONS = (
    v.SectionView("happening", "What's Happening", "What's Happening?", HAPPENING),
    v.SectionView("important", "Why It's Important", "Why It's Important?", IMPORTANT),
    v.SectionView("next", "What's Next", "What's Next?", NEXT),
)
TOPICS = (v.Link("Shipping", "/news/topics/shipping/"), v.Link("Energy & Heat", "/news/topics/energy/"))
BRIEF_LINK = v.Link("Lock shut after divers find <cracks>", "/news/2025/10/18/lock/")
EXPECTATIONS = (
    v.ExpectationView("Sonar inspection", D(2025, 10, 20), D(2025, 10, 20), "upcoming", brief=BRIEF_LINK),
    v.ExpectationView("Council votes", D(2025, 10, 27), D(2025, 10, 29), "upcoming", brief=BRIEF_LINK),
    v.ExpectationView("Lock reopens", None, D(2026, 1, 15), "upcoming", brief=BRIEF_LINK),
)
DUE = (v.ExpectationView("Winter timetable", None, D(2025, 10, 10), "due", brief=BRIEF_LINK),)
SETTLED = (v.ExpectationView("First ship", D(2025, 9, 1), D(2025, 9, 1), "settled", "A day late.", BRIEF_LINK),)
GERMAN = v.ExpectationView(
    'Der "Rat" stimmt ab', D(2025, 10, 27), D(2025, 10, 27), "upcoming", brief=v.Link("Rat", "/news/x/"), language="de"
)
CARD = v.BriefCard(
    BRIEF_LINK.title, BRIEF_LINK.url, at(2025, 10, 18, 12, 0), "Freighters wait.", topics=TOPICS, corrected=True
)
BARE_CARD = v.BriefCard("A second teacher", "/news/2025/10/17/teacher/", day(2025, 10, 17))
ARABIC_CARD = v.BriefCard("إغلاق الهويس", "/news/2025/10/16/ar/", day(2025, 10, 16), "تنتظر السفن.", language="ar")
DAYS = (
    v.DayGroup(D(2025, 10, 18), "/news/2025/10/18/", (CARD,)),
    v.DayGroup(D(2025, 10, 17), "", (BARE_CARD, ARABIC_CARD)),
)
YEAR = v.PeriodLink("year", D(2025, 1, 1), "/news/2025/", 1312)
MONTH = v.PeriodLink("month", D(2025, 10, 1), "/news/2025/10/", 30)
DAY = v.PeriodLink("day", D(2025, 10, 18), "/news/2025/10/18/", 1)
LISTING = v.Listing(DAYS, (YEAR,), False)
MONTHS = v.Listing((), (YEAR,), False, (v.MonthGroup(D(2025, 10, 1), (CARD, BARE_CARD, ARABIC_CARD)),))
ACTIVITY = v.Activity("month", D(2025, 1, 1), D(2025, 10, 1), D(2025, 3, 1), (1, 0, 12, 1, 0, 0, 0, 0, 1, 3))
YEARS = v.Activity("year", D(2004, 1, 1), D(2025, 1, 1), D(2025, 1, 1), (*range(21), 1312))
COUNTED = (
    v.Counted("Mara Lindqvist", "/news/actors/mara/", 4),
    v.Counted("Northern Ferries", "/news/actors/ferries/", 1),
)
ACTORS = (
    v.ActorCard("Mara Lindqvist", "/news/actors/mara/", "person", "harbour master", 4, D(2024, 1, 2), D(2025, 10, 18)),
    v.ActorCard("Osthaven", "/news/actors/osthaven/"),
)
CORRECTIONS = (v.CorrectionView(at(2025, 10, 18, 16, 0), "Ferries aren't affected.", BRIEF_LINK),)
BRIEF = v.BriefView(
    title=BRIEF_LINK.title,
    url=BRIEF_LINK.url,
    id="tag:example.org,2025:lock",
    date=at(2025, 10, 18, 12, 0),
    modified=at(2025, 10, 18, 16, 0),
    source="lock.md",
    summary="Freighters wait.",
    language="en",
    updated=at(2025, 10, 18, 16, 0),
    byline="Jon Ames",
    lede=v.Prose("The larger lock is shut."),
    sections=SECTIONS,
    actors=ACTORS,
    topics=TOPICS,
    sources=(
        v.SourceView("Notice 214", "https://example.com/214", "Port"),
        v.SourceView("", "https://www.example.net/x"),
        v.SourceView("Log"),
    ),
    expectations=EXPECTATIONS,
    corrections=CORRECTIONS,
    updates=(v.UpdateView(at(2025, 10, 18, 17, 0), "The ferries' timetable was added."),),
    image=v.ImageView("/news/media/lock.png", 'The "eastern" lock', "Harbour archive", "On Friday", type="image/png"),
    story=v.StoryStrip("The eastern lock", "/news/stories/lock/", (BARE_CARD,)),
    followed_by=(ARABIC_CARD,),
)
#: The least that a brief can be, and one in another script.
BARE = v.BriefView(
    title="A second teacher",
    url=BARE_CARD.url,
    id="tag:example.org,2025:teacher",
    date=day(2025, 10, 17),
    modified=day(2025, 10, 17),
    source="teacher.md",
    summary="",
    language="en",
    state="draft",
    sections=SECTIONS[:1],
    expectations=SETTLED,
    follows=CARD,
)
ARABIC = v.BriefView(
    title=ARABIC_CARD.title,
    url=ARABIC_CARD.url,
    id="tag:example.org,2025:ar",
    date=day(2025, 10, 16),
    modified=day(2025, 10, 16),
    source="ar.md",
    summary="تنتظر السفن.",
    language="ar",
    sections=(v.SectionView("happening", "ما الذي يحدث", "", v.Prose("أغلق الهويس.", "ar")),),
    topics=TOPICS[:1],
)
EMPTY = v.Listing()
FORMS = (
    v.Alternate("application/json", "/news/2025/10/18/lock/index.json"),
    v.Alternate("text/markdown", "/news/2025/10/18/lock/index.md"),
)
ORIGIN = "https://example.org"
EVENT = v.EventView(
    uid="2c1a5255-1144-5feb-802e-8c38c27708e1",
    what="Council votes; it may take days",
    first=D(2025, 10, 27),
    last=D(2025, 10, 29),
    outcome="",
    brief=v.Link(BRIEF.title, f"{ORIGIN}{BRIEF.url}"),
    language="en",
    topics=("Shipping", "Energy, heat"),
    created=BRIEF.date.instant,
    modified=BRIEF.modified.instant,
    sequence=241,
)
CALENDAR = v.CalendarPage(
    "70b0ced4-66b2-5d77-b93f-166f3730e032",
    "The Harbour Brief",
    f"{ORIGIN}/news/next.ics",
    f"{ORIGIN}/news/next/",
    (EVENT,),
)
TOPIC = v.ApiTopic(
    slug="shipping",
    name="Shipping",
    url=f"{ORIGIN}/news/topics/shipping/",
    description="Locks and ferries.",
    aliases=("Maritime",),
    parent="economy",
    children=("ferries",),
    iptc="medtop:20000337",
    former=("ships",),
    count=6,
    first=D(2024, 1, 2),
    latest=D(2025, 10, 18),
    feed=f"{ORIGIN}/news/topics/shipping/feed.xml",
    calendar=f"{ORIGIN}/news/topics/shipping/next.ics",
)
ACTOR = v.ApiActor(
    slug="mara",
    name="Mara Lindqvist",
    url=f"{ORIGIN}/news/actors/mara/",
    kind="person",
    role="Harbour master",
    description="Runs the port.",
    aliases=("Lindqvist",),
    member_of=(v.Link("Port", f"{ORIGIN}/news/actors/port/"), v.Link("Guild of Pilots")),
    wikidata="Q4115189",
    website="https://www.example.com/mara",
    former=(),
    count=4,
    first=D(2024, 1, 2),
    latest=D(2025, 10, 18),
    feed=f"{ORIGIN}/news/actors/mara/feed.xml",
    calendar="",
)
FOUND = (v.FinderName("Shipping", "topics/shipping/", ("Maritime",)), v.FinderName("Mara Lindqvist", "actors/mara/"))
FOUND_BRIEFS = (
    v.FinderBrief(BRIEF.title, "2025/10/18/lock/", "2025-10-18", (0, 1)),
    v.FinderBrief(ARABIC.title, "2025/10/16/ar/", "2025-10-16", (0,), "ar"),
)

Made = tuple[Page, v.PageView, v.View]


def feed_of(file: str) -> v.FeedPage:
    """The feed of the site, in the format of that file."""
    return v.FeedPage(
        "tag:example.org,2025:feed",
        "The Harbour Brief",
        f"https://example.org/news/{file}",
        "https://example.org/news/",
        dt.datetime(2025, 10, 18, 16, tzinfo=dt.UTC),
        (BRIEF, BARE, ARABIC),
        "News of a town that isn't there.",
        ("https://hub.example/",),
    )


def made(
    kind: PageKind,
    url: str,
    title: str,
    view: v.View,
    *,
    feed: str = "",
    language: str = "en",
    calendar: str = "",
    alternates: tuple[v.Alternate, ...] = (),
) -> Made:
    """A page, its meta view and its own view."""
    meta = v.PageView(
        kind.value,
        title,
        f"/news{url}",
        f"https://example.org/news{url}",
        f"On {title}",
        language,
        feed,
        json_feed=feed.replace("feed.xml", "feed.json"),
        rss=feed.replace("feed.xml", "rss.xml"),
        calendar=calendar,
        alternates=alternates,
    )
    return Page(output_path(url), url, kind), meta, view


HISTORY = (
    v.RevisionView(day(2025, 10, 17), "published"),
    v.RevisionView(at(2025, 10, 18, 9, 0), "minor"),
    v.RevisionView(at(2025, 10, 18, 16, 0), "correction", "Ferries aren't affected.", told=True),
    v.RevisionView(at(2025, 10, 18, 17, 0), "update", "More & more."),
)

PAGES: dict[str, Made] = {
    "home": made(K.HOME, "/", "", v.HomePage(LISTING, COUNTED, COUNTED, EXPECTATIONS)),
    "empty home": made(K.HOME, "/", "", v.HomePage(EMPTY)),
    "brief": made(
        K.BRIEF,
        "/2025/10/18/lock/",
        BRIEF.title,
        v.BriefPage(BRIEF, (BARE_CARD, ARABIC_CARD), HISTORY, "/news/x/revisions/"),
        alternates=FORMS,
    ),
    "bare brief": made(K.BRIEF, "/2025/10/17/teacher/", BARE.title, v.BriefPage(BARE)),
    "arabic brief": made(K.BRIEF, "/2025/10/16/ar/", ARABIC.title, v.BriefPage(ARABIC), language="ar"),
    "topics": made(
        K.TOPICS,
        "/topics/",
        "Topics",
        v.TopicsPage(
            (v.TopicCard("Economy", "/news/topics/e/", "Money", 9), v.TopicCard("Ships", "/news/topics/s/", depth=1))
        ),
    ),
    "topic": made(
        K.TOPIC,
        "/topics/shipping/",
        "Shipping",
        v.TopicPage(
            "Shipping",
            MONTHS,
            "Locks and ferries.",
            ("Maritime",),
            6,
            D(2024, 1, 2),
            D(2025, 10, 18),
            (v.Link("Economy", "/news/topics/e/"),),
            (v.TopicCard("Ferries", "/news/topics/f/", count=2),),
            COUNTED,
            YEARS,
        ),
        feed="/news/topics/shipping/feed.xml",
    ),
    "actors": made(
        K.ACTORS,
        "/actors/",
        "Actors",
        v.ActorsPage((v.ActorGroup("person", ACTORS[:1]), v.ActorGroup("", ACTORS[1:])), COUNTED),
    ),
    "actor": made(
        K.ACTOR,
        "/actors/mara/",
        "Mara Lindqvist",
        v.ActorPage(
            title="Mara Lindqvist",
            listing=MONTHS,
            kind="person",
            role="Harbour master",
            description="Runs the port.",
            aliases=("Lindqvist",),
            website="https://www.example.com/mara",
            wikidata="https://www.wikidata.org/wiki/Q4115189",
            count=4,
            first=D(2024, 1, 2),
            latest=D(2025, 10, 18),
            member_of=(v.Link("Port", "/news/actors/port/"), v.Link("Guild of Pilots")),
            members=ACTORS[1:],
            company=COUNTED[1:],
            topics=COUNTED[:1],
            upcoming=EXPECTATIONS,
            due=DUE,
            settled=SETTLED,
            activity=ACTIVITY,
        ),
        feed="/news/actors/mara/feed.xml",
        calendar="/news/actors/mara/next.ics",
        alternates=(v.Alternate("text/calendar", "/news/actors/mara/next.ics"),),
    ),
    "stories": made(
        K.STORIES,
        "/stories/",
        "Stories",
        v.StoriesPage((v.StoryCard("The eastern lock", "/news/stories/lock/", 3, D(2025, 9, 2), D(2025, 10, 20)),)),
    ),
    "story": made(
        K.STORY,
        "/stories/lock/",
        "The eastern lock",
        v.StoryPage(
            "The eastern lock",
            (
                v.StoryStep(BARE_CARD, SECTIONS[2], SETTLED),
                v.StoryStep(CARD, None, DUE),
                v.StoryStep(ARABIC_CARD, SECTIONS[2]),
            ),
        ),
    ),
    "year": made(K.PERIOD, "/2025/", "", v.PeriodPage(YEAR, v.Listing((), (MONTH,), False))),
    "month": made(K.PERIOD, "/2025/10/", "", v.PeriodPage(MONTH, v.Listing(DAYS, (DAY,)), parents=(YEAR,))),
    "day": made(
        K.PERIOD,
        "/2025/10/18/",
        "",
        v.PeriodPage(
            DAY,
            v.Listing(DAYS[:1]),
            parents=(YEAR, MONTH),
            previous=v.Period("day", D(2025, 10, 16), "/news/2025/10/16/"),
            following=v.Period("day", D(2025, 10, 20), "/news/2025/10/20/"),
        ),
    ),
    "topic year": made(
        K.PERIOD,
        "/topics/shipping/2025/",
        "",
        v.PeriodPage(YEAR, msgspec.structs.replace(MONTHS, periods=(MONTH,)), TOPICS[0]),
    ),
    "next": made(
        K.NEXT, "/next/", "Upcoming", v.NextPage(EXPECTATIONS, DUE, SETTLED, 1, 20), calendar="/news/next.ics"
    ),
    "empty next": made(K.NEXT, "/next/", "Upcoming", v.NextPage()),
    "german next": made(K.NEXT, "/next/", "Upcoming", v.NextPage((GERMAN,))),
    "german corrections": made(
        K.CORRECTIONS,
        "/corrections/",
        "Corrections",
        v.CorrectionsPage((v.CorrectionView(day(2025, 10, 18), "Es waren 73.", GERMAN.brief, "de"),)),
    ),
    "revisions": made(
        K.REVISIONS,
        "/2025/10/18/bridge/revisions/",
        "A bridge",
        v.RevisionsPage(
            BRIEF_LINK,
            "en",
            day(2025, 10, 18),
            (
                v.ComparedView(
                    at(2025, 10, 19, 9, 0),
                    "correction",
                    ("Not 1 < 2.",),
                    (
                        v.PartView("title", "", (v.PieceView("=", "A", " "), v.PieceView("+", "bridge & more"))),
                        v.PartView(
                            "next",
                            "What’s Next",
                            (
                                v.PieceView("…", ""),
                                v.PieceView("-", "old", " "),
                                v.PieceView("+", "new"),
                                v.PieceView("=", "."),
                            ),
                        ),
                    ),
                ),
                v.ComparedView(
                    at(2025, 10, 18, 9, 0), "changed", (), (v.PartView("lede", "", (v.PieceView("+", "x"),)),)
                ),
            ),
        ),
    ),
    "corrections": made(K.CORRECTIONS, "/corrections/", "Corrections", v.CorrectionsPage(CORRECTIONS)),
    "empty corrections": made(K.CORRECTIONS, "/corrections/", "Corrections", v.CorrectionsPage(())),
    "own": made(K.OWN, "/about/", "About", v.OwnPageView("About", v.Prose("# Us\n\n| a | b |\n|---|--:|\n| 1 | 2 |"))),
    "not found": made(K.NOT_FOUND, "/404.html", "Page not found", v.NotFoundPage((CARD, BARE_CARD))),
    "redirect": made(
        K.REDIRECT, "/old/", "", v.RedirectPage("/news/new/?a=1&b=2", "https://example.org/news/new/?a=1&b=2", "A & B")
    ),
    "search": made(
        K.SEARCH,
        "/search/",
        "",
        v.SearchPage(
            "/news/search/", (v.Link("2025", "/news/2025/"), v.Link("2024", "/news/2024/")), "/news/pagefind/"
        ),
    ),
    "finder index": made(K.FINDER_INDEX, "/search/index.json", "", v.FinderIndex(("2025", "2024"), ("2025",))),
    "finder names": made(K.FINDER_NAMES, "/search/names.json", "", v.FinderNames(FOUND[:1], FOUND[1:])),
    "finder shard": made(K.FINDER_SHARD, "/search/2025.json", "", v.FinderShard(FOUND, FOUND_BRIEFS)),
    "finder words": made(
        K.FINDER_WORDS,
        "/search/words-2025.json",
        "",
        v.FinderWords(("2025-09", "2025-10"), (("A lock",), ("The lock",))),
    ),
    "feeds": made(
        K.FEEDS,
        "/feeds/",
        "",
        v.FeedsPage(
            (v.FeedLink("atom", "/news/feed.xml", "application/atom+xml"), v.FeedLink("rss", "/news/rss.xml", "x/y")),
            (
                v.FeedGroup(
                    "Ships & <boats>", "/news/topics/s/", (v.FeedLink("json", "/news/topics/s/feed.json", "x/y"),)
                ),
            ),
            (v.FeedGroup("Mara Lindqvist", "/news/actors/mara/", (v.FeedLink("calendar", "/news/x.ics", "x/y"),)),),
        ),
    ),
    "empty feeds": made(K.FEEDS, "/feeds/", "", v.FeedsPage()),
    "feed": made(K.FEED, "/feed.xml", "", feed_of("feed.xml")),
    "json feed": made(K.JSON_FEED, "/feed.json", "", feed_of("feed.json")),
    "rss": made(K.RSS, "/rss.xml", "", feed_of("rss.xml")),
    "news sitemap": made(
        K.NEWS_SITEMAP,
        "/sitemaps/news.xml",
        "",
        v.NewsSitemapPage(
            "The Harbour Brief",
            (
                v.NewsEntry("https://example.org/news/x/?a=1&b=2", "Cracks & <holes>", at(2025, 10, 18, 12, 0), "en"),
                v.NewsEntry("https://example.org/news/y/", "إغلاق الهويس", day(2025, 10, 17), "ar"),
            ),
        ),
    ),
    "sitemap": made(
        K.SITEMAP,
        "/sitemaps/2025-10.xml",
        "",
        v.SitemapPage(
            (
                v.SitemapEntry("https://example.org/news/?a=1&b=2", at(2025, 10, 18, 12, 0)),
                v.SitemapEntry("https://example.org/news/x/", day(2025, 10, 17)),
                v.SitemapEntry("https://example.org/news/y/"),
            )
        ),
    ),
    "sitemap index": made(
        K.SITEMAP_INDEX,
        "/sitemap.xml",
        "",
        v.SitemapPage((v.SitemapEntry("https://example.org/news/sitemaps/2025-10.xml", at(2025, 10, 18, 12, 0)),)),
    ),
    "card": made(
        K.CARD,
        "/2025/10/18/lock/card.png",
        "",
        v.CardPage(BRIEF.title, "Shipping", D(2025, 10, 18), SITE.title, ("en", "en")),
    ),
    "calendar": made(K.CALENDAR, "/next.ics", "The Harbour Brief", CALENDAR),
    "llms": made(
        K.LLMS,
        "/llms.txt",
        "",
        v.LlmsPage(
            ("What's Happening", "Why It's Important", "What's Next"),
            (v.Link("home", f"{ORIGIN}/news/"), v.Link("topics", f"{ORIGIN}/news/topics/")),
            (v.Link("Shipping", f"{ORIGIN}/news/topics/shipping/"),),
            (v.Link("atom", f"{ORIGIN}/news/feed.xml"),),
            (v.Link("calendar", f"{ORIGIN}/news/next.ics"), v.Link("api", f"{ORIGIN}/news/api/index.json")),
            markdown=True,
        ),
    ),
    "bare llms": made(K.LLMS, "/llms.txt", "", v.LlmsPage((), (v.Link("home", "/news/"),), (), (), ())),
    "api": made(
        K.API_INDEX,
        "/api/index.json",
        "",
        v.ApiIndexPage(
            (v.Link("2025-10", f"{ORIGIN}/news/api/briefs/2025-10.json"),),
            (v.Link("topics", f"{ORIGIN}/news/api/topics.json"),),
        ),
    ),
    "api briefs": made(
        K.API_BRIEFS,
        "/api/briefs/2025-10.json",
        "",
        v.ApiBriefsPage("2025-10", f"{ORIGIN}/news/api/briefs/2025-10.json", (BRIEF, BARE, ARABIC)),
    ),
    "api topics": made(
        K.API_TOPICS, "/api/topics.json", "", v.ApiTopicsPage(f"{ORIGIN}/news/api/topics.json", (TOPIC,))
    ),
    "api actors": made(
        K.API_ACTORS, "/api/actors.json", "", v.ApiActorsPage(f"{ORIGIN}/news/api/actors.json", (ACTOR,))
    ),
    "api stories": made(
        K.API_STORIES,
        "/api/stories.json",
        "",
        v.ApiStoriesPage(
            f"{ORIGIN}/news/api/stories.json",
            (
                v.ApiStory(
                    "lock",
                    "The eastern lock",
                    f"{ORIGIN}/news/stories/lock/",
                    D(2025, 9, 2),
                    D(2025, 10, 20),
                    (f"{ORIGIN}{BRIEF.url}",),
                ),
            ),
        ),
    ),
    "brief json": made(K.BRIEF_JSON, "/2025/10/18/lock/index.json", BRIEF.title, v.BriefPage(BRIEF)),
    "bare brief json": made(K.BRIEF_JSON, "/2025/10/17/teacher/index.json", BARE.title, v.BriefPage(BARE)),
    "brief markdown": made(
        K.BRIEF_MARKDOWN,
        "/2025/10/18/lock/index.md",
        BRIEF.title,
        v.MarkdownPage(BRIEF, ("What's Happening", "Why It's Important", "What's Next")),
    ),
    "robots": made(K.ROBOTS, "/robots.txt", "", v.RobotsPage("https://example.org/news/sitemap.xml")),
    "bare robots": made(K.ROBOTS, "/robots.txt", "", v.RobotsPage()),
}
