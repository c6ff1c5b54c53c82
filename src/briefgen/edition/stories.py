"""Threads: which brief takes which further, and the stories that briefs belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefgen.briefs.model import Brief, Ref
from briefgen.edition.brief_index import BriefIndex
from briefgen.edition.chains import depths, find_circles
from briefgen.edition.model import Story
from briefgen.edition.naming import Named, settle_names, spelling
from briefgen.edition.roster import place
from briefgen.edition.schedule import age
from briefgen.problems import Problem, problem
from briefgen.text.keys import entity_key


def find_follows(briefs: Sequence[Brief], absent: Sequence[Brief]) -> tuple[dict[str, str], list[Problem]]:
    """Which brief each of `briefs` takes further: `Brief.path` → `Brief.path`, free of circles. `absent` are briefs that
    exist but are not shown: a link to one of them waits, with a note."""
    linked = [brief for brief in briefs if brief.follows]
    if not linked:
        return {}, []
    sought = {brief.follows.text for brief in linked if brief.follows}
    index, absent_index = BriefIndex(briefs, sought), BriefIndex(absent, sought)
    follows: dict[str, str] = {}
    problems: list[Problem] = []
    by_path = {brief.path: brief for brief in briefs}
    for brief in linked:
        found, trouble = _followed(brief, index, absent_index)
        if found:
            follows[brief.path] = found.path
        if trouble:
            problems.append(trouble)
    for circle in find_circles(follows):
        oldest = min((by_path[path] for path in circle), key=age)
        del follows[oldest.path]
        told = f"These briefs follow each other in a circle: {_list(circle)}"
        problems.append(_trouble(oldest, "follows-circle", told, "Remove this line: this brief is the oldest of them"))
    return follows, problems


def build_stories(
    briefs: Sequence[Brief], follows: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, Story], list[Problem]]:
    """The story of each of `briefs` that has one (`Brief.path` → slug), and the stories by slug.

    A brief without a story belongs to that of the brief which it follows. Items are oldest first; of one instant, a
    brief comes after the one that it follows.
    """
    depth = depths(follows)
    threaded = [brief for brief in briefs if brief.story or brief.path in follows]
    oldest_first = sorted(threaded, key=lambda b: (b.date.instant.timestamp(), depth.get(b.path, 0), b.path))
    keys: dict[str, str] = {}
    uses: list[tuple[str, str]] = []
    first: dict[str, Brief] = {}
    for brief in oldest_first:
        if brief.story and (key := entity_key(brief.story.text)):
            keys[brief.path] = key
            uses.append((key, spelling(brief.story.text)))
            first.setdefault(key, brief)
    for path in sorted(follows, key=lambda p: (depth[p], p)):
        if path not in keys and follows[path] in keys:
            keys[path] = keys[follows[path]]
    named = settle_names(uses, frozenset())
    items: dict[str, list[str]] = {key: [] for key in named}
    for brief in oldest_first:
        if brief.path in keys:
            items[keys[brief.path]].append(brief.path)
    stories = {n.slug: Story(n.slug, n.name, tuple(items[key])) for key, n in named.items()}
    problems = [_shared_page(first[key], n) for key, n in named.items() if n.slug != n.wanted]
    return {path: named[key].slug for path, key in keys.items()}, dict(sorted(stories.items())), problems


def _followed(brief: Brief, index: BriefIndex, absent_index: BriefIndex) -> tuple[Brief | None, Problem | None]:
    text = brief.follows.text if brief.follows else ""
    found = index.find(text)
    if len(found) > 1:
        found = [other for other in found if other is not brief]
    if len(found) > 1:
        told = f"“{text}” may mean {_list([other.path for other in found], 'or')}"
        return None, _trouble(
            brief, "follows-ambiguous", told, f"Write the path of the file, such as “{found[0].path}”"
        )
    if not found and absent_index.find(text):
        told = f"“{text}”, which this brief follows, is not published now"
        return None, _trouble(
            brief, "follows-absent", told, "Nothing needs to be done: the link appears when that brief is published"
        )
    if not found:
        meant = index.nearest(text)
        hint = f"Did you mean “{meant}”?" if meant else "Write the name of the file of the brief that came before"
        return None, _trouble(brief, "follows-unknown", f"There is no brief “{text}” to follow", hint)
    other = found[0]
    if other is brief:
        return None, _trouble(brief, "follows-itself", "This brief follows itself", "Name the brief that came before")
    if other.date.instant > brief.date.instant:
        told = f"“{text}”, which this brief follows, is later than this brief"
        return other, _trouble(brief, "follows-later", told, "Check both dates, or let the later brief follow this one")
    return other, None


def _trouble(brief: Brief, code: str, message: str, hint: str) -> Problem:
    return problem(code, place(brief, brief.follows or Ref("")), message, hint)


def _shared_page(brief: Brief, story: Named) -> Problem:
    return problem(
        "story-slug-taken",
        place(brief, brief.story or Ref("")),
        f"The story “{story.name}” would have the same page as another, “{story.wanted}”; its page is “{story.slug}”",
        "If both are one story, write its name the same way; if not, give this one a clearer name",
    )


def _list(paths: Sequence[str], word: str = "and") -> str:
    return f"{', '.join(paths[:-1])} {word} {paths[-1]}"
