"""A Word file that a unit sent back: what the record says and what the file says side by side, and what is still asked.

Nothing is recorded before the clerk nods; the step goes through the ordinary gates.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.gui.records.fields.editing import editor_context
from hotline_desktop.gui.records.steps.step_form import StepForm
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.returned.word_back import TypedSheet

_HEADS = ("栏目", "现在的记录", "交回的文件")
_NOTHING = "（空）"
_LABEL_WIDTH = 128


class TypedSheetPanel(QScrollArea):
    """``show_sheet`` puts a sheet beside its record; ``form`` holds what is recorded by a nod."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.form: StepForm | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName("单位回填的 Word")

    def show_sheet(self, sheet: TypedSheet, begin: Mapping[str, Value]) -> None:
        """The sheet beside its record; ``begin`` is what the form below starts with."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(_label(f"{sheet.number}　{sheet.kind}　登记为“{sheet.form.step.label}”", "label"))
        column.addWidget(_compared(sheet))
        notes = [*(f"“{label}”勾了不止一项，或看不出勾的是哪一项，请在下面选定" for label in sheet.unclear)]
        if sheet.text:
            notes.append(f"办理答复原文：{sheet.text}")
        for note in notes:
            column.addWidget(_label(note, "soft"))
        self.form = StepForm(sheet.form.step, begin, editor_context(self._session))
        column.addWidget(self.form)
        column.addStretch(1)
        self.setWidget(inner)

    def checked(self) -> tuple[dict[str, object], tuple[Blocker, ...]]:
        """What would be recorded, and what is missing or not understood, which is shown beside its field."""
        assert self.form is not None
        faults = self.form.check()
        return {key: value for key, value in self.form.values().items() if value is not None}, faults


def _compared(sheet: TypedSheet) -> QWidget:
    """One row for each field of the file; what differs from the record stands out."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    for place, head in enumerate(_HEADS):
        grid.addWidget(_label(head, "caption"), 0, place)
    for row, one in enumerate(sheet.compared, start=1):
        grid.addWidget(_label(one.label, "label"), row, 0, Qt.AlignmentFlag.AlignTop)
        for place, text in ((1, one.old), (2, one.new)):
            said = _label(text or _NOTHING, "body" if place == 2 and one.old != one.new else "soft")
            said.setAccessibleName(f"{one.label}，{_HEADS[place]}：{text or _NOTHING}")
            grid.addWidget(said, row, place, Qt.AlignmentFlag.AlignTop)
    return table


def _label(text: str, role: str) -> QLabel:
    """Words of the office or of the unit, which are shown as they are."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setMinimumWidth(72)
    return label
