"""档案: papers to come back, the registers of requests, and the ledgers of tickets and supervised matters."""

from __future__ import annotations

from pathlib import Path

from hotline_desktop.domain.papers.register_periods import PeriodWord
from hotline_desktop.domain.papers.registers import REQUESTS, RegisterKind
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.pages.parts_page import PartsPage
from hotline_desktop.gui.shell.session.navigation import PaperToComeBack
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.registers.intake_part import IntakePart
from hotline_desktop.gui.views.registers.papers_out import PapersOut
from hotline_desktop.gui.views.registers.register_part import EXCEL, PDF, RegisterPart

PAPERS, SCANS, REGISTERS, LEDGERS = "papers", "scans", "registers", "ledgers"
_Part = PapersOut | IntakePart | RegisterPart
_LABELS = {PAPERS: "待签字回收", SCANS: "扫描件", REGISTERS: "备案登记簿", LEDGERS: "台账"}


class RegistersPage(PartsPage[_Part]):
    """Opens at ``papers``, ``registers``, ``ledgers``, at a RegisterKind, or at a PaperToComeBack."""

    help_chapter = "50_papers.md"

    def __init__(self, session: Session) -> None:
        ledgers = (RegisterKind.TICKETS, RegisterKind.CASES)
        makers = {
            PAPERS: self._make_papers,
            SCANS: lambda: IntakePart(session),
            REGISTERS: lambda: RegisterPart(session, REQUESTS, PeriodWord.YEAR),
            LEDGERS: lambda: RegisterPart(session, ledgers, PeriodWord.MONTH),
        }
        super().__init__(session, _LABELS, makers)

    @property
    def papers(self) -> PapersOut:
        """The papers that are out; made by being asked for, as the three below."""
        return self.made.of(PAPERS, PapersOut)

    @property
    def scans(self) -> IntakePart:
        """What came back and waits."""
        return self.made.of(SCANS, IntakePart)

    @property
    def registers(self) -> RegisterPart:
        """The registers of requests."""
        return self.made.of(REGISTERS, RegisterPart)

    @property
    def ledgers(self) -> RegisterPart:
        """The ledgers of tickets and supervised matters."""
        return self.made.of(LEDGERS, RegisterPart)

    def refresh(self, changes: Changes) -> None:
        if changes.everything or changes.tickets or changes.cases or changes.papers or changes.settings:
            self.in_front.load()

    def open_at(self, target: object) -> None:
        if isinstance(target, RegisterKind):
            place = REGISTERS if target in REQUESTS else LEDGERS
            self.show_part(place)
            self._part(place).turn_to(target)
        elif isinstance(target, PaperToComeBack):
            self.papers.view.want(target.paper_id)
            self.show_part(PAPERS)
        elif isinstance(target, str) and target in _LABELS:
            self.show_part(target)

    def print_out(self) -> None:
        """Ctrl+P: the register as a PDF, which is printed from there."""
        part = self.in_front
        if isinstance(part, RegisterPart):
            part.write(PDF)
        else:
            self.session.prompts.say("待签字回收的纸在工单里重新打印。")

    def export(self) -> bool:
        """Ctrl+E: the register as an Excel file."""
        part = self.in_front
        if isinstance(part, RegisterPart):
            part.write(EXCEL)
        return isinstance(part, RegisterPart)

    def save(self) -> None:
        part = self.in_front
        if isinstance(part, PapersOut):
            part.came_back()
        elif isinstance(part, IntakePart):
            part.file_all()

    def take_back(self) -> bool:
        part = self.in_front
        return isinstance(part, PapersOut) and part.wait_again()

    def _make_papers(self) -> PapersOut:
        papers = PapersOut(self.session)
        papers.view.dropped.connect(self._read_scans)
        return papers

    def _read_scans(self, paths: list[Path]) -> None:
        """Scans that were dropped on the papers they belong to are read where scans are."""
        self.show_part(SCANS)
        self.scans.read(paths)

    def _part(self, place: str) -> RegisterPart:
        return self.registers if place == REGISTERS else self.ledgers
