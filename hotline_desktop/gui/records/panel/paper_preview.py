"""The real PDF page of a ticket's form beside the fields, redrawn as one types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.supervision.kinds import step_of
from hotline_desktop.domain.terms.errors import Blocker, HotlineError, in_words
from hotline_desktop.domain.terms.paper_kinds import OF_TICKETS, REQUESTS, PaperKind
from hotline_desktop.domain.ticket.drafting import Draft
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.moment import Moment
from hotline_desktop.gui.kit.paper_canvas import PaperCanvas
from hotline_desktop.gui.kit.pdf_pages import PageImage, draw_pages
from hotline_desktop.gui.kit.tool_button import tool_button
from hotline_desktop.gui.kit.zoom_bar import ZoomBar
from hotline_desktop.gui.records.panel.version_choice import VersionChoice
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.dialogs.prompts import as_text
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.papers.subject import PaperVersion

BLANK_STATE = "空白"
_DRAFT_PAUSE_MS = 20  # while a page is being drawn, the next one waits for it instead


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """Which paper of which ticket: the form, its state, and whether it is the empty form.

    ``nth`` is the number of an earlier paper of its kind, 0 for the newest.
    """

    ticket_id: int
    kind: PaperKind
    state: str
    blank: bool = False
    nth: int = 0

    @property
    def state_word(self) -> str:
        """The state as the clerk chooses it: 转办, 办结 … or 空白."""
        return BLANK_STATE if self.blank else self.state


class _Drawn(NamedTuple):
    """A page, what keeps it from being printed or should be looked at, and the state where it was not chosen."""

    pdf: bytes
    missing: tuple[Blocker, ...]
    traces: tuple[str, ...]
    versions: tuple[PaperVersion, ...]
    state: str


class PaperPreview(QWidget):
    """Shows a paper and saves or prints it. Everything is drawn off the window's thread, the latest wins.

    ``kinds`` are the forms to choose from. What is recorded can also be looked at in a window of its own.
    """

    def __init__(self, session: Session, kinds: tuple[PaperKind, ...] = OF_TICKETS) -> None:
        super().__init__()
        self._session = session
        self._kinds = kinds
        self._ticket_id, self._number = 0, ""
        self._states: dict[PaperKind, tuple[str, ...]] = {}
        self._draft: Mapping[str, object] | None = None
        self._draft_step = ""
        self._job: Job | None = None
        self._pdf = b""
        self._missing: tuple[Blocker, ...] = ()
        self._fresh = self._drawing = self._print_asked = False
        self._state_asked = False  # the next page is drawn in the state that its paper is wanted in
        self._pause = Moment(self, _DRAFT_PAUSE_MS, self._follow)
        self._build()

    @property
    def choice(self) -> PaperChoice:
        """The paper that is chosen now."""
        kind, word = PaperKind(self.kind.currentText()), self.state.currentText()
        states = self._states.get(kind, ("",))
        blank = word == BLANK_STATE
        return PaperChoice(self._ticket_id, kind, states[0] if blank else word, blank, 0 if blank else self.nth.nth)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self.canvas.pages)

    def show_ticket(self, ticket_id: int) -> None:
        """Shows the papers of a ticket. A draft that has just come belongs to it, an older one is dropped."""
        if not self._fresh:
            self._draft, self._draft_step = None, ""
        self._fresh = False
        if ticket_id == self._ticket_id and self._states:
            self.redraw()
            return
        self._ticket_id = ticket_id
        self.nth.forget()
        self._pause.stop()
        office = self._session.office
        self._session.jobs.run(
            lambda: (
                {kind: tuple(office.papers.states(kind)) for kind in self._kinds},
                office.tickets.summary(ticket_id),
            ),
            self._know_ticket,
            failed=self._failed,
            owner=self,
        )

    def show_draft(self, step_id: str, values: Mapping[str, object]) -> None:
        """Redraws the paper with what stands in the form of ``step_id``, a moment after the last key."""
        self.alone.hide()  # that window would stand still while one types
        if step_id != self._draft_step:
            self.nth.forget()
            self._draft_step = step_id
            self._turn_to_step()
        self._draft = dict(values)
        self._fresh = True
        if not self._pause.isActive():
            self._pause.start()

    def choose(self, kind: PaperKind, state: str = "") -> None:
        """Turns to a form and, where one is given, a state of it."""
        self.kind.setCurrentText(kind.value)
        self._fill_states()
        self._state_asked = not state
        if state:
            self._show_state(state)
            self.redraw()

    def redraw(self) -> None:
        """Draws the chosen paper anew; what is still being drawn is dropped."""
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()
        if not self._ticket_id or not self._states:
            return
        self._drawing = True
        choice, papers = self.choice, self._session.office.papers
        draft = Draft(self._draft_step, self._draft) if self._draft is not None and not choice.blank else None
        nth = choice.nth
        asks = self._state_asked and choice.kind in REQUESTS and not choice.blank

        def draw() -> _Drawn:
            state = papers.usual_state(choice.ticket_id, choice.kind, nth, draft) if asks else choice.state
            paper = (choice.kind, state)
            return _Drawn(
                papers.preview_pdf(choice.ticket_id, *paper, draft, blank=choice.blank, nth=nth),
                () if choice.blank else papers.missing(choice.ticket_id, *paper, nth),
                () if choice.blank else papers.personal_traces([choice.ticket_id], *paper, nth),
                () if choice.blank or draft else papers.versions(choice.ticket_id, choice.kind),
                state if asks else "",
            )

        self._job = self._session.jobs.run(draw, self._drawn, failed=self._failed, owner=self)

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._session.theme
        self.kind = QComboBox()
        self.kind.addItems([kind.value for kind in self._kinds])
        self.kind.setToolTip("表格")
        self.kind.setAccessibleName("表格")
        self.state = QComboBox()
        self.state.setToolTip("填到哪一步；“空白”是没有填的表")
        self.state.setAccessibleName("表格状态")
        self.state.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # each form has states of its own
        self.nth = VersionChoice()
        self.canvas = PaperCanvas(theme)
        self.canvas.scale_asked.connect(lambda _scale: self._rasterise(self._pdf))
        self.warning = QLabel()
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self.warning.hide()
        self.problem = Blank(theme, "file-text", "这张表现在画不出来", "")
        self._middle = QStackedWidget()
        self._middle.addWidget(self.canvas)
        self._middle.addWidget(self.problem)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(self._top())
        layout.addWidget(self.warning)
        layout.addWidget(self._middle, 1)
        layout.addWidget(self._foot())
        self.kind.currentTextChanged.connect(self._kind_changed)
        self.state.currentTextChanged.connect(self._state_chosen)
        self.nth.currentIndexChanged.connect(lambda _index: self._turn_to_version())

    def _top(self) -> FlowLayout:
        self.zoom = ZoomBar(self._session.theme, self.canvas, "放大到和这一栏一样宽")
        row = FlowLayout()
        for widget in (self.kind, self.state, self.nth, self.zoom):
            row.addWidget(widget)
        return row

    def _foot(self) -> QWidget:
        """A line that breaks where it is narrow: no button is cut."""
        theme = self._session.theme
        self.count = QLabel()
        self.count.setProperty("role", "faint")
        self.word = QPushButton(theme.icon("file-type"), "存为Word(&W)")
        self.pdf = QPushButton(theme.icon("file-text"), "存为PDF(&F)")
        self.print = QPushButton(theme.icon("printer"), "打印(&P)…")
        self.word.clicked.connect(lambda: self._save("word"))
        self.pdf.clicked.connect(lambda: self._save("pdf"))
        self.print.clicked.connect(self.print_paper)
        foot = QWidget()
        row = FlowLayout(foot)
        self.alone = tool_button(theme, "external-link", "在单独的窗口里看")
        self.alone.clicked.connect(self._open_alone)
        for widget in (self.print, self.word, self.pdf, self.alone, self.count):
            row.addWidget(widget)
        return foot

    # -- choosing ------------------------------------------------------------------------------------------

    def _know_ticket(self, found: tuple[dict[PaperKind, tuple[str, ...]], TicketSummary]) -> None:
        self._states, ticket = found
        if ticket.id != self._ticket_id:
            return
        self._number = ticket.number
        self._fill_states()
        if self._draft_step:
            self._turn_to_step()
        elif self.choice.kind is PaperKind.DISPOSAL and not self.choice.blank:
            # A sheet goes out with its lower half empty and comes back filled: which is wanted depends on that.
            self.state.setCurrentIndex(1 if ticket.finished_at else 0)
        self.redraw()

    def _kind_changed(self, _text: str) -> None:
        self.nth.forget()
        self._fill_states()
        self._state_asked = True
        self.redraw()

    def _turn_to_version(self) -> None:
        """An earlier paper in the state in which it was filed."""
        chosen, states = self.nth.chosen, self._states.get(self.choice.kind, ("",))
        if chosen is not None:
            self._show_state(states[-1 if chosen.final else 0])
        self._state_asked = True
        self.redraw()

    def _state_chosen(self, _text: str) -> None:
        self._state_asked = False
        self.redraw()

    def _show_state(self, state: str) -> None:
        """Without a signal: the page is drawn in it already, or about to be."""
        self.state.blockSignals(True)
        self.state.setCurrentText(state)
        self.state.blockSignals(False)

    def _fill_states(self) -> None:
        states = (*self._states.get(PaperKind(self.kind.currentText()), ()), BLANK_STATE)
        held = self.state.currentText()
        self.state.blockSignals(True)
        self.state.clear()
        self.state.addItems(states)
        self.state.setCurrentText(held if held in states else states[0])
        self.state.blockSignals(False)

    def _turn_to_step(self) -> None:
        step = step_of(self._draft_step)
        paper = step.paper if step else None
        if paper is not None and paper.kind in self._states and paper.kind in self._kinds:
            states = self._states[paper.kind]
            self.choose(paper.kind, "" if paper.kind in REQUESTS else states[-1 if paper.answered else 0])

    # -- drawing -------------------------------------------------------------------------------------------

    def _drawn(self, found: _Drawn) -> None:
        pdf, self._missing, traces, versions, state = found
        self.nth.show_versions(versions, self.nth.nth)
        if state:
            self._show_state(state)
        message = in_words(self._missing)
        left = f"可能仍含个人信息：{'、'.join(traces)}。发出前请看一遍。" if traces else ""
        self._warn(f"还不能打印：{message}。" if message else left)
        self._rasterise(pdf)

    def _follow(self) -> None:
        """Typing without a pause shows page after page: none is dropped for the next one before it was seen."""
        if self._drawing:
            self._pause.start()
        else:
            self.redraw()

    def _rasterise(self, pdf: bytes) -> None:
        if not pdf:
            return
        self._pdf = pdf
        scale = self.canvas.pixels_per_point
        self._job = self._session.jobs.draw(lambda: draw_pages(pdf, scale), self._show, failed=self._failed, owner=self)

    def _show(self, pages: tuple[PageImage, ...]) -> None:
        self._drawing, self._fresh = False, False
        self._session.looks.stands(self, ("ticket", self._number if self._ticket_id else ""))
        self.canvas.show_pages(pages)
        self._middle.setCurrentIndex(0)
        self.zoom.show_percent()
        self.count.setText(f"共 {len(pages)} 页" + ("，超出部分在续页" if len(pages) > 1 else ""))
        self._offer(not self._missing)

    def _failed(self, error: Exception) -> None:
        self._pdf, self._drawing = b"", False
        message = (
            as_text(error)
            if isinstance(error, HotlineError | OSError | ImportError)
            else "没有预料到的情况，请换一种表格或稍后再试。"
        )
        self.problem.tell("这张表现在画不出来", message)
        self._middle.setCurrentIndex(1)
        self.count.setText("")
        self._offer(False)

    def _offer(self, drawn: bool) -> None:
        for button in (self.print, self.pdf, self.word):
            button.setEnabled(drawn)
        if self._print_asked:
            self._print_asked = False
            if drawn:
                self.print_paper()
            else:
                self._session.prompts.say(self.warning.text() or "这张表现在画不出来，没有打印。")

    # -- a window of its own -------------------------------------------------------------------------------

    def _open_alone(self) -> None:
        """The chosen paper beside the office's window; a window that shows papers of this ticket turns to it."""
        if not self._states:
            return
        prompts, title = self._session.prompts, alone_title(self._number, self._kinds)
        prompts.open(title, lambda: PaperPreview(self._session, self._kinds))
        shown = prompts.opened(title)
        if isinstance(shown, PaperPreview):
            shown.turn_to(self.choice, self._states, self.nth.versions)

    def turn_to(
        self,
        choice: PaperChoice,
        states: dict[PaperKind, tuple[str, ...]],
        versions: tuple[PaperVersion, ...] = (),
    ) -> None:
        """Shows what another preview shows."""
        self.alone.hide()
        self._ticket_id, self._states = choice.ticket_id, states
        self.choose(choice.kind, choice.state_word)
        self.nth.show_versions(versions, choice.nth)
        self.redraw()

    # -- paper and files -----------------------------------------------------------------------------------

    def print_when_drawn(self) -> None:
        """Prints the paper that is turned to once it is drawn; says why where it may not be printed yet."""
        self._print_asked = True
        self.redraw()

    def print_paper(self) -> None:
        """Prints the chosen paper as it is recorded, without what is still being typed."""
        from hotline_desktop.gui.shell.printing.printing import print_papers

        choice = self.choice
        print_papers(self._session, [choice.ticket_id], choice.kind, choice.state, choice.blank, nth=choice.nth)

    def _save(self, form: Literal["pdf", "word"]) -> None:
        from hotline_desktop.gui.shell.printing.printing import PaperJob, save_papers

        choice = self.choice
        job = PaperJob((choice.ticket_id,), choice.kind, choice.state, choice.blank, choice.nth)
        save_papers(self._session, job, form, say=self._warn)

    def _warn(self, text: str) -> None:
        self.warning.setText(text)
        self.warning.setVisible(bool(text))


def alone_title(number: str, kinds: tuple[PaperKind, ...] = OF_TICKETS) -> str:
    """What the window with the papers of a ticket, or with those of its supervision, is called."""
    return f"{'表格' if kinds == OF_TICKETS else '督办表格'} · 工单 {number}"
