"""One ticket that may be about the same matter: which it is, what speaks for it, and the two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.ticket.columns import demand_text
from hotline_desktop.domain.ticket.masking import shown_text
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.mnemonics import with_letter
from hotline_desktop.gui.records.panel.evidence_table import EvidenceTable
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.records.repeats import RepeatCandidate


class RepeatCard(QFrame):
    """Folded it says what speaks for it; ``unfold`` puts the texts side by side.

    ``opened()`` asks for the ticket itself; with ``decide`` there are ``confirmed()`` and ``ruled_out()`` too.
    """

    opened = Signal()
    confirmed = Signal()
    ruled_out = Signal()

    def __init__(self, session: Session, candidate: RepeatCandidate, here: str, decide: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._session, self._theme, self._here = session, session.theme, here
        self.candidate = candidate
        self.evidence: EvidenceTable | None = None
        self.look = QPushButton()
        self.look.setProperty("role", "link")
        self.look.clicked.connect(lambda: self.unfold(not self.unfolded))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 10)
        self._layout.setSpacing(6)
        self._layout.addLayout(self._head(decide))
        about = QLabel(about_ticket(candidate.ticket))
        about.setProperty("role", "soft")
        about.setWordWrap(True)
        self._layout.addWidget(about)
        self._layout.addWidget(self._signs())
        if decide:
            self._layout.addLayout(self._decisions())
        self.unfold(False)

    def give_keys(self) -> None:
        """Alt keys for the decision: of several cards the first one has them."""
        for button, letter in ((self.confirm, "Q"), (self.rule_out, "X")):
            button.setText(with_letter(button.text(), letter))

    @property
    def unfolded(self) -> bool:
        """Whether the texts stand side by side."""
        return self.evidence is not None and self.evidence.isVisibleTo(self)

    def unfold(self, unfolded: bool) -> None:
        """Shows or hides the texts side by side."""
        if unfolded and self.evidence is None:
            there = f"工单 {self.candidate.ticket.number}"
            self.evidence = EvidenceTable(self._theme, self.candidate.evidence, self._here, there)
            self._layout.addWidget(self.evidence)
        if self.evidence is not None:
            self.evidence.setVisible(unfolded)
        self._session.looks.stands(self, ("ticket", self.candidate.ticket.number if unfolded else ""))
        self.look.setText("收起" if unfolded else "并排查看")
        self.look.setIcon(self._theme.icon("chevron-up" if unfolded else "chevron-down", "accent", 16))

    def _head(self, decide: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        number: QWidget
        if decide:
            number = QPushButton(self.candidate.ticket.number)
            number.setProperty("role", "link")
            number.setToolTip("打开这张工单")
            number.clicked.connect(self.opened)
        else:
            number = QLabel(self.candidate.ticket.number)
        row.addWidget(number)
        row.addStretch(1)
        row.addWidget(self.look)
        return row

    def _signs(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box)
        for each in self.candidate.evidence:
            tag = QLabel(each.as_text)
            tag.setProperty("tag", "amber")
            flow.addWidget(tag)
        return box

    def _decisions(self) -> QHBoxLayout:
        self.confirm = self._button("确认为重复", "layers", self.confirmed)
        self.rule_out = self._button("不是重复…", "x", self.ruled_out)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.confirm)
        row.addWidget(self.rule_out)
        row.addStretch(1)
        return row

    def _button(self, text: str, icon: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(self._theme.icon(icon, "accent"), text)
        button.clicked.connect(signal)
        return button


def about_ticket(ticket: TicketSummary) -> str:
    """``2022-09-05 来电 · 办理中 · 城管中队 · 路灯不亮``."""
    called = ticket.called_at or ticket.received_at
    when = f"{called:%Y-%m-%d} 来电" if called else ""
    return " · ".join(
        part for part in (when, ticket.stage.value, ticket.unit, shown_text(ticket, demand_text(ticket))[:40]) if part
    )
