"""Registers on screen and as files: what is previewed is what is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from hotline_desktop.domain.papers.register_periods import PeriodWord, period_of
from hotline_desktop.domain.papers.registers import Line, Period, RegisterKind
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.dialogs.prompts import EXCEL_FILE, PDF_FILE
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.registers.registers_view import OTHER_DAYS, RegistersView
from hotline_desktop.services.papers.registers import Preview

EXCEL, PDF = ".xlsx", ".pdf"
_FULL_DETAIL = "完整导出含姓名、电话和正文里的个人信息，请按规定保管。谁在什么时候导出了完整数据，会写进本中心的记录。"


class RegisterPart(QWidget):
    """The registers of ``kinds`` for one period, which each of them shares."""

    def __init__(self, session: Session, kinds: tuple[RegisterKind, ...], first: PeriodWord) -> None:
        super().__init__()
        self._session = session
        self._job: Job | None = None
        self._filling = False
        self.kind = kinds[0]
        self.count = 0
        self.view = view = RegistersView(session, kinds)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)
        for kind, button in view.kinds.items():
            button.clicked.connect(lambda _on=False, kind=kind: self.turn_to(kind))
        for table in view.tables.values():
            table.opened.connect(self._open_ticket)
        view.kinds[self.kind].setChecked(True)
        view.period_choice.activated.connect(lambda _place: self._take_word())
        for editor in (view.first, view.last):
            editor.changed.connect(self._days_changed)
        view.excel.clicked.connect(lambda: self.write(EXCEL))
        view.pdf.clicked.connect(lambda: self.write(PDF))
        view.full.clicked.connect(self._full_menu)
        view.period_choice.setCurrentText(first.value)
        self._fill(period_of(first, session.clock().date()))

    @property
    def period(self) -> Period | None:
        """The days asked for; None while they make no period."""
        first, last = self.view.first.read_day(), self.view.last.read_day()
        return Period(first, last) if first and last and first <= last else None

    def turn_to(self, kind: RegisterKind) -> None:
        """Shows another register."""
        self.kind = kind
        self.view.kinds[kind].setChecked(True)
        self.load()

    def load(self) -> None:
        """Fetches the first lines of the register again; 本月 is the month of today, whenever it was chosen."""
        word = self.view.period_choice.currentText()
        if word != OTHER_DAYS:
            self._fill(period_of(PeriodWord(word), self._session.clock().date()))
        period, kind = self.period, self.kind
        self.view.fault.setText("" if period else "开始日期要早于或等于结束日期，写成 2022-09-05 的样子")
        self._allow(False)
        if self._job is not None:
            self._job.cancel()
        if period is None:
            return
        registers = self._session.office.registers
        self._job = self._session.jobs.run(
            lambda: registers.preview(kind, period),
            lambda found: self._show(kind, found),
            owner=self,
            label=f"正在整理{kind}",
        )

    def write(self, ending: str, full: bool = False) -> None:
        """Writes the register to a file that the clerk names: masked, unless she chooses ``full`` and confirms it."""
        prompts, kind, period = self._session.prompts, self.kind, self.period
        if period is None or not self.count:
            prompts.say(f"这段时间的{kind}没有内容，没有导出。")
            return
        if full and not prompts.confirm(f"导出完整的{kind}？", _FULL_DETAIL, "导出完整数据", True):
            return
        clerk = self._session.sign()
        if not clerk:
            prompts.say(f"{self._session.why_unsigned('导出')}。")
            return
        name = f"{kind}_{period.first:%Y%m%d}-{period.last:%Y%m%d}{'_完整' if full else ''}{ending}"
        path = prompts.save_file(f"导出{kind}", name, EXCEL_FILE if ending == EXCEL else PDF_FILE)
        if path is not None:
            self._write(kind, period, path, full, clerk, ending)

    # -- inside --------------------------------------------------------------------------------------------

    def _write(self, kind: RegisterKind, period: Period, path: Path, full: bool, clerk: str, ending: str) -> None:
        registers = self._session.office.registers
        write = registers.to_excel if ending == EXCEL else registers.to_pdf
        self._session.jobs.run_aside(
            lambda progress: write(kind, period, path, full, clerk, progress),
            lambda count: self._written(path, count, full),
            failed=lambda error: self._session.prompts.error(error, "没有导出"),
            owner=self,
            label=f"正在导出{kind}",
            with_progress=True,
            awaited="导出的登记簿",
        )

    def _written(self, path: Path, count: int, full: bool) -> None:
        kind = "完整数据" if full else "姓名、电话已隐去"
        self._session.prompts.say(f"已导出 {count:,} 件（{kind}）：{path.name}", "打开", lambda: _open(path))

    def _show(self, kind: RegisterKind, found: Preview) -> None:
        view = self.view
        self.count = found.count
        view.tables[kind].records.show_rows(found.lines)
        view.tables[kind].select_row(0)
        view.lists.setCurrentWidget(view.tables[kind] if found.lines else view.none)
        view.none.tell(*_nothing(kind))
        more = f"，预览前 {len(found.lines):,} 件，导出的是全部" if found.count > len(found.lines) else ""
        view.count.setText(f"共 {found.count:,} 件{more}" if found.count else "")
        self._allow(bool(found.count))

    def _allow(self, allowed: bool) -> None:
        for button in (self.view.excel, self.view.pdf, self.view.full):
            button.setEnabled(allowed)

    def _take_word(self) -> None:
        if self.view.period_choice.currentText() != OTHER_DAYS:
            self.load()

    def _fill(self, period: Period) -> None:
        self._filling = True
        self.view.first.set_value(period.first)
        self.view.last.set_value(period.last)
        self._filling = False

    def _days_changed(self) -> None:
        if not self._filling:
            self.view.period_choice.setCurrentText(OTHER_DAYS)
            self.load()

    def _full_menu(self) -> None:
        menu, button = QMenu(self), self.view.full
        for ending, word in ((EXCEL, "Excel"), (PDF, "PDF")):
            chosen = menu.addAction(f"导出完整的 {word}…")
            chosen.triggered.connect(lambda _on=False, ending=ending: self.write(ending, full=True))
        menu.exec(button.mapToGlobal(QPoint(0, button.height())))

    def _open_ticket(self, line: Line) -> None:
        """Shows the ticket of a line, the first one where there are several."""
        number = (getattr(line, "ticket", "") or getattr(line, "tickets", "") or line.number or "").split("、")[0]
        tickets = self._session.office.tickets
        self._session.jobs.run(
            lambda: tickets.find(number),
            self._session.navigator.show_ticket,
            failed=self._session.prompts.error,
            owner=self,
        )


def _nothing(kind: RegisterKind) -> tuple[str, str]:
    """Headline and advice where a register has no lines."""
    if kind is RegisterKind.TICKETS:
        return "这段时间没有收到工单", "换一段时间再看。"
    if kind is RegisterKind.CASES:
        return "这段时间没有发现要督办的事项", "换一段时间再看。"
    return f"{kind}在这段时间没有登记", "承办单位的申请、说明在工单里登记后，按编号列在这里。"


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
