"""One ticket in detail: head, what to do next, history, paper, attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from hotline_desktop.domain.clauses import Clause
from hotline_desktop.domain.deadline import DayNote, TimeRules
from hotline_desktop.domain.reminders import reminders
from hotline_desktop.domain.steps.engine import TicketOffer
from hotline_desktop.domain.why_due import why_due
from hotline_desktop.domain.workdays import WorkCalendar
from hotline_desktop.gui.jobs import Job
from hotline_desktop.gui.models.ticket_list import LightRules
from hotline_desktop.gui.navigation import Place
from hotline_desktop.gui.session import Session
from hotline_desktop.gui.views.tickets import facts
from hotline_desktop.gui.views.tickets.attachments import Attachments
from hotline_desktop.gui.views.tickets.explanation import DayTable
from hotline_desktop.gui.views.tickets.next_steps import NextSteps
from hotline_desktop.gui.views.tickets.reminder_lines import ReminderLines
from hotline_desktop.gui.views.tickets.repeats_tab import RepeatsTab
from hotline_desktop.gui.views.tickets.ticket_head import TicketHead
from hotline_desktop.gui.views.tickets.timeline import Timeline
from hotline_desktop.gui.widgets.blank import Blank
from hotline_desktop.gui.widgets.chart_sheet import ChartSheet
from hotline_desktop.gui.widgets.facts_table import FactsTable
from hotline_desktop.gui.widgets.paper_preview import PaperPreview

if TYPE_CHECKING:
    from hotline_desktop.services.tickets import TicketDetail

HANDLING, HISTORY, PAPER, FILES, REPEATS = range(5)


class TicketPanel(QFrame):
    """``step_chosen(TicketOffer)`` when a step is to be filled in for ``detail``."""

    step_chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._session = session
        self._job: Job | None = None
        self._paper: PaperPreview | None = None
        self.detail: TicketDetail | None = None
        self.ticket_id = 0
        self._stack = QStackedLayout(self)
        self._empty = Blank(session.theme, "inbox", "还没有选中工单", "在左边选一张，这里显示它的全部情况。")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._body())

    def show_ticket(self, ticket_id: int) -> None:
        """Fetches and shows a ticket; a click on the next one drops what is still under way."""
        if self._job is not None:
            self._job.cancel()
        self.ticket_id = ticket_id
        office, clerk = self._session.office, self._session.clerk
        self._job = self._session.jobs.run(
            lambda: (office.tickets.detail(ticket_id, clerk), office.time.calendar(), office.time.rules()),
            self._show,
            failed=self._not_found,
            owner=self,
        )

    def show_nothing(self) -> None:
        """Says that no ticket is selected."""
        self.ticket_id, self.detail = 0, None
        self._stack.setCurrentIndex(0)

    def reload(self) -> None:
        """Fetches the shown ticket again."""
        if self.ticket_id:
            self.show_ticket(self.ticket_id)

    def show_tab(self, tab: int) -> None:
        """Brings HANDLING, HISTORY, PAPER, FILES or REPEATS to the front."""
        self.tabs.setCurrentIndex(tab)

    # -- building ------------------------------------------------------------------------------------------

    def _body(self) -> QWidget:
        theme = self._session.theme
        self.head = TicketHead(theme)
        self.head.explain_asked.connect(self._explain)
        self.head.case_asked.connect(lambda number: self._session.navigator.go(Place.SUPERVISION, number))
        self.head.copied.connect(self._session.prompts.say)
        self.head.chart_asked.connect(self._show_chart)
        self.reminders = ReminderLines(theme)
        self.reminders.asked.connect(self._show_clause)
        self.next_steps = NextSteps(theme)
        self.next_steps.chosen.connect(self._choose)
        self.next_steps.asked.connect(self._show_clause)
        self.timeline = Timeline(theme)
        self.attachments = Attachments(self._session)
        self.repeats = RepeatsTab(self._session)
        self.repeats.counted.connect(self._count_repeats)
        self._paper_place = QWidget()
        QVBoxLayout(self._paper_place).setContentsMargins(0, 0, 0, 0)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._handling(), "办理")
        self.tabs.addTab(self.timeline, "历史")
        self.tabs.addTab(self._paper_place, "纸质")
        self.tabs.addTab(self.attachments, "附件")
        self.tabs.addTab(self.repeats, "重复")
        self.tabs.currentChanged.connect(self._tab_changed)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.tabs, 1)
        return body

    def _handling(self) -> QScrollArea:
        self._registered, self._handled, self._platform = FactsTable(), FactsTable(), FactsTable()
        self._handled_title, self._platform_title = _title("本轮办理"), _title("市级平台原话")
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        blocks = (
            (_title("下一步"), self.next_steps),
            (_title("登记内容"), self._registered),
            (self._handled_title, self._handled),
            (self._platform_title, self._platform),
        )
        layout.addWidget(self.reminders)
        for title, block in blocks:
            layout.addWidget(title)
            layout.addWidget(block)
            layout.addSpacing(8)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self, found: tuple[TicketDetail, WorkCalendar, TimeRules]) -> None:
        detail, calendar, rules = found
        self.detail = detail
        ticket = detail.ticket
        light, words = LightRules(calendar, rules).of(detail.summary, self._session.clock())
        self._session.theme.load_rare_faces(ticket.facts.caller + ticket.facts.address + ticket.facts.content)
        self.head.show_ticket(ticket, light, words)
        self.reminders.show_reminders(reminders(ticket, self._session.clock(), calendar, rules))
        self.next_steps.show_offers(detail.offers, ticket)
        self._registered.show_facts(facts.registered(ticket))
        self._handled.show_facts(facts.handled(ticket))
        self._platform.show_facts(facts.said_by_platform(detail.platform))
        self._handled_title.setVisible(bool(ticket.rounds or ticket.center_contacts))
        self._platform_title.setVisible(bool(detail.platform))
        self.timeline.show_history(detail.history)
        self.attachments.show_attachments(detail.id, detail.attachments)
        self.tabs.setTabText(FILES, f"附件 {len(detail.attachments)}" if detail.attachments else "附件")
        self.tabs.setTabText(REPEATS, "重复")
        self.repeats.show_ticket(detail.id, ticket.facts.number)
        self._tab_changed(self.tabs.currentIndex())
        self._stack.setCurrentIndex(1)

    def _not_found(self, error: Exception) -> None:
        self.show_nothing()
        self._session.prompts.error(error)

    def _tab_changed(self, tab: int) -> None:
        if tab != PAPER or self.detail is None:
            return
        if self._paper is None:
            self._paper = PaperPreview(self._session)
            layout = self._paper_place.layout()
            assert layout is not None
            layout.addWidget(self._paper)
        self._paper.show_ticket(self.detail.id)

    def _count_repeats(self, confirmed: int, candidates: int) -> None:
        words = [f"重复 {confirmed}"] if confirmed else ["重复"]
        if candidates:
            words.append(f"可能 {candidates}")
        self.tabs.setTabText(REPEATS, " · ".join(words))

    def _choose(self, offer: TicketOffer) -> None:
        self.step_chosen.emit(offer)

    def _show_clause(self, clause: Clause) -> None:
        text = QLabel(clause.text)
        text.setWordWrap(True)
        text.setMinimumWidth(420)
        self._session.prompts.show(clause.ref, text)

    def _show_chart(self) -> None:
        if self.detail is None:
            return
        session, ticket_id, number = self._session, self.detail.id, self.detail.ticket.facts.number
        session.prompts.open(chart_title(number), lambda: ChartSheet(session, ticket_id))

    def _explain(self) -> None:
        if self.detail is None:
            return
        ticket, time = self.detail.ticket, self._session.office.time
        self._session.jobs.run(lambda: why_due(ticket, time.calendar(), time.rules()), self._show_days, owner=self)

    def _show_days(self, days: tuple[DayNote, ...]) -> None:
        table = DayTable(self._session.theme, days)
        self._session.prompts.show("为什么是这一天？", table)


def chart_title(number: str) -> str:
    """What the window of a ticket's flow chart is called."""
    return f"处置流程图 · 工单 {number}"


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "head")
    return label
