"""What this build knows from earlier ones, and whether it still holds."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from briefgen.briefs.files import parse_salt, read_digest, scan_briefs
from briefgen.briefs.git import history, record_mark
from briefgen.briefs.sorting import is_brief
from briefgen.config import Config
from briefgen.edition.model import Held
from briefgen.lock import FOLDER
from briefgen.outcome import BuildOptions
from briefgen.problems import Problem
from briefgen.render.folders import theme_folders
from briefgen.state import Product, Source, State
from briefgen.state_file import seal
from briefgen.world import theme_stamp, world_digest

if TYPE_CHECKING:
    from briefgen.briefs.files import Sources
    from briefgen.briefs.loader import Loaded
    from briefgen.briefs.model import ParsedBrief
    from briefgen.briefs.registered import Registered
    from briefgen.pages.model import Page
    from briefgen.readings import Readings
    from briefgen.uses import Use, Uses

#: More phrases than this are not kept from one build to the next.
MOST_PHRASES = 100_000

ByPath = dict[str, tuple[Problem, ...]]


class Findings(msgspec.Struct, frozen=True):
    """All that is wrong, by where it comes from: from one brief alone (as a file, as a text, by its links, each by
    `Brief.path`), or from the `rest`."""

    parse: ByPath = {}
    text: ByPath = {}
    links: ByPath = {}
    rest: tuple[Problem, ...] = ()

    def beside(self, more: Iterable[Problem]) -> Findings:
        """These and more."""
        return msgspec.structs.replace(self, rest=(*self.rest, *more))

    def all(self) -> tuple[Problem, ...]:
        """Every problem once, by file and line."""
        some = chain(*self.parse.values(), *self.text.values(), *self.links.values(), self.rest)
        return tuple(sorted(dict.fromkeys(some), key=lambda p: (p.where, p.code, p.message)))


#: The folder of the full-text index on the site (`full_text.py`).
FULL_TEXT = "pagefind/"


class Built(msgspec.Struct, frozen=True):
    """A build that was published into one output folder. `serial` is that of the edition that it was made from; `since` and `until` are
    the instants between which the clock changes nothing; `git` is the history that dates were taken from, None where none were;
    `record` is as in `record.reading.Recorded.mark`."""

    serial: bytes
    world: bytes
    since: dt.datetime | None
    until: dt.datetime | None
    briefs: int
    pages: int
    files: int
    held: tuple[Held, ...] = ()
    git: str | None = None
    record: str = ""


class Memory:
    """The state, as one build into an output folder sees it, beside what lies there now."""

    def __init__(self, root: Path, config: Config, options: BuildOptions, state: State, out: str) -> None:
        self.root = root
        self.config = config
        self.options = options
        self.state = state
        self.out = out
        self.listed = scan_briefs(root)
        self._now: dict[str, Source] = {}
        self._asked: dict[str, Use] = {}
        #: A digest of all that a build depends on, but for briefs and the clock: taken before anything of it is read, since what
        #: somebody changes afterwards is for the next build to see.
        self.world = world_digest(
            config,
            theme_stamp(theme_folders([root / "templates"])),
            (options.drafts, options.keep_going, options.strict),
        )

    @contextmanager
    def beside(self) -> Iterator[Memory]:
        """The same with a connection of its own to the state."""
        twin = copy.copy(self)
        with State(self.root) as twin.state:
            yield twin

    @cached_property
    def stamps(self) -> dict[str, int]:
        """The stamps that the files in `briefs/` had."""
        return self.state.stamps()

    @cached_property
    def before(self) -> dict[str, Source]:
        """What is known of the files in `briefs/`."""
        return self.state.sources()

    @cached_property
    def products(self) -> dict[str, Product]:
        """The files that were written."""
        return self.state.outputs(self.out)

    def built(self) -> Built | None:
        """The last build into this folder, if nothing but briefs, and what git knows of them, can have changed since."""
        data = self.state.fact(f"built:{self.out}")
        if not data or self.state.has_claims(self.out):
            return None
        built = msgspec.msgpack.decode(data, type=Built)
        now = self.options.now
        holds = (
            built.world == self.world
            and built.serial == self.state.fact("serial")
            and (built.since is None or built.since <= now)
            and (built.until is None or now < built.until)
            and self.stamps.keys() == self.listed.stamps.keys()
            and (built.git is None or (built.git == history(self.root / "briefs") and not self.moved))
        )
        return built if holds else None

    def is_current(self, built: Built) -> bool:
        """Whether git knows what it knew."""
        return built.record == record_mark(self.root / "briefs", self.config)

    def keep(self, built: Built) -> None:
        """Remember that what was built holds still."""
        self.state.keep_fact(f"built:{self.out}", msgspec.msgpack.encode(built))
        self.state.commit()

    @cached_property
    def moved(self) -> tuple[str, ...]:
        """The files whose stamps are not as they were."""
        if self.listed.stamps == self.stamps:
            return ()
        before = self.stamps
        return tuple([path for path, stamp in self.listed.stamps.items() if before[path] != stamp])

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """The files whose bytes are not as they were, among those that were there."""
        salt = parse_salt(self.config)
        found = []
        for path in self.moved:
            known = self.state.source(path)
            before = known.digest if known else b""
            digest = read_digest(self.root / "briefs", path, salt if is_brief(path) else b"") if before else b""
            if digest and digest == before:
                self._now[path] = Source(self.listed.trusted(path), digest)
            else:
                found.append(path)
        return tuple(found)

    def keep_stamps(self) -> None:
        """Remember that files whose stamps changed are the same."""
        if any(self.state.source(path) != source for path, source in self._now.items()):
            self.state.keep_sources(self._now.items())
            self.state.commit()

    def sound(self, touched: frozenset[str]) -> dict[str, bytes]:
        """The digests of the files that were written, but for those that are not as they were."""
        found = self.products.items()
        return {path: product.digest for path, product in found if product.digest and path not in touched}

    def findings(self) -> Findings:
        """The problems of the last build."""
        data = self.state.fact("findings")
        return msgspec.msgpack.decode(data, type=Findings) if data else Findings()

    # ------------------------------------------------------------ for the loader

    def known(self, path: str) -> tuple[int, bytes]:
        """The stamp and the digest that a brief had. Its stamp tells nothing where it was read with other settings."""
        source = self.before.get(path)
        return (source.stamp * self._is_salted, source.digest) if source else (0, b"")

    @cached_property
    def _is_salted(self) -> bool:
        """Whether briefs were read with the settings of now."""
        return self.state.fact("salt") == parse_salt(self.config)

    def parsed(self, known: Set[str]) -> Iterable[tuple[str, ParsedBrief]]:
        """What was parsed from these briefs."""
        from briefgen.briefs.loader import decode_parsed

        return ((path, decode_parsed(data)) for path, data in self.state.briefs() if path in known)

    def keep_parsed(self, parsed: Sequence[tuple[str, bytes, ParsedBrief]]) -> None:
        """Remember what was parsed anew."""
        self.state.keep_briefs((path, seal(data)) for path, data, _ in parsed)

    def registered(self) -> Registered | None:
        """What was read in the registries last."""
        from briefgen.briefs.registered import decode_registered

        data = self.state.fact("registry")
        return decode_registered(data) if data else None

    def keep_registered(self, registered: Registered) -> None:
        """Remember what was read in them."""
        from briefgen.briefs.registered import encode_registered

        self.state.keep_fact("registry", encode_registered(registered))

    @cached_property
    def readings(self) -> Readings:
        """What was read in the texts of those briefs that are as they were."""
        from briefgen.readings import Readings

        return Readings(self.state)

    # ------------------------------------------------------------ what to remember

    def product(self, path: str) -> Product | None:
        """What is known of one file that was written."""
        return self.products.get(path) if self._all_products else self.state.product(self.out, path)

    @property
    def _all_products(self) -> bool:
        return "products" in self.__dict__

    @cached_property
    def uses(self) -> Uses:
        """What the pages were made from."""
        from briefgen.uses import decode_uses

        return decode_uses(self.state.fact(f"uses:{self.out}"))

    def users(self, head: bytes, text: bytes) -> list[Page]:
        """The pages that show the head of one brief or the text of another, by their marks; an empty mark is nobody's."""
        uses = self.uses.users(head, text)
        pages = [use.page for use in uses]
        self._asked.update((page.path, use) for page, use in zip(pages, uses, strict=True))
        return pages

    def last_first(self, paths: Iterable[str]) -> list[str]:
        """Files in the order in which they may be removed: what links to a page goes before it."""
        uses = self.uses.all
        ranks = {path: uses[path].page.rank if path in uses else 0 for path in paths}
        return sorted(ranks, key=lambda path: (-ranks[path], path))

    def keep_uses(self, made: dict[str, Use], gone: Collection[str]) -> None:
        """Remember what pages were made from, by the paths of their files, and that others are gone."""
        if not gone and all(self._asked.get(path) == use for path, use in made.items()):
            return  # as it was
        from briefgen.uses import encode_uses

        uses = {path: use for path, use in (self.uses.all | made).items() if path not in gone}
        self.state.keep_fact(f"uses:{self.out}", encode_uses(uses))

    def phrases(self) -> dict[str, str]:
        """What the renderer knew to say."""
        data = self.state.fact("phrases")
        return msgspec.msgpack.decode(data, type=dict[str, str]) if data else {}

    def keep_phrases(self, phrases: dict[str, str]) -> None:
        """Remember what the renderer knows to say."""
        if len(phrases) > MOST_PHRASES:
            phrases = {}
        self.state.keep_fact("phrases", msgspec.msgpack.encode(phrases))

    @property
    def compiled(self) -> Path:
        """The folder where templates are kept compiled."""
        return self.root / FOLDER / "templates"

    def keep_loaded(self, loaded: Loaded) -> None:
        """Remember what was read, beside what was parsed."""
        now = as_sources(loaded.sources)
        changed = [(path, source) for path, source in now.items() if self.before.get(path) != source]
        self.state.keep_sources(changed, self.before.keys() - now.keys())
        self.state.keep_fact("salt", parse_salt(self.config))
        self.state.keep_readings(self.readings.anew)

    def keep_edition(self, edition: bytes) -> None:
        """Remember an edition, with all that was read: lasting from here on. Nothing has been built from it yet."""
        self.state.keep_fact("serial", None)
        self.state.keep_fact("edition", edition)
        self.state.commit()

    def keep_built(self, built: Built, findings: Findings) -> None:
        """Remember what was built from the edition."""
        self.state.keep_fact(f"built:{self.out}", msgspec.msgpack.encode(built))
        self.state.keep_fact("findings", msgspec.msgpack.encode(findings))
        self.state.keep_fact("serial", built.serial)


def as_sources(sources: Sources) -> dict[str, Source]:
    """What the loader noted, as the state has it; a name that is no text cannot be kept."""
    return {path: Source(*noted) for path, noted in sources.items() if path.isascii() or path.isprintable()}
