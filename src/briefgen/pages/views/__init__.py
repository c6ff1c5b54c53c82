"""The template contract: what a template gets to see. Frozen, typed values; documented for theme authors in `docs/themes.md`.

Every template gets `site` (`SiteView`), `page` (`PageView`) and the fields of its own view: `brief.html` gets those of
`BriefPage`, that is `brief`; `topic.html` those of `TopicPage`; and so on. URLs are ready to use in `href`: a path with
the site's sub-path ("/news/topics/trade/") or an absolute http(s) URL. Dates are `Moment`s or `datetime.date`s: the
filters of the renderer print them. Prose is Markdown until the filter `html` renders it.
"""

from __future__ import annotations

from briefgen.pages.views.base import View
from briefgen.pages.views.brief import (
    BriefPage,
    BriefView,
    ComparedView,
    PartView,
    PieceView,
    RevisionsPage,
    RevisionView,
    SectionView,
    SourceView,
    StoryStrip,
    UpdateView,
)
from briefgen.pages.views.data import (
    ApiActor,
    ApiActorsPage,
    ApiBriefsPage,
    ApiIndexPage,
    ApiStoriesPage,
    ApiStory,
    ApiTopic,
    ApiTopicsPage,
    CalendarPage,
    EventView,
    LlmsPage,
    MarkdownPage,
)
from briefgen.pages.views.finder import (
    FinderBrief,
    FinderIndex,
    FinderName,
    FinderNames,
    FinderShard,
    FinderWords,
    SearchPage,
)
from briefgen.pages.views.frame import Alternate, PageView, SiteView
from briefgen.pages.views.machines import (
    AssetPage,
    CardPage,
    FeedGroup,
    FeedLink,
    FeedPage,
    FeedsPage,
    NewsEntry,
    NewsSitemapPage,
    RobotsPage,
    SitemapEntry,
    SitemapPage,
)
from briefgen.pages.views.parts import (
    Activity,
    ActorCard,
    ActorLink,
    BriefCard,
    CorrectionView,
    Counted,
    DayGroup,
    ExpectationView,
    ImageView,
    Link,
    Listing,
    MonthGroup,
    Period,
    PeriodLink,
    Prose,
    ShareImage,
    TopicCard,
)
from briefgen.pages.views.readers import (
    ActorGroup,
    ActorPage,
    ActorsPage,
    CorrectionsPage,
    HomePage,
    NextPage,
    NotFoundPage,
    OwnPageView,
    PeriodPage,
    RedirectPage,
    StoriesPage,
    StoryCard,
    StoryPage,
    StoryStep,
    TopicPage,
    TopicsPage,
)
