"""Work that lasts, in a thread beside those that somebody waits for."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from hotline_desktop.services.gc_pause import collector_at_rest

_TURN = 0.0005  # seconds
_lock = threading.Lock()
_running = 0
_usual = 0.0


@contextmanager
def beside_others() -> Iterator[None]:
    """Lets other threads have their turn at once while this work lasts.

    A thread that asks the database gives up its turn with each question, some dozens for a step, and waits up to a turn
    of the other's to go on: with the usual turns of five milliseconds, a tenth of a second for each step. The collector
    rests as well: what it holds is held against everybody.
    """
    global _running, _usual  # noqa: PLW0603 - the interpreter has one length of turns
    with _lock:
        if not _running:
            _usual = sys.getswitchinterval()
            sys.setswitchinterval(_TURN)
        _running += 1
    try:
        with collector_at_rest():
            yield
    finally:
        with _lock:
            _running -= 1
            if not _running:
                sys.setswitchinterval(_usual)
