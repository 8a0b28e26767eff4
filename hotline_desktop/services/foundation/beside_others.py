"""Long work in a background thread that must not slow down the threads somebody waits for."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from hotline_desktop.services.foundation.gc_pause import collector_at_rest

_TURN = 0.0005  # seconds
_lock = threading.Lock()
_running = 0
_usual = 0.0


@contextmanager
def beside_others() -> Iterator[None]:
    """Shortens the interpreter's switch interval while this work lasts, so that other threads go on at once.

    A thread that asks the database gives up the interpreter with each statement, some dozens for a step, and gets it
    back only when the interval of the other thread is over. With Python's usual five milliseconds a step would wait a
    tenth of a second. The garbage collector is paused as well, because it stops every thread.
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
