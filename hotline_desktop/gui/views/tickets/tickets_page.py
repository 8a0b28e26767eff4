"""The ticket page: list, one ticket, and the form of a step, each in its turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from hotline_desktop.domain.records.engine import defaults
from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.records.summaries import Changes, TicketFilter
from hotline_desktop.domain.repeats.suggestions import Suggestion
from hotline_desktop.domain.ticket.history import TicketOffer
from hotline_desktop.domain.ticket.steps.intake import DISPATCH
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.gui.records.paper_preview import PaperPreview
from hotline_desktop.gui.records.papers import TicketPapers
from hotline_desktop.gui.records.step_editor import REGISTER, StepEditor, Task
from hotline_desktop.gui.records.ticket_columns import COLUMN_KEYS, COLUMNS
from hotline_desktop.gui.records.ticket_list import UNKNOWN, Order, TicketListModel
from hotline_desktop.gui.shell.navigation import RepeatsOf
from hotline_desktop.gui.shell.page import Page
from hotline_desktop.gui.shell.session import Session
from hotline_desktop.gui.views.tickets.advice import Advice
from hotline_desktop.gui.views.tickets.dispatching import Dispatching, offers_dispatch
from hotline_desktop.gui.views.tickets.full_names import FullNames
from hotline_desktop.gui.views.tickets.list_filters import ListFilters
from hotline_desktop.gui.views.tickets.list_memory import ListMemory
from hotline_desktop.gui.views.tickets.ticket_panel import REPEATS, TicketPanel
from hotline_desktop.gui.views.tickets.tickets_view import TicketsView

if TYPE_CHECKING:
    from hotline_desktop.services.tickets import TicketDetail

NARROW = 980
LIST, DESK = 0, 1


class TicketsPage(Page):
    """Opens at a ticket id, at RepeatsOf one, at a TicketFilter, or at ``register`` and ``export``."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._units: tuple[str, ...] = ()
        self._total = 0
        self.panel = TicketPanel(session)
        self.view = TicketsView(session, self.panel)
        self.model = TicketListModel(session, self)
        self.view.table.setModel(self.model)
        self.view.lay_out_columns()
        self.memory = ListMemory(self.view.table, session.preferences)
        self.memory.restore()
        self.filters = ListFilters(self.view)
        self.full_names = FullNames(session, self.view.full)
        self.papers = TicketPapers(session, self)
        self.dispatching = Dispatching(session, self, self.papers, self._open_desk)
        self.editor = StepEditor(session)
        self._paper: PaperPreview | None = None
        self._advice: Advice | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.editor)
        self._connect()

    # -- the page's protocol -------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.everything or changes.units:
            units = self.session.office.units
            self.session.jobs.run(units.names, self._know_units, owner=self)
        if changes.everything or changes.tickets:
            self._load(keep=True)
        touched = self.panel.ticket_id in changes.tickets
        if self.panel.ticket_id and (changes.everything or changes.papers or touched):
            self.panel.reload()

    def open_at(self, target: object) -> None:
        if isinstance(target, TicketFilter):
            self._leave_desk()
            self.filters.show(target)
        elif isinstance(target, RepeatsOf):
            self.open_at(target.ticket_id)
            self.panel.show_tab(REPEATS)
        elif isinstance(target, int):
            self._leave_desk()
            self._show_ticket(target)
            self._open_detail()
        elif target == "register":
            self.register()
        elif target == "export":
            self.papers.export(self.filters.filter, self._total)

    def tick(self) -> None:
        self.model.tick()

    def focus_search(self) -> None:
        if self._stack.currentIndex() == LIST:
            self._close_detail()
            self.view.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.view.search.selectAll()

    def print_out(self) -> None:
        chosen = self.selected()
        if not chosen:
            self.session.prompts.say("先在列表里选中要打印的工单。")
            return
        self.papers.print_tickets(chosen)

    def save(self) -> None:
        if self._stack.currentIndex() == DESK:
            self.editor.confirm()

    # -- list ----------------------------------------------------------------------------------------------

    def selected(self) -> list[int]:
        """Ids of the selected tickets, in the order of the list."""
        rows = sorted(index.row() for index in self.view.table.selectionModel().selectedRows())
        return [self.model.ticket_id(row) for row in rows]

    def dispatch(self) -> None:
        """Opens one form for the selected tickets that wait for dispatch."""
        self.dispatching.start(self.selected())

    @property
    def _offers_dispatch(self) -> bool:
        chosen = self.view.table.selectionModel().selectedRows()
        return offers_dispatch([self.model.rows[index.row()] for index in chosen])

    def _connect(self) -> None:
        view = self.view
        view.dispatch.clicked.connect(self.dispatch)
        self.filters.changed.connect(self._load)
        self.model.loaded.connect(self._loaded)
        self.model.counted.connect(self._counted)
        view.table.selectionModel().selectionChanged.connect(self._selection_changed)
        view.table.doubleClicked.connect(lambda _index: self._open_detail())
        view.table.customContextMenuRequested.connect(self._menu)
        header = view.table.horizontalHeader()
        header.setSortIndicator(COLUMN_KEYS.index("light"), Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(lambda *_sizes: self.memory.save())
        header.sectionMoved.connect(lambda *_places: self.memory.save())
        header.customContextMenuRequested.connect(lambda at: self.memory.choose(self, header.mapToGlobal(at)))
        columns = view.columns
        columns.clicked.connect(lambda: self.memory.choose(self, columns.mapToGlobal(QPoint(0, 0))))
        view.export_more.clicked.connect(self._export_menu)
        view.example.clicked.connect(lambda: self.session.navigator.ask("example"))
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), view.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._open_detail)
        self.panel.step_chosen.connect(self._fill_in)
        self.panel.head.back.clicked.connect(self._close_detail)
        self.editor.left.connect(self._leave_desk)
        self.editor.done.connect(self._done)
        self.editor.draft_changed.connect(self._redraw)

    def _load(self, keep: bool = False) -> None:
        order = self.model.order
        self.model.load(Order(self.filters.filter, order.sort, order.descending), keep)
        self.view.clear.setVisible(self.filters.narrows)

    def _sort(self, section: int, order: Qt.SortOrder) -> None:
        if COLUMNS[section].sort is not None:
            self.model.sort(section, order)

    def _loaded(self) -> None:
        view = self.view
        if self.model.rows:
            view.lists.setCurrentWidget(view.table)
            if self.panel.ticket_id:
                self._select(self.model.row_of(self.panel.ticket_id))
            else:
                self._select(0)
                view.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.filters.narrows:
            view.no_hit.tell("没有符合条件的工单", self._hit_advice())
            view.lists.setCurrentWidget(view.no_hit)
        else:
            view.lists.setCurrentWidget(view.start)
            self.panel.show_nothing()
            view.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hit_advice(self) -> str:
        filter = self.filters.filter
        if filter.search:
            tip = "可以少输几个字，或只输工单号、电话的后几位；也可以清除筛选条件再找。"
            return f"没有找到“{filter.search}”。{tip}"
        return "去掉一两个筛选条件再看。"

    def _counted(self, count: int) -> None:
        self._total = count
        self._show_count()

    def _show_count(self) -> None:
        chosen = len(self.view.table.selectionModel().selectedRows())
        also = f" · 已选 {chosen:,} 件" if chosen > 1 else ""
        message = "件数没有数完，按 F5 再数" if self._total == UNKNOWN else f"共 {self._total:,} 件"
        self.view.count.setText(f"{message}{also}")
        self.view.print.setEnabled(chosen > 0)
        self.view.dispatch.setVisible(self._offers_dispatch)
        self.view.export.setEnabled(self._total > 0)
        self.view.export_more.setEnabled(self._total > 0)

    def _select(self, row: int) -> None:
        if row < 0:
            return
        index = self.model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.table.selectionModel().setCurrentIndex(index, flags)
        self.view.table.scrollTo(index)

    def _selection_changed(self, _chosen: QItemSelection, _left: QItemSelection) -> None:
        self._show_count()
        chosen = self.selected()
        if len(chosen) == 1 and chosen[0] != self.panel.ticket_id:
            self.panel.show_ticket(chosen[0])

    def _know_units(self, names: tuple[str, ...]) -> None:
        self._units = tuple(names)
        self.view.unit.set_words(self._units)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        theme = self.session.theme
        menu.addAction(theme.icon("eye"), "打开").triggered.connect(self._open_detail)
        if self._offers_dispatch:
            menu.addAction(theme.icon("send"), "派单…").triggered.connect(self.dispatch)
        menu.addAction(theme.icon("printer"), "打印…").triggered.connect(self.print_out)
        menu.exec(self.view.table.viewport().mapToGlobal(at))

    def _export_menu(self) -> None:
        menu, button = QMenu(self), self.view.export_more
        masked = menu.addAction("导出 Excel（隐去姓名、电话）")
        masked.triggered.connect(lambda: self.papers.export(self.filters.filter, self._total))
        full = menu.addAction("导出完整数据…")
        full.triggered.connect(lambda: self.papers.export(self.filters.filter, self._total, full=True))
        menu.exec(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    # -- one ticket ----------------------------------------------------------------------------------------

    def _show_ticket(self, ticket_id: int) -> None:
        self.panel.show_ticket(ticket_id)
        self._select(self.model.row_of(ticket_id))

    def _open_detail(self) -> None:
        if self._narrow:
            self.view.splitter.widget(0).hide()
            self.panel.show()
        self.panel.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_detail(self) -> None:
        if self._narrow:
            self.panel.hide()
            self.view.splitter.widget(0).show()
            self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _narrow(self) -> bool:
        return self.width() < NARROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        was_narrow = event.oldSize().width() < NARROW
        self.view.fit(self._narrow)
        self.panel.head.back.setVisible(self._narrow)
        if not self._narrow:
            self.view.splitter.widget(0).show()
            self.panel.show()
        elif not was_narrow or event.oldSize().width() < 0:
            self.panel.hide()
            self.view.splitter.widget(0).show()

    # -- forms ---------------------------------------------------------------------------------------------

    def register(self) -> None:
        """Opens the form of a new ticket with the defaults of this moment."""
        time, now, clerk = self.session.office.time, self.session.clock(), self.session.clerk
        self.session.jobs.run(
            lambda: defaults(REGISTER, Ticket(), RuleContext(now, clerk, time.calendar(), time.rules())),
            self._open_register,
            owner=self,
        )

    def _open_register(self, found: Mapping[str, Value]) -> None:
        if self._advice is None:
            self._advice = Advice(self.session)
            self._advice.message.connect(self.editor.view.tell)
            self.editor.view.message.action.clicked.connect(self._advice.show_apart)
        self._advice.start_afresh()
        self._open_desk(Task(REGISTER, found), self._advice)

    def _fill_in(self, offer: TicketOffer) -> None:
        """Opens the form of a step with what is proposed now: the ticket may have been on screen for hours."""
        ticket_id, tickets, clerk = self.panel.ticket_id, self.session.office.tickets, self.session.clerk
        if ticket_id:
            self.session.jobs.run(
                lambda: tickets.detail(ticket_id, clerk), lambda found: self._open_step(found, offer.step), owner=self
            )

    def _open_step(self, detail: TicketDetail, step: TicketStep) -> None:
        offer = next((each for each in detail.offers if each.step is step), None)
        if offer is None or self.panel.ticket_id != detail.id:
            return
        if self._paper is None:
            self._paper = PaperPreview(self.session)
        task = _task(detail, offer)
        self._open_desk(task, self._paper)
        self._paper.show_ticket(detail.id)
        if step is DISPATCH:
            self._suggest_units(task)

    def _suggest_units(self, task: Task) -> None:
        """规范一（一）1: units that handled similar tickets, with the reason, above the field."""

        def show(found: tuple[Suggestion, ...]) -> None:
            if self.editor.task is task and self.editor.form is not None:
                self.editor.form.propose("unit", [(each.unit, each.reason) for each in found])

        repeats = self.session.office.repeats
        self.session.jobs.run(lambda: repeats.suggest_units(task.ticket_id), show, owner=self)

    def _open_desk(self, task: Task, companion: QWidget) -> None:
        self.editor.view.tell("")
        self.editor.view.set_companion(companion)
        self._stack.setCurrentIndex(DESK)
        self.editor.open(task, self._units)

    def _redraw(self, step_id: str, values: dict[str, object]) -> None:
        companion = self.editor.view.companion
        if isinstance(companion, Advice | PaperPreview):
            companion.show_draft(step_id, values)

    def _leave_desk(self) -> None:
        self._stack.setCurrentIndex(LIST)

    def _done(self, ticket_id: int, step_id: str) -> None:
        self._leave_desk()
        if step_id == REGISTER.id:
            self._show_ticket(ticket_id)


def _task(detail: TicketDetail, offer: TicketOffer) -> Task:
    return Task(offer.step, offer.defaults, detail.id, detail.summary.number)
