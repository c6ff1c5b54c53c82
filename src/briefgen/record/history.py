"""Reading the history: one call of git for all of it, and later only what came since."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from briefgen import __version__
from briefgen.briefs.git import reason_of, run_git
from briefgen.lock import FOLDER
from briefgen.record.log import ARGUMENTS, LINE, follows_on, read_log
from briefgen.record.model import Commit, History, trace
from briefgen.state_file import DamagedError, seal, unseal

#: Changes with the form of what is kept.
_FORM = f"1 {__version__}"


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A history as it is kept: what it was read by (`form`), where (`place`: the folder within the repository, and where a shallow
    clone is cut), the commit that it tells of, and all commits."""

    form: str
    place: tuple[str, bytes]
    tip: str
    commits: tuple[Commit, ...]


_DECODER = msgspec.msgpack.Decoder(Kept)


def read_history(root: Path) -> History:
    """The history of `briefs/` in the site in the folder `root`. Never fails: see `History.reason`.

    It is kept in `.briefgen/`, if the site has been built, with a checksum; what is kept counts as long as its last commit is the present one
    or an ancestor of it.
    """
    return _read(root, ARGUMENTS, "history")


def read_line(root: Path) -> History:
    """The same of those commits alone that were once the latest of this branch: what came in by a merge came in with it."""
    return _read(root, LINE, "line")


def _read(root: Path, arguments: tuple[str, ...], name: str) -> History:
    folder = root / "briefs"
    if not folder.is_dir():
        return History(reason="there is no folder briefs/")
    try:
        here = run_git(folder, "rev-parse", "--is-shallow-repository", "--show-prefix", "--git-path", "shallow", "HEAD")
        if here.returncode:
            return History(reason=reason_of(here.stderr))
        shallow, _, rest = os.fsdecode(here.stdout).removesuffix("\n").partition("\n")
        prefix, cuts, tip = rest.rsplit("\n", 2)
        cut = b"".join(sorted((folder / cuts).read_bytes().splitlines())) if shallow == "true" else b""
        file = root / FOLDER / name
        kept = _recall(root, file, Kept(_FORM, (prefix, cut), tip, ()))
        if kept is None or kept.tip != tip:
            log = run_git(folder, *arguments, f"{kept.tip}..{tip}" if kept else tip, "--")
            if kept and arguments is LINE and not follows_on(log.stdout, kept.tip):
                kept = None
                log = run_git(folder, *arguments, tip, "--")
            if log.returncode:
                return History(reason=reason_of(log.stderr))
            before = kept.commits if kept else ()
            fresh = read_log(log.stdout, {commit.hash: commit for commit in before}, prefix, bool(cut))
            kept = Kept(_FORM, (prefix, cut), tip, tuple(sorted((*before, *fresh), key=lambda c: c.order)))
            _keep(file, kept)
    except FileNotFoundError:
        return History(reason="git is not installed")
    except OSError as error:
        return History(reason=f"git failed: {error.strerror or error}")
    return History(kept.commits, tip, "", trace(kept.commits))


def _recall(root: Path, file: Path, wanted: Kept) -> Kept | None:
    """What was kept, if it can be gone on from."""
    with suppress(OSError, DamagedError, msgspec.MsgspecError):
        kept = _DECODER.decode(unseal(file.read_bytes()))
        if (kept.form, kept.place) == (wanted.form, wanted.place) and (
            kept.tip == wanted.tip or run_git(root, "merge-base", "--is-ancestor", kept.tip, wanted.tip).returncode == 0
        ):
            return kept
    return None


def _keep(file: Path, kept: Kept) -> None:
    """Keep a history, in a site that has been built; a disk that takes nothing more is no reason to fail."""
    with suppress(OSError, UnicodeEncodeError):
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        fresh.write_bytes(seal(msgspec.msgpack.encode(kept)))
        fresh.replace(file)
