"""待签字回收: signed originals come back with their date and, where the office wants one, their scan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import AttachmentSummary, Changes, PrintedPaper
from hotline_desktop.domain.records.withdrawal import REASON
from hotline_desktop.domain.terms.dates import day_of
from hotline_desktop.gui.shell.dialogs.prompts import ANY_FILE
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.registers.papers_out_view import PaperOut, PapersOutView

_MOST = 1000  # of those that are back or given up
_SCANS = "扫描件或照片 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"


class PapersOut(QWidget):
    """The papers that are out, and what can be said of the selected one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._scan: Path | None = None
        self._writing = False
        self._said_of: PrintedPaper | None = None  # what Ctrl+Z takes back once the foot is silent
        self.view = PapersOutView(session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        view = self.view
        view.table.opened.connect(lambda row: self._open(row.paper))
        view.settled.opened.connect(self._open)
        view.table.chosen.connect(lambda _row: self._forget_scan())
        view.open.clicked.connect(lambda: self._open(view.paper))
        view.scan.clicked.connect(self._choose_scan)
        view.give_up.clicked.connect(self._give_up)
        view.came_back.clicked.connect(self.came_back)
        view.wait_again.clicked.connect(self.wait_again)
        view.turn.clicked.connect(self._turn)

    def load(self) -> None:
        """Fetches the papers that are out now, or what became of those that were."""
        papers = self._session.office.papers
        if self.view.shows_settled:
            self._session.jobs.run(
                lambda: papers.settled(_MOST), lambda rows: self.view.show_settled(rows, _MOST), owner=self
            )
        else:
            self._load_out()

    def _load_out(self) -> None:
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

    def came_back(self) -> None:
        """Records that the selected paper came back."""
        paper = self._paper_out()
        if paper is None:
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
            back = paper._replace(returned_on=on)
            self._write(lambda: papers.returned(paper.id, on, clerk, scan), "已登记交回", back)

    def wait_again(self) -> bool:
        """Takes back what was said of the selected paper that is back or given up, or else of the last one; False where
        there is none.
        """
        paper = self.view.paper if self.view.shows_settled else self._said_of
        if paper is not None:
            self._ask_to_wait_again(paper)
        return paper is not None

    def _give_up(self) -> None:
        paper = self._paper_out()
        if paper is not None:
            papers, clerk = self._session.office.papers, self._session.sign()
            if clerk:
                self._write(lambda: papers.give_up(paper.id, clerk), "不再等", paper._replace(given_up=True))

    def _paper_out(self) -> PrintedPaper | None:
        """The selected paper that is out; None while something is being said of one: its row stands there still."""
        return None if self.view.shows_settled or self._writing else self.view.paper

    def _ask_to_wait_again(self, paper: PrintedPaper) -> None:
        """Asks why, saying what goes with it, and waits for the paper again."""
        session, papers = self._session, self._session.office.papers

        def ask(scan: AttachmentSummary | None) -> None:
            deed = "撤回交回" if paper.returned_on is not None else "重新等它交回"
            gone = f"{scan.added_at:%m月%d日} {scan.added_by}添加的“{scan.kind}”随之移出附件。" if scan else ""
            text = f"工单 {paper.ticket_number} 的{paper.kind}重新列入“待签字回收”。{gone}登记和撤回都留有记录。"
            reason = session.prompts.ask_text(deed, text, label=REASON.label, limit=REASON.limit)
            clerk = session.sign() if reason else ""
            if clerk:
                self._write(lambda: papers.wait_again(paper.id, reason, clerk), "已撤回登记，重新等", paper, final=True)

        session.jobs.run(lambda: papers.scan_with(paper.id), ask, failed=session.prompts.error, owner=self)

    def _turn(self) -> None:
        self.load()
        (self.view.settled if self.view.shows_settled else self.view.table).setFocus()

    def _write(self, call: Callable[[], Changes], deed: str, after: PrintedPaper, *, final: bool = False) -> None:
        """The row is gone then, and the next one selected: what is told names whose paper it was, leads there, and
        takes it back where it is not ``final``. ``after`` is the paper as it is then.
        """
        session, self._writing = self._session, True

        def written(changes: Changes) -> None:
            self._writing = False
            self._said_of = None if final else after
            self._forget_scan()
            session.publish(changes)
            self.load()
            session.prompts.say(
                f"{deed}：{after.kind}（工单 {after.ticket_number}）",
                "看工单",
                lambda: self._open(after),
                None if final else lambda: self._ask_to_wait_again(after),
            )

        def refused(error: Exception) -> None:
            self._writing = False
            self.load()  # what another program did meanwhile is to be seen behind the words
            session.prompts.error(error)

        session.jobs.run(call, written, failed=refused, owner=self)

    def _choose_scan(self) -> None:
        self._scan = self._session.prompts.open_file("选择扫描件或照片", f"{_SCANS};;{ANY_FILE}")
        self.view.scan.setText(f"附：{self._scan.name[:12]}" if self._scan else "附扫描件(&F)…")

    def _forget_scan(self) -> None:
        self._scan = None
        self.view.scan.setText("附扫描件(&F)…")

    def _open(self, paper: PrintedPaper | None) -> None:
        if paper is not None:
            tickets = self._session.office.tickets
            self._session.jobs.run(
                lambda: tickets.find(paper.ticket_number),
                self._session.navigator.show_ticket,
                failed=self._session.prompts.error,
                owner=self,
            )
