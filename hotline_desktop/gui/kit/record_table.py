"""A calm table over a :class:`RecordListModel`: whole rows, no grid, widths from the columns' own data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from hotline_desktop.gui.kit.record_list import RECORD_ROLE, RecordColumn, RecordListModel
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.kit.tone_delegate import ToneDelegate

_LEAST = 180  # what the stretched column needs to say anything
_FLOOR = 90  # what it keeps where nothing is left to give up
# Columns give their widths as they look right in the bundled face, in which this sample is so wide; another face, or
# the same one larger, is given as much more room.
_SAMPLE, _SAMPLE_WIDTH = "工单 2022-09-05", 103
_AROUND = 20  # pixels around a caption


class RecordTable(QTableView):
    """``opened(row)`` on a double click or Enter, ``chosen(row)`` when another row is selected (None for none).

    ``cell_opened(row, caption)`` comes with ``opened``, for tables whose cells open different things. ``least`` is
    what the stretched column needs, in pixels: for as much of it extra columns are given up.
    """

    opened = Signal(object)
    cell_opened = Signal(object, str)
    chosen = Signal(object)

    def __init__(self, theme: Theme, columns: tuple[RecordColumn, ...], name: str, least: int = _LEAST) -> None:
        super().__init__()
        self._least = least
        self.records = RecordListModel(theme, columns, self)
        self.setModel(self.records)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(ToneDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.size("row"))
        self._lay_out()
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.chosen.emit(now.data(RECORD_ROLE)))
        self.doubleClicked.connect(self._open)

    @property
    def current(self) -> Any:
        """The selected row; None where there is none."""
        index = self.currentIndex()
        return index.data(RECORD_ROLE) if index.isValid() else None

    def select_row(self, row: int) -> None:
        """Selects a row where there is one."""
        if 0 <= row < self.records.rowCount():
            self.selectRow(row)

    def show_again(self, rows: Sequence[Any], same: Callable[[Any], bool]) -> Any:
        """Shows other rows and selects the one that is the ``same`` as before, or else what stands in its place now.

        Returns the selected row, None where there is none.
        """
        place = max(self.currentIndex().row(), 0)
        self.records.show_rows(rows)
        found = next((at for at, row in enumerate(rows) if same(row)), min(place, len(rows) - 1))
        self.select_row(found)
        return rows[found] if rows else None

    def show_by(self, rows: Sequence[Any], key: Callable[[Any], object]) -> Any:
        """As :meth:`show_again`, the same row being the one of the same ``key``: a button below the list goes on
        speaking of what was selected, whoever took away what stood above it.
        """
        held = self.current
        known = key(held) if held is not None else None
        return self.show_again(rows, lambda row: held is not None and key(row) == known)

    def turn(self, by: int) -> None:
        """Selects the row so many further down, as far as there are any."""
        self.select_row(self.currentIndex().row() + by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives up extra columns until the stretched one can be read: the last one first, LAST_EXTRA after them."""
        columns = self.records.columns
        widths = [self._width(column) for column in columns]
        room = self.viewport().width() - self._least - sum(widths)
        self._hold_stretched()
        extra = [section for section, column in enumerate(columns) if column.extra]
        for section in sorted(extra, key=lambda section: (columns[section].extra, -section)):
            self.setColumnHidden(section, room < 0)
            room += widths[section] if room < 0 else 0
        self._stretch(room)
        super().resizeEvent(event)

    def _hold_stretched(self) -> None:
        """Qt leaves gaps where columns are hidden beside one that is stretched meanwhile."""
        for section, column in enumerate(self.records.columns):
            if not column.width:
                self.horizontalHeader().setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)

    def _stretch(self, spare: int) -> None:
        """The column that takes what is left never gets too narrow to be read; the table scrolls sideways instead."""
        header = self.horizontalHeader()
        for section, column in enumerate(self.records.columns):
            if not column.width and spare >= 0:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
            elif not column.width:
                header.resizeSection(section, max(_FLOOR, self._least + spare))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()

    def _lay_out(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(40)
        for section, column in enumerate(self.records.columns):
            if column.width:
                header.resizeSection(section, self._width(column))
            else:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)

    def _width(self, column: RecordColumn) -> int:
        """Pixels for the column in the table's own face; 0 for the stretched one."""
        if not column.width:
            return 0
        metrics = self.fontMetrics()
        scaled = round(column.width * metrics.horizontalAdvance(_SAMPLE) / _SAMPLE_WIDTH)
        return max(scaled, metrics.horizontalAdvance(column.caption) + _AROUND)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(RECORD_ROLE))
            self.cell_opened.emit(index.data(RECORD_ROLE), self.records.columns[index.column()].caption)
