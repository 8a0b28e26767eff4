"""Tab goes as one reads: what was made later, in the middle of a page, would otherwise come last.

Layouts are asked where a part stands, never for their items: PySide keeps what ``QLayout.itemAt`` gave beyond the
deletion of that item, and later takes whatever Qt makes in the same place of memory for it. That crashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


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
        children: list[QWidget] = list(widget.findChildren(QWidget, options=_DIRECT))
        yield from _held(layout, children)


def _where(layout: QLayout, part: QWidget | QLayout) -> int:
    """Where the layout holds it, negative where it does not; a form counts its rows in the order they were made."""
    if isinstance(layout, QFormLayout) and isinstance(part, QWidget) and layout.indexOf(part) >= 0:
        position: Any = layout.getWidgetPosition(part)  # row and role
        return int(position[0])
    return layout.indexOf(part)


def _held(layout: QLayout, children: list[QWidget]) -> Iterator[QWidget]:
    """Those of ``children`` that ``layout`` and the layouts in it hold, in their order."""
    inner = [each for each in layout.children() if isinstance(each, QLayout)]
    parts: list[QWidget | QLayout] = [*children, *inner]
    places = [(_where(layout, each), each) for each in parts]
    for _place, part in sorted((each for each in places if each[0] >= 0), key=lambda each: each[0]):
        if isinstance(part, QLayout):
            yield from _held(part, children)
        else:
            yield part
