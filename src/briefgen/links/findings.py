"""Answers → problems at the places where the addresses stand. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from briefgen.links.model import Answer, Kind, Link
from briefgen.problems import Problem, problem
from briefgen.text.yaml_reader import shown

_LONGEST = 1000


def findings(link: Link, answer: Answer) -> Iterator[Problem]:
    """What is to be told of a link. Nothing is put right by itself: what stands at the new address only a person can see."""
    if answer.kind is Kind.GOOD:
        return
    address, told = shown(link.address, _LONGEST), shown(answer.told, _LONGEST)
    if answer.kind is Kind.GONE:
        code, message = "link-gone", f"Nothing is at {address} any more: {told}"
        hint = "Write where it is now, or the address of a copy in an archive, such as web.archive.org"
    elif answer.kind is Kind.MOVED:
        code, message = "link-moved", f"This has moved for good, to {told}"
        hint = f"Look whether it says the same, and write {told}"
        if urlsplit(answer.told).path in ("", "/") and urlsplit(link.address).path not in ("", "/"):
            hint = "That is the first page of a site, so what was meant is likely gone: write where it is now"
    else:
        code, message = "link-unseen", f"Whether anything is at {address} could not be seen: {told}"
        hint = "Look with a browser; what is there and never lets itself be seen can be named in `links: ignore:`"
    for place in link.places:
        yield problem(code, place, message, hint)
