"""Search box and chips as one filter, and back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Level, RequestType, Stage
from hotline_desktop.gui.records.lists.ticket_list import TOLD_AT_ONCE, at_once, number_words
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets.more_filters import base_text
from hotline_desktop.gui.views.tickets.tickets_view import TicketsView

SEARCH_PAUSE_MS = 200
NOTHING = TicketFilter()


class ListFilters(QObject):
    """``changed`` when the clerk narrowed or widened the list, ``entered`` when she goes on to the hits.

    Typing is followed after a pause; what stands in the input method and is not committed yet is never read.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, view: TicketsView, session: Session) -> None:
        super().__init__(view)
        self._view, self._session = view, session
        self._base = NOTHING
        self._before: tuple[TicketFilter, str] | None = None
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        view.search.textChanged.connect(lambda _text: self._pause.start())
        view.search.returnPressed.connect(self._at_once)
        view.search.installEventFilter(self)
        for chip in view.chips:
            chip.changed.connect(self.changed)
        for button, deed in (
            (view.clear, self.clear),
            (view.widen, self.clear),
            (view.elsewhere, self._search_everywhere),
            (view.task, self._drop_base),
        ):
            button.clicked.connect(deed)
            button.clicked.connect(self.entered)  # the button goes away, and the keyboard would go to its neighbour

    @property
    def filter(self) -> TicketFilter:
        """The filter as it stands."""
        view = self._view
        return replace(
            self._base,
            search=view.search.text().strip(),
            stages=tuple(Stage(word) for word in view.stage.chosen),
            levels=tuple(Level(word) for word in view.level.chosen),
            units=view.unit.chosen,
            request_types=tuple(RequestType(word) for word in view.request_type.chosen),
            lights=view.light.chosen,
        )

    @property
    def base(self) -> TicketFilter:
        """What has no chip of its own."""
        return self._base

    @property
    def narrows(self) -> bool:
        """Whether anything is left out at all."""
        return self.filter != NOTHING

    def show(self, filter: TicketFilter, label: str = "") -> None:
        """Takes a filter over from elsewhere: what has a chip goes there, the rest stands as one word."""
        self._before = None
        self._take(filter, label)

    def show_alone(self, number: str) -> None:
        """Lists one ticket, and remembers what was listed before: the chip leads back there."""
        before = self._before or (self.filter, self._view.task.text())
        self._take(TicketFilter(number=number), f"只看 {number}")
        self._before = before

    def widen(self, base: TicketFilter) -> None:
        """Changes what has no chip of its own and keeps the rest."""
        self._before = None
        self._set_base(base, "")
        self.changed.emit()

    def clear(self) -> None:
        """Back to all tickets."""
        self.show(NOTHING)

    def explain_nothing(self) -> None:
        """Says why the list is empty, and counts what the other conditions hide of the search."""
        search, blank = self.filter.search, self._view.no_hit
        others = self.filter != TicketFilter(search=search)
        self._view.elsewhere.hide()
        if not search:
            blank.tell("没有符合条件的工单", "去掉一两个筛选条件再看。")
            return
        tip = "可以少输几个字，或只输工单号、电话的后几位；也可以清除筛选条件再找。"
        blank.tell("没有符合条件的工单", f"没有找到“{search}”。{tip}")
        if others:
            tickets = self._session.office.tickets
            everywhere = TicketFilter(search=search)
            self._session.jobs.run(
                lambda: tickets.count(everywhere, most=TOLD_AT_ONCE + 1),
                lambda count: self._tell_hidden(search, count),
                owner=self,
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self._at_once()
            return True
        return super().eventFilter(watched, event)

    def _tell_hidden(self, search: str, count: int) -> None:
        if count and self.filter.search == search:
            number = number_words(at_once(count))
            text = f"这些条件下没有“{search}”，在全部工单里有 {number} 件。"
            self._view.no_hit.tell("被筛选条件挡住了", text)
            self._view.elsewhere.setText(f"看这 {number} 件(&K)")
            self._view.elsewhere.show()

    def _search_everywhere(self) -> None:
        self.show(TicketFilter(search=self.filter.search))

    def _take(self, filter: TicketFilter, label: str) -> None:
        view = self._view
        view.search.setText(filter.search)
        self._pause.stop()  # nobody typed it
        view.stage.choose(stage.value for stage in filter.stages)
        view.level.choose(level.value for level in filter.levels)
        view.unit.choose(filter.units)
        view.request_type.choose(filter.request_types)
        view.light.choose(filter.lights)
        self._set_base(replace(filter, search="", stages=(), levels=(), units=(), request_types=(), lights=()), label)
        self.changed.emit()

    def _set_base(self, base: TicketFilter, label: str) -> None:
        self._base = base
        self._view.task.setText(label or base_text(base))
        self._view.task.setToolTip("回到原来的清单" if base.number else "取消这个条件")
        self._view.task.setVisible(base != NOTHING)

    def _drop_base(self) -> None:
        """Gives the condition up; after a ticket that stood alone, the list as it was."""
        if self._before is not None:
            filter, label = self._before
            self._before = None
            self._take(filter, label)
            return
        self._set_base(NOTHING, "")
        self.changed.emit()

    def _at_once(self) -> None:
        """On into the hits: what was typed is looked for now, not after the pause."""
        if self._pause.isActive():
            self._pause.stop()
            self.changed.emit()
        self.entered.emit()
