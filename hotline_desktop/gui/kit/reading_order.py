"""Tab goes as one reads: what was made later, in the middle of a page, would otherwise come last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


def in_reading_order(root: QWidget) -> None:
    """Lets Tab go through ``root`` in the order in which its layouts hold their parts."""
    for first, second in pairwise(_stops(root)):
        QWidget.setTabOrder(first, second)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    for part in _parts(widget):
        yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        if widget.widget() is not None:
            yield widget.widget()
    elif isinstance(widget, QSplitter | QStackedWidget):
        yield from (widget.widget(place) for place in range(widget.count()))
    elif (layout := widget.layout()) is not None:
        yield from _held(layout)


def _held(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _held(inner)
