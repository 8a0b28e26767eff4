"""Printing the selected tickets of the list, and exporting all of its hits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.gui.records.lists.ticket_list import number_words
from hotline_desktop.gui.shell.dialogs.prompts import EXCEL_FILE
from hotline_desktop.gui.shell.session.session import Session

_FULL_DETAIL = (
    "完整导出含来电人姓名、电话和正文里的个人信息，请按规定保管。谁在什么时候导出了完整数据，会写进本中心的记录。"
)


class TicketPapers:
    """What the list's foot offers for the selected tickets and for all hits."""

    def __init__(self, session: Session, owner: QWidget) -> None:
        self._session = session
        self._owner = owner

    def print_tickets(self, ticket_ids: list[int]) -> None:
        """Prints the disposal sheets of the tickets as one job."""
        from hotline_desktop.gui.shell.printing.printing import print_papers

        print_papers(self._session, ticket_ids)

    def export(self, filter: TicketFilter, total: int, full: bool = False) -> None:
        """Writes every hit of ``filter`` to an Excel file that the clerk names: masked, unless she chooses ``full``
        and confirms it.
        """
        prompts = self._session.prompts
        if not total:
            prompts.say("没有可以导出的工单。")
            return
        if full and not prompts.confirm(
            f"导出 {number_words(total)} 件工单的完整数据？", _FULL_DETAIL, "导出完整数据", True
        ):
            return
        clerk = self._session.sign()
        if not clerk:
            prompts.say(f"{self._session.why_unsigned('导出')}。")
            return
        path = prompts.save_file(f"导出 {number_words(total)} 件工单", self._suggested(full), EXCEL_FILE)
        if path is not None:
            self._write(filter, path, full, clerk)

    def export_chosen(self, ticket_ids: list[int]) -> None:
        """Writes the chosen tickets to an Excel file, masked."""
        self.export(TicketFilter(ids=tuple(ticket_ids)), len(ticket_ids))

    def _write(self, filter: TicketFilter, path: Path, full: bool, clerk: str) -> None:
        exports = self._session.office.exports
        self._session.jobs.run_aside(
            lambda progress: exports.tickets(filter, path, full, clerk, progress=progress),
            lambda count: self._written(path, count, full),
            failed=lambda error: self._session.prompts.error(error, "没有导出"),
            owner=self._owner,
            label="正在导出",
            with_progress=True,
            awaited="导出的表格",
        )

    def _written(self, path: Path, count: int, full: bool) -> None:
        kind = "完整数据" if full else "姓名、电话已隐去"
        text = f"已导出 {count:,} 件（{kind}）：{path.name}"
        self._session.prompts.say(text, "打开", lambda: _open(path))

    def _suggested(self, full: bool) -> str:
        return f"工单台账_{self._session.clock():%Y%m%d}{'_完整' if full else ''}.xlsx"


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
