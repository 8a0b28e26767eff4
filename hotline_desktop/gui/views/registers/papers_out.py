"""待签字回收: signed originals come back with their date and, where the office wants one, their scan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.dates import day_of
from hotline_desktop.gui.shell.dialogs.prompts import ANY_FILE
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.registers.papers_out_view import PaperOut, PapersOutView

_SCANS = "扫描件或照片 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"


class PapersOut(QWidget):
    """The papers that are out, and what can be said of the selected one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._scan: Path | None = None
        self.view = PapersOutView(session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        view = self.view
        view.table.opened.connect(self._open)
        view.table.chosen.connect(lambda _row: self._forget_scan())
        view.open.clicked.connect(lambda: self._open(view.table.current))
        view.scan.clicked.connect(self._choose_scan)
        view.give_up.clicked.connect(self._give_up)
        view.take_back.clicked.connect(self.take_back)

    def load(self) -> None:
        """Fetches the papers that are out now."""
        office, today = self._session.office, self._session.clock().date()
        self.view.returned_on.suggest(today)

        def fetch() -> tuple[PaperOut, ...]:
            calendar = office.time.calendar()
            return tuple(
                PaperOut(
                    paper,
                    max(calendar.count_working_days(paper.printed_at.date(), today), 0),
                    paper.printed_at.date() == today,
                )
                for paper in office.papers.awaited()
            )

        self._session.jobs.run(fetch, self.view.show_rows, owner=self)

    def take_back(self) -> None:
        """Records that the selected paper came back."""
        row: PaperOut | None = self.view.table.current
        if row is None:
            return
        day = self.view.returned_on.read()
        if day is None:
            self.view.returned_on.set_bad(True)
            self._session.prompts.say("交回日期要写成 2022-09-05 的样子。")
            return
        self.view.returned_on.set_bad(False)
        clerk = self._session.sign()
        if clerk:
            papers, scan = self._session.office.papers, self._scan
            on = day_of(day)
            self._write(lambda: papers.returned(row.paper.id, on, clerk, scan), "已登记交回", row)

    def _give_up(self) -> None:
        row: PaperOut | None = self.view.table.current
        detail = "它不再列在“待签字回收”里；打印记录还在，需要时可以重新打印。"
        if row is None or not self._session.prompts.confirm(f"不再等这张{row.paper.kind}？", detail, "不再等"):
            return
        papers, clerk = self._session.office.papers, self._session.sign()
        if clerk:
            self._write(lambda: papers.give_up(row.paper.id, clerk), "不再等", row)

    def _write(self, call: Callable[[], Changes], deed: str, row: PaperOut) -> None:
        """The row is gone then, and the next one selected: what is told names whose paper it was, and leads there."""

        def written(changes: Changes) -> None:
            self._forget_scan()
            self._session.publish(changes)
            self.load()
            message = f"{deed}：{row.paper.kind}（工单 {row.paper.ticket_number}）"
            self._session.prompts.say(message, "看工单", lambda: self._open(row))

        self._session.jobs.run(call, written, failed=self._session.prompts.error, owner=self)

    def _choose_scan(self) -> None:
        self._scan = self._session.prompts.open_file("选择扫描件或照片", f"{_SCANS};;{ANY_FILE}")
        self.view.scan.setText(f"附：{self._scan.name[:12]}" if self._scan else "附扫描件(&F)…")

    def _forget_scan(self) -> None:
        self._scan = None
        self.view.scan.setText("附扫描件(&F)…")

    def _open(self, row: PaperOut | None) -> None:
        if row is not None:
            tickets = self._session.office.tickets
            self._session.jobs.run(
                lambda: tickets.find(row.paper.ticket_number),
                self._session.navigator.show_ticket,
                failed=self._session.prompts.error,
                owner=self,
            )
