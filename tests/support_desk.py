"""The site in a folder as the preview sees it, without a preview."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from support_site import CONFIG, NOW

from briefgen.check import check_site
from briefgen.config import Config
from briefgen.serve.model import Snapshot
from briefgen.workers import serial_map


def snapshot_of(root: Path, config: Config = CONFIG, now: dt.datetime = NOW) -> Snapshot:
    """The site at one moment, with drafts and scheduled briefs."""
    survey, problems = check_site(root, config, now, serial_map, drafts=True)
    return Snapshot(0, config, survey.edition, survey.plan, problems, now)
