"""档案: papers to come back, the registers of requests, and the ledgers of tickets and supervised matters."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from hotline_desktop.domain.papers.register_periods import PeriodWord
from hotline_desktop.domain.papers.registers import REQUESTS, RegisterKind
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.page import Page
from hotline_desktop.gui.shell.session import Session
from hotline_desktop.gui.views.registers.intake_part import IntakePart
from hotline_desktop.gui.views.registers.papers_out import PapersOut
from hotline_desktop.gui.views.registers.register_part import EXCEL, PDF, RegisterPart
from hotline_desktop.gui.views.registers.registers_view import segments

PAPERS, SCANS, REGISTERS, LEDGERS = "papers", "scans", "registers", "ledgers"
_LABELS = {PAPERS: "待签字回收", SCANS: "扫描件", REGISTERS: "备案登记簿", LEDGERS: "台账"}


class RegistersPage(Page):
    """Opens at ``papers``, ``registers``, ``ledgers``, or at a RegisterKind."""

    help_chapter = "50_papers.md"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.papers = PapersOut(session)
        self.registers = RegisterPart(session, REQUESTS, PeriodWord.YEAR)
        self.ledgers = RegisterPart(session, (RegisterKind.TICKETS, RegisterKind.CASES), PeriodWord.MONTH)
        self.places: dict[str, QPushButton] = {}
        self.scans = IntakePart(session)
        self._parts: dict[str, PapersOut | IntakePart | RegisterPart] = {PAPERS: self.papers, SCANS: self.scans}
        self._parts |= {REGISTERS: self.registers, LEDGERS: self.ledgers}
        self.parts = QStackedWidget()
        for part in self._parts.values():
            self.parts.addWidget(part)
        top = QHBoxLayout()
        top.addLayout(segments(self, _LABELS, self.places))
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.parts, 1)
        for place, button in self.places.items():
            button.clicked.connect(lambda _on=False, place=place: self.show_part(place))
        self.places[PAPERS].setChecked(True)

    def refresh(self, changes: Changes) -> None:
        if changes.everything or changes.tickets or changes.cases or changes.papers or changes.settings:
            self._load()

    def open_at(self, target: object) -> None:
        if isinstance(target, RegisterKind):
            place = REGISTERS if target in REQUESTS else LEDGERS
            self.show_part(place)
            self._part(place).turn_to(target)
        elif isinstance(target, str) and target in _LABELS:
            self.show_part(target)

    def show_part(self, place: str) -> None:
        """Turns to one of the three parts and fetches it."""
        self.places[place].setChecked(True)
        self.parts.setCurrentWidget(self._parts[place])
        self._load()

    def print_out(self) -> None:
        """Ctrl+P: the register as a PDF, which is printed from there."""
        part = self.parts.currentWidget()
        if isinstance(part, RegisterPart):
            part.write(PDF)
        else:
            self.session.prompts.say("待签字回收的纸在工单里重新打印。")

    def export(self) -> bool:
        """Ctrl+E: the register as an Excel file."""
        part = self.parts.currentWidget()
        if isinstance(part, RegisterPart):
            part.write(EXCEL)
        return isinstance(part, RegisterPart)

    def come_in(self) -> None:
        self.places[PAPERS].setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        if self.parts.currentWidget() is self.papers:
            self.papers.take_back()
        elif self.parts.currentWidget() is self.scans:
            self.scans.file_all()

    def _part(self, place: str) -> RegisterPart:
        return self.registers if place == REGISTERS else self.ledgers

    def _load(self) -> None:
        part = self.parts.currentWidget()
        if isinstance(part, PapersOut | IntakePart | RegisterPart):
            part.load()
