"""Activates all layouts of a widget before it is painted: Qt would paint before every part has its place."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget


def settle(root: QWidget) -> None:
    """Activates the layouts of all widgets in ``root``, innermost first, so that none is calculated twice."""
    parts: list[QWidget] = list(root.findChildren(QWidget))
    for widget in reversed(parts):
        layout = widget.layout()
        if layout is not None and widget.isVisible():
            layout.activate()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
