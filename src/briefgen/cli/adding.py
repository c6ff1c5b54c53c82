"""`briefgen add`: raw texts become briefs. On a terminal it asks, one key for each suggestion."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.codes import FINE, PROBLEMS
from briefgen.cli.show import complain, say, show_problems, shown
from briefgen.cli.site import Site

if TYPE_CHECKING:
    from briefgen.intake.candidates import Candidate
    from briefgen.intake.joining import NameReader
    from briefgen.intake.proposal import Choice, Proposal

EXPLAINED = """\
  y  take it            n  leave it out
  e  change it          ?  this list
  Ctrl-C ends it all; nothing of this text is written then."""


def add_briefs(here: Site, files: tuple[str, ...], everything: bool, dry: bool) -> int:
    """Make a brief of each file ("-": standard input); the exit code."""
    from briefgen.briefs.parser import parse_brief
    from briefgen.intake.adding import draft, read_registry, with_all
    from briefgen.intake.writing import brief_text, file_names, write_brief

    code = FINE
    registry = read_registry(here.root)
    reader = cache(lambda: _reader(here.config.language))
    asks = not (everything or dry) and sys.stdin.isatty() and sys.stderr.isatty()
    for file in files:
        data = _read(file)
        if data is None:
            code = PROBLEMS
            continue
        read = draft(
            data, "" if file == "-" else Path(file).name, registry, here.config, here.now, lambda text: reader()(text)
        )
        if read.left_out:
            say(f"Left out, as no part of the text: {' | '.join(read.left_out)[:400]}", err=True)
        if read.proposal is None:
            complain(f"{file}: nothing was written: {read.reason}")
            code = PROBLEMS
            continue
        if read.proposal.undated:
            complain(f"{file}: {read.proposal.undated}; look whether {read.proposal.day} is right")
        if read.proposal.lede and not asks:
            told = "look whether what stands above the first heading is a part of the brief"
            complain(f"{file}: {told}: {_beginning(read.proposal.lede)}")
        proposal = with_all(read.proposal) if everything else ask(read.proposal) if asks else read.proposal
        text = brief_text(proposal, here.config)
        if dry:
            path = next(file_names(proposal))
            say(text, end="")
        else:
            written = write_brief(here.root, proposal, text)
            path = written.relative_to(here.root / "briefs").as_posix()
            say(shown(written))
        problems = parse_brief(path, text.encode(), here.config).problems
        show_problems(problems, here.root, notes=True, err=True)
        tell_candidates(proposal.candidates)
        code = PROBLEMS if problems else code
    return code


def _reader(language: str) -> NameReader:
    """Who reads names in the texts, as far as that is installed."""
    from briefgen.intake.ner import names_reader

    reader, told = names_reader(language)
    if told:
        complain(told)
    return reader or (lambda _: ())


def _read(file: str) -> bytes | None:
    if file == "-":
        if sys.stdin.isatty():
            say("Paste the text, then press Ctrl-D in a line of its own (on Windows Ctrl-Z and Enter):", err=True)
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        complain(f"{file}: {error.strerror}")
        return None


def tell_candidates(candidates: tuple[Candidate, ...]) -> None:
    """Names that may be actors, each with the command that adds it."""
    if not candidates:
        return
    import shlex

    single = [one for one in candidates if not (" " in one.name or one.kind or one.acronym)]
    say("Names that no registry knows. Those that are actors of your briefs, you can add:", err=True)
    for one in candidates:
        if one in single:
            continue
        alias = f" --alias {shlex.quote(one.acronym)}" if one.acronym else ""
        kind = f" --kind {one.kind}" if one.kind else ""
        times = f"{one.count} times" if one.count > 1 else "once"
        say(f"  briefgen actors add {shlex.quote(one.name)}{kind}{alias}\n      {times}: {one.context}", err=True)
    if single:
        told = ", ".join(f"{one.name} ({one.count})" if one.count > 1 else one.name for one in single)
        say(f"  of one word: {told}", err=True)


# ---------------------------------------------------------------- questions


def ask(proposal: Proposal) -> Proposal:
    """Let an editor decide: what stands above the first heading, headline and day, then whatever is only suggested."""
    import msgspec

    from briefgen.text.moment import parse_day

    say("y: yes, n: no, e: change it, ?: help", err=True)
    if proposal.lede and _key(f"Above the first heading: {_beginning(proposal.lede)}", "yn?") == "n":
        proposal = msgspec.structs.replace(proposal, lede="", title=proposal.bare_title)
    title = _value("Headline", proposal.title, lambda text: " ".join(text.split()))
    day = proposal.day
    written = f"{day.isoformat()}{f' ({proposal.dated})' if proposal.dated else ''}"
    answer = _value("Date", written, lambda text: str(parse_day(text).day or ""))
    if answer != written:
        day = type(day).fromisoformat(answer)
    topics = _choices("Topic", proposal.topics)
    actors = _choices("Actor", proposal.actors)
    expect = []
    for one in proposal.expect:
        last = one.last.isoformat()
        when = f"by {last}" if one.first is None else last if one.first == one.last else f"{one.first} to {last}"
        what = _choice(f"Expected {when}", one.what)
        if what:
            expect.append(msgspec.structs.replace(one, what=what))
    return msgspec.structs.replace(
        proposal, title=title, day=day, topics=topics, actors=actors, expect=tuple(expect), confirmed=True
    )


def _beginning(lede: str) -> str:
    from briefgen.text.prose import plain_text
    from briefgen.text.sentences import shorten

    return shorten(" ".join(plain_text(lede).split()), 100)


def _choices(what: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    import msgspec

    taken = []
    for choice in choices:
        name = choice.name if choice.sure else _choice(f"{what} (the text has: {choice.why})", choice.name)
        if name:
            taken.append(msgspec.structs.replace(choice, name=name, sure=True))
    return tuple(taken)


def _value(what: str, value: str, read: Callable[[str], str]) -> str:
    """A value that is needed: taken as it is, or another."""
    key = _key(f"{what}: {value}", "ye?")
    while key == "e":
        changed = read(_line(what))
        if changed:
            return changed
        say("  That cannot be used; once more, please", err=True)
    return value


def _choice(what: str, value: str) -> str:
    """A value that may be left out: as it is, another, or empty."""
    key = _key(f"{what}: {value}", "yne?")
    return {"y": value, "n": ""}[key] if key in "yn" else " ".join(_line(what).split())


def _line(what: str) -> str:
    return str(click.prompt(f"  {what}", default="", show_default=False, err=True))


def _key(question: str, keys: str) -> str:
    """One of some keys, as the editor presses it; Enter is the first."""
    while True:
        click.echo(f"{question}  [{'/'.join(keys)}] ", nl=False, err=True)
        pressed = click.getchar().casefold()
        key = keys[0] if pressed in ("\r", "\n") else pressed
        click.echo(key if key.isprintable() else "", err=True)
        if key == "?":
            click.echo(EXPLAINED, err=True)
        elif key in ("\x03", "\x04", "\x1b", "q"):
            raise click.Abort
        elif key and key in keys:
            return key
