"""How the preview is asked to end: by a signal, whenever it comes."""

from __future__ import annotations

import signal
import socket
from types import FrameType


class Ending:
    """Whether somebody asked that this ends: with Ctrl-C, or by SIGTERM. To be made and used in the main thread, which is the one that
    Python tells.

    While the site is loaded, a signal interrupts that, wherever it is: nothing is there yet that must be ended in order. From `hold`
    on it is only noted, for `wait`. A second one is the system's, which ends the program at once: who sends it does not want to wait
    for the order either."""

    def __init__(self) -> None:
        self._asked = self._held = False
        self._signals = {signal.SIGINT, signal.SIGTERM}
        if (
            signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        ):  # in the background of a script, Ctrl-C is meant for others
            self._signals.remove(signal.SIGINT)
        for number in self._signals:
            signal.signal(number, self._hear)

    def hold(self) -> None:
        """From here on, only note it. What came before interrupts now, at the latest: what it raised is lost where it met a destructor,
        or a callback of an import."""
        self._held = True
        if self._asked:
            raise KeyboardInterrupt

    def wait(self) -> None:
        """Wait until somebody asks. A signal that arrives just before a thread begins to sleep, or that another thread takes, does not
        wake it: Python would handle it when the sleep is over. So this waits for the byte that Python writes as soon as there is a
        signal; it lies there, however early it was."""
        ear, mouth = socket.socketpair()
        with ear, mouth:
            mouth.setblocking(False)
            before = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
            try:
                while not self._asked and self._signals.isdisjoint(ear.recv(64)):
                    pass  # another signal, which is not for us
            finally:
                signal.set_wakeup_fd(before)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True
        for number in self._signals:
            signal.signal(number, signal.SIG_DFL)
        if not self._held:
            raise KeyboardInterrupt
