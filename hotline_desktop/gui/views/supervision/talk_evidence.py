"""督办二（四）: what the records hold against the unit that is to be talked with, put into the form as it is named."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from hotline_desktop.domain.supervision.talks import TALK_EVIDENCE, TALK_PROPOSE, TALK_UNIT
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.gui.records.steps.step_editor import StepEditor
from hotline_desktop.gui.records.steps.step_form import StepForm
from hotline_desktop.gui.shell.session.session import Session

_NOTHING = "近一年的记录里没有这个单位逾期退单、逾期督办、逾期未办结的，请写明依据"


class TalkEvidence(QObject):
    """Follows the unit in the form of 提请约谈; what the clerk wrote herself stays."""

    def __init__(self, session: Session, editor: StepEditor) -> None:
        super().__init__(editor)
        self._session, self._editor = session, editor
        self._form: StepForm | None = None
        self._unit = self._found = ""
        editor.draft_changed.connect(self._follow)

    def _follow(self, step_id: str, values: Mapping[str, object]) -> None:
        form = self._editor.form
        if step_id != TALK_PROPOSE.id or form is None:
            return
        if form is not self._form:
            self._form, self._unit, self._found = form, "", ""
        unit = value_as_text(values.get(TALK_UNIT.key))
        if unit == self._unit or unit not in self._session.known.units.names:
            return
        self._unit, talks = unit, self._session.office.talks
        self._session.jobs.run(lambda: talks.evidence(unit), lambda lines: self._show(form, unit, lines), owner=self)

    def _show(self, form: StepForm, unit: str, lines: tuple[str, ...]) -> None:
        if form is not self._editor.form or unit != self._unit:
            return
        if value_as_text(form.editor(TALK_EVIDENCE.key).value()) == self._found:
            self._found = "\n".join(lines)
            form.set_values({TALK_EVIDENCE.key: self._found or None})
        form.row(TALK_EVIDENCE.key).set_hint(TALK_EVIDENCE.hint if lines else _NOTHING)
