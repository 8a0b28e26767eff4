"""Which columns the clerk wants, how wide and in which order: remembered beside the office's data, by their keys.

So a program with a new column shows what was there as it was, and the new one in its own place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QPoint, QSettings, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from hotline_desktop.gui.records.lists.ticket_columns import (
    CHOSEN_BY_HAND,
    COLUMN_KEYS,
    COLUMNS,
    column_width,
    is_shown_first,
)

_LAYOUT = "tickets/list_columns"
# As versions wrote it that knew a whole header only: one state, and the keys of the columns that it is of.
_STATE, _KEYS = "tickets/columns", "tickets/column_keys"


class Place(NamedTuple):
    """One remembered column: its width in pixels, and whether it is seen."""

    key: str
    width: int
    shown: bool


class ListMemory:
    """Restores and saves the list's header."""

    def __init__(self, table: QTableView, store: QSettings, resting: Callable[[], bool] = lambda: False) -> None:
        self._header = table.horizontalHeader()
        self._table = table
        self._store = store
        self._resting = resting  # while there are no columns to be seen

    def restore(self) -> None:
        """Takes up what was saved last: columns that are gone are left out, new ones stand where they belong."""
        kept = [place for place in self._saved() if place.key in COLUMN_KEYS]
        for column, place in enumerate(kept):
            section = COLUMN_KEYS.index(place.key)
            self._header.moveSection(self._header.visualIndex(section), column)
            self._table.setColumnHidden(section, not place.shown)
            if place.width > 0:
                self._header.resizeSection(section, place.width)
        known = {place.key for place in kept}
        for section, key in enumerate(COLUMN_KEYS):
            if kept and key not in known:
                self._put_behind(section)

    def save(self) -> None:
        """Keeps the header as it is now; nothing while a ticket takes two lines."""
        if self._resting():
            return
        sections = [self._header.logicalIndex(place) for place in range(len(COLUMNS))]
        layout = [
            Place(COLUMN_KEYS[each], self._width(each), not self._table.isColumnHidden(each)) for each in sections
        ]
        self._store.setValue(_LAYOUT, json.dumps([place._asdict() for place in layout]))

    def choose(self, parent: QWidget, at: QPoint) -> None:
        """A menu to tick the columns."""
        menu = QMenu(parent)
        for section, column in enumerate(CHOSEN_BY_HAND):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(section))
            action.setEnabled(column.key != "number")  # without it no row can be told from another
            action.toggled.connect(lambda on, section=section: self._toggle(section, on))
        menu.addSeparator()
        menu.addAction("恢复默认").triggered.connect(self._reset)
        menu.exec(at)

    # -- inside --------------------------------------------------------------------------------------------

    def _saved(self) -> Sequence[Place]:
        text = self._store.value(_LAYOUT)
        if isinstance(text, str):
            try:
                return [Place(str(one["key"]), int(one["width"]), bool(one["shown"])) for one in json.loads(text)]
            except (ValueError, TypeError, KeyError):
                return ()  # somebody else wrote there: the first layout is as good
        keys, state = self._store.value(_KEYS), self._store.value(_STATE)
        return _read_state(str(keys).split(","), state) if isinstance(state, QByteArray) and keys else ()

    def _put_behind(self, section: int) -> None:
        """A column that the clerk does not know yet goes behind the one that it follows, in its first state."""
        before = self._header.visualIndex(section - 1) if section else -1
        place = self._header.visualIndex(section)
        self._header.moveSection(place, before + 1 if place > before else before)
        self._table.setColumnHidden(section, not is_shown_first(COLUMNS[section]))

    def _width(self, section: int) -> int:
        """A hidden column has none: what it has when it is seen again stands in its place."""
        if self._table.isColumnHidden(section):
            return column_width(COLUMNS[section], self._table.fontMetrics())
        return self._header.sectionSize(section)

    def _toggle(self, section: int, on: bool) -> None:
        self._table.setColumnHidden(section, not on)
        self.save()

    def _reset(self) -> None:
        for section, column in enumerate(COLUMNS):
            self._header.moveSection(self._header.visualIndex(section), section)
            self._table.setColumnHidden(section, not is_shown_first(column))
            self._header.resizeSection(section, column_width(column, self._table.fontMetrics()))
        self.save()


def _read_state(keys: Sequence[str], state: QByteArray) -> list[Place]:
    """What a header over columns with these keys was like."""
    model = QStandardItemModel(0, len(keys))
    header = QHeaderView(Qt.Orientation.Horizontal)
    header.setModel(model)
    if not header.restoreState(state) or header.count() != len(keys):
        return []
    sections = [header.logicalIndex(place) for place in range(len(keys))]
    return [Place(keys[each], header.sectionSize(each), not header.isSectionHidden(each)) for each in sections]
