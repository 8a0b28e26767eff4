"""Everything in its place at once, so that it is painted once: Qt would paint before it has found every place."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget


def settle(root: QWidget) -> None:
    """Gives all that changed in ``root`` its place, from inside out: no layout is worked out twice for another."""
    parts: list[QWidget] = list(root.findChildren(QWidget))
    for widget in reversed(parts):
        layout = widget.layout()
        if layout is not None and widget.isVisible():
            layout.activate()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
