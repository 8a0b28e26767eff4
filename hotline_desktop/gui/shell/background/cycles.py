"""Runs Python's cyclic garbage collector only on the window's thread, and only between Qt's events.

Left alone, it runs on whichever thread makes the next object, and would destroy widgets that only the window's thread
may touch. On that thread it could run while Qt walks through all widgets, for example to give them a style sheet, and
destroy some that are still on Qt's list. The program would crash, rarely and without a trace.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_BEAT_MS = 1000
# The old objects are looked through seldom: a great list in memory would stop the window for a moment each time.
_OLD_EVERY_BEATS = 180


class CycleCollector(QObject):
    """Collects once a second on the thread that made it; no thread collects by itself from then on.

    Not after :meth:`close` either: widgets outlive the work that was done for them, and the process ends with them.
    ``resting`` keeps it still while long work makes hundreds of thousands of rows, which hold no cycles.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.resting = False
        self._beats = 0
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self.beat)
        self._timer.start()
        gc.disable()

    def beat(self) -> None:
        """Collects the youngest objects, now and then the older ones, where enough have come together."""
        if self.resting:
            return
        self._beats += 1
        young, middle, _old = gc.get_count()
        young_limit, middle_limit, _old_limit = gc.get_threshold()
        if self._beats % _OLD_EVERY_BEATS == 0:
            gc.collect()
        elif middle > middle_limit:
            gc.collect(1)
        elif young > young_limit:
            gc.collect(0)

    def close(self) -> None:
        """Collects no more."""
        self._timer.stop()
