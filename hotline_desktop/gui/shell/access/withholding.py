"""Disables what somebody has no right to, with the reason in its tooltip, so that nothing is refused afterwards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.hints import hint
from hotline_desktop.gui.shell.session.session import Session


class _Withheld(QObject):
    """Holds one widget disabled, whatever its page would allow it for the record that it shows."""

    def __init__(self, widget: QWidget, why: str) -> None:
        super().__init__(widget)
        self._why = hint(why)
        widget.setToolTip(self._why)
        widget.setAccessibleDescription(why)
        widget.setEnabled(False)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget):
            if event.type() == QEvent.Type.EnabledChange and watched.isEnabled():
                watched.setEnabled(False)
            elif event.type() == QEvent.Type.ToolTipChange and watched.toolTip() != self._why:
                watched.setToolTip(self._why)
        return False


def withhold(session: Session, right: Right, *widgets: QWidget) -> None:
    """Disables ``widgets`` where whoever works here has no such right; they say who has it."""
    why = session.lacks(right)
    if why:
        for widget in widgets:
            _Withheld(widget, why)
