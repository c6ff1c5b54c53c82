"""Themes: overriding, static files, mistakes of authors; dates and phrases; the style sheet's own laws."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support_site import write_site
from support_views import CONFIG, PAGES, SITE

from briefgen.config import Config
from briefgen.pages import views
from briefgen.problems import Problem
from briefgen.render import macros
from briefgen.render.dates import Dates
from briefgen.render.folders import default_theme
from briefgen.render.leads import host
from briefgen.render.renderer import Renderer, TemplateError
from briefgen.render.theme import Theme
from briefgen.strings import ENGLISH
from briefgen.strings.locales import decimal
from briefgen.text.languages import direction
from briefgen.text.moment import Moment

DEFAULT = default_theme()
STYLE = (DEFAULT / "static" / "style.css").read_text("utf-8")
DOCS = Path(__file__).parent.parent / "docs" / "themes.md"


def rendered(folder: Path, files: dict[str, str | bytes], page: str = "brief", **site: Any) -> str:
    renderer = Renderer(Theme([write_site(folder, files)]), msgspec.structs.replace(SITE, **site), CONFIG)
    return renderer.render(*PAGES[page]).decode()


def fault(folder: Path, files: dict[str, str | bytes], page: str = "brief") -> Problem:
    """The problem that a theme with these files has with a page."""
    with pytest.raises(TemplateError) as caught:
        rendered(folder, files, page)
    return caught.value.problem


# ---------------------------------------------------------------- folders


def test_a_file_of_ones_own_replaces_one_file(tmp_path: Path) -> None:
    assert (
        rendered(tmp_path, {"brief.html": "<p>{{ brief.title }}</p>"})
        == "<p>Lock shut after divers find &lt;cracks&gt;</p>\n"
    )
    assert "<h1>Shipping</h1>" in rendered(tmp_path, {}, "topic")


def test_an_override_can_extend_the_original(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "brief.html": '{% extends "default/brief.html" %}{% block kind %}mine{% endblock %}'
    }
    got = rendered(tmp_path, files)
    assert '<body class="mine">' in got
    assert 'id="important"' in got


def test_an_override_of_the_frame_reaches_every_page(tmp_path: Path) -> None:
    frame = '{% extends "default/base.html" %}{% block head %}<meta name="mine" content="x">{% endblock %}'
    assert '<meta name="mine"' in rendered(tmp_path, {"base.html": frame}, "topic")


def test_all_of_jinja_puts_a_page_together(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "frame.html": "[{% block a %}a{% endblock %}{% block b scoped %}b{% endblock %}{% block c %}{% endblock %}]",
        "brief.html": '{% extends "frame.html" %}{% block a %}<{{ super() }}{{ self.b() }}>{% endblock %}'
        '{% block c %}{% include "part.html" %}{% include "part.html" without context %}{% include "no" ignore missing %}'
        "{% macro m() %}({% include 'part.html' without context %}){% endmacro %}{{ m() }}"
        "{% filter upper %}x{% include 'part.html' without context %}{% endfilter %}"
        "{% for x in [1, [2, [3]]] recursive %}{{ loop(x) if x is iterable else x }}{% endfor %}"
        "{% set y %}{% for z in 'pq' %}{% block d scoped %}{{ z }}{% endblock %}{% endfor %}{% endset %}{{ y }}{% endblock %}",
        "part.html": "part",
    }
    assert rendered(tmp_path, files) == "[<ab>bpartpart(part)XPART123pq]\n"
    files["brief.html"] = '{% if brief.title %}{% extends "frame.html" %}{% endif %}never{% block a %}1{% endblock %}'
    assert rendered(tmp_path, files) == "[1b]\n"
    files["brief.html"] = '{% if not brief.title %}{% extends "frame.html" %}{% endif %}x{% block a %}1{% endblock %}'
    assert rendered(tmp_path, files) == "x1\n"


def test_a_macro_that_counts_counts(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "m.html": "{% set n = namespace(n=0) %}{% macro m(x) %}{% set n.n = n.n + 1 %}{{ x }}{{ n.n }}{% endmacro %}",
        "k.html": "{% macro k(x, y=0) %}{{ x }}{{ y }}{% endmacro %}",
        "brief.html": "{% import 'm.html' as m %}{% import 'k.html' as k %}{{ m.m('a') }}{{ m.m('a') }}"
        "{{ k.k('a', 1) }}{{ k.k('a', true) }}{{ k.k('a') }}{{ k.k('<') }}{{ k.k(site.title | safe) }}",
    }
    assert rendered(tmp_path, files) == "a1a2a1aTruea0&lt;0The Harbour Brief0\n"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% set x = {'title': 'mine'} %}{{ x.title }}{{ x.summary is defined }}", "mineFalse"),
        ("{{ {'url': 1}.url }}{{ 'ab'.title() }}{{ brief.extra.title | default('none') }}", "1Abnone"),
        ("{{ (brief.image or {}).url is defined }}{{ brief.topics.title is undefined }}", "TrueTrue"),
        ("{% set n = namespace(count=1) %}{% set n.count = n.count + 1 %}{{ n.count }}", "2"),
        ("{% import 'm.html' as m %}{{ m.shown({'title': '<'}) }}", "[&lt;]"),
        ("{% for x in 'ab' %}{{ loop.index }}{{ loop.last }}{% endfor %}", "1False2True"),
    ],
)
def test_a_field_may_be_that_of_anything(tmp_path: Path, template: str, expected: str) -> None:
    macro = "{% macro shown(x) %}[{{ x.title }}]{% endmacro %}"
    renderer = Renderer(Theme([write_site(tmp_path, {"brief.html": template, "m.html": macro})]), SITE, CONFIG)
    assert {renderer.render(*PAGES["brief"]) for _ in range(3)} == {f"{expected}\n".encode()}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% macro b() %}{{ a('x') }}{{ a(y='<', x=1) }}{% endmacro %}{{ b() }}", "[x-][1&lt;]"),
        ("{% macro b() %}{{ a('x', '<') ~ '<' }}{{ a('x') | upper }}{% endmacro %}{{ b() }}", "[x&lt;]&lt;[X-]"),
        ("{% macro b(a) %}{{ a }}{% endmacro %}{{ b('<') }}", "&lt;"),
        ("{% macro b() %}{% for a in 'ab' %}{{ a }}{% endfor %}{{ a(1) }}{% endmacro %}{{ b() }}", "ab[1-]"),
        ("{% set a = 1 %}{% macro b() %}{{ a }}{% endmacro %}{{ b() }}", "1"),
        ("{% macro b() %}{{ c(1, z=2) }}{{ c(1, 2) }}{% endmacro %}{{ b() }}", "1{'z': 2}()1{}(2,)"),
        ("{% macro b() %}{{ d(1) }}{% call d(2) %}3{% endcall %}{% endmacro %}{{ b() }}", "1no23"),
        ("{% macro b(n) %}{{ n }}{% if n %}{{ b(n - 1) }}{% endif %}{% endmacro %}{{ b(2) }}", "210"),
        ("{% block z %}{{ a('x') }}{% endblock %}", "[x-]"),
        ("{% extends 'frame.html' %}{% macro mine(x) %}<{{ x }}{% endmacro %}", "!"),
    ],
)
def test_a_template_calls_its_own_macros(tmp_path: Path, template: str, expected: str) -> None:
    own = "{% macro a(x, y='-') %}[{{ x }}{{ y }}]{% endmacro %}"
    own += "{% macro c(x) %}{{ x }}{{ kwargs | string | safe }}{{ varargs }}{% endmacro %}"
    own += "{% macro d(x) %}{{ x }}{{ caller() if caller is defined else 'no' }}{% endmacro %}"
    frame = "{% macro mine(x) %}!{% endmacro %}{% block z %}{{ mine('x') }}{% endblock %}"
    template = template if "extends" in template or "set a" in template else own + template
    assert rendered(tmp_path, {"brief.html": template, "frame.html": frame}) == f"{expected}\n"


def test_what_macros_made_is_kept_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | bytes] = {
        "m.html": "{% macro m(x) %}[{{ x }}]{% endmacro %}",
        "brief.html": "{% import 'm.html' as m %}{% for x in 'abcdefgabababacacag' %}{{ m.m(x) }}{% endfor %}",
    }
    monkeypatch.setattr(macros, "KEPT", 1000)
    made: list[object] = []
    make = macros.QuickMacro._made

    def counted(macro: macros.QuickMacro, given: tuple[object, ...]) -> str:
        made.append(given)
        return make(macro, given)

    monkeypatch.setattr(macros.QuickMacro, "_made", counted)
    assert rendered(tmp_path, files) == "".join(f"[{x}]" for x in "abcdefgabababacacag") + "\n"
    assert 7 < len(made) < 15  # all twenty if nothing were kept, seven if everything were


@pytest.mark.parametrize("call", ["a()", "a(1, 2)", "a(z=1)", "a(1, x=1)"])
def test_a_call_that_a_macro_does_not_take_is_a_mistake(tmp_path: Path, call: str) -> None:
    macros = "{% macro a(x) %}{{ x }}{% endmacro %}\n{% macro b() %}{{ " + call + " }}{% endmacro %}{{ b() }}"
    assert fault(tmp_path, {"brief.html": macros}).where.file == "templates/brief.html"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% for site in 'ab' %}{{ site }}{% endfor %}", "ab"),
        ("{% set t = brief.title %}{{ t[:4] }}", "Lock"),
        ("{% macro t(x) %}<{{ x }}>{% endmacro %}{{ t('sources') }}", "<sources>"),
        ("{% macro m(site) %}{{ site.title }}{% endmacro %}{{ m({'title': 'mine'}) }}", "mine"),
        ("{% with asset = 1 %}{{ asset }}{% endwith %}{{ site.title }}", "1The Harbour Brief"),
        ("{% import 'm.html' as t %}{{ t.site('x') }}", "[x]"),
        ("{% from 'm.html' import site as asset %}{{ asset('x') }}", "[x]"),
        ("{% if site.title == 'x' %}1{% elif brief.title and site.feed %}2{% else %}3{% endif %}", "2"),
        ("{% if site.nav %}1{% elif site.has %}2{% elif x %}3{% endif %}{% if site.nav %}4{% endif %}", "2"),
        ("{% if site.nav %}{% set x = 1 %}{% else %}{% set x = 2 %}{% endif %}{{ x }}", "2"),
        ("{% if site.url %}{% block a %}1{% endblock %}{% endif %}{{ self.a() }}", "11"),
        ("{{ site.extra.x is defined }} {{ site['title'] }} {{ t('briefs', 2) }} {{ t('by', date=site.base) }}", None),
        ("{{ site.publisher | upper }}{{ site.has | join(',') }}{{ '<' ~ site.base }}", None),
    ],
)
def test_what_is_settled_is_what_it_is(tmp_path: Path, template: str, expected: str | None) -> None:
    files: dict[str, str | bytes] = {
        "brief.html": template,
        "m.html": "{% macro site(x) %}[{{ x }}]{% endmacro %}" if "m.html" in template else "",
    }
    made = rendered(tmp_path, files)
    renderer = Renderer(Theme([tmp_path / "templates", tmp_path]), SITE, CONFIG)
    renderer.environment.settled = None
    assert made == renderer.render(*PAGES["brief"]).decode()
    assert expected is None or made == f"{expected}\n"


def test_a_name_with_another_meaning_has_it_in_every_template(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "base.html": "{% block a %}{{ site.title }}{{ t('x') }}{% endblock %}",
        "brief.html": "{% extends 'base.html' %}{% set site = {'title': 'mine'} %}{%- set\nt = m %}"
        "{% macro m(x) %}[{{ x }}]{% endmacro %}",
    }
    files["brief.html"] = str(files["brief.html"]).replace("t = m", "t = site.get")
    assert rendered(tmp_path, files) == "mineNone\n"


def test_a_theme_that_is_the_default_is_there_once() -> None:
    assert Theme([DEFAULT]).folders == Theme([]).folders == (DEFAULT.resolve(),)


def test_a_folder_that_is_not_there_is_no_theme(tmp_path: Path) -> None:
    assert Theme([tmp_path / "no"]).folders == (DEFAULT.resolve(),)


def test_static_files_are_added_and_replaced(tmp_path: Path) -> None:
    write_site(
        tmp_path, {"static/style.css": "p{}", "static/fonts/a.woff2": b"x", "static/.hidden": "", "static/x.js": ""}
    )
    static = {file.name: file for file in Theme([tmp_path]).static}
    own = ["search-text.js", "search.css", "search.js"]
    assert list(static) == ["favicon.svg", "fonts/a.woff2", "revisions.css", *own, "style.css", "x.js"]
    assert static["style.css"].source == tmp_path / "static" / "style.css"
    assert re.fullmatch(r"assets/style\.[0-9a-f]{8}\.css", static["style.css"].path)
    assert static["fonts/a.woff2"].path == "assets/fonts/a.woff2"
    assert re.fullmatch(r"\?v=[0-9a-f]{8}", static["fonts/a.woff2"].query)


def test_the_fingerprint_is_that_of_the_bytes(tmp_path: Path) -> None:
    def path(content: str) -> str:
        write_site(tmp_path, {"static/a.css": content})
        return Theme([tmp_path]).static[0].path

    assert path("a") != path("b")
    assert path("a") == path("a")


def test_assets_have_the_sub_path(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"brief.html": '{{ asset("style.css") }} {{ asset("favicon.svg") }}'}
    got = rendered(tmp_path, files)
    assert re.fullmatch(r"/news/assets/style\.\w{8}\.css /news/assets/favicon\.svg\?v=\w{8}\n", got)
    assert rendered(tmp_path, files, base="/").startswith("/assets/")


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("template", "code", "line", "message", "hint"),
    [
        ("\n{{ breif.title }}", "template-undefined", 2, "no variable “breif”", "“brief”"),
        ("\n{{ brief.depth }}", "template-undefined", 2, "BriefView has no field “depth”", ""),
        ("{{ brief.image.credit.url }}", "template-undefined", 1, "str has no field “url”", ""),
        ("{{ brief.titel }}", "template-undefined", 1, "BriefView has no field “titel”", "“title”"),
        ("{{ brief.image.credit.x }}", "template-undefined", 1, "str has no field “x”", ""),
        ("{% if brief.titel %}{% endif %}", "template-undefined", 1, "“titel”", "“title”"),
        ("{% for x in brief.topic %}{% endfor %}", "template-undefined", 1, "“topic”", "“topics”"),
        ("a\nb\n{% if %}", "template-syntax", 3, "Expected", ""),
        ("{{ brief.date | longdat }}", "template-syntax", 1, "longdat", "“longdate”"),
        ("{% extends 'bse.html' %}", "template-missing", 1, "no template “bse.html”", "“base.html”"),
        ("\n\n{{ asset('stlye.css') }}", "template-failed", 3, "no file “stlye.css”", "“style.css”"),
        ("{{ t('sourcs') }}", "template-failed", 1, "no phrase “sourcs”", "“sources”"),
        ("{{ brief.title | longdate }}", "template-failed", 1, "", ""),
        ("{{ 1 / 0 }}", "template-failed", 1, "ZeroDivisionError", ""),
    ],
)
def test_a_mistake_names_template_and_line(
    tmp_path: Path, template: str, code: str, line: int, message: str, hint: str
) -> None:
    found = fault(tmp_path, {"brief.html": template})
    assert (found.code, found.where.file, found.where.line) == (code, "templates/brief.html", line)
    assert message in found.message
    assert "\n" not in found.message
    assert hint in found.hint


def test_a_mistake_in_another_file_is_found_there(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"brief.html": '{% include "part.html" %}', "part.html": "\n{{ nothing }}"}
    assert fault(tmp_path, files).where == msgspec.structs.replace(
        fault(tmp_path, files).where, file="templates/part.html", line=2
    )


def test_check_tells_all_mistakes_at_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "brief.html": "{% if %}",
        "topic.html": "{{ x | no }}",
        "feed.xml": "{{",
        "note.md": "{%",
    }
    problems = Renderer(Theme([write_site(tmp_path, files)]), SITE, CONFIG).check()
    assert {p.where.file for p in problems} == {"templates/brief.html", "templates/topic.html", "templates/feed.xml"}


def test_the_default_theme_has_no_mistakes() -> None:
    assert Renderer(Theme(), SITE, CONFIG).check() == ()


def test_everything_is_escaped(tmp_path: Path) -> None:
    text = rendered(tmp_path, {}, title='<i>"&', description="<b>")
    assert "<i>" not in text
    assert "<b>" not in text


def test_what_html_and_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    assert rendered(tmp_path, {"brief.html": "{{ 'a\x08\x0c\ufffeb' }}"}) == "ab\n"


# ---------------------------------------------------------------- dates, phrases, small filters


NOON = Moment(dt.datetime(2025, 10, 18, 12, tzinfo=dt.UTC), dt.date(2025, 10, 18))
SOONER, SOON = (NOON.instant.replace(second=second, microsecond=7) for second in (1, 59))
DAY = Moment(dt.datetime(2025, 10, 18, tzinfo=dt.UTC), dt.date(2025, 10, 18), True)


def test_dates_in_english() -> None:
    dates = Dates("en", "Europe/Berlin")
    assert dates.longdate(DAY) == dates.longdate(DAY.day) == "October 18, 2025"
    assert dates.longdate(NOON) == "October 18, 2025, 2:00\u00a0PM\u00a0CEST"
    assert dates.clock(NOON, zone=False) == "2:00\u00a0PM"
    assert dates.clock(DAY) == ""
    assert dates.shortdate(NOON) == "Oct 18, 2025"
    assert dates.fulldate(DAY) == "Saturday, October 18, 2025"
    assert dates.weekday(DAY) == "Saturday"
    assert dates.monthname(DAY) == "October 2025"
    assert dates.monthday(DAY) == "October 18"
    assert [dates.period(unit, DAY.day) for unit in ("year", "month", "day")] == [
        "2025",
        "October 2025",
        "October 18, 2025",
    ]


def test_ranges_of_days() -> None:
    dates = Dates("en", "UTC")
    assert dates.daterange(DAY.day, DAY.day) == "Oct 18, 2025"
    assert re.fullmatch(r"Oct 18\W+20, 2025", dates.daterange(DAY.day, dt.date(2025, 10, 20)))
    assert re.fullmatch(r"Oct 18, 2025\W+Jan 2, 2026", dates.daterange(DAY.day, dt.date(2026, 1, 2)))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "18. Oktober 2025"),
        ("en-GB", "18 October 2025"),
        ("pt-BR", "18 de outubro de 2025"),
        ("zh", "2025年10月18日"),
        ("ar", "18 أكتوبر 2025"),
        ("ar-EG", "١٨ أكتوبر ٢٠٢٥"),
        ("fa", "۱۸ اکتبر ۲۰۲۵"),
        ("xx", "October 18, 2025"),
    ],
)
def test_dates_in_other_languages(language: str, expected: str) -> None:
    assert Dates(language, "UTC").longdate(DAY) == expected


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        (
            "en",
            "America/New_York",
            (
                "October 18, 2025, 8:00 AM EDT|Oct 18, 2025|Saturday, October 18, 2025|October 2025|October 18|Saturday"
                "|2025|Oct 18 – 20, 2025|1,312"
            ),
        ),
        (
            "es",
            "Europe/Madrid",
            (
                "18 de octubre de 2025, 14:00 CEST|18 oct 2025|Sábado, 18 de octubre de 2025|Octubre de 2025|18 de octubre|Sábado"
                "|2025|18–20 oct 2025|1.312"
            ),
        ),
        (
            "fr",
            "Europe/Paris",
            (
                "18 octobre 2025, 14:00 CEST|18 oct. 2025|Samedi 18 octobre 2025|Octobre 2025|18 octobre|Samedi"
                "|2025|18–20 oct. 2025|1 312"
            ),
        ),
        (
            "de",
            "Europe/Berlin",
            (
                "18. Oktober 2025, 14:00 MESZ|18. Okt. 2025|Samstag, 18. Oktober 2025|Oktober 2025|18. Oktober|Samstag"
                "|2025|18.–20. Okt. 2025|1.312"
            ),
        ),
        (
            "pt",
            "America/Sao_Paulo",
            (
                "18 de outubro de 2025 09:00 BRT|18 de out. de 2025|Sábado, 18 de outubro de 2025|Outubro de 2025|18 de outubro|Sábado"
                "|2025|18 – 20 de out. de 2025|1.312"
            ),
        ),
        (
            "zh",
            "Asia/Shanghai",
            (
                "2025年10月18日 20:00 CST|2025年10月18日|2025年10月18日星期六|2025年10月|10月18日|星期六"
                "|2025年|2025年10月18日 – 20日|1,312"
            ),
        ),
        (
            "ar",
            "Asia/Riyadh",
            (
                "18 أكتوبر 2025، 3:00 م UTC+3|18 أكتوبر 2025|السبت، 18 أكتوبر 2025|أكتوبر 2025|18 أكتوبر|السبت"
                "|2025|18–20 أكتوبر 2025|1,312"
            ),
        ),
        (
            "ar-EG",
            "Africa/Cairo",
            (
                "١٨ أكتوبر ٢٠٢٥، ٣:٠٠ م EEST|١٨ أكتوبر ٢٠٢٥|السبت، ١٨ أكتوبر ٢٠٢٥|أكتوبر ٢٠٢٥|١٨ أكتوبر|السبت"
                "|٢٠٢٥|١٨–٢٠ أكتوبر ٢٠٢٥|١٬٣١٢"
            ),
        ),
    ],
)
def test_everything_about_dates_by_language(language: str, zone: str, expected: str) -> None:
    dates = Dates(language, zone)
    day = NOON.day
    found = [dates.longdate(NOON), dates.shortdate(NOON), dates.fulldate(NOON), dates.monthname(NOON)]
    found += [dates.monthday(NOON), dates.weekday(NOON), dates.period("year", day)]
    found += [dates.daterange(day, dt.date(2025, 10, 20)), decimal(1312, language)]
    told = "|".join(found).replace("至", " – ")  # how Chinese has a range of days, until Babel 2.18 and since
    assert re.sub(r"[\u00a0\u202f\u2009]", " ", told) == expected


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("UTC", "UTC"),
        ("America/New_York", "EDT"),
        ("America/Sao_Paulo", "UTC-3"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("No/Where", "UTC"),
    ],
)
def test_zones_have_a_name(zone: str, name: str) -> None:
    assert Dates("en", zone).clock(NOON).endswith(f"M\u00a0{name}")


def test_the_short_form_of_a_time_has_no_seconds() -> None:
    for language in ("ar", "bg", "da", "de", "en", "es", "fa", "fi", "fr", "he", "hi", "ja", "ko", "ru", "th", "zh"):
        clocks = {Dates(language, "UTC").clock(msgspec.structs.replace(NOON, instant=at)) for at in (SOON, SOONER)}
        assert clocks == {Dates(language, "UTC").clock(NOON)}


def test_machine_dates() -> None:
    dates = Dates("de", "Europe/Berlin")
    assert dates.iso(DAY) == dates.iso(DAY.day) == "2025-10-18"
    assert dates.iso(NOON) == dates.rfc3339(NOON) == "2025-10-18T14:00:00+02:00"
    assert Dates("en", "UTC").rfc3339(NOON.instant.replace(microsecond=5)) == "2025-10-18T12:00:00Z"


def test_every_phrase_is_used_and_every_used_one_is_there() -> None:
    text = "".join(path.read_text("utf-8") for path in DEFAULT.glob("*.*"))
    used = set(re.findall(r"\b(?:t|forms)\(\"([\w-]+)\"", text)) | set(
        re.findall(r'\(\("([\w-]+)", \w+\)|, \("([\w-]+)"', text)[0]
    )
    used |= {label for pair in re.findall(r'\("(\w+)", (\w+)\)', text) if (label := pair[0]) == pair[1]}
    kinds = {"person", "organization", "government", "place", "group"}
    states = {"draft", "scheduled", "expired"}
    by_name = kinds | {f"{k}s" for k in kinds} | states | {f"{s}-notice" for s in states}
    by_name |= {"changed", "minor", "update", "beginning"}  # revisions
    by_name |= {
        "others",
        "activity-month",
        "correction",
        "corrections",
        "updates",
        "topics",
        "actors",
        "stories",
        "next",
        "home",
        "calendar",
        "api",
        "api-briefs",
    }
    assert set(ENGLISH) - used - by_name == set()
    assert (used | by_name) - {""} - set(ENGLISH) == set()


def test_small_filters() -> None:
    assert [direction(x) for x in ("en", "ar", "he-IL", "fa", "ur", "az-Arab", "de")] == [
        "ltr",
        "rtl",
        "rtl",
        "rtl",
        "rtl",
        "rtl",
        "ltr",
    ]
    assert host("https://www.example.org/x?y") == "example.org"


# ---------------------------------------------------------------- the style sheet


def colours() -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the light and of the dark scheme."""
    light, dark = (
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    )
    return light, dark


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_contrast_is_aa_in_both_schemes() -> None:
    for scheme in colours():
        assert len(scheme) == 9
        for ground in ("paper", "tint"):
            for text in ("ink", "soft", "happening", "important", "next", "alert"):
                low, high = sorted((luminance(scheme[ground]), luminance(scheme[text])))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)


def test_the_browser_frame_has_the_colour_of_the_paper() -> None:
    base = (DEFAULT / "base.html").read_text("utf-8")
    assert re.findall(r'name="theme-color" content="(#\w+)"', base) == [scheme["paper"] for scheme in colours()]


def test_the_style_sheet_is_small_and_asks_for_nothing() -> None:
    assert len(gzip.compress(STYLE.encode())) <= 5.5 * 1024
    assert not re.search(r"url\(|@import|https?:", STYLE)
    physical = r"(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right):|text-align: (?:left|right)"
    assert not re.search(physical, STYLE)


def test_every_class_that_is_styled_is_used() -> None:
    templates = "".join(path.read_text("utf-8") for path in DEFAULT.glob("*.html"))
    for path in (Path(__file__).parent.parent / "src/briefgen/render").glob("*.py"):
        templates += path.read_text("utf-8")
    states = {"happening", "important", "next", "due", "settled", "home", "center", "end"}
    css = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", STYLE, flags=re.DOTALL)
    for name in set(re.findall(r"\.([a-z][\w-]*)", css)) - states:
        assert re.search(rf'class="[^"]*\b{name}\b', templates), name


# ---------------------------------------------------------------- the documentation


def test_every_view_and_field_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    for name, view in vars(views).items():
        if isinstance(view, type) and issubclass(view, views.View) and view not in (views.View, views.AssetPage):
            chapter = re.search(rf"^#+ [^\n]*`{name}`[^\n]*\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
            assert chapter, f"{name} has no chapter"
            for field in view.__struct_fields__:
                assert f"`{field}`" in chapter[1], f"{name}.{field}"


def test_every_template_filter_and_global_is_documented() -> None:
    from jinja2 import Environment

    text = DOCS.read_text("utf-8")
    renderer = Renderer(Theme(), SITE, Config())
    ours = renderer.environment
    for name in {*ours.filters} - {*Environment().filters} | {*ours.globals} - {*Environment().globals}:
        assert re.search(rf"`{name}\b", text), name
    for name in Theme().templates:
        assert f"`{name}`" in text, name
