"""Filling in one step: drafts, checks, confirming, refusals beside the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.gui.records.drafts import NEW_TICKET, Drafts
from hotline_desktop.gui.records.field_editors import EditorContext
from hotline_desktop.gui.records.form_view import FormView
from hotline_desktop.gui.records.step_form import StepForm
from hotline_desktop.gui.shell.session import Session

NO_SECRETS = "涉密事项不得录入：涉及国家秘密、工作秘密的来电请按保密规定另行处理，不要写进本系统。"


@dataclass(frozen=True, slots=True)
class Task:
    """A step to be filled in for a ticket (``ticket_id`` NEW_TICKET registers a new one).

    For anything else ``call`` records the step, given the values and the clerk's name; ``about`` says what the step is
    for, and ``draft`` is the name under which its draft is kept. ``message`` says that it is recorded.
    """

    step: Step[Any]
    defaults: Mapping[str, Value] = field(default_factory=dict)
    ticket_id: int = NEW_TICKET
    number: str = ""
    call: Callable[[dict[str, object], str], object] | None = None
    about: str = ""
    draft: str = ""
    message: Callable[[], None] | None = None

    @property
    def record(self) -> int | str:
        """Whose draft it is."""
        return self.draft or self.ticket_id

    @property
    def as_text(self) -> str:
        """What the step is for, as it stands above the form."""
        return self.about or (f"工单 {self.number}" if self.number else "")


class StepEditor(QWidget):
    """Shows a form until it is confirmed or left.

    ``done(record id, step id)`` after the step was recorded, ``left()`` when the clerk goes back;
    ``draft_changed(step id, values)`` follows the typing.
    """

    done = Signal(int, str)
    left = Signal()
    draft_changed = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._drafts = Drafts(session.data_dir)
        self._busy = False
        self._proposed: dict[str, object] = {}
        self.task: Task | None = None
        self.form: StepForm | None = None
        self.view = FormView(session.theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.back.clicked.connect(self.leave)
        self.view.confirm.clicked.connect(self.confirm)
        self.view.restored.action.clicked.connect(self._start_afresh)
        self._key("Esc", self.leave)
        self._key("Ctrl+Return", self.confirm)
        self._key("Ctrl+Enter", self.confirm)

    def open(self, task: Task, units: tuple[str, ...]) -> None:
        """Shows the form of ``task``, with the draft that was left behind where there is one."""
        self.task = task
        step = task.step
        self.form = StepForm(step, task.defaults, EditorContext(self._session.theme, self._session.clock, units))
        self._proposed = self.form.values()
        draft = self._drafts.load(task.record, step.id)
        self.form.set_values(draft)
        self.form.draft_changed.connect(self._keep)
        self.form.edited.connect(lambda: self.view.problem.setText(""))
        self.view.title.setText(step.label)
        self.view.clause.setText(step.clause.ref)
        self.view.clause.setToolTip(step.clause.text)
        self.view.ticket.setText(task.as_text)
        self.view.confirm.setText(f"确认{step.label}")
        self.view.confirm.setToolTip(f"确认{step.label}（Ctrl+Enter）")
        self.view.notice.setText(NO_SECRETS)
        self.view.notice.setVisible(step.starts)
        self.view.restored.setVisible(bool(draft))
        self.view.problem.setText("")
        self.view.set_form(self.form)
        self.form.focus_first()
        self.draft_changed.emit(step.id, self.form.values())

    def leave(self) -> None:
        """Goes back; what was typed stays as a draft."""
        if self.task is None or self._busy:
            return
        if self.view.restored.isVisible() or self._has_draft():
            self._session.prompts.say("没填完的内容已留作草稿，下次打开时接着填。")
        self._close()
        self.left.emit()

    def confirm(self) -> None:
        """Records the step, or shows beside the fields why it cannot be."""
        if self.task is None or self.form is None or self._busy:
            return
        if self.form.check():
            self.view.problem.setText("还有内容要补正，见标红处。")
            return
        clerk = self._session.sign()
        if not clerk:
            self.view.problem.setText("要有办理人姓名才能写进记录，内容还在。")
            return
        self._set_busy(True)
        self._session.jobs.run(
            self._call(self.task, self.form.values(), clerk), self._recorded, failed=self._refused, owner=self
        )

    def _call(self, task: Task, values: dict[str, object], clerk: str) -> Callable[[], object]:
        call, tickets = task.call, self._session.office.tickets
        if call is not None:
            return lambda: call(values, clerk)
        if task.step.starts:
            return lambda: tickets.register(values, clerk)
        return lambda: tickets.do(task.ticket_id, task.step.id, values, clerk)

    def _recorded(self, done: object) -> None:
        self._set_busy(False)
        task = self.task
        assert task is not None
        self._drafts.drop(task.record, task.step.id)
        self._close()
        record_id: int = getattr(done, "id", NEW_TICKET)
        self.done.emit(record_id, task.step.id)
        self._session.publish(done.changes)  # type: ignore[attr-defined]
        if task.message is not None:
            task.message()
        else:
            self._session.prompts.say(f"已记录：{task.step.label}")

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        if not isinstance(error, StepRefused) or self.form is None:
            self._session.prompts.error(error)
            return
        self.form.show_faults(error.blockers)
        loose = [b for b in error.blockers if not (b.field and self.form.shows(b.field))]
        message = "；".join(f"{b.message}（{b.clause.ref}）" for b in loose)
        self.view.problem.setText(message or "还有内容要补正，见标红处。")

    def _keep(self, step_id: str, values: dict[str, object]) -> None:
        if self.task is not None and self.task.step.id == step_id:
            # What nobody touched is proposed anew next time: a time or number of today is wrong tomorrow.
            typed = {key: value for key, value in values.items() if value != self._proposed.get(key)}
            self._drafts.save(self.task.record, step_id, typed)
            self.draft_changed.emit(step_id, values)

    def _has_draft(self) -> bool:
        return self.task is not None and bool(self._drafts.load(self.task.record, self.task.step.id))

    def _start_afresh(self) -> None:
        if self.task is not None and self.form is not None:
            self._drafts.drop(self.task.record, self.task.step.id)
            empty = dict.fromkeys(field.key for field in self.task.step.fields)
            self.form.set_values({**empty, **self.task.defaults})
            self.view.restored.hide()

    def _close(self) -> None:
        self.task, self.form = None, None

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.view.confirm.setEnabled(not busy)

    def _key(self, key: str, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)


REGISTER = STEPS_BY_ID["register"]
