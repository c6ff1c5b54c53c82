"""The site as it is now, in memory: what is shown at this moment, and how the next moment comes about."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import msgspec

from briefgen.briefs.files import Sources, parse_salt, scan_briefs
from briefgen.briefs.git import history
from briefgen.briefs.scan import Scan
from briefgen.config import Config
from briefgen.config_cache import keep_settings
from briefgen.kept import LostError
from briefgen.pages.model import PageKind
from briefgen.problems import Problem
from briefgen.rules.grading import graded
from briefgen.serve.answers import GOOD, KEPT, Bodies, Shelves
from briefgen.serve.drawing import Drawing, draw
from briefgen.serve.model import Answer, Refresh, Snapshot
from briefgen.serve.press import Press, make_press
from briefgen.serve.recording import Recording, record_anew
from briefgen.serve.settings import Used, read_used
from briefgen.serve.sight import SETTINGS, BriefsSight, ThemeSight, look_at_briefs, look_at_theme, read_hint
from briefgen.serve.stock import Stock
from briefgen.serve.trace import Trace, keep, recall, redraw
from briefgen.serve.wording import Scribe, Wording
from briefgen.words import FEW
from briefgen.workers import Mapper, mapper_for, serial_map


class Shown(msgspec.Struct, frozen=True):
    """All that belongs to one moment."""

    snapshot: Snapshot
    shelves: Shelves
    drawing: Drawing
    settings: Used
    theme: ThemeSight
    troubles: tuple[Problem, ...] = ()


class Preview:
    """A site that is looked at while it is worked on (see `model.LiveSite`)."""

    def __init__(
        self,
        root: Path,
        *,
        now: dt.datetime | None = None,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        mapper: Mapper | None = None,
    ) -> None:
        """The site in the folder `root`. The clock stands still at `now`, if that is given; it is aware. The mapper is used at the start."""
        self._root = root
        self._fixed = now
        self._time = clock
        self._mapper = mapper or mapper_for(0)
        self._stock = Stock(root)
        self._good = Bodies(GOOD)
        self._refreshing = Lock()
        self._rendering = Lock()
        self._shown: Shown | None = None
        self._scribe: Scribe | None = None
        self._untold: tuple[str, ...] = ()  #: files that changed, which nobody was told yet
        self._unsorted = True  #: whether much was made since garbage was looked for
        self._edits = self._traced = (
            0  #: how many briefs changed, or more than that; and how many had when a trace was left
        )

    @property
    def snapshot(self) -> Snapshot:
        """The site at this moment."""
        return self._now_shown.snapshot

    @property
    def until(self) -> dt.datetime | None:
        """When the clock will change what is shown; None: it will not."""
        if self._fixed:
            return None
        drawing = self._now_shown.drawing
        until = drawing.edition.span[1]
        soon = drawing.edition.now + dt.timedelta(minutes=1) if drawing.ahead else None
        return min(filter(None, (until, soon)), default=None)

    @property
    def _now_shown(self) -> Shown:
        if self._shown is None:
            raise RuntimeError("the preview has not been started")
        return self._shown

    # ------------------------------------------------------------ pages

    def get(self, path: str) -> Answer:
        """What there is at a path, decoded and with the sub-path."""
        while True:
            try:
                with self._rendering:
                    return self._now_shown.shelves.answer(path)
            except LostError:  # a brief was to be fetched, and changed meanwhile: then all is read and kept in memory
                with self._refreshing:
                    told = self._refresh(self._now_shown, None, lost=True)
                    self._untold = (*self._untold, *told.changed)

    # ------------------------------------------------------------ the next moment

    def start(self) -> Refresh:
        """Load the site. To be called once, before there are other threads: work is spread by forking."""
        started = time.perf_counter()
        with self._refreshing:
            settings = read_used(self._root, None)
            theme = look_at_theme(self._root, ThemeSight())
            recalled = recall(self._root, settings.config, self._clock(), self._stock)
            press, troubles = make_press(self._root, settings.config, recalled.phrases)
            if recalled.trace:
                drawing = self._recorded(settings.config, self._recalled(settings.config, recalled.trace))
            else:
                drawing = self._drawn(settings.config, scan_briefs(self._root))
            self._mapper = serial_map
            try:
                self._show(0, settings, theme, press, troubles, drawing, Bodies(KEPT), recalled.themes)
            except LostError:
                drawing = self._drawn(settings.config, scan_briefs(self._root))
                self._show(0, settings, theme, press, troubles, drawing, Bodies(KEPT), recalled.themes)
            return Refresh(0, problems=self.snapshot.problems, seconds=time.perf_counter() - started)

    def refresh(self, hint: Collection[str] | None = None) -> Refresh:
        """Look what changed on the disk, and take it up."""
        started = time.perf_counter()
        with self._refreshing:
            before = self._now_shown
            told = self._refresh(before, hint)
            changed, self._untold = tuple(sorted({*told.changed, *self._untold})), ()
            seconds = time.perf_counter() - started
            return Refresh(self.snapshot.serial, changed, told.new, self.snapshot.problems, seconds)

    def settle(self) -> None:
        """Do what was put off, in a quiet moment."""
        self._stock.fill()
        with self._refreshing:
            shown, edits = self._now_shown, self._edits
            self._scribe = scribe = self._scribe or Scribe(self._root, shown.settings.config, shown.drawing)
            taken = self._stock.taken() if edits - self._traced >= FEW else None
        scribe.prepare()
        if taken:
            press, config = shown.shelves.press, shown.settings.config
            if keep(self._root, config, shown.drawing, taken, press.renderer.phrases(), press.good):
                self._traced = edits
            if shown.settings.read:
                keep_settings(self._root, shown.settings.read)
        if self._unsorted:
            self._unsorted = False
            gc.unfreeze()
            gc.collect()
            gc.freeze()  # what is left will stay: nobody needs to look for garbage there

    def _refresh(self, before: Shown, hint: Collection[str] | None, lost: bool = False) -> Refresh:
        where = read_hint(hint)
        settings = read_used(self._root, before.settings) if where.settings else before.settings
        theme = look_at_theme(self._root, before.theme) if where.theme else before.theme
        salt = parse_salt(before.settings.config)
        sight = look_at_briefs(self._root, before.drawing.listed, self._stock.sources, salt, where.briefs)
        self._stock.sources |= sight.sources
        changed = (
            *((SETTINGS,) if settings != before.settings else ()),
            *(f"briefs/{path}" for path in sight.changed),
            *before.theme.changed(theme),
        )
        turned = self._is_past(before)
        recommitted = bool(before.drawing.undated) and history(self._root / "briefs") != before.drawing.git
        recording = record_anew(self._root, before.settings.config, before.drawing, self._mapper)
        recommitted = recommitted or recording is None
        recorded = recording or Recording(before.drawing)
        changed = (*changed, *(f"briefs/{path}" for path in recorded.paths))
        if not changed and not turned and not recommitted and not lost:
            same = msgspec.structs.replace(recorded.drawing, listed=sight.listed)
            self._shown = msgspec.structs.replace(before, drawing=same, theme=theme)
            return Refresh(0)
        press, troubles = before.shelves.press, before.troubles
        if settings.config != before.settings.config or before.theme.changed(theme):
            press, troubles = make_press(self._root, settings.config, press.renderer.phrases(), press)
            self._unsorted = True
        kept = press is before.shelves.press
        bodies = before.shelves.bodies if kept else Bodies(KEPT)
        bodies = bodies.without(recorded.paths) if recorded.paths else bodies
        drawing = recorded.drawing
        whole = lost or turned or recommitted or settings.config != before.settings.config
        if sight.changed and not whole:
            with self._rendering:  # what was looked up for pages is taken over
                worded = self._reworded(before.settings.config, drawing, sight)
                if worded:
                    drawing, bodies = worded.drawing, bodies.without(worded.edits) if kept else bodies
            whole = worded is None
        if whole:
            if parse_salt(settings.config) != salt:
                self._stock.unlearn()
            known = self._stock.sources
            drawing = self._drawn(settings.config, sight.listed, before.drawing, sight.changed)
            changed = (*changed, *self._also_changed(known))
            bodies = Bodies(KEPT)
        try:
            with self._rendering:
                self._show(before.snapshot.serial + 1, settings, theme, press, troubles, drawing, bodies)
        except LostError:
            told = self._refresh(before, None, lost=True)
            return msgspec.structs.replace(told, changed=(*told.changed, *changed))
        new = _new_pages(before.shelves, self._now_shown.shelves) if whole else ()
        return Refresh(0, changed=tuple(sorted({*changed})), new=new)

    def _drawn(
        self, config: Config, listed: Scan, before: Drawing | None = None, changed: Collection[str] = ()
    ) -> Drawing:
        """Everything anew."""
        self._scribe, self._unsorted = None, True
        self._edits += FEW
        with _uncollected():
            return draw(self._root, config, self._clock(), self._mapper, self._stock, listed, before, changed)

    def _reworded(self, config: Config, drawing: Drawing, sight: BriefsSight) -> Wording | None:
        """The drawing with other words, if no more than words changed; whoever is rendering must be done."""
        if self._scribe is None:
            self._scribe = Scribe(self._root, config, drawing)
        try:
            wording = self._scribe.reword(drawing, sight)
        except LostError:
            return None
        if wording:
            for path, edit in wording.edits.items():
                self._stock.keep(path, edit.parsed, (edit.key, edit.seen) if edit.seen else None)
            self._stock.sources |= wording.sources
            self._edits += len(wording.edits)
        return wording

    def _also_changed(self, known: Sources) -> list[str]:
        """The files that changed while they were looked at: they were read as they are, too."""
        now = self._stock.sources.items()
        return [
            f"briefs/{path}"
            for path, (_, digest) in now
            if digest and path in known and known[path][1] not in (b"", digest)
        ]

    def _recalled(self, config: Config, trace: Trace) -> Drawing:
        """What a trace tells, with what changed since."""
        sight = look_at_briefs(self._root, None, self._stock.sources, parse_salt(config), None)
        drawing = redraw(trace, self._clock(), self._stock, sight.listed)
        self._stock.sources |= sight.sources
        if not sight.changed:
            return drawing
        wording = self._reworded(config, drawing, sight)
        return wording.drawing if wording else self._drawn(config, sight.listed, drawing, sight.changed)

    def _recorded(self, config: Config, drawing: Drawing) -> Drawing:
        """A drawing that was recalled, as git knows it now."""
        recording = record_anew(self._root, config, drawing, self._mapper)
        return recording.drawing if recording else self._drawn(config, drawing.listed, drawing)

    def _show(
        self,
        serial: int,
        settings: Used,
        theme: ThemeSight,
        press: Press,
        troubles: tuple[Problem, ...],
        drawing: Drawing,
        bodies: Bodies,
        themes: Collection[bytes] = (),
    ) -> None:
        """From here on, this is shown."""
        plan = drawing.plan
        before = self._shown.shelves if self._shown else None
        pages = before.pages if before and before.plan.pages is plan.pages else {page.path: page for page in plan.pages}
        press.try_out(plan, themes)
        shelves = Shelves(self._root, plan, pages, press, bodies, self._good)
        found = (*settings.problems, *troubles, *drawing.findings.beside(press.problems).all())
        problems = graded(found, settings.config)
        snapshot = Snapshot(serial, settings.config, drawing.edition, plan, problems, drawing.edition.now)
        self._shown = Shown(snapshot, shelves, drawing, settings, theme, troubles)

    # ------------------------------------------------------------

    def _clock(self) -> dt.datetime:
        return self._fixed or self._time()

    def _is_past(self, shown: Shown) -> bool:
        """Whether the clock changed what is to be shown."""
        now, since, until = self._clock(), shown.drawing.edition.span[0], self.until
        return (until is not None and now >= until) or (since is not None and now < since)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Make much that will stay: looking for garbage among it takes long, and finds none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _new_pages(before: Shelves, after: Shelves) -> tuple[tuple[str, str], ...]:
    """The title and the address of every brief that has got a page."""
    book = after.plan.book
    fresh = [page for path, page in after.pages.items() if page.kind is PageKind.BRIEF and path not in before.pages]
    return tuple([(book.items[page.subject[0]].head.title, book.href(page.url)) for page in fresh])
