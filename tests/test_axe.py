"""axe-core finds nothing to say of any kind of page: light and dark, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support_web import published, samples, web_tool

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: The rules of WCAG 2.0 to 2.2, A and AA, and what axe-core holds to be good practice besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = """rules => axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
    .then(found => ({ran: found.passes.length, violations: found.violations.map(v =>
        ({id: v.id, help: v.help, nodes: v.nodes.map(n => n.target.join(" ") + ": " + n.html.slice(0, 200))}))}))"""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    web_tool("axe-core/axe.min.js")
    with published(site) as found:
        yield found


def judge(browser: Browser, urls: list[str], **context: Any) -> Iterator[str]:
    """What axe-core finds on pages. Scripts of ours do not disturb it: a policy that forbids those of others is set aside."""
    script = web_tool("axe-core/axe.min.js").read_text("utf-8")
    with browser.new_context(bypass_csp=True, **context) as opened:
        page = opened.new_page()
        for url in urls:
            page.goto(url)
            page.evaluate(script)
            found = page.evaluate(ASK, RULES)
            assert found["ran"] > 5, url
            for violation in found["violations"]:
                yield from (f"{url}: {violation['id']}: {violation['help']}: {n}" for n in violation["nodes"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_has_nothing_to_say(browser: Browser, address: str, site: Path, width: int, scheme: Any) -> None:
    paths = samples(site)
    assert len(paths) > 20
    urls = [address + path for path in paths]
    found = list(judge(browser, urls, viewport={"width": width, "height": 800}, color_scheme=scheme))
    assert not found, "\n".join(found)


def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    """The test itself: pale text, a picture without words, a policy that forbids scripts."""
    (tmp_path / "404.html").write_text(
        '<!DOCTYPE html><html lang="en"><meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
        '<title>T</title><main><h1>T</h1><p style="color:#bbb;background:#fff">Pale</p><img src="data:image/gif,"></main>'
    )
    with published(tmp_path) as url:
        rules = {found.split(": ")[1] for found in judge(browser, [url])}
    assert rules == {"color-contrast", "image-alt"}
