"""The template contract: what a template gets to see. Frozen, typed values; documented for theme authors in `docs/themes.md`.

Every template gets `site` (`SiteView`), `page` (`PageView`) and the fields of its own view: `brief.html` gets those of
`BriefPage`, that is `brief`; `topic.html` those of `TopicPage`; and so on. URLs are ready to use in `href`: a path with
the site's sub-path ("/news/topics/trade/") or an absolute http(s) URL. Dates are `Moment`s or `datetime.date`s: the
filters of the renderer print them. Prose is Markdown until the filter `html` renders it.
"""

from __future__ import annotations

from briefgen.pages.views.base import View
from briefgen.pages.views.brief import BriefPage, BriefView, SectionView, SourceView, StoryStrip
from briefgen.pages.views.frame import PageView, SiteView
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

__all__ = [
    "ActorCard",
    "ActorGroup",
    "ActorLink",
    "ActorPage",
    "ActorsPage",
    "AssetPage",
    "BriefCard",
    "BriefPage",
    "BriefView",
    "CardPage",
    "CorrectionView",
    "CorrectionsPage",
    "Counted",
    "DayGroup",
    "ExpectationView",
    "FeedGroup",
    "FeedLink",
    "FeedPage",
    "FeedsPage",
    "HomePage",
    "ImageView",
    "Link",
    "Listing",
    "NewsEntry",
    "NewsSitemapPage",
    "NextPage",
    "NotFoundPage",
    "OwnPageView",
    "PageView",
    "PeriodLink",
    "PeriodPage",
    "Prose",
    "RedirectPage",
    "RobotsPage",
    "SectionView",
    "ShareImage",
    "SiteView",
    "SitemapEntry",
    "SitemapPage",
    "SourceView",
    "StoriesPage",
    "StoryCard",
    "StoryPage",
    "StoryStep",
    "StoryStrip",
    "TopicCard",
    "TopicPage",
    "TopicsPage",
    "View",
]
