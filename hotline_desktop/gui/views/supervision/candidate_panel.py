"""One candidate: what shows that it ought to be supervised, the two things to do about it, history and files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.supervision.candidates import CandidateSummary
from hotline_desktop.domain.supervision.options import BY_PHONE_FIRST
from hotline_desktop.domain.terms.masking import mask_text
from hotline_desktop.domain.terms.personal_numbers import mask_id_numbers
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.domain.ticket.masking import shown_text
from hotline_desktop.domain.time.deadline import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.hints import hint
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.records.panel.attachments import Attachments
from hotline_desktop.gui.records.panel.record_panel import FILES, HISTORY, RecordPanel
from hotline_desktop.gui.records.panel.timeline import Timeline
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.supervision.case_rows import is_same
from hotline_desktop.services.records.records import RecordDetail, RecordService


class CandidatePanel(RecordPanel):
    """``taken()``, ``phoned()`` and ``declined()`` for ``candidate``.

    What was registered by hand is a case, and shown as one. What the clock brought has no history before a transaction
    on its ticket writes it down.
    """

    taken = Signal()
    phoned = Signal()
    declined = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session, ())
        self.candidate: CandidateSummary | None = None
        self.next_steps.setParent(self)  # two buttons of its own stand for the steps
        self.next_steps.hide()
        self.area = scrolled(self._body())
        self._lay_out(
            Blank(session.theme, "list-checks", "还没有选中案源", "在左边选一条，看事由和依据，决定是否纳入督办。"),
            self._head(),
            self.area,
            Timeline(session.theme),
            Attachments(session, lambda _office: self._service(), lambda _id: Changes(cases=True)),
        )

    def show_candidate(self, candidate: CandidateSummary | None) -> None:
        """Shows another candidate, or that none is selected."""
        before, self.candidate = self.candidate, candidate
        if candidate is None:
            self.show_nothing()
            return
        self._title.setText(candidate.trigger.value)
        self._clause.setText(candidate.clause.ref)
        self._clause.setToolTip(hint(candidate.clause.text))
        full = self._session.in_full
        self._evidence.setText(_shown(candidate, candidate.evidence, full))
        self._facts.show_facts([(label, _shown(candidate, value, full)) for label, value in _facts(candidate)])
        self._said.setText(f"{candidate.clause.ref}：{candidate.clause.text}")
        self.look.setVisible(candidate.ticket is not None)
        self.phone.setVisible(candidate.trigger in BY_PHONE_FIRST and not candidate.case_id)
        self._stack.setCurrentIndex(1)
        if before is None or not is_same(before, candidate):
            self.area.verticalScrollBar().setValue(0)
        written = candidate.id or candidate.case_id
        for tab in (HISTORY, FILES):
            self.tabs.setTabVisible(tab, bool(written))
        self.withdraw.setVisible(bool(written))
        if written:
            self.show_record(written)
        else:
            self._session.looks.stands(self, *self._looked_at(self.detail))

    def take_place(self, number: int) -> None:
        """Does what the deed of that place does: Alt+1 the first that is to be seen, and so on."""
        deeds = [each for each in self.deeds if not each.isHidden()]
        if self.candidate is not None and number <= len(deeds):
            deeds[number - 1].click()

    def _find(self, record_id: int, clerk: str) -> RecordDetail[Any]:
        return self._service().detail(record_id, clerk)

    def _service(self) -> RecordService[Any]:
        office = self._session.office
        return office.supervision if self.candidate is not None and self.candidate.case_id else office.candidates

    def _fill(self, detail: RecordDetail[Any], calendar: WorkCalendar, rules: TimeRules) -> None:
        self._show_files(detail)

    def _called(self, detail: RecordDetail[Any]) -> str:
        numbers = self.candidate.ticket_numbers if self.candidate is not None else ()
        return f"工单 {'、'.join(numbers)}" if numbers else "案源"

    def _looked_at(self, detail: RecordDetail[Any]) -> Iterable[tuple[str, str]]:
        """Its tickets, where their words are not masked."""
        shown = self.candidate.ticket_numbers if self.candidate is not None and self._session.in_full else ()
        return [("ticket", number) for number in shown]

    def _paper_ticket(self, detail: RecordDetail[Any]) -> int:
        return 0

    def _head(self) -> QWidget:
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._clause = QLabel()
        self._clause.setProperty("tag", "accent")
        head = QWidget()
        row = _row(self._title, self._clause)
        row.setContentsMargins(16, 12, 16, 4)
        head.setLayout(row)
        return head

    def _body(self) -> QWidget:
        theme = self._session.theme
        self._evidence = QLabel()
        self._evidence.setProperty("role", "warning")
        self._evidence.setWordWrap(True)
        self._facts = FactsTable()
        self._said = QLabel()
        self._said.setProperty("role", "faint")
        self._said.setWordWrap(True)
        self.take_up = QPushButton(theme.icon("gavel", "on_accent"), "纳入督办(&N)")
        self.take_up.setProperty("role", "primary")
        self.take_up.clicked.connect(self.taken)
        self.phone = QPushButton(theme.icon("phone"), "电话督办(&H)…")
        self.phone.setToolTip("退回重新办理并电话督办的：一张表里纳入督办、登记通话")
        self.phone.clicked.connect(self.phoned)
        self.decline = QPushButton(theme.icon("x"), "不予督办(&B)…")
        self.decline.setToolTip("写明理由，案源留在库里备查")
        self.decline.clicked.connect(self.declined)
        self.look = QPushButton(theme.icon("external-link"), "看工单(&K)")
        self.look.clicked.connect(self._open_ticket)
        withhold(self._session, Right.HANDLE, self.take_up, self.phone, self.decline)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self._evidence)
        deeds = FlowLayout()
        self.deeds = (self.take_up, self.phone, self.decline, self.look)
        for button in self.deeds:
            deeds.addWidget(button)
        layout.addLayout(deeds)
        layout.addWidget(self._facts)
        layout.addWidget(self._said)
        layout.addStretch(1)
        return body

    def _open_ticket(self) -> None:
        if self.candidate is not None and self.candidate.ticket is not None:
            self._session.navigator.show_ticket(self.candidate.ticket.id)


def _shown(candidate: CandidateSummary, text: str, full: bool) -> str:
    if candidate.ticket is not None:
        return shown_text(candidate.ticket, text, full)
    return mask_id_numbers(text) if full else mask_text(text)


def _facts(candidate: CandidateSummary) -> list[tuple[str, str]]:
    ticket = candidate.ticket
    return [
        ("工单编号", "、".join(candidate.ticket_numbers)),
        ("诉求", (ticket.content or ticket.title) if ticket else ""),
        ("诉求地址", ticket.address if ticket else ""),
        ("承办单位", candidate.unit),
        ("工单阶段", ticket.stage.value if ticket else ""),
        ("办结期限", moment_text(ticket.due) if ticket else ""),
        ("正在督办", f"{'、'.join(candidate.running)}，可在那一件里一并督办" if candidate.running else ""),
        ("发生时间", moment_text(candidate.since)),
        ("登记方式", "手工登记" if candidate.case_id else "程序发现"),
    ]


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
