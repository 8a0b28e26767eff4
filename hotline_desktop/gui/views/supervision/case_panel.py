"""One case in detail: head, what to do next, its matter and tickets, history, notice, attachments."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from hotline_desktop.domain.clauses import Clause
from hotline_desktop.domain.deadline import TimeRules
from hotline_desktop.domain.paper_catalogue import CASE_PAPERS
from hotline_desktop.domain.summaries import Changes, TicketSummary
from hotline_desktop.domain.supervision_words import CaseFileKind
from hotline_desktop.domain.workdays import WorkCalendar
from hotline_desktop.gui.jobs import Job
from hotline_desktop.gui.models.ticket_columns import demand_text
from hotline_desktop.gui.session import Session
from hotline_desktop.gui.views.supervision import case_facts
from hotline_desktop.gui.views.supervision.case_head import CaseHead
from hotline_desktop.gui.views.supervision.case_rows import case_row
from hotline_desktop.gui.views.supervision.volume_part import VolumePart
from hotline_desktop.gui.views.tickets.attachments import Attachments
from hotline_desktop.gui.views.tickets.next_steps import NextSteps
from hotline_desktop.gui.views.tickets.timeline import Timeline
from hotline_desktop.gui.widgets.blank import Blank
from hotline_desktop.gui.widgets.facts_table import FactsTable
from hotline_desktop.gui.widgets.paper_preview import PaperPreview
from hotline_desktop.services.supervision import CaseDetail

HANDLING, HISTORY, PAPER, FILES, VOLUME = range(5)
_PARTS = ("档案", "本次督办", "办理反馈", "此前督办", "督办事项")
Found = tuple[CaseDetail, WorkCalendar, TimeRules]


class CasePanel(QFrame):
    """``step_chosen(Offer)`` when a step is to be filled in for ``detail``."""

    step_chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._session = session
        self._job: Job | None = None
        self._paper: PaperPreview | None = None
        self.detail: CaseDetail | None = None
        self.case_id = 0
        self._stack = QStackedLayout(self)
        self._empty = Blank(session.theme, "gavel", "还没有选中督办件", "在左边选一件，这里显示它的下一步和全部档案。")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._body())

    def show_case(self, case_id: int) -> None:
        """Fetches and shows a case; a click on the next one drops what is still under way."""
        if self._job is not None:
            self._job.cancel()
        self.case_id = case_id
        office, clerk = self._session.office, self._session.clerk
        self._job = self._session.jobs.run(
            lambda: (office.supervision.detail(case_id, clerk), office.time.calendar(), office.time.rules()),
            self._show,
            failed=self._not_found,
            owner=self,
        )

    def show_nothing(self) -> None:
        """Says that no case is selected."""
        self.case_id, self.detail = 0, None
        self._stack.setCurrentIndex(0)

    def reload(self) -> None:
        """Fetches the shown case again."""
        if self.case_id:
            self.show_case(self.case_id)

    def show_tab(self, tab: int) -> None:
        """Brings HANDLING, HISTORY, PAPER, FILES or VOLUME to the front."""
        self.tabs.setCurrentIndex(tab)

    # -- building ------------------------------------------------------------------------------------------

    def _body(self) -> QWidget:
        theme = self._session.theme
        self.head = CaseHead(theme)
        self.next_steps = NextSteps(theme)
        self.next_steps.chosen.connect(self.step_chosen)
        self.next_steps.asked.connect(self._show_clause)
        self.timeline = Timeline(theme, "第{}次")
        self.attachments = Attachments(
            self._session,
            lambda office: office.supervision,
            lambda _case_id: Changes(cases=True),
            [kind.value for kind in CaseFileKind],
        )
        self._paper_place = QWidget()
        QVBoxLayout(self._paper_place).setContentsMargins(0, 0, 0, 0)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._handling(), "办理")
        self.tabs.addTab(self.timeline, "历史")
        self.tabs.addTab(self._paper_place, "纸质")
        self.tabs.addTab(self.attachments, "附件")
        self.volume = VolumePart(self._session)
        self.tabs.addTab(self.volume, "案卷")
        self.tabs.currentChanged.connect(self._tab_changed)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.tabs, 1)
        return body

    def _handling(self) -> QScrollArea:
        self.warning = QLabel()
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self._tables = {title: (_title(title), FactsTable()) for title in _PARTS}
        self._tickets = QVBoxLayout()
        self._tickets.setSpacing(0)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.warning)
        layout.addWidget(_title("下一步"))
        layout.addWidget(self.next_steps)
        for title, table in self._tables.values():
            layout.addSpacing(8)
            layout.addWidget(title)
            layout.addWidget(table)
        layout.addSpacing(8)
        layout.addWidget(_title("涉及工单"))
        layout.addLayout(self._tickets)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self, found: Found) -> None:
        detail, calendar, rules = found
        self.detail = detail
        record, case = detail.record, detail.case
        self.head.show_case(case, case_row(record.summary, self._session.clock(), calendar, rules))
        self.warning.setText("\n".join(record.warnings))
        self.warning.setVisible(bool(record.warnings))
        self.next_steps.show_offers(detail.offers, case)
        lines = {
            "档案": case_facts.file_lines(case),
            "本次督办": case_facts.measure_lines(case),
            "办理反馈": case_facts.report_lines(case),
            "此前督办": case_facts.earlier_lines(case),
            "督办事项": case_facts.matter(case),
        }
        for name, (title, table) in self._tables.items():
            table.show_facts(lines[name])
            shown = any(value for _caption, value in lines[name])
            title.setVisible(shown)
            table.setVisible(shown)
        self._show_tickets(record.tickets)
        self.timeline.show_history(record.history)
        self.attachments.show_attachments(detail.id, record.attachments)
        self.tabs.setTabText(FILES, f"附件 {len(record.attachments)}" if record.attachments else "附件")
        self.volume.show_case(detail.id)
        self._tab_changed(self.tabs.currentIndex())
        self._stack.setCurrentIndex(1)

    def _show_tickets(self, tickets: tuple[TicketSummary, ...]) -> None:
        while (item := self._tickets.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for ticket in tickets:
            link = QPushButton(f"{ticket.number} · {ticket.stage} · {demand_text(ticket)}"[:60])
            link.setProperty("role", "link")
            link.setIcon(self._session.theme.icon("file-text", "accent", 16))
            link.setToolTip(f"打开工单 {ticket.number}\n{demand_text(ticket)}")
            link.clicked.connect(lambda _on=False, number=ticket.id: self._session.navigator.show_ticket(number))
            self._tickets.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _not_found(self, error: Exception) -> None:
        self.show_nothing()
        self._session.prompts.error(error)

    def _tab_changed(self, tab: int) -> None:
        if tab == VOLUME:
            self.volume.refresh()
        if tab != PAPER or self.detail is None or not self.detail.record.tickets:
            return
        if self._paper is None:
            self._paper = PaperPreview(self._session, tuple(CASE_PAPERS))
            layout = self._paper_place.layout()
            assert layout is not None
            layout.addWidget(self._paper)
        self._paper.show_ticket(self.detail.record.tickets[0].id)

    def _show_clause(self, clause: Clause) -> None:
        text = QLabel(clause.text)
        text.setWordWrap(True)
        text.setMinimumWidth(420)
        self._session.prompts.show(clause.ref, text)


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "head")
    return label
