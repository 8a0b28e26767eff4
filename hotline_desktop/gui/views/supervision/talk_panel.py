"""One talk in detail: what is next, what it is about, its papers as files, its history and attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.time.deadline import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.records.panel.attachments import Attachments
from hotline_desktop.gui.records.panel.record_panel import RecordPanel
from hotline_desktop.gui.records.panel.timeline import Timeline
from hotline_desktop.gui.shell.dialogs.prompts import PDF_FILE, WORD_FILE
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.supervision.talk_facts import talk_lines

if TYPE_CHECKING:
    from hotline_desktop.services.figures.talks import TalkDetail, Talks

_FILES = ("附件", "签字约谈通知", "签字约谈记录", "整改材料", "现场照片")


class TalkPanel(RecordPanel):
    """One talk. Its papers belong to no ticket, so that they are written to files instead of drawn here."""

    detail: TalkDetail | None

    def __init__(self, session: Session) -> None:
        super().__init__(session, ())
        self.setMinimumWidth(400)
        self._lay_out(
            Blank(session.theme, "users", "还没有选中约谈", "在左边选一次，看依据、通知、记录和整改。"),
            QWidget(),
            self._handling(),
            Timeline(session.theme),
            Attachments(session, lambda office: office.talks, lambda _talk_id: Changes(cases=True), _FILES),
        )

    def _handling(self) -> QScrollArea:
        theme = self._session.theme
        self._facts = FactsTable()
        self.notice = QPushButton(theme.icon("file-text"), "约谈通知…")
        self.notice.setToolTip("把约谈通知存为 Word 或 PDF")
        self.notice.clicked.connect(lambda: self._save("约谈通知", self._session.office.unit_papers.write_talk_notice))
        self.minutes = QPushButton(theme.icon("file-text"), "约谈记录…")
        self.minutes.setToolTip("把约谈记录存为 Word 或 PDF")
        self.minutes.clicked.connect(
            lambda: self._save("约谈记录", self._session.office.unit_papers.write_talk_minutes)
        )
        papers = QHBoxLayout()
        papers.setSpacing(8)
        papers.addWidget(self.notice)
        papers.addWidget(self.minutes)
        papers.addStretch(1)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.next_steps)
        layout.addLayout(papers)
        layout.addWidget(self._facts)
        layout.addStretch(1)
        return scrolled(inner)

    def _find(self, record_id: int, clerk: str) -> TalkDetail:
        return self._session.office.talks.detail(record_id, clerk)

    def _service(self) -> Talks:
        return self._session.office.talks

    def _fill(self, detail: TalkDetail, calendar: WorkCalendar, rules: TimeRules) -> None:
        self.next_steps.show_offers(detail.offers, detail.talk)
        self._facts.show_facts(talk_lines(detail.talk))
        self.notice.setVisible(detail.talk.notice is not None)
        self.minutes.setVisible(detail.talk.held is not None)
        self._show_files(detail)

    def _called(self, detail: TalkDetail) -> str:
        return f"{detail.talk.unit} · {detail.talk.ground}"

    def _looked_at(self, detail: TalkDetail) -> Iterable[tuple[str, str]]:
        return [("talk", f"约谈{detail.id}")]

    def _paper_ticket(self, detail: TalkDetail) -> int:
        return 0

    def _save(self, paper: str, write: Callable[[int, Path], None]) -> None:
        """Writes a paper about the talk to a file that the clerk names."""
        detail, prompts = self.detail, self._session.prompts
        if detail is None:
            return
        out = prompts.save_file(f"保存{paper}", f"{paper}_{detail.talk.unit}.docx", f"{WORD_FILE};;{PDF_FILE}")
        if out is not None:
            self._session.jobs.run(
                lambda: write(detail.id, out),
                lambda _none: prompts.say(f"已保存：{out.name}"),
                owner=self,
                label="正在保存",
            )
