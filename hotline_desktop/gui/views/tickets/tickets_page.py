"""The ticket page: list, one ticket, and the form of a step, each in its turn."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedLayout

from hotline_desktop.domain.importing.model import BatchSummary
from hotline_desktop.domain.records.summaries import Changes, TicketFilter
from hotline_desktop.domain.terms.paper_kinds import REQUESTS
from hotline_desktop.domain.ticket.history import TicketOffer
from hotline_desktop.gui.records.lists.papers import TicketPapers
from hotline_desktop.gui.records.lists.ticket_columns import COLUMN_KEYS, COLUMNS
from hotline_desktop.gui.records.lists.ticket_list import UNKNOWN
from hotline_desktop.gui.records.sheets.reminders import offer_reminders
from hotline_desktop.gui.records.steps.drafts import Draft
from hotline_desktop.gui.records.steps.record_keys import moving_keys, own_key, record_keys
from hotline_desktop.gui.records.steps.step_editor import REGISTER, StepEditor
from hotline_desktop.gui.shell.pages.page import Command, Page
from hotline_desktop.gui.shell.session.navigation import RepeatsOf
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets import selection_bar as deeds
from hotline_desktop.gui.views.tickets.bulk_part import BulkForms, due_counts
from hotline_desktop.gui.views.tickets.dispatching import Dispatching
from hotline_desktop.gui.views.tickets.full_names import FullNames
from hotline_desktop.gui.views.tickets.more_conditions import MoreConditions
from hotline_desktop.gui.views.tickets.row_menu import BESIDE, OPEN, RowMenu
from hotline_desktop.gui.views.tickets.saved_filters import SavedFilters
from hotline_desktop.gui.views.tickets.ticket_forms import TicketForms
from hotline_desktop.gui.views.tickets.ticket_list_part import TicketList
from hotline_desktop.gui.views.tickets.ticket_panel import REPEATS, TicketPanel
from hotline_desktop.gui.views.tickets.ticket_window import open_beside
from hotline_desktop.gui.views.tickets.tickets_view import TicketsView

NARROW = 980
LIST, EDITOR = 0, 1
_REQUESTS_CHAPTER = "30_requests.md"
_MOST_BESIDE = 3  # windows that one key opens


class TicketsPage(Page):
    """Opens at a ticket id, at RepeatsOf one, at a TicketFilter, at a Draft, or at ``register`` and ``export``."""

    help_chapter = "20_ticket_way.md"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.panel = TicketPanel(session)
        self.view = TicketsView(session, self.panel)
        self.list = TicketList(session, self.view)
        self.model, self.memory, self.filters = self.list.model, self.list.memory, self.list.filters
        self.row_menu = RowMenu(session, self.list, self.panel)
        self.saved = SavedFilters(session, self.filters, self.view.saved)
        self.full_names = FullNames(session, self.view.full)
        self.papers = TicketPapers(session, self)
        self.editor = StepEditor(session)
        self.forms = TicketForms(session, self.editor)
        self.dispatching = Dispatching(session, self, self.papers, self.forms.open)
        self.bulk = BulkForms(session, self, self.forms.open)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.editor)
        self._connect()

    # -- the page's protocol -------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.everything or changes.tickets or changes.settings:
            self.list.load(keep=True)
        touched = self.panel.ticket_id in changes.tickets
        if self.panel.ticket_id and (changes.everything or changes.papers or touched):
            self.panel.reload()
        if changes.everything or changes.tickets:
            self.editor.look_again()

    def come_in(self) -> None:
        if self._stack.currentIndex() == LIST:
            self._focus_shown()

    def open_at(self, target: object) -> None:
        if isinstance(target, TicketFilter):
            self._leave_desk()
            self.filters.show(target)
        elif isinstance(target, RepeatsOf):
            self.open_at(target.ticket_id)
            self.panel.show_tab(REPEATS)
        elif isinstance(target, int):
            self._leave_desk()
            self.list.go_to(target)
            self._open_detail()
        elif isinstance(target, Draft):
            self._go_on_with(target)
        elif target == "register":
            self.register()
        elif target == "paste":
            self.forms.paste()
        elif target == "export":
            self.papers.export(self.list.filter, self.list.total)

    def tick(self) -> None:
        self.model.tick()

    def commands(self) -> tuple[Command, ...]:
        if self._stack.currentIndex() == EDITOR:
            return ()
        beside = Command("在单独的窗口里打开这件工单", "Ctrl+T", self.open_beside)
        return (*self.panel.next_steps.commands(), *((beside,) if self.panel.ticket_id else ()))

    def focus_search(self) -> None:
        if self._stack.currentIndex() == EDITOR:
            self.editor.leave()
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
        if self._stack.currentIndex() == EDITOR:
            self.editor.confirm()

    def may_close(self) -> bool:
        self.editor.keep_draft()
        return True

    # -- list ----------------------------------------------------------------------------------------------

    def selected(self) -> list[int]:
        """Ids of the selected tickets, in the order of the list."""
        return self.list.selected()

    def dispatch(self) -> None:
        """Opens one form for the selected tickets that wait for dispatch."""
        self.dispatching.start(self.selected())

    def _connect(self) -> None:
        view = self.view
        self.list.turned.connect(self.panel.show_ticket)
        self.list.opened.connect(self._open_detail)
        self.list.selection_changed.connect(self._show_count)
        self.list.counted.connect(self._show_count)
        self.session.known.changed.connect(lambda: view.unit.set_choices(self.session.known.units.names))
        view.unit.set_choices(self.session.known.units.names)
        view.bar.chosen.connect(self._do_with_selection)
        view.mine.clicked.connect(self._turn_mine)
        view.more.clicked.connect(self._more_conditions)
        view.paste.clicked.connect(self.forms.paste)
        self.filters.changed.connect(lambda: view.mine.setChecked(bool(self.filters.filter.taken_by)))
        over = view.table.viewport()
        view.table.customContextMenuRequested.connect(lambda at: self.row_menu.ask(over.mapToGlobal(at)))
        self.row_menu.chosen.connect(self._do_from_menu)
        view.sorting.clicked.connect(self._sort_menu)
        view.export_more.clicked.connect(self._export_menu)
        view.example.clicked.connect(lambda: self.session.navigator.ask("example"))
        self.panel.step_chosen.connect(self._fill_in)
        self.panel.head.back.clicked.connect(self._close_detail)
        self.forms.opening.connect(lambda: self._stack.setCurrentIndex(EDITOR))
        self.editor.opened.connect(self._turn_manual)
        self._stack.currentChanged.connect(self._turn_manual)
        self.editor.left.connect(self._leave_desk)
        self.editor.done.connect(self._done)
        record_keys(view, self.panel.next_steps.take_place, self.panel.next_steps.open_menu)
        moving_keys(view, self.list.move)
        own_key(view, "Ctrl+T", self.open_beside)
        self.panel.head.beside.clicked.connect(self.open_beside)
        own_key(view, "Ctrl+Shift+C", self.panel.caller.copy_phone)
        own_key(view, "Esc", self._step_back)

    def _show_count(self) -> None:
        rows, view = self.list.selected_rows(), self.view
        also = f" · 已选 {len(rows):,} 件" if len(rows) > 1 else ""
        view.count.setText(f"{self.list.count_text}{also}")
        view.bar.show_selection(len(rows), due_counts(rows))
        view.print.setEnabled(bool(rows))
        for button in (view.export, view.export_more):
            button.setEnabled(self.list.total not in (0, UNKNOWN))

    def _do_with_selection(self, deed: str) -> None:
        rows = self.list.selected_rows()
        if deed == deeds.DISPATCH:
            self.dispatch()
        elif deed == deeds.PRINT:
            self.print_out()
        elif deed == deeds.EXPORT:
            self.papers.export_chosen([row.id for row in rows])
        elif deed == deeds.LEAVE:
            self._leave_selection()
        elif deed == deeds.REMIND:
            offer_reminders(self.session, self, [row.id for row in rows])
        else:
            self.bulk.start(deed, rows)

    def _turn_mine(self) -> None:
        """我的: the tickets on which this clerk took a step."""
        clerk = self.session.sign() if not self.filters.filter.taken_by else ""
        self.filters.widen(replace(self.filters.base, taken_by=clerk, number=""))

    def _more_conditions(self) -> None:
        office, known = self.session.office, self.session.known

        def show(batches: tuple[BatchSummary, ...]) -> None:
            sheet = MoreConditions(self.session, self.view.more, self.filters.base, known.categories, batches)
            sheet.chosen.connect(self.filters.widen)
            sheet.open()

        self.session.jobs.run(lambda: tuple(office.imports.batches()), show, owner=self)

    def _leave_selection(self) -> None:
        self.list.go_to(self.list.shown)
        self.list.focus()

    def _step_back(self) -> None:
        """Esc: out of a selection, out of a search, back from one ticket to the list."""
        if len(self.selected()) > 1:
            self._leave_selection()
        elif self.view.search.hasFocus() and self.view.search.text():
            self.view.search.clear()
        elif self._narrow and self.panel.isVisible():
            self._close_detail()
        else:
            self.list.focus()

    def _do_from_menu(self, deed: str) -> None:
        if deed == OPEN:
            self._open_detail()
        elif deed == BESIDE:
            self.open_beside()
        else:
            self._do_with_selection(deed)

    def _sort_menu(self) -> None:
        menu, header = QMenu(self), self.view.table.horizontalHeader()
        order = self.list.order
        for section, column in enumerate(COLUMNS):
            if column.sort is None or COLUMN_KEYS[section] == "due":
                continue
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(column.sort is order.sort)
            turned = column.sort is order.sort and not order.descending
            way = Qt.SortOrder.DescendingOrder if turned else Qt.SortOrder.AscendingOrder
            action.triggered.connect(lambda _on=False, at=section, way=way: header.setSortIndicator(at, way))
        button = self.view.sorting
        menu.exec(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _export_menu(self) -> None:
        menu, button = QMenu(self), self.view.export_more
        masked = menu.addAction("导出 Excel（隐去姓名、电话）")
        masked.triggered.connect(lambda: self.papers.export(self.list.filter, self.list.total))
        full = menu.addAction("导出完整数据…")
        full.triggered.connect(lambda: self.papers.export(self.list.filter, self.list.total, full=True))
        menu.exec(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    # -- one ticket ----------------------------------------------------------------------------------------

    def _open_detail(self) -> None:
        """Enter on a row: the leading step has the focus, so that Enter once more begins it."""
        if self._narrow:
            self.view.show_side(panel=True)
        self.panel.focus_work()

    def open_beside(self) -> None:
        """The selected tickets each in a window of its own, to be looked at side by side."""
        rows = self.list.selected_rows()
        for row in rows[:_MOST_BESIDE]:
            open_beside(self.session, row.id, row.number)
        if len(rows) > _MOST_BESIDE:
            self.session.prompts.say(f"选中了 {len(rows)} 件，只打开前 {_MOST_BESIDE} 件。")

    def _close_detail(self) -> None:
        if self._narrow:
            self.view.show_side(panel=False)
            self.list.focus()

    @property
    def _narrow(self) -> bool:
        return self.width() < NARROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        was_narrow = event.oldSize().width() < NARROW
        self.view.fit(self._narrow)
        self.panel.head.back.setVisible(self._narrow)
        if not self._narrow:
            self.view.show_both()
        elif not was_narrow or event.oldSize().width() < 0:
            self.view.show_side(panel=False)

    # -- forms ---------------------------------------------------------------------------------------------

    def register(self) -> None:
        """Opens the form of a new ticket with the defaults of this moment."""
        self.forms.register()

    def _fill_in(self, offer: TicketOffer) -> None:
        if self.panel.ticket_id:
            self.forms.fill_in(self.panel.ticket_id, offer.step.id)

    def _go_on_with(self, draft: Draft) -> None:
        """Opens a form that was left unfinished."""
        if draft.starts:
            self.forms.register(draft)
        elif draft.record.isdigit():
            self._leave_desk()
            self.list.go_to(int(draft.record))
            self.forms.fill_in(int(draft.record), draft.step)

    def _turn_manual(self) -> None:
        """F1 in the form of a request, a statement or its answer opens what is told of these."""
        task = self.editor.task if self._stack.currentIndex() == EDITOR else None
        paper = task.step.paper if task is not None else None
        of_requests = paper is not None and paper.kind in REQUESTS
        self.help_chapter = _REQUESTS_CHAPTER if of_requests else TicketsPage.help_chapter

    def _leave_desk(self) -> None:
        if self._stack.currentIndex() == EDITOR:
            self.editor.keep_draft()
            self._stack.setCurrentIndex(LIST)
            self._focus_shown()

    def _focus_shown(self) -> None:
        """The keyboard goes to the list, or to the ticket where a narrow window shows that alone."""
        if self.view.lists.isVisibleTo(self.view):
            self.list.focus()
        else:
            self.panel.focus_work()

    def _done(self, ticket_id: int, step_id: str) -> None:
        """The next ticket is there, or the same one where there is more to do with it; the list has the focus."""
        self._stack.setCurrentIndex(LIST)
        self._focus_shown()
        if step_id == REGISTER.id:
            self.list.expect(ticket_id)
