"""Lighthouse with its mobile profile: what it says of the pages that readers come to first. Prints a table."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support_site import SAMPLE_NOW, briefgen_apart, lay_out
from support_web import FLAGS, address_of, chromium, page_kinds, published, web_tool

pytestmark = [pytest.mark.browser, pytest.mark.lighthouse]

KINDS = {"home": "/", "brief": "/*/*/*/*/", "actor": "/actors/*/", "topic": "/topics/*/", "story": "/stories/*/"}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: Lighthouse computes the times of a slow phone from what it measures here, and a busy machine disturbs that: the best of so many counts.
TRIES = 3
#: What does not hang on the machine: bytes over the wire, requests, shifts of the layout.
BYTES, REQUESTS = 20 * 1024, 3
METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address and the folder of the sample site, which is built for that address."""
    web_tool("lighthouse/cli/index.js")
    chromium()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    folder = lay_out(tmp_path_factory.mktemp("lighthouse"))
    settings = folder / "briefgen.yml"
    written = settings.read_text("utf-8")
    settings.write_text(re.sub(r"^url: \S+", f"url: http://127.0.0.1:{port}", written, flags=re.MULTILINE), "utf-8")
    done = briefgen_apart(folder, "build", "--now", SAMPLE_NOW)
    assert done.returncode == 0, done.stdout + done.stderr
    with published(folder / "site", port) as address:
        yield address, folder / "site"


def report(url: str) -> dict[str, Any]:
    """What Lighthouse reports of a page."""
    flags = " ".join(["--headless=new", *FLAGS, "--disable-features=OptimizationHints,MediaRouter"])
    command = [
        "node",
        str(web_tool("lighthouse/cli/index.js")),
        url,
        "--quiet",
        "--output=json",
        f"--chrome-flags={flags}",
    ]
    command += ["--form-factor=mobile", f"--only-categories={','.join(CATEGORIES)}", "--no-enable-error-reporting"]
    done = subprocess.run(
        command,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/tmp", "CHROME_PATH": chromium()},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert "runtimeError" not in found, found["runtimeError"]
    return found


def scores(found: dict[str, Any]) -> dict[str, int]:
    return {name: round(100 * found["categories"][name]["score"]) for name in CATEGORIES}


def failed(found: dict[str, Any]) -> list[str]:
    """The audits that cost points, with what they name."""
    weights = {a["id"]: a["weight"] for c in found["categories"].values() for a in c["auditRefs"]}
    audits = (found["audits"][name] for name, weight in weights.items() if weight)
    return [
        f"{a['id']}: {a['title']}: {json.dumps(a.get('details', {}).get('items', []))[:500]}"
        for a in audits
        if a["score"] is not None and a["score"] < 1
    ]


@pytest.mark.parametrize("kind", list(KINDS))
def test_lighthouse_gives_full_marks(served: tuple[str, Path], kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    address, site = served
    url = address + address_of(page_kinds(site)[KINDS[kind]][-1], site)
    best = report(url)
    for _ in range(TRIES - 1):
        if scores(best)["performance"] == 100:
            break
        best = max(best, report(url), key=lambda found: scores(found)["performance"])
    audits, marks = best["audits"], scores(best)
    requests = audits["network-requests"]["details"]["items"]
    size = sum(item["transferSize"] for item in requests)
    with capsys.disabled():
        told = "  ".join(f"{name} {mark:3}" for name, mark in marks.items())
        times = "  ".join(f"{''.join(w[0] for w in m.split('-')).upper()} {audits[m]['displayValue']}" for m in METRICS)
        print(f"\n{kind:6} {told}  {size:6} bytes  {len(requests)} requests  {times}".replace("\u00a0", " "))
    assert [marks[name] for name in CATEGORIES[1:]] == [100, 100, 100], "\n".join(failed(best))
    assert marks["performance"] >= 99, "\n".join(failed(best))
    assert audits["cumulative-layout-shift"]["numericValue"] == 0
    assert len(requests) <= REQUESTS, requests
    assert size <= BYTES, requests
