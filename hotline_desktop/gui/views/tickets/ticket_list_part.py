"""The list of tickets: what it shows, and which of its rows is the ticket in the pane. The two are one thing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from hotline_desktop.domain.records.summaries import TicketFilter, TicketSummary
from hotline_desktop.gui.records.lists.ticket_columns import COLUMN_KEYS, COLUMNS
from hotline_desktop.gui.records.lists.ticket_list import UNKNOWN, Order, TicketListModel, number_words
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets.list_filters import ListFilters
from hotline_desktop.gui.views.tickets.list_memory import ListMemory
from hotline_desktop.gui.views.tickets.tickets_view import TicketsView

_SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
_ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class TicketList(QObject):
    """``turned(id)`` when another ticket is to be seen, 0 for none; ``opened()`` when the clerk wants to work on it.

    After a search, a filter or a card it is the first hit; after a step that takes the ticket out of the list the next
    one; a ticket that is asked for from elsewhere and not in the list is listed alone.
    """

    turned = Signal(int)
    opened = Signal()
    selection_changed = Signal()
    counted = Signal()

    def __init__(self, session: Session, view: TicketsView) -> None:
        super().__init__(view)
        self._session, self._view, self._table = session, view, view.table
        self.model = TicketListModel(session, self)
        view.table.setModel(self.model)
        view.lay_out_columns()
        self.memory = ListMemory(view.table, session.preferences, lambda: view.in_two_lines)
        self.memory.restore()
        self.filters = ListFilters(view, session)
        self.total = 0
        self.shown = 0
        self._awaited = 0
        self._row = 0
        self._kept: set[int] = set()
        self._keeping = self._take_focus = self._fetching = False
        self._connect()

    @property
    def order(self) -> Order:
        """What the list shows now."""
        return self.model.order

    def selected(self) -> list[int]:
        """Ids of the selected tickets, in the order of the list."""
        return [row.id for row in self.selected_rows()]

    def selected_rows(self) -> list[TicketSummary]:
        """The selected rows, in the order of the list."""
        return [self.model.rows[row] for row in self._chosen() if row < len(self.model.rows)]

    def _chosen(self) -> list[int]:
        """The places of the selected rows, in order; they are selected whole, so that no cell need be asked."""
        chosen: Any = self._table.selectionModel().selection()  # Qt's stubs do not know that it is a list
        return sorted({row for part in chosen for row in range(part.top(), part.bottom() + 1)})

    def load(self, keep: bool = False) -> None:
        """Fetches the list; ``keep`` stays with the ticket that is shown, or goes on to the next one."""
        order = self.model.order
        self._keeping, self._fetching = keep, True
        self._kept = set(self.selected()) if keep else set()
        self._row = max(self._table.currentIndex().row(), 0)
        self.model.load(Order(self.filters.filter, order.sort, order.descending), keep, self._row + 1)
        self._view.clear.setVisible(self.filters.narrows)

    def go_to(self, ticket_id: int) -> None:
        """Selects a ticket; one that the list does not hold is listed alone, with a way back to the list before."""
        row = self.model.row_of(ticket_id)
        if row >= 0:
            self._awaited = 0
            self._select(row)
            self._tell(ticket_id)
            return
        self._awaited = ticket_id
        tickets = self._session.office.tickets
        self._session.jobs.run(
            lambda: tickets.summary(ticket_id).number,
            lambda number: self._list_alone(ticket_id, number),
            failed=self._gone,
            owner=self,
        )

    def expect(self, ticket_id: int) -> None:
        """The next load, which is on its way, is to end at this ticket."""
        self._awaited = ticket_id

    def move(self, by: int) -> None:
        """The next ticket (1) or the one before (-1)."""
        row = self._table.currentIndex().row() + by
        if 0 <= row < self.model.rowCount():
            self._select(row)

    def focus(self) -> None:
        """Puts the keyboard into the list."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- wiring --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        view, table = self._view, self._table
        self.filters.changed.connect(self.load)
        self.filters.entered.connect(self._enter)
        self.model.loaded.connect(self._loaded)
        self.model.counted.connect(self._count)
        table.selectionModel().selectionChanged.connect(self._selection_changed)
        table.doubleClicked.connect(lambda _index: self.opened.emit())
        header = table.horizontalHeader()
        header.setSortIndicator(COLUMN_KEYS.index("light"), Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(lambda *_sizes: self.memory.save())
        header.sectionMoved.connect(lambda *_places: self.memory.save())
        header.customContextMenuRequested.connect(lambda at: self.memory.choose(view, header.mapToGlobal(at)))
        columns = view.columns
        columns.clicked.connect(lambda: self.memory.choose(view, columns.mapToGlobal(QPoint(0, 0))))
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.opened)

    def _sort(self, section: int, order: Qt.SortOrder) -> None:
        if COLUMNS[section].sort is not None:
            self._keeping, self._kept = True, set(self.selected())
            self.model.sort(section, order)

    def _enter(self) -> None:
        """↓ or Enter in the search box: on into the hits, which may still be on their way."""
        self._take_focus = True
        if self.model.rowCount() and not self._fetching:
            self._enter_now()

    def _enter_now(self) -> None:
        self._take_focus = False
        self.focus()

    # -- what a load leads to ------------------------------------------------------------------------------

    def _loaded(self) -> None:
        view, rows = self._view, self.model.rows
        self._fetching = False
        if not rows:
            self._show_nothing()
            return
        view.lists.setCurrentWidget(view.table)
        awaited, self._awaited = self._awaited, 0
        row = self.model.row_of(awaited) if awaited else -1
        if awaited and row < 0:
            self.go_to(awaited)
            return
        if row < 0 and self.shown and (self._keeping or not self.filters.narrows):
            row = self.model.row_of(self.shown)
        if row < 0:
            row = min(self._row, len(rows) - 1) if self._keeping else 0
        self._select(row)
        self._select_again(row)
        self._tell(self.model.ticket_id(row))
        if self._take_focus:
            self._enter_now()

    def _show_nothing(self) -> None:
        view = self._view
        if self.filters.narrows:
            self.filters.explain_nothing()
            view.lists.setCurrentWidget(view.no_hit)
        else:
            view.lists.setCurrentWidget(view.start)
        self._awaited, self._take_focus = 0, False
        self._tell(0)

    def _list_alone(self, ticket_id: int, number: str) -> None:
        if self._awaited == ticket_id:
            self.filters.show_alone(number)

    def _gone(self, error: Exception) -> None:
        self._awaited = 0
        self._session.prompts.error(error)

    def _tell(self, ticket_id: int) -> None:
        if ticket_id != self.shown:
            self.shown = ticket_id
            self.turned.emit(ticket_id)

    def _select(self, row: int) -> None:
        # Arrows lead on from a column that is shown, never from a hidden one.
        index = self.model.index(row, max(self._table.horizontalHeader().logicalIndexAt(0), 0))
        self._table.selectionModel().setCurrentIndex(index, _ONLY)
        self._table.scrollTo(index)

    def _select_again(self, row: int) -> None:
        """Several selected tickets stay selected through a refresh, as far as they are still listed."""
        if len(self._kept) < 2:
            return
        model, chosen = self.model, QItemSelection()
        for place, line in enumerate(model.rows):
            if line.id in self._kept and place != row:
                index = model.index(place, 0)
                chosen.select(index, index)
        self._table.selectionModel().select(chosen, _SELECT)

    def _selection_changed(self, _chosen: QItemSelection, _left: QItemSelection) -> None:
        rows = self._chosen()
        current = self._table.currentIndex().row()
        if rows and 0 <= current < len(self.model.rows):
            self._tell(self.model.ticket_id(current if len(rows) > 1 else rows[0]))
        self.selection_changed.emit()

    def _count(self, count: int) -> None:
        self.total = count
        self.counted.emit()

    @property
    def count_text(self) -> str:
        """``共 136 件``, ``共 20,000+ 件`` while more are being counted."""
        return "件数没有数完，按 F5 再数" if self.total == UNKNOWN else f"共 {number_words(self.total)} 件"

    @property
    def filter(self) -> TicketFilter:
        """What the list is narrowed to."""
        return self.filters.filter
