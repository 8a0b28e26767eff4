"""Shows the progress of long work on a terminal, and stops it on Ctrl+C."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import Any

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.system.console import Console


class UnderWay:
    """How far long work is, in one line that is written over; only a terminal is told. To be called as a Progress.

    Inside its block Ctrl+C stops the work where it tells how far it is, not amid a call of the database's library,
    which would make an error of its own of that.
    """

    def __init__(self, console: Console, what: str) -> None:
        self._console, self._what = console, what
        self._told = ""
        self._stopped = False
        self._before: Any = None

    def __enter__(self) -> UnderWay:
        with suppress(ValueError):  # not in the main thread, which alone is interrupted
            self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
        if self._told:
            self._console.write_over("")
        if self._stopped and error is None:
            raise KeyboardInterrupt

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopped = True

    def __call__(self, done: int, total: int) -> None:
        """``done`` of ``total`` pieces; 0 where the number is unknown. Raises Cancelled."""
        if self._stopped:
            raise Cancelled
        line = f"{self._what} {done * 100 // total}%" if total else self._told or self._what
        if line != self._told and self._console.write_over(line):
            self._told = line
