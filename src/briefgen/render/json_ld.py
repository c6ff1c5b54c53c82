"""What a page tells machines about itself: JSON-LD 1.1 in the terms of schema.org, made from its view alone.

A brief is a `NewsArticle`; what lists briefs is a `CollectionPage`; each says where it stands in a `BreadcrumbList`.
The result stands in a `<script>` element and cannot end it, whatever is in a headline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from briefgen.pages import views
from briefgen.pages.views import BriefCard, BriefView, Listing, PageView, SiteView, View
from briefgen.render.dates import Dates
from briefgen.render.schema_org import Crumb, Node, Things, described, encoded, type_of, who


class JsonLd:
    """The JSON-LD of one site's pages. `t` gives the words of the interface."""

    def __init__(self, site: SiteView, dates: Dates, t: Callable[[str], str]) -> None:
        self._site = site
        self._dates = dates
        self._t = t
        self._things = Things(site)
        self._home = self._things.home
        self._absolute = self._things.absolute

    def __call__(self, view: View, page: PageView) -> Markup:
        """The content of the script element; empty where a page has nothing to tell."""
        made = _PAGES.get(type(view))
        return Markup(encoded(made(self, view, page))) if made else Markup()

    def heading(self, view: View, page: PageView) -> str:
        """What a page is called, without the name of the site."""
        if page.title and not isinstance(view, views.PeriodPage):
            return page.title
        if isinstance(view, views.PeriodPage):
            period = self._dates.period(view.period.unit, view.period.start)
            return f"{view.of.title}: {period}" if view.of.title else period
        phrase = _PHRASES.get(type(view))
        return self._t(phrase) if phrase else self._site.title

    # ------------------------------------------------------------ a brief

    def brief(self, view: views.BriefPage, page: PageView) -> list[Any]:
        """`NewsArticle`, with what schema.org and Google's guide to articles recommend."""
        brief, url, iso = view.brief, page.canonical, self._dates.iso
        article: Node = {
            "@type": "NewsArticle",
            "@id": f"{url}#brief",
            "identifier": brief.id,
            "url": url,
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "headline": brief.title,
            "datePublished": iso(brief.date),
            "dateModified": iso(brief.modified),
            "inLanguage": brief.language,
            "isAccessibleForFree": True,
            "author": self._author(brief.byline),
            "publisher": self._things.publisher,
        }
        if brief.summary:
            article["description"] = brief.summary
        if brief.topics:
            article["articleSection"] = [topic.title for topic in brief.topics]
        if brief.topics or brief.actors:
            article["keywords"] = [t.title for t in brief.topics] + [a.title for a in brief.actors]
            self._subjects(brief, article)
        image = self._image(brief, page)
        if image:
            article["image"] = image
        if brief.expires:
            article["expires"] = iso(brief.expires)
        if brief.sources:
            article["citation"] = [_citation(source) for source in brief.sources]
        if brief.corrections:
            article["correction"] = [
                {"@type": "CorrectionComment", "text": c.text, "datePublished": iso(c.date)} for c in brief.corrections
            ]
        if brief.story and brief.story.url:
            series = self._absolute(brief.story.url)
            article["isPartOf"] = {
                "@type": "CreativeWorkSeries",
                "@id": f"{series}#story",
                "name": brief.story.title,
                "url": series,
            }
        if brief.follows:
            article["isBasedOn"] = self._other(brief.follows)
        if brief.sections:
            article["hasPart"] = [
                {"@type": "WebPageElement", "name": section.label, "cssSelector": f"#{section.kind}"}
                for section in brief.sections
            ]
        trail = [(brief.topics[0].title, brief.topics[0].url)] if brief.topics else []
        return [article, self._things.breadcrumbs([*trail, (brief.title, url)])]

    def _author(self, byline: str) -> Any:
        """A person; the publisher, where it signs with its own name or that of the site, or nobody does."""
        own = {"", self._site.publisher.casefold(), self._site.title.casefold()}
        return self._things.publisher if byline.casefold() in own else {"@type": "Person", "name": byline}

    def _subjects(self, brief: BriefView, article: Node) -> None:
        """What the brief is about, as its editor said, and who else is in it."""
        about = [self._things.topic(topic) for topic in brief.topics]
        about += [self._things.actor(actor) for actor in brief.actors[: brief.listed]]
        mentions = [self._things.actor(actor) for actor in brief.actors[brief.listed :]]
        if about:
            article["about"] = about
        if mentions:
            article["mentions"] = mentions

    def _image(self, brief: BriefView, page: PageView) -> Node | None:
        image = page.image
        if image is None:
            return None
        node: Node = {"@type": "ImageObject", "url": image.url}
        if image.width:
            node |= {"width": image.width, "height": image.height}
        if image.type:
            node["encodingFormat"] = image.type
        if brief.image:
            if brief.image.caption:
                node["caption"] = brief.image.caption
            if brief.image.credit:
                node["creditText"] = brief.image.credit
        return node

    def _other(self, card: BriefCard) -> Node:
        url = self._absolute(card.url)
        return {"@type": "NewsArticle", "@id": f"{url}#brief", "headline": card.title, "url": url}

    # ------------------------------------------------------------ pages that list

    def home(self, view: views.HomePage, page: PageView) -> list[Any]:
        """`WebSite`, and the page that lists its latest briefs."""
        site = self._site
        node: Node = {
            "@type": "WebSite",
            "@id": f"{self._home}#site",
            "name": site.title,
            "url": self._home,
            "inLanguage": site.language,
            "publisher": self._things.publisher,
        }
        if site.description:
            node["description"] = site.description
        if "search" in site.has:
            node["potentialAction"] = {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{self._home}search/?q={{query}}"},
                "query-input": "required name=query",
            }
        return [node, self._collection(view, page, _listed(view.listing))]

    def topic(self, view: views.TopicPage, page: PageView) -> list[Any]:
        """The page of a topic."""
        about = self._things.term(view.title, page.url) | described(view.description, view.aliases)
        trail = [(self._t("topics"), f"{self._site.base}topics/"), *((link.title, link.url) for link in view.parents)]
        return self._page(view, page, _listed(view.listing), trail, about)

    def actor(self, view: views.ActorPage, page: PageView) -> list[Any]:
        """The page of an actor."""
        about = self._things.entity(type_of(view.kind), "actor", view.title, page.url)
        who(about, view.role, tuple(filter(None, (view.wikidata, view.website))))
        about |= described(view.description, view.aliases)
        if view.member_of and view.kind in ("person", "organization", "government", "group"):
            about["memberOf"] = [self._things.entity("Organization", "actor", b.title, b.url) for b in view.member_of]
        trail = [(self._t("actors"), f"{self._site.base}actors/")]
        return self._page(view, page, _listed(view.listing), trail, about)

    def story(self, view: views.StoryPage, page: PageView) -> list[Any]:
        """The page of a story."""
        about = self._things.entity("CreativeWorkSeries", "story", view.title, page.url)
        trail = [(self._t("stories"), f"{self._site.base}stories/")]
        return self._page(view, page, (step.brief.url for step in view.steps), trail, about)

    def period(self, view: views.PeriodPage, page: PageView) -> list[Any]:
        """A page of the archive: a year, a month or a day."""
        trail = [(view.of.title, view.of.url)] if view.of.title else []
        trail += [(self._dates.period(link.unit, link.start), link.url) for link in view.parents]
        return self._page(view, page, _listed(view.listing), trail)

    def next(self, view: views.NextPage, page: PageView) -> list[Any]:
        """The calendar of what is expected."""
        return self._page(view, page, (e.brief.url for e in (*view.upcoming, *view.due, *view.settled)))

    def corrections(self, view: views.CorrectionsPage, page: PageView) -> list[Any]:
        """The corrections."""
        return self._page(view, page, (c.brief.url for c in view.corrections))

    def directory(self, view: View, page: PageView) -> list[Any]:
        """A list of topics, actors or stories; what it lists have pages of their own."""
        return self._page(view, page, ())

    def search(self, view: View, page: PageView) -> list[Any]:
        """The page on which readers search."""
        crumbs = self._things.breadcrumbs([(self.heading(view, page), page.url)])
        return [self._web_page("SearchResultsPage", view, page), crumbs]

    def own(self, view: views.OwnPageView, page: PageView) -> list[Any]:
        """A page of the site's own."""
        return [self._web_page("WebPage", view, page), self._things.breadcrumbs([(view.title, page.url)])]

    def _page(
        self, view: View, page: PageView, listed: Iterable[str], trail: Iterable[Crumb] = (), about: Node | None = None
    ) -> list[Any]:
        crumbs = self._things.breadcrumbs([*trail, (self.heading(view, page), page.url)])
        return [self._collection(view, page, listed, about), crumbs]

    def _collection(self, view: View, page: PageView, listed: Iterable[str], about: Node | None = None) -> Node:
        node = self._web_page("CollectionPage", view, page)
        if about:
            node["about"] = about
        items = [
            {"@type": "ListItem", "position": number, "url": self._absolute(url)}
            for number, url in enumerate(dict.fromkeys(listed), 1)
        ]
        if items:
            node["mainEntity"] = {"@type": "ItemList", "itemListElement": items}
        return node

    def _web_page(self, kind: str, view: View, page: PageView) -> Node:
        node: Node = {
            "@type": kind,
            "@id": page.canonical,
            "url": page.canonical,
            "name": self.heading(view, page),
            "inLanguage": page.language,
            "isPartOf": {"@type": "WebSite", "@id": f"{self._home}#site", "name": self._site.title, "url": self._home},
        }
        if page.description:
            node["description"] = page.description
        return node


def _citation(source: views.SourceView) -> Node:
    node: Node = {"@type": "CreativeWork", "name": source.title or source.url}
    if source.url:
        node["url"] = source.url
    if source.publisher:
        node["publisher"] = {"@type": "Organization", "name": source.publisher}
    return node


def _listed(listing: Listing) -> Iterable[str]:
    groups = (*(day.briefs for day in listing.days), *(month.briefs for month in listing.months))
    return (card.url for briefs in groups for card in briefs)


_PHRASES: dict[type[View], str] = {
    views.TopicsPage: "topics",
    views.ActorsPage: "actors",
    views.StoriesPage: "stories",
    views.NextPage: "next",
    views.CorrectionsPage: "corrections",
    views.FeedsPage: "feeds",
    views.SearchPage: "search",
    views.NotFoundPage: "not-found",
}
_PAGES: dict[type[View], Callable[..., list[Any]]] = {
    views.HomePage: JsonLd.home,
    views.BriefPage: JsonLd.brief,
    views.TopicsPage: JsonLd.directory,
    views.TopicPage: JsonLd.topic,
    views.ActorsPage: JsonLd.directory,
    views.ActorPage: JsonLd.actor,
    views.StoriesPage: JsonLd.directory,
    views.FeedsPage: JsonLd.directory,
    views.StoryPage: JsonLd.story,
    views.PeriodPage: JsonLd.period,
    views.NextPage: JsonLd.next,
    views.CorrectionsPage: JsonLd.corrections,
    views.OwnPageView: JsonLd.own,
    views.SearchPage: JsonLd.search,
}
