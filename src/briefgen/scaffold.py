"""New files for editors: a brief that is ready to be written into, and a small site that is ready to be built."""

from __future__ import annotations

import datetime as dt
import errno
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

from briefgen.briefs.labels import standard_label
from briefgen.briefs.model import SectionKind
from briefgen.config import Config
from briefgen.text.keys import slugify

BRIEF = """\
---
title: {title}
date: {day}
# summary: one sentence for lists and feeds
# topics: [Topic, Another topic]
# actors: [Name, Another name]
# sources:
#   - title: Who said so
#     url: https://example.org/where
status: draft # take this line away when the brief is ready
---

## {happening}


## {important}


## {next}

"""


def new_brief(root: Path, config: Config, title: str, day: dt.date) -> Path:
    """Write a brief with a title, a date and the three headings, and nothing else yet; the path of its file.

    An existing file is never written over: the name gets a number. OSError where it cannot be written.
    """
    title = " ".join(title.split())
    headings = {kind.value: heading(config, kind) for kind in SectionKind}
    text = BRIEF.format(title=json.dumps(title, ensure_ascii=False), day=day.isoformat(), **headings)
    return write_new(root, file_names(day, slugify(title) or "brief"), text)


def file_names(day: dt.date, slug: str) -> Iterator[str]:
    """The path in `briefs/` that a brief is to have, then those to take when there is such a file."""
    name = f"{day:%Y}/{day.isoformat()}-{slug}"
    for number in count(1):
        yield f"{name}.md" if number == 1 else f"{name}-{number}.md"


def write_new(root: Path, names: Iterable[str], text: str) -> Path:
    """Write a brief under the first of these names that is free; the path of its file. OSError where it cannot be written."""
    for name in names:
        file = root / "briefs" / name
        if file.parent.resolve() != ((root / "briefs").resolve() / name).parent:
            told = "this is a link to another folder, which is no part of the site; nothing was written"
            raise OSError(errno.ENOTDIR, told, str(file.parent))
        if _create(file, text):
            return file
    raise AssertionError("there is always a further number")


def heading(config: Config, kind: SectionKind) -> str:
    """What the site calls a section."""
    own: str = getattr(config.sections, kind.value).label
    return own or standard_label(kind, config.language)


SITE = {
    "briefgen.yml": """\
# All settings: docs/configuration.md of briefgen. What is left out here has a sensible value.
title: News Briefs
description: What is happening, why it is important, and what comes next.

# The address of the finished site. Feeds and the sitemap need it: put your own here.
url: https://example.org

language: en
timezone: UTC
""",
    "briefs/{day:%Y}/{day}-welcome.md": """\
---
title: The brief desk opens
date: {day}
topics: [Newsroom]
actors: [Brief Desk]
---

## What's Happening

The Brief Desk has set up its site. This page comes from a single text file in the folder `briefs/`; the site was made
from all such files with the command `briefgen build`.

## Why It's Important

Readers get every story in the same three parts, and find their way from a name to all that was written about it.
Editors need nothing but a text editor, and every change is kept in the history of the files.

## What's Next

Write your own first brief with `briefgen new "Your headline"`, and delete this one.
""",
    "briefs/actors.yml": """\
# Those who appear in the briefs. Each has a page; aliases are other spellings that lead to it.
brief-desk:
  name: Brief Desk
  kind: organization
  aliases: [the desk of briefs]
  description: The people who write these briefs.
""",
    "briefs/topics.yml": """\
# What the briefs are about. Each topic has a page and a feed.
newsroom:
  name: Newsroom
  description: News about this site itself.
""",
    ".gitignore": """\
/site/
/.briefgen/
""",
    "README.md": """\
# Our news briefs

    briefgen new "A headline"    begin a brief
    briefgen check               see what is wrong, and how to put it right
    briefgen build               make the site, in the folder site/

The briefs are in `briefs/`, with the lists of actors and topics. The settings are in `briefgen.yml`.
""",
}


def init_site(folder: Path, day: dt.date) -> list[Path]:
    """Write a small working site; the files that were written. What is there already stays as it is.

    OSError where something cannot be written.
    """
    said = {name.format(day=day): text.replace("{day}", day.isoformat()) for name, text in SITE.items()}
    return write_missing(folder, said)


def write_missing(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write those of some files (path → text) that are not there yet, and say which. OSError where one cannot be written."""
    return [folder / name for name, text in files.items() if _create(folder / name, text)]


def _create(file: Path, text: str) -> bool:
    """Write a file, unless it is there already; whether it was written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        return False
    return True
