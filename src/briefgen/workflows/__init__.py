"""Workflow files for the places where repositories live, ready to be copied into a site's repository."""

from __future__ import annotations

from pathlib import Path

#: For each place, the files that it wants and those here that they are copies of.
WORKFLOWS: dict[str, dict[str, str]] = {
    "github": {
        ".github/workflows/check.yml": "github-check.yml",
        ".github/workflows/publish.yml": "github-publish.yml",
        ".github/workflows/links.yml": "github-links.yml",
    },
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
}


def workflow_texts(place: str) -> dict[str, str]:
    """The files for a place, "github" or "gitlab": path in the repository → text."""
    here = Path(__file__).parent
    return {path: (here / name).read_text("utf-8") for path, name in WORKFLOWS[place].items()}
