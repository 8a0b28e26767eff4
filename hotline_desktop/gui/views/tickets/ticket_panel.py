"""One ticket in the order of a call: who, where, what, until when; what to do next; what was done; paper and files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import HistoryLine, TicketFilter
from hotline_desktop.domain.terms.paper_kinds import OF_TICKETS
from hotline_desktop.domain.ticket.deadline import why_due
from hotline_desktop.domain.ticket.reminders import reminders
from hotline_desktop.domain.time.deadline import DayNote, TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.column import Column
from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.kit.running_text import RunningText
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.records.lists.ticket_list import LightRules
from hotline_desktop.gui.records.panel.attachments import Attachments
from hotline_desktop.gui.records.panel.explanation import DayTable
from hotline_desktop.gui.records.panel.labels import heading
from hotline_desktop.gui.records.panel.record_panel import HISTORY, OWN, RecordPanel
from hotline_desktop.gui.records.panel.sentences import sentence
from hotline_desktop.gui.records.panel.stepper import Stepper
from hotline_desktop.gui.records.panel.timeline import Timeline, step_of
from hotline_desktop.gui.records.sheets.chart_sheet import ChartSheet
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets import facts
from hotline_desktop.gui.views.tickets.caller_card import CallerCard
from hotline_desktop.gui.views.tickets.reminder_lines import ReminderLines
from hotline_desktop.gui.views.tickets.repeats_tab import REST_MS, RepeatsTab
from hotline_desktop.gui.views.tickets.ticket_head import TicketHead

if TYPE_CHECKING:
    from hotline_desktop.services.records.tickets import TicketDetail, Tickets

REPEATS = OWN
_LATEST = 3  # sentences of the history beside the steps


class TicketPanel(RecordPanel):
    """One ticket; the tab of its own shows what may repeat it. ``filled()`` once a ticket stands there."""

    detail: TicketDetail | None
    filled = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session, OF_TICKETS)
        theme = session.theme
        self._counting: Job | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._count_past)
        self._unfolded: TicketDetail | None = None
        self.caller = CallerCard(theme)
        self.head = TicketHead(theme, self.caller.who)
        self.head.explain_asked.connect(self._explain)
        self.head.case_asked.connect(lambda number: session.navigator.go(Place.SUPERVISION, number))
        self.head.copied.connect(session.prompts.say)
        self.head.chart_asked.connect(self._show_chart)
        self.caller.copied.connect(session.prompts.say)
        self.caller.past_asked.connect(self._show_past)
        self.stepper = Stepper(theme)
        self.reminders = ReminderLines(theme)
        self.reminders.asked.connect(self._show_clause)
        self.repeats = RepeatsTab(session)
        self.repeats.counted.connect(self._count_repeats)
        self._lay_out(
            Blank(theme, "inbox", "没有选中工单", "在左边选一张，这里显示它的全部情况。"),
            self.head,
            self._handling(),
            Timeline(theme),
            Attachments(session),
            ("重复", self.repeats),
        )

    @property
    def ticket_id(self) -> int:
        """The ticket that is shown; 0 for none."""
        return self.record_id

    def show_ticket(self, ticket_id: int) -> None:
        """Fetches and shows a ticket; 0 shows none."""
        if ticket_id:
            self.show_record(ticket_id)
        else:
            self.show_nothing()

    # -- building ------------------------------------------------------------------------------------------

    def _handling(self) -> QScrollArea:
        self._registered, self._handled, self._platform = FactsTable(), FactsTable(), FactsTable()
        self._handled_title, self._platform_title = heading("本轮办理"), heading("市级平台原话")
        self.latest = RunningText("soft")
        self.all_history = _link("全部经过 ›")
        self.all_history.clicked.connect(lambda: self.show_tab(HISTORY))
        self.more_facts = _link("登记内容和办理记录 ▾")
        self.more_facts.clicked.connect(self._unfold_facts)
        inner = Column()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 10, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.caller)
        layout.addWidget(_rule())
        layout.addWidget(self.reminders)
        layout.addWidget(self.next_steps)
        layout.addWidget(_rule())
        layout.addWidget(self.stepper)
        layout.addWidget(self.latest)
        layout.addWidget(self.all_history, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.more_facts, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._facts())
        layout.addStretch(1)
        return scrolled(inner)

    def _facts(self) -> QWidget:
        """Every field as it was entered, for who looks for one: folded, because the page above tells it."""
        self._folded = QWidget()
        layout = QVBoxLayout(self._folded)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for title, block in (
            (heading("登记内容"), self._registered),
            (self._handled_title, self._handled),
            (self._platform_title, self._platform),
        ):
            layout.addWidget(title)
            layout.addWidget(block)
        self._folded.hide()
        return self._folded

    def _unfold_facts(self) -> None:
        shown = self._folded.isHidden()
        if shown:
            self._fill_facts()
        self._folded.setVisible(shown)
        self.more_facts.setText("收起登记内容和办理记录 ▴" if shown else "登记内容和办理记录 ▾")

    # -- showing -------------------------------------------------------------------------------------------

    def _find(self, record_id: int, clerk: str) -> TicketDetail:
        return self._session.office.tickets.detail(record_id, clerk)

    def _service(self) -> Tickets:
        return self._session.office.tickets

    def _fill(self, detail: TicketDetail, calendar: WorkCalendar, rules: TimeRules) -> None:
        ticket = detail.ticket
        light, light_text = LightRules(calendar, rules).of(detail.summary, self._session.clock())
        self._session.theme.load_rare_faces(ticket.facts.caller + ticket.facts.address + ticket.facts.content)
        self.head.show_ticket(ticket, light, light_text)
        self.caller.show_ticket(ticket)
        self._wait_for_rest()
        self.stepper.show_ticket(ticket)
        self.reminders.show_reminders(reminders(ticket, self._session.clock(), calendar, rules))
        self.next_steps.show_offers(detail.offers, ticket)
        self._tell_latest(detail.history)
        self._unfolded = detail
        if not self._folded.isHidden():
            self._fill_facts()
        self._show_files(detail)
        self.name_tab(REPEATS, "重复")
        self.repeats.show_ticket(detail.id, ticket.facts.number)
        self.filled.emit()

    def _said_at(self, detail: TicketDetail, moment: datetime) -> object:
        calendar, rules = self._by
        said = reminders(detail.ticket, moment, calendar, rules)
        return LightRules(calendar, rules).of(detail.summary, moment), said

    def _fill_facts(self) -> None:
        """Only where they are unfolded: most tickets are looked at without."""
        detail = self._unfolded
        if detail is None:
            return
        ticket = detail.ticket
        self._registered.show_facts(facts.register_lines(ticket))
        self._handled.show_facts(facts.handling_lines(ticket))
        self._platform.show_facts(facts.platform_lines(detail.platform))
        self._handled_title.setVisible(bool(ticket.rounds or ticket.center_contacts))
        self._platform_title.setVisible(bool(detail.platform))

    def _tell_latest(self, history: tuple[HistoryLine, ...]) -> None:
        latest = sorted(history, key=lambda line: line.sequence, reverse=True)[:_LATEST]
        self.latest.setText("\n".join(sentence(line, step_of(line.step)) for line in latest))
        self.all_history.setText(f"全部经过（{len(history)} 条）›")
        self.all_history.setVisible(len(history) > len(latest))

    def _called(self, detail: TicketDetail) -> str:
        return f"工单 {detail.ticket.facts.number}"

    def _looked_at(self, detail: TicketDetail) -> Iterable[tuple[str, str]]:
        return [("ticket", detail.ticket.facts.number)]

    def _paper_ticket(self, detail: TicketDetail) -> int:
        return detail.id

    def _count_repeats(self, confirmed: int, candidates: int) -> None:
        parts = [f"重复 {confirmed}"] if confirmed else ["重复"]
        if candidates:
            parts.append(f"可能 {candidates}")
        self.name_tab(REPEATS, " · ".join(parts))

    # -- what it leads to ----------------------------------------------------------------------------------

    def _wait_for_rest(self) -> None:
        """Begins to wait whether the clerk rests on the ticket; what was asked of the one before is not told of it."""
        if self._counting is not None:
            self._counting.cancel()
        self._rest.start()

    def _count_past(self) -> None:
        """How many other tickets hold the same phone: nobody asks it who walks down the list."""
        phones = self.detail.ticket.facts.phones if self.detail is not None else ()
        tickets = self._session.office.tickets
        if phones:
            self._counting = self._session.jobs.run(
                lambda: tickets.count(TicketFilter(search=phones[0])) - 1, self.caller.show_past, owner=self
            )

    def _show_past(self, phone: str) -> None:
        if phone:
            self._session.navigator.show_tickets(TicketFilter(search=phone))

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


def _rule() -> QFrame:
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    return button
