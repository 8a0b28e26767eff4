"""Beside the register form: the three levels with the deadlines they would have, and what the clause says."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from hotline_desktop.domain.clauses import Clause
from hotline_desktop.domain.deadline import TimeRules, ticket_due
from hotline_desktop.domain.fields import Field, Kind
from hotline_desktop.domain.options import Level
from hotline_desktop.domain.workdays import WorkCalendar
from hotline_desktop.gui.session import Session
from hotline_desktop.gui.widgets.facts_table import FactsTable
from hotline_desktop.gui.widgets.status_line import WEEKDAYS

_RECEIVED = Field("received_at", "收单时间", Kind.MOMENT)


class Advice(QFrame):
    """Follows the receipt time that is being typed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._calendar: WorkCalendar | None = None
        self._rules: TimeRules | None = None
        self._start = session.clock()
        self._levels = FactsTable()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        layout.addWidget(_text("按级别预计的办结期限", "head"))
        layout.addWidget(self._levels)
        layout.addWidget(_text("现按收单时间预计；派单时从转交时间起重新计算。", "faint"))
        for clause in (Clause.TIME_LIMIT, Clause.RECEIVE_CENTER):
            layout.addSpacing(12)
            layout.addWidget(_text(clause.ref, "head"))
            layout.addWidget(_text(clause.text, "soft"))
        layout.addStretch(1)
        office = session.office
        session.jobs.run(lambda: (office.time.calendar(), office.time.rules()), self._know, owner=self)

    def show_draft(self, _step_id: str, values: dict[str, object]) -> None:
        """Works the deadlines out from what is typed now."""
        try:
            read = _RECEIVED.read(values.get("received_at"))
        except ValueError:
            return
        self._start = read if isinstance(read, datetime) else self._session.clock()
        self._show()

    def _know(self, found: tuple[WorkCalendar, TimeRules]) -> None:
        self._calendar, self._rules = found
        self._show()

    def _show(self) -> None:
        if self._calendar is None or self._rules is None:
            return
        lines = []
        for level in Level:
            deadline = ticket_due(level, self._start, self._calendar, self._rules)
            provisional = "（暂定）" if deadline.provisional else ""
            due = deadline.due
            lines.append((level.value, f"{due:%Y-%m-%d %H:%M} 周{WEEKDAYS[due.weekday()]}{provisional}"))
        self._levels.show_facts(lines)


def _text(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
