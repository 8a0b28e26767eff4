"""Filling in one step: drafts, checks, confirming, refusals beside the fields."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.errors import StepRefused, in_words
from hotline_desktop.domain.ticket.fields import UNIT
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.intake import ADDRESS
from hotline_desktop.gui.kit.pressing import still_composing
from hotline_desktop.gui.kit.toast import UNDO
from hotline_desktop.gui.records.fields.editing import editor_context
from hotline_desktop.gui.records.fields.merging import RecordState, conflict_text
from hotline_desktop.gui.records.fields.phrase_list import PhraseList, filled_phrase, phrases_for, put_in
from hotline_desktop.gui.records.steps.drafts import NEW_TICKET, drafts_of
from hotline_desktop.gui.records.steps.form_view import FormView
from hotline_desktop.gui.records.steps.recorded import Recorded, tell_recorded
from hotline_desktop.gui.records.steps.step_form import StepForm
from hotline_desktop.gui.records.steps.task import Task
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.records.meanwhile import ChangedMeanwhile
from hotline_desktop.services.setup.unit_names import UnitNames
from hotline_desktop.services.setup.units import UnitDone, guessed_group

NO_SECRETS = "涉密事项不得录入：涉及国家秘密、工作秘密的来电请按保密规定另行处理，不要写进本系统。"
_NOT_ON_DISK = "磁盘写不进去，先记在窗口里，“今日”里找得到；关窗口以前请办完，或者腾出磁盘。"
_KEEP_MS = 600  # also while one types without a pause: two seconds of it are the most that a crash may take


class StepEditor(QWidget):
    """Shows a form until it is confirmed or left.

    ``done(record id, step id)`` after the step was recorded, ``left()`` when the clerk goes back;
    ``draft_changed(step id, values)`` follows the typing.
    """

    done = Signal(int, str)
    left = Signal()
    opened = Signal()
    draft_changed = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.drafts = drafts_of(session)
        self._busy = False
        self._since: int | None = None
        self._told = 0  # how many entries the record had when the clerk was told of them
        self.about: dict[str, str] = {}
        self.task: Task | None = None
        self.form: StepForm | None = None
        self._opened_on = session.clock().date()
        self.view = FormView(session.theme)
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keeping.timeout.connect(self.keep_draft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.back.clicked.connect(self.leave)
        self.view.confirm.clicked.connect(self.confirm)
        self.view.restored.action.clicked.connect(self._start_afresh)
        self.view.problem.asked.connect(self._go_to)
        session.known.changed.connect(self._know_units)
        session.navigator.ticked.connect(self._tell_of_day)
        self._key("Alt+;", self.open_phrases)
        self._key("Esc", self.leave)
        self._key("Ctrl+Return", self.confirm)
        self._key("Ctrl+Enter", self.confirm)

    def open(self, task: Task) -> None:
        """Shows the form of ``task``, with the draft that was left behind where there is one."""
        self.keep_draft()
        self._opened_on = self._session.clock().date()
        self.drafts = drafts_of(self._session)
        self.task, self._since, self._told = task, task.since, task.since or 0
        step = task.step
        self.form = StepForm(step, task.defaults, editor_context(self._session))
        draft = self.drafts.load(task.record, step.id)
        self.form.set_values(draft)
        self.form.draft_changed.connect(self._follow)
        self.form.edited.connect(self._edited)
        self.view.title.setText(step.label)
        self.view.clause.setText(step.clause.ref)
        self.view.clause.setToolTip(step.clause.text)
        self.view.ticket.setText(task.as_text)
        self.view.confirm.setText(f"确认{step.label}")
        self.view.confirm.setToolTip(f"确认{step.label}（Ctrl+Enter）")
        self.view.notice.setText(NO_SECRETS)
        self.view.notice.setVisible(step.starts)
        self.view.restored.setVisible(bool(draft))
        self.view.meanwhile.hide()
        self.view.problem.tell("")
        self.view.set_form(self.form)
        self.form.focus_first()
        row = self.form.focused()
        if row is not None:  # of a draft it may be far down
            self.view.show_in_view(row)
        self._session.known.warm_up()
        self.draft_changed.emit(step.id, self.form.values())
        self.opened.emit()

    def leave(self) -> None:
        """Goes back; what was typed stays as a draft."""
        if self.task is None or self._busy:
            return
        if self.keep_draft():
            kept = "已留作草稿，“今日”里也找得到，下次打开时接着填。"
            self._session.prompts.say(f"没填完的内容{_NOT_ON_DISK if self._session.unwritten else kept}")
        self._close()
        self.left.emit()

    def keep_draft(self) -> bool:
        """Writes down at once what was typed so far; False where nothing was that is not proposed anyway.

        What nobody touched is proposed anew next time: a time or number of today is wrong tomorrow.
        """
        self._keeping.stop()
        task, form = self.task, self.form
        if task is None or form is None or self._busy:
            return False
        typed = {key: value for key, value in form.values().items() if value != form.proposed.get(key)}
        if typed:
            self.drafts.save(task.record, task.step.id, typed, task.as_text)
        else:
            self.drafts.drop(task.record, task.step.id)
        return bool(typed)

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep_draft()
        super().hideEvent(event)

    def confirm(self) -> None:
        """Records the step, or shows beside the fields why it cannot be."""
        if self.task is None or self.form is None or self._busy:
            return
        if still_composing(self):
            self.view.problem.tell("输入法里还有没选定的字，选定以后再确认。")
            return
        if self.form.check():
            self._show_problems()
            return
        clerk = self._session.sign()
        if not clerk:
            self.view.problem.tell(f"{self._session.why_unsigned('写进记录')}，内容还在。")
            return
        unknown = next((editor for editor in self.form.unit_editors() if editor.unknown), None)
        if unknown is not None:
            self.form.row(unknown.field.key).show_problem(unknown.problem())
            self.form.focus(unknown.field.key)
            self._show_problems()
            if not unknown.near():
                offer_new_unit(self._session, unknown.unknown, clerk, self._unit_added, owner=self)
            return
        self.keep_draft()
        self._set_busy(True)
        self._session.jobs.run(
            self._call(self.task, self.form.to_record(), clerk), self._recorded, failed=self._refused, owner=self
        )

    def open_phrases(self) -> None:
        """The office's phrases for the field that the cursor is in; they go in at the cursor."""
        row = self.form.focused() if self.form is not None else None
        target = row.editor.focusProxy() if row is not None else None
        if row is None or not isinstance(target, QLineEdit | QPlainTextEdit):
            self._session.prompts.say("把光标放到要写字的栏里，再按 Alt+;")
            return
        phrases = phrases_for(row.field.label, self._session.known.phrases)
        place = PhraseList(target, phrases, lambda: self._session.navigator.go(Place.SETTINGS, "lists"))
        place.picked.connect(
            lambda text: put_in(target, filled_phrase(text, self.known_values(), self._session.clock()))
        )
        place.open()

    def known_values(self) -> dict[str, str]:
        """What phrases may say of the ticket at hand: what stands in the form, and what the page knows of it."""
        values = self.form.values() if self.form is not None else {}
        typed = {"单位": value_as_text(values.get(UNIT.key)), "地址": value_as_text(values.get(ADDRESS.key))}
        return {**self.about, **{place: text for place, text in typed.items() if text}}

    def _call(self, task: Task, values: dict[str, object], clerk: str) -> Callable[[], object]:
        call, go_on, tickets, since = task.call, task.go_on, self._session.office.tickets, self._since
        if call is not None:
            return lambda: call(values, clerk)
        if go_on is not None:
            return lambda: go_on(values, clerk, since)
        if task.step.starts:
            return lambda: tickets.register(values, clerk)
        return lambda: tickets.do(task.ticket_id, task.step.id, values, clerk, since=since)

    def _recorded(self, done: object) -> None:
        self._set_busy(False)
        task = self.task
        assert task is not None
        self.drafts.drop(task.record, task.step.id)
        self._close()
        record_id: int = getattr(done, "id", NEW_TICKET)
        self.done.emit(record_id, task.step.id)
        self._session.publish(done.changes)  # type: ignore[attr-defined]
        if task.confirm is not None:
            task.confirm()
        elif task.service is not None:
            tell_recorded(self._session, Recorded(task.step, record_id, task.service, task.as_text, task.paper_of))

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, ChangedMeanwhile):
            self._changed_meanwhile(error)
            return
        if not isinstance(error, StepRefused) or self.form is None:
            self._session.prompts.error(error)
            return
        self.form.show_faults(error.blockers)
        loose = [b for b in error.blockers if not (b.field and self.form.shows(b.field))]
        self._show_problems(in_words(loose))

    def look_again(self) -> None:
        """The record may have changed while its form is open: what nobody touched follows, and the clerk is told."""
        task, seen = self.task, self._told
        if task is not None and task.look is not None and not self._busy:
            look = task.look
            self._session.jobs.run(
                lambda: look(seen), partial(self._stands, task), failed=lambda _error: None, owner=self
            )

    def _stands(self, task: Task, now: RecordState) -> None:
        form = self.form
        if self.task is not task or form is None or now.change is None:
            return
        self._told = now.since
        form.follow(now.defaults)
        self._follow(task.step.id, form.values())  # the paper beside shows the record as it is now
        self.view.meanwhile.text.setText(now.as_text)
        self._show_strip()

    def _tell_of_day(self) -> None:
        """A form that was open over midnight says the day before. It may be right: the clerk is asked to look."""
        today = self._session.clock().date()
        if self.form is None or self._busy or today == self._opened_on:
            return
        day, self._opened_on = self._opened_on, today
        labels = "、".join(f"“{label}”" for label in self.form.times_of(day))
        if not labels:
            return
        strip = self.view.meanwhile
        told = f"这张表是{day.month}月{day.day}日打开的，{labels}还是那一天的，请看看要不要改。"
        strip.text.setText(f"{strip.text.text()}\n{told}" if strip.isVisibleTo(self) else told)
        self._show_strip()

    def _show_strip(self) -> None:
        """Shows what happened meanwhile above the form, and leaves the cursor in view, which the strip has moved."""
        self.view.meanwhile.show()
        if self.form is not None and (row := self.form.focused()) is not None:
            self.view.show_in_view(row)

    def _changed_meanwhile(self, change: ChangedMeanwhile) -> None:
        """Somebody else recorded something: the clerk looks at it, and records what she filled in or not."""
        task, seen = self.task, self._told
        self._set_busy(True)
        self._session.publish(Changes(everything=True))
        if task is None or task.look is None:
            self._go_on_or_not(change)
            return
        look = task.look

        def show(now: RecordState) -> None:
            self._stands(task, now)
            self._go_on_or_not(change, now.against)

        self._session.jobs.run(lambda: look(seen), show, failed=self._refused, owner=self)

    def _go_on_or_not(self, change: ChangedMeanwhile, against: str = "") -> None:
        self._set_busy(False)
        clashes = self.form.clashes if self.form is not None else ()
        if against:
            self.view.problem.tell(against)
        elif self._session.prompts.confirm(
            "别人刚办过", conflict_text(change, clashes), "看过了，照填的办", danger=True
        ):
            self._since = change.since
            self.confirm()
        else:
            self.view.problem.tell(str(change))

    def _show_problems(self, message: str = "") -> None:
        """Names in the foot what is to be mended, and brings the first of it into view."""
        assert self.form is not None
        faulty = self.form.faulty()
        if not faulty:
            self.view.problem.tell(message)
            return
        self.view.problem.tell_fields(faulty, f"{message}。" if message else "")
        QTimer.singleShot(0, self, lambda: self._go_to(faulty[0][0]))  # once the rows have their new heights

    def _go_to(self, key: str) -> None:
        if self.form is not None and self.form.shows(key):
            self.form.focus(key)
            self.view.show_in_view(self.form.row(key))

    def _unit_added(self, units: UnitNames) -> None:
        """The new unit is one of the register now: what the clerk confirmed goes on."""
        for editor in self.form.unit_editors() if self.form is not None else ():
            editor.know(units)
        self.confirm()

    def _know_units(self) -> None:
        for editor in self.form.unit_editors() if self.form is not None else ():
            editor.know(self._session.known.units)
            if not editor.unknown:
                assert self.form is not None
                self.form.row(editor.field.key).show_problem("")

    def _edited(self) -> None:
        self.view.problem.tell("")
        if not self._keeping.isActive():
            self._keeping.start()

    def _follow(self, step_id: str, values: dict[str, object]) -> None:
        if self.task is not None and self.task.step.id == step_id:
            self.draft_changed.emit(step_id, values)

    def _start_afresh(self) -> None:
        """Empties the form; what stood there can be brought back."""
        task, form = self.task, self.form
        if task is None or form is None:
            return
        before = form.values()
        self.drafts.drop(task.record, task.step.id)
        empty = dict.fromkeys(field.key for field in task.step.fields)
        form.set_values({**empty, **form.defaults})
        self.view.restored.hide()
        form.focus_first()

        def bring_back() -> None:
            if self.form is form:
                form.set_values(before)
                self.view.restored.show()
                self._edited()
                form.focus_first()

        self._session.prompts.say("已清空，重新填。", UNDO, bring_back)

    def _close(self) -> None:
        self._keeping.stop()
        self.task, self.form = None, None

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.view.confirm.setEnabled(not busy)

    def _key(self, key: str, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)


REGISTER = STEPS_BY_ID["register"]


def offer_new_unit(session: Session, name: str, clerk: str, added: Callable[[UnitNames], None], owner: QObject) -> None:
    """Asks whether ``name`` is to be added to the register and adds it; ``added(the register now)`` afterwards."""
    group = guessed_group(name)
    detail = f"会作为“{group}”加进单位名册，分管领导、联系人和电话可以以后在“单位”里补。写错了的话，点“取消”改正名称。"
    if not session.prompts.confirm(f"名册里没有“{name}”，要新增这个单位吗？", detail, "新增单位"):
        return
    units = session.office.units

    def done(found: tuple[UnitDone, UnitNames]) -> None:
        session.publish(found[0].changes)
        added(found[1])

    session.jobs.run(
        lambda: (units.add(name, group, by=clerk), units.index()), done, failed=session.prompts.error, owner=owner
    )
