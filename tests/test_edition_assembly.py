"""What an edition holds at an instant."""

from __future__ import annotations

from support_edition import NOW, brief

from briefgen.briefs.model import Library
from briefgen.config import Config
from briefgen.edition.edition import assemble_edition


def test_items_are_newest_first_and_then_by_path() -> None:
    library = Library((brief("b.md"), brief("c.md", date="2025-10-02"), brief("a.md")))
    assert [item.brief.path for item in assemble_edition(library, Config(), NOW).items] == ["c.md", "a.md", "b.md"]
