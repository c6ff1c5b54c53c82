"""What rendering keeps from one build to the next: compiled templates, and what Babel said."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jinja2 import Environment
from support_site import write_site
from support_views import CONFIG, PAGES, SITE

from briefgen.render.dates import Dates
from briefgen.render.phrases import Phrases
from briefgen.render.renderer import Renderer, TemplateError
from briefgen.render.theme import Theme
from briefgen.text.moment import Moment

DAY = Moment(dt.datetime(2025, 10, 18, tzinfo=dt.UTC), dt.date(2025, 10, 18), True)


def test_what_babel_said_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Renderer(Theme(), SITE, CONFIG)
    made = [first.render(*page) for page in PAGES.values()]
    known = first.phrases()
    assert "October 18, 2025" in known.values()
    for name in [name for name in sys.modules if name.partition(".")[0] == "babel"]:
        monkeypatch.delitem(sys.modules, name)
    again = Renderer(Theme(), SITE, CONFIG, phrases=known)
    assert [again.render(*page) for page in PAGES.values()] == made
    assert "babel" not in sys.modules
    assert again.phrases() == known


def test_a_page_of_known_phrases_needs_no_babel() -> None:
    code = "import sys, briefgen.render.renderer\nassert 'babel' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_babel_said_of_another_language_or_version_does_not_count() -> None:
    known = {**Phrases("en").known(), "date long 2025-10-18": "a day"}
    assert Dates("en", "UTC", Phrases("en", known)).longdate(DAY) == "a day"
    assert Dates("de", "UTC", Phrases("de", known)).longdate(DAY) == "18. Oktober 2025"
    assert Dates("en", "UTC", Phrases("en", known | {"": "en 1 1"})).longdate(DAY) == "October 18, 2025"


def _kept(folder: Path, theme: Theme, **site: Any) -> Renderer:
    return Renderer(theme, msgspec.structs.replace(SITE, **site), CONFIG, compiled=folder / "kept")


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [_kept(tmp_path, Theme()).render(*page) for page in PAGES.values()]
    assert made == [Renderer(Theme(), SITE, CONFIG).render(*page) for page in PAGES.values()]
    for step in ("_parse", "_generate", "_compile"):
        monkeypatch.delattr(Environment, step)
    renderer = _kept(tmp_path, Theme())
    assert [renderer.render(*page) for page in PAGES.values()] == made


def test_a_compiled_template_is_that_of_its_source_and_site(tmp_path: Path) -> None:
    template = '{{ "\'a\'" | quotes }} {{ site.title }} {{ asset("style.css") }} {{ t("sources") }}'
    theme = Theme([write_site(tmp_path, {"brief.html": template})])
    first = _kept(tmp_path, theme).render(*PAGES["brief"])
    assert _kept(tmp_path, theme).render(*PAGES["brief"]) == first
    assert "’a’" in _kept(tmp_path, theme, language="fi").render(*PAGES["brief"]).decode()
    assert b"Other" in _kept(tmp_path, theme, title="Other").render(*PAGES["brief"])
    write_site(tmp_path, {"static/style.css": "p{}"})
    assert _kept(tmp_path, Theme(theme.folders)).render(*PAGES["brief"]) != first
    write_site(tmp_path, {"brief.html": "new"})
    assert _kept(tmp_path, theme).render(*PAGES["brief"]) == b"new\n"


def test_a_mistake_in_a_kept_template_is_found_at_its_line(tmp_path: Path) -> None:
    theme = Theme([write_site(tmp_path, {"brief.html": "\n{{ breif }}"})])
    for _ in range(2):
        with pytest.raises(TemplateError) as caught:
            _kept(tmp_path, theme).render(*PAGES["brief"])
        assert (caught.value.problem.code, caught.value.problem.where.line) == ("template-undefined", 2)


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 500])
def test_a_kept_template_that_is_damaged_does_not_count(tmp_path: Path, damage: bytes) -> None:
    made = _kept(tmp_path, Theme()).render(*PAGES["brief"])
    for file in (tmp_path / "kept").iterdir():
        file.write_bytes(file.read_bytes()[: -len(damage)] + damage if damage else b"")
    assert _kept(tmp_path, Theme()).render(*PAGES["brief"]) == made
    assert _kept(tmp_path, Theme()).render(*PAGES["brief"]) == made


def test_a_folder_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    assert _kept(tmp_path, Theme()).render(*PAGES["brief"]) == Renderer(Theme(), SITE, CONFIG).render(*PAGES["brief"])
