"""`check --fix` puts right what is certain, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support_site import CONFIG, NOW, brief, briefgen, tree, write_site

from briefgen.briefs.parser import parse_brief
from briefgen.check import check_site
from briefgen.config import CheckConfig, Config
from briefgen.fixing import as_diff, mendable, write
from briefgen.mending import Mended, mend
from briefgen.problems import Edit
from briefgen.workers import serial_map

BROKEN = Path(__file__).parent / "broken"
MENDED = BROKEN.parent / "mended"
FILES = sorted(file for file in BROKEN.iterdir() if file.suffix == ".md")
REST = "## What's Happening\n\nA\u00a0b  c.\n\n## Why It's Important\n\nB.\n\n## What's Next\n\nC.\n"


def fixed(text: str | bytes, path: str = "2025-10-18-a.md") -> str:
    data = text.encode() if isinstance(text, str) else text
    return mend(path, data, CONFIG).after.decode()


def front(text: str) -> str:
    """The front matter of a brief, mended; the rest must be as it was."""
    after = fixed(f"---\n{text}---\n{REST}")
    head, fence, rest = after.removeprefix("---\n").partition("---\n")
    assert (fence, rest) == ("---\n", REST)
    return head


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Title: A\ndate: 2025-10-18\n", "title: A\ndate: 2025-10-18\n"),
        ("title: A\ndate: 18 October 2025\n", "title: A\ndate: 2025-10-18\n"),
        ("title: A\ndate: 18.10.2025\n", "title: A\ndate: 2025-10-18\n"),
        ("title: A\ndate: '18 octobre 2025, 14:00'\n", "title: A\ndate: 2025-10-18 14:00\n"),
        ("title: A\ndate: 05/06/2025\n", "title: A\ndate: 05/06/2025\n"),
        ("title: A: b\ndate: 2025-10-18\n", "title: 'A: b'\ndate: 2025-10-18\n"),
        ("title: “A b”\ndate: 2025-10-18\n", "title: 'A b'\ndate: 2025-10-18\n"),
        ("title:A\ndate: 2025-10-18\n", "title: A\ndate: 2025-10-18\n"),
        ("title: A\ndate: 2025-10-18\ntopics:\n\t- Trade\n", "title: A\ndate: 2025-10-18\ntopics:\n  - Trade\n"),
        ("title: A\ndate: 2025-10-18\nstatus: Live # yes\n", "title: A\ndate: 2025-10-18\nstatus: published # yes\n"),
        ("title: A\ndate: 2025-10-18\nlanguage: en_us\n", "title: A\ndate: 2025-10-18\nlanguage: en-US\n"),
        ("title: A\ndate: 2025-10-18\nslug: A Bridge\n", "title: A\ndate: 2025-10-18\nslug: a-bridge\n"),
        (
            "title: A\ndate: 2025-10-18\nexpect:\n- on: 1. Mai 2026\n  what: x\n",
            "title: A\ndate: 2025-10-18\nexpect:\n- on: 2026-05-01\n  what: x\n",
        ),
    ],
)
def test_front_matter(before: str, after: str) -> None:
    assert front(before) == after


def test_headings_and_fences() -> None:
    text = f"—\ntitle: A\ndate: 2025-10-18\n--\n{REST}".replace("--\n", "—\n", 1)
    assert fixed(text).startswith("---\ntitle: A\ndate: 2025-10-18\n---\n## What's")
    assert "\n## What’s Happening\n" in fixed(
        f"---\ntitle: A\n---\n{REST}".replace("What's Happening", "Whats Happenning")
    )
    assert fixed(f"title: A\ndate: 2025-10-18\n\n{REST}") == f"---\ntitle: A\ndate: 2025-10-18\n---\n\n{REST}"


def test_characters_become_utf_8_and_line_ends_stay() -> None:
    whole = f"---\ntitle: Café\ndate: 2025-10-18\n---\n{REST}"
    assert fixed(whole.encode("cp1252")) == whole
    assert fixed(whole.encode("utf-16")) == whole
    assert fixed(b"\xef\xbb\xbf" + whole.encode()) == whole
    assert fixed(whole.replace("Café", "Ca\u00adfé\u200b")) == whole
    windows = whole.replace("\n", "\r\n")
    assert fixed(windows.replace("title:", "Title:")) == windows
    assert fixed(windows.replace("date: 2025-10-18\r\n---", "date: 18 Oct 2025\r\n---").encode("cp1252")) == windows
    assert fixed("---\ntitle: A\ndate: 2025-10-18\n---\n" + REST.rstrip("\n")).endswith("C.")


def test_what_cannot_be_read_stays_as_it_is() -> None:
    data = f"---\nTitle: A\n---\n{REST}".encode() + b"\xff\x81"
    assert mend("a.md", data, CONFIG).after == data


def _meaning(data: bytes) -> object:
    parsed = parse_brief("2025-10-18-a.md", data, CONFIG).brief
    if parsed is None:
        return None
    prose = [(s.kind, s.text, s.suffix) for s in parsed.sections]
    return (
        parsed.title,
        parsed.date,
        parsed.lede,
        prose,
        [r.text for r in parsed.topics],
        parsed.expect and parsed.expect[0].last,
    )


def assert_lawful(data: bytes) -> Mended:
    """Idempotent, prose and meaning untouched, and nothing is wrong that was not before."""
    done = mend("2025-10-18-a.md", data, CONFIG)
    again = mend("2025-10-18-a.md", done.after, CONFIG)
    assert again.after == done.after
    assert _meaning(done.after) == _meaning(data)
    before = {p.code for p in parse_brief("2025-10-18-a.md", data, CONFIG).problems}
    assert {p.code for p in parse_brief("2025-10-18-a.md", done.after, CONFIG).problems} <= before
    return done


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_broken_file_is_mended_lawfully(file: Path) -> None:
    assert_lawful(file.read_bytes())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_broken_file_is_mended_as_expected(file: Path) -> None:
    """`tests/mended/` has what each becomes; a file that is not there is left as it is."""
    expected = MENDED / file.name
    after = mend(file.name, file.read_bytes(), Config()).after
    assert after == (expected if expected.exists() else file).read_bytes()


def test_every_expected_file_has_its_mistake() -> None:
    assert {file.name for file in MENDED.iterdir()} <= {file.name for file in FILES}
    assert len(FILES) >= 100


SLIPS = [
    ("title: ", "Title: "),
    ("title: ", "title:"),
    ("2025-10-18", "18 October 2025"),
    ("2025-10-18", "18.10.2025"),
    ("2025-10-18", "05/06/2025"),
    ("A bridge", "A: bridge"),
    ("A bridge", "“A bridge”"),
    ("A bridge", "A\u200b bridge"),
    ("topics: [Trade]", "topics:\n\t- Trade"),
    ("topics: [Trade]", "Tags: [Trade, “Work”]"),
    ("topics: [Trade]", "topics: [Trade"),
    ("What's Happening", "Whats Happenning"),
    ("---\ntitle", "–––\ntitle"),
    ("---\n##", "##"),
    ("---\n##", "\n##"),
    ("\n", "\r\n"),
    ("Open.", "Op\u00aden. title:x\n\ndate: 18 October 2025"),
    ("Open.", "Café\u00a0“bar”.\n\n\tcode"),
    ("status: published", "status: Live"),
    ("status: published", "Status : live # now"),
]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(SLIPS), max_size=7), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_any_slips_are_mended_lawfully(slips: list[tuple[str, str]], encoding: str) -> None:
    text = f"---\ntitle: A bridge\ndate: 2025-10-18\nstatus: published\ntopics: [Trade]\n---\n{REST}".replace(
        "A\u00a0b  c.", "Open."
    )
    for old, new in slips:
        text = text.replace(old, new)
    done = assert_lawful(text.encode(encoding, "replace"))
    for code in done.codes:
        if code not in ("encoding", "byte-order-mark"):
            left = [p for p in parse_brief("2025-10-18-a.md", done.after, CONFIG).problems if p.code == code and p.fix]
            assert not left


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("-:#\"'[]{}\n\r \tab\u200b\ufeffé“”—•#"), max_size=80))
def test_nothing_raises_and_a_second_run_changes_nothing(text: str) -> None:
    assert_lawful(("---\ntitle: x\n" + text).encode())


# ---------------------------------------------------------------- files


def test_aliases_become_names_where_the_house_wants_it(tmp_path: Path) -> None:
    head = "topics: [commerce, Trade]\nactors:\n  - The Office  # us\n  - nobody\n"
    files = {
        "briefs/a.md": brief("A", extra=head),
        "briefs/topics.yml": "trade:\n  name: 'Trade, foreign'\n  aliases: [Commerce]\n",
        "briefs/actors.yml": "office:\n  name: Office of Weights\n  aliases: [The Office]\n",
    }
    write_site(tmp_path, files)
    config = Config(url=CONFIG.url, check=CheckConfig(rules=(("alias-used", "note"),)))
    problems = check_site(tmp_path, config, NOW, serial_map)[1]
    (mended,) = mendable(tmp_path, config, problems)
    assert write(tmp_path, mended)
    text = (tmp_path / "briefs/a.md").read_text()
    assert 'topics: ["Trade, foreign", Trade]\nactors:\n  - Office of Weights  # us\n  - nobody\n' in text
    assert "alias-used" not in {p.code for p in check_site(tmp_path, config, NOW, serial_map)[1]}
    assert not list(mendable(tmp_path, CONFIG, check_site(tmp_path, CONFIG, NOW, serial_map)[1]))


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/a.md": brief()})
    assert not write(tmp_path, Mended("a.md", b"other", b"new"))
    assert tree(tmp_path) == {"briefs/a.md": brief().encode()}


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefs/real/a.md": "x"})
    (tmp_path / "briefs/real/a.md").chmod(0o640)
    (tmp_path / "briefs/b.md").symlink_to("real/a.md")
    assert write(tmp_path, Mended("b.md", b"x", b"y"))
    assert (tmp_path / "briefs/b.md").is_symlink()
    assert (tmp_path / "briefs/real/a.md").read_text() == "y"
    assert (tmp_path / "briefs/real/a.md").stat().st_mode & 0o777 == 0o640


def test_a_diff_shows_what_would_change() -> None:
    mended = Mended("a.md", b"\xef\xbb\xbfa\r\nb\r\n", b"a\r\nc\r\n")
    assert as_diff(mended) == "--- a/briefs/a.md\n+++ b/briefs/a.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c"
    assert as_diff(Mended("a.md", b"\xef\xbb\xbfa", b"a")) == "--- a/briefs/a.md\n+++ b/briefs/a.md"


def test_what_is_no_text_is_never_written_over(tmp_path: Path) -> None:
    """Its control characters are not mistakes: without them, nothing is left of a document."""
    files = {
        "word": b"PK\x03\x04\x14\0word/document.xml\x9d\0\x80",
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "rtf": b"{\\rtf1 What's Happening",
        "other": bytes(range(200)),
        "wide": b"\xd0\0" * 20 + b"\1\0" * 30,
    }
    write_site(tmp_path, {f"briefs/2025-10-18-{name}.md": "" for name in files})
    for name, data in files.items():
        (tmp_path / f"briefs/2025-10-18-{name}.md").write_bytes(data)
    report = briefgen(tmp_path, "check", "--fix")
    assert report.stdout.count("error[not-text]") == len(files), report.stdout
    assert {name: (tmp_path / f"briefs/2025-10-18-{name}.md").read_bytes() for name in files} == files
    for name in files:
        refused = briefgen(tmp_path, "add", f"briefs/2025-10-18-{name}.md")
        assert refused.returncode == 1
        assert "and no text. Open it" in refused.stderr


def test_the_command_line(tmp_path: Path) -> None:
    text = brief("A", extra="Tags: x\n").replace("date: 2025-10-18", "Date: 18 Oct 2025")
    write_site(tmp_path, {"briefgen.yml": "url: https://example.org\n", "briefs/a.md": text, "briefs/b.md": brief("B")})
    before = tree(tmp_path)
    shown = briefgen(tmp_path, "check", "--diff", "--now", "2025-11-01")
    assert (shown.returncode, shown.stderr) == (1, "")
    assert re.findall("^[-+][^-+].*", shown.stdout, re.MULTILINE) == ["-Date: 18 Oct 2025", "+date: 2025-10-18"]
    assert tree(tmp_path) == before
    done = briefgen(tmp_path, "check", "--fix", "--now", "2025-11-01")
    assert done.stdout.startswith("Mended briefs/a.md: key-repaired, date-form\n")
    assert briefgen(tmp_path, "check", "--diff", "--now", "2025-11-01").stdout == ""


def test_an_edit_of_a_line_that_is_not_there_is_no_edit() -> None:
    from briefgen.mending import apply

    assert apply("a\n", [Edit(9, 1, 1, "x")]) is None
    assert apply("a\n", [Edit(1, 5, 9, "x")]) is None
    assert apply("a\r\nb", [Edit(1, 1, 1, "x\n"), Edit(2, 1, 2, "c")]) == "x\r\na\r\nc"
