"""The forms of the ticket page: which one opens, with what beside it, and what happens when it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.records.engine import defaults
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.repeats.suggestions import Suggestion
from hotline_desktop.domain.terms.errors import in_words
from hotline_desktop.domain.ticket.fields import TRANSFER_NUMBER
from hotline_desktop.domain.ticket.history import TicketOffer
from hotline_desktop.domain.ticket.steps.handover import DISPATCH
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.gui.records.fields.merging import look_at
from hotline_desktop.gui.records.steps.drafts import Draft
from hotline_desktop.gui.records.steps.step_editor import REGISTER, StepEditor
from hotline_desktop.gui.records.steps.task import Task
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets.advice import Advice
from hotline_desktop.gui.views.tickets.paste_sheet import TITLE as PASTE
from hotline_desktop.gui.views.tickets.paste_sheet import PasteSheet

if TYPE_CHECKING:
    from hotline_desktop.gui.records.panel.paper_preview import PaperPreview
    from hotline_desktop.services.records.tickets import TicketDetail


_KEPT = "这件工单已有的转办编号，不另给号；要用别的号就改写"


class TicketForms(QObject):
    """``opening()`` before a form is shown: the page turns to it at once, so that no key goes anywhere else."""

    opening = Signal()

    def __init__(self, session: Session, editor: StepEditor) -> None:
        super().__init__(editor)
        self._session, self.editor = session, editor
        self._paper: PaperPreview | None = None
        self._advice: Advice | None = None
        editor.draft_changed.connect(self._redraw)
        editor.view.waiting.action.clicked.connect(self._open_waiting)
        nod = QShortcut(QKeySequence("Alt+Y"), editor)
        nod.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        nod.activated.connect(self._nod)

    def open(self, task: Task, companion: QWidget) -> None:
        """Shows a form with something beside it."""
        self.opening.emit()
        self.editor.view.tell("")
        self.editor.view.waiting.hide()
        self.editor.view.set_companion(companion)
        self.editor.open(task)

    # -- a new ticket --------------------------------------------------------------------------------------

    def register(self, draft: Draft | None = None, values: dict[str, object] | None = None) -> None:
        """Opens the form of a new ticket at once, beside those that were begun and not finished.

        ``draft`` goes on with one of these; ``values`` are filled in, for example from a pasted text.
        """
        if self._advice is None:
            self._advice = Advice(self._session)
            self._advice.message.connect(self.editor.view.tell)
            self._advice.past.taken.connect(self._take_past)
            self.editor.view.message.clicked.connect(self._advice.show_apart)
        self._advice.start_afresh()
        self.editor.keep_draft()
        self.editor.about = {}
        session, known = self._session, self._session.known
        context = RuleContext(session.clock(), session.clerk, known.calendar, known.rules)
        place = draft.record if draft else self.editor.drafts.free_place()
        proposed = defaults(REGISTER, Ticket(), context)
        task = Task(REGISTER, proposed, draft=place, service=session.office.tickets)
        self.open(task, self._advice)
        if values and self.editor.form is not None:
            self.editor.form.set_values(values)
            self.editor.keep_draft()
            self.editor.form.focus_first()
        self._offer_waiting(place)

    def paste(self) -> None:
        """粘贴工单: a window for the text, then the form of one ticket or several registered at once."""
        prompts = self._session.prompts
        prompts.open(PASTE, self._paste_sheet)

    def _paste_sheet(self) -> PasteSheet:
        sheet = PasteSheet(self._session)
        sheet.chosen.connect(self._register_pasted)
        sheet.registered.connect(self._pasted)
        sheet.ended.connect(lambda: self._session.prompts.close(PASTE))
        return sheet

    def _register_pasted(self, values: dict[str, object]) -> None:
        self._session.prompts.close(PASTE)
        self.register(values=values)

    def _pasted(self, ids: list[int]) -> None:
        if ids:
            self._session.publish(Changes(tickets=frozenset(ids)))
            go, first = self._session.navigator.go, ids[0]
            self._session.prompts.say(f"已登记 {len(ids)} 件", "看第一件", lambda: go(Place.TICKETS, first))

    def _nod(self) -> None:
        if self._advice is not None and self.editor.view.companion is self._advice:
            self._advice.past.nod()

    def _take_past(self, values: dict[str, str]) -> None:
        """What an earlier ticket of the phone says, into the fields that are still empty."""
        form = self.editor.form
        if form is not None:
            form.set_values({key: value for key, value in values.items() if form.editor(key).value() is None})
            form.focus_first()

    def _waiting(self, besides: str) -> tuple[Draft, ...]:
        return tuple(d for d in self.editor.drafts.all() if d.starts and d.record != besides)

    def _offer_waiting(self, besides: str) -> None:
        """Says above a new form that others were begun and are not finished."""
        waiting = self._waiting(besides)
        strip = self.editor.view.waiting
        strip.setVisible(bool(waiting))
        if waiting:
            when = f"（{waiting[0].saved_at:%H:%M} 的最近）" if waiting[0].saved_at else ""
            strip.text.setText(f"另有 {len(waiting)} 件登记了一半{when}。")

    def _open_waiting(self) -> None:
        task = self.editor.task
        waiting = self._waiting(str(task.record) if task else "")
        if waiting:
            self.register(waiting[0])

    # -- a step of a ticket --------------------------------------------------------------------------------

    def fill_in(self, ticket_id: int, step_id: str) -> None:
        """Opens the form of a step with what is proposed now: the ticket may have been on screen for hours."""
        tickets, clerk = self._session.office.tickets, self._session.clerk
        self._session.jobs.run(
            lambda: tickets.detail(ticket_id, clerk),
            lambda found: self._open_step(found, step_id),
            failed=self._session.prompts.error,
            owner=self,
        )

    def _open_step(self, detail: TicketDetail, step_id: str) -> None:
        offer = next((each for each in detail.offers if each.step.id == step_id), None)
        if offer is None:
            return
        if not offer.allowed:
            self._session.prompts.say(f"现在不能{offer.step.label}：{in_words(offer.blockers)}")
            return
        if self._paper is None:
            from hotline_desktop.gui.records.panel.paper_preview import PaperPreview

            self._paper = PaperPreview(self._session)
        task, facts = self._task(detail, offer), detail.ticket.facts
        self.editor.about = {"单位": detail.ticket.unit, "地址": facts.address, "编号": facts.number}
        self.open(task, self._paper)
        self._paper.show_ticket(detail.id)
        if offer.step is DISPATCH:
            self._suggest_units(task)
            if detail.ticket.transfer_number and self.editor.form is not None:
                self.editor.form.tell_number(TRANSFER_NUMBER.key, _KEPT)

    def _task(self, detail: TicketDetail, offer: TicketOffer) -> Task:
        tickets, number, since = self._session.office.tickets, detail.summary.number, len(detail.history)
        look = look_at(tickets, detail.id, offer.step.id, self._session.clerk)
        return Task(
            offer.step,
            offer.defaults,
            detail.id,
            number,
            since=since,
            look=look,
            service=tickets,
            paper_of=detail.id,
        )

    def _suggest_units(self, task: Task) -> None:
        """规范一（一）1: units that handled similar tickets, with the reason, below the field."""

        def show(found: tuple[Suggestion, ...]) -> None:
            if self.editor.task is task and self.editor.form is not None:
                self.editor.form.propose("unit", [(each.unit, each.reason) for each in found])

        repeats = self._session.office.repeats
        self._session.jobs.run(lambda: repeats.suggest_units(task.ticket_id), show, owner=self)

    def _redraw(self, step_id: str, values: dict[str, object]) -> None:
        companion = self.editor.view.companion
        if isinstance(companion, Advice):
            companion.show_draft(step_id, values)
        elif self._paper is not None and companion is self._paper:
            self._paper.show_draft(step_id, values)
