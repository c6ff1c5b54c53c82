"""Bytes → `Brief`: a pure function of a file and a few settings, and never an exception for what an editor wrote."""

from __future__ import annotations

import datetime as dt

from briefgen.briefs.derive import find_summary, find_title, take_heading
from briefgen.briefs.filename import date_in_path, find_slug, name_of
from briefgen.briefs.frontmatter import Meta, read_front_matter
from briefgen.briefs.model import UNDATED, Brief, OwnPage, ParsedBrief, Status
from briefgen.briefs.sections import read_body
from briefgen.config import Config
from briefgen.problems import Problem, Where, has_errors, problem
from briefgen.text.blocks import without_comments
from briefgen.text.decode import decode
from briefgen.text.foreign import foreign_kind
from briefgen.text.keys import slugify
from briefgen.text.moment import Moment, parse_moment, time_zone


def parse_brief(path: str, data: bytes, config: Config) -> ParsedBrief:
    """Read one brief. `path` is posix, relative to `briefs/`; problems name the file "briefs/<path>", in line order.

    The outcome depends on nothing but the arguments, and of `config` only on `url`, `timezone`, `language` and
    `sections`: a cache may rely on it. There is no brief if a problem is an error. `Brief.date` is `UNDATED` when neither the front
    matter nor the file's name has one; the loader then asks git.
    """
    file = "briefs/" + path
    if kind := foreign_kind(data):
        return ParsedBrief(path, None, (_no_text(kind, file),))
    text, decoding = decode(data, file)
    front = read_front_matter(text, file, config)
    problems = [*decoding, *front.problems]
    content = without_comments(front.body)
    if not content or content.isspace():
        problems.append(_empty(text, file))
        return ParsedBrief(path, None, _in_order(problems))
    body = read_body(front.body, front.body_line, file, config)
    problems += body.problems
    meta = front.meta
    if not body.sections and not body.lede and meta.status is not Status.DRAFT:
        problems.append(_empty(text, file, "No section of this brief has any text yet"))
    titled = find_title(meta.title.text if meta.title else "", body, name_of(path), file)
    slug, slug_problems = find_slug(meta.slug.text if meta.slug else "", path, titled.title, file)
    date, date_problems = _date(meta.date, path, config, file)
    if not has_errors(tuple(problems)):  # else it may say what we derived, where we could not read it
        problems += (*titled.problems, *slug_problems, *date_problems)
    if meta.updated or meta.updates or meta.expires:
        problems += _early(meta, date, file)
    if has_errors(tuple(problems)):
        return ParsedBrief(path, None, _in_order(problems))
    brief = Brief(
        path=path,
        title=titled.title,
        date=date,
        slug=slug,
        sections=body.sections,
        lede=titled.lede,
        summary=find_summary(meta.summary, titled.lede, body.sections),
        updated=_updated(meta),
        byline=meta.byline,
        language=meta.language,
        aliases=meta.aliases,
        id=meta.id,
        topics=meta.topics,
        actors=meta.actors,
        not_actors=meta.not_actors,
        status=meta.status or Status.PUBLISHED,
        expires=meta.expires,
        sources=meta.sources,
        story=meta.story,
        follows=meta.follows,
        expect=meta.expect,
        corrections=meta.corrections,
        updates=meta.updates,
        minor=meta.minor,
        image=meta.image,
        extra=meta.extra,
        lede_line=body.lede_line,
        revisions=meta.revisions,
    )
    return ParsedBrief(path, brief, _in_order(problems))


def parse_page(path: str, data: bytes, config: Config) -> tuple[OwnPage | None, tuple[Problem, ...]]:
    """Read one of the site's own pages, `briefs/_pages/*.md`; as pure as `parse_brief`. No page if a problem is an error.

    Its URL comes from the front matter's `slug` or the file's name ("_pages/about.md" → "/about/"), its title from
    there or the first `# heading`, which then does not stay in the text.
    """
    file = "briefs/" + path
    if kind := foreign_kind(data):
        return None, (_no_text(kind, file),)
    text, decoding = decode(data, file)
    front = read_front_matter(text, file, config)
    content = without_comments(front.body)
    problems = [*decoding, *front.problems]
    if not content.strip():
        problems.append(_empty(text, file))
    if has_errors(tuple(problems)):
        return None, _in_order(problems)
    meta, name = front.meta, name_of(path)
    title, content = take_heading(meta.title.text if meta.title else "", content)
    page = OwnPage(
        path=path,
        title=title or name.replace("-", " ").replace("_", " ").strip().capitalize() or name,
        url=_page_url(meta.slug.text if meta.slug else "", path, title),
        text=content,
        summary=meta.summary,
        language=meta.language,
        status=meta.status or Status.PUBLISHED,
        extra=meta.extra,
    )
    return page, _in_order(problems)


def _page_url(slug: str, path: str, title: str) -> str:
    folders = path.removeprefix("_pages/").split("/")[:-1]
    if folders and folders[-1] == name_of(path):  # "team/index.md"
        folders.pop()
    parts = slug.split("/") if slug else [*folders, name_of(path)]
    url = "/".join(filter(None, map(slugify, parts))) or slugify(title) or "page"
    return f"/{url}/"


def _no_text(kind: str, file: str) -> Problem:
    hint = "Open it in its own program, copy the text, and paste it into `briefgen add -`; then delete this file here"
    if kind == "a picture":
        hint = "Give it the name of a picture again, and name it in a brief: `image:`"
    return problem("not-text", Where(file), f"This is {kind}, and no text", hint)


def _empty(text: str, file: str, message: str = "") -> Problem:
    line = text.rstrip().count("\n") + 1
    message = message or ("There is no text below the front matter" if text.strip() else "This file is empty")
    hint = "Write the brief, with a heading in a line of its own above each of its three sections"
    return problem("brief-empty", Where(file, line, 1), message, hint)


def _date(given: Moment | None, path: str, config: Config, file: str) -> tuple[Moment, tuple[Problem, ...]]:
    if given:
        return given, ()
    day = date_in_path(path)
    if not day:
        return UNDATED, ()
    found = parse_moment(day.isoformat(), time_zone(config.timezone) or dt.UTC).moment or UNDATED
    message = f"This brief has no date; it got that of its file's name, {day.isoformat()}"
    return found, (problem("date-from-name", Where(file, 1, 1), message, f"Write `date: {day.isoformat()}`"),)


def _updated(meta: Meta) -> Moment | None:
    """When the text last changed in substance, by all that the front matter says."""
    moments = [update.date for update in meta.updates]
    if meta.updated:
        moments.append(meta.updated)
    return max(moments, key=lambda m: m.instant, default=None)


def _early(meta: Meta, date: Moment, file: str) -> list[Problem]:
    """What ends, or was changed, before it began."""
    found: list[Problem] = []
    first = min((update.date for update in meta.updates), key=lambda m: m.instant, default=None)
    for key, code, moment in (
        ("updated", "updated-early", meta.updated),
        ("updates", "updated-early", first),
        ("expires", "expires-early", meta.expires),
    ):
        if moment and date != UNDATED and _is_before(moment, date):
            message = f"`{key}` ({moment.day.isoformat()}) is before the date of the brief ({date.day.isoformat()})"
            hint = f"Write a day after {date.day.isoformat()}, or correct `date`"
            found.append(problem(code, meta.places.get(key, Where(file, 1, 1)), message, hint))
    return found


def _is_before(one: Moment, other: Moment) -> bool:
    return one.day < other.day if one.is_day or other.is_day else one.instant < other.instant


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.where.line, p.where.column)))
