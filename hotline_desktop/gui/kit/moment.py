"""A pause too short for anybody to notice: what follows a key, what waits until the window is painted."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QObject, QTimer

_MADE: WeakSet[Moment] = WeakSet()


class Moment(QTimer):
    """Does ``then`` some milliseconds after ``start``. Whoever waits for the window to come to rest waits for it too.

    A pause that gives the clerk time to go on typing is a plain timer: the window is at rest meanwhile.
    """

    def __init__(self, parent: QObject, milliseconds: int, then: Callable[[], object]) -> None:
        super().__init__(parent, singleShot=True, interval=milliseconds)
        self.timeout.connect(then)
        _MADE.add(self)


def a_moment_passes() -> bool:
    """Whether one of them has begun and not ended yet."""
    return any(shiboken6.isValid(moment) and moment.isActive() for moment in _MADE)
