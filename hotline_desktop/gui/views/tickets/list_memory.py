"""Which columns the clerk wants, how wide and in which order: remembered beside the office's data."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPoint, QSettings
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from hotline_desktop.gui.records.ticket_columns import CHOSEN_BY_HAND, COLUMN_KEYS, COLUMNS, column_width

_STATE = "tickets/columns"
_KEYS = "tickets/column_keys"


class ListMemory:
    """Restores and saves the list's header; a program with other columns starts from the first layout."""

    def __init__(self, table: QTableView, store: QSettings, resting: Callable[[], bool] = lambda: False) -> None:
        self._header = table.horizontalHeader()
        self._table = table
        self._store = store
        self._resting = resting  # while there are no columns to be seen

    def restore(self) -> None:
        """Takes up what was saved last."""
        state = self._store.value(_STATE)
        if self._store.value(_KEYS) == ",".join(COLUMN_KEYS) and isinstance(state, QByteArray):
            self._header.restoreState(state)

    def save(self) -> None:
        """Keeps the header as it is now; nothing while a ticket takes two lines."""
        if self._resting():
            return
        self._store.setValue(_KEYS, ",".join(COLUMN_KEYS))
        self._store.setValue(_STATE, self._header.saveState())

    def choose(self, parent: QWidget, at: QPoint) -> None:
        """A menu to tick the columns."""
        menu = QMenu(parent)
        for section, column in enumerate(CHOSEN_BY_HAND):
            action = menu.addAction(column.caption)
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(section))
            action.setEnabled(column.key != "number")  # without it no row can be told from another
            action.toggled.connect(lambda on, section=section: self._toggle(section, on))
        menu.addSeparator()
        menu.addAction("恢复默认").triggered.connect(self._reset)
        menu.exec(at)

    def _toggle(self, section: int, on: bool) -> None:
        self._table.setColumnHidden(section, not on)
        self.save()

    def _reset(self) -> None:
        for section, column in enumerate(COLUMNS):
            self._header.moveSection(self._header.visualIndex(section), section)
            self._table.setColumnHidden(section, not column.shown)
            self._header.resizeSection(section, column_width(column, self._table.fontMetrics()))
        self.save()
