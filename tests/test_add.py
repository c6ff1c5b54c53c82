"""`briefgen add`: what was pasted becomes a proper brief, and no word of it changes."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_patience import no_crawl
from support_site import CONFIG, NOW, brief, briefgen, build_site, tree, write_site

from briefgen.briefs.model import ActorEntry, Brief, Registry, TopicEntry
from briefgen.briefs.parser import parse_brief
from briefgen.briefs.registry import parse_registry
from briefgen.cli.adding import ask
from briefgen.intake.adding import draft, with_all
from briefgen.intake.candidates import find_candidates
from briefgen.intake.expected import find_expectations
from briefgen.intake.pasted import read_pasted
from briefgen.intake.proposal import Proposal
from briefgen.intake.writing import brief_text, file_names
from briefgen.text.prose import plain_text

RAW = Path(__file__).parent / "fixtures/raw"
SEEDS = Path(__file__).parents[2] / "shared/seeds"
SAMPLE = Path(__file__).parent.parent / "briefs"
DAY = dt.date(2025, 10, 18)
CLOCK = ("--now", "2025-10-18T12:00Z")
PLAIN = (
    "What's Happening?\nThe council votes on the harbour.\nMayor Ada Example of the Port Authority (PA) agrees.\n"
    "Why It's Important?\nThe flood came twice. Another flood is feared.\nWhat's Next?\nWork begins on 2 March.\n"
)
REGISTRY = Registry(
    (ActorEntry("council", "City council", ("The council",)), ActorEntry("ada", "Ada Example", ("Mayor Example",))),
    (TopicEntry("weather", "Weather", keywords=("flood",)), TopicEntry("ports", "Ports", keywords=("harbour",))),
)


def proposed(text: str | bytes, registry: Registry = REGISTRY, name: str = "") -> Proposal:
    data = text.encode() if isinstance(text, str) else text
    read = draft(data, name, registry, CONFIG, dt.datetime(2025, 10, 18, 12, tzinfo=dt.UTC))
    assert read.proposal is not None, read.reason
    return read.proposal


def parsed(proposal: Proposal) -> Brief:
    """The brief that becomes of a proposal, which has no problem at all."""
    read = parse_brief(next(file_names(proposal)), brief_text(proposal, CONFIG).encode(), CONFIG)
    assert read.problems == ()
    assert read.brief is not None
    return read.brief


def words(*markdown: str) -> list[str]:
    return " ".join(map(plain_text, markdown)).split()


# ---------------------------------------------------------------- a plain text


def test_a_plain_text_gets_the_front_matter_that_can_be_known() -> None:
    assert brief_text(proposed(PLAIN), CONFIG) == (
        "---\n"
        'title: "The council votes on the harbour"\n'
        "date: 2025-10-18\n"
        "topics: [Weather, Ports]\n"
        "actors: [City council, Ada Example]\n"
        "# Dates that What's Next seems to give. Take away the “# ” where they are right, and delete the others:\n"
        "# expect:\n"
        "#   - on: 2026-03-02\n"
        '#     what: "Work begins on 2 March."\n'
        "---\n"
        "\n"
        "## What’s Happening\n\n"
        "The council votes on the harbour.\nMayor Ada Example of the Port Authority (PA) agrees.\n\n"
        "## Why It’s Important\n\nThe flood came twice. Another flood is feared.\n\n"
        "## What’s Next\n\nWork begins on 2 March.\n"
    )


def test_what_is_not_sure_waits_in_comments_until_somebody_takes_it() -> None:
    once = PLAIN.replace(" Another flood is feared.", "")
    waiting = proposed(once)
    assert "# topics, if it is right: Weather (the text has: flood)" in brief_text(waiting, CONFIG)
    assert [ref.text for ref in parsed(waiting).topics] == ["Ports"]
    assert parsed(waiting).expect == ()
    taken = parsed(with_all(waiting))
    assert [ref.text for ref in taken.topics] == ["Weather", "Ports"]
    assert [(e.what, e.first, e.last) for e in taken.expect] == [
        ("Work begins on 2 March.", dt.date(2026, 3, 2), dt.date(2026, 3, 2))
    ]


def test_a_name_of_two_actors_is_told_by_its_slug_and_an_odd_one_is_quoted() -> None:
    registry = Registry((ActorEntry("odd", "A: B, #1"), ActorEntry("yes", "Yes")))
    text = "What's Happening\nA: B, #1 says Yes.\n\nWhy It's Important\nSo.\n\nWhat's Next\nMore.\n"
    assert [ref.text for ref in parsed(proposed(text, registry)).actors] == ["A: B, #1", "Yes"]


@pytest.mark.parametrize(
    ("top", "title"),
    [("Ports reopen\n\n", "Ports reopen"), ("Subject: Re: FW: Ports\n\n", "Ports"), ("# Ports!\n\n", "Ports!")],
)
def test_the_headline_is_that_of_the_text_or_the_subject(top: str, title: str) -> None:
    found = parsed(proposed(top + PLAIN))
    assert found.title == title
    assert found.lede == ""


def test_date_and_byline_are_taken_from_the_text_and_the_name_of_the_file() -> None:
    assert proposed("Date: 3 March 2024\n\n" + PLAIN).day == dt.date(2024, 3, 3)
    assert proposed(PLAIN, name="2024-05-06-x.txt").day == dt.date(2024, 5, 6)
    found = parsed(proposed("Ports reopen\n\nBy Jane Doe and John Roe\n\n" + PLAIN))
    assert (found.byline, found.lede) == ("Jane Doe and John Roe", "")
    assert parsed(proposed("Ports reopen\n\nBy Monday all is well.\n\n" + PLAIN)).lede == "By Monday all is well."


def test_a_heading_in_other_words_stays_and_a_misspelt_one_is_mended() -> None:
    text = PLAIN.replace("What's Happening?", "Was passiert").replace("Why It's Important?", "Why Its Importent")
    written = brief_text(proposed(text), CONFIG)
    assert [line for line in written.splitlines() if line.startswith("## ")] == [
        "## Was passiert",
        "## Why It’s Important",
        "## What’s Next",
    ]


# ---------------------------------------------------------------- what was copied elsewhere


def test_whatever_was_pasted_becomes_a_brief_without_any_problem(tmp_path: Path) -> None:
    write_site(tmp_path, {"briefgen.yml": "url: https://example.org\ncheck:\n  perishable-word: off\n"})
    files = sorted(RAW.iterdir())
    done = briefgen(tmp_path, "add", *map(str, files), *CLOCK)
    assert done.returncode == 0, done.stderr
    written = sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.md"))
    assert sorted(done.stdout.replace("\\", "/").split()) == written
    assert f"No problems. {len(files)} briefs" in briefgen(tmp_path, "check", "--now", "2026-01-01T12:00Z").stdout


def test_outlook_word_and_mail() -> None:
    found = parsed(proposed((RAW / "outlook.html").read_bytes()))
    assert (found.title, found.date.day) == ("Harbour wall to be rebuilt", DAY)
    assert [source.url for source in found.sources] == ["https://council.example.org/vote?id=3"]
    happening = found.sections[0].text
    assert happening.startswith("The *city council* has voted to rebuild the harbour wall, said Mayor Jane Roe")
    assert happening.endswith("\n\n- Four million for the wall\n- One million for the quay")
    assert words(found.sections[1].text) == words("“It was flooded three times,” she said. 5 \\* 3 = 15 < 20.")


def test_a_quoted_mail_in_quoted_printable() -> None:
    pasted = read_pasted((RAW / "quoted.txt").read_bytes())
    assert (pasted.subject, pasted.date) == ("Wall", "Sat, 18 Oct 2025 09:14:00 +0200")
    assert pasted.left_out[0] == "Ada Example wrote:"
    found = parsed(proposed((RAW / "quoted.txt").read_bytes()))
    assert [section.text for section in found.sections] == [
        "The city council has voted to rebuild the wall.",
        "It was flooded.",
        "Builders hand in offers.",
    ]


BRIEF = "What's Happening\nA ship came.\nWhy It's Important\nB.\nWhat's Next\nOn 12 March.\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "\n-----Original Message-----\nFrom: Bob\nSent: Monday\nSubject: please\n\nWrite it?\n"),
        ("", "\n________________________________\nVon: Bob\nGesendet: Montag\nAn: Ada\nBetreff: bitte\n\nBitte!\n"),
        ("", "\nFrom: Bob\nSent: Monday\nTo: Ada\nSubject: please\n\nWrite it?\n"),
        ("", "\nOn Mon, 12 Oct 2026 at 10:00, Bob <bob@example.org> wrote:\n> Write it?\n"),
        ("", "\nOn Mon, 12 Oct 2026 at 10:00, Bob Example\n<bob@example.org> wrote:\n\n> Write it?\n"),
        ("FYI\n\n---------- Forwarded message ---------\nFrom: Bob\nSubject: A\n\n", ""),
        ("Hi all,\n\n", "\nBest regards,\nAda Example\nTel. 0000\n"),
        ("Liebe Kollegen,\n\n", "\nMit freundlichen Grüßen\n\nAda\n"),
    ],
)
def test_a_brief_is_taken_out_of_the_mails_round_it(before: str, after: str) -> None:
    """What people write to one another must not get onto the site."""
    read = draft((before + BRIEF + after).encode(), "", Registry(), CONFIG, NOW)
    assert read.proposal
    assert read.proposal.lede == ""
    assert [section.text for section in read.proposal.body.sections] == ["A ship came.", "B.", "On 12 March."]
    assert read.left_out


@pytest.mark.parametrize(
    "end", ["Thanks to all, it is over.", "On 12 March, the mayor wrote:\n\n> Come.", "From: the sea\n\nTo: the land"]
)
def test_what_only_looks_like_a_mail_stays(end: str) -> None:
    read = draft(f"{BRIEF}\n{end}\n".encode(), "", Registry(), CONFIG, NOW)
    assert read.left_out == ()


def test_a_whole_mail_in_another_encoding() -> None:
    found = parsed(proposed((RAW / "whole.eml").read_bytes()))
    assert (found.title, found.date.day) == ("Brücke öffnet", dt.date(2025, 10, 19))
    assert found.sections[2].text == "Am 3. März fährt der erste Zug."


def test_the_clipboard_of_windows() -> None:
    happening, important, _ = parsed(proposed((RAW / "windows_clipboard.html").read_bytes())).sections
    assert happening.text == (
        "A new ferry line connects the islands. **Tickets** cost *two* crowns.\n\n- Three ships\n- Ten trips a day"
    )
    assert important.text == "Until now people had to fly.\nFlights were few."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = PLAIN.replace("twice", "– zweimal – über “Nacht”").replace("\n", "\r\n")
    assert "– zweimal – über “Nacht”" in parsed(proposed(text.encode(encoding))).sections[1].text


def test_an_equals_sign_is_not_an_encoding_and_one_quotation_is_no_mail() -> None:
    text = PLAIN.replace("came twice", "came to =C3=A9 with a=b").replace("Work begins", "> So be it.\n\nWork begins")
    found = parsed(proposed(text))
    assert "=C3=A9 with a=b" in found.sections[1].text
    assert "> So be it." in found.sections[2].text


WORDS = st.text(
    # without the bullets of word processors, which become those of Markdown
    st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\ufffc\ufffd•·▪●◦‣⁃"),
    min_size=1,
    max_size=8,
)
PROSE = st.lists(
    st.lists(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), min_size=1, max_size=4).map("\n".join),
    min_size=1,
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(PROSE.map("\n\n".join), PROSE.map("\n\n".join))
def test_no_word_of_the_prose_changes(one: str, other: str) -> None:
    text = f"## What's Happening\n\nIt began. {one}\n\n## Why It's Important\n\n{other}\n\n## What's Next\n\nMore.\n"
    before = parse_brief("2025/2025-10-18-some-brief.md", text.encode(), CONFIG).brief
    read = draft(text.encode(), "", Registry(), CONFIG, NOW)
    if read.proposal is None or before is None:
        return
    after = parse_brief(next(file_names(read.proposal)), brief_text(read.proposal, CONFIG).encode(), CONFIG).brief
    assert after is not None
    assert [(s.kind, s.text.split()) for s in after.sections] == [(s.kind, s.text.split()) for s in before.sections]


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    st.sampled_from(["", "<p>", "Subject: x\n", "MIME-Version: 1\n\n", PLAIN]),
)
def test_nothing_that_is_pasted_raises(junk: bytes, before: str) -> None:
    read = draft(before.encode() + junk, "x.txt", REGISTRY, CONFIG, NOW)
    assert (read.proposal is None) == bool(read.reason)
    if read.proposal:
        assert brief_text(with_all(read.proposal), CONFIG).startswith("---\ntitle: ")


# ---------------------------------------------------------------- expectations and candidates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It opens on 12 March.", "2026-03-12", "2026-03-12"),
        ("It opens on October 20th, 2025.", "2025-10-20", "2025-10-20"),
        ("A report is due by 1 November.", None, "2025-11-01"),
        ("It ends by the end of the month.", None, "2025-10-31"),
        ("Talks go on next week.", "2025-10-20", "2025-10-26"),
        ("A vote follows tomorrow.", "2025-10-19", "2025-10-19"),
        ("They meet on Monday.", "2025-10-20", "2025-10-20"),
        ("It lasts from 3 to 5 November.", "2025-11-03", "2025-11-05"),
        ("Ships come in February 2026.", "2026-02-01", "2026-02-28"),
        ("Done by the end of January.", None, "2026-01-31"),
        ("Am 3. März fährt ein Zug.", "2026-03-03", "2026-03-03"),
        ("Bis Ende des Monats ist alles fertig.", None, "2025-10-31"),
        ("Le vote aura lieu le 4 décembre 2025.", "2025-12-04", "2025-12-04"),
        ("La reunión es el 7 de enero de 2026.", "2026-01-07", "2026-01-07"),
    ],
)
def test_dates_in_whats_next(text: str, first: str | None, last: str) -> None:
    (found,) = find_expectations(text, DAY)
    assert (found.first and found.first.isoformat(), found.last.isoformat(), found.what) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    [
        "It has been so since 3 May.",
        "It began on 4 October 2025.",
        "12 out of 15 may march.",
        "On 31 February.",
        "In time.",
    ],
)
def test_what_is_no_date_to_come(text: str) -> None:
    assert find_expectations(text, DAY) == ()


def test_candidates_have_titles_acronyms_and_counts_and_no_sentence_starts_alone() -> None:
    text = (
        "Yesterday Prime Minister Jane Roe spoke. The Harbour Development Agency (HDA) agreed; HDA officials met Jane Roe. "
        "Officials doubt it. On Monday, South Korean ships came to San Marino in October. Secretary of State Max Muster left."
    )
    found = {c.name: (c.acronym, c.kind, c.count) for c in find_candidates(text, lambda _: False)}
    assert found == {
        "Jane Roe": ("", "person", 2),
        "Harbour Development Agency": ("HDA", "organization", 2),
        "San Marino": ("", "", 1),
        "Max Muster": ("", "person", 1),
    }
    assert find_candidates(text, lambda name: name in found) == ()


def test_a_name_of_one_word_is_one_within_a_sentence() -> None:
    text = (
        "Norway asked Sweden and NATO for help, in a French and an Israeli town, on the Bank and by UTC. Kim Example left Oslo. "
        "Then Kim wrote to the CEO of a Swedish bank: Sweden waits. We met Norman."
    )
    found = [(c.name, c.count) for c in find_candidates(text, lambda name: name == "Oslo")]
    assert found == [("Sweden", 2), ("NATO", 1), ("Kim Example", 1), ("Norman", 1)]


def test_a_text_all_in_capitals_is_read_in_linear_time() -> None:
    with no_crawl():
        assert len(find_candidates("Abc " * 80_000, lambda _: False)) < 3


def test_candidates_of_the_sample_briefs_are_names_and_most_registered_names_are_found() -> None:
    registry, _ = parse_registry((SAMPLE / "actors.yml").read_bytes(), None)
    registered = {name for entry in registry.actors for name in (entry.name, *entry.aliases) if " " in name}
    found: set[str] = set()
    there: set[str] = set()
    for file in sorted(SAMPLE.glob("2*/*")):
        if file.suffix in (".md", ".txt") and (
            read := parse_brief(f"2025/{file.name}", file.read_bytes(), CONFIG).brief
        ):
            if read.language == "de":
                continue
            text = "\n".join(plain_text(section.text) for section in read.sections)
            found |= {c.name for c in find_candidates(text, lambda _: False)}
            there |= {name for name in registered if name in text}
    proper = {name for name in found if name not in registered}
    assert proper >= {
        "James Webb Space Telescope",
        "Albert Einstein",
        "International Campaign to Abolish Nuclear Weapons",
    }
    assert not {name for name in found if name.split()[0] in ("The", "In", "On", "Officials", "Both")}
    assert len(there & found) >= 0.6 * len(there), there - found


# ---------------------------------------------------------------- the command


def site(root: Path) -> Path:
    return write_site(
        root,
        {
            "briefgen.yml": "url: https://example.org\n",
            "briefs/actors.yml": "council:\n  name: City council\n  aliases: [The council]\n",
            "briefs/topics.yml": "ports:\n  name: Ports\n  keywords: [harbour]\nweather:\n  name: Weather\n  keywords: [feared]\n",
            "raw.txt": PLAIN,
        },
    )


def test_a_dry_run_prints_and_writes_nothing(tmp_path: Path) -> None:
    before = tree(site(tmp_path))
    done = briefgen(tmp_path, "add", "raw.txt", "--dry-run", *CLOCK)
    assert done.stdout.startswith('---\ntitle: "The council votes')
    assert tree(tmp_path) == before


def test_nothing_is_written_over_and_several_files_are_taken(tmp_path: Path) -> None:
    site(tmp_path)
    done = briefgen(tmp_path, "add", "raw.txt", "raw.txt", "--yes", *CLOCK)
    name = "briefs/2025/2025-10-18-the-council-votes-on-the-harbour"
    assert done.stdout.replace("\\", "/").split() == [f"{name}.md", f"{name}-2.md"]
    assert "expect:\n  - on: 2026-03-02\n" in (tmp_path / f"{name}.md").read_text("utf-8")
    assert build_site(tmp_path).briefs == 2


def test_what_cannot_be_a_brief_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    site(tmp_path)
    write_site(tmp_path, {"free.txt": "Just words.\n", "empty.txt": "\n", "done.md": brief()})
    before = tree(tmp_path)
    done = briefgen(tmp_path, "add", "free.txt", "empty.txt", "done.md", "missing.txt", *CLOCK)
    assert done.returncode == 1
    assert tree(tmp_path) == before
    told = done.stderr.splitlines()
    assert "Put a heading in a line of its own" in told[0]
    assert "there is no text in it" in told[1]
    assert "it is a brief already" in told[2]
    assert "missing.txt: No such file" in told[3]


def test_standard_input_and_candidates(tmp_path: Path) -> None:
    site(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "add", "-", *CLOCK],
        cwd=tmp_path,
        input=PLAIN.encode(),
        capture_output=True,
        check=True,
    )
    assert b"briefgen actors add 'Ada Example' --kind person\n" in done.stderr
    assert b"briefgen actors add 'Port Authority' --kind organization --alias PA\n" in done.stderr
    assert len(list(tmp_path.rglob("*.md"))) == 1


def test_a_date_that_could_be_two_days_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "mail.txt").write_text(f"Subject: A\nDate: 12/10/2025\n\n{PLAIN}", "utf-8")
    done = briefgen(tmp_path, "add", "mail.txt", "--dry-run", *CLOCK)
    assert "“12/10/2025” could be two days; look whether 2025-10-18 is right" in done.stderr


def on_a_terminal(folder: Path, keys: list[str], *arguments: str) -> tuple[int, str]:
    """Run the command line on a terminal at which somebody presses keys; what ends with a line end is typed when a line is asked for."""
    import pty
    import select
    import termios
    import time

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "briefgen", *arguments], cwd=folder, stdin=slave, stdout=slave, stderr=slave
    )
    said, deadline = b"", time.monotonic() + 40

    def listen() -> None:
        nonlocal said
        while select.select([master], [], [], 0.02)[0]:
            said += os.read(master, 4096)

    for key in keys:
        before = len(said)
        while (
            process.poll() is None and time.monotonic() < deadline
        ):  # until it waits, and in the mode that it waits in
            listen()
            by_line = bool(termios.tcgetattr(slave)[3] & termios.ICANON)
            if len(said) > before and by_line == key.endswith("\n") and said.rstrip().endswith((b"]", b":")):
                break
        os.write(master, key.encode())
    while process.poll() is None and time.monotonic() < deadline:
        listen()
    listen()
    process.kill()
    os.close(slave)
    os.close(master)
    return process.wait(60), said.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal_one_key_answers_each_question(tmp_path: Path) -> None:
    site(tmp_path)
    code, said = on_a_terminal(tmp_path, ["e", "Another headline\n", "y", "?", "y", "n"], "add", "raw.txt", *CLOCK)
    assert code == 0, said
    (written,) = (tmp_path / "briefs").rglob("*.md")
    assert written.name == "2025-10-18-another-headline.md"
    found = parse_brief("2025/x-y-z.md", written.read_bytes(), CONFIG).brief
    assert found is not None
    assert found.title == "Another headline"
    assert [ref.text for ref in found.topics] == ["Ports", "Weather"]
    assert found.expect == ()
    assert "#" not in written.read_text("utf-8").partition("\n---\n")[0]
    assert "y  take it" in said


@pytest.mark.parametrize("key", ["y", "n"])
def test_what_stands_above_the_headings_is_asked_for(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = draft(f"Please find below the text for today.\n\n{PLAIN}".encode(), "", Registry(), CONFIG, NOW).proposal
    assert proposal
    asked: list[str] = []

    def press(question: str, _: str) -> str:
        asked.append(question)
        return key if len(asked) == 1 else "y"

    monkeypatch.setattr("briefgen.cli.adding._key", press)
    text = brief_text(ask(proposal), CONFIG)
    assert asked[0] == "Above the first heading: Please find below the text for today."
    assert text.count("Please find below the text for today.") == (key == "y")
    assert ('title: "Please find' in text) == (key == "y")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_who_interrupts_the_questions_writes_nothing(tmp_path: Path) -> None:
    before = tree(site(tmp_path))
    code, _ = on_a_terminal(tmp_path, ["y", "\x03"], "add", "raw.txt", *CLOCK)
    assert code == 130
    assert tree(tmp_path) == before


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the real briefs in ../shared/seeds/")
def test_the_seed_becomes_briefs_without_any_problem(tmp_path: Path) -> None:
    files = sorted(SEEDS.glob("*.txt"))
    write_site(tmp_path, {"briefgen.yml": "url: https://example.org\ncheck:\n  perishable-word: off\n"})
    write_site(tmp_path, {f"briefs/{name}": (SAMPLE / name).read_bytes() for name in ("actors.yml", "topics.yml")})
    assert briefgen(tmp_path, "add", "--yes", *map(str, files), *CLOCK).returncode == 0
    assert len(list(tmp_path.rglob("*.md"))) == len(files)
    assert "No problems" in briefgen(tmp_path, "check", *CLOCK).stdout
    for raw in files:
        given = [line for line in raw.read_text("utf-8").splitlines() if not line.endswith("?")]
        happened = [file for file in tmp_path.rglob("*.md") if given[0] in file.read_text("utf-8")]
        assert len(happened) == 1
        found = parse_brief("2025/x-y-z.md", happened[0].read_bytes(), CONFIG).brief
        assert found is not None
        assert " ".join(section.text for section in found.sections).split() == " ".join(given).split()
