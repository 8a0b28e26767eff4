"""Search box and chips as one filter, and back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Level, RequestType, Stage
from hotline_desktop.gui.views.tickets.tickets_view import TicketsView

SEARCH_PAUSE_MS = 200
TASK_WORDS = "今日清单"


class ListFilters(QObject):
    """``changed`` when the clerk narrowed or widened the list.

    Typing is followed after a pause; what stands in the input method and is not committed yet is never read.
    """

    changed = Signal()

    def __init__(self, view: TicketsView) -> None:
        super().__init__(view)
        self._view = view
        self._base = TicketFilter()
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        view.search.textChanged.connect(lambda _text: self._pause.start())
        view.search.returnPressed.connect(self._at_once)
        for chip in view.chips:
            chip.changed.connect(self.changed)
        view.clear.clicked.connect(self.clear)
        view.widen.clicked.connect(self.clear)
        view.task.clicked.connect(self._drop_base)

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
    def narrows(self) -> bool:
        """Whether anything is left out at all."""
        return self.filter != TicketFilter()

    def show(self, filter: TicketFilter, label: str = "") -> None:
        """Takes a filter over from elsewhere: what has a chip goes there, the rest stands as one word."""
        self._hush(filter)
        rest = replace(filter, search="", stages=(), levels=(), units=(), request_types=(), lights=())
        self._set_base(rest, label)
        self.changed.emit()

    def clear(self) -> None:
        """Back to all tickets."""
        self.show(TicketFilter())

    def _hush(self, filter: TicketFilter) -> None:
        view = self._view
        view.search.blockSignals(True)
        view.search.setText(filter.search)
        view.search.blockSignals(False)
        self._pause.stop()
        view.stage.choose(stage.value for stage in filter.stages)
        view.level.choose(level.value for level in filter.levels)
        view.unit.choose(filter.units)
        view.request_type.choose(filter.request_types)
        view.light.choose(filter.lights)

    def _set_base(self, base: TicketFilter, label: str) -> None:
        self._base = base
        self._view.task.setText(label or base.task or _base_words(base))
        self._view.task.setVisible(base != TicketFilter())

    def _drop_base(self) -> None:
        self._set_base(TicketFilter(), "")
        self.changed.emit()

    def _at_once(self) -> None:
        self._pause.stop()
        self.changed.emit()


def _base_words(base: TicketFilter) -> str:
    if base.pending:
        return base.pending
    if base.open_only:
        return "在办工单"
    if base.history:
        return "历史工单"
    if base.provisional:
        return "期限暂定"
    return TASK_WORDS
