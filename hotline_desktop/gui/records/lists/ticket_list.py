"""The ticket list as a Qt model: pages fetched by key through the database lane, lights worked out by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from hotline_desktop.domain.records.summaries import PAGE_ROWS, PageKey, SortKey, TicketFilter, TicketSummary
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.columns import LIGHT, Align, ListColumn, demand_text, stage_text
from hotline_desktop.domain.ticket.lights import TicketLights
from hotline_desktop.domain.ticket.masking import shown
from hotline_desktop.domain.time.deadline import Light, TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.records.lists.ticket_columns import BRIEF, COLUMNS
from hotline_desktop.gui.shell.background.jobs import Job, Progress
from hotline_desktop.gui.shell.session.session import Session

Index = QModelIndex | QPersistentModelIndex
LIGHT_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
UNKNOWN = -1
MANY = -2
TOLD_AT_ONCE = 20_000  # so many are counted in some thousandths of a second, a million are not
_MOST_ROWS_AT_ONCE = 1000


EVERYTHING = TicketFilter()


class Order(NamedTuple):
    """What the list shows: the filter and the order."""

    filter: TicketFilter = EVERYTHING
    sort: SortKey = SortKey.DUE
    descending: bool = False


class LightRules(NamedTuple):
    """What lights are worked out from; pure values that were fetched in the lane."""

    calendar: WorkCalendar
    rules: TimeRules

    def of(self, row: TicketSummary, now: datetime) -> tuple[Light, str]:
        """The light of a row and its words; a ticket that is not dispatched yet says that its date is planned."""
        lights = TicketLights(now, self.calendar, self.rules)
        text = lights.text(row)
        return lights.of(row), text.replace(Light.DONE.value, "按时办完" if text == Light.DONE.value else "办完")

    def short(self, row: TicketSummary, now: datetime) -> str:
        """The same in the fewest words, for a list."""
        return TicketLights(now, self.calendar, self.rules).short(row)


class _Fetched(NamedTuple):
    rows: tuple[TicketSummary, ...]
    next: PageKey | None
    lights: LightRules


def at_once(number: int) -> int:
    """What can be told of a number that was counted up to one more than TOLD_AT_ONCE."""
    return MANY if number > TOLD_AT_ONCE else number


def number_words(number: int) -> str:
    """``136``; ``20,000+`` for MANY."""
    return f"{TOLD_AT_ONCE:,}+" if number == MANY else f"{number:,}"


class TicketListModel(QAbstractTableModel):
    """Rows of one order, masked unless the session shows lists in full.

    ``loaded`` after the first page, ``counted(int)`` when the number of all hits is known: with MANY where there are
    more than can be told at once, and again when those are counted; with UNKNOWN when the clerk stopped counting.
    """

    loaded = Signal()
    counted = Signal(int)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._office, self._jobs = session.office, session.jobs
        self._theme, self._clock = session.theme, session.clock
        self._order = Order()
        self._rows: list[TicketSummary] = []
        self._next: PageKey | None = None
        self._lights: LightRules | None = None
        self._now = session.clock()
        # What lights say at that moment, by the row's id: a list is painted far more often than a minute passes.
        self._light_texts: dict[int, tuple[Light, str]] = {}
        self._shorts: dict[int, str] = {}
        self._work: list[Job] = []
        self._fetching = False

    @property
    def order(self) -> Order:
        """What was asked for last."""
        return self._order

    @property
    def rows(self) -> list[TicketSummary]:
        """The rows fetched so far."""
        return self._rows

    def load(self, order: Order, keep: bool = False, least: int = 0) -> None:
        """Fetches the first page of ``order`` and counts its hits; ``keep`` fetches as many rows as are shown now.

        ``least`` is how many it takes to reach the row where the clerk is.
        """
        for job in self._work:
            job.cancel()
        self._order, self._fetching = order, True
        limit = max(PAGE_ROWS, least, min(len(self._rows), _MOST_ROWS_AT_ONCE)) if keep else PAGE_ROWS
        self._work = [self._search(lambda progress: self._fetch(order, None, limit, progress), self._show_first)]

    def show_rows(self, rows: Iterable[TicketSummary], lights: LightRules) -> None:
        """Shows rows that were fetched elsewhere, masked, until the next :meth:`load`."""
        self._show_first(_Fetched(tuple(shown(row, False) for row in rows), None, lights))

    def tick(self) -> None:
        """Works the lights out again for the present moment."""
        self._go_by_clock()
        if self._rows:
            # Every column: a view of two lines a row shows another one than the first.
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))

    def short_light(self, row: int) -> str:
        """The light of a row in the fewest words."""
        return self._short(self._rows[row])

    def light(self, row: int) -> Light:
        """The light of a row."""
        return self._light(self._rows[row])[0]

    def ticket_id(self, row: int) -> int:
        """The ticket in a row."""
        return self._rows[row].id

    def row_of(self, ticket_id: int) -> int:
        """The row of a ticket, or -1 where it is not among the fetched ones."""
        return next((i for i, row in enumerate(self._rows) if row.id == ticket_id), -1)

    # -- Qt ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row, self._short)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = column.text(row, self._light_as_text)
            return self._spoken(row) if column.key in (LIGHT, BRIEF, "demand") else f"{column.title}：{text}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == LIGHT_ROLE:
            return self._light(row)[0]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and column.key == "level" and row.level is Level.URGENT:
            return self._theme.color("red")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            order = "，点击排序" if column.sort else ""
            return (column.tip or column.title) + order
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts in the database, where every row is, not only those fetched."""
        key = COLUMNS[column].sort
        if key is not None:
            self.load(Order(self._order.filter, key, order is Qt.SortOrder.DescendingOrder))

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._next is not None and not self._fetching

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        self._fetching = True
        order, after = self._order, self._next
        work = self._search(lambda progress: self._fetch(order, after, PAGE_ROWS, progress), self._show_more)
        self._work.append(work)

    def _spoken(self, row: TicketSummary) -> str:
        """The row as a screen reader says it where the cursor goes from row to row: what the eye takes in at once."""
        parts = (self._light_as_text(row), demand_text(row), row.level.value, stage_text(row), row.unit, row.number)
        return "，".join(part for part in parts if part)

    def _tooltip(self, row: TicketSummary, column: ListColumn) -> str:
        """The whole text of what a narrow column may cut off."""
        if column.key == "demand":
            return row.content or row.title
        return column.text(row, self._light_as_text)

    # -- the lane ------------------------------------------------------------------------------------------

    def _fetch(self, order: Order, after: PageKey | None, limit: int, progress: Progress) -> _Fetched:
        full = self._session.in_full
        page = self._office.tickets.page(order.filter, order.sort, order.descending, after, limit, progress)
        lights = LightRules(self._office.time.calendar(), self._office.time.rules())
        return _Fetched(tuple(shown(row, full) for row in page.rows), page.next, lights)

    def _search(self, fetch: Callable[[Progress], _Fetched], show: Callable[[_Fetched], None]) -> Job:
        run = self._jobs.run
        return run(fetch, show, failed=self._not_fetched, owner=self, label="正在查找", with_progress=True)

    def _count(self) -> None:
        """Up to what can be told at once. The rest is counted where nobody waits for it, and told when it is known."""
        if self._next is None:
            self.counted.emit(len(self._rows))
            return
        filter, count = self._order.filter, self._office.tickets.count

        def counted(number: int) -> None:
            self.counted.emit(at_once(number))
            if number > TOLD_AT_ONCE:
                self._work.append(
                    self._jobs.look_up(
                        lambda progress: count(filter, progress, aside=True),
                        self.counted.emit,
                        failed=lambda _error: None,  # what is told then is true, though not all
                        owner=self,
                        with_progress=True,
                    )
                )

        job = self._jobs.run(
            lambda progress: count(filter, progress, most=TOLD_AT_ONCE + 1),
            counted,
            failed=self._not_counted,
            owner=self,
            label="正在计数",
            with_progress=True,
        )
        self._work.append(job)

    def _show_first(self, fetched: _Fetched) -> None:
        self.beginResetModel()
        self._take(fetched)
        self._rows = list(fetched.rows)
        self.endResetModel()
        self.loaded.emit()
        self._count()

    def _not_fetched(self, error: Exception) -> None:
        """The rows that stand there stay; more of them can be asked for again."""
        self._fetching = False
        self._jobs.crashed.emit(error)

    def _not_counted(self, error: Exception) -> None:
        self.counted.emit(UNKNOWN)
        self._jobs.crashed.emit(error)

    def _show_more(self, fetched: _Fetched) -> None:
        first = len(self._rows)
        if fetched.rows:
            self.beginInsertRows(QModelIndex(), first, first + len(fetched.rows) - 1)
            self._rows.extend(fetched.rows)
            self.endInsertRows()
        self._take(fetched)

    def _take(self, fetched: _Fetched) -> None:
        self._next, self._lights, self._fetching = fetched.next, fetched.lights, False
        self._go_by_clock()
        self._theme.load_rare_faces("".join(row.caller + row.address + row.title for row in fetched.rows))

    def _go_by_clock(self) -> None:
        self._now = self._clock()
        self._light_texts.clear()
        self._shorts.clear()

    def _light(self, row: TicketSummary) -> tuple[Light, str]:
        if row.id not in self._light_texts:
            self._light_texts[row.id] = self._lights.of(row, self._now) if self._lights else (Light.NO_CLOCK, "")
        return self._light_texts[row.id]

    def _light_as_text(self, row: TicketSummary) -> str:
        return self._light(row)[1]

    def _short(self, row: TicketSummary) -> str:
        if row.id not in self._shorts:
            self._shorts[row.id] = self._lights.short(row, self._now) if self._lights else ""
        return self._shorts[row.id]


def _side(column: ListColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.align is Align.RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
