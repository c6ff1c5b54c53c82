"""There are new commits since a build: what they changed of the records of briefs, which is mostly nothing, or little."""

from __future__ import annotations

import msgspec

from briefgen.edition.model import Record
from briefgen.memory import Built, Memory
from briefgen.record.reading import read_records
from briefgen.snapshot import peek
from briefgen.workers import Mapper


class Renewed(msgspec.Struct, frozen=True):
    """A build that holds if the pages of some briefs are looked at (`paths`, by `Brief.path`): those with other `records`."""

    built: Built
    records: dict[str, Record]
    paths: frozenset[str] = frozenset()


def renew(memory: Memory, built: Built, mapper: Mapper) -> Renewed | None:
    """What git knows now of the briefs of the last build. None: the whole way must be gone."""
    data = memory.state.fact("edition")
    if data is None:
        return None
    paths, before = peek(data)
    recorded = read_records(memory.root, memory.config, mapper, paths)
    told = tuple([found for found in memory.findings().rest if found.code == "history-cut"])
    if told != recorded.problems:
        return None
    records = recorded.records
    built = msgspec.structs.replace(built, record=recorded.mark)
    if records == before:
        memory.keep(built)
        return Renewed(built, records)
    changed = {path for path in {*before, *records} if before.get(path) != records.get(path)}
    if memory.config.revisions == "pages" and not _same_pages(changed, before, records):
        return None
    return Renewed(built, records, frozenset(changed))


def _same_pages(changed: set[str], before: dict[str, Record], records: dict[str, Record]) -> bool:
    """Whether those that have a page of revisions are the same; of what waited for its date, that is not certain."""
    both = [record for path in changed for record in (before.get(path), records.get(path))]
    return all(record is not None and not any(one.waited for one in record.revisions) for record in both)
