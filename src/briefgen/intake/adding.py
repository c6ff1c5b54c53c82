"""The way of a text into `briefs/`: what can be known of it, and what `check` will say of the file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from briefgen.briefs.files import LARGEST, read_file
from briefgen.briefs.model import Registry
from briefgen.briefs.registry import parse_registry
from briefgen.briefs.sections import read_body
from briefgen.briefs.sorting import REGISTRIES
from briefgen.config import Config
from briefgen.intake.joining import NameReader
from briefgen.intake.pasted import read_pasted
from briefgen.intake.proposal import Proposal, propose
from briefgen.text.foreign import foreign_kind


class Draft(msgspec.Struct, frozen=True):
    """A text that was read. Without a proposal, `reason` says why there is none, in one line. `left_out` are lines that are no part of
    the text."""

    proposal: Proposal | None
    left_out: tuple[str, ...] = ()
    reason: str = ""


def read_registry(root: Path) -> Registry:
    """The registries of a site, as far as they can be read."""
    actors, topics = (read_file(root / "briefs", name)[0] for name in REGISTRIES)
    return parse_registry(actors, topics)[0]


def draft(
    data: bytes,
    name: str,
    registry: Registry,
    config: Config,
    now: dt.datetime,
    read: NameReader = lambda text: (),  # noqa: ARG005
) -> Draft:
    """What would become of a text, and all that is known of it. `name` is that of its file, which may begin with a date; `read` finds
    names beside our own guesses."""
    if len(data) > LARGEST:
        return Draft(None, reason=f"this is too large for a brief; {LARGEST / 1e6:.0f} MB is the most")
    if kind := foreign_kind(data):
        return Draft(
            None,
            reason=f"this is {kind}, and no text. Open it in its own program, copy the text, and paste it: briefgen add -",
        )
    pasted = read_pasted(data, lambda text: bool(read_body(text, 1, "", config).sections))
    if not pasted.text.strip():
        return Draft(None, pasted.left_out, "there is no text in it")
    if pasted.text.lstrip().startswith(("---\n", "+++\n")):
        reason = (
            "this has front matter, so it is a brief already; copy it into briefs/, and see what `briefgen check` says"
        )
        return Draft(None, pasted.left_out, reason)
    proposal = propose(pasted, name, registry, config, now, read)
    if not proposal.body.sections:
        told = next((f"{p.message}. {p.hint}" for p in proposal.body.problems if p.code == "no-sections"), "")
        return Draft(None, pasted.left_out, told or "there are headings, and no text under them")
    return Draft(proposal, pasted.left_out)


def with_all(proposal: Proposal) -> Proposal:
    """A proposal with all that was only suggested."""
    sure = [tuple(msgspec.structs.replace(c, sure=True) for c in some) for some in (proposal.topics, proposal.actors)]
    return msgspec.structs.replace(proposal, topics=sure[0], actors=sure[1], confirmed=True)
