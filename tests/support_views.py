"""Views made by hand, one page of every kind: a harbour town that does not exist."""

from __future__ import annotations

import datetime as dt

import msgspec

from briefgen.config import Config
from briefgen.pages.model import Page, PageKind
from briefgen.pages.urls import output_path
from briefgen.pages.views import (
    Activity,
    ActorCard,
    ActorGroup,
    ActorPage,
    ActorsPage,
    Alternate,
    ApiActor,
    ApiActorsPage,
    ApiBriefsPage,
    ApiIndexPage,
    ApiStoriesPage,
    ApiStory,
    ApiTopic,
    ApiTopicsPage,
    BriefCard,
    BriefPage,
    BriefView,
    CalendarPage,
    CardPage,
    ComparedView,
    CorrectionsPage,
    CorrectionView,
    Counted,
    DayGroup,
    EventView,
    ExpectationView,
    FeedGroup,
    FeedLink,
    FeedPage,
    FeedsPage,
    FinderBrief,
    FinderIndex,
    FinderName,
    FinderNames,
    FinderShard,
    FinderWords,
    HomePage,
    ImageView,
    Link,
    Listing,
    LlmsPage,
    MarkdownPage,
    MonthGroup,
    NewsEntry,
    NewsSitemapPage,
    NextPage,
    NotFoundPage,
    OwnPageView,
    PageView,
    PartView,
    Period,
    PeriodLink,
    PeriodPage,
    PieceView,
    Prose,
    RedirectPage,
    RevisionsPage,
    RevisionView,
    RobotsPage,
    SearchPage,
    SectionView,
    SitemapEntry,
    SitemapPage,
    SiteView,
    SourceView,
    StoriesPage,
    StoryCard,
    StoryPage,
    StoryStep,
    StoryStrip,
    TopicCard,
    TopicPage,
    TopicsPage,
    UpdateView,
    View,
)
from briefgen.policy import default_policy
from briefgen.text.moment import Moment

K, D = PageKind, dt.date
CONFIG = Config(title="The Harbour Brief", url="https://example.org/news", timezone="Europe/Berlin")
SITE = SiteView(
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


NAMES = (Link("Mara Lindqvist", "/news/actors/mara/"), Link("Northern Ferries", "/news/actors/ferries/"))
HAPPENING = Prose('The lock is shut. "It is safer," said Mara Lindqvist, who\'s in charge.', "en", NAMES)
IMPORTANT = Prose(
    "Northern Ferries needs it.[^1]\n\n## Why\n\n- Grain\n- [Ships](https://example.com/ships)\n\n[^1]: Every day.",
    "en",
    NAMES,
)
NEXT = Prose("Engineers will look on Monday.[^1]\n\n[^1]: With sonar.")
SECTIONS = (
    SectionView("happening", "What's Happening", "What's Happening?", HAPPENING),
    SectionView("important", "Why It's Important", "Why It's Important?", IMPORTANT),
    SectionView("next", "What's Next", "What's Next?", NEXT),
)
TOPICS = (Link("Shipping", "/news/topics/shipping/"), Link("Energy & Heat", "/news/topics/energy/"))
BRIEF_LINK = Link("Lock shut after divers find <cracks>", "/news/2025/10/18/lock/")
EXPECTATIONS = (
    ExpectationView("Sonar inspection", D(2025, 10, 20), D(2025, 10, 20), "upcoming", brief=BRIEF_LINK),
    ExpectationView("Council votes", D(2025, 10, 27), D(2025, 10, 29), "upcoming", brief=BRIEF_LINK),
    ExpectationView("Lock reopens", None, D(2026, 1, 15), "upcoming", brief=BRIEF_LINK),
)
DUE = (ExpectationView("Winter timetable", None, D(2025, 10, 10), "due", brief=BRIEF_LINK),)
SETTLED = (ExpectationView("First ship", D(2025, 9, 1), D(2025, 9, 1), "settled", "A day late.", BRIEF_LINK),)
GERMAN = ExpectationView(
    'Der "Rat" stimmt ab', D(2025, 10, 27), D(2025, 10, 27), "upcoming", brief=Link("Rat", "/news/x/"), language="de"
)
CARD = BriefCard(
    BRIEF_LINK.title, BRIEF_LINK.url, at(2025, 10, 18, 12, 0), "Freighters wait.", topics=TOPICS, corrected=True
)
BARE_CARD = BriefCard("A second teacher", "/news/2025/10/17/teacher/", day(2025, 10, 17))
ARABIC_CARD = BriefCard("إغلاق الهويس", "/news/2025/10/16/ar/", day(2025, 10, 16), "تنتظر السفن.", language="ar")
DAYS = (
    DayGroup(D(2025, 10, 18), "/news/2025/10/18/", (CARD,)),
    DayGroup(D(2025, 10, 17), "", (BARE_CARD, ARABIC_CARD)),
)
YEAR = PeriodLink("year", D(2025, 1, 1), "/news/2025/", 1312)
MONTH = PeriodLink("month", D(2025, 10, 1), "/news/2025/10/", 30)
DAY = PeriodLink("day", D(2025, 10, 18), "/news/2025/10/18/", 1)
LISTING = Listing(DAYS, (YEAR,), False)
MONTHS = Listing((), (YEAR,), False, (MonthGroup(D(2025, 10, 1), (CARD, BARE_CARD, ARABIC_CARD)),))
ACTIVITY = Activity("month", D(2025, 1, 1), D(2025, 10, 1), D(2025, 3, 1), (1, 0, 12, 1, 0, 0, 0, 0, 1, 3))
YEARS = Activity("year", D(2004, 1, 1), D(2025, 1, 1), D(2025, 1, 1), (*range(21), 1312))
COUNTED = (Counted("Mara Lindqvist", "/news/actors/mara/", 4), Counted("Northern Ferries", "/news/actors/ferries/", 1))
ACTORS = (
    ActorCard("Mara Lindqvist", "/news/actors/mara/", "person", "harbour master", 4, D(2024, 1, 2), D(2025, 10, 18)),
    ActorCard("Osthaven", "/news/actors/osthaven/"),
)
CORRECTIONS = (CorrectionView(at(2025, 10, 18, 16, 0), "Ferries aren't affected.", BRIEF_LINK),)
BRIEF = BriefView(
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
    lede=Prose("The larger lock is shut."),
    sections=SECTIONS,
    actors=ACTORS,
    topics=TOPICS,
    sources=(
        SourceView("Notice 214", "https://example.com/214", "Port"),
        SourceView("", "https://www.example.net/x"),
        SourceView("Log"),
    ),
    expectations=EXPECTATIONS,
    corrections=CORRECTIONS,
    updates=(UpdateView(at(2025, 10, 18, 17, 0), "The ferries' timetable was added."),),
    image=ImageView("/news/media/lock.png", 'The "eastern" lock', "Harbour archive", "On Friday", type="image/png"),
    story=StoryStrip("The eastern lock", "/news/stories/lock/", (BARE_CARD,)),
    followed_by=(ARABIC_CARD,),
)
#: The least that a brief can be, and one in another script.
BARE = BriefView(
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
ARABIC = BriefView(
    title=ARABIC_CARD.title,
    url=ARABIC_CARD.url,
    id="tag:example.org,2025:ar",
    date=day(2025, 10, 16),
    modified=day(2025, 10, 16),
    source="ar.md",
    summary="تنتظر السفن.",
    language="ar",
    sections=(SectionView("happening", "ما الذي يحدث", "", Prose("أغلق الهويس.", "ar")),),
    topics=TOPICS[:1],
)
EMPTY = Listing()
FORMS = (
    Alternate("application/json", "/news/2025/10/18/lock/index.json"),
    Alternate("text/markdown", "/news/2025/10/18/lock/index.md"),
)
ORIGIN = "https://example.org"
EVENT = EventView(
    uid="2c1a5255-1144-5feb-802e-8c38c27708e1",
    what="Council votes; it may take days",
    first=D(2025, 10, 27),
    last=D(2025, 10, 29),
    outcome="",
    brief=Link(BRIEF.title, f"{ORIGIN}{BRIEF.url}"),
    language="en",
    topics=("Shipping", "Energy, heat"),
    created=BRIEF.date.instant,
    modified=BRIEF.modified.instant,
    sequence=241,
)
CALENDAR = CalendarPage(
    "70b0ced4-66b2-5d77-b93f-166f3730e032",
    "The Harbour Brief",
    f"{ORIGIN}/news/next.ics",
    f"{ORIGIN}/news/next/",
    (EVENT,),
)
TOPIC = ApiTopic(
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
ACTOR = ApiActor(
    slug="mara",
    name="Mara Lindqvist",
    url=f"{ORIGIN}/news/actors/mara/",
    kind="person",
    role="Harbour master",
    description="Runs the port.",
    aliases=("Lindqvist",),
    member_of=(Link("Port", f"{ORIGIN}/news/actors/port/"), Link("Guild of Pilots")),
    wikidata="Q4115189",
    website="https://www.example.com/mara",
    former=(),
    count=4,
    first=D(2024, 1, 2),
    latest=D(2025, 10, 18),
    feed=f"{ORIGIN}/news/actors/mara/feed.xml",
    calendar="",
)
FOUND = (FinderName("Shipping", "topics/shipping/", ("Maritime",)), FinderName("Mara Lindqvist", "actors/mara/"))
FOUND_BRIEFS = (
    FinderBrief(BRIEF.title, "2025/10/18/lock/", "2025-10-18", (0, 1)),
    FinderBrief(ARABIC.title, "2025/10/16/ar/", "2025-10-16", (0,), "ar"),
)

Made = tuple[Page, PageView, View]


def feed_of(file: str) -> FeedPage:
    """The feed of the site, in the format of that file."""
    return FeedPage(
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
    view: View,
    *,
    feed: str = "",
    language: str = "en",
    calendar: str = "",
    alternates: tuple[Alternate, ...] = (),
) -> Made:
    """A page, its meta view and its own view."""
    meta = PageView(
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
    RevisionView(day(2025, 10, 17), "published"),
    RevisionView(at(2025, 10, 18, 9, 0), "minor"),
    RevisionView(at(2025, 10, 18, 16, 0), "correction", "Ferries aren't affected.", told=True),
    RevisionView(at(2025, 10, 18, 17, 0), "update", "More & more."),
)

PAGES: dict[str, Made] = {
    "home": made(K.HOME, "/", "", HomePage(LISTING, COUNTED, COUNTED, EXPECTATIONS)),
    "empty home": made(K.HOME, "/", "", HomePage(EMPTY)),
    "brief": made(
        K.BRIEF,
        "/2025/10/18/lock/",
        BRIEF.title,
        BriefPage(BRIEF, (BARE_CARD, ARABIC_CARD), HISTORY, "/news/x/revisions/"),
        alternates=FORMS,
    ),
    "bare brief": made(K.BRIEF, "/2025/10/17/teacher/", BARE.title, BriefPage(BARE)),
    "arabic brief": made(K.BRIEF, "/2025/10/16/ar/", ARABIC.title, BriefPage(ARABIC), language="ar"),
    "topics": made(
        K.TOPICS,
        "/topics/",
        "Topics",
        TopicsPage(
            (TopicCard("Economy", "/news/topics/e/", "Money", 9), TopicCard("Ships", "/news/topics/s/", depth=1))
        ),
    ),
    "topic": made(
        K.TOPIC,
        "/topics/shipping/",
        "Shipping",
        TopicPage(
            "Shipping",
            MONTHS,
            "Locks and ferries.",
            ("Maritime",),
            6,
            D(2024, 1, 2),
            D(2025, 10, 18),
            (Link("Economy", "/news/topics/e/"),),
            (TopicCard("Ferries", "/news/topics/f/", count=2),),
            COUNTED,
            YEARS,
        ),
        feed="/news/topics/shipping/feed.xml",
    ),
    "actors": made(
        K.ACTORS,
        "/actors/",
        "Actors",
        ActorsPage((ActorGroup("person", ACTORS[:1]), ActorGroup("", ACTORS[1:])), COUNTED),
    ),
    "actor": made(
        K.ACTOR,
        "/actors/mara/",
        "Mara Lindqvist",
        ActorPage(
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
            member_of=(Link("Port", "/news/actors/port/"), Link("Guild of Pilots")),
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
        alternates=(Alternate("text/calendar", "/news/actors/mara/next.ics"),),
    ),
    "stories": made(
        K.STORIES,
        "/stories/",
        "Stories",
        StoriesPage((StoryCard("The eastern lock", "/news/stories/lock/", 3, D(2025, 9, 2), D(2025, 10, 20)),)),
    ),
    "story": made(
        K.STORY,
        "/stories/lock/",
        "The eastern lock",
        StoryPage(
            "The eastern lock",
            (
                StoryStep(BARE_CARD, SECTIONS[2], SETTLED),
                StoryStep(CARD, None, DUE),
                StoryStep(ARABIC_CARD, SECTIONS[2]),
            ),
        ),
    ),
    "year": made(K.PERIOD, "/2025/", "", PeriodPage(YEAR, Listing((), (MONTH,), False))),
    "month": made(K.PERIOD, "/2025/10/", "", PeriodPage(MONTH, Listing(DAYS, (DAY,)), parents=(YEAR,))),
    "day": made(
        K.PERIOD,
        "/2025/10/18/",
        "",
        PeriodPage(
            DAY,
            Listing(DAYS[:1]),
            parents=(YEAR, MONTH),
            previous=Period("day", D(2025, 10, 16), "/news/2025/10/16/"),
            following=Period("day", D(2025, 10, 20), "/news/2025/10/20/"),
        ),
    ),
    "topic year": made(
        K.PERIOD,
        "/topics/shipping/2025/",
        "",
        PeriodPage(YEAR, msgspec.structs.replace(MONTHS, periods=(MONTH,)), TOPICS[0]),
    ),
    "next": made(K.NEXT, "/next/", "Upcoming", NextPage(EXPECTATIONS, DUE, SETTLED, 1, 20), calendar="/news/next.ics"),
    "empty next": made(K.NEXT, "/next/", "Upcoming", NextPage()),
    "german next": made(K.NEXT, "/next/", "Upcoming", NextPage((GERMAN,))),
    "german corrections": made(
        K.CORRECTIONS,
        "/corrections/",
        "Corrections",
        CorrectionsPage((CorrectionView(day(2025, 10, 18), "Es waren 73.", GERMAN.brief, "de"),)),
    ),
    "revisions": made(
        K.REVISIONS,
        "/2025/10/18/bridge/revisions/",
        "A bridge",
        RevisionsPage(
            BRIEF_LINK,
            "en",
            day(2025, 10, 18),
            (
                ComparedView(
                    at(2025, 10, 19, 9, 0),
                    "correction",
                    ("Not 1 < 2.",),
                    (
                        PartView("title", "", (PieceView("=", "A", " "), PieceView("+", "bridge & more"))),
                        PartView(
                            "next",
                            "What’s Next",
                            (
                                PieceView("…", ""),
                                PieceView("-", "old", " "),
                                PieceView("+", "new"),
                                PieceView("=", "."),
                            ),
                        ),
                    ),
                ),
                ComparedView(at(2025, 10, 18, 9, 0), "changed", (), (PartView("lede", "", (PieceView("+", "x"),)),)),
            ),
        ),
    ),
    "corrections": made(K.CORRECTIONS, "/corrections/", "Corrections", CorrectionsPage(CORRECTIONS)),
    "empty corrections": made(K.CORRECTIONS, "/corrections/", "Corrections", CorrectionsPage(())),
    "own": made(K.OWN, "/about/", "About", OwnPageView("About", Prose("# Us\n\n| a | b |\n|---|--:|\n| 1 | 2 |"))),
    "not found": made(K.NOT_FOUND, "/404.html", "Page not found", NotFoundPage((CARD, BARE_CARD))),
    "redirect": made(
        K.REDIRECT, "/old/", "", RedirectPage("/news/new/?a=1&b=2", "https://example.org/news/new/?a=1&b=2", "A & B")
    ),
    "search": made(
        K.SEARCH,
        "/search/",
        "",
        SearchPage("/news/search/", (Link("2025", "/news/2025/"), Link("2024", "/news/2024/")), "/news/pagefind/"),
    ),
    "finder index": made(K.FINDER_INDEX, "/search/index.json", "", FinderIndex(("2025", "2024"), ("2025",))),
    "finder names": made(K.FINDER_NAMES, "/search/names.json", "", FinderNames(FOUND[:1], FOUND[1:])),
    "finder shard": made(K.FINDER_SHARD, "/search/2025.json", "", FinderShard(FOUND, FOUND_BRIEFS)),
    "finder words": made(
        K.FINDER_WORDS, "/search/words-2025.json", "", FinderWords(("2025-09", "2025-10"), (("A lock",), ("The lock",)))
    ),
    "feeds": made(
        K.FEEDS,
        "/feeds/",
        "",
        FeedsPage(
            (FeedLink("atom", "/news/feed.xml", "application/atom+xml"), FeedLink("rss", "/news/rss.xml", "x/y")),
            (FeedGroup("Ships & <boats>", "/news/topics/s/", (FeedLink("json", "/news/topics/s/feed.json", "x/y"),)),),
            (FeedGroup("Mara Lindqvist", "/news/actors/mara/", (FeedLink("calendar", "/news/x.ics", "x/y"),)),),
        ),
    ),
    "empty feeds": made(K.FEEDS, "/feeds/", "", FeedsPage()),
    "feed": made(K.FEED, "/feed.xml", "", feed_of("feed.xml")),
    "json feed": made(K.JSON_FEED, "/feed.json", "", feed_of("feed.json")),
    "rss": made(K.RSS, "/rss.xml", "", feed_of("rss.xml")),
    "news sitemap": made(
        K.NEWS_SITEMAP,
        "/sitemaps/news.xml",
        "",
        NewsSitemapPage(
            "The Harbour Brief",
            (
                NewsEntry("https://example.org/news/x/?a=1&b=2", "Cracks & <holes>", at(2025, 10, 18, 12, 0), "en"),
                NewsEntry("https://example.org/news/y/", "إغلاق الهويس", day(2025, 10, 17), "ar"),
            ),
        ),
    ),
    "sitemap": made(
        K.SITEMAP,
        "/sitemaps/2025-10.xml",
        "",
        SitemapPage(
            (
                SitemapEntry("https://example.org/news/?a=1&b=2", at(2025, 10, 18, 12, 0)),
                SitemapEntry("https://example.org/news/x/", day(2025, 10, 17)),
                SitemapEntry("https://example.org/news/y/"),
            )
        ),
    ),
    "sitemap index": made(
        K.SITEMAP_INDEX,
        "/sitemap.xml",
        "",
        SitemapPage((SitemapEntry("https://example.org/news/sitemaps/2025-10.xml", at(2025, 10, 18, 12, 0)),)),
    ),
    "card": made(
        K.CARD,
        "/2025/10/18/lock/card.png",
        "",
        CardPage(BRIEF.title, "Shipping", D(2025, 10, 18), SITE.title, ("en", "en")),
    ),
    "calendar": made(K.CALENDAR, "/next.ics", "The Harbour Brief", CALENDAR),
    "llms": made(
        K.LLMS,
        "/llms.txt",
        "",
        LlmsPage(
            ("What's Happening", "Why It's Important", "What's Next"),
            (Link("home", f"{ORIGIN}/news/"), Link("topics", f"{ORIGIN}/news/topics/")),
            (Link("Shipping", f"{ORIGIN}/news/topics/shipping/"),),
            (Link("atom", f"{ORIGIN}/news/feed.xml"),),
            (Link("calendar", f"{ORIGIN}/news/next.ics"), Link("api", f"{ORIGIN}/news/api/index.json")),
            markdown=True,
        ),
    ),
    "bare llms": made(K.LLMS, "/llms.txt", "", LlmsPage((), (Link("home", "/news/"),), (), (), ())),
    "api": made(
        K.API_INDEX,
        "/api/index.json",
        "",
        ApiIndexPage(
            (Link("2025-10", f"{ORIGIN}/news/api/briefs/2025-10.json"),),
            (Link("topics", f"{ORIGIN}/news/api/topics.json"),),
        ),
    ),
    "api briefs": made(
        K.API_BRIEFS,
        "/api/briefs/2025-10.json",
        "",
        ApiBriefsPage("2025-10", f"{ORIGIN}/news/api/briefs/2025-10.json", (BRIEF, BARE, ARABIC)),
    ),
    "api topics": made(K.API_TOPICS, "/api/topics.json", "", ApiTopicsPage(f"{ORIGIN}/news/api/topics.json", (TOPIC,))),
    "api actors": made(K.API_ACTORS, "/api/actors.json", "", ApiActorsPage(f"{ORIGIN}/news/api/actors.json", (ACTOR,))),
    "api stories": made(
        K.API_STORIES,
        "/api/stories.json",
        "",
        ApiStoriesPage(
            f"{ORIGIN}/news/api/stories.json",
            (
                ApiStory(
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
    "brief json": made(K.BRIEF_JSON, "/2025/10/18/lock/index.json", BRIEF.title, BriefPage(BRIEF)),
    "bare brief json": made(K.BRIEF_JSON, "/2025/10/17/teacher/index.json", BARE.title, BriefPage(BARE)),
    "brief markdown": made(
        K.BRIEF_MARKDOWN,
        "/2025/10/18/lock/index.md",
        BRIEF.title,
        MarkdownPage(BRIEF, ("What's Happening", "Why It's Important", "What's Next")),
    ),
    "robots": made(K.ROBOTS, "/robots.txt", "", RobotsPage("https://example.org/news/sitemap.xml")),
    "bare robots": made(K.ROBOTS, "/robots.txt", "", RobotsPage()),
}
