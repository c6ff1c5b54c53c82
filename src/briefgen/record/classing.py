"""What a change of a published text was, as the file itself says."""

from __future__ import annotations

from briefgen.briefs.model import Brief, Correction
from briefgen.edition.model import Kind
from briefgen.text.moment import Moment


def kind_of(old: Brief, new: Brief) -> Kind:
    """What the change from one version to the next was: a correction before an update before one that is minor."""
    if len(new.corrections) > len(old.corrections):
        return Kind.CORRECTION
    if len(new.updates) > len(old.updates) or _is_later(new.updated, old.updated):
        return Kind.UPDATE
    return Kind.MINOR if _is_later(new.minor, old.minor) else Kind.CHANGED


def entries_of(kind: Kind, old: Brief, new: Brief) -> tuple[Correction, ...]:
    """What the new version says of such a change: those of its corrections, or of its updates, that the old one had not."""
    if kind is Kind.CORRECTION:
        return tuple([one for one in new.corrections if one not in old.corrections])
    updates = [one for one in new.updates if one not in old.updates] if kind is Kind.UPDATE else []
    return tuple([Correction(one.date, one.text) for one in updates])


def _is_later(one: Moment | None, other: Moment | None) -> bool:
    return one is not None and (other is None or one.instant > other.instant)
