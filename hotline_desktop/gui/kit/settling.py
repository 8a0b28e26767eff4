"""Activates all layouts of a widget before it is painted: Qt would paint before every part has its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


@contextmanager
def settling(root: QWidget) -> Iterator[None]:
    """Holds the layouts of all widgets in ``root`` meanwhile, and activates them at the end, innermost first.

    Left to itself Qt lays the whole page out again with each part that is shown or hidden.
    """
    held = [layout for widget in _parts(root) if (layout := widget.layout()) is not None]
    for layout in held:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in held:
            if isValid(layout):  # what is shown may take the place of what was
                layout.setEnabled(True)
        _settle(root)


def _settle(root: QWidget) -> None:
    for widget in reversed(_parts(root)):
        layout = widget.layout()
        if layout is not None and widget.isVisible():
            layout.activate()
    for each in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateLater):  # what was shown is painted along, not after
        QCoreApplication.sendPostedEvents(None, each.value)


def _parts(root: QWidget) -> list[QWidget]:
    return [root, *root.findChildren(QWidget)]
