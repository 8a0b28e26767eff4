"""The keys of a list and the record beside it: the same on every page that shows records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from hotline_desktop.gui.records.steps.step_buttons import NEAR


def record_keys(where: QWidget, take: Callable[[int], object], more: Callable[[], object] | None = None) -> None:
    """Alt+1 … Alt+4 ``take`` the step of that place within ``where``, Alt+0 opens ``more``, where there is more."""
    for number in range(1, NEAR + 1):
        own_key(where, f"Alt+{number}", partial(take, number))
    if more is not None:
        own_key(where, "Alt+0", more)


def moving_keys(where: QWidget, move: Callable[[int], object]) -> None:
    """Alt+↓ and Alt+↑ turn to the next and the previous record of the list."""
    own_key(where, "Alt+Down", partial(move, 1))
    own_key(where, "Alt+Up", partial(move, -1))


def own_key(where: QWidget, key: str, slot: Callable[[], object]) -> None:
    """A key of ``where`` and what is in it; while a form stands in its place it belongs to the form."""
    shortcut = QShortcut(QKeySequence(key), where)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(slot)
