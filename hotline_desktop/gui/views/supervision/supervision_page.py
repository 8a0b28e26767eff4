"""The supervision page (督办): the pool, the cases on their ladder, one of them, and the form of a step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedLayout

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.statistics.completion import Completion, completion
from hotline_desktop.domain.supervision.candidates import CandidateSummary
from hotline_desktop.domain.supervision.case import CaseStage, CaseSummary
from hotline_desktop.domain.supervision.talks import TALK_STEPS_BY_ID
from hotline_desktop.domain.time.deadline import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.segments import lead_on
from hotline_desktop.gui.records.steps.drafts import Draft
from hotline_desktop.gui.records.steps.record_keys import moving_keys, record_keys
from hotline_desktop.gui.records.steps.step_editor import StepEditor
from hotline_desktop.gui.shell.pages.page import Command, Page
from hotline_desktop.gui.shell.session.navigation import Place, TalkWith
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.supervision.case_forms import CaseForms
from hotline_desktop.gui.views.supervision.case_panel import CasePanel
from hotline_desktop.gui.views.supervision.case_rows import CaseRow, case_name, case_row, is_same, urgency, why_none
from hotline_desktop.gui.views.supervision.limit_strip import is_awaited
from hotline_desktop.gui.views.supervision.supervision_view import CASES, POOL, TALKS, SupervisionView

NARROW = 980
LIST, EDITOR = 0, 1
_TYPING_PAUSE_MS = 200
_SENT_AWAY = ("dismiss", "decline")
_ENDED = (CaseStage.CLOSED, CaseStage.ARCHIVED, CaseStage.DECLINED)


@dataclass(frozen=True, slots=True)
class _Fetched:
    candidates: tuple[CandidateSummary, ...]
    cases: tuple[CaseSummary, ...]
    calendar: WorkCalendar
    rules: TimeRules


class SupervisionPage(Page):
    """Opens at a case's id or number, at ``pool``, at ``cases``, or at a unit to talk with."""

    help_chapter = "40_supervision.md"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._fetched: _Fetched | None = None
        self._wanted = 0  # the case that is to be shown, whatever the conditions leave out
        self._rows: list[CaseRow] = []
        self.view = SupervisionView(session)
        self.editor = StepEditor(session)
        self.forms = CaseForms(session, self.editor, self.view)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.editor)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._connect()
        self.view.show_place(POOL)

    @property
    def panel(self) -> CasePanel:
        """One case beside the list of cases."""
        return self.view.case_panel

    # -- the page's protocol -------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.everything or changes.units:
            self.session.jobs.run(self.session.office.units.names, self._know_units, owner=self)
        if changes.everything or changes.cases or changes.tickets or changes.settings or changes.papers:
            self._load()
            if self.view.is_made(CASES):
                self.panel.reload()
            self._load_part()
            self.editor.look_again()

    def open_at(self, target: object) -> None:
        if isinstance(target, int):
            self._leave_desk()
            self.view.show_place(CASES)
            self._show_case(target)
            self._open_detail()
        elif isinstance(target, TalkWith):
            self._leave_desk()
            self._turn_to(TALKS)
            self.view.talks.gather(target.unit)
        elif isinstance(target, Draft):
            self._go_on_with(target)
        elif target in ("pool", "cases"):
            self._leave_desk()
            self._show_all(POOL if target == "pool" else CASES)
        elif isinstance(target, str):
            supervision = self.session.office.supervision
            self.session.jobs.run(lambda: supervision.find(target), self.open_at, owner=self)

    def tick(self) -> None:
        self._load()

    def commands(self) -> tuple[Command, ...]:
        on_case = self._stack.currentIndex() == LIST and self.view.parts.currentIndex() == CASES
        return self.panel.next_steps.commands() if on_case else ()

    def come_in(self) -> None:
        if self._stack.currentIndex() == LIST:
            self._focus_list()

    def may_close(self) -> bool:
        self.editor.keep_draft()
        return True

    def focus_search(self) -> None:
        if self._stack.currentIndex() == LIST:
            self.view.show_place(CASES)
            self.view.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.view.search.selectAll()

    def print_out(self) -> None:
        if self._stack.currentIndex() == LIST and self.view.parts.currentIndex() == CASES and self.panel.detail:
            self._open_detail()
            self.panel.print_paper()
        else:
            self.session.prompts.say("先在“督办件”里选中要打印的那一件。")

    def save(self) -> None:
        if self._stack.currentIndex() == EDITOR:
            self.editor.confirm()

    # -- lists ---------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        view = self.view
        view.made.connect(self._connect_part)
        for place, button in view.places.items():
            button.clicked.connect(lambda _on=False, place=place: self._turn_to(place))
            lead_on(button, self.come_in)
        view.pool.opened.connect(lambda _row: self.forms.start("open_case"))
        view.cases.chosen.connect(self._case_chosen)
        view.cases.opened.connect(lambda _row: self._open_detail())
        view.ladder.chosen.connect(lambda _method: self._narrow_down())
        view.limits.chosen.connect(lambda _day: self._narrow_down())
        view.stages.changed.connect(self._narrow_down)
        view.units.changed.connect(self._narrow_down)
        view.ended.toggled.connect(lambda _on: self._narrow_down())
        view.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self._narrow_down)
        view.completion.clicked.connect(self._show_exceptions)
        view.propose.clicked.connect(lambda: self.forms.start("propose", by_hand=True))
        view.ranking.clicked.connect(lambda: self.session.navigator.go(Place.STATISTICS, "ranking"))
        self.editor.left.connect(self._leave_desk)
        self.editor.done.connect(self._done)
        self.forms.opening.connect(lambda: self._stack.setCurrentIndex(EDITOR))
        moving_keys(view.sides[POOL], view.pool.turn)
        moving_keys(view.sides[CASES], view.cases.turn)

    def _connect_part(self, place: int) -> None:
        """What was just made takes part; what is known already is shown in it."""
        {POOL: self._connect_pool, CASES: self._connect_cases, TALKS: self._connect_talks}[place]()

    def _connect_pool(self) -> None:
        panel = self.view.candidate_panel
        self.view.pool.chosen.connect(panel.show_candidate)
        panel.taken.connect(lambda: self.forms.start("open_case"))
        panel.phoned.connect(lambda: self.forms.start("open_by_phone"))
        panel.declined.connect(lambda: self.forms.start("dismiss"))
        record_keys(self.view.sides[POOL], panel.take_place)

    def _connect_cases(self) -> None:
        steps = self.panel.next_steps
        self.panel.step_chosen.connect(self.forms.fill_in)
        self.panel.head.back.clicked.connect(self._close_detail)
        record_keys(self.view.sides[CASES], steps.take_place, steps.open_menu)
        self._fit_cases(list_alone=self._narrow)
        self._show_cases()

    def _connect_talks(self) -> None:
        talks = self.view.talks
        steps = talks.panel.next_steps
        talks.task_asked.connect(self.forms.open_talk)
        record_keys(talks, steps.take_place, steps.open_menu)
        moving_keys(talks, talks.table.turn)

    def _turn_to(self, place: int) -> None:
        self.view.show_place(place)
        self._load_part()

    def _load_part(self) -> None:
        """Talks are worked out only where they are seen."""
        if self.view.parts.currentIndex() == TALKS:
            self.view.talks.load()

    def _load(self) -> None:
        office, now = self.session.office, self.session.clock()
        self.session.jobs.run(
            lambda: _Fetched(
                office.candidates.undecided(now),
                office.supervision.cases(),
                office.time.calendar(),
                office.time.rules(),
            ),
            self._show,
            owner=self,
        )

    def _show(self, fetched: _Fetched) -> None:
        self._fetched = fetched
        now = self.session.clock()
        taken = [case for case in fetched.cases if case.stage is not CaseStage.POOL]
        self._rows = sorted((case_row(case, now, fetched.calendar, fetched.rules) for case in taken), key=urgency)
        done = self._completion
        self.view.show_counts(len(fetched.candidates), len(done.exceptions))
        self.view.completion.setText(done.as_text)
        self.view.completion.setToolTip("办结率要达到 100%（督办二（五）1）。点开看未办结的每一件。")
        self._show_pool(fetched.candidates)
        self._show_cases()

    @property
    def _completion(self) -> Completion:
        return completion(self._fetched.cases if self._fetched else ())

    def _show_pool(self, candidates: tuple[CandidateSummary, ...]) -> None:
        view, held, wanted = self.view, self.view.candidate_panel.candidate, self._wanted
        went_back = self.panel.case_id if view.parts.currentIndex() == CASES else 0
        for case_id in filter(None, (wanted, went_back)):
            found = next((each for each in candidates if each.case_id == case_id), None)
            if found is not None:  # not taken up yet, or not any more
                held, self._wanted = found, 0
                if view.parts.currentIndex() == CASES:
                    view.show_place(POOL)
                    self._focus_list()
        selected = view.pool.show_again(candidates, lambda each: held is not None and is_same(each, held))
        view.pools.setCurrentWidget(view.pool if candidates else view.no_candidates)
        view.candidate_panel.show_candidate(selected)

    def _narrow_down(self) -> None:
        self._wanted = 0
        self._show_cases()

    def _show_cases(self) -> None:
        view, wanted = self.view, next((row for row in self._rows if row.case.id == self._wanted), None)
        if wanted is not None:
            self._let_in(wanted)
        view.ladder.show_cases(self._rows)
        if self._fetched is not None:
            view.limits.show_cases(self._rows, self.session.clock().date(), self._fetched.calendar)
        shown = [row for row in self._rows if self._matches(row)]
        view.count.setText(f"共 {len(shown)} 件")
        view.lists.setCurrentWidget(view.cases if shown else view.no_cases)
        if not shown:
            view.no_cases.tell(*why_none(bool(self._rows)))
        if (self._wanted and wanted is None) or not view.is_made(CASES):  # it is on its way, or nobody looks
            view.cases.records.show_rows(shown)
            return
        self._wanted = 0
        # Qt takes the first row by itself where a table without a chosen one gets the focus.
        turned_to = wanted.case.id if wanted is not None else self.panel.case_id
        selected = view.cases.show_again(shown, lambda row: row.case.id == turned_to)
        if selected is None:
            self.panel.show_nothing()
        self._case_chosen(selected)

    def _let_in(self, wanted: CaseRow) -> None:
        """Takes away what keeps a case out of the list that is to be shown."""
        if not self._matches(wanted):
            self._take_conditions_away()
        if not self._matches(wanted):
            with QSignalBlocker(self.view.ended):
                self.view.ended.setChecked(True)

    def _matches(self, row: CaseRow) -> bool:
        view, case = self.view, row.case
        method, stages, units = view.ladder.method, view.stages.chosen, view.units.chosen
        if case.stage in _ENDED and not view.ended.isChecked() and case.stage.value not in stages:
            return False
        if method is not None and (case.method is not method or not case.stage.is_open):
            return False
        if (stages and case.stage.value not in stages) or (units and case.unit not in units):
            return False
        if view.limits.day is not None and not (is_awaited(row) and case.due and case.due.date() == view.limits.day):
            return False
        text = f"{case.number} {' '.join(case.ticket_numbers)} {case.title} {case.unit}"
        return all(word in text for word in view.search.text().split())

    def _know_units(self, names: tuple[str, ...]) -> None:
        self.view.units.set_choices(names)

    def _show_exceptions(self) -> None:
        lines = [
            f"{case_name(row.case)}　{row.case.unit}　{row.case.title}　{row.case.stage}，{row.as_text}"
            for row in self._rows
            if row.case.stage.is_open
        ]
        text = QLabel("\n".join(lines) or "所有督办件都已结案。")
        text.setWordWrap(True)
        text.setMinimumWidth(560)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.session.prompts.show(self._completion.as_text, text)

    # -- one case ------------------------------------------------------------------------------------------

    def _show_case(self, case_id: int) -> None:
        self._wanted = case_id
        self.panel.show_case(case_id)
        self._show_cases()

    def _case_chosen(self, row: CaseRow | None) -> None:
        if row is not None and row.case.id != self.panel.case_id:
            self.panel.show_case(row.case.id)

    def _open_detail(self) -> None:
        if self._narrow:
            self.view.sides[CASES].widget(0).hide()
            self.panel.show()
        self.panel.focus_work()

    def _close_detail(self) -> None:
        if self._narrow:
            self.panel.hide()
            self.view.sides[CASES].widget(0).show()
            self.view.cases.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _narrow(self) -> bool:
        return self.width() < NARROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.fit(self._narrow)
        if self.view.is_made(CASES):
            self._fit_cases(list_alone=self._narrow and not 0 <= event.oldSize().width() < NARROW)

    def _fit_cases(self, list_alone: bool) -> None:
        """Shows the list of cases beside the panel, or alone where there is no room for both."""
        self.panel.head.back.setVisible(self._narrow)
        if list_alone or not self._narrow:
            self.view.sides[CASES].widget(0).show()
            self.panel.setVisible(not list_alone)

    def _leave_desk(self) -> None:
        if self._stack.currentIndex() == EDITOR:
            self.editor.keep_draft()
            self._stack.setCurrentIndex(LIST)
            self._focus_list()

    def _focus_list(self) -> None:
        view, place = self.view, self.view.parts.currentIndex()
        table = view.talks.table if place == TALKS else (view.pool, view.cases)[place]
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_all(self, place: int) -> None:
        """Turns to a part with nothing left out of what it counts."""
        self._take_conditions_away()
        self.view.show_place(place)
        self._show_cases()
        self._focus_list()

    def _take_conditions_away(self) -> None:
        view = self.view
        view.search.clear()
        self._typing.stop()
        view.stages.choose(())
        view.units.choose(())
        view.ladder.choose(None)
        view.limits.choose(None)

    def _go_on_with(self, draft: Draft) -> None:
        """Opens a form that was left unfinished."""
        kind, _dash, number = draft.record.partition("-")
        if kind == "case" and number.isdigit():
            self.open_at(int(number))
            self.forms.go_on_with(int(number), draft.step)
        elif draft.record == "pool-new":
            self.forms.start("propose", by_hand=True)
        elif kind == "talk":
            self._leave_desk()
            self._turn_to(TALKS)
            self.view.talks.go_on_with(number, draft.step)
        else:
            self._show_all(POOL)

    def _done(self, case_id: int, step_id: str) -> None:
        self._stack.setCurrentIndex(LIST)
        if step_id in ("open_case", "open_by_phone", "take_up"):
            self.view.show_place(CASES)
            self._show_case(case_id)
        elif step_id == "propose":
            self._wanted = case_id
            self.view.show_place(POOL)
        elif step_id in TALK_STEPS_BY_ID:
            self.view.show_place(TALKS)
            self.view.talks.show_talk(case_id)
        elif step_id not in _SENT_AWAY:
            self._wanted = case_id
        self._focus_list()
