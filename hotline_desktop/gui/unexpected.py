"""The last net of the window: an error that nobody foresaw is written down and told calmly, not in a crash."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hotline_desktop.system.logs import note_unexpected

Tell = Callable[[Exception], None]
_PAUSE_S = 10.0  # an error in drawing comes back with every frame


class ExceptionHook:
    """Python's hook for exceptions that leave a slot or an event: logs kind and place, and tells ``tell`` once."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._quiet_until = float("-inf")
        self._telling = False

    def caught(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """What Python calls; an interrupt from the terminal closes the window."""
        if not isinstance(error, Exception):
            QApplication.quit()
            return
        note_unexpected(error)
        if not self._telling and time.monotonic() >= self._quiet_until:
            self._telling = True
            QTimer.singleShot(0, lambda: self._tell_once(error))

    def _tell_once(self, error: Exception) -> None:
        try:
            self._tell(error)
        finally:
            self._telling = False
            self._quiet_until = time.monotonic() + _PAUSE_S


@contextmanager
def watching(tell: Tell) -> Iterator[ExceptionHook]:
    """Hangs the net for as long as the window is open."""
    before, net = sys.excepthook, ExceptionHook(tell)
    sys.excepthook = net.caught
    try:
        yield net
    finally:
        sys.excepthook = before
