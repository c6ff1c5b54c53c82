"""How the preview is asked to end. Each of these is a process of its own, as a signal concerns all of it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

SIGNALS = [signal.SIGINT, signal.SIGTERM]
BEGIN = """
import os, signal, sys, threading
from briefgen.serve.ending import Ending

number = signal.Signals(int(sys.argv[1]))
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # where tests run in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

def ask():
    os.kill(os.getpid(), number)

def later(what):
    threading.Timer(0.2, what).start()
"""


def said(code: str, number: signal.Signals, status: int = 0) -> str:
    """What a program says that gets a signal; it ends soon, and so."""
    command = [sys.executable, "-c", BEGIN + code, str(int(number))]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=30)
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_that_does_not_wake_who_sleeps_is_heard(number: signal.Signals) -> None:
    """One that arrives just before the sleep cannot be timed; one that another thread takes is to the sleeper the same."""
    code = """
ending = Ending()
ending.hold()
later(lambda: signal.pthread_kill(threading.get_ident(), number))
ending.wait()
print("ended in order")
"""
    assert said(code, number) == "ended in order\n"


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_before_anybody_waits_is_noted(number: signal.Signals) -> None:
    code = """
ending = Ending()
ending.hold()
ask()
print("begun")
ending.wait()
print("ended in order")
"""
    assert said(code, number) == "begun\nended in order\n"


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_interrupts_the_loading(number: signal.Signals) -> None:
    code = """
ending = Ending()
try:
    ask()
    print("loaded")
except KeyboardInterrupt:
    print("interrupted")
"""
    assert said(code, number) == "interrupted\n"


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_that_meets_a_destructor_is_not_lost(number: signal.Signals) -> None:
    code = """
class Meets:
    def __del__(self):
        ask()

sys.unraisablehook = lambda lost: print("lost", lost.exc_type.__name__)
ending = Ending()
try:
    Meets()
    print("loaded")
    ending.hold()
    print("shown")
except KeyboardInterrupt:
    print("interrupted")
"""
    assert said(code, number) == "lost KeyboardInterrupt\nloaded\ninterrupted\n"


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("again", SIGNALS)
def test_a_second_signal_ends_it_at_once(number: signal.Signals, again: signal.Signals) -> None:
    code = f"""
ending = Ending()
ending.hold()
ask()
ending.wait()
print("asked", flush=True)
os.kill(os.getpid(), {int(again)})
print("ended in order")
"""
    assert said(code, number, -again) == "asked\n"


def test_other_signals_are_not_for_it() -> None:
    code = """
signal.signal(signal.SIGUSR1, lambda *_: (print("another"), later(ask)))
ending = Ending()
ending.hold()
later(lambda: os.kill(os.getpid(), signal.SIGUSR1))
ending.wait()
print("ended in order")
"""
    assert said(code, signal.SIGTERM) == "another\nended in order\n"


def test_ctrl_c_that_is_meant_for_others_ends_nothing() -> None:
    """So are programs started that a script puts into the background."""
    code = """
signal.signal(signal.SIGINT, signal.SIG_IGN)
ending = Ending()
signal.raise_signal(signal.SIGINT)
ending.hold()
ask()
ending.wait()
signal.raise_signal(signal.SIGINT)
print("ended in order")
"""
    assert said(code, signal.SIGTERM) == "ended in order\n"
