"""One case in detail: head, what to do next, its matter and tickets, history, notice, attachments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes, PrintedPaper, TicketSummary
from hotline_desktop.domain.supervision.deadline import why_case_due
from hotline_desktop.domain.supervision.options import CaseFileKind
from hotline_desktop.domain.terms.paper_kinds import OF_CASES
from hotline_desktop.domain.ticket.columns import demand_text
from hotline_desktop.domain.time.deadline import DayNote, TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.records.panel.attachments import Attachments
from hotline_desktop.gui.records.panel.explanation import DayTable
from hotline_desktop.gui.records.panel.labels import heading
from hotline_desktop.gui.records.panel.record_panel import OWN, RecordPanel
from hotline_desktop.gui.records.panel.timeline import Timeline
from hotline_desktop.gui.shell.session.navigation import PaperToComeBack, Place
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.supervision import case_facts
from hotline_desktop.gui.views.supervision.case_head import CaseHead
from hotline_desktop.gui.views.supervision.case_rows import case_row
from hotline_desktop.gui.views.supervision.volume_part import VolumePart
from hotline_desktop.services.records.supervision import CaseDetail, Supervision

VOLUME = OWN
_PARTS = ("档案", "本次督办", "办理反馈", "此前督办", "督办事项")


class CasePanel(RecordPanel):
    """One case; the tab of its own shows its file. The paper is drawn for the first of its tickets."""

    detail: CaseDetail | None

    def __init__(self, session: Session) -> None:
        super().__init__(session, OF_CASES)
        theme = session.theme
        self.head = CaseHead(theme)
        self.head.explain_asked.connect(self._explain)
        self.volume = VolumePart(session)
        self._lay_out(
            Blank(theme, "gavel", "还没有选中督办件", "在左边选一件，这里显示它的下一步和全部档案。"),
            self.head,
            self._handling(),
            Timeline(theme, "第{}次"),
            Attachments(
                session,
                lambda office: office.supervision,
                lambda _case_id: Changes(cases=True),
                [kind.value for kind in CaseFileKind],
            ),
            ("案卷", self.volume),
        )

    @property
    def case_id(self) -> int:
        """The case that is shown; 0 for none."""
        return self.record_id

    def show_case(self, case_id: int) -> None:
        """Fetches and shows a case."""
        self.show_record(case_id)

    # -- building ------------------------------------------------------------------------------------------

    def _handling(self) -> QScrollArea:
        self.warning = QLabel()
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self._tables = {title: (heading(title), FactsTable()) for title in _PARTS}
        self._tickets, self._out = QVBoxLayout(), QVBoxLayout()
        self._tickets.setSpacing(0)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.warning)
        layout.addWidget(heading("下一步"))
        layout.addWidget(self.next_steps)
        layout.addLayout(self._out)
        for title, table in self._tables.values():
            layout.addSpacing(8)
            layout.addWidget(title)
            layout.addWidget(table)
        layout.addSpacing(8)
        layout.addWidget(heading("涉及工单"))
        layout.addLayout(self._tickets)
        layout.addStretch(1)
        return scrolled(inner)

    # -- showing -------------------------------------------------------------------------------------------

    def _find(self, record_id: int, clerk: str) -> CaseDetail:
        return self._session.office.supervision.detail(record_id, clerk)

    def _service(self) -> Supervision:
        return self._session.office.supervision

    def _fill(self, detail: CaseDetail, calendar: WorkCalendar, rules: TimeRules) -> None:
        case = detail.case
        self.head.show_case(case, case_row(detail.summary, self._session.clock(), calendar, rules))
        self.warning.setText("\n".join(detail.warnings))
        self.warning.setVisible(bool(detail.warnings))
        self.next_steps.show_offers(detail.offers, case)
        lines = {
            "档案": case_facts.file_lines(case),
            "本次督办": case_facts.measure_lines(case),
            "办理反馈": case_facts.report_lines(case),
            "此前督办": case_facts.earlier_lines(case),
            "督办事项": case_facts.matter_lines(case),
        }
        for name, (title, table) in self._tables.items():
            table.show_facts(lines[name])
            shown = any(value for _caption, value in lines[name])
            title.setVisible(shown)
            table.setVisible(shown)
        self._show_tickets(detail.tickets)
        self._show_papers_out(paper for paper in detail.papers if paper.is_out)
        self._show_files(detail)
        self.volume.show_case(detail.id)

    def _said_at(self, detail: CaseDetail, moment: datetime) -> object:
        return case_row(detail.summary, moment, *self._by)

    def _called(self, detail: CaseDetail) -> str:
        return called(detail)

    def _looked_at(self, detail: CaseDetail) -> Iterable[tuple[str, str]]:
        """The case, and its tickets, whose matter stands beside it."""
        return [("case", case_name(detail)), *(("ticket", ticket.number) for ticket in detail.tickets)]

    def _paper_ticket(self, detail: CaseDetail) -> int:
        return detail.tickets[0].id if detail.tickets else 0

    def _show_papers_out(self, papers: Iterable[PrintedPaper]) -> None:
        """A way to note that a signed notice is back, of a closed case too: without it there is no archiving. R16.4."""
        _empty(self._out)
        go = self._session.navigator.go
        for paper in papers:
            link = self._link(f"{paper.kind}签字交回…", "signature")
            link.setToolTip(f"{paper.printed_at:%Y-%m-%d} 打印，还没有登记签字交回；到“待签字回收”登记")
            link.clicked.connect(lambda _on=False, to=paper.id: go(Place.REGISTERS, PaperToComeBack(to)))
            self._out.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_tickets(self, tickets: tuple[TicketSummary, ...]) -> None:
        _empty(self._tickets)
        for ticket in tickets:
            link = self._link(f"{ticket.number} · {ticket.stage}", "file-text")
            link.setToolTip(f"打开工单 {ticket.number}\n{demand_text(ticket)}")
            link.clicked.connect(lambda _on=False, number=ticket.id: self._session.navigator.show_ticket(number))
            self._tickets.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            about = QLabel(demand_text(ticket))
            about.setTextFormat(Qt.TextFormat.PlainText)
            about.setWordWrap(True)
            about.setProperty("role", "soft")
            about.setContentsMargins(26, 0, 0, 4)
            self._tickets.addWidget(about)

    def _link(self, text: str, icon: str) -> QPushButton:
        link = QPushButton(text)
        link.setProperty("role", "link")
        link.setIcon(self._session.theme.icon(icon, "accent", 16))
        return link

    def _explain(self) -> None:
        if self.detail is None:
            return
        case, time = self.detail.case, self._session.office.time
        self._session.jobs.run(lambda: why_case_due(case, time.calendar()), self._show_days, owner=self)

    def _show_days(self, days: tuple[DayNote, ...]) -> None:
        self._session.prompts.show("为什么是这一天？", DayTable(self._session.theme, days))

    def _tab_changed(self, tab: int) -> None:
        if tab == VOLUME:
            self.volume.refresh()
        super()._tab_changed(tab)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def called(detail: CaseDetail) -> str:
    """What a case is called where something is asked or told about it."""
    case = detail.case
    return f"督办件 {case.number}" if case.number else f"工单 {'、'.join(case.ticket_numbers)}"


def case_name(detail: CaseDetail) -> str:
    """The case's number, or that of its first ticket before it has one."""
    return detail.summary.number or "、".join(ticket.number for ticket in detail.tickets[:1])
