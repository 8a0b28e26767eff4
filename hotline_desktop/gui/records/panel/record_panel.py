"""One record in detail, of whatever kind: its head over handling, history, paper, files and one tab of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.time.deadline import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.reading_order import in_reading_order
from hotline_desktop.gui.kit.settling import settling
from hotline_desktop.gui.records.panel.attachments import Attachments
from hotline_desktop.gui.records.panel.labels import clause_label
from hotline_desktop.gui.records.panel.timeline import Timeline
from hotline_desktop.gui.records.steps.next_steps import NextSteps
from hotline_desktop.gui.records.steps.withdrawing import WithdrawButton
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.gui.records.panel.paper_preview import PaperPreview
    from hotline_desktop.services.records.records import RecordDetail

HANDLING, HISTORY, PAPER, FILES, OWN = range(5)
_BESIDE_TABS, _BELOW_WORK = 24, 8  # pixels of margin
_LEAST = QSize(420, 240)


class RecordPanel(QFrame):
    """``step_chosen(Offer)`` when a step is to be filled in for ``detail``.

    A panel for a sort of record builds its parts and hands them to :meth:`_lay_out`; it says what a record is fetched
    by (:meth:`_find`), how it is shown (:meth:`_fill`), and whose paper is drawn (:meth:`_paper_ticket`).
    ``papers`` are the forms to choose from.
    """

    step_chosen = Signal(object)

    def __init__(self, session: Session, papers: tuple[PaperKind, ...]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._session, self._papers = session, papers
        self._job: Job | None = None
        self._paper: PaperPreview | None = None
        self._work_asked = False
        self._shown_id = 0
        self._shown_at: datetime = session.clock()
        self._ordered: list[QWidget] = []
        self.detail: Any = None
        self.record_id = 0
        # In no layout: were it in one, the whole window would look for its place anew with every record that is shown.
        self._inside = QWidget(self)
        self.next_steps = NextSteps(session.theme)
        self.next_steps.chosen.connect(self.step_chosen)
        self.next_steps.asked.connect(self._show_clause)
        self.withdraw = WithdrawButton(session)
        session.navigator.ticked.connect(self._follow_clock)

    def show_record(self, record_id: int) -> None:
        """Fetches and shows a record; a click on the next one drops what is still under way."""
        if self._job is not None:
            self._job.cancel()
        self.record_id = record_id
        clerk, time = self._session.clerk, self._session.office.time
        self._job = self._session.jobs.run(
            lambda: (self._find(record_id, clerk), time.calendar(), time.rules()),
            self._show,
            failed=self._not_found,
            owner=self,
        )

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow_clock()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inside.setGeometry(self.contentsRect())
        self.fit_tabs()

    def fit_tabs(self) -> None:
        """Gives the tabs the room they need beside the button that takes a step back."""
        self.withdraw.fit(self.width() - self.tabs.tabBar().sizeHint().width() - _BESIDE_TABS)

    def name_tab(self, tab: int, caption: str) -> None:
        """Gives a tab another caption; the same one is not laid out again."""
        if caption != self.tabs.tabText(tab):
            self.tabs.setTabText(tab, caption)
            self.fit_tabs()

    def show_nothing(self) -> None:
        """Says that nothing is selected; a record that is still on its way is not shown any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._session.looks.stands(self)
        self.record_id, self.detail = 0, None
        self._stack.setCurrentIndex(0)

    def reload(self) -> None:
        """Fetches the shown record again."""
        if self.record_id:
            self.show_record(self.record_id)

    def show_tab(self, tab: int) -> None:
        """Brings HANDLING, HISTORY, PAPER, FILES or the panel's own tab to the front."""
        self.tabs.setCurrentIndex(tab)

    def print_paper(self) -> None:
        """Turns to the papers and prints the one that fits the record as it stands, once it is drawn."""
        self.show_tab(PAPER)
        if self._paper is not None:
            self._paper.print_when_drawn()

    def focus_work(self) -> None:
        """Puts the focus where the record is worked on: on the leading step, on the tabs where there is none to see.

        While another record is on its way it goes there once that one is shown.
        """
        self._work_asked = self._job is not None or not self.record_id
        if self.tabs.currentIndex() == HANDLING and self.next_steps.buttons:
            self.next_steps.focus_leading()
        else:
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what a sort of record says of itself ------------------------------------------------------------------

    def _find(self, record_id: int, clerk: str) -> Any:
        """The record with everything shown of it. Runs in the database lane."""
        raise NotImplementedError

    def _service(self) -> Any:
        """What writes to records of this sort."""
        raise NotImplementedError

    def _fill(self, detail: Any, calendar: WorkCalendar, rules: TimeRules) -> None:
        """Shows what :meth:`_find` found."""
        raise NotImplementedError

    def _said_at(self, detail: Any, moment: datetime) -> object:
        """What the panel says of ``detail`` at ``moment``; another thing at another one has it fetched again."""
        return None

    def _called(self, detail: Any) -> str:
        """What the record is called where something is asked about it: 工单 2026…, without anything personal."""
        raise NotImplementedError

    def _looked_at(self, detail: Any) -> Iterable[tuple[str, str]]:
        """Kind and number of every record whose names, phones or texts stand there in full."""
        raise NotImplementedError

    def _paper_ticket(self, detail: Any) -> int:
        """The ticket whose paper is drawn; 0 for none."""
        raise NotImplementedError

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(
        self,
        blank: Blank,
        head: QWidget,
        handling: QWidget,
        timeline: Timeline,
        attachments: Attachments,
        own: tuple[str, QWidget] | None = None,
    ) -> None:
        """``blank`` is what stands there while nothing is selected, ``own`` the last tab with its caption.

        There is no tab of papers where the panel has none to choose from.
        """
        self.timeline, self.attachments, self._handling_part = timeline, attachments, handling
        self._paper_place = QVBoxLayout()
        self._paper_place.setContentsMargins(0, 0, 0, 0)
        paper = QWidget()
        paper.setLayout(self._paper_place)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName("这一件的各页")
        self.tabs.setCornerWidget(self.withdraw)
        parts = (("办理", handling), ("经过", timeline), ("纸质", paper), ("附件", attachments))
        for caption, part in (*parts, *((own,) if own is not None else ())):
            self.tabs.addTab(part, caption)
        self.tabs.setTabVisible(PAPER, bool(self._papers))
        self.tabs.currentChanged.connect(self._tab_changed)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.tabs, 1)
        self._stack = QStackedLayout(self._inside)
        self._stack.addWidget(blank)
        self._stack.addWidget(body)

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self, found: tuple[Any, WorkCalendar, TimeRules]) -> None:
        self.detail, calendar, rules = found
        self._shown_at, self._by = self._session.clock(), (calendar, rules)
        here = self._has_focus
        service, record_id, since = self._service(), self.record_id, len(self.detail.history)
        self.withdraw.show_withdrawal(
            self.detail.withdrawal,
            self._called(self.detail),
            lambda reason, clerk: service.withdraw(record_id, reason, clerk, since),
        )
        self._job = None
        at_work, bar = self._at_work(), self._scroll_bar
        place = bar.value() if bar is not None and record_id == self._shown_id else 0
        self._shown_id = record_id
        with settling(self):
            self._fill(self.detail, calendar, rules)
            self._session.looks.stands(self, *self._looked_at(self.detail))
            self._keep_reading_order()
            if bar is not None:  # who called comes first, wherever the one before was scrolled to
                bar.setValue(place)
            self._tab_changed(self.tabs.currentIndex())
            self._stack.setCurrentIndex(1)
        lost = here and not self._has_focus  # what had it is gone, and Qt gave it to whatever comes next in the window
        if at_work or lost:
            self.focus_work()
            QTimer.singleShot(0, self, self._see_work)

    def _keep_reading_order(self) -> None:
        """Puts Tab's way right once there are other parts than before; most records are shown with the same ones."""
        parts: list[QWidget] = list(self._handling_part.findChildren(QWidget))
        if parts != self._ordered:
            self._ordered = parts
            in_reading_order(self._handling_part)

    @property
    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    @property
    def _scroll_bar(self) -> QScrollBar | None:
        part = self._handling_part
        return part.verticalScrollBar() if isinstance(part, QScrollArea) else None

    def _see_work(self) -> None:
        """Scrolls no further than the leading step needs."""
        part, button = self._handling_part, QApplication.focusWidget()
        if isinstance(part, QScrollArea) and button is not None and self.next_steps.isAncestorOf(button):
            part.ensureWidgetVisible(button, 0, _BELOW_WORK)

    def _at_work(self) -> bool:
        """Whether the keyboard belongs to the steps of what is about to be shown: nobody went elsewhere meanwhile."""
        focused = QApplication.focusWidget()
        if self.next_steps.has_focus or not self._work_asked:
            return self.next_steps.has_focus
        return focused is None or self.isAncestorOf(focused) or self._stack.currentIndex() == 0

    def _show_files(self, detail: RecordDetail[Any]) -> None:
        files = detail.attachments
        self.timeline.show_history(detail.history)
        self.attachments.show_attachments(detail.id, files, detail.late_files)
        self.name_tab(FILES, f"附件 {len(files)}" if files else "附件")

    def _follow_clock(self) -> None:
        """Fetches the record again where this moment says something else of it than what stands there to be seen."""
        if self.detail is None or self._job is not None or not self.isVisible():
            return
        if self._said_at(self.detail, self._shown_at) != self._said_at(self.detail, self._session.clock()):
            self.reload()

    def _not_found(self, error: Exception) -> None:
        self._job = None
        self.show_nothing()
        self._session.prompts.error(error)

    def _tab_changed(self, tab: int) -> None:
        """The paper is drawn once it is looked at."""
        ticket_id = self._paper_ticket(self.detail) if tab == PAPER and self.detail is not None else 0
        if not ticket_id:
            return
        if self._paper is None:  # what it draws with is loaded when a paper is first looked at
            from hotline_desktop.gui.records.panel.paper_preview import PaperPreview

            self._paper = PaperPreview(self._session, self._papers)
            self._paper_place.addWidget(self._paper)
        self._paper.show_ticket(ticket_id)

    def _show_clause(self, clause: Clause) -> None:
        self._session.prompts.show(clause.ref, clause_label(clause))
