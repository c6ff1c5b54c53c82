"""The command line.

Exit codes: 0 fine, 1 problems found, 2 wrong usage or settings, 3 something could not be written or was killed, 70 a bug in
briefgen, 130 interrupted.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from briefgen import __version__
from briefgen.cli.building import build_site, plain_wishes
from briefgen.cli.codes import BUG, INTERRUPTED, PROBLEMS, UNWRITABLE, USAGE
from briefgen.cli.show import complain, show_problems
from briefgen.cli.site import SettingsError


def main() -> NoReturn:
    """The entry point of `briefgen` and `python -m briefgen`. The process ends here at once: tidying up what dies with it takes longer
    than a small build."""
    gc.set_threshold(1_000_000, 20, 50)  # much is made and little of it is rubbish
    code = run(sys.argv[1:])
    if os.environ.get("BRIEFGEN_DEBUG"):  # a profiler has its say at the end
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; the exit code. Whatever happens is said in one line, not in a traceback."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by who calls us, as some schedulers do
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show "→" must not stop us; what goes into a file is UTF-8, also where the computer has another habit.
            wanted = None if stream.isatty() or os.environ.get("PYTHONIOENCODING") else "utf-8"
            stream.reconfigure(errors="backslashreplace", encoding=wanted or stream.encoding)
    try:
        wishes = plain_wishes(arguments)
        if wishes:
            return build_site(None, None, wishes)
        from briefgen.cli.commands import command

        return command(arguments)
    except SettingsError as error:
        show_problems(error.problems, error.root, notes=False, err=True)
        return USAGE
    except KeyboardInterrupt:
        print(file=sys.stderr)
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:  # nobody reads what is said
        return PROBLEMS
    except Exception as error:
        from briefgen.output import OutputError
        from briefgen.workers import WorkerError

        if os.environ.get("BRIEFGEN_DEBUG"):
            raise
        if isinstance(error, OutputError):
            complain(f"{error}")
            return UNWRITABLE
        if isinstance(error, WorkerError):
            complain(f"{error}: it was killed, perhaps for want of memory; build again, or with --jobs 1")
            return UNWRITABLE
        if isinstance(error, OSError) and error.filename:
            complain(f"{error.filename}: {error.strerror}")
            return UNWRITABLE
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            with suppress(OSError):
                complain(f"what there is to say cannot be written: {error.strerror}")
            return UNWRITABLE
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        complain(
            f"this is a bug in briefgen {__version__} ({reason}); please report it, with what BRIEFGEN_DEBUG=1 in the "
            "environment makes it say"
        )
        return BUG
