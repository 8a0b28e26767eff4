"""Beside the register form: tickets that may be about the same matter, the three levels with the deadlines they would
have, and what the clause says.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.steps.intake import PHONES, RECEIVED_AT
from hotline_desktop.domain.time.deadline import TimeRules, ticket_due
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.pages.status_line import WEEKDAYS
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets.past_caller import PastCallerStrip
from hotline_desktop.gui.views.tickets.repeat_card import RepeatCard

if TYPE_CHECKING:
    from hotline_desktop.services.records.repeats import RepeatCandidate

_MOST = 5
_APART = 560, 320
_LOOK_MS = 300  # repeats are looked for while one types, not at every key
_RECEIVED = Field("received_at", "收单时间", Kind.MOMENT)


class Advice(QScrollArea):
    """Follows what is being typed: the receipt time, and what tells repeats (``cards``, the likeliest first).

    ``message(words)`` says in one sentence what was found, '' for nothing.
    """

    message = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._calendar: WorkCalendar | None = None
        self._rules: TimeRules | None = None
        self._start = session.clock()
        self._job: Job | None = None
        self._typed: dict[str, object] = {}
        self._looking = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look_up)
        self.cards: list[RepeatCard] = []
        self.repeats = QFrame()
        self.past = PastCallerStrip(session)
        self._levels = FactsTable()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it would take Tab unseen
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._lay_out(QVBoxLayout(body))
        self.setWidget(body)
        office = session.office
        session.jobs.run(lambda: (office.time.calendar(), office.time.rules()), self._know, owner=self)

    def _lay_out(self, layout: QVBoxLayout) -> None:
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        place = QVBoxLayout(self.repeats)
        place.setContentsMargins(0, 0, 0, 12)
        place.setSpacing(8)
        self.repeats.hide()
        layout.addWidget(self.past)
        layout.addWidget(self.repeats)
        layout.addWidget(_text("按级别预计的办结期限", "head"))
        layout.addWidget(self._levels)
        layout.addWidget(_text("现按收单时间预计；派单时从转交时间起重新计算。", "faint"))
        for clause in (Clause.TIME_LIMIT, Clause.RECEIVE_CENTER):
            layout.addSpacing(12)
            layout.addWidget(_text(clause.ref, "head"))
            layout.addWidget(_text(clause.text, "soft"))
        layout.addStretch(1)

    def start_afresh(self) -> None:
        """Forgets what was found for another ticket."""
        self._looking.stop()
        if self._job is not None:
            self._job.cancel()
        self._show_repeats(())

    def show_draft(self, _step_id: str, values: dict[str, object]) -> None:
        """Works the deadlines out from what is typed now, and looks for repeats of it."""
        self._typed = dict(values)
        self.past.follow(values.get(PHONES.key))
        if not self._looking.isActive():
            self._looking.start()
        try:
            read = _RECEIVED.read(values.get(RECEIVED_AT.key))
        except ValueError:
            return
        self._start = read if isinstance(read, datetime) else self._session.clock()
        self._show()

    def _look_up(self) -> None:
        values = self._typed
        if self._job is not None:
            self._job.cancel()
        repeats = self._session.office.repeats
        self._job = self._session.jobs.run(lambda: repeats.candidates(values, _MOST), self._show_repeats, owner=self)

    def _show_repeats(self, found: tuple[RepeatCandidate, ...]) -> None:
        unfolded = {card.candidate.ticket.id for card in self.cards if card.unfolded}
        place = self.repeats.layout()
        assert place is not None
        while (item := place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.cards = [RepeatCard(self._session, candidate, "正在登记", decide=False) for candidate in found]
        self.repeats.setVisible(bool(found))
        if found:
            place.addWidget(_text(f"可能重复的工单（{len(found)} 件）", "head"))
            place.addWidget(_text("登记后可在工单的“重复”页签里确认。", "faint"))
        for card in self.cards:
            card.unfold(card.candidate.ticket.id in unfolded)
            place.addWidget(card)
        self.message.emit(f"有 {len(found)} 件可能重复的工单，最像的一件：{found[0].reason}。" if found else "")

    def show_apart(self) -> None:
        """Shows what was found in a dialog: for a window without room beside the form."""
        cards = [RepeatCard(self._session, card.candidate, "正在登记", decide=False) for card in self.cards]
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for card in cards:
            card.unfold(card is cards[0])
            layout.addWidget(card)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        area.setMinimumSize(*_APART)
        self._session.prompts.show("可能重复的工单", area)

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


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
