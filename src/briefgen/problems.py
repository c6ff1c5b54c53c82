"""Problems are values: what an editor or a theme author should know, where it is, and what to write instead.

Parsing never raises for what somebody wrote in a file; it returns a value and its problems. Every code stands in
`CODES` with its severity and one line of explanation, and is described with an example in `docs/problems.md`.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How bad it is: an error keeps a brief out of the build, a warning deserves a look, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Where(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A place in a file. Lines and columns count from 1 in characters; 0 means unknown; `end` is the column after the last.

    Who knows only about where it is gives the `words` that stand there; `place_problems` finds them in the file, at the line nearest
    to this one.
    """

    file: str
    line: int = 0
    column: int = 0
    end: int = 0
    words: str = ""


class Edit(msgspec.Struct, frozen=True, array_like=True):
    """Text to write in the place of what stands in one line of a file, from `column` up to `end` (both from 1; equal: nothing is replaced).
    A line end in it is one of the file's own."""

    line: int
    column: int
    end: int
    text: str


class Problem(msgspec.Struct, frozen=True, array_like=True):
    """One thing that is wrong, in words for the person who wrote it.

    `message` says what is wrong (one line, no full stop); `hint` says what to write instead (may be empty). `fix` are the edits that
    put it right, where that is certain.
    """

    severity: Severity
    code: str
    message: str
    where: Where
    hint: str = ""
    fix: tuple[Edit, ...] = ()


class Rule(msgspec.Struct, frozen=True):
    """An entry of the catalogue: the severity that a code has unless told otherwise, and its meaning in one line."""

    severity: Severity
    summary: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

#: Every problem code there is. Grouped by the stage that reports it; keep the groups in the order of the flow.
CODES: dict[str, Rule] = {
    # -- config: briefgen.yml
    "config-unknown-key": Rule(_E, "A key of briefgen.yml that does not exist"),
    "config-value": Rule(_E, "A value of briefgen.yml that cannot be used"),
    "language-untranslated": Rule(_N, "The words of the interface are not there in the language of the site"),
    "full-text-missing": Rule(_E, "Full-text search is switched on, and what it needs is not installed"),
    # -- decode: bytes → characters
    "encoding": Rule(_N, "A file that is not saved as UTF-8 and was read all the same"),
    "encoding-lost": Rule(_W, "Characters that cannot be read in any encoding"),
    "control-characters": Rule(_N, "Control characters, as copying from other programs leaves them, were removed"),
    "invisible-characters": Rule(_N, "Zero-width characters, soft hyphens or stray direction marks were removed"),
    # -- yaml: any YAML we read
    "merge-conflict": Rule(_E, "Lines that git left in the file because two edits met"),
    "yaml-syntax": Rule(_E, "A line that cannot be read as `key: value`"),
    "yaml-repaired": Rule(_N, "A line that is not right YAML but whose meaning is certain"),
    "yaml-duplicate": Rule(_E, "The same key twice with different values"),
    "yaml-anchor": Rule(_E, "YAML anchors (&name) and aliases (*name), which are not supported"),
    "yaml-tag": Rule(_E, "YAML tags (!name), which are not supported"),
    "yaml-documents": Rule(_E, "More than one YAML document in a file"),
    "yaml-limit": Rule(_E, "YAML that is nested too deep or is too large"),
    # -- front matter: keys and values of a brief
    "fence-repaired": Rule(_N, "The `---` lines round the front matter were missing or changed, and were put right"),
    "fence-missing": Rule(_E, "Front matter that is opened with `---` and never closed"),
    "front-matter-format": Rule(_E, "Front matter in TOML or JSON instead of YAML"),
    "rule-not-fence": Rule(_N, "A file that begins with a `---` which is a line across the page, not front matter"),
    "unknown-key": Rule(_W, "A key that does not exist"),
    "key-repaired": Rule(_N, "A key in another spelling"),
    "key-conflict": Rule(_W, "Two keys that say the same thing differently"),
    "foreign-key": Rule(_W, "A key of other programs which has another name here"),
    "value-kind": Rule(_E, "A value of the wrong kind, such as a list where text belongs"),
    "value-missing": Rule(_E, "A part that an entry needs and lacks"),
    "value-repaired": Rule(_N, "A value in another form, whose meaning is certain"),
    "date-unreadable": Rule(_E, "A date that cannot be read, does not exist, or could mean two days"),
    "date-form": Rule(_N, "A date in another form than 2025-10-18 14:00, which could be read with certainty"),
    "date-order": Rule(_E, "A span of days that ends before it begins"),
    "status-unknown": Rule(_E, "A status that is neither draft nor published"),
    "url-unusable": Rule(_E, "An address that is not a whole http or https address"),
    "alias-unusable": Rule(_E, "An old address that cannot be one of this site"),
    "slug-unusable": Rule(_E, "A slug without any letter or digit"),
    "language-unusable": Rule(_E, "A language that is not a code such as en or pt-BR"),
    "image-path": Rule(_E, "A picture's path that leaves the folder of the briefs"),
    "correction-undated": Rule(_W, "A correction without a date"),
    # -- sections: headings and prose of a brief
    "brief-empty": Rule(_E, "A file without any text"),
    "no-sections": Rule(_E, "A brief in which no heading of the three sections is found"),
    "section-missing": Rule(_W, "A brief that lacks one of the three sections"),
    "section-empty": Rule(_W, "A section without text"),
    "section-doubled": Rule(_W, "A section that is there twice; the texts are joined"),
    "section-order": Rule(_N, "A section that stands after one it comes before; the page has them in order"),
    "heading-near-miss": Rule(
        _W, "A heading that is spelt almost like that of a missing section, and was taken for it"
    ),
    "code-open": Rule(_W, "A code block that is opened and never closed"),
    "comment-open": Rule(_W, "An HTML comment that is opened and never closed"),
    "title-from-text": Rule(_N, "A brief without `title`, whose text begins with one"),
    "title-derived": Rule(_N, "A brief without a title, which got the first sentence of its text"),
    "slug-from-title": Rule(_N, "A brief whose address is made from its title, and changes with it"),
    "date-from-name": Rule(_N, "A brief without `date`, which got that of its file's name"),
    "updated-early": Rule(_W, "An `updated` before `date`"),
    "expires-early": Rule(_W, "An `expires` before `date`"),
    # -- loader: files and folders
    "no-briefs": Rule(_E, "There is no folder briefs/"),
    "unreadable": Rule(_E, "A file or folder that cannot be opened"),
    "too-large": Rule(_E, "A brief of more than 20 MB"),
    "not-text": Rule(_E, "A document or a picture that has the name of a brief"),
    "file-name": Rule(_E, "A file name that is not valid UTF-8"),
    "not-read": Rule(_W, "A file that looks like a brief or a registry but is of another kind or name"),
    "date-from-git": Rule(_N, "A brief without a date, which got that of its first commit"),
    "date-from-file": Rule(_W, "A brief without a date, which got that of its file"),
    # -- registry: actors.yml, topics.yml
    "registry-unknown-field": Rule(_W, "A field of an actor or a topic that does not exist"),
    "registry-value": Rule(_E, "A field of an actor or a topic that cannot be used"),
    "registry-entry": Rule(_E, "An entry of a registry that is no actor or topic"),
    "registry-duplicate": Rule(_E, "Two entries of a registry with the same slug"),
    "name-taken": Rule(_W, "An alias in a registry that is already the name or slug of another entry"),
    "name-ambiguous": Rule(_W, "A name or alias in a registry that belongs to two entries"),
    "member-of-unknown": Rule(_W, "A `member_of` that names no other actor of the registry"),
    "parent-unknown": Rule(_W, "A `parent` that names no other topic of the registry"),
    "parent-circle": Rule(_E, "Topics that are each other's parents"),
    # -- edition: what can only be seen with all briefs together
    "duplicate-id": Rule(_E, "Two briefs with the same id"),
    "actor-ambiguous": Rule(_E, "A name under `actors` that may mean two actors"),
    "topic-ambiguous": Rule(_E, "A name under `topics` that may mean two topics"),
    "actor-unregistered": Rule(_N, "An actor that actors.yml does not know; it has a page all the same"),
    "topic-unregistered": Rule(_N, "A topic that topics.yml does not know; it has a page all the same"),
    "entity-slug-taken": Rule(_W, "Two actors or two topics whose pages would have the same address"),
    "mention-ambiguous": Rule(_N, "A name in the text that may mean two actors and is not linked"),
    "not-actor-listed": Rule(_W, "An actor under both `actors` and `not_actors`"),
    "not-actor-unknown": Rule(_W, "A name under `not_actors` that means no actor"),
    "follows-unknown": Rule(_W, "A `follows` that names no brief"),
    "follows-ambiguous": Rule(_W, "A `follows` that may mean two briefs"),
    "follows-absent": Rule(_N, "A `follows` that names a brief which is not published now"),
    "follows-itself": Rule(_W, "A brief that follows itself"),
    "follows-circle": Rule(_W, "Briefs that follow each other in a circle"),
    "follows-later": Rule(_W, "A brief that follows a later one"),
    "story-slug-taken": Rule(_W, "Two stories whose pages would have the same address"),
    # -- pages: URLs and links
    "path-collision": Rule(_E, "Two pages want the same address"),
    "file-missing": Rule(_W, "A picture or a brief that the text links to is not there"),
    "link-held": Rule(_N, "A link to a brief that is not published now"),
    "remote-picture": Rule(_W, "A picture on another site, which is linked to instead of shown"),
    "no-site-url": Rule(_W, "The site's own address is not set"),
    # -- rules: what a house may want otherwise; only `check` tells of it
    "sources-missing": Rule(_W, "A brief that names no sources"),
    "title-duplicate": Rule(_W, "Two briefs with the same title"),
    "perishable-word": Rule(_N, "A word such as “tomorrow”, which is not true for long"),
    "section-length": Rule(_W, "A section with more or fewer words than the house wants"),
    "expectation-overdue": Rule(_N, "An expectation whose day has passed, and of which no outcome is told"),
    "actor-unlisted": Rule(_N, "An actor whom the text of a brief names and its `actors` do not"),
    "alias-used": Rule(_N, "A topic or an actor that a brief lists by an alias"),
    "actor-similar": Rule(_W, "Two actors, both in no registry, whose names are almost the same"),
    "topic-similar": Rule(_W, "Two topics, both in no registry, whose names are almost the same"),
    "link-broken": Rule(_W, "A link to a page that the site does not have"),
    "anchor-broken": Rule(_W, "A link to a place that the page does not have"),
    "picture-undescribed": Rule(_W, "A picture in the text without a description"),
    "picture-large": Rule(_W, "A picture of more bytes than the house wants"),
    # -- links: what other sites say; only `check --links` asks them
    "link-gone": Rule(_W, "A link to a page of another site that is not there any more"),
    "link-moved": Rule(_N, "A link to a page of another site that has another address for good"),
    "link-unseen": Rule(_N, "A link to a page of another site that could not be looked at"),
    # -- record: what changed since a commit
    "silent-edit": Rule(_W, "A published title or text that changed, in a brief that does not say so"),
    "correction-gone": Rule(_W, "A correction that was published and is there no more"),
    "address-changed": Rule(_W, "A published brief whose former address leads nowhere"),
    "id-changed": Rule(_W, "A published brief that feeds know by another id"),
    "brief-withdrawn": Rule(_W, "A published brief that is there no more, without anything in its place"),
    "permalink-changed": Rule(_W, "The pattern of all addresses changed"),
    "history-cut": Rule(_N, "A clone of the repository that is too short to tell what was before"),
    # -- render: templates
    "template-syntax": Rule(_E, "A template cannot be compiled: Jinja does not understand it"),
    "template-missing": Rule(_E, "A template, or one that it extends or includes, is not there"),
    "template-undefined": Rule(_E, "A template uses a variable or a field that there is not"),
    "template-failed": Rule(_E, "A template fails while a page is rendered"),
    "cards-missing": Rule(_E, "Social cards are asked for, and what draws them is not installed"),
    "cards-font": Rule(_E, "No font has the letters of a social card, or one cannot be used"),
}


#: Problems that leave nothing to publish: the rest of the site cannot go on without what is missing.
FATAL = frozenset(
    {
        "no-briefs",
        "template-syntax",
        "template-missing",
        "template-undefined",
        "template-failed",
        "cards-missing",
        "cards-font",
    }
)


def problem(
    code: str,
    where: Where,
    message: str,
    hint: str = "",
    severity: Severity | None = None,
    fix: tuple[Edit, ...] = (),
) -> Problem:
    """A `Problem` with the catalogue's severity for its code. `KeyError` for a code that the catalogue lacks."""
    return Problem(severity or CODES[code].severity, code, message, where, hint, fix)


def has_errors(problems: tuple[Problem, ...]) -> bool:
    """Whether any of them is an error."""
    return bool(problems) and any(p.severity is Severity.ERROR for p in problems)
