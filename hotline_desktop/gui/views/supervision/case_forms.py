"""The forms of the supervision page: decisions on candidates, steps of cases, talks; and what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.records.engine import Offer
from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.supervision.candidates import CandidateSummary
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.kinds import CASES
from hotline_desktop.domain.supervision.talks import Talk
from hotline_desktop.domain.terms.paper_kinds import OF_CASES
from hotline_desktop.gui.records.fields.merging import look_at
from hotline_desktop.gui.records.steps.step_editor import StepEditor
from hotline_desktop.gui.records.steps.task import Task
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.supervision.case_companion import CaseCompanion
from hotline_desktop.gui.views.supervision.case_panel import called
from hotline_desktop.gui.views.supervision.supervision_view import SupervisionView
from hotline_desktop.gui.views.supervision.talk_evidence import TalkEvidence
from hotline_desktop.services.records.candidate_lines import opening_values
from hotline_desktop.services.records.supervision import CaseDetail

if TYPE_CHECKING:
    from hotline_desktop.gui.records.panel.paper_preview import PaperPreview


class CaseForms(QObject):
    """``opening()`` before a form is shown: the page turns to it at once, so that no key goes anywhere else."""

    opening = Signal()

    def __init__(self, session: Session, editor: StepEditor, view: SupervisionView) -> None:
        super().__init__(editor)
        self._session, self.editor, self._view = session, editor, view
        self._companion = CaseCompanion()
        editor.destroyed.connect(self._companion.deleteLater)  # it stands beside a form only now and then
        self._paper: PaperPreview | None = None
        editor.draft_changed.connect(self._redraw)
        self._evidence = TalkEvidence(session, editor)

    def start(self, step_id: str, by_hand: bool = False) -> None:
        """Opens the form of a new matter, or of a decision on the selected candidate."""
        candidate = None if by_hand else self._view.candidate_panel.candidate
        if candidate is None and not by_hand:
            return
        if candidate is not None and candidate.case_id:
            self._decide_by_hand(candidate, {"open_case": "take_up", "dismiss": "decline"}[step_id])
            return
        known = opening_values(candidate) if candidate else {}
        supervision, clerk = self._session.office.supervision, self._session.clerk
        self._session.jobs.run(
            lambda: supervision.start_values(step_id, known, clerk),
            lambda values: self._open_start(step_id, candidate, values),
            owner=self,
        )

    def _open_start(self, step_id: str, candidate: CandidateSummary | None, values: Mapping[str, Value]) -> None:
        step, supervision = CASES.starting[step_id], self._session.office.supervision
        numbers = "、".join(candidate.ticket_numbers) if candidate else ""
        self._companion.show_candidate(candidate, step_id, step.clause)
        task = Task(
            step,
            dict(values),
            call=lambda typed, clerk: supervision.start(step_id, typed, clerk),
            about=f"工单 {numbers}" if numbers else "",
            draft=f"pool-{candidate.ticket.id}" if candidate and candidate.ticket else "pool-new",
            service=supervision,
        )
        self._open(task, self._companion)

    def _decide_by_hand(self, candidate: CandidateSummary, step_id: str) -> None:
        supervision, clerk, case_id = self._session.office.supervision, self._session.clerk, candidate.case_id

        def show(detail: Any) -> None:
            offer = next(offer for offer in detail.offers if offer.step.id == step_id)
            self._open_step(detail, offer)

        self._session.jobs.run(lambda: supervision.detail(case_id, clerk), show, owner=self)

    def fill_in(self, offer: Offer[SupervisionCase]) -> None:
        """Opens the form of a step of the case that is shown."""
        detail = self._view.case_panel.detail
        if detail is None:
            return
        tickets = detail.tickets
        on_paper = offer.step.paper is not None and bool(tickets)
        self._open_step(detail, offer, self._papers() if on_paper else None)
        if on_paper:
            self._papers().show_ticket(tickets[0].id)

    def _papers(self) -> PaperPreview:
        if self._paper is None:
            from hotline_desktop.gui.records.panel.paper_preview import PaperPreview

            self._paper = PaperPreview(self._session, OF_CASES)
        return self._paper

    def _open_step(self, detail: CaseDetail, offer: Offer[SupervisionCase], companion: QWidget | None = None) -> None:
        supervision, step, case_id, case = self._session.office.supervision, offer.step, detail.id, detail.case
        self._companion.show_case(case, step.id, step.clause)
        task = Task(
            step,
            dict(offer.defaults),
            go_on=lambda typed, clerk, since: supervision.do(case_id, step.id, typed, clerk, since=since),
            since=len(detail.history),
            about=called(detail),
            draft=f"case-{case_id}",
            look=look_at(supervision, case_id, step.id, self._session.clerk),
            service=supervision,
            paper_of=detail.tickets[0].id if detail.tickets else 0,
        )
        self._open(task, companion or self._companion)

    def go_on_with(self, case_id: int, step_id: str) -> None:
        """Opens the form of a step that was left unfinished, where the case still allows it."""
        supervision, clerk = self._session.office.supervision, self._session.clerk

        def show(detail: Any) -> None:
            offer = next((offer for offer in detail.offers if offer.step.id == step_id), None)
            if offer is not None and offer.allowed:
                self._open_step(detail, offer)

        self._session.jobs.run(lambda: supervision.detail(case_id, clerk), show, owner=self)

    def open_talk(self, task: Task, talk: Talk) -> None:
        """Opens the form of a step of a talk."""
        self._companion.show_talk(talk, task.step.id, task.step.clause)
        self._open(task, self._companion)

    def _open(self, task: Task, companion: QWidget) -> None:
        self.opening.emit()
        self.editor.view.set_companion(companion)
        self.editor.open(task)

    def _redraw(self, step_id: str, values: dict[str, object]) -> None:
        if self._paper is not None and self.editor.view.companion is self._paper:
            self._paper.show_draft(step_id, values)
