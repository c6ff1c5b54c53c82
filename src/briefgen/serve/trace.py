"""What a preview leaves in the state, so that the next one need not survey the site: the light edition with drafts, the pages, the findings,
and which files all that was made from.

The laws of it:

1. A build afterwards goes the way that it would have gone. While the state holds an edition from which something was built, what that
   build has read stays as it is; briefs that are not of the bytes that the build knew are kept in the trace itself.
2. The build lock is held only for as long as the state is read or written. Where somebody else holds it for longer, or the state cannot
   be used, the preview does without.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from briefgen.briefs.files import Sources, parse_salt
from briefgen.briefs.git import history
from briefgen.briefs.scan import Scan
from briefgen.briefs.sorting import is_brief
from briefgen.config import Config
from briefgen.edition.mentions import decode_seen, reader_of
from briefgen.lock import FOLDER, building
from briefgen.memory import Findings, as_sources
from briefgen.output import OutputError
from briefgen.pages.book import Book
from briefgen.pages.model import Page
from briefgen.pages.plan import Plan
from briefgen.problems import Problem
from briefgen.serve.attic import Attic, decode_parsed
from briefgen.serve.drawing import Drawing
from briefgen.serve.stock import Stock, Taken
from briefgen.snapshot import decode_edition, encode_edition
from briefgen.state import State
from briefgen.state_file import DamagedError, discard, seal
from briefgen.world import code_digest

#: The seconds for which a build is waited for.
PATIENCE = 0.5

_ENCODE = msgspec.msgpack.Encoder().encode


class Trace(msgspec.Struct, frozen=True, array_like=True):
    """`sources` are as in `Stock`, `keys` those of what was read in texts; `own` are the briefs that the state has otherwise or not at all,
    parsed and read, encoded; `told` are the problems of the edition and of the plan; `theme` is the mark of a theme in which nothing is
    wrong; the rest is as in `Drawing`."""

    config: Config
    span: tuple[dt.datetime | None, dt.datetime | None]
    sources: Sources
    keys: dict[str, bytes]
    own: dict[str, tuple[bytes, bytes]]
    edition: bytes
    pages: tuple[Page, ...]
    findings: Findings
    told: tuple[tuple[Problem, ...], tuple[Problem, ...]]
    undated: frozenset[str]
    git: str
    record: str
    phrases: dict[str, str]
    theme: bytes | None


class Recalled(msgspec.Struct, frozen=True):
    """What was found in the state: phrases as in `Renderer`, the marks of themes in which nothing is wrong, and perhaps a trace
    that holds."""

    phrases: dict[str, str] = {}
    themes: tuple[bytes, ...] = ()
    trace: Trace | None = None


def recall(root: Path, config: Config, now: dt.datetime, stock: Stock) -> Recalled:
    """What the state of a site knows, where `stock` may fetch its briefs from then on."""
    if not (root / FOLDER / "state.db").is_file():
        return Recalled()
    known = building(root, PATIENCE, lambda _: None)
    with suppress(OutputError, DamagedError, msgspec.MsgspecError), known, State(root) as state:
        if state.fact("code") != code_digest():
            return Recalled()
        theme, data = state.fact("theme"), state.fact("preview")
        trace = _DECODE(data) if data else None
        if trace and trace.config == config:
            _lend(stock, root, trace, state.digests())
            themes = tuple(filter(None, (theme, trace.theme)))
            return Recalled(trace.phrases, themes, trace if _holds(trace, root, now) else None)
        said = state.fact("phrases")
        phrases = msgspec.msgpack.decode(said, type=dict[str, str]) if said else {}
        if state.fact("salt") == parse_salt(config):
            sources = {path: (source.stamp, source.digest) for path, source in state.sources().items()}
            stock.lend(sources, {}, Attic(root))
        return Recalled(phrases, (theme,) if theme else ())
    return Recalled()


_DECODE = msgspec.msgpack.Decoder(Trace).decode


def _holds(trace: Trace, root: Path, now: dt.datetime) -> bool:
    """Whether the clock has changed nothing since a trace was left, and dates that git told are as they were."""
    since, until = trace.span
    within = (since is None or since <= now) and (until is None or now < until)
    return within and (not trace.undated or trace.git == history(root / "briefs"))


def _lend(stock: Stock, root: Path, trace: Trace, there: Mapping[str, bytes]) -> None:
    """Let the stock have the briefs of a trace: its own, and those in the state that are of the same bytes. Of all others, nothing is known."""
    sources = {
        path: noted if there.get(path) == noted[1] or path in trace.own or not is_brief(path) else (0, b"")
        for path, noted in trace.sources.items()
    }
    stock.lend(sources, trace.keys, Attic(root))
    for path, (parsed, seen) in trace.own.items():
        stock.keep(path, decode_parsed(parsed), (trace.keys[path], decode_seen(seen)) if seen else None)


def redraw(trace: Trace, now: dt.datetime, stock: Stock, listed: Scan) -> Drawing:
    """The drawing that a trace tells of, at the clock `now`."""
    config = trace.config
    readers = cache(lambda: reader_of(registry, edition.strangers, config.actors.detect))
    light, registry = decode_edition(trace.edition, now, lambda path: stock.fetch(path, config, readers))
    told, planned = trace.told
    edition = msgspec.structs.replace(light, problems=told, text_problems=trace.findings.text)
    plan = Plan(Book(edition), trace.pages, planned, trace.findings.links)
    return Drawing(
        listed, registry, edition, plan, trace.findings, readers, trace.undated, trace.git, record=trace.record
    )


def keep(
    root: Path, config: Config, drawing: Drawing, taken: Taken, phrases: dict[str, str], theme: bytes | None
) -> bool:
    """Leave a trace in the state, if that can be. What was taken must be whole, and of this drawing. None is left of what is not what the files
    say now, or will not be for long."""
    if drawing.ahead or not drawing.is_plain or not (root / "briefs").is_dir():
        return False
    edition, plan = drawing.edition, drawing.plan
    with suppress(OutputError, DamagedError, UnicodeEncodeError):
        trace = Trace(
            config,
            edition.span,
            taken.sources,
            {path: key for path, (key, _) in taken.seen.items()},
            {},
            encode_edition(edition, drawing.registry, drawing.undated),
            plan.pages,
            drawing.findings,
            (edition.problems, plan.problems),
            drawing.undated,
            drawing.git,
            drawing.record,
            phrases,
            theme,
        )
        with building(root, PATIENCE, lambda _: None):
            try:
                return _leave(root, trace, taken)
            except DamagedError:
                discard(root)
                return _leave(root, trace, taken)
    return False


def _leave(root: Path, trace: Trace, taken: Taken) -> bool:
    with State(root) as state:
        own = _keep_briefs(state, trace.config, taken)
        if own is None:
            return False
        state.keep_fact("preview", _ENCODE(msgspec.structs.replace(trace, own=own)))
        state.commit()
    return True


def _keep_briefs(state: State, config: Config, taken: Taken) -> dict[str, tuple[bytes, bytes]] | None:
    """Keep briefs where builds keep them, if no build would miss a change for it. Those that must be kept elsewhere, encoded; None where some
    are known nowhere."""
    code, salt = code_digest(), parse_salt(config)
    if state.fact("code") != code:
        state.forget()
        state.keep_fact("code", code)
    built = state.fact("serial") is not None and state.fact("salt") == salt
    there = state.digests()
    apart = [path for path, (_, digest) in taken.sources.items() if is_brief(path) and there.get(path) != digest]
    if not all(path in taken.briefs or not taken.sources[path][1] for path in apart):
        return None
    fresh = [path for path in apart if taken.sources[path][1]]
    if built:
        return {
            path: (_ENCODE(taken.briefs[path]), _ENCODE(taken.seen[path][1]) if path in taken.seen else b"")
            for path in fresh
        }
    sources, before = as_sources(taken.sources), state.sources()
    state.keep_fact("serial", None)
    state.keep_fact("salt", salt)
    changed = [(path, source) for path, source in sources.items() if before.get(path) != source]
    state.keep_sources(changed, before.keys() - sources.keys())
    state.keep_briefs((path, seal(_ENCODE(taken.briefs[path]))) for path in fresh)
    known = state.readings()
    state.keep_readings(
        (path, key, seal(_ENCODE(seen)))
        for path, (key, seen) in taken.seen.items()
        if path in sources and (path not in known or known[path][0] != key)
    )
    return {}
