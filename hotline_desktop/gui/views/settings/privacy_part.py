"""安全: who saw names and phones in full, and what has been kept long enough and may go."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.terms.keeping import DueRecords, KeptKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.dialogs.prompts import PDF_FILE, WORD_FILE
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.archiving.retention import Destruction
    from hotline_desktop.services.foundation.looks import Seen

_DAYS = 30
_KINDS = f"{PDF_FILE};;{WORD_FILE}"
_COLUMNS = (
    RecordColumn("时间", 150, lambda one: moment_text(one.at)),
    RecordColumn("谁", 120, lambda one: str(one.person)),
    RecordColumn("怎样", 80, lambda one: str(one.way)),
    RecordColumn("什么", 0, lambda one: str(one.what)),
)
_ASKED = "销毁以后，数据里不再有这些记录和附件，也不能撤销。以前的备份里的，按备份的保留期限陆续清除。"


class PrivacyPart(QWidget):
    """Two buttons, and what they show."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        theme = session.theme
        note = QLabel("页面上停留过、打印过、导出过的完整姓名电话，都记着是谁、什么时候。管理员才能看。")
        note.setProperty("role", "faint")
        note.setWordWrap(True)
        self.looked = QPushButton(theme.icon("eye"), "谁看过(&V)…")
        self.due = QPushButton(theme.icon("trash-2"), "到期的记录(&O)…")
        withhold(session, Right.ADMINISTER, self.looked, self.due)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.looked)
        row.addWidget(self.due)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(note)
        layout.addLayout(row)
        self.looked.clicked.connect(self._load_looks)
        self.due.clicked.connect(self._load_due)

    def _load_looks(self) -> None:
        service, today = self._session.office.looks, self._session.clock().date()
        self._session.looks.write_down()
        self._session.jobs.run(
            lambda: service.between(today - timedelta(days=_DAYS), today),
            self._show_looks,
            failed=self._session.prompts.error,
            owner=self,
        )

    def _show_looks(self, seen: tuple[Seen, ...]) -> None:
        table = RecordTable(self._session.theme, _COLUMNS, "谁看过")
        table.records.show_rows(seen)
        table.setMinimumSize(640, 420)
        self._session.prompts.show(f"{_DAYS} 天内谁看过完整的姓名电话（{len(seen)} 条）", table)

    def _load_due(self) -> None:
        service = self._session.office.retention
        self._session.jobs.run(service.due, self._show_due, failed=self._session.prompts.error, owner=self)

    def _show_due(self, due: tuple[DueRecords, ...]) -> None:
        self._session.prompts.show("保存期限已满的记录", DuePart(self._session, due))


class DuePart(QWidget):
    """What is due, kind by kind, with the list for the approval and the destruction after it."""

    def __init__(self, session: Session, due: tuple[DueRecords, ...]) -> None:
        super().__init__()
        self._session = session
        self.plans: dict[KeptKind, QPushButton] = {}
        self.ends: dict[KeptKind, QPushButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for one in due:
            layout.addLayout(self._row(one))
        if not due:
            layout.addWidget(QLabel("各种记录都设为永久保存。"))

    def _row(self, due: DueRecords) -> QHBoxLayout:
        label = QLabel(f"{due.kind}：保存 {due.years} 年，{due.before:%Y-%m-%d} 以前办结的 {due.amount} 件")
        plan = self.plans[due.kind] = QPushButton("写清册…")
        end = self.ends[due.kind] = QPushButton("销毁…")
        end.setProperty("role", "danger")
        for button in (plan, end):
            button.setEnabled(bool(due.amount))
        plan.clicked.connect(lambda: self._plan(due))
        end.clicked.connect(lambda: self._destroy(due))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label, 1)
        row.addWidget(plan)
        row.addWidget(end)
        return row

    def _plan(self, due: DueRecords) -> None:
        prompts, service = self._session.prompts, self._session.office.retention
        out = prompts.save_file("写销毁清册", f"到期{due.kind}销毁清册.pdf", _KINDS)
        if out is not None:
            self._session.jobs.run(
                lambda: service.write_list(due.kind, out),
                lambda _due: prompts.say(f"已写成 {out.name}，请送审批。"),
                failed=prompts.error,
            )

    def _destroy(self, due: DueRecords) -> None:
        prompts, service = self._session.prompts, self._session.office.retention
        if not prompts.confirm(f"销毁到期的 {due.amount} 件{due.kind}？", _ASKED, "继续", danger=True):
            return
        approved_by = prompts.ask_text("谁批准的？", "写进销毁证明和办理记录。", label="批准人")
        reason = prompts.ask_text("批准的依据？", "例如会议纪要文号。", label="依据") if approved_by else ""
        out = prompts.save_file("保存销毁证明", f"到期{due.kind}销毁证明.pdf", _KINDS) if reason else None
        clerk = self._session.sign() if out is not None else ""
        if out is None or not clerk:
            return
        self._session.jobs.run(
            lambda: service.destroy(due.kind, approved_by, reason, out, clerk, due.amount),
            self._destroyed,
            failed=prompts.error,
            label="正在销毁",
        )

    def _destroyed(self, gone: Destruction) -> None:
        self._session.publish(gone.changes)
        self._session.prompts.say(f"已销毁 {gone.due.amount} 件{gone.due.kind}，证明已写好。")
